from __future__ import annotations

import datetime
import io
from typing import Any

import openpyxl
import pytest

from ingest.build import build_document
from ingest.parse import archive, xlsx
from ingest.parse.child import Desk
from ingest.parse.xlsx import shown
from ingest.parsed import Parsed
from rag.errors import IngestError
from tests.ingest.parse import making
from tests.ingest.parse.checks import assert_honest, said


def read(data: bytes) -> Parsed:
    return xlsx.parse(data, archive.opened(data), Desk(io.BytesIO(), ocr=False, pages={}))


def parse(book: Any) -> Parsed:
    out = io.BytesIO()
    book.save(out)
    return read(out.getvalue())


def workbook() -> Any:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "就业情况"
    sheet["A1"] = "表1 各县市就业情况（单位：万人）"
    sheet["A2"], sheet["B2"], sheet["B3"], sheet["C3"] = "县市", "2020年", "就业", "增幅"
    for area in ("A1:C1", "A2:A3", "B2:C2"):
        sheet.merge_cells(area)
    for r, row in enumerate((("甲县", 1.14, 0.0822), ("乙县", 30.78, 0.1)), 4):
        for c, value in enumerate(row, 1):
            sheet.cell(r, c, value)
        sheet.cell(r, 3).number_format = "0.0%"
    return book


def test_rows_carry_merged_headers_and_values_as_shown() -> None:
    parsed = parse(workbook())
    assert said(parsed) == [
        "表1 各县市就业情况（单位：万人）",
        "县市：甲县；2020年 就业：1.14万人；2020年 增幅：8.2%。",
        "县市：乙县；2020年 就业：30.78万人；2020年 增幅：10.0%。",
    ]
    assert {b.page for b in parsed.blocks} == {"就业情况"}
    assert_honest(parsed)


def test_hidden_sheets_are_named_and_left_out() -> None:
    book = workbook()
    hidden = book.create_sheet("底稿")
    hidden["A1"], hidden.sheet_state = "不给看", "hidden"
    parsed = parse(book)
    assert "不给看" not in parsed.text
    assert "底稿" in parsed.warnings[0]


@pytest.mark.parametrize(
    ("value", "pattern", "text"),
    [
        (0.822, "0.0%", "82.2%"), (0.0822, "0.00%", "8.22%"), (0.5, "0%", "50%"), (84, "General", "84"),
        (84.0, "General", "84"), (0.1 + 0.2, "General", "0.3"), (1234567.5, "#,##0.00", "1,234,567.50"),
        (12.345678, "0.00", "12.35"), (30.78, "0.00_ ;[红色]-0.00", "30.78"), (1181, '0"个"', "1181"), (True, "General", "是"),
        (datetime.datetime(2021, 4, 12), "yyyy-mm-dd", "2021-04-12"), (datetime.date(2021, 4, 12), "", "2021-04-12"),  # noqa: DTZ001
        ("甲\n县", "General", "甲县"), (123456789012345678, "General", "123456789012345678"),
    ],
)  # fmt: skip
def test_values_as_a_sheet_shows_them(value: object, pattern: str, text: str) -> None:
    assert shown(value, pattern) == text


def test_a_format_on_the_last_row_does_not_make_a_million_rows() -> None:
    book = workbook()
    book.active.cell(1_000_000, 1).number_format = "0.00"
    assert len(parse(book).blocks) == 3


def test_an_entity_is_refused() -> None:
    evil = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><workbook>&b;</workbook>'
    data = making.archive({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": evil})
    with pytest.raises(IngestError, match="实体"):
        read(data)


def test_an_empty_workbook_is_refused() -> None:
    with pytest.raises(IngestError, match="没有文字"):
        parse(openpyxl.Workbook())


def test_each_sheet_is_an_article_under_its_own_title() -> None:
    book = workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    first, second = book.create_sheet("就业"), book.create_sheet("产业资金")
    for row in (["桂阳县2022年就业情况统计表"], ["乡镇", "人数（人）"], ["太和镇", 30], ["樟市镇", 20]):
        first.append(row)
    for row in (["单位：万元"], ["项目", "2021年", "2022年"], ["修路", 3, 4], ["修渠", 5, 6]):
        second.append(row)
    document = build_document(parse(book), path="桂阳县台账.xlsx", root="/r", sha256="0" * 64, size=1, mtime_ns=0)
    assert [(a.title, a.place) for a in document.articles] == [
        ("桂阳县2022年就业情况统计表", "桂阳县"),
        ("桂阳县台账 产业资金", "桂阳县"),
    ]
