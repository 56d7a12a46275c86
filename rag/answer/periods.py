"""Of what time a sentence speaks, beside the time that is asked for."""

from __future__ import annotations

import re
from functools import lru_cache

from rag.answer.reading import Sentence
from rag.figure import Figure
from rag.retrieve.question import Ask, Query
from rag.text.dates import Period, periods
from rag.text.fold import folded

_YEAR = re.compile(r"(?:19|20)\d\d年")
_NOW = re.compile(r"现在|目前|当前|眼下|如今|现有")
_AGAINST = re.compile(r"[比较]$|恢复到|相当于$")
_YEAR_END = re.compile(r"年[底末]|全年|当年|年内")
_VAGUE = re.compile(r"^(?:近[年些几]|这[些几]年|多年|长期|历年|连年|一直)")


def asked_periods(ask: Ask, query: Query) -> tuple[Period, ...]:
    """The periods of the ask's own clause, else those of the question that belong to no other ask."""
    # 比2017年增长了百分之几: the year compared with is not the one asked about.
    own = tuple(p for p in ask.periods if not any(than + p.as_written in ask.clause for than in ("比", "较")))
    if own or (ask.periods and len(query.asks) == 1):
        return own or ask.periods
    if _NOW.search(ask.clause):
        return ()  # 现在只有多少，2023年要提高到多少: the year is that of the other
    others = {(p.start, p.end) for a in query.asks for p in a.periods}
    free = tuple(p for p in query.periods if (p.start, p.end) not in others)
    # 为什么没有在2022年办成，推迟到什么时候: the year of what is asked first is not the time asked for.
    return free or (() if ask.kind == "time" else query.periods[:1])


def period_fit(asked: tuple[Period, ...], sentence: Sentence) -> float:
    """1 when the periods asked for are named, 0 when others are, between when nothing dates the sentence."""
    definite = [p for p in asked if not p.relative or p.since]
    return min((_one_period(p, sentence) for p in definite), default=1.0)


def told_at(figure: Figure, asked: tuple[Period, ...], sentence: Sentence) -> bool:
    """Whether a figure may be of the times asked for, where nothing but the section of its report dates it.

    过去一年的工作 tells of the year before the report's date, 2023年工作安排 of that year.
    """
    report = sentence.passage.kind == "报告" and sentence.passage.date is not None
    if not report or not figure.dated or figure.since is None or figure.relation == "base":
        return True
    if any(p.since and not p.relative for p in sentence.periods):
        return True
    # 甲县2022年工作报告, written in January 2023: of that year, but for a section that is headed by another.
    section = sentence.passage.section or ""
    headed = folded(section if _YEAR.search(section) else sentence.passage.title)
    if any(p.since and not p.relative and folded(p.as_written) in headed for p in asked):
        return True
    told = Period(0, 0, figure.since, figure.until or figure.since, "", False)
    return all(overlap(p, told) for p in asked if p.since and not p.relative)


def told_in(asked: tuple[Period, ...], sentence: Sentence) -> bool:
    """Whether the report of ``sentence`` is of a year asked for, or of the one after."""
    year = (sentence.passage.date or sentence.latest)[:4]
    return any(p.since and year.isdigit() and int(year) - int(p.since[:4]) in (0, 1) for p in asked)


def _dating(sentence: Sentence) -> list[Period]:
    """The periods of ``sentence`` that date what it tells."""
    named = [p for p in sentence.periods if p.since]
    # 日前获悉，2017年…: when something was heard dates nothing that is told.
    named = [p for p in named if not p.as_written.startswith(("日前", "近日", "昨", "今日", "今天"))]
    if any(not p.relative for p in named):
        # 十年来…由2008年的62.9%提高到2017年的70.12%: the years that are written tell, not the span around them.
        named = [
            p
            for p in named
            if not (p.relative and ((p.since or "")[:4] < (p.until or "")[:4] or _VAGUE.match(p.as_written)))
        ]
    # 比2019年提高…, 恢复到2019年的82%: the year compared with does not date what is told.
    return [n for n in named if not _AGAINST.search(sentence.text[max(0, n.start - 4) : n.start])]


def _same_day(asked: Period, told: Period) -> bool:
    """Whether a day asked for with its year is that which a sentence gives without one."""
    return asked.parts[2] is not None and told.parts[0] is None and asked.parts[1:] == told.parts[1:]


def _headings(sentence: Sentence) -> str:
    p = sentence.passage
    return " ".join((p.title, p.subtitle or "", p.section or ""))


def _one_period(asked: Period, sentence: Sentence) -> float:
    if folded(asked.as_written) in sentence.folded:
        return 1.0
    if asked.since is None:
        return 0.5
    named = _dating(sentence)
    if any(_same_day(asked, n) for n in named):
        return 0.9  # 6月4日, of whatever year: no report tells of the same day of two years without naming them
    day = sentence.passage.date or ""
    ahead = len(day) >= 7 and len(asked.since) >= 7 and day[:7] < asked.since[:7]
    if ahead and named and all(p.relative or len(p.since or "") < 7 for p in named):
        return 0.1  # 今年以来 in a report of June tells nothing of July
    if asked.as_written.endswith(("年底", "年末")) and f"{asked.since[:4]}年" in _headings(sentence):
        # 至年底, in what is headed 2022年工作总结 and written in January: the end of the year told of.
        named = [n for n in named if not (n.relative and _YEAR_END.search(n.as_written))]
        if not named:
            return 0.85
    exact = [p for p in named if sentence.passage.date or len(p.since or "") >= min(7, len(asked.since))]
    if any(overlap(asked, p) for p in exact):
        return 1.0
    if any(overlap(asked, p) for p in named):
        return 0.2  # 2018年 does not say that it was in 2018年2月
    p = sentence.passage
    if any(not n.relative for n in named):
        return 0.0
    if folded(asked.as_written) in folded(f"{sentence.before} {_headings(sentence)}"):
        return 0.85
    if named and p.date:
        return 0.0
    if (
        not p.date
        and sentence.latest in ("", asked.since[:4])
        and any(_same_months(asked, n) for n in sentence.periods)
    ):
        return 0.7  # 1—9月, of the only year that the report tells of
    if not p.date and len(asked.since) > 4 and not _named_before(asked, sentence):
        return 0.2  # a month that neither the sentence nor the one before it names
    if not p.date and (sentence.latest or _tells_years(p.text)):
        # Nothing dates the report, but it counts by years: it tells of the last, and of others by their names.
        return 0.7 if asked.since[:4] == sentence.latest or asked.since[:4] in folded(p.text) else 0.2
    return _as_reported(asked, p.date, p.text[: sentence.start])


def _last_year(text: str) -> str:
    """The year by which ``text`` last dates what it tells, empty where it names none: one that is compared with is none."""
    named = [p for p in periods(text) if p.parts[0] and not _AGAINST.search(text[max(0, p.start - 4) : p.start])]
    return (named[-1].since or "")[:4] if named else ""


def _as_reported(asked: Period, date: str | None, before: str) -> float:
    """How well the date of a report stands for the time of a sentence that nothing in it dates; ``before`` comes first."""
    since = asked.since or ""
    if date:
        if len(since) == 4 and _last_year(before) == since:
            return 0.7  # 一本账是绿色账：2023年，…。一本是收入账：全年…
        if since[: len(date)] == date[: len(since)]:
            return 0.9
        if _reports_on(date, since):
            return 0.35
        # What was reached in a span of years is reported in it or soon after.
        spans_years = asked.until is not None and asked.until[:4] > since[:4]
        return 0.6 if spans_years and since[:4] <= date[:4] <= str(int((asked.until or "0")[:4]) + 1) else 0.1
    # Nothing tells the year, of the sentence or of the report: it cannot be said to be the one asked for.
    return 0.3 if len(since) > 4 or asked.relative else 0.2


def _same_months(asked: Period, told: Period) -> bool:
    """Whether ``told`` names no year, but the months (and days) of ``asked``."""
    return (
        told.parts[:1] == (None,)
        and bool(told.parts[1])
        and (told.parts[1:], told.last[1:]) == (asked.parts[1:], asked.last[1:])
    )


def _named_before(asked: Period, sentence: Sentence) -> bool:
    return any(overlap(asked, p) for p in periods(sentence.before, sentence.passage.date) if p.since)


@lru_cache(maxsize=512)
def _tells_years(text: str) -> bool:
    return bool(_YEAR.search(text))


def _reports_on(date: str, since: str) -> bool:
    """Whether a report of ``date`` may tell of the year before without naming it: one of the first quarter."""
    return len(since) == 4 and date[:4] == str(int(since) + 1) and "01" <= date[5:7] <= "03"


def overlap(a: Period, b: Period) -> bool:
    """Whether two periods agree: one holds the other."""
    if a.since is None or b.since is None:
        return False
    low_a, high_a = a.since, (a.until or a.since) + "~"
    low_b, high_b = b.since, (b.until or b.since) + "~"
    return (low_a <= low_b and high_b <= high_a) or (low_b <= low_a and high_a <= high_b)
