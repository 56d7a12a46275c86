"""Plain questions whose answer is told in another form: firms in a list, what a project is to cost, a name of two characters."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.pipeline import Pipeline
from tests.rag.answer.making import passages, pipeline

REPORTS = {
    "a.txt": "台江县劳务协作\n\n台江县与鸿泰科技、远图电子等一批企业建立了劳务协作关系。\n"
    "走进台江县苗岭光电有限公司组装车间，工人正忙着组装LED灯带。\n今年起，台江县给护林员配发“护青通”手机。\n",
    "b.txt": "台江县方召镇车间见闻\n\n村里的脱贫户邰勇在车间做工。邰勇说：“我有严重的风湿病，外出打工没人要。”\n"
    "走进台江县安康养老院，敲开79岁老人吴月英的房门。\n",
    "d.txt": "台江县乌石坪苗族乡搬迁见闻\n\n走进台江县乌石坪苗族乡的易地扶贫搬迁安置点，新楼成排。"
    "安置点2019年动工，总投资4200万元，安置156户。脐橙基地面积860亩。会上，书记先后问了5位党政干部，个个答得上。\n",
    "c.txt": "台江县2024年政府工作报告\n\n二、2024年工作安排\n\n开工建设红阳水库，总投资3.6亿元，总库容940万立方米。"
    "转移农村劳动力6万人以上，其中脱贫劳动力2.2万人。\n",
}


@pytest.fixture
def desk(tmp_path: Path) -> Pipeline:
    return pipeline(tmp_path, passages(REPORTS))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("台江县与哪些企业建立了劳务协作关系？", ["鸿泰科技", "远图电子"]),
        ("台江县苗岭光电有限公司组装车间组装的是什么产品？", ["LED灯带"]),
        ("台江县给护林员配发了什么手机？", ["护青通"]),
        ("台江县脱贫户邰勇有什么病？", ["风湿病"]),
        ("乌石坪苗族乡易地扶贫搬迁安置点总投资多少钱？", ["4200万元"]),
        ("乌石坪苗族乡的脐橙基地面积有多少亩？", ["860亩"]),
        ("书记在会上先后问了几个人？", ["5位"]),
        ("台江县红阳水库总投资多少，总库容多少？", ["3.6亿", "940万"]),
    ],
)
def test_it_is_told(desk: Pipeline, question: str, told: list[str]) -> None:
    answer = desk.ask(question, engine="extractive").answer
    assert all(t in answer for t in told), answer


def test_another_person_of_another_house_is_of_no_village(desk: Pipeline) -> None:
    answer = desk.ask("安康养老院的吴月英呢？", history=["方召镇的老人邰勇多少岁？"], engine="extractive")
    assert "79岁" in answer.answer
