"""The command: parses, calls the face, prints; computes nothing.

Results go to standard output, everything else to standard error. Exit status: 0 done; 2 the input is
wrong; 1 anything else; 130 interrupted.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from .errors import ScenarioError, SmarketingError, StudyError

if TYPE_CHECKING:
    from .scenario import Scenario
    from .study.results import Study

DONE, FAILED, WRONG_INPUT, INTERRUPTED = 0, 1, 2, 130

app = typer.Typer(
    name="smarketing",
    help="Try an agreement between marketing and sales before you sign it.",
    epilog="Start with: smarketing scenarios, then smarketing compare desk-today desk-four-hours",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

ScenarioName = Annotated[str, typer.Argument(metavar="SCENARIO", help="A file, or the name of a shipped scenario.")]
Replications = Annotated[int | None, typer.Option("--replications", "-n", min=1, help="How many; else the scenario's.")]
Precision = Annotated[
    str | None, typer.Option(help="Instead: until mean revenue (or its difference) is known to such a share, as 2%.")
]
Seed = Annotated[int | None, typer.Option(min=0, max=2**32 - 1, help="Seed of all luck; else the scenario's.")]
EngineName = Annotated[str, typer.Option("--engine", metavar="simpy", help="Which engine simulates.")]
Workers = Annotated[int, typer.Option(min=1, max=1024, help="Processes; the numbers do not depend on it.")]
Sets = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="LEVER=VALUE", help="Set a lever or a path, in every scenario named. Repeatable."),
]
Out = Annotated[Path | None, typer.Option(metavar="DIR", help="Also write tidy CSV tables and a manifest there.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document instead.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no notes.")]
Everything = Annotated[bool, typer.Option("--all", help="Show every measure, not the headline alone.")]


def _version(wanted: bool) -> None:
    if wanted:
        from . import __version__

        typer.echo(f"smarketing {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an unexpected error comes from.")] = False,
) -> None:
    """Try an agreement between marketing and sales before you sign it."""


@app.command()
def run(
    scenario: ScenarioName,
    replications: Replications = None,
    precision: Precision = None,
    seed: Seed = None,
    engine: EngineName = "simpy",
    workers: Workers = 1,
    sets: Sets = None,
    out: Out = None,
    as_json: AsJson = False,
    everything: Everything = False,
    quiet: Quiet = False,
) -> None:
    """Simulate one scenario: its measures with 95 % intervals and percentiles."""
    from .report.paper import progress_bar
    from .study.comparing import parse_share
    from .study.comparing import run as simulate

    _check_engine(engine)
    share = None if precision is None else parse_share(precision)
    chosen = _read(scenario, sets, quiet)
    _check_folder(out)
    with progress_bar(quiet) as progress:
        study = simulate(chosen, replications, share, seed, workers, progress)
    _save(study, out, quiet)
    if as_json:
        _print_json(study.to_json())
        return
    from .report.paper import stdout_paper
    from .report.terminal import show_run

    _print(show_run(study, stdout_paper(), everything=everything))


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
    engine: EngineName = "simpy",
    workers: Workers = 1,
    sets: Sets = None,
    out: Out = None,
    as_json: AsJson = False,
    everything: Everything = False,
    quiet: Quiet = False,
) -> None:
    """Compare scenarios on the same leads with the same luck: differences and a verdict in words."""
    from .report.paper import progress_bar
    from .study.comparing import compare as simulate
    from .study.comparing import parse_share

    _check_engine(engine)
    share = None if precision is None else parse_share(precision)
    today = _read(base, sets, quiet)
    alternatives = [_read(other, sets, quiet) for other in others or []]
    if changes:
        changed = _read(base, [*(sets or []), *changes], quiet)
        alternatives.append(changed.replace({}, name=f"{today.name} with {', '.join(changes)}"[:80]))
    if not alternatives:
        raise StudyError("name another scenario to compare with, or change this one: --with LEVER=VALUE")
    _check_folder(out)
    with progress_bar(quiet) as progress:
        study = simulate(
            today,
            *alternatives,
            replications=replications,
            precision=share,
            seed=seed,
            workers=workers,
            progress=progress,
            from_=kind,  # type: ignore[arg-type]  # refused there when it is none of the three
            worth=worth,
            presets=presets,
        )
    _save(study, out, quiet)
    if as_json:
        _print_json(study.to_json())
        return
    from .report.paper import stdout_paper
    from .report.terminal import show_comparison

    _print(show_comparison(study, stdout_paper(), everything=everything))


@app.command()
def check(
    scenarios: Annotated[list[str], typer.Argument(metavar="SCENARIO...", help="Files or shipped names.")],
    sets: Sets = None,
) -> None:
    """Check scenario files: all faults at once, each with its place and what to write instead."""
    faults: list[Any] = []
    for name in scenarios:
        try:
            _read(name, sets, quiet=False)
            _print(f"{name}: nothing wrong\n")
        except ScenarioError as error:
            faults.extend(error.faults)
    if faults:
        raise ScenarioError(faults)


@app.command()
def schema() -> None:
    """Print the JSON Schema of scenario files, for editors."""
    from .scenario.schema import json_schema

    _print_json(json_schema())


@app.command()
def explain(
    scenario: ScenarioName,
    other: Annotated[str | None, typer.Argument(metavar="[OTHER]", help="Explain how this one differs.")] = None,
    sets: Sets = None,
) -> None:
    """Put a scenario, or the difference of two, in plain words."""
    from .scenario.words import explain as in_words

    second = None if other is None else _read(other, sets, quiet=False)
    _print(in_words(_read(scenario, sets, quiet=False), second))


@app.command()
def scenarios(as_json: AsJson = False) -> None:
    """List the shipped scenarios with their questions."""
    from .scenario import read_scenario, shipped_names

    listed = [{"name": name, "question": read_scenario(name).question} for name in shipped_names()]
    if as_json:
        _print_json({"scenarios": listed})
        return
    width = max((len(str(each["name"])) for each in listed), default=0)
    _print("".join(f"{each['name']:<{width}}  {each['question'] or ''}".rstrip() + "\n" for each in listed))


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
    from .report.story import tell
    from .study.comparing import replay
    from .study.facts import find_lead, write_events

    plan, log = replay(_read(scenario, sets, quiet), replication=replication, seed=seed)
    if lead is not None:
        _print(tell(plan, log, find_lead(plan, log, lead)))
    if out is not None:
        count = write_events(plan, log, out, truth=truth)
        _note(f"{out}: {count:,} events of {len(log.leads):,} leads", quiet)


@app.command()
def verify(
    replications: Replications = None,
    seed: Seed = None,
    workers: Workers = 1,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Check the model against exact theory, one line a case; exit status 1 when a line does not hold."""
    from .report.paper import progress_bar
    from .theory.verification import verify as simulate

    asked: dict[str, Any] = {} if seed is None else {"seed": seed}
    with progress_bar(quiet) as progress:
        lines = simulate(replications=replications, workers=workers, progress=progress, **asked)
    hold = all(line.holds for line in lines)
    if as_json:
        _print_json({"cases": [line._asdict() for line in lines], "all_hold": hold})
    else:
        from .report.paper import stdout_paper
        from .report.verification import show_lines

        _print(show_lines(lines, stdout_paper()))
    if not hold:
        raise typer.Exit(FAILED)


def _read(name: str, sets: list[str] | None, quiet: bool) -> Scenario:
    from .scenario import read_scenario

    scenario = read_scenario(name, sets=sets or [])
    for note in scenario.notes:
        _note(f"Note: {note}", quiet)
    return scenario


def _check_engine(engine: str) -> None:
    if engine != "simpy":
        known = "is not built yet" if engine == "compiled" else "is not known"
        raise StudyError(f"engine '{engine}' {known}; leave --engine out or write --engine simpy")


def _check_folder(out: Path | None) -> None:
    """Refuse a folder before anything is simulated for it."""
    if out is not None:
        from .study.saving import refuse_other

        refuse_other(out)


def _save(study: Study, out: Path | None, quiet: bool) -> None:
    if out is not None:
        study.save(out, " ".join(["smarketing", *sys.argv[1:]]))
        _note(f"{out}: tables, study.json and manifest.json written", quiet)


def _note(text: str, quiet: bool) -> None:
    if not quiet:
        print(text, file=sys.stderr)


def _print(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _print_json(document: Any) -> None:
    from .study.documents import without_nan

    _print(json.dumps(without_nan(document), indent=2, ensure_ascii=False, allow_nan=False) + "\n")


def main() -> NoReturn:
    """Run the command and end the process with its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    sys.exit(_status())


def _status() -> int:
    try:
        status = app(standalone_mode=False) or DONE
        if status == INTERRUPTED:
            print("interrupted; nothing was written", file=sys.stderr)
        return int(status)
    except (ScenarioError, StudyError) as error:
        print(error, file=sys.stderr)
        return WRONG_INPUT
    except SmarketingError as error:
        print(error, file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or flushing at exit would complain
        return DONE
    except (KeyboardInterrupt, typer.Abort):
        print("interrupted; nothing was written", file=sys.stderr)
        return INTERRUPTED
    except Exception as error:
        show = getattr(error, "show", None)
        if callable(show):  # a usage error, which says by itself what is wrong
            show()
            return int(getattr(error, "exit_code", WRONG_INPUT))
        if "--debug" in sys.argv:
            raise
        reason = f"{type(error).__name__}: {error}".splitlines()[0]
        print(f"{reason} - this is a defect, please report it with the output of smarketing --debug", file=sys.stderr)
        return FAILED


if __name__ == "__main__":
    main()
