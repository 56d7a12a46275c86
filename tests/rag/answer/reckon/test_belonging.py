"""What is reckoned with is of what is asked: operands of something else that would add up are never taken."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.answer.reading import read
from rag.answer.reckon.within import work_out
from rag.answer.select import select
from rag.answer.workings import in_words
from rag.pipeline import Pipeline
from rag.retrieve.question import understand
from rag.retrieve.terms import Weights
from tests.rag.answer.making import passages, pipeline

REPORTS = {
    "a.txt": """宁阳县2022年工作总结

县督查组全年督查46次，发现问题318个，整改到位305个，其余13个计划明年3月底前完成。

宁阳县扶贫车间吸纳就业84人，其中女工51人。全县公益性岗位620个。

石桥镇发展生态茶园4.2万亩，其中云雾茶业公司流转土地3600亩，常年用工420人。

由于持续高温，石桥镇有6800亩茶园受灾，受灾面积减少了2100亩。

县市场监管局抽检茶样1260批次，合格1238批次，不合格的22批次已全部下架封存。
""",
}
ELSE = ["养老院", "学校", "冷库", "图书馆", "渡口", "驾校", "教堂", "花园", "机床", "奶牛"]
FORMS = [
    "宁阳县的{}一共多少个？",
    "宁阳县还有多少个{}没有完成？",
    "宁阳县{}还剩多少个？",
    "宁阳县{}比去年增加多少个？",
    "宁阳县五个乡镇的{}总共多少家？",
    "宁阳县{}平均每个多少人？",
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    yield pipeline(tmp_path_factory.mktemp("belonging"), passages(REPORTS))


@pytest.mark.parametrize(
    "question",
    [
        "宁阳县五个乡镇的扶贫车间一共多少家？",
        "石桥镇现在还有多少亩茶园受灾？",
        "石桥镇还剩多少亩茶园没有受灾？",
        "宁阳县抽检的茶样还剩多少批次没抽检？",
    ],
)
def test_other_operands_of_the_article_are_not_taken(desk: Pipeline, question: str) -> None:
    assert "据此计算" not in desk.ask(question, engine="extractive").answer


@pytest.mark.parametrize(
    ("question", "result"), [("宁阳县扶贫车间有多少名男工？", "33"), ("宁阳县不合格的茶样之外合格多少批次？", "1238")]
)
def test_operands_of_what_is_asked_are(desk: Pipeline, question: str, result: str) -> None:
    assert result in desk.ask(question, engine="extractive").answer


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(FORMS), st.sampled_from(ELSE))
def test_nothing_is_worked_out_of_what_the_report_does_not_speak_of(form: str, noun: str) -> None:
    query = understand(form.format(noun))
    weights = Weights(1, {})
    told = [s for p in passages(REPORTS) for s in read(p, 0)]
    fits = in_words(select(query, told, weights).ranked[0])
    assert fits, "the report is read"
    assert work_out(query, fits, weights) is None


BUDGET = {
    "a.txt": """宁阳县2023年财政情况

2023年，宁阳县完成地区生产总值212.6亿元，比2022年的201.4亿元增长5.6%；一般公共预算收入11.2亿元，比上年的10.4亿元增长7.7%；税收收入8.1亿元。

宁阳县护林员岗位1360个，同比减少5.2%，月补助由600元提高到650元。
"""
}


@pytest.mark.parametrize(
    ("question", "result"),
    [
        ("宁阳县2023年财政收入多少，比上一年涨了多少？", "0.8亿元"),
        ("宁阳县2023年财政收入增加了多少亿元？", "0.8亿元"),
        ("宁阳县2023年GDP多少，比上一年涨了多少？", "11.2亿元，增幅"),
        ("宁阳县护林员岗位增加了多少？", ""),
    ],
)
def test_a_change_is_of_the_indicator_asked(
    tmp_path_factory: pytest.TempPathFactory, question: str, result: str
) -> None:
    desk = pipeline(tmp_path_factory.mktemp("budget"), passages(BUDGET))
    told = desk.ask(question, engine="extractive").answer.partition("据此计算，")[2]
    assert (result in told) if result else not told
    assert "据此计算" not in told
