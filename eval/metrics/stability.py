"""Does the same question get the same answer, asked again and asked in other words?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eval.metrics.normal import norm


def same_answer(first: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two results say the same: status, words and quotes, not the time they took."""
    return _said(first) == _said(other)


def agreement(outcomes: Sequence[bool]) -> float:
    """Share of ``outcomes`` that agree with the first asking, in [0, 1]; 1 for none."""
    return sum(outcomes) / len(outcomes) if outcomes else 1.0


def _said(result: Mapping[str, Any]) -> tuple[str, str, tuple[str, ...]]:
    quotes = tuple(str(c.get("quote")) for c in result.get("citations") or ())
    return str(result.get("status")), norm(result.get("answer")), quotes
