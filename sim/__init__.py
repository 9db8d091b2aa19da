"""smarketing: try an agreement between marketing and sales before you sign it.

Start with `read_scenario`, then `run` or `compare`. Everything is imported when first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .scenario import Scenario, read_scenario
    from .scenario.policies import add_policy
    from .study.choosing import choose
    from .study.comparing import compare, run, simulate
    from .study.crediting import credit
    from .study.doubting import sensitivity
    from .study.opening import open_study
    from .study.own_measures import add_measure
    from .study.sweeping import sweep
    from .theory.planning import plan_for

    __version__: str

__all__ = [
    "Scenario",
    "__version__",
    "add_measure",
    "add_policy",
    "choose",
    "compare",
    "credit",
    "open_study",
    "plan_for",
    "read_scenario",
    "run",
    "sensitivity",
    "simulate",
    "sweep",
]

_HOMES = {
    "Scenario": ".scenario",
    "add_measure": ".study.own_measures",
    "add_policy": ".scenario.policies",
    "choose": ".study.choosing",
    "compare": ".study.comparing",
    "credit": ".study.crediting",
    "open_study": ".study.opening",
    "plan_for": ".theory.planning",
    "read_scenario": ".scenario",
    "run": ".study.comparing",
    "sensitivity": ".study.doubting",
    "simulate": ".study.comparing",
    "sweep": ".study.sweeping",
}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("smarketing")
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name], __name__), name)
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
