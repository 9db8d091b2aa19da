"""Causes: what is due to which lever, and which uncertain number an answer hangs on."""

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

From = Annotated[
    str | None, typer.Option("--from", metavar="KIND", help="adoption, steady or terminating; else as the scenarios say.")
]


@app.command()
def credit(
    base: Annotated[str, typer.Argument(metavar="BASE", help="What things are like: a file or a shipped name.")],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="What they would be like.")],
    by: Annotated[str, typer.Option(metavar="MEASURE", help="Whose difference is shared out.")] = "revenue",
    apart: Annotated[
        list[str] | None,
        typer.Option("--apart", metavar="PATH", help="Count a path or section apart that is no lever, as handoff. Repeatable."),
    ] = None,
    rules: Annotated[bool, typer.Option(help="Also say what rules of attribution would.")] = True,
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
    """Share the difference between two scenarios out among the levers that make it (Shapley's value)."""
    from ..report.paper import progress_bar
    from ..study.questions.crediting import credit as simulate

    check_engine(engine, quiet)
    today, then = (read(name, sets, quiet) for name in (base, other))
    check_folder(out, resume)
    check_report(to)
    with stoppable(out), progress_bar(quiet) as progress:
        study = simulate(
            today,
            then,
            by=by,
            apart=apart or (),
            rules=rules,
            replications=replications,
            seed=seed,
            workers=workers,
            progress=progress,
            from_=kind,  # type: ignore[arg-type]  # refused there when it is none of the three
            engine=engine,
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
    from ..report.credit import show_credit
    from ..report.paper import stdout_paper

    write(show_credit(study, stdout_paper()))


@app.command()
def sensitivity(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="What is asked about: a file or a shipped name.")],
    other: Annotated[
        str | None, typer.Argument(metavar="[OTHER]", help="What to go over to: would any value flip that decision?")
    ] = None,
    by: Annotated[str, typer.Option(metavar="MEASURE", help="The answer.")] = "revenue",
    worth: Annotated[str, typer.Option(metavar="X|SHARE", help="Least gain worth having, as 20000 or 2%.")] = "0",
    inputs: Annotated[
        list[str] | None,
        typer.Option(
            "--input", metavar="PATH=LO..HI|A,B,C", help="What a lever or path may be, beside what files say. Repeatable."
        ),
    ] = None,
    assumed: Annotated[
        bool, typer.Option("--assumed", help="Also doubt values with weak evidence; done where nothing else is in doubt.")
    ] = False,
    method: Annotated[
        str, typer.Option(metavar="curves|morris|sobol", help="Curves with a decision; or SALib's screening or indices.")
    ] = "curves",
    points: Annotated[int | None, typer.Option(metavar="N", help="Combinations of inputs, best a power of two.")] = None,
    replications: Annotated[int, typer.Option("--replications", "-n", min=1, help="At each point.")] = 2,
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
    """Ask which uncertain input moves the answer, and whether any would flip the decision."""
    from ..report.paper import progress_bar
    from ..study.questions.doubting import sensitivity as simulate

    check_engine(engine, quiet)
    chosen = read(scenario, sets, quiet)
    then = None if other is None else read(other, sets, quiet)
    check_folder(out, resume)
    check_report(to)
    with stoppable(out), progress_bar(quiet) as progress:
        study = simulate(
            chosen,
            then,
            by=by,
            worth=worth,
            inputs=inputs or (),
            assumed=assumed,
            method=method,  # type: ignore[arg-type]  # refused there when it is none of the three
            points=points,
            replications=replications,
            seed=seed,
            workers=workers,
            progress=progress,
            from_=kind,  # type: ignore[arg-type]  # refused there when it is none of the three
            engine=engine,
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
    from ..report.doubt import show_doubt
    from ..report.paper import stdout_paper

    write(show_doubt(study, stdout_paper()))
