"""Which rows of a table a question means: by what stands in them, by a part of it that is theirs alone, by several columns at once.

星源电子 is 赣州星源电子有限公司, 牛肉面班 is 牛肉面制作; 光明村的保洁员 is the one row that says both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from rag.answer.table.wish import Wish
from rag.figures.cells import Column, Row, Table
from rag.text.fold import folded

_COMPANY = re.compile(r"(?:科技|服务|集团)*(?:股份)?(?:有限)?(?:责任)?公司$")
_TEXT = re.compile(r"[，。；、]")
_SHORT = 3
"""Characters of a name that a short form keeps at least."""
_BRIEF = 4
"""Characters of a name of which two are enough."""
_WORDS = re.compile(r"(?![第一二三四五六七八九十百两])[一-鿿A-Za-z]+")
_NO_NAME = re.compile(r"^(?:计量)?单位$|序号|备注|说明|时间|日期|期限|到期")
_ROWS = 400
"""Rows of a table in which parts of names are looked for."""


def bare(value: str) -> str:
    """A cell as a question may say it: without what every company is called."""
    return _COMPANY.sub("", folded(value))


def meant(wish: Wish, table: Table) -> dict[int, tuple[str, ...]]:
    """The rows of ``table.body`` that the question names, by number, with the words that name each; empty where it names none."""
    found: dict[Column, dict[int, str]] = {}
    for column in dict.fromkeys(k.column for r in table.body for k in r.keys):
        if told := hits(wish, table, column):
            found[column] = told
    names = {n for told in found.values() for n in told.values()}
    # 粮食 in 粮食加工项目 names no row of its own.
    longest = {n for n in names if not any(n != o and n in o for o in names)}
    kept = [told for hit in found.values() if (told := {i: n for i, n in hit.items() if n in longest})]
    if not kept:
        return {}
    rows = [i for i in range(len(table.body)) if all(i in told for told in kept)]
    return {i: tuple(told[i] for told in kept) for i in rows}


def hits(wish: Wish, table: Table, column: Column) -> dict[int, str]:
    """The words of the question that name what stands below ``column``, by row."""
    cells = [row.under(column) for row in table.body]
    values = dict.fromkeys(c.value for c in cells if not c.figure and not c.empty and len(c.value) > 1)
    own = {v: bare(v) for v in values}
    asked = {p.name for p in wish.query.places}
    told = {v: n for v, n in own.items() if len(n) > 1 and (n in folded(wish.query.question) or n in asked)}
    if _NO_NAME.search(column.measure):
        return {}
    if len(table.body) <= _ROWS and not any(_TEXT.search(v) for v in values):
        common = folded(" ".join((table.title, *(c.measure for c in table.columns))))
        rest = without(folded(wish.query.question), list(told.values()))
        told |= {v: n for v, n in _parts(own, rest, common) if v not in told}
    return {i: told[c.value] for i, c in enumerate(cells) if c.value in told}


def _parts(own: Mapping[str, str], text: str, common: str) -> Iterator[tuple[str, str]]:
    """The values that the question names by a part which no other has, with that part."""
    for value, name in own.items():
        part = _shared(name, text)
        least = 2 if len(name) <= _BRIEF or _goes_on(name, part, text) else _SHORT
        alone = not any(part in n for v, n in own.items() if v != value)
        at_end = name.startswith(part) or name.endswith(part)
        if len(part) >= least and at_end and alone and part not in common and _WORDS.fullmatch(part):
            yield value, part


def _shared(name: str, text: str) -> str:
    """The longest run of characters that both have."""
    for size in range(min(len(name), len(text)), 1, -1):
        for at in range(len(name) - size + 1):
            if name[at : at + size] in text:
                return name[at : at + size]
    return ""


def _goes_on(name: str, part: str, text: str) -> bool:
    """Whether the question goes on with more of the name, some left out: 惠民学校 of 惠民职业培训学校."""
    if len(part) < 2:
        return False
    rest = text[text.index(part) + len(part) :][:2]
    return len(rest) == 2 and rest in name[name.index(part) + len(part) :]


def without(text: str, names: Sequence[str]) -> str:
    """``text`` without the words that name its rows, or what is left of them where their place was taken out."""
    for name in sorted(names, key=len, reverse=True):
        part = name if name in text else _shared(name, text)
        text = text.replace(part, "，") if len(part) > 1 and (part == name or name.endswith(part)) else text
    return text


def rows_meant(wish: Wish, table: Table) -> list[Row]:
    """The rows alone."""
    return [table.body[i] for i in meant(wish, table)]
