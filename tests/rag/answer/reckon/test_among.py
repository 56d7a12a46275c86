"""Which of all places has the most: told by a report, or worked out of the figures found, or not said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.pipeline import Pipeline
from tests.rag.answer.contract import check_answer
from tests.rag.answer.making import passages, pipeline

REPORTS = {
    "a.txt": """邵阳市车间建设情况

邵阳市共有就业帮扶车间379个。分县看，绥宁县94个，洞口县113个，新宁县87个，隆回县85个。

邵阳市脱贫劳动力务工规模27.9万人，其中绥宁县7.2万人，洞口县8.5万人，新宁县5.9万人。
""",
    "b.txt": """绥宁县茶叶生产

绥宁县今年种植茶叶12.4万亩，其中长铺镇3.1万亩，武阳镇2.6万亩，李熙桥镇4.8万亩。

绥宁县各村集体收入不断增加。武阳镇大元村去年集体收入186万元，是全县最高的村；李西村只有21万元。
""",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    yield pipeline(tmp_path_factory.mktemp("among"), passages(REPORTS))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("邵阳市哪个县就业帮扶车间最多？", "查到的地方中，洞口县最多（113个）"),
        ("邵阳市哪个县的就业帮扶车间最少？", "查到的地方中，隆回县最少（85个）"),
        ("邵阳市脱贫劳动力务工规模最大的是哪个县？", "洞口县最大（8.5万人）"),
        ("绥宁县哪个镇种的茶叶最多？", "李熙桥镇最多（4.8万亩）"),
        ("绥宁县哪个村集体收入最高？", "186万元"),
        ("邵阳市哪些县就业帮扶车间超过90个？", "符合的有：绥宁县（94个）、洞口县（113个）"),
        ("邵阳市哪些县就业帮扶车间不到90个？", "符合的有：新宁县（87个）、隆回县（85个）"),
    ],
)
def test_the_one_that_is_asked_for(desk: Pipeline, question: str, told: str) -> None:
    answer = desk.ask(question, engine="extractive")
    assert told in answer.answer
    check_answer(answer.as_json(), REPORTS)


def test_what_is_found_of_one_place_only_gives_no_order(desk: Pipeline) -> None:
    answer = desk.ask("邵阳市哪个县森林覆盖率最高？", engine="extractive")
    assert answer.status == "refused"


def test_an_order_counts_only_figures_of_the_sort_of_places_asked(desk: Pipeline) -> None:
    answer = desk.ask("邵阳市哪个县就业帮扶车间最多？", engine="extractive")
    closing = answer.claims[-1]
    assert "379" not in (closing.computation or "") and closing.verdict == "supported"


def test_no_other_measure_is_put_in_the_order(tmp_path: Path) -> None:
    held = passages(
        {
            "安仁.txt": "安仁县财政\n\n2022年，安仁县地方一般公共预算收入8.12亿元，增长6.1%。\n",
            "汝城.txt": "汝城县财政\n\n2022年，汝城县地方一般公共预算收入7.35亿元，增长8.2%。\n",
            "宜章.txt": "宜章县搬迁\n\n2022年，宜章县搬迁群众人均可支配收入14826元，增长9.6%，财政收入有了起色。\n",
        }
    )
    answer = pipeline(tmp_path, held).ask("2022年财政收入增速最快的是哪个县？", engine="extractive").answer
    assert "宜章县（9.6%）" not in answer and "汝城县" in answer


def test_figures_of_several_articles_have_to_be_called_what_is_asked(tmp_path: Path) -> None:
    reports = {
        "a.txt": "浙江省政府工作报告\n\n浙江省生产总值增长5.5%。\n\n浙江省海洋生产总值增长6.5%。\n",
        "b.txt": "江西省政府工作报告\n\n江西省生产总值增长5.1%。\n",
        "c.txt": "西藏自治区政府工作报告\n\n西藏自治区生产总值增长6.3%。\n",
    }
    answer = pipeline(tmp_path, passages(reports)).ask("哪些省的生产总值增长超过6%？", engine="extractive").answer
    assert "浙江省（" not in answer


def test_a_sentence_about_one_place_does_not_say_that_it_has_the_most(tmp_path: Path) -> None:
    reports = {"a.txt": "绥宁县茶叶生产\n\n绥宁县武阳镇种植茶叶2.6万亩。绥宁县今年茶叶卖得好。\n"}
    answer = pipeline(tmp_path, passages(reports)).ask("绥宁县哪个镇种的茶叶最多？", engine="extractive")
    assert answer.status == "refused" and answer.refusal and answer.refusal.nearest


BOUNDS = {
    "a.txt": "邵阳市车间和收入\n\n邵阳市共有就业帮扶车间251个。分县看，绥宁县94个，洞口县87个，新宁县70个。\n\n"
    "邵阳市财政收入增长4%，其中绥宁县增长7%，洞口县下降8%，新宁县增长3%。\n"
}


@pytest.mark.parametrize(
    ("question", "told", "untold"),
    [
        ("邵阳市哪些县就业帮扶车间不低于87个？", "绥宁县（94个）、洞口县（87个）", "新宁县（"),
        ("邵阳市哪些县就业帮扶车间达到94个？", "绥宁县（94个）", "洞口县（"),
        ("邵阳市哪些县就业帮扶车间超过87个？", "绥宁县（94个）", "洞口县（"),
        ("邵阳市哪些县财政收入增长超过6%？", "", "洞口县（"),  # a fall is no growth
        ("邵阳市哪些县就业帮扶车间超过6%？", "", "符合的有"),  # a count is no share
    ],
)
def test_a_bound_holds_in_its_unit_and_as_it_is_worded(tmp_path: Path, question: str, told: str, untold: str) -> None:
    answer = pipeline(tmp_path, passages(BOUNDS)).ask(question, engine="extractive").answer
    assert told in answer and untold not in answer
