"""Scenario files: checked, explained, listed, begun."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from ..errors import ScenarioError, StudyError
from .app import AsJson, Quiet, ScenarioName, Sets, app, note, print_json, read, write


@app.command()
def check(
    scenarios: Annotated[list[str], typer.Argument(metavar="SCENARIO...", help="Files or shipped names.")],
    sets: Sets = None,
) -> None:
    """Check scenario files: all faults at once, each with its place and what to write instead."""
    faults: list[Any] = []
    for name in scenarios:
        try:
            read(name, sets, quiet=False)
            write(f"{name}: nothing wrong\n")
        except ScenarioError as error:
            faults.extend(error.faults)
    if faults:
        raise ScenarioError(faults)


@app.command()
def schema() -> None:
    """Print the JSON Schema of scenario files, for editors."""
    from ..scenario.schema import json_schema

    print_json(json_schema())


@app.command()
def explain(
    scenario: ScenarioName,
    other: Annotated[str | None, typer.Argument(metavar="[OTHER]", help="Explain how this one differs.")] = None,
    sets: Sets = None,
) -> None:
    """Put a scenario, or the difference of two, in plain words."""
    from ..scenario.words import explain as in_words

    second = None if other is None else read(other, sets, quiet=False)
    write(in_words(read(scenario, sets, quiet=False), second))


@app.command()
def scenarios(as_json: AsJson = False) -> None:
    """List the shipped scenarios with their questions."""
    from ..scenario import read_scenario, shipped_names

    listed = [{"name": name, "question": read_scenario(name).question} for name in shipped_names()]
    if as_json:
        print_json({"scenarios": listed})
        return
    width = max((len(str(each["name"])) for each in listed), default=0)
    write("".join(f"{each['name']:<{width}}  {each['question'] or ''}".rstrip() + "\n" for each in listed))


@app.command()
def new(
    file: Annotated[Path, typer.Argument(metavar="FILE.yaml", help="Where to write it; must not exist yet.")],
    leads: Annotated[str | None, typer.Option(help="Leads that marketing hands to sales in a month.")] = None,
    reps: Annotated[str | None, typer.Option(help="Reps who call them.")] = None,
    first_call_hours: Annotated[str | None, typer.Option(help="Hours before a new lead is first called today.")] = None,
    attempts: Annotated[str | None, typer.Option(help="Attempts before giving up.")] = None,
    close_rate: Annotated[str | None, typer.Option(help="Of 100 proposals, how many are won.")] = None,
    deal_size: Annotated[str | None, typer.Option(help="First-year value of an average deal.")] = None,
    quiet: Quiet = False,
) -> None:
    """Begin a scenario of your own from six answers; each may be "don't know"."""
    from ..scenario.starting import BASE, QUESTIONS, answer, changes, looks_after, written
    from ..scenario.text import plain
    from ..study.questions.tuning import tune_attention, tune_threshold

    if file.exists():
        raise StudyError(f"{file} exists already; choose another name, or move it away")
    if not file.parent.is_dir():
        raise StudyError(f"there is no folder {file.parent}; make it, or choose another")
    said = {
        "leads": leads,
        "reps": reps,
        "first_call_hours": first_call_hours,
        "attempts": attempts,
        "close_rate": close_rate,
        "deal_size": deal_size,
    }
    asks = sys.stdin.isatty() and not any(said.values())
    answers = {}
    for question in QUESTIONS:
        while True:
            put = f"{question.text} (such as {question.example}; Enter: don't know)"
            text = typer.prompt(put, "", show_default=False) if asks else said[question.key] or ""
            try:
                answers[question.key] = answer(question, text)
                break
            except StudyError as error:
                if not asks:
                    raise
                note(str(error), False)
    base = read(BASE, None, quiet)
    begun = base.replace(changes(answers, base), name="My company")
    tuned, remarks = {}, []
    leads_, hours = answers["leads"], answers["first_call_hours"]
    if leads_ is not None:
        note(f"Tuning the threshold to {leads_:,.0f} MQLs a month by simulation...", quiet)
        score = tune_threshold(begun, leads_)
        tuned["scoring.threshold"] = plain(round(score.value, 2))
        remarks.append(f"a score of {score.value:.1f} makes about {score.found:,.0f} MQLs a month.")
        begun = begun.replace(tuned)
    if hours is not None:
        note(f"Tuning when reps look at new leads to a first call after {plain(hours)} hours by simulation...", quiet)
        looks = tune_attention(begun, hours)
        tuned["handoff.attention"] = looks_after(looks.value)
        when = f"after {looks.value:.2g} hours on average" if looks.value else "at once"
        remarks.append(f"reps look at a new lead {when}, and half of those they call are called within {looks.found:.2g} hours.")
    file.write_text(written(answers, base, tuned, remarks), "utf-8")
    read(str(file), None, quiet)
    unknown = sum(value is None for value in answers.values())
    write(f"{file} written: {6 - unknown} of 6 answers, the rest is the invented company's.\n")
    write("".join(f"Tuned: {remark}\n" for remark in remarks))
    write(f"Next: smarketing explain {file}, or smarketing compare {file} --with response_sla='4 business hours'\n")
