"""Figures of table rows, which the library keeps as ``县市：甲县；2020年 就业（万人）：1.14``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.domain import Passage, Place
from rag.figure import Figure
from rag.figures.naming import normal
from rag.text import dates, places
from rag.text.numerals import narrow
from rag.text.numerals import read as read_number
from rag.text.quantities import quantities

_ROW = re.compile(r"^[^：；\n]{0,60}：[^；\n]{0,80}(?:；[^：；\n]{0,60}：[^；\n]{0,80})+；?$")
_CELL = re.compile(r"(?P<name>[^：；\n]{0,60})：(?P<value>[^；\n]{0,80})")
_NUMBER = re.compile(r"[-+−]?\d[\d,，]*(?:\.\d+)?")
_UNIT = re.compile(r"[（(](?:单位[:：])?(?P<unit>[^（()）]{1,10})[)）]|[/／](?P<slash>[一-鿿%]{1,6})$")
_MEASURE = re.compile(r"(?P<scale>万亿|亿|万|千|百)?(?P<unit>[一-鿿%℃㎡/]{0,6})")
_SCALE = {"万亿": 1e12, "亿": 1e8, "万": 1e4, "千": 1e3, "百": 1e2, None: 1.0}
_KEYS = re.compile(r"序号|编号|代码|电话|邮编|年份|年度|时间|日期|排名|名次|备注")


def cells(passage: Passage) -> list[Figure] | None:
    """The figures of a passage of table rows; None when it is none."""
    lines = [(m.start(), m.group()) for m in re.finditer(r"[^\n]+", passage.text)]
    rows = [(at, line) for at, line in lines if _ROW.match(line.strip())]
    if not rows or len(rows) * 2 < len(lines):
        return None
    return [f for at, line in rows for f in _row(passage, at, line)]


def _row(passage: Passage, at: int, line: str) -> Iterator[Figure]:
    found = [(m["name"].strip(), m["value"].strip(), at + m.start("value"), m.start()) for m in _CELL.finditer(line)]
    home = places.of_path(passage.places[0]) if passage.places else None
    place = home
    keys: list[str] = []
    period: dates.Period | None = None
    for name, value, _, _ in found:
        if re.search(r"年份|年度|时间|日期", name) or re.fullmatch(r"(?:19|20)\d\d年?", value):
            period = _period(value if value.endswith("年") else f"{value}年") or period
        elif not _NUMBER.fullmatch(narrow(value)) and not quantities(value):
            named = places.resolve(value, home)
            if named is not None:
                place = named
            elif value and not re.search(r"备注|说明", name):
                keys.append(value)
    for name, value, start, low in found:
        figure = _cell(passage, name, value, start, (at + low, start + len(value)), place, period, keys)
        if figure is not None:
            yield figure


def _cell(
    passage: Passage,
    name: str,
    value: str,
    start: int,
    quote: tuple[int, int],
    place: Place | None,
    period: dates.Period | None,
    keys: list[str],
) -> Figure | None:
    plain = narrow(value)
    if not name or _KEYS.search(name) or re.fullmatch(r"(?:19|20)\d\d年?", plain):
        return None
    match = re.match(r"(?P<sign>[-−]?)(?P<number>\d[\d,，]*(?:\.\d+)?)\s*", plain)
    if match is None:
        return None
    number = read_number(match["number"].replace("，", ","))
    if number is None:
        return None
    rest = plain[match.end() :].strip()
    given = _UNIT.search(name) or _UNIT.search(passage.section or "") or _UNIT.search(passage.title)
    unit = rest or (given["unit"] or given["slash"] if given else "")
    measure = _MEASURE.fullmatch(unit.strip())
    if measure is None:
        return None
    scale = _SCALE[measure["scale"]]
    own = _period(name) or period
    indicator = _UNIT.sub("", name)
    if own and own is not period:
        indicator = indicator.replace(own.as_written, "")
    indicator = indicator.strip(" 　")
    if indicator in ("", "数量", "数值", "合计", "指标值", "值", "金额", "人数") and keys:
        indicator = keys[-1] + indicator.removesuffix("值").removesuffix("数")
    if not indicator:
        return None
    since, until = (own.since, own.until) if own else (passage.date, passage.date)
    sign = -1.0 if match["sign"] else 1.0
    return Figure(
        passage=passage.id,
        start=start,
        end=start + len(value),
        quote=quote,
        indicator=indicator,
        name=normal(indicator),
        value=sign * float(f"{number.value * scale:.12g}"),
        unit=measure["unit"],
        as_written=value,
        step=number.step * scale,
        subject="、".join(k for k in keys if not indicator.startswith(k))[:40],
        place=place.name if place else None,
        place_path=place.path if place else None,
        period=since if until in (None, since) else f"{since}—{until}",
        since=since,
        until=until,
        dated=own is not None,
    )


def _period(text: str) -> dates.Period | None:
    return next((p for p in dates.periods(text) if p.since and not p.relative), None)
