"""Marketing's decisions, as `model/marketing.py`: who is an MQL, what touches cost in time, how it reacts to its months.

It sees what the company sees: scores, labels that sales entered, counts. Never what is true.
"""

from __future__ import annotations

from ..rules.codes import LOOSEN, NEVER, SPEND
from ..rules.distributions import ticks
from ..rules.nurture import is_mql
from ..rules.scoring import meets
from ..rules.spending import volume_multiple
from .card import hears, score, score_at_most
from .codes import Error, Fact, Kind, News, Turn
from .facts import record
from .layout import CHANNEL_NOW
from .linking import declared, story
from .queue import at
from .reach import (
    channel_at,
    channel_now_at,
    fetch,
    lead_at,
    put_real,
    put_whole,
    real,
    reals,
    rep_at,
    terms_at,
    whole,
    world_at,
)
from .scratch import gives_back, sorts, takes_room

DAY = 86_400_000_000
LAST_WEEK = 7 * DAY
REMEMBERED = 60 * DAY  # of hand-overs, for marketing's belief
CHANNEL_NOW_SIZE = CHANNEL_NOW.itemsize
coaches = declared("smarketing_reviews_coaches", "void(int64)")


@story
def adopts_scoring(w: int, was: int, new: bool) -> None:
    """Take up the rules of the day: a new scorer starts without lessons, and what old rules did about months is over."""
    world = world_at(w)
    terms = terms_at(world.terms)
    if new:
        n = terms.scoring_weights_n
        for i in range(n):
            put_real(world.weights, i, real(terms.scoring_weights, i))
        put_real(world.weights, n, -1.0)
        world.version += 1
    if not terms.feedback_by_leads:
        world.loosened = 0.0
    if terms.feedback_chases == 0.0:
        world.chased = 0.0
    if terms.agreement_reaction != LOOSEN:
        world.reacted = 0.0
    if terms.agreement_reaction != SPEND:
        world.raised = 1.0
    if not terms.agreement_reviewed:
        world.reviewed = 0.0
    if was != 0 and promises_otherwise(was, world.terms):
        world.promised_since = world.now
    sets_threshold(w, was == 0)
    if was != 0:
        looks_again(w)


@story
def promises_otherwise(was: int, now: int) -> bool:
    """Whether an agreement makes something else of a month: leads promised, of which channels, or a review."""
    a, b = terms_at(was), terms_at(now)
    if a.agreement_leads_per_rep != b.agreement_leads_per_rep or a.agreement_reviewed != b.agreement_reviewed:
        return True
    if a.agreement_promised_n != b.agreement_promised_n:
        return True
    for i in range(a.agreement_promised_n):  # noqa: SIM110  compiled
        if whole(a.agreement_promised, i) != whole(b.agreement_promised, i):
            return True
    return False


# Who is an MQL


@story
def qualifies(w: int, lead: int) -> bool:
    """Whether a lead is an MQL by the definition in force."""
    world, card = world_at(w), lead_at(lead)
    if not is_mql(score(w, lead), world.threshold):
        return False
    terms = terms_at(world.terms)
    if not terms.scoring_has_musts:
        return True
    n = terms.scoring_musts_n
    return meets(reals(card.firm, n), reals(terms.scoring_musts, n))


@story
def sets_threshold(w: int, quietly: bool) -> None:
    """Put the threshold where rules, incentive, belief, reaction and review move it."""
    world = world_at(w)
    stated = terms_at(world.terms).scoring_threshold
    threshold = stated - world.loosened - world.chased - world.reacted + world.reviewed
    if threshold == world.threshold:
        return
    lower = threshold < world.threshold
    world.threshold = threshold
    if not quietly:
        record(w, Fact.THRESHOLD, 0, 0, 0, threshold, 0)
        if lower:
            looks_again(w)


@story
def is_found(w: int, lead: int) -> bool:
    """Whether a lead in nurture turns out to be an MQL when looked at again."""
    card = lead_at(lead)
    if card.in_nurture == 0 or card.cycle != 0 or card.news != News.NONE:
        return False
    return score_at_most(w, lead) >= world_at(w).threshold and qualifies(w, lead)


@story
def looks_again(w: int) -> None:
    """Score the leads in nurture anew, by key, when weights or threshold have changed; one sent back has to act first.

    Whether one is found does not depend on the others, so only those found are put in order. Who has left nurture is
    taken off its list here, and not before: to look for a place in the list would be to wait for memory.
    """
    world = world_at(w)
    n, found = world.nurturing_n, 0
    keys, leads = takes_room(w, n), takes_room(w, n)
    if world.error:
        return
    still = 0
    for i in range(n):
        soon = whole(world.nurturing, min(i + 8, n - 1))
        fetch(soon)
        fetch(soon + 64)
        lead = whole(world.nurturing, i)
        if lead_at(lead).in_nurture == 0 or lead_at(lead).cycle != 0:
            continue
        put_whole(world.nurturing, still, lead)
        still += 1
        if is_found(w, lead):
            put_whole(keys, found, lead_at(lead).key)
            put_whole(leads, found, lead)
            found += 1
    world.nurturing_n = still
    sorts(keys, leads, found)
    for i in range(found):
        if is_found(w, whole(leads, i)):
            hears(w, whole(leads, i), News.ASKED)
    gives_back(w, keys)


# Marketers' time and money


@story
def touches_at(w: int, wait: int) -> int:
    """When a touch after a wait goes out: waits pass in the marketers' open hours, at their pace in the long run."""
    world = world_at(w)
    terms = terms_at(world.terms)
    if terms.nurture_open_share == 1.0:
        return world.now + wait
    return open_after(w, world.now, round(wait * terms.nurture_open_share))


@story
def open_after(w: int, start: int, span: int) -> int:
    """When so much of the marketers' open time has passed, as `due_time` says; the search begins where the last one ended."""
    if span <= 0:
        return start
    world = world_at(w)
    terms = terms_at(world.terms)
    n = terms.nurture_calendar_opens_n
    opens, closes, before = terms.nurture_calendar_opens, terms.nurture_calendar_closes, terms.nurture_calendar_before
    i = min(world.calendar_place, n - 1)
    while i + 1 < n and whole(opens, i + 1) <= start:
        i += 1
    while i >= 0 and whole(opens, i) > start:
        i -= 1
    world.calendar_place = max(i, 0)
    target = span
    if i >= 0:
        target += whole(before, i) + min(start, whole(closes, i)) - whole(opens, i)
    i = max(i, 0)
    while i + 1 < n and whole(before, i + 1) < target:
        i += 1
    if i >= n or whole(before, i) + whole(closes, i) - whole(opens, i) < target:
        return NEVER
    return whole(opens, i) + target - whole(before, i)


@story
def sends(w: int, minutes: float) -> int:
    """When a touch that takes a marketer's time is sent: the marketers share what waits, first come, first served."""
    world = world_at(w)
    marketers = terms_at(world.terms).nurture_marketers
    done = open_after(w, max(world.free_at, world.now), ticks(minutes / marketers))
    if done < NEVER:
        world.free_at = done
    return done


@story
def money_multiple(w: int, channel: int) -> float:
    """By what a channel's stated money is multiplied today."""
    world, rules = world_at(w), channel_at(channel)
    now = channel_now_at(world.channels + rules.id * CHANNEL_NOW_SIZE)
    return rules.spend * now.budget * world.raised


@story
def volume_now(w: int, channel: int) -> float:
    """By what a channel's volume is multiplied today."""
    return volume_multiple(money_multiple(w, channel), channel_at(channel).diminishing)


# Months


@story
def next_month(w: int, number: int) -> None:
    """Wait for a month's last week, and for its end."""
    world = world_at(w)
    if number < world.month_starts_n:
        month = whole(world.month_starts, number)
        if month - LAST_WEEK > world.now:
            at(w, month - LAST_WEEK, Turn.MEETING, 0, 1 << 16 | number, Kind.LAST_WEEK, 0, number, 0.0)
        elif month > world.now:
            last_week(w, number)
        else:
            waits_for_month(w, number)


@story
def waits_for_month(w: int, number: int) -> None:
    """Wait for a month's end."""
    at(w, whole(world_at(w).month_starts, number), Turn.MEETING, 0, 2 << 16 | number, Kind.MONTH, 0, number, 0.0)


@story
def last_week(w: int, number: int) -> None:
    """Marketing paid for leads looks for more of them before the count."""
    world = world_at(w)
    terms = terms_at(world.terms)
    if terms.feedback_by_leads and terms.feedback_loosening > 0.0:
        world.loosened = terms.feedback_loosening
        sets_threshold(w, False)
    waits_for_month(w, number)


@story
def month_ends(w: int, began: int) -> None:
    """Count, react, review; a month that began before the promise was made breaks none, and nobody reviews it."""
    world = world_at(w)
    terms = terms_at(world.terms)
    counts = began >= world.promised_since
    world.loosened = 0.0
    looks_back(w)
    world.chased = terms.feedback_chases * (1.0 - world.belief)
    short = False
    if counts and terms.agreement_leads_per_rep > 0.0:
        reps = 0
        for i in range(world.reps_n):
            seat = rep_at(whole(world.reps, i))
            reps += 1 if seat.employed and not seat.closes_only else 0
        promised = terms.agreement_leads_per_rep * reps
        record(w, Fact.PROMISED, 0, 0, min(world.delivered, 0xFFFF), promised, 0)
        short = world.delivered < promised
    world.reacted = terms.agreement_loosens if short and terms.agreement_reaction == LOOSEN else 0.0
    world.raised = 1.0 + terms.agreement_spends if short and terms.agreement_reaction == SPEND else 1.0
    if counts and terms.agreement_reviewed and world.accepted + world.rejected > 0:
        share = world.accepted / (world.accepted + world.rejected)
        if share < terms.agreement_review_low:
            world.reviewed += terms.agreement_review_step
        elif share > terms.agreement_review_high:
            world.reviewed -= terms.agreement_review_step
    coaches(w)
    world.delivered = world.accepted = world.rejected = 0
    sets_threshold(w, False)


@story
def hands_over(w: int, lead: int) -> None:
    """Count a hand-over that the promise means, by the channel recorded as its source."""
    world = world_at(w)
    terms = terms_at(world.terms)
    key = lead_at(lead).recorded
    counts = terms.agreement_promised_n == 0
    for i in range(terms.agreement_promised_n):
        counts = counts or whole(terms.agreement_promised, i) == key
    world.delivered += 1 if counts else 0


@story
def sees_end(w: int, lead: int) -> None:
    """Remember whether a hand-over was properly worked, where anybody asks."""
    world, card = world_at(w), lead_at(lead)
    terms = terms_at(world.terms)
    if terms.feedback_chases == 0.0:
        return
    if world.handed_n == world.handed_room:
        world.error = Error.PIECES
        return
    enough = terms.agreement_attempts if terms.agreement_attempts else 5
    proper = 1 if card.contacted or card.attempts >= enough else 0
    put_whole(world.handed, world.handed_n, world.now << 1 | proper)
    world.handed_n += 1


@story
def looks_back(w: int) -> None:
    """Believe what the last 60 days' hand-overs show."""
    world = world_at(w)
    since = world.now - REMEMBERED
    kept = proper = 0
    for i in range(world.handed_n):
        one = whole(world.handed, i)
        if one >> 1 >= since:
            put_whole(world.handed, kept, one)
            kept += 1
            proper += one & 1
    world.handed_n = kept
    if kept:
        world.belief = proper / kept
        if terms_at(world.terms).feedback_chases > 0.0:
            record(w, Fact.MARKETING_BELIEF, 0, 0, 0, world.belief, 0)
