"""The room for figures in a real browser: ask, see the table and the chart, click a source, download."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from openpyxl import load_workbook

from tests.ui.fake_pipeline import FIGURE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]


def test_ask_for_figures_see_them_click_a_source_take_the_file(opened: Callable[..., Any]) -> None:
    page = opened("问数")
    page.fill("#figures-question textarea, #figures-question input", "建了多少扶贫车间")
    page.click("#figures-go")
    page.wait_for_selector("#figures-table table")
    rows = page.inner_text("#figures-table tbody")
    assert "47个" in rows and "52个" in rows and "青石县" in rows
    assert "说法不一" not in rows
    page.wait_for_function(
        "() => [...document.querySelectorAll('img.chart')].every(i => i.complete && i.naturalWidth > 300)"
    )
    assert page.locator("img.chart").count() == 1
    cite = page.locator("#figures-table tr", has_text="47个").locator("a.cite").first
    cite.click()
    page.wait_for_selector("mark:target", state="visible")
    assert FIGURE in page.inner_text("mark:target")
    with page.expect_download() as got:
        page.click("a.file >> text=Excel")
    for kind in ("PNG", "SVG"):
        with page.expect_download() as drawn:
            page.click(f"a.file >> text={kind}")
        assert drawn.value.suggested_filename == f"figures.{kind.lower()}"
    book = load_workbook(io.BytesIO(Path(got.value.path()).read_bytes()))
    assert [c.value for c in book.worksheets[0]["A"]][1:3] == ["扶贫车间", "扶贫车间"]
    page.fill("#figures-question textarea, #figures-question input", "没有人报告过的指标<img src=x onerror=alert(1)>")
    page.click("#figures-go")
    page.wait_for_selector("#figures-table >> text=库中没有")
    assert page.dialogs == []
    hosts = {urlsplit(url).hostname for url in page.requested if not url.startswith(("data:", "blob:"))}
    assert hosts == {"127.0.0.1"} and page.broken == []
