"""The room that all visitors share: the company they start from, companies they brought, and the queue."""

from __future__ import annotations

import hashlib
import threading
from typing import TYPE_CHECKING, NamedTuple

from ..errors import Fault, ScenarioError
from ..scenario import parse_scenario
from .asking import Asked, Settings, ask
from .controls import Control, controls_of
from .years import Kept

if TYPE_CHECKING:
    from ..scenario import Scenario
    from .queue import Queue

MOST_BYTES = 200_000  # of a scenario file that a visitor brings
MOST_BROUGHT = 32
LONGEST_RUN = 4 * 366  # days that a brought company may be simulated, from its past to its follow-up
MOST_LEADS = 300_000  # that it may capture in that time


class Company(NamedTuple):
    """A company to ask about: its name in an address, its scenario, and its controls."""

    key: str
    scenario: Scenario
    controls: tuple[Control, ...]

    def ask(self, settings: Settings) -> Asked:
        """Make the scenarios of a state of this company."""
        return ask(self.scenario, self.controls, settings)


class Room:
    """What visitors share. Brought companies are kept in memory alone, and forgotten when there are too many."""

    def __init__(self, scenario: Scenario, queue: Queue, parent: str | None = None) -> None:
        self.queue, self.parent = queue, parent
        self.default = Company("", scenario, controls_of(scenario))
        self._brought: Kept[str, Company] = Kept(MOST_BROUGHT)
        self._lock = threading.Lock()

    def company(self, key: str) -> Company | None:
        """Find a company by its name in an address; None when it is not, or no longer, here."""
        if not key:
            return self.default
        with self._lock:
            return self._brought.get(key)

    def bring(self, data: bytes, name: str) -> Company:
        """Take in a scenario file that a visitor brought.

        Raises
        ------
        ScenarioError
            With every fault, when it is too large or no scenario that can be asked about here.
        """
        file = "".join(sign if sign.isalnum() or sign in "._- " else "_" for sign in name)[:60] or "file"
        if len(data) > MOST_BYTES:
            raise _refused(file, f"has {len(data):,} bytes", f"bring a file of at most {MOST_BYTES:,} bytes")
        try:
            words = data.decode("utf-8")
        except UnicodeDecodeError:
            raise _refused(file, "is no text in UTF-8", "save it as UTF-8") from None
        scenario = parse_scenario(words, name=file)
        _check_size(scenario, file)
        company = Company(hashlib.sha256(data).hexdigest()[:16], scenario, controls_of(scenario))
        with self._lock:
            return self._brought.put(company.key, company)


def _check_size(scenario: Scenario, file: str) -> None:
    """Refuse a company that would keep everybody else waiting."""
    experiment = scenario.experiment
    days = sum(span.nominal_microseconds for span in (experiment.lead_in, experiment.horizon, experiment.follow_up)) / 86_400e6
    if days > LONGEST_RUN:
        raise _refused(file, f"is simulated for {days:,.0f} days", f"ask for at most {LONGEST_RUN:,} days, or use the command")
    leads = days * sum(channel.volume.per_day for channel in scenario.channels.values())
    if leads > MOST_LEADS:
        raise _refused(file, f"captures {leads:,.0f} leads", f"ask for at most {MOST_LEADS:,} leads, or use the command")


def _refused(file: str, what: str, instead: str) -> ScenarioError:
    return ScenarioError([Fault(file, 1, 1, "scenario", what, instead)])
