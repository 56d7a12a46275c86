"""Which year a question's 去年 came to mean: that of the reports cited, which may be far from today's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.domain import Evidence
from rag.figures.read import measured
from rag.language import say
from rag.retrieve.question import Query
from rag.text import dates

_WORD = re.compile(r"去年|上年|今年|本年|前年|明年")
_BASIS = "比较与同"
"""What stands before a year that only tells what a change is measured from: 比上年增长."""
_MOST = 4


def which_year(query: Query, evidence: Sequence[Evidence]) -> str | None:
    """A remark on a year that ``query`` names from today (去年), as the sentences cited have it; None if it names none."""
    named = [
        p for p in query.periods if p.relative and query.question[max(0, p.start - 1) : p.start] not in tuple(_BASIS)
    ]
    said = [m.group() for p in named if (m := _WORD.match(p.as_written))]
    if not said or not evidence:
        return None
    word = "”“".join(dict.fromkeys(said))
    years = sorted(dict.fromkeys(y for e in evidence for y in _years(e)))
    if years and len(said) == 1 and len(years) <= _MOST:
        told = "、".join(f"{y}年" for y in years)
        return say(
            f"“{word}”按所引报告理解，指的是{told}",
            f"“{word}” is read as the reports cited have it: {', '.join(years)}",
        )
    days = list(dict.fromkeys(e.passage.date for e in evidence if e.passage.date))[:_MOST]
    if days:
        return say(
            f"“{word}”按所引报告的日期（{'、'.join(days)}）理解",
            f"“{word}” is read against the dates of the reports cited: {', '.join(days)}",
        )
    return say(
        f"“{word}”按所引报告的说法理解，报告没有注明日期，不知是哪一年",
        f"“{word}” is read as the reports cited have it; they bear no date, so the year is open",
    )


def _years(evidence: Evidence) -> list[str]:
    """The years that the sentence names; else those of its figures, which know the table and the section they stand in."""
    told = [p for p in dates.periods(evidence.quote, evidence.passage.date) if p.since]
    if not told:
        figures = [f for f in measured(evidence.passage) if evidence.start <= f.start < evidence.end]
        return list(dict.fromkeys(f.since[:4] for f in figures if f.since))
    named = [p for p in told if not p.relative] or told
    spans = [((p.since or "")[:4], (p.until or p.since or "")[:4]) for p in named]
    return list(dict.fromkeys(since if since == until else f"{since}—{until}" for since, until in spans))
