"""Drafts about the sample reports, against the sample reports."""

from __future__ import annotations

import pytest

from rag.check.draft import Draft
from rag.check.report import Report
from tests.integration.conftest import Desk

DRAFT = """平江县2023年工作汇报

各位代表：
2023年，平江县实现地区生产总值441.3亿元，增长6.5%。
2023年，平江县地方一般公共预算收入19.26亿元，比上年增长10.0%。
该县民生支出占一般公共预算支出的76.8%。城镇新增就业6238人。
平江县开通城市轨道交通2条，日均客流31.5万人次。
我认为成绩来之不易。下一步，我们将继续努力。
"""


def checked(desk: Desk, text: str, place: str | None = None) -> Report:
    report = [step.report for step in desk.pipeline.check(Draft.of_text(text), place=place)][-1]
    assert report is not None
    return report


def test_a_draft_about_a_sample_report(stocked: Desk) -> None:
    report = checked(stocked, DRAFT)
    verdicts = [c.verdict for c in report.claims]
    assert verdicts == ["not_checkable", "supported", "contradicted", "supported", "supported", "not_found", "not_checkable", "not_checkable"]  # fmt: skip
    wrong = report.claims[2]
    assert wrong.correction == "19.62亿元" and [DRAFT[m.start : m.end] for m in wrong.marks] == ["19.26亿元"]
    originals = stocked.originals()
    for citation in report.citations:
        words = "".join(originals[citation.document][a:b] for a, b in citation.spans)
        assert "".join(words.split()) == "".join(citation.quote.split())
    assert report.summary["contradicted"] == 1 and report.asks is None


def test_the_same_draft_gives_the_same_report(stocked: Desk) -> None:
    first, second = (checked(stocked, DRAFT).as_json() for _ in range(2))
    assert {**first, "timings_ms": None} == {**second, "timings_ms": None}


@pytest.mark.parametrize("place", ["平江县", "澧县"])
def test_our_county_is_the_one_that_is_meant(stocked: Desk, place: str) -> None:
    report = checked(stocked, "2023年，我县民生支出占一般公共预算支出的比重达到76.8%。", place)
    assert report.claims[0].verdict == ("supported" if place == "平江县" else "not_found")
