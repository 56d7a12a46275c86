"""Answers and sources as HTML."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html as lxml_html

from rag.domain import Answer, Citation, Claim, Conflict, ConflictValue, Refusal
from tests.rag.library.making import document
from tests.ui.fake_pipeline import FIGURE, FakePipeline, library
from tests.ui.hostile import HOSTILE
from ui.cli.shown import answer_text
from ui.web.render import answer_html, evidence_html, failed_html, past_html, working_html
from ui.web.sources import Source, document_link, sources_of

ALLOWED = {
    "div", "p", "span", "ol", "ul", "li", "a", "strong", "section", "h2", "h3", "mark", "blockquote", "table", "thead",
    "tbody", "tr", "th", "td",
}  # fmt: skip


def parsed(page: str) -> lxml_html.HtmlElement:
    tree = lxml_html.fragment_fromstring(page, create_parent="main")
    for element in tree.iter():
        if element is tree:
            continue
        assert element.tag in ALLOWED, element.tag
        assert not any(name.startswith("on") or name in ("style", "src") for name in element.attrib)
        assert element.get("href", "#").startswith(("#", "/doc/"))
    return tree


def answer(question: str = "多少个？", **more: object) -> Answer:
    quote = Citation(1, "报告.txt", "a" * 64, "标题", FIGURE, ((3, 14),))
    made = Answer(question, question, "answered", f"{FIGURE}[1]。", "extractive", (Claim(FIGURE, (1,)),), (quote,))
    return replace(made, **more)  # type: ignore[arg-type]


def test_a_mark_leads_to_its_source() -> None:
    tree = parsed(answer_html(3, answer()))
    (link,) = tree.iter("a")
    assert link.get("href") == "#t3-s1" and link.text == "[1]"


def test_a_mark_without_a_citation_is_no_link() -> None:
    assert list(parsed(answer_html(1, answer(answer="甲[2]乙[999]。"))).iter("a")) == []


def test_conflicting_values_stand_side_by_side() -> None:
    conflict = Conflict("车间数", (ConflictValue("47个", (1,)), ConflictValue("52个", (1,))))
    tree = parsed(answer_html(1, answer(conflicts=(conflict,))))
    assert [v.text_content() for v in tree.find_class("value")] == ["47个[1]", "52个[1]"]


def test_a_computation_is_shown() -> None:
    shown = parsed(
        answer_html(1, answer(claims=(Claim("差449", (1,), computation="1181 − 732 = 449"),)))
    ).text_content()
    assert "1181 − 732 = 449" in shown


def test_what_was_understood_is_shown() -> None:
    understood = {"places": ["青石县"], "periods": ["2020年"], "asks": ["value"]}
    page = answer_html(1, answer("那里呢？", standalone_question="青石县多少个？", understood=understood))
    shown = parsed(page).text_content()
    assert "理解为：青石县多少个？" in shown and "地区 青石县" in shown and "时间 2020年" in shown


def test_a_limit_of_place_is_shown_with_the_answer() -> None:
    shown = parsed(answer_html(1, answer(understood={"places": [], "limit": "青石县"}))).text_content()
    assert "限定地区 青石县" in shown
    assert "限定" not in parsed(answer_html(1, answer(understood={"limit": None}))).text_content()


def test_a_corrected_question_says_what_it_puts_right() -> None:
    lines = ("已更正；原先理解为：红石县多少个？", "不再限定地区：红石县")
    for page in (
        answer_html(2, answer(), lines),
        failed_html(2, "问", "坏了", lines),
        working_html(2, "问", "draft", corrects=lines),
    ):
        told = parsed(page).find_class("corrects")
        assert [span.text_content() for span in told[0]] == list(lines)
    assert not parsed(answer_html(2, answer())).find_class("corrects")


def test_a_refusal_names_what_is_nearest_and_shows_no_answer() -> None:
    nearest = answer().citations
    page = answer_html(1, answer(status="refused", answer="", refusal=Refusal("no_evidence", "库里没有。", nearest)))
    tree = parsed(page)
    assert "库里没有。" in tree.text_content() and "《标题》" in tree.text_content()
    assert not tree.find_class("answer") and "未找到依据" in tree.text_content()


def test_the_nearest_lines_are_shown_by_their_words_and_headings_are_left_out() -> None:
    quotes = (
        "一、基本情况",
        "标题",
        "石门晚报记者 田小河",
        "全镇有5座桥",
        "全县修了路，" + "长" * 80,
        "村名：甲村；桥：5座。",
        "2021年3月",
    )
    near = tuple(replace(answer().citations[0], n=n, quote=quote) for n, quote in enumerate(quotes, 1))
    refused = answer(status="refused", answer="", refusal=Refusal("no_evidence", "库里没有。", near))
    listed = parsed(answer_html(1, refused)).find_class("refusal")[0]
    shown = listed.text_content()
    assert shown.count("《标题》") == 1, "one report is named once"
    assert [a.get("href") for a in listed.iter("a")] == ["#t1-s1", "#t1-s2", "#t1-s3"]
    assert "5座桥" in shown and "……[2]" in shown and "甲村" in shown
    assert not any(words in shown for words in (*quotes[:1], quotes[2], quotes[6]))
    assert "基本情况" not in answer_text(refused) and "[3]" in answer_text(refused)
    headings = replace(refused, refusal=Refusal("no_evidence", "库里没有。", near[:1]))
    assert "一、基本情况" in parsed(answer_html(1, headings)).text_content(), "better than none"


@pytest.mark.parametrize("status", ["answered", "partial", "refused"])
def test_status_is_told_in_words_and_the_label_is_there(status: str) -> None:
    refusal = Refusal("no_evidence", "没有") if status == "refused" else None
    shown = parsed(answer_html(1, answer(status=status, refusal=refusal))).text_content()
    assert {"answered": "原文摘录", "partial": "原文摘录，部分", "refused": "未找到依据"}[status] in shown
    assert "AI生成，请核对原文" in shown


@pytest.mark.parametrize(("status", "badge"), [("answered", "✓ 已核实"), ("partial", "◐ 部分核实")])
def test_only_words_that_a_model_wrote_and_that_passed_are_called_checked(status: str, badge: str) -> None:
    worded = answer(status=status, engine="local", model="qwen2.5")
    assert badge in parsed(answer_html(1, worded)).text_content()
    failed = replace(worded, model=None, notes=("模型的表述未能通过核对，以下为原文摘录。",))
    shown = parsed(answer_html(1, failed)).text_content()
    assert "核实" not in shown and "原文摘录" in shown and "本机模型" not in shown


def test_steps_are_named_in_their_order() -> None:
    tree = parsed(working_html(1, "问", "verify"))
    assert [(li.text, li.get("class")) for li in tree.iter("li")] == [
        ("理解", "done"), ("检索", "done"), ("核对", "now"), ("成文", "todo"),
    ]  # fmt: skip


def test_looking_again_is_a_step_only_while_it_lasts() -> None:
    tree = parsed(working_html(1, "问", "reread"))
    assert [(li.text, li.get("class")) for li in tree.iter("li")][2:] == [
        ("核对", "done"), ("再找", "now"), ("成文", "todo"),
    ]  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_hostile_gets_through_from_any_side(hostile: str) -> None:
    c = Citation(1, hostile, hostile, hostile, hostile, ((0, 1),), hostile, hostile, hostile, hostile, hostile)
    conflict = Conflict(hostile, (ConflictValue(hostile, (1,)),))
    understood = {"places": [hostile], "periods": [hostile], "asks": [hostile], "limit": hostile}
    full = Answer(
        hostile, hostile + "x", "answered", hostile, "local", (Claim(hostile, (1,), computation=hostile),), (c,), (conflict,),
        None, hostile, understood, (hostile,), {"total": 1},
    )  # fmt: skip
    panel = evidence_html(1, [Source(c, "abc123", ())])
    for page in (
        answer_html(1, full, [hostile]),
        answer_html(1, replace(full, status="refused", refusal=Refusal("no_evidence", hostile, (c,)))),
        working_html(1, hostile, hostile, preview=hostile, remark=hostile, citations=(c,)),
        failed_html(1, hostile, hostile),
        panel,
        past_html([panel]),
    ):
        parsed(page)
        assert "\n" not in page


def test_the_panel_marks_the_words_in_their_article(home: Path) -> None:
    shelf = library(home)
    citations = FakePipeline(shelf).ask("矛盾").citations
    tree = parsed(evidence_html(2, sources_of(shelf, citations)))
    marks = list(tree.iter("mark"))
    assert [(m.get("id"), m.text) for m in marks] == [("t2-s1", FIGURE), ("t2-s2", "青石县扶贫车间共52个。")]
    first = tree.find_class("source")[0].text_content()
    assert "冬日里" in first and "下一步将扩大规模" in first and "青石县新建学校" not in first
    links = [a.get("href") for a in tree.iter("a")]
    assert links[0].startswith("/doc/") and links[0].endswith("#m")


def test_a_citation_whose_document_has_changed_shows_its_words_only(home: Path) -> None:
    shelf = library(home)
    (old,) = FakePipeline(shelf).ask("多少").citations
    shelf.put(document("示例县报告.txt", [("车间进村来", ["全部改写过了。"])], place="青石县"))
    (source,) = sources_of(shelf, [old])
    assert source.paragraphs == () and source.link is None
    assert [m.text for m in parsed(evidence_html(1, [source])).iter("mark")] == [FIGURE]


def test_document_links_name_the_version_and_the_spans() -> None:
    assert document_link("ab12", "f" * 64, [(3, 9), (11, 12)]) == "/doc/ab12?v=ffffffffffff&m=3-9_11-12#m"


def test_who_else_prints_the_words_is_told_and_harmless() -> None:
    made = answer()
    cited = replace(made.citations[0], reprints=("甲报.txt", HOSTILE[0], "丙.txt", "丁.txt"))
    panel = evidence_html(1, [Source(cited)])
    assert "同文又见：甲报.txt、" in parsed(panel).text_content() and "等 4 份" in parsed(panel).text_content()
    assert "同文又见" in answer_text(replace(made, citations=(cited,))) and "同文" not in answer_text(made)
