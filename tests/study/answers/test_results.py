"""What a study found can be read, displayed and saved, and cannot be changed."""

import json

import numpy as np
import pandas as pd
import pytest
from fake_desk import ENGINE, MEASURES, scenario

from sim.errors import SmarketingError, StudyError
from sim.statistics import replications_for_precision
from sim.study.questions.comparing import compare, run


@pytest.fixture(scope="module")
def study():
    return compare(scenario("<today>"), scenario("faster", 1.1, hours=2.0), replications=30, engine=ENGINE)


@pytest.fixture(scope="module")
def single():
    return run(scenario(), replications=30, engine=ENGINE)


def test_run_document_has_the_promised_keys(single):
    document = single.to_json()
    assert {"scenario", "fingerprint", "seed", "engine", "replications", "measures"} <= set(document)
    assert {"unit", "mean", "low", "high", "p05", "p50", "p95"} <= set(document["measures"]["revenue"])
    assert document["measures"]["revenue"]["unit"] == "EUR"


def test_compare_document_has_the_promised_keys(study):
    document = study.to_json()
    assert {"base", "seed", "replications", "from", "alternatives"} <= set(document)
    (alternative,) = document["alternatives"]
    assert set(alternative["verdict"]) == {"choice", "sentence", "because", "sentences", "weakest_evidence", "holds_under"}
    found = alternative["measures"]["revenue"]
    assert {"unit", "base", "value", "difference", "chance_better", "correlation", "adjusted_p"} <= set(found)
    assert {"mean", "low", "high", "p05", "p50", "p95"} <= set(found["difference"])


def test_undefined_is_null(study, single):
    for document in (study.to_json(), single.to_json()):
        text = json.dumps(document, allow_nan=False)
        assert "NaN" not in text
    assert single.to_json()["measures"]["retention_12m"]["mean"] is None
    assert single.to_json()["measures"]["retention_12m"]["undefined"] == 30


def test_a_ratio_is_of_sums(single):
    rows, place = single.rows[0], ENGINE.place_of("lead_to_won")
    expected = rows.numerators[:, place].sum() / rows.denominators[:, place].sum()
    assert single.estimates[0]["lead_to_won"].mean == pytest.approx(expected)


def test_percentiles_have_intervals_of_their_own(single, study):
    found = single.to_json()["measures"]["revenue"]
    assert found["p50_low"] <= found["p50"] <= found["p50_high"]
    assert found["p05_low"] is None  # 30 replications give no lower end
    assert {"p05_high", "p95_low"} <= set(single.summary().columns)
    assert {"p50_low", "p50_high", "adjusted_by"} <= set(study.differences().columns)


def test_how_many_would_have_been_enough(single):
    values = single.rows[0].values[:, ENGINE.place_of("revenue")]
    assert single.enough(0.2) == replications_for_precision(values, 0.2)
    assert single.enough(0.001) is None
    with pytest.raises(StudyError, match="no measure is called 'revenu'"):
        single.enough(0.2, "revenu")


def test_tables_are_tidy(study):
    assert list(study.summary().columns)[:2] == ["scenario", "measure"]
    assert len(study.summary()) == 2 * len(MEASURES)
    assert len(study.differences()) == len(MEASURES)
    assert study.replications().shape == (60, 2 + len(MEASURES))
    assert study.dictionary()["definition"].str.len().min() > 0


def test_weeks_start_on_local_mondays(study):
    weekly = study.weekly()
    assert str(weekly["week"][0]) == "2026-01-05"
    assert len(weekly) == 2 * 3 * 2


def test_a_week_without_a_value_is_undefined(study):
    weekly = study.weekly()
    first = weekly[(weekly["series"] == "sometimes") & (weekly["week"] == weekly["week"][0])]
    assert first["mean"].isna().all()
    assert (first["replications"] == 0).all()


def test_results_cannot_be_changed(study):
    with pytest.raises(ValueError, match="read-only"):
        study.rows[0].values[0, 0] = 1
    with pytest.raises(AttributeError):
        study.seed = 2


def test_a_study_displays_itself_and_escapes_names(study):
    html = study._repr_html_()
    assert "&lt;today&gt;" in html
    assert "<today>" not in html
    assert "Adopt faster" in html


def test_an_unknown_scenario_is_named(study):
    with pytest.raises(StudyError, match="no scenario of this study is called 'slower'"):
        study.position("slower")


def test_saved_tables_read_back(study, tmp_path):
    folder = study.save(tmp_path / "out", "smarketing compare")
    again = pd.read_csv(folder / "replications.csv")
    assert np.array_equal(again["revenue"], study.replications()["revenue"])
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["seed"] == study.seed
    assert [each["name"] for each in manifest["scenarios"]] == ["<today>", "faster"]
    assert manifest["versions"]["numpy"] == np.__version__
    assert json.loads((folder / "study.json").read_text()) == study.to_json()


def test_the_same_study_may_be_saved_again(study, tmp_path):
    study.save(tmp_path / "out")
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    study.save(tmp_path / "out")
    assert before == {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}


def test_another_study_is_not_overwritten(study, single, tmp_path):
    single.save(tmp_path / "out")
    with pytest.raises(StudyError, match="another study"):
        study.save(tmp_path / "out")


def test_a_folder_of_something_else_is_left_alone(study, tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(StudyError, match="holds no study"):
        study.save(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_notes_beside_a_study_are_left_alone(study, tmp_path):
    folder = study.save(tmp_path / "out")
    (folder / "notes.txt").write_text("mine")
    study.save(folder)
    assert (folder / "notes.txt").read_text() == "mine"


def test_no_table_is_half_written_and_no_row_is_lost(study, tmp_path, monkeypatch):
    def fail(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pd.DataFrame, "to_csv", fail)
    with pytest.raises(SmarketingError, match="No space left"):
        study.save(tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["study.sqlite"]
    monkeypatch.undo()
    study.save(tmp_path / "out")
    study.save(tmp_path / "whole")
    for name in ("study.sqlite", "summary.csv", "manifest.json"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
