"""What uncertain inputs do to an answer: luck told from ignorance, effects with their errors, the worth of knowing.

Inputs are positions in the unit cube, uniform: an input's own distribution is put on them elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]

DEGREE = 2  # of the curve of an input: a line, and one bend
DRAWS = 512  # of the coefficients, for what is no linear function of them
DRAWS_SEED = 0x736D6B74  # any constant does; it keeps results equal from run to run


def sobol_points(count: int, inputs: int, seed: int) -> Values:
    """Scrambled Sobol points, (count, inputs), strictly inside the unit cube; best when `count` is a power of two."""
    from scipy.stats import qmc

    made = qmc.Sobol(inputs, scramble=True, bits=30, rng=seed)
    found: Values = made.random_base2(max(0, count - 1).bit_length())[:count]
    return np.clip(found, 2.0**-32, 1 - 2.0**-32)


class Split(NamedTuple):
    """Variance of one outcome, in two: luck at known inputs, and inputs not known; each as a standard deviation."""

    luck: float
    inputs: float

    @property
    def share(self) -> float:
        """Share of the variance that is due to the inputs."""
        total = self.luck**2 + self.inputs**2
        return self.inputs**2 / total if total > 0 else math.nan


def split(values: Values) -> Split:
    """Split the variance of outcomes, (points, replications at each): random effects, σ² = (MSB − MSW)/r."""
    count, each = values.shape
    if count < 2 or each < 2:
        return Split(math.nan, math.nan)
    within = float(values.var(axis=1, ddof=1).mean())
    between = each * float(values.mean(axis=1).var(ddof=1))
    return Split(math.sqrt(within), math.sqrt(max(0.0, (between - within) / each)))


class Shape(NamedTuple):
    """How an input may act: along a polynomial of a degree, or each of its settings by itself, with their shares."""

    degree: int = DEGREE
    shares: tuple[float, ...] = ()

    @property
    def terms(self) -> int:
        """Number of coefficients."""
        return len(self.shares) - 1 if self.shares else self.degree

    def basis(self, at: Values) -> Values:
        """Functions of a position with mean 0, variance 1 and no correlation, (positions, terms)."""
        if not self.shares:
            legendre = np.polynomial.legendre.legvander(2 * at - 1, self.degree)[:, 1:]
            return np.asarray(legendre * np.sqrt(2 * np.arange(1, self.degree + 1) + 1), dtype=np.float64)
        return np.array(_contrasts(self.shares))[self.settings(at)]

    def settings(self, at: Values) -> NDArray[np.intp]:
        """Place of the setting at each position."""
        ends = np.cumsum(self.shares)[:-1] / math.fsum(self.shares)
        return np.searchsorted(ends, at, side="right")


@lru_cache(maxsize=256)
def _contrasts(shares: tuple[float, ...]) -> tuple[tuple[float, ...], ...]:
    """Orthonormal functions of settings under their shares, all but the constant one: (settings, settings − 1)."""
    weights = np.sqrt(np.array(shares) / math.fsum(shares))
    powers = np.vander(np.arange(len(shares), dtype=np.float64), increasing=True)
    orthogonal, _ = np.linalg.qr(powers * weights[:, None])
    return tuple(map(tuple, (orthogonal / weights[:, None])[:, 1:].tolist()))


class Fit(NamedTuple):
    """An answer as a mean and a curve for each input, fitted by least squares to means at points.

    `coefficients` begin with the mean; `covariance` goes with them; `noise` is the variance that the curves leave
    at a point, with its `degrees`.
    """

    shapes: tuple[Shape, ...]
    coefficients: Values
    covariance: Values
    noise: float
    degrees: int

    @property
    def mean(self) -> float:
        """Mean of the answer over all inputs."""
        return float(self.coefficients[0])

    def place(self, number: int) -> slice:
        """Place of an input's coefficients."""
        first = 1 + sum(shape.terms for shape in self.shapes[:number])
        return slice(first, first + self.shapes[number].terms)

    def curve(self, number: int, at: Values) -> tuple[Values, Values]:
        """Mean of the answer where an input is known, all others not, and its standard error, at positions."""
        design = np.column_stack([np.ones(len(at)), self.shapes[number].basis(at)])
        kept = np.r_[0, np.arange(len(self.coefficients))[self.place(number)]]
        errors = np.sqrt(np.einsum("ij,jk,ik->i", design, self.covariance[np.ix_(kept, kept)], design))
        return design @ self.coefficients[kept], errors

    def variance(self, number: int) -> float:
        """Variance that an input causes by itself; below 0 where luck alone gives as much."""
        at = self.place(number)
        return float(np.sum(self.coefficients[at] ** 2) - np.trace(self.covariance[at, at]))

    def p_value(self, number: int) -> float:
        """P of Fisher's test that an input causes nothing by itself; 1 where nothing varies."""
        from scipy.special import fdtrc

        at = self.place(number)
        found, covariance = self.coefficients[at], self.covariance[at, at]
        if not np.any(covariance):
            return 1.0 if not np.any(found) else 0.0
        ratio = float(found @ np.linalg.solve(covariance, found)) / len(found)
        return float(fdtrc(len(found), self.degrees, ratio))

    def leaves_more_than_luck(self, values: Values) -> float:
        """P of Fisher's test that curves which add up leave nothing but luck; `values` are (points, replications)."""
        from scipy.special import fdtrc

        count, each = values.shape
        luck = float(values.var(axis=1, ddof=1).mean()) / each if each > 1 else math.nan
        if not luck > 0:
            return 1.0 if self.noise == 0 else 0.0
        return float(fdtrc(self.degrees, count * (each - 1), self.noise / luck))

    def critical(self, level: float, family: int = 1) -> float:
        """Half-width, in standard errors, of an interval that holds together with a family of them."""
        from .intervals import student_critical

        return student_critical(self.degrees, level, family)


def needed_points(shapes: Sequence[Shape]) -> int:
    """Fewest points from which curves of these shapes can be told from luck."""
    return 2 * (1 + sum(shape.terms for shape in shapes))


def fit(at: Values, means: Values, shapes: Sequence[Shape]) -> Fit:
    """Fit a mean and a curve for each input to means at points, (points, inputs).

    Errors come from what the curves leave over: luck, and what inputs only do together. ValueError where
    points are too few.
    """
    design = np.column_stack([np.ones(len(at)), *(shape.basis(at[:, i]) for i, shape in enumerate(shapes))])
    degrees = len(at) - design.shape[1]
    if degrees < 1:
        raise ValueError(f"{len(at)} points are too few for {design.shape[1]} coefficients")
    inverse = np.linalg.pinv(design.T @ design)
    coefficients = inverse @ design.T @ means
    left = means - design @ coefficients
    noise = float(left @ left) / degrees
    rounding = 1e-9 * float(np.max(np.abs(means)))
    if np.max(np.abs(left)) <= rounding:  # an exact fit: what is left is no luck
        noise, coefficients = 0.0, np.where(np.abs(coefficients) <= rounding, 0.0, coefficients)
    return Fit(tuple(shapes), coefficients, inverse * noise, noise, degrees)


class Worth(NamedTuple):
    """Expected worth of knowing something before deciding, with the middle 95 % of what it may be."""

    mean: float
    low: float
    high: float


def worth_of_knowing(fitted: Fit, number: int, least: float = 0.0, positions: int = 128) -> Worth:
    """Expected value of perfect information about one input: E max(0, gain | input) − max(0, E gain).

    The gain over `least` is that of doing rather than leaving (Strong, Oakley and Brennan 2014, by regression).
    A curve is shrunk by the share of its variance that luck alone would give, since noise looks like something
    worth knowing; the ends are those of curves drawn from the errors.
    """
    shape, at = fitted.shapes[number], (np.arange(positions) + 0.5) / positions
    kept = np.r_[0, np.arange(len(fitted.coefficients))[fitted.place(number)]]
    basis = np.column_stack([np.ones(positions), shape.basis(at)])
    found = fitted.coefficients[kept]
    total = float(np.sum(found[1:] ** 2))
    shrunk = found.copy()
    shrunk[1:] *= math.sqrt(max(0.0, fitted.variance(number)) / total) if total > 0 else 0.0
    covariance = fitted.covariance[np.ix_(kept, kept)]
    drawn = found + _normals(len(kept)) @ _root(covariance).T
    values = _gain_of_choosing(basis @ drawn.T - least)
    low, high = np.quantile(values, [0.025, 0.975])
    mean = float(_gain_of_choosing(basis @ shrunk[:, None] - least)[0])
    return Worth(mean, min(float(low), mean), max(float(high), mean))


def worth_of_everything(fitted: Fit, at: Values, least: float = 0.0) -> float:
    """Expected value of knowing every input, as far as curves that add up tell; none shrunk curve knows more."""
    total = np.full(len(at), fitted.mean - least)
    for number, shape in enumerate(fitted.shapes):
        found = fitted.coefficients[fitted.place(number)]
        size = float(np.sum(found**2))
        if size > 0:
            total += shape.basis(at[:, number]) @ found * math.sqrt(max(0.0, fitted.variance(number)) / size)
    return float(_gain_of_choosing(total[:, None])[0])


def _gain_of_choosing(gains: Values) -> Values:
    """Mean of the better of doing and leaving, less the better of the means, by column."""
    found: Values = np.maximum(gains, 0).mean(axis=0) - np.maximum(gains.mean(axis=0), 0)
    return found


@lru_cache(maxsize=32)
def _normals(terms: int) -> Values:
    """Standard normal draws, (draws, terms), the same every time."""
    from scipy.special import ndtri

    found: Values = ndtri(sobol_points(DRAWS, terms, DRAWS_SEED))
    return found


def _root(covariance: Values) -> Values:
    """A square root of a covariance, which may be of less than full rank."""
    sizes, directions = np.linalg.eigh(covariance)
    root: Values = directions * np.sqrt(np.maximum(sizes, 0))
    return root


def crossings(at: Values, curve: Values, level: float) -> list[float]:
    """Positions at which a curve, given at rising positions, passes a level: by straight lines in between."""
    above = curve > level
    found = []
    for i in np.flatnonzero(above[1:] != above[:-1]).tolist():
        share = (level - curve[i]) / (curve[i + 1] - curve[i])
        found.append(float(at[i] + share * (at[i + 1] - at[i])))
    return found
