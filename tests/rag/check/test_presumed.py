"""What a question takes for granted: put right where a report denies it, left alone where none does."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.check.presumed import taken_for_granted
from rag.domain import Answer
from rag.retrieve.question import understand
from tests.rag.answer.making import passages, pipeline

REPORT = """桑植县茶园见闻

2022年，桑植县新建茶叶加工车间36个，吸纳就业1480人。
桑植县茶叶产量由5200吨提高到6900吨。
全县一年发放茶苗补助810万元，惠及茶农4200户。
对种茶满1年以上的农户，桑植县每户奖励600元。
"""


def ask(home: Path, question: str) -> Answer:
    return pipeline(home, passages({"a.txt": REPORT})).ask(question, engine="extractive")


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("桑植县新建的63个茶叶加工车间吸纳了多少人就业？", "36个", "63个"),
        ("桑植县新建茶叶加工车间63个，吸纳就业多少人？", "36个", "63个"),
        ("桑植县茶叶产量为什么下降到6900吨？", "提高", "下降"),
        ("桑植县一年发放茶苗补助180万元，惠及茶农多少户？", "810万元", "180万元"),
    ],
)
def test_a_premise_that_a_report_denies_is_put_right(home: Path, question: str, right: str, wrong: str) -> None:
    answer = ask(home, question)
    assert answer.status == "partial" and right in answer.answer.splitlines()[0]
    assert answer.answer.startswith("与所问不同，报告中为") and wrong not in answer.answer.splitlines()[0]
    assert any(right in note and wrong in note for note in answer.notes)


@pytest.mark.parametrize(
    "question",
    [
        "桑植县新建的36个茶叶加工车间吸纳了多少人就业？",
        "桑植县新建茶叶加工车间36个，吸纳就业多少人？",
        "在桑植县种茶满一年，每户奖励多少钱？",
        "桑植县种茶的农户干满一年，每户奖励多少？",
        "桑植县茶叶产量由多少吨提高到多少吨？",
    ],
)
def test_a_premise_that_holds_or_is_only_bounded_otherwise_is_left_alone(home: Path, question: str) -> None:
    answer = ask(home, question)
    assert answer.status == "answered" and answer.notes == ()


def test_statements_carry_the_place_and_leave_out_what_asks_or_supposes() -> None:
    query = understand("桑植县去年茶叶减产，新建的36个车间为什么停工？如果按每户600元算，一共多少钱？")
    assert list(taken_for_granted(query)) == ["桑植县去年茶叶减产", "去年桑植县新建的36个车间停工"]


@given(st.text(max_size=80).filter(lambda s: s.strip()))
def test_any_question_is_taken(question: str) -> None:
    assert all(isinstance(s, str) for s in taken_for_granted(understand(question)))


HARM = """桑植县汛情通报

6月中旬桑植县山洪转移群众1830人，无人员伤亡。
2022年，桑植县蜂农人均收入9200元，比上年增加640元。
2022年，桑植县地区生产总值118亿元，同比增长4.9%。
下一步，桑植县力争门票收入增长一成。
"""


@pytest.mark.parametrize(
    ("question", "instead"),
    [
        ("桑植县山洪造成5人死亡，是哪几个乡镇的？", "无人员伤亡"),
        ("桑植县蜂农人均收入下降的原因是什么？", "增加"),
        ("2022年桑植县蜂农人均收入为什么减少？", "增加"),
        ("桑植县2022年GDP为什么下降？", "增长"),
    ],
)
def test_what_did_not_happen_is_said_first(tmp_path: Path, question: str, instead: str) -> None:
    answer = pipeline(tmp_path, passages({"a.txt": HARM})).ask(question, engine="extractive")
    assert any(instead in note for note in answer.notes), answer
    assert instead in answer.answer


def test_a_plan_denies_nothing(tmp_path: Path) -> None:
    answer = pipeline(tmp_path, passages({"a.txt": HARM})).ask("桑植县门票收入下降的原因是什么？", engine="extractive")
    assert not any("不符" in note for note in answer.notes)


WAYS = """桑植县2023年林业工作

到2023年底，桑植县油茶作坊由2022年的64家减少到58家，吸纳就业由910人增加到1040人。
桑植县护林员岗位1360个，同比减少5.2%，月补助由600元提高到650元。
桑植县林区道路养护率比上年上升2.4个百分点。
"""


@pytest.mark.parametrize(
    ("question", "told", "not_told"),
    [
        ("桑植县2023年的油茶作坊是增加了还是减少了？", "减少6家", "增加6家"),
        ("桑植县2023年的油茶作坊是增加了还是减少了，为什么？", "减少6家", "增加6家"),
        ("桑植县油茶作坊多了还是少了？", "减少6家", "增加6家"),
        ("桑植县油茶作坊吸纳就业到底是减少还是增加？", "增加130人", "减少130人"),
        ("桑植县护林员岗位是变多了还是变少了？", "同比减少5.2%", "据此计算"),
        ("桑植县林区道路养护率升了还是降了？", "上升2.4个百分点", "据此计算"),
    ],
)
def test_asked_which_way_it_went_a_question_claims_neither(
    tmp_path: Path, question: str, told: str, not_told: str
) -> None:
    answer = pipeline(tmp_path, passages({"a.txt": WAYS})).ask(question, engine="extractive")
    assert told in answer.answer and not_told not in answer.answer
    assert not any("不符" in note for note in answer.notes)
