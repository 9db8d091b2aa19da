"""How fast our engines are, beside hand-written rivals on the same work, beside each other, and as leads grow many.

`make bench` prints the tables: processor time of one core, in rounds in which everybody has a turn, so that a machine
that slows down slows all. Trust the ratios. Nothing is asserted about time, but everybody has to find the same numbers.
"""

from __future__ import annotations

import gc
import hashlib
import time
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any, NamedTuple

import numpy as np
import pytest
from agreement import misses
from rivals import PLAIN, RIVALS

from sim.compiled import simulate_here
from sim.log import Log
from sim.measures import measure
from sim.model import simulate
from sim.plan import Plan, compile_plan
from sim.scenario import read_scenario
from sim.theory.cases import LEAD_DESK
from sim.theory.observations import Replication

pytestmark = pytest.mark.benchmark

SEED = 1
TURN = 0.3  # seconds of work that make a turn; one replication at least
ROUNDS, COMPANY_ROUNDS, SIZE_ROUNDS = 10, 3, 3
SIZES = (1, 10, 100)


class Contender:
    """Somebody who simulates replications on the clock, and is read off it."""

    def __init__(self, name: str, replicate: Callable[[int], Any], read: Callable[[Any], Any]) -> None:
        self.name = name
        self.replicate = replicate
        self.read = read
        self.numbers = count(1)
        self.seconds: list[float] = []  # of one replication, by round
        self.found: list[Any] = []  # by replication

    def takes_turn(self) -> None:
        spent, done = 0.0, 0
        while spent < TURN:
            number = next(self.numbers)
            gc.collect()
            began = time.process_time()
            result = self.replicate(number)
            spent, done = spent + time.process_time() - began, done + 1
            self.found.append(self.read(result))
        self.seconds.append(spent / done)

    def pace(self) -> float:
        """Seconds of a replication, median over rounds."""
        return float(np.median(self.seconds))

    def times_as_fast(self, base: Contender) -> str:
        """Ratio to the base within a round: median over rounds, least and most."""
        ratios = np.array(base.seconds) / np.array(self.seconds)
        return f"{np.median(ratios):.3g} ({ratios.min():.3g} to {ratios.max():.3g})"


def in_turns(contenders: Sequence[Contender], rounds: int) -> None:
    """Let everybody compile what they compile, then take turns."""
    for each in contenders:
        each.replicate(0)
    for _ in range(rounds):
        for each in contenders:
            each.takes_turn()


class Engines(NamedTuple):
    """Both of our engines, alone and with every measure."""

    readable: Contender
    compiled: Contender
    readable_measured: Contender
    compiled_measured: Contender


def ours(plan: Plan, read: Callable[[Log], Any]) -> Engines:
    """Our engines on a plan."""

    def and_measured(engine: Callable[[Plan, int, int], Log]) -> Callable[[int], Log]:
        def replicate(number: int) -> Log:
            log = engine(plan, SEED, number)
            measure(plan, log)
            return log

        return replicate

    return Engines(
        Contender("ours, readable", lambda number: simulate(plan, SEED, number), read),
        Contender("ours, compiled", lambda number: simulate_here(plan, SEED, number), read),
        Contender("ours, readable, and every measure", and_measured(simulate), read),
        Contender("ours, compiled, and every measure", and_measured(simulate_here), read),
    )


def find_the_same(contenders: Sequence[Contender]) -> bool:
    """Whether everybody found the same in the replications that all have simulated."""
    fewest = min(len(each.found) for each in contenders)
    return all(each.found[:fewest] == contenders[0].found[:fewest] for each in contenders)


def test_beside_hand_written_rivals(capsys):
    plan = compile_plan(read_scenario("theory/lead-desk"))

    def observe(log: Log) -> list[float]:
        facts = Replication(plan, log, measure(plan, log))
        return [top / bottom for top, bottom in (target.observe(facts) for target in LEAD_DESK)]

    engines = ours(plan, observe)
    rivals = {each: Contender(each.label, each.load(), list) for each in RIVALS if not each.missing}
    everybody = [*engines, *rivals.values()]
    in_turns(everybody, ROUNDS)
    with capsys.disabled():
        print(f"\n\nlead desk, a year, one core, {ROUNDS} rounds    replications/s   times plain SimPy (rounds)")
        for each in everybody:
            print(f"  {each.name:40}{1 / each.pace():14.3g}   {each.times_as_fast(rivals[PLAIN])}")
        for each in RIVALS:
            if each.missing:
                print(f"  {each.missing}")
    assert find_the_same(engines)
    for each in everybody:
        assert misses(each.name, each.found) == []


def test_beside_each_other_on_a_whole_company(capsys):
    plan = compile_plan(read_scenario("baseline"))
    engines = ours(plan, fingerprint)
    in_turns(engines, COMPANY_ROUNDS)
    with capsys.disabled():
        print(f"\n\nbaseline, a replication, one core, {COMPANY_ROUNDS} rounds      seconds   times readable (rounds)")
        print(f"  {engines.readable.name:40}{engines.readable.pace():14.3g}")
        print(f"  {engines.compiled.name:40}{engines.compiled.pace():14.3g}   {engines.compiled.times_as_fast(engines.readable)}")
        slow, fast = engines.readable_measured, engines.compiled_measured
        print(f"  {slow.name:40}{slow.pace():14.3g}")
        print(f"  {fast.name:40}{fast.pace():14.3g}   {fast.times_as_fast(slow)}")
    assert find_the_same(engines)


def fingerprint(log: Log) -> str:
    """Hash of every byte of a log."""
    return hashlib.sha256(log.events.tobytes() + log.leads.tobytes()).hexdigest()


def test_as_leads_grow_many(capsys):
    sizes = {size: ours(at_size(size), lambda log: len(log.leads)) for size in SIZES}
    in_turns([each for engines in sizes.values() for each in (engines.compiled, engines.compiled_measured)], SIZE_ROUNDS)
    with capsys.disabled():
        print(f"\n\nlead desk, compiled, one core, {SIZE_ROUNDS} rounds    leads/s alone   and every measure")
        for size, engines in sizes.items():
            rates = (np.mean(each.found) / each.pace() for each in (engines.compiled, engines.compiled_measured))
            print(f"  {f'{size} times the leads and reps':40}" + "".join(f"{rate:14,.0f}" for rate in rates))
    for size, engines in sizes.items():
        assert find_the_same((engines.compiled, engines.compiled_measured))
        assert np.mean(engines.compiled.found) == pytest.approx(size * LEAD_DESK[0].exact, rel=0.03)


def at_size(size: int) -> Plan:
    """The lead desk with so many times the leads and reps."""
    sets = [f"channels.desk.volume={40 * size} per day", f"team.reps={6 * size}"]
    return compile_plan(read_scenario("theory/lead-desk", sets=sets))
