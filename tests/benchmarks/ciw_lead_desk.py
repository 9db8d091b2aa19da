"""The lead desk in Ciw: three nodes, nurture and deals with endless servers, the desk with six.

A touch is a service at the nurture node. A router sends the lead on from there: back for its next touch, to the desk, or
out. Patience is Ciw's reneging, and the router's `next_node_for_jockeying` is its documented way to say where a lead goes
that gave up: back to nurture, once. A lead's touches and returns are attributes of an Individual class of our own. Ciw
writes a record of every service; where a lead went that gave up and how a deal ended stand in no record, so the routers
count them. Ciw draws from Python's own generator, which `ciw.seed` seeds. After every event it looks at all who are in
service at a node with endless servers; that is its engine, and left as it is.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator

import ciw
from workload import (
    ACCEPTED,
    DEAL_LOG_MEAN,
    DEAL_SIGMA,
    ENGAGES,
    LEADS_PER_HOUR,
    PATIENCE,
    REPS,
    RETURNS,
    TALK_LOG_MEAN,
    TALK_SIGMA,
    TOUCH_GAP,
    TOUCHES,
    VALUE_LOG_MEAN,
    VALUE_SIGMA,
    WINS,
    YEAR,
    Outcome,
    outcome,
)

NURTURE, DESK, DEALS, OUT = 1, 2, 3, -1


class Lead(ciw.Individual):
    """A customer that knows its touches since it was last in nurture from the start, and its returns."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.touches = self.returns = 0


class AfterTouch(ciw.routing.NodeRouting):
    """A lead that engages goes to the desk; another gets its next touch, or has had its last."""

    def next_node(self, ind: Lead) -> ciw.Node:
        ind.touches += 1
        if random.random() < ENGAGES:
            return self.simulation.nodes[DESK]
        return self.simulation.nodes[NURTURE if ind.touches < TOUCHES else OUT]


class AfterDesk(ciw.routing.Probabilistic):
    """Sales accepts some; who gave up goes back to nurture once."""

    def __init__(self) -> None:
        super().__init__(destinations=[DEALS], probs=[ACCEPTED])
        self.recycled = self.lost_to_impatience = 0

    def next_node_for_jockeying(self, ind: Lead) -> ciw.Node:
        if ind.returns == RETURNS:
            self.lost_to_impatience += 1
            return self.simulation.nodes[OUT]
        self.recycled += 1
        ind.returns += 1
        ind.touches = 0
        return self.simulation.nodes[NURTURE]


class AfterDeal(ciw.routing.Leave):
    """The deal is decided as the lead leaves."""

    def __init__(self) -> None:
        self.won = self.lost = 0
        self.revenue = 0.0

    def next_node(self, ind: Lead) -> ciw.Node:
        if random.random() < WINS:
            self.won += 1
            self.revenue += random.lognormvariate(VALUE_LOG_MEAN, VALUE_SIGMA)
        else:
            self.lost += 1
        return super().next_node(ind)


def waits(records: list[ciw.data_record.DataRecord]) -> Iterator[float]:
    """Waits, in hours, of the leads whose conversation started, ended or not."""
    for record in records:
        if record.node == DESK and record.record_type in ("service", "incomplete") and record.waiting_time is not None:
            yield record.waiting_time


def simulate(seed: int, horizon: float = YEAR) -> Outcome:
    """One replication, from empty, stopped at `horizon` hours."""
    desk, deals = AfterDesk(), AfterDeal()
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(LEADS_PER_HOUR), None, None],
        service_distributions=[
            ciw.dists.Exponential(1 / TOUCH_GAP),
            ciw.dists.Lognormal(TALK_LOG_MEAN, TALK_SIGMA),
            ciw.dists.Lognormal(DEAL_LOG_MEAN, DEAL_SIGMA),
        ],
        number_of_servers=[float("inf"), REPS, float("inf")],
        reneging_time_distributions=[None, ciw.dists.Exponential(1 / PATIENCE), None],
        routing=ciw.routing.NetworkRouting([AfterTouch(), desk, deals]),
    )
    ciw.seed(seed)
    simulation = ciw.Simulation(network, individual_class=Lead)
    simulation.simulate_until_max_time(horizon)
    records = simulation.get_all_records(include_incomplete=True)
    routes = Counter((record.node, record.destination) for record in records if record.record_type == "service")
    count = {
        "leads": simulation.nodes[0].number_of_individuals,
        "touches": routes[NURTURE, NURTURE] + routes[NURTURE, DESK] + routes[NURTURE, OUT],
        "mqls": routes[NURTURE, DESK],
        "recycled": desk.recycled,
        "lost_to_impatience": desk.lost_to_impatience,
        "unconverted": routes[NURTURE, OUT],
        "accepted": routes[DESK, DEALS],
        "won": deals.won,
        "lost": deals.lost,
    }
    return outcome(count, deals.revenue, waits(records), simulation.nodes[DESK].server_utilisation)
