"""Dates and periods: each is the source's own, and dates there what the claim says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.text.dates import Period
from rag.verify.checks.facts import FITS, MARGIN
from rag.verify.comparisons import comparisons
from rag.verify.context import Finding, Source, nearest, surroundings
from rag.verify.reading import Reading, strip

_VAGUE = frozenset(
    "目前 近日 日前 近年来 截至目前 当年 本月 上月 下月 今日 今天 昨日 昨天 明日 明天 同期 过去一年 过去的一年 一年来 近一年".split()
)
_YEARLY = re.compile(r"[去上今本前明]年")
_LASTING = re.compile(r"(?<![\d零一二三四五六七八九])[\d一二两三四五六七八九十]{1,2}年(?:来|间)?$")
"""五年来 is held against the source as a figure; a year has four digits and stays a date."""

_OF_YEAR = re.compile(r"上半年|下半年|[前第]?[一二两三四1-4]季度")
_HALVES = {"上半年": (1, 6), "下半年": (7, 12)}
_REACHES = re.compile(r"[初底末旬]$")
_BEFORE = re.compile(r"(?:以|之)?前(?!后|[一二两三四五六七八九十\d])")
"""2016年以前 is not 2016年."""


def dates(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """One finding for each date or period of ``claim`` that says something."""
    held = [(p, around) for s in sources for p, around in _periods_of(s.body)]
    plain = [(p, around) for s in sources for p, around in _periods_of(s.body) if not _BEFORE.match(s.body.text, p.end)]
    told = [p for s in sources for p in s.known.periods]
    given = [s.date for s in sources if s.date]
    compared = [c.span for c in comparisons(claim)]
    out: list[Finding] = []
    for p, around in _periods_of(claim):
        if p.as_written in _VAGUE or _LASTING.search(p.as_written):
            continue
        span = ((p.start, p.end),)
        known = held if _BEFORE.match(claim.text, p.end) else plain
        best, other, rival = nearest(around, known, lambda r, p=p: same_period(p, r))  # type: ignore[misc]
        # 今年高于去年: each of both times stands where the other does; ``orders`` tells which is more.
        apart = best >= 0 and any(a <= p.start < b for a, b in compared)
        if not apart and rival is not None and other >= 0.5 and other > best + 2 * MARGIN and _comparable(p, rival):
            reason = f"时间{p.as_written}与引文不符：引文为{rival.as_written}"
            out.append(Finding("时间", reason, "contradicted", span, rival.as_written))
        elif best >= 0 or any(_reaches(p, s.body.periods) for s in sources):
            out.append(Finding("时间", f"时间{p.as_written}与引文一致", None, span))
        elif any(same_period(p, r) for r in told) or any(_within(p, d) for d in given):
            away = next((r for r in _at_home(claim, p, sources) if _excludes(r, p)), None)
            reason = (
                f"时间{p.as_written}与引文不符：引文为{away.as_written}" if away else f"时间{p.as_written}与文章一致"
            )
            out.append(
                Finding("时间", reason, "contradicted" if away else None, span, away.as_written if away else None)
            )
        else:
            clash = rival is not None and other >= FITS and _comparable(p, rival)
            reason = f"时间{p.as_written}不在引文中"
            theirs = rival.as_written if clash and rival is not None else None
            out.append(Finding("时间", reason, "contradicted" if clash else "unsupported", span, theirs))
    return out


def year_unsaid(claim: Reading, texts: Sequence[str]) -> str | None:
    """去年 or 今年 of ``claim`` of which ``texts`` have no such word: who reads it cannot tell which year is meant."""
    said = {m.group() for text in texts for m in _YEARLY.finditer(text.replace("上年", "去年").replace("本年", "今年"))}
    found = (p.as_written for p in claim.periods if _YEARLY.match(p.as_written))
    return next((w for w in found if _word(w)[:2] not in said), None)


def _periods_of(reading: Reading) -> list[tuple[Period, dict[str, float]]]:
    spans = [(p.start, p.end) for p in reading.periods]
    return [
        (p, surroundings(reading, span, 8, 24, stops=spans[max(0, i - 1) : i] + spans[i + 1 : i + 3], reach="sentence"))
        for i, (p, span) in enumerate(zip(reading.periods, spans, strict=True))
    ]


def same_period(claim: Period, source: Period) -> bool:
    """Whether ``source`` names the claim's period or a part of it."""
    if _word(claim.as_written) == _word(source.as_written):
        return True
    covered = months(claim)
    if covered is not None and covered == months(source):
        return not (claim.since and source.since) or claim.since[:4] == source.since[:4]
    if claim.since and source.since and claim.until and source.until:
        return source.since.startswith(claim.since) and source.until.startswith(claim.until)
    mine, theirs = claim.parts, source.parts
    if mine == (None, None, None) or theirs == (None, None, None):
        return False
    ends = zip((*mine, *claim.last), (*theirs, *source.last), strict=True)
    return all(a is None or a == b for a, b in ends)


def _reaches(claim: Period, held: Sequence[Period]) -> bool:
    """Whether a source names where the claim's stretch of time begins, and after that where it ends."""
    if claim.last == claim.parts or claim.parts == (None, None, None):
        return False
    begun = next((i for i, r in enumerate(held) if same_parts(claim.parts, r.parts)), None)
    return begun is not None and any(same_parts(claim.last, r.parts) for r in held[begun + 1 :])


def same_parts(mine: tuple[int | None, ...], theirs: tuple[int | None, ...]) -> bool:
    """Whether two dates (year, month, day) agree in what both tell, and tell a day or not alike."""
    told = [(a, b) for a, b in zip(mine, theirs, strict=True) if a is not None and b is not None]
    return bool(told) and all(a == b for a, b in told) and (mine[-1] is None) == (theirs[-1] is None)


def _word(written: str) -> str:
    """One word for what reports call by several: 上年同期, 去年同期."""
    return re.sub("^上年", "去年", re.sub("^本年", "今年", written))


def months(period: Period) -> tuple[int, int] | None:
    """First and last month of a part of a year, however it is called: 1至9月, 前9个月, 前三季度."""
    (_, first, day), (_, last, _) = period.parts, period.last
    if first and last and day is None:
        return (first, last) if first != last or not _REACHES.search(period.as_written) else None
    part = _OF_YEAR.search(period.as_written)
    if part is None:
        return None
    word = part.group()
    if word in _HALVES:
        return _HALVES[word]
    quarter = "一二三四".find(word.removesuffix("季度")[-1].replace("两", "二")) + 1
    quarter = quarter or int(word.removesuffix("季度")[-1])
    return (1 if word[0] == "前" else 3 * quarter - 2, 3 * quarter)


def _comparable(a: Period, b: Period) -> bool:
    """Whether both say as much, so that one could stand for the other."""
    # 截至4月底 may count from earlier on than 前4个月 does: another time, that denies nothing.
    if (a.last == a.parts) != (b.last == b.parts):
        return False
    return [x is None for x in a.parts] == [x is None for x in b.parts] and not same_period(b, a)


def _at_home(claim: Reading, p: Period, sources: Sequence[Source]) -> Sequence[Period]:
    """The periods of the sentence that says most of what the claim says beside ``p``."""
    low, high = claim.sentence_of(p.start)
    said = _bigrams(claim.text[low : p.start] + claim.text[p.end : high])
    best: tuple[float, Sequence[Period]] = (0.5 * len(said), ())
    for source in sources:
        body = source.body
        for start, end in body.sentences:
            shared = len(said & _bigrams(body.text[start:end]))
            if shared > best[0]:
                best = (shared, [r for r in body.periods if start <= r.start < end])
    return best[1]


def _bigrams(text: str) -> set[str]:
    plain = strip(text)
    return {plain[i : i + 2] for i in range(len(plain) - 1)}


def _excludes(source: Period, claim: Period) -> bool:
    """Whether the source's period, where it is known, lies wholly outside the claim's."""
    if not (source.since and source.until and claim.since and claim.until):
        return False
    if source.parts[0] is None and not _YEARLY.match(source.as_written):
        # 二季度 is of the year that is spoken of, which need not be that of the report.
        return False
    width = min(len(source.since), len(claim.since))
    return source.until[:width] < claim.since[:width] or source.since[:width] > claim.until[:width]


def _within(claim: Period, date: str) -> bool:
    """Whether the date of the passage is in the claim's period (去年 needs the source's own words)."""
    if claim.since is None or claim.until is None or claim.since != claim.until:
        return False
    return date.startswith(claim.since)
