"""Patient customers: published and independently computed values, to the printed digits."""

import pytest

from sim.theory.erlang import erlang_b, erlang_c, patient_queue

pytestmark = pytest.mark.theory


def test_erlang_b_and_c_of_eight_erlangs_on_ten_servers():
    assert round(erlang_b(8, 10), 6) == 0.121661
    assert round(erlang_c(8, 10), 6) == 0.409180


@pytest.mark.parametrize(
    ("arrivals", "rate", "servers", "waiting", "wait", "queue", "within", "ninetieth"),
    [
        (0.8, 1, 1, 0.800000, 4.000000, 3.200000, 0.345015, 10.397208),
        (1.6, 1, 2, 0.711111, 1.777778, 2.844444, 0.523328, 4.904146),
        (4, 1, 5, 0.554113, 0.554113, 2.216450, 0.796153, 1.712198),
        (9, 1, 10, 0.668732, 0.668732, 6.018584, 0.753987, 1.900212),
        (18, 1, 20, 0.550769, 0.275385, 4.956921, 0.925462, 0.853073),
        (10, 2, 6, 0.587516, 0.293758, 2.937582, 0.920488, 0.885367),
    ],
)
def test_waits_of_patient_leads(arrivals, rate, servers, waiting, wait, queue, within, ninetieth):
    desk = patient_queue(arrivals, rate, servers)
    assert round(desk.share_waiting, 6) == waiting
    assert round(desk.mean_wait, 6) == wait
    assert round(desk.mean_queue, 6) == queue
    assert round(desk.share_within(1), 6) == within
    assert round(desk.quantile(0.9), 6) == ninetieth
    assert desk.share_within(desk.quantile(0.9)) == pytest.approx(0.9)


def test_most_leads_do_not_wait_at_an_idle_desk():
    assert patient_queue(1, 1, 10).quantile(0.9) == 0


def test_an_overloaded_desk_has_no_steady_state():
    with pytest.raises(ValueError, match="no steady state"):
        patient_queue(5, 1, 5)
