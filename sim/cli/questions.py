"""Questions: how one scenario turns out, and what differs between several."""

from __future__ import annotations

from typing import Annotated

import typer

from ..errors import StudyError
from .app import (
    AsJson,
    Cluster,
    EngineName,
    Everything,
    Inputs,
    Logs,
    Out,
    Precision,
    Quiet,
    Replications,
    ReportFile,
    Resume,
    ScenarioName,
    Seed,
    Sets,
    Workers,
    app,
    check_engine,
    check_folder,
    check_report,
    command_again,
    print_json,
    read,
    report,
    say_where,
    stoppable,
    write,
)


@app.command()
def run(
    scenario: ScenarioName,
    replications: Replications = None,
    precision: Precision = None,
    seed: Seed = None,
    engine: EngineName = "compiled",
    workers: Workers = 1,
    cluster: Cluster = None,
    sets: Sets = None,
    out: Out = None,
    resume: Resume = False,
    logs: Logs = False,
    inputs: Inputs = "drawn",
    to: ReportFile = None,
    as_json: AsJson = False,
    everything: Everything = False,
    quiet: Quiet = False,
) -> None:
    """Simulate one scenario: its measures with 95 % intervals and percentiles."""
    from ..report.paper import progress_bar
    from ..study.questions.comparing import run as simulate
    from ..study.questions.question import parse_share

    check_engine(engine, quiet)
    share = None if precision is None else parse_share(precision)
    check_folder(out, resume)
    check_report(to)
    chosen = read(scenario, sets, quiet)
    with stoppable(out), progress_bar(quiet) as progress:
        study = simulate(
            chosen,
            replications,
            share,
            seed,
            workers,
            progress,
            engine=engine,
            executor=cluster,
            out=out,
            resume=resume,
            logs=logs,
            inputs=inputs,  # type: ignore[arg-type]  # refused there when it is neither
            command=command_again(),
        )
    say_where(out, quiet)
    report(study, to, quiet)
    if as_json:
        print_json(study.to_json())
        return
    from ..report.paper import stdout_paper
    from ..report.terminal import show_run

    write(show_run(study, stdout_paper(), everything=everything))


@app.command()
def compare(
    base: Annotated[str, typer.Argument(metavar="BASE", help="What things are like: a file or a shipped name.")],
    others: Annotated[list[str] | None, typer.Argument(metavar="OTHER...", help="What is to be compared.")] = None,
    changes: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="LEVER=VALUE", help="Compare BASE with itself so changed. Repeatable."),
    ] = None,
    replications: Replications = None,
    precision: Precision = None,
    worth: Annotated[str, typer.Option(metavar="MONEY|SHARE", help="Least gain of revenue worth having, as 20000 or 2%.")] = "0",
    kind: Annotated[
        str | None,
        typer.Option("--from", metavar="KIND", help="adoption, steady or terminating; else as the scenarios say."),
    ] = None,
    presets: Annotated[
        bool, typer.Option("--presets", help="Also try each effect of speed, with half the replications.")
    ] = False,
    seed: Seed = None,
    engine: EngineName = "compiled",
    workers: Workers = 1,
    cluster: Cluster = None,
    sets: Sets = None,
    out: Out = None,
    resume: Resume = False,
    logs: Logs = False,
    inputs: Inputs = "drawn",
    to: ReportFile = None,
    as_json: AsJson = False,
    everything: Everything = False,
    quiet: Quiet = False,
) -> None:
    """Compare scenarios on the same leads with the same luck: differences and a verdict in words."""
    from ..report.paper import progress_bar
    from ..study.questions.comparing import compare as simulate
    from ..study.questions.question import parse_share

    check_engine(engine, quiet)
    share = None if precision is None else parse_share(precision)
    check_folder(out, resume)
    check_report(to)
    today = read(base, sets, quiet)
    alternatives = [read(other, sets, quiet) for other in others or []]
    if changes:
        changed = read(base, [*(sets or []), *changes], quiet)
        alternatives.append(changed.replace({}, name=f"{today.name} with {', '.join(changes)}"[:80]))
    if not alternatives:
        raise StudyError("name another scenario to compare with, or change this one: --with LEVER=VALUE")
    with stoppable(out), progress_bar(quiet) as progress:
        study = simulate(
            today,
            *alternatives,
            replications=replications,
            precision=share,
            seed=seed,
            workers=workers,
            progress=progress,
            engine=engine,
            from_=kind,  # type: ignore[arg-type]  # refused there when it is none of the three
            worth=worth,
            presets=presets,
            executor=cluster,
            out=out,
            resume=resume,
            logs=logs,
            inputs=inputs,  # type: ignore[arg-type]  # refused there when it is neither
            command=command_again(),
        )
    say_where(out, quiet)
    report(study, to, quiet)
    if as_json:
        print_json(study.to_json())
        return
    from ..report.paper import stdout_paper
    from ..report.terminal import show_comparison

    write(show_comparison(study, stdout_paper(), everything=everything))
