"""Figures written out: as a report has them, and as a person writes a result beside them."""

from __future__ import annotations

import re
from typing import Protocol

_SCALES = {"千": 1e3, "百": 1e2, "万": 1e4, "亿": 1e8, "万亿": 1e12}


class Written(Protocol):
    """A number that a report wrote: a quantity of a text, or a figure."""

    @property
    def as_written(self) -> str:
        """As the report has it: 约86.4亿元."""

    @property
    def unit(self) -> str:
        """The base unit."""


def plain(value: float) -> str:
    """A number as a person writes it: no exponent, no trailing zeros, at most four decimals."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text in ("", "-0") else text


def amount(value: float, model: Written, *, digits: int = 4) -> str:
    """``value`` (in the base unit) with unit, as ``model`` writes its figures: 105.8亿元 beside 352.6亿元."""
    return f"{number(value, model, digits=digits)}{model.unit}"


def number(value: float, model: Written, *, digits: int = 4) -> str:
    """``amount`` without the unit, as it stands in a working: 105.8亿."""
    m = re.search(r"\d\s*(万亿|亿|万)", model.as_written)
    scale = _SCALES[m.group(1)] if m else 1.0
    return f"{plain(round(value / scale, digits))}{m.group(1) if m else ''}"


def as_written(quantity: Written) -> str:
    """The figure without its qualifier words, as the report has it."""
    m = re.search(r"[\d.,，]+\s*(?:万亿|亿|万|千|百)?", quantity.as_written)
    return m.group(0).strip() if m else quantity.as_written
