"""What was done with what is counted, and when: a wording adds neither another doing nor a time."""

from __future__ import annotations

import pytest

from rag.domain import Evidence
from rag.verify.check import gate
from tests.rag.verify.test_check import passage

REPORT = "全镇开发护林员岗位146个，流转山地2300亩。开工建设粮仓12座，组织招聘会9场，摸排危房64户。去年引进加工企业5家。2024年，新办合作社31家。"


def _verdict(sentence: str, quote: str) -> str:
    at = REPORT.index(quote)
    return gate(
        sentence, [Evidence(passage(REPORT, title="2023年工作总结", date="2024-01-12"), at, at + len(quote))]
    ).verdict


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("开发护林员岗位146个。", "全镇开发护林员岗位146个，流转山地2300亩。"),
        ("提供护林员岗位146个。", "全镇开发护林员岗位146个，流转山地2300亩。"),
        ("租赁山地2300亩。", "全镇开发护林员岗位146个，流转山地2300亩。"),
        ("新建粮仓12座。", "开工建设粮仓12座，组织招聘会9场，摸排危房64户。"),
        ("举办招聘会9场。", "开工建设粮仓12座，组织招聘会9场，摸排危房64户。"),
        ("去年引进加工企业5家。", "去年引进加工企业5家。"),
        ("2023年开发护林员岗位146个。", "全镇开发护林员岗位146个，流转山地2300亩。"),
    ],
)
def test_another_word_for_the_same_passes(sentence: str, quote: str) -> None:
    assert _verdict(sentence, quote) == "supported"


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("建成护林员岗位146个。", "全镇开发护林员岗位146个，流转山地2300亩。"),
        ("招聘护林员岗位146个。", "全镇开发护林员岗位146个，流转山地2300亩。"),
        ("开垦山地2300亩。", "全镇开发护林员岗位146个，流转山地2300亩。"),
        ("建成粮仓12座。", "开工建设粮仓12座，组织招聘会9场，摸排危房64户。"),
        ("参加招聘会9场。", "开工建设粮仓12座，组织招聘会9场，摸排危房64户。"),
        ("拆除危房64户。", "开工建设粮仓12座，组织招聘会9场，摸排危房64户。"),
        ("去年开发护林员岗位146个。", "全镇开发护林员岗位146个，流转山地2300亩。"),
        ("今年新办合作社31家。", "2024年，新办合作社31家。"),
        ("今年开发护林员岗位146个。", "全镇开发护林员岗位146个，流转山地2300亩。"),
        ("上半年开发护林员岗位146个。", "全镇开发护林员岗位146个，流转山地2300亩。"),
    ],
)
def test_another_doing_or_a_time_that_nobody_told_does_not(sentence: str, quote: str) -> None:
    assert _verdict(sentence, quote) != "supported"
