"""What is asked: scenario files, read into frozen typed parameters that keep their author's words and units."""

from __future__ import annotations

from .evidence import Origin
from .reading import parse_scenario, read_scenario
from .scenario import Scenario
from .shipped import shipped_names, shipped_path

__all__ = ["Origin", "Scenario", "parse_scenario", "read_scenario", "shipped_names", "shipped_path"]
