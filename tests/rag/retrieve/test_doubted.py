"""A name that no report holds is read as plain words where nothing was found with it, if reports hold these words."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.pipeline import Pipeline
from rag.retrieve.doubted import doubted
from rag.retrieve.question import understand
from tests.rag.answer.making import passages, pipeline

REPORTS = {
    "a.txt": "靖州县果园重新种起来\n\n三锹乡凤冲村果农海安林剪下一筐杨梅。他在凤冲村补种了48亩杨梅。\n",
    "b.txt": "通道县侗锦走出大山\n\n通道县侗族锦绣文化产业开发有限公司董事长吴念姬说，公司开发出围巾、抱枕、壁挂3大类侗锦产品，去年产值940万元。\n",
    "c.txt": "会同县返乡创业\n\n2021年，梁启明带着技术回到会同县，投资860万元办起了电子厂，如今招了97名工人。\n",
}


@pytest.fixture
def desk(tmp_path: Path) -> Pipeline:
    return pipeline(tmp_path, passages(REPORTS))


def test_a_place_that_begins_a_longer_name_is_doubted(desk: Pipeline) -> None:
    assert doubted(understand("凤冲村海安林补种了多少亩杨梅？"), desk.index.frequencies)["海安"] == "海安市"
    answer = desk.ask("凤冲村海安林补种了多少亩杨梅？", engine="extractive")
    assert "48亩" in answer.answer
    assert any("海安市" in note for note in answer.notes)


def test_a_firm_named_freely_is_found_by_its_words(desk: Pipeline) -> None:
    answer = desk.ask("通道县侗锦公司开发的3大类产品有哪些？", engine="extractive")
    assert "围巾" in answer.answer and any("侗锦公司" in note for note in answer.notes)


@pytest.mark.parametrize(
    "question",
    [
        "飞驰锦绣公司去年产值是多少？",  # a firm with a word that no report holds is another one
        "海安市补种了多少亩杨梅？",
        "海安补种了多少亩杨梅？",
        "凤冲村钱秀才补种了多少亩杨梅？",
    ],
)
def test_other_firms_places_and_persons_stay_refused(desk: Pipeline, question: str) -> None:
    assert desk.ask(question, engine="extractive").status == "refused"


def test_what_is_only_pointed_to_is_no_name(desk: Pipeline) -> None:
    for pointed in ("那个电子厂", "他们公司", "该合作社", "这家文化公司"):
        assert understand(f"{pointed}招了多少工人？").organisations == ()


def test_where_somebody_went_to_set_up_a_factory_is_no_factory(desk: Pipeline) -> None:
    assert understand("梁启明回会同县办厂投了多少钱？").organisations == ()
    answer = desk.ask("梁启明回会同县办厂投了多少钱，招了多少工人？", engine="extractive")
    assert "860万元" in answer.answer and "97名" in answer.answer
