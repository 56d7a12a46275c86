"""Dates and periods in running text: years, months, days, ranges, plans, and words like 去年."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from functools import lru_cache

from rag.text.numerals import narrow, read

_Y = r"(?:(?:19|20)\d\d|[一二][九零][零一二三四五六七八九]{2})"
_M = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_D = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_TO = r"\s*(?:[-—–~～至到]|——)\s*"
_PART = r"上半年|下半年|第?[一二三四1-4]季度|前三季度|前[一二两三23]季度|年初|年底|年末|年中|初|底|末|中旬|上旬|下旬"
_PATTERN = re.compile(
    # The first character decides nearly always; looking at it alone keeps the scan fast.
    r"(?=[\d一二三四五六七八九十“\"「『过近最这两未今前去上本明当下第年同目截日昨])(?:"
    rf"(?P<yrange>(?P<y1>{_Y})年?(?:(?P<ym1>{_M})月(?:份|底|初|末)?)?{_TO}(?P<y2>{_Y})年(?:(?P<ym2>{_M})月(?:份|底|初|末)?)?)"
    rf"|(?P<full>(?P<y>{_Y})(?:年(?:(?P<part>{_PART})|(?P<ma>{_M}){_TO}(?P<mb>{_M})月(?:份)?|(?P<m>{_M})月(?:份)?"
    rf"(?:(?P<d>{_D})[日号]|(?P<dpart>初|底|末|中旬|上旬|下旬))?)?"
    # A column of years: 年份：2022.
    r"|(?<=年[份度][：:]\d{4})(?![\d.%％年])))"
    rf"|(?P<iso>(?<![\d.])(?P<iy>(?:19|20)\d\d)[-/.](?P<im>1[0-2]|0?[1-9])[-/.](?P<id>3[01]|[12]\d|0?[1-9])(?![\d.]))"
    rf"|(?P<md>(?<![\d.个几数半零一二三四五六七八九十百])(?P<m3>{_M})月(?:份)?(?P<d3>{_D})[日号](?:{_TO}(?:(?P<m4>{_M})月)?(?P<d4>{_D})[日号])?)"
    rf"|(?P<mrange>(?<![\d.个])(?P<m5>{_M}){_TO}(?P<m6>{_M})月(?:份)?)"
    rf"|(?P<first>(?<![以此之提目节产婚孕事会考行日])前(?P<m8>{_M})个月)"
    rf"|(?P<mo>(?<![\d.个几数半第零一二三四五六七八九十百])(?P<m7>{_M})月(?:份|初|底|末|中旬|上旬|下旬)?)"
    rf"|(?P<day>(?<![\d.月个几数半第零一二三四五六七八九十百])(?P<d8>{_D})日(?!均|元|报|本|常|产|前|夜|子|程|语|系|益|新|化|供))"
    r"|(?P<plan>[“\"「『]?(?<![点之零一二三四五六七八九十百千万])(?P<plan_n>十[一二三四五六七]?|[一二三四五六七八九])五[”\"」』]?(?:规划)?(?=时期|期间|末|以来|规划|开局|收官|[，。、；：”\"」』]|$))"
    r"|(?P<span>(?:过去的?|近|最近|这|未来的?|今后的?|前)?(?P<span_n>[一二两三四五六七八九十]|\d{1,2})年(?:来|间)|(?:过去的?|最近|近|这)(?P<span_m>[一二两三四五六七八九十]|\d{1,2})年)"
    r"|(?P<word>(?:去年|上年|今年|本年|前年|明年|当年)(?:同期|上半年|下半年|第?[一二三四1-4]季度|前三季度|年初|年底|年末|初|底|末)?"
    r"|上半年|下半年|第[一二三四1-4]季度|[一二三四]季度|前三季度|年初|年底|年末|同期|本月|上个?月|下个?月|截至目前|目前|近年来|近日|日前|昨[日天]|今[日天]|明[日天]))"
)
_WORD_YEAR = {"去年": -1, "上年": -1, "今年": 0, "本年": 0, "前年": -2, "明年": 1}
_QUARTER = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


@dataclass(frozen=True, slots=True)
class Period:
    """A period named at ``text[start:end]``.

    ``since`` and ``until`` are inclusive ISO dates (``2020``, ``2020-03`` or ``2020-03-15``), None while
    nothing says which year is meant. ``relative`` periods need a reference date. ``parts`` are year, month
    and day as far as they are written, ``last`` those of a range's end (``parts`` again where there is none).
    """

    start: int
    end: int
    since: str | None
    until: str | None
    as_written: str
    relative: bool
    parts: tuple[int | None, int | None, int | None] = (None, None, None)
    last: tuple[int | None, int | None, int | None] = (None, None, None)


def periods(text: str, reference: str | None = None) -> list[Period]:
    """The periods of ``text`` in order, not overlapping.

    ``reference`` is the ISO date (year at least) that 今年 and ``3月5日`` are read against. Any string is
    taken; the cost is linear.
    """
    ref = _iso(reference)
    out: list[Period] = []
    year: int | None = None
    for match in _matches(text):
        since, until, relative, parts = _meaning(match, ref, year)
        if parts[0] and until:
            year = int(until[:4])
        out.append(
            Period(
                match.start(),
                match.end(),
                since,
                until,
                text[match.start() : match.end()],
                relative,
                parts,
                _last(match) or parts,
            )
        )
    return out


@lru_cache(maxsize=256)
def _matches(text: str) -> tuple[re.Match[str], ...]:
    """A sentence is looked through once, though its periods are asked for against several days."""
    return tuple(_PATTERN.finditer(narrow(text)))


_Parts = tuple[int | None, int | None, int | None]
_Meaning = tuple[str | None, str | None, bool, _Parts]


def _last(match: re.Match[str]) -> _Parts | None:
    """Year, month and day of a range's end as far as they are written."""
    if match["yrange"]:
        return (_number(match["y2"]), _opt(match["ym2"]), None)
    if match["full"] and match["mb"]:
        return (None, _number(match["mb"]), None)
    if match["mrange"]:
        return (None, _number(match["m6"]), None)
    if match["first"]:
        return (None, _number(match["m8"]), None)
    if match["md"] and match["d4"]:
        return (None, _opt(match["m4"]), _number(match["d4"]))
    return None


def _meaning(match: re.Match[str], ref: _Parts, year: int | None) -> _Meaning:
    kind = match.lastgroup if match.lastgroup in _READERS else next(k for k in _READERS if match.group(k))
    return _READERS[kind](match, ref, year)


def _yrange(m: re.Match[str], ref: _Parts, year: int | None) -> _Meaning:
    y1, y2 = _number(m["y1"]), _number(m["y2"])
    low, high = _ym(y1, _opt(m["ym1"])), _ym(y2, _opt(m["ym2"]))
    return (low, high, False, (y1, None, None)) if y1 <= y2 else (_ym(y2, None), _ym(y1, None), False, (y2, None, None))


def _full(m: re.Match[str], ref: _Parts, year: int | None) -> _Meaning:
    y = _number(m["y"])
    if m["part"]:
        since, until = _part(y, m["part"])
        return since, until, False, (y, None, None)
    if m["ma"]:
        return _ym(y, _number(m["ma"])), _ym(y, _number(m["mb"])), False, (y, _number(m["ma"]), None)
    month, day = _opt(m["m"]), _opt(m["d"])
    at = _date(y, month, day)
    return at, at, False, (y, month, day)


def _iso_date(m: re.Match[str], ref: _Parts, year: int | None) -> _Meaning:
    y, month, day = int(m["iy"]), int(m["im"]), int(m["id"])
    at = _date(y, month, day)
    return at, at, False, (y, month, day)


def _month_day(m: re.Match[str], ref: _Parts, year: int | None) -> _Meaning:
    month, day = _number(m["m3"]), _number(m["d3"])
    y = _year_of(month, ref, year)
    since = _date(y, month, day) if y else None
    until = since
    if m["d4"] and y:
        until = _date(y, _opt(m["m4"]) or month, _number(m["d4"]))
    return since, until, True, (None, month, day)


def _month_range(m: re.Match[str], ref: _Parts, year: int | None) -> _Meaning:
    low, high = _number(m["m5"]), _number(m["m6"])
    y = _year_of(high, ref, year)
    return (_ym(y, low), _ym(y, high), True, (None, low, None)) if y else (None, None, True, (None, low, None))


def _first_months(m: re.Match[str], ref: _Parts, year: int | None) -> _Meaning:
    """前10个月 is 1至10月."""
    high = _number(m["m8"])
    y = _year_of(high, ref, year)
    return (_ym(y, 1), _ym(y, high), True, (None, 1, None)) if y else (None, None, True, (None, 1, None))


def _month(m: re.Match[str], ref: _Parts, year: int | None) -> _Meaning:
    month = _number(m["m7"])
    y = _year_of(month, ref, year)
    at = _ym(y, month) if y else None
    return at, at, True, (None, month, None)


def _day(m: re.Match[str], ref: _Parts, year: int | None) -> _Meaning:
    day = _number(m["d8"])
    at = _date(ref[0], ref[1], day) if ref[0] and ref[1] else None
    return at, at, True, (None, None, day)


def _plan(m: re.Match[str], ref: _Parts, year: int | None) -> _Meaning:
    # The first five-year plan began in 1953; from the sixth (1981) on, plan n begins in 1951 + 5 n.
    n = _number(m["plan_n"])
    first = 1951 + 5 * n
    return str(first), str(first + 4), False, (None, None, None)


def _span(m: re.Match[str], ref: _Parts, year: int | None) -> _Meaning:
    n = _number(m["span_n"] or m["span_m"])
    none: _Parts = (None, None, None)
    if ref[0] is None or m.group().startswith(("未来", "今后")):
        return None, None, True, none
    return str(ref[0] - n), str(ref[0]), True, none


def _word(m: re.Match[str], ref: _Parts, year: int | None) -> _Meaning:
    word = m.group()
    none: _Parts = (None, None, None)
    y, month, day = ref
    head = word[:2]
    if y is None:
        return None, None, True, none
    if head in _WORD_YEAR:
        base, rest = y + _WORD_YEAR[head], word[2:]
        since, until = _part(base, rest) if rest and rest != "同期" else (str(base), str(base))
        return since, until, True, none
    if word in ("截至目前", "目前", "近日", "日前", "近年来", "同期", "当年"):
        at = _date(y, month, day)
        return (None if word.startswith("截至") else at), at, True, none
    if head in ("本月", "上月", "上个", "下月", "下个") and month:
        index = y * 12 + month - 1 + {"本": 0, "上": -1, "下": 1}[word[0]]
        at = _ym(index // 12, index % 12 + 1)
        return at, at, True, none
    if word[0] in "昨今明" or word.endswith("月"):
        return None, None, True, none
    since, until = _part(y, word)
    return since, until, True, none


_READERS = {
    "yrange": _yrange,
    "full": _full,
    "iso": _iso_date,
    "md": _month_day,
    "mrange": _month_range,
    "first": _first_months,
    "mo": _month,
    "day": _day,
    "plan": _plan,
    "span": _span,
    "word": _word,
}


def _part(year: int, part: str) -> tuple[str, str]:
    """First and last month of a part of ``year``; the whole year for its beginning and end."""
    if "上半年" in part:
        return _ym(year, 1), _ym(year, 6)
    if "下半年" in part:
        return _ym(year, 7), _ym(year, 12)
    if "季度" in part:
        digit = part.removesuffix("季度")[-1]
        q = _QUARTER.get("二" if digit == "两" else digit, 1)
        return _ym(year, 1 if "前" in part else 3 * q - 2), _ym(year, 3 * q)
    return str(year), str(year)


def _year_of(month: int, ref: _Parts, year: int | None) -> int | None:
    """The year of a month named without one: the text's last year, else the last such month before ``ref``."""
    if year is not None:
        return year
    if ref[0] is None:
        return None
    return ref[0] - 1 if ref[1] is not None and month > ref[1] + 2 else ref[0]


def _number(text: str) -> int:
    number = read(text)
    return int(number.value) if number else 0


def _opt(text: str | None) -> int | None:
    return _number(text) if text else None


def _ym(year: int, month: int | None) -> str:
    return f"{year:04d}-{month:02d}" if month else f"{year:04d}"


def _date(year: int, month: int | None, day: int | None) -> str:
    if not month or not day:
        return _ym(year, month)
    return f"{year:04d}-{month:02d}-{min(day, monthrange(year, month)[1]):02d}"


@lru_cache(maxsize=256)
def _iso(text: str | None) -> _Parts:
    match = re.match(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", text or "")
    if not match:
        return (None, None, None)
    y, m, d = (int(x) if x else None for x in match.groups())
    if y == 0 or (m is not None and not 1 <= m <= 12):
        return (None, None, None)
    return (y, m, d)
