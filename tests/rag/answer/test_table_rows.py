"""Ledgers as offices keep them: two-level headers, a sum in the column of numbers, months, states of works, two columns to compare."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.domain import Answer
from tests.rag.answer.making import passages, pipeline

FARMS = """宁陕县2023年各乡镇种养业生产情况统计表

序号：1；乡镇：城关镇；2023年 粮食 播种面积：21400亩；2023年 粮食 总产量：6955吨；2023年 粮食 亩产：325公斤；2023年 生猪 出栏：5120头；2023年 生猪 年末存栏：3310头；2023年 肉牛 出栏：640头。
序号：2；乡镇：江口镇；2023年 粮食 播种面积：18850亩；2023年 粮食 总产量：5843吨；2023年 粮食 亩产：310公斤；2023年 生猪 出栏：4275头；2023年 生猪 年末存栏：2860头；2023年 肉牛 出栏：515头。
序号：3；乡镇：汤坪镇；2023年 粮食 播种面积：9700亩；2023年 粮食 总产量：2813吨；2023年 粮食 亩产：290公斤；2023年 生猪 出栏：1930头；2023年 生猪 年末存栏：1405头；2023年 肉牛 出栏：388头。
序号：合计；2023年 粮食 播种面积：49950亩；2023年 粮食 总产量：15611吨；2023年 粮食 亩产：313公斤；2023年 生猪 出栏：11325头；2023年 生猪 年末存栏：7575头；2023年 肉牛 出栏：1543头。
"""
MONTHS = """宁陕县2023年香菇外销分月统计表

月份：7月；2023年 外销量：310吨；2023年 销售额：465万元。
月份：8月；2023年 外销量：425吨；2023年 销售额：612万元。
月份：9月；2023年 外销量：570吨；2023年 销售额：798万元。
月份：全年；2023年 外销量：1305吨；2023年 销售额：1875万元。
"""
WORKS = """宁陕县2024年重点项目推进情况表

项目类别：交通；项目名称：汤坪公路改建；建设地点：汤坪镇；牵头单位：县交通运输局；计划投资：4200万元；完成投资：2560万元；形象进度：路基完成80%；联系人：李开明。
项目类别：交通；项目名称：江口客运站；建设地点：江口镇；牵头单位：县交通运输局；计划投资：380万元；完成投资：0万元；形象进度：未动工；联系人：周仕林。
项目类别：水利；项目名称：城关河道治理；建设地点：城关镇；牵头单位：县水利局；计划投资：640万元；完成投资：655万元；形象进度：已完工；联系人：王显富。
项目类别：水利；项目名称：寨沟灌区配套；建设地点：江口镇；牵头单位：县水利局；计划投资：920万元；完成投资：475万元；形象进度：在建；联系人：刘正坤。
项目类别：合计；计划投资：6140万元；完成投资：3690万元。
"""
REPORTS = {"01_种养.txt": FARMS, "02_分月.txt": MONTHS, "03_项目.txt": WORKS}


def ask(home: Path, question: str, *history: str) -> Answer:
    return pipeline(home, passages(REPORTS)).ask(question, history=history, engine="extractive")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("宁陕县城关镇2023年打了多少吨粮食？", "6955吨"),
        ("江口镇去年卖了多少头肉牛？", "515头"),
        ("汤坪镇年底存栏多少头猪？", "1405头"),
        ("江口镇粮食亩产多少公斤？", "310公斤"),
        ("宁陕县8月份香菇外销量是多少吨？", "425吨"),
    ],
)
def test_a_cell_is_found_by_other_words_than_its_headers(tmp_path: Path, question: str, told: str) -> None:
    answer = ask(tmp_path, question)
    assert told in answer.answer
    assert told in answer.citations[0].quote


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("宁陕县各乡镇合计出栏生猪多少头？", "11325头"),
        ("宁陕县香菇外销一共多少吨，销售额多少？", "1875万元"),
        ("宁陕县重点项目计划投资合计多少万元？", "6140万元"),
    ],
)
def test_the_sum_of_all_rows_may_stand_in_the_column_of_numbers(tmp_path: Path, question: str, told: str) -> None:
    assert told in ask(tmp_path, question).answer


def test_the_sum_of_all_is_not_that_of_a_township_nobody_knows(tmp_path: Path) -> None:
    assert ask(tmp_path, "宁陕县柿坪沟镇2023年生猪出栏多少头？").status == "refused"


@pytest.mark.parametrize(
    ("question", "told", "others"),
    [
        ("宁陕县水利局牵头的项目有哪几个？", ("城关河道治理", "寨沟灌区配套"), ("江口客运站", "汤坪公路")),
        ("宁陕县哪个重点项目还没有动工？", ("江口客运站",), ("寨沟灌区", "城关河道")),
        ("宁陕县在建的项目有哪些？", ("汤坪公路改建", "寨沟灌区配套"), ("江口客运站", "城关河道")),
        ("宁陕县有几个重点项目已经完工？", ("有1个", "城关河道治理"), ("寨沟灌区",)),
        ("宁陕县哪些项目的完成投资没有达到计划投资？", ("汤坪公路改建", "江口客运站", "寨沟灌区配套"), ("城关河道",)),
        ("宁陕县水利局牵头的项目计划投资一共多少万元？", ("1560万元",), ("6140", "汤坪公路")),
        ("宁陕县交通类项目计划投资一共多少万元？", ("4580万元",), ("6140",)),
    ],
)
def test_rows_are_chosen_by_what_stands_in_them(
    tmp_path: Path, question: str, told: tuple[str, ...], others: tuple[str, ...]
) -> None:
    answer = ask(tmp_path, question)
    assert all(x in answer.answer for x in told)
    assert not any(x in answer.answer for x in others)


def test_several_cells_of_one_row_are_told(tmp_path: Path) -> None:
    answer = ask(tmp_path, "寨沟灌区配套设在哪个乡镇，联系人是谁？")
    assert "江口镇" in answer.answer
    assert "刘正坤" in answer.answer


def test_two_rows_are_compared_in_the_column_asked_for(tmp_path: Path) -> None:
    answer = ask(tmp_path, "汤坪公路改建和寨沟灌区配套两个项目，哪个完成投资多，各是多少？")
    assert "汤坪公路改建较多" in answer.answer
    assert "2560万元" in answer.answer
    assert "475万元" in answer.answer
    assert answer.claims[0].computation


@pytest.mark.parametrize(
    ("question", "state"),
    [
        ("江口客运站是哪天完工的？", "未动工"),
        ("寨沟灌区配套是什么时候建成的？", "在建"),
        ("江口客运站什么时候开工的？", "未动工"),
    ],
)
def test_what_is_taken_for_done_is_denied_by_its_state(tmp_path: Path, question: str, state: str) -> None:
    answer = ask(tmp_path, question)
    assert answer.status == "answered"
    assert state in answer.answer
    assert any("与报告不符" in note for note in answer.notes)


REST = """宁陕县2023年各乡镇护林补助发放表

乡镇：城关镇；发放补助：31.5万元；护林员：88人。
乡镇：江口镇；发放补助：27.2万元；护林员：64人。
乡镇：汤坪镇；发放补助：12.4万元；护林员：35人。
乡镇：其他乡镇；发放补助：45.9万元；护林员：120人。
乡镇：合计；发放补助：117万元；护林员：307人。
"""


def test_the_row_of_the_rest_is_none_of_those_ranked(tmp_path: Path) -> None:
    held = pipeline(tmp_path, passages({"a.txt": REST}))
    answer = held.ask("宁陕县哪个乡镇发放的补助最多？", engine="extractive")
    assert answer.answer.startswith("表中3个乡镇里，城关镇") and "其他乡镇" not in answer.answer
    assert any("其他乡镇" in note for note in answer.notes)
    listed = held.ask("宁陕县哪些乡镇发放的补助超过20万元？", engine="extractive").answer
    assert "城关镇" in listed and "其他乡镇" not in listed
