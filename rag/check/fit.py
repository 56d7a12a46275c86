"""Whether a sentence of the library speaks of the place and the time of a claim."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from rag.check.claims import UNITS, Claim
from rag.domain import Evidence, Passage, Place
from rag.text import dates, places
from rag.text.places import covers
from rag.text.quantities import quantities
from rag.verify.check import Examination

Fit = Literal["same", "open", "other"]


def place_fit(claim: Claim, evidence: Evidence) -> Fit:
    """``open`` while claim or words are of no known place; ``same`` also for a part of it or what it is part of.

    Words speak of the places they name, of the last one named before them, and of their article's own. A place that
    the claim itself names is the verifier's business.
    """
    if claim.named or not claim.places:
        return "open"
    passage = evidence.passage
    own = places.of_path(passage.places[0]) if passage.places else places.resolve(passage.place or "")
    named = [(at, place) for at, place in _named(passage) if at < evidence.end]
    known = [place for at, place in named if at >= evidence.start] or [place for _, place in named[-1:]]
    known += [own] if own is not None else []
    if not known:
        return "open"
    return "same" if any(covers(a, b) or covers(b, a) for a in claim.places for b in known) else "other"


@lru_cache(maxsize=2048)
def _named(passage: Passage) -> tuple[tuple[int, Place], ...]:
    within = places.of_path(passage.places[0]) if passage.places else None
    found = places.find(passage.text, within=within)
    return tuple((m.start, m.place) for m in found if m.place.level in UNITS)


def year_fit(claim: Claim, evidence: Evidence) -> Fit:
    """The year that the draft's paragraph or title gives, against those of the words or, else, of their passage.

    A report of one year tells what was done in the year before.
    """
    if claim.year is None:
        return "open"
    found = dates.periods(evidence.quote, evidence.passage.date)
    named = {p.since[:4] for p in found if p.since} | {p.until[:4] for p in found if p.until}
    if named:
        return "same" if min(named) <= claim.year <= max(named) else "other"
    date = evidence.passage.date
    if not date:
        return "open"
    return "same" if 0 <= int(date[:4]) - int(claim.year) <= 1 else "other"


def digits(examined: Examination) -> int:
    """Significant digits of the figures that claim and source share: how sure it is that they mean one thing."""
    said = examined.said
    if said is None:
        return 0
    found = [f for f in examined.findings if f.check == "数字"]
    held = {s for f in found if f.severity is None for s in f.spans} - {s for f in found if f.severity for s in f.spans}
    # Shared as well: figures that were exchanged with one another, and those whose 约 or unit alone differs.
    values = [q.value for q in said.figures]
    near = {s: theirs.value for f in found if f.instead for theirs in quantities(f.instead)[:1] for s in f.spans}
    return sum(
        len(re.sub(r"^0+|0+$", "", f"{q.value:.10g}".replace(".", "")))
        for q in said.figures
        if (q.start, q.end) in held or near.get((q.start, q.end)) in values
    )
