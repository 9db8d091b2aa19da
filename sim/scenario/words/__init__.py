"""Scenarios in plain words: what one says, what it leaves out, and how two differ."""

from __future__ import annotations

from .explanation import differences, explain, label
from .phrases import many

__all__ = ["differences", "explain", "label", "many"]
