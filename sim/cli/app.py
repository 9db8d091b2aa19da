"""What every command shares: the application, its common options, reading, printing, exit status."""

from __future__ import annotations

import json
import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from ..errors import ScenarioError, SmarketingError, StoppedError, StudyError

if TYPE_CHECKING:
    from ..scenario import Scenario
    from ..study.answers.results import Study

DONE, FAILED, WRONG_INPUT, INTERRUPTED = 0, 1, 2, 130

app = typer.Typer(
    name="smarketing",
    help="Try an agreement between marketing and sales before you sign it.",
    epilog="Start with: smarketing scenarios, then smarketing compare baseline four-hour-sla",
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
EngineName = Annotated[
    str, typer.Option("--engine", metavar="compiled|simpy", help="Which engine simulates: machine code, or the readable model.")
]
Workers = Annotated[int, typer.Option(min=1, max=1024, help="Who simulate at once; the numbers do not depend on it.")]
Cluster = Annotated[
    str | None,
    typer.Option(
        metavar="local|ADDRESS", help="Simulate on Dask: --workers on this machine, or a scheduler such as tcp://host:8786."
    ),
]
Sets = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="LEVER=VALUE", help="Set a lever or a path, in every scenario named. Repeatable."),
]
Out = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Keep the study there as it goes, and write tidy CSV tables and a manifest beside it."),
]
Resume = Annotated[
    bool, typer.Option("--resume", help="Go on with the study in --out, or add replications; what it holds is not made again.")
]
Logs = Annotated[bool, typer.Option("--logs", help="Keep the event log of every replication in --out, too.")]
Inputs = Annotated[
    str,
    typer.Option("--inputs", metavar="drawn|fixed", help="Values in doubt: drawn in each replication, or the one named first."),
]
ReportFile = Annotated[
    Path | None,
    typer.Option("--report", metavar="FILE.html", help="Write one page: the answer, pictures, tables, how to repeat it."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document instead.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no notes.")]
Everything = Annotated[bool, typer.Option("--all", help="Show every measure, not the headline alone.")]


def _version(wanted: bool) -> None:
    if wanted:
        from .. import __version__

        typer.echo(f"smarketing {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an unexpected error comes from.")] = False,
) -> None:
    """Try an agreement between marketing and sales before you sign it."""


def read(name: str, sets: list[str] | None, quiet: bool) -> Scenario:
    """Read a scenario, and tell what was noticed."""
    from ..scenario import read_scenario

    scenario = read_scenario(name, sets=sets or [])
    for noticed in scenario.notes:
        note(f"Note: {noticed}", quiet)
    return scenario


def check_engine(name: str, quiet: bool) -> None:
    """Refuse an engine that is not there, and say when there is something to wait for."""
    from ..study.crew.engine import refuse_engine

    refuse_engine(name)
    if name == "compiled" and not quiet:
        from ..compiled import is_prepared

        if not is_prepared():
            note("First use: making the machine code, about half a minute; later starts take a moment.", quiet)


def check_folder(out: Path | None, resume: bool = False) -> None:
    """Refuse a folder before anything is read or compiled for it."""
    if out is not None:
        from ..study.kept.store import check_folder as check

        check(out, resume=resume)


def check_report(file: Path | None) -> None:
    """Refuse a file that no report can be written to, before anything is simulated."""
    if file is not None:
        from ..report.page import check_file

        check_file(file)


def report(study: Study, file: Path | None, quiet: bool) -> None:
    """Write the page of a study where asked."""
    if file is not None:
        note(f"{study.report(file, command_again())}: report written", quiet)


WITHOUT_EFFECT = {"--resume": 0, "--quiet": 0, "-q": 0, "--json": 0, "--all": 0, "--workers": 1, "--cluster": 1, "--report": 1}


def command_again() -> str:
    """Write the command that makes the same study again, without options that no number depends on."""
    kept: list[str] = []
    words = iter(sys.argv[1:])
    for word in words:
        option, equals, _ = word.partition("=")
        if option not in WITHOUT_EFFECT:
            kept.append(word)
        elif WITHOUT_EFFECT[option] and not equals:
            next(words, None)
    return shlex.join(["smarketing", *kept])


@contextmanager
def stoppable(out: Path | None) -> Iterator[None]:
    """When the user stops a study that is kept, say what is kept, and the command that goes on."""
    try:
        yield
    except KeyboardInterrupt:
        from ..study.kept.glance import count_kept

        count = 0 if out is None else count_kept(out)
        if not count:
            raise
        words = ["smarketing", *(word for word in sys.argv[1:] if word != "--resume"), "--resume"]
        raise StoppedError(f"interrupted; {count:,} replications are kept in {out}; go on with: {shlex.join(words)}") from None


def say_where(out: Path | None, quiet: bool) -> None:
    """Say where a study was written."""
    if out is not None:
        note(f"{out}: study.sqlite, tables, study.json and manifest.json written", quiet)


def note(text: str, quiet: bool) -> None:
    """Say something beside the result."""
    if not quiet:
        print(text, file=sys.stderr)


def write(text: str) -> None:
    """Print a result."""
    sys.stdout.write(text)
    sys.stdout.flush()


def print_json(document: Any) -> None:
    """Print one JSON document."""
    from ..study.answers.documents import without_nan

    write(json.dumps(without_nan(document), indent=2, ensure_ascii=False, allow_nan=False) + "\n")


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
    except StoppedError as error:
        print(error, file=sys.stderr)
        return INTERRUPTED
    except SmarketingError as error:
        if "--debug" in sys.argv and getattr(error, "__notes__", None):  # which come from an unexpected error
            raise
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
