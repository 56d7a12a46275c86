"""Where in the library a claim could rest: the sentences that share most with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.check.cited import Hint, resolved
from rag.domain import Evidence, Passage
from rag.ports import PassageSource
from rag.retrieve.search import Searchable, weights_of
from rag.retrieve.terms import Weights, terms
from rag.text.sentences import sentences

PASSAGES = 24
"""Passages of the library that are looked through for a claim."""
WINDOWS = 6
"""Sentences of them that are held against it."""
TOO_LITTLE = 0.25
"""What holds less of a claim than this can neither confirm nor deny it; only the best is kept all the same."""
ARTICLES, APART, LITTLE = 3, 8, 0.05
"""Articles in which the figures of a claim are looked for that are worked out, sentences of each, and what those must hold."""
_QUERY = 300
_BESIDE = 0.25
"""What a word in the heading or the sentence before counts for, beside one in the sentence itself."""
_GAIN = 0.06


@dataclass(frozen=True, slots=True)
class Window:
    """One sentence, or two that follow each other, and how much of the claim's weight stands in them, in [0, 1]."""

    evidence: Evidence
    share: float

    @property
    def passage(self) -> Passage:
        """Where it stands."""
        return self.evidence.passage


class Finder:
    """Finds windows for claims, in the library or in passages that are given.

    Only the lexical index is asked: the checks hold a claim against words, and where too few of its words stand
    nothing can confirm it. A sentence of a draft takes less than a millisecond so, and no model is needed.
    """

    def __init__(self, index: Searchable, source: PassageSource) -> None:
        self._index = index
        self._source = source
        self._sources: dict[tuple[Hint, str], list[Passage]] = {}
        self._ranked: tuple[tuple[str, str], list[Window]] = (("", ""), [])

    def windows(self, words: str, near: str = "", among: Sequence[Passage] | None = None) -> list[Window]:
        """At most ``WINDOWS`` windows for a claim, best first; ``near`` names the place it is about.

        With ``among`` only these passages are looked through.
        """
        found = self._best(words, near) if among is None else self._rank(words, among)
        return [w for n, w in enumerate(found[:WINDOWS]) if not n or w.share >= TOO_LITTLE]

    def articles(self, words: str, near: str = "") -> list[list[Window]]:
        """Of the articles nearest to a claim the sentences that share something with it, best first: its figures may stand apart."""
        out: dict[str, list[Window]] = {}
        for w in self._best(words, near):
            kept = out.setdefault(w.passage.article_id, []) if len(out) < ARTICLES else out.get(w.passage.article_id)
            if kept is not None and len(kept) < APART and w.share >= LITTLE and not any(_overlap(w, k) for k in kept):
                kept.append(w)
        return [kept for kept in out.values() if kept]

    def _best(self, words: str, near: str) -> list[Window]:
        if self._ranked[0] != (words, near):
            self._ranked = ((words, near), self._rank(words, self.passages(words, near)))
        return self._ranked[1]

    def _rank(self, words: str, passages: Sequence[Passage]) -> list[Window]:
        wanted = _Wanted.of(words, weights_of(self._index, words))
        found = [w for p in passages for w in _windows(p, wanted)]
        found.sort(key=lambda w: (-round(w.share, 9), w.passage.document, w.passage.ordinal, w.evidence.start))
        return found

    def of_source(self, hint: Hint, words: str) -> list[Passage]:
        """All passages of the source that a draft gives for a claim; empty when the library does not hold it."""
        key = (hint, "" if hint.title else words)
        if key not in self._sources:
            self._sources[key] = resolved(hint, words, self._index, self._source)
        return self._sources[key]

    def passages(self, words: str, near: str) -> list[Passage]:
        """The passages that share most with ``words``, also with the place ``near``."""
        query = words[:_QUERY]
        ids = [key for key, _ in self._index.lexical(query, PASSAGES)]
        if near:
            ids += [key for key, _ in self._index.lexical(f"{near} {query}", PASSAGES) if key not in ids]
        return self._source.passages(ids)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The terms of a claim with their weights."""

    weight: Mapping[str, float]
    total: float

    @classmethod
    def of(cls, words: str, weights: Weights) -> _Wanted:
        weight = {t: weights.of(t) for t in sorted(set(terms(words)))}
        return cls(weight, sum(weight.values()) or 1.0)

    def met(self, held: frozenset[str]) -> frozenset[str]:
        """Which of the terms ``held`` has."""
        return held & self.weight.keys()

    def share(self, own: frozenset[str], beside: frozenset[str]) -> float:
        """How much of it the terms met, ``own``, are; what is only met ``beside`` counts less. In [0, 1]."""
        weight = self.weight.__getitem__
        return (sum(map(weight, own)) + _BESIDE * sum(map(weight, beside - own))) / self.total


def _overlap(a: Window, b: Window) -> bool:
    x, y = a.evidence, b.evidence
    return x.passage.id == y.passage.id and x.start < y.end and y.start < x.end


def _windows(passage: Passage, wanted: _Wanted) -> list[Window]:
    """The sentences of a passage, and those pairs of them that hold clearly more than either."""
    read = [(a, b, wanted.met(held)) for a, b, held in _read(passage)]
    head = wanted.met(_head(passage))
    shares = [wanted.share(own, head | read[i - 1][2] if i else head) for i, (_, _, own) in enumerate(read)]
    out = [Window(Evidence(passage, a, b), s) for (a, b, _), s in zip(read, shares, strict=True) if s > 0]
    for i in range(len(read) - 1):
        if min(shares[i], shares[i + 1]) < _GAIN:
            continue
        both = wanted.share(read[i][2] | read[i + 1][2], head)
        if both > max(shares[i], shares[i + 1]) + _GAIN:
            out.append(Window(Evidence(passage, read[i][0], read[i + 1][1]), both - _GAIN / 2))
    return out


@lru_cache(maxsize=4096)
def _read(passage: Passage) -> tuple[tuple[int, int, frozenset[str]], ...]:
    return tuple((a, b, frozenset(terms(passage.text[a:b]))) for a, b in sentences(passage.text))


@lru_cache(maxsize=4096)
def _head(passage: Passage) -> frozenset[str]:
    head = (passage.title, passage.subtitle, passage.section, passage.place)
    return frozenset(terms(" ".join(x for x in head if x)))
