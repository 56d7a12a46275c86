"""Fusing lists of scored candidates. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum, sqrt

Scored = Sequence[tuple[str, float]]


def standardise(scored: Scored) -> dict[str, float]:
    """Z-scores within the list: what rank fusion throws away, and what makes two engines comparable.

    Lists whose scores are all equal give zeros.
    """
    if not scored:
        return {}
    mean = fsum(s for _, s in scored) / len(scored)
    spread = sqrt(fsum((s - mean) ** 2 for _, s in scored) / len(scored))
    return {key: (s - mean) / spread if spread > 1e-12 else 0.0 for key, s in scored}


def fuse(lists: Mapping[str, Scored], weights: Mapping[str, float]) -> list[tuple[str, float, dict[str, float]]]:
    """Weighted sum of standardised scores, best first: (id, score, the parts by list name).

    A candidate that a list does not hold gets that list's lowest standardised score, for it is no better
    than the last that was returned. Ties are broken by id, so the order never depends on the input's.
    """
    parts: dict[str, dict[str, float]] = {}
    floors: dict[str, float] = {}
    for name, scored in lists.items():
        standard = standardise(scored)
        floors[name] = min(standard.values(), default=0.0)
        for key, value in standard.items():
            parts.setdefault(key, {})[name] = value
    out = []
    for key, own in parts.items():
        full = {name: own.get(name, floors[name]) for name in lists if lists[name]}
        out.append((key, sum(weights.get(name, 0.0) * v for name, v in full.items()), full))
    return sorted(out, key=lambda x: (-x[1], x[0]))
