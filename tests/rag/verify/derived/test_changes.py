"""By how much something changed, reckoned from two figures of the source."""

from __future__ import annotations

import pytest

from rag.verify.check import verify
from tests.rag.verify.test_check import passage

RATE = "全县自来水普及率由82.4%提高到88.9%，水厂由12座减少到7座。"
TOTAL = "全年引进资金35.2亿元，上年为28.6亿元。全年生产总值97亿元，增长5.2%，低于年初6%的预期目标。"
FEWER = "病虫害发生率由12%降到4%以下。"
ROWS = "项目：道路硬化；2020年：600万元；2021年：750万元；2022年：900万元。\n项目：水利设施；2020年：500万元；2021年：480万元；2022年：450万元。"
PLAN = "新修水渠41公里，年初计划为35公里。"
ABOVE = "县二中本科上线率达64.5%，高出全县平均水平12个百分点。"
PART = "基金全年结余1500万元，其中40%用于奖励医生。"
REST = "总投资3亿元，其中县财政出资6000万元，其余由企业自筹。"

TRUE = [
    (RATE, "全县自来水普及率提高了6.5个百分点。"),
    (RATE, "全县水厂减少了5座。"),
    (TOTAL, "全年引进资金比上年多6.6亿元。"),
    (TOTAL, "全年引进资金增长约23.1%。"),
    (TOTAL, "全年生产总值增速比年初目标低0.8个百分点。"),
    (FEWER, "病虫害发生率下降了8个百分点以上。"),
    (ROWS, "2020年至2022年道路硬化资金增长50%。"),
    (ROWS, "水利设施资金2022年比2020年减少50万元。"),
    (PLAN, "新修水渠比年初计划多6公里。"),
    (ABOVE, "全县本科上线率平均为52.5%。"),
    (PART, "基金结余中有600万元用于奖励医生。"),
    (REST, "总投资中县财政出资占两成，其余八成由企业自筹。"),
]
BOTH = "城镇居民收入由18000元提高到27000元，农村居民收入由7000元提高到12000元。"
SPENT = "食堂每年约需经费9万元。全市建成省级基地12个，市级基地21个。2021年开发岗位600个。"

TRUE += [
    (BOTH, "城镇居民收入增长50%。"),
    (TOTAL.replace("28.6", "17.5"), "全年引进资金比上年翻了一番。"),
    (SPENT, "食堂一年约需经费9万元。"),
    (SPENT, "全市现有省、市两级基地33个。"),
    (SPENT, "仅2021年一年就开发岗位600个。"),
]
FALSE = [
    (RATE, "全县自来水普及率提高了7.5个百分点。"),
    (RATE, "全县自来水普及率下降了6.5个百分点。"),
    (RATE, "全县水厂减少了4座。"),
    (TOTAL, "全年引进资金比上年多8.6亿元。"),
    (TOTAL, "全年引进资金增长约33.1%。"),
    (ROWS, "2020年至2022年道路硬化资金增长60%。"),
    (ABOVE, "全县本科上线率平均为54.5%。"),
]


@pytest.mark.parametrize(("text", "claim"), TRUE)
def test_a_change_that_follows_is_supported(text: str, claim: str) -> None:
    verdict = verify(claim, [passage(text)])
    assert verdict.verdict == "supported", verdict.reasons


@pytest.mark.parametrize(("text", "claim"), FALSE)
def test_another_change_is_contradicted(text: str, claim: str) -> None:
    verdict = verify(claim, [passage(text)])
    assert verdict.verdict == "contradicted", verdict.reasons


def test_growth_is_not_compared_by_what_it_began_with() -> None:
    verdict = verify("城镇居民收入的增幅高于农村居民收入的增幅。", [passage(BOTH)])
    assert verdict.verdict == "contradicted"
    assert verdict.reasons[0] == "按引文，由18000元到27000元，增长50.0%；由7000元到12000元，增长71.4%"
    assert verify("农村居民收入的增幅高于城镇居民收入的增幅。", [passage(BOTH)]).verdict == "supported"


def test_a_sum_that_does_not_come_out_is_not_supported() -> None:
    assert verify("全市现有省、市两级基地35个。", [passage(SPENT)]).verdict != "supported"


def test_a_change_since_a_year_the_source_does_not_tell_of_is_not_denied() -> None:
    assert verify("全县自来水普及率比2009年提高了31.2个百分点。", [passage(RATE)]).verdict == "unsupported"


def test_the_reason_names_both_figures_and_what_they_come_to() -> None:
    reasons = verify("全县自来水普及率提高了7.5个百分点。", [passage(RATE)]).reasons
    assert reasons[0] == "7.5个百分点与引文不符：由82.4%到88.9%，相差6.5个百分点"
