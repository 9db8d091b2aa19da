"""stub."""

from __future__ import annotations

from typing import Any

from ..errors import Fault


def contradictions(scenario: Any, tree: Any, spoilt: Any) -> list[Fault]:
    """Stub."""
    return []
