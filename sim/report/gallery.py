"""Pictures by name: what each shows of a study, and how it is drawn."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from ..errors import StudyError
from ..study.answers.results import Comparison, Study
from .findings.backtests import find_backtest
from .findings.bars import find_hours, find_missed, find_waste
from .findings.clouds import find_clouds, find_pairs
from .findings.convergence import find_convergence, find_warmup
from .findings.dispositions import find_flows
from .findings.doubts import find_credit, find_flip, find_tornado
from .findings.funnel import find_funnel
from .findings.intervals import find_candidates, find_contenders, find_frontier, find_settings
from .findings.minds import find_minds
from .findings.queue import find_queue
from .findings.response import find_response
from .findings.weeks import find_weeks

if TYPE_CHECKING:
    import pandas as pd

    from .figures.style import Sheet


class Finding(Protocol):
    """What every picture shows: a title that is the finding, tidy rows, and a note on how to read them."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def rows(self) -> tuple[Any, ...]: ...  # noqa: D102
    @property
    def note(self) -> str: ...  # noqa: D102


PICTURES: dict[str, Callable[..., Finding]] = {
    "clouds": find_clouds,
    "differences": find_pairs,
    "weeks": find_weeks,
    "funnel": find_funnel,
    "dispositions": find_flows,
    "hours": find_hours,
    "waste": find_waste,
    "missed": find_missed,
    "response": find_response,
    "queue": find_queue,
    "trust": find_minds,
    "convergence": find_convergence,
    "warmup": find_warmup,
    "backtest": find_backtest,
    "frontier": find_frontier,
    "settings": find_settings,
    "candidates": find_candidates,
    "contenders": find_contenders,
    "tornado": find_tornado,
    "flip": find_flip,
    "credit": find_credit,
}
ONLY_OF = {  # pictures that only one kind of study has
    "frontier": "sweep", "settings": "sweep", "candidates": "plan", "contenders": "choice", "tornado": "sensitivity",
    "flip": "sensitivity", "credit": "credit",
}  # fmt: skip
WITH = {"backtest": "actual"}  # an option that a picture cannot do without


def find(study: Study, name: str, **options: Any) -> Finding:
    """Find what a picture shows; the name of a measure means its clouds, or of a sweep its settings.

    Raises
    ------
    StudyError
        When there is no such picture, or the study has nothing to show in it.
    """
    if name in PICTURES:
        look = PICTURES[name]
    elif study.engine.place_of(name) is not None:
        look, options = (find_settings if study.kind_of_study == "sweep" else find_clouds), {"measure": name, **options}
    else:
        raise StudyError(f"no picture and no measure is called '{name}'; pictures are {', '.join(pictures_of(study))}")
    if ONLY_OF.get(name, study.kind_of_study) != study.kind_of_study:
        raise StudyError(f"'{name}' shows a {ONLY_OF[name]}, and this is a {study.kind_of_study}")
    known = [each for each in inspect.signature(look).parameters if each not in ("study", "years")]
    wrong = [each for each in options if each not in known and each != "years"]
    if wrong:
        takes = f"it takes {', '.join(known)}" if known else "it takes none"
        raise StudyError(f"'{name}' has no option {', '.join(wrong)}; {takes}")
    if name in WITH and WITH[name] not in options:
        raise StudyError(f"'{name}' shows nothing of its own; say {WITH[name]}=…, see help(study.figure)")
    return look(study, **options)


def pictures_of(study: Study) -> tuple[str, ...]:
    """Names of the pictures that a study of this kind can have."""
    paired = isinstance(study, Comparison)
    return tuple(
        name
        for name in PICTURES
        if ONLY_OF.get(name, study.kind_of_study) == study.kind_of_study and (paired or name != "differences")
    )


def draw(study: Study, name: str = "revenue", **options: Any) -> Sheet:
    """Draw a picture of a study, in the house's style."""
    from .figures.catalogue import draw_finding

    return draw_finding(find(study, name, **options))


def table(study: Study, name: str = "revenue", **options: Any) -> pd.DataFrame:
    """Table of what a picture shows: a row a mark."""
    import pandas as pd

    return pd.DataFrame.from_records([row._asdict() for row in find(study, name, **options).rows])
