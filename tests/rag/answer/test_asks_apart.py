"""Several things asked in one question, each with its own sentence; and what nobody tells of who is counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.answer.sorts import names_sort, sort_known
from rag.retrieve.question import understand
from rag.retrieve.subjects import organisations, people
from tests.rag.answer.making import passages, pipeline

REPORTS = {
    "01_牧场.txt": """慈利县黄牛有了新名片

慈利县全县黄牛存栏已由2016年的2.1万头增加到3.6万头，去年出栏9800头。
为了保种，该县划定两个保种区，建起核心群45群，存栏种牛0.42万头。
慈利县种植柑橘8.6万亩，今年产量11.2万吨，其中出口1.3万吨，惠及小学生0.7万名。
牧民康振山说，坐在家里就晓得牛群到了哪里。他家的160头黄牛，过去要两个人跟着，现在一周上山看两回。
全县现有蜂农830户，合作社带动蜂农210户。
""",
    "02_人家.txt": """桃源县的几户人家

贫困户彭秋石，多年关节炎严重，干不了重活，家里欠着债。
村里得知以后，将他列为护林员，每月工资700元，彭秋石的日子有了着落。
桃源县漆河镇枫林村的老周，一大早就在农家书屋等着了。
老周说：“这本《辣椒种植十讲》我已经读了两年。”
镇里当即联系本地企业——恒远竹业有限公司。最终促成易小满在公司从事包装工作，每月有2300元工资。易小满是该镇重点帮扶对象，多次寻求打工无果。
""",
}


def ask(home: Path, question: str) -> tuple[str, str]:
    answer = pipeline(home, passages(REPORTS)).ask(question, engine="extractive")
    return answer.status, answer.answer


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("慈利县黄牛现在存栏多少头，核心群的种牛有多少？", ("3.6万头", "0.42万头")),
        ("彭秋石得的是什么病，村里给他安排了什么岗位？", ("关节炎", "护林员")),
        ("枫林村的老周读了两年的是哪本书？", ("《辣椒种植十讲》",)),
        ("易小满在哪家企业上班，做什么？", ("恒远竹业", "包装")),
        ("慈利的康振山家有多少头牛？", ("160头",)),
        ("慈利县有多少户蜂农？", ("830户",)),
    ],
)
def test_each_thing_asked_has_its_own_sentence(tmp_path: Path, question: str, told: tuple[str, ...]) -> None:
    _, answer = ask(tmp_path, question)
    assert all(t in answer for t in told), answer


@pytest.mark.parametrize("question", ["慈利县有多少农户种柑橘？", "慈利县有多少名果农？", "慈利县有多少户人家种柑橘？"])
def test_who_grows_something_is_not_counted_in_its_area(tmp_path: Path, question: str) -> None:
    status, answer = ask(tmp_path, question)
    assert status == "refused", answer


@pytest.mark.parametrize(
    ("question", "told", "untold"),
    [
        ("他得的是什么病？", "多年肝病严重", "去医院看病历"),
        ("他患了什么疾病？", "查出尘肺", "病房里"),
        ("读的是哪本书？", "这本《种瓜要领》", "一大早到书屋"),
        ("老李现在做什么？", "在村里当保洁员", "穿上工作服"),
        ("在哪家企业上班？", "红枫食品有限公司", "到厂里上班"),
        ("她在哪个教学点教书？", "五道水镇茶垭教学点", "这个教学点，该教学点"),
        ("他得过什么荣誉？", "获评“最美村医”", "他很高兴"),
    ],
)
def test_the_sort_asked_for_is_named_or_not(question: str, told: str, untold: str) -> None:
    (asked,) = understand(question).asks
    assert sort_known(asked) and names_sort(asked, told) and not names_sort(asked, untold)


def test_a_sort_that_is_not_known_is_named_by_nothing() -> None:
    (asked,) = understand("他家有什么想法？").asks
    assert not sort_known(asked) and not names_sort(asked, "他家有想法")


def test_names_are_read_with_what_stands_around_them() -> None:
    assert people("虎林的蜂农栾景山今年养了多少箱蜂，毛收入多少？") == ("栾景山",)
    assert people("慈利县的林成贵养的是什么？") == ("林成贵",)
    assert not [q for q in ("去年合作社销售收入多少？",) if organisations(q)]


WORKED = {
    "01_治沙.txt": """石门县治沙记

今年，石门县计划完成工程压沙6.4万亩、人工造林8.3万亩。截至5月底，已完成压沙2.9万亩。
石门县是一个产值过百亿元的产业大县。今年，石门县茶产业的目标是产值突破42亿元。上半年已完成17.5亿元。
五年来，石门县城镇居民人均可支配收入由20100元提高到30150元，农村居民人均可支配收入由8000元提高到14000元，存、贷款余额分别由120亿元、50亿元增长到210亿元、115亿元。
石门县三圣乡有建档立卡贫困户240户690人，已经脱贫180户520人，余留60户170人。
"""
}


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("石门县今年的工程压沙任务到5月底还剩多少万亩？", "3.5万亩"),
        ("石门县茶产业离今年的产值目标还差多少亿元？", "24.5亿元"),
        ("石门县贷款余额五年净增多少亿元？", "65亿元"),
        (
            "石门县城镇居民和农村居民的人均可支配收入，五年间哪个涨幅大，各涨了百分之几？",
            "农村居民的人均可支配收入增长75%",
        ),
        ("三圣乡的建档立卡贫困户，按户数算已经脱贫的占百分之多少？", "75%"),
    ],
)
def test_what_is_left_and_what_grew_is_worked_out(tmp_path: Path, question: str, told: str) -> None:
    answer = pipeline(tmp_path, passages(WORKED)).ask(question, engine="extractive").answer
    assert told in answer, answer


def test_a_pronoun_is_of_whom_its_own_sentence_has_named(tmp_path: Path) -> None:
    told = """沅陵县的两户人家

沅陵县筲箕湾镇洞底坪村脱贫户舒远根穿上工作服，扛起扫把，一大早就来到村街忙活。他很喜欢这份保洁员工作。
沅陵县官庄镇界亭驿村脱贫户米秋英告诉记者，2019年她参加了育婴师培训，如今在城里上班。
"""
    held = passages({"01_人家.txt": told})
    answer = pipeline(tmp_path, held).ask("脱贫户舒远根是哪个村的，现在干什么活？", engine="extractive").answer
    assert "洞底坪村" in answer and "保洁员" in answer and "米秋英" not in answer
