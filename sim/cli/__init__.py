"""The command: parses, calls the face, prints; computes nothing.

Results go to standard output, everything else to standard error. Exit status: 0 done; 2 the input is
wrong; 1 anything else; 130 interrupted.
"""

from __future__ import annotations

from . import causes, experiments, facts, files, questions, serving
from .app import app, main

__all__ = ["app", "causes", "experiments", "facts", "files", "main", "questions", "serving"]
