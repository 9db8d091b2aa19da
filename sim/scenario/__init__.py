"""What is asked: scenario files, read into frozen typed parameters that keep their author's words and units."""

from __future__ import annotations

from .evidence import Origin
from .reading import parse_scenario, read_scenario
from .scenario import Scenario
from .schema import json_schema
from .shipped import shipped_names, shipped_path
from .words import differences, explain

__all__ = [
    "Origin",
    "Scenario",
    "differences",
    "explain",
    "json_schema",
    "parse_scenario",
    "read_scenario",
    "shipped_names",
    "shipped_path",
]
