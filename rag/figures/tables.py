"""Figures of table rows: ``县市：甲县；2020年 就业：2.36万人。``, of Markdown ``县市 | 甲县 | 就业 | 2.36 |``, of plain text with blanks between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from rag.domain import Passage
from rag.figure import Figure
from rag.figures.column_names import AMONG, bare_aim, column, growth_of, is_aim, topic
from rag.figures.columns import Heads, heads, is_unit, month_in, period_in
from rag.figures.naming import normal
from rag.figures.rows import measures
from rag.text import dates, places
from rag.text.numerals import narrow
from rag.text.numerals import read as read_number

_ROW = re.compile(r"^[^：；\n]{0,80}：[^；\n]{0,80}(?:；[^：；\n]{0,80}：[^；\n]{0,80})+；?$")
_BARRED = re.compile(r"^[^|\n]{0,80}\|[^|\n]{1,80}(?:\|[^|\n]{0,80}\|[^|\n]{1,80})+\|$")
_BARRED_CELL = re.compile(r"(?P<name>[^|\n]{0,80})\|(?P<value>[^|\n]{1,80})\|")
_CELL = re.compile(r"(?P<name>(?:[^：；\n]{0,60}其中：)?[^：；\n]{0,80})：(?P<value>[^；\n]{0,80})")
_BLANK = re.compile(r"\t|\u3000|[ \xa0]{2}")
_SINGLE = re.compile(" ")
_NO_CELL = re.compile(r"(?<!其中)：|[。；！？|]")
_NAME = re.compile(r"[^，,]*[一-鿿A-Za-z][^，,]*")
_NUMBER = re.compile(r"[-+−]?\d[\d,，]*(?:\.\d+)?")
_DASH = re.compile(r"[-—–－/]{1,3}")
_UNIT = re.compile(r"[（(](?:单位[:：])?(?P<unit>[^（()）]{1,10})[)）]|[/／](?P<slash>[一-鿿%]{1,6})$")
_MEASURE = re.compile(r"(?P<scale>万亿|亿|万|千|百)?(?P<unit>[一-鿿%℃㎡/]{0,6})")
_SCALE = {"万亿": 1e12, "亿": 1e8, "万": 1e4, "千": 1e3, "百": 1e2, None: 1.0}
_OF_LABEL = re.compile(r"(?:总|播种|种植|收获)?(?:产量|产值|面积|单产|销量|销售额|价格|存栏量?|出栏量?)")
"""What is measured of the thing that a row is headed by: 粮食, 产量 is 粮食产量."""
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年")
_RANGE = re.compile(r"(?:19|20)\d{2}\s*年?\s*(?:[-—–~至到]|以来|起)")
_OF_RATE = re.compile(r"率$|比例$|比重$|占比$|[%％±]")
_COUNTED = re.compile(r"(?P<unit>[人户家])数$")
"""What a column counts where no unit is given."""
_KEYS = re.compile(r"名称|姓名|序号|编号|代码|电话|手机|邮编|年份|月份|年度$|时间|日期|时限|期限|排名|名次|位次|备注")
_VALUE = re.compile(r"数值|指标值|值|实绩|(?:实际)?完成(?:数|值|情况)?|实际(?:数|值)?|绝对[数量]|本[年期]")
"""A column that says nothing of what it measures: that is said by the row."""
_AMOUNT = re.compile(r"数量|合计|金额|人数")


def cells(passage: Passage) -> list[Figure] | None:
    """The figures of a passage of table rows; None when it is none."""
    lines = [(m.start(), m.group()) for m in re.finditer(r"[^\n]+", passage.text)]
    rows = [(at, line.rstrip().removesuffix("。")) for at, line in lines]
    rows = [(at, line) for at, line in rows if is_row(line)]
    if not rows or len(rows) * 2 < len(lines):
        return None
    return [f for row in _wholes([list(_row(passage, at, line)) for at, line in rows]) for f in row]


def _row(passage: Passage, at: int, line: str) -> Iterator[Figure]:
    found = [(name, line[low:high], at + low, named) for name, named, low, high in pairs(line)]
    home = places.of_path(passage.places[0]) if passage.places else None
    row = heads([(name, value) for name, value, _, _ in found], home)
    period = period_in([(name, value) for name, value, _, _ in found])
    period = period or next((p for p in map(of_title, (passage.section, passage.title)) if p), None)
    month = month_in([(name, value) for name, value, _, _ in found])
    of_table = topic(passage.section, passage.title)
    before: Figure | None = None
    for name, value, start, at_name in found:
        figure = _cell(passage, name, value, start, (at + at_name, start + len(value)), row, period, of_table, before)
        if figure is not None and month:
            figure = _of_month(figure, month)
        if figure is not None and not figure.indicator.endswith("增速"):
            before = figure
        if figure is not None:
            yield figure


def _of_month(figure: Figure, month: str) -> Figure:
    """``figure`` of the month that heads its row, where it is of one year."""
    year = (figure.since or "")[:4]
    told = period_of(f"{year}年{month}月") if year and year == (figure.until or "")[:4] else None
    if told is None:
        return figure
    return replace(figure, period=told.since, since=told.since, until=told.until, dated=True)


def _wholes(rows: list[list[Figure]]) -> Iterator[list[Figure]]:
    """The rows, with the whole told of those that are its parts: 其中：甲 and what follows it, if all add up to the row before it."""
    at = 0
    while at < len(rows):
        whole, parts = rows[at], 0
        if at + 1 < len(rows) and _among(rows[at + 1]) and not _among(whole):
            parts = next((n for n in range(1, len(rows) - at) if _adds_up(whole, rows[at + 1 : at + 1 + n])), 1)
        yield whole
        for row in rows[at + 1 : at + 1 + parts]:
            of = {(f.since, f.unit): f for f in whole}
            yield [_part(f, of.get((f.since, f.unit))) for f in row]
        at += 1 + parts


def _part(figure: Figure, whole: Figure | None) -> Figure:
    """``figure`` of a row that tells a part: of ``whole``, where the row's key is what it is a figure of."""
    indicator, subject = AMONG.sub("", figure.indicator), AMONG.sub("", figure.subject)
    of = whole.name if whole and not subject else ""
    return replace(figure, indicator=indicator, name=normal(indicator), subject=subject, whole=of)


def _among(row: list[Figure]) -> bool:
    return bool(row) and all(AMONG.match(f.subject or f.indicator) for f in row)


def _adds_up(whole: list[Figure], parts: list[list[Figure]]) -> bool:
    """Whether in each column the parts make the whole, to its last digit; there is more than one of them."""
    same = [len(p) == len(whole) and all(a.unit == b.unit for a, b in zip(p, whole, strict=True)) for p in parts]
    if len(parts) < 2 or not all(same):
        return False
    return all(abs(sum(p[i].value for p in parts) - f.value) <= 0.5 * f.step for i, f in enumerate(whole))


def _is_year(name: str, value: str) -> bool:
    """Whether a cell is a year: 2021, but not below a column that counts or measures (务工人数（人）)."""
    if not re.fullmatch(r"(?:19|20)\d\d年?", value):
        return False
    return value.endswith("年") or not (_UNIT.search(name) or measures(name))


def _is_barred(line: str) -> bool:
    """Whether a line is a row of Markdown with the names of its columns: no name is a number."""
    return bool(_BARRED.match(line)) and not any(
        _NUMBER.fullmatch(m["name"].strip()) for m in _BARRED_CELL.finditer(line)
    )


def is_row(line: str) -> bool:
    """Whether a line of a passage is a row of a table, each of its cells behind the name of its column."""
    line = line.strip().removesuffix("。")
    return bool(_ROW.match(line)) or _is_barred(line) or bool(_spaced(line))


def pairs(line: str) -> Iterator[tuple[str, int, int, int]]:
    """The name of each cell of a row, where the name begins, and the span of the cell's value."""
    spaced = _spaced(line)
    if spaced:
        yield from spaced
        return
    for m in (_BARRED_CELL if _is_barred(line.strip()) else _CELL).finditer(line):
        value = m["value"]
        low = m.start("value") + len(value) - len(value.lstrip())
        yield m["name"].strip(), m.start(), low, low + len(value.strip())


@lru_cache(maxsize=256)
def _spaced(line: str) -> tuple[tuple[str, int, int, int], ...]:
    """The same of a row with tabs or blanks between; empty where it is none.

    A cell before the first name has none: what the row is headed by, where that column is not named.
    """
    if _NO_CELL.search(line):
        return ()
    mark = _BLANK if _BLANK.search(line.strip()) else _SINGLE
    spans = []
    at = len(line) - len(line.lstrip())
    for m in mark.finditer(line, at, len(line.rstrip())):
        spans.append((at, m.start()))
        at = m.end()
    spans.append((at, len(line.rstrip())))
    out = [("", a, a, b) for a, b in spans[: len(spans) % 2]]
    for (a, b), (low, high) in zip(spans[len(out) :: 2], spans[len(out) + 1 :: 2], strict=True):
        if not _NAME.fullmatch(line, a, b) or _NUMBER.match(line, a, b) and not _YEARS.match(line, a, b):
            return ()
        out.append((line[a:b], a, low, high))
    numbers = sum(bool(_NUMBER.match(line, low, high)) for _, _, low, high in out)
    dashes = sum(bool(_DASH.fullmatch(line, low, high)) for _, _, low, high in out)
    return tuple(out) if len(spans) >= 4 and 2 * (numbers + dashes) >= len(out) - 1 and numbers else ()


def _cell(
    passage: Passage,
    name: str,
    value: str,
    start: int,
    quote: tuple[int, int],
    row: Heads,
    period: dates.Period | None,
    of_table: str,
    before: Figure | None,
) -> Figure | None:
    plain = narrow(value)
    if not name or _KEYS.search(name) or _is_year(name, plain):
        return None
    match = re.match(r"(?P<sign>[-+−]?)(?P<number>\d[\d,，]*(?:\.\d+)?)\s*", plain)
    if match is None:
        return None
    number = read_number(match["number"].replace("，", ","))
    if number is None:
        return None
    rest = plain[match.end() :].strip()
    unit = rest or _unit(passage, name, row)
    measure = _MEASURE.fullmatch(unit.strip())
    if measure is None:
        return None
    scale = _SCALE[measure["scale"]]
    own = period_of(name) or period
    told = _UNIT.sub("", name)
    if own and own is not period:
        told = told.replace(own.as_written, "")
    of_column = column(told, row.place)
    indicator, whole = _indicator(of_column.measure, row, of_table)
    planned = is_aim(of_column.measure)
    grown = growth_of(of_column.measure, measure["unit"], before.indicator if before else "")
    if not grown and planned and before and bare_aim(of_column.measure) and measure["unit"] == "%" != before.unit:
        grown = f"{before.indicator}增速"  # 年初目标：6.0% of an amount
    if grown:
        indicator, whole = grown, ""
        own = own if own is not period or before is None else _time_of(before) or own
    elif of_column.among:
        whole = of_column.of or (before.name if before and before.unit == measure["unit"] else "")
    if not indicator:
        return None
    since, until = (own.since, own.until) if own else (passage.date, passage.date)
    sign = -1.0 if match["sign"] in ("-", "−") else 1.0
    return Figure(
        passage=passage.id,
        start=start,
        end=start + len(value),
        quote=quote,
        indicator=indicator,
        name=normal(indicator),
        value=sign * float(f"{number.value * scale:.12g}"),
        unit=measure["unit"],
        as_written=value if rest else value + unit,
        step=number.step * scale,
        subject="、".join(k for k in row.keys if not indicator.startswith(k))[:40],
        place=row.place.name if row.place else None,
        place_path=row.place.path if row.place else None,
        period=since if until in (None, since) else f"{since}—{until}",
        since=since,
        until=until,
        dated=own is not None,
        planned=planned,
        whole=whole,
    )


def _unit(passage: Passage, name: str, row: Heads) -> str:
    """The unit of a bare number: that in the name of its column, above the table, of what is counted, or of the row."""
    given = _UNIT.search(name)
    if given:
        return given["unit"] or given["slash"]
    if _OF_RATE.search(name):
        return ""
    for above in (passage.section or "", passage.title):
        # 单位：亩、吨 leaves open which; 分乡镇 is none.
        found = next((m for m in _UNIT.finditer(above) if is_unit(m["unit"] or "")), None)
        if found:
            return found["unit"]
    counted = _COUNTED.search(name)
    return counted["unit"] if counted else row.unit


def _indicator(measure: str, row: Heads, of_table: str) -> tuple[str, str]:
    """What a cell is a figure of, by its column, its row and what the table is a table of; and of what whole it is a part."""
    key = row.keys[-1] if row.keys else ""
    told_by_row = not measure or _VALUE.fullmatch(measure) or _AMOUNT.fullmatch(measure)
    if row.summed and of_table and (told_by_row or of_table.endswith(measure)):
        return of_table, ""
    if told_by_row and key:
        said = "" if _VALUE.fullmatch(measure) or measure == "合计" else measure
        part = of_table and not measures(key) and "指标" not in row.aim and not AMONG.match(key)
        return key + said, of_table if part else ""
    if key and not row.summed and _OF_LABEL.fullmatch(measure):
        return key + measure, ""
    return measure, ""


def _time_of(figure: Figure) -> dates.Period | None:
    """The time of a figure, where its text gives one."""
    return period_of(f"{figure.since[:4]}年") if figure.dated and figure.since and len(figure.since) == 4 else None


def of_title(text: str | None) -> dates.Period | None:
    """The day or the one year that a title names, which rows without a time of their own are of."""
    days = {p for p in dates.periods(text or "") if not p.relative and p.parts[1]}
    if len(days) == 1:
        return days.pop()
    years = set(_YEARS.findall(text or ""))
    return period_of(f"{years.pop()}年") if len(years) == 1 and text and not _RANGE.search(text) else None


def period_of(text: str) -> dates.Period | None:
    """The first time that ``text`` names by its year."""
    return next((p for p in dates.periods(text) if p.since and not p.relative), None)
