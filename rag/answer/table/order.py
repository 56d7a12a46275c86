"""The rows of a table by one of its columns: which has the most or the least."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.answer.statements import Statement
from rag.answer.table.column import asked as asked_columns
from rag.answer.table.column import held_by
from rag.answer.table.conditions import Condition, column_called, conditions, meeting, without
from rag.answer.table.match import about, blank, columns, like
from rag.answer.table.rows import rows_meant
from rag.answer.table.wish import Wish
from rag.domain import Place
from rag.figure import Figure
from rag.figures.arithmetic import difference, ranks
from rag.figures.cells import Column, Row, Table
from rag.language import say
from rag.retrieve.content import covered
from rag.retrieve.terms import terms
from rag.text.degrees import DEGREES, LESS
from rag.text.fold import folded
from rag.text.numerals import read as number

IN_ORDER = re.compile(rf"最(?P<degree>{DEGREES})|排(?:名|在)?第一|(?P<last>倒数第一|垫底)")
_WHICH = re.compile(r"哪|谁|什么")
_WHICH_OF = re.compile(r"哪一?[个家项种类批处名位]?|什么|各个?")
_RANKED = re.compile(r"(?:哪一?[个家项种类批处名位]|什么|各个?)(?P<sort>[一-鿿]{1,6}?)(?=的|最|[，,。？?里中]|$)")
"""What is asked for by its rank: 哪个工种的…最多."""
_FIRST = re.compile(
    r"最[一-鿿]的(?P<n>[两二三四五六七八九十\d])[个家户项种名位]|前(?P<first>[两二三四五六七八九十\d])[个家户项种名位的]"
)
_SORT = re.compile(r"[哪什]一?[个家么](?P<sort>[一-鿿]{1,2}?)(?=[，,。？?的]|$)")
_LEVELS = {
    "乡镇": ("township",), "镇": ("township",), "乡": ("township",), "街道": ("township",), "县": ("county",),
    "县市": ("county",), "县市区": ("county",), "区县": ("county",), "区": ("county",), "市": ("prefecture", "county"),
    "市州": ("prefecture",), "省": ("province",), "村": ("village",), "社区": ("village",),
}  # fmt: skip
_KIND = re.compile("|".join(sorted(_LEVELS, key=lambda k: (-len(k), k))))
_COUNTER = re.compile(r"(?:哪[一些几]?|几|多少)个?(?P<of>[户家人名位])|谁")
_HEADED = {
    "户": "户",
    "家": "户|单位|企业|公司|机构|合作社|家庭",
    "人": "姓名|人员|对象",
    "名": "姓名|人员|对象",
    "位": "姓名|人员|对象",
}
"""Counters, and what the rows that they count are headed by."""
_ANY = ("地方", "地区")
LEAST = 2
HALF = 0.5
"""Least share of a word in the table."""
MISSING = 1
"""Words of the question that may stand nowhere in a table: what ties a value to its row (负责) the column alone tells."""
SHOWN = 12
"""Rows cited for one order, and told in it."""


@dataclass(frozen=True, slots=True)
class _Entry:
    row: Row
    figure: Figure


@dataclass(frozen=True, slots=True)
class Ordered:
    """What follows from a column, and remarks for people: which rows it leaves out, that the table is no whole."""

    statement: Statement
    notes: tuple[str, ...] = ()


def ordered(wish: Wish, held: Sequence[Table]) -> Ordered | None:
    """The rows with the most or the least of a column, of those that fulfil what else is demanded; None for other questions."""
    text = wish.query.question
    most = IN_ORDER.search(text)
    if not (most and _WHICH.search(text)):
        return None
    asked = replace(wish, ask=replace(wish.ask, kind="value", unit=None))
    best: tuple[float, Table, Column, list[Condition]] | None = None
    for table in held:
        if not table.whole or not about(wish.query.places, table):
            continue
        found, column, demanded = None, None, conditions(wish, table)
        if of_kind(wish, table):
            found = columns(asked, table, blank(table))
            named = max(found[1], key=lambda c: c.year or table.year) if found else None
            column = named or _called(wish, table, demanded, most.start())
        score = found[0] if found else 0.0
        column = column or _before(wish, table, most.start())
        if column and (best is None or score > best[0] + 1e-9):
            best = (score, table, column, demanded)
    if best is None:
        return None
    _, table, column, demanded = best
    entries = [_Entry(r, f) for r in meeting(table, demanded) if not r.rests and (f := r.under(column).figure)]
    if (
        len(entries) < LEAST
        or ranks([e.figure for e in entries]) is None
        or not _all_places(wish.query.places, entries)
    ):
        return None
    degree = most["degree"] or ("低" if most["last"] else "高")
    lead = f"{'且'.join(c.said for c in demanded)}的" if demanded else ""
    told = _extreme(wish, table, column, entries, degree, lead)
    return Ordered(told, notes(table, column) if not demanded else ())


def _called(wish: Wish, table: Table, demanded: Sequence[Condition], end: int) -> Column | None:
    """The column of figures that is called what stands before 最, at ``end``, if all else there stands in the table; else None."""
    text = without(wish.query.masked[:end], demanded)
    part = replace(wish, ask=replace(wish.ask, kind="value", text=text, left=text, word="", right="", unit=None))
    around = folded(" ".join((table.title, *(c.measure for c in table.columns))))
    own = set(terms(around))
    held = [w for w in part.strong if covered((w,), own, around) >= HALF]
    if not held or len(part.strong) - len(held) > MISSING:
        return None
    if found := column_called(table, text, ""):
        return found
    names = {c.measure for c in table.columns if like(table, c) and any(w.text in c.measure for w in held)}
    return column_called(table, names.pop(), "") if len(names) == 1 else None


def _before(wish: Wish, table: Table, end: int) -> Column | None:
    """The column that people call as the words before 最, at ``end``, do, if all else there stands in the table; else None."""
    sort = _RANKED.search(wish.query.question)
    header = table.title + "".join(c.measure for c in table.columns)
    if len(table.body) < LEAST or (sort and any(c not in header for c in sort["sort"])):
        return None
    text = _WHICH_OF.sub(" ", wish.query.masked[:end])
    part = replace(wish, ask=replace(wish.ask, kind="value", text=text, left=text, word="", right="", unit=None))
    found = asked_columns(part, table, table.body[0], ())
    if not found or not held_by(part, table, table.body, (), found):
        return None
    return max(found, key=lambda c: c.year or table.year)


def _all_places(asked: Sequence[Place], entries: Sequence[_Entry]) -> bool:
    """Whether none of the rows is asked for by itself: that question is about the row."""
    names = {p.name for p in asked}
    return not any(e.row.place and e.row.place.name in names for e in entries)


def of_kind(wish: Wish, table: Table, asked: str = "") -> bool:
    """Whether the rows are of the sort asked about: 哪个乡镇, 哪个项目, 哪户 of 户主姓名, 谁 of 姓名.

    ``asked`` is the clause that counts them, if they are counted.
    """
    text, head = wish.query.question, table.head.measure
    if wish.counted and wish.counted in table.title.split(" ")[0]:
        return True  # 几个班 of 班次台账
    at = text.find("哪") if "哪" in text else text.find("最")
    levels = {level for m in _KIND.finditer(text[max(0, at - 30) :]) for level in _LEVELS[m.group()]}
    held = [r.place.level for r in table.body if r.place]
    if 2 * len(held) >= len(table.body):
        return any(level in levels for level in held) or any(w in text for w in _ANY) or "表" in text
    counters = {m["of"] or "人" for m in _COUNTER.finditer(asked or text)}
    if any(re.search(told, head) for c, told in _HEADED.items() if c in counters):
        return True
    pairs = {head[i : i + 2] for i in range(len(head) - 1)} - {"名称", "序号"}
    if any(p in text for p in pairs) or (len(head) <= 2 and head[:1] in text):
        return True
    return bool(re.search(r"哪[一几]?[类种]", text))


def notes(table: Table, column: Column) -> tuple[str, ...]:
    """For people: which rows have nothing in the column, which is the rest of all others, that the table is no whole."""
    left = [r.label for r in table.body if r.under(column).figure is None]
    told = []
    if left:
        names = "、".join(left[:SHOWN]) + ("等" if len(left) > SHOWN else "")
        told.append(
            say(
                f"{names}的“{column.spoken}”一栏是空的，没有计入。",
                f"The column {column.spoken} is empty for {names}, which were left out.",
            )
        )
    if rests := "、".join(r.label for r in table.body if r.rests and r.under(column).figure):
        told.append(
            say(
                f"表中“{rests}”是没有单列的各项合在一起的数，不在其列。",
                f"In the table “{rests}” is the figure of all that is not listed by itself; it is none of them.",
            )
        )
    if table.partial:
        told.append(
            say(
                "表中只列了一部分，结论只对表中所列的成立。",
                "The table lists only a part; this holds for those it lists.",
            )
        )
    return tuple(told)


def _extreme(wish: Wish, table: Table, column: Column, entries: Sequence[_Entry], degree: str, lead: str) -> Statement:
    least = degree in LESS
    order = sorted(entries, key=lambda e: e.figure.value, reverse=not least)
    first = [e for e in order if e.figure.value == order[0].figure.value]
    sort = _RANKED.search(wish.query.question)
    named = _column_of(table, sort["sort"] if sort else "")
    names = "、".join(_name(e.row, named) for e in first)
    text = f"表中{lead}{len(entries)}{counter(table)}里，{names}{column.spoken}{'并列' if len(first) > 1 else ''}最{degree}，为{first[0].figure.as_written}{_where(wish, first[0].row)}"
    if len(order) <= SHOWN and len(order) > 2:
        text += f"；从{'低到高' if least else '高到低'}依次为：" + "、".join(
            f"{_name(e.row, named)}（{e.figure.as_written}）" for e in order
        )
    elif (several := _FIRST.search(wish.query.question)) and (n := number(several["n"] or several["first"])):
        text += f"；前{n.value:g}依次为：" + "、".join(
            f"{_name(e.row, named)}（{e.figure.as_written}）" for e in order[: int(n.value)]
        )
    elif len(IN_ORDER.findall(wish.query.question)) > 1:
        text += f"；{_name(order[-1].row, named)}最{'高' if least else '低'}，为{order[-1].figure.as_written}"
    sign = " < " if least else " > "
    working = sign.join(e.figure.as_written for e in order[:SHOWN])
    for other in _compared(wish, table, order, first):
        if gap := difference(*sorted((first[0].figure, other.figure), key=lambda f: f.value)):
            text += f"；{other.row.label}为{other.figure.as_written}，据此计算，相差{gap.as_written}"
            working += f"；{gap.working}"
            order = [*first, other]
    return Statement(text, tuple(e.row.evidence() for e in order[:SHOWN]), working)


def _where(wish: Wish, row: Row) -> str:
    """What else is asked of the row, which a column is called after: 住哪个村 of 村名; else empty."""
    sorts = {m["sort"] for m in _SORT.finditer(wish.query.question)}
    cells = [c for c in row.keys if c.value != row.label and any(c.column.measure.startswith(s) for s in sorts)]
    return "".join(f"，{c.column.spoken}：{c.value}" for c in cells)


def _compared(wish: Wish, table: Table, order: Sequence[_Entry], first: Sequence[_Entry]) -> list[_Entry]:
    """The row that the first is to be compared with: 最多的是哪家，比甲车间多多少."""
    if not re.search(r"[比较与和].+(?:多|少|高|低|差)", wish.query.question):
        return []
    rows = rows_meant(wish, table)
    return [e for e in order if len(rows) == 1 and e.row is rows[0] and e not in first]


def _column_of(table: Table, sort: str) -> Column | None:
    """The column of words called after the sort asked for, where the rows are headed by another: 岗位名称 of 什么岗位."""
    if len(sort) < 2 or sort[:2] in table.head.measure:
        return None
    found = [c for c in table.columns if sort[:2] in c.measure and all(r.under(c).figure is None for r in table.body)]
    return found[0] if len(found) == 1 else None


def _name(row: Row, column: Column | None) -> str:
    return f"{row.label}{row.under(column).value}" if column and not row.under(column).empty else row.label


def counter(table: Table) -> str:
    """What its rows are counted as: 个乡镇, else 行."""
    head = table.head.measure
    return f"个{head}" if 1 < len(head) <= 4 and not head.endswith(("名称", "姓名", "来源", "类别")) else "行"
