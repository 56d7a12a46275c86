"""What was understood, put right by its reader: in a real browser, over the scripted pipeline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.e2e.test_contrast import legible
from tests.e2e.test_layout import within
from tests.e2e.test_page import answered, ask, comes_into_view, nothing_got_out
from tests.rag.library.making import document
from tests.ui.fake_pipeline import FakePipeline
from tests.ui.hostile import HOSTILE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]

Open = Callable[..., Any]
QUESTION, PERIOD = "#correct-question textarea", "#correct-period :is(input, textarea)"
PLACE = "#correct-place input"
LIMIT = "#place :is(input, textarea)"


def says(page: Any, question: str) -> None:
    from playwright.sync_api import expect

    expect(page.locator(QUESTION)).to_have_value(question)


@pytest.mark.parametrize("size", [(1440, 900), (375, 667)])
def test_another_place_and_another_year_are_asked_again(
    opened: Open, browser_page: Any, fake: FakePipeline, size: tuple[int, int]
) -> None:
    page = browser_page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    fake.source.put(document("另一份.txt", [("题", ["正文。"])], place="石门县"))  # type: ignore[attr-defined]
    opened()
    assert not page.locator("#correction").is_visible()
    page.fill(LIMIT, "青石县")
    ask(page, "青石县2020年多少个？")
    answered(page, 1)
    assert "限定地区 青石县" in page.inner_text("#t1 .understood")
    page.click("#mend")
    page.wait_for_selector(QUESTION, state="visible")
    says(page, "青石县2020年多少个？")
    assert page.input_value(PLACE) == "青石县"
    assert within(page, "#correction button, #correction input, #correction textarea")
    legible(page, "the correction", 10)
    page.click(PLACE)
    page.locator("li[role=option]", has_text="石门县").click()
    says(page, "石门县2020年多少个？")
    page.fill(PERIOD, "2021")
    page.locator("#correct-ask").scroll_into_view_if_needed()
    comes_into_view(page, "#correct-ask")
    page.click("#correct-ask")
    answered(page, 2)
    assert fake.asked[-1][:2] == ("石门县2021年多少个？", ())
    assert page.inner_text("#t2 .corrects").strip() == "已更正；原先理解为：青石县2020年多少个？"
    assert page.inner_text("#t1 .answer"), "nothing was replaced"
    page.wait_for_selector("#correction", state="hidden")
    ask(page, "那矛盾的呢？")
    answered(page, 3)
    assert fake.asked[-1][1] == ("石门县2021年多少个？",), "follow-ups go on from the corrected question"
    assert not page.locator("#t3 .corrects").count()
    nothing_got_out(page)


def test_a_refusal_is_put_right_with_the_keyboard_alone(opened: Open, browser_page: Any, fake: FakePipeline) -> None:
    page = browser_page
    opened()
    ask(page, "月球上有多少个？")
    page.wait_for_selector("#t1 .refusal")
    page.focus("#mend")
    page.keyboard.press("Enter")
    page.wait_for_selector(QUESTION, state="visible")
    says(page, "月球上有多少个？")
    page.keyboard.press("Tab")
    assert page.evaluate(f"document.activeElement === document.querySelector('{QUESTION}')")
    page.keyboard.press("Enter")
    page.wait_for_selector("#hint >> text=还没有改动")
    assert len(fake.asked) == 1
    page.keyboard.press("Control+A")
    page.keyboard.type("青石县有多少个？")
    page.keyboard.press("Enter")
    answered(page, 2)
    assert fake.asked[-1][0] == "青石县有多少个？" and not page.inner_text("#hint").strip()
    assert "月球上有多少个" in page.inner_text("#t2 .corrects")


def test_a_correction_can_be_left_and_one_that_fails_is_still_there(
    opened: Open, browser_page: Any, fake: FakePipeline
) -> None:
    page = browser_page
    opened()
    ask(page, "青石县多少个？")
    answered(page, 1)
    page.click("#mend")
    page.wait_for_selector(QUESTION, state="visible")
    page.click("#correct-leave")
    page.wait_for_selector("#correction", state="hidden")
    page.click("#mend")
    page.wait_for_selector(QUESTION, state="visible")
    page.fill(QUESTION, "错误的问题")
    page.click("#correct-ask")
    page.wait_for_selector("#t2 .failed")
    page.wait_for_selector(QUESTION, state="visible")
    assert page.input_value(QUESTION) == "错误的问题"
    page.fill(QUESTION, "青石县有几个？")
    page.click("#correct-ask")
    answered(page, 3)
    assert fake.asked[-1] == ("青石县有几个？", (), "auto", None)


def test_hostile_words_in_the_fields_stay_words(opened: Open, browser_page: Any) -> None:
    page = browser_page
    opened()
    ask(page, " ".join(HOSTILE)[:1500] + " 多少个")
    answered(page, 1)
    page.click("#mend")
    page.wait_for_selector(QUESTION, state="visible")
    page.fill(PLACE, HOSTILE[0][:100])
    page.fill(PERIOD, HOSTILE[-1][:50])
    page.click("#correct-ask")
    page.wait_for_selector("#t2 .foot, #t2 .failed")
    assert page.locator("#talk img, #talk iframe, #talk form, #talk svg, #talk style").count() == 0
    nothing_got_out(page)


def test_the_row_speaks_english_by_setting(opened: Open, browser_page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENJU_LANGUAGE", "en")
    page = browser_page
    opened()
    ask(page, "青石县多少个？")
    answered(page, 1)
    assert page.inner_text("#mend") == "Correct"
    page.click("#mend")
    page.wait_for_selector(QUESTION, state="visible")
    words = page.inner_text("#correction")
    assert "The whole question" in words and "Ask again" in words and "Cancel" in words
