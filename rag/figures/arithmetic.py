"""Worked out from cited figures, in code, each with its working. The one place where figures are reckoned with."""

from __future__ import annotations

import math
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
    rate = rounded((second.value - first.value) / first.value * 100)
    return Computed(rate, "%", f"({b} − {a}) ÷ {a} = {plain(rate)}%", f"{plain(abs(rate))}%")


def yearly(first: Figure, second: Figure, years: int, *, rate: bool) -> Computed | None:
    """The mean change a year from ``first`` to ``second``: its amount, or the compound rate (b/a)^(1/n) − 1."""
    if not comparable(first, second) or first.value <= 0 or second.value <= 0 or years < 2 or first.unit == "%":
        return None
    a, b = as_written(first), as_written(second)
    if rate:
        grown = rounded(((second.value / first.value) ** (1 / years) - 1) * 100)
        return Computed(grown, "%", f"({b} ÷ {a})^(1/{years}) − 1 ≈ {plain(grown)}%", f"{plain(abs(grown))}%")
    exact = (second.value - first.value) / years
    shown, written = _scaled(abs(exact), second)
    working = f"({b} − {a}) ÷ {years} {_sign(shown, abs(exact))} {'-' if exact < 0 else ''}{written}"
    return Computed(exact, first.unit, working, f"{written}{first.unit}")


def difference(first: Figure, second: Figure) -> Computed | None:
    """``second`` less ``first``, in their unit (percentage points between shares); None for different units."""
    if not comparable(first, second):
        return None
    a, b = as_written(first), as_written(second)
    finest = _finest(first, second)
    gap = float(f"{second.value - first.value:.12g}")
    if first.unit == "%":
        gap = round(gap, 4)
        return Computed(gap, "个百分点", f"{b} − {a} = {plain(gap)}", f"{plain(abs(gap))}个百分点")
    return Computed(gap, first.unit, f"{b} − {a} = {number(gap, finest)}", amount(abs(gap), finest))


def rest(whole: Figure, parts: Sequence[Figure]) -> Computed | None:
    """What is left of ``whole`` without its ``parts``; None unless all are amounts of one unit, and something is."""
    left = float(f"{whole.value - sum(p.value for p in parts):.12g}")
    if not parts or left <= 0 or whole.unit in ("%", "个百分点") or any(not comparable(whole, p) for p in parts):
        return None
    finest = _finest(whole, *parts)
    working = " − ".join(map(as_written, (whole, *parts))) + f" = {number(left, finest)}"
    return Computed(left, whole.unit, working, amount(left, finest))


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
    times = rounded(first.value / second.value)
    working = f"{as_written(first)} ÷ {as_written(second)} {_sign(times, first.value / second.value)} {plain(times)}"
    return Computed(times, "倍", working, f"{plain(times)}倍")


def part_of(part: Figure, whole: Figure) -> Computed | None:
    """What ``part`` is of ``whole``, per cent; None unless both are amounts of one unit."""
    if not comparable(part, whole) or whole.value <= 0 or whole.unit in ("%", "个百分点", ""):
        return None
    exact = 100 * part.value / whole.value
    rate = rounded(exact)
    working = f"{as_written(part)} ÷ {as_written(whole)} {_sign(rate, exact)} {plain(rate)}%"
    return Computed(rate, "%", working, f"{plain(rate)}%")


_OF_EACH = re.compile(
    r"[人户亩地年月日](?:均(?!衡|等)|平均)|平均|[每单](?=人|户|亩|月|年|位|价|产)|均价|价格?$|(?:工资|薪资)(?!总额)|月薪|年龄|[率度温]$|指数|系数|倍数|比例|比重|占比|增速|排名"
)
"""Names of what is told for each one, or as a level: those of several places make no sum."""


def part_left(whole: Figure, part: Figure) -> Computed | None:
    """What ``whole`` has without ``part``, per cent of it; None unless both are amounts of one unit, and something is left."""
    if not comparable(part, whole) or not 0 < part.value < whole.value or whole.unit in ("%", "个百分点", ""):
        return None
    a, b = as_written(whole), as_written(part)
    exact = 100 * (whole.value - part.value) / whole.value
    rate = rounded(exact)
    return Computed(rate, "%", f"({a} − {b}) ÷ {a} {_sign(rate, exact)} {plain(rate)}%", f"{plain(rate)}%")


def adds_up(figure: Figure) -> bool:
    """Whether figures of its kind make a sum: amounts do; rates, averages, prices, times and what is told for each one do not."""
    return (
        figure.unit not in ("%", "个百分点", "倍", "岁", "℃", "天", "分")
        and "/" not in figure.unit
        and not _OF_EACH.search(figure.label)
    )


def share(part: Figure, parts: Sequence[Figure]) -> Computed | None:
    """What ``part`` is of the sum of ``parts``, per cent; None unless all are amounts of one unit that make a sum."""
    whole = float(f"{sum(f.value for f in parts):.12g}")
    if whole <= 0 or not adds_up(part) or any(not comparable(part, f) for f in parts):
        return None
    exact = 100 * part.value / whole
    rate = rounded(exact)
    working = f"{as_written(part)} ÷ {number(whole, _finest(*parts))} {_sign(rate, exact)} {plain(rate)}%"
    return Computed(rate, "%", working, f"{plain(rate)}%")


def portion(whole: Figure, rate: Figure) -> Computed | None:
    """The part of ``whole`` that is told as its ``rate``: 65% of 2400人次."""
    if rate.unit != "%" or not 0 < rate.value <= 100 or whole.unit in ("%", "") or not _exact(whole, rate):
        return None
    value = whole.value * rate.value / 100
    shown, written = _scaled(value, whole)
    working = f"{as_written(whole)} × {plain(rate.value)}% {_sign(shown, value)} {written}"
    return Computed(shown, whole.unit, working, f"{written}{whole.unit}")


def average(top: Figure, below: Figure) -> Computed | None:
    """``top`` for each one of ``below`` (people a place); None for shares, ranges and nothing to divide by."""
    if top.unit in ("%", "") or not _exact(top, below) or below.value <= 0:
        return None
    each = top.value / below.value
    shown, written = _scaled(each, top)
    working = f"{as_written(top)} ÷ {as_written(below)} {_sign(shown, each)} {written}"
    return Computed(shown, top.unit, working, f"{written}{top.unit}")


def product(each: Figure, count: Figure) -> Computed | None:
    """``each`` for every one of ``count``: 126人 at 1.2万元; None for shares and ranges."""
    if each.unit in ("%", "") or count.unit == "%" or not _exact(each, count):
        return None
    value = float(f"{each.value * count.value:.12g}")
    shown, written = _scaled(value, each)
    working = f"{as_written(each)} × {as_written(count)} {_sign(shown, value)} {written}"
    return Computed(shown, each.unit, working, f"{written}{each.unit}")


def products(pairs: Sequence[tuple[Figure, Figure]]) -> Computed | None:
    """The sum of what each gets for every one of its count: 3个 at 300万元 and 6个 at 150万元; as ``product`` and ``total``."""
    if len(pairs) < 2 or len({each.unit for each, _ in pairs}) > 1:
        return None
    if any(product(each, count) is None for each, count in pairs):
        return None
    value = float(f"{sum(each.value * count.value for each, count in pairs):.12g}")
    told = " + ".join(f"{as_written(count)} × {as_written(each)}" for each, count in pairs)
    return Computed(value, pairs[0][0].unit, f"{told} = {number(value, pairs[0][0])}", amount(value, pairs[0][0]))


def before(now: Figure, change: Figure) -> Computed | None:
    """What held before ``now`` rose or fell by ``change``, an amount (or percentage points of a share)."""
    unit = "个百分点" if now.unit == "%" else now.unit
    if change.unit != unit or not _exact(now, change):
        return None
    down = change.direction == "down"
    value = float(f"{now.value + change.value if down else now.value - change.value:.12g}")
    working = f"{as_written(now)} {'+' if down else '−'} {as_written(change)} = {number(value, now)}"
    return Computed(value, now.unit, working, amount(value, now))


def age_then(age: Figure, years: Figure) -> Computed | None:
    """How old somebody of ``age`` was so many ``years`` ago; None unless they were born by then."""
    if age.unit != "岁" or years.unit != "年" or not _exact(age, years) or not 0 < years.value < age.value:
        return None
    value = float(f"{age.value - years.value:.12g}")
    return Computed(value, "岁", f"{plain(age.value)} − {plain(years.value)} = {plain(value)}", f"{plain(value)}岁")


def base_of(now: Figure, times: Figure) -> Computed | None:
    """That of which ``now`` is told to be so many ``times`` as much, to three digits."""
    if now.unit in ("%", "") or times.unit != "倍" or not _exact(now, times) or times.value <= 0:
        return None
    return _whole(now, times.value, plain(times.value))


def whole_of(part: Figure, rate: Figure) -> Computed | None:
    """The whole of which ``part`` is told to be the ``rate``, to three digits: 32.46万 is 46.4% of 70万."""
    if rate.unit != "%" or not 0 < rate.value < 1000 or part.high is not None or part.unit in ("%", ""):
        return None
    return _whole(part, rate.value / 100, f"{plain(rate.value)}%")


def _whole(part: Figure, factor: float, divisor: str) -> Computed:
    value = part.value / factor
    scale = {"万": 1e4, "亿": 1e8}.get(re.sub(r"[\d.,，\s]", "", as_written(part))[:1], 1.0)
    digits = max(0, 3 - len(str(int(value / scale))))
    working = f"{as_written(part)} ÷ {divisor} ≈ {number(value, part, digits=digits)}"
    return Computed(value, part.unit, working, amount(value, part, digits=digits))


def _exact(*figures: Figure) -> bool:
    return all(f.high is None for f in figures)


def _finest(*figures: Figure) -> Figure:
    """The figure that is written at the smallest scale, the last of those: the result is written as it is."""
    scale = {"亿": 2, "万": 1}
    return min(reversed(figures), key=lambda f: scale.get(as_written(f)[-1:], 0))


def rounded(value: float) -> float:
    """``value`` to two decimals, halves away from nothing, as people round: 4.625 is 4.63."""
    return math.copysign(math.floor(abs(value) * 100 + 0.5 + 1e-9) / 100, value)


def _sign(shown: float, exact: float) -> str:
    return "=" if abs(shown - exact) <= 1e-9 * max(1.0, abs(exact)) else "≈"


def _scaled(value: float, model: Figure) -> tuple[float, str]:
    """``value`` to two digits, and as a person writes it: in 万 or 亿 where the model does and it is as large."""
    scale, mark = next(((s, m) for m, s in (("亿", 1e8), ("万", 1e4)) if value >= s), (1.0, ""))
    if not re.search(r"\d\s*(?:万亿|亿|万)", model.as_written) and value < 1e6:
        scale, mark = 1.0, ""
    shown = rounded(value / scale)
    return shown * scale, f"{plain(shown)}{mark}"


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
