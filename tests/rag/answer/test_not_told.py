"""Figures and sentences near to what is asked that do not tell it, so that nothing is answered with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.answer.counted import may_answer
from rag.figures.read import measured
from rag.retrieve.question import understand
from tests.rag.answer.making import passages, pipeline

REPORTS = {
    "a.txt": "道真县人社局工作简报\n\n△3月2日，何远志赴玉溪镇调研就业帮扶工作，走访就业帮扶车间6家，要求再建帮扶车间2家。\n",
    "b.txt": "道真县竹编产业\n\n2023年，竹编师傅骆世贵的工作室在玉溪镇挂牌，县人社局给予建设补助15万元。骆世贵今年61岁，带徒弟84人。"
    "目前，全县竹编企业有26家，年销售额1.2亿元。\n",
    "c.txt": "道真县县城周边茶园\n\n洛龙镇五一村是老茶区，全村有茶园3600亩，茶叶企业9家，村集体年收入120万元。\n",
    "d.txt": "道真县政府债务管理\n\n严格落实政府债务“523”偿债机制，全年没有新增违约。\n",
    "f.txt": "道真县农村改造\n\n道真县易地扶贫搬迁1860户，农村电网改造完成87个村，改建厕所9300座。\n",
    "g.txt": "道真县帮扶排查\n\n县里组织31名干部，对2108户6230名建档立卡贫困人口电话排查。\n",
    "h.txt": "道真县隆兴镇药材\n\n隆兴镇在浣溪村、永胜村建成药材基地420亩，惠及贫困户150户。邻近的洛龙镇种下早稻9800亩。\n",
    "i.txt": "道真县刺绣培训\n\n道真县采取“政府出资、企业培训”的办法办绣娘培训班，学员人均年收入5.1万元。\n",
    "j.txt": "道真县方竹\n\n道真县三桥镇种植大户代兴福说，今年他家有方竹34亩，收入19万元。\n",
    "k.txt": "道真县脱贫成效\n\n道真县脱贫人口务工1.9万人。县里把缝纫放到村里，建成玉溪、三江2个服饰产业园。\n",
    "e.txt": "道真县劳动保障监察\n\n向社会公布欠薪违法行为4件，移送公安机关涉嫌拒不支付劳动报酬案件3件。\n",
}


@pytest.mark.parametrize(
    "question",
    [
        "玉溪镇有多少家就业帮扶车间？",  # seen on a visit, and still to come
        "竹编师傅骆世贵一年能挣多少钱？",  # what he was given; what all firms sold
        "道真县政府债务计划化多少？",  # a label
        "道真县因拒不支付劳动报酬移送公安的是哪三家企业？",  # cases, no firms
        "道真县有多少个村退出了贫困村？",  # villages: neither people nor parks
        "道真县有茶园多少亩？",  # those of one village
        "道真县建了多少个扶贫车间？",  # 扶贫搬迁 and villages
        "道真县总人口是多少？",  # officials and the poor
        "隆兴镇早稻种植面积是多少亩？",  # of something else; elsewhere
        "道真县绣娘培训每年要从财政里拿多少钱？",  # what is earned
        "道真县有方竹多少亩？",  # somebody's own
    ],
)
def test_what_is_only_near_answers_nothing(question: str, tmp_path: Path) -> None:
    assert pipeline(tmp_path, passages(REPORTS)).ask(question, engine="extractive").status == "refused"


@pytest.mark.parametrize(
    "question", ["洛龙镇五一村有茶园多少亩？", "道真县五一村有茶园多少亩？", "五一村有多少家茶叶企业？"]
)
def test_the_village_itself_may_be_asked_about(question: str, tmp_path: Path) -> None:
    answer = pipeline(tmp_path, passages(REPORTS)).ask(question, engine="extractive")
    assert "3600亩" in answer.answer


@pytest.mark.parametrize(
    ("question", "text", "answers"),
    [
        ("走访了多少家车间？", "县长走访车间6家。", True),
        ("查出多少个隐患？", "检查发现隐患21个。", True),
        ("他拿了多少补助？", "他拿到补助8000元。", True),
        ("他一年收入多少？", "他一年收入8000元。", True),
        ("他一年收入多少？", "他领到补助8000元。", False),
        ("奶奶住进来后重了多少？", "敲开81岁奶奶的房门。", False),
        ("奶奶住进来后重了多少？", "她长胖了12斤。", True),
        ("奶奶多大年纪？", "奶奶今年81岁。", True),
    ],
)
def test_what_was_seen_or_given_answers_for_itself(question: str, text: str, answers: bool) -> None:
    passage = passages({"x.txt": f"道真县近况\n\n{text}\n"})[-1]
    figure = measured(passage)[-1]
    assert may_answer(understand(question).asks[0], (), figure, passage.text) is answers


def test_what_somebody_has_is_told_of_them(tmp_path: Path) -> None:
    answer = pipeline(tmp_path, passages(REPORTS)).ask("三桥镇代兴福家有方竹多少亩？", engine="extractive")
    assert "34亩" in answer.answer


def test_a_village_is_not_named_by_one_character_of_its_name(tmp_path: Path) -> None:
    report = "凤冈县茶叶\n\n永安镇石镇村是老茶区，全村有茶园2700亩。\n"
    desk = pipeline(tmp_path, passages({"a.txt": report}))
    assert desk.ask("凤冈县岩石坡上有茶园多少亩？", engine="extractive").status == "refused"
    assert "2700亩" in desk.ask("凤冈县石镇村有茶园多少亩？", engine="extractive").answer
