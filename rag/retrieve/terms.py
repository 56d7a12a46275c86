"""Content terms of a text and how much each of them tells."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rag.text.words import bigrams


@dataclass(frozen=True, slots=True)
class Weights:
    """Inverse document frequencies of terms over some collection of ``size`` texts."""

    size: int
    frequency: Mapping[str, int]

    @classmethod
    def over(cls, texts: Iterable[Sequence[str]]) -> Weights:
        """Count in how many of ``texts`` (each its terms) a term occurs."""
        counts: dict[str, int] = {}
        size = 0
        for terms in texts:
            size += 1
            for term in set(terms):
                counts[term] = counts.get(term, 0) + 1
        return cls(size, counts)

    def of(self, term: str) -> float:
        """BM25's idf, always positive: ``ln(1 + (N - df + 0.5) / (df + 0.5))`` (Robertson and Zaragoza 2009)."""
        df = self.frequency.get(term, 0)
        return math.log(1 + (self.size - df + 0.5) / (df + 0.5))


def terms(text: str) -> list[str]:
    """Character bigrams; figures and Latin words whole."""
    return bigrams(text)
