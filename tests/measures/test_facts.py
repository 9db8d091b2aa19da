"""The one pass over a log, against the plainest way to find the same, and by hand."""

import numpy as np
import pytest
from book import ATTEMPT, HOUR, RESEARCH, Book
from stories import Event, run
from whole import whole

from sim.errors import SimulationError
from sim.log import DICTIONARY, Log, Reason, TaskKind
from sim.measures import MEASURES, measure
from sim.measures.facts import COLUMNS, EVENTS, HANDOVERS, IN_WINDOW, KEPT, LEADS
from sim.measures.folds.facts import BLOCK, VARIANTS
from sim.measures.lookup import CYCLES
from sim.measures.tables import Tables
from sim.rules.codes import NEVER


@pytest.fixture(scope="module")
def tables():
    tables = Tables(whole().plan, whole().log)
    assert len(tables.log.events) > 10 * BLOCK  # what goes wrong between blocks would show
    return tables


def plainly(log):
    """Rows of the log as dictionaries' worth of columns, with the row of the leads."""
    place = {key: i for i, key in enumerate(log.leads["lead"].tolist())}
    return np.array([place.get(key, -1) for key in log.events["lead"].tolist()])


def test_codes_and_variants_have_room():
    assert EVENTS < 256
    assert max(max(TaskKind), max(Reason)) < VARIANTS


def test_rows_of_an_event_are_all_of_them_in_order_with_every_column(tables):
    events, who = tables.log.events, plainly(tables.log)
    inside = (events["time"] >= tables.opens) & (events["time"] < tables.closes)
    for event in Event:
        of_event = events["event"] == event
        for rows, chosen in ((tables.rows(event), of_event), (tables.inside(event), of_event & inside)):
            assert np.array_equal(rows.place, np.flatnonzero(chosen)), event
            for name in ("time", "rep", "amount", "item", "reason", "event"):
                assert np.array_equal(rows[name], events[name][chosen], equal_nan=name == "amount"), (event, name)
            assert np.array_equal(rows["who"], who[chosen]), event
        assert tables.number(event) == np.count_nonzero(chosen)
    assert KEPT.keys() <= set(Event)
    assert set(IN_WINDOW) <= KEPT.keys()
    assert max(KEPT.values()) < 1 << len(COLUMNS)


def test_fewer_rows_keep_their_columns(tables):
    rows = tables.rows(Event.TASK_STARTED)
    rows["time"]
    some = rows[rows["rep"] == rows["rep"][0]]
    assert 0 < len(some) < len(rows)
    assert np.array_equal(some["time"], tables.log.events["time"][some.place])
    assert np.array_equal(rows[5:9]["amount"], tables.log.events["amount"][rows.place[5:9]])


def test_leads_first_saw_it_when_the_log_says(tables):
    events, who = tables.log.events, plainly(tables.log)
    for event in LEADS:
        times = np.full(len(tables.log.leads), NEVER)
        chosen = events["event"] == event
        np.minimum.at(times, who[chosen], events["time"][chosen])
        assert np.array_equal(tables.first(event), times), event


def test_handovers_first_saw_it_when_the_log_says(tables):
    events, who = tables.log.events, plainly(tables.log)
    codes = who * CYCLES + (events["item"] >> 24)
    handed = np.unique(codes[events["event"] == Event.DELIVERED])
    assert np.array_equal(tables.facts.handovers, handed)
    assert len(np.unique(handed // CYCLES)) < len(handed)  # some leads came back
    kind, ignored = (events["item"] >> 16) & 255, events["reason"] == Reason.IGNORED
    for name, (sought, variants) in HANDOVERS.items():
        chosen = np.isin(events["event"], sought) & np.isin(codes, handed) & (who >= 0)
        if name in ("gave_up", "dropped"):
            chosen &= ignored == (name == "dropped")
        elif variants:
            chosen &= np.isin(kind, variants)
        times = np.full(len(handed), NEVER)
        np.minimum.at(times, np.searchsorted(handed, codes[chosen]), events["time"][chosen])
        assert np.array_equal(tables.facts.handover(name), times), name


def test_the_last_status_is_that_of_the_last_row_that_sets_one(tables):
    events, who = tables.log.events, plainly(tables.log)
    status = np.zeros(len(tables.log.leads), int)
    for i, event in zip(who.tolist(), events["event"].tolist(), strict=True):
        if DICTIONARY[Event(event)].status and i >= 0:
            status[i] = DICTIONARY[Event(event)].status
    assert np.array_equal(tables.facts.status, status)


def test_work_of_a_rep_goes_from_each_start_to_the_next_stop(tables):
    open_, found = {}, {}
    for time, _, rep, _, item, event, _ in tables.log.events.tolist():
        if event in (Event.TASK_STARTED, Event.TASK_RESUMED):
            open_[rep] = (time, item)
        elif event in (Event.TASK_ENDED, Event.TASK_LAID_DOWN):
            found.setdefault(rep, []).append((*open_.pop(rep), time))
    work = tables.work
    expected = sorted((rep, *piece) for rep in found for piece in found[rep])
    assert sorted(zip(*(column.tolist() for column in (work.rep, work.start, work.item, work.end)), strict=True)) == expected


def test_a_first_in_another_cycle_is_another_handovers():
    again = 1 << 24
    book = Book().handed(1, 1).work(1, 2, 3).fact(10, Event.DELIVERED, 1, item=again).fact(12, Event.CONNECTED, 1, item=again)
    book.work(1, 11, 12, again | RESEARCH).work(1, 13, 14, again | ATTEMPT)
    e = Tables(book.plan, book.log()).episodes
    assert e.attempted.tolist() == [2 * HOUR, 13 * HOUR]
    assert e.started.tolist() == [2 * HOUR, 11 * HOUR]
    assert e.connected.tolist() == [NEVER, 12 * HOUR]


def test_unknown_events_and_unknown_leads_are_nobodys():
    book = Book().handed(1, 1).fact(2, 99, 1).fact(3, -1, 1).fact(4, Event.MQL, 12345).fact(5, Event.DELIVERED, 12345)
    tables = Tables(book.plan, book.log())
    assert tables.first(Event.MQL).tolist() == [HOUR]
    assert tables.rows(Event.MQL)["who"].tolist() == [0, -1]
    assert len(tables.episodes.lead) == 1


def test_an_empty_log_has_nothing_to_fold():
    book = Book()
    tables = Tables(book.plan, book.log())
    assert all(len(column) == 0 for column in (*tables.episodes, *tables.work, *tables.shifts))


def test_work_that_was_begun_and_not_stopped_is_a_defect():
    book = Book().handed(1, 1).work(1, 2, 3).fact(4, Event.TASK_STARTED, 1, 7, ATTEMPT)
    with pytest.raises(SimulationError, match=r"does not add up.*began 2 pieces of work and stopped 1"):
        _ = Tables(book.plan, book.log()).work


def test_work_that_another_rep_stopped_is_a_defect():
    book = Book().handed(1, 1).fact(2, Event.TASK_STARTED, 1, 7, ATTEMPT).fact(3, Event.TASK_ENDED, 1, 8, ATTEMPT)
    with pytest.raises(SimulationError, match="does not add up"):
        _ = Tables(book.plan, book.log()).work


def test_measuring_another_log_leaves_earlier_results_alone():
    """Memory is used again, by one log after another."""
    story, other = whole(), run(leads=("5 10:00", "5 11:00"))
    first = measure(story.plan, story.log)
    copies = [column.copy() for column in first]
    assert measure(other.plan, other.log).values[0] == 2
    for copy, column, again in zip(copies, first, measure(story.plan, story.log), strict=True):
        assert np.array_equal(copy, column, equal_nan=True)
        assert np.array_equal(copy, again, equal_nan=True)


def renamed(log: Log) -> Log:
    """The same log, leads under other keys and in another order of the table."""
    rng = np.random.Generator(np.random.Philox(7))
    keys = log.leads["lead"]
    new = np.unique(rng.integers(1, 1 << 62, 2 * len(keys)))[: len(keys)]
    new = rng.permutation(new)
    other = dict(zip(keys.tolist(), new.tolist(), strict=True)) | {0: 0}
    events, leads = log.events.copy(), log.leads.copy()
    events["lead"] = [other[key] for key in events["lead"].tolist()]
    for name in ("lead", "account"):
        leads[name] = [other[key] for key in leads[name].tolist()]
    return log._replace(events=events, leads=leads[rng.permutation(len(leads))])


def test_names_and_order_of_leads_change_no_measure():
    story = whole()
    before, after = measure(story.plan, story.log), measure(story.plan, renamed(story.log))
    for each, left, right in zip(MEASURES, before.values.tolist(), after.values.tolist(), strict=True):
        assert left == pytest.approx(right, rel=1e-12, nan_ok=True), each.name
    assert np.count_nonzero(~np.isnan(before.values)) > 100
    assert before.weekly == pytest.approx(after.weekly, rel=1e-12, nan_ok=True)
