"""Questions that say it otherwise than the report: why, how much at most, who is in charge, what is taken for granted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rag.answer.making import passages, pipeline

REPORTS = {
    "01_村里.txt": """石桥镇柳树村的变化

平江县石桥镇柳树村村民袁秋莲一边插秧一边说，日子好过了。公公瘫痪在床，孩子才三岁，她出不了远门，在村里的车间上班。
“大冷天谁跑来看花？”村民孟广田头一个站出来反对。村支书没有多说，先把自家的院子改了。
柳树村有养殖户97户，是全镇养殖户最多的村。柳树村村主任易长青解释，村里草场大，又靠近公路。
种植户漆建国今年种了31亩丹参，收成不错。2022年，平江县丹参种植面积12.4万亩。
为了让妇女有活干，村里办起“巧手坊”，计件发钱。负责人谭小梅说，如今有46人在这里绣花。
""",
    "04_会上.txt": """桃源县的两个会

11月2日，桃源县培训班开班，该县党委书记汤志远作开班动员。
此次培训班结束时，由该县党工委书记总结，要求大家学以致用。
桃源县去年秸秆综合利用率只有61%。
县里提出，用三年时间把秸秆综合利用率提高到88%。
""",
    "02_贷款.txt": """产业贷帮大忙

桃源县推出“茶叶贷”，由财政贴息，农户凭面积申请，最高能贷25万元。截至目前，累计发放“茶叶贷”3.6亿元，惠及农户1840户。
2021年，桃源县在全省率先试点茶叶气象保险，每亩保费60元，农户自己只掏18元。
桃源县实行“厂房免费、装修补贴、贷款贴息、用工奖励、物流补助”五项扶持政策。
县人社局组织开展以“送政策、送岗位、送信息”为主题的招聘活动。在“三送”活动现场，有120人签约。
桃源县至甘溪乡的公路全线贯通。因为征地，工期推迟了四个月才完工。
今年受低温影响，桃源县茶叶预计产量1.9万吨，比去年减少约8%。
2018年桃源县整县脱贫。
毛竹收购价由每吨380元提高到520元。
""",
    "03_养老.txt": """养老服务

11月6日，记者走进桑植县康乐养老中心，环境整洁。康乐养老中心接入“12349”服务平台，方便老人订餐。
村里的乒乓球馆设在闲置的空房里，面积不到80平方米，每天都有人来。
桑植县委副书记龚远志指出，党小组长要做到“三个带头”。党小组长要带头学政策。每月学一次。党小组长要带头办实事。建立民情簿。党小组长要带头树新风。
""",
}


def ask(home: Path, question: str, *history: str) -> tuple[str, str]:
    answer = pipeline(home, passages(REPORTS)).ask(question, history=history, engine="extractive")
    return answer.status, answer.answer + " ".join(answer.notes)


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("袁秋莲为啥不出去打工？", "出不了远门"),
        ("村民孟广田为什么反对？", "谁跑来看花"),
        ("柳树村的养殖户为什么最多？", "草场大"),
        ("平江县2022年种了多少亩丹参？", "12.4万亩"),
        ("柳树村的巧手坊归谁管？", "谭小梅"),
        ("桃源县的茶叶贷最多能贷到多少？", "25万元"),
        ("桃源县茶叶气象保险每亩保费多少？", "60元"),
        ("桃源县有哪五项扶持政策？", "物流补助"),
        ("桃源县的“三送”送的是什么？", "送政策、送岗位、送信息"),
        ("桃源县毛竹收购价涨到多少一吨？", "520元"),
        ("乒乓球馆地方有多大？", "80平方米"),
    ],
)
def test_in_other_words(home: Path, question: str, says: str) -> None:
    status, text = ask(home, question)
    assert status == "answered" and says in text


def test_both_wordings_are_shown(home: Path) -> None:
    _, text = ask(home, "桃源县培训班上讲话的写的是党委书记还是党工委书记？")
    assert "党委书记汤志远" in text and "党工委书记总结" in text


def test_both_ends_of_a_change(home: Path) -> None:
    _, text = ask(home, "桃源县要把秸秆综合利用率从多少提高到多少？")
    assert "61%" in text and "88%" in text


def test_each_item_of_a_label_and_nothing_between(home: Path) -> None:
    _, text = ask(home, "龚远志要求党小组长做到哪“三个带头”？")
    assert all(item in text for item in ("学政策", "办实事", "树新风")) and "民情簿" not in text


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("桃源县到甘溪乡的公路是提前完工的吧？", "推迟"),
        ("桃源县今年茶叶增产，增了多少？", "减少"),
        ("桃源县2015年就脱贫了，靠什么？", "2018年"),
    ],
)
def test_what_is_taken_for_granted_is_put_right(home: Path, question: str, note: str) -> None:
    status, text = ask(home, question)
    assert status == "partial" and note in text


@pytest.mark.parametrize("question", ["康乐养老中心投了多少钱？", "明天桃源会下雨吗？", "柳树村的巧手坊是哪天开业的？"])
def test_what_is_not_told_is_refused(home: Path, question: str) -> None:
    assert ask(home, question)[0] == "refused"
