"""The frontier of the invented company over four levers of five settings: how long it takes, and how well that is foretold.

    python tests/benchmarks/frontier.py FOLDER [LEVERS] [whole]

keeps the sweep in the folder and goes on with it when it is there. Fewer levers take a fifth of the time each. Combinations are
left once they are clear, and nothing is simulated after the window, which no promise depends on; `whole` does all of it.
"""

from __future__ import annotations

import os
import sys
import time

from sim import read_scenario, sweep
from sim.report.pace import Pace

GRID = {
    "response_sla": ["1h", "4h", "1 day", "2 days", "3 days"],
    "reps": ["6", "8", "10", "12", "14"],
    "attempts": ["2", "3", "4", "5", "6"],
    "threshold": ["40", "50", "60", "70", "80"],  # and with it the leads a rep has
}
KEPT, MOST = 0.4, 50
WINDOW_ALONE = {"experiment.follow_up": "0 d"}


def main(folder: str, levers: int = len(GRID), whole: bool = False) -> None:
    """Sweep, and print what it took."""
    began, busy = time.monotonic(), time.process_time()
    pace, guesses = Pace(), []

    def tell(done: int, planned: int) -> None:
        guesses.append((time.monotonic() - began, done, planned, pace.left(done, planned)))
        if len(guesses) % 100 == 0:
            print(f"{guesses[-1][0]:,.0f} s: {done:,} of {planned:,}, {guesses[-1][3]:,.0f} s left", flush=True)

    base = read_scenario("baseline")
    study = sweep(
        base if whole else base.replace(WINDOW_ALONE, name=base.name), dict(list(GRID.items())[:levers]), replications=MOST,
        until_clear=not whole, kept_from=KEPT, workers=os.cpu_count() or 1, progress=tell, out=folder, resume=True,
    )  # fmt: skip
    took, worked = time.monotonic() - began, time.process_time() - busy
    done = sum(rows.replications for rows in study.rows)
    print(f"{len(study.cells)} combinations, {done:,} replications of {len(study.cells) * MOST:,}: {took / 60:.1f} min on")
    print(f"{os.cpu_count()} processors, which worked {worked / 60:.1f} min; {study.sentence}")
    end = guesses[-1][0]
    wrong = [max(left / (end - at), (end - at) / left) for at, _, _, left in guesses if left and end - at > took / 20]
    print(f"the time left was foretold {len(wrong)} times, wrong by a factor of {max(wrong):.2f} at most")


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[2:] if word.isdigit()]
    main(sys.argv[1], *numbers, whole="whole" in sys.argv)
