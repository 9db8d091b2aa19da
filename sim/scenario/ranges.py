"""Settings to try: `LEVER=A,B,C` or `LEVER=LO..HI`, read for a scenario into values as people write them."""

from __future__ import annotations

import dataclasses
import itertools
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ..errors import Fault, ScenarioError
from .amounts import Money, Rate, Span
from .kinds import kind_at
from .levers import setting, size
from .scale import amounts, with_amount
from .scenario import Scenario
from .text import UnreadableError, shown
from .tree import undotted

Vary = str | Sequence[str] | Mapping[str, str | Sequence[object]]

MOST_SETTINGS, MOST_CELLS = 200, 1000
LONGEST_NAME = 80
UNKNOWN = "is neither a lever nor a path"
STEPS = 9  # settings of a range of quantities, ends included
FIGURES = 3
# Times people promise; between the ends of a range these are tried.
LADDER = (
    *((amount, "minute") for amount in (1, 2, 5, 10, 15, 30)),
    *((amount, "hour") for amount in (1, 2, 4, 8, 12)),
    *((amount, "day") for amount in (1, 2, 3, 5, 7, 10, 14, 21, 30, 60, 90, 180)),
)
WORKING_DAY = ((8, "hour"), (12, "hour"))  # as long as a business day, or longer


class Varied(NamedTuple):
    """A lever or path, its words, and the settings to try in the order written; `sizes` are NaN where there are none."""

    lever: str
    label: str
    settings: tuple[str, ...]
    sizes: tuple[float, ...]


def read_varied(scenario: Scenario, vary: Vary) -> tuple[Varied, ...]:
    """Read what is to be varied; everything wrong is raised at once as ScenarioError."""
    faults: list[Fault] = []
    found: list[Varied] = []
    for number, (lever, written) in enumerate(_pairs(vary), start=1):
        try:
            if not lever or not written:
                raise UnreadableError("varies nothing", "write a lever, '=', and settings, such as reps=6,8,10 or reps=6..12")
            if lever in {each.lever for each in found}:
                raise UnreadableError("is varied twice", "name it once, with all its settings")
            found.append(_varied(scenario, lever, written))
            faults += _refused(scenario, found[-1], written, number)
        except UnreadableError as error:
            unknown = _refused(scenario, Varied(lever, lever, ("0",), (0.0,)), "0", number) if lever and written else []
            fault = Fault("--vary", number, 1, lever or "scenario", error.what, error.instead)
            faults += [each for each in unknown if UNKNOWN in each.what] or [fault]
    number = math.prod(len(each.settings) for each in found)
    if not faults and number > MOST_CELLS:
        what = f"has {number:,} settings in all"
        faults.append(Fault("--vary", 1, 1, found[0].lever, what, f"write at most {MOST_CELLS:,}, or fewer levers"))
    if not found and not faults:
        faults.append(Fault("--vary", 1, 1, "scenario", "varies nothing", "say what to vary, such as reps=6,8,10"))
    if faults:
        raise ScenarioError(dict.fromkeys(faults))
    return tuple(found)


def as_pairs(varied: Sequence[Varied]) -> list[list[str | list[str]]]:
    """What was varied for a file: pairs, since a file's own order of keys is the alphabet's."""
    return [[each.lever, list(each.settings)] for each in varied]


def notes_of(scenario: Scenario, tried: Sequence[Scenario]) -> tuple[str, ...]:
    """What was noted as settings were put in that the scenario itself does not note, each once."""
    return tuple(dict.fromkeys(note for each in tried for note in each.notes if note not in scenario.notes))


def vary_scenario(scenario: Scenario, varied: Sequence[Varied]) -> tuple[tuple[dict[str, str], ...], tuple[Scenario, ...]]:
    """Make every combination of settings of a scenario: settings by lever, and scenarios named by them.

    Those of the lever named last change first. ScenarioError with every fault when some cannot stand together.
    """
    cells = cells_of(varied)
    made: list[Scenario] = []
    faults: dict[Fault, None] = {}
    for cell in cells:
        try:
            made.append(scenario.replace(cell, name=words_of(varied, cell)[:LONGEST_NAME]))
        except ScenarioError as error:
            faults |= dict.fromkeys(error.faults)
    if faults:
        raise ScenarioError(faults)
    return cells, tuple(made)


def cells_of(varied: Sequence[Varied]) -> tuple[dict[str, str], ...]:
    """Combine all settings: those of the lever named last change first."""
    names = [each.lever for each in varied]
    return tuple(dict(zip(names, each, strict=True)) for each in itertools.product(*(each.settings for each in varied)))


def words_of(varied: Sequence[Varied], cell: Mapping[str, str]) -> str:
    """Put a combination of settings in words, such as `Reps 8, first call within 4 hours`."""
    words = ", ".join(f"{each.label[:1].lower()}{each.label[1:]} {cell[each.lever]}" for each in varied)
    return words if varied and "." in varied[0].label else words[:1].upper() + words[1:]  # a path is written as it is


def _pairs(vary: Vary) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """Levers with what is written of them: text, or settings one by one."""
    if isinstance(vary, Mapping):
        for lever, settings in vary.items():
            several = isinstance(settings, Iterable) and not isinstance(settings, str)
            yield str(lever), tuple(map(str, settings)) if several else str(settings)
        return
    for text in [vary] if isinstance(vary, str) else vary:
        lever, _, written = text.partition("=")
        yield lever.strip(), written.strip()


def _refused(scenario: Scenario, varied: Varied, written: str | tuple[str, ...], number: int) -> list[Fault]:
    """Faults of settings that the scenario does not take; of a range, those of its ends."""
    text = written if isinstance(written, str) else ",".join(written)
    settings = (varied.settings[0], varied.settings[-1]) if isinstance(written, str) and ".." in text else varied.settings
    faults: list[Fault] = []
    for each in settings:
        column = len(varied.lever) + 2 + max(0, text.find(each))
        try:
            scenario.replace({varied.lever: each})
        except ScenarioError as error:
            faults += [dataclasses.replace(fault, file="--vary", line=number, column=column) for fault in error.faults]
            if UNKNOWN in str(error):  # which is so for every setting
                break
    return faults


def _varied(scenario: Scenario, name: str, written: str | tuple[str, ...]) -> Varied:
    lever = scenario.levers.get(name)
    path = lever.path if lever is not None else name
    kind = kind_at(undotted(path), scenario.tree())
    if not isinstance(written, str):
        settings = list(written)
    elif ".." in written:
        settings = _range(scenario, path, kind, [end.strip() for end in written.split("..")])
    else:
        settings = [each.strip() for each in re.split(r",(?![^\[{]*[\]}])", written)]
    if "" in settings:
        raise UnreadableError("has an empty setting", "write settings with commas between them, such as 6,8,10")
    if len(set(settings)) < len(settings):
        twice = next(each for each in settings if settings.count(each) > 1)
        raise UnreadableError(f"has {shown(twice)} twice", "name every setting once")
    label = lever.label if lever is not None and lever.label else name
    return Varied(name, label, tuple(settings), tuple(_size(kind, each) for each in settings))


def _size(kind: Any, text: str) -> float:
    if kind is None:
        return math.nan
    try:
        found = size(read_setting(kind, text))
    except UnreadableError:  # refused where it is put into the scenario, with the reason
        return math.nan
    return math.nan if found is None else found


def read_setting(kind: Any, text: str) -> Any:
    """Read text as a value of a kind: as a number where one may stand, else as it is."""
    number = text.replace(",", "")
    if re.fullmatch(r"[+-]?\d+", number):
        return setting(kind, int(number))
    try:
        return setting(kind, float(number))
    except (ValueError, UnreadableError):
        return setting(kind, text)


def _range(scenario: Scenario, path: str, kind: Any, ends: list[str]) -> list[str]:
    if len(ends) > 3 or "" in ends or kind is None:
        raise UnreadableError(f"'{'..'.join(ends)}' is no range", "write LO..HI, or LO..HI..STEP, or settings such as 6,8,10")
    low, high = (read_setting(kind, end) for end in ends[:2])
    if type(low) is not type(high) or size(low) is None or not isinstance(low, int | float | Span | Rate | Money):
        raise UnreadableError("has no range", "write its settings one by one, with commas between them")
    first, last = amounts(low, high)
    if first == last:
        raise UnreadableError("has a range of a single setting", "write two different ends")
    if ends[2:]:
        stride = _stride(kind, low, ends[2])
        number = math.floor(abs(last - first) / stride + 1e-9)
        settings = [first + math.copysign(stride, last - first) * i for i in range(number + 1)]
    elif isinstance(low, int):
        settings = [float(x) for x in range(int(first), int(last) + (1 if last > first else -1), 1 if last > first else -1)]
    elif isinstance(low, Span):
        return _rungs(low, high, _counts_business(scenario, path))
    else:
        settings = _between(first, last, ratios=isinstance(low, Rate | Money) and min(first, last) > 0)
    if len(settings) > MOST_SETTINGS:
        raise UnreadableError(f"has {len(settings):,} settings", f"write a step, LO..HI..STEP, for at most {MOST_SETTINGS}")
    return [with_amount(low, amount) for amount in settings]


def _stride(kind: Any, low: Any, written: str) -> float:
    """Step of a range in the unit of its ends."""
    if isinstance(low, int | float):
        try:
            stride = float(written)
        except ValueError:
            raise UnreadableError(f"has the step {shown(written)}", "write a number above 0") from None
    else:
        _, stride = amounts(low, read_setting(kind, written))
    if not 0 < stride < math.inf:
        raise UnreadableError(f"has the step {shown(written)}", "write a step above 0")
    return stride


def _between(first: float, last: float, ratios: bool) -> list[float]:
    """Settings from end to end, in equal ratios or equal steps, of few figures."""
    shares = [i / (STEPS - 1) for i in range(STEPS)]
    found = [first * (last / first) ** x if ratios else first + (last - first) * x for x in shares]
    inner = [float(f"{amount:.{FIGURES}g}") for amount in found[1:-1]]
    return list(dict.fromkeys([first, *inner, last]))


def _rungs(low: Span, high: Span, business: bool) -> list[str]:
    """Times that people promise, from end to end."""
    amounts(low, high)
    clock = "business " if low.business else ""
    start, end = sorted((low, high), key=lambda span: span.nominal_microseconds)
    inner = [Span(float(amount), clock + unit) for amount, unit in LADDER if not (business and (amount, unit) in WORKING_DAY)]
    between = [s for s in inner if start.nominal_microseconds < s.nominal_microseconds < end.nominal_microseconds]
    settings = [str(each) for each in (start, *between, end)]
    return settings if start is low else settings[::-1]


def _counts_business(scenario: Scenario, path: str) -> bool:
    """Whether the value at a path counts business time now, which a time put there keeps."""
    value: Any = scenario
    for key in undotted(path):
        value = value.get(key) if isinstance(value, Mapping) else getattr(value, key, None)
    return isinstance(value, Span) and value.business
