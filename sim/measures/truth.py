"""What was true of buyers at each minute, recovered from the log, and why work for them could not lead to a sale."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..log import Event
from ..plan.types import Plan
from ..rules.codes import AT_HANDOFF, AWARENESS, DECISION, FROM_DECISION, GONE, NEVER, NO_NEED
from .lookup import CYCLES, YEAR, Flags, Ints, Steps, places

if TYPE_CHECKING:
    from .tables import Tables

CAUSES = ("duplicate", "unreachable", "bad_fit", "no_need", "too_late", "too_early")
DUPLICATE, UNREACHABLE, BAD_FIT, NEEDLESS, TOO_LATE, TOO_EARLY = range(1, len(CAUSES) + 1)


class Moves(NamedTuple):
    """Every state a buyer came to, the one at capture first."""

    who: Ints
    time: Ints
    state: Ints


class Truth:
    """The buyers behind the leads, over time."""

    def __init__(self, tables: Tables) -> None:
        self.t = tables
        self.leads = tables.log.leads

    @cached_property
    def starts(self) -> Ints:
        """When each lead's window starts, by persona; the rules in force at last."""
        return persona_column(self.t.plan, self.leads["persona"])

    @cached_property
    def moves(self) -> Moves:
        """States over time: at capture, as they got readier, and gone when a window that opened at decision closed."""
        readier, shut = self.t.rows(Event.GOT_READIER), self.t.rows(Event.WINDOW_CLOSED)
        shut = shut[self.starts[shut["who"]] == FROM_DECISION]
        n = len(self.leads)
        order = np.argsort(np.concatenate([np.full(n, -1), readier["place"], shut["place"]]), kind="stable")
        return Moves(
            np.concatenate([np.arange(n), readier["who"], shut["who"]])[order],
            np.concatenate([self.leads["captured"], readier["time"], shut["time"]])[order],
            np.concatenate([self.leads["readiness"], readier["amount"], np.full(len(shut), GONE)]).astype(np.int64)[order],
        )

    @cached_property
    def _moves(self) -> Steps:
        return Steps(self.moves.who, self.moves.time)

    @cached_property
    def _needs(self) -> Steps:
        rows = self.t.rows(Event.NEED_AROSE)
        return Steps(rows["who"], rows["time"])

    @cached_property
    def _closings(self) -> Steps:
        rows = self.t.rows(Event.WINDOW_CLOSED)
        return Steps(rows["who"], rows["time"])

    def state(self, who: Ints, time: Ints) -> Ints:
        """State of each lead at a time at or after its capture."""
        place = self._moves.last(who, time)
        return np.where(place >= 0, self.moves.state[place], self.leads["readiness"][who])

    def need(self, who: Ints, time: Ints) -> Ints:
        """When the next need of each lead arises after a time; NEVER when the log does not tell."""
        place = self._needs.next(who, time)
        return np.append(self.t.rows(Event.NEED_AROSE)["time"], NEVER)[place]

    def closing(self, who: Ints, time: Ints) -> Ints:
        """When the window of each lead closes, at or after a time; NEVER when the log does not tell."""
        place = self._closings.next(who, time - 1)
        return np.append(self.t.rows(Event.WINDOW_CLOSED)["time"], NEVER)[place]

    def in_need(self, who: Ints, time: Ints) -> Flags:
        """Whether each lead needed something at a time, and had not bought it."""
        state = self.state(who, time)
        return (state >= AWARENESS) & (state <= DECISION)

    def shut(self, who: Ints, cycle: Ints, time: Ints) -> Flags:
        """Whether the buyer had stopped looking: for this hand-over, for good, or until need arises again."""
        rows = self.t.rows(Event.WINDOW_CLOSED)
        times = np.append(rows["time"], NEVER)
        starts = self.starts[who]
        in_cycle = times[places(rows["who"] * CYCLES + (rows["item"] >> 24), who * CYCLES + cycle)] <= time
        ever = times[places(rows["who"], who)] <= time
        gone = self.state(who, time) == GONE
        return np.where(starts == AT_HANDOFF, in_cycle, np.where(starts == FROM_DECISION, gone, ever))

    def causes(self, who: Ints, cycle: Ints, time: Ints) -> Ints:
        """Why something done for leads at a time could not lead to a sale: 1 + place in CAUSES, first that applies.

        0 where it could, and where the hand-over ended in a win. A buyer without need whose need arises
        within a year, by what the log tells, is too early; else there is no need.
        """
        leads, plan = self.leads, self.t.plan
        state = self.state(who, time)
        least = np.where(time < plan.start, plan.before.deals.accept_from, plan.after.deals.accept_from)
        needless = (state == NO_NEED) & (self.need(who, time) - time > YEAR)
        reasons = [
            leads["account"][who] != 0,
            leads["reachable"][who] == 0,
            leads["fit"][who] == 0,
            needless,
            self.shut(who, cycle, time),
            state < least,
        ]
        return np.where(self.won(who, cycle, time), 0, np.select(reasons, range(1, len(CAUSES) + 1), 0))

    def won(self, who: Ints, cycle: Ints, time: Ints) -> Flags:
        """Whether a hand-over was won at or after a time."""
        rows = self.t.rows(Event.WON)
        times = np.append(rows["time"], -1)
        return times[places(rows["who"] * CYCLES + (rows["item"] >> 24), who * CYCLES + cycle)] >= time


def persona_column(plan: Plan, keys: Ints) -> Ints:
    """When the window of each persona key starts."""
    starts = {persona.key: persona.window_starts for terms in (plan.before, plan.after) for persona in terms.personas}
    known = np.array(sorted(starts), np.int64)
    values = np.array([starts[key] for key in known.tolist()], np.int64)
    return values[np.searchsorted(known, keys)]
