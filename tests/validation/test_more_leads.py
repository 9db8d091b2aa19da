"""More leads can lower sales when capacity is short (Smith, Gopalakrishna & Chatterjee 2006)."""

import numpy as np
import pytest
from scipy import stats
from stories import tiny, told

pytestmark = pytest.mark.slow

# A small desk that works the oldest first, and buyers who do not wait long.
DESK = """
channels: {web: {volume: 10 per day}}
personas:
  buyer:
    {fit: 0.6, value: '9,000 EUR', window: {lasts: 'exponential, mean 8 d', starts: capture, announce_share: 0}}
team: {reps: 2}
work: {order: oldest_first, research: 8 min, attempt: 6 min, conversation: 15 min}
contact: {connect: 0.43, response: moderate, attempts: 5, gaps: [1 business day, 2 business days]}
qualification: {accept_fit: 0.9, accept_unfit: 0.05}
opportunity:
  stages:
    - {name: demo, delay: 1 d, minutes: 1 h, appointment: true, advance: 0.6}
    - {name: offer, delay: 1 d, minutes: 2 h, advance: 0.6}
experiment: {horizon: 182 d, follow_up: 28 d}
"""
REPLICATIONS = 5


def gain(reps: int) -> tuple[float, float, float]:
    """What half as many leads again bring in revenue: the ends of the 95 % interval, and the base's utilisation."""
    base = tiny(DESK).replace({"team.reps": reps})
    more = base.replace({"channels.web.volume": "15 per day"})
    pairs = [(told(base, replication=r), told(more, replication=r)) for r in range(REPLICATIONS)]
    difference = np.array([b.measured("revenue") - a.measured("revenue") for a, b in pairs])
    half = stats.t.ppf(0.975, REPLICATIONS - 1) * stats.sem(difference)
    busy = float(np.mean([a.measured("utilisation") for a, _ in pairs]))
    return difference.mean() - half, difference.mean() + half, busy


def test_half_as_many_leads_again_lower_revenue_where_reps_are_busy():
    _, most, busy = gain(reps=2)
    assert busy > 0.85
    assert most < 0


def test_and_raise_it_where_there_are_twice_the_reps():
    least, _, busy = gain(reps=4)
    assert busy < 0.6
    assert least > 0
