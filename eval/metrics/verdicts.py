"""Are claims told apart that their source carries and that it does not? Set-level figures with their intervals."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from eval.metrics.stats import Z95, wilson

Interval = tuple[float, float, float]
"""(value, low, high)."""


def balanced_accuracy(right_supported: Sequence[bool], right_refuted: Sequence[bool]) -> Interval:
    """Mean of the two shares of right verdicts, in [0, 1]; the interval joins theirs (MOVER, Zou and Donner 2008)."""
    value, below, above = 0.0, 0.0, 0.0
    for side in (right_supported, right_refuted):
        share = sum(side) / max(1, len(side))
        low, high = wilson(sum(side), len(side))
        value += share / 2
        below += (share - low) ** 2
        above += (high - share) ** 2
    return value, max(0.0, value - math.sqrt(below) / 2), min(1.0, value + math.sqrt(above) / 2)


def auroc(supported: Sequence[float], refuted: Sequence[float]) -> Interval:
    """Chance that a supported claim scores above one that is not, ties half, in [0, 1] (Hanley and McNeil 1982)."""
    if not supported or not refuted:
        return 0.5, 0.0, 1.0
    ordered = sorted(refuted)
    wins = sum((bisect_left(ordered, s) + bisect_right(ordered, s)) / 2 for s in supported)
    n, m = len(supported), len(refuted)
    a = wins / (n * m)
    q1, q2 = a / (2 - a), 2 * a * a / (1 + a)
    variance = (a * (1 - a) + (n - 1) * (q1 - a * a) + (m - 1) * (q2 - a * a)) / (n * m)
    half = Z95 * math.sqrt(max(0.0, variance))
    return a, max(0.0, a - half), min(1.0, a + half)


def kappa(first: Sequence[bool], second: Sequence[bool]) -> Interval:
    """Agreement of two raters beyond chance, in [-1, 1] (Cohen 1960), with its large-sample interval; 1 for no cases."""
    n = len(first)
    if not n:
        return 1.0, -1.0, 1.0
    observed = sum(a == b for a, b in zip(first, second, strict=True)) / n
    yes, other = sum(first) / n, sum(second) / n
    chance = yes * other + (1 - yes) * (1 - other)
    if chance == 1:
        return 1.0, 1.0, 1.0
    value = (observed - chance) / (1 - chance)
    half = Z95 * math.sqrt(observed * (1 - observed) / n) / (1 - chance)
    return value, max(-1.0, value - half), min(1.0, value + half)
