"""Figures are compared by what they are said of."""

from __future__ import annotations

import pytest

from rag.verify.check import verify
from tests.rag.verify.test_check import passage

TEXT = (
    "年末，城镇居民人均存款48200元，农村居民人均存款21900元。全县敬老院新增床位120张，床位总数达1860张。"
    "现有合作社412家，其中示范合作社57家、种植合作社203家。社区2380名劳动力中已就业2214人。"
    "单个门店收入50万元以上的26家、100万元以上的8家。危桥由37座减少到4座。"
    "2016年人均收入8300元，2023年人均收入达到19600元。第一批项目得分居第5位；第二批项目得分居第2位。"
    "检查商户860家次，责令整改41家，关停9家。引进亿元以上项目6个，到位资金12.5亿元。"
)


@pytest.mark.parametrize(
    ("claim", "instead"),
    [
        ("农村居民人均存款48200元。", "21900元"),
        ("敬老院床位总数达120张。", "1860张"),
        ("全县有示范合作社412家。", "57家"),
        ("全县有种植合作社57家。", "203家"),
        ("社区2214名劳动力中已就业2380人。", ""),
        ("收入100万元以上的门店有26家。", "8家"),
        ("危桥达到37座。", "4座"),
        ("2023年人均收入8300元。", "19600元"),
        ("第二批项目得分居第5位。", "第2位"),
        ("关停商户41家。", "9家"),
        ("引进12.5亿元以上项目6个。", "12.5亿元"),
        ("关停商户15家。", "9家"),
    ],
)
def test_a_figure_of_another_thing_is_contradicted(claim: str, instead: str) -> None:
    verdict = verify(claim, [passage(TEXT)])
    assert verdict.verdict == "contradicted", verdict.reasons
    assert instead in "".join(verdict.reasons)


@pytest.mark.parametrize(
    "claim",
    [
        "城镇居民人均存款48200元。",
        "敬老院床位新增120张，总数达1860张。",
        "合作社412家，其中种植合作社203家。",
        "社区劳动力2380人中有2214人就业。",
        "社区劳动力2380人，其中2214人已就业。",
        "收入100万元以上的门店有8家。",
        "危桥减少到4座。",
        "危桥原有37座。",
        "2016年人均收入8300元。",
        "关停商户9家。",
        "引进亿元以上项目6个，到位资金12.5亿元。",
        "第二批项目得分居第2位。",
    ],
)
def test_a_figure_of_the_same_thing_is_supported(claim: str) -> None:
    verdict = verify(claim, [passage(TEXT)])
    assert verdict.verdict == "supported", verdict.reasons


def test_people_of_counted_households_may_be_told_alone() -> None:
    here = passage("安置小区搬入1316户6042人，入住率达98%。")
    assert verify("安置小区搬入6042人。", [here]).verdict == "supported"
    assert verify("安置小区搬入6042户。", [here]).verdict == "contradicted"


def test_half_a_year_is_six_months() -> None:
    here = passage("务工半年以上的村民，每人补贴500元。")
    assert verify("务工6个月以上的村民每人补贴五百元。", [here]).verdict == "supported"
    assert verify("务工8个月以上的村民每人补贴五百元。", [here]).verdict != "supported"
