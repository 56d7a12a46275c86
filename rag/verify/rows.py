"""Rows of tables as a library holds them: 乡镇：甲镇；2021年产量：120吨；2022年产量：130吨."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.text.dates import Period
from rag.text.quantity import Quantity
from rag.verify.reading import Reading

_HEAD = re.compile(r"^\s*(?:序号：[^：；，。]{1,6}；)?[^：；，。]{1,10}：(?P<head>(?:其中：)?[^：；，。\d]{2,24})；")
_CELL = re.compile(r"(?:^|；)(?P<key>[^；：]{1,30})：$")
_TOTALS = frozenset(("合计", "总计", "小计", "累计", "全县", "全市", "全州", "全省"))
_OF_WHICH = "其中："
_KNOWN = 3
"""Characters by which a long head is known: 三官寺 for 三官寺土家族乡."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure under ``key`` without its time; ``when`` is that time."""

    quantity: Quantity
    key: str
    when: Period | None


@dataclass(frozen=True, slots=True)
class Row:
    """What a row is about, its cells with a figure, and its words."""

    head: str
    cells: tuple[Cell, ...]
    text: str

    @property
    def total(self) -> bool:
        """Whether it sums up the others."""
        return self.head in _TOTALS

    def named_in(self, text: str) -> bool:
        """Whether ``text`` names what the row is about."""
        return self.head in text or (len(self.head) > _KNOWN + 1 and self.head[:_KNOWN] in text)


def rows(reading: Reading) -> Iterator[Row]:
    """The sentences of ``reading`` that are rows of a table."""
    if "；" not in reading.text or "：" not in reading.text:
        return
    for low, high in reading.sentences:
        head = _HEAD.match(reading.text[low:high])
        if head is not None:
            yield Row(head["head"].removeprefix(_OF_WHICH), tuple(_cells(reading, low, high)), reading.text[low:high])


def _cells(reading: Reading, low: int, high: int) -> Iterator[Cell]:
    for q in reading.figures:
        if not low <= q.start < high:
            continue
        match = _CELL.search(reading.text[low : q.start])
        if match is None:
            continue
        a, b = low + match.start("key"), low + match.end("key")
        when = next((p for p in reading.periods if a <= p.start < p.end <= b), None)
        key = reading.text[a:b] if when is None else reading.text[a : when.start] + reading.text[when.end : b]
        yield Cell(q, key.strip(), when)
