"""What was true of buyers at each minute, recovered from the log, and why work for them could not lead to a sale."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..log import Event
from ..rules.codes import AWARENESS, DECISION
from .folds.lives import (
    CLOSING,
    NEED,
    STATE,
    WIN,
    add_rows,
    causes,
    charge,
    line_up,
    moments,
    pack_leads,
)
from .lookup import Flags, Floats, Ints

if TYPE_CHECKING:
    from .tables import Tables

CAUSES = ("duplicate", "unreachable", "bad_fit", "no_need", "too_late", "too_early")
TURNS = {STATE: Event.GOT_READIER, NEED: Event.NEED_AROSE, CLOSING: Event.WINDOW_CLOSED, WIN: Event.WON}


class Truth:
    """The buyers behind the leads, over time."""

    def __init__(self, tables: Tables) -> None:
        self.t = tables

    @cached_property
    def lives(self) -> tuple[Ints, Ints]:
        """Leads and the turns of their lives, see `folds.lives`: states as they got readier, needs, closings, wins."""
        kinds = [(what, self.t.rows(event)) for what, event in TURNS.items()]
        take, leads = self.t.arena.take, self.t.log.leads
        first, free, packed = (take(len(leads) + 1) for _ in range(3))
        first[:] = 0
        for _, rows in kinds:
            add_rows(rows["who"], first[1:])
        np.cumsum(first, out=first)
        free[:] = first
        turns = take(2 * int(first[-1])).reshape(-1, 2)
        for what, rows in kinds:
            value = rows["amount"].astype(np.int64) if what == STATE else rows["item"] >> np.int64(24)
            line_up(rows["who"], rows["time"], value, rows.place, what, free, turns)
        starts = {each.key: each.window_starts for terms in (self.t.plan.before, self.t.plan.after) for each in terms.personas}
        known, whens = (np.array(list(each), np.int64) for each in (starts, starts.values()))  # the rules in force at last
        pack_leads(
            leads["readiness"], leads["fit"], leads["reachable"], leads["account"], leads["persona"], known, whens,
            self.t.first(Event.WON), first, packed,
        )  # fmt: skip
        return packed, turns

    def state(self, who: Ints, time: Ints) -> Ints:
        """State of each lead at a time at or after its capture: as it last got readier, gone when its window has closed.

        A window that opens at the hand-over or at capture is patience, and its closing leaves the state as it is.
        """
        return moments(who, np.zeros_like(who), time, *self.lives)[0]

    def closing(self, who: Ints, time: Ints) -> Ints:
        """When the window of each lead closes, at or after a time; NEVER when the log does not tell."""
        return moments(who, np.zeros_like(who), time, *self.lives)[1]

    def in_need(self, who: Ints, time: Ints) -> Flags:
        """Whether each lead needed something at a time, and had not bought it."""
        state = self.state(who, time)
        return (state >= AWARENESS) & (state <= DECISION)

    def shut(self, who: Ints, cycle: Ints, time: Ints) -> Flags:
        """Whether the buyer had stopped looking: for this hand-over, for good, or until need arises again."""
        return moments(who, cycle, time, *self.lives)[2]

    def causes(self, who: Ints, item: NDArray[np.int32], time: Ints) -> Ints:
        """Why something done for leads at a time could not lead to a sale: 1 + place in CAUSES, first that applies.

        0 where it could, and where the hand-over ended in a win; -1 for nobody's lead. A buyer without need whose
        need arises within a year, by what the log tells, is too early; else there is no need.
        """
        found: Ints = self.t.arena.take(len(who))
        causes(who, item, time, *self.lives, *self._terms, found)
        return found

    def charge(self, sums: Floats, who: Ints, item: NDArray[np.int32], time: Ints, money: Floats,
               judged: Flags, ignored: Flags) -> None:  # fmt: skip
        """Add money for things done for judged leads to the sums by cause; for leads that sales ignored, to the last."""
        charge(sums, who, item, time, money, judged, ignored, *self.lives, *self._terms)

    @property
    def _terms(self) -> tuple[int, int, int]:
        plan = self.t.plan
        return plan.start, plan.before.deals.accept_from, plan.after.deals.accept_from
