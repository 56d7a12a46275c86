"""Reasons of a check in English: no Chinese but the words of drafts and reports."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.ui.fake_pipeline import FakePipeline, library
from ui.draft.english import in_english
from ui.draft.reading import draft_of_text
from ui.draft.shown import report_text

DRAFT = (
    "青石县工作汇报\n全县建成扶贫车间49个，吸纳就业1203人。青石县新建学校5所。县里新开地铁2条，完成投资80亿元。"
    "青石县扶贫车间减少到47个。2019年青石县建成扶贫车间47个。"
)


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("数字49个与引文不符：引文为47个", "the figure 49个 differs from the source, which has 47个"),
        ("地点怀化与引文不符：引文说的是岳阳市", "the place 怀化 differs from the source, which speaks of 岳阳市"),
        ("库里没有说到这件事", "the library does not speak of this"),
        ("引文只含断言内容的50%，缺：我县建成", "the source holds only 50% of what is said, without: 我县建成"),
        ("什么也不是的一句话", "什么也不是的一句话"),
    ],
)
def test_a_reason_is_put_over_and_the_words_of_reports_stay(zh: str, en: str) -> None:
    assert in_english(zh) == en


def test_a_checked_draft_reads_in_english(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENJU_LANGUAGE", "en")
    *_, last = FakePipeline(library(home)).check(draft_of_text(DRAFT))
    assert last.report is not None and last.report.summary["contradicted"]
    lines = [line for line in report_text(last.report, "2025").splitlines() if line.startswith("  - ")]
    assert len(lines) >= 3
    for line in lines:
        assert not re.search(r"引文|原文|库里|断言|[：，]", line), line
