"""Visitors' questions are answered by the study's own numbers, the newest of each first, and fairly."""

import gc
import threading
import time
from functools import partial

import numpy as np
import pytest
from small import small

from sim.errors import ScenarioError
from sim.study.crew.engine import the_engine
from sim.study.crew.measuring import Work, measure_unit
from sim.study.crew.replications import Rows
from sim.study.questions.comparing import compare
from sim.study.questions.looks import Looks, plans_of
from sim.web.answers import Answer, Done, Progress, Trouble
from sim.web.asking import Asked, Settings, ask
from sim.web.controls import controls_of
from sim.web.queue import Queue
from sim.web.years import Kept, Years

LOOKS = Looks((2, 4, 8))
SCENARIO = small()
CONTROLS = controls_of(SCENARIO)
WAIT = 120


class Ear:
    """Hears what a visitor is told."""

    def __init__(self):
        self.heard = []
        self.ended = threading.Event()

    def __call__(self, told):
        self.heard.append(told)
        if isinstance(told, Trouble | Done) or (isinstance(told, Answer) and told.final):
            self.ended.set()

    @property
    def answers(self):
        return [told for told in self.heard if isinstance(told, Answer)]


@pytest.fixture
def queue():
    with Queue(the_engine(None), LOOKS, workers=2) as queue:
        yield queue


def put(queue, visitor, settings):
    ear = Ear()
    assert queue.ask(visitor, settings.question(), partial(ask, SCENARIO, CONTROLS, settings), ear)
    return ear


FIVE = Settings(moves=(("attempts", "5"),))


def test_the_answer_is_the_studys(queue):
    ear = put(queue, "anna", FIVE)
    assert ear.ended.wait(WAIT)
    final = ear.answers[-1]
    base, other = final.study.scenarios
    study = compare(base, other, replications=8)
    place, column = study.engine.place_of("revenue"), final.study.engine.place_of("revenue")
    for mine, theirs in zip(final.study.rows, study.rows, strict=True):
        np.testing.assert_array_equal(mine.values[:, column], theirs.values[:, place])
    assert final.study.estimates[1]["won"].mean == study.estimates[1]["won"].mean
    assert final.study.effects[0]["revenue"].mean == study.effects[0]["revenue"].mean


def test_a_first_answer_says_that_two_years_are_too_few(queue):
    ear = put(queue, "anna", FIVE)
    assert ear.ended.wait(WAIT)
    first = next(answer for answer in ear.answers if answer.years == 2)
    assert "2 simulated years are too few" in first.study.verdicts[0].sentence


def test_deeper_views_show_the_same_study(queue):
    ear = put(queue, "anna", FIVE)
    assert ear.ended.wait(WAIT)
    first = ear.answers[-1].study
    deeper = ear.answers[-1].deeper()
    assert deeper is ear.answers[-1].deeper()
    assert len(deeper.measures) > len(first.measures)
    assert deeper.verdicts == first.verdicts
    for mine, theirs in zip(first.estimates + first.effects, deeper.estimates + deeper.effects, strict=True):
        assert repr(mine) == repr({name: theirs[name] for name in mine})  # NaN and all


def test_today_is_compiled_once_for_all_what_ifs():
    engine = the_engine(None)
    compiled = []

    def counting(scenario, base=None):
        compiled.append(scenario.name)
        return engine.compile(scenario, base)

    with Queue(engine._replace(compile=counting), LOOKS, workers=2) as queue:
        for number, settings in enumerate((FIVE, Settings(moves=(("attempts", "6"),)), Settings())):
            assert put(queue, f"visitor {number}", settings).ended.wait(WAIT)
        (_, first), (_, second), (_, alone) = (queue.kept(f"attempts={n}" if n else "") for n in (5, 6, 0))
    assert compiled == [SCENARIO.name]
    assert first[0] is second[0] is alone[0]


def test_answers_come_at_planned_looks_in_order_and_end(queue):
    ear = put(queue, "anna", FIVE)
    assert ear.ended.wait(WAIT)
    looks = [answer.years for answer in ear.answers]
    assert looks == sorted(set(looks))
    assert set(looks) <= set(LOOKS.at)
    assert looks[-1] == 8
    assert [each for each in ear.heard if not isinstance(each, Answer | Progress)] == []
    assert queue.waiting() == 0


def test_early_intervals_are_wider_than_alone(queue):
    ear = put(queue, "anna", FIVE)
    assert ear.ended.wait(WAIT)
    final = ear.answers[-1].study
    alone = compare(*final.scenarios, replications=8).effects[0]["revenue"]
    looked = final.effects[0]["revenue"]
    assert looked.high - looked.low > alone.high - alone.low


def test_a_new_move_cancels_the_old(queue):
    old = put(queue, "anna", FIVE)
    new = put(queue, "anna", Settings(moves=(("attempts", "6"),)))
    assert new.ended.wait(WAIT)
    time.sleep(0.05)
    assert not any(answer.final for answer in old.answers)
    assert {answer.study.scenarios[1].contact.attempts for answer in new.answers} == {6}


def test_two_with_one_question_share_its_years(queue):
    first = put(queue, "anna", FIVE)
    assert first.ended.wait(WAIT)
    second = put(queue, "bert", FIVE)
    assert second.ended.wait(5)
    assert [answer.years for answer in second.answers] == [8]
    assert second.answers[0] is first.answers[-1]


def test_today_is_one_plan_alone(queue):
    ear = put(queue, "anna", Settings())
    assert ear.ended.wait(WAIT)
    _, years = queue.kept("")
    assert len(years) == 1
    assert "no difference" in ear.answers[-1].study.verdicts[0].sentence


def test_who_leaves_hears_nothing_more(queue):
    ear = put(queue, "anna", FIVE)
    queue.leave("anna")
    assert put(queue, "bert", Settings(moves=(("attempts", "7"),))).ended.wait(WAIT)
    assert not any(answer.final for answer in ear.answers)


def test_first_answers_come_before_more_years_of_others():
    """With one thread: who comes second has a first answer before who came first has all."""
    with Queue(the_engine(None), Looks((2, 200)), workers=1) as queue:
        first = put(queue, "anna", FIVE)
        second = put(queue, "bert", Settings(moves=(("attempts", "6"),)))
        deadline = time.monotonic() + WAIT
        while not second.answers and time.monotonic() < deadline:
            time.sleep(0.01)
        assert [answer.years for answer in second.answers] == [2]
        assert not any(answer.final for answer in first.answers)


def test_who_asks_again_before_an_answer_keeps_their_place():
    """With one thread and two visitors, one of whom never waits: both are answered."""
    with Queue(the_engine(None), Looks((2, 200)), workers=1) as queue:
        calm = put(queue, "bert", Settings(moves=(("attempts", "6"),)))
        restless = []
        deadline = time.monotonic() + WAIT
        while time.monotonic() < deadline and not (calm.answers and any(ear.answers for ear in restless)):
            attempts = (1, 2, 4, 5, 7, 8)[len(restless) % 6]
            restless.append(put(queue, "anna", Settings(moves=(("attempts", str(attempts)), ("first_call", "4 hours")))))
            time.sleep(0.02)
        assert calm.answers
        assert any(ear.answers for ear in restless)


def test_what_cannot_stand_together_is_told():
    def impossible():
        return Asked(SCENARIO, (SCENARIO.replace({"team.reps": 0}),))

    with pytest.raises(ScenarioError):
        impossible()
    with Queue(the_engine(None), LOOKS, workers=1) as queue:
        ear = Ear()
        queue.ask("anna", "impossible", impossible, ear)
        assert ear.ended.wait(WAIT)
        assert "team.reps" in ear.heard[-1].lines[0]
        assert put(queue, "anna", FIVE).ended.wait(WAIT)  # and the queue goes on


def test_a_defect_reaches_the_visitor_in_words_and_others_go_on(capsys):
    engine = the_engine(None)

    def broken(plan, seed, replication):
        if plan.name != SCENARIO.name:
            raise ZeroDivisionError("a secret of the inside")
        return engine.simulate(plan, seed, replication)

    with Queue(engine._replace(in_passing=broken), LOOKS, workers=2) as queue:
        ear = put(queue, "anna", FIVE)
        assert ear.ended.wait(WAIT)
        assert "defect" in ear.heard[-1].lines[0]
        assert "secret" not in str(ear.heard)
        assert put(queue, "bert", FIVE).ended.wait(WAIT)  # who asks the same is told the same, and does not wait for ever
        assert put(queue, "carl", Settings()).ended.wait(WAIT)
    assert "a secret of the inside" in capsys.readouterr().err


def test_work_is_done_in_turn_and_its_result_told(queue):
    ear = Ear()
    assert queue.run("anna", lambda: 6 * 7, ear)
    assert ear.ended.wait(WAIT)
    assert ear.heard == [Done(42)]


def test_too_many_are_turned_away(monkeypatch):
    monkeypatch.setattr("sim.web.queue.MOST_VISITORS", 1)
    with Queue(the_engine(None), LOOKS, workers=1) as queue:
        put(queue, "anna", FIVE)
        assert not queue.ask("bert", "", partial(ask, SCENARIO, CONTROLS, FIVE), Ear())
        put(queue, "anna", Settings())  # who is in may ask again


def test_closing_ends_every_thread():
    queue = Queue(the_engine(None), LOOKS, workers=2)
    put(queue, "anna", FIVE)
    queue.close()
    assert not any(thread.name.startswith("years-") for thread in threading.enumerate())


def test_memory_is_bounded_and_keeps_what_is_asked_for():
    kept = Kept(2)
    kept.put("a", 1)
    kept.put("b", 2)
    assert kept.get("a") == 1
    kept.put("c", 3)
    assert len(kept) == 2
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == (1, None, 3)


def test_what_grows_is_weighed_again():
    kept = Kept(9, len, 5)
    first, second = [1], [1, 2]
    kept.put("a", first)
    kept.put("b", second)
    first.extend([2, 3, 4])
    kept.put("c", [1])
    assert (kept.get("a"), kept.get("b")) == (None, second)
    kept.put("d", [0] * 99)  # what is asked now is kept, however large
    assert (len(kept), len(kept.get("d"))) == (1, 99)


def test_years_are_rows_in_the_order_of_replications_and_those_given_stay():
    engine = the_engine(None)
    plan = plans_of(engine, (SCENARIO,))[0]
    work = Work(engine, (plan,), 1)
    units = [measure_unit(work, replication) for replication in range(6)]
    years = Years(plan, engine, 1)
    for replication in (1, 0, 3):
        years.add(replication, units[replication])
    assert (years.done, len(years), years.missing(6)) == (2, 3, 2)
    given = years.first(2)
    for replication in (5, 2, 4):
        years.add(replication, units[replication])
    assert (years.done, years.missing(6)) == (6, None)
    for rows in (given, years.first(6)):
        for name in Rows._fields:
            np.testing.assert_array_equal(getattr(rows, name), [getattr(unit, name) for unit in units[: rows.replications]])


def test_years_go_with_the_last_question_about_them(monkeypatch):
    monkeypatch.setattr("sim.web.queue.MOST_QUESTIONS", 1)
    with Queue(the_engine(None), LOOKS, workers=2) as queue:
        for attempts in (5, 6):
            assert put(queue, "anna", Settings(moves=(("attempts", str(attempts)),))).ended.wait(WAIT)
        gc.collect()
        assert queue.kept("attempts=5") is None
        assert len(queue._years) == 2  # today's, and the last what-if's
