"""Uncertain inputs of scenarios: what is asked, what files say, or else how well values are known by their evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from ..errors import Fault, ScenarioError
from .amounts import Money, Rate, Span, read_share
from .distributions import AMOUNTS, Distribution
from .doubts import rising
from .evidence import Origin, values_of
from .kinds import kind_at, options, quantity_of, spread
from .levers import setting
from .lines import Line, times, times_odds
from .presets import PRESETS
from .ranges import read_setting
from .scale import amounts
from .scenario import Scenario
from .text import UnreadableError, plain
from .tree import Leaf, dotted, leaves, undotted
from .words import label

FACTORS = {"A": 1.1, "B": 1.25, "C": 1.5, "D": 2.0}  # by which a value of this grade may be off, either way
ASSUMED = 2.0  # and one for which nothing speaks
SPEED = "speed"
SPEEDS = tuple(preset.name for preset in PRESETS)
# What nobody can look up in their own books; values of one line go up and down together.
SUSPECTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (SPEED, "What speed is worth", ("contact.response", "channels.*.response")),
    ("connect", "Chance that an attempt connects", ("contact.connect", "channels.*.connect")),
    ("reachable", "Buyers who can be reached at all", ("personas.*.reachable",)),
    ("fit", "Leads that fit", ("personas.*.fit",)),
    ("need", "Time until a need arises", ("personas.*.need",)),
    ("window", "Time a buyer keeps looking", ("personas.*.window.lasts",)),
    ("deal_value", "Value of a deal", ("personas.*.value",)),
    ("nurture", "What nurture does for readiness", ("nurture.readiness",)),
    ("effort", "Minutes a lead takes", ("work.research", "work.attempt", "work.conversation")),
    ("accepts", "Good leads that sales qualifies", ("qualification.accept_fit",)),
    ("advance", "Deals that reach the next stage", ("opportunity.stages.*.advance",)),
    ("deal_effort", "Minutes a deal takes", ("opportunity.stages.*.minutes",)),
    ("lost_after", "Time until a deal goes cold", ("opportunity.lost_after",)),
    ("own_effort", "Minutes for an SQL of one's own", ("team.own_pipeline.minutes_per_sql",)),
    ("own_closes", "Own SQLs that are won", ("team.own_pipeline.closes",)),
    ("belief", "Good leads that reps first expect", ("pursuit.prior",)),
    ("load", "How much load puts reps off", ("pursuit.load",)),
)


class Input(NamedTuple):
    """An uncertain input: its name and label, where its range comes from, and its lines by place of the scenario.

    `shares` are those of its settings, where it has settings; empty where it has a range.
    """

    name: str
    label: str
    source: str
    lines: tuple[tuple[Line, ...], ...]
    shares: tuple[float, ...] = ()

    def changes(self, place: int, at: float) -> dict[str, str]:
        """Values to put into the scenario at a place, by path."""
        return {line.path: line.text(at) for line in self.lines[place]}

    def words(self, at: float) -> str:
        """Say the input's value at a position; where several values go together, by what factor they do."""
        line, same = self._first
        if same:
            return line.words(at)
        if not line.scales:
            return " or ".join(dict.fromkeys(each.words(at) for lines in self.lines for each in lines))
        return f"{line.factor(at):.2g} times{' the odds' if line.distribution == 'log-odds' else ''}"

    def amount(self, at: float) -> float:
        """The input's value at a position as a number, for an axis; where several go together, the factor."""
        line, same = self._first
        return line.factor(at) if line.scales and not same else line.amount(at)

    def said(self) -> dict[str, Any]:
        """Put into JSON's types what its values depend on."""
        return {"shares": list(self.shares), "lines": [[line.said() for line in lines] for lines in self.lines]}

    @property
    def _first(self) -> tuple[Line, bool]:
        """The first line, and whether all others say the same of their paths."""
        every = [line for lines in self.lines for line in lines]
        return every[0], len({line._replace(path="") for line in every}) == 1


def stated_inputs(scenarios: Sequence[Scenario]) -> tuple[Input, ...]:
    """What files of scenarios say is in doubt, each by its own file."""
    return tuple(_stated(scenarios))


def find_inputs(scenarios: Sequence[Scenario], asked: Sequence[str] = (), assumed: bool = False) -> tuple[Input, ...]:
    """Find what is uncertain in some scenarios.

    `asked` are texts `PATH=LO..HI` or `PATH=A,B,C`, which come before what files say. Ranges by grade of
    evidence are added when they are wanted, or when there is nothing else. ScenarioError with every fault.
    """
    found: dict[str, Input] = {}
    faults: list[Fault] = []
    for number, text in enumerate(asked, start=1):
        name = text.partition("=")[0].strip()
        try:
            each = _asked(scenarios, text)
            if each.name in found:
                raise UnreadableError("is named twice", "name it once")
            found[each.name] = each
            faults += _refused(scenarios, each, number)
        except UnreadableError as error:
            faults.append(Fault("--input", number, 1, name or "scenario", error.what, error.instead))
    if faults:
        raise ScenarioError(dict.fromkeys(faults))
    paths = _paths(found.values())
    found |= {each.name: each for each in _stated(scenarios) if each.name not in paths}
    if assumed or not found:
        paths = _paths(found.values())
        found |= {each.name: each for each in _suspected(scenarios, paths)}
    if not found:
        instead = "write --input PATH=LO..HI, or {between: [LO, HI]} for a value in its file"
        raise ScenarioError([Fault(scenarios[0].name, 1, 1, "scenario", "has no value that is known to be uncertain", instead)])
    return tuple(found.values())


def apart_in_words(scenarios: Sequence[Scenario], inputs: Sequence[Input]) -> list[str]:
    """Say which inputs tell scenarios apart: in doubt in some alone, or given to all where they differed."""
    said = []
    for each in inputs:
        with_it = [scenario.name for scenario, lines in zip(scenarios, each.lines, strict=True) if lines]
        if each.source == "stated" and len(with_it) < len(scenarios):
            without = [scenario.name for scenario in scenarios if scenario.name not in with_it]
            said.append(
                f"{each.name} is in doubt in {_quoted(with_it)} alone: it moves that and not {_quoted(without)}. If it is the "
                "same in both, write it in both files, or in a parent they share."
            )
        if each.source == "asked for":
            values = [str(_value_at(scenario, each.lines[0][0].path)) for scenario in scenarios]
            if len(set(values)) > 1:
                told = ", ".join(f"{value} in '{scenario.name}'" for scenario, value in zip(scenarios, values, strict=True))
                said.append(f"{each.name} was {told}; asked for, it is the same in all, so that this difference is gone.")
    return said


def _quoted(names: Sequence[str]) -> str:
    return " and ".join(f"'{name}'" for name in names)


def _value_at(scenario: Scenario, path: str) -> Any:
    """Value of a scenario at a path; None where it has none."""
    return next((value for where, value, _ in values_of(scenario) if dotted(where) == path), None)


def said_of(inputs: Sequence[Input]) -> dict[str, Any]:
    """Put into JSON's types what values of inputs depend on."""
    said = {each.name: each.said() for each in inputs}
    return {"names": list(said), "inputs": said}


def words_of(inputs: Sequence[Input]) -> dict[str, list[str]]:
    """Label and source of every input, on which no number depends."""
    return {each.name: [each.label, each.source] for each in inputs}


def inputs_again(scenarios: Sequence[Scenario], said: Mapping[str, Any], words: Mapping[str, Any]) -> tuple[Input, ...]:
    """Make inputs of what they said of themselves, for the scenarios they are of."""
    return tuple(_again(scenarios, (name, *words[name]), said["inputs"][name]) for name in said["names"])


def _again(scenarios: Sequence[Scenario], named: tuple[str, str, str], said: Any) -> Input:

    def line(scenario: Scenario, each: Any) -> Line:
        like = None if each["like"] is None else setting(kind_at(undotted(each["path"]), scenario.tree()), each["like"])
        parts: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in each.items()}
        return Line(**(parts | {"like": like}))

    lines = tuple(tuple(line(scenario, each) for each in of) for scenario, of in zip(scenarios, said["lines"], strict=True))
    return Input(*named, lines, tuple(said["shares"]))


def _paths(inputs: Any) -> set[str]:
    return {line.path for each in inputs for lines in each.lines for line in lines}


def _asked(scenarios: Sequence[Scenario], text: str) -> Input:
    """Read `PATH=LO..HI` or `PATH=A,B,C`; a lever's name stands for its path."""
    name, _, written = (part.strip() for part in text.partition("="))
    if not name or not written:
        raise UnreadableError("states no range", "write a path, '=', and what it may be, such as contact.connect=0.3..0.5")
    lever = next((each.levers[name] for each in scenarios if name in each.levers), None)
    path = lever.path if lever is not None else name
    words = (lever.label if lever is not None else None) or _label(path)
    kind = next((kind for each in scenarios if (kind := kind_at(undotted(path), each.tree())) is not None), None)
    if ".." in written and kind is not None:
        low, high = (read_setting(kind, end.strip()) for end in written.split("..", 1))
        line = Line(path, low, *rising(low, high))
    else:
        settings = tuple(each.strip() for each in written.split(","))
        if ".." not in written and (len(settings) < 2 or "" in settings or len(set(settings)) < len(settings)):
            raise UnreadableError("states no range", f"write {name}=LO..HI, or settings with commas between them")
        line = Line(path, settings=settings, shares=(1.0,) * len(settings))
    return Input(name, words, "asked for", tuple((line,) for _ in scenarios), line.shares)


def _label(path: str) -> str:
    """Words for a path: those of the line it is in, or else made of its own."""
    return next((words for _, words, patterns in SUSPECTS if path in patterns), None) or label(path)


def _refused(scenarios: Sequence[Scenario], each: Input, number: int) -> list[Fault]:
    """Faults of values that a scenario does not take: of settings all, of a range those of its ends."""
    shares = each.shares
    ends = [(sum(shares[:i]) + shares[i] / 2) / sum(shares) for i in range(len(shares))] or [0.0, 1.0]
    faults: list[Fault] = []
    for place, scenario in enumerate(scenarios):
        for at in ends:
            try:
                scenario.replace(each.changes(place, at))
            except ScenarioError as error:
                faults += [Fault("--input", number, 1, fault.path, fault.what, fault.instead) for fault in error.faults]
    return faults


def _stated(scenarios: Sequence[Scenario]) -> Iterator[Input]:
    """What files say is uncertain; each scenario by its own file."""
    by_place: list[dict[str, Line]] = []
    for scenario in scenarios:
        tree = scenario.tree()
        by_place.append(
            {dotted(path): _line(dotted(path), kind_at(path, tree), leaf) for path, leaf in leaves(tree) if leaf.doubt}
        )
    for path in dict.fromkeys(path for each in by_place for path in each):
        first = next(each[path] for each in by_place if path in each)
        for scenario, each in zip(scenarios, by_place, strict=True):
            if path in each and each[path].shares != first.shares:
                what = "is in doubt here in another way than in the other scenario: settings, or their shares, are not the same"
                instead = "write the same between or among in both, or once in a parent they share"
                raise ScenarioError([Fault(scenario.name, 1, 1, path, what, instead)])
        yield Input(path, _label(path), "stated", tuple((each[path],) if path in each else () for each in by_place), first.shares)


def _line(path: str, kind: Any, leaf: Leaf) -> Line:
    doubt = leaf.doubt
    assert doubt is not None  # callers look for it
    if doubt.among:
        texts = tuple(plain(each) if isinstance(each, float) else str(each) for each in doubt.among)
        return Line(path, settings=texts, shares=doubt.weights or (1.0,) * len(texts))
    low, high = (setting(kind, end) for end in doubt.between)
    first, last = rising(low, high)
    middle = amounts(low, setting(kind, leaf.value))[1]
    return Line(path, low, first, last, doubt.distribution, (middle - first) / (last - first))


def _suspected(scenarios: Sequence[Scenario], taken: set[str]) -> Iterator[Input]:
    """What is known badly by its evidence: every value by its own grade, those of a line together."""
    written = [list(_written(scenario, taken)) for scenario in scenarios]
    for name, words, patterns in SUSPECTS:
        grades: set[str] = set()
        lines = tuple(tuple(_suspects(*each, patterns, grades)) for each in zip(scenarios, written, strict=True))
        if any(lines):
            shares = (1.0,) * len(SPEEDS) if name == SPEED else ()
            source = (
                "assumed: from no effect to all that is told" if shares else f"assumed: evidence of {', '.join(sorted(grades))}"
            )
            yield Input(name, words, source, lines, shares)


def _written(scenario: Scenario, taken: set[str]) -> Iterator[tuple[str, Any, Origin]]:
    """Values that were written in a file, but for those at paths that are taken: path, value and origin."""
    values = {dotted(path): value for path, value, _ in values_of(scenario)}
    for path, origin in scenario.origins.items():
        if origin.file is not None and path not in taken and values.get(path) is not None:
            yield path, values[path], origin


def _suspects(
    scenario: Scenario, written: Sequence[tuple[str, Any, Origin]], patterns: Sequence[str], grades: set[str]
) -> Iterator[Line]:
    """Lines of the values at some paths."""
    for path, value, origin in written:
        if not any(fnmatchcase(path, pattern) for pattern in patterns):
            continue
        if path.endswith(".response"):
            # Without any effect of speed the question is one in which it does not matter, as in a textbook queue.
            if scenario.contact.response != "none":
                yield Line(path, settings=SPEEDS, shares=(1.0,) * len(SPEEDS))
            continue
        grade, factor = _known(origin)
        for line in _scaled(scenario, path, value, factor):
            grades.add(f"{grade}, {factor:g} times")
            yield line


def _known(origin: Origin) -> tuple[str, float]:
    """How well a value is known: the grade of its evidence, and the factor by which it may be off."""
    if origin.assumed or origin.grade not in FACTORS:
        return "no grade", ASSUMED
    return f"grade {origin.grade}", FACTORS[origin.grade]


def _scaled(scenario: Scenario, path: str, value: Any, factor: float) -> tuple[Line, ...]:
    """Lines of a value times a factor, of a distribution of its sizes; none where that gives no value."""
    kind = kind_at(undotted(path), scenario.tree())
    share = any((quantity := quantity_of(part)) and quantity.read is read_share for part in options(kind))
    lines: tuple[Line, ...] = ()
    if share:
        lines = (times_odds(path, value, factor),) if 0 < value < 1 else ()
    elif isinstance(value, Distribution):
        words = spread(kind, str(value))
        sizes = [
            (word, read_setting(kind_at((*undotted(path), word), scenario.tree()), words[word]))
            for word in words
            if word in AMOUNTS
        ]
        lines = tuple(times(f"{path}.{word}", size, size.amount, factor) for word, size in sizes if size.amount)
    elif isinstance(value, Span | Rate | Money):
        lines = (times(path, value, value.amount, factor),) if value.amount else ()
    elif isinstance(value, float) and value > 0:
        lines = (times(path, value, value, factor),)
    try:
        for at in (0.0, 1.0) if lines else ():
            scenario.replace({line.path: line.text(at) for line in lines})
    except ScenarioError:
        return ()
    return lines
