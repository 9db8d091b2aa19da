import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "study"))  # for the fake desk
sys.path.insert(0, str(Path(__file__).parent))  # for invented studies

SHORT = {"experiment.lead_in": "4 weeks", "experiment.horizon": "13 weeks", "experiment.follow_up": "4 weeks"}


@pytest.fixture(scope="session")
def simulated():
    """A few short windows of the invented company, simulated: as it is, and with more reps."""
    from sim import compare, read_scenario

    base = read_scenario("baseline").replace(SHORT, name="Today")
    promise = {"response_sla": "4 business hours", "reps": 10}
    return compare(base, base.replace(promise, name="Ten reps, four hours"), replications=4, seed=1)
