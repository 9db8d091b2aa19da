"""A piece of work, and the lists in which it waits."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING

from ..plan.types import Dist
from .clock import Event
from .codes import TaskKind

if TYPE_CHECKING:
    from .card import Lead

APPOINTED = -(1 << 63)  # appointments and meetings come first,
ESCALATED = APPOINTED + 1  # then what a manager put first,
LAST = 1 << 62  # last what may wait until tomorrow

Entry = tuple[int, int, int, int, int, "Task"]


class Task:
    """One piece of a rep's work: for a lead, or for nobody (meetings, admin)."""

    __slots__ = (
        "begun",
        "dist",
        "done",
        "item",
        "key",
        "lead",
        "left",
        "list",
        "opened",
        "pauses",
        "rank",
        "roomy",
        "scale",
        "version",
    )

    def __init__(self, lead: Lead | None, item: int, dist: Dist, opened: int, rank: int, done: Event, pauses: bool, roomy: bool):
        self.lead = lead
        self.key = 0 if lead is None else lead.key
        self.item = item
        self.dist = dist
        self.opened = opened
        self.rank = rank
        self.done = done
        self.pauses = pauses  # desk work: laid down at closing
        self.roomy = roomy  # not begun unless it is likely to fit before closing
        self.scale = 1.0  # of its time: what nurture and intel save
        self.left = -1  # microseconds still to work; -1 until begun
        self.begun = 0  # when an attempt began
        self.list: TaskList | None = None
        self.version = 0

    @property
    def coverable(self) -> bool:
        """Whether a colleague may do it for an absent rep: an attempt, or research before the first one that nobody has begun."""
        return self.left < 0 and self.item >> 16 & 255 in (TaskKind.RESEARCH, TaskKind.ATTEMPT)


class TaskList:
    """Tasks that wait, by rank, then by when they were opened, then by lead and number."""

    __slots__ = ("_rest", "_roomy", "waiting")

    def __init__(self) -> None:
        self._rest: list[Entry] = []
        self._roomy: list[Entry] = []
        self.waiting = 0

    def add(self, task: Task) -> None:
        """Put a task in the list."""
        task.list = self
        self.waiting += 1
        heap = self._roomy if task.roomy else self._rest
        heappush(heap, (task.rank, task.opened, task.key, task.item, task.version, task))

    def remove(self, task: Task) -> None:
        """Take a task out of the list; its entry is passed over later."""
        task.list = None
        task.version += 1
        self.waiting -= 1

    def first(self, room: bool) -> Entry | None:
        """The task that comes first, still in the list; without `room`, attempts are passed over."""
        best = self._top(self._rest)
        if room:
            other = self._top(self._roomy)
            if best is None or (other is not None and other < best):
                return other
        return best

    def all(self) -> list[Task]:
        """Every waiting task, in order."""
        return [entry[5] for entry in sorted(self._rest + self._roomy) if entry[5].version == entry[4]]

    @staticmethod
    def _top(heap: list[Entry]) -> Entry | None:
        while heap and heap[0][4] != heap[0][5].version:
            heappop(heap)
        return heap[0] if heap else None
