"""Whose time it is: a figure that the source gives for one time is not given for another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.text.dates import Period
from rag.text.quantity import compare
from rag.verify.checks.periods import months, same_period
from rag.verify.context import Finding, Source
from rag.verify.reading import Reading, bigrams, strip
from rag.verify.told import told

_YEARS = {"前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年": 0, "目前": 0, "明年": 1}
_YEAR = re.compile("|".join(_YEARS))
_BEFORE = re.compile(r"\d年(?:以|之)?前|以前|过去|原先|原来|此前|从前|起初|当初")
_BECAME = re.compile("[降升增减提扩缩涨跌回](?:低|高|加|少|长|大|升)?[到至为]了?$")
_STOP = re.compile("[；;。]")
_LEAST, _FAR_MORE = 0.4, 2.0
"""Share of what the claim says that stands after another time, and how many times as much as after its own."""


def when(reading: Reading, at: int) -> Period | None:
    """The time told last before ``at`` between the same commas."""
    low, _ = reading.phrase_of(at)
    return next((p for p in reversed(reading.periods) if low <= p.start < p.end <= at), None)


def clash(a: Period, b: Period) -> bool:
    """Whether two times, told alike, are two: 去年 and 今年, 2021年 and 2022年, 一季度 and 二季度."""
    if same_period(a, b) or same_period(b, a):
        return False
    one, other = _year(a), _year(b)
    if one is not None and other is not None:
        if type(one) is type(other):
            return one != other
        # 2022年 and 今年 of a report of 2023.
        return bool(a.since and b.since and a.since[:4] != b.since[:4])
    mine, theirs = months(a), months(b)
    return one is other is None and mine is not None and theirs is not None and mine != theirs


def _year(period: Period) -> int | str | None:
    """A year as it is told: a number of years from now, or its digits."""
    if period.parts[0]:
        return str(period.parts[0]) if not period.last[0] or period.last[0] == period.parts[0] else None
    match = _YEAR.match(period.as_written)
    return _YEARS[match.group()] if match else None


def timing(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each figure of ``claim`` that the sources tell only of another time."""
    out: list[Finding] = []
    for mine in told(claim):
        q, mark = mine.quantity, when(claim, mine.quantity.start)
        if mark is None:
            continue
        held = [(s.body, t) for s in sources for t in told(s.body) if compare(q, t.quantity) == "same"]
        times = [when(body, t.quantity.start) or _led(body, t.quantity.start) for body, t in held]
        if held and all(time is not None and clash(mark, time) for time in times):
            theirs = times[0].as_written if times[0] else ""
            reason = f"{q.as_written}在引文中是{theirs}的，不是{mark.as_written}的"
            out.append(Finding("时间", reason, "contradicted", ((mark.start, mark.end),), theirs))
    return out or _outcomes(claim, sources) or [f for s in sources for f in _governed(claim, s.body)]


def _led(body: Reading, at: int) -> Period | None:
    """The time that begins the stretch in which ``at`` stands: 上半年完成40亿元，增长8%，其中出口5亿元."""
    return next((p for p, high in reversed(list(_stretches(body))) if p.end <= at < high), None)


def _outcomes(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each figure that ``claim`` tells of before and the sources as what became of it: 降到3.2元."""
    out: list[Finding] = []
    for q in claim.figures:
        low, _ = claim.sentence_of(q.start)
        mark = _BEFORE.search(claim.text, low, q.start)
        if mark is None or _BECAME.search(claim.text, low, q.start):
            continue
        held = [(s.body, r) for s in sources for r in s.body.figures if compare(q, r) == "same"]
        ends = [_BECAME.search(b.text[b.phrase_of(r.start)[0] : r.start]) for b, r in held]
        if held and all(ends):
            reason = f"{q.as_written}在引文中是后来的（“{ends[0].group()}”），不是{mark.group()}的"  # type: ignore[union-attr]
            out.append(Finding("时间", reason, "contradicted", (mark.span(),)))
    return out


def _governed(claim: Reading, body: Reading) -> list[Finding]:
    """A finding where what ``claim`` tells of its one time stands in ``body`` after another: 2015年，一期通水；2021年，二期开工."""
    if len(claim.periods) != 1:
        return []
    mark = claim.periods[0]
    said = bigrams(strip(claim.text[: mark.start])) | bigrams(strip(claim.text[mark.end :]))
    scored = [(len(said & bigrams(strip(body.text[p.end : high]))), p) for p, high in _stretches(body)]
    own = max((n for n, p in scored if same_period(mark, p)), default=-1)
    best, theirs = max(((n, p) for n, p in scored if clash(mark, p)), key=lambda x: x[0], default=(-1, None))
    if theirs is None or own < 0 or best < _FAR_MORE * max(own, 1) or best < _LEAST * len(said):
        return []
    reason = f"引文中这是{theirs.as_written}的，不是{mark.as_written}的"
    return [Finding("时间", reason, "contradicted", ((mark.start, mark.end),), theirs.as_written)]


def _stretches(body: Reading) -> Iterator[tuple[Period, int]]:
    """The times that begin a stretch between commas, and where the stretch of each ends: at the next, or with the sentence."""
    leads = [p for p in body.periods if p.start - body.phrase_of(p.start)[0] <= 1]
    for i, p in enumerate(leads):
        _, high = body.sentence_of(p.start)
        stop = next((m.start() for m in _STOP.finditer(body.text, p.end, high)), high)
        yield p, min([stop, *(q.start for q in leads[i + 1 : i + 2])])
