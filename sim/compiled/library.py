"""Marketing's content, as `model/library.py`: pieces made on a guess or on request, and whether anybody uses them."""

from __future__ import annotations

from .codes import Error, Fact, Kind, Purpose, Turn
from .facts import record
from .linking import story
from .luck import happens, luck
from .queue import at
from .reach import lead_at, put_whole, terms_at, whole, world_at

A_MONTH = 2_629_800_000_000


@story
def fills(w: int) -> None:
    """Make the next piece after an even wait."""
    world = world_at(w)
    pieces = terms_at(world.terms).content_pieces
    wait = A_MONTH if pieces <= 0.0 else round(A_MONTH / pieces)
    at(w, world.now + wait, Turn.MEETING, 0, 5 << 16, Kind.PIECE, 0, 0, 0.0)


@story
def makes(w: int) -> None:
    """A piece is made, if pieces are made now."""
    world = world_at(w)
    terms = terms_at(world.terms)
    if terms.content_pieces > 0.0:
        world.made += 1
        record(w, Fact.PIECE_MADE, 0, 0, world.made & 0x7FFFFFFF, terms.content_cost, 0)
        if happens(w, Purpose.PIECE_RELEVANT, 0, world.made, world.relevance):
            if world.useful_n == world.useful_room:
                world.error = Error.PIECES
                return
            put_whole(world.useful, world.useful_n, world.made)
            world.useful_n += 1
    fills(w)


@story
def improves(w: int, share: float) -> None:
    """Close part of the gap to full relevance."""
    world = world_at(w)
    world.relevance += share * (1.0 - world.relevance)
    record(w, Fact.RELEVANCE, 0, 0, 0, world.relevance, 0)


@story
def lift(w: int) -> float:
    """Log-odds by which better content moves engagements."""
    world = world_at(w)
    return terms_at(world.terms).content_nurture * (world.relevance - world.relevant_at_first)


@story
def is_used(w: int, lead: int, visit: int) -> None:
    """An engagement, or a rep's follow-up, takes one of the useful pieces."""
    world, key = world_at(w), lead_at(lead).key
    if world.useful_n:
        u = luck(w, Purpose.PIECE, key, visit)
        piece = whole(world.useful, min(int(u * world.useful_n), world.useful_n - 1))
        record(w, Fact.PIECE_USED, key, 0, piece, 0.0, 0)


@story
def follows_up(w: int, lead: int, visit: int) -> float:
    """Log-odds by which a rep's follow-up moves a deal: it helps when the piece is relevant, else it annoys."""
    world, key = world_at(w), lead_at(lead).key
    terms = terms_at(world.terms)
    if not happens(w, Purpose.FOLLOW_UP, key, visit, terms.content_follow_up):
        return 0.0
    if happens(w, Purpose.PIECE_RELEVANT, key, visit, world.relevance):
        is_used(w, lead, visit)
        return terms.content_helps
    return -terms.content_annoys
