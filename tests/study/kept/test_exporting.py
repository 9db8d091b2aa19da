"""A study's tables in DuckDB and Parquet are its tables; without the library it says what to install."""

import os
import sys

import pytest
from fake_desk import ENGINE, scenario

from sim.errors import SmarketingError, StudyError
from sim.study.kept.saving import tables_of
from sim.study.questions.comparing import compare


@pytest.fixture(scope="module")
def study():
    return compare(scenario("today"), scenario("faster", 1.1), replications=30, engine=ENGINE)


@pytest.fixture
def duckdb():
    """DuckDB; where everything has to be tested it may not be missing."""
    if "CI" in os.environ:
        import duckdb

        return duckdb
    return pytest.importorskip("duckdb", reason="needs DuckDB: pip install 'smarketing[store]', as the extra test does")


def test_without_duckdb_it_says_what_to_install(study, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(StudyError, match=r"pip install 'smarketing\[store\]'"):
        study.export(tmp_path / "o.duckdb")
    assert list(tmp_path.iterdir()) == []


def equal(found, table):
    """The same rows: what is undefined in one is in the other, dates and texts alike."""
    assert list(found.columns) == list(table.columns)
    for name in table.columns:
        first, second = found[name], table[name]
        assert (first.isna() == second.isna()).all(), name
        known = ~second.isna()
        if name == "week":
            first = first.dt.date
        assert (first[known] == second[known]).all(), name


def test_a_database_holds_every_table(study, tmp_path, duckdb):
    target = study.export(tmp_path / "o.duckdb")
    with duckdb.connect(str(target), read_only=True) as connection:
        names = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        assert names == set(tables_of(study)) == {"summary", "replications", "weekly", "dictionary", "differences"}
        for name, table in tables_of(study).items():
            equal(connection.execute(f"SELECT * FROM {name}").df(), table)


def test_a_folder_holds_a_parquet_file_for_every_table(study, tmp_path, duckdb):
    folder = study.export(tmp_path / "deep" / "o")
    assert {path.name for path in folder.iterdir()} == {f"{name}.parquet" for name in tables_of(study)}
    with duckdb.connect() as connection:
        for name, table in tables_of(study).items():
            equal(connection.execute("SELECT * FROM read_parquet(?)", [str(folder / f"{name}.parquet")]).df(), table)


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx", "out.DuckDB"])
def test_an_ending_that_is_neither_is_refused(study, tmp_path, duckdb, name):
    with pytest.raises(StudyError, match=f"{name} is no folder and no database; .*in .duckdb"):
        study.export(tmp_path / name)
    assert not any(tmp_path.iterdir())


def test_what_is_there_is_left_alone(study, tmp_path, duckdb):
    (tmp_path / "o.duckdb").write_text("mine")
    with pytest.raises(StudyError, match="is there already"):
        study.export(tmp_path / "o.duckdb")
    assert (tmp_path / "o.duckdb").read_text() == "mine"


def test_where_nothing_can_be_written_it_says_so(study, tmp_path, duckdb):
    (tmp_path / "file").write_text("mine")
    for name in ("o.duckdb", "o"):
        with pytest.raises(SmarketingError, match="cannot write to"):
            study.export(tmp_path / "file" / name)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
