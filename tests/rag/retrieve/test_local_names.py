"""Short names that are words as well mean the place where the library tells of it, and only there."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.retrieve.given import GivenPassages, given_passage
from rag.retrieve.local_names import spelled_out
from tests.rag.answer.making import passages, pipeline

HELD = GivenPassages(
    [
        given_passage(i, {"text": text})
        for i, text in enumerate(["平果市铝产业", "张家界市永定区旅游", "新建区项目", "江西省兴国县脐橙", "安康市脱贫", "通道侗族自治县公路", "永定坪山路", "石门县", "三洞侗族乡的梯田", "青溪乡和青溪苗族乡"])
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    ("question", "whole"),
    [
        ("三洞乡种了多少亩高粱？", "三洞侗族乡种了多少亩高粱？"),
        ("怀化市三洞乡有几个村？", "怀化市三洞侗族乡有几个村？"),
        ("三洞侗族乡有几个村？", "三洞侗族乡有几个村？"),
        ("青溪乡有几个村？", "青溪乡有几个村？"),
        ("四洞乡有几个村？", "四洞乡有几个村？"),
        ("平果务工规模多少？", "平果市务工规模多少？"),
        ("田东、平果、德保安置谁最多？", "田东、平果市、德保安置谁最多？"),
        ("兴国帮扶车间几个？", "兴国县帮扶车间几个？"),
        ("永定断头路打通的占多少？", "永定区断头路打通的占多少？"),
        ("安康的车间有多少？", "安康市的车间有多少？"),
        ("那通道呢？", "那通道侗族自治县呢？"),
        ("兴国农机研究院攻克了多少项难题？", "兴国县农机研究院攻克了多少项难题？"),
    ],
)
def test_the_place_is_written_out(question: str, whole: str) -> None:
    assert spelled_out(question, HELD.frequencies) == whole


@pytest.mark.parametrize(
    "question",
    [
        "新建车间多少个？",  # a verb, though 新建区 is told of
        "应急通道建了多少公里？",
        "通道建了多少公里？",
        "永定区断头路打通了多少？",
        "永定坪那次塌方有多少方？",  # a small place of its own
        "大兴有多少个车间？",  # no report tells of it
        "永定消费品有限公司的利润是多少？",
        "",
    ],
)
def test_a_word_stays_a_word(question: str) -> None:
    assert spelled_out(question, HELD.frequencies) == question


@given(st.text(max_size=80))
def test_any_question_is_taken(question: str) -> None:
    assert len(spelled_out(question, HELD.frequencies)) >= len(question)


def test_a_question_by_the_short_name_is_of_that_place(tmp_path: Path) -> None:
    reports = {
        "a.txt": "平果市就业情况\n\n平果市建成帮扶车间113个。\n",
        "b.txt": "田东县就业情况\n\n田东县建成帮扶车间94个。\n",
    }
    desk = pipeline(tmp_path, passages(reports))
    answer = desk.ask("平果建成帮扶车间多少个？", engine="extractive")
    assert "113" in answer.answer and "94" not in answer.answer
    assert answer.understood["places"] == ["平果市"]
    again = desk.ask("平果呢？", history=["田东建成帮扶车间多少个？"], engine="extractive")
    assert "113" in again.answer
