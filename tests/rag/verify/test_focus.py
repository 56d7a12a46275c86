"""Long sources are read where they bear on the claim, in bounded time."""

from __future__ import annotations

import time

import pytest

from rag.verify.check import verify
from rag.verify.focus import PLENTY, focused
from tests.rag.verify.test_check import passage

FILLER = "各地结合实际抓好落实，推动各项工作不断取得新进展。"


def test_short_sources_are_read_whole() -> None:
    assert focused("任何断言", ["甲。", "乙。"]) == [(0, "甲。"), (1, "乙。")]


def test_the_sentence_that_matters_is_found_in_a_long_text() -> None:
    text = FILLER * 1500 + "全县建成茶园12.6万亩。" + FILLER * 1500
    assert len(text) > PLENTY
    assert verify("绥宁县建成茶园12.6万亩。", [passage(text)]).verdict == "supported"
    assert verify("绥宁县建成茶园12.9万亩。", [passage(text)]).verdict != "supported"


def test_a_claim_as_long_as_a_text_is_not_judged() -> None:
    verdict = verify(FILLER * 50, [passage(FILLER * 50)])
    assert verdict.verdict == "unsupported"
    assert "逐句" in verdict.reasons[0]


@pytest.mark.parametrize(
    "unit", ["不", "3个4人", "湖南省长沙市", "2020年3月", "“ab”", "增长下降", "书记王建国说", "某某公司", "\n", "的"]
)
def test_hostile_repetition_takes_bounded_time(unit: str) -> None:
    start = time.process_time()
    verify((unit * 1000)[:1000], [passage((unit * 100_000)[:100_000])])
    assert time.process_time() - start < 10
