"""The room of drafts in a real browser, over the real check and a little library."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from tests.e2e.test_page import came, comes_into_view, nothing_got_out
from tests.ui.fake_pipeline import FakePipeline
from tests.ui.hostile import HOSTILE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]

Open = Callable[..., Any]
DRAFT = "青石县工作汇报\n各位领导：\n全县建成扶贫车间49个，吸纳就业1203人。青石县新建学校3所。\n县里新开地铁2条，完成投资80亿元。"


def check(page: Any, text: str) -> None:
    page.fill("#draft-text textarea", text)
    page.click("#draft-go")


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_paste_a_draft_see_it_coloured_and_go_to_the_words_cited(
    opened: Open, browser_page: Any, size: tuple[int, int]
) -> None:
    page = browser_page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    opened("核稿")
    page.wait_for_selector("#draft-go", state="visible")
    check(page, DRAFT)
    page.wait_for_selector("#draft-shown .claim.bad")
    comes_into_view(page, "#draft-state .tallies")
    comes_into_view(page, "#draft-shown .claim.bad")
    assert page.inner_text("#draft-shown .claim.bad b") == "49个"
    assert page.locator("#draft-shown .claim.ok").count() == 1 and page.locator("#draft-shown .claim.none").count() == 1
    assert "与原文不符 1" in page.inner_text("#draft-state") and "47个" in page.inner_text(
        "#draft-beside .verdict.bad .fix"
    )
    page.click("#draft-shown .claim.bad")
    page.wait_for_selector(".verdict.bad:target")
    page.click(".verdict.bad .cite")
    page.wait_for_selector("#draft-beside mark:target", state="visible")
    comes_into_view(page, "mark:target")
    assert "47个" in page.inner_text("mark:target")
    assert "冬日里" in page.inner_text("#draft-beside .source:has(:target)"), "the words stand in their article"
    nothing_got_out(page)


def test_the_files_can_be_taken_home(opened: Open, browser_page: Any, tmp_path: Path) -> None:
    page = browser_page
    opened("核稿")
    page.wait_for_selector("#draft-go", state="visible")
    check(page, DRAFT)
    page.wait_for_selector("#draft-docx", state="visible")
    for kind in ("docx", "html", "md"):
        with page.expect_download() as download:
            page.click(f"#draft-{kind}")
        path = tmp_path / download.value.suggested_filename
        download.value.save_as(path)
        assert path.suffix == f".{kind}" and path.stat().st_size > 500
        if kind == "docx":
            assert any("原文为47个" in c.text for c in Document(str(path)).comments)
    nothing_got_out(page)


def test_a_file_is_checked(opened: Open, browser_page: Any, tmp_path: Path) -> None:
    page = browser_page
    document = Document()
    for line in DRAFT.split("\n"):
        document.add_paragraph(line)
    document.save(str(tmp_path / "讲话稿.docx"))
    opened("核稿")
    page.wait_for_selector("#draft-go", state="visible")
    page.set_input_files("#draft-file input[type=file]", str(tmp_path / "讲话稿.docx"))
    page.wait_for_selector("#draft-file >> text=讲话稿")
    page.click("#draft-go")
    page.wait_for_selector("#draft-shown .claim.bad")
    assert "接受全部修订" in page.inner_text("#draft-state")
    nothing_got_out(page)


def test_stop_really_stops(opened: Open, browser_page: Any, fake: FakePipeline) -> None:
    page = browser_page
    opened("核稿")
    page.wait_for_selector("#draft-go", state="visible")
    check(page, "慢慢核对青石县建成扶贫车间49个。")
    page.wait_for_selector("#draft-state progress")
    page.click("#draft-stop")
    page.wait_for_selector("#draft-state >> text=已停止")
    page.wait_for_selector("#draft-go", state="visible")
    assert came(lambda: fake.closed_early == 1)
    assert "已停止" in page.inner_text("#draft-state")
    check(page, DRAFT)
    page.wait_for_selector("#draft-shown .claim.bad")


def test_an_empty_draft_and_an_unknown_place_are_said_plainly(opened: Open, browser_page: Any) -> None:
    page = browser_page
    opened("核稿")
    page.wait_for_selector("#draft-go", state="visible")
    check(page, " ")
    page.wait_for_selector("#draft-state >> text=稿子是空的")
    page.fill("#draft-place textarea, #draft-place input", "某某某")
    check(page, DRAFT)
    page.wait_for_selector("#draft-state .failed >> text=地名不认识")


def test_hostile_drafts_stay_words(opened: Open, browser_page: Any) -> None:
    page = browser_page
    opened("核稿")
    page.wait_for_selector("#draft-go", state="visible")
    check(page, "\n".join(f"{h}青石县建成扶贫车间4{n}个。" for n, h in enumerate(HOSTILE)))
    page.wait_for_selector("#draft-shown .claim")
    page.wait_for_selector("#draft-go", state="visible")
    inserted = "#draft-out img, #draft-out iframe, #draft-out form, #draft-out svg, #draft-out style, #draft-out script"
    assert page.locator(inserted).count() == 0
    nothing_got_out(page)
