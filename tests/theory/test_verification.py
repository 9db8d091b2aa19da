"""The simulated desk against exact theory."""

from functools import partial

import pytest

from sim.theory.cases import Case, Target, all_cases
from sim.theory.erlang import patient_queue
from sim.theory.observations import measure_of, share_lost, share_waiting
from sim.theory.patience import erlang_a
from sim.theory.verification import verify

pytestmark = pytest.mark.theory


def case(name: str) -> Case:
    return next(each for each in all_cases() if each.name == name)


def misses(lines) -> list:
    return [line for line in lines if not line.holds]


@pytest.mark.slow
@pytest.mark.golden
def test_every_line_holds():
    told = []
    lines = verify(progress=lambda done, planned: told.append((done, planned)), workers=2)
    assert misses(lines) == []
    assert len(lines) == sum(len(each.targets) for each in all_cases())
    assert told[-1][0] == told[-1][1]


def test_a_short_run_of_impatient_leads_holds():
    assert misses(verify(cases=[case("Erlang A")], replications=6)) == []


@pytest.mark.slow
def test_lines_do_not_depend_on_the_number_of_workers():
    chosen = [case("Erlang A"), case("Seasonal nurture, exponential")]
    assert verify(cases=chosen, replications=4, workers=2) == verify(cases=chosen, replications=4, workers=1)


def test_leads_that_go_silently_are_not_erlang_a():
    told = case("Erlang A")
    silent = told._replace(settings=("personas.buyer.window.announce_share=0",))
    lost = next(line for line in verify(cases=[silent], replications=6) if line.measure == "share_reneged")
    assert not lost.holds


@pytest.mark.slow
@pytest.mark.parametrize("times", [1, 4, 16])
def test_the_estimators_bias_stays_inside_the_interval_as_runs_grow(times):
    """An interval that shrinks fourfold twice would show a bias that a short run hides."""
    patient, impatient = patient_queue(4, 1, 5), erlang_a(10, 1, 10, 0.5)
    assert (
        misses(
            verify(
                cases=[
                    Case(
                        f"M/M/5 over {times} T",
                        "theory/mmc",
                        (f"experiment.horizon={2 * times} weeks",),
                        (
                            Target("share_waiting", patient.share_waiting, share_waiting),
                            Target("wait_hours_mean", patient.mean_wait, partial(measure_of, name="wait_hours_mean")),
                            Target("queue_mean", patient.mean_queue, partial(measure_of, name="queue_mean")),
                            Target("utilisation", 0.8, partial(measure_of, name="utilisation")),
                        ),
                    ),
                    Case(
                        f"Erlang A over {times} T",
                        "theory/erlang-a",
                        (f"experiment.horizon={times} days",),
                        (
                            Target("share_waiting", impatient.share_waiting, partial(measure_of, name="share_waiting")),
                            Target("share_reneged", impatient.share_lost, partial(measure_of, name="share_reneged")),
                            Target("share lost, by visit", impatient.share_lost, share_lost),
                            Target("queue_mean", impatient.mean_queue, partial(measure_of, name="queue_mean")),
                            Target("utilisation", impatient.utilisation, partial(measure_of, name="utilisation")),
                        ),
                    ),
                ],
                replications=20,
                workers=2,
            )
        )
        == []
    )
