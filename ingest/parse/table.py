"""Tables as rows that carry their header: ``县市：甲县；出列村数：84``, so that each cell can be cited."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.parse.form import fields
from ingest.parse.header import (
    Title,
    dates,
    is_labelled,
    is_number,
    is_remark,
    is_unit_column,
    led,
    measured,
    parted,
    unit_of,
)

_NUMBER = re.compile(r"^[-+−]?[\d,，]*\d(?:\.\d+)?\s*(?:[%％‰]|[\u4e00-\u9fff/²³]{1,4})?$|^[-—–/]+$")
_DASH = re.compile(r"[-—–－/]+")
"""What stands for a figure that there is none of: no number, but no words that would keep their unit either."""
_MARKS = re.compile(r"\s*[：；:;]\s*")
_IN_BRACKETS = re.compile(r"[（）()\s]")
_MAX_HEADER_ROWS = 4
_MAX_NAME = 60
_LOOKED_AT = 200
"""Rows of a column that are looked at to tell what it holds."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells by row and column, all rows of one length; a merged area repeats its text.

    ``merged`` maps (row, column) to that of the cell which the text belongs to, for the other cells of an area.
    """

    cells: Sequence[Sequence[str]]
    merged: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    @classmethod
    def plain(cls, rows: Sequence[Sequence[str]]) -> Grid:
        """A table without merged cells; short rows are filled up."""
        width = max((len(r) for r in rows), default=0)
        return cls([[*(c.strip() for c in row), *[""] * (width - len(row))] for row in rows])

    @classmethod
    def anchored(cls, rows: Sequence[Sequence[str]], anchors: Sequence[Sequence[tuple[int, int]]]) -> Grid:
        """A table of which every cell names the cell it belongs to; short rows are filled up."""
        merged = {(r, c): a for r, row in enumerate(anchors) for c, a in enumerate(row) if a != (r, c)}
        return cls(cls.plain(rows).cells, merged)

    def owner(self, row: int, column: int) -> tuple[int, int]:
        """The cell that the text at ``row`` and ``column`` belongs to."""
        return self.merged.get((row, column), (row, column))


@dataclass(frozen=True, slots=True)
class Row:
    """A line of text above the table (``caption``), a remark on it, or (header name or "", value) of each cell that has one."""

    cells: tuple[tuple[str, str], ...] = ()
    caption: str = ""
    note: str = ""


def rows_of(grid: Grid, above: Sequence[str] = ()) -> Iterator[Row]:
    """The rows in order. Title lines stand first; a header that is repeated on each page is left out.

    A number comes with its unit, wherever the table gives that: in the column's name (产量（万吨）), in the row's
    (生猪（万头）), in a column of units, or above the table, where ``above`` are the lines right before it.
    """
    height = len(grid.cells)
    at = _first(grid)
    captions = leading(grid)
    yield from (Row(caption=text) for text in captions)
    lines = [*above, *captions]
    if at == height:
        return
    if pairs := fields([[text for _, text in told] for r in range(at, height) if (told := _distinct(grid, r))]):
        yield Row(cells=tuple((_plain(name), value) for name, value in pairs))
        return
    header = _header_rows(grid, at)
    names = _names(grid, at, header)
    heading = grid.cells[at] if header else None
    columns = _Columns(grid, at + header, names, Title.of(lines))
    empty = True
    for r in range(at + header, height):
        values = _distinct(grid, r)
        if not values or grid.cells[r] == heading:
            continue
        empty = False
        if len(values) == 1 and len(names) > 1 and is_remark(values[0][1]):
            yield Row(note=values[0][1])
        elif len(values) == 1 and len(names) > 1 and _spans_row(grid, r):
            yield Row(caption=values[0][1])
        elif not any(names) and len(values) == 2 and len(names) == 2:
            yield Row(cells=((values[0][1], values[1][1]),))
        else:
            yield Row(cells=columns.said(values))
    if empty and heading:  # A header that nothing follows is all that the table says.
        yield Row(cells=tuple(("", name) for name in names if name))


def leading(grid: Grid) -> list[str]:
    """The texts of the rows above the header: the table's title and notes on it."""
    return [text for r in range(_first(grid)) for _, text in _distinct(grid, r)]


def _first(grid: Grid) -> int:
    """The row in which the table begins: the first with several cells that are not all notes."""
    rows = range(len(grid.cells))
    return next((r for r in rows if len(_distinct(grid, r)) > 1 and not _notes(grid, r)), len(grid.cells))


class _Columns:
    """What the columns are called, and what their numbers are measured in."""

    def __init__(self, grid: Grid, body: int, names: Sequence[str], title: Title) -> None:
        parts = [parted(name) for name in names]
        dated = any(dates(name) for name, _ in parts)
        self._names = names
        self._units = [unit for _, unit in parts]
        self._bare = [
            led(name, title, dated=dated) if _numeric(grid, body, c) else name for c, (name, _) in enumerate(parts)
        ]
        self._of_rows = next((c for c, (name, _) in enumerate(parts) if is_unit_column(name)), None)
        self._of_table = title.unit_for

    def said(self, values: Sequence[tuple[int, str]]) -> tuple[tuple[str, str], ...]:
        """(name, value with its unit) of each cell of a row given as (column, text)."""
        label, unit = self._label(values)
        out = []
        used = False
        for c, text in values:
            told = (
                measured(text, self._bare[c], self._units[c], unit, self._of_table(self._bare[c]))
                if self._names[c]
                else text
            )
            used = used or (told != text and told.endswith(unit))
            # A unit that could not be moved to the number stays where it stands.
            kept = bool(self._units[c]) and told == text and not is_number(text) and not _DASH.fullmatch(text)
            out.append((self._names[c] if kept else self._bare[c], told))
        if label is not None and unit and used:
            out = [(name, parted(text)[0] if k == label else text) for k, (name, text) in enumerate(out)]
        return tuple(out)

    def _label(self, values: Sequence[tuple[int, str]]) -> tuple[int | None, str]:
        """Which cell of a row is its label with a unit in brackets, if any, and the row's unit."""
        for c, text in values:
            if c == self._of_rows and unit_of(text):
                return None, text
        for k, (_, text) in enumerate(values[:3]):
            bare, unit = parted(text)
            if unit and not is_number(text) and re.search(r"[\u4e00-\u9fff]", bare):
                return k, unit
        return None, ""


def _numeric(grid: Grid, body: int, column: int) -> bool:
    """Whether most of what stands in a column is numbers."""
    texts = [t for row in grid.cells[body : body + _LOOKED_AT] if (t := row[column]) and not _DASH.fullmatch(t)]
    return 2 * sum(is_number(text) for text in texts) > len(texts)


def _distinct(grid: Grid, row: int) -> list[tuple[int, str]]:
    """(column, text) of the cells of a row that say something; a cell merged across counts once."""
    out = []
    for c, text in enumerate(grid.cells[row]):
        if text and (c == 0 or grid.owner(row, c) != grid.owner(row, c - 1)):
            out.append((c, text))
    return out


def _notes(grid: Grid, row: int) -> bool:
    """Whether a row above the header holds nothing but notes on the table (填报单位：…, 截至…), not all of its cells filled."""
    told = _distinct(grid, row)
    return len(told) < len(grid.cells[row]) and all(is_labelled(text) for _, text in told)


def _spans_row(grid: Grid, row: int) -> bool:
    """Whether the row's only text is a cell merged across the table, as a part's heading is."""
    return len({grid.owner(row, c) for c in range(len(grid.cells[row]))}) == 1


def _header_rows(grid: Grid, at: int) -> int:
    """How many rows from ``at`` name the columns; 0 when already the first holds values."""
    cells = [text for _, text in _distinct(grid, at)]
    if any(_NUMBER.match(text) and not _is_year(text) for text in cells):
        return 0
    height = len(grid.cells)
    if at + 1 == height:
        return 0
    count = 1
    while count < _MAX_HEADER_ROWS and at + count < height - 1:
        r = at + count
        # A header cell that reaches down into this row, or one that spans columns and is explained below it.
        width = len(grid.cells[r])
        reaches = any(grid.owner(r, c)[0] < r for c in range(width))
        spanned = any(
            grid.owner(r - 1, c) == grid.owner(r - 1, c - 1) and grid.cells[r - 1][c] for c in range(1, width)
        )
        own = [text for c, text in _distinct(grid, r) if grid.owner(r, c)[0] == r]
        values = any(_NUMBER.match(text) and not _is_year(text) for text in own)
        if not spanned and _only_units(own):
            count += 1
            continue
        if not (reaches or spanned) or values or (reaches and not spanned and _first_column_only(grid, r)):
            break
        count += 1
    return count


def _only_units(texts: Sequence[str]) -> bool:
    """Whether a row below the names of columns says nothing but what they are measured in."""
    return len(texts) > 1 and all(unit_of(_IN_BRACKETS.sub("", text)) for text in texts)


def _first_column_only(grid: Grid, row: int) -> bool:
    """Whether only the first column reaches down here: a label over several rows, not a header."""
    return all(grid.owner(row, c)[0] == row for c in range(1, len(grid.cells[row])))


def _is_year(text: str) -> bool:
    """Whether a cell is a year, or begins with one: 2020年产量 names a column."""
    return re.match(r"^(?:19|20)\d{2}\s*(?:年\D{0,12})?$", text) is not None


def _names(grid: Grid, at: int, count: int) -> list[str]:
    """What each column is called: the header cells above one another, each once."""
    width = len(grid.cells[at])
    units = {r for r in range(at + 1, at + count) if _only_units([t for _, t in _distinct(grid, r)])}
    out = []
    for c in range(width):
        told = ((r, grid.cells[r][c]) for r in range(at, at + count))
        parts = dict.fromkeys(f"（{t}）" if r in units and unit_of(t) else _plain(t) for r, t in told if t)
        out.append(" ".join(parts)[:_MAX_NAME])
    return out


def _plain(name: str) -> str:
    """A name of a column without the marks that part cells: 其中：脱贫人口 is 其中脱贫人口."""
    return _MARKS.sub(lambda m: "" if m.start() and name[: m.start()].endswith("其中") else " ", name).strip()
