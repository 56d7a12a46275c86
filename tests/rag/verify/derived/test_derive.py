"""Figures that follow from two of the source's."""

from __future__ import annotations

import pytest

from rag.verify.check import verify
from rag.verify.derived.derive import derived
from rag.verify.reading import read
from tests.rag.verify.test_check import passage

WASTE = "全县收集意见1260条，已办理1071条。其余问题移交部门。"
MOVED = "搬迁群众3620户，其中集中安置3050户，分散安置570户。今年计划新增就业5400人，到9月底已完成4212人。"
SHOPS = "全市已建成作坊412家。全市在178家作坊旁边开办了托管班。5月末务工规模达96.4万人，比去年年底多出2.1万人。"

TRUE = [
    (WASTE, "还有189条意见没有办理。"),
    (WASTE, "意见的办理率为85%。"),
    (WASTE, "意见的办理比例超过八成。"),
    (MOVED, "集中安置的户数占搬迁户的84%以上。"),
    (MOVED, "新增就业已完成目标的近八成。"),
    (MOVED, "到9月底新增就业4212人。"),
    (SHOPS, "还有234家作坊旁边没有开办托管班。"),
    (SHOPS, "去年年底务工规模为94.3万人。"),
]
FALSE = [
    (WASTE, "还有289条意见没有办理。"),
    (WASTE, "意见的办理率为75%。"),
    (WASTE, "意见的办理比例超过九成。"),
    (MOVED, "分散安置的户数占搬迁户的三成。"),
    (MOVED, "新增就业已完成目标的九成。"),
    (SHOPS, "还有134家作坊旁边没有开办托管班。"),
    (SHOPS, "去年年底务工规模为98.5万人。"),
]


@pytest.mark.parametrize(("text", "claim"), TRUE)
def test_what_follows_is_supported(text: str, claim: str) -> None:
    verdict = verify(claim, [passage(text, date=None)])
    assert verdict.verdict == "supported", verdict.reasons


@pytest.mark.parametrize(("text", "claim"), FALSE)
def test_what_comes_to_something_else_is_not(text: str, claim: str) -> None:
    verdict = verify(claim, [passage(text, date=None)])
    assert verdict.verdict != "supported", verdict.reasons


def test_what_the_source_gives_itself_is_not_reckoned() -> None:
    claim, body = read("已办理1071条。"), read(WASTE)
    assert derived(claim.figures[0], claim, (body,)) is None


def test_the_working_is_shown() -> None:
    claim, body = read("还有189条意见没有办理。"), read(WASTE)
    found = derived(claim.figures[0], claim, (body,))
    assert found is not None and found.right and found.working == "1260条 − 1071条 = 189条"
