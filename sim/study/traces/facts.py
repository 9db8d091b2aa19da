"""One replication's log as tidy tables, and leads by number or by name."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import StudyError
from ...log import DICTIONARY, Disposition, Event, Log, Reason, TaskKind
from ...rules.codes import FEATURES, READINESS

if TYPE_CHECKING:
    import pandas as pd

    from ...plan import Plan

HOUR = 3_600_000_000
STRIPS = {-1: "extra", -2: "opening"}
REFERRED = -3  # the strip of leads that customers refer; they have no day of a candidate
OBSERVED = np.array(sorted(code for code, entry in DICTIONARY.items() if entry.visibility == "observed"))


def lead_name(plan: Plan, lead: Any) -> str:
    """Stable name of a row of the leads table: `channel:day.strip.number`, the same whatever the volume.

    Leads that customers refer are named `channel:referred.key`.
    """
    channel = plan.names.channels.get(int(lead["channel"]), f"{int(lead['channel']):x}")
    strip = int(lead["strip"])
    if strip == REFERRED:
        return f"{channel}:referred.{int(lead['lead']):x}"
    day = datetime.date.fromordinal(int(lead["day"]))
    return f"{channel}:{day.isoformat()}.{STRIPS.get(strip, strip)}.{int(lead['number'])}"


def find_lead(plan: Plan, log: Log, lead: int | str) -> int:
    """Key of a lead given by its number in order of capture, from 1, or by its name."""
    rows = log.leads
    text = str(lead).strip()
    if text.isdecimal():
        if not 1 <= int(text) <= len(rows):
            raise StudyError(f"there is no lead {text}; this replication captured {len(rows)}, numbered from 1")
        return int(rows["lead"][int(text) - 1])
    found = next((int(row["lead"]) for row in rows if lead_name(plan, row) == text), None)
    if found is None:
        example = f", such as {lead_name(plan, rows[0])}" if len(rows) else ""
        raise StudyError(
            f"there is no lead '{text}'; write its number (1 to {len(rows)}) or its name channel:day.strip.number{example}"
        )
    return found


def reason_in_words(event: int, reason: int, plan: Plan) -> str:
    """Read the reason column: a disposition where a story ends, a tier where a clock starts, else a reason."""
    if event == Event.CLOSED:
        return Disposition(reason).name.lower()
    if event == Event.CLOCK_STARTED:
        return plan.names.tiers[reason] if 0 <= reason < len(plan.names.tiers) else str(reason)
    return "" if reason == Reason.NONE else Reason(reason).name.lower()


def events_table(plan: Plan, log: Log, *, truth: bool = False, only: int | None = None) -> pd.DataFrame:
    """Events in order: hours since the window's start, local time, event, lead, rep, task, amount, reason.

    A lead is given by its number. Truth is left out unless asked for, and with it names of leads, which tell the channel
    that a lead really came by; `only` is the key of a lead.
    """
    import pandas as pd

    rows = log.events
    if not truth:
        rows = rows[np.isin(rows["event"], OBSERVED)]
    if only is not None:
        rows = rows[rows["lead"] == only]
    numbers = {int(key): number for number, key in enumerate(log.leads["lead"], 1)}
    seats = plan.names.seats
    events, items = rows["event"], rows["item"]
    pairs = sorted({(int(e), int(r)) for e, r in zip(events, rows["reason"], strict=True)})
    reasons = {pair: reason_in_words(*pair, plan) for pair in pairs}
    table = pd.DataFrame(
        {
            "hours": (rows["time"] - plan.start) / HOUR,
            "time": local_times(plan, rows["time"]),
            "event": [DICTIONARY[Event(code)].name for code in events],
            "lead": pd.array([numbers.get(int(key)) for key in rows["lead"]], dtype="Int64"),
            "rep": [seats.get(int(key), "") for key in rows["rep"]],
            "cycle": items >> 24,
            "task": [_task(int(item) >> 16 & 0xFF) for item in items],
            "number": items & 0xFFFF,
            "amount": rows["amount"],
            "amount_unit": [DICTIONARY[Event(code)].amount for code in events],
            "reason": [reasons[int(e), int(r)] for e, r in zip(events, rows["reason"], strict=True)],
            "visibility": [DICTIONARY[Event(code)].visibility for code in events],
        }
    )
    if truth:
        names = [lead_name(plan, row) for row in log.leads]
        table["lead_name"] = ["" if pd.isna(number) else names[number - 1] for number in table["lead"]]
    return table


def leads_table(plan: Plan, log: Log, *, truth: bool = False) -> pd.DataFrame:
    """List captured leads in order: number, hours and local time of capture, recorded source, what forms show.

    With `truth` also what nobody can see: the channel a lead came by, and its name, which tells that; the buyer;
    `account_of` is the number of the lead whose account it belongs to.
    """
    import pandas as pd

    rows = log.leads
    table = pd.DataFrame(
        {
            "lead": np.arange(1, len(rows) + 1),
            "hours": (rows["captured"] - plan.start) / HOUR,
            "captured": local_times(plan, rows["captured"]),
            "recorded_as": [plan.names.channels.get(int(key), "") for key in rows["recorded"]],
        }
    )
    if rows["features"].any():
        for i, name in enumerate(FEATURES):
            table[f"{name}_sd"] = rows["features"][:, i]
    if truth:
        states = dict(enumerate(READINESS))
        numbers = {int(key): number for number, key in enumerate(rows["lead"], 1)}
        table["name"] = [lead_name(plan, row) for row in rows]
        table["channel"] = [plan.names.channels.get(int(key), "") for key in rows["channel"]]
        table["persona"] = [plan.names.personas.get(int(key), "") for key in rows["persona"]]
        table["fit"] = rows["fit"] == 1
        table["reachable"] = rows["reachable"] == 1
        table["degree"] = rows["degree"]
        table["readiness"] = [states.get(int(state), "gone") for state in rows["readiness"]]
        table["wide"] = rows["wide"] == 1
        table["account_of"] = pd.array([numbers.get(int(key)) for key in rows["account"]], dtype="Int64")
        table["answerability_logits"] = rows["answerability"]
        table[f"value_{plan.currency}"] = rows["value"]
    return table


def local_times(plan: Plan, ticks: Any) -> Any:
    """Local times of microseconds since the log's origin."""
    import pandas as pd

    start = pd.Timestamp(plan.origin).tz_convert("UTC").as_unit("us")
    return (start + pd.to_timedelta(np.asarray(ticks, dtype=np.int64), unit="us")).tz_convert(plan.timezone)


def _task(kind: int) -> str:
    return "" if kind == TaskKind.NONE else TaskKind(kind).name.lower()
