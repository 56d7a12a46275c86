"""An office that a claim gives a person is the one the source gives."""

from __future__ import annotations

import pytest

from rag.domain import Evidence
from rag.verify.check import gate, verify
from tests.rag.verify.test_check import passage

TEXT = (
    "“路通了，货才出得去。”县委书记陶文彬说。县委副书记、县长宋玉兰表示，今年要把产业路修到每个村民小组。"
    "县财政局局长盛立新介绍，资金已经全部拨付到位。教育局副局长谌海波告诉记者，新学校九月开学。"
    "人社局局长贺春华说，就业服务站已建到每个社区。石桥村党支部书记彭玉兰感慨，日子越过越红火。"
)


def said(claim: str, text: str = TEXT) -> tuple[str, str]:
    verdict = verify(claim, [passage(text)])
    return verdict.verdict, "".join(verdict.reasons)


@pytest.mark.parametrize(
    ("claim", "held"),
    [
        ("县长陶文彬说，路通了，货才出得去。", "县委书记"),
        ("县委书记宋玉兰表示，今年要把产业路修到每个村民小组。", "县长"),
        ("副县长宋玉兰表示，今年要把产业路修到每个村民小组。", "县长"),
        ("县委书记、县长宋玉兰表示，今年要把产业路修到每个村民小组。", "县委副书记"),
        ("宋玉兰副县长表示，今年要把产业路修到每个村民小组。", "县长"),
        ("县财政局副局长盛立新介绍，资金已经全部拨付到位。", "财政局局长"),
        ("县长盛立新介绍，资金已经全部拨付到位。", "财政局局长"),
        ("县教育局局长盛立新介绍，资金已经全部拨付到位。", "财政局局长"),
        ("教育局局长谌海波介绍，新学校九月开学。", "教育局副局长"),
        ("市委书记陶文彬说，路通了，货才出得去。", "县委书记"),
        ("石桥村村主任彭玉兰感慨，日子越过越红火。", "书记"),
    ],
)
def test_another_office_is_contradicted_and_both_are_named(claim: str, held: str) -> None:
    verdict, reasons = said(claim)
    assert verdict == "contradicted"
    assert "职务" in reasons
    assert held in reasons


@pytest.mark.parametrize(
    "claim",
    [
        "县委书记陶文彬说，路通了，货才出得去。",
        "绥宁县委书记陶文彬说，路通了，货才出得去。",
        "书记陶文彬说，路通了，货才出得去。",
        "县长宋玉兰表示，今年要把产业路修到每个村民小组。",
        "县委副书记宋玉兰表示，今年要把产业路修到每个村民小组。",
        "宋玉兰县长表示，今年要把产业路修到每个村民小组。",
        "局长盛立新介绍，资金已经全部拨付到位。",
        "绥宁县财政局局长盛立新介绍，资金已经全部拨付到位。",
        "县财政局负责人盛立新介绍，资金已经全部拨付到位。",
        "县人力资源和社会保障局局长贺春华说，就业服务站已建到每个社区。",
        "石桥村支书彭玉兰感慨，日子越过越红火。",
        "石桥村书记彭玉兰感慨，日子越过越红火。",
        "陶文彬说，路通了，货才出得去。",
    ],
)
def test_the_same_office_otherwise_written_raises_no_alarm(claim: str) -> None:
    verdict, reasons = said(claim)
    assert verdict == "supported", reasons


def test_the_office_may_stand_before_the_quote() -> None:
    here = passage("县水利局局长盛立新带队走访了三个乡镇。盛立新说，水库除险加固已经完工。")
    quote = [Evidence(here, here.text.index("盛立新说"), len(here.text))]
    assert gate("县水利局局长盛立新说，水库除险加固已经完工。", quote).verdict == "supported"
    wrong = gate("县水利局副局长盛立新说，水库除险加固已经完工。", quote)
    assert wrong.verdict != "supported"
    assert "水利局局长" in "".join(wrong.reasons)


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("副县长李志强、王立新、赵海波参加会议，部署防汛工作。", "副县长赵海波参加会议，部署防汛工作。"),
        ("县长宋玉兰当选为县委书记，在会上作表态发言。", "县委书记宋玉兰在会上作表态发言。"),
        ("会上，陶文彬（县人大常委会主任）通报了情况。", "县人大主任陶文彬通报了情况。"),
        ("县交通运输局局长郑永平介绍，公路已经通车。", "县交通局局长郑永平介绍，公路已经通车。"),
        ("县教育体育局局长郑永平介绍，校车已经开通。", "县教体局局长郑永平介绍，校车已经开通。"),
        ("县委常委、组织部部长郑永平主持会议并讲话。", "县委组织部长郑永平主持会议并讲话。"),
        ("该县时任县长郑永平主持会议，后来他担任县委书记。", "原县长郑永平主持会议。"),
    ],
)
def test_further_forms_raise_no_alarm(text: str, claim: str) -> None:
    assert "职务" not in "".join(r for r in verify(claim, [passage(text)]).reasons if "不符" in r)


def test_whom_the_source_gives_no_office_is_left_to_the_other_checks() -> None:
    text = "宋玉兰说，茶园已经进入丰产期，今年收入翻番。"
    assert "职务" not in said("宋玉兰说，茶园已经进入丰产期，今年收入翻番。", text)[1]
    assert "职务" not in said("县长宋玉兰说，茶园已经进入丰产期。", text)[1]


def test_namesakes_of_two_and_three_characters_are_two_persons() -> None:
    text = "局长刘敏华介绍了工作。县长刘敏说，茶园今年继续扩建。"
    assert said("县长刘敏说，茶园今年继续扩建。", text)[0] == "supported"
    assert "县长" in said("局长刘敏说，茶园今年继续扩建。", text)[1]


def test_what_one_may_be_besides_is_not_carried_but_not_denied() -> None:
    text = "县委副书记、县长宋玉兰主持会议，部署防汛抗旱工作。"
    assert said("县委副书记、县长宋玉兰主持会议，部署防汛抗旱工作。", text)[0] == "supported"
    assert said("领导小组组长宋玉兰主持会议，部署防汛抗旱工作。", text)[0] == "unsupported"
    assert said("县委书记宋玉兰主持会议，部署防汛抗旱工作。", text)[0] == "contradicted"


def test_a_word_after_an_office_is_no_person() -> None:
    text = "局长明确表示，工程按期完工。县长明确指出，质量要过关。"
    assert "职务" not in said("书记明确表示，工程按期完工。", text)[1]


def test_an_office_once_held_is_held_against_those_once_held() -> None:
    text = "时任县长朱立文提出建校，后来得到落实。"
    assert said("时任县长朱立文提出建校。", text)[0] == "supported"
    assert said("时任副县长朱立文提出建校。", text)[0] == "contradicted"
