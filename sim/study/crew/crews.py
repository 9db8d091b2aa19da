"""Who shares the work: this process alone, threads, processes, or any executor of `concurrent.futures`.

A crew is given chunks of units and promises what they measure. The numbers do not depend on it.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from multiprocessing import resource_tracker
from typing import Any

from ...errors import StudyError
from .engine import CrewName
from .measuring import Chunk, Stop, Work, measure_units
from .versions import made_with


class Crew(ABC):
    """Those who work: `size` chunks at once, given up to `ahead` of them."""

    size = 1
    ahead = 1
    lost: tuple[type[BaseException], ...] = ()  # what a chunk raises whose worker is gone
    tries_in_company = 0  # of such a chunk, before its units are tried one by one

    def __init__(self, work: Work) -> None:
        self.work = work

    @abstractmethod
    def submit(self, numbers: Sequence[int]) -> Future[Chunk]:
        """Promise the chunk of units of these numbers."""

    def wait(self, promise: Future[Chunk]) -> Chunk:
        """The chunk that was promised, when it is there."""
        return promise.result()

    def renew(self) -> None:  # noqa: B027 - most have nobody to replace
        """Find new workers, after one was lost."""

    def close(self, at_once: bool) -> None:  # noqa: B027 - or nobody to let go
        """Let the workers go; `at_once` without what they are doing."""


class Alone(Crew):
    """Nobody but this process, which does each chunk as it is given."""

    def submit(self, numbers: Sequence[int]) -> Future[Chunk]:
        """Measure the chunk of units at once."""
        promise: Future[Chunk] = Future()
        promise.set_result(measure_units(self.work, numbers))
        return promise


class Threads(Crew):
    """Threads of this process, for an engine that works while others do."""

    def __init__(self, work: Work, workers: int) -> None:
        super().__init__(work)
        self.size, self.ahead = workers, 2 * workers
        self._stop = threading.Event()
        self._pool = ThreadPoolExecutor(workers)

    def submit(self, numbers: Sequence[int]) -> Future[Chunk]:
        """Promise the chunk of units of these numbers."""
        return self._pool.submit(measure_units, self.work, numbers, self._stop)

    def close(self, at_once: bool) -> None:
        """Let the threads go, each after the replication it is in."""
        self._stop.set()
        self._pool.shutdown(wait=True, cancel_futures=True)


class Processes(Crew):
    """Worker processes, each given the plans once."""

    lost = (BrokenExecutor,)
    tries_in_company = 2

    def __init__(self, work: Work, workers: int) -> None:
        super().__init__(work)
        self.size, self.ahead = workers, 2 * workers
        self._context = multiprocessing.get_context("spawn")
        self._stop, self._started = self._context.Event(), self._context.Event()
        self._pool = self._new_pool()

    def _new_pool(self) -> ProcessPoolExecutor:
        given = (self.work, self._stop, self._started)
        return ProcessPoolExecutor(self.size, self._context, _start_worker, given)

    def submit(self, numbers: Sequence[int]) -> Future[Chunk]:
        """Promise the chunk of units of these numbers; this may start a worker."""
        with uninterrupted():
            return self._pool.submit(_measure_in_worker, numbers)

    def renew(self) -> None:
        """Start a new pool in place of the one that lost a worker."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        if not self._started.is_set():
            raise StudyError(
                "no worker process could be started; from a script of your own, call inside `if __name__ == '__main__':`, "
                "or use workers=1"
            )
        self._pool = self._new_pool()

    def close(self, at_once: bool) -> None:
        """Let the processes go."""
        self._stop.set()  # or a chunk under way would be waited for
        if at_once:  # a worker that was starting up may never hear of it: nothing of its is kept
            for process in list((self._pool._processes or {}).values()):
                process.terminate()
        self._pool.shutdown(wait=True, cancel_futures=True)


class Borrowed(Crew):
    """An executor of the caller's, who also ends it; its workers need this package in the same version."""

    lost = (BrokenExecutor,)

    def __init__(self, work: Work, executor: Executor, workers: int) -> None:
        super().__init__(work)
        self.size = int(getattr(executor, "_max_workers", workers))
        self.ahead = 2 * self.size
        self._executor = executor
        self._stop = threading.Event()
        self._packed = None if isinstance(executor, ThreadPoolExecutor) else packed(work)

    def submit(self, numbers: Sequence[int]) -> Future[Chunk]:
        """Promise the chunk of units of these numbers."""
        if self._packed is None:
            return self._executor.submit(measure_units, self.work, numbers, self._stop)
        return self._executor.submit(measure_packed, self._packed, numbers)

    def renew(self) -> None:
        """Give up: only its owner can renew it."""
        raise StudyError("the executor that was given has lost a worker and takes no more work; give a new one, or say workers=2")

    def close(self, at_once: bool) -> None:
        """Leave the executor to its owner."""
        self._stop.set()


def find_crew(work: Work, workers: int, executor: CrewName | str | Executor | None) -> Crew:
    """Find a crew: as suits the engine, of the kind that is named, on a cluster at an address, or an executor."""
    if isinstance(executor, Executor):
        return Borrowed(work, executor, workers)
    if executor is None:
        return Alone(work) if workers == 1 else find_crew(work, workers, work.engine.suits)
    if executor == "threads":
        return Threads(work, workers)
    if executor == "processes":
        return Processes(work, workers)
    if executor == "local" or "://" in executor:
        from .cluster import Cluster

        return Cluster(work, executor, workers)
    raise StudyError(
        f"there is no executor '{executor}'; write threads, processes, local (Dask on this machine) or the address of a "
        "Dask scheduler such as tcp://10.0.0.1:8786"
    )


def packed(work: Work) -> bytes:
    """Work as bytes that a worker anywhere can open, with the versions it has to have."""
    return pickle.dumps((made_with(), pickle.dumps(work, pickle.HIGHEST_PROTOCOL)), pickle.HIGHEST_PROTOCOL)


def measure_packed(content: bytes, numbers: Sequence[int]) -> Chunk:
    """Measure units of packed work; StudyError where this package is another version."""
    return measure_units(_unpacked(content), numbers)


@lru_cache(maxsize=2)
def _unpacked(content: bytes) -> Work:
    versions, inner = pickle.loads(content)
    here = made_with()
    unlike = [f"{name} {here.get(name)} instead of {version}" for name, version in versions.items() if here.get(name) != version]
    if unlike:
        raise StudyError(f"a worker has other versions: {', '.join(unlike)}; install the same on all of them")
    work: Work = pickle.loads(inner)
    return work


_given: tuple[Work, Stop]


def _start_worker(work: Work, stop: Any, started: Any) -> None:
    global _given  # a worker process has no other place for what it is given once
    _given = work, stop
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent cancels; see `uninterrupted`
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    started.set()


def _end_with(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)  # a worker that waits for work would outlive a parent that was killed


def _measure_in_worker(numbers: Sequence[int]) -> Chunk:
    work, stop = _given
    return measure_units(work, numbers, stop)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold interrupts back while workers are started: a pool half started cannot be shut down.

    The workers inherit the mask, and so leave every interrupt to the parent.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    if hasattr(signal, "pthread_sigmask"):
        resource_tracker.ensure_running()  # which the first worker would start, and that lifts the mask
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        if hasattr(signal, "pthread_sigmask"):
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, before or signal.default_int_handler)
    if came:
        raise KeyboardInterrupt
