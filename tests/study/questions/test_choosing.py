"""The best is chosen, who is as good is named, and what it promises is estimated with fresh luck."""

import json

import pytest
from fake_desk import ENGINE, scenario

from sim.errors import StudyError
from sim.study.answers.results import Comparison, Run
from sim.study.questions.choosing import choose
from sim.study.questions.question import fresh_seed


def chosen(*others, **how):
    return choose(scenario(), *others, **({"by": "revenue", "worth": "3%", "engine": ENGINE, "replications": 25} | how))


@pytest.fixture(scope="module")
def choice():
    return chosen(scenario("better", 1.1), scenario("nearly", 1.09), scenario("worse", 0.9))


def test_the_best_is_chosen(choice):
    assert choice.names[choice.winner] == "better"
    assert choice.told
    assert choice.sentence.startswith("Choose better: with at least 95 % probability it has the highest revenue of 4")


def test_who_is_within_the_worth_is_named(choice):
    assert choice.close == ("nearly",)
    assert "nearly is within" in choice.sentence
    assert "either will do" in choice.sentence


def test_the_winner_is_estimated_anew_with_luck_of_its_own(choice):
    assert isinstance(choice.fresh, Comparison)
    assert choice.fresh.names == ("today", "better")
    assert (choice.fresh.count, choice.fresh.seed) == (25, fresh_seed(choice.seed))
    old, new = (rows.values[:, ENGINE.place_of("revenue")] for rows in (choice.rows[1], choice.fresh.rows[1]))
    assert not set(old) & set(new)


def test_a_base_that_wins_is_run_alone():
    found = chosen(scenario("worse", 0.8))
    assert found.winner == 0
    assert isinstance(found.fresh, Run)
    assert "against" not in found.sentence


def test_less_is_better_where_it_is():
    found = chosen(scenario("faster", hours=2.0), by="first_response_hours_median", worth=0.5)
    assert found.names[found.winner] == "faster"
    assert "lowest first call" in found.sentence
    assert found.contenders[0].behind.mean == 10.0


def test_equal_ones_end_with_the_base_and_are_told_to_be_equal():
    found = chosen(scenario("same"), scenario("too"))
    assert found.winner == 0
    assert found.close == ("same", "too")
    assert "any of them will do" in found.sentence


def test_per_cent_of_a_share_are_points():
    found = chosen(scenario("faster", hours=8.0), by="first_response_within_sla", worth="2%")
    assert found.worth == 0.02
    assert chosen(scenario("b", 1.2)).worth == pytest.approx(0.03 * found.rows[0].values[:10, ENGINE.place_of("revenue")].mean())


def test_every_candidate_has_the_same_luck_and_as_many_replications_as_it_took():
    found = chosen(scenario("far", 0.5), scenario("near", 1.0005, cv=0.3), worth="1%")
    counts = [rows.replications for rows in found.rows]
    assert counts[1] == 10 < counts[0] == counts[2]
    assert found.count == max(counts)
    assert found.replications().groupby("scenario").size().to_dict() == dict(zip(found.names, counts, strict=True))


@pytest.mark.slow
def test_workers_change_nothing():
    others = (scenario("far", 0.5), scenario("near", 1.0005, cv=0.3))
    alone, together = (chosen(*others, worth="1%", workers=workers, replications=5) for workers in (1, 2))
    assert alone.to_json() == together.to_json()


def test_what_cannot_be_told_within_the_most_is_said():
    found = chosen(scenario("near", 1.001, cv=0.25), worth="0.6%", most=60)
    assert not found.told
    assert found.sentence.startswith("After 60 replications the best are not told apart")
    assert found.to_json()["probability"] is None


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"by": "revenu"}, "did you mean 'revenue'"),
        ({"by": "utilisation"}, "choose by another"),
        ({"by": "retention_12m"}, "undefined in replication 0 of 'today'"),
        ({"worth": 0}, "--worth 20000"),
        ({"worth": "some"}, "no worth"),
        ({"worth": "0.001%"}, "write --worth"),
        ({"first": 3}, "5 times or more"),
        ({"seed": -1}, "whole number"),
        ({"from_": "magic"}, "adoption, steady or terminating"),
    ],
)
def test_what_cannot_be_chosen_is_refused_with_what_to_write(how, said):
    with pytest.raises(StudyError, match=said):
        chosen(scenario("b", 1.0001, cv=0.5), **how)


def test_everything_wrong_is_said_at_once():
    with pytest.raises(StudyError) as refused:
        chosen(by="revenu", first=2, seed=-1)
    said = str(refused.value).splitlines()
    assert [any(word in line for line in said) for word in ("did you mean 'revenue'", "at least one other", "a seed is")] == [
        True
    ] * 3


def test_nothing_to_choose_from_is_refused():
    with pytest.raises(StudyError, match="at least one other"):
        chosen()


def test_the_document_and_the_tables(choice, tmp_path):
    document = json.loads(json.dumps(choice.to_json(), allow_nan=False))
    assert document["winner"] == "better"
    assert document["within_worth"] == ["nearly"]
    assert {each["name"] for each in document["candidates"]} == set(choice.names)
    assert document["fresh"]["seed"] == fresh_seed(1)
    assert list(choice.table()["name"]) == list(choice.names)
    saved = json.loads((choice.save(tmp_path / "out") / "study.json").read_text())
    assert saved == document
    assert "Choose better" in choice._repr_html_()


def test_fresh_seeds_are_others():
    assert fresh_seed(1) != 1
    assert 0 <= fresh_seed(2**32 - 1) < 2**32
