"""The rows of a table by one of its columns: which has the most or the least, which are beyond a bound and how many."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.answer.statements import Statement
from rag.answer.table.match import about, blank, columns
from rag.answer.table.wish import Wish
from rag.domain import Place
from rag.figure import Figure
from rag.figures.arithmetic import ranks
from rag.figures.cells import Column, Row, Table
from rag.language import say
from rag.text.degrees import DEGREES, LESS
from rag.text.quantities import quantities

_MOST = re.compile(rf"最(?P<degree>{DEGREES})|排(?:名|在)?第一|(?P<last>倒数第一|垫底)")
_WHICH = re.compile(r"哪|谁")
_BOUND = re.compile(
    r"(?P<over>超过|超出|高于|大于|多于|突破|超)|(?P<least>不低于|不少于|达到|至少)|(?P<most>不超过|不高于)|(?P<under>低于|不到|少于|不足|小于)"
)
_AFTER = re.compile(r"(?P<least>以上)|以[下内]")
_HOW_MANY = re.compile(r"[几多]少?个|多少家|几家|多少")
_LEVELS = {
    "乡镇": ("township",), "镇": ("township",), "乡": ("township",), "街道": ("township",), "县": ("county",),
    "县市": ("county",), "县市区": ("county",), "区县": ("county",), "区": ("county",), "市": ("prefecture", "county"),
    "市州": ("prefecture",), "省": ("province",), "村": ("village",), "社区": ("village",),
}  # fmt: skip
_KIND = re.compile("|".join(sorted(_LEVELS, key=lambda k: (-len(k), k))))
_ANY = ("地方", "地区")
LEAST = 2
SHOWN = 12
"""Rows cited for one order, and told in it."""


@dataclass(frozen=True, slots=True)
class _Entry:
    row: Row
    figure: Figure


@dataclass(frozen=True, slots=True)
class _Bound:
    sign: str
    value: float
    unit: str

    def holds(self, value: float) -> bool:
        """Whether a value in the bound's unit is within it."""
        return {">": value > self.value, "≥": value >= self.value, "<": value < self.value, "≤": value <= self.value}[
            self.sign
        ]


@dataclass(frozen=True, slots=True)
class Ordered:
    """What follows from a column, and remarks for people: which rows it leaves out, that the table is no whole."""

    statement: Statement
    notes: tuple[str, ...] = ()


def ordered(wish: Wish, held: Sequence[Table]) -> Ordered | None:
    """The rows with the most or the least of a column, or those beyond a bound; None for other questions."""
    text = wish.query.question
    bound = _bound(text)
    most = _MOST.search(text)
    if not (most and _WHICH.search(text)) and not (bound and (_WHICH.search(text) or _HOW_MANY.search(text))):
        return None
    asked = replace(wish, ask=replace(wish.ask, kind="value", unit=bound.unit if bound else None))
    best: tuple[float, Table, Column] | None = None
    for table in held:
        if not table.whole or not about(wish.query.places, table) or not _of_kind(text, table):
            continue
        found = columns(asked, table, blank(table))
        if found:
            column = max(found[1], key=lambda c: c.year or table.year)
            if best is None or found[0] > best[0] + 1e-9:
                best = (found[0], table, column)
    if best is None:
        return None
    _, table, column = best
    entries = [_Entry(r, f) for r in table.body if (f := r.under(column).figure)]
    if (
        len(entries) < LEAST
        or ranks([e.figure for e in entries]) is None
        or not _all_places(wish.query.places, entries)
    ):
        return None
    notes = _notes(table, column, entries)
    if bound:
        return Ordered(_beyond(text, table, column, entries, bound), notes)
    degree = most["degree"] if most else None
    return Ordered(_extreme(table, column, entries, degree or ("低" if most and most["last"] else "高")), notes)


def _all_places(asked: Sequence[Place], entries: Sequence[_Entry]) -> bool:
    """Whether none of the rows is asked for by itself: that question is about the row."""
    names = {p.name for p in asked}
    return not any(e.row.place and e.row.place.name in names for e in entries)


def _bound(text: str) -> _Bound | None:
    m = _BOUND.search(text)
    told = next((q for q in quantities(text[m.end() :]) if q.kind != "ordinal"), None) if m else None
    if m and told and told.start <= 2:
        sign = ">" if m["over"] else "≥" if m["least"] else "≤" if m["most"] else "<"
        return _Bound(sign, told.value, told.unit)
    for q in quantities(text):
        after = _AFTER.search(q.qualifier or "")
        if after and q.kind != "ordinal":
            return _Bound("≥" if after["least"] else "≤", q.value, q.unit)
    return None


def _of_kind(text: str, table: Table) -> bool:
    """Whether the rows are of the sort asked about: 哪个乡镇, 哪个项目."""
    head = table.head.measure
    levels = {
        level
        for m in _KIND.finditer(text[max(0, min(text.find("哪"), text.find("最")) - 30) :])
        for level in _LEVELS[m.group()]
    }
    held = [r.place.level for r in table.body if r.place]
    if 2 * len(held) >= len(table.body):
        return any(level in levels for level in held) or any(w in text for w in _ANY) or "表" in text
    pairs = {head[i : i + 2] for i in range(len(head) - 1)}
    return any(p in text for p in pairs) or bool(re.search(r"哪[一几]?[类种]", text))


def _notes(table: Table, column: Column, entries: Sequence[_Entry]) -> tuple[str, ...]:
    told = {id(e.row) for e in entries}
    left = [r.label for r in table.body if id(r) not in told]
    notes = []
    if left:
        names = "、".join(left[:SHOWN]) + ("等" if len(left) > SHOWN else "")
        notes.append(
            say(
                f"{names}的“{column.spoken}”一栏是空的，没有计入。",
                f"The column {column.spoken} is empty for {names}, which were left out.",
            )
        )
    if table.partial:
        notes.append(
            say(
                "表中只列了一部分，结论只对表中所列的成立。",
                "The table lists only a part; this holds for those it lists.",
            )
        )
    return tuple(notes)


def _extreme(table: Table, column: Column, entries: Sequence[_Entry], degree: str) -> Statement:
    least = degree in LESS
    order = sorted(entries, key=lambda e: e.figure.value, reverse=not least)
    first = [e for e in order if e.figure.value == order[0].figure.value]
    names = "、".join(e.row.label for e in first)
    text = f"表中{len(entries)}{_counter(table)}里，{names}{column.spoken}{'并列' if len(first) > 1 else ''}最{degree}，为{first[0].figure.as_written}"
    if len(order) <= SHOWN and len(order) > 2:
        text += f"；从{'低到高' if least else '高到低'}依次为：" + "、".join(
            f"{e.row.label}（{e.figure.as_written}）" for e in order
        )
    sign = " < " if least else " > "
    working = sign.join(e.figure.as_written for e in order[:SHOWN])
    return Statement(text, tuple(e.row.evidence() for e in order[:SHOWN]), working)


def _beyond(text: str, table: Table, column: Column, entries: Sequence[_Entry], bound: _Bound) -> Statement:
    kept = [e for e in entries if bound.holds(e.figure.value)]
    kept.sort(key=lambda e: e.figure.value, reverse=bound.sign in ">≥")
    words = {">": "超过", "≥": "不低于", "<": "低于", "≤": "不超过"}[bound.sign]
    limit = f"{words}{_spelled(bound, entries[0].figure)}"
    counter = _counter(table)
    if not kept:
        said = f"表中{len(entries)}{counter}的{column.spoken}都没有{limit}的"
        return Statement(said, tuple(e.row.evidence() for e in entries[:SHOWN]), f"0 ÷ {len(entries)}")
    listed = "、".join(f"{e.row.label}（{e.figure.as_written}）" for e in kept[:SHOWN])
    more = "等" if len(kept) > SHOWN else ""
    said = f"表中{len(entries)}{counter}里，{column.spoken}{limit}的有{len(kept)}个：{listed}{more}"
    working = "，".join(f"{e.figure.as_written} {bound.sign} {bound.value:g}" for e in kept[:SHOWN])
    return Statement(said, tuple(e.row.evidence() for e in kept[:SHOWN]), working)


def _spelled(bound: _Bound, like: Figure) -> str:
    unit = bound.unit or like.unit
    if bound.value >= 1e4 and bound.value % 1e3 == 0 and "万" in like.as_written:
        return f"{bound.value / 1e4:g}万{unit}"
    return f"{bound.value:.12g}{unit}"


def _counter(table: Table) -> str:
    head = table.head.measure
    return f"个{head}" if 1 < len(head) <= 4 and not head.endswith(("名称", "来源", "类别")) else "行"
