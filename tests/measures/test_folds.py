"""Each compiled pass by hand, and against the plainest way to say the same."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.measures.folds.columns import taken
from sim.measures.folds.groups import count_until, episodes, group, least, overtake, steps, turns
from sim.measures.folds.keys import ROOM, found, table
from sim.measures.folds.risks import fates, terms
from sim.measures.lookup import places, split
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
    assert found(table(keys), keys, ints(60, 50, 0, 60), items(3, 1, 2)).tolist() == [1, 0, -1]


@pytest.mark.parametrize("kind", [np.int64, np.float64, np.int32, np.int16])
def test_some_rows_of_a_column_are_read_at_any_stride(kind):
    column = np.arange(10).astype(kind)[::2]
    column.flags.writeable = False
    read = taken(column, items(4, 0, 2))
    assert read.tolist() == [8, 0, 4]
    assert read.dtype == kind


def test_rows_are_put_together_by_code_in_their_order():
    bounds, rows = group(ints(2, 0, 2, -1, 5, 0), 4)
    assert bounds.tolist() == [0, 2, 2, 4, 4]
    assert rows.tolist() == [1, 5, 0, 2]
    assert [part.tolist() for part in split(np.array([1.0, 2.0, 3.0]), ints(1, -1, 1), 3)] == [[], [1, 3], []]


@given(st.lists(st.integers(0, 300), max_size=80), st.lists(st.integers(0, 300), max_size=80))
def test_two_lists_take_turns_by_key_and_row(first, second):
    keys = np.array([*first, *second], np.int64) * 10**15  # hashed keys are far apart
    rows = np.concatenate([np.arange(len(first)) * 2, np.arange(len(second)) * 6 + 1]).astype(np.int32)
    assert turns(keys, rows, len(first)).tolist() == np.lexsort((np.arange(len(keys)), rows, keys)).tolist()


def test_the_least_of_each_slot():
    assert least(ints(1, 1, -1, 3), ints(7, 5, 1, 9), 4).tolist() == [NEVER, 5, NEVER, 9]


def test_the_later_row_marks_a_slot():
    last, marks = np.full(3, -1, np.int32), np.zeros(3, np.int64)
    overtake(ints(0, 1, -1), items(10, 11, 12), 5, last, marks)
    overtake(ints(0, 1, 1), items(9, 12, 20), 6, last, marks)
    assert marks.tolist() == [5, 6, 0]
    assert last.tolist() == [10, 20, -1]


def test_a_row_belongs_to_the_handover_of_its_lead_and_cycle():
    codes, first = ints(0 * 128, 2 * 128, 2 * 128 + 3), ints(0, 1, 1, 3)
    who, item = ints(0, 2, 2, 2, 1, -1), items(0, 3 << 24, 5, 1 << 24, 0, 0)
    assert episodes(codes, first, who, item).tolist() == [0, 2, 1, -1, -1, -1]


def test_rows_not_after_their_slots_limit_are_counted():
    assert count_until(ints(0, 0, 1, -1, 0), ints(3, 5, 5, 1, 6), ints(5, 4)).tolist() == [2, 0]


@given(st.lists(st.integers(0, 10**6), unique=True, max_size=40), st.lists(st.integers(-10, 10**6 + 10), max_size=30))
def test_steps_even_or_not_are_found(starts, values):
    starts, values = np.array(sorted(starts), np.int64), np.array(values, np.int64)
    assert steps(starts, values).tolist() == (np.searchsorted(starts, values, side="right") - 1).tolist()


def test_how_an_entry_ended():
    start, goal, closed = ints(5, 10, 10, 10, 20), ints(6, 30, NEVER, NEVER, 25), ints(NEVER, 12, 40, NEVER, NEVER)
    times, outcomes = fates(start, goal, closed, 10, 20, 100)  # the first entered before, the last as it closed
    assert times.tolist() == [20, 30, 90]
    assert outcomes.tolist() == [1, 2, 0]


def test_a_share_by_an_age_is_the_sum_of_its_terms():
    ends = ints(1, 1, 2, 3, 3, 9) * 4 + ints(0, 1, 2, 1, 1, 1)
    # 6 at risk: 1 of 6. Then 4, of whom 1 ended otherwise. Then 3, of whom 2: before it 5/6 * 3/4 had not ended.
    assert terms(ends, 5).tolist() == pytest.approx([1 / 6, 0, 5 / 6 * 3 / 4 * 2 / 3])
    assert len(terms(ends, 0)) == 0
