"""What follows from figures that the source gives in other words: shares, their sums, doubling and more, first places."""

from __future__ import annotations

import pytest

from rag.verify.check import verify
from tests.rag.verify.test_check import passage

BEDS = (
    "全县养老床位3120张，其中护理型床位1690张，占54.2%。存、贷款余额分别由106.2亿元、41.5亿元增长到188亿元、103亿元。"
)
SENT = "集中组织专车送劳动力返岗4.1万人，全市占比34%，为全市第一。"
SHOPS = "青石镇微作坊数量居全县第一，有23家。"
INVESTED = "完成固定资产投资187.1亿元，其中工业投资131.2亿元，占比70.1%。"
PREMIUM = "保费每亩60元，其中省级财政承担45%，县级财政承担25%，农户自交30%。"
DEEDS = "今年的18件实事中，涉及教育3件、医疗2件、道路6件、养老4件、就业3件。"
ROW = "主管单位：县文旅局；2025年计划资金：240万元；2025年已支付：48万元。"

TRUE = [
    (BEDS, "全县护理型床位超过养老床位总数的一半。"),
    (BEDS, "全县贷款余额五年翻了一番还多，达到103亿元。"),
    (SENT, "组织专车送返岗4.1万人，规模居全市首位，超过全市的三分之一。"),
    (SHOPS, "青石镇是微作坊最多的乡镇，有23家。"),
    (SHOPS, "青石镇微作坊数量最多，有23家。"),
    (INVESTED, "工业投资占固定资产投资的七成多。"),
    (PREMIUM, "每亩60元的保费中，省、县两级财政合计承担七成。"),
    (DEEDS, "今年的18件实事中，道路类最多，有6件。"),
]
FALSE = [
    (BEDS, "全县护理型床位超过养老床位总数的六成。"),
    (BEDS, "全县存款余额五年翻了一番还多，达到188亿元。"),
    (SENT, "组织专车送返岗4.1万人，超过全市的一半。"),
    (PREMIUM, "每亩60元的保费中，省、县两级财政合计承担八成。"),
    (DEEDS, "今年的18件实事中，教育类最多，有3件。"),
]


@pytest.mark.parametrize(("text", "claim"), TRUE)
def test_what_follows_is_supported(text: str, claim: str) -> None:
    verdict = verify(claim, [passage(text)])
    assert verdict.verdict == "supported", verdict.reasons


@pytest.mark.parametrize(("text", "claim"), FALSE)
def test_what_does_not_follow_is_not(text: str, claim: str) -> None:
    verdict = verify(claim, [passage(text)])
    assert verdict.verdict != "supported", verdict.reasons


def test_the_row_of_one_office_does_not_deny_the_share_of_all() -> None:
    verdict = verify("全县资金总体支付率过六成，县文旅局的支付率只有两成。", [passage(ROW)])
    assert verdict.verdict == "unsupported", verdict.reasons
