"""More, most and second: worked out from the figures of the source where its words do not say it."""

from __future__ import annotations

import pytest

from rag.verify.check import verify
from rag.verify.comparisons import comparisons, ranks
from rag.verify.reading import read
from tests.rag.verify.test_check import passage

CENTRES = (
    "今年，全县新建敬老院14所、幼儿园23所。绿茶产量620吨，红茶产量1180吨。城区供水覆盖率达97%，农村供水覆盖率达83%。"
    "一季度接待游客12.4万人次，同比增长18%；门店营业额3300万元，比去年同期下降6%。"
)
TOWNS = "河口镇养牛2400头，武阳镇养牛1750头，兰塘镇养牛3100头，合计7250头。"
PARTS = "全县果园面积9.6万亩，其中柑橘5.1万亩、蜜桃2.3万亩、板栗1.4万亩。"
YEARS = "截至10月底，全县外出务工12.4万人，其中省外务工7.1万人，务工总人数超去年。"
EVEN = "今年全县夏粮总产6.2万吨，比上年增加0.3万吨。生猪出栏21万头，与上年持平。"
GUESTS = "2020年全县接待游客120万人次，2021年接待游客98万人次。"
NOT_LESS = "全县就业人数不低于去年，失业率低于上年。"

SO = [
    (CENTRES, "新建的幼儿园比敬老院多。"),
    (CENTRES, "红茶产量高于绿茶。"),
    (CENTRES, "绿茶产量少于红茶。"),
    (CENTRES, "绿茶产量不及红茶。"),
    (CENTRES, "城区供水覆盖率高于农村。"),
    (CENTRES, "一季度接待游客比去年同期多。"),
    (CENTRES, "一季度门店营业额少于上年同期。"),
    (TOWNS, "兰塘镇养牛比河口镇多。"),
    (TOWNS, "三个镇中养牛最多的是兰塘镇。"),
    (TOWNS, "养牛最少的是武阳镇，有1750头。"),
    (TOWNS, "养牛头数兰塘镇居首。"),
    (PARTS, "果园中柑橘面积最大。"),
    (PARTS, "果园面积最大的是柑橘，其次是蜜桃。"),
    (YEARS, "全县务工总人数超过去年。"),
    (YEARS, "全县外出务工总人数高于去年。"),
    (EVEN, "今年全县夏粮总产高于去年。"),
    (EVEN, "今年全县生猪出栏与上年持平。"),
    (GUESTS, "2021年全县接待游客少于2020年。"),
    (NOT_LESS, "全县失业率低于上年。"),
]
NOT_SO = [
    (CENTRES, "新建的敬老院比幼儿园多。"),
    (CENTRES, "绿茶产量高于红茶。"),
    (CENTRES, "红茶产量不如绿茶。"),
    (CENTRES, "农村供水覆盖率高于城区。"),
    (CENTRES, "一季度接待游客少于去年同期。"),
    (CENTRES, "一季度门店营业额比去年同期高。"),
    (TOWNS, "武阳镇养牛比河口镇多。"),
    (TOWNS, "三个镇中养牛最多的是河口镇。"),
    (TOWNS, "养牛最少的是河口镇。"),
    (PARTS, "果园中板栗面积最大。"),
    (PARTS, "果园面积最大的是柑橘，其次是板栗。"),
    (YEARS, "全县务工总人数低于去年。"),
    (YEARS, "全县务工总人数不及上年。"),
    (YEARS, "全县务工总人数与去年持平。"),
    (EVEN, "今年全县夏粮总产与上年持平。"),
    (EVEN, "今年全县生猪出栏低于上年。"),
    (EVEN, "今年全县生猪出栏超过上年。"),
    (GUESTS, "2021年全县接待游客多于2020年。"),
    (NOT_LESS, "全县就业人数低于去年。"),
]


@pytest.mark.parametrize(("text", "claim"), SO)
def test_what_the_figures_show_is_supported(text: str, claim: str) -> None:
    verdict = verify(claim, [passage(text)])
    assert verdict.verdict == "supported", verdict.reasons


@pytest.mark.parametrize(("text", "claim"), NOT_SO)
def test_what_the_figures_show_otherwise_is_contradicted(text: str, claim: str) -> None:
    verdict = verify(claim, [passage(text)])
    assert verdict.verdict == "contradicted", verdict.reasons


def test_the_reason_names_the_figures() -> None:
    reasons = "".join(verify("绿茶产量高于红茶。", [passage(CENTRES)]).reasons)
    assert "620吨" in reasons
    assert "1180吨" in reasons


@pytest.mark.parametrize(
    "claim",
    ["敬老院的床位比幼儿园多。", "四个镇中养牛最多的是兰塘镇。", "兰塘镇养羊最多。", "今年全县绿茶价格高于红茶。"],
)
def test_what_neither_words_nor_figures_show_is_not_supported(claim: str) -> None:
    assert verify(claim, [passage(CENTRES + TOWNS)]).verdict != "supported"


def test_what_the_source_says_in_words_needs_no_figures() -> None:
    text = "石桥镇的山地比平地多。河口村是全镇人口最多的村。黄豆长势好于去年。"
    assert verify("石桥镇的山地比平地多。", [passage(text)]).verdict == "supported"
    assert verify("河口村是全镇人口最多的村。", [passage(text)]).verdict == "supported"


def test_comparisons_are_read() -> None:
    (one,) = comparisons(read("今年红茶产量比绿茶高"))
    assert (one.second, one.pole) == ("绿茶", 1)
    (other,) = comparisons(read("甲园区的企业少于乙园区。"))
    assert (other.first, other.second, other.pole) == ("甲园区的企业", "乙园区", -1)
    assert not comparisons(read("产值超过5亿元，同比增长8%，占比最高为三成。"))


def test_ranks_are_read() -> None:
    assert [(r.who, r.rank, r.pole) for r in ranks(read("面积最大的是柑橘，其次是蜜桃。"))] == [
        ("柑橘", 1, 1),
        ("蜜桃", 2, 1),
    ]
    assert [(r.rank, r.pole) for r in ranks(read("河口镇产量排第三。"))] == [(3, 1)]
    assert not ranks(read("最近一年，最高可贷30万元，最终惠及万人。"))


def test_the_columns_of_one_row_do_not_rank_it_among_the_others() -> None:
    row = passage("工种：养老护理员；2021年期数：8；2021年培训人数：340；2021年取得证书人数：322。")
    assert verify("2021年养老护理员的培训人数最多，达340人。", [row]).verdict == "unsupported"
