"""A question put right by its asker: of another place, or another time."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.domain import Span
from rag.retrieve.subjects import named_places
from rag.text import dates

_BETWEEN = re.compile(r"\s*(?:[、，,和与及跟同的]|以及)?\s*")
_NAMES = re.compile(r"\s*[、，,;；]\s*")
_YEAR = re.compile(r"(?:19|20)\d\d")


def with_place(question: str, place: str) -> str:
    """``question`` asked of ``place`` in the stead of the place or places it names.

    As many places as it names (separated by 、) take their turns; where it names none, ``place`` comes in front. An
    empty ``place`` takes out what is named.
    """
    spans = [(m.start, m.end) for m in named_places(question)]
    return _put(question, spans, place.strip(), 0)


def with_period(question: str, period: str) -> str:
    """``question`` asked of ``period`` in the stead of the time it names, else right behind its place (2023: 2023年)."""
    spans = [(p.start, p.end) for p in dates.periods(question)]
    where = _first_run(question, [(m.start, m.end) for m in named_places(question)])
    named = "、".join(n + "年" if _YEAR.fullmatch(n) else n for n in _NAMES.split(period.strip()))
    return _put(question, spans, named, where[1] if where else 0)


def _put(question: str, spans: Sequence[Span], name: str, at: int) -> str:
    """``name`` in place of what stands at ``spans``; at ``at`` if there is nothing to replace."""
    names = _NAMES.split(name)
    if not spans:
        return question[:at] + name + question[at:]
    if len(spans) == len(names) > 1:
        for (start, end), other in reversed(list(zip(spans, names, strict=True))):
            question = question[:start] + other + question[end:]
        return question
    start, end = _first_run(question, spans) or spans[0]
    if not name:
        end += question.startswith("的", end)
    return question[:start] + name + question[end:]


def _first_run(text: str, spans: Sequence[Span]) -> Span | None:
    """From the first of ``spans`` to the last that is joined to it: 甲市乙县, 甲县和乙县."""
    if not spans:
        return None
    start, end = spans[0]
    for low, high in spans[1:]:
        if not _BETWEEN.fullmatch(text[end:low]):
            break
        end = high
    return start, end
