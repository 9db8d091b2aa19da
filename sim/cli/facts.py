"""Facts: one lead's story, the event log, the model beside exact theory, how fast the engines are."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ..errors import StudyError
from .app import (
    FAILED,
    AsJson,
    EngineName,
    Inputs,
    Quiet,
    Replications,
    Seed,
    Sets,
    Workers,
    app,
    check_engine,
    note,
    print_json,
    read,
    write,
)


@app.command()
def trace(
    scenario: Annotated[
        str | None, typer.Argument(metavar="[SCENARIO]", help="A file, or the name of a shipped scenario.", show_default=False)
    ] = None,
    lead: Annotated[
        str | None, typer.Option(metavar="ID", help="Tell this lead's story: its number, or channel:day.strip.number.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the event log there, as .csv, .xes or .ocel.json.")
    ] = None,
    truth: Annotated[bool, typer.Option("--truth", help="In the event log, also what nobody could see.")] = False,
    replication: Annotated[int, typer.Option(min=0, help="Which simulated year, from 0.")] = 0,
    study: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Instead of a scenario: a year of the study that --out wrote there.")
    ] = None,
    named: Annotated[
        str | None, typer.Option("--scenario", metavar="NAME", help="Which scenario of the study; else its last.")
    ] = None,
    seed: Seed = None,
    engine: EngineName = "compiled",
    sets: Sets = None,
    inputs: Inputs = "drawn",
    quiet: Quiet = False,
) -> None:
    """Tell one lead's story in plain sentences, or write the event log of one simulated year."""
    check_engine(engine, quiet)
    if lead is None and out is None:
        raise StudyError("say which lead (--lead 1), or where to write the event log (--out log.csv)")
    from ..report.story import tell
    from ..study.questions.comparing import replay
    from ..study.questions.opening import open_study
    from ..study.traces.facts import find_lead
    from ..study.traces.formats import refuse_ending, write_log

    if (scenario is None) == (study is None):
        raise StudyError("name a scenario, or the folder of a study (--study DIR)")
    if study is not None and (seed is not None or sets or inputs != "drawn"):
        raise StudyError("a study has its own seed and settings; leave --seed, --set and --inputs out")
    if scenario is not None and named is not None:
        raise StudyError("--scenario chooses one of a study; name the study's folder with --study DIR")
    if out is not None:
        refuse_ending(out)
    if study is not None:
        plan, log = open_study(study).replay(replication, named)
    else:
        assert scenario is not None
        chosen = read(scenario, sets, quiet)
        plan, log = replay(
            chosen, replication=replication, seed=seed, engine=engine,
            inputs=inputs,  # type: ignore[arg-type]  # refused there when it is neither
        )  # fmt: skip
    if lead is not None:
        write(tell(plan, log, find_lead(plan, log, lead)))
    if out is not None:
        count = write_log(plan, log, out, truth=truth)
        note(f"{out}: {count:,} events of {len(log.leads):,} leads", quiet)


@app.command()
def export(
    study: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a study, which --out wrote.")],
    target: Annotated[Path, typer.Argument(metavar="FILE.duckdb|FOLDER", help="Where to; must not exist yet.")],
    quiet: Quiet = False,
) -> None:
    """Write a study's tables as one DuckDB database, or as Parquet files into a new folder."""
    from ..study.questions.opening import open_study

    written = open_study(study).export(target)
    note(f"{written}: tables written", quiet)


@app.command()
def verify(
    replications: Replications = None,
    seed: Seed = None,
    engine: EngineName = "compiled",
    workers: Workers = 1,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Check the model against exact theory, one line a case; exit status 1 when a line does not hold."""
    from ..report.paper import progress_bar
    from ..theory.verification import verify as simulate

    check_engine(engine, quiet)
    asked: dict[str, Any] = {} if seed is None else {"seed": seed}
    with progress_bar(quiet) as progress:
        lines = simulate(replications=replications, workers=workers, progress=progress, engine=engine, **asked)
    hold = all(line.holds for line in lines)
    if as_json:
        print_json({"cases": [line._asdict() for line in lines], "all_hold": hold})
    else:
        from ..report.paper import stdout_paper
        from ..report.verification import show_lines

        write(show_lines(lines, stdout_paper()))
    if not hold:
        raise typer.Exit(FAILED)


@app.command()
def bench(
    scenario: Annotated[str, typer.Argument(metavar="[SCENARIO]", help="A file, or a shipped scenario's name.")] = "baseline",
    rounds: Annotated[int, typer.Option(min=1, help="How often both engines simulate, in turns.")] = 3,
    seed: Seed = None,
    sets: Sets = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Time both engines on the same replications: how many a second, and the ratio."""
    from ..report.paper import progress_bar
    from ..study.questions.speed import bench as measure

    check_engine("compiled", quiet)
    chosen = read(scenario, sets, quiet)
    with progress_bar(quiet) as progress:
        speed = measure(chosen, rounds, seed, progress)
    if as_json:
        print_json(speed.to_json())
        return
    from ..report.paper import stdout_paper
    from ..report.speed import show_speed

    write(show_speed(speed, stdout_paper()))
