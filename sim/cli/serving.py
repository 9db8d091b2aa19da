"""The what-if page."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from .app import Sets, app, check_engine, read


@app.command()
def serve(
    scenario: Annotated[
        str, typer.Argument(metavar="[SCENARIO]", help="The company to start from: a file or a shipped name.")
    ] = "baseline",
    host: Annotated[str, typer.Option(help="Address to serve at; others than this machine need a password.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to serve at.")] = 8765,
    names: Annotated[
        list[str] | None, typer.Option("--name", help="Another name under which browsers reach it. Repeatable.")
    ] = None,
    years: Annotated[int, typer.Option(min=2, max=2000, help="Simulated years of a final answer.")] = 200,
    workers: Annotated[int | None, typer.Option(min=1, max=64, help="Threads that simulate; else one a processor.")] = None,
    sets: Sets = None,
) -> None:
    """Serve the what-if page, for whoever will never open a terminal.

    A password is read from the environment variable SMARKETING_PASSWORD.
    """
    from ..scenario import shipped_names
    from ..web.serving import serve as serve_page

    check_engine("compiled", quiet=False)
    company = read(scenario, sets, quiet=False)
    parent = scenario if scenario in shipped_names() and not sets and not Path(scenario).exists() else None
    serve_page(company, host, port, os.environ.get("SMARKETING_PASSWORD") or None, years, workers, tuple(names or ()), parent)
