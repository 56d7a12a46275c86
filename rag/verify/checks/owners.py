"""Whose figure it is: in a list of places each has its own, and the claim may not take another's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.domain import Place
from rag.text.places import covers
from rag.text.quantity import Quantity, compare
from rag.verify.context import Finding, Source
from rag.verify.headed import headed_by
from rag.verify.reading import Reading

_SEVERAL = re.compile("(?:[两二三四五六双]|[两三四五六]个)(?:地|县|市|州|镇|乡|村|区|省|方|者|家|校)[^。；]{0,30}?分别")
_EACH = re.compile("分别|各|均|每|依次")
_LIST = re.compile("[、和与及]")
_END = re.compile(r"[；。！？;]")


def owners(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each figure that the sources give, but never to the place the claim gives it to."""
    out: list[Finding] = []
    for q in claim.figures:
        if shared := _unplaced(q, claim, sources):
            reason = f"{q.as_written}在引文中说的是{shared}，没有说各是多少"
            out.append(Finding("地点", reason, "unsupported", ((q.start, q.end),)))
            continue
        mine = _owners(claim, q)
        if not mine:
            continue
        named = False
        rival: Place | None = None
        for source in sources:
            for r in source.body.figures:
                if compare(q, r) != "same":
                    continue
                heading = headed_by(source.known, len(source.known.text))
                theirs = _owners(source.body, r) or ([heading] if heading else [])
                if (
                    not theirs
                    or not _apart(mine, theirs)
                    or not any(_names(b, mine) for s in sources for b in s.readings)
                ):
                    named = True
                else:
                    rival = theirs[0]
        if (
            rival is not None
            and not named
            and not any(m.place.path == rival.path and m.start < q.start for m in claim.places)
        ):
            reason = f"{q.as_written}在引文中说的是{rival.name}，不是{mine[0].name}"
            out.append(Finding("地点", reason, "contradicted", ((q.start, q.end),), rival.name))
    return out


def _unplaced(q: Quantity, claim: Reading, sources: Sequence[Source]) -> str:
    """How the sources give ``q`` to several places together, of which the claim takes one; empty where one of them does not.

    两地分别为38%和31% does not say whose is which, 赴佛山、永康输送642人 not how many went to 佛山.
    """
    held = [(s.body, r) for s in sources for r in s.body.figures if compare(q, r) == "same"]
    low, high = claim.sentence_of(q.start)
    named = [m.place.path for m in claim.places if low <= m.start < high]
    if not held or not named or _SEVERAL.search(claim.text, low, high):
        return ""
    words = ""
    for body, r in held:
        begin, end = body.sentence_of(r.start)
        several = _SEVERAL.search(body.text, begin, r.start)
        if several and not any(begin <= m.start < end for m in body.places):
            words = several.group()
            continue
        together = _together(body, r) if q.kind in ("count", "money") else []
        mine = [p for p in together if any(n == p.path for n in named)]
        if not mine or len(mine) == len(together):
            return ""
        words = "、".join(p.name for p in together)
    return words


def _together(body: Reading, r: Quantity) -> list[Place]:
    """The places of a list (甲、乙) that stands before ``r`` in its clause and shares it."""
    low, _ = body.sentence_of(r.start)
    if _EACH.search(body.text, low, r.start):
        return []
    out: list[Place] = []
    marks = [m for m in body.places if low <= m.start < r.start and not _END.search(body.text, m.end, r.start)]
    for a, b in zip(marks, marks[1:], strict=False):
        if _LIST.fullmatch(body.text[a.end : b.start]):
            out += [p for p in (a.place, b.place) if p not in out]
    last = marks[-1].end if marks else low
    return out if not any(last <= f.start < r.start and f.unit == r.unit for f in body.figures) else []


def _owners(reading: Reading, q: Quantity) -> list[Place]:
    """The places that stand before ``q`` with no other place's figure of its kind between, nearest first."""
    low = reading.sentence_of(q.start)[0]
    for match in _END.finditer(reading.text, low, q.start):
        low = match.end()
    marks: list[tuple[int, Place | None]] = [
        (m.start, m.place) for m in reading.places if low <= m.start < q.start and m.place.level != "village"
    ]
    marks += [(r.start, None) for r in reading.figures if low <= r.start < q.start and r.kind == q.kind]
    out: list[Place] = []
    for _, place in sorted(marks, key=lambda m: -m[0]):
        if place is not None:
            out.append(place)
        elif out:
            break
    head = None if out else headed_by(reading, reading.sentence_of(q.start)[0])
    return [head] if head else out


def _apart(mine: Sequence[Place], theirs: Sequence[Place]) -> bool:
    """Whether some of both are of one level, and none of these is the same or a part of the other."""
    pairs = [(a, b) for a in mine for b in theirs]
    if any(a.name == b.name or covers(a, b) or covers(b, a) for a, b in pairs):
        return False
    return any(a.level == b.level for a, b in pairs)


def _names(reading: Reading, places: Sequence[Place]) -> bool:
    """Whether ``reading`` itself names one of ``places``, as it does in a list that has a row for each."""
    return any(m.place.path == p.path for m in reading.places for p in places)
