"""What was printed twice counts once in an answer: the first print stands for all, the others are named beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rag.domain import Citation, Hit, Passage
from rag.ports import PassageSource
from rag.text.fold import folded
from rag.text.sentences import sentences
from rag.text.words import bigrams

ALIKE = 0.8
"""Least share of bigrams in common, of all that two sentences have, to call one a repetition of the other."""
_FIGURE = re.compile(r"\d[\d.,]*[%‰万亿]*|[零一二三四五六七八九十百千万亿两半]+")
_TURN = re.compile(r"[不未没无非否]")


class Said:
    """Sentences, to ask of another whether one of them says the same."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._texts: set[str] = set()
        self._by_figures: dict[tuple[str, ...], list[frozenset[str]]] = {}
        for text in texts:
            self.add(text)

    def add(self, text: str) -> None:
        """Take in every sentence of ``text``."""
        for words in _parts(text):
            if words not in self._texts:
                self._texts.add(words)
                self._by_figures.setdefault(_marks(words), []).append(frozenset(bigrams(words)))

    def holds(self, text: str) -> bool:
        """Whether every sentence of ``text`` is said: with the same figures and negations, in nearly the same words."""
        return all(words in self._texts or self._nearly(words) for words in _parts(text))

    def _nearly(self, words: str) -> bool:
        mine = frozenset(bigrams(words))
        known = self._by_figures.get(_marks(words), ())
        return any(len(mine & theirs) >= ALIKE * len(mine | theirs) for theirs in known)


def once(hits: Sequence[Hit], source: PassageSource) -> list[Hit]:
    """``hits``, best first, without passages of reprints that say nothing new.

    Of articles that are alike the earliest stands (undated ones last, then by document); what it says takes the
    rank of the best of its repetitions. A passage in which a figure or a negation differs is no repetition.
    """
    families = source.families(list(dict.fromkeys(h.passage.article_id for h in hits)))
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        if family := families.get(hit.passage.article_id):
            groups.setdefault(family, []).append(hit)
    kept = {h.passage.id: h for h in hits}
    for group in groups.values():
        prints: dict[str, list[Hit]] = {}
        for hit in sorted(group, key=lambda h: (*_age(h.passage), h.passage.ordinal)):
            earlier = [h for article, some in prints.items() if article != hit.passage.article_id for h in some]
            if earlier and Said(h.passage.text for h in earlier).holds(hit.passage.text):
                del kept[hit.passage.id]
                said = Said([hit.passage.text])
                for h in earlier:
                    now = kept[h.passage.id]
                    if now.score < hit.score and any(said.holds(part) for part in _parts(h.passage.text)):
                        kept[h.passage.id] = replace(now, score=hit.score, parts=hit.parts)
            else:
                prints.setdefault(hit.passage.article_id, []).append(hit)
    return sorted(kept.values(), key=lambda h: (-h.score, h.passage.id))


def named(citations: Sequence[Citation], source: PassageSource) -> tuple[Citation, ...]:
    """``citations``, each with the other documents that print its words as well."""
    held = {p.id: p for p in source.passages([c.passage_id for c in citations if c.passage_id])}
    return tuple(
        replace(c, reprints=_others(held[c.passage_id], c.quote, source)) if c.passage_id in held else c
        for c in citations
    )


def _others(passage: Passage, quote: str, source: PassageSource) -> tuple[str, ...]:
    by_document: dict[str, list[str]] = {}
    for other in source.repetitions(passage):
        if other.document != passage.document:
            by_document.setdefault(other.document, []).append(other.text)
    return tuple(document for document, texts in by_document.items() if Said(texts).holds(quote))


def _age(passage: Passage) -> tuple[str, str]:
    return passage.date or "9999", passage.document


def _parts(text: str) -> list[str]:
    return [words for start, end in sentences(text) if (words := folded(text[start:end]))]


def _marks(words: str) -> tuple[str, ...]:
    """What may not differ: figures in their order, and negations."""
    return (*_FIGURE.findall(words), *_TURN.findall(words))
