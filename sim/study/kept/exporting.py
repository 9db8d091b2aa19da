"""A study's tables in one DuckDB database, or as Parquet files. Needs the extra `store`."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import SmarketingError, StudyError
from .layout import quoted
from .saving import tables_of

if TYPE_CHECKING:
    from ..answers.results import Study

MISSING = "DuckDB and Parquet need a library that is not installed; install it with: pip install 'smarketing[store]'"


def export_study(study: Study, target: Path) -> Path:
    """Write every table of a study: into a database when the target ends in .duckdb, else as Parquet files into a folder.

    The target must not be there yet, and is there only when it is whole.
    """
    try:
        import duckdb
    except ImportError:
        raise StudyError(MISSING) from None
    if target.exists():
        raise StudyError(f"{target} is there already; name another, or move it away")
    database = target.suffix == ".duckdb"
    if target.suffix and not database:
        raise StudyError(
            f"{target} is no folder and no database; write a name without an ending for Parquet files, or one in .duckdb"
        )
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        if not database:
            partial.mkdir(parents=True)
        with duckdb.connect(str(partial) if database else ":memory:") as connection:
            for name, table in tables_of(study).items():
                connection.register("given", table)
                if database:
                    connection.execute(f"CREATE TABLE {quoted(name)} AS SELECT * FROM given")
                else:
                    connection.table("given").write_parquet(str(partial / f"{name}.parquet"))
                connection.unregister("given")
        partial.rename(target)
    except (OSError, duckdb.Error) as error:
        raise SmarketingError(f"cannot write to {target}: {error}") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    return target
