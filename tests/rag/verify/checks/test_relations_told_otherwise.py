"""Claims whose figures and words are the source's, told of others: who does it, who pays, how wide, which sort, whether done."""

from __future__ import annotations

import pytest

from rag.verify.check import verify
from tests.rag.verify.test_check import passage

BODIES = "去年以来，青河县畜牧局在各乡镇举办养蜂培训班26期，培训蜂农1340人。蜂价跌破约定价时，保险公司按差价赔付。合作社当年就分得34万元。"
GIVEN = "每吸纳一名脱贫户就业，县里给予企业1500元的岗位补贴，前两年还免收场地租金。每年一次性奖励企业3000元。"
PRICE = "蜂箱保险每箱保费60元，财政补贴八成，蜂农自己只掏12元。夜校每学期每人只收40元。"
VILLAGE = "白石镇松坪村村民周大成带着84户村民养蜂，去年户均分红7600元。村里新修水渠19公里，回来的年轻人有57个。"
SORTS = "全县建成省级示范蜂场4个、市级示范蜂场13个。线上卖蜜120吨，线下卖蜜75吨。"
AIMS = "周明远介绍，今后几年将打好三张牌。一是新建蜂蜜加工厂3座，建成体验园8个；二是培育品牌5个。还有29个村没通公交，计划明年底前全部开通。"
DUE = "36个点中已有30个完成验收，剩余6个点将在8月底前全部办结。其余投诉已移交部门，要求10月底前逐一销号。"
CAUSES = "因暴雨和山体滑坡影响，青河大桥推迟三个月完工。为了解决老人吃饭难，社区在112个小区旁开办了食堂。"
SOME = "19个乡镇中16个可在半小时内上高速。蜂种全靠外购。所有蜂农前三年免租金。"
FREE = "王秀梅前年参加了县人社局举办的免费月嫂班，学完被介绍到市里一家中心上班，月薪5200元。"
ROW = "序号：3；车间名称：康福藤编车间；乡镇：古林乡；负责人：陆成；月均工资：2600元；运营状态：停业整顿；主管单位：县工信局；备注：仓库消防不达标，限期6月底前整改。"
POOR = "全县监测对象中因病致贫的占五成，因灾致贫的占两成。县里因地制宜发展黄花菜。"
BRIDGE = "石桥村的便民桥总投资96万元，县交通局出60万元，村民捐款36万元，去年12月通车。救助金单次不超过1500元的由乡镇审批，超过的报县民政局审批。"

FALSE = [
    (BODIES, "青河县教育局在各乡镇举办养蜂培训班26期，培训蜂农1340人。"),
    (BODIES, "蜂价跌破约定价时，由财政按差价赔付。"),
    (BODIES, "旅游公司当年分得34万元。"),
    (GIVEN, "每吸纳一名脱贫户就业，企业要向县里交1500元。"),
    (GIVEN, "每年一次性奖励村民3000元。"),
    (PRICE, "蜂箱保险每箱保费蜂农要掏60元。"),
    (PRICE, "蜂箱保险每箱财政补贴12元。"),
    (PRICE, "夜校不收费。"),
    (VILLAGE, "青河县村民去年户均分红7600元。"),
    (VILLAGE, "青河县回来的年轻人有57个。"),
    (SORTS, "全县建成市级示范蜂场4个。"),
    (SORTS, "全县线下卖蜜120吨。"),
    (AIMS, "青河县已经建成体验园8个。"),
    (AIMS, "29个没通公交的村已经全部开通公交。"),
    (DUE, "剩余6个点已经办结。"),
    (DUE, "其余投诉已经全部销号。"),
    (CAUSES, "青河大桥推迟三个月完工是因为资金不足。"),
    (CAUSES, "社区在112个小区旁开办食堂是为了增加税收。"),
    (SOME, "19个乡镇都可在半小时内上高速。"),
    (SOME, "所有蜂农永久免租金。"),
    (FREE, "王秀梅自己交钱参加月嫂班，学完月薪5200元。"),
    (FREE, "王秀梅自费参加月嫂班，学完月薪5200元。"),
    (FREE, "王秀梅参加的是有偿的月嫂班，学完月薪5200元。"),
    (ROW, "康福藤编车间因拖欠货款被要求停业整顿。"),
    (ROW, "康福藤编车间由县农业局主管。"),
    (POOR, "全县监测对象中因学致贫的占五成。"),
    (BRIDGE, "石桥村便民桥由县水利局投资建设。"),
    (BRIDGE, "救助金超过限额的由县财政局审批。"),
]

TRUE = [
    (BODIES, "县畜牧局举办养蜂培训班26期。"),
    (BODIES, "蜂价跌破约定价时由保险公司按差价赔付。"),
    (BODIES, "合作社当年分得34万元。"),
    (GIVEN, "企业每吸纳一名脱贫户就业，可得岗位补贴1500元。"),
    (GIVEN, "企业每年可一次性获得奖励3000元。"),
    (PRICE, "蜂箱保险每箱保费60元，蜂农自己只出12元。"),
    (VILLAGE, "松坪村84户村民去年户均分红7600元。"),
    (VILLAGE, "松坪村回来的年轻人有57个。"),
    (SORTS, "全县建成市级示范蜂场13个。"),
    (AIMS, "青河县今后几年将建成体验园8个。"),
    (AIMS, "还有29个村没有通公交。"),
    (DUE, "已有30个点完成验收。"),
    (CAUSES, "因暴雨和山体滑坡影响，青河大桥推迟了三个月完工。"),
    (CAUSES, "青河大桥推迟三个月完工，原因是暴雨和山体滑坡。"),
    (CAUSES, "社区开办食堂是为了解决老人吃饭难。"),
    (SOME, "19个乡镇中有16个可在半小时内上高速。"),
    (SOME, "蜂种全部依靠外购。"),
    (FREE, "王秀梅参加月嫂班没花一分钱，学完月薪5200元。"),
    (ROW, "康福藤编车间因仓库消防不达标被责令停业整顿。"),
    (ROW, "康福藤编车间由县工信局主管。"),
    (POOR, "全县监测对象中因病致贫的占五成。"),
    (POOR, "县里因地制宜发展黄花菜。"),
    (BRIDGE, "石桥村便民桥由县交通局和村民出资建设。"),
    (BRIDGE, "救助金超过限额的由县民政局审批。"),
]


@pytest.mark.parametrize(("text", "claim"), FALSE)
def test_what_is_told_of_others_is_not_confirmed(text: str, claim: str) -> None:
    verdict = verify(claim, [passage(text, place="青河县", date=None)])
    assert verdict.verdict != "supported", verdict.reasons


@pytest.mark.parametrize(("text", "claim"), TRUE)
def test_the_same_told_in_other_words_is_supported(text: str, claim: str) -> None:
    verdict = verify(claim, [passage(text, place="青河县", date=None)])
    assert verdict.verdict == "supported", verdict.reasons


def test_what_a_source_does_not_measure_it_does_not_deny() -> None:
    here = [passage("青河县去年卖蜜产值3.2亿元，比上年增长14.2%。", place="青河县", date=None)]
    assert verify("青河县去年税收增长两成。", here).verdict == "unsupported"
    assert verify("青河县去年卖蜜产值增长两成。", here).verdict == "contradicted"


SHED = "去年46个工坊共为村集体增收73万元，收益归村集体，水费由村集体承担。财政对每个工坊一次性补助4万元、每年运营补助1.2万元。"
STALL = "夜市雇工由摊主先行垫付工资，保险每人每天2元，由市财政全额负担。日均收入由131元涨到168元，登记摊贩1.46万人。雇主5日内补齐。"
WORKS = "去年42个水利项目中有36个如期开工，6个因征地滞后，被通报批评。每亩节省人工费约700元。"


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (SHED, "每个工坊为村集体增收73万元。"),
        (SHED, "工坊的收益归企业。"),
        (SHED, "工坊的水费由企业承担。"),
        (SHED, "财政对每个工坊每年补助4万元。"),
        (STALL, "夜市雇工的工资由财政先行垫付。"),
        (STALL, "保险每人每天2元，由摊贩自己负担。"),
        (STALL, "日均收入多了27元。"),
        (WORKS, "去年42个水利项目全部如期开工。"),
        (WORKS, "每亩人工费增加约700元。"),
        (WORKS, "6个水利项目被通报批评是因为资金没有到位。"),
    ],
)
def test_who_gets_it_and_how_much_it_became(text: str, claim: str) -> None:
    verdict = verify(claim, [passage(text, place="青河县", date=None)])
    assert verdict.verdict != "supported", verdict.reasons


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (SHED, "去年46个工坊为村集体增收73万元。"),
        (SHED, "财政对每个工坊一次性补助4万元。"),
        (STALL, "保险每人每天2元，由财政出。"),
        (STALL, "日均收入多了37元。"),
        (STALL, "登记的摊贩超过1.4万人。"),
        (STALL, "雇主在五天之内补齐。"),
        (WORKS, "6个水利项目因征地滞后被通报批评。"),
        (WORKS, "去年八成多的水利项目如期开工。"),
        (GIVEN, "青河县工坊前两年不收场地租金。"),
    ],
)
def test_who_gets_it_and_how_much_it_became_in_other_words(text: str, claim: str) -> None:
    verdict = verify(claim, [passage(text, place="青河县", date=None)])
    assert verdict.verdict == "supported", verdict.reasons
