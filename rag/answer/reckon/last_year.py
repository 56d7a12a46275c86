"""By how much something is more or less than the year before, where a report tells both years one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.answer.reckon import asked
from rag.answer.reckon.case import Case, Worked
from rag.answer.reckon.changes import NO_THING
from rag.answer.reckon.said import Said, exact, in_unit
from rag.figures.arithmetic import difference
from rag.retrieve.content import content

_THAN_LAST = re.compile(r"(?P<what>[^，,。；;？?]{2,30}?)[比较](?:去年|上年|上一年|前一年)")
_AS_LAST = re.compile(
    r"(?P<than>[低高少多大小短长]于|超过|不[及如])(?P<last>去年|上年|上一年|前一年)(?:同期)?的?(?:[一-鿿]{2,4}的?)?$"
)
_FULL = 0.6
"""Least share of what is asked that must stand around both figures."""


def against_last(case: Case) -> Iterator[Worked]:
    """By how much something is more or less than the year before, where the report tells that it is and what it was then.

    预计总产量6.3万吨。…产量也略低于去年的6.8万吨: the last figure of the unit before it, whichever way it went.
    """
    m = _THAN_LAST.search(case.query.question)
    if m is None:
        return
    unit = asked.unit_of(case.query)
    words = tuple(w for w in content(m["what"], case.weights) if not NO_THING.search(w.text) and w.text != unit)
    for was in case.said:
        told = _AS_LAST.search(was.fit.sentence.text[: was.figure.start])
        if told is None or not in_unit(unit, was.figure.unit) or was.figure.unit in ("%", "个百分点", ""):
            continue
        before = [s for s in case.said if _leads_to(s, was) and s.figure.unit == was.figure.unit]
        now = max(before, key=lambda s: (s.fit.sentence.start, s.figure.start), default=None)
        if now is None or not (exact(now) and exact(was)) or not min(now.around(words), was.around(words)) >= _FULL:
            continue
        less = bool(re.search(r"[低少小短逊弱]|不[及如]", told["than"]))
        if less != (now.figure.value < was.figure.value) or max(now.holds(words), was.holds(words)) < 0.5:
            continue
        made = difference(*sorted((now.figure, was.figure), key=lambda f: f.value))
        if made:
            text = f"比{told['last']}{('增加', '减少')[less]}{made.as_written}"
            yield case.made(text, made, now.around(words) + was.around(words), (now, was))


def _leads_to(now: Said, was: Said) -> bool:
    """Whether a figure stands before another, in its sentence or in the one before."""
    a, b = now.fit.sentence, was.fit.sentence
    same = a.key == b.key and now.figure.end <= was.figure.start
    return same or (a.passage.article_id == b.passage.article_id and a.text == b.before)
