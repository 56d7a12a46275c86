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
JOBS = "全县发放救助金3.2亿元。新增城镇就业6120人、农村劳动力转移就业8400人，城镇零就业家庭动态清零。"
SHEDS = "截至9月底，全县建成帮扶作坊134个，吸纳就业3620人，其中脱贫劳动力1630人，人均月工资1980元。"
PUPILS = "全县毕业生2300人，已落实去向2093人。"

TRUE = [
    (WASTE, "还有189条意见没有办理。"),
    (WASTE, "意见的办理率为85%。"),
    (WASTE, "意见的办理比例超过八成。"),
    (MOVED, "集中安置的户数占搬迁户的84%以上。"),
    (MOVED, "新增就业已完成目标的近八成。"),
    (MOVED, "到9月底新增就业4212人。"),
    (SHOPS, "还有234家作坊旁边没有开办托管班。"),
    (SHOPS, "去年年底务工规模为94.3万人。"),
    (SHEDS, "全县134个帮扶作坊共用工3620人，其中四成以上是脱贫劳动力。"),
    (PUPILS, "全县毕业生去向落实率达到91%。"),
]
FALSE = [
    (WASTE, "还有289条意见没有办理。"),
    (WASTE, "意见的办理率为75%。"),
    (WASTE, "意见的办理比例超过九成。"),
    (MOVED, "分散安置的户数占搬迁户的三成。"),
    (MOVED, "新增就业已完成目标的九成。"),
    (SHOPS, "还有134家作坊旁边没有开办托管班。"),
    (SHOPS, "去年年底务工规模为98.5万人。"),
    (JOBS, "新增城镇化率超过70%。"),
    (JOBS, "全县就业率达到70%以上。"),
    (SHEDS, "全县134个帮扶作坊共用工3620人，其中六成以上是脱贫劳动力。"),
    (PUPILS, "全县毕业生就业率达到91%。"),
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
