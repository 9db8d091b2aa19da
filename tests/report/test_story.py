"""One lead's story is told from the log alone, and what nobody saw is marked."""

import datetime
from types import SimpleNamespace

import numpy as np
import pytest

from sim.errors import StudyError
from sim.log import DICTIONARY, EVENT, LEAD, Disposition, Event, Log, Reason, TaskKind, pack_item
from sim.report.sentences import ENDINGS, REASONS, TASKS, WITHOUT_LEAD, untold
from sim.report.story import HIDDEN, tell
from sim.study.traces.facts import REFERRED, events_table, find_lead, lead_name, leads_table

HOUR = 3_600_000_000
PLAN = SimpleNamespace(
    origin=datetime.datetime(2026, 2, 2, 23, tzinfo=datetime.UTC),  # midnight in Berlin
    timezone="Europe/Berlin",
    currency="EUR",
    start=0,
    names=SimpleNamespace(
        channels={5: "Paid search"},
        personas={6: "Buyer"},
        seats={9: "rep 1"},
        stages=("demo",),
        tiers=("all",),
        touches=("mail",),
    ),
)


def story(*events, end=100):
    leads = np.zeros(2, LEAD)
    rows = [(77, 5, 6, 10 * HOUR, 739_650, 0, 4, 1, 1, 0.0, 9000.0), (78, 5, 6, 0, 739_650, -1, 0, 0, 0, 0, 1)]
    for name, column in zip(LEAD.names[:11], zip(*rows, strict=True), strict=True):
        leads[name] = column
    leads["readiness"], leads["recorded"] = 3, 5
    rows = [
        (round(at * HOUR), 77, rep, amount, pack_item(0, kind, number), event, reason)
        for at, event, rep, amount, kind, number, reason in events
    ]
    return Log(np.array(rows, EVENT), leads, SimpleNamespace(), end * HOUR)


WON = story(
    (10.25, Event.CAPTURED, 0, 40.0, 0, 0, 0),
    (10.25, Event.WINDOW_OPENED, 0, 30.0 * HOUR, 0, 0, 0),
    (10.25, Event.CLOCK_STARTED, 0, 14.25 * HOUR, 0, 1, 0),
    (11.0, Event.TASK_STARTED, 9, 0.0, TaskKind.ATTEMPT, 1, 0),
    (11.1, Event.CONNECTED, 9, 0.75, TaskKind.ATTEMPT, 1, 0),
    (12.0, Event.TASK_CANCELLED, 9, 0.0, TaskKind.ATTEMPT, 2, Reason.GONE),
    (20.0, Event.WINDOW_CLOSED, 0, 0.0, 0, 0, 0),
    (50.0, Event.WON, 9, 9000.0, 0, 0, 0),
    (50.0, Event.CLOSED, 0, 0.0, 0, 0, Disposition.WON),
)


def test_a_story_in_plain_sentences():
    assert tell(PLAN, WON, 77) == (
        "Lead 1, Paid search:2026-02-03.0.4; times are of Europe/Berlin.\n"
        "(nobody saw) 'Buyer': can and should buy, can be reached, a deal would be worth 9,000 EUR\n"
        "\n"
        "Tue 3 Feb 2026 10:15  came in through 'Paid search' with a score of 40\n"
        "Tue 3 Feb 2026 10:15  (nobody saw) the buyer began to look, until Wed 4 Feb 2026 06:00\n"
        "Tue 3 Feb 2026 10:15  the promise's clock started: a first attempt until Tue 3 Feb 2026 14:15\n"
        "Tue 3 Feb 2026 11:00  rep 1 began attempt 1\n"
        "Tue 3 Feb 2026 11:06  the attempt reached the buyer, 0.75 h after the buyer's own last act\n"
        "Tue 3 Feb 2026 12:00  attempt 2 was struck off (no longer looking)\n"
        "Tue 3 Feb 2026 20:00  (nobody saw) the buyer stopped looking\n"
        "Thu 5 Feb 2026 02:00  the deal was won: 9,000 EUR\n"
        "Thu 5 Feb 2026 02:00  the story ended: won\n"
    )


def test_a_story_without_an_end_says_so():
    told = tell(PLAN, story((10.25, Event.CAPTURED, 0, 1.0, 0, 0, 0)), 77)
    assert told.endswith("Sat 7 Feb 2026 04:00  the simulation ended; the story was still open\n")


def test_a_window_that_never_closes():
    assert "until for ever" not in tell(PLAN, story((1, Event.WINDOW_OPENED, 0, float("nan"), 0, 0, 0)), 77)
    assert "began to look, for ever" in tell(PLAN, story((1, Event.WINDOW_OPENED, 0, float("nan"), 0, 0, 0)), 77)


def test_every_event_of_a_lead_has_a_sentence():
    assert list(untold()) == []


def test_everything_in_a_sentence_has_words():
    assert set(REASONS) == set(Reason) - {Reason.NONE}
    assert set(TASKS) == set(TaskKind) - {TaskKind.NONE}
    assert set(ENDINGS) == set(Disposition)


@pytest.mark.parametrize("event", sorted(set(Event) - WITHOUT_LEAD), ids=lambda event: event.name.lower())
def test_each_sentence_can_be_said(event):
    told = tell(PLAN, story((1, event, 9, 1.0, TaskKind.STAGE, 1, 0)), 77).splitlines()[3]
    said = told.removeprefix("Tue 3 Feb 2026 01:00  ")
    assert (HIDDEN in said) == (DICTIONARY[event].visibility == "truth")
    assert len(said) > 5
    assert "_" not in said


SENTENCES = (
    ((Event.NEED_AROSE, 0, 0.0, 0, 0, 0), "(nobody saw) the buyer came to have a need"),
    ((Event.GOT_READIER, 0, 2.0, 0, 0, 0), "(nobody saw) the buyer moved on: compares ways to solve it (consideration)"),
    (
        (Event.CALLED_EARLY, 0, 1.0, 0, 0, 0),
        "(nobody saw) the conversation came too early: the buyer knows the problem (awareness)",
    ),
    ((Event.CUSTOMER, 0, 14.0, 0, 0, 0), "(nobody saw) the customer will stay 14 months"),
    ((Event.TURNED_TO_US, 0, 0.0, 0, 0, 0), "asked for a call by themselves"),
    ((Event.VISITED, 0, 35.0, 0, 0, 0), "visited our pages by themselves and had a score of 35"),
    ((Event.UNSUBSCRIBED, 0, 0.0, 0, 0, 0), "wants to hear no more from us"),
    ((Event.REVEALED, 0, 0.0, 0, 0, Reason.NO_FIT), "told marketing that they do not fit"),
    ((Event.REVEALED, 0, 0.0, 0, 0, 0), "told marketing that they are ready"),
    ((Event.AUTO_REPLIED, 0, 1.0, 0, 0, 0), "the automated reply went out, and the buyer booked a call"),
    ((Event.AUTO_REPLIED, 0, 0.0, 0, 0, 0), "the automated reply went out, and the buyer booked no call"),
    ((Event.CONNECTED, 9, 1.5, 0, 0, 0), "the booked call took place, 1.50 h after the buyer's own last act"),
    ((Event.PURSUED, 9, 0.75, 0, 0, 0), "rep 1 chose to call (chance to call 75 %)"),
    ((Event.IGNORED, 9, 0.12, 0, 0, 0), "rep 1 chose not to call (chance to call 12 %)"),
    ((Event.TOKEN_LOGGED, 9, 0.0, 0, 0, 0), "rep 1 logged an attempt that nobody made"),
    ((Event.PIECE_USED, 0, 0.0, 1, 3, 0), "piece 65,539 of our content was used"),
    ((Event.ENTERED, 9, 0.0, 0, 0, 0), "sales told marketing that it was not accepted"),
    ((Event.ESCALATED, 9, 0.0, 0, 0, 0), "a manager put it first, since the promise was broken"),
    ((Event.REFERRED, 0, 0.0, 0, 0, 0), "the customer referred somebody to us"),
    ((Event.ACCEPTED, 9, 0.0, 0, 0, Reason.TIMEOUT), "counts as accepted (nobody said otherwise in time)"),
    ((Event.GAVE_UP, 9, 0.0, 0, 0, Reason.IGNORED), "sales stopped trying (nobody called)"),
    ((Event.REASSIGNED, 9, 0.0, 0, 0, Reason.HANDED_ON), "was given to rep 1 instead (handed on to who closes)"),
    ((Event.APPOINTMENT_SET, 9, 4.0 * HOUR, TaskKind.CONVERSATION, 0, 0), "a call was set for Tue 3 Feb 2026 04:00"),
)


@pytest.mark.parametrize(("event", "sentence"), SENTENCES, ids=[sentence for _, sentence in SENTENCES])
def test_what_happens_to_a_lead_in_words(event, sentence):
    assert tell(PLAN, story((1, *event)), 77).splitlines()[3] == f"Tue 3 Feb 2026 01:00  {sentence}"


def test_a_choice_is_told_with_what_the_rep_last_believed():
    log = story((1, Event.IGNORED, 9, 0.12, 0, 0, 0), (50, Event.IGNORED, 9, 0.1, 0, 1, 0))
    months = [(40, 0, 0.5), (40, 1, 0.04), (60, 1, 0.9)]  # of two channels; the lead's is the second
    said = [(hour * HOUR, 0, 9, belief, place, Event.BELIEF, 0) for hour, place, belief in months]
    other = (45 * HOUR, 0, 8, 0.7, 1, Event.BELIEF, 0)
    events = np.sort(np.concatenate([log.events, np.array([*said, other], EVENT)]), order="time")
    terms = SimpleNamespace(channels=(SimpleNamespace(key=4), SimpleNamespace(key=5)))
    told = tell(SimpleNamespace(**vars(PLAN), before=terms, after=terms), log._replace(events=events), 77).splitlines()
    assert told[3].endswith("rep 1 chose not to call (chance to call 12 %)")
    assert told[4].endswith("rep 1 chose not to call (believed 4 % as the month began, chance to call 10 %)")


def test_a_lead_without_a_source_is_told_with_what_the_rep_believed_of_such_leads():
    log = story((50, Event.IGNORED, 9, 0.1, 0, 0, 0))
    log.leads["recorded"] = 0
    said = [(40 * HOUR, 0, 9, belief, place, Event.BELIEF, 0) for place, belief in ((0, 0.5), (1, 0.04), (2, 0.3))]
    events = np.sort(np.concatenate([log.events, np.array(said, EVENT)]), order="time")
    terms = SimpleNamespace(channels=(SimpleNamespace(key=4), SimpleNamespace(key=5)))
    told = tell(SimpleNamespace(**vars(PLAN), before=terms, after=terms), log._replace(events=events), 77).splitlines()
    assert told[3].endswith("rep 1 chose not to call (believed 30 % as the month began, chance to call 10 %)")


def test_what_is_hidden_about_a_lead_is_told_first():
    log = story((1, Event.CAPTURED, 0, 0.0, 0, 0, 0))
    log.leads["readiness"], log.leads["account"], log.leads["wide"], log.leads["recorded"] = 1, 78, 1, 0
    told = tell(PLAN, log, 77).splitlines()
    assert told[1] == (
        "(nobody saw) 'Buyer': can and should buy, can be reached, knows the problem (awareness), "
        "a deal would be worth 9,000 EUR; came as the net was cast wider; belongs to an account that sales is working on"
    )
    assert told[3].endswith("came in through 'Paid search' with a score of 0; its source was recorded as unknown")


def test_referred_leads_have_names_of_their_own():
    log = story((1, Event.CAPTURED, 0, 0.0, 0, 0, 0))
    log.leads["strip"], log.leads["day"] = REFERRED, 0
    assert [lead_name(PLAN, row) for row in log.leads] == ["Paid search:referred.4d", "Paid search:referred.4e"]
    assert find_lead(PLAN, log, "Paid search:referred.4e") == 78


def test_a_lead_is_found_by_number_or_name():
    assert find_lead(PLAN, WON, 1) == find_lead(PLAN, WON, "Paid search:2026-02-03.0.4") == 77
    assert lead_name(PLAN, WON.leads[1]) == "Paid search:2026-02-03.extra.0"


@pytest.mark.parametrize("lead", ["0", "3", "-1", "web:1.2.3", ""])
def test_no_such_lead(lead):
    with pytest.raises(StudyError, match="there is no lead"):
        find_lead(PLAN, WON, lead)


def test_the_event_table_leaves_truth_out_unless_asked():
    assert "window_opened" not in set(events_table(PLAN, WON)["event"])
    assert "window_opened" in set(events_table(PLAN, WON, truth=True)["event"])
    assert set(events_table(PLAN, WON)["visibility"]) == {"observed"}
    assert "lead_name" not in events_table(PLAN, WON)  # it tells the channel a lead really came by
    assert set(events_table(PLAN, WON, truth=True)["lead_name"]) == {"Paid search:2026-02-03.0.4"}


def test_the_event_table_has_names_and_hours():
    row = events_table(PLAN, WON).iloc[2]
    assert (row["hours"], row["lead"], row["rep"]) == (11.0, 1, "rep 1")
    assert (row["task"], row["number"], row["cycle"]) == ("attempt", 1, 0)
    assert row["time"].isoformat() == "2026-02-03T11:00:00+01:00"


def test_the_reason_of_an_end_is_its_disposition():
    assert events_table(PLAN, WON)["reason"].iloc[-1] == "won"


def test_what_the_company_knows_of_a_lead_is_not_the_truth():
    assert not {"fit", "reachable", "persona", "channel", "name"} & set(leads_table(PLAN, WON))
    assert {"fit", "reachable", "persona", "channel", "name", "value_EUR"} <= set(leads_table(PLAN, WON, truth=True))


def test_the_leads_table_has_the_recorded_source_and_what_forms_show():
    assert list(leads_table(PLAN, WON)["recorded_as"]) == ["Paid search"] * 2
    assert "employees_sd" not in leads_table(PLAN, WON)
    log = story((1, Event.CAPTURED, 0, 0.0, 0, 0, 0))
    log.leads["features"][0], log.leads["recorded"], log.leads["account"][1] = 0.5, 0, 77
    table = leads_table(PLAN, log, truth=True)
    assert list(table["employees_sd"]) == [0.5, 0.0]
    assert list(table["recorded_as"]) == ["", ""]
    assert list(table["readiness"]) == ["decision"] * 2
    assert table["account_of"].isna().tolist() == [True, False]
    assert table["account_of"].iloc[1] == 1


def test_hidden_lines_are_marked():
    assert sum(HIDDEN in line for line in tell(PLAN, WON, 77).splitlines()) == 3
