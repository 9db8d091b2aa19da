"""Opening a study's file, locked or for reading, and saying what went wrong in words.

A rollback journal, not a write-ahead log: what is committed is in the one file, which can be copied and
lies on any file system. Its price is a few forced writes a transaction, and there is one transaction for
half a second of work.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ...errors import BusyError, DamagedError, SmarketingError, StudyError
from .layout import APPLICATION, FORMAT, PAGE

FILE = "study.sqlite"
NO_ROOM = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}
NOT_ALLOWED = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn the database's errors into ours."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        kind = None if code is None else code & 0xFF
        if kind in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise BusyError(path) from None
        if kind in NO_ROOM:
            raise SmarketingError(
                f"cannot write to {path} ({error}); what it held is kept: make room, then go on with --resume"
            ) from error
        if kind in NOT_ALLOWED:
            raise SmarketingError(f"cannot open {path} ({error}); check the folder and its permissions") from error
        raise DamagedError(path, error) from error


def open_to_write(path: Path) -> sqlite3.Connection:
    """Open a study's file, made when missing, and keep every other process out until it is closed."""
    with explained(path):
        while True:
            before = _identity(path)
            connection = sqlite3.connect(path, timeout=0, isolation_level=None)
            try:
                connection.execute(f"PRAGMA page_size = {PAGE}")
                connection.execute("PRAGMA auto_vacuum = NONE")
                connection.execute("PRAGMA locking_mode = EXCLUSIVE")
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("BEGIN EXCLUSIVE")
                connection.execute("COMMIT")  # the lock stays
                _check(connection, path, fresh=True)
            except BaseException:
                connection.close()
                raise
            if before in (None, _identity(path)):
                return connection
            connection.close()  # another process has put a finished file in its place meanwhile


def open_to_read(path: Path) -> sqlite3.Connection:
    """Open a study's file that is there."""
    if not path.is_file():
        raise StudyError(f"there is no study at {path}; name the folder that --out wrote")
    with explained(path):
        # Not read-only: what a killed process left half done is undone by whoever opens the file next.
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=0, isolation_level=None)
        try:
            _check(connection, path, fresh=False)
        except BaseException:
            connection.close()
            raise
    return connection


def is_empty(connection: sqlite3.Connection) -> bool:
    """Whether a file has no tables yet."""
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return bool(tables == 0)


def replace_whole(connection: sqlite3.Connection, path: Path) -> None:
    """Write the file anew without what its history left in it, close it, and put the new one in its place.

    Equal contents then have equal bytes.
    """
    partial = path.with_name(f".{path.name}.partial")
    partial.unlink(missing_ok=True)
    try:
        with explained(path):
            connection.execute("PRAGMA schema_version = 1")  # else it counts how often this was done
            connection.execute("VACUUM INTO ?", (str(partial),))
        with partial.open("rb+") as written:
            os.fsync(written.fileno())
        try:
            partial.replace(path)
        except PermissionError:  # where an open file cannot be replaced
            connection.close()
            partial.replace(path)
    except OSError as error:
        raise SmarketingError(f"cannot write to {path}: {error.strerror or error}") from error
    finally:
        connection.close()
        partial.unlink(missing_ok=True)


def _check(connection: sqlite3.Connection, path: Path, *, fresh: bool) -> None:
    if fresh and is_empty(connection):
        return
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION:
        raise StudyError(f"{path} is no study of smarketing; name another folder")
    if version != FORMAT:
        raise StudyError(
            f"{path} is a study of format {version}, and this version reads format {FORMAT}; use the version that "
            "manifest.json beside it names, or make the study again in a new folder"
        )


def _identity(path: Path) -> int | None:
    try:
        return path.stat().st_ino
    except OSError:
        return None
