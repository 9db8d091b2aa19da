"""Morris's screening and Sobol's indices, by SALib: positions to look at, and what the answers there say of each input."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..errors import StudyError

Values = NDArray[np.float64]

LEVELS = 4  # of a position in Morris's design
MISSING = "Morris's and Sobol's indices need SALib, which is not installed; install it with: pip install 'smarketing[analysis]'"


class Screened(NamedTuple):
    """What moving one input by its whole range does, on the mean over starts (Morris 1991; Campolongo 2007).

    `effect` with its sign, `size` without, with the half-width of its 95 % interval; `spread` over starts, which
    is large where the input bends or leans on others; `luck`, the size that luck alone would show.
    """

    effect: float
    size: float
    half_width: float
    spread: float
    luck: float


class Indices(NamedTuple):
    """Shares of the variance of an answer that an input causes by itself and with all others (Sobol 1993; Saltelli 2010).

    Each with the half-width of its 95 % interval over points, and its standard error over luck.
    """

    first: float
    first_half_width: float
    first_luck: float
    total: float
    total_half_width: float
    total_luck: float


def morris_points(inputs: int, starts: int, seed: int) -> Values:
    """Positions of Morris's design, (starts · (inputs + 1), inputs): from each start every input moves once."""
    from_, _ = _salib("morris")
    return np.asarray(from_.sample(_problem(inputs), starts, num_levels=LEVELS, seed=seed), dtype=np.float64)


def screen(at: Values, answers: Values) -> list[Screened]:
    """Judge every input by the answers at the positions of Morris's design, (positions, replications)."""
    _, analyze = _salib("morris")
    inputs = at.shape[1]
    found = analyze.analyze(_problem(inputs), at, answers.mean(axis=1), num_levels=LEVELS, print_to_console=False, seed=1)
    effects = _elementary(at, answers)
    effect, size, half_width, spread = (found[key] for key in ("mu", "mu_star", "mu_star_conf", "sigma"))
    return [
        Screened(float(effect[i]), float(size[i]), float(half_width[i]), float(spread[i]), _by_luck(effects[:, i]))
        for i in range(inputs)
    ]


def _elementary(at: Values, answers: Values) -> Values:
    """Elementary effects, (starts, inputs, replications): what each input's move does, over how far it moved."""
    inputs = at.shape[1]
    moved = at.reshape(-1, inputs + 1, inputs)
    steps = np.diff(moved, axis=1)
    found = np.empty((len(moved), inputs, answers.shape[1]))
    changes = np.diff(answers.reshape(len(moved), inputs + 1, -1), axis=1)
    for start, step in enumerate(steps):
        which = np.argmax(np.abs(step), axis=1)
        found[start, which] = changes[start] / step[np.arange(inputs), which][:, None]
    return found


def _by_luck(effects: Values) -> float:
    """Mean size of effects that are luck alone: of a normal value with the standard error over replications."""
    if effects.shape[1] < 2:
        return math.nan
    error = math.sqrt(float(effects.var(axis=1, ddof=1).mean()) / effects.shape[1])
    return math.sqrt(2 / math.pi) * error


def saltelli_points(inputs: int, base: int, seed: int) -> Values:
    """Positions for Sobol's indices, (base · (inputs + 2), inputs), from scrambled Sobol points; `base` a power of two."""
    from_, _ = _salib("sobol")
    found = from_.sample(_problem(inputs), base, calc_second_order=False, seed=seed)
    return np.asarray(found, dtype=np.float64)


def sobol_indices(inputs: int, answers: Values) -> list[Indices]:
    """Sobol's indices of every input from the answers at these positions, (positions, replications)."""
    found = _sobol(inputs, answers.mean(axis=1))
    each = [_sobol(inputs, column) for column in answers.T]
    errors = {
        key: np.std([one[key] for one in each], axis=0, ddof=1) / math.sqrt(len(each)) if len(each) > 1 else [math.nan] * inputs
        for key in ("S1", "ST")
    }
    return [
        Indices(*(float(part[i]) for key in ("S1", "ST") for part in (found[key], found[f"{key}_conf"], errors[key])))
        for i in range(inputs)
    ]


def _sobol(inputs: int, answers: Values) -> dict[str, Values]:
    """SALib's indices; 0 where nothing varies."""
    if float(answers.std()) == 0:
        return {key: np.zeros(inputs) for key in ("S1", "S1_conf", "ST", "ST_conf")}
    _, analyze = _salib("sobol")
    found = analyze.analyze(_problem(inputs), answers, calc_second_order=False, print_to_console=False, seed=1)
    return {key: np.asarray(found[key]) for key in ("S1", "S1_conf", "ST", "ST_conf")}


def _problem(inputs: int) -> dict[str, Any]:
    return {"num_vars": inputs, "names": [f"x{i}" for i in range(inputs)], "bounds": [[0.0, 1.0]] * inputs}


def _salib(method: str) -> tuple[Any, Any]:
    """SALib's modules for sampling and analysis; StudyError where it is missing."""
    try:
        if method == "morris":
            from SALib.analyze import morris as analyze
            from SALib.sample import morris as sample
        else:
            from SALib.analyze import sobol as analyze
            from SALib.sample import sobol as sample
    except ImportError:
        raise StudyError(MISSING) from None
    return sample, analyze
