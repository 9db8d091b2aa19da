"""Sales' first chapter of a lead's story, as `model/calling.py`: whether to call, attempts, the conversation."""

from __future__ import annotations

import math

from ..rules.codes import AWARENESS, CONSIDERATION, DECISION, EMAIL, NEVER, NO_ENFORCEMENT, NO_NEED
from ..rules.contact import connect_chance, response
from ..rules.nurture import shifted
from .card import is_now, nurtured_depth, rep_key, says_no, waits, waits_until
from .codes import Ending, Fact, News, Purpose, Reason, Status, Step, TaskKind, Turn
from .desk import hands_on
from .facts import record
from .journey import is_called_early
from .layout import SPAN, TERMS, offset
from .library import follows_up
from .linking import story
from .luck import happens, luck
from .minds import learns, pursues, rules_of
from .promises import after
from .reach import channel_at, lead_at, persona_at, real, rep_at, terms_at, whole, world_at
from .reviews import enters, enters_ignored
from .work import goes_on, keeps, opens_task

HOUR = 3_600_000_000
RESEARCH, ATTEMPT, MAIL = offset(TERMS, "work_research"), offset(TERMS, "work_attempt"), offset(TERMS, "work_email")
CONVERSATION, CALENDAR = offset(TERMS, "work_conversation"), offset(TERMS, "agreement_calendar")
SPAN_SIZE = SPAN.itemsize


@story
def replied_to(w: int, lead: int) -> bool:
    """The automated first touch: whether the buyer books a call at once."""
    card, terms = lead_at(lead), terms_at(world_at(w).terms)
    chance = 0.0
    if card.reachable and card.looking:
        if card.state == DECISION:
            chance = terms.handoff_books
        elif card.state == CONSIDERATION:
            chance = terms.handoff_books_early
    booked = happens(w, Purpose.BOOKED, card.key, card.cycle, chance)
    record(w, Fact.AUTO_REPLIED, card.key, 0, card.cycle << 24, 1.0 if booked else 0.0, 0)
    return booked


@story
def ignores(lead: int) -> None:
    """Keep a lead open without calling it: no load from now on."""
    card = lead_at(lead)
    card.ignored = 1
    rep_at(card.rep).ignored += 1


@story
def reconsiders(lead: int) -> None:
    """Have an ignored lead to decide about again."""
    card = lead_at(lead)
    card.ignored = 0
    rep_at(card.rep).ignored -= 1


@story
def chooses(w: int, lead: int) -> int:
    """Whether the rep calls the lead: decided as they see it, and again at every alert; the next step."""
    world, card = world_at(w), lead_at(lead)
    terms = terms_at(world.terms)
    rep = card.rep
    if rep == 0 or pursues(w, lead, rep, card.chosen):
        return researches(w, lead)
    ignores(lead)
    card.chosen += 1
    enforced = terms.agreement_enforcement != NO_ENFORCEMENT and card.due < NEVER and not card.tried
    visit = card.cycle << 24 | card.chosen
    if enforced and happens(w, Purpose.TOKEN, card.key, visit, card.tokens):
        card.tried = 1
        record(w, Fact.TOKEN_LOGGED, card.key, rep_at(rep).key, card.cycle << 24, 0.0, 0)
    waits_until(w, lead, world.now + card.closes_after, Turn.CLOCK, visit, Step.PURSUED)
    return Step.WAITS


@story
def is_closed_or_alerted(w: int, lead: int) -> int:
    """The time of a lead that the rep ignores is up, or there is news; the next step."""
    card = lead_at(lead)
    if card.news != News.ALERTED:
        return ended_early(w, lead)
    card.news = News.NONE
    if card.rep:
        reconsiders(lead)
    return chooses(w, lead)


@story
def researches(w: int, lead: int) -> int:
    """Research before the first attempt, where it is done; the next step."""
    world, card = world_at(w), lead_at(lead)
    terms = terms_at(world.terms)
    card.joined = world.now
    card.attempts_made = 0
    if not terms.work_researches:
        return attempts(w, lead)
    scale = 1.0 - terms.work_intel_saves if terms.agreement_intel else 1.0
    waits(lead, Step.RESEARCHED)
    opens_task(w, lead, TaskKind.RESEARCH, 1, world.terms + RESEARCH, world.now, False, scale)
    return Step.WAITS


@story
def researched(w: int, lead: int) -> int:
    """Research is done, or there is news; the next step."""
    if lead_at(lead).news != News.NONE:
        return ended_early(w, lead)
    return attempts(w, lead)


@story
def attempts(w: int, lead: int) -> int:
    """Put the next attempt on a list; the next step."""
    world, card = world_at(w), lead_at(lead)
    terms = terms_at(world.terms)
    card.attempts_made += 1
    number = card.attempts_made
    opened = card.joined if number == 1 else world.now
    card.kind = whole(terms.contact_plan, min(number, terms.contact_plan_n) - 1)
    dist = world.terms + (MAIL if card.kind == EMAIL else ATTEMPT)
    waits(lead, Step.ATTEMPTED)
    opens_task(w, lead, TaskKind.ATTEMPT, number, dist, opened, False, 1.0)
    return Step.WAITS


@story
def attempted(w: int, lead: int, rep: int) -> int:
    """An attempt was made, unless it was struck off; it connects or not; the next step."""
    world, card = world_at(w), lead_at(lead)
    terms, number = terms_at(world.terms), card.attempts_made
    if rep == 0:
        return ended_early(w, lead)
    card.attempts = number
    item = card.cycle << 24 | TaskKind.ATTEMPT << 16 | number
    channel = channel_at(rules_of(w, channel_at(card.channel).id))
    delay = (card.begun - card.last_act) / HOUR
    eager = card.answerability + (terms.contact_email_odds if card.kind == EMAIL else 0.0)
    if terms.contact_nurture_lift != 0.0:
        eager += terms.contact_nurture_lift * nurtured_depth(w, lead)
    chance = connect_chance(
        card.reachable, channel.connect, eager, delay, terms.contact_reference, channel.floor, channel.half, channel.power
    )
    if not says_no(card.news) and happens(w, Purpose.CONNECT, card.key, item, chance):
        card.news = News.NONE
        record(w, Fact.CONNECTED, card.key, rep_at(rep).key, item, delay, 0)
        is_now(w, lead, Status.WORKING)
        return talks(w, lead, rep)
    record(w, Fact.NO_ANSWER, card.key, rep_at(rep).key, item, delay, 0)
    is_now(w, lead, Status.WORKING)
    if card.news != News.NONE or number >= terms.contact_attempts:
        return ended_early(w, lead)
    gap = terms.contact_gaps + (min(number, terms.contact_gaps_n) - 1) * SPAN_SIZE
    waits_until(w, lead, after(world.now, gap, world.terms + CALENDAR), Turn.DELIVERY, item, Step.GAP)
    return Step.WAITS


@story
def gap_is_over(w: int, lead: int) -> int:
    """The time between two attempts is over, or there is news; the next step."""
    if lead_at(lead).news != News.NONE:
        return ended_early(w, lead)
    return attempts(w, lead)


@story
def talks(w: int, lead: int, rep: int) -> int:
    """The rep goes on to the conversation at once; the next step."""
    world, card = world_at(w), lead_at(lead)
    terms = terms_at(world.terms)
    card.contacted = 1
    if persona_at(card.persona).ends_at_contact:
        card.settled = 1
    card.talks_with = rep
    scale = 1.0 - terms.work_nurture_saves * nurtured_depth(w, lead) if terms.work_nurture_saves > 0.0 else 1.0
    waits(lead, Step.TALKED)
    goes_on(w, lead, rep, TaskKind.CONVERSATION, world.terms + CONVERSATION, scale)
    return Step.WAITS


@story
def decides(w: int, lead: int, rep: int) -> bool:
    """What the conversation decides: accepted or rejected."""
    world, card = world_at(w), lead_at(lead)
    terms, item, key = terms_at(world.terms), card.cycle << 24, card.key
    gone = card.news != News.NONE or not card.looking
    chance = 0.0
    if not gone and card.account == 0:
        could = card.fit and card.looking and terms.deals_accept_from <= card.state <= DECISION
        chance = terms.deals_accept_fit if could else terms.deals_accept_unfit
        if terms.deals_floor < 1.0:
            delay = (world.now - card.last_act) / HOUR
            now = response(delay, terms.deals_floor, terms.deals_half, terms.deals_power)
            usual = response(terms.contact_reference, terms.deals_floor, terms.deals_half, terms.deals_power)
            chance = shifted(chance, math.log(now / usual))
    if not gone and card.state < terms.deals_accept_from:
        is_called_early(w, lead)
    if terms.content_follow_up > 0.0:
        card.content_help += follows_up(w, lead, item | 0xFFFF)
    if happens(w, Purpose.ACCEPT, key, item, chance):
        keeps(w, lead, rep)
        if not card.disposed:
            card.disposed = 1
            record(w, Fact.ACCEPTED, key, rep_at(rep).key, item, 0.0, 0)
            enters(w, lead, True)
        record(w, Fact.QUALIFIED, key, rep_at(rep).key, item, 0.0, 0)
        is_now(w, lead, Status.SQL)
        learns(w, rep, lead, True)
        if rep_at(rep).qualifies_only:
            hands_on(w, lead)
        return True
    record(w, Fact.REJECTED, key, rep_at(rep).key, item, 0.0, reading(w, lead, gone))
    if not card.disposed:
        card.disposed = 1
        enters(w, lead, False)
    learns(w, rep, lead, False)
    if card.state <= AWARENESS and happens(w, Purpose.COOLED_EARLY, key, item, terms.deals_early_unsubscribes):
        record(w, Fact.UNSUBSCRIBED, key, 0, item, 0.0, 0)
        card.news = News.UNSUBSCRIBED
    return False


@story
def reading(w: int, lead: int, gone: bool) -> int:
    """The reason the rep names for a rejection: the true one, or by mistake another."""
    world, card = world_at(w), lead_at(lead)
    terms = terms_at(world.terms)
    if gone:
        true = Reason.GONE
    elif card.account != 0:
        true = Reason.DUPLICATE
    elif not card.fit:
        true = Reason.NO_FIT
        if world.scores_firms:
            true = Reason.WRONG_PERSONA if real(card.firm, 0) >= real(card.firm, 2) else Reason.TOO_SMALL
    elif card.state == NO_NEED:
        true = Reason.NO_NEED
    elif card.state < terms.deals_accept_from:
        true = Reason.NOT_READY
    else:
        true = Reason.NOT_INTERESTED
    wrong = terms.deals_reason_error
    if wrong <= 0.0:
        return true
    u = luck(w, Purpose.READING, card.key, card.cycle)
    if u >= wrong:
        return true
    # one of the reasons that reps name, the true one left out
    n = 4 - named(true)
    place = int(u / wrong * n)
    for reason in (Reason.TOO_SMALL, Reason.WRONG_PERSONA, Reason.NO_NEED, Reason.NOT_READY):
        if reason != true:
            if place == 0:
                return reason
            place -= 1
    return true


@story
def named(reason: int) -> int:
    """1 for the reasons that a rep may name by mistake."""
    if reason == Reason.TOO_SMALL or reason == Reason.WRONG_PERSONA or reason == Reason.NO_NEED or reason == Reason.NOT_READY:
        return 1
    return 0


@story
def ended_early(w: int, lead: int) -> int:
    """What ends sales' work without a conversation: the buyer's word, the rep's choice, or nobody's answer; the next step."""
    card = lead_at(lead)
    item = card.cycle << 24
    if says_no(card.news):
        card.ending = card.news
    elif card.ignored:
        record(w, Fact.GAVE_UP, card.key, rep_key(lead), item, 0.0, Reason.IGNORED)
        enters_ignored(w, lead)
        card.ending = Ending.IGNORED
    else:
        reason = Reason.TOO_LATE_TO_TRY if card.news == News.GAVE_UP else Reason.MOST_ATTEMPTS
        record(w, Fact.GAVE_UP, card.key, rep_key(lead), item, 0.0, reason)
        if card.rep and card.attempts:
            learns(w, card.rep, lead, False)
        card.ending = News.GAVE_UP
    return Step.SALES_DONE
