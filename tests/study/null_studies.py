"""Comparisons of a company with its twin: the same law, other luck. How often is a difference claimed?

The twin's channels have other keys, so its leads are others, and nothing else differs. Every comparison
stops by itself, at a precision that takes some 35 replications, where the looks at the width cost most.

    python tests/study/null_studies.py 500

takes some ten minutes. DESIGN.md has what came of it.
"""

import sys
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from stories import tiny

from sim import compare
from sim.statistics import wilson_interval

COMPANY = """
channels: {web: {volume: 6 per day, hand_raiser: false, score: 10}, demo: {volume: 1 per day}}
personas:
  buyer:
    fit: 0.5
    reachable: 0.9
    value: 'lognormal, mean 4000 EUR, cv 1'
    window: {lasts: 'exponential, mean 20 d', starts: handoff}
nurture: {touches: [{wait: 'exponential, mean 3 d', engages: 0.3, points: 20, repeat: 4}]}
scoring: {threshold: 40}
agreement: {sales: {first_attempt_within: 4 business hours}}
work: {order: new_leads_first, research: 5 min, attempt: 6 min, conversation: 25 min}
contact: {connect: 0.5, response: moderate, attempts: 3, gaps: [1 business day]}
opportunity: {stages: [{name: offer, delay: 'lognormal, mean 4 d, cv 1', minutes: 30 min, advance: 0.5}]}
team: {reps: 2}
costs: {rep: '50,000 EUR'}
experiment: {kind: terminating, horizon: 42 d, follow_up: 14 d}
"""
OTHER_LUCK = {"channels.web.key": "web of the twin", "channels.demo.key": "demo of the twin"}
PRECISION = 0.33


class Wrong(NamedTuple):
    """Of some studies, those that claim a difference of revenue, those with any headline interval beside 0, and the work."""

    studies: int
    verdicts: int
    families: int
    replications: int

    @property
    def sentence(self) -> str:
        """What was found, in words."""
        shares = [
            f"{wrong / self.studies:.1%} ({low:.1%} to {high:.1%})"
            for wrong in (self.verdicts, self.families)
            for _, low, high, _ in [wilson_interval(wrong, self.studies)]
        ]
        return (
            f"{self.studies} studies of {self.replications / self.studies:.0f} replications on the mean: a verdict in "
            f"{shares[0]}, any headline interval without 0 in {shares[1]}"
        )


def count_wrong(studies: int, first_seed: int = 1) -> Wrong:
    """Compare the company with its twin under so many seeds."""
    company = tiny(COMPANY)
    twin = company.replace(OTHER_LUCK, name="twin")
    verdicts = families = replications = 0
    for seed in range(first_seed, first_seed + studies):
        study = compare(company, twin, precision=PRECISION, seed=seed, most=400)
        replications += study.count
        verdicts += study.verdicts[0].choice in ("adopt", "do not adopt")
        families += any(study.effects[0][name].clear for name in study.confidence.together)
    return Wrong(studies, verdicts, families, replications)


if __name__ == "__main__":
    number, step = int(sys.argv[1]), 25
    found = Wrong(0, 0, 0, 0)
    for done in range(0, number, step):
        found = Wrong(*(a + b for a, b in zip(found, count_wrong(min(step, number - done), done + 1), strict=True)))
        print(found.sentence, flush=True)
