"""A question that names a measure and no unit is answered in the units of that measure, and by nothing else beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.answer.measures import units_asked
from rag.pipeline import Pipeline
from rag.retrieve.question import understand
from tests.rag.answer.contract import check_answer
from tests.rag.answer.making import passages, pipeline

REPORTS = {
    "a.txt": """平江县三墩乡的板栗

平江县三墩乡中岭村种植板栗860亩，2019年因霜冻减产三成。今年亩产230公斤，比2019年多90公斤。

中岭村到乡卫生院要走9里山路。以前送板栗下山要走两个半小时，现在只要40分钟。
""",
    "b.txt": """石门县磨市镇的厂子

清早，石门县磨市镇凉水井村的邹大姐来到药圃，开始一天的锄草。“从前在家闲着，如今在药圃锄草，每天可挣135元。”邹大姐说。

石门县存栏山羊7.3万只。县里新建的屠宰厂年屠宰能力12万只。石门县有72岁的老人杨万福，还在放羊。

平江籍青年钟小敏三年前办起桃源县福安电器有限公司。

修路最难。从村部到岭上的3.1公里，要占24户人家的菜地，村干部聂松柏一晚上敲了17户的门。
""",
    "c.txt": """桃源县外出务工情况

桃源县转移贫困劳动力3.1万人，其中省外就业1.7万人。桃源县建成扶贫车间88个，吸纳贫困劳动力1460人。

桃源县余家坪村谭冬秀家2017年盖房，欠债4.6万元。谭冬秀去年拿到工资2.3万元。
""",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    yield pipeline(tmp_path_factory.mktemp("measures"), passages(REPORTS))


@pytest.mark.parametrize(
    ("question", "told", "untold"),
    [
        ("中岭村今年板栗亩产多少？", "230公斤", "860亩"),
        ("中岭村到乡卫生院有多远？", "9里", "860亩"),
        ("中岭村以前送板栗下山要走多长时间？", "两个半小时", "860亩"),
        ("凉水井村邹大姐在药圃一天能挣多少？", "135元", "一天的锄草"),
        ("石门县存栏多少只羊？", "7.3万只", "12万只"),
        ("石门县修路占了多少户人家的菜地？", "24户", "7.3万只"),
        ("聂松柏一晚上敲了多少户的门？", "17户", "7.3万只"),
        ("桃源县有多少贫困劳动力在外省打工？", "1.7万人", "88个"),
        ("谭冬秀家当初背了多少债？", "4.6万元", "2.3万元"),
    ],
)
def test_the_figure_is_of_the_measure_asked_for(desk: Pipeline, question: str, told: str, untold: str) -> None:
    answer = desk.ask(question, engine="extractive")
    check_answer(answer.as_json())
    assert told in answer.answer and untold not in answer.answer, answer.answer


def test_those_of_an_age_are_not_one_of_them(desk: Pipeline) -> None:
    answer = desk.ask("石门县70岁以上的老年人有多少？", engine="extractive")
    assert answer.status == "refused", answer.answer


def test_units_of_a_measure() -> None:
    def units(question: str) -> frozenset[str] | None:
        return units_asked(understand(question).asks[0])

    assert "斤" in (units("蜜橘亩产能到多少？") or ()) and "亩" not in (units("蜜橘亩产能到多少？") or ())
    assert "亩" in (units("果园面积缩到多少？") or ())
    assert "小时" in (units("进城要多久？") or ()) and "元" not in (units("进城要多久？") or ())
    assert units("收入增长了多少？") is None and units("一共种了多少？") is None and units("种了多少亩？") is None


@pytest.mark.parametrize("question", ["农民的负担减轻了多少？", "灾情比去年严重了多少？", "处罚加重了多少？"])
def test_what_is_heavy_only_as_one_says_has_no_weight(question: str) -> None:
    assert units_asked(understand(question).asks[0]) is None


@pytest.mark.parametrize(
    "question", ["平江县扶贫车间的数量是多少？", "平江县扶贫车间总数量有多少？", "平江县扶贫车间个数为多少"]
)
def test_the_number_of_things_is_how_many_there_are(question: str) -> None:
    (ask,) = understand(question).asks
    assert (ask.kind, ask.unit) == ("value", "个") and ask.left.endswith("扶贫车间有")


def test_what_a_thing_costs_is_no_count_of_it(home: Path) -> None:
    text = "桃江县图书更新\n\n2021年，桃江县给村里的书屋更新图书，共计送去3600册，内容新颖、通俗易懂。\n"
    made = pipeline(home, passages({"书屋.txt": text}))
    assert made.ask("桃江县书屋更新图书的经费是多少？", engine="extractive").status == "refused"
    assert "3600册" in made.ask("桃江县书屋更新图书多少册？", engine="extractive").answer
