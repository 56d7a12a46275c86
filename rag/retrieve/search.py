"""Search: words, bigrams and vectors fused, then reranked by what a person would look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.domain import Hit, Passage, Place
from rag.ports import PassageSource
from rag.retrieve.fuse import fuse
from rag.retrieve.question import Query, understand
from rag.retrieve.terms import Weights, coverage, terms
from rag.settings import RetrieveSettings
from rag.text.spoken import spoken_names

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
    named = (*query.labels, *query.organisations, *(p.name for p in query.places))
    wanted = f"{query.focus} {' '.join(named)}".strip() or query.question
    # A filter is applied after the search, so the search has to reach further.
    depth = settings.candidates * (6 if limit and (limit.place or limit.since or limit.until) else 1)
    found = {key for key, _ in index.lexical(wanted, depth)} | {key for key, _ in index.dense(query.question, depth)}
    ids = sorted(found)
    # What one engine found is scored by the other as well: a missing score is no score, not a low one.
    words_and_bigrams = index.lexical_scores(wanted, ids)
    lists = {
        "words": [(i, words_and_bigrams.get(i, (0.0, 0.0))[0]) for i in ids],
        "bigrams": [(i, words_and_bigrams.get(i, (0.0, 0.0))[1]) for i in ids],
        "dense": sorted(index.cosines(query.question, ids).items()),
    }
    dense = settings.dense_weight if lists["dense"] else 0.0
    fused = fuse(lists, {"words": (1.0 - dense) / 2, "bigrams": (1.0 - dense) / 2, "dense": dense})
    passages = {p.id: p for p in source.passages([key for key, _, _ in fused])}
    hits = [Hit(passages[key], score, parts) for key, score, parts in fused if key in passages]
    if limit:
        hits = [h for h in hits if limit.keeps(h.passage)]
    pool = max(POOL, k)
    return (rerank(query, hits[:pool], weights_of(index, wanted)) + hits[pool:])[:k]


def rerank(query: Query, hits: Sequence[Hit], weights: Weights) -> list[Hit]:
    """Reorder by the fused score and by coverage of the question, place and the document as a whole."""
    if not hits:
        return []
    wanted = {t: weights.of(t) for t in terms(query.focus)}
    by_document: dict[str, set[str]] = defaultdict(set)
    held = {}
    for hit in hits:
        held[hit.passage.id] = set(terms(hit.passage.index_text))
        by_document[hit.passage.document_id] |= held[hit.passage.id]
    top = max(h.score for h in hits)
    out = []
    for hit in hits:
        p = hit.passage
        parts = {
            **hit.parts,
            "coverage": coverage(wanted, held[p.id]),
            "document": coverage(wanted, by_document[p.document_id]),
            "title": coverage(wanted, terms(f"{p.title} {p.subtitle or ''}")),
            "place": place_agreement(query.places, p),
        }
        score = (
            (hit.score - top)
            + 4.0 * parts["coverage"]
            + 2.0 * parts["document"]
            + 0.3 * parts["title"]
            + 0.5 * parts["place"]
        )
        out.append(Hit(p, score, parts))
    return sorted(out, key=lambda h: (-h.score, h.passage.id))


def place_agreement(asked: Sequence[Place], passage: Passage) -> float:
    """1 when the passage speaks of a place asked for, 0.5 of a part of it, 0 when it does not, -0.5 of another."""
    if not asked:
        return 0.0
    best = -0.5 if passage.places else 0.0
    for place in asked:
        if place.path in passage.places or passage.place == place.name:
            return 1.0
        if any(name in passage.index_text for name in spoken_names(place)):
            best = max(best, 0.8)
        elif any(path.startswith(place.path + "/") for path in passage.places):
            best = max(best, 0.5)
        elif any(place.path.startswith(path + "/") for path in passage.places):
            best = max(best, 0.2)
    return best


def by_text(
    text: str,
    index: Searchable,
    source: PassageSource,
    settings: RetrieveSettings,
    *,
    k: int,
    limit: Filter | None = None,
) -> list[Hit]:
    """Search with a question as it is typed."""
    return search(understand(text), index, source, settings, k=k, limit=limit)
