"""What a candidate is ranked by: a row of numbers for a question and a passage."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rag.domain import Passage
from rag.retrieve.agreement import kind_agreement, place_agreement, unit_agreement, year_agreement
from rag.retrieve.content import content, covered
from rag.retrieve.question import Query
from rag.retrieve.subjects import about
from rag.retrieve.surface import Surface, Wanted, nearest, share, standing, surface
from rag.retrieve.terms import Weights, terms
from rag.text.fold import folded

Features = npt.NDArray[np.float64]

NAMES = (
    "words",  # BM25 over words, standardised over all that was found
    "bigrams",  # BM25 over character bigrams, likewise
    "dense",  # cosine, likewise
    "coverage",  # share of the question's bigrams, by idf, in head or text
    "near",  # ... in two sentences that follow one another
    "runs",  # ... of its runs of four characters
    "content",  # share of its content words, relatives counted in part
    "neighbours",  # coverage by the passage and those next to it among the candidates
    "document",  # coverage by all candidates of the document
    "title",  # share of the title's bigrams that the question holds
    "place",  # agreement with the places asked for: place_agreement
    "year",  # agreement with the years asked for: year_agreement
    "kind",  # a figure, a date, a reason in the nearest sentence, where one is asked for
    "unit",  # a figure in the unit asked for
    "figures",  # share of the question's own figures
    "body",  # share of the organisations asked for that the document's candidates name
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that was found, with its standardised scores; ``dense`` is 0 where there are no vectors."""

    passage: Passage
    words: float
    bigrams: float
    dense: float


def features(query: Query, wanted: str, candidates: Sequence[Candidate], weights: Weights) -> Features:
    """Features of shape ``(len(candidates), len(NAMES))``, one row a candidate, a column a name.

    All but the three standardised scores lie in [-1, 1]. ``wanted`` is the text searched for and ``weights`` hold the
    frequencies of its terms. A row depends on the other candidates of its document only as a set.
    """
    of = Wanted.of(_without(wanted, query.organisations), weights.of)
    words = content(query.masked, weights)
    kinds = frozenset(a.kind for a in query.asks)
    figures = set(re.findall(r"\d+(?:\.\d+)?%?", folded(query.masked)))
    asked = set(terms(query.question))
    texts = [surface(c.passage) for c in candidates]
    held: list[set[str]] = []
    rows = []
    for candidate, text in zip(candidates, texts, strict=True):
        p = candidate.passage
        in_body = standing(of.bigrams, text.body)
        own = in_body | standing(of.bigrams, text.head)
        held.append(own)
        near, sentence = nearest(of.bigrams, in_body, text.sentences)
        title = set(terms(p.title))
        rows.append(
            {
                "words": candidate.words,
                "bigrams": candidate.bigrams,
                "dense": candidate.dense,
                "coverage": share(of.bigrams, own),
                "near": near,
                "runs": share(of.runs, standing(of.runs, text.whole)),
                "content": covered(words, own, text.whole),
                "title": len(title & asked) / len(title) if title else 0.0,
                "place": place_agreement(query.places, p),
                "year": year_agreement(query.years, p, text),
                "kind": kind_agreement(kinds, sentence),
                "unit": unit_agreement(query, text),
                "figures": sum(f in text.whole for f in figures) / len(figures) if figures else 0.0,
            }
        )
    around = _around(of, candidates, held)
    document = _documents(of, candidates, held)
    bodies = _bodies(query, candidates, texts)
    for row, p, beside in zip(rows, (c.passage for c in candidates), around, strict=True):
        row |= {"neighbours": beside, "document": document[p.document_id], "body": bodies[p.document_id]}
    return np.array([[row[name] for name in NAMES] for row in rows], float).reshape(len(rows), len(NAMES))


def _without(wanted: str, organisations: Sequence[str]) -> str:
    """``wanted`` without the organisations: a report on a company names it here and there, not where it matters."""
    for name in organisations:
        wanted = wanted.replace(name, " ")
    return wanted


def _around(of: Wanted, candidates: Sequence[Candidate], held: Sequence[set[str]]) -> list[float]:
    """Coverage by each candidate with the candidates next to it in its article."""
    at = {(c.passage.article_id, c.passage.ordinal): own for c, own in zip(candidates, held, strict=True)}
    out = []
    for c, own in zip(candidates, held, strict=True):
        article, ordinal = c.passage.article_id, c.passage.ordinal
        out.append(
            share(of.bigrams, own | at.get((article, ordinal - 1), set()) | at.get((article, ordinal + 1), set()))
        )
    return out


def _documents(of: Wanted, candidates: Sequence[Candidate], held: Sequence[set[str]]) -> dict[str, float]:
    """Coverage by all candidates of each document."""
    union: defaultdict[str, set[str]] = defaultdict(set)
    for c, own in zip(candidates, held, strict=True):
        union[c.passage.document_id] |= own
    return {key: share(of.bigrams, own) for key, own in union.items()}


def _bodies(query: Query, candidates: Sequence[Candidate], texts: Sequence[Surface]) -> dict[str, float]:
    """Share of the organisations asked for that a document's candidates name: a report names its company once."""
    named: defaultdict[str, set[str]] = defaultdict(set)
    for c, text in zip(candidates, texts, strict=True):
        named[c.passage.document_id] |= {o for o in query.organisations if about(o, text.whole)}
    return {key: len(own) / max(1, len(query.organisations)) for key, own in named.items()}
