"""Who moves an answer, by Morris's design or by Sobol's indices: with the same luck at every combination of inputs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ...scenario.inputs import Input
from ...statistics import Indices, Screened, screen, sobol_indices
from ..judgement.numbers import show
from .combinations import Judged
from .results import window_in_words

if TYPE_CHECKING:
    import pandas as pd

MOST_NAMED = 3


@dataclass(frozen=True, repr=False)
class Influence(Judged):
    """What each input does to an answer, by Morris's design or by Sobol's indices; all points have the same luck."""

    @cached_property
    def found(self) -> tuple[tuple[Input, Screened | Indices], ...]:
        """Every input with what it does, the one that moves the answer most first."""
        each: list[Screened] | list[Indices]
        each = screen(self.points, self.answers) if self.method == "morris" else sobol_indices(len(self.inputs), self.answers)
        return tuple(sorted(zip(self.inputs, each, strict=True), key=lambda pair: -_size(pair[1])))

    @property
    def sentence(self) -> str:
        """What moves the answer, in plain words."""
        answer = f"the gain of {self.names[1]} over {self.names[0]}" if self.decides else self.names[0]
        label = f"{self.measure.label[:1].lower()}{self.measure.label[1:]}"
        told = [(each, found) for each, found in self.found if is_told(found)][:MOST_NAMED]
        if not told:
            return (
                f"No input moves {label} of {answer} enough to be told from luck."
                if not self.decides
                else (f"No input moves {answer} enough to be told from luck.")
            )
        parts = [f"{_small(each.label)} ({self._said(found)})" for each, found in told]
        of = f"{answer} in {label}" if self.decides else f"{label} of {answer}"
        return f"What moves {of} most, {window_in_words(self.plans[0].horizon)}: {'; '.join(parts)}."

    def _said(self, found: Screened | Indices) -> str:
        if isinstance(found, Screened):
            return f"{show(found.effect, self.measure.unit, self.currency, signed=True)} from one end to the other"
        alone = show(max(0.0, found.first), "share")
        return f"{alone} of the variance alone, {show(max(0.0, found.total), 'share')} with all others"

    def table(self) -> pd.DataFrame:
        """Table of inputs, the one that moves the answer most first."""
        import pandas as pd

        return pd.DataFrame.from_records([_record(*each) for each in self.found])

    def further_tables(self) -> dict[str, pd.DataFrame]:
        """Tables of the inputs beside those of every study, by name."""
        return {"inputs": self.table(), "outcomes": self.outcomes()}

    def found_out(self) -> dict[str, Any]:
        """What moves the answer, for the document."""
        return {"method": self.method, "sentence": self.sentence, "inputs": [_record(*each) for each in self.found]}


def is_told(found: Screened | Indices) -> bool:
    """Whether what an input does is told from luck, and from the choice of points."""
    if isinstance(found, Screened):
        return found.size - found.half_width > found.luck
    return found.total - found.total_half_width > 2 * found.total_luck


def _size(found: Screened | Indices) -> float:
    return found.size if isinstance(found, Screened) else found.total


def _record(each: Input, found: Screened | Indices) -> dict[str, Any]:
    reach = {"input": each.name, "label": each.label, "from": each.words(0.0), "to": each.words(1.0), "source": each.source}
    return {**reach, **found._asdict(), "told": is_told(found)}


def _small(words: str) -> str:
    return words if words[:2].isupper() else words[:1].lower() + words[1:]
