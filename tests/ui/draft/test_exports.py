"""The report as Word, HTML and Markdown: everything in it, nothing obeyed."""

from __future__ import annotations

import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from rag.check.report import Report
from rag.errors import UsageError
from tests.rag.check.making import LIBRARY, checked, passage
from tests.ui.hostile import HOSTILE
from ui.draft.exports import content, export, suffix_checked
from ui.draft.reading import draft_of_bytes, draft_of_file, draft_of_text

TEXT = (
    "关于绥宁县就业工作的汇报\n各位领导：\n绥宁县建成扶贫车间57个，吸纳就业1203人。车间工人月均工资2860元。\n"
    "绥宁县引进新能源汽车企业3家。我认为成效显著。"
)


@pytest.fixture
def report() -> Report:
    return checked(TEXT)


def test_the_word_file_holds_the_draft_its_comments_and_the_sources(report: Report) -> None:
    document = Document(BytesIO(content(report, "docx", "2025")))
    body = "\n".join(p.text for p in document.paragraphs)
    for line in TEXT.split("\n"):
        assert line in body
    comments = [c.text for c in document.comments]
    assert len(comments) == 3 and any("原文为47个" in c for c in comments) and any("未找到依据" in c for c in comments)
    assert "车间建到家门口[N]. 湖南日报，2021-04-12（3）." in body
    shaded = re.findall(r'w:fill="(\w+)"', document.element.xml)
    assert {"F9D9D5", "DDEFE2", "E6E4DF"} <= set(shaded)
    bold = [r.text for p in document.paragraphs for r in p.runs if r.bold]
    assert "57个" in bold


def test_the_page_is_one_file_that_asks_for_nothing(report: Report) -> None:
    html = content(report, "html", "2015").decode("utf-8")
    assert "default-src 'none'" in html and not re.search(r"<script|https?://(?!www\.w3)|@import|url\(", html)
    for n in re.findall(r'href="#(\w+)"', html):
        assert f'id="{n}"' in html
    assert "湖南日报" in html and "47个" in html


def test_markdown_holds_the_draft_and_the_corrections(report: Report) -> None:
    text = content(report, "md", "office").decode("utf-8")
    assert "原文为47个" in text and "《车间建到家门口》（湖南日报，2021年4月12日，第3版）" in text
    assert "绥宁县引进新能源汽车企业3家" in text


@pytest.mark.parametrize("kind", ["docx", "html", "md"])
def test_hostile_drafts_and_reports_stay_text(kind: str) -> None:
    bad = [passage(9 + n, f"{h} 全县建成车间47个。", place="绥宁县", title=h) for n, h in enumerate(HOSTILE)]
    draft = "\n".join(f"{h} 绥宁县建成车间{48 + n}个。" for n, h in enumerate(HOSTILE)) + "\x00\x01\ud800"
    data = content(checked(draft.encode("utf-8", "replace").decode(), *LIBRARY, *bad), kind, "2025")
    if kind == "html":
        inside = data.decode("utf-8").split("</head>")[1]
        assert not re.search(
            r"<(?!/?(?:h1|h2|small|p|span|section|a|b|br|div|ul|li|strong|blockquote|main|body)\b)",
            inside.replace("</html>", ""),
        )
        assert not re.search(r"\son\w+=|javascript:", re.sub(r">[^<]*<", "><", inside))
    elif kind == "md":
        assert not re.search(r"(?<!\\)[<`]|(?<!\\)!\[", data.decode("utf-8"))
    else:
        assert len(Document(BytesIO(data)).paragraphs) > 3


def test_files_are_written_whole_or_not_at_all(report: Report, tmp_path: Path) -> None:
    out = tmp_path / "o.docx"
    export(report, out, "docx", "2025")
    assert Document(str(out)).paragraphs and list(tmp_path.iterdir()) == [out]
    with pytest.raises(UsageError):
        suffix_checked(tmp_path / "o.txt", "docx")
    with pytest.raises(UsageError):
        suffix_checked(tmp_path / "nowhere" / "o.docx", "docx")


def word(*paragraphs: str) -> bytes:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip([c for r in table.rows for c in r.cells], ["指标", "数值", "扶贫车间", "57个"], strict=True):
        cell.text = text
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def test_word_drafts_are_read_with_their_tables(tmp_path: Path) -> None:
    draft = draft_of_bytes(word("绥宁县建成扶贫车间57个。"), "稿.docx")
    assert "57个" in draft.text and any(p.kind == "row" for p in draft.paragraphs) and "接受全部修订" in draft.notes[-1]


def test_tracked_changes_are_read_as_accepted() -> None:
    data = BytesIO(word("建成车间4"))
    document = Document(data)
    from docx.oxml import parse_xml

    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    p = document.paragraphs[0]._p
    p.append(parse_xml(f'<w:ins {space} w:id="1" w:author="a"><w:r><w:t>7个</w:t></w:r></w:ins>'))
    p.append(parse_xml(f'<w:del {space} w:id="2" w:author="a"><w:r><w:delText>9个</w:delText></w:r></w:del>'))
    out = BytesIO()
    document.save(out)
    text = draft_of_bytes(out.getvalue(), "稿.docx").text
    assert "建成车间47个" in text and "9个" not in text


def test_wrapped_lines_of_a_text_are_healed() -> None:
    text = "关于工作的汇报\n\n" + "\n".join(
        [
            "截至去年底全县建成扶贫车间四十七个吸纳就业一千",
            "二百零三人其中贫困劳动力五百一十二人车间工人月均",
            "工资两千八百六十元比上年增长百分之八点五。",
        ]
    )
    draft = draft_of_text(text)
    assert any("一千二百零三人" in p.body.text for p in draft.paragraphs)


@pytest.mark.parametrize("name", ["a.exe", "a.zip", "a", "a.xlsx"])
def test_other_files_are_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"x")
    with pytest.raises(UsageError):
        draft_of_file(path)


def test_what_is_no_draft_is_refused(tmp_path: Path) -> None:
    for text in (None, 7, "", " ", "字" * 200_001):
        with pytest.raises(UsageError):
            draft_of_text(text)
    with pytest.raises(UsageError):
        draft_of_file(tmp_path / "nothing.txt")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_libreoffice_opens_the_word_file_and_shows_every_word(report: Report, tmp_path: Path) -> None:
    import pypdfium2

    export(report, tmp_path / "o.docx", "docx", "2025")
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "o.docx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(str(tmp_path / "o.pdf"))]
    shown = re.sub(r"\s+", "", "".join(pages))
    for line in TEXT.split("\n"):
        assert re.sub(r"\s+", "", line) in shown
    assert "\ufffd" not in shown
