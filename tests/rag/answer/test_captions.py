"""Who took a photograph is told by the line that ends its caption; who wrote is nobody of whom an article tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.answer.beside import BYLINE
from rag.answer.particulars import form_asked
from rag.pipeline import Pipeline
from rag.retrieve.question import understand
from tests.rag.answer.making import passages, pipeline

REPORT = (
    "施秉县秋收正忙\n\n施秉县今年种太子参4.6万亩，产值9.8亿元。\n\n"
    "图为牛大场镇参农在翻晒太子参。 任 志 强 摄\n\n"
    "走进施秉云台机械有限公司，工人正在装车。这家企业为双井镇人罗敬创办，带动64人就业。\n"
)


@pytest.fixture
def desk(tmp_path: Path) -> Pipeline:
    return pipeline(tmp_path, passages({"a.txt": REPORT}))


@pytest.mark.parametrize(
    "question", ["翻晒太子参的照片是谁拍的？", "太子参那张图片是哪位拍摄的？", "翻晒太子参的图片，摄影者是谁？"]
)
def test_the_credit_answers(desk: Pipeline, question: str) -> None:
    assert "任 志 强 摄" in desk.ask(question, engine="extractive").answer


def test_a_photograph_that_is_not_there_has_no_photographer(desk: Pipeline) -> None:
    assert desk.ask("养蜂场的照片是谁拍的？", engine="extractive").status == "refused"


def test_somebody_told_as_of_a_place_is_named(desk: Pipeline) -> None:
    answer = desk.ask("云台机械有限公司是谁创办的？", engine="extractive")
    assert "罗敬" in answer.answer and "摄" not in answer.answer


@pytest.mark.parametrize(
    ("line", "is_byline"),
    [
        ("石磊 钟敏", True),
        ("任 志 强 摄", True),
        ("施秉时讯记者 石磊", True),
        ("罗敬创办了工厂", False),
        ("太子参丰收", False),
        ("太子参、钩藤、白及", False),
        ("太子参 钩藤", False),
    ],
)
def test_what_a_byline_is(line: str, is_byline: bool) -> None:
    assert bool(BYLINE.fullmatch(line)) is is_byline


def test_who_decides_is_no_photographer() -> None:
    for question in ("车间建在哪里由谁拍板？", "这块地是谁拍卖的？"):
        assert form_asked(understand(question).asks[0]) is None
