"""How the 5 % of error is shared among all that is looked at in a comparison."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...statistics import benjamini_hochberg, highest_correlation, holm
from ..crew.replications import Rows

if TYPE_CHECKING:
    from ...measures import Measure

ERROR = 0.05
MAIN = "revenue"  # what verdicts rest on, and what has half of the error


class Confidence(NamedTuple):
    """Headline measures whose intervals hold together over all alternatives (Bonferroni); the others hold singly.

    Half of the error is for revenue, so that its interval does not widen with every other measure; the
    other headline measures share the other half.
    """

    together: tuple[str, ...]
    alternatives: int

    def weight(self, measure: str) -> float:
        """Share of the error that one difference of a headline measure may spend."""
        others = len(self.together) - (MAIN in self.together)
        half = 0.5 if others and MAIN in self.together else 1.0
        return half / self.alternatives / (1 if measure == MAIN else others)

    def level(self, measure: str) -> float:
        """Confidence level of the interval of one difference."""
        return 1 - ERROR * self.weight(measure) if measure in self.together else 1 - ERROR

    def adjust(self, p_values: Sequence[tuple[str, float]]) -> list[float]:
        """P values by measure, adjusted: Holm's for headline measures, Benjamini and Hochberg's for the rest."""
        adjusted = [0.0] * len(p_values)
        first = [i for i, (name, _) in enumerate(p_values) if name in self.together]
        rest = [i for i, (name, _) in enumerate(p_values) if name not in self.together]
        weights = [self.weight(p_values[i][0]) for i in first]
        for places, found in (
            (first, holm([p_values[i][1] for i in first], weights)),
            (rest, benjamini_hochberg([p_values[i][1] for i in rest])),
        ):
            for i, p in zip(places, found, strict=True):
                adjusted[i] = p
        return adjusted

    def method(self, measure: str) -> str:
        """Name what a p value was adjusted by."""
        return "holm" if measure in self.together else "benjamini-hochberg"

    @property
    def sentence(self) -> str:
        """Say what holds together."""
        number = len(self.together)
        alternatives = "" if self.alternatives == 1 else f" and {self.alternatives} alternatives"
        half = "; half of the 5 % is for revenue" if MAIN in self.together and number > 1 else ""
        return f"the intervals of {number} headline measures{alternatives} hold together with 95 % (Bonferroni{half})"


def main_level(measures: Sequence[Measure], alternatives: int) -> float:
    """Confidence level of the interval of revenue's difference, before anything is simulated."""
    headline = tuple(measure.name for measure in measures if measure.headline)
    return Confidence(headline, alternatives).level(MAIN)


def share_confidence(measures: Sequence[Measure], rows: Sequence[Rows]) -> Confidence:
    """Share the error among the headline measures that some alternative has a difference in."""
    base = rows[0].values
    known = [
        any(np.any(np.isfinite(other.values[:, place] - base[:, place])) for other in rows[1:]) for place in range(len(measures))
    ]
    together = tuple(measure.name for measure, there in zip(measures, known, strict=True) if measure.headline and there)
    return Confidence(together, len(rows) - 1)


def pairing_notes(measures: Sequence[Measure], rows: Sequence[Rows], names: Sequence[str]) -> tuple[str, ...]:
    """Warn where pairing hurts beyond noise: the same luck turns a headline measure the other way round."""
    headline = [(place, measure) for place, measure in enumerate(measures) if measure.headline]
    family = len(headline) * (len(rows) - 1)
    notes = []
    for name, other in zip(names[1:], rows[1:], strict=True):
        hurt = [
            measure.label
            for place, measure in headline
            if highest_correlation(rows[0].values[:, place], other.values[:, place], 1 - ERROR, family) < 0
        ]
        if hurt:
            notes.append(
                f"Pairing hurts for {', '.join(hurt)} under {name}: what is luck for the base is bad luck there, so these "
                "intervals are wider than with luck of their own; ask for more replications."
            )
    return tuple(notes)
