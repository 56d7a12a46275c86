"""The library page and the line on top of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html as lxml_html

import rag.models.store
from rag.index.indexes import Indexes
from rag.library.removed import Removed
from rag.models.store import ModelStore
from rag.settings import load
from tests.rag.index.making import HashEmbedder64
from tests.rag.library.making import document
from tests.ui.fake_pipeline import FakePipeline, library
from ui.desk import Desk
from ui.documents import listing
from ui.web.examples import Examples
from ui.web.shelf import model_line, progress_html, removal_html, removed_html, report_html, shelf_html, status_html
from ui.web.uploads import Step


def shown(page: str) -> str:
    return str(lxml_html.fragment_fromstring(page, create_parent="main").text_content())


def desk_of(home: Path, **settings: object) -> Desk:
    return Desk(load(home, **settings), FakePipeline(library(home)))  # type: ignore[arg-type]


def test_an_empty_library_says_what_to_do(home: Path) -> None:
    assert "请在上面上传" in shown(shelf_html(None)) and removal_html(None, "x") is None
    assert "库里还没有报告" in shown(status_html(Desk(load(home))))


def test_documents_are_listed_and_found_by_name(home: Path) -> None:
    shelf = library(home)
    page = shown(shelf_html(shelf))
    assert "共 2 份报告" in page and "年鉴.txt" in page and "示例县报告.txt" in page
    found = shown(shelf_html(shelf, matching=" 年鉴 "))
    assert "其中 1 份" in found and "示例县报告.txt" not in found


def test_a_page_is_found_by_any_of_its_articles(home: Path) -> None:
    held = library(home)
    held.put(document("版面.txt", [("春耕正忙", ["正文一。"]), ("夜校开课", ["正文二。"])]))
    assert "春耕正忙" in shown(shelf_html(held))
    found = shown(shelf_html(held, matching="夜校"))
    assert "其中 1 份" in found and "夜校开课" in found and "年鉴.txt" not in found


def test_every_row_can_be_removed_after_a_question_that_tells_that_it_can_be_undone(home: Path) -> None:
    held = library(home)
    held.put(document("<b>注</b>.txt", [("题", ["正文。"])]))
    links = lxml_html.fragment_fromstring(shelf_html(held), create_parent="main").find_class("remove")
    assert [a.get("href") for a in links] == [f"#{d.id}" for d in held.documents()]
    for d in held.documents():
        asks = removal_html(held, d.id)
        assert asks and d.path in shown(asks) and "一天之内可以撤销" in shown(asks) and "<b>" not in asks
    assert removal_html(held, "没有这份") is None


def test_what_was_removed_is_listed_with_a_link_that_takes_it_back(home: Path) -> None:
    assert removed_html(home) == ""
    Removed(home).keep(document("<b>旧</b>.txt", [("题", ["正文。"])]))
    page = removed_html(home)
    (link,) = lxml_html.fragment_fromstring(page, create_parent="main").find_class("restore")
    assert link.get("href") == f"#{Removed(home).documents()[0].id}" and "<b>" not in page
    assert "一天之内可以撤销" in shown(page) and "<b>旧</b>.txt" in shown(page)


def test_a_large_library_is_cut(home: Path) -> None:
    shelf = library(home)
    for n in range(510):
        shelf.put(document(f"{n:03}.txt", [("题", ["正文。"])]))
    page = shelf_html(shelf)
    assert page.count("<tr>") == 501 and "列出前 500 份" in shown(page)


def test_what_is_not_in_the_indexes_yet_is_marked(home: Path) -> None:
    """As while an ingest runs, or after one that was cut short."""
    shelf = library(home)
    indexes = Indexes.open(load(home), shelf, HashEmbedder64)
    indexes.sync()
    assert "收进索引" not in shown(shelf_html(shelf)) and all(row["indexed"] for row in listing(shelf))
    shelf.put(document("新.txt", [("题", ["正文。"])]))
    page = shown(shelf_html(shelf))
    assert "1 份还没有全部收进索引" in page and "新.txt（还没有收进索引）" in page and "按“接着收进索引”" in page
    assert [row["document"] for row in listing(shelf) if not row["indexed"]] == ["新.txt"]
    indexes.sync()
    assert "收进索引" not in shown(shelf_html(shelf))
    indexes.close()


def test_the_line_on_top_counts(home: Path) -> None:
    assert "库内 2 份报告 · 3 篇文章" in shown(status_html(desk_of(home)))


def test_it_names_the_engine(home: Path) -> None:
    assert model_line(desk_of(home, chat={"engine": "extractive"})) == "摘录原文作答"
    assert "qwen" in model_line(desk_of(home, chat={"base_url": "http://127.0.0.1:9/v1", "model": "qwen"}))
    assert "未装模型" in model_line(desk_of(home, models=home / "models"))


def test_a_download_in_the_background_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Pulling:
        state, done, total, rate = "running", 250_000_000, 1_000_000_000, 5_000_000.0

    monkeypatch.setattr(ModelStore, "progress", lambda self, name: Pulling())
    assert rag.models.store.ModelStore is ModelStore
    line = model_line(desk_of(home, models=home / "models"))
    assert "25%" in line and "250/1000 MB" in line and "5.0 MB/s" in line
    Pulling.state = "failed"
    assert "未装模型" in model_line(desk_of(home, models=home / "models"))


def test_an_ingest_tells_how_far_it_is_and_what_it_did() -> None:
    assert "正在读取 3/10" in shown(progress_html(Step("正在读取 3/10", 3, 10))) and "<progress" in progress_html(
        Step("x", 3, 10)
    )
    report = {"added": ["a"], "replaced": [], "removed": [], "unchanged": 2,
              "refused": [{"document": "坏.pdf", "reason": "打不开"}], "warnings": [{"document": "扫.pdf", "warning": "扫描件"}]}  # fmt: skip
    page = shown(report_html(report))
    assert "新增 1：a；未变 2" in page and "坏.pdf：打不开" in page and "扫.pdf：扫描件" in page
    assert "没有变化" in shown(report_html({}))
    many = shown(report_html({"added": [f"{n}.txt" for n in range(9)], "replaced": ["旧.txt"]}))
    assert "新增 9：0.txt、1.txt、2.txt、3.txt、4.txt 等；替换同名的旧文件 1：旧.txt" in many


def test_examples_are_only_questions_that_are_answered(home: Path) -> None:
    desk = desk_of(home)
    shelf = desk.library()
    assert shelf is not None and Examples(desk).questions() == []
    writing = library(home)
    writing.put(
        document("新.txt", [("一", ["去年，全县车间总量达47个。"]), ("二", ["其中，就业率为98%。"])], place="青石县")
    )
    asked = desk._pipeline.asked  # type: ignore[union-attr]
    examples = Examples(desk)
    assert examples.questions() == [], "the scripted answer does not speak of the indicator"
    assert [q for q, *_ in asked] == ["青石县车间总量是多少？", "青石县就业率是多少？"]
    examples.questions()
    assert len(asked) == 2, "worked out once for a state of the library"


def test_examples_of_the_home_come_first(home: Path) -> None:
    desk = desk_of(home)
    (home / "examples.txt").write_text("\ufeff# 注释\n一？\n\n二？\n三？\n四？\n五？\n", encoding="utf-8")
    assert Examples(desk).questions() == ["一？", "二？", "三？", "四？"]


def test_titles_are_listed_and_the_date_is_that_of_citations(home: Path) -> None:
    held = library(home)
    made = document("000_0ebba.txt", [("茶山致富记", ["正文。"]), ("第二篇", ["正文。"])])
    dated = replace(made, date="2022", articles=tuple(replace(a, date="2023-01-12") for a in made.articles))
    held.put(dated)
    page = shown(shelf_html(held, matching="茶山"))
    assert "茶山致富记" in page and "000_0ebba.txt" in page and "2023-01-12" in page and "其中 1 份" in page
    half = replace(dated, date=None, articles=(dated.articles[0], replace(dated.articles[1], date=None)))
    held.put(half)
    assert "2023-01-12" not in shown(shelf_html(held, matching="茶山")), "the date of one article is not that of all"
