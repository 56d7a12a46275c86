"""How alike parts of a page are: characters, pairs of them, people and places, weighted by their rarity on the page."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from ingest.layout.pairs import rarity
from ingest.layout.roles import is_name, without_reporters
from rag.domain import Place
from rag.text import places
from rag.text.words import bigrams

Matrix = npt.NDArray[np.float32]
_UNITS = ("province", "prefecture", "county", "zone")
_WEIGHTS = {"@": 2.5, "&": 2.0, "#": 2.0}
"""A place's path, a person and a manner of speaking, against a pair of characters."""
_CHARACTER = "$"
"""Marks a single character of Han: in short texts 菇 or 茶 comes back where no pair does."""
_PLAIN, _SPREAD, _FAINT, _MOST = 5.0, 4.0, 0.05, 1.25
"""A character counts by its rarity in all texts: ``(rarity - plain) / spread``, from faint to most."""
_SPEAKER = re.compile(r"([\u4e00-\u9fff]{2,3})(?:说|表示|介绍|告诉|坦言|认为|感慨|笑|道|回忆|算)")
_OFFICE = re.compile(
    r"(?:书记|主任|局长|县长|市长|区长|镇长|乡长|村民|居民|户主|困难户|贫困户|脱贫户|大户|负责人|经理|教师|老人|职工|农户|队长|院长|校长|站长|员)"
    r"([\u4e00-\u9fff]{2,3})"
)
_DIALOGUE = re.compile(r"^(?:问|答|记者|主持人|[\u4e00-\u9fff]{2,4})\s*[：:]")


def places_of(texts: Sequence[str]) -> list[list[Place]]:
    """The places each of ``texts`` names, read together so that a name is understood by its neighbours."""
    out: list[list[Place]] = [[] for _ in texts]
    ends: list[int] = []
    at = 0
    for text in texts:
        at += len(text) + 1
        ends.append(at)
    k = 0
    for mention in places.find(without_reporters("\n".join(texts))):
        while mention.start >= ends[k]:
            k += 1
        out[k].append(mention.place)
    return out


def units(named: Iterable[Place]) -> list[Place]:
    """Provinces, prefectures, counties and development zones among ``named``, each once."""
    return list(dict.fromkeys(p for p in named if p.level in _UNITS))


def features(text: str, named: Sequence[Place], known: Iterable[str]) -> Counter[str]:
    """Characters and pairs of them in ``text``, which of the ``known`` people it names, its places' paths with their parents'."""
    out = Counter(bigrams(text))
    for char in text:
        if "一" <= char <= "鿿":
            out[_CHARACTER + char] += 1
    for place in named:
        path = (*place.parents, place.name)
        for depth in range(1, len(path) + 1):
            out["@" + "/".join(path[:depth])] += 1
    for person in known:
        if person in text:
            out["&" + person] = 1
    if _DIALOGUE.match(text):
        out["#问答"] += 1
    return out


def people(text: str) -> set[str]:
    """Names of people who speak or whose office is said."""
    found = [m.group(1) for m in _SPEAKER.finditer(text)] + [m.group(1) for m in _OFFICE.finditer(text)]
    return {name for one in found for name in (one, one[-2:], one[:2]) if is_name(name)}


def vectors(texts: Sequence[Counter[str]], titles: Sequence[Counter[str]]) -> tuple[Matrix, Matrix]:
    """Unit row vectors of shape ``(len(texts), v)`` and ``(len(titles), v)`` in one space.

    Weights are ``(1 + ln tf) * ln((n + 1) / df)`` with document frequencies over ``texts``, and a character's also
    its rarity in all texts; titles are read without single characters; a feature that
    only one text has tells nothing of likeness between texts and is kept only if a title has it.
    """
    spread = Counter(f for counts in texts for f in counts)
    wanted = set().union(*titles) if titles else set()
    index: dict[str, int] = {}
    for f, n in spread.items():
        if n > 1 or f in wanted:
            index[f] = len(index)
    n = max(len(texts), 1)
    weight = {f: math.log((n + 1) / spread[f]) * _importance(f) for f in index}
    pairs = {f: value for f, value in weight.items() if f[0] != _CHARACTER}
    return _rows(texts, index, weight), _rows(titles, index, pairs)


def _importance(feature: str) -> float:
    """What ``feature`` weighs against a pair of characters."""
    if feature[0] == _CHARACTER:
        return max(_FAINT, min(_MOST, (rarity(feature[1]) - _PLAIN) / _SPREAD))
    return _WEIGHTS.get(feature[0], 1.0)


def _rows(counted: Sequence[Counter[str]], index: dict[str, int], weight: dict[str, float]) -> Matrix:
    out = np.zeros((len(counted), max(len(index), 1)), dtype=np.float32)
    for i, counts in enumerate(counted):
        for f, times in counts.items():
            if f in weight:
                out[i, index[f]] = (1.0 + math.log(times)) * weight[f]
    norms = np.linalg.norm(out, axis=1, keepdims=True)
    np.divide(out, norms, out=out, where=norms > 0)
    return out


def strangeness(unit: Place, named: Sequence[Place], *, inside: float, outside: float) -> float:
    """What it costs a text that names the units ``named`` to be about ``unit``.

    Nothing if it names none or ``unit`` itself or only what ``unit`` is a part of; ``inside`` if it names
    only parts of it; ``outside`` if nothing it names has to do with it.
    """
    if not named or unit in named:
        return 0.0
    if any(places.covers(unit, p) for p in named):
        return inside
    return 0.0 if any(places.covers(p, unit) for p in named) else outside
