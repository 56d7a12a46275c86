"""How a question was understood, put right field by field."""

from __future__ import annotations

from rag.domain import Answer
from ui.web.corrections import Understood, agreeing, history_of, told

BEFORE = Understood("桃源县2020年有多少人就业？", "桃源县", "2020年")


def test_the_fields_are_those_of_the_answer() -> None:
    understood = {"places": ["桃源县", "石门县"], "periods": ["2020年"]}
    answer = Answer("那里呢？", "桃源县和石门县2020年呢？", "refused", "", "extractive", understood=understood)
    assert Understood.of(answer) == Understood("桃源县和石门县2020年呢？", "桃源县、石门县", "2020年")
    assert Understood.of(Answer("问", "", "refused", "", "extractive")) == Understood("问")


def test_a_field_that_was_changed_goes_into_the_question_and_one_that_was_not_leaves_it() -> None:
    now = BEFORE.corrected(BEFORE.question, "石门县", "2020年")
    assert now == Understood("石门县2020年有多少人就业？", "石门县", "2020年")
    assert BEFORE.corrected("慈利县有多少人就业？", "桃源县", "2020年").question == "慈利县有多少人就业？"
    assert BEFORE.corrected(BEFORE.question, None, " 2021 ").question == "2021年有多少人就业？"
    assert BEFORE.corrected(" 桃源县\n2020年 多少 ", "桃源县", "2020年").question == "桃源县 2020年 多少"


def test_a_place_that_no_gazetteer_has_is_found_by_its_name() -> None:
    odd = Understood("甲乙丙有多少个？", "甲乙丙")
    assert odd.corrected(odd.question, "石门县", "").question == "石门县有多少个？"


def test_fields_that_lag_behind_do_not_undo_what_was_put_in() -> None:
    now = BEFORE.corrected(BEFORE.question, "石门县", "2020年")
    stages = (BEFORE, BEFORE, now)
    late = agreeing(stages, BEFORE.question).corrected(BEFORE.question, "石门县", "2020年")
    assert late == now, "the old question with the new place"
    assert agreeing(stages, now.question).corrected(now.question, "石门县", "2020年") == now
    by_hand = "石门县去年有多少人就业？"
    assert agreeing(stages, by_hand).corrected(by_hand, "石门县", "2020年").question == by_hand


def test_a_limit_stays_unless_the_new_place_lies_outside() -> None:
    assert BEFORE.limit("桃源县", BEFORE) == "桃源县"
    assert Understood("问", "石门县").limit("桃源县", BEFORE) == ""
    assert Understood("问", "石门县").limit("常德市", BEFORE) == "常德市"
    assert Understood("问", "石门县、慈利县").limit("常德市", BEFORE) == ""
    assert Understood("问", "没有这个地方").limit("桃源县", BEFORE) == "桃源县"
    assert Understood("问", "").limit("桃源县", BEFORE) == "桃源县"


def test_what_was_put_right_is_told() -> None:
    assert told(BEFORE, "", "") == ("已更正；原先理解为：桃源县2020年有多少人就业？",)
    assert told(BEFORE, "桃源县", "")[1:] == ("不再限定地区：桃源县",)
    assert told(BEFORE, "桃源县", "桃源县")[1:] == ()


def test_follow_ups_go_on_from_the_corrected_question() -> None:
    assert history_of(["桃源县多少个？", "那里呢？"], "石门县多少个？") == ("桃源县多少个？", "石门县多少个？")
    assert history_of(["桃源县多少个？", "那里呢？"], "一共多少个？") == ("一共多少个？",)
    assert history_of([], "一共多少个？") == ("一共多少个？",)
