"""smarketing: try an agreement between marketing and sales before you sign it.

Start with `read_scenario`, then `run` or `compare`. Everything is imported when first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .scenario import Scenario, read_scenario
    from .scenario.policies import add_policy
    from .study.crew.own_measures import add_measure
    from .study.questions.choosing import choose
    from .study.questions.comparing import compare, run, simulate
    from .study.questions.crediting import credit
    from .study.questions.doubting import sensitivity
    from .study.questions.opening import open_study
    from .study.questions.sweeping import sweep
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
    "add_measure": ".study.crew.own_measures",
    "add_policy": ".scenario.policies",
    "choose": ".study.questions.choosing",
    "compare": ".study.questions.comparing",
    "credit": ".study.questions.crediting",
    "open_study": ".study.questions.opening",
    "plan_for": ".theory.planning",
    "read_scenario": ".scenario",
    "run": ".study.questions.comparing",
    "sensitivity": ".study.questions.doubting",
    "simulate": ".study.questions.comparing",
    "sweep": ".study.questions.sweeping",
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
