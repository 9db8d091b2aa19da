"""`python -m sim.cli` is the command."""

from __future__ import annotations

from . import main

main()
