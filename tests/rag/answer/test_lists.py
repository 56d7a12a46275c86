"""Lists as a reader gets them: whole, in order, and nothing of the next paragraph."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.domain import Answer
from tests.rag.answer.contract import check_answer
from tests.rag.answer.making import passages, pipeline

ONE = (
    "汉寿县养老服务工作\n\n汉寿县推行“四个上门”服务，即助餐上门、助医上门、助浴上门、助洁上门。\n汉寿县今年雨水偏多。\n"
)
SEVERAL = (
    "汉寿县农业生产情况\n\n汉寿县推出三条措施支持蔬菜种植。\n一是补贴种苗，每亩补助120元。\n二是组织技术员下田指导。\n三是对接商超包销。\n"
    "汉寿县今年雨水偏多。\n"
)


def ask(home: Path, text: str, question: str) -> Answer:
    answer = pipeline(home, passages({"汉寿.txt": text})).ask(question, engine="extractive")
    check_answer(answer.as_json(), {"汉寿.txt": text})
    return answer


@pytest.mark.parametrize(
    "question", ["汉寿县的“四个上门”指的是哪四个？", "汉寿县“四个上门”包括什么？", "汉寿县的“四个上门”是什么？"]
)
def test_items_of_one_sentence(home: Path, question: str) -> None:
    answer = ask(home, ONE, question)
    assert all(f"助{x}上门" in answer.answer for x in "餐医浴洁")
    assert "雨水" not in answer.answer


def test_items_of_several_sentences(home: Path) -> None:
    answer = ask(home, SEVERAL, "汉寿县推出了哪三条措施支持蔬菜种植？")
    at = [answer.answer.find(x) for x in ("补贴种苗", "技术员", "包销")]
    assert -1 not in at and at == sorted(at)
    assert "雨水" not in answer.answer


ITEMS = (
    "慈利县养老见闻\n\n慈利县出台方案，以组织规范化、服务多样化、管理精细化、培训制度化和考核精准化为纲，推进“五化”建设。\n"
    "目前，全县已成立党组织7个。\n“以前找不到组织。”老党员说。\n慈利县推出“橘农贷”，由县财政和银行按2∶8的比例分担风险，利率不高于4%。\n"
    "招工上，该县把车间建到村。\n本报记者 黄秋英\n"
)


def test_the_last_item_of_a_list_is_joined_by_another_sign(tmp_path: Path) -> None:
    answer = pipeline(tmp_path, passages({"a.txt": ITEMS})).ask("慈利县的“五化”建设是哪五化？", engine="extractive")
    assert "考核精准化" in answer.answer and "党组织" not in answer.answer


@pytest.mark.parametrize(
    "question", ["慈利县的“橘农贷”，县财政和银行按什么比例分担风险？", "慈利县的“橘农贷”由谁分担风险？"]
)
def test_a_label_that_is_only_named_is_not_explained(tmp_path: Path, question: str) -> None:
    answer = pipeline(tmp_path, passages({"a.txt": ITEMS})).ask(question, engine="extractive")
    assert "2∶8" in answer.answer and "招工" not in answer.answer and "记者" not in answer.answer


NUMBERED = (
    "汉寿县防汛转移\n\n这次转移全靠“三道门”。\n第一道门是哨所门，水位一涨就敲锣。\n乡里还备了船18条。\n"
    "第二道门是邻里门，一户带一户。\n第三道门是校舍门，教室连夜铺床。\n汉寿县今年雨水偏多。\n"
    "县里开办“田头课”，一堂课40分钟。\n课由群众点，点得最多的是稻虾、蔬菜、甲鱼3门课。\n"
)


def test_things_that_are_numbered_one_by_one(tmp_path: Path) -> None:
    answer = ask(tmp_path, NUMBERED, "汉寿县转移靠的“三道门”是哪些门？")
    at = [answer.answer.find(x) for x in ("哨所门", "邻里门", "校舍门")]
    assert -1 not in at and at == sorted(at) and "船" not in answer.answer and "雨水" not in answer.answer


def test_the_most_of_what_a_label_names_is_not_what_it_means(tmp_path: Path) -> None:
    answer = ask(tmp_path, NUMBERED, "汉寿县“田头课”点得最多的是哪3门课？")
    assert "甲鱼" in answer.answer and "40分钟" not in answer.answer
