"""Passages that come with the question, in place of the library: a source and a search in memory."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from rag.domain import Passage, SourcedText
from rag.retrieve.terms import Weights, terms
from rag.text import places


def given_passage(n: int, item: Mapping[str, str | None]) -> Passage:
    """The ``n``-th passage handed in, from ``{"text", "title"?, "place"?, "date"?, "document"?}``, texts all of them.

    Spans of a citation of it are offsets into ``text``.
    """
    text, place = item["text"] or "", item.get("place") or None
    known = places.resolve(place) if place else None
    return Passage(
        id=f"given-{n}",
        document=item.get("document") or f"passage-{n}",
        document_id=f"given-{n}",
        document_sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        article_id=f"given-{n}",
        ordinal=0,
        body=SourcedText.whole(text),
        title=item.get("title") or "",
        place=place,
        places=(known.path,) if known else (),
        date=item.get("date") or None,
    )


class GivenPassages:
    """A PassageSource and a lexical search over at most a few thousand passages.

    BM25 with ``k1`` 1.2 and ``b`` 0.75 over character bigrams of ``Passage.index_text``.
    """

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = {p.id: p for p in passages}
        self._terms = {p.id: Counter(terms(p.index_text)) for p in passages}
        self._weights = Weights.over([list(c) for c in self._terms.values()])
        lengths = [sum(c.values()) for c in self._terms.values()]
        self._mean = max(1.0, sum(lengths) / max(1, len(lengths)))

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """In the order of ``ids``; unknown ids are left out."""
        return [self._passages[i] for i in ids if i in self._passages]

    def neighbours(self, passage: Passage) -> list[Passage]:
        """The passages of the same article, in order."""
        return sorted(
            (p for p in self._passages.values() if p.article_id == passage.article_id), key=lambda p: p.ordinal
        )

    def beginnings(self, article_ids: Iterable[str], most: int) -> dict[str, list[Passage]]:
        """Article id -> its first ``most`` passages, in order."""
        found: dict[str, list[Passage]] = {article: [] for article in article_ids}
        for p in sorted(self._passages.values(), key=lambda p: p.ordinal):
            if p.article_id in found and len(found[p.article_id]) < most:
                found[p.article_id].append(p)
        return found

    def families(self, article_ids: Sequence[str]) -> Mapping[str, str]:
        """None: each passage was given for itself."""
        return {}

    def repetitions(self, passage: Passage) -> list[Passage]:
        """None, as ``families``."""
        return []

    def lexical(self, query: str, k: int) -> list[tuple[str, float]]:
        """At most ``k`` pairs (id, score), best first; passages without a common term are left out."""
        wanted = Counter(terms(query))
        scored: list[tuple[str, float]] = []
        for key, counts in self._terms.items():
            norm = 1.2 * (0.25 + 0.75 * sum(counts.values()) / self._mean)
            score = sum(self._weights.of(t) * counts[t] * 2.2 / (counts[t] + norm) for t in wanted if t in counts)
            if score > 0:
                scored.append((key, score))
        return sorted(scored, key=lambda x: (-x[1], x[0]))[:k]

    def dense(self, query: str, k: int) -> list[tuple[str, float]]:
        """None: a handful of passages needs no vectors."""
        return []

    def lexical_scores(self, query: str, ids: Sequence[str]) -> dict[str, tuple[float, float]]:
        """(0, BM25 over bigrams) of those of ``ids`` that share a term with ``query``."""
        held = set(ids)
        return {key: (0.0, score) for key, score in self.lexical(query, len(self._passages)) if key in held}

    def cosines(self, query: str, ids: Sequence[str]) -> dict[str, float]:
        """None, as ``dense``."""
        return {}

    def frequencies(self, wanted: Sequence[str]) -> tuple[int, dict[str, int]]:
        """Number of passages, and in how many of them each of ``wanted`` occurs."""
        return self._weights.size, {t: self._weights.frequency.get(t, 0) for t in wanted}
