"""The queue of visitors' questions: one question each, the newest wins, and first answers come before more years.

A few threads simulate and work out answers; the machine code lets others run meanwhile. No thread belongs to a
visitor, so thirty of them wait in one fair line. Nothing here knows of the web.
"""

from __future__ import annotations

import os
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from ..errors import ScenarioError, SmarketingError
from ..study.crew.engine import compile_past, knowing
from ..study.crew.measuring import Work, measure_unit
from ..study.questions.looks import Looks, plans_of
from .answers import Answer, Done, Progress, Shown, Trouble, answer, progress
from .asking import Asked
from .glimpses import LOOKED_INTO as GLIMPSES
from .glimpses import glimpse
from .years import Kept, Years

if TYPE_CHECKING:
    from ..log import Log
    from ..plan import Plan
    from ..scenario import Scenario
    from ..study.crew.engine import Engine

MOST_VISITORS = 400  # with a question in the queue
MOST_QUESTIONS, MOST_YEARS = 200, 5_000  # that are kept with their what-ifs' simulated years; a year has some kilobytes
MOST_ANSWERS, MOST_BASES = 24, 8
PAUSE = 0.4  # seconds between two pictures of the same question
NICE = 5  # simulating steps back behind whoever talks to browsers

Told = Answer | Progress | Trouble | Done
Compiled = tuple[tuple["Scenario", ...], tuple[Years, ...]]


class Job:
    """A visitor's question on its way."""

    def __init__(
        self,
        key: str,
        make: Callable[..., Asked],
        tell: Callable[[Told], None],
        looks: Looks,
        work: Callable[[], object] | None = None,
    ) -> None:
        self.key, self.make, self.tell, self.looks, self.work = key, make, tell, looks, work
        self.turn = 0
        self.heavy = False  # many what-ifs at once, which wait until everybody has a first answer
        self.scenarios: tuple[Scenario, ...] = ()
        self.years: tuple[Years, ...] = ()
        self.look = 0  # the last look that was answered
        self.shown = 0  # years that were told of
        self.told_at = 0.0
        self.busy = False  # somebody compiles or answers for it
        self.done = False


class Queue:
    """Threads that answer visitors' questions, fairly. Close it, or use it as a context."""

    def __init__(self, engine: Engine, looks: Looks, workers: int | None = None) -> None:
        self.engine, self.shown, self.looks = engine, Shown.of(engine), looks
        self._lock = threading.Condition()
        self._jobs: dict[str, Job] = {}
        self._years: WeakValueDictionary[tuple[str, int], Years] = WeakValueDictionary()  # as long as anybody has them
        self._compiled: Kept[str, Compiled] = Kept(MOST_QUESTIONS, _years_in, MOST_YEARS)
        self._bases: Kept[int, tuple[Scenario, Years]] = Kept(MOST_BASES)  # by identity
        self._answers: Kept[tuple[str, int], Answer] = Kept(MOST_ANSWERS)
        self._turn = 0
        self._idle: Years | None = None
        self._closed = False
        count = workers or max(1, min(8, os.cpu_count() or 1))
        self._threads = [threading.Thread(target=self._work, name=f"years-{i}", daemon=True) for i in range(count)]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Queue:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the threads go, each after the year it is in."""
        with self._lock:
            self._closed = True
            self._jobs.clear()
            self._lock.notify_all()
        for thread in self._threads:
            thread.join()

    def ask(
        self,
        visitor: str,
        key: str,
        make: Callable[[], Asked],
        tell: Callable[[Told], None],
        looks: Looks | None = None,
        heavy: bool = False,
    ) -> bool:
        """Put a visitor's question in place of the one before; False when too many wait already.

        `key` names the question: equal keys have equal scenarios and looks. `tell` is called from a thread.
        """
        job = Job(key, make, tell, looks or self.looks)
        job.heavy = heavy
        return self._put(visitor, job)

    def _put(self, visitor: str, job: Job) -> bool:
        with self._lock:
            if visitor not in self._jobs and len(self._jobs) >= MOST_VISITORS:
                return False
            before = self._jobs.get(visitor)
            if before is not None and not before.look and not before.done:
                job.turn = before.turn  # who asks again keeps their place, or a busy queue would never come to them
            else:
                self._turn += 1
                job.turn = self._turn
            self._jobs[visitor] = job
            self._lock.notify_all()
        return True

    def run(self, visitor: str, work: Callable[[], object], tell: Callable[[Told], None]) -> bool:
        """Do a piece of work for a visitor in turn with all questions, in place of the one before."""
        return self._put(visitor, Job("", Asked, tell, self.looks, work))

    def leave(self, visitor: str) -> None:
        """Forget a visitor's question."""
        with self._lock:
            self._jobs.pop(visitor, None)

    def prepare(self, key: str, make: Callable[[], Asked]) -> None:
        """Simulate a question's base while nobody asks anything."""
        _, years = self._compile(key, make)
        with self._lock:
            self._idle = years[0]
            self._lock.notify_all()

    def waiting(self) -> int:
        """Number of questions that are not answered to the end."""
        with self._lock:
            return sum(not job.done for job in self._jobs.values())

    def kept(self, key: str) -> Compiled | None:
        """Scenarios and simulated years of a question, if it was asked not long ago."""
        with self._lock:
            return self._compiled.get(key)

    def _work(self) -> None:
        with suppress(OSError, AttributeError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
        while True:
            with self._lock:
                step = None
                while not self._closed and (step := self._next()) is None:
                    self._lock.wait()
                if self._closed or step is None:
                    return
            step()

    def _next(self) -> Callable[[], None] | None:
        """Find the next step: for whoever has no answer yet, then for whoever has seen fewest years, then while idle."""
        for job in sorted(self._jobs.values(), key=lambda job: (job.look > 0 or job.heavy, job.look, job.turn)):
            step = None if job.done or job.busy else self._step(job)
            if step is not None:
                return step
        if self._idle is not None:
            return self._year(self._idle, self.looks.last)
        return None

    def _step(self, job: Job) -> Callable[[], None] | None:
        if job.work is not None:
            job.busy = True
            return lambda: self._alone(job, self._do)
        if not job.years:
            found = self._compiled.get(job.key)
            if found is None:
                job.busy = True
                return lambda: self._alone(job, self._prepare_job)
            job.scenarios, job.years = found
        if any(years.trouble for years in job.years):
            job.busy = True
            return lambda: self._alone(job, self._give_up)
        done = min(years.done for years in job.years)
        look = job.looks.reached(done) or 0
        if look > job.look:
            job.busy = True
            return lambda: self._alone(job, lambda job: self._answer(job, look))
        ahead = next((at for at in job.looks.at if at > job.look), None)
        if ahead is None:
            job.done = True
            return None
        if job.look and done > job.shown and time.monotonic() - job.told_at > PAUSE:
            job.shown = done
            job.busy = True
            return lambda: self._alone(job, self._tell_progress)
        for years in sorted(job.years, key=lambda years: years.done):
            if (step := self._year(years, ahead)) is not None:
                return step
        return None

    def _year(self, years: Years, until: int) -> Callable[[], None] | None:
        replication = years.missing(until)
        if replication is None:
            return None
        years.in_work.add(replication)
        return lambda: self._simulate(years, replication)

    def _simulate(self, years: Years, replication: int) -> None:
        work = Work(years.engine, (years.plan,), years.seed)

        def look(plan: Plan, log: Log) -> None:
            if replication in GLIMPSES:
                years.glimpses[replication] = glimpse(plan, log)

        try:
            unit = measure_unit(work, replication, look)
        except Exception as error:
            self._fail(years, replication, error)
            return
        with self._lock:
            years.in_work.discard(replication)
            years.add(replication, unit)
            self._lock.notify_all()

    def _fail(self, years: Years, replication: int, error: Exception) -> None:
        said = f"Simulated year {replication} failed: {_said(error)}"
        with self._lock:
            years.trouble = said
            years.in_work.discard(replication)
            if self._idle is years:
                self._idle = None
            self._lock.notify_all()

    def _alone(self, job: Job, do: Callable[[Job], None]) -> None:
        """Do something for one job, and tell its visitor what went wrong."""
        try:
            do(job)
        except ScenarioError as error:
            self._stop(job, tuple(f"{each.path}: {each.what}; {each.instead}" for each in error.faults))
        except Exception as error:
            self._stop(job, (_said(error),))
        with self._lock:
            job.busy = False
            self._lock.notify_all()

    def _give_up(self, job: Job) -> None:
        self._stop(job, tuple(dict.fromkeys(years.trouble for years in job.years if years.trouble)))

    def _stop(self, job: Job, lines: tuple[str, ...]) -> None:
        job.done = True
        self._tell(job, Trouble(lines))

    def _do(self, job: Job) -> None:
        assert job.work is not None
        found = job.work()
        job.done = True
        self._tell(job, Done(found))

    def _prepare_job(self, job: Job) -> None:
        job.scenarios, job.years = self._compile(job.key, job.make)

    def _compile(self, key: str, make: Callable[[], Asked]) -> Compiled:
        """Compile a question once; equal plans share their simulated years."""
        with self._lock:
            found = self._compiled.get(key)
        if found is not None:
            return found
        asked = make()
        scenarios, seed = (asked.base, *asked.others), asked.base.experiment.seed
        with self._lock:
            known = self._bases.get(id(asked.base))
        if known is None:
            plans = plans_of(self.engine, scenarios)
            new = plans
        else:
            new = compile_past(self.engine, asked.others, asked.base)
            plans = (known[1].plan, *new)
        engine, _ = knowing(self.engine, new)
        if engine.prepare is not None:
            engine.prepare()
        with self._lock:
            years = tuple(self._years_of(plan, engine, seed) for plan in plans)
            self._bases.put(id(asked.base), (asked.base, years[0]))
            return self._compiled.put(key, (scenarios, years))

    def _years_of(self, plan: Plan, engine: Engine, seed: int) -> Years:
        return self._years.setdefault((plan.fingerprint, seed), Years(plan, engine, seed))

    def _answer(self, job: Job, look: int) -> None:
        with self._lock:
            found = self._answers.get((job.key, look))
        if found is None:
            found = answer(self.shown, job.scenarios, job.years, job.looks, look)
            with self._lock:
                self._answers.put((job.key, look), found)
        job.look = job.shown = look
        job.done = found.final
        self._tell(job, found)
        if job.done:
            job.years = ()  # who has an answer need not keep more than it

    def _tell_progress(self, job: Job) -> None:
        self._tell(job, progress(self.engine, job.years, job.looks))

    def _tell(self, job: Job, what: Told) -> None:
        with self._lock:
            current = job in self._jobs.values()
        if current:
            job.told_at = time.monotonic()
            job.tell(what)


def _years_in(compiled: Compiled) -> int:
    """Simulated years that are there of a question's what-ifs, or of today where nothing is moved."""
    return sum(map(len, compiled[1][1:] or compiled[1]))


def _said(error: Exception) -> str:
    if isinstance(error, SmarketingError):
        return str(error)
    traceback.print_exception(error)
    return "an unexpected error, which is a defect of this program; its console says where"
