"""Words of few characters that turn a claim are the source's, or the claim is not supported."""

from __future__ import annotations

import pytest

from rag.domain import Evidence
from rag.text.quantities import quantities
from rag.text.quantity import compare
from rag.verify.check import gate, verify
from tests.rag.verify.test_check import passage

HALL = "松坪村研学馆去年开门迎客，一年光门票就给村集体带来30多万元收入，县财政每月给讲解员补贴600元。"
JOBS = "全县务工3.2万人，其中县内就业1.1万人，县外省内就业0.7万人，省外就业1.4万人。"
VILLAGE = "松坪村户籍人口1200人，常年在家的不到400人。12个村卫生室已全部接通光纤。"
INCOME = "白石镇农民人均可支配收入1.6万元，近四成来自养蜂。截至目前，该镇已养蜂1.5万箱。"
SHARE = "养蜂业完成产值8.6亿元，占全县规模工业总产值的12.5%。"
SCHOOL = "培训班安排在村“两委”换届刚刚完成之时，对跨省务工的脱贫劳动力发放一次性交通补贴。"
FUND = (
    "县里设立蜂农保障金200万元，遇到收购企业拖欠货款，先行垫付、再依法追讨，60岁以上蜂农全部免费，其他蜂农每月交20元。"
)
PHASES = "2015年，引水一期工程供水到青河县城；2021年，引水二期工程开工建设，总投资9亿元。"
WORKSHOPS = "全县8家车间共吸纳脱贫户84人，其中未脱贫16人。"
POOR = "搬迁劳动力就业率达78.4%，其中半年以上稳定就业率达91.6%。"
TRIP = "镇里带队赴佛山、东莞对接5次，输送务工人员642人，为群众减免检查费用97万元。"

CHANGE = "2016年前，寄一件蜂蜜要9元，还要多等两天。县里建成分拨中心，单件快递费降到3.2元，年发货12万件，市邮政局每月上门检查一次。"
COURSE = "学员每人交150元押金，结业全额退还。学员刘彩莲2021年去了福州，从住家保姆干到金牌月嫂。"
HOME = "学员多来自南屏镇，有的在天津务工。"

FALSE = [
    (CHANGE, "2016年前，青河县一件快递的费用为3.2元。"),
    (CHANGE, "市邮政局每年上门检查一次。"),
    (COURSE, "学员交的押金结业后不予退还。"),
    (HALL, "松坪村研学馆每月给村集体带来30多万元收入。"),
    (HALL, "省财政每月给讲解员补贴600元。"),
    (HALL, "县财政每周给讲解员补贴600元。"),
    (JOBS, "全县务工以县内就业为主。"),
    (JOBS, "全县务工人员大多数在县内就业。"),
    (VILLAGE, "松坪村1200人中，大部分常年在家。"),
    (VILLAGE, "12个村卫生室中只有部分接通光纤。"),
    (INCOME, "白石镇农民的收入大部分来自养蜂。"),
    (INCOME, "该镇已养蜂1.5万箱，数量居全县各镇之首。"),
    (INCOME, "白石镇农民人均可支配收入1.6万元，由县财政发放。"),
    (SHARE, "养蜂业产值占全县地区生产总值的12.5%。"),
    (SCHOOL, "培训班赶在村“两委”换届之前举办。"),
    (SCHOOL, "对跨省务工的脱贫劳动力按月发放交通补贴。"),
    (FUND, "拖欠的货款由收购企业先行垫付。"),
    (FUND, "所有蜂农一律免费。"),
    (PHASES, "2021年，引水一期工程供水到青河县城。"),
    (POOR, "搬迁劳动力的就业率已经达到91.6%。"),
    (TRIP, "镇里输送到佛山的务工人员有642人。"),
    (TRIP, "镇里为群众减免住院费用97万元。"),
]
TRUE = [
    (CHANGE, "2016年前，寄一件蜂蜜要9元。"),
    (CHANGE, "市邮政局每个月上门检查一次。"),
    (COURSE, "学员的押金在结业时会全额退回。"),
    (COURSE, "刘彩莲在福州从保姆干到金牌月嫂。"),
    (HALL, "松坪村研学馆每年给村集体带来30多万元收入。"),
    (HALL, "讲解员每个月由县财政补贴600元。"),
    (JOBS, "全县务工人员中，省外就业的最多。"),
    (JOBS, "全县务工以省外就业为主。"),
    (VILLAGE, "松坪村1200人中，常年在家的只有少部分。"),
    (INCOME, "白石镇农民的收入有近四成来自养蜂。"),
    (SHARE, "养蜂业产值占全县规模工业总产值的12.5%。"),
    (SCHOOL, "对跨省务工的脱贫劳动力，一次性发放交通补贴。"),
    (PHASES, "2015年，引水一期工程供水到县城。"),
    (WORKSHOPS, "8家车间吸纳的脱贫户大多数已脱贫。"),
    (POOR, "搬迁劳动力的就业率达到78.4%。"),
    (TRIP, "镇里赴佛山、东莞对接5次，输送务工人员642人。"),
]
ROWS = "项目：蜂箱补助；计划资金：60万元；牵头单位：县农业农村局；承办机构：青河蜂业协会。\n项目：蜂路硬化；计划资金：90万元；牵头单位：县交通运输局。"
GOAL = "指标：一般公共预算收入；2024年：7.82亿元；比上年增长：4.1%；年初目标：4.5%。"


@pytest.mark.parametrize(("source", "claim"), FALSE)
def test_what_the_source_does_not_say_is_not_supported(source: str, claim: str) -> None:
    assert verify(claim, [passage(source)]).verdict != "supported"


@pytest.mark.parametrize(("source", "claim"), TRUE)
def test_what_the_source_says_otherwise_is_supported(source: str, claim: str) -> None:
    verdict = verify(claim, [passage(source)])
    assert verdict.verdict == "supported", verdict.reasons


@pytest.mark.parametrize(
    "claim", ["蜂路硬化由青河蜂业协会承办。", "蜂箱补助由县财政局牵头，计划资金60万元。", "蜂路硬化计划资金60万元。"]
)
def test_a_row_carries_nothing_for_what_another_row_is_about(claim: str) -> None:
    assert verify(claim, [passage(ROWS)]).verdict != "supported"


def test_a_target_that_the_row_gives_was_not_met() -> None:
    claim = "2024年一般公共预算收入增长4.1%，超额完成年初目标。"
    assert verify(claim, [passage(GOAL)]).verdict == "contradicted"


@pytest.mark.parametrize(
    ("said", "held", "so"),
    [
        ("90多万元", "近96万元", True),
        ("近100万元", "近96万元", True),
        ("近90万元", "近96万元", False),
        ("约100人", "近96人", True),
        ("90多人", "110多人", False),
        ("近96万元", "90多万元", False),
    ],
)
def test_a_coarser_figure_is_held_by_a_rough_one(said: str, held: str, so: bool) -> None:
    assert (compare(quantities(said)[0], quantities(held)[0]) == "same") is so


def test_a_place_that_other_sentences_name_is_not_where_somebody_went() -> None:
    held = passage(HOME + COURSE)
    quoted = [Evidence(held, held.text.index("学员刘彩莲"), len(held.text))]
    assert gate("刘彩莲在福州从保姆干到金牌月嫂。", quoted).verdict == "supported"
    assert gate("刘彩莲在天津从保姆干到金牌月嫂。", quoted).verdict != "supported"
