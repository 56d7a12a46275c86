"""The evaluation room in a real browser: the runs, their drawings, and a run's own page with its cases."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.ui.test_runs import made

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]


def test_runs_are_shown_and_open(opened: Callable[..., Any], home: Path) -> None:
    made(home, "a", "建成5个")
    made(home, "b", "建成6个")
    page = opened("评测")
    page.wait_for_selector("#runs table")
    assert page.locator("#runs svg").count() >= 2 and page.locator("#runs tbody tr").count() == 2
    assert page.dialogs == [] and page.broken == []
    with page.context.expect_page() as popup:
        page.locator('#runs a[href="/eval/b"]').click()
    run = popup.value
    run.wait_for_selector("details")
    assert run.locator("details").count() == 3 and "走势" in run.content()
    run.locator("label[for=only-wrong]").click()
    assert run.locator("details:visible").count() == 3, "all three are wrong"
    assert page.dialogs == []
