"""What is left without what the question takes away itself, and figures that count something else than what is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.pipeline import Pipeline
from tests.rag.answer.contract import check_answer
from tests.rag.answer.making import passages, pipeline

REPORTS = {
    "d01_城步.txt": """城步县民政工作见闻

城步县的村口，墙上“长青食堂”5个红字格外醒目。目前，29家供应三餐的“长青食堂”开了门，16个“银龄驿站”挂了牌。

全县有牧草地28.4万亩，改良19.6万亩，涉牧农户3.2万户。

全县养殖床位达到2140张，其中恒温型床位860张。

白毛坪村把旧粮仓改成书屋，总投入52万元，其中校友捐款17万元。

雪岭家具厂如今招了164名工人，其中搬迁户38人。

今年评出金牌食堂7个、银牌13个，有3个食堂因为账目不清被要求整改。
""",
    "d02_通道.txt": """通道县就业服务

今年首批毕业的386名学徒中，有351人留在本地工厂。

全县物流站累计进站包裹92万件，出站包裹37万件。

今年，坪阳乡取消不再符合条件的救助户64户203人，新纳入41户126人，目前享受救助的有508户1372人。

到10月底，通道县共办“集市招工”24场，达成意向1152人。

山岔沟的142处断点接通了137处。

补助线逐年提高：2019年为每人3100元，2020年为3600元，2021年为4300元。

全县引进木器企业46家、竹器合作社85个。
""",
}
NUMBERS = re.compile(r"\d+(?:\.\d+)?")


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    """A pipeline over the invented reports."""
    yield pipeline(tmp_path_factory.mktemp("away"), passages(REPORTS))


def told(asked: Pipeline, question: str) -> str:
    """What the answer says was worked out, empty where nothing was."""
    answer = asked.ask(question, engine="extractive")
    check_answer(answer.as_json(), REPORTS)
    return "".join(c.text for c in answer.claims if c.computation)


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("城步县的牧草地还有多少万亩没有改良？", "8.8"),
        ("城步县非恒温型养殖床位有多少张？", "1280"),
        ("白毛坪村的书屋除了校友捐款还投入了多少？", "35"),
        ("雪岭家具厂里不是搬迁户的工人有多少？", "126"),
        ("通道县首批毕业的学徒没有留在本地的有多少人？", "35"),
        ("断点还有几处没接通？", "5"),
        ("城步县没有改良的牧草地占多大比例？", "30.99"),
        ("城步县的“长青食堂”和“银龄驿站”合计有多少家？", "45"),
        ("城步县金牌和银牌食堂一共多少个？", "20"),
        ("城步县平均每户涉牧农户有多少亩牧草地？", "8.88"),
        ("坪阳乡救助户平均每户几个人？", "2.7"),
        ("通道县物流站进站包裹比出站包裹多多少万件？", "55"),
        ("通道县平均每场集市招工达成意向多少人？", "48"),
        ("通道县补助线2021年比2019年提高了多少元？", "1200"),
        ("通道县木器企业和竹器合作社一共多少家？", "131"),
    ],
)
def test_worked_out(asked: Pipeline, question: str, figure: str) -> None:
    assert figure in NUMBERS.findall(told(asked, question))


@pytest.mark.parametrize(
    "question",
    [
        "坪阳乡今年救助户净减少多少户？",  # what was taken off is no number of those there were
        "城步县的“银龄驿站”和红字一共多少万元？",
        "雪岭家具厂里不是党员的工人有多少？",
        "通道县达成意向的人里不是搬迁户的有多少？",
    ],
)
def test_not_worked_out(asked: Pipeline, question: str) -> None:
    assert told(asked, question) == ""


def test_the_year_between_is_of_neither_asked_for(tmp_path: Path) -> None:
    told_of = "通道县救助政策\n\n救助的“门槛”也在抬高：2020年为人均年收入5200元，2021年为5900元，2022年为6700元。\n"
    desk = pipeline(tmp_path, passages({"a.txt": told_of}))
    answer = desk.ask("通道县救助门槛2022年比2020年抬高了多少元？", engine="extractive")
    assert "800元" not in answer.answer and "5200元" in answer.answer
