"""Whether a rep calls a lead, by hand: what is believed of it, and how many leads are in the rep's care."""

import math
from collections import Counter

import pytest
from stories import Event, Told, run

# Nobody works, so no experience changes a belief: leads of 'web' look good, those of 'chat' do not.
DESK = """
channels: {web: {volume: 0 per day, hand_raiser: true}, chat: {volume: 0 per day, hand_raiser: true}}
team: {calendar: closed, veterans: 0, own_pipeline: {hours: 10, minutes_per_sql: 250 min}}
pursuit: {beliefs: true, prior: 0.99, priors: {chat: 0.001}, minutes_per_lead: 25 min, load: 0.4, load_at: 2}
"""


def chance(belief: float, load: int) -> float:
    """What the equation says: the logistic of [ln(belief / (25 / 250)) - 0.4 ln(load / 2)] / 0.35."""
    return 1 / (1 + math.exp(-(math.log(belief / 0.1) - 0.4 * math.log(load / 2)) / 0.35))


def choices(told: Told) -> list[tuple[int, str, float]]:
    """Every choice: number of the lead, what the rep chose, and the chance to call."""
    rows = told.rows(Event.PURSUED, Event.IGNORED)
    return [(told.keys.index(row["lead"]), Event(row["event"]).name.lower(), float(row["amount"])) for row in rows]


def approximately(*expected: tuple[int, str, float, int]) -> list[tuple[int, str, object]]:
    """The same from belief and load."""
    return [(lead, chose, pytest.approx(chance(belief, load))) for lead, chose, belief, load in expected]


def test_leads_that_are_called_are_load_and_those_that_are_ignored_are_not():
    told = run(DESK, ("web 5 10:00", "chat 5 10:01", "chat 5 10:02", "web 5 10:03", "chat 5 10:04"))
    assert choices(told)[:5] == approximately(
        (0, "pursued", 0.99, 1),
        (1, "ignored", 0.001, 2),
        (2, "ignored", 0.001, 2),
        (3, "pursued", 0.99, 2),
        (4, "ignored", 0.001, 3),
    )


def test_a_closed_lead_leaves_the_load_as_it_was():
    text = DESK.replace("load: 0.4", "closes_after: 2 d, load: 0.4")
    told = run(text, ("web 5 10:00", "chat 5 10:01", "web 8 10:00"))
    assert told.story(1, Event.CLOSED) == ["Wed 7 10:01 closed ignored_closed"]
    assert choices(told) == approximately((0, "pursued", 0.99, 1), (1, "ignored", 0.001, 2), (2, "pursued", 0.99, 2))


def test_a_lead_that_an_alert_brings_back_counts_once_while_it_is_decided_about():
    text = DESK + "agreement: {sales: {first_attempt_within: 1 h, enforcement: alert}}"
    told = run(text, ("web 5 10:00", "chat 5 10:01", "web 5 12:00"))
    assert told.times(Event.ALERTED, lead=1) == ["Mon 5 11:01"]
    assert choices(told) == approximately(
        (0, "pursued", 0.99, 1), (1, "ignored", 0.001, 2), (1, "ignored", 0.001, 2), (2, "pursued", 0.99, 2)
    )


def test_an_ignored_lead_that_goes_to_a_colleague_is_no_load_there():
    away = "[{seat: 2, on: 2026-01-01, back: 2026-01-06}, {seat: 1, on: 2026-01-07}]"
    text = DESK.replace("team: {", f"team: {{reps: 2, away: {away}, ")
    told = run(text, ("web 5 10:00", "chat 5 10:01", "web 8 10:00"))
    assert told.times(Event.REASSIGNED) == ["Wed 7 00:00"] * 2
    assert told.workers(Event.PURSUED) == ["rep 1", "rep 2"]
    assert choices(told) == approximately((0, "pursued", 0.99, 1), (1, "ignored", 0.001, 2), (2, "pursued", 0.99, 2))


def test_a_breach_that_passes_an_ignored_lead_on_has_the_colleague_decide():
    text = DESK.replace("team: {", "team: {reps: 2, ") + "agreement: {sales: {first_attempt_within: 1 h, enforcement: reassign}}"
    told = run(text, ("chat 5 10:00",))
    assert choices(told)[:3] == approximately((0, "ignored", 0.001, 1), (0, "ignored", 0.001, 1), (0, "ignored", 0.001, 1))
    first, second, third = told.workers(Event.IGNORED)[:3]
    assert first == third != second


# The source of every lead of 'web' is recorded wrongly: as 'chat', or not at all.
WRONG = "channels: {web: {volume: 0 per day, hand_raiser: true, unrecorded: 1}, chat: {volume: 0 per day, hand_raiser: true}}\n"


def recorded(told: Told) -> list[str]:
    """The channel recorded for each lead, by name."""
    return [told.plan.names.channels.get(key, "none") for key in told.log.leads["recorded"].tolist()]


def test_a_lead_is_judged_by_the_source_on_record_and_without_one_by_the_mean_of_all_channels():
    text = f"{WRONG}team: {{calendar: closed, own_pipeline: {{hours: 10, minutes_per_sql: 250 min}}}}\n"
    told = run(f"{text}pursuit: {{beliefs: true, prior: 0.2, priors: {{chat: 0.06}}}}", ("web 5 10:00 x20",))
    beliefs = {"chat": 0.06, "none": 0.13}
    seen = {told.keys[i]: source for i, source in enumerate(recorded(told))}
    assert Counter(seen.values()).keys() == beliefs.keys()
    for row in told.rows(Event.PURSUED, Event.IGNORED):
        assert row["amount"] == pytest.approx(1 / (1 + (beliefs[seen[row["lead"]]] / 0.1) ** (-1 / 0.35)))


def test_what_comes_of_a_lead_is_remembered_of_the_source_on_record():
    text = f"{WRONG}team: {{own_pipeline: {{hours: 1}}}}\nwork: {{attempt: 1 min, conversation: 1 min}}\n"
    told = run(f"{text}pursuit: {{beliefs: true, prior: 0.9, half_life: 70000 d}}", ("web 5 10:00 x8",))
    won = Counter(recorded(told))
    assert told.number(Event.QUALIFIED) == won["chat"] + won["none"] == 8
    channels = [told.plan.names.channels[channel.key] for channel in told.plan.after.channels]
    said = {[*channels, "none"][row["item"]]: row["amount"] for row in told.rows(Event.BELIEF)}
    assert said == pytest.approx({name: (9 + won[name]) / (10 + won[name]) for name in ("web", "chat", "none")}, rel=1e-3)


def test_nobody_says_anything_of_leads_without_a_source_who_never_had_one():
    text = "team: {own_pipeline: {hours: 1}}\npursuit: {beliefs: true}"
    told = run(text, ("5 10:00",))
    assert told.rows(Event.BELIEF)["item"].tolist() == [0]


def test_who_is_given_up_before_anybody_tried_teaches_nothing():
    text = DESK + "contact: {give_up_after: 2 d}"
    told = run(text, ("web 5 10:00 x3",))
    assert told.lines(Event.GAVE_UP) == ["Wed 7 10:00 gave_up too_late_to_try"] * 3
    said = told.rows(Event.BELIEF)
    assert sorted(said["amount"].tolist()) == pytest.approx([0.001, 0.99])
