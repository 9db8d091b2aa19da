"""Facts: one lead's story, the event log, the model beside exact theory."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ..errors import StudyError
from .app import FAILED, AsJson, Quiet, Replications, ScenarioName, Seed, Sets, Workers, app, note, print_json, read, write


@app.command()
def trace(
    scenario: ScenarioName,
    lead: Annotated[
        str | None, typer.Option(metavar="ID", help="Tell this lead's story: its number, or channel:day.strip.number.")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE.csv", help="Write the event log there.")] = None,
    truth: Annotated[bool, typer.Option("--truth", help="In the event log, also what nobody could see.")] = False,
    replication: Annotated[int, typer.Option(min=0, help="Which simulated year, from 0.")] = 0,
    seed: Seed = None,
    sets: Sets = None,
    quiet: Quiet = False,
) -> None:
    """Tell one lead's story in plain sentences, or write the event log of one simulated year."""
    if lead is None and out is None:
        raise StudyError("say which lead (--lead 1), or where to write the event log (--out log.csv)")
    from ..report.story import tell
    from ..study.comparing import replay
    from ..study.facts import find_lead, write_events

    plan, log = replay(read(scenario, sets, quiet), replication=replication, seed=seed)
    if lead is not None:
        write(tell(plan, log, find_lead(plan, log, lead)))
    if out is not None:
        count = write_events(plan, log, out, truth=truth)
        note(f"{out}: {count:,} events of {len(log.leads):,} leads", quiet)


@app.command()
def verify(
    replications: Replications = None,
    seed: Seed = None,
    workers: Workers = 1,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Check the model against exact theory, one line a case; exit status 1 when a line does not hold."""
    from ..report.paper import progress_bar
    from ..theory.verification import verify as simulate

    asked: dict[str, Any] = {} if seed is None else {"seed": seed}
    with progress_bar(quiet) as progress:
        lines = simulate(replications=replications, workers=workers, progress=progress, **asked)
    hold = all(line.holds for line in lines)
    if as_json:
        print_json({"cases": [line._asdict() for line in lines], "all_hold": hold})
    else:
        from ..report.paper import stdout_paper
        from ..report.verification import show_lines

        write(show_lines(lines, stdout_paper()))
    if not hold:
        raise typer.Exit(FAILED)
