"""The register of evidence says what the scenario files say, and each value says where it comes from, and in what unit."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from house.sources import ROOT

from sim.plan.response import EARLY, LATE, solve
from sim.rules.contact import response
from sim.scenario import read_scenario
from sim.scenario.inputs import SUSPECTS
from sim.scenario.presets import PRESETS
from sim.scenario.register import COMPANY, LEFT_OUT, NAMES, OFF, WEIGHTS, register, rows_of
from sim.scenario.sections.market import ResponsePreset

PAGE = ROOT / "EVIDENCE.md"


def test_the_register_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == register(), "write it again: python -m sim.scenario.register"


def test_every_value_of_the_company_is_in_the_register():
    company = read_scenario(COMPANY)
    listed = sum(len(row.origins) for row in rows_of(company))
    written = {path for path, origin in company.origins.items() if origin.file is not None or origin.value not in OFF}
    written = {path for path in written if path.split(".")[0] not in LEFT_OUT and path.split(".")[-1] not in NAMES}
    shares = {re.sub(r"(weekday|hours|personas|wide_personas|readiness|reasons)\.[^.]+$", r"\1", path) for path in written}
    assert listed == len(shares)


def test_every_source_and_grade_of_the_company_is_on_the_page():
    page = register()
    for path, origin in read_scenario(COMPANY).origins.items():
        if path.split(".")[0] not in LEFT_OUT and not origin.assumed and (origin.file is not None or origin.value not in OFF):
            assert " ".join(origin.source.split()).replace("|", "\\|") in page, path


def test_every_bare_number_has_a_unit():
    for row in rows_of(read_scenario(COMPANY)):
        if WEIGHTS.match(f"{row.key}.any"):  # weights have none
            continue
        bare = [value for value in row.values.values() if re.fullmatch(r"[\d., -]+", value)]
        assert bare == [], f"{row.key}: name its unit in UNITS"


def test_every_table_is_whole():
    wide = 0
    for line in register().splitlines():
        cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
        if cells:
            assert not wide or cells == wide, line
        wide = cells


def test_what_is_doubted_is_what_is_called_weak():
    page = register().partition("## What speed is worth")[0]
    assert all(f"| {label} |" in page for _, label, _ in SUSPECTS)


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_a_preset_has_the_odds_that_the_register_states(preset):
    curve = solve(preset.name)
    assert response(EARLY, *curve) / response(LATE, *curve) == pytest.approx(preset.odds, rel=1e-9)


def test_presets_are_those_that_a_scenario_may_name():
    assert tuple(preset.name for preset in PRESETS) == get_args(ResponsePreset)
