"""Places: each is named in the source, or is the one that the source speaks of."""

from __future__ import annotations

from collections.abc import Sequence

from rag.domain import Place, Span
from rag.text.places import PlaceMention, covers
from rag.text.wholes import LEVELS, WHOLE
from rag.verify.context import Finding, Reach, Source, Surroundings, likeness, nearest, surroundings
from rag.verify.headed import headed_by
from rag.verify.reading import Reading

_BEGINS = 4
"""Characters before the place that a sentence is about."""
_NO_NAME = frozenset("两三四五六七八九十比和与及较")


def places(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """One finding for each place that ``claim`` names, and for 全市, 全县 where the source has another."""
    out: list[Finding] = []
    for mention, around in _mentions(claim):
        span = ((mention.start, mention.end),)
        said = claim.text[mention.start : mention.end]
        if _spoken_of(mention.place, said, sources) or _completes(mention, claim, sources):
            rival = _rival(mention.place, around, claim, sources)
            if rival is None:
                out.append(Finding("地点", f"地点{said}与引文或其文章一致", None, span))
            else:
                out.append(Finding("地点", f"此处引文说的是{rival}，不是{said}", "contradicted", span, rival))
        else:
            known = any(_spoken_of(m.place, m.place.name, sources) for m in claim.places if m is not mention)
            other = _other(mention.place, sources, known=known)
            reason = f"地点{said}与引文不符：引文说的是{other}" if other else f"地点{said}不在引文中"
            out.append(Finding("地点", reason, "contradicted" if other else "unsupported", span, other))
    return out + _wholes(claim, sources)


def _mentions(reading: Reading) -> list[tuple[PlaceMention, dict[str, float]]]:
    return [(m, surroundings(reading, (m.start, m.end), 12, 16, reach=_reach(reading, m.end))) for m in reading.places]


def _reach(reading: Reading, end: int) -> Reach:
    """What is said of 在石门县，... comes after the comma."""
    return "sentence" if reading.text[end : end + 1] in ("，", ",") else "phrase"


def _spoken_of(place: Place, said: str, sources: Sequence[Source]) -> bool:
    """Whether a source names ``place`` or speaks of it."""
    for source in sources:
        if source.place is not None and source.place.path == place.path:
            return True
        others = [m for m in source.body.places if m.place.level == place.level]
        away = bool(others) and all(m.place.path != place.path and m.place.name != place.name for m in others)
        # A passage on several towns lends a sentence that names one of them no other.
        headed = None if others else headed_by(source.known, len(source.known.text))
        away = away or (headed is not None and headed.level == place.level and headed.path != place.path)
        if place.path in source.paths and not away:
            return True
        led = away and (not others or others[0].start <= _BEGINS) and place.level in ("township", "village")
        for reading in source.readings[: 1 if led else 2]:
            if said in reading.text or any(m.place.path == place.path for m in reading.places):
                return True
            if not place.code and any(_tails(said, m.place.name) for m in reading.places):
                return True
        if place.level == "zone" and source.place is not None and place.parents[-1:] == (source.place.name,):
            return said.removeprefix(source.place.name) in source.body.text
    return False


def _tails(said: str, name: str) -> bool:
    """Whether ``said`` is a place's ``name`` and what stands before it: 三地里河口镇, 间比河口镇."""
    return said.endswith(name) and not _NO_NAME.isdisjoint(said[: -len(name)])


def _completes(mention: PlaceMention, claim: Reading, sources: Sequence[Source]) -> bool:
    """Whether ``mention`` only says where another place of the claim lies (湖南省 of 湖南省绥宁县)."""
    for other in claim.places:
        if other.start != mention.end or not covers(mention.place, other.place):
            continue
        if not _spoken_of(other.place, claim.text[other.start : other.end], sources):
            return False
        # What the table does not hold has its parents from the claim itself: only the source can confirm them.
        return bool(other.place.code) or any(
            covers(mention.place, place)
            for s in sources
            for place in (*([s.place] if s.place else []), *(m.place for r in s.readings for m in r.places))
        )
    return False


def _rival(place: Place, around: Surroundings, claim: Reading, sources: Sequence[Source]) -> str | None:
    """The place of the same level of which the source says what the claim says of ``place``, if not of it.

    Not where the claim itself speaks of that place in these surroundings.
    """
    candidates: list[tuple[tuple[str, Surroundings] | None, Surroundings]] = []
    for source in sources:
        for mention, theirs in _mentions(source.body):
            if mention.place.path == place.path or mention.place.name == place.name:
                candidates.append((None, theirs))
            elif mention.place.level == place.level and _likely(mention, source.body, place):
                candidates.append(((mention.place.name, theirs), theirs))
        if source.place is not None and source.place.path == place.path:
            candidates += [(None, theirs) for theirs in _unnamed(source.body, place)]
    if len(around) < 4:
        return None
    best, other, rival = nearest(around, candidates, lambda item: item is None)
    if rival is None or other < 0.55 or other <= best + 0.2:
        return None
    name, beside = rival
    own = (likeness(mine, beside) for m, mine in _mentions(claim) if m.place.name == name)
    return None if max(own, default=-1.0) >= other else name


def _likely(mention: PlaceMention, reading: Reading, place: Place) -> bool:
    """Whether a name is sure to mean its unit: a short name of a county far away may be a hamlet nearby."""
    full = reading.text[mention.start : mention.end] == mention.place.name
    return full or mention.place.level != "county" or mention.place.parents[:1] == place.parents[:1]


def _unnamed(reading: Reading, place: Place) -> list[Surroundings]:
    """The sentences that name no place of this level speak of the article's own."""
    out: list[Surroundings] = []
    for start, end in reading.sentences:
        named = [m for m in reading.places if start <= m.start < end and m.place.level == place.level]
        if not named:
            text = [c for c in reading.text[start:end] if c.isalnum()]
            out.append({a + b: 1.0 for a, b in zip(text, text[1:], strict=False)})
    return out


def _other(place: Place, sources: Sequence[Source], *, known: bool) -> str | None:
    """The place that the source speaks of instead of ``place``.

    Not the article's own where the claim names it too (``known``), or where ``place`` may be a part of it.
    """
    for source in sources:
        for mention in source.body.places:
            if mention.place.level == place.level:
                return mention.place.name
        own = source.place
        if own is not None and not known and not covers(place, own) and not covers(own, place):
            return own.name
    return None


def _wholes(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """全县 in the claim where the source has 全市 around the same words."""
    held = [pair for s in sources for pair in _wholes_of(s.body)]
    out: list[Finding] = []
    for (level, span), around in _wholes_of(claim):
        best, other, rival = nearest(around, held, lambda item, level=level: item[0] == level)  # type: ignore[misc]
        spoken = any(s.place is not None and s.place.level in LEVELS[level] for s in sources)
        if rival is not None and other >= 0.4 and other > best + 0.1 and not (spoken and rival[0] in "该本"):
            said, theirs = claim.text[span[0] : span[1]], rival[0]
            reason = f"{said}与引文不符：引文说的是全{theirs}"
            out.append(Finding("地点", reason, "contradicted", (span,), f"全{theirs}"))
    return out


def _wholes_of(reading: Reading) -> list[tuple[tuple[str, Span], dict[str, float]]]:
    found = [((m.group(1), m.span()), surroundings(reading, m.span(), 10, 14)) for m in WHOLE.finditer(reading.text)]
    return found
