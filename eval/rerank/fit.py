"""Fitting a linear ranker: the softmax cross entropy of a list (ListNet's top-one, Cao et al. 2007) by Adam.

Nothing is drawn at random: every step sees every question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rag.retrieve.features import Features

STEPS = 400
RATE = 0.05
L2 = 1e-3


@dataclass(frozen=True, slots=True)
class Listed:
    """The candidates of one question: features ``(n, features)``, labels ``(n,)`` of 0 and 1, and its weight."""

    features: Features
    labels: Features
    weight: float = 1.0


def fit(lists: Sequence[Listed], *, steps: int = STEPS, rate: float = RATE, l2: float = L2) -> Features:
    """Weights ``(features,)`` for which what answers is most probable among the candidates.

    Lists without a right candidate teach nothing and are left out. ``l2`` holds for standardised features.

    Raises:
        ValueError: no list has a right candidate.
    """
    used = [one for one in lists if one.labels.any()]
    if not used:
        raise ValueError("no list with a right candidate")
    x = np.concatenate([one.features for one in used])
    y = np.concatenate([one.labels for one in used])
    sizes = np.array([len(one.labels) for one in used])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    weight = np.repeat(np.array([one.weight for one in used]) / sum(one.weight for one in used), sizes)
    spread = x.std(axis=0)
    spread[spread < 1e-9] = np.inf  # a feature that never varies has no weight
    x = (x - x.mean(axis=0)) / spread
    w, first, second = (np.zeros(x.shape[1]) for _ in range(3))
    for step in range(1, steps + 1):
        scores = x @ w
        e = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        among = e / np.repeat(np.add.reduceat(e, starts), sizes)
        right = e * y / np.repeat(np.add.reduceat(e * y, starts), sizes)
        gradient = x.T @ ((among - right) * weight) + l2 * w
        # Adam (Kingma and Ba 2015) with its usual decay rates.
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient**2
        w -= rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return np.asarray(w / spread, float)


def top(lists: Sequence[Listed], weights: Features, k: int) -> float:
    """Share of all lists with a right candidate among the ``k`` best; ties count against."""
    hits = 0
    for one in lists:
        if one.labels.any():
            scores = one.features @ weights
            best = scores[one.labels > 0].max()
            hits += int((scores[one.labels == 0] >= best).sum()) < k
    return hits / len(lists) if lists else 0.0
