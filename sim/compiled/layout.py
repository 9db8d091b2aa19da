"""Where everything of a replication lies in memory: records of fixed layout, reached by address.

Plans keep the names they have in `plan/types.py`: `terms.nurture.fatigue` lies at `nurture_fatigue`. A tuple of
records lies elsewhere, at the address in the field of its name, and `…_n` counts them; an array likewise.
Times are microseconds, flags 0 or 1, addresses of records 0 for none.
"""

from __future__ import annotations

import typing
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np

from ..plan import types as plans
from ..rules.codes import FEATURES

INT, SMALL, FLOAT = "<i8", "<i4", "<f8"
Fields = list[tuple[str, str]]


def record(*groups: tuple[str, str]) -> np.dtype[Any]:
    """A layout from groups of names, whole numbers or floats."""
    return np.dtype([(name, form) for names, form in groups for name in names.split()], align=True)


# Plans


def kind_of(hint: Any) -> str:
    """What a field of a plan is: int, float, array, many (records) or one (record inside)."""
    if hint in (int, bool):
        return "int"
    if hint is float:
        return "float"
    if typing.get_origin(hint) is tuple:
        return "many" if is_record(typing.get_args(hint)[0]) else "array"
    return "one" if is_record(hint) else "array"


def is_record(hint: Any) -> bool:
    """Whether a type is one of the plan's named tuples."""
    return isinstance(hint, type) and issubclass(hint, tuple) and hasattr(hint, "_fields")


@cache
def hints(kind: type) -> dict[str, Any]:
    """Types of a named tuple's fields."""
    return typing.get_type_hints(kind)


def fields(kind: type, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Fields of a named tuple of the plan, those of records inside it with their path."""
    for name, hint in hints(kind).items():
        what = kind_of(hint)
        if what == "one":
            yield from fields(hint, f"{prefix}{name}_")
        elif what in ("array", "many"):
            yield prefix + name, INT
            yield f"{prefix}{name}_n", INT
        else:
            yield prefix + name, INT if what == "int" else FLOAT


OF_TERMS = "traits lists list_values list_values_n list_shares meeting_starts meeting_ends meeting_n"
BESIDE: dict[type, Fields] = {  # what is made of a plan once and for all, beside its own fields
    plans.Terms: [*((name, INT) for name in OF_TERMS.split()), ("mean_prior", FLOAT)],
    plans.Channel: [("id", INT), ("mean_volume", FLOAT)],
}


@cache
def layout_of(kind: type) -> np.dtype[Any]:
    """Layout of a named tuple of the plan."""
    return np.dtype([*fields(kind), *BESIDE.get(kind, [])], align=True)


TERMS = layout_of(plans.Terms)
CHANNEL = layout_of(plans.Channel)
PERSONA = layout_of(plans.Persona)
TOUCH = layout_of(plans.Touch)
STAGE = layout_of(plans.Stage)
PROMISE = layout_of(plans.Promise)
SEAT = layout_of(plans.Seat)
SPAN = layout_of(plans.Span)
DIST = layout_of(plans.Dist)
CALENDAR = layout_of(plans.Calendar)
EXTRA = layout_of(plans.ExtraLead)


def offset(layout: np.dtype[Any], part: str) -> int:
    """Where a field, or a record inside another, begins."""
    assert layout.fields is not None
    first = next(name for name in layout.names or () if name == part or name.startswith(f"{part}_"))
    return int(layout.fields[first][1])


# A replication

WORLD = record(
    # what it is given
    ("seed replication end start adopts_at before after extra extra_n", INT),
    ("week_starts week_starts_n month_starts month_starts_n months days days_n", INT),
    ("meetings meeting_lengths meetings_n reviews review_lengths reviews_n blocks block_lengths blocks_n", INT),
    ("asks_firms has_accounts moves makes_content", INT),
    # room, and what it holds
    ("heap heap_room bundles bundles_n piles shift chunks chunks_room events events_room", INT),
    ("rows leads leads_room firms tasks tasks_room list_room booking_room useful useful_room", INT),
    ("labels labels_room handed handed_room open_leads opened nurturing", INT),
    ("pending pending_room streams streams_room coming coming_room ints ints_room stack stack_room", INT),
    ("reps reps_n rep_keys pool channels channels_n values flags statuses ended weights truth", INT),
    # from here on it begins at zero in every replication
    ("error now rings terms", INT),
    ("heap_n slot bundle chunks_n free_chunk node_number events_n leads_n tasks_n free_task", INT),
    ("streams_n coming_n ints_n stack_n", INT),
    ("scores_firms keeps_points tires pooled promises delivers_at_once sees_at_once", INT),
    ("turns held held_last held_n empty_n turn_of_empty pending_n open_n nurturing_n", INT),
    ("idle idle_last idle_n idle_turns waiting_n", INT),
    ("version delivered accepted rejected handed_n free_at calendar_place promised_since made useful_n", INT),
    ("labels_n reports reported won lost trainings", INT),
    ("threshold loosened chased reacted reviewed raised belief relevance relevant_at_first coached trained", FLOAT),
    ("captured worked scheduled overtime idled", INT), ("revenue", FLOAT),
)  # fmt: skip
FIRST_ZERO = "error"

NODE = record(("order key rank who token kind next", INT), ("amount", FLOAT))

LEAD_CARD = record(  # by lines of 64 bytes
    # what nearly every event looks at
    ("key touch channel", INT), ("points", FLOAT), ("points_at last_act", INT), ("token step waits news", SMALL),
    # and every touch
    ("status cycle number touches engagements scored_by state in_nurture", SMALL), ("fatigue", FLOAT), ("fatigue_at", INT),
    ("firm_score", FLOAT), ("persona", INT),
    # the buyer
    ("moves need_number fit reachable looking settled", SMALL), ("left stock", FLOAT), ("since stock_at slow_until", INT),
    # everything else
    ("firm account", INT), ("answerability value degree", FLOAT), ("rep", INT),
    ("task delivered due slot", INT), ("handed_score content_help", FLOAT), ("recorded source same_account", INT),
    ("captured promise calendar next_of_rep last_of_rep next_held last_held minutes", INT),
    ("reassigned seen tried contacted with_sales ignored escalated disposed attempts held place", SMALL),
    ("ending returning booked chosen attempts_made", SMALL), ("delivery closes_after joined begun talks_with", INT),
    ("tokens", FLOAT), ("earliest asked start met_by booked_under stage", INT),
    ("kind meeting meets_for missed met stage_number open_place", SMALL), ("spare", INT),
)  # fmt: skip

TASK = record(
    ("lead key item dist length opened rank pauses roomy", INT), ("scale", FLOAT), ("left begun list place next", INT),
)  # fmt: skip

REP = record(
    # what it is given
    ("key seat seat_before shifts foreseen rest roomy bookings own_tasks admin given beliefs", INT),
    # where it stands
    ("diary employed on_shift absent closes task following began shift_ends token", INT),
    ("idle_since idle_before idle_after idle_turn", INT),
    ("rest_n roomy_n waiting bookings_n leads leads_n ignored turn holders veteran joined leads_done", INT),
    ("pace own_skill lead_minutes won", FLOAT), ("day segment workdays qualifies_only closes_only emptied piece gone_place", INT),
    ("week", INT), ("week_minutes effective needed owed", FLOAT), ("sqls own_pieces own_tasks_n admin_n", INT),
)  # fmt: skip

SHIFTS = record(("gone gone_n pieces pieces_n opens closes before open_n", INT))
BELIEF = record(("good bad", FLOAT), ("at", INT))
CHANNEL_NOW = record(("key rules place", INT), ("budget sqls prior", FLOAT))
STREAM = record(("next last terms channel place day until", INT))
COMING = record(("time key day strip number wide", INT))
FIRM = len(FEATURES)
