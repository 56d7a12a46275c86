"""A claim whose figure follows from figures of two sentences, or of two rows of a table: both are brought together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.check.claims import Claim
from rag.check.evidence import Finder, Window
from rag.check.judge import Judgement, together
from rag.verify.comparisons import comparisons
from rag.verify.derived.derive import derived, says
from rag.verify.reading import Reading, read, without_lead
from rag.verify.rows import rows

_MOST = 4
"""Sentences that a claim is held against together."""


def apart(claim: Claim, finder: Finder) -> Judgement | None:
    """What sentences of one article say together to ``claim``; None where it works nothing out, or they leave it open."""
    said = read(without_lead(claim.words))
    asked = [q for q in said.figures if says(q, said)]
    compared = bool(comparisons(said))
    if not asked and not compared and not any(m.place.level in ("township", "village") for m in said.places):
        return None
    denied: Judgement | None = None
    near = claim.places[0].name if claim.places and not claim.named else ""
    for windows in finder.articles(claim.words, near):
        for chosen in _chosen(claim, windows, compared=compared):
            found = together(claim, chosen)
            if found is not None and found.verdict == "supported":
                return found
            denied = denied or found
    return denied


def _chosen(claim: Claim, windows: Sequence[Window], *, compared: bool) -> Iterator[tuple[Window, ...]]:
    """The windows of an article that may carry ``claim`` together: those its figures are worked out from, with its best."""
    bodies = tuple(_read(w) for w in windows)
    path = bodies[0].path
    said = read(without_lead(claim.words), bodies[0].date, path)
    uses: list[int] = []
    for q in said.figures:
        if says(q, said):
            found = derived(q, said, bodies)
            uses += found.uses if found is not None else ()
    if uses:
        only = tuple(dict.fromkeys(uses))
        yield from (
            _picked(windows, which) for which in dict.fromkeys((only, tuple(dict.fromkeys((*uses, 0))))) if which
        )
    named = [i for i, b in enumerate(bodies) if any(row.named_in(said.text) for row in rows(b))]
    if named and (compared or len(named) == 1):
        yield _picked(windows, tuple(named))


def _picked(windows: Sequence[Window], which: Sequence[int]) -> tuple[Window, ...]:
    """As they follow each other in the report."""
    picked = [windows[i] for i in which[:_MOST]]
    return tuple(sorted(picked, key=lambda w: (w.passage.ordinal, w.evidence.start)))


def _read(window: Window) -> Reading:
    passage = window.passage
    return read(window.evidence.quote, passage.date, passage.places[0] if passage.places else None)
