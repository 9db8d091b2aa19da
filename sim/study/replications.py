"""Replications of one or several plans, here or in worker processes, always in the same order.

Logs are measured and dropped at once, so memory grows by one row of measures a replication.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.synchronize import Event
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..errors import StudyError
from .engine import Engine

if TYPE_CHECKING:
    from ..plan import Plan

Progress = Callable[[int, int], None]

WEEKLY_REPLICATIONS = 1000  # weekly series are kept of so many, which is plenty for their quantiles
LARGEST_CHUNK = 16


class Rows(NamedTuple):
    """Measures of one plan's replications: n replications, m measures, w weeks, s series."""

    values: NDArray[np.float64]  # (n, m)
    numerators: NDArray[np.float64]  # (n, m)
    denominators: NDArray[np.float64]  # (n, m)
    weekly: NDArray[np.float64]  # (at most WEEKLY_REPLICATIONS, w, s)

    @property
    def replications(self) -> int:
        """Number of replications."""
        return len(self.values)

    def first(self, count: int) -> Rows:
        """Rows of the first `count` replications."""
        return Rows(*(array[:count] for array in self))


def measure_chunk(
    engine: Engine, plans: Sequence[Plan], seed: int, first: int, last: int, stop: Event | None = None
) -> list[Rows]:
    """Rows of replications first … last − 1 of every plan; nothing when told to stop."""
    chunk = []
    for plan in plans:
        measured = []
        for replication in range(first, last):
            if stop is not None and stop.is_set():
                return []
            log = engine.simulate(plan, seed, replication)
            if engine.check is not None:
                engine.check(plan, log)
            measured.append(engine.measure(plan, log))
        kept = max(0, min(last, WEEKLY_REPLICATIONS) - first)
        chunk.append(
            Rows(
                np.stack([row.values for row in measured]),
                np.stack([row.numerators for row in measured]),
                np.stack([row.denominators for row in measured]),
                np.stack([row.weekly for row in measured])[:kept],
            )
        )
    return chunk


_work: tuple[Engine, Sequence[Plan], int]
_stop: Event


def _start_worker(engine: Engine, plans: Sequence[Plan], seed: int, stop: Event) -> None:
    global _work, _stop  # a worker process has no other place for what it is given once
    _work, _stop = (engine, plans, seed), stop
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent cancels; see `_uninterrupted`
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold interrupts back while workers are started: a pool half started cannot be shut down.

    The workers inherit the mask, and so leave every interrupt to the parent.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    if hasattr(signal, "pthread_sigmask"):
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        if hasattr(signal, "pthread_sigmask"):
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, before or signal.default_int_handler)
    if came:
        raise KeyboardInterrupt


def _end_with(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)  # a worker that waits for work would outlive a parent that was killed


def _measure_in_worker(first: int, last: int) -> list[Rows]:
    return measure_chunk(*_work, first, last, _stop)


class Replications:
    """A growing set of replications 0, 1, 2, … of several plans under one seed.

    A context manager. `rows` holds one entry a plan. Results do not depend on `workers`.
    """

    def __init__(
        self,
        engine: Engine,
        plans: Sequence[Plan],
        seed: int,
        workers: int = 1,
        progress: Progress | None = None,
    ) -> None:
        if workers < 1:
            raise StudyError(f"workers must be 1 or more, not {workers}")
        self._engine, self._plans, self._seed, self._workers = engine, tuple(plans), seed, workers
        self._progress = progress
        self._chunks: list[list[Rows]] = []
        self._pool: ProcessPoolExecutor | None = None
        self._stop: Event
        self.count = 0

    def __enter__(self) -> Replications:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._pool is not None:
            self._stop.set()  # or a chunk under way would be waited for
            if kind is not None:  # a worker that was starting up may never hear of it: nothing of its is kept
                for process in list((self._pool._processes or {}).values()):
                    process.terminate()
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    @property
    def rows(self) -> list[Rows]:
        """Rows of every plan so far, in order of replication."""
        if len(self._chunks) > 1:
            self._chunks = [[Rows(*map(np.concatenate, zip(*parts, strict=True))) for parts in zip(*self._chunks, strict=True)]]
        return list(self._chunks[0]) if self._chunks else []

    def extend(self, until: int) -> None:
        """Simulate until there are `until` replications."""
        if until <= self.count:
            return
        size = max(1, min(LARGEST_CHUNK, (until - self.count) // (4 * self._workers)))
        bounds = [(first, min(first + size, until)) for first in range(self.count, until, size)]
        self._tell(until)
        for (_, last), chunk in zip(bounds, self._measured(bounds), strict=True):
            self._chunks.append(chunk)
            self.count = last
            self._tell(until)

    def _measured(self, bounds: Sequence[tuple[int, int]]) -> Iterator[list[Rows]]:
        if self._workers == 1:
            for first, last in bounds:
                yield measure_chunk(self._engine, self._plans, self._seed, first, last)
            return
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._stop = context.Event()
            given = (self._engine, self._plans, self._seed, self._stop)
            self._pool = ProcessPoolExecutor(self._workers, context, _start_worker, given)
        waiting: list[Future[list[Rows]]] = []
        try:
            with _uninterrupted():
                waiting = [self._pool.submit(_measure_in_worker, first, last) for first, last in bounds]
            for future in waiting:
                yield future.result()
        except BrokenProcessPool as error:
            raise StudyError(
                "a worker process ended early; from a script of your own, call inside `if __name__ == '__main__':`, "
                "or use workers=1"
            ) from error
        finally:
            for future in waiting:
                future.cancel()

    def _tell(self, planned: int) -> None:
        if self._progress is not None:
            self._progress(self.count, planned)
