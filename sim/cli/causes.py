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
    Seed,
    Sets,
    Workers,
    app,
    check_engine,
    check_folder,
    print_json,
    read,
    save,
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
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Share the difference between two scenarios out among the levers that make it (Shapley's value)."""
    from ..report.paper import progress_bar
    from ..study.crediting import credit as simulate

    check_engine(engine, quiet)
    today, then = (read(name, sets, quiet) for name in (base, other))
    check_folder(out)
    with progress_bar(quiet) as progress:
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
        )
    save(study, out, quiet)
    if as_json:
        print_json(study.to_json())
        return
    from ..report.credit import show_credit
    from ..report.paper import stdout_paper

    write(show_credit(study, stdout_paper()))
