"""New leads of accounts that sales is working on already, as `model/coming.py` and `model/company.py`."""

from __future__ import annotations

from ..log import LEAD
from .codes import Purpose
from .linking import story
from .luck import happens, luck
from .reach import channel_at, lead_at, lead_row_at, put_whole, terms_at, whole, world_at

ROW_SIZE = LEAD.itemsize


@story
def is_open(w: int, lead: int) -> None:
    """Sales has a lead in hand; remembered where new leads may belong to its account."""
    world = world_at(w)
    if world.has_accounts:
        lead_at(lead).open_place = world.open_n
        put_whole(world.open_leads, world.open_n, lead)
        world.open_n += 1


@story
def is_shut(w: int, lead: int) -> None:
    """Sales has a lead in hand no longer; the last of them takes its place."""
    world = world_at(w)
    if world.has_accounts:
        world.open_n -= 1
        last, place = whole(world.open_leads, world.open_n), lead_at(lead).open_place
        put_whole(world.open_leads, place, last)
        lead_at(last).open_place = place


@story
def open_by_key(w: int, number: int) -> int:
    """The lead in hand with so many keys below its own, by parting them as quicksort does."""
    world = world_at(w)
    leads = world.opened  # room for a copy
    for i in range(world.open_n):
        put_whole(leads, i, whole(world.open_leads, i))
    low, high = 0, world.open_n - 1
    while low < high:
        pivot = lead_at(whole(leads, (low + high) // 2)).key
        i, j = low, high
        while i <= j:
            while lead_at(whole(leads, i)).key < pivot:
                i += 1
            while lead_at(whole(leads, j)).key > pivot:
                j -= 1
            if i <= j:
                one = whole(leads, i)
                put_whole(leads, i, whole(leads, j))
                put_whole(leads, j, one)
                i += 1
                j -= 1
        if number <= j:
            high = j
        elif number >= i:
            low = i
        else:
            break
    return whole(leads, number)


@story
def meets_account(w: int, lead: int) -> None:
    """A new lead may belong to an account that sales is working on already; nobody need notice."""
    world, card = world_at(w), lead_at(lead)
    chance = channel_at(card.channel).duplicates
    if chance <= 0.0 or world.open_n == 0 or not happens(w, Purpose.DUPLICATE, card.key, 0, chance):
        return
    place = min(int(luck(w, Purpose.DUPLICATE_OF, card.key, 0) * world.open_n), world.open_n - 1)
    card.same_account = open_by_key(w, place)
    card.account = lead_at(card.same_account).key
    lead_row_at(world.rows + card.place * ROW_SIZE).account = card.account


@story
def owner(w: int, lead: int) -> int:
    """Who works a lead's account already, where the system matches accounts; 0: nobody."""
    other = lead_at(lead).same_account
    if other == 0 or not terms_at(world_at(w).terms).handoff_match_accounts or not lead_at(other).with_sales:
        return 0
    return lead_at(other).rep
