"""Who comes, as `model/coming.py`: streams of leads by channel, and what is true of each, drawn as it comes."""

from __future__ import annotations

from ..log import LEAD
from ..rules.arrivals import NOTES, arrivals
from ..rules.buyers import TRAITS, TRUTH, buyer, firm, recorded_as
from ..rules.codes import NEVER
from ..rules.draws import lead_key
from .codes import Error, Fact, Kind, Turn
from .facts import record
from .layout import CHANNEL, CHANNEL_NOW, COMING, EXTRA, FIRM, LEAD_CARD, PERSONA, STREAM, offset
from .life import lives
from .linking import story
from .marketing import money_multiple, volume_now
from .queue import at
from .reach import (
    channel_at,
    channel_now_at,
    coming_at,
    extra_at,
    lead_at,
    lead_row_at,
    persona_at,
    put_real,
    put_whole,
    real,
    real_rows,
    reals,
    stream_at,
    terms_at,
    whole,
    whole_rows,
    wholes,
    world_at,
)
from .scratch import gives_back, sorts, takes_room

OPENING, REFERRED = -2, -3
STREAM_SIZE, COMING_SIZE, LEAD_SIZE = STREAM.itemsize, COMING.itemsize, LEAD_CARD.itemsize
CHANNEL_SIZE, CHANNEL_NOW_SIZE = CHANNEL.itemsize, CHANNEL_NOW.itemsize
PERSONA_SIZE, EXTRA_SIZE = PERSONA.itemsize, EXTRA.itemsize
ROW_SIZE = LEAD.itemsize
FEATURES = offset(LEAD, "features")


# Channels' days


@story
def new_stream(w: int, terms: int, channel: int) -> int:
    """Room for a stream of leads."""
    world = world_at(w)
    if world.streams_n == world.streams_room:
        world.error = Error.STREAMS  # one more than there is room for
        world.streams_n -= 1
    address = world.streams + world.streams_n * STREAM_SIZE
    world.streams_n += 1
    stream = stream_at(address)
    stream.terms = terms
    stream.channel = channel
    stream.place = (channel - terms_at(terms).channels) // CHANNEL_SIZE
    stream.next = stream.last = world.coming_n
    return address


@story
def adds_coming(w: int, time: int, key: int, day: int, strip: int, number: int, wide: int) -> None:
    """Write down a lead that is to come."""
    world = world_at(w)
    if world.coming_n == world.coming_room:
        world.error = Error.COMING
        return
    row = coming_at(world.coming + world.coming_n * COMING_SIZE)
    world.coming_n += 1
    row.time, row.key, row.day, row.strip, row.number, row.wide = time, key, day, strip, number, wide


@story
def drafts(w: int, terms: int, channel: int, first: int, last: int, volume: float) -> None:
    """Let a channel's leads of some of its days come, and those beside its own; `volume` multiplies the stated one."""
    world, rules = world_at(w), channel_at(channel)
    n = last - first
    volumes = takes_room(w, n)
    if world.error:
        return
    for i in range(n):
        stated = real(rules.arrivals_volumes, first + i)
        put_real(volumes, i, stated if volume == 1.0 else stated * volume)
    hours = rules.arrivals_hours + 8 * 25 * first
    expected = 0.0
    for i in range(n):
        expected += real(volumes, i)
    room = int(2.0 * rules.breadth * expected) + 100
    notes = takes_room(w, NOTES)
    rows = takes_room(w, 6 * room)
    if world.error:
        return
    number = arrivals(
        world.seed, world.replication, rules.key, rules.arrivals_first_day + first, reals(volumes, n), rules.arrivals_cv,
        reals(rules.arrivals_profile, 24), whole_rows(hours, n, 25), rules.breadth, whole_rows(rows, room, 6),
        wholes(notes, NOTES),
    )  # fmt: skip
    if number > room:
        room = number
        rows = takes_room(w, 6 * room)
        if world.error:
            return
        arrivals(
            world.seed, world.replication, rules.key, rules.arrivals_first_day + first, reals(volumes, n), rules.arrivals_cv,
            reals(rules.arrivals_profile, 24), whole_rows(hours, n, 25), rules.breadth, whole_rows(rows, room, 6),
            wholes(notes, NOTES),
        )  # fmt: skip
    if number < 0:
        world.error = Error.TOO_MANY_LEADS
        return
    stream = new_stream(w, terms, channel)
    for i in range(number):
        row = coming_at(rows + i * COMING_SIZE)
        if 0 <= row.time <= world.end:
            adds_coming(w, row.time, row.key, row.day, row.strip, row.number, row.wide)
    gives_back(w, volumes)
    if n:
        adds_beside(w, rules.key, whole(hours, 0), whole(hours, 25 * (n - 1) + 24))
    stream_at(stream).last = world.coming_n
    puts_in_order(w, stream)
    next_lead(w, stream)


@story
def adds_beside(w: int, channel: int, since: int, until: int) -> None:
    """Write down the leads beside a channel's own that come in a time."""
    world = world_at(w)
    for i in range(world.extra_n):
        extra = extra_at(world.extra + i * EXTRA_SIZE)
        if extra.channel == channel and since <= extra.time < until and 0 <= extra.time <= world.end:
            for number in range(extra.first, extra.first + extra.leads):
                key = lead_key(channel, extra.day, extra.strip, number)
                adds_coming(w, extra.time, key, extra.day, extra.strip, number, 0)


@story
def puts_in_order(w: int, stream: int) -> None:
    """Put a stream's leads in the order in which they come: by time, at one time by key."""
    world, leads = world_at(w), stream_at(stream)
    n, rows = leads.last - leads.next, world.coming + leads.next * COMING_SIZE
    words = COMING_SIZE // 8
    times, order, copy = takes_room(w, n), takes_room(w, n), takes_room(w, n * words)
    if world.error:
        return
    for i in range(n):
        put_whole(times, i, coming_at(rows + i * COMING_SIZE).time)
        put_whole(order, i, i)
    sorts(times, order, n)
    for i in range(1, n):
        place, one = i, whole(order, i)
        key = coming_at(rows + one * COMING_SIZE).key
        while place > 0 and whole(times, place - 1) == whole(times, i):
            other = whole(order, place - 1)
            if coming_at(rows + other * COMING_SIZE).key < key:
                break
            put_whole(order, place, other)
            place -= 1
        put_whole(order, place, one)
    for i in range(n * words):
        put_whole(copy, i, whole(rows, i))
    for i in range(n):
        for j in range(words):
            put_whole(rows, i * words + j, whole(copy, whole(order, i) * words + j))
    gives_back(w, times)


@story
def next_lead(w: int, stream: int) -> None:
    """Wait for the next lead of a stream."""
    world, leads = world_at(w), stream_at(stream)
    if leads.next < leads.last:
        row = coming_at(world.coming + leads.next * COMING_SIZE)
        at(w, row.time, Turn.ARRIVAL, row.key, 0, Kind.ARRIVES, stream, 0, 0.0)


@story
def refers(w: int, parent: int, token: int) -> None:
    """A lead that a customer referred comes now; `token` is the visit, beyond 32 bits where its channel is kept."""
    world = world_at(w)
    visit, now = token & 0xFFFFFFFF, world.channels + (token >> 32) * CHANNEL_NOW_SIZE
    record(w, Fact.REFERRED, lead_at(parent).key, 0, visit, 0.0, 0)
    place = channel_now_at(now).place if token >> 32 < world.channels_n else -1
    if place < 0:
        return
    stream = new_stream(w, world.terms, terms_at(world.terms).channels + place * CHANNEL_SIZE)
    key = lead_key(lead_at(parent).key, 0, REFERRED, visit)
    adds_coming(w, world.now, key, 0, REFERRED, visit & 0x7FFFFFFF, 0)
    stream_at(stream).last = world.coming_n
    next_lead(w, stream)


@story
def begins_days(w: int, terms: int, channel: int, first: int, last: int) -> None:
    """Follow a channel's days, to pay for each, and to draw its leads where decisions move volumes."""
    stream = new_stream(w, terms, channel)
    stream_at(stream).day, stream_at(stream).until = first, last
    next_day(w, stream)


@story
def next_day(w: int, stream: int) -> None:
    """Wait for a channel's next day; those that have begun already are now."""
    world, days = world_at(w), stream_at(stream)
    rules = channel_at(days.channel)
    while days.day < days.until:
        begins, ends = whole(rules.arrivals_hours, 25 * days.day), whole(rules.arrivals_hours, 25 * days.day + 24)
        if begins > world.end:
            return
        if ends <= 0:
            days.day += 1
        elif begins > 0:
            at(w, begins, Turn.SHIFT, rules.key, 4, Kind.DAY, stream, 0, 0.0)
            return
        else:
            is_day(w, stream)


@story
def is_day(w: int, stream: int) -> None:
    """A channel's day begins: pay for it, and draw its leads unless they are drawn already."""
    world, days = world_at(w), stream_at(stream)
    rules = channel_at(days.channel)
    cost = rules.cost_per_lead * real(rules.arrivals_volumes, days.day) * rules.breadth * money_multiple(w, days.channel)
    if cost > 0.0:
        record(w, Fact.SPENT, 0, 0, days.place, cost, 0)
    if world.moves:
        drafts(w, days.terms, days.channel, days.day, days.day + 1, volume_now(w, days.channel))
    days.day += 1


@story
def begins(w: int) -> None:
    """Let leads come, day by day where marketing's decisions move volumes."""
    world = world_at(w)
    for past in (True, False):
        if past and world.start <= 0:
            continue
        terms = world.before if past else world.after
        for i in range(terms_at(terms).channels_n):
            channel = terms_at(terms).channels + i * CHANNEL_SIZE
            rules = channel_at(channel)
            days = rules.arrivals_volumes_n
            changes = 0
            while world.start > 0 and changes < days and whole(rules.arrivals_hours, 25 * changes) < world.start:
                changes += 1
            first, last = (0, changes) if past else (changes, days)
            if world.moves or rules.cost_per_lead > 0.0:
                begins_days(w, terms, channel, first, last)
            if not world.moves:
                drafts(w, terms, channel, first, last, volume_now(w, channel))


# Leads


@story
def comes(w: int, stream: int) -> None:
    """The next lead of a stream fills in the form, and its story begins."""
    world, leads = world_at(w), stream_at(stream)
    if world.leads_n == world.leads_room:
        world.error = Error.LEADS
        return
    row = coming_at(world.coming + leads.next * COMING_SIZE)
    leads.next += 1
    lead = world.leads + world.leads_n * LEAD_SIZE
    card = lead_at(lead)
    is_new(w, lead, stream, row.key)
    card.place = world.leads_n
    strip = row.strip
    writes_lead(w, lead, stream, row.day, strip, row.number, row.wide)
    world.leads_n += 1
    lives(w, lead, strip == OPENING)
    next_lead(w, stream)


@story
def is_new(w: int, lead: int, stream: int, key: int) -> None:
    """What every lead begins with."""
    world, card, leads = world_at(w), lead_at(lead), stream_at(stream)
    for i in range(LEAD_SIZE // 8):
        put_whole(lead, i, 0)
    card.key = key
    card.channel = channel_now_at(world.channels + channel_at(leads.channel).id * CHANNEL_NOW_SIZE).rules
    card.captured = card.last_act = card.points_at = world.now
    card.due = card.slot = NEVER
    card.looking = 1


@story
def writes_lead(w: int, lead: int, stream: int, day: int, strip: int, number: int, wide: int) -> None:
    """Draw what is true of a lead and what its form shows, and write its row of the table."""
    world, card, leads = world_at(w), lead_at(lead), stream_at(stream)
    rules, terms, key = channel_at(leads.channel), terms_at(leads.terms), card.key
    kinds = terms.personas_n
    truth = reals(world.truth, TRUTH)
    buyer(
        world.seed, world.replication, key, wide, real_rows(rules.mixes, 2, kinds), real_rows(terms.traits, kinds, TRAITS),
        whole_rows(terms.lists, kinds, 2), reals(terms.list_values, terms.list_values_n),
        reals(terms.list_shares, terms.list_values_n), real_rows(rules.readiness, kinds, 4), truth,
    )  # fmt: skip
    card.persona = terms.personas + int(truth[0]) * PERSONA_SIZE
    card.fit, card.reachable, card.state = int(truth[1]), int(truth[2]), int(truth[5])
    card.answerability, card.value, card.degree = truth[3], truth[4], truth[6]
    place = recorded_as(world.seed, world.replication, key, leads.place, terms.channels_n, rules.unrecorded)
    recorded = channel_at(terms.channels + place * CHANNEL_SIZE)
    card.recorded = recorded.key if place >= 0 else 0
    card.source = recorded.id if place >= 0 else world.channels_n
    row = lead_row_at(world.rows + card.place * ROW_SIZE)
    row.lead, row.channel, row.persona, row.captured = key, rules.key, persona_at(card.persona).key, world.now
    row.day, row.strip, row.number, row.wide = day, strip, number, wide
    row.fit, row.reachable, row.readiness = card.fit, card.reachable, card.state
    row.answerability, row.value, row.degree = card.answerability, card.value, card.degree
    row.recorded, row.account = card.recorded, 0
    features = world.rows + card.place * ROW_SIZE + FEATURES
    for i in range(FIRM):
        put_real(features, i, 0.0)
    if world.asks_firms:
        card.firm = world.firms + card.place * FIRM * 8
        shifts = reals(persona_at(card.persona).shifts, FIRM)
        shows = reals(card.firm, FIRM)
        firm(
            world.seed, world.replication, key, truth[1], reals(terms.scoring_differences, FIRM), shifts, terms.scoring_noise,
            shows, truth,
        )  # fmt: skip
        if terms.scoring_firmographic:  # else the log knows them no better than a run that never asks
            for i in range(FIRM):
                put_real(features, i, shows[i])
