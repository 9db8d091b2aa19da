"""The firmographic score, and how it learns.

Features are normal with variance 1 and a mean that differs between leads that fit and those that do not.
The score is their sum by weights, divided by the weights' length, so that noise has variance 1.
"""

from __future__ import annotations

import math

import numpy as np

from .compiling import rule


@rule("float64(float64[::1], float64[::1])")
def fit_score(features: np.ndarray, weights: np.ndarray) -> float:
    """Score of one lead in standard deviations; 0 for weights that are all 0."""
    total = 0.0
    square = 0.0
    for i in range(len(weights)):
        total += weights[i] * features[i]
        square += weights[i] * weights[i]
    return total / math.sqrt(square) if square > 0.0 else 0.0


@rule("void(float64[:, ::1], float64[::1], float64[::1])")
def fit_scores(features: np.ndarray, weights: np.ndarray, scores: np.ndarray) -> None:
    """Scores of many leads, written into `scores`."""
    for i in range(len(scores)):
        scores[i] = fit_score(features[i], weights)


@rule("boolean(float64[::1], float64[::1])")
def meets(features: np.ndarray, musts: np.ndarray) -> bool:
    """Whether every feature is at least its must (-inf: no rule)."""
    for i in range(len(musts)):  # noqa: SIM110  compiled
        if features[i] < musts[i]:
            return False
    return True


@rule("void(float64[::1], float64[:, ::1], float64[::1], float64, float64[:, ::1])")
def learn(weights: np.ndarray, features: np.ndarray, labels: np.ndarray, caution: float, room: np.ndarray) -> None:
    """Move weights by one Newton step of Σ log-loss + caution/2 · ‖w - w₀‖²; the last weight is the intercept.

    `features` a row a labelled lead, `labels` 1 for accepted, `room` (m + 2, m + 1) for what is worked out. The
    penalty leaves the intercept free but for a hundredth of it, which keeps the step defined when all labels agree.
    """
    m = len(weights)
    matrix, row, step = room[:m], room[m], room[m + 1]
    for i in range(m):
        for j in range(m + 1):
            matrix[i, j] = 0.0
        matrix[i, i] = caution if i < m - 1 else 0.01 * caution
    for r in range(len(labels)):
        total = weights[m - 1]
        for i in range(m - 1):
            row[i] = features[r, i]
            total += weights[i] * row[i]
        row[m - 1] = 1.0
        p = 1.0 / (1.0 + math.exp(-total)) if total >= 0.0 else math.exp(total) / (1.0 + math.exp(total))
        for i in range(m):
            matrix[i, m] += (labels[r] - p) * row[i]
            for j in range(m):
                matrix[i, j] += p * (1.0 - p) * row[i] * row[j]
    for i in range(m):  # symmetric and positive definite: no pivoting
        for k in range(i + 1, m):
            factor = matrix[k, i] / matrix[i, i]
            for j in range(i, m + 1):
                matrix[k, j] -= factor * matrix[i, j]
    for back in range(m):
        i = m - 1 - back
        total = matrix[i, m]
        for j in range(i + 1, m):
            total -= matrix[i, j] * step[j]
        step[i] = total / matrix[i, i]
    for i in range(m):
        weights[i] += step[i]
