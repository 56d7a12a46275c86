"""One policy for files whose ending belies their content: read as what they are, and it is said."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from ingest.parse.detect import misnamed
from ingest.parse.registry import Parser
from ingest.parsed import Parsed
from rag.errors import IngestError
from tests.ingest.parse import making

HTML = "<!doctype html><html><body><p>青石县新建车间84个，带动就业30.78万人。</p></body></html>".encode()
TEXT = "青石县新建车间84个，带动就业30.78万人。".encode()


def read(data: bytes, name: str) -> list[Parsed]:
    with Parser() as parser:
        found = [member.result for member in parser.documents(data, name)]
    assert all(isinstance(one, Parsed) for one in found)
    return [one for one in found if isinstance(one, Parsed)]


@pytest.mark.parametrize(
    ("data", "name", "what"),
    [(TEXT, "简报.docx", "文本"), (TEXT, "简报.pdf", "文本"), (HTML, "导出.doc", "网页"), (HTML, "导出.txt", "网页")],
)
def test_the_content_decides_and_the_reader_is_told(data: bytes, name: str, what: str) -> None:
    (parsed,) = read(data, name)
    assert "84个" in parsed.text
    assert f"内容却是{what}" in parsed.warnings[0]


@pytest.mark.parametrize(("name", "kind"), [("简报.docx", "Word 文件"), ("表.xlsx", "Excel 表格"), ("文.pdf", "PDF")])
def test_what_is_neither_text_nor_what_its_ending_says_is_called_damaged(name: str, kind: str) -> None:
    with pytest.raises(IngestError, match=f"不是完好的{kind}"):
        read(bytes(range(256)) * 40, name)


def test_office_files_under_each_others_names_and_in_archives() -> None:
    book = Workbook()
    book.active.append(["县", "人数"])  # type: ignore[union-attr]
    book.active.append(["甲县", 3])  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    sheet = out.getvalue()
    (parsed,) = read(sheet, "表.docx")
    assert "内容却是Excel 表格" in parsed.warnings[0]
    (packed,) = read(making.archive({"里/表.docx": sheet}), "汇编.zip")
    assert "内容却是Excel 表格" in packed.warnings[0]


@pytest.mark.parametrize(
    ("name", "media"),
    [
        ("a.txt", "text/plain"), ("a", "text/plain"), ("a.log", "text/plain"), ("a.md", "text/markdown"), ("a.HTM", "text/html"),
        ("a.jpg", "image/png"), ("a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)  # fmt: skip
def test_nothing_is_said_where_they_agree(name: str, media: str) -> None:
    assert misnamed(name, media) == ""
