"""Studies as tidy tables."""

from __future__ import annotations

import datetime
from html import escape
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from ...errors import StudyError
from ...statistics import welch
from ..judgement.estimates import ENDS
from ..judgement.numbers import show, show_range, unit_in_words
from ..judgement.steadiness import whole_weeks

if TYPE_CHECKING:
    from ...plan import Plan
    from .results import Comparison, Study


def summary_table(study: Study) -> pd.DataFrame:
    """One row per scenario and measure."""
    return pd.DataFrame.from_records(
        [
            {
                "scenario": name,
                "measure": measure.name,
                "label": measure.label,
                "unit": unit_in_words(measure.unit, study.currency),
                **estimates[measure.name]._asdict(),
            }
            for name, estimates in zip(study.names, study.estimates, strict=True)
            for measure in study.measures
        ]
    )


def differences_table(study: Comparison) -> pd.DataFrame:
    """One row per alternative and measure: alternative − base."""
    records: list[dict[str, Any]] = []
    for name, effects, adjusted in zip(study.names[1:], study.effects, study.adjusted_p, strict=True):
        for measure in study.measures:
            found = effects[measure.name]
            records.append(
                {
                    "scenario": name,
                    "measure": measure.name,
                    "label": measure.label,
                    "unit": unit_in_words(measure.unit, study.currency),
                    **{part: getattr(found, part) for part in ENDS},
                    "chance_better": found.chance_better.share,
                    "chance_better_low": found.chance_better.low,
                    "chance_better_high": found.chance_better.high,
                    "chance_better_other_luck": found.chance_better_other_luck,
                    "correlation": found.correlation,
                    "adjusted_p": adjusted[measure.name],
                    "adjusted_by": study.confidence.method(measure.name),
                    "method": found.method,
                }
            )
    return pd.DataFrame.from_records(records)


def replications_table(study: Study) -> pd.DataFrame:
    """One row per scenario and replication."""
    parts = []
    for name, rows in zip(study.names, study.rows, strict=True):
        part = pd.DataFrame(rows.values, columns=[measure.name for measure in study.measures])
        part.insert(0, "replication", np.arange(rows.replications))
        part.insert(0, "scenario", name)
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def weekly_table(study: Study) -> pd.DataFrame:
    """One row per scenario, week and series: mean and percentiles over the replications in which it is defined."""
    parts = []
    for name, plan, rows in zip(study.names, study.plans, study.rows, strict=True):
        weeks = week_dates(plan)[: rows.weekly.shape[1]]
        for place, series in enumerate(study.engine.weekly):
            values = rows.weekly[:, :, place]
            known = np.isfinite(values)
            counts = known.sum(axis=0)
            with np.errstate(invalid="ignore", divide="ignore"):
                mean = np.where(known, values, 0).sum(axis=0) / counts
            low, middle, high = _percentiles(values, counts)
            parts.append(
                pd.DataFrame(
                    {
                        "scenario": name,
                        "week": weeks,
                        "series": series,
                        "mean": mean,
                        "p05": low,
                        "p50": middle,
                        "p95": high,
                        "replications": counts,
                    }
                )
            )
    return pd.concat(parts, ignore_index=True)


def welch_table(study: Study, window: int) -> pd.DataFrame:
    """One row per scenario, whole week until the window's end, and series; the last weeks have no average."""
    parts = []
    for name, plan, rows in zip(study.names, study.plans, study.rows, strict=True):
        for place, series in enumerate(study.engine.weekly):
            weeks = whole_weeks(plan, rows, place)
            if weeks.shape[1] <= window:
                raise StudyError(f"{weeks.shape[1]} whole weeks are too few for a window of {window}; take a smaller one")
            mean = weeks.mean(axis=0)
            average = np.full(len(mean), np.nan)
            average[: len(mean) - window] = welch(mean, window)
            parts.append(
                pd.DataFrame({"scenario": name, "week": np.arange(len(mean)), "series": series, "mean": mean, "average": average})
            )
    return pd.concat(parts, ignore_index=True)


def _percentiles(values: Any, counts: Any) -> Any:
    result = np.full((3, values.shape[1]), np.nan)
    some = counts > 0
    if some.any():
        result[:, some] = np.nanquantile(values[:, some], [0.05, 0.5, 0.95], axis=0)
    return result


def week_dates(plan: Plan) -> list[datetime.date]:
    """Local dates of the Mondays of a plan's weeks."""
    zone = ZoneInfo(plan.timezone)
    moments = (plan.origin + datetime.timedelta(microseconds=int(start)) for start in plan.week_starts)
    return [moment.astimezone(zone).date() for moment in moments]


def dictionary_table(study: Study) -> pd.DataFrame:
    """One row per measure."""
    return pd.DataFrame.from_records(
        [
            {
                "measure": measure.name,
                "label": measure.label,
                "unit": unit_in_words(measure.unit, study.currency),
                "kind": measure.kind,
                "definition": measure.definition,
                "denominator": measure.denominator,
                "better": measure.better or "",
                "headline": measure.headline,
            }
            for measure in study.measures
        ]
    )


def headline_html(study: Study) -> str:
    """Show the headline measures as an HTML table, with the verdicts above when there are any."""
    from .results import Comparison

    sentences = [verdict.sentence for verdict in study.verdicts] if isinstance(study, Comparison) else []
    head = "".join(f"<th>{escape(name)}</th>" for name in ("", *study.names))
    body = ""
    for measure in (measure for measure in study.measures if measure.headline):
        cells = ""
        for estimates in study.estimates:
            found = estimates[measure.name]
            mean = show(found.mean, measure.unit, study.currency)
            spread = show_range(found.p05, found.p95, measure.unit, study.currency)
            cells += f"<td>{escape(mean)}<br><small>{escape(spread)}</small></td>"
        body += f"<tr><th>{escape(measure.label)}</th>{cells}</tr>"
    years = "simulated year" if study.count == 1 else "simulated years"
    caption = f"{study.count} {years} with seed {study.seed}: mean, and 5 % to 95 % of them"
    return (
        "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)
        + f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )
