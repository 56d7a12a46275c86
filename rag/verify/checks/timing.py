"""Whose time it is: a figure that the source gives for one time is not given for another."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.text.dates import Period
from rag.text.quantity import compare
from rag.verify.checks.periods import months, same_period
from rag.verify.context import Finding, Source
from rag.verify.reading import Reading
from rag.verify.told import told

_YEARS = {"前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年": 0, "明年": 1}
_YEAR = re.compile("|".join(_YEARS))


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
        return type(one) is type(other) and one != other
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
        times = [when(body, t.quantity.start) for body, t in held]
        if held and all(time is not None and clash(mark, time) for time in times):
            theirs = times[0].as_written if times[0] else ""
            reason = f"{q.as_written}在引文中是{theirs}的，不是{mark.as_written}的"
            out.append(Finding("时间", reason, "contradicted", ((mark.start, mark.end),), theirs))
    return out
