"""Tables that plain text sets out in columns: lines of cells with tabs or blanks between them, under a line of names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.domain import Span

Line = tuple[int, int, int]
"""Start and end of a line in the text, trimmed, and how many blank lines stand before it."""

_TAB = re.compile(r"[ \u3000\xa0]*\t[ \u3000\xa0]*")
_WIDE = re.compile(r"[ \u3000\xa0]{2,}|\u3000")
_SINGLE = re.compile(r"[ \xa0]")
_NUMBER = re.compile(r"[-+−]?\d[\d,，]*(?:\.\d+)?\s?(?:[%％‰]|[\u4e00-\u9fff/²³]{1,4})?|[-—–－/]{1,3}")
_UNIT = re.compile(r"[（(][^（）()]{1,8}[）)]")
_NAME = re.compile(r"(?=.*[\u4e00-\u9fffA-Za-z])(?:[^。；;，,！？：:（(]|[（(][^（）()]{0,16}[）)])+")
_TEXT = re.compile(r"[^。；;！？]+")
_CLOSED = re.compile(r"[。！？!?；;，,、]$")
_YEAR = re.compile(r"(?:19|20)\d\d年")
_LONGEST_NAME = 24
_LONGEST_CELL = 30
_LONGEST_TITLE = 60
_COLUMNS = 40


@dataclass(frozen=True, slots=True)
class Table:
    """Lines ``[first, end)`` of a text: the names of the columns, where need be their units, and the rows.

    ``rows`` are, for each line after these, the spans of ``name value name value …`` with the blanks between, all taken
    from the text: each cell behind the name of its column. ``title`` says that the line before ``first`` is its title.
    """

    first: int
    end: int
    rows: tuple[tuple[Span, ...], ...]
    title: bool


def tables(text: str, lines: Sequence[Line]) -> Iterator[Table]:
    """The tables among ``lines``, in order; linear time.

    Exact or nothing: every line has as many cells as there are names, and most of its cells but the first are numbers.
    """
    at = 0
    while at + 2 < len(lines):
        table = _table(text, lines, at)
        if table is None:
            at += 1
        else:
            yield table
            at = table.end


def _table(text: str, lines: Sequence[Line], at: int) -> Table | None:
    start, end, _ = lines[at]
    if end - start > _COLUMNS * _LONGEST_NAME or not any(c.isspace() for c in text[start:end]):
        return None
    line = text[start:end]
    mark = _TAB if "\t" in line else _WIDE if _WIDE.search(line) else _SINGLE
    names = _cells(text, lines[at], mark)
    if not 2 <= len(names) <= _COLUMNS or not all(_is_name(text[a:b]) for a, b in names):
        return None
    units = _units(text, _cells(text, lines[at + 1], mark), len(names))
    head = 2 if units else 1
    rows: list[tuple[Span, ...]] = []
    led = 0
    for line_at in lines[at + head :]:
        if line_at[2] > 1 or line_at[1] - line_at[0] > _COLUMNS * _LONGEST_CELL:
            break
        cells = _cells(text, line_at, mark)
        if not rows:
            led = len(cells) - len(names)  # The column of what the rows are headed by may have no name.
        if mark is _TAB and not led:
            cells += [(line_at[1], line_at[1])] * (len(names) - len(cells))  # Empty cells at the end of a line.
        if led not in (0, 1) or len(cells) != len(names) + led or not _is_row(text, cells, mark):
            break
        rows.append(tuple(_row(text, names, units, cells, led)))
    if len(rows) < 2 or (len(names) + led == 2 and (mark is _SINGLE or len(rows) < 3)):
        return None
    return Table(at, at + head + len(rows), tuple(rows), at > 0 and _is_title(text, lines[at - 1]))


def _cells(text: str, line: Line, mark: re.Pattern[str]) -> list[Span]:
    out: list[Span] = []
    at = line[0]
    for m in mark.finditer(text, line[0], line[1]):
        out.append((at, m.start()))
        at = m.end()
    return [*out, (at, line[1])]


def _units(text: str, cells: Sequence[Span], names: int) -> list[Span | None]:
    """The unit of each column where the second line gives them in brackets (（人） （%）), for all or all but the first."""
    if not names - 1 <= len(cells) <= names or not all(_UNIT.fullmatch(text, a, b) for a, b in cells):
        return []
    return [*[None] * (names - len(cells)), *cells]


def _is_name(cell: str) -> bool:
    return (
        0 < len(cell) <= _LONGEST_NAME
        and bool(_NAME.fullmatch(cell))
        and (not _NUMBER.fullmatch(cell) or bool(_YEAR.fullmatch(cell)))
    )


def _is_row(text: str, cells: Sequence[Span], mark: re.Pattern[str]) -> bool:
    told = [text[a:b] for a, b in cells]
    if not told[0] or not all(len(t) <= _LONGEST_CELL and (not t or _TEXT.fullmatch(t)) for t in told):
        return False
    rest = [t for t in told[1:] if t]
    numbers = sum(bool(_NUMBER.fullmatch(t)) for t in rest)
    return numbers == len(rest) > 0 if mark is _SINGLE else numbers > 0 and 2 * numbers >= len(rest)


def _is_title(text: str, line: Line) -> bool:
    return line[1] - line[0] <= _LONGEST_TITLE and not _CLOSED.search(text, max(line[0], line[1] - 1), line[1])


def _row(
    text: str, names: Sequence[Span], units: Sequence[Span | None], cells: Sequence[Span], led: int
) -> Iterator[Span]:
    """The spans of a row's cells, each behind the name of its column and its unit, with a blank of the text between."""
    parted = True
    for k, (low, high) in enumerate(cells):
        if low == high:
            continue
        # What begins a line has its blank behind it, everything else before it.
        if k >= led:
            (start, end), unit = names[k - led], units[k - led] if units else None
            blank_behind = k == led and unit is None
            yield (start if parted else _gap_before(text, start)), (_gap_after(text, end) if blank_behind else end)
            parted = blank_behind
            if unit:
                yield unit
        yield (low if parted else _gap_before(text, low)), (high if k else _gap_after(text, high))
        parted = k == 0


def _gap_before(text: str, start: int) -> int:
    """Where the blank before a cell begins; of several two are enough to part it."""
    at = start
    while start - at < 2 and text[at - 1] in " \xa0":
        at -= 1
    return at if at < start else start - 1


def _gap_after(text: str, end: int) -> int:
    at = end
    while at - end < 2 and text[at] in " \xa0":
        at += 1
    return at if at > end else end + 1
