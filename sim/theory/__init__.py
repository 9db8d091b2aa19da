"""Exact queueing theory, and the simulator checked against it.

`erlang`, `patience`, `priorities`, `feedback`, `seasonal` and `staffing` hold formulas that know nothing of
the simulator; `cases` says which shipped scenario each of them describes; `verification` runs them.
All times are hours and all rates are per hour.
"""

from .verification import Line, verify

__all__ = ["Line", "verify"]
