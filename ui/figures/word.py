"""A table of figures as .docx: the table, remarks, and the sources it is cited to."""

from __future__ import annotations

import io
from typing import Any

from rag.figures.table import Table
from ui.figures.columns import empty_line, header, lines, remarks, source_line, workings
from ui.language import say
from ui.plain import plain

_LEFT_OUT = {5}
"""Columns that a page has no room for: the unit stands in the number as written."""


def docx_bytes(table: Table) -> bytes:
    """The document. Landscape, for twelve columns do not fit across a page."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.shared import Pt

    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    _fonts(document)
    document.add_heading(plain(table.asked.question or say("全部数据", "All figures")), level=1)
    rows = lines(table)
    columns = [i for i in range(len(header())) if i not in _LEFT_OUT and (i < 7 or any(r.cells[i] for r in rows))]
    if rows:
        grid = document.add_table(rows=1, cols=len(columns), style="Table Grid")
        for cell, i in zip(grid.rows[0].cells, columns, strict=True):
            cell.paragraphs[0].add_run(header()[i]).bold = True
        _repeated(grid.rows[0])
        for line in rows:
            for cell, i in zip(grid.add_row().cells, columns, strict=True):
                cell.text = plain(line.cells[i])
        for row in grid.rows:
            for cell in row.cells:
                for run in cell.paragraphs[0].runs:
                    run.font.size = Pt(9)
    else:
        document.add_paragraph(plain(empty_line(table)))
    for remark in remarks(table):
        document.add_paragraph(plain(remark))
    worked = workings(table)
    if worked:
        document.add_heading(say("计算", "Computed"), level=2)
        for what, working in worked:
            document.add_paragraph(plain(f"{what}：{working}"))
    if table.citations:
        document.add_heading(say("出处", "Sources"), level=2)
        for c in table.citations:
            document.add_paragraph(plain(f"[{c.n}] {source_line(c)}：“{c.quote}”"))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _fonts(document: Any) -> None:
    """Song for text, Hei for headings, in the names that office programs know."""
    from docx.oxml.ns import qn

    for style, font in (("Normal", "宋体"), ("Heading 1", "黑体"), ("Heading 2", "黑体")):
        fonts = document.styles[style].element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), font)


def _repeated(row: Any) -> None:
    """The header again on each page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
