"""Over a run of years that a question does not name one by one: 这三年提高了多少, from the first to the last that reports tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from rag.answer.reckon import changes
from rag.answer.reckon.case import Case, Worked
from rag.answer.reckon.said import Said, exact
from rag.figures.arithmetic import agree
from rag.text.numerals import HAN, read

_SPAN = re.compile(
    rf"(?:[这近]|最近|过去)(?P<n>{HAN}|\d{{1,2}}|几)?年(?![底末初])|(?P<m>{HAN}|\d{{1,2}})年(?:来|间)|这些年|逐年"
)
_FULL = 0.6
"""Least share of what is asked that is said of each figure itself."""


def over_years(case: Case) -> Iterator[Worked]:
    """From the earliest to the latest of the dated figures of one name and place, each of its year, that reports agree on."""
    span = _SPAN.search(case.query.question)
    if span is None or changes.years_of(case):
        return
    most = read(span["n"] or span["m"] or "")
    words = tuple(w for w in case.want.own if not changes.NO_THING.search(w.text))
    told = [s for s in case.said if _of_a_year(s) and s.holds(words) >= _FULL]
    for _, group in groupby(sorted(told, key=_thing), key=_thing):
        series = sorted(group, key=_year)
        last = series[-1]
        first = next((s for s in series if most is None or _year(last) - _year(s) <= most.value), last)
        ends = [s for s in series if _year(s) in (_year(first), _year(last))]
        if not all(agree(s.figure, first.figure if _year(s) == _year(first) else last.figure) for s in ends):
            continue
        if made := changes.told_change(case, first.figure, last.figure):
            lead = f"由{_year(first)}年的{first.figure.as_written}到{_year(last)}年的{last.figure.as_written}，"
            held = min(s.holds(words) + s.around(words) for s in (first, last))
            yield case.made(lead + made[0], made[1], held, (first, last))


def _of_a_year(said: Said) -> bool:
    f = said.figure
    one = f.dated and f.since and f.since[:4] == (f.until or f.since)[:4]
    return bool(one and f.name and f.relation in ("level", "base") and not f.planned and exact(said))


def _year(said: Said) -> int:
    return int((said.figure.since or "0")[:4])


def _thing(said: Said) -> tuple[str, str, str]:
    f = said.figure
    return f.name, f.unit, f.place_path or ""
