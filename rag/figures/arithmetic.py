"""Worked out from cited figures, in code, each with its working."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.figure import Figure
from rag.text.amounts import as_written, number, plain


@dataclass(frozen=True, slots=True)
class Computed:
    """``value`` in ``unit`` and how it comes about, in the reports' own numbers."""

    value: float
    unit: str
    working: str


def growth(first: Figure, second: Figure) -> Computed | None:
    """From ``first`` to ``second``: per cent, or percentage points between shares; None where it cannot be said."""
    if not comparable(first, second):
        return None
    a, b = as_written(first), as_written(second)
    if first.unit == "%":
        points = round(second.value - first.value, 4)
        return Computed(points, "个百分点", f"{b} − {a} = {plain(points)}")
    if first.value <= 0:
        return None
    rate = round((second.value - first.value) / first.value * 100, 2)
    return Computed(rate, "%", f"({b} − {a}) ÷ {a} = {plain(rate)}%")


def difference(first: Figure, second: Figure) -> Computed | None:
    """``second`` less ``first``, in their unit (percentage points between shares); None for different units."""
    if not comparable(first, second):
        return None
    gap = float(f"{second.value - first.value:.12g}")
    unit = "个百分点" if first.unit == "%" else first.unit
    return Computed(gap, unit, f"{as_written(second)} − {as_written(first)} = {number(gap, second)}")


def share(part: Figure, parts: Sequence[Figure]) -> Computed | None:
    """What ``part`` is of the sum of ``parts``, per cent; None unless all are amounts of one unit."""
    total = sum(f.value for f in parts)
    if total <= 0 or part.unit == "%" or any(not comparable(part, f) for f in parts):
        return None
    rate = round(100 * part.value / total, 2)
    return Computed(rate, "%", f"{plain(part.value)} ÷ {plain(total)} = {plain(rate)}%")


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
