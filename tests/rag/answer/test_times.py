"""Which time a sentence must be of: not that of another thing asked, nor, of a cause, that of what it caused."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.domain import Answer
from tests.rag.answer.making import passages, pipeline

REPORT = """巴东县2022年政府工作报告

（2023年1月6日在县人民代表大会上）
2022年，全县新建就业帮扶车间12家。年初承诺的十件实事办成9件，县文化馆新馆因地下管线复杂推迟至2023年9月完工。
7月底，野三关镇务工人数全县最少。该镇分析，主要是因为两家服装厂6月停产，180人失去岗位。
8月12日暴雨造成直接经济损失3600万元，沿渡河镇受灾最重。
野三关镇夜校每周二、周五晚上课，已开课61场。
冬训班的开办，旨在提高村干部的履职能力。
官渡口镇的青橙包装公司吸纳脱贫劳动力46人。该公司负责人秦望舒说，年底再招30人。
"""


def ask(home: Path, question: str) -> Answer:
    return pipeline(home, passages({"a.txt": REPORT})).ask(question, engine="extractive")


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("巴东县文化馆新馆为什么没有在2022年办成，推迟到什么时候完工？", "2023年9月"),
        ("2022年7月底野三关镇务工人数最少，主要是什么原因？", "6月停产"),
        ("2022年8月12日巴东的暴雨造成多少经济损失？", "3600万元"),
        ("野三关镇夜校每周什么时候上课？", "每周二、周五"),
        ("巴东县开办冬训班是为了什么？", "旨在提高"),
        ("巴东县青橙包装公司的负责人是谁，年底再招多少人？", "秦望舒"),
    ],
)
def test_the_sentence_of_that_time_is_found(home: Path, question: str, held: str) -> None:
    assert held in ask(home, question).answer


@pytest.mark.parametrize("question", ["2021年8月12日巴东县有多少家帮扶车间？", "2019年巴东县的暴雨造成多少经济损失？"])
def test_another_time_is_still_refused(home: Path, question: str) -> None:
    assert ask(home, question).status == "refused"
