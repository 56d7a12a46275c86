"""Where in the library a claim could rest: the sentences that share most with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.check.cited import Hint, resolved
from rag.domain import Evidence, Passage
from rag.ports import PassageSource
from rag.retrieve.search import Searchable, weights_of
from rag.retrieve.terms import Weights, coverage, terms
from rag.text.sentences import sentences

PASSAGES = 24
"""Passages of the library that are looked through for a claim."""
WINDOWS = 6
"""Sentences of them that are held against it."""
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

    def windows(self, words: str, near: str = "", among: Sequence[Passage] | None = None) -> list[Window]:
        """At most ``WINDOWS`` windows for a claim, best first; ``near`` names the place it is about.

        With ``among`` only these passages are looked through.
        """
        passages = self._passages(words, near) if among is None else among
        wanted = set(terms(words))
        weights = weights_of(self._index, words)
        found = [w for p in passages for w in _windows(p, wanted, weights)]
        found.sort(key=lambda w: (-w.share, w.passage.document, w.passage.ordinal, w.evidence.start))
        return found[:WINDOWS]

    def of_source(self, hint: Hint, words: str) -> list[Passage]:
        """All passages of the source that a draft gives for a claim; empty when the library does not hold it."""
        key = (hint, "" if hint.title else words)
        if key not in self._sources:
            self._sources[key] = resolved(hint, words, self._index, self._source)
        return self._sources[key]

    def _passages(self, words: str, near: str) -> list[Passage]:
        query = words[:_QUERY]
        ids = [key for key, _ in self._index.lexical(query, PASSAGES)]
        if near:
            ids += [key for key, _ in self._index.lexical(f"{near} {query}", PASSAGES) if key not in ids]
        return self._source.passages(ids)


def _windows(passage: Passage, wanted: set[str], weights: Weights) -> list[Window]:
    """The sentences of a passage, and those pairs of them that hold clearly more than either."""
    weighed = {t: weights.of(t) for t in wanted}
    read = _read(passage)
    head = _head(passage)
    shares = [
        _share(weighed, held, head | (read[i - 1][2] if i else frozenset())) for i, (_, _, held) in enumerate(read)
    ]
    out = [Window(Evidence(passage, a, b), s) for (a, b, _), s in zip(read, shares, strict=True) if s > 0]
    for i in range(len(read) - 1):
        both = _share(weighed, read[i][2] | read[i + 1][2], head)
        if both > max(shares[i], shares[i + 1]) + _GAIN:
            out.append(Window(Evidence(passage, read[i][0], read[i + 1][1]), both - _GAIN / 2))
    return out


def _share(weighed: dict[str, float], held: frozenset[str], beside: frozenset[str]) -> float:
    own = coverage(weighed, held)
    return own + _BESIDE * (coverage(weighed, held | beside) - own)


@lru_cache(maxsize=4096)
def _read(passage: Passage) -> tuple[tuple[int, int, frozenset[str]], ...]:
    return tuple((a, b, frozenset(terms(passage.text[a:b]))) for a, b in sentences(passage.text))


@lru_cache(maxsize=4096)
def _head(passage: Passage) -> frozenset[str]:
    head = (passage.title, passage.subtitle, passage.section, passage.place)
    return frozenset(terms(" ".join(x for x in head if x)))
