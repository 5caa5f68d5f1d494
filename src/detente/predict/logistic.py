"""Multinomial logistic regression with a ridge: few coefficients, fitted in a second, readable by a person."""

from __future__ import annotations

import dataclasses

import numpy as np

from detente.predict.panels import Floats
from detente.predict.targets import Ints

RIDGE = 100.0
"""The penalty on squared weights of standardised features, in rows."""


@dataclasses.dataclass(frozen=True, slots=True)
class Logistic:
    """Weights of shape (classes, features + 1), the last for the constant; features are standardised first."""

    weights: Floats
    mean: Floats
    scale: Floats

    def predict(self, features: Floats) -> Floats:
        """Probabilities (rows, classes)."""
        return softmax(_standardise(features, self.mean, self.scale) @ self.weights.T)


def fit_logistic(features: Floats, labels: Ints, *, classes: int, start: Logistic | None = None) -> Logistic:
    """The weights that fit the labels best under the ridge, by Newton's method; `start` saves steps, no more."""
    mean, scale = features.mean(0), features.std(0)
    scale = np.where(scale > 1e-9, scale, 1.0)
    x = _standardise(features, mean, scale)
    hot = np.eye(classes)[labels]
    penalty = np.full(x.shape[1], RIDGE)
    penalty[-1] = 1.0
    weights = np.zeros((classes, x.shape[1])) if start is None else start.weights
    loss = _loss(weights, x, hot, penalty)
    for _ in range(50):
        step = _newton_step(weights, x, hot, penalty)
        size, new = 1.0, _loss(weights - step, x, hot, penalty)
        while new > loss and size > 1e-4:
            size /= 2
            new = _loss(weights - size * step, x, hot, penalty)
        weights = weights - size * step
        if loss - new < 1e-7 * len(x):
            break
        loss = new
    return Logistic(weights, mean, scale)


def _newton_step(weights: Floats, x: Floats, hot: Floats, penalty: Floats) -> Floats:
    classes, width = weights.shape
    p = softmax(x @ weights.T)
    gradient = (p - hot).T @ x + penalty * weights
    curve = np.zeros((classes, width, classes, width))
    for a in range(classes):
        for b in range(a, classes):
            block = (x * (p[:, a] * ((a == b) - p[:, b]))[:, None]).T @ x
            curve[a, :, b] = curve[b, :, a] = block
        curve[a, :, a] += np.diag(penalty)
    step = np.linalg.solve(curve.reshape(classes * width, -1), gradient.ravel()).reshape(weights.shape)
    return np.asarray(step, dtype=np.float64)


def _loss(weights: Floats, x: Floats, hot: Floats, penalty: Floats) -> float:
    scores = x @ weights.T
    top = scores.max(1)
    total = np.log(np.exp(scores - top[:, None]).sum(1)) + top - (scores * hot).sum(1)
    return float(total.sum() + 0.5 * (penalty * weights**2).sum())


def softmax(scores: Floats) -> Floats:
    """Probabilities from scores, row by row."""
    raised = np.exp(scores - scores.max(1, keepdims=True))
    shares: Floats = raised / raised.sum(1, keepdims=True)
    return shares


def _standardise(features: Floats, mean: Floats, scale: Floats) -> Floats:
    return np.column_stack([(features - mean) / scale, np.ones(len(features))])
