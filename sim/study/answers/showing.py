"""How a study shows itself: by the room of reports, which stands below this one and is loaded by name when it is asked for."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

GALLERY, PAGE = "sim.report.gallery", "sim.report.page"


class Shown:
    """Pictures and a page of what was found."""

    def figure(self, name: str = "revenue", **options: Any) -> Any:
        """Draw a picture as a matplotlib Figure: the name of a measure, or one of `pictures()`.

        Its title is what was found. Options by picture: `measure`, `series` (weekly), `scenario`, `input` (flip).

        `"backtest"` holds what really happened against simulated years, and takes it by the name of a measure:
        `study.figure("backtest", actual={"won": 64, "revenue": 2.9e6})`, or by period: `actual={"won": {"2024": 58,
        "2025": 64}}`; each number over as long as the study's window, money in its currency, shares as shares of 1.
        `fitted=True` notes that the scenario was made from these numbers. Without `scenario` the first one is meant.
        """
        return importlib.import_module(GALLERY).draw(self, name, **options)

    def figure_data(self, name: str = "revenue", **options: Any) -> pd.DataFrame:
        """Table of what a picture shows, a row a mark."""
        table: pd.DataFrame = importlib.import_module(GALLERY).table(self, name, **options)
        return table

    def pictures(self) -> tuple[str, ...]:
        """Names of the pictures that a study of this kind can have."""
        names: tuple[str, ...] = importlib.import_module(GALLERY).pictures_of(self)
        return names

    def report(self, file: str | Path, command: str = "") -> Path:
        """Write one page that opens anywhere and asks nobody: the answer, what it leans on, pictures, tables, how to repeat it.

        Raises
        ------
        StudyError
            When the file's name does not end in .html, or its folder does not exist.
        """
        written: Path = importlib.import_module(PAGE).write_page(self, Path(file), command)
        return written
