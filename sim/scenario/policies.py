"""Policies of your own: plain Python functions, registered by name, that scenarios then call by it.

A policy sees what the company sees, never what is true, and gives the same for the same: no luck, no clock, nothing
kept between calls. It runs on the readable engine.
"""

from __future__ import annotations

import datetime
import hashlib
import inspect
import types
from collections.abc import Callable, Iterator
from typing import Any, Literal, NamedTuple, TypeVar, get_args

from ..errors import StudyError
from .kinds import nearest

Kind = Literal["routing", "order", "score"]
FIELDS: dict[Kind, tuple[str, str]] = {
    "routing": ("handoff", "policy"), "order": ("work", "policy"), "score": ("scoring", "policy"),
}  # fmt: skip
TAKES: dict[Kind, int] = {"routing": 2, "order": 1, "score": 1}
Function = TypeVar("Function", bound=Callable[..., Any])


class LeadSeen(NamedTuple):
    """A lead as the company sees it."""

    source: str  # as recorded; empty: none recorded
    score: float  # points, by the scenario's own rules
    points: float  # of behaviour, as far as they have not decayed
    firm: tuple[float, ...]  # what the form shows, in standard deviations; see rules.codes.FEATURES
    captured: datetime.datetime  # local
    now: datetime.datetime  # local
    cycle: int  # how often it came back from sales
    attempts: int  # of this hand-over
    touches: int
    engagements: int


class RepSeen(NamedTuple):
    """A rep who has room for a lead."""

    name: str
    open_leads: int
    waiting: int  # tasks
    at_work: bool  # in a shift
    absent: bool  # today
    turn: int  # when a lead was last given: the lowest has waited longest


class TaskSeen(NamedTuple):
    """A task that waits for a free rep."""

    kind: str  # research, attempt, stage, own or admin
    source: str  # of its lead, as recorded; empty: none recorded, or nobody's lead
    deal: bool  # work on an opportunity, own pipeline or overdue admin
    first: bool  # of a lead that nobody has tried since its hand-over
    score: float  # points
    waited_hours: float  # since the hand-over, as the task joined the list
    due_in_hours: float | None  # until the promise of a first attempt is broken; None: no promise runs


class Policy(NamedTuple):
    """A registered function; `code` stands for it in plans, and changes with what it does."""

    kind: Kind
    name: str
    function: Callable[..., Any]
    code: int


_KNOWN: dict[tuple[Kind, str], Policy] = {}


def add_policy(kind: Kind, name: str | None = None) -> Callable[[Function], Function]:
    """Register a function as a policy, by its own name unless another is given; the last of a name holds.

    `@add_policy("routing")` over `rule(lead, reps)`: the rep who gets a lead, or None to let it wait for one;
    `@add_policy("order")` over `rule(task)`: a number, the lowest is done first;
    `@add_policy("score")` over `rule(lead)`: the lead's score in points.
    `scenario.replace({"handoff.policy": name})` puts it to use; likewise `work.policy` and `scoring.policy`.

    Raises
    ------
    StudyError
        When there is no such kind, or the function does not take what it is given.
    """
    if kind not in get_args(Kind):
        raise StudyError(f"there is no kind of policy '{kind}'; write {', '.join(get_args(Kind))}")

    def register(function: Function) -> Function:
        called = name or function.__name__
        try:
            inspect.signature(function).bind(*range(TAKES[kind]))
        except TypeError:
            takes = "a lead and the reps who have room" if kind == "routing" else "one task" if kind == "order" else "one lead"
            raise StudyError(f"the {kind} policy '{called}' has to take {takes}") from None
        _KNOWN[kind, called] = Policy(kind, called, function, code_of_function(kind, called, function))
        return function

    return register


def forget_policies() -> None:
    """Forget every policy."""
    _KNOWN.clear()


def find_policy(kind: Kind, name: str) -> Policy | None:
    """The policy of this name, if there is one."""
    return _KNOWN.get((kind, name))


def policy_of_code(code: int) -> Policy:
    """The policy that a plan means.

    Raises
    ------
    StudyError
        When it is not registered here, or has changed since the plan was made.
    """
    found = next((policy for policy in _KNOWN.values() if policy.code == code), None)
    if found is None:
        raise StudyError(
            "a policy of your own is not registered in this process as it was when the question was put; use threads "
            "(leave out executor and cluster), or register it before"
        )
    return found


def code_of(kind: Kind, name: str | None) -> int:
    """Code of a policy for a plan; 0 for none."""
    found = None if name is None else find_policy(kind, name)
    return 0 if found is None else found.code


def instead_of(kind: Kind, name: str) -> str:
    """What to write when no policy has this name."""
    names = [known for of, known in _KNOWN if of == kind]
    if near := nearest(name, names):
        return f"did you mean '{near}'?"
    known = f" (registered: {', '.join(names)})" if names else ""
    return f"register it in Python first, with @add_policy('{kind}'), or leave it out{known}"


def code_of_function(kind: str, name: str, function: Callable[..., Any]) -> int:
    """A positive number below 2^62 from what the function does: its code and its constants, defaults included."""
    digest = hashlib.blake2b(digest_size=8)
    for part in (kind, name, *_parts(function)):
        digest.update(part.encode() + b"\0")
    return (int.from_bytes(digest.digest(), "little") >> 2) | 1


def _parts(function: Callable[..., Any]) -> Iterator[str]:
    """What makes two functions different; of a callable that is no function only its name."""
    code = getattr(function, "__code__", None)
    yield getattr(function, "__qualname__", type(function).__qualname__)
    yield repr(getattr(function, "__defaults__", None)) + repr(getattr(function, "__kwdefaults__", None))
    if code is not None:
        yield from _of_code(code)


def _of_code(code: types.CodeType) -> Iterator[str]:
    yield code.co_code.hex()
    yield repr(code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _of_code(constant)
        else:
            yield repr(constant)
