"""Excel workbooks: a page a sheet, each row with its header, values as the sheet shows them."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from ingest.parse import archive, limits
from ingest.parse.compose import Composer, one_line
from ingest.parse.csv import too_many
from ingest.parse.table import Grid
from ingest.parsed import Parsed
from rag.errors import IngestError

if TYPE_CHECKING:
    from ingest.parse.child import Desk

_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_DECIMALS = re.compile(r"0\.(0+)")
_ROWS_A_SIGN = 5000
_MAX_MERGES = 50_000
_EMPTY_ROWS = 1000
"""Rows without a value after which a sheet is taken to be over: formats reach down to row 1,048,576."""


def parse(data: bytes, package: zipfile.ZipFile, desk: Desk) -> Parsed:
    """The visible sheets of a ``.xlsx``. Formulas stand for the value they had when it was saved.

    Raises:
        IngestError: damaged, empty, or larger than a table may be.
    """
    from openpyxl import load_workbook

    for name in package.namelist():
        if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in package.read(name)[:4096]:
            raise IngestError("文件里有不允许的 XML 实体声明", "the file declares XML entities, which is not allowed")
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except IngestError:
        raise
    except Exception as error:
        raise IngestError("不是有效的 Excel 文件", "not a valid Excel file") from error
    composer = Composer()
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    several = len(book.worksheets) - len(hidden) > 1
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        rows = _rows(sheet, desk)
        part = archive.part(package, str(getattr(sheet, "_worksheet_path", "")).lstrip("/")) or b""
        composer.table(_merged(rows, part), page=one_line(sheet.title), name=one_line(sheet.title) if several else None)
    if hidden:
        composer.warnings.append(f"隐藏的工作表没有导入：{'、'.join(hidden)[:100]}")
    return composer.parsed("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def _rows(sheet: Any, desk: Desk) -> list[list[str]]:
    rows: list[list[str]] = []
    empty = 0
    for number, row in enumerate(sheet.iter_rows(max_col=limits.TABLE_COLUMNS)):
        if number >= limits.TABLE_ROWS:
            raise too_many()
        if number % _ROWS_A_SIGN == 0:
            desk.alive()
        rows.append([shown(cell.value, cell.number_format) if cell.value is not None else "" for cell in row])
        empty = 0 if any(rows[-1]) else empty + 1
        if empty > _EMPTY_ROWS:
            break
    while rows and not any(rows[-1]):
        rows.pop()
    # A sheet says that it is wider than its table, which no cell that spans the table would reach across.
    width = max((c + 1 for row in rows for c, text in enumerate(row) if text), default=0)
    return [row[:width] for row in rows]


def _merged(rows: list[list[str]], part: bytes) -> Grid:
    """The rows with the text of merged cells in every cell they cover; empty rows are left out."""
    cells = [list(row) for row in Grid.plain(rows).cells]
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    width = len(cells[0]) if cells else 0
    for n, match in enumerate(_MERGE.finditer(part)):
        if n >= _MAX_MERGES:
            break
        left, top, right, bottom = _column(match[1]), int(match[2]) - 1, _column(match[3]), int(match[4]) - 1
        if top >= len(cells) or left >= width:
            continue
        for r in range(top, min(bottom + 1, len(cells))):
            for c in range(left, min(right + 1, width)):
                cells[r][c] = cells[top][left]
                merged[r, c] = (top, left)
    # Rows without a value go, and the numbers of those that stay close up.
    kept = [r for r, row in enumerate(cells) if any(row)]
    number = {r: n for n, r in enumerate(kept)}
    moved = {
        (number[r], c): (number[a], b)
        for (r, c), (a, b) in merged.items()
        if r in number and a in number and (r, c) != (a, b)
    }
    return Grid([cells[r] for r in kept], moved)


def _column(letters: bytes) -> int:
    """``A`` is 0, ``AA`` is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def shown(value: object, number_format: str) -> str:
    """A cell's value as the sheet shows it: 0.822 under ``0.0%`` is ``82.2%``."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return _number(value, (number_format or "General").split(";")[0])
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%d" if value.time() == datetime.time() else "%Y-%m-%d %H:%M")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return one_line(str(value))


def _number(value: float, pattern: str) -> str:
    bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|_.', "", pattern)
    decimals = _DECIMALS.search(bare)
    places = len(decimals.group(1)) if decimals else 0
    if "%" in bare:
        return f"{value * 100:.{places}f}%"
    if "E" in bare.upper().replace("GENERAL", "") or "?" in bare or not re.search(r"[0#]", bare):
        return _general(value)
    comma = "," if "," in bare.split(".")[0] else ""
    if "." in bare and not decimals:
        return _general(value)
    return f"{value:{comma}.{places}f}"


def _general(value: float) -> str:
    """Without a format: as many digits as are meant, and no exponent where Excel shows none."""
    if isinstance(value, int) or (value == int(value) and abs(value) < 1e15):
        return str(int(value))
    return f"{value:.11g}" if abs(value) >= 1e-4 else repr(value)
