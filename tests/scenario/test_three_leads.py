"""The three leads told on the page of scenarios are leads of today's company. A golden test: new numbers, new stories."""

import re

import pytest

from sim.compiled import simulate
from sim.plan import compile_plan
from sim.report.story import tell
from sim.scenario import read_scenario
from sim.scenario.dictionary import PREAMBLE

pytestmark = [pytest.mark.golden, pytest.mark.slow]


def test_three_leads_are_told_as_they_went():
    told = re.findall(r"```text\n(Lead ([\d,]+),.*?)```", PREAMBLE.read_text("utf-8"), re.DOTALL)
    assert len(told) == 3
    plan = compile_plan(read_scenario("baseline"))
    log = simulate(plan, 1, 0)
    for story, number in told:
        lead = int(log.leads["lead"][int(number.replace(",", "")) - 1])
        lines = [line for line in tell(plan, log, lead).strip().splitlines() if "marketing's touch" not in line]
        assert story.splitlines() == lines
