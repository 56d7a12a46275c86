"""Worked out from cited figures, in code, each with its working. The one place where figures are reckoned with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.figure import Figure
from rag.text.amounts import amount, as_written, number, plain


@dataclass(frozen=True, slots=True)
class Computed:
    """``value`` in ``unit`` and how it comes about, in the reports' own numbers.

    ``as_written`` is for people: without a sign, at the scale of the operands (105.8亿元 beside 352.6亿元).
    """

    value: float
    unit: str
    working: str
    as_written: str = ""


def growth(first: Figure, second: Figure) -> Computed | None:
    """From ``first`` to ``second``: per cent, or percentage points between shares; None where it cannot be said."""
    if not comparable(first, second):
        return None
    a, b = as_written(first), as_written(second)
    if first.unit == "%":
        return difference(first, second)
    if first.value <= 0:
        return None
    rate = round((second.value - first.value) / first.value * 100, 2)
    return Computed(rate, "%", f"({b} − {a}) ÷ {a} = {plain(rate)}%", f"{plain(abs(rate))}%")


def difference(first: Figure, second: Figure) -> Computed | None:
    """``second`` less ``first``, in their unit (percentage points between shares); None for different units."""
    if not comparable(first, second):
        return None
    a, b = as_written(first), as_written(second)
    gap = float(f"{second.value - first.value:.12g}")
    if first.unit == "%":
        gap = round(gap, 4)
        return Computed(gap, "个百分点", f"{b} − {a} = {plain(gap)}", f"{plain(abs(gap))}个百分点")
    return Computed(gap, first.unit, f"{b} − {a} = {number(gap, second)}", amount(abs(gap), second))


def total(figures: Sequence[Figure]) -> Computed | None:
    """The sum of two or more amounts of one unit; None for shares, and where one is no exact number of that unit."""
    if len(figures) < 2 or figures[0].unit in ("%", "个百分点") or any(not comparable(figures[0], f) for f in figures):
        return None
    value = float(f"{sum(f.value for f in figures):.12g}")
    working = " + ".join(map(as_written, figures)) + f" = {number(value, figures[0])}"
    return Computed(value, figures[0].unit, working, amount(value, figures[0]))


def ratio(first: Figure, second: Figure) -> Computed | None:
    """How many times ``second`` the ``first`` is; None for different units and for nothing."""
    if not comparable(first, second) or second.value <= 0:
        return None
    times = round(first.value / second.value, 2)
    return Computed(times, "倍", f"{plain(first.value)} ÷ {plain(second.value)} = {plain(times)}", f"{plain(times)}倍")


def part_of(part: Figure, whole: Figure) -> Computed | None:
    """What ``part`` is of ``whole``, per cent; None unless both are amounts of one unit."""
    if not comparable(part, whole) or whole.value <= 0 or whole.unit in ("%", "个百分点", ""):
        return None
    rate = round(100 * part.value / whole.value, 2)
    return Computed(rate, "%", f"{as_written(part)} ÷ {as_written(whole)} = {plain(rate)}%", f"{plain(rate)}%")


def share(part: Figure, parts: Sequence[Figure]) -> Computed | None:
    """What ``part`` is of the sum of ``parts``, per cent; None unless all are amounts of one unit."""
    whole = sum(f.value for f in parts)
    if whole <= 0 or part.unit == "%" or any(not comparable(part, f) for f in parts):
        return None
    rate = round(100 * part.value / whole, 2)
    return Computed(rate, "%", f"{plain(part.value)} ÷ {plain(whole)} = {plain(rate)}%", f"{plain(rate)}%")


def average(top: Figure, below: Figure) -> Computed | None:
    """``top`` for each one of ``below`` (people a place); None for shares, ranges and nothing to divide by."""
    if top.unit in ("%", "") or top.high is not None or below.high is not None or below.value <= 0:
        return None
    each = round(top.value / below.value, 2)
    return Computed(
        each, top.unit, f"{plain(top.value)} ÷ {plain(below.value)} = {plain(each)}", f"{plain(each)}{top.unit}"
    )


def before(now: Figure, change: Figure) -> Computed | None:
    """What held before ``now`` rose or fell by ``change``, an amount (or percentage points of a share)."""
    unit = "个百分点" if now.unit == "%" else now.unit
    if change.unit != unit or now.high is not None or change.high is not None:
        return None
    down = change.direction == "down"
    value = float(f"{now.value + change.value if down else now.value - change.value:.12g}")
    working = f"{as_written(now)} {'+' if down else '−'} {as_written(change)} = {number(value, now)}"
    return Computed(value, now.unit, working, amount(value, now))


def whole_of(part: Figure, rate: Figure) -> Computed | None:
    """The whole of which ``part`` is told to be the ``rate``, to three digits: 32.46万 is 46.4% of 70万."""
    if rate.unit != "%" or not 0 < rate.value < 1000 or part.high is not None or part.unit in ("%", ""):
        return None
    value = part.value / rate.value * 100
    scale = {"万": 1e4, "亿": 1e8}.get(re.sub(r"[\d.,，\s]", "", as_written(part))[:1], 1.0)
    digits = max(0, 3 - len(str(int(value / scale))))
    working = f"{as_written(part)} ÷ {plain(rate.value)}% ≈ {number(value, part, digits=digits)}"
    return Computed(value, part.unit, working, amount(value, part, digits=digits))


def ranks(figures: Sequence[Figure]) -> list[int] | None:
    """Each one's rank, the largest first and equal values alike; None unless all are of one unit."""
    if len(figures) < 2 or any(not comparable(figures[0], f) for f in figures):
        return None
    ordered = sorted((f.value for f in figures), reverse=True)
    return [ordered.index(f.value) + 1 for f in figures]


def comparable(a: Figure, b: Figure) -> bool:
    """Whether both are measured alike, exact numbers and not ranges."""
    return a.unit == b.unit and a.high is None and b.high is None


def agree(a: Figure, b: Figure) -> bool:
    """Whether two values of one thing can both be right: equal, or one rounded to fewer digits."""
    return abs(a.value - b.value) <= max(a.step, b.step) * 0.5 + 1e-9 * max(abs(a.value), abs(b.value))
