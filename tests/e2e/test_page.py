"""The page in a real browser, over the scripted pipeline: what a reader sees, and that nothing gets out."""

from __future__ import annotations

import re
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.rag.library.making import document
from tests.ui.fake_pipeline import FIGURE, FakePipeline
from tests.ui.hostile import HOSTILE
from ui.web import intake

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]

Open = Callable[..., Any]


def ask(page: Any, question: str) -> None:
    page.fill("#question textarea", question)
    page.click("#send")


def answered(page: Any, turn: int) -> None:
    """Wait for the end of the conversation's turn ``turn``, counted from 1: what is shown before it may be the last turn's."""
    page.wait_for_selector(f"#t{turn} .foot, #t{turn} .failed")
    page.wait_for_selector("#send", state="visible")


def came(happened: Callable[[], object]) -> bool:
    """Whether ``happened`` comes true while a slow machine may still be at it: for what the page does not show."""
    deadline = time.monotonic() + 60
    while not happened() and time.monotonic() < deadline:
        time.sleep(0.05)
    return bool(happened())


def loaded_anew(page: Any) -> None:
    """Load the page once more. What it was asking the server for is broken off, and the console says so in either way."""
    before, broken_off = len(page.broken), ("AbortError", "Unexpected error Connection errored out")
    page.reload()
    page.broken[before:] = [said for said in page.broken[before:] if not said.startswith(broken_off)]


def nothing_got_out(page: Any) -> None:
    hosts = {urlsplit(url).hostname for url in page.requested if not url.startswith(("data:", "blob:"))}
    assert hosts == {"127.0.0.1"} and page.dialogs == []
    assert page.broken == []


def comes_into_view(page: Any, selector: str) -> None:
    """Wait until the element's middle is on the screen and not covered by another; scrolling may take a while."""
    page.wait_for_function(
        """s => { const e = document.querySelector(s), b = e && (e.getClientRects()[0] ?? e.getBoundingClientRect());
        const at = b && document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2);
        return !!at && (at === e || e.contains(at)); }""",
        arg=selector,
    )


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_ask_watch_the_answer_come_click_a_citation_see_the_words(
    opened: Open, browser_page: Any, fake: FakePipeline, size: tuple[int, int]
) -> None:
    page = browser_page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    fake.holds = "delta"
    opened()
    ask(page, "青石县建成多少个扶贫车间？")
    page.wait_for_selector("#current .stages li.now")
    page.wait_for_selector("#current .preview", state="visible")
    assert FIGURE in page.inner_text("#current .preview") and not page.locator("#current .foot").count()
    fake.go_on.set()
    page.wait_for_selector("#current .foot")
    assert "未核对的草稿" not in page.content()
    assert re.search(rf"{FIGURE}\s*\[1\]", page.inner_text("#current .answer"))
    assert "AI生成，请核对原文" in page.inner_text("#current .foot")
    page.click("#current .cite")
    page.wait_for_selector("mark:target", state="visible")
    comes_into_view(page, "mark:target")
    assert page.inner_text("mark:target") == FIGURE
    assert "冬日里" in page.inner_text(".source:has(:target)"), "the words stand in their article"
    assert page.inner_text("#current .answer"), "the chat is still there"
    nothing_got_out(page)


def test_a_citation_of_an_earlier_answer_still_shows(opened: Open, browser_page: Any, fake: FakePipeline) -> None:
    page = browser_page
    opened()
    ask(page, "青石县多少个？")
    page.wait_for_selector("#t1 .foot")
    ask(page, "那矛盾的呢？")
    page.wait_for_selector("#t2 .foot")
    assert fake.asked[-1][1] == ("青石县多少个？",)
    page.click("#t1 .cite")
    page.wait_for_selector("#t1-s1:target", state="visible")
    comes_into_view(page, "#t1-s1")
    page.click("#t2 .cite")
    page.wait_for_selector("#t2-s1:target", state="visible")


def test_the_whole_document_opens_with_the_words_marked(opened: Open, browser_page: Any) -> None:
    page = browser_page
    opened()
    ask(page, "青石县多少个？")
    page.wait_for_selector("#current .foot")
    with page.expect_popup() as popup:
        page.click(".links a >> nth=0")
    there = popup.value
    there.wait_for_selector("mark")
    assert there.inner_text("mark") == FIGURE and "学校新貌" in there.inner_text(".text")


def test_stop_really_stops(opened: Open, browser_page: Any, fake: FakePipeline) -> None:
    page = browser_page
    opened()
    ask(page, "慢慢写")
    page.wait_for_selector("#current .remark >> text=已写")
    page.click("#stop")
    page.wait_for_selector("#current .notes >> text=已停止，模型没有写完")
    page.wait_for_selector("#send", state="visible")
    assert came(lambda: fake.closed_early == 1)
    assert FIGURE in page.inner_text("#current .answer") and FIGURE in page.inner_text("#evidence mark")
    assert "原文摘录" in page.inner_text("#current .foot")
    ask(page, "再来一问")
    page.wait_for_selector("#t2 .foot")


def test_a_question_asked_while_another_is_answered_waits_in_its_box(
    opened: Open, browser_page: Any, fake: FakePipeline
) -> None:
    page = browser_page
    opened()
    ask(page, "慢慢写")
    page.wait_for_selector("#current .remark >> text=已写")
    page.fill("#question textarea", "青石县多少个？")
    page.keyboard.press("Enter")
    page.wait_for_selector("#hint >> text=上一个问题还在回答")
    for _ in range(5):  # repaints of the answer in the making
        was = page.inner_text("#current .remark")
        page.wait_for_function(
            "was => { const now = document.querySelector('#current .remark'); return now && now.innerText !== was; }",
            arg=was,
        )
    assert "上一个问题还在回答" in page.inner_text("#hint")
    assert page.input_value("#question textarea") == "青石县多少个？" and len(fake.asked) == 1
    page.click("#stop")
    page.wait_for_selector("#current .notes >> text=已停止")
    page.wait_for_function("() => !document.querySelector('#hint').innerText.trim()")
    page.focus("#question textarea")
    page.keyboard.press("Enter")
    page.wait_for_selector("#t2 .foot")
    assert [a[0] for a in fake.asked] == ["慢慢写", "青石县多少个？"]


def test_closing_the_window_stops_the_model(opened: Open, browser_page: Any, fake: FakePipeline) -> None:
    page = browser_page
    opened()
    ask(page, "慢慢写")
    page.wait_for_selector("#current .remark >> text=已写")
    page.close()
    assert came(lambda: fake.closed_early == 1)


def test_feedback_is_kept_and_a_new_topic_forgets(
    opened: Open, browser_page: Any, fake: FakePipeline, home: Path
) -> None:
    page = browser_page
    opened()
    ask(page, "青石县多少个？")
    page.click("text=数字有误")
    page.wait_for_selector("#thanks >> text=已记下")
    rows = sqlite3.connect(home / "feedback.db").execute("SELECT verdict, question FROM feedback").fetchall()
    assert rows == [("wrong_figure", "青石县多少个？")]
    page.click("#fresh")
    page.wait_for_selector("#welcome", state="visible")
    ask(page, "从头问")
    page.wait_for_selector("#current .foot")
    assert fake.asked[-1][1] == ()


def test_an_example_and_the_place_and_engine_chosen(
    opened: Open, browser_page: Any, fake: FakePipeline, home: Path
) -> None:
    (home / "examples.txt").write_text("# 注释\n青石县有几个车间？\n", encoding="utf-8")
    page = browser_page
    opened()
    page.fill("#place textarea, #place input", "青石县")
    page.click("button.chip")
    page.wait_for_selector("#current .foot")
    assert fake.asked == [("青石县有几个车间？", (), "auto", "青石县")]


def test_the_keyboard_is_enough(opened: Open, browser_page: Any) -> None:
    page = browser_page
    opened()
    page.focus("#question textarea")
    page.keyboard.type("青石县多少个？")
    page.keyboard.press("Enter")
    page.wait_for_selector("#current .foot")
    page.focus("#current .cite")
    page.keyboard.press("Enter")
    page.wait_for_selector("mark:target", state="visible")


def test_a_question_that_is_too_long_is_kept_whole_and_told(opened: Open, browser_page: Any) -> None:
    page = browser_page
    opened()
    page.fill("#question textarea", "长" * 2500 + "建了多少个？")
    page.click("#send")
    page.wait_for_selector("#hint >> text=最多 2000 字")
    assert len(page.input_value("#question textarea")) == 2506 and not page.locator("#talk .turn").count()
    nothing_got_out(page)


def test_hostile_words_from_every_side_stay_words(
    opened: Open, browser_page: Any, fake: FakePipeline, home: Path
) -> None:
    page = browser_page
    for n, hostile in enumerate(HOSTILE):
        name = f"{n}{hostile}".replace("/", "／").replace("\n", " ")
        fake.source.put(document(name, [(hostile, [f"{hostile} 青石县共52个 {hostile}"])], place=hostile))  # type: ignore[attr-defined]
    opened()
    before = page.url
    for n, question in enumerate(("\n".join(HOSTILE) + " 有没有矛盾", "错误" + "".join(HOSTILE)), 1):
        ask(page, question[:2000])
        answered(page, n)
    page.click("button[role=tab] >> text=资料库")
    page.wait_for_selector("#shelf table", state="visible")
    page.wait_for_timeout(500)
    inserted = "#talk img, #evidence img, #shelf img, #talk iframe, #evidence iframe, #talk form, #evidence svg, #shelf svg, #talk style"
    assert page.locator(inserted).count() == 0 and page.url.split("#")[0] == before.split("#")[0]
    assert (
        page.locator("#desk a[href^='javascript'], #desk a[href^='http://evil'], #shelf a[href*='evil']").count() == 0
    )
    nothing_got_out(page)


def test_uploading_reports_and_removing_one(opened: Open, browser_page: Any, samples: Path, tmp_path: Path) -> None:
    page = browser_page
    opened()
    report = sorted(samples.glob("*.txt"))[0]
    page.click("button[role=tab] >> text=资料库")
    page.set_input_files("#upload input[type=file]", [str(p) for p in sorted(samples.glob("*.txt"))[:6]])
    page.wait_for_selector("#upload tr.file >> nth=5")
    assert page.evaluate(
        "() => { const box = document.querySelector('#upload').getBoundingClientRect();"
        "return [...document.querySelectorAll('#upload tr.file')].every(r => r.getBoundingClientRect().bottom <= box.bottom); }"
    ), "every file chosen is in sight"
    loaded_anew(page)
    page.click("button[role=tab] >> text=资料库")
    page.set_input_files("#upload input[type=file]", str(report))
    page.wait_for_selector("#upload tr.file")
    page.click("#ingest")
    page.wait_for_selector(f"#progress >> text=新增 1：{report.name}")
    page.wait_for_selector(f"#shelf >> text={report.name}")
    page.wait_for_selector("#state >> text=3 份报告")
    row = page.locator("#shelf tr", has_text=report.name)
    row.locator("a.remove").click()
    page.wait_for_selector(f"#warning >> text=确定从库里删除“{report.name}”")
    page.click("#keep")
    page.wait_for_selector("#warning", state="hidden")
    row.locator("a.remove").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#warning >> text=一天之内可以撤销")
    comes_into_view(page, "#sure")
    page.click("#sure")
    page.wait_for_selector(f"#removal >> text=已删除：{report.name}")
    page.wait_for_selector("#warning", state="hidden")
    page.wait_for_selector("#state >> text=2 份报告")
    page.click("#undo-removal")
    page.wait_for_selector(f"#removal >> text=已恢复：{report.name}")
    page.wait_for_selector("#state >> text=3 份报告")
    page.wait_for_selector("#undo-removal", state="hidden")
    page.wait_for_selector("#removed a.restore", state="detached")
    row.locator("a.remove").click()
    page.click("#sure")
    page.wait_for_selector("#state >> text=2 份报告")
    page.wait_for_selector("#removed a.restore")
    loaded_anew(page)
    page.click("button[role=tab] >> text=资料库")
    page.locator("#removed li", has_text=report.name).locator("a.restore").click()
    page.wait_for_selector(f"#removal >> text=已恢复：{report.name}")
    page.wait_for_selector("#state >> text=3 份报告")
    page.set_input_files("#upload input[type=file]", str(report))
    page.wait_for_selector("#upload tr.file")
    page.click("#ingest")
    page.wait_for_selector("#progress >> text=库里已有，内容相同")
    page.locator("#shelf tr", has_text="年鉴.txt").locator("a.remove").click()
    page.wait_for_selector("#sure", state="visible")
    nothing_got_out(page)


def test_the_question_before_a_removal_goes_at_once_and_the_work_is_told(
    opened: Open, browser_page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = threading.Event()

    def take_out(desk: object, document: str | None) -> intake.Told:
        assert done.wait(600) and document
        return intake.Told("<p>已删除</p>")

    monkeypatch.setattr(intake, "take_out", take_out)
    page = browser_page
    opened("资料库")
    page.locator("#shelf tr", has_text="年鉴.txt").locator("a.remove").click()
    page.wait_for_selector("#sure", state="visible")
    try:
        page.click("#sure")
        page.wait_for_selector("#removal >> text=正在删除“年鉴.txt”")
        page.wait_for_selector("#warning", state="hidden")
        page.wait_for_selector("#removal progress", state="attached")
    finally:
        done.set()
    page.wait_for_selector("#removal >> text=已删除")
    assert not page.locator("#removal progress").count()
    nothing_got_out(page)


def test_a_page_loaded_anew_shows_its_conversation_again(opened: Open, browser_page: Any, fake: FakePipeline) -> None:
    page = browser_page
    opened()
    page.fill("#place textarea, #place input", "青石县")
    ask(page, "青石县多少个？")
    answered(page, 1)
    ask(page, "那矛盾的呢？" + HOSTILE[0])
    answered(page, 2)
    before = page.inner_html("#earlier"), page.inner_html("#current"), page.inner_html("#evidence")
    loaded_anew(page)
    page.wait_for_selector("#t2 .foot")
    assert (page.inner_html("#earlier"), page.inner_html("#current"), page.inner_html("#evidence")) == before
    assert page.input_value("#place textarea, #place input") == "青石县"
    page.wait_for_selector("#welcome", state="hidden")
    page.click("#t1 .cite")
    page.wait_for_selector("#t1-s1:target", state="visible")
    page.click("text=数字有误")
    page.wait_for_selector("#thanks >> text=已记下")
    ask(page, "还有呢？")
    answered(page, 3)
    assert fake.asked[-1][1][0] == "青石县多少个？" and fake.asked[-1][3] == "青石县"
    with page.expect_popup() as popup:
        page.evaluate("window.open(location.origin, '_blank', 'noopener')")
    other = popup.value
    other.wait_for_selector("#tab :is(input, textarea)", state="attached")
    other.wait_for_selector("#welcome", state="visible")
    other.wait_for_timeout(1000)
    assert not other.locator(".turn").count(), "another tab begins anew"
    page.click("#fresh")
    page.wait_for_selector("#welcome", state="visible")
    loaded_anew(page)
    page.wait_for_selector("#welcome", state="visible")
    page.wait_for_timeout(1000)
    assert not page.locator(".turn").count(), "what was left is forgotten"
    nothing_got_out(page)


def test_an_answer_in_the_making_is_stopped_by_loading_the_page_anew(
    opened: Open, browser_page: Any, fake: FakePipeline
) -> None:
    page = browser_page
    opened()
    ask(page, "慢慢写")
    page.wait_for_selector("#current .remark >> text=已写")
    loaded_anew(page)
    page.wait_for_selector("#current .notes >> text=已停止，模型没有写完")
    assert FIGURE in page.inner_text("#current .answer") and FIGURE in page.inner_text("#evidence mark")
    assert came(lambda: fake.closed_early == 1)
    page.wait_for_timeout(500)
    ask(page, "再来一问")
    answered(page, 2)
    loaded_anew(page)
    page.wait_for_selector("#t1 .notes >> text=已停止，模型没有写完")
    page.wait_for_selector("#t2 .foot")
