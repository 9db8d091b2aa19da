"""Numbers of the choices that rules branch on, beside the names that scenarios give them.

No compiled code here: the plan needs the numbers without the compiler.
"""

from __future__ import annotations

NEVER = 1 << 62  # a time no run reaches, microseconds

SHAPES = ("constant", "exponential", "lognormal", "weibull", "gamma", "uniform", "empirical", "never")
CONSTANT, EXPONENTIAL, LOGNORMAL, WEIBULL, GAMMA, UNIFORM, EMPIRICAL, _ = range(len(SHAPES))

ORDERS = ("oldest_first", "newest_first", "highest_score", "earliest_deadline", "own_deals_first", "new_leads_first")
OLDEST_FIRST, NEWEST_FIRST, HIGHEST_SCORE, EARLIEST_DEADLINE, OWN_DEALS_FIRST, NEW_LEADS_FIRST = range(len(ORDERS))

ROUTINGS = ("pool", "round_robin", "least_loaded", "territory", "segment")
POOL, ROUND_ROBIN, LEAST_LOADED, TERRITORY, SEGMENT = range(len(ROUTINGS))

CLOCK_STARTS = ("delivery", "capture", "assignment")
AT_DELIVERY, AT_CAPTURE, AT_ASSIGNMENT = range(len(CLOCK_STARTS))

ENFORCEMENTS = ("none", "alert", "reassign", "escalate")
NO_ENFORCEMENT, ALERT, REASSIGN, ESCALATE = range(len(ENFORCEMENTS))

READINESS = ("no_need", "awareness", "consideration", "decision")
NO_NEED, AWARENESS, CONSIDERATION, DECISION = range(len(READINESS))
GONE = DECISION + 1  # the window has closed: bought elsewhere, or given up

WINDOW_STARTS = ("handoff", "capture", "decision")
AT_HANDOFF, FROM_CAPTURE, FROM_DECISION = range(len(WINDOW_STARTS))

WHILE_SALES_WORKS = ("pause", "continue", "support")
PAUSES, CONTINUES, SUPPORTS = range(len(WHILE_SALES_WORKS))

REACTIONS = ("none", "loosen", "spend")
NO_REACTION, LOOSEN, SPEND = range(len(REACTIONS))

ATTEMPTS = ("call", "email")
CALL, EMAIL = range(len(ATTEMPTS))

FEATURES = ("employees", "revenue", "role", "region", "source", "use_case")
LOST_REASONS = ("no_decision", "competitor", "price", "timing")
