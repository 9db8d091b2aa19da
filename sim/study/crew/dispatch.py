"""Giving out chunks to a crew, a few ahead, and taking them back in order; lost workers cost a new try."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future

from ...errors import SmarketingError
from .crews import Crew
from .measuring import Chunk, Failure

CHUNK_SECONDS = 0.5  # of work: long enough to be worth handing over, short enough to see progress, or to lose
LARGEST_CHUNK = 1000  # units, however quick


class Task:
    """A chunk to be done: numbers of its units, how often its worker was lost, and what was promised."""

    def __init__(self, numbers: Sequence[int], tries: int = 0) -> None:
        self.numbers, self.tries = numbers, tries
        self.promise: Future[Chunk] | None = None

    def is_done(self) -> bool:
        """Whether its units are here."""
        promise = self.promise
        return promise is not None and promise.done() and not promise.cancelled() and promise.exception() is None


class Dispatch:
    """Gives a crew chunks of about half a second each, as measured.

    A worker that is lost costs the chunks that were given out, and these are tried again. A chunk whose
    worker is lost too often is taken apart, and its units are tried alone, so that the one that ends its
    worker can be named.
    """

    def __init__(self, crew: Crew) -> None:
        self.crew = crew
        self._pace: float | None = None  # seconds a unit

    def chunks(self, numbers: Sequence[int]) -> Iterator[Chunk]:
        """Have the units of these numbers measured, and yield their chunks in order."""
        tasks: deque[Task] = deque()
        given, last = 0, len(numbers)
        try:
            while tasks or given < last:
                while given < last and len(tasks) < self.crew.ahead and not any(map(self._is_suspect, tasks)):
                    size = self._size(last - given)
                    tasks.append(Task(numbers[given : given + size]))
                    given += size
                chunk = self._next(tasks)
                if chunk is not None:
                    yield chunk
        finally:
            for task in tasks:
                if task.promise is not None:
                    task.promise.cancel()

    def _next(self, tasks: deque[Task]) -> Chunk | None:
        """Wait for the first chunk; None when a worker was lost instead."""
        try:
            self._give(tasks)
            promise = tasks[0].promise
            assert promise is not None
            chunk = self.crew.wait(promise)
        except self.crew.lost:
            self._try_again(tasks)
            return _blamed(tasks[0]) if tasks[0].tries > self.crew.tries_in_company else None
        except SmarketingError:
            raise
        except Exception as error:
            raise SmarketingError(f"the workers gave up: {type(error).__name__}: {error}") from error
        tasks.popleft()
        if chunk.units:
            pace = chunk.seconds / len(chunk.units)
            self._pace = pace if self._pace is None else (self._pace + pace) / 2
        return chunk

    def _give(self, tasks: deque[Task]) -> None:
        """Hand out what is not handed out; a suspect only when it comes first, and then nothing beside it."""
        for task in tasks:
            if task.promise is None:
                if self._is_suspect(task) and task is not tasks[0]:
                    return
                task.promise = self.crew.submit(task.numbers)
            if self._is_suspect(task) and not task.is_done():
                return

    def _try_again(self, tasks: deque[Task]) -> None:
        self.crew.renew()
        again: list[Task] = []
        for task in tasks:
            if task.promise is not None and not task.is_done():
                task.promise.cancel()
                task.promise = None
                task.tries += 1
            apart = self._is_suspect(task) and task.promise is None and len(task.numbers) > 1
            again += [Task((number,), task.tries) for number in task.numbers] if apart else [task]
        tasks.clear()
        tasks.extend(again)

    def _is_suspect(self, task: Task) -> bool:
        return task.tries > 0 and task.tries >= self.crew.tries_in_company

    def _size(self, left: int) -> int:
        """Units of the next chunk; towards the end fewer, so that all workers end together."""
        if self._pace is None:
            return 1
        wanted = int(CHUNK_SECONDS / max(self._pace, 1e-9))
        return max(1, min(wanted, LARGEST_CHUNK, left // (2 * self.crew.size) or 1))


def _blamed(task: Task) -> Chunk:
    return Chunk([], 0.0, Failure(task.numbers[0], f"it ended the worker that simulated it, {task.tries} times", ""))
