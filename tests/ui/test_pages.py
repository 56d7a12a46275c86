"""The pages without script."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html as lxml_html

from tests.rag.library.making import document
from tests.ui.fake_pipeline import FIGURE
from tests.ui.hostile import HOSTILE
from tests.ui.service import client, service
from ui.web.pages import document_html, parse_spans

REPORT = document("报告.txt", [("题", ["一二三四五六七八九十。"])])


def page(home: Path, address: str) -> lxml_html.HtmlElement:
    app, _ = service(home)
    reply = client(app).get(address)
    assert "<script" not in reply.text and "default-src 'none'" in reply.headers["content-security-policy"]
    return lxml_html.document_fromstring(reply.text)


def test_the_whole_document_with_the_words_marked(home: Path) -> None:
    app, _ = service(home)
    visitor = client(app)
    (c,) = visitor.post("/api/v1/ask", json={"question": "多少", "engine": "extractive"}).json()["citations"]
    listed = visitor.get("/api/v1/documents/示例县报告.txt").json()
    ((start, end),) = c["spans"]
    tree = page(home, f"/doc/{listed['id']}?v={c['document_sha256'][:12]}&m={start}-{end}")
    (mark,) = tree.iter("mark")
    assert (mark.get("id"), mark.text) == ("m", FIGURE)
    assert (
        tree.find_class("text")[0].text_content()
        == visitor.get("/api/v1/documents/示例县报告.txt?text=1").json()["text"]
    )
    assert [a.text for a in tree.iter("a")] == ["车间进村来", "学校新貌"]


def test_another_version_is_not_marked() -> None:
    assert "<mark" in document_html(REPORT, version=REPORT.sha256[:12], spans=[(2, 4)])
    stale = document_html(REPORT, version="000000000000", spans=[(2, 4)])
    assert "<mark" not in stale and "更新过" in stale


def test_spans_beyond_the_text_mark_nothing() -> None:
    assert "<mark" not in document_html(REPORT, spans=[(5, 10_000)])


@pytest.mark.parametrize(
    "value", ["", "x", "1", "9-3", "-1-2", "1-2_", "1-2;3-4", "1-2" + "_1-2" * 500, "9" * 30 + "-1"]
)
def test_spans_that_are_none(value: str) -> None:
    assert parse_spans(value) == ()


def test_spans() -> None:
    assert parse_spans("1203-1229_1300-1310") == ((1203, 1229), (1300, 1310))


def test_a_long_document_comes_in_pieces() -> None:
    long = document("长.txt", [("题", ["甲乙丙丁戊己庚辛壬癸" * 1000] * 25)])
    first = document_html(long)
    assert len(first) < 200_000 and "?at=100000" in first.replace("&#61;", "=")
    there = document_html(long, spans=[(150_000, 150_005)])
    assert "<mark" in there and "第 100001—200000 字" in there


@pytest.mark.parametrize("name", ["nothing", "..", "a/b", "%00", "x" * 81])
def test_a_document_that_is_not_here(home: Path, name: str) -> None:
    app, _ = service(home)
    assert client(app).get(f"/doc/{name}").status_code in (400, 404)


def test_question_and_answer_without_script(home: Path) -> None:
    tree = page(home, "/plain?q=多少个？")
    shown = tree.text_content()
    assert FIGURE in shown and "已核实" in shown and "AI生成" in shown
    assert [m.text for m in tree.iter("mark")] == [FIGURE]
    targets = {e.get("id") for e in tree.iter() if e.get("id")}
    assert {a.get("href")[1:] for a in tree.iter("a") if a.get("href", "").startswith("#")} <= targets
    assert tree.get_element_by_id("q").text == "多少个？"


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_questions_and_documents(home: Path, hostile: str) -> None:
    app, _ = service(home)
    for reply in (client(app).get("/plain", params={"q": hostile, "place": hostile}),):
        tree = lxml_html.document_fromstring(reply.text)
        assert not [e for e in tree.iter("script", "img", "iframe", "svg", "object")]
        assert not [e for e in tree.iter() if any(k.startswith("on") for k in e.attrib)]
    report = lxml_html.fragment_fromstring(
        document_html(document(hostile, [(hostile, [hostile])])), create_parent="main"
    )
    assert {e.tag for e in report.iter()} <= {"main", "h1", "p", "details", "summary", "ol", "li", "a", "span", "div"}


def test_an_error_is_a_sentence(home: Path) -> None:
    assert "接口没有回应" in page(home, "/plain?q=错误").text_content()
