"""Experiments: choosing the best, sweeping a grid of settings, planning for a goal."""

from __future__ import annotations

from typing import Annotated

import typer

from .app import (
    AsJson,
    Cluster,
    EngineName,
    Out,
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

Vary = Annotated[
    list[str],
    typer.Option(
        "--vary",
        metavar="LEVER=A,B,C|LO..HI",
        help="Settings to try, of a lever or a path; LO..HI..STEP for other steps. Repeatable.",
    ),
]
From = Annotated[
    str | None, typer.Option("--from", metavar="KIND", help="adoption, steady or terminating; else as the scenario says.")
]


@app.command()
def choose(
    base: Annotated[str, typer.Argument(metavar="BASE", help="What things are like: a file or a shipped name.")],
    others: Annotated[list[str], typer.Argument(metavar="OTHER...", help="What else there is to choose from.")],
    worth: Annotated[str, typer.Option(metavar="X|SHARE", help="Least difference worth detecting, as 20000 or 2%.")],
    by: Annotated[str, typer.Option(metavar="MEASURE", help="What decides, in its better direction.")] = "contribution",
    first: Annotated[int, typer.Option(min=5, help="Replications of everyone at first.")] = 10,
    replications: Replications = None,
    kind: From = None,
    seed: Seed = None,
    engine: EngineName = "compiled",
    workers: Workers = 1,
    cluster: Cluster = None,
    sets: Sets = None,
    out: Out = None,
    resume: Resume = False,
    to: ReportFile = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Choose the best of several scenarios, with at least 95 % probability to be right.

    As many replications as it takes; --replications is how many fresh ones the best is estimated on afterwards.
    """
    from ..report.paper import progress_bar
    from ..study.questions.choosing import choose as simulate

    check_engine(engine, quiet)
    check_folder(out, resume)
    today, *alternatives = (read(name, sets, quiet) for name in (base, *others))
    check_report(to)
    with stoppable(out), progress_bar(quiet) as progress:
        study = simulate(
            today,
            *alternatives,
            by=by,
            worth=worth,
            first=first,
            replications=replications,
            seed=seed,
            workers=workers,
            progress=progress,
            engine=engine,
            from_=kind,  # type: ignore[arg-type]  # refused there when it is none of the three
            executor=cluster,
            out=out,
            resume=resume,
            command=command_again(),
        )
    say_where(out, quiet)
    report(study, to, quiet)
    if as_json:
        print_json(study.to_json())
        return
    from ..report.experiments import show_choice
    from ..report.paper import stdout_paper

    write(show_choice(study, stdout_paper()))


def refuse_set_and_varied(sets: list[str] | None, vary: list[str]) -> None:
    """Refuse a lever that has one setting and several: one of them would count for nothing."""
    from ..errors import StudyError

    names = [[text.partition("=")[0].strip() for text in texts or ()] for texts in (sets, vary)]
    both = [name for name in dict.fromkeys(names[0]) if name in names[1]]
    if both:
        raise StudyError(f"{', '.join(both)} is set and varied; leave one of the two out")


@app.command()
def sweep(
    scenario: ScenarioName,
    vary: Vary,
    also: Annotated[list[str] | None, typer.Option("--measure", metavar="MEASURE", help="Show it too. Repeatable.")] = None,
    kept: Annotated[str, typer.Option(metavar="SHARE", help="A promise is kept when it is for so many leads.")] = "90%",
    replications: Replications = None,
    until_clear: Annotated[
        bool, typer.Option("--until-clear", help="For the frontier alone: no more of a combination once it is clear.")
    ] = False,
    kind: From = None,
    seed: Seed = None,
    engine: EngineName = "compiled",
    workers: Workers = 1,
    cluster: Cluster = None,
    sets: Sets = None,
    out: Out = None,
    resume: Resume = False,
    to: ReportFile = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Try every combination of settings: a table, and where the promise is kept."""
    from ..report.paper import progress_bar
    from ..study.crew.engine import find_measure, the_engine
    from ..study.questions.question import parse_share
    from ..study.questions.sweeping import sweep as simulate

    check_engine(engine, quiet)
    check_folder(out, resume)
    refuse_set_and_varied(sets, vary)
    share = parse_share(kept)
    for name in also or []:
        find_measure(the_engine(engine), name)
    chosen = read(scenario, sets, quiet)
    check_report(to)
    with stoppable(out), progress_bar(quiet) as progress:
        study = simulate(
            chosen,
            vary,
            replications=replications,
            seed=seed,
            workers=workers,
            progress=progress,
            engine=engine,
            from_=kind,  # type: ignore[arg-type]  # refused there when it is none of the three
            kept_from=share,
            until_clear=until_clear,
            executor=cluster,
            out=out,
            resume=resume,
            command=command_again(),
        )
    say_where(out, quiet)
    report(study, to, quiet)
    if as_json:
        print_json(study.to_json())
        return
    from ..report.experiments import show_sweep
    from ..report.paper import stdout_paper

    write(show_sweep(study, stdout_paper(), also=tuple(also or ())))


@app.command()
def plan(
    scenario: ScenarioName,
    goal: Annotated[str, typer.Option(metavar="'MEASURE >= X'", help="What is to be met; or 'highest MEASURE'.")],
    vary: Vary,
    with_probability: Annotated[
        str | None, typer.Option("--with-probability", metavar="P", help="Of one window to meet it, as 0.9 or 90%.")
    ] = None,
    on: Annotated[str | None, typer.Option(metavar="mean", help="Ask for the mean instead.")] = None,
    replications: Annotated[int | None, typer.Option("--replications", "-n", min=1, help="Of each setting, at most.")] = None,
    kind: From = None,
    seed: Seed = None,
    engine: EngineName = "compiled",
    workers: Workers = 1,
    cluster: Cluster = None,
    sets: Sets = None,
    out: Out = None,
    resume: Resume = False,
    to: ReportFile = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Find the settings that meet a goal: the first in the order written, so write the cheapest first."""
    from ..report.paper import progress_bar
    from ..study.questions.question import parse_share
    from ..theory.planning import plan_for

    check_engine(engine, quiet)
    check_folder(out, resume)
    refuse_set_and_varied(sets, vary)
    share = None if with_probability is None else parse_share(with_probability)
    chosen = read(scenario, sets, quiet)
    check_report(to)
    with stoppable(out), progress_bar(quiet) as progress:
        study = plan_for(
            chosen,
            goal,
            vary,
            with_probability=share,
            on=on,
            replications=replications,
            seed=seed,
            workers=workers,
            progress=progress,
            engine=engine,
            from_=kind,
            executor=cluster,
            out=out,
            resume=resume,
            command=command_again(),
        )
    say_where(out, quiet)
    report(study, to, quiet)
    if as_json:
        print_json(study.to_json())
        return
    from ..report.experiments import show_plan
    from ..report.paper import stdout_paper

    write(show_plan(study, stdout_paper()))
