"""A study's file: every replication of it, written as it goes.

Of every scenario replications are added in order, each chunk in one transaction, so the file always holds
the first so many of each. One process at a time writes; its lock is the operating system's, and goes when the process does,
however it ends.
"""

from __future__ import annotations

import json
import shlex
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from ...errors import BusyError, DamagedError, SimulationError, StudyError
from ..crew.measuring import Unit
from ..crew.replications import weekly_replications
from .database import FILE, explained, is_empty, open_to_read, open_to_write, replace_whole
from .identity import Asked, Identity, identity_differences, scenario_differences
from .layout import APPLICATION, FORMAT, Layout, dictionary_rows, layout_of, text_checksum

if TYPE_CHECKING:
    from ..crew.engine import Engine

MAIN = ""  # the part with the scenarios that were asked for,
PAST = "past"  # with the one they are made of, which has no replications,
FRESH = "fresh"  # with those that are estimated anew with other luck,
ORDERS = "orders"  # and with coalitions of levers, which differ by replication
OPTIONAL = ("attributions",)  # what some studies say about themselves


class Store:
    """A study's file, open. A context manager; leaving it ends the lock."""

    def __init__(self, folder: Path, connection: sqlite3.Connection, *, made_folder: bool = False) -> None:
        self.folder, self.path = folder, folder / FILE
        self._connection = connection
        self._made_folder = made_folder
        self._fresh = False

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        failed = error is not None and not isinstance(error, SimulationError)  # one that failed is looked at through its study
        unused = self._fresh and failed and not self._holds_rows()
        self._connection.close()
        if unused:
            _leave_nothing(self.folder, self._made_folder)

    def create(self, engine: Engine, identity: Identity) -> None:
        """Make the tables of a new study."""
        self._fresh = True
        with self._transaction():
            for statement in layout_of(engine).statements():
                self._connection.execute(statement)
            self._connection.execute(f"PRAGMA application_id = {APPLICATION}")
            self._connection.execute(f"PRAGMA user_version = {FORMAT}")
            marks = ", ".join("?" * 8)
            self._connection.executemany(f"INSERT INTO dictionary VALUES ({marks})", dictionary_rows(engine.measures))
            for key, value in {"identity": identity.said(), "asked": None, "answer": None}.items():
                self._put(key, value)

    def get(self, key: str) -> Any:
        """Read what is said about the study under a key: identity, asked, answer or attributions; None where nothing is yet."""
        with self._reading():
            said = {}
            for name, value, checksum in self._connection.execute("SELECT key, value, checksum FROM about"):
                if text_checksum(name, value) != checksum:
                    raise ValueError(f"what it says about its {name} is not as it was written")
                said[name] = json.loads(value)
            return said.get(key) if key in OPTIONAL else said[key]

    def put(self, **said: Any) -> None:
        """Say something about the study, under a key each."""
        with self._transaction():
            for key, value in said.items():
                self._put(key, value)

    def identity(self) -> Identity:
        """Read what all its numbers depend on."""
        with self._reading():
            return Identity(**self.get("identity"))

    def scenarios(self, part: str = MAIN) -> list[Asked]:
        """Read the scenarios of a part, in their order."""
        return [asked for _, asked in self._scenarios(part)]

    def refuse_other(self, identity: Identity, scenarios: Sequence[Asked]) -> None:
        """Raise StudyError, with all that differs, unless the study is of this identity and these scenarios."""
        unlike = list(identity_differences(self.identity(), identity))
        if found := self.scenarios():  # none when it was stopped before it began
            unlike += scenario_differences(found, scenarios)
        if unlike:
            raise StudyError(f"{self.folder} holds another study: {'; '.join(unlike)}. Ask as it was asked, or name a new folder")

    def rows(self) -> int:
        """Count the replications of all scenarios of all parts."""
        with self._reading():
            (count,) = self._connection.execute("SELECT count(*) FROM replications").fetchone()
            return int(count)

    def part(self, engine: Engine, scenarios: Sequence[Asked], name: str = MAIN) -> Part:
        """Open the rows of some scenarios: a part that is there and has these, or a new one."""
        found = self._scenarios(name)
        if unlike := list(scenario_differences([asked for _, asked in found], scenarios)) if found else ():
            raise StudyError(f"{self.folder} holds another study: {'; '.join(unlike)}; name a new folder")
        with self._transaction():
            (new,) = self._connection.execute("SELECT coalesce(max(scenario) + 1, 0) FROM scenarios").fetchone()
            first = found[0][0] if found else int(new)
            for place, asked in enumerate(scenarios):  # again too: labels and sources, on which no number depends, may differ
                row = (first + place, name, place, len(scenarios), *asked)
                marks = ", ".join("?" * 8)
                self._connection.execute(f"INSERT OR REPLACE INTO scenarios VALUES ({marks})", (*row, text_checksum(*row)))
        return Part(self, layout_of(engine), first, scenarios, name)

    def kept_part(self, engine: Engine, name: str = MAIN) -> Part:
        """Open the rows of the scenarios of a part, to read."""
        found = self._scenarios(name)
        return Part(self, layout_of(engine), found[0][0] if found else 0, [asked for _, asked in found], name)

    def seal(self) -> None:
        """Close the file in its final form, whose bytes depend on nothing but what it holds."""
        replace_whole(self._connection, self.path)

    def _scenarios(self, part: str) -> list[tuple[int, Asked]]:
        with self._reading():
            rows = self._connection.execute("SELECT * FROM scenarios WHERE part = ? ORDER BY place", (part,)).fetchall()
            if part == MAIN and not rows and self._holds_rows():
                raise ValueError("its scenarios are missing")
            for place, row in enumerate(rows):
                if text_checksum(*row[:-1]) != row[-1] or row[2:4] != (place, len(rows)) or row[0] != rows[0][0] + place:
                    raise ValueError("a scenario is not as it was written")
            return [(row[0], Asked(*row[4:7])) for row in rows]

    def _put(self, key: str, value: Any) -> None:
        text = json.dumps(value, ensure_ascii=False, sort_keys=True)
        self._connection.execute("INSERT OR REPLACE INTO about VALUES (?, ?, ?)", (key, text, text_checksum(key, text)))

    def _holds_rows(self) -> bool:
        try:
            return self._connection.execute("SELECT 1 FROM replications LIMIT 1").fetchone() is not None
        except sqlite3.Error:
            return not is_empty(self._connection)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with explained(self.path):
            try:
                yield
            except (ValueError, TypeError, KeyError, OverflowError) as error:
                raise DamagedError(self.path, error) from error

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with explained(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # what cannot be undone now is undone when the file is next opened
                    self._connection.execute("ROLLBACK")
                raise


class Part:
    """Rows of some scenarios of a study: of each the first so many replications, unit by unit as `Work` numbers them."""

    def __init__(self, store: Store, layout: Layout, first: int, scenarios: Sequence[Asked], name: str) -> None:
        self._store, self._layout, self._first, self._scenarios, self._name = store, layout, first, scenarios, name
        self._weekly = weekly_replications(max(1, len(scenarios)))
        self._kept = self._count()

    @property
    def kept(self) -> Sequence[int]:
        """Replications of each scenario."""
        return tuple(self._kept)

    @property
    def replications(self) -> int:
        """Replications that all scenarios have."""
        return min(self._kept, default=0)

    def _count(self) -> list[int]:
        """Count the replications of each scenario, and see that they are the first ones."""
        kept = [0] * len(self._scenarios)
        with self._store._reading():
            counted = self._store._connection.execute(
                "SELECT scenario, count(*), max(replication) FROM replications WHERE scenario BETWEEN ? AND ? GROUP BY scenario",
                self._span(),
            ).fetchall()
            for scenario, count, last in counted:
                if count != last + 1:
                    raise ValueError("replications are missing")
                kept[scenario - self._first] = int(count)
        return kept

    def _span(self) -> tuple[int, int]:
        return self._first, self._first + len(self._scenarios) - 1

    def read(self, first: int, last: int) -> list[tuple[int, Unit]]:
        """Read what is kept of replications first … last − 1 of all scenarios, with the units' numbers."""
        width = len(self._scenarios)
        where = (*self._span(), first, last - 1)
        select = "SELECT * FROM {} WHERE scenario BETWEEN ? AND ? AND replication BETWEEN ? AND ? ORDER BY {}"
        with self._store._reading():
            read = self._store._connection.execute
            rows = read(select.format("replications", "replication, scenario"), where).fetchall()
            weeks = read(select.format("weekly", "replication, scenario, week"), where).fetchall()
            units = self._layout.units(rows, weeks)
            numbers = [replication * width + scenario - self._first for replication, scenario, *_ in rows]
            if numbers != [r * width + place for r in range(first, last) for place in range(width) if r < self._kept[place]]:
                raise ValueError("replications are missing")
            return list(zip(numbers, units, strict=True))

    def add(self, numbers: Sequence[int], units: Sequence[Unit]) -> None:
        """Keep the units of these numbers, all of them or none."""
        width = len(self._scenarios)
        keyed = []
        for number, unit in zip(numbers, units, strict=True):
            replication, place = divmod(number, width)
            weekly = unit.weekly if replication < self._weekly else unit.weekly[:0]
            keyed.append((replication, self._first + place, unit._replace(weekly=weekly)))
        connection = self._store._connection
        with self._store._transaction():
            connection.executemany(self._layout.insertion(), [self._layout.row(*each) for each in keyed])
            weeks = (row for each in keyed for row in self._layout.weeks(*each))
            connection.executemany(self._layout.weekly_insertion(), weeks)
            logs = [(replication, scenario, unit.log) for replication, scenario, unit in keyed if unit.log is not None]
            connection.executemany("INSERT INTO logs VALUES (?, ?, ?)", logs)
        for _, scenario, _ in keyed:
            self._kept[scenario - self._first] += 1

    def log(self, place: int, replication: int) -> bytes | None:
        """Read the packed log of a replication; None where none is kept."""
        with self._store._reading():
            row = self._store._connection.execute(
                "SELECT log FROM logs WHERE replication = ? AND scenario = ?", (replication, self._first + place)
            ).fetchone()
            return None if row is None else row[0]

    def replay(self, place: int, replication: int) -> str | None:
        """Say how one replication is looked at alone; None where its study does not open it by name."""
        if self._name != MAIN:
            return None
        name = self._scenarios[place].name
        words = ["smarketing", "trace", "--study", str(self._store.folder), "--scenario", name, "--replication", replication]
        return shlex.join([*map(str, words), "--out", "log.csv"])


def open_store(
    folder: Path, engine: Engine, identity: Identity, scenarios: Sequence[Asked], asked: Mapping[str, Any], *, resume: bool
) -> Store:
    """Open a study's file for writing: a new one, or with `resume` one of the same identity and scenarios.

    `asked` is what else was asked, such as how many replications. StudyError when the folder holds anything
    else, or another study.
    """
    made_folder, made_file = not folder.exists(), not (folder / FILE).exists()
    check_folder(folder, resume=resume)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StudyError(f"cannot make the folder {folder}: {error.strerror or error}; name another") from error
    try:
        connection = open_to_write(folder / FILE)
    except BaseException as error:
        if made_file and not isinstance(error, BusyError):  # else it is another process's
            _leave_nothing(folder, made_folder)
        raise
    store = Store(folder, connection, made_folder=made_folder)
    try:
        with explained(store.path):
            fresh = is_empty(store._connection)
        if fresh:
            store.create(engine, identity)
        else:
            check_folder(folder, resume=resume)  # another process may have begun one meanwhile
            store.refuse_other(identity, scenarios)
        store.put(asked=dict(asked))
    except BaseException as error:
        store.__exit__(type(error), error, None)
        raise
    return store


def _leave_nothing(folder: Path, made_folder: bool) -> None:
    """Remove a study's file of which nothing came, and its folder if it was made for it."""
    (folder / FILE).unlink(missing_ok=True)
    if made_folder and not any(folder.iterdir()):
        folder.rmdir()


def check_folder(folder: Path, *, resume: bool) -> None:
    """Refuse a folder that holds no study but other files, or a study that is not to be resumed."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise StudyError(f"{folder} is a file; name a folder to write to")
    path = folder / FILE
    if not path.exists():
        if any(folder.iterdir()):
            raise StudyError(f"{folder} is not empty and holds no study; name a new folder")
    elif path.stat().st_size and not resume:
        raise StudyError(
            f"{folder} holds a study already; add --resume to go on with it or to have more replications of it, or name a "
            "new folder"
        )


def read_store(folder: Path) -> Store:
    """Open a study to read: its folder, or the file itself."""
    folder = folder.parent if folder.is_file() else folder
    return Store(folder, open_to_read(folder / FILE))
