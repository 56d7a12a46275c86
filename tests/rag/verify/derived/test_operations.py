"""Each operation that a claim can say, on figures that the claim itself does not repeat."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.verify.check import verify
from rag.verify.derived.operands import Said, core
from tests.rag.verify.test_check import passage

FAIR = "在岩溪镇举行的招聘会上，45家企业提供岗位1620个，达成意向380人。"
SHOPS = "今年全县新办粮油作坊12家，总数达到58家，吸纳就业2030人，其中返乡青年610人。"
BUSES = "县里购置体检车3辆，每辆车配护士6名，每月下乡两次。"
PEACH = "全县黄桃种植面积4.2万亩，去年产值6.3亿元。"
HOMES = "在乡村，31家“邻里食堂”天天开火；在城区，14个“助老小站”送餐上门。"
LOANS = "存、贷款余额分别由98.4亿元、52.6亿元增长到143亿元、88.2亿元。"
LEAK = "管网漏损率由2019年的24%降至12%。规模养殖场由90家增加到120家。"
ISSUES = "排查组把960个问题列成清单。截至目前，已整改612个，其余问题正在整改。"
INCOME = "脱贫人口人均纯收入14860元，比上年增加1520元。"
BACK = "今年以来返乡人员共1840人，尚有215人未实现再就业。"
EARN = "城镇居民人均可支配收入由21000元提高到31000元，农村居民人均可支配收入由8600元提高到12400元。"
RATES = "2018年县域内就诊率只有79.5%，床位使用率不到40%。今年前三季度，县域内就诊率达到90.1%。"
HEADS = "全县有教学站52个，学生总数1404人。"
RANGERS = "县里选聘护林员1250名，每人每年补助1万元。"
MORE = "目前全县已建成幸福食堂143座。明年将再建幸福食堂27座。"

OPS = "卫生院去年做手术360台，而2019年只有150台。上半年举办讲座42场，提供座位2.1万个。"
FUND = "今年到位帮扶资金2.5亿元，用于产业发展的占56%。"

TRUE = [
    (OPS, "卫生院去年做手术是2019年的2.4倍。"),
    (OPS, "上半年讲座平均每场提供座位500个。"),
    (FUND, "产业发展用去的帮扶资金约1.4亿元。"),
    (FAIR, "招聘会上参会企业平均每家提供岗位36个。"),
    (FAIR, "招聘会上平均每家企业提供约36个岗位。"),
    (SHOPS, "粮油作坊总数达到58家，此前有46家。"),
    (BUSES, "3辆体检车共配护士18名。"),
    (PEACH, "黄桃亩均产值约1.5万元。"),
    (HOMES, "全县有“邻里食堂”和“助老小站”共45家。"),
    (LOANS, "贷款余额净增35.6亿元，达到88.2亿元。"),
    (LEAK, "管网漏损率比2019年下降12个百分点，降了一半。"),
    (LEAK, "规模养殖场增加了三分之一。"),
    (ISSUES, "排查出的问题尚余348个。"),
    (INCOME, "上年脱贫人口人均纯收入为13340元。"),
    (BACK, "返乡人员中已有1625人实现再就业。"),
    (EARN, "城镇居民人均可支配收入相当于农村居民的2.5倍。"),
    (EARN, "农村居民人均可支配收入增加3800元。"),
    (RATES, "今年前三季度县域内就诊率比2018年高出10.6个百分点。"),
    (HEADS, "教学站平均每个有27名学生。"),
    (RANGERS, "一年发给护林员的补助共1250万元。"),
    (MORE, "明年幸福食堂总数将达到170座。"),
]
FALSE = [
    (OPS, "卫生院去年做手术是2019年的3.4倍。"),
    (OPS, "上半年讲座平均每场提供座位600个。"),
    (FUND, "产业发展用去的帮扶资金约1.8亿元。"),
    (LEAK, "规模养殖场增加了120家。"),
    (FAIR, "招聘会上参会企业平均每家提供岗位46个。"),
    (FAIR, "招聘会上平均每家企业达成意向36人。"),
    (SHOPS, "粮油作坊总数达到58家，此前有70家。"),
    (BUSES, "3辆体检车共配护士24名。"),
    (PEACH, "黄桃亩均产值约1.9万元。"),
    (HOMES, "全县有“邻里食堂”和“助老小站”共55家。"),
    (LOANS, "贷款余额净增44.6亿元。"),
    (LEAK, "管网漏损率比2019年下降12个百分点，降了三分之一。"),
    (LEAK, "规模养殖场增加了一半。"),
    (ISSUES, "排查出的问题尚余448个。"),
    (INCOME, "上年脱贫人口人均纯收入为16380元。"),
    (BACK, "返乡人员中已有1425人实现再就业。"),
    (EARN, "城镇居民人均可支配收入相当于农村居民的1.5倍。"),
    (EARN, "农村居民人均可支配收入增加10000元。"),
    (RATES, "今年前三季度县域内就诊率比2018年高出11.6个百分点。"),
    (HEADS, "教学站平均每个有37名学生。"),
    (RANGERS, "一年发给护林员的补助共1520万元。"),
    (MORE, "明年幸福食堂总数将达到180座。"),
]


@pytest.mark.parametrize(("text", "claim"), TRUE)
def test_what_comes_out_is_supported(text: str, claim: str) -> None:
    verdict = verify(claim, [passage(text)])
    assert verdict.verdict == "supported", verdict.reasons


@pytest.mark.parametrize(("text", "claim"), FALSE)
def test_what_does_not_come_out_is_not(text: str, claim: str) -> None:
    verdict = verify(claim, [passage(text)])
    assert verdict.verdict != "supported", verdict.reasons


@pytest.mark.parametrize(
    ("text", "claim", "working"),
    [
        (FAIR, "招聘会上参会企业平均每家提供岗位36个。", "1620个 ÷ 45家 = 36个"),
        (RANGERS, "一年发给护林员的补助共1250万元。", "1万元 × 1250名 = 1250万元"),
        (ISSUES, "排查出的问题尚余348个。", "960个 − 612个 = 348个"),
        (EARN, "农村居民人均可支配收入增加10000元。", "由8600元到12400元，相差3800元"),
    ],
)
def test_the_working_has_the_operands_as_written(text: str, claim: str, working: str) -> None:
    assert any(working in reason for reason in verify(claim, [passage(text)]).reasons)


def test_a_figure_left_open_is_not_reckoned_with() -> None:
    assert verify("规模养殖场减少到只剩几家。", [passage(LEAK)]).verdict != "contradicted"


@given(st.text(max_size=40), st.text(max_size=60))
def test_how_surely_a_name_is_meant_is_a_share(name: str, text: str) -> None:
    assert 0.0 <= Said.of(text).names(core(name)) <= 1.0
