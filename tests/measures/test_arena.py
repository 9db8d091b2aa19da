"""Memory for one log's tables, used again."""

import numpy as np
from whole import whole

from sim.measures import MEASURES, measure
from sim.measures.arena import LINE, Arena
from sim.measures.types import count


def test_pieces_lie_apart_and_hold_what_is_put_there():
    arena = Arena()
    for _ in range(3):
        arena.clear()
        pieces = [
            arena.take(n, kind) for n, kind in ((3, np.int64), (0, np.int32), (5, np.uint8), (100, np.float64), (1, np.int32))
        ]
        for i, piece in enumerate(pieces):
            piece[:] = i
        assert [set(piece.tolist()) for piece in pieces] == [{0}, set(), {2}, {3}, {4}]
        assert [piece.dtype for piece in pieces] == [np.int64, np.int32, np.uint8, np.float64, np.int32]
        assert [len(piece) for piece in pieces] == [3, 0, 5, 100, 1]


def test_the_second_time_nothing_is_asked_for_anew():
    arena = Arena()
    first = arena.take(10)
    arena.clear()
    second = arena.take(10)
    assert not np.shares_memory(first, second)  # the first time there was no room yet
    arena.clear()
    assert np.shares_memory(second, arena.take(10))
    assert not np.shares_memory(second, arena.take(1000 * LINE))  # more than ever before


def test_a_copy_is_laid_side_by_side():
    copy = Arena().copy(np.arange(10, dtype=np.int16)[::2])
    assert copy.tolist() == [0, 2, 4, 6, 8]
    assert copy.dtype == np.int16
    assert copy.flags.c_contiguous


def test_a_measure_may_measure_in_turn():
    story = whole()
    expected = measure(story.plan, story.log)
    own = count("own", "Own", "leads", "", lambda t: float(measure(story.plan, story.log).values[0]) + 0 * len(t.rows(1)))
    found = measure(story.plan, story.log, (*MEASURES[:5], own, *MEASURES[5:]))
    assert found.values[5] == expected.values[0]
    assert np.array_equal(np.delete(found.values, 5), expected.values, equal_nan=True)
