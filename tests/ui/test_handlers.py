"""One turn of the page, from question to checked answer, over a scripted pipeline."""

from __future__ import annotations

import html
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.settings import load
from tests.ui.fake_pipeline import FIGURE, FakePipeline, library
from ui.desk import Desk
from ui.web import handlers
from ui.web.corrections import Understood
from ui.web.handlers import Screen, Talk


@pytest.fixture
def fake(home: Path) -> FakePipeline:
    return FakePipeline(library(home))


@pytest.fixture
def desk(fake: FakePipeline) -> Iterator[Desk]:
    opened = Desk(load(), fake)  # type: ignore[arg-type]
    yield opened
    opened.close()


def shown(page: str) -> str:
    return html.unescape(page)


def turn(desk: Desk, question: str, talk: Talk | None = None, engine: str = "auto", place: str = "") -> list[Screen]:
    return list(handlers.respond(desk, talk or Talk(), question, engine, place))  # type: ignore[arg-type]


def test_evidence_is_on_the_screen_before_the_model_has_spoken(desk: Desk) -> None:
    screens = turn(desk, "建成多少个？")
    first_evidence = next(i for i, s in enumerate(screens) if s.evidence and FIGURE in s.evidence)
    first_words = next(i for i, s in enumerate(screens) if s.current and "已写" in s.current)
    assert first_evidence < first_words < len(screens) - 1
    assert all(s.busy for s in screens[:-1]) and not screens[-1].busy


def test_unchecked_words_of_a_model_are_never_shown(desk: Desk) -> None:
    for screen in turn(desk, "建成多少个？"):
        assert "未核对的草稿" not in f"{screen.current}{screen.evidence}{screen.earlier}"


def test_the_checked_answer_comes_last_with_its_sources(desk: Desk) -> None:
    last = turn(desk, "建成多少个？")[-1]
    assert last.current and FIGURE in last.current and "#t1-s1" in last.current
    assert last.evidence and 'id="t1-s1"' in last.evidence
    assert last.talk.last is not None and last.talk.questions == ("建成多少个？",)


def test_follow_ups_carry_the_earlier_questions(desk: Desk, fake: FakePipeline) -> None:
    talk = turn(desk, "青石县多少个？")[-1].talk
    screens = turn(desk, "那学校呢？", talk, place=" 青石县 ", engine="extractive")
    assert fake.asked[-1] == ("那学校呢？", ("青石县多少个？",), "extractive", "青石县")
    assert screens[0].earlier and "青石县多少个" in screens[0].earlier
    assert screens[0].past and "t1-s1" in screens[0].past
    assert screens[-1].current and 'id="t2"' in screens[-1].current


def test_a_correction_is_a_turn_of_its_own_asked_as_it_stands(desk: Desk, fake: FakePipeline) -> None:
    talk = turn(desk, "石门县2020年多少个？")[-1].talk
    talk = turn(desk, "那里呢？", talk)[-1].talk
    last = list(handlers.respond(desk, talk, "慈利县2020年多少个？", "auto", "", ("原先理解为：别的",)))[-1]  # type: ignore[arg-type]
    assert fake.asked[-1] == ("慈利县2020年多少个？", (), "auto", None)
    assert last.current and "原先理解为：别的" in shown(last.current) and 'id="t3"' in last.current
    assert last.talk.questions == ("石门县2020年多少个？", "慈利县2020年多少个？"), "the history goes on from it"
    assert len(last.talk.turns) == 3 and "那里呢" in shown(last.talk.turns[1]), "what it corrects stays on the page"
    assert last.talk.corrects == ()


def test_a_correction_that_the_questions_before_would_change_begins_anew(desk: Desk) -> None:
    talk = turn(desk, "石门县2020年多少个？")[-1].talk
    talk = turn(desk, "那里呢？", talk)[-1].talk
    last = list(handlers.respond(desk, talk, "一共有多少个？", "auto", "", ("原先",)))[-1]  # type: ignore[arg-type]
    assert last.talk.questions == ("一共有多少个？",)


def test_a_correction_that_fails_can_be_asked_again(desk: Desk) -> None:
    talk = turn(desk, "石门县2020年多少个？")[-1].talk
    last = list(handlers.respond(desk, talk, "错误", "auto", "", ("原先",)))[-1]  # type: ignore[arg-type]
    assert not last.busy and last.talk.corrects == ("原先",) and last.current and "原先" in shown(last.current)
    assert turn(desk, "多少个？", last.talk)[-1].talk.corrects == ()


def test_thanks_are_nothing_that_a_follow_up_goes_on_from(desk: Desk) -> None:
    talk = turn(desk, "石门县2020年多少个？")[-1].talk
    assert turn(desk, "谢谢", talk)[-1].talk.questions == ("石门县2020年多少个？",)


def test_asking_again_without_a_change_is_told() -> None:
    before = Understood("甲县多少个？", "甲县")
    assert "还没有改动" in handlers.unchanged(before, before)
    assert "问题是空的" in handlers.unchanged(before, Understood(""))
    assert handlers.unchanged(before, Understood("乙县多少个？")) == ""


def test_a_question_that_is_too_long_stays_in_its_box_and_is_told_how_long_it_may_be() -> None:
    assert handlers.too_long("长" * 2000) == "" == handlers.too_long("")
    assert "2001 字" in handlers.too_long("长" * 2001) and "最多 2000 字" in handlers.too_long("长" * 2001)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("", "问题是空的"),
        ("  \n", "问题是空的"),
        ("长" * 2001, "最多 2000 字"),
        ("错误", "接口没有回应"),
        ("用法", "地名不认识"),
    ],
)
def test_errors_are_one_sentence_on_the_page(desk: Desk, question: str, words: str) -> None:
    last = turn(desk, question)[-1]
    assert last.current and words in last.current and not last.busy
    assert last.talk.last is None and last.talk.questions == ()


def test_a_refusal_puts_what_is_nearest_into_the_panel(desk: Desk) -> None:
    last = turn(desk, "月球上有多少个？")[-1]
    assert last.current and "库里没有关于这个问题的内容" in last.current
    assert last.evidence and "库里最接近的内容" in last.evidence and FIGURE in last.evidence


def test_leaving_closes_the_pipeline(desk: Desk, fake: FakePipeline) -> None:
    screens = handlers.respond(desk, Talk(), "慢慢写", "auto", "")
    for screen in screens:
        if screen.current and "已写" in screen.current:
            break
    screens.close()  # type: ignore[attr-defined]
    deadline = time.monotonic() + 60
    while not fake.closed_early and time.monotonic() < deadline:
        time.sleep(0.01)
    assert fake.closed_early == 1
    assert turn(desk, "还能再问吗？")[-1].talk.last is not None


def test_stopping_says_so(desk: Desk) -> None:
    talk = next(iter(handlers.respond(desk, Talk(), "慢慢写", "auto", ""))).talk
    screen = handlers.stopped(desk, talk)
    assert screen.current and "已停止" in screen.current and "慢慢写" in screen.current and not screen.busy


def test_stopping_the_model_keeps_what_the_reports_say(desk: Desk) -> None:
    screens = handlers.respond(desk, Talk(), "慢慢写有多少个", "auto", "")
    talk = next(s.talk for s in screens if s.current and "已写" in s.current)
    screens.close()  # type: ignore[attr-defined]
    screen = handlers.stopped(desk, talk)
    assert screen.current and FIGURE in screen.current and "已停止，模型没有写完" in screen.current
    assert screen.evidence and 'id="t1-s1"' in screen.evidence and not screen.busy
    assert screen.talk.last is not None and screen.talk.questions == ("慢慢写有多少个",)


def test_asking_while_an_answer_is_in_the_making_is_told(desk: Desk) -> None:
    screens = turn(desk, "建成多少个？")
    assert "还在回答" in handlers.waits(screens[0].talk) and handlers.waits(screens[-1].talk) == ""
    assert handlers.waits(turn(desk, "错误")[-1].talk) == ""


def test_a_long_conversation_stays_bounded(desk: Desk) -> None:
    talk = Talk()
    for n in range(35):
        talk = turn(desk, f"第{n}问", talk, engine="extractive")[-1].talk
    assert len(talk.turns) == 30 and len(talk.sources) == 10 and talk.count == 35
    assert "第34问" in talk.turns[-1]
