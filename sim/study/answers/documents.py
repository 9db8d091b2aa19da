"""Studies as JSON documents: undefined numbers are null."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ..judgement.estimates import ENDS, Difference, Estimate
from ..judgement.ignorance import split_by_draws
from ..judgement.numbers import unit_in_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ..judgement.frontier import Frontier
    from .results import Comparison, Study
    from .sweep import Sweep


def without_nan(value: Any) -> Any:
    """Replace every undefined or infinite number in nested lists and mappings by None."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: without_nan(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [without_nan(item) for item in value]
    return value


def run_document(study: Study) -> dict[str, Any]:
    """Document of a run: the estimate of every measure."""
    measures = {
        measure.name: {
            "label": measure.label,
            "unit": unit_in_words(measure.unit, study.currency),
            **_estimate(study.estimates[0][measure.name]),
            **_spread(study, study.rows[0].values[:, place]),
        }
        for place, measure in enumerate(study.measures)
    }
    document = {
        "scenario": study.names[0],
        "fingerprint": study.plans[0].fingerprint,
        "seed": study.seed,
        "engine": study.engine.name,
        "replications": study.count,
        "measures": measures,
        "notes": list(study.notes),
    }
    clean: dict[str, Any] = without_nan(document)
    return clean


def compare_document(study: Comparison) -> dict[str, Any]:
    """Document of a comparison: a verdict and every measure's difference for each alternative."""
    document = {
        "base": study.names[0],
        "seed": study.seed,
        "engine": study.engine.name,
        "replications": study.count,
        "from": study.kind,
        "worth": study.worth,
        "confidence": {"together": list(study.confidence.together), "method": study.confidence.sentence},
        "fingerprints": {name: plan.fingerprint for name, plan in zip(study.names, study.plans, strict=True)},
        "alternatives": [_alternative(study, place) for place in range(1, len(study.rows))],
        "notes": list(study.notes),
    }
    clean: dict[str, Any] = without_nan(document)
    return clean


def sweep_document(study: Sweep) -> dict[str, Any]:
    """Document of a sweep: every setting with its measures, and where the promise is kept."""
    settings = [
        {
            "settings": dict(cell),
            "replications": rows.replications,
            "kept": kept.status(study.kept_from),
            "share_kept": kept._asdict(),
            "measures": {
                measure.name: {"unit": unit_in_words(measure.unit, study.currency), **_estimate(estimates[measure.name])}
                for measure in study.measures
            },
        }
        for cell, rows, kept, estimates in zip(study.cells, study.rows, study.kept, study.estimates, strict=True)
    ]
    document = {
        "levers": {each.lever: {"label": each.label, "settings": list(each.settings)} for each in study.varied},
        "sentence": study.sentence,
        "frontier": None if study.frontier is None else _frontier(study.frontier),
        "settings": settings,
        "seed": study.seed,
        "engine": study.engine.name,
        "replications": study.count,
        "looks": study.looks,
        "from": study.kind,
        "notes": list(study.notes),
    }
    clean: dict[str, Any] = without_nan(document)
    return clean


def _frontier(found: Frontier) -> dict[str, Any]:
    edges = [{"others": dict(edge.others), "setting": edge.setting, "share_kept": edge.kept._asdict()} for edge in found.edges]
    return {"axis": found.axis.lever, "kept_from": found.least, "edges": edges, "knees": [dict(knee) for knee in found.knees]}


def _alternative(study: Comparison, place: int) -> dict[str, Any]:
    measures = {}
    base, other = study.rows[0].values, study.rows[place].values
    for column, measure in enumerate(study.measures):
        change = study.effects[place - 1][measure.name]
        measures[measure.name] = {
            "label": measure.label,
            "unit": unit_in_words(measure.unit, study.currency),
            "base": _estimate(study.estimates[0][measure.name]),
            "value": _estimate(study.estimates[place][measure.name]),
            "difference": _difference(change) | _spread(study, other[:, column] - base[:, column]),
            "chance_better": change.chance_better.share,
            "chance_better_low": change.chance_better.low,
            "chance_better_high": change.chance_better.high,
            "chance_better_other_luck": change.chance_better_other_luck,
            "correlation": change.correlation,
            "adjusted_p": study.adjusted_p[place - 1][measure.name],
            "adjusted_by": study.confidence.method(measure.name),
        }
    verdict = study.verdicts[place - 1]._asdict()
    return {"name": study.names[place], "verdict": verdict, "measures": measures}


def _spread(study: Study, values: NDArray[np.float64]) -> dict[str, Any]:
    """Luck and ignorance apart, where values in doubt were drawn."""
    if study.draws is None:
        return {}
    luck, inputs = split_by_draws(study.draws, values)
    return {"luck_sd": luck, "input_sd": inputs}


def _estimate(found: Estimate) -> dict[str, Any]:
    return found._asdict()


def _difference(found: Difference) -> dict[str, Any]:
    return {name: getattr(found, name) for name in (*ENDS, "method")}
