"""New leads of accounts that sales is working on already, as `model/coming.py` and `model/company.py`."""

from __future__ import annotations

from ..log import LEAD
from .codes import Error, Purpose
from .diary import bisect_left
from .linking import story
from .luck import happens, luck
from .reach import channel_at, lead_at, lead_row_at, put_whole, terms_at, whole, world_at

ROW_SIZE = LEAD.itemsize


@story("void(int64, int64)")
def is_open(w, lead):
    """Sales has a lead in hand; remembered by key where new leads may belong to its account."""
    world = world_at(w)
    if not world.has_accounts:
        return
    if world.open_n == world.open_room:
        world.error = Error.LEADS
        return
    place = world.open_n
    key = lead_at(lead).key
    while place > 0 and whole(world.open_keys, place - 1) > key:
        put_whole(world.open_keys, place, whole(world.open_keys, place - 1))
        put_whole(world.open_leads, place, whole(world.open_leads, place - 1))
        place -= 1
    put_whole(world.open_keys, place, key)
    put_whole(world.open_leads, place, lead)
    world.open_n += 1


@story("void(int64, int64)")
def is_shut(w, lead):
    """Sales has a lead in hand no longer."""
    world = world_at(w)
    if not world.has_accounts:
        return
    place = bisect_left(world.open_keys, world.open_n, lead_at(lead).key)
    world.open_n -= 1
    for i in range(place, world.open_n):
        put_whole(world.open_keys, i, whole(world.open_keys, i + 1))
        put_whole(world.open_leads, i, whole(world.open_leads, i + 1))


@story("void(int64, int64)")
def meets_account(w, lead):
    """A new lead may belong to an account that sales is working on already; nobody need notice."""
    world, card = world_at(w), lead_at(lead)
    chance = channel_at(card.channel).duplicates
    if chance <= 0.0 or world.open_n == 0 or not happens(w, Purpose.DUPLICATE, card.key, 0, chance):
        return
    place = min(int(luck(w, Purpose.DUPLICATE_OF, card.key, 0) * world.open_n), world.open_n - 1)
    card.account = whole(world.open_keys, place)
    card.same_account = whole(world.open_leads, place)
    lead_row_at(world.rows + card.place * ROW_SIZE).account = card.account


@story("int64(int64, int64)")
def owner(w, lead):
    """Who works a lead's account already, where the system matches accounts; 0: nobody."""
    other = lead_at(lead).same_account
    if other == 0 or not terms_at(world_at(w).terms).handoff_match_accounts or not lead_at(other).with_sales:
        return 0
    return lead_at(other).rep
