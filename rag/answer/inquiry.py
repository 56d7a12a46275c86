"""One question over one library: what it may mean, what is searched for it, what the reports say to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rag.answer.extract import Extract, Search, extract
from rag.answer.meaning import Meaning
from rag.domain import Hit
from rag.ports import PassageSource
from rag.retrieve.doubted import doubted, not_as_names
from rag.retrieve.local_names import spelled_out
from rag.retrieve.parts import crossed, split
from rag.retrieve.question import MAX_QUESTION, Query, understand
from rag.retrieve.readings import read_otherwise, readings
from rag.retrieve.reprints import once
from rag.retrieve.search import Searchable, weights_of

HITS = 40
"""Passages an answer is looked for in."""


@dataclass(frozen=True)
class Found:
    """What the reports say to one reading of a question."""

    query: Query
    extract: Extract

    def noting(self, note: str) -> Found:
        """The same with a remark for people."""
        return replace(self, extract=replace(self.extract, notes=(*self.extract.notes, note)))


@dataclass(frozen=True)
class Inquiry:
    """A question with the library it is asked of.

    ``find`` gives the passages for one subject, at most as many as asked for. ``limit`` names the place that the
    evidence is limited to.
    """

    asked: str
    history: tuple[str, ...]
    index: Searchable
    source: PassageSource
    find: Callable[[Query, int], list[Hit]]
    meaning: Meaning | None = None
    limit: str | None = None

    def ways(self) -> Iterator[Query]:
        """What the question may mean after those before it, the likeliest first; at least one."""
        asked, *earlier = (spelled_out(q[:MAX_QUESTION], self.index.frequencies) for q in (self.asked, *self.history))
        before = next(readings(earlier[-1], earlier[:-1]), "")[:MAX_QUESTION] if earlier else ""
        ways = readings(asked, earlier)
        yield replace(self.understood(next(ways, "")), previous=before)
        for way in ways:
            yield self.understood(way)

    def understood(self, text: str, plain: Iterable[str] = ()) -> Query:
        """``text`` as what is asked; ``plain`` are words in it that name nothing."""
        return replace(understand(text[:MAX_QUESTION], self.asked, frozenset(plain)), limit=self.limit)

    def searches(self, query: Query) -> list[Search]:
        """What is found for each subject of ``query``."""
        return [Search(part, once(self.find(part, HITS), self.source), subject) for subject, part in split(query)] + [
            Search(part, self.find(part, HITS), subject, optional=True) for subject, part in crossed(query)
        ]

    def answered(self, query: Query, searches: Sequence[Search] | None = None, by_words: bool = False) -> Found:
        """The answer to ``query`` in the reports' own sentences, or why there is none; ``by_words`` alone, not by meaning."""
        searches = self.searches(query) if searches is None else searches
        meaning = None if by_words else self.meaning
        weights = weights_of(self.index, " ".join([query.question, query.focus, *(a.focus for a in query.asks)]))
        told = extract(query, searches, self.source, weights, meaning)
        if told.refusal and len(searches) > 1:
            # Nothing is told of each by itself; of all together there may be (在甲村和乙村流转土地的公司).
            both = Search(query, once(self.find(query, HITS), self.source))
            together = extract(query, [both], self.source, weights, meaning)
            told = told if together.refusal else together
        return Found(query, told)

    def otherwise(self, first: Found, ways: Iterator[Query]) -> Found:
        """What the other ``ways`` to read the question find where ``first`` found nothing; else ``first``."""
        for query in ways:
            # What the questions before it were about may be no part of this one.
            found = self.answered(query)
            if not found.extract.refusal:
                return found.noting(read_otherwise(first.query.question))
        if misread := doubted(first.query, self.index.frequencies):
            plain = replace(self.understood(first.query.question, misread), previous=first.query.previous)
            found = self.answered(plain, by_words=True)
            if not found.extract.refusal:
                return found.noting(not_as_names(misread.values()))
        return first
