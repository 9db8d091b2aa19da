"""What happens, fast: the same rules as the readable model in machine code, the same log, byte for byte."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from ..log import Log

if TYPE_CHECKING:
    from ..plan import Plan
    from .memory import Memory

_of_thread = threading.local()
MOST_KEPT = 4  # plans whose memory a thread keeps


def simulate_here(plan: Plan, seed: int, replication: int) -> Log:
    """Simulate one replication in this thread's memory: the log is true until the thread simulates again.

    The same plan, seed (0 to 2^32 - 1) and replication give the same log as `model.simulate`, byte for byte.
    """
    from .linking import simulate as run
    from .memory import Error, fault

    memory = _memory(plan)
    while True:
        memory.begin(seed, replication)
        run()(memory.world.ctypes.data)
        error = int(memory.world["error"][0])
        if error == 0:
            return memory.log()
        if error > Error.ROOM:
            raise fault(error)
        memory.grow(error)


def simulate(plan: Plan, seed: int, replication: int) -> Log:
    """Simulate one replication; the log is the caller's own."""
    log = simulate_here(plan, seed, replication)
    return log._replace(events=log.events.copy(), leads=log.leads.copy())


def _memory(plan: Plan) -> Memory:
    from .memory import Memory

    kept: dict[str, Memory] = _of_thread.__dict__.setdefault("kept", {})
    memory = kept.pop(plan.fingerprint, None) or Memory(plan)
    kept[plan.fingerprint] = memory  # the last used comes last
    while len(kept) > MOST_KEPT:
        kept.pop(next(iter(kept)))
    return memory
