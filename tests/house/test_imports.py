"""Imports run one way, heavy libraries stay in their rooms, and importing does no work."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

from house.sources import SIM, every_import, files, module, tree
from sim.compiled.linking import SOURCES
from sim.rules.compiling import COMPILED

# A room may import from the rooms before it, from itself, and from nowhere else.
ROOMS = (
    "errors", "log", "statistics", "rules", "scenario", "plan", "model", "compiled", "measures", "study", "theory", "report",
    "web", "cli",
)  # fmt: skip
STUDY = ("traces", "crew", "judgement", "kept", "answers", "questions")  # the folders of `study`, likewise
ONLY_IN = {
    "simpy": ("model",),
    "matplotlib": ("report",),
    "jinja2": ("report",),
    "markupsafe": ("report",),
    "numba": ("rules", "compiled"),
    "llvmlite": ("compiled",),
    "ruamel": ("scenario",),
    "rich": ("report", "cli"),
    "sqlite3": ("study",),
    "duckdb": ("study",),
    "SALib": ("statistics",),
    "dask": ("study",),
    "distributed": ("study",),
    "typer": ("cli",),
    "nicegui": ("web",),
    "fastapi": ("web",),
    "starlette": ("web",),
    "uvicorn": ("web",),
}
NETWORK = ("urllib.request", "http", "requests", "httpx", "aiohttp", "socket", "ftplib", "smtplib", "webbrowser")
HEAVY = ("numba", "pandas", "scipy", "matplotlib", "simpy", "pydantic", "typer", "rich", "holidays", "ruamel.yaml")


def room(name: str) -> str:
    """The room a module of the package is in; '' for the face."""
    return name.split(".")[1] if "." in name else ""


def is_of(name: str, library: str) -> bool:
    return name == library or name.startswith(f"{library}.")


def test_every_room_is_known():
    assert {room(module(path)) for path in files()} - {""} <= set(ROOMS)


def test_imports_run_one_way():
    backwards = []
    for each in every_import():
        if not is_of(each.of, "sim") or each.by == "sim":
            continue
        if each.of == "sim":  # the command calls the face, and nothing else does
            backwards += [each] if room(each.by) != "cli" else []
        elif ROOMS.index(room(each.of)) > ROOMS.index(room(each.by)):
            backwards.append(each)
    assert backwards == []


def test_studies_are_built_one_way():
    """The folders of a study stand on each other like rooms; only what a type is called may come from above."""
    backwards = []
    for each in every_import():
        by, of = (name.removeprefix("sim.study.").split(".")[0] for name in (each.by, each.of))
        if each.at_load and by in STUDY and of in STUDY and STUDY.index(of) > STUDY.index(by):
            backwards.append(each)
    assert backwards == []
    folders = {path.parent.name for path in (SIM / "study").glob("*/__init__.py")}
    assert folders == set(STUDY)


def test_rules_know_nothing_but_rules():
    of_rules = [each for each in every_import() if room(each.by) == "rules"]
    assert [each for each in of_rules if is_of(each.of, "sim") and room(each.of) != "rules"] == []


def in_folders(name: str, folders: tuple[str, ...]) -> bool:
    return any(is_of(name, f"sim.{folder.replace('/', '.')}") for folder in folders)


def test_compiled_code_rests_on_what_names_its_cache():
    """Else a constant that changes elsewhere would live on in machine code."""
    makers = {"sim.rules.compiling": COMPILED, "sim.compiled.linking": SOURCES}
    for maker, folders in makers.items():
        compiled = {each.by for each in every_import() if each.of == maker} - {maker, "sim.compiled", "sim.compiled.linking"}
        assert compiled
        assert {name for name in compiled if not in_folders(name, folders)} == set()
        rests = [each for each in every_import() if each.by in compiled and is_of(each.of, "sim")]
        assert [each for each in rests if not in_folders(each.of, folders)] == []


def test_no_module_needs_itself_to_load():
    """Circles among the imports that loading a module runs, found by taking away what needs nothing."""
    needs: dict[str, set[str]] = {module(path): set() for path in files()}
    for each in every_import():
        if each.at_load and each.of in needs and each.of != each.by:
            needs[each.by].add(each.of)
    while ready := {name for name, others in needs.items() if not others}:
        needs = {name: others - ready for name, others in needs.items() if name not in ready}
    assert needs == {}


@pytest.mark.parametrize(("library", "places"), ONLY_IN.items())
def test_a_library_stays_in_its_room(library: str, places: tuple[str, ...]):
    assert [each for each in every_import() if is_of(each.of, library) and room(each.by) not in places] == []


def test_the_pages_toolkit_stays_in_its_pages():
    """Queue, views and door know nothing of it, so that another toolkit would change these files alone."""
    pages = {f"sim.web.{name}" for name in ("page", "panel", "deeper", "serving")}
    libraries = ("nicegui", "fastapi", "starlette", "uvicorn")
    assert {each.by for each in every_import() for library in libraries if is_of(each.of, library)} == pages


def test_inside_imports_are_relative():
    wrong = [
        (module(path), node.lineno)
        for path in files()
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.ImportFrom) and not node.level and is_of(node.module or "", "sim"))
        or (isinstance(node, ast.Import) and any(is_of(alias.name, "sim") for alias in node.names))
    ]
    assert wrong == []


def test_nothing_talks_to_the_network():
    assert [each for each in every_import() for library in NETWORK if is_of(each.of, library)] == []


def test_luck_has_names():
    """No random numbers but those of `rules/draws.py`."""
    assert [each for each in every_import() for library in ("random", "secrets", "numpy.random") if is_of(each.of, library)] == []


def test_names_are_imported_at_doors_only():
    """Where a module is loaded by its name, no other test here sees what it imports."""
    doors = {"sim", "sim.compiled.linking", "sim.study.answers.showing"}
    found = {
        module(path)
        for path in files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute | ast.Name) and ast.unparse(node) in ("importlib.import_module", "__import__")
    }
    assert found == doors


def test_importing_loads_nothing_heavy():
    code = f"import sim, sys; print([name for name in {HEAVY!r} if name in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert said.stdout.strip() == "[]"
