"""Claims worded freely by people: false by one change, or true though no sentence says it so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.verify.check import verify
from tests.rag.verify.test_check import passage

AIMS = "围绕做强竹木产业，县里全力建设示范园区，争创省级林业园区、十亿产业带。园区现有企业21家。"
ORDER = "会议明确：9月底前完成全部水库检修；11月15日前，受损渠道全部修复。会议由县委副书记、县长陆成章主持，县委书记韩玉田讲话。"
NEXT = "建设竹笋加工厂1座，设计年加工能力2万吨，笋用林力争达到9万亩；新建烘房6座。"
STOPS = "68个车间中有9个因订单不足处于半停产状态。村民安置点选在地势较高的石头坪，8月12日开工。"
FLOOD = "从凌晨1时到3时，松坪村转移村民318人。这次抢在洪水进村前20分钟完成的转移，靠的是敲门喊人。"
BACK = "白石镇松坪村的厂主周大成，原在东莞办厂。2019年5月，他把一条竹席生产线搬回村里，招工42人，其中脱贫户17人。"
PICK = "一个熟手一天能采25斤，工价从2018年的每斤3.5元涨到今年的6元。"
PROBLEMS = (
    "帮扶车间规模偏小，双溪乡、石桥乡至今没有车间。20世纪80年代全镇荒坡有6.3万亩，从1995年起植树，累计造林5.1万亩。"
)
TRADE = "外贸进出口额由4370万美元增长到2.16亿美元。"
JOINT = "6月，县人社局会同县畜牧局对工坊进行核查，发现空壳工坊4家，已取消资格。"
TABLE = (
    "指标：衔接资金；2021年：3120万元；2022年：3485万元；2023年：3310万元。\n"
    "指标：劳务收入；2021年：5.2亿元；2022年：5.9亿元；2023年：6.4亿元。"
)

CAUSES = (
    "2021年初，受洪灾影响，全县有26个工坊一度停工。县里在松坪村建设冷库1座，使柑橘损耗率由16%降至7%。"
    "工坊的负责人换了三任，资金短缺一直没有解决。"
)
RANKS = "这些工坊中，竹编类最多，有34个。工坊总产值均居全省第2位。实事中涉及教育5件、医疗2件、道路7件、养老2件。"
SHARES = "改造共花了120万元，其中省里帮扶资金80万元，县教育局出资25万元，其余为捐赠。"
SPOKEN = "围绕“三个到位”和“五个一批”，残疾人康复服务覆盖率达96%以上，医保参保率98%。"
PLAN = "实施养蜂提升计划，抓好蜂农、合作社增收，确保每户蜂农至少一人参加培训。"

LED = "排查由县纪委监委牵头、县审计局负责核实。"

WAYS = (
    "单个工坊年补贴最高6万元。县人社局会同县畜牧局对全部工坊进行核查。周大成贷款18万元办起竹席厂。"
    "县人大常委会任命：陆成章为县畜牧局局长；免去韩玉田的县畜牧局局长职务。"
)
ASSETS = "项目名称：资产权属；白石镇冷库项目：归9个村集体所有。"
PRICES = "竹笋价格波动大，每公斤由年初的12元涨到6月的18元，又回落到年底的14元。"
MEALS = "服务站帮周大成和同厂15名老乡追回工资19万元。"

ALONE = "如今，韩玉田独自住在松坪村的老屋里。石桥村的运费单独结算，年补贴不限额。各村实行共同管护。"

FALSE = [
    (WAYS, "单个工坊的年补贴不限额。"),
    (WAYS, "县人社局单独对全部工坊进行了核查。"),
    (WAYS, "周大成自筹18万元办起竹席厂。"),
    (WAYS, "陆成章被免去县畜牧局局长职务。"),
    (WAYS, "县人大常委会任命韩玉田为县畜牧局局长。"),
    (ASSETS, "白石镇冷库项目的资产归县畜牧局所有。"),
    (PRICES, "竹笋价格年底比年初有所下降。"),
    (LED, "排查由县审计局牵头、县纪委监委负责核实。"),
    (CAUSES, "26个工坊停工是因为资金短缺。"),
    (RANKS, "这些工坊中，木雕类最多，有34个。"),
    (RANKS, "实事中教育类最多，有5件。"),
    (SHARES, "改造的120万元中，省里帮扶资金不到六成。"),
    (SHARES, "改造的120万元中，县教育局出资占六成以上。"),
    (SPOKEN, "围绕“五个到位”和“三个一批”，残疾人康复服务覆盖率达96%以上。"),
    (SPOKEN, "残疾人康复服务覆盖率达98%。"),
    (PLAN, "实施养蜂提升计划，抓好蜂农、合作社增收，确保每户蜂农至少一人计划参加培训。"),
    (AIMS, "青河县已建成省级林业园区和十亿产业带。"),
    (ORDER, "全部水库的检修已于9月底前完成。"),
    (ORDER, "会议由县委书记韩玉田主持。"),
    (STOPS, "68个车间中，过半处于半停产状态。"),
    (STOPS, "村民安置点选在松坪村老屋原址。"),
    (FLOOD, "洪水比村民转移完成早20分钟进村。"),
    (FLOOD, "洪水比村民转移完成提前20分钟进村。"),
    (TABLE, "2023年衔接资金比2022年有所增加。"),
    (TABLE, "2023年衔接资金比上年增加。"),
    (TABLE, "2023年劳务收入比2022年有所下降。"),
]
CARRIED = [
    (ALONE, "韩玉田独自住在松坪村的老屋里。"),
    (ALONE, "石桥村的运费单独结算，年补贴不限额。"),
    (WAYS, "韩玉田被免去县畜牧局局长职务。"),
    (WAYS, "周大成借贷18万元办起竹席厂。"),
    (MEALS, "青河县的周大成和15名同厂老乡追回19万元工资。"),
    (ORDER, "会议明确，全部水库检修9月底前完成。"),
    (LED, "排查由县纪委监委牵头、县审计局负责核实。"),
    (PICK, "采一斤的工价2018年是3.5元，今年涨到6元。"),
    (CAUSES, "因洪灾停工的工坊有26个。"),
    (CAUSES, "因为有了冷库，松坪村的柑橘损耗率降至7%。"),
    (RANKS, "这些工坊里，做竹编的最多。"),
    (RANKS, "工坊产量产值均居全省第2位。"),
    (RANKS, "实事中道路类最多，有7件。"),
    (SHARES, "改造的120万元中，省里帮扶资金占六成以上。"),
    (SPOKEN, "残疾人康复服务涵盖率达96%以上。"),
    (PLAN, "实施养蜂提升计划，抓好蜂农、合作社增收，确保每户蜂农至少一人参加培训。"),
    (ORDER, "会议由县长陆成章主持。"),
    (ORDER, "会议明确，9月底前完成全部水库检修。"),
    (STOPS, "村民安置点选在石头坪。"),
    (TABLE, "2023年衔接资金比2022年有所减少。"),
    (TABLE, "2023年劳务收入比2022年有所增加。"),
]
NOT_DENIED = [
    (ASSETS, "白石镇冷库项目的资产归村集体所有。"),
    (BACK, "周大成2019年把竹席生产线从东莞搬回松坪村，42名工人里有17名来自脱贫户。"),
    (PICK, "请人采一斤，2018年是3.5元，今年涨到6元。"),
    (PROBLEMS, "双溪乡和石桥乡还没有帮扶车间。"),
    (PROBLEMS, "全镇二十多年来累计造林5.1万亩。"),
    (TRADE, "外贸进出口额由不足0.5亿美元增长到2.16亿美元。"),
    (JOINT, "青河县有4家空壳工坊被取消资格。"),
]


@pytest.mark.parametrize(("text", "claim"), FALSE)
def test_one_change_makes_it_false(text: str, claim: str) -> None:
    verdict = verify(claim, [passage(text, place="青河县", date="2024-02-01")])
    assert verdict.verdict != "supported", verdict.reasons


@pytest.mark.parametrize(("text", "claim"), CARRIED)
def test_told_freely_it_is_carried(text: str, claim: str) -> None:
    verdict = verify(claim, [passage(text, place="青河县", date="2024-02-01")])
    assert verdict.verdict == "supported", verdict.reasons


@pytest.mark.parametrize(("text", "claim"), NOT_DENIED)
def test_told_freely_it_is_not_denied(text: str, claim: str) -> None:
    verdict = verify(claim, [passage(text, place="青河县", date="2024-02-01")])
    assert verdict.verdict != "contradicted", verdict.reasons


def test_what_a_part_on_next_year_lists_is_not_built() -> None:
    plan = replace(passage(NEXT, place="青河县", date="2022-12-20"), section="三、2023年工作打算")
    done = replace(plan, section="一、2022年工作回顾")
    claim = "青河县已建成竹笋加工厂，年加工能力2万吨。"
    assert verify(claim, [plan]).verdict == "contradicted"
    assert verify(claim, [done]).verdict != "contradicted"
