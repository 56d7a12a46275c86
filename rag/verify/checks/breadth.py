"""How wide a figure is told: what a source gives for a village is not told of its county, nor the other way round."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.text.names import SURNAMES, organisations, persons
from rag.text.quantity import Quantity, compare
from rag.text.wholes import OF_ALL
from rag.text.words import frequency
from rag.verify.context import Finding, Source
from rag.verify.reading import Reading

_LEVELS = {"country": 0, "province": 1, "prefecture": 2, "county": 3, "township": 4, "village": 5}
_OF = {
    "国": 0,
    "省": 1,
    "市": 2,
    "州": 2,
    "县": 3,
    "区": 3,
    "旗": 3,
    "镇": 4,
    "乡": 4,
    "街道": 4,
    "村": 5,
    "社区": 5,
    "屯": 5,
}
_WORD = re.compile(r"(?:[全该本](?P<of>街道|社区|[国省市州县区旗镇乡村屯])|(?P<here>[县村镇乡])[里上]|(?P<own>村)集体)")
_SMALLER = re.compile(r"镇|乡|村|街道|社区|屯|组")
_NAMED = re.compile(r"[一-鿿]{2,4}?(?:镇|乡|街道)(?!级|里)[一-鿿]{2,4}?(?P<unit>村|社区)(?![民里级])")
_NARROWER = re.compile(
    r"点|园|厂|车间|公司|企业|合作社|基地|学校|中学|小学|医院|卫生院|站|中心|工程|公路|大桥|家庭|这|该|(?<![乡农])村(?![民级])|(?<![乡村])镇|(?<!城)乡|社区|街道"
)
"""What a claim may mean that is narrower than the place it names."""
_SOMEBODY = re.compile(
    rf"(?:户|村民|农民|居民|群众|老人|职工|工人|社员|学员|党员|能手|带头人)(?P<name>[{SURNAMES}][一-鿿]{{2}})"
)
_PLACED = frozenset("向到往赴去从由与和同在跟比把")


def breadth(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each figure that ``claim`` tells of a county or more, and the sources only of a town or village.

    So too where it tells of a village, and the sources of all of the town or county (全镇新栽3700亩).
    """
    if "“" in claim.text:
        return []
    out: list[Finding] = _narrowed(claim, sources)
    for q in claim.figures:
        mine = _level(claim, q)
        low, _ = claim.sentence_of(q.start)
        if mine is None or mine[0] > 3 or q.kind == "ordinal" or _NARROWER.search(claim.text, low):
            continue
        held = [_level(s.body, r) for s in sources for r in s.body.figures if compare(q, r) == "same"]
        narrower = bool(held) and all(t is not None and t[0] >= 4 for t in held)
        if narrower and not persons(claim.text) and not organisations(claim.text) and not _somebody(claim, sources):
            theirs = held[0][1] if held[0] else ""
            reason = f"{q.as_written}在引文中只说的是{theirs}，不是{mine[1]}"
            out.append(Finding("范围", reason, "contradicted", ((q.start, q.end),), theirs))
    return out


def _narrowed(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    out: list[Finding] = []
    for q in claim.figures:
        mine = _level(claim, q)
        if mine is None or mine[0] < 4 or q.kind == "ordinal" or mine[1][0] == "全":
            continue
        held = [_of_all(s.body, r) for s in sources for r in s.body.figures if compare(q, r) == "same"]
        if held and all(t and _OF[t[1:]] < mine[0] for t in held):
            theirs = held[0]
            reason = f"{q.as_written}在引文中说的是{theirs}，不只是{mine[1]}"
            out.append(Finding("范围", reason, "unsupported", ((q.start, q.end),), theirs))
    return out


def _of_all(reading: Reading, q: Quantity) -> str:
    """The word (全镇) that begins a stretch before ``q`` and speaks of all of a unit, no part of it being named in between; else empty."""
    low, _ = reading.sentence_of(q.start)
    found = [*OF_ALL.finditer(reading.text[low : q.start])]
    after = reading.text[low + found[-1].end() : q.start] if found else ""
    return found[-1]["all"] if found and not _SMALLER.search(after) else ""


def _somebody(claim: Reading, sources: Sequence[Source]) -> bool:
    """Whether the claim tells of somebody whom the sources name as well (脱贫户某某某): the figure is that person's."""
    found = (m["name"] for m in _SOMEBODY.finditer(claim.text))
    return any(not frequency(n[:2]) and any(n in s.body.text for s in sources) for n in found)


def _level(reading: Reading, q: Quantity) -> tuple[int, str] | None:
    """How wide the place is that is spoken of at ``q``, and its name: the last that begins a stretch between commas."""
    low, _ = reading.sentence_of(q.start)
    found: list[tuple[int, int, str]] = []
    for m in reading.places:
        if low <= m.start < q.start and m.place.level in _LEVELS and _begins(reading, m.start):
            found.append((m.start, _LEVELS[m.place.level], reading.text[m.start : m.end]))
    for match in _NAMED.finditer(reading.text, low, q.start):
        if _begins(reading, match.start()):
            found.append((match.start(), _OF[match["unit"]], match.group()))
    for match in _WORD.finditer(reading.text, low, q.start):
        if _begins(reading, match.start()) or match["of"]:
            found.append((match.start(), _OF[match["of"] or match["here"] or match["own"]], match.group()))
    last = max(found, default=None)
    return (last[1], last[2]) if last else None


def _begins(reading: Reading, at: int) -> bool:
    """Whether ``at`` is where a stretch between commas begins, or another place before it does."""
    low, _ = reading.phrase_of(at)
    while at > low:
        before = next((m for m in reading.places if m.end == at and m.start >= low), None)
        if before is None:
            return (
                reading.text[low:at] in ("目前", "如今", "在", "今年", "去年", "仅", "其中")
                and reading.text[low] not in _PLACED
            )
        at = before.start
    return True
