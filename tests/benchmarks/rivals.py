"""Whom our engines are measured beside: the hand-written lead desks, and whether what they need is installed."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from importlib.metadata import version
from importlib.util import find_spec
from typing import NamedTuple

from workload import Outcome

Simulate = Callable[..., Outcome]


class Rival(NamedTuple):
    """A hand-written lead desk."""

    module: str
    name: str
    distribution: str
    needs: tuple[str, ...]  # what it imports

    @property
    def missing(self) -> str:
        """Why it cannot run here, or nothing."""
        absent = [name for name in self.needs if find_spec(name) is None]
        return f"{self.name} needs {' and '.join(absent)}: pip install 'smarketing[bench]'" if absent else ""

    @property
    def label(self) -> str:
        """Its name and the version of its library."""
        return f"{self.name} {version(self.distribution)}"

    def load(self) -> Simulate:
        """Its `simulate(seed, horizon)`."""
        simulate: Simulate = importlib.import_module(self.module).simulate
        return simulate


PLAIN = Rival("plain_lead_desk", "plain SimPy", "simpy", ("simpy",))
RIVALS = (
    PLAIN,
    Rival("tuned_lead_desk", "tuned SimPy", "simpy", ("simpy",)),
    Rival("ciw_lead_desk", "Ciw", "ciw", ("ciw",)),
    Rival("salabim_lead_desk", "salabim", "salabim", ("salabim", "greenlet")),
    Rival("cimba_lead_desk", "cimba", "cimba", ("cimba",)),
)
