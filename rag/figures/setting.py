"""Where and when: the place and period that hold for each figure of a sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rag.domain import Passage, Place, Span
from rag.text import dates
from rag.text.places import covers
from rag.text.wholes import LEVELS, ORDER, WHOLE

_STOPS = re.compile(r"[，；。！？,;!?：:\n]")
_TOLD = re.compile(
    r"(?:[^，。；：]{0,8}(?:会议?|会上|介绍|通报|获悉|了解|指出|显示)(?:，|：|指出)?)?(?:[^，。；：]{2,9}[省市州])?"
)
"""What may stand before the place that a whole sentence is about: 会议通报，甲县…，会上，乙省甲县…."""
_REACH = 200
"""Most characters of a clause before and after its figure."""
_LAST_YEAR = re.compile(r"^(?:过去)?一年(?:来|间)?$|^过去的一年$")
_COMPARED = re.compile(r"(?:比|较|与|同|[高低多少大小]于|超过|不[及如])(?:上年|去年)?$")
_PROGRAMME = re.compile(r"规划|纲要|计划")
_BEST = re.compile(r"(?:以)?来?的?(?:最|首|新高|新低)")
"""为近10年来最大降幅: the years compared with date nothing."""
_FROM = re.compile(r"(?:由|从|自|比|较|[高低多少大小]于|超过|不[及如])(?:上年|去年)?$")
_SOME = re.compile(
    r"[^，。；、\s]{2,10}(?:、[^，。；、\s]{2,10})*等(?:地的?)?[\d一二三四五六七八九十百]+[多余]?个(?:乡镇|镇|乡|村|县|区|市|街道|社区)"
)
"""甲镇、乙镇等13个乡镇: some of the places together; what follows is of none of them by itself."""
_TOGETHER = re.compile(
    r"(?:[\d一二两三四五六七八九十百]+|几)个?(?P<sort>县|市|区|州|省|镇|乡|街道|村|社区)[县市区镇]*(?:合计|总共|一共|共计?|累计|总计|加起来|合起来)"
)
"""三县合计: what follows is of none of them by itself."""
_JOINT = re.compile(r"(?P<name>[一-鿿]{2,12}?)(?:[、和与及]|以及)")
Mark = tuple[int, Place]
"""Where a place is named, and which."""
Dated = tuple[str | None, str | None, str | None, bool]
"""since, until, the words for people, and whether the text itself says so."""


@dataclass
class Setting:
    """One sentence. Positions are within it."""

    text: str
    passage: Passage
    home: Place | None
    marks: list[Mark]
    periods: list[dates.Period]
    dropped: list[Span]
    plans: bool
    lead: tuple[str | None, str | None, str] | None = None
    stays: bool = True
    """Whether what is told stays with the place last named; a work report goes from one example to the next."""
    began: Dated | None = None

    def place_of(self, at: int, run: tuple[int, int] = (0, 1)) -> Place | None:
        """The place that the figure at ``at``, the ``run[0]``th of ``run[1]`` in a list, is said of; None where it is of several."""
        low = 0 if self.stays else self.clause_around(at, at)[0]
        own = [(s, p) for s, p in self.marks if low <= s < at or (s < low and self._leads(s, p))]
        own = [(s, p) for s, p in own if not _SOME.match(self.text, s)]
        told = own[-1] if own else (0, self.home)
        for several in _TOGETHER.finditer(self.text, told[0], at):
            if told[1] and ORDER.index(told[1].level) >= ORDER.index(LEVELS[several["sort"]][0]):
                return None
        if not own:
            return self.home
        position, length = run
        if length == 1 and self.passage.kind == "报告" and re.search(r"[、和]|等$", self.text[own[-1][0] : at]):
            # 罗田、钟祥2个县市: the places are examples of what is counted.
            return self.home
        if length > 1:
            # 甲县、乙县分别达A、B: as many places in a row as figures.
            row = own[-length:]
            gaps = [self.text[a:b] for (a, _), (b, _) in zip(row, row[1:], strict=False)]
            if len(row) == length and all(re.search(r"^[^，。；]{1,12}[、和与及]$", g) for g in gaps):
                return row[position][1]
        if joined(self.text, own):
            return None
        # The nearest before it; of names that complete one another (湖南省绥宁县) that is the last.
        return own[-1][1]

    def _leads(self, at: int, place: Place) -> bool:
        """Whether the sentence is about the place marked ``at`` to its end: the full name begins it, or what somebody told."""
        named = self.text.startswith(place.name, at) or WHOLE.match(self.text, at)
        return bool(named and _TOLD.fullmatch(self.text, 0, at))

    def period_of(self, at: int, bases: Sequence[int] = ()) -> Dated:
        """The period of the figure at ``at``; ``bases`` are where a change of the sentence begins (由A增长到B)."""
        own = [
            p
            for p in self.periods
            if p.start < at
            and not _PROGRAMME.search(p.as_written + self.text[p.end : p.end + 4])
            and not (p.parts[2] and self.passage.kind == "报告" and not re.search(r"[至到止]$", self.text[: p.start]))
        ]
        if at in bases:
            return self._began(at, own)
        whole = self.text.rfind("全年", 0, at)
        own = [
            p
            for p in own
            if p.start > whole
            and not _COMPARED.search(self.text[max(0, p.start - 3) : p.start])
            and not any(self._leads_to(p, b) for b in bases)
            and not _BEST.match(self.text, p.end)
        ]
        named = [p.since for p in own[:-1] if p.since and not p.relative]
        if named and own[-1].as_written == "上年":
            return (*(str(int(named[-1][:4]) - 1),) * 3, True)  # 2022年…46.8亿元，上年为39.2亿元
        return self._dated(own[-1]) if own else self._undated()

    def _began(self, at: int, own: Sequence[dates.Period]) -> Dated:
        """When a change began: its own year (由2015年的A), that of the change before it, else before all that is named."""
        near = [p for p in own if self._leads_to(p, at)]
        other = [p for p in own if p not in near and not _COMPARED.search(self.text[max(0, p.start - 3) : p.start])]
        told = self._dated(other[-1]) if other else self._undated()
        if near:
            if re.match(r"[上去]年", near[-1].as_written) and told[0] and told[3]:
                # 2023年…，比上年的…: the year before the one told of.
                year = str(int(told[0][:4]) - 1)
                return year, year, year, True
            began = self._dated(near[-1])
            if not _COMPARED.search(self.text[: near[-1].start][-3:]):
                self.began = began
            return began
        if self.began:
            return self.began
        # Within a span of years it is their beginning; before one year or day nobody says when.
        return told if told[0] != told[1] else (None, None, None, False)

    def _leads_to(self, period: dates.Period, at: int) -> bool:
        """Whether the period dates the beginning of a change at ``at`` and nothing else."""
        between = self.text[period.end : at]
        return (
            period.end <= at
            and bool(_FROM.search(self.text[: period.start]))
            and not re.search(r"[，。；]", between)
            and len(between) <= 20
        )

    def _dated(self, p: dates.Period) -> Dated:
        if p.since and _LAST_YEAR.search(p.as_written) and (self.lead or p.until):
            year = self.lead[0] if self.lead else p.until
            return year, year, year, True
        return (p.since, p.until, span_of(p.since, p.until), True) if p.since else self._undated()

    def _undated(self) -> Dated:
        if self.lead:
            return self.lead[0], self.lead[1], self.lead[2], True
        date = self.passage.date
        return (date, date, date, False) if date else (None, None, None, False)

    def clause_around(self, low: int, high: int) -> Span:
        """From the sign before ``low`` to the sign after ``high``."""
        first, last = max(0, low - _REACH), min(len(self.text), high + _REACH)
        stops = self._stops
        a = bisect_left(stops, low)
        b = bisect_left(stops, high)
        return (
            max(first, stops[a - 1] + 1) if a else first,
            min(last, stops[b]) if b < len(stops) else last,
        )

    @cached_property
    def _stops(self) -> list[int]:
        """Where the signs between clauses stand."""
        return [m.start() for m in _STOPS.finditer(self.text) if not _inside_number(self.text, m.start())]


def joined(text: str, marks: Sequence[Mark]) -> bool:
    """Whether the last of ``marks`` ends a list of places, so that what follows is of all: 甲村和乙村, 甲镇乙村、丙镇丁村."""
    if not marks:
        return False
    at, last = marks[-1]
    before = [(s, p) for s, p in marks[:-1] if not (covers(p, last) and s + len(p.name) == at)]
    at = next((s for s, p in marks[:-1] if (s, p) not in before), at)
    if not before or before[-1][1].level != last.level:
        return False
    low, first = before[-1]
    found = _JOINT.fullmatch(text, low, at)
    return found is not None and first.name.startswith(found["name"][:2]) and len(found["name"]) <= len(first.name)


def _inside_number(text: str, at: int) -> bool:
    return text[at] in ",:" and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()


def span_of(since: str | None, until: str | None) -> str | None:
    """The words for a period from ``since`` to ``until``, ISO dates; None without one."""
    if since is None:
        return None
    return since if until is None or until == since else f"{since}—{until}"
