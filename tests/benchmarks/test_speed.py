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
from typing import Any

import numpy as np
import pytest
from agreement import misses
from rivals import PLAIN, RIVALS

from sim.compiled import simulate_here
from sim.log import Log
from sim.measures import MEASURES, measure
from sim.model import simulate
from sim.plan import Plan, compile_plan
from sim.scenario import read_scenario
from sim.theory.cases import LEAD_DESK
from sim.theory.observations import Replication

pytestmark = pytest.mark.benchmark

SEED = 1
TURN = 0.5  # seconds of work that make a turn; one replication at least
ROUNDS, COMPANY_ROUNDS, SIZE_ROUNDS = 10, 3, 3
SIZES = (1, 10, 100)

AS_MANY = {  # as rivals count: what they count, or what takes as long to count
    "leads", "touches", "mqls", "handed_over", "recycled", "share_reneged", "unconverted", "sals", "won", "lost", "revenue",
    "wait_hours_mean", "wait_hours_p90", "utilisation",
}  # fmt: skip

Seconds = list[float]  # of one replication, by round


class Contender:
    """Somebody who simulates, and perhaps measures, replications on the clock, and is read off it."""

    def __init__(
        self,
        name: str,
        simulate: Callable[[int], Any],
        read: Callable[[Any], Any],
        measure: Callable[[Any], Any] | None = None,
        finds: str = "every measure",
    ) -> None:
        self.name = name
        self.finds = finds
        self.simulate = simulate
        self.read = read
        self.measure = measure
        self.numbers = count(1)
        self.alone: Seconds = []  # simulating
        self.whole: Seconds = []  # simulating and measuring
        self.found: list[Any] = []  # by replication

    def replicates(self, number: int) -> tuple[float, float]:
        """Seconds to simulate a replication, and to measure it."""
        began = time.process_time()
        result = self.simulate(number)
        simulated = time.process_time()
        if self.measure is not None:
            self.measure(result)
        measured = time.process_time()
        self.found.append(self.read(result))
        return simulated - began, measured - simulated

    def warms_up(self) -> None:
        """A replication whose time does not count, as it may compile and reserve memory."""
        self.replicates(0)
        self.found.clear()

    def takes_turn(self) -> None:
        gc.collect()  # what others left
        spent = np.zeros(2)
        done = 0
        while spent.sum() < TURN:
            spent += self.replicates(next(self.numbers))
            done += 1
        self.alone.append(spent[0] / done)
        self.whole.append(spent.sum() / done)


def in_turns(contenders: Sequence[Contender], rounds: int) -> None:
    """Let everybody warm up, then take turns."""
    for each in contenders:
        each.warms_up()
    for _ in range(rounds):
        for each in contenders:
            each.takes_turn()


def ours(plan: Plan, read: Callable[[Log], Any]) -> tuple[Contender, Contender]:
    """Our engines on a plan, the readable and the compiled."""

    def contender(name: str, engine: Callable[[Plan, int, int], Log]) -> Contender:
        return Contender(name, lambda number: engine(plan, SEED, number), read, lambda log: measure(plan, log))

    return contender("ours, readable", simulate), contender("ours, compiled", simulate_here)


def row(name: str, figure: float, own: Seconds, base: Seconds) -> str:
    """A line of a table: a figure, and how many times as fast as the base in the same round, median, least and most."""
    ratios = np.array(base) / np.array(own)
    return f"  {name:40}{figure:12.3g}   {np.median(ratios):10.3g}   ({ratios.min():.3g} to {ratios.max():.3g})"


def both(each: Contender) -> list[tuple[str, Seconds]]:
    """Simulating, and if it measures, simulating and measuring."""
    return [(each.name, each.alone), (f"{each.name}, and {each.finds}", each.whole)][: 1 if each.measure is None else 2]


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
    few = [each for each in MEASURES if each.name in AS_MANY]
    alike = Contender(
        "ours, compiled", lambda number: simulate_here(plan, SEED, number), observe, lambda log: measure(plan, log, few),
        "as many measures",
    )  # fmt: skip
    rivals = {each: Contender(each.label, each.load(), list) for each in RIVALS if not each.missing}
    everybody = [*engines, alike, *rivals.values()]
    in_turns(everybody, ROUNDS)
    with capsys.disabled():
        print(f"\n\n  {f'lead desk, {ROUNDS} rounds':40}{'a second':>12}   {'times plain SimPy':>10}")
        for each in everybody:
            for name, seconds in both(each):
                print(row(name, float(1 / np.median(seconds)), seconds, rivals[PLAIN].alone))
        for missing in filter(None, (each.missing for each in RIVALS)):
            print(f"  {missing}")
    assert len(few) == len(AS_MANY) == len(LEAD_DESK)
    assert find_the_same((*engines, alike))
    for each in everybody:
        assert misses(each.name, each.found) == []


def test_beside_each_other_on_a_whole_company(capsys):
    plan = compile_plan(read_scenario("baseline"))
    engines = readable, compiled = ours(plan, fingerprint)
    in_turns(engines, COMPANY_ROUNDS)
    with capsys.disabled():
        print(f"\n\n  {f'baseline, {COMPANY_ROUNDS} rounds':40}{'seconds':>12}   {'times readable':>10}")
        for each in engines:
            for (name, seconds), (_, base) in zip(both(each), both(readable), strict=True):
                print(row(name, float(np.median(seconds)), seconds, base))
    assert find_the_same((readable, compiled))


def fingerprint(log: Log) -> str:
    """Hash of every byte of a log."""
    return hashlib.sha256(log.events.tobytes() + log.leads.tobytes()).hexdigest()


def test_as_leads_grow_many(capsys):
    sizes = {size: ours(at_size(size), lambda log: len(log.leads))[1] for size in SIZES}
    in_turns(list(sizes.values()), SIZE_ROUNDS)
    with capsys.disabled():
        print(f"\n\n  {f'lead desk, compiled, {SIZE_ROUNDS} rounds':40}{'leads/s':>12}   {'and every measure':>10}")
        for size, each in sizes.items():
            alone, whole = (np.mean(each.found) / np.median(seconds) for seconds in (each.alone, each.whole))
            print(f"  {f'{size} times the leads and reps':40}{alone:12,.0f}   {whole:10,.0f}")
    for size, each in sizes.items():
        assert np.mean(each.found) == pytest.approx(size * LEAD_DESK[0].exact, rel=0.03)


def at_size(size: int) -> Plan:
    """The lead desk with so many times the leads and reps."""
    sets = [f"channels.desk.volume={40 * size} per day", f"team.reps={6 * size}"]
    return compile_plan(read_scenario("theory/lead-desk", sets=sets))
