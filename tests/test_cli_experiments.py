"""The commands choose, sweep and plan: what they print where, and how they end."""

import json

import pytest
from test_cli import command  # noqa: F401  a fixture

PROMISE = "agreement.sales.first_attempt_within=1 h"
PROMISED = ("--set", PROMISE, "--set", "experiment.horizon=2 days", "--set", "experiment.lead_in=1 day")
DESK = ("theory/erlang-a", *PROMISED)


def test_plan_prints_what_will_do(command):  # noqa: F811
    goal = ("--goal", "share_served_within_sla >= 60 %", "--on", "mean", "--vary", "reps=6,12")
    status, out, err = command("plan", *DESK, *goal)
    assert (status, err) == (0, "")
    assert out.startswith("Reps 12 will do: Served in time, of all is at least 60 %")
    assert "By theory" in out


def test_plan_prints_one_document(command, tmp_path):  # noqa: F811
    goal = ("--goal", "share_served_within_sla >= 60 %", "--with-probability", "50%", "--vary", "reps=6,14", "-n", "40")
    status, out, err = command("plan", *DESK, *goal, "--json", "--out", tmp_path / "out")
    assert status == 0
    assert "written" in err
    document = json.loads(out)
    assert document["settings"] == {"reps": "14"}
    assert document["exact_bound"] == {"reps": "14"}
    assert document["with_probability"] == 0.5
    assert [each["settings"]["reps"] for each in document["candidates"]] == ["6", "14"]
    assert json.loads((tmp_path / "out" / "study.json").read_text()) == document


def test_sweep_prints_a_table_and_a_document(command):  # noqa: F811
    vary = ("--vary", "reps=6,12", "--vary", "patience_hours=1 h,2 h", "-n", "3", "--measure", "queue_mean")
    status, out, err = command("sweep", *DESK, *vary)
    assert (status, err) == (0, "")
    assert "waiting" in out
    assert "3 simulated windows of each of 4 settings" in out
    document = json.loads(command("sweep", *DESK, *vary, "--json")[1])
    assert [each["settings"] for each in document["settings"]] == [
        {"reps": "6", "patience_hours": "1 h"}, {"reps": "6", "patience_hours": "2 h"},
        {"reps": "12", "patience_hours": "1 h"}, {"reps": "12", "patience_hours": "2 h"},
    ]  # fmt: skip
    assert document["frontier"]["kept_from"] == 0.9


def test_choose_prints_the_best_and_a_document(command, tmp_path):  # noqa: F811
    more = tmp_path / "more.yaml"
    more.write_text("extends: theory/erlang-a\nname: More reps\nquestion: What if there were more?\nteam: {reps: 12}\n")
    how = ("--by", "share_reneged", "--worth", "1%", "-n", "3")
    status, out, err = command("choose", *DESK[:1], more, *PROMISED, *how)
    assert (status, err) == (0, "")
    assert out.startswith("Choose More reps: with at least 95 % probability it has the lowest left the queue of 2")
    document = json.loads(command("choose", *DESK[:1], more, *PROMISED, *how, "--json")[1])
    assert document["winner"] == "More reps"
    assert document["fresh"]["replications"] == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("choose", *DESK, "theory/erlang-a"), "worth"),
        (("choose", *DESK, "theory/erlang-a", "--worth", "0", "--by", "utilisation"), "choose by another"),
        (("choose", *DESK, "--worth", "1"), "OTHER"),
        (("choose", "theory/erlang-a", "theory/mmc", "--worth", "1"), "do not put the same question"),
        (("sweep", *DESK), "--vary"),
        (("sweep", *DESK, "--vary", "rep=1,2"), "did you mean 'reps'"),
        (("sweep", *DESK, "--vary", "reps=1,2", "--measure", "revenu"), "did you mean 'revenue'"),
        (("sweep", *DESK, "--vary", "reps=1,2", "--kept", "lots"), "2%"),
        (("sweep", "baseline", "--from", "steady", "--vary", "reps=7,8"), "--from adoption"),
        (("plan", *DESK, "--vary", "reps=1,2"), "--goal"),
        (("plan", *DESK, "--vary", "reps=1,2", "--goal", "revenue >= 1"), "--with-probability 0.9"),
        (("plan", *DESK, "--vary", "reps=1,2", "--goal", "revenue", "--on", "mean"), "MEASURE >= X"),
        (("plan", *DESK, "--vary", "reps=1,2", "--goal", "revenue >= 1", "--on", "mode"), "--on mean"),
    ],
)
def test_wrong_input_ends_with_2_and_says_what_to_write(command, arguments, said):  # noqa: F811
    status, out, err = command(*arguments)
    assert (status, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


def test_all_wrong_settings_are_lines_of_their_own(command):  # noqa: F811
    status, _, err = command("sweep", *DESK, "--vary", "rep=1", "--vary", "reps=0,x")
    assert status == 2
    assert [line.split(" ")[0] for line in err.splitlines()] == ["--vary:1:5", "--vary:2:6", "--vary:2:8"]


def test_a_folder_of_something_else_is_refused_before_any_work(command, tmp_path):  # noqa: F811
    (tmp_path / "thesis.txt").write_text("years of work")
    for more in (("sweep", *DESK), ("plan", *DESK, "--goal", "revenue >= 1", "--on", "mean")):
        status, out, err = command(*more, "--vary", "reps=1..20", "--out", tmp_path)
        assert (status, out) == (2, "")
        assert "not empty" in err


def test_credit_prints_what_is_due_and_a_document(command, tmp_path):  # noqa: F811
    more = tmp_path / "more.yaml"
    more.write_text("extends: theory/erlang-a\nname: More reps\nquestion: What if?\nteam: {reps: 12}\ncontact: {attempts: 2}\n")
    how = ("--by", "share_reneged", "-n", "3")
    status, out, err = command("credit", "theory/erlang-a", more, *PROMISED, *how)
    assert (status, err) == (0, "")
    assert out.startswith("More reps changes left the queue by")
    assert "3 simulated windows of all 4 combinations of 2 levers" in out
    status, out, err = command("credit", "theory/erlang-a", more, *PROMISED, *how, "--json", "--out", tmp_path / "out")
    document = json.loads(out)
    assert [each["lever"] for each in document["levers"]] == ["reps", "everything else"]
    assert (tmp_path / "out" / "credit_by_replication.csv").is_file()


def test_sensitivity_prints_what_moves_the_answer_and_a_document(command, tmp_path):  # noqa: F811
    how = ("--by", "share_reneged", "--input", "reps=6..14", "--points", "16")
    status, out, err = command("sensitivity", *DESK, *how)
    assert (status, err) == (0, "")
    assert out.startswith("Over all that is not known")
    assert "6 to 14" in out
    document = json.loads(command("sensitivity", *DESK, *how, "--json", "--out", tmp_path / "out")[1])
    assert document["inputs"][0]["input"] == "reps"
    assert document["choice"] is None
    assert (tmp_path / "out" / "curves.csv").is_file()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("credit", "theory/erlang-a", "theory/erlang-a"), "does the same as"),
        (("credit", "theory/erlang-a", "theory/erlang-a", "--apart", "team"), "--apart:1:1 team: does not differ"),
        (("sensitivity", "theory/erlang-a", "--input", "reps=9"), "--input:1:1 reps: states no range"),
        (("sensitivity", "theory/erlang-a", "--method", "guess"), "there is no method 'guess'"),
    ],
)
def test_causes_that_cannot_be_asked_for_end_with_2(command, words, said):  # noqa: F811
    status, out, err = command(*words)
    assert (status, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


@pytest.mark.parametrize("kind", [("sweep",), ("plan", "--goal", "won >= 1", "--on", "mean")])
def test_a_lever_that_is_set_and_varied_is_refused(command, kind):  # noqa: F811
    status, out, err = command(kind[0], *DESK, *kind[1:], "--set", "reps=7", "--vary", "reps=8,9")
    assert (status, out) == (2, "")
    assert "reps is set and varied; leave one of the two out" in err
