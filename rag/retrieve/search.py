"""Search: words, bigrams and vectors fused, then reranked by what a person would look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from rag.domain import Hit, Passage, Place
from rag.ports import PassageSource
from rag.retrieve.features import NAMES, Candidate, features
from rag.retrieve.fuse import fuse
from rag.retrieve.question import Query
from rag.retrieve.ranker import shipped
from rag.retrieve.terms import Weights, terms
from rag.settings import RetrieveSettings

POOL = 60
"""Candidates that are reranked."""


class Searchable(Protocol):
    """The indexes, or a handful of passages given with the question."""

    def lexical(self, query: str, k: int) -> list[tuple[str, float]]:
        """Pairs (passage id, score), best first."""

    def dense(self, query: str, k: int) -> list[tuple[str, float]]:
        """Pairs (passage id, cosine), best first; empty when there are no vectors."""

    def lexical_scores(self, query: str, ids: Sequence[str]) -> dict[str, tuple[float, float]]:
        """(BM25 over words, BM25 over bigrams) of those of ``ids`` that share a token with ``query``."""

    def cosines(self, query: str, ids: Sequence[str]) -> dict[str, float]:
        """The cosine of ``query`` with each of ``ids`` that has a vector."""

    def frequencies(self, terms: Sequence[str]) -> tuple[int, dict[str, int]]:
        """Number of passages, and in how many of them each term occurs."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Limits a search to a place and its parts, and to a span of time (ISO dates, inclusive)."""

    place: Place | None = None
    since: str | None = None
    until: str | None = None

    def keeps(self, passage: Passage) -> bool:
        """Whether ``passage`` is within the limits; an undated one is not within a span of time."""
        if self.place is not None:
            path = self.place.path
            if (
                not any(p == path or p.startswith(path + "/") for p in passage.places)
                and passage.place != self.place.name
            ):
                return False
        if self.since or self.until:
            if not passage.date:
                return False
            if self.since and passage.date < self.since[: len(passage.date)]:
                return False
            if self.until and passage.date[: len(self.until)] > self.until:
                return False
        return True


def weights_of(index: Searchable, text: str) -> Weights:
    """Inverse document frequencies of the terms of ``text`` over the whole index."""
    size, frequency = index.frequencies(sorted(set(terms(text))))
    return Weights(size, frequency)


def search(
    query: Query,
    index: Searchable,
    source: PassageSource,
    settings: RetrieveSettings,
    *,
    k: int,
    limit: Filter | None = None,
) -> list[Hit]:
    """The ``k`` best passages for ``query``, best first."""
    wanted = wanted_of(query)
    # A filter is applied after the search, so the search has to reach further.
    depth = settings.candidates * (6 if limit and (limit.place or limit.since or limit.until) else 1)
    pool = candidates(query, wanted, index, source, settings, depth, most=max(POOL, k), limit=limit)
    return rank(query, wanted, pool, weights_of(index, f"{wanted} {query.masked}"))[:k]


def wanted_of(query: Query) -> str:
    """What is looked for: the question as it stands, and the full names of places that it names in short.

    BM25 discounts question words by itself: struck out, they take characters of content words with them.
    """
    return " ".join([query.question, *(p.name for p in query.places if p.name not in query.question)])


def candidates(
    query: Query,
    wanted: str,
    index: Searchable,
    source: PassageSource,
    settings: RetrieveSettings,
    depth: int,
    *,
    most: int,
    limit: Filter | None = None,
) -> list[Candidate]:
    """The ``most`` best within ``limit`` of what either engine finds among its ``depth`` best, by the fused score."""
    ids = sorted(
        {key for key, _ in index.lexical(wanted, depth)} | {key for key, _ in index.dense(query.question, depth)}
    )
    # What one engine found is scored by the other as well: a missing score is no score, not a low one.
    words_and_bigrams = index.lexical_scores(wanted, ids)
    lists = {
        "words": [(i, words_and_bigrams.get(i, (0.0, 0.0))[0]) for i in ids],
        "bigrams": [(i, words_and_bigrams.get(i, (0.0, 0.0))[1]) for i in ids],
        "dense": sorted(index.cosines(query.question, ids).items()),
    }
    dense = settings.dense_weight if lists["dense"] else 0.0
    fused = fuse(lists, {"words": (1.0 - dense) / 2, "bigrams": (1.0 - dense) / 2, "dense": dense})
    out: list[Candidate] = []
    # Few are looked at further: the others need not be read from the record.
    for at in range(0, len(fused), most):
        some = fused[at : at + most]
        passages = {p.id: p for p in source.passages([key for key, _, _ in some])}
        out += [
            Candidate(passages[key], parts["words"], parts["bigrams"], parts.get("dense", 0.0))
            for key, _, parts in some
            if key in passages and (limit is None or limit.keeps(passages[key]))
        ]
        if len(out) >= most:
            break
    return out[:most]


def rank(query: Query, wanted: str, found: Sequence[Candidate], weights: Weights) -> list[Hit]:
    """``found`` by the shipped ranker's score, best first; ties by passage id.

    A hit's score is in [0, 1]: 1 for the best, for another how likely it is against the best (the ranker is a
    softmax). ``parts`` are its features.
    """
    if not found:
        return []
    rows = features(query, wanted, found, weights)
    scores = shipped().scores(rows)
    scores = np.exp(scores - scores.max())
    hits = [
        Hit(c.passage, float(score), dict(zip(NAMES, map(float, row), strict=True)))
        for c, score, row in zip(found, scores, rows, strict=True)
    ]
    return sorted(hits, key=lambda h: (-h.score, h.passage.id))


def merged(lists: Sequence[Sequence[Hit]], k: int) -> list[Hit]:
    """The ``k`` best of several searches, each passage once: what is best for one subject stands beside the best of another."""
    best: dict[str, Hit] = {}
    for hit in (h for hits in lists for h in hits):
        if hit.passage.id not in best or hit.score > best[hit.passage.id].score:
            best[hit.passage.id] = hit
    return sorted(best.values(), key=lambda h: (-h.score, h.passage.id))[:k]
