"""Quantiles: from a uniform number to a time, an amount or a count, by inverse CDF.

More of a parameter moves an outcome one way, which is what makes a what-if change only what it
changes. Shapes and their two parameters: constant (value), exponential (mean), lognormal (mean and
sd of the log), Weibull (scale, shape), gamma (shape, scale), uniform (low, high).
"""

from __future__ import annotations

import math

import numpy as np

from .codes import CONSTANT, EMPIRICAL, EXPONENTIAL, GAMMA, LOGNORMAL, NEVER, UNIFORM, WEIBULL
from .compiling import rule
from .draws import uniform


@rule("float64(float64, float64, float64, float64, float64, float64, float64, float64, float64)")
def _seventh(x: float, a: float, b: float, c: float, d: float, e: float, f: float, g: float, h: float) -> float:
    """Polynomial of degree 7, coefficients from the highest."""
    return ((((((a * x + b) * x + c) * x + d) * x + e) * x + f) * x + g) * x + h


@rule("float64(float64)")
def normal_quantile(u: float) -> float:
    """Quantile of the standard normal for u in (0, 1): Wichura 1988, algorithm AS 241 (PPND16)."""
    q = u - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        return (
            q
            * _seventh(r, 2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
                       13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608)
            / _seventh(r, 5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
                       5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0)
        )  # fmt: skip
    r = math.sqrt(-math.log(u if q < 0 else 1.0 - u))
    if r <= 5.0:
        r -= 1.6
        z = _seventh(r, 7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
                     3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734) / _seventh(
                     r, 1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
                     0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1.0)  # fmt: skip
    else:
        r -= 5.0
        z = _seventh(r, 2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
                     0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772) / _seventh(
                     r, 2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
                     0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1.0)  # fmt: skip
    return -z if q < 0 else z


@rule("float64(float64, float64)")
def gamma_cdf(shape: float, x: float) -> float:
    """Regularised lower incomplete gamma function: series below shape + 1, continued fraction above."""
    if x <= 0.0:
        return 0.0
    scale = math.exp(-x + shape * math.log(x) - math.lgamma(shape))
    if x < shape + 1.0:
        term = 1.0 / shape
        total = term
        a = shape
        while abs(term) > abs(total) * 1e-17:
            a += 1.0
            term *= x / a
            total += term
        return total * scale
    b = x + 1.0 - shape
    c = 1e300
    d = 1.0 / b
    h = d
    i = 0.0
    while i < 10000.0:
        i += 1.0
        an = -i * (i - shape)
        b += 2.0
        d = 1.0 / (an * d + b)
        c = b + an / c
        delta = d * c
        h *= delta
        if abs(delta - 1.0) < 1e-16:
            break
    return 1.0 - h * scale


@rule("float64(float64, float64)")
def gamma_quantile(shape: float, u: float) -> float:
    """Quantile of the gamma distribution with scale 1: Newton steps kept inside a shrinking bracket."""
    low, high = 0.0, shape + 1.0
    while gamma_cdf(shape, high) < u:
        high *= 2.0
    spread = 1.0 / (9.0 * shape)
    cube = 1.0 - spread + normal_quantile(u) * math.sqrt(spread)
    x = shape * cube * cube * cube if cube > 0.0 else 0.5 * high
    if x <= low or x >= high:
        x = 0.5 * high
    for _ in range(200):
        gap = gamma_cdf(shape, x) - u
        if gap > 0.0:
            high = x
        else:
            low = x
        density = math.exp((shape - 1.0) * math.log(x) - x - math.lgamma(shape))
        step = x - gap / density if density > 0.0 else -1.0
        if step <= low or step >= high:
            step = 0.5 * (low + high)
        if abs(step - x) <= 4e-16 * x:
            return step
        x = step
    return x


@rule("float64(int64, float64, float64, float64)")
def quantile(shape: int, a: float, b: float, u: float) -> float:
    """Value below which a share `u` of a distribution lies; not for empirical lists.

    1 - u has no error, since u as drawn is a multiple of 2^-53: its logarithm is as good as `log1p` of -u, in a third of the
    time. Divided by a share that is not never, u is off by less than a tick.
    """
    if shape == CONSTANT:
        return a
    if shape == EXPONENTIAL:
        return -a * math.log(1.0 - u)
    if shape == LOGNORMAL:
        return math.exp(a + b * normal_quantile(u))
    if shape == WEIBULL:
        return a * math.pow(-math.log(1.0 - u), 1.0 / b)
    if shape == GAMMA:
        return b * gamma_quantile(a, u)
    if shape == UNIFORM:
        return a + (b - a) * u
    return math.inf


@rule("float64(int64, float64, float64, float64, float64[::1], float64[::1], float64)")
def mixed_quantile(shape: int, a: float, b: float, never: float, values: np.ndarray, shares: np.ndarray, u: float) -> float:
    """Quantile of a mixture with "never", the largest values being never; empirical lists included.

    `values` ascending with cumulative `shares` (both empty unless empirical). Infinite for never.
    """
    if u >= 1.0 - never:
        return math.inf
    v = u if never == 0.0 else u / (1.0 - never)
    if shape == EMPIRICAL:
        return values[min(np.searchsorted(shares, v, side="right"), len(values) - 1)]
    return quantile(shape, a, b, v)


@rule("int64(float64)")
def ticks(duration: float) -> int:
    """A duration in microseconds rounded to the tick; never stays never."""
    if duration >= 4e18:
        return NEVER
    return np.int64(math.floor(duration + 0.5))


@rule("float64(int64, int64, int64, int64, int64, int64, float64, float64, float64, float64[::1], float64[::1])")
def draw(seed: int, replication: int, purpose: int, entity: int, visit: int,
         shape: int, a: float, b: float, never: float, values: np.ndarray, shares: np.ndarray) -> float:  # fmt: skip
    """The value of this name from a distribution; a constant takes no random number."""
    if shape == CONSTANT and never == 0.0:
        return a
    return mixed_quantile(shape, a, b, never, values, shares, uniform(seed, replication, purpose, entity, visit))


@rule("int64(int64, int64, int64, int64, int64, int64, float64, float64, float64)")
def draw_span(
    seed: int, replication: int, purpose: int, entity: int, visit: int, shape: int, a: float, b: float, never: float
) -> int:
    """The time of this name from a distribution without a list, in whole microseconds.

    Apart from `draw`, since arrays cost a caller in Python a third of the call.
    """
    u = uniform(seed, replication, purpose, entity, visit)
    if never == 0.0:
        return ticks(quantile(shape, a, b, u))
    return NEVER if u >= 1.0 - never else ticks(quantile(shape, a, b, u / (1.0 - never)))


@rule("int64(float64, float64)")
def poisson_quantile(mean: float, u: float) -> int:
    """Smallest n with P(N ≤ n) > u for a Poisson count, by adding up; meant for means below 100."""
    probability = math.exp(-mean)
    total = probability
    n = 0
    while total <= u and n < 1000:
        n += 1
        probability *= mean / n
        total += probability
    return n
