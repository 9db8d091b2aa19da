"""Each compiled pass by hand, and against the plainest way to say the same."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.measures.folds.columns import take
from sim.measures.folds.groups import count_until, episodes, least, overtake, steps
from sim.measures.folds.keys import ROOM, enter, find, room_for
from sim.measures.folds.lives import add_rows
from sim.measures.folds.risks import fates, incidence, reached
from sim.measures.folds.work import pair, totals
from sim.measures.lookup import places
from sim.rules.codes import NEVER

KEYS = st.lists(st.integers(-(1 << 63), (1 << 63) - 1), unique=True, max_size=60)


def ints(*values):
    return np.array(values, np.int64)


def items(*values):
    return np.array(values, np.int32)


@given(KEYS, st.lists(st.integers(-(1 << 63), (1 << 63) - 1), max_size=20))
def test_a_key_is_found_where_it_stands_and_no_other_is(keys, others):
    sought = [*reversed(keys), *others]
    expected = [keys.index(key) if key in keys else -1 for key in sought]
    assert places(np.array(keys, np.int64), np.array(sought, np.int64)).tolist() == expected


def test_keys_that_collide_and_equal_keys_are_found_in_their_order():
    keys = np.arange(5000, dtype=np.int64) << 50  # so that thousands share a place
    assert places(keys, keys).tolist() == list(range(5000))
    assert places(ints(7, 9, 7), ints(7, 9, 0)).tolist() == [0, 1, -1]
    assert ROOM > 1  # so that a search ends


def test_keys_are_sought_in_some_rows_of_a_column():
    keys = ints(50, 60)
    table, found = np.empty(room_for(len(keys)), np.int32), np.empty(3, np.int64)
    enter(keys, table)
    find(table, keys, ints(60, 50, 0, 60), items(3, 1, 2), found)
    assert found.tolist() == [1, 0, -1]


@pytest.mark.parametrize("kind", [np.int64, np.float64, np.int32, np.int16])
def test_some_rows_of_a_column_are_read_at_any_stride(kind):
    column = np.arange(10).astype(kind)[::2]
    column.flags.writeable = False
    read = np.empty(3, kind)
    take(column, items(4, 0, 2), read)
    assert read.tolist() == [8, 0, 4]


def columns_of(rows):
    """Rows of a list, and whose they are under keys that are far apart."""
    return items(*(row for row, _ in rows)), ints(*(rep * 10**15 for _, rep in rows))


PIECES = st.lists(st.tuples(st.integers(0, 40), st.booleans(), st.booleans()), max_size=200)


@given(PIECES)
def test_a_start_belongs_to_its_reps_next_stop(pieces):
    """Reps take turns at random: whose turn it is stops what they do, or begins something."""
    lists = [[] for _ in range(4)]  # started, resumed, ended, laid down: rows and reps
    busy, expected = {}, {}
    pieces += [(rep, False, False) for rep in range(41)]
    for row, (rep, again, down) in enumerate(pieces):
        if rep in busy:
            place = (3 if down else 2, len(lists[3 if down else 2]))
            lists[place[0]].append((row, rep))
            expected[busy.pop(rep)] = place
        elif row < len(pieces) - 41:
            busy[rep] = (1 if again else 0, len(lists[1 if again else 0]))
            lists[busy[rep][0]].append((row, rep))
    columns = [column for rows in lists for column in columns_of(rows)]
    begun = [(0, i) for i in range(len(lists[0]))] + [(1, i) for i in range(len(lists[1]))]
    stopped = [i if which == 2 else len(lists[2]) + i for which, i in (expected[each] for each in begun)]
    found = np.empty(len(begun), np.int64)
    assert pair(*columns, found)
    assert found.tolist() == stopped


@pytest.mark.parametrize(
    ("started", "ended"), [(((1, 7), (2, 7)), ((3, 7), (4, 7))), (((1, 7),), ((2, 8),)), (((3, 7),), ((2, 7),)), (((1, 7),), ())]
)
def test_starts_and_stops_that_do_not_pair_up(started, ended):
    lists = (started, (), ended, ())
    assert not pair(*(column for rows in lists for column in columns_of(rows)), np.empty(len(started), np.int64))


def test_amounts_are_summed_by_code():
    assert totals(ints(1, -1, 1, 4, 3), ints(5, 6, 7, 8, 9), 4).tolist() == [0, 12, 0, 9]


def test_a_leads_rows_are_counted():
    found = ints(0, 0, 10, 0)
    add_rows(ints(2, 0, 2, -1), found)
    assert found.tolist() == [1, 0, 12, 0]


def test_the_least_of_each_slot():
    found = np.empty(4, np.int64)
    least(ints(1, 1, -1, 3), ints(7, 5, 1, 9), found)
    assert found.tolist() == [NEVER, 5, NEVER, 9]


def test_the_later_row_marks_a_slot():
    last, marks = np.full(3, -1, np.int32), np.zeros(3, np.int64)
    overtake(ints(0, 1, -1), items(10, 11, 12), 5, last, marks)
    overtake(ints(0, 1, 1), items(9, 12, 20), 6, last, marks)
    assert marks.tolist() == [5, 6, 0]
    assert last.tolist() == [10, 20, -1]


def test_a_row_belongs_to_the_handover_of_its_lead_and_cycle():
    codes, first = ints(0 * 128, 2 * 128, 2 * 128 + 3), ints(0, 1, 1, 3)
    who, item = ints(0, 2, 2, 2, 1, -1), items(0, 3 << 24, 5, 1 << 24, 0, 0)
    found = np.empty(6, np.int64)
    episodes(codes, first, who, item, found)
    assert found.tolist() == [0, 2, 1, -1, -1, -1]


def test_rows_not_after_their_slots_limit_are_counted():
    found = np.empty(2, np.int64)
    count_until(ints(0, 0, 1, -1, 0), ints(3, 5, 5, 1, 6), ints(5, 4), found)
    assert found.tolist() == [2, 0]


@given(st.lists(st.integers(0, 10**6), unique=True, max_size=40), st.lists(st.integers(-10, 10**6 + 10), max_size=30))
def test_steps_even_or_not_are_found(starts, values):
    starts, values = np.array(sorted(starts), np.int64), np.array(values, np.int64)
    found = np.empty(len(values), np.int64)
    steps(starts, values, found)
    assert found.tolist() == (np.searchsorted(starts, values, side="right") - 1).tolist()


def test_how_an_entry_ended():
    start, goal, closed = ints(5, 10, 10, 10, 20), ints(6, 30, NEVER, NEVER, 25), ints(NEVER, 12, 40, NEVER, NEVER)
    ends = np.empty(5, np.int64)
    number = fates(start, goal, closed, 10, 20, 100, ends)  # the first entered before, the last as it closed
    assert ends[:number].tolist() == [20 * 4 + 1, 30 * 4 + 2, 90 * 4]
    assert reached(ends[:number], 50) == (1, 0)
    assert reached(ends[:number], 19) == (0, 0)
    assert reached(ends[:number], 91) == (1, 1)


def test_a_share_by_an_age_is_the_sum_of_its_terms():
    ends = ints(1, 1, 2, 3, 3, 9) * 4 + ints(0, 1, 2, 1, 1, 1)
    # 6 at risk: 1 of 6. Then 4, of whom 1 ended otherwise. Then 3, of whom 2: before it 5/6 * 3/4 had not ended.
    assert incidence(ends, 5) == pytest.approx(1 / 6 + 5 / 6 * 3 / 4 * 2 / 3)
    assert incidence(ends, 0) == 0
