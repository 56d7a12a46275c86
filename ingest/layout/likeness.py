"""How alike parts of a page are: character pairs and places, weighted by their rarity on the page."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from rag.domain import Place
from rag.text import places
from rag.text.words import bigrams

Matrix = npt.NDArray[np.float32]
_PLACE_WEIGHT = 2.5
_UNITS = ("province", "prefecture", "county")


def named_units(text: str) -> list[Place]:
    """The places ``text`` names; for one smaller than a county also what it is a part of, where that is known."""
    return [mention.place for mention in places.find(text)]


def features(text: str, units: Sequence[Place]) -> Counter[str]:
    """Character pairs of ``text``, and the path of each of its places with those of their parents."""
    out = Counter(bigrams(text))
    for place in units:
        path = (*place.parents, place.name)
        for depth in range(1, len(path) + 1):
            out["@" + "/".join(path[:depth])] += 1
    return out


def vectors(
    texts: Sequence[tuple[str, Sequence[Place]]], titles: Sequence[tuple[str, Sequence[Place]]]
) -> tuple[Matrix, Matrix]:
    """Texts and titles, each with its places, as unit row vectors of shape ``(len(texts), v)`` and ``(len(titles), v)`` in one space.

    Weights are ``(1 + ln tf) * ln((n + 1) / df)`` with document frequencies over ``texts``; a feature that
    only one text has tells nothing of likeness between texts and is kept only if a title has it.
    """
    counted = [features(*t) for t in texts]
    headed = [features(*t) for t in titles]
    spread = Counter(f for c in counted for f in c)
    wanted = set().union(*headed) if headed else set()
    index: dict[str, int] = {}
    for f, n in spread.items():
        if n > 1 or f in wanted:
            index[f] = len(index)
    n = max(len(texts), 1)
    weight = {f: math.log((n + 1) / spread[f]) * (_PLACE_WEIGHT if f[0] == "@" else 1.0) for f in index}
    return _rows(counted, index, weight), _rows(headed, index, weight)


def _rows(counted: Sequence[Counter[str]], index: dict[str, int], weight: dict[str, float]) -> Matrix:
    out = np.zeros((len(counted), max(len(index), 1)), dtype=np.float32)
    for i, counts in enumerate(counted):
        for f, times in counts.items():
            at = index.get(f)
            if at is not None:
                out[i, at] = (1.0 + math.log(times)) * weight[f]
    norms = np.linalg.norm(out, axis=1, keepdims=True)
    return np.divide(out, norms, out=out, where=norms > 0)


def strangers(title: Sequence[Place], texts: Sequence[Sequence[Place]]) -> list[bool]:
    """For each text, whether it names places and none of them has to do with one of the title's."""
    units = [p for p in title if p.level in _UNITS]
    out: list[bool] = []
    for named in texts:
        big = [p for p in named if p.level in _UNITS]
        out.append(
            bool(units and big) and not any(places.covers(a, b) or places.covers(b, a) for a in units for b in big)
        )
    return out
