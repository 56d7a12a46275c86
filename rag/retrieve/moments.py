"""One thing at two times, as one question about each: 7月底比5月底多多少, 从2020年到2022年增加了多少."""

from __future__ import annotations

import re

from rag.retrieve.compared import Side
from rag.retrieve.question import Query
from rag.text.dates import Period
from rag.text.degrees import MOVES

_BY = re.compile(
    rf"(?:又|各|要|共|一共)?(?:{MOVES}|提升|上涨|回落|扩大|多|少|高|低)(?:出|了)?(?:多少|几)(?P<unit>[^，,。；;？?]{{0,4}})"
)
_THAN = re.compile(r"(?:的(?:数量?|时候|人数)?|时)?(?:同期)?(?:相?比(?:起来|较)?)?[，,]?")
_SET = re.compile(r"(?P<what>.*)(?:[比较]|[和与跟同](?P<beside>))")
_OVER = re.compile(r"[到至]")
_LEAD = re.compile(r"[从由自]$")
_BEFORE = re.compile(r"[上去]年|上一年")


def moments(query: Query) -> list[Side]:
    """The two sides of a difference between two times of one thing; empty for other questions.

    A month without a year is of the year named with it, 上年 the one before that.
    """
    text = query.question
    asked = _BY.search(text)
    when = [p for p in query.periods if p.since or _BEFORE.fullmatch(p.as_written)]
    if not asked or len(when) != 2 or when[1].end > asked.start():
        return []
    first, last = when
    lead, between, rest = text[: first.start], text[first.end : last.start], text[last.end : asked.start()]
    names = _names(first, last)
    if names is None or re.search(r"[。；;？?]|多少|几", lead + between + rest):
        return []  # 标准是多少，比上年涨了多少 asks for two things
    if (set_against := _SET.fullmatch(between)) and _THAN.fullmatch(rest):
        before, after = lead, set_against["what"]
        if (set_against["beside"] is not None and "比" not in rest) or len(lead + after) < 4:
            return []
    elif _OVER.fullmatch(between) and len(rest) > 2:
        before, after = _LEAD.sub("", lead), rest.lstrip("，, ")
    else:
        return []
    # 增加了多少万人: the unit is that of the figures; 百分之几 and 个百分点 are not.
    unit = "" if "百分" in asked["unit"] else asked["unit"]
    return [Side(name, f"{before}{name}{after}是多少{unit}？") for name in names]


def _names(first: Period, last: Period) -> tuple[str, str] | None:
    """What the two times are called, each with its year; None where one has none."""
    years = [p.since[:4] if p.since and p.parts[0] is not None else None for p in (first, last)]
    year = years[0] or years[1]
    if year is None:
        return None
    return _with_year(first, year), _with_year(last, year)


def _with_year(period: Period, year: str) -> str:
    if _BEFORE.fullmatch(period.as_written):
        return f"{int(year) - 1}年"
    return period.as_written if period.parts[0] is not None else f"{year}年{period.as_written}"
