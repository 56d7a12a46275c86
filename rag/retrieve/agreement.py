"""Whether a passage speaks of the place, the years and the bodies that a question names, and has what it asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.domain import Passage, Place
from rag.retrieve.question import AskKind, Query
from rag.retrieve.surface import Surface
from rag.text.fold import folded
from rag.text.places import is_at
from rag.text.spoken import spoken_names

_DIGIT = re.compile(r"\d|[一二三四五六七八九十百千万]{2}")
_DATE = re.compile(r"\d+[年月日号]|世纪|年代")
_BECAUSE = re.compile(r"因|由于|缘于|为了|所以|导致")


def place_agreement(asked: Sequence[Place], passage: Passage) -> float:
    """1 when the passage speaks of a place asked for, 0.5 of a part of it, 0 when it does not, -0.5 of another."""
    if not asked:
        return 0.0
    best = -0.5 if passage.places else 0.0
    for place in asked:
        if passage.place == place.name or any(is_at(place, path) for path in passage.places):
            return 1.0
        if any(name in passage.index_text for name in spoken_names(place)):
            best = max(best, 0.8)
        elif any(path.startswith(place.path + "/") for path in passage.places):
            best = max(best, 0.5)
        elif any(place.path.startswith(path + "/") for path in passage.places):
            best = max(best, 0.2)
    return best


def year_agreement(years: Sequence[str], passage: Passage, text: Surface) -> float:
    """Share of the years asked for that the passage names or is of; -1 when it is of another and names none."""
    if not years:
        return 0.0
    of = (passage.date or "")[:4]
    found = sum(year == of or year in text.whole for year in years)
    return found / len(years) if found or not of else -1.0


def unit_agreement(query: Query, text: Surface) -> float:
    """Share of the units asked for (多少公里) that stand behind a figure of the text."""
    units = [folded(a.unit) for a in query.asks if a.unit]
    if not units:
        return 0.0
    return sum(bool(re.search(rf"[\d一二三四五六七八九十百千万亿余多]{re.escape(u)}", text.body)) for u in units) / len(
        units
    )


def kind_agreement(kinds: frozenset[AskKind], sentence: str) -> float:
    """Share of the kinds of answer asked for (of value, time and reason) that ``sentence`` can give."""
    signs = [
        pattern.search(sentence) is not None
        for kind, pattern in (("value", _DIGIT), ("time", _DATE), ("reason", _BECAUSE))
        if kind in kinds
    ]
    return sum(signs) / len(signs) if signs else 0.0
