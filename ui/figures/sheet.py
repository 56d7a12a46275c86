"""Tables of figures as .csv and .xlsx. Nothing in a cell can become a formula."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

from rag.figures.table import Table
from ui.figures.columns import VALUE, empty_line, header, lines, remarks, source_line, workings
from ui.language import say
from ui.plain import plain
from ui.references import page_name

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?%?")
_MEASURE = re.compile(r"-\d[\d,]*(?:\.\d+)?[\u4e00-\u9fff/²³]{1,6}$")
_CELL = 32_000
"""Characters that a cell of a spreadsheet holds."""


def safe(value: str) -> str:
    """``value`` as text that no spreadsheet takes for a formula (OWASP, CSV Injection)."""
    text = plain(value)[:_CELL]
    if _NUMBER.fullmatch(text):
        return text
    if _MEASURE.match(text):  # -6000吨: with the sign that is only a minus
        return f"\u2212{text[1:]}"
    return f"'{text}" if text.startswith(_FORMULA) else text


def csv_bytes(table: Table) -> bytes:
    """UTF-8 with a mark that spreadsheets need to see Chinese; rows, then remarks and sources."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header())
    for line in lines(table):
        # A number stays a number, also a negative one.
        row: list[Any] = [safe(cell) for cell in line.cells]
        row[VALUE] = line.cells[VALUE]
        writer.writerow(row)
    if not table.rows:
        writer.writerow([safe(empty_line(table))])
    for remark in remarks(table):
        writer.writerow([safe(remark)])
    for c in table.citations:
        writer.writerow([f"[{c.n}]", safe(source_line(c)), safe(c.quote)])
    return out.getvalue().encode("utf-8-sig")


def xlsx_bytes(table: Table) -> bytes:
    """A workbook: the table, each row linked to its sources on the second sheet, and how values were worked out."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = say("数据", "Figures")
    sources = book.create_sheet(say("出处", "Sources"))
    bold, wrap = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    _row(sheet, header())
    for cell in sheet[1]:
        cell.font = bold
    sheet.freeze_panes = "A2"
    for r, line in enumerate(lines(table), 2):
        _row(sheet, line.cells)
        if "–" not in line.cells[VALUE]:
            sheet.cell(r, VALUE + 1).value = line.value
        if line.citations:
            # A link leads to one place: the row's first source. The others are next to it by number.
            for column in (4, len(line.cells)):
                cell = sheet.cell(r, column)
                cell.hyperlink = f"#'{sources.title}'!A{line.citations[0] + 1}"
                cell.font = Font(color="0563C1", underline="single")
    if not table.rows:
        _row(sheet, (empty_line(table),))
    for remark in remarks(table):
        _row(sheet, (remark,))
    for column, width in enumerate((32, 14, 18, 14, 16, 8, 10, 14, 16, 14, 12, 10), 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    _row(sources, (say("编号", "No."), say("文章", "Article"), say("文件", "Document"), say("地区", "Place"), say("日期", "Date"), say("版页", "Page"), say("原文", "Words"), say("位置", "Offsets")))  # fmt: skip
    for c in table.citations:
        spans = "；".join(f"{s}–{e}" for s, e in c.spans)
        _row(
            sources,
            (f"[{c.n}]", c.article, c.document, c.place or "", c.date or "", page_name(c) or "", c.quote, spans),
        )
        sources.cell(c.n + 1, 7).alignment = wrap
    for cell in sources[1]:
        cell.font = bold
    for column, width in enumerate((8, 36, 28, 14, 12, 8, 80, 20), 1):
        sources.column_dimensions[get_column_letter(column)].width = width
    worked = workings(table)
    if worked:
        third = book.create_sheet(say("计算", "Computed"))
        _row(third, (say("项目", "What"), say("算式", "Working")))
        for pair in worked:
            _row(third, pair)
        third.column_dimensions["A"].width = third.column_dimensions["B"].width = 60
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _row(sheet: Any, values: tuple[str, ...]) -> None:
    """A row of text: never a formula, whatever it begins with."""
    r = 1 if sheet.max_row == 1 and sheet.cell(1, 1).value is None else sheet.max_row + 1
    for column, value in enumerate(values, 1):
        cell = sheet.cell(r, column)
        cell.value = plain(value)[:_CELL]
        cell.data_type = "s"
