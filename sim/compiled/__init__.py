"""What happens, fast: the same rules as the readable model in machine code, the same log, byte for byte."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from ..log import Log

if TYPE_CHECKING:
    from ..plan import Plan
    from .packing import Packed

__all__ = ["is_prepared", "prepare", "simulate", "simulate_here", "unknown"]

_of_thread = threading.local()
_packed: OrderedDict[str, Packed] = OrderedDict()  # by fingerprint, the last used last
_lock = threading.Lock()
MOST_PACKED = 16


def simulate_here(plan: Plan, seed: int, replication: int) -> Log:
    """Simulate one replication in this thread's memory: the log is true until the thread simulates again.

    The same plan, seed (0 to 2^32 - 1) and replication give the same log as `model.simulate`, byte for byte.

    Raises
    ------
    SimulationError
        When something has no name any more, such as a lead that came back more than 127 times.
    """
    from .codes import Error
    from .linking import simulate as machine_code
    from .memory import Memory, fault

    memory: Memory = _of_thread.__dict__.setdefault("memory", Memory())
    packed = _packed_once(plan)
    while True:
        memory.begin(packed, seed, replication)
        machine_code()(memory.world.ctypes.data)
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


def is_prepared() -> bool:
    """Whether the machine code is made already, by this process or an earlier one."""
    from .linking import is_compiled

    return is_compiled()


def prepare() -> None:
    """Make the machine code, which takes about half a minute the first time and a moment later on."""
    from .linking import simulate as machine_code

    machine_code()


def unknown(plan: Plan) -> list[str]:
    """Fields switched on in a plan that this engine does not know yet."""
    from .coverage import unknown as names

    return names(plan)


def _packed_once(plan: Plan) -> Packed:
    from .packing import Packed

    with _lock:
        packed = _packed.pop(plan.fingerprint, None) or Packed(plan)
        _packed[plan.fingerprint] = packed
        while len(_packed) > MOST_PACKED:
            _packed.popitem(last=False)
    return packed
