"""Bounds on what many askers may do at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from rag.errors import LibraryError, ModelError, UsageError
from rag.pipeline import EngineChoice
from rag.settings import ServerSettings, load
from tests.ui.fake_pipeline import FakePipeline, library
from ui.desk import Busy, Desk
from ui.web.handlers import Talk, respond
from ui.web.shelf import model_line


@pytest.fixture
def desk(home: Path) -> Iterator[Desk]:
    opened = Desk(load(server=ServerSettings(queue_size=3)), FakePipeline(library(home)))  # type: ignore[arg-type]
    yield opened
    opened.close()


def test_the_queue_is_bounded_and_empties_again(desk: Desk) -> None:
    streams = [desk.stream("慢") for _ in range(3)]
    for stream in streams:
        next(stream)
    with pytest.raises(Busy):
        next(desk.stream("再来一个"))
    for stream in streams:
        stream.close()  # type: ignore[attr-defined]
    assert desk.ask("现在呢", engine="extractive").status == "answered"


def test_one_model_at_a_time_and_nobody_waits_for_the_evidence(desk: Desk) -> None:
    slow = desk.stream("慢", engine="local")
    while (event := next(slow)) is None or event.kind != "delta":
        pass
    assert desk.ask("摘录不用等", engine="extractive").status == "answered"
    waiting = desk.stream("要等模型", engine="local")
    seen: list[str] = []
    while "tick" not in seen:
        event = next(waiting)
        seen.append(event.kind if event else "tick")
    assert "evidence" in seen and "preview" in seen and "delta" not in seen
    slow.close()  # type: ignore[attr-defined]
    assert [e.kind for e in waiting if e][-1] == "answer"


@pytest.mark.parametrize("engine", ["local", "openai"])
def test_whoever_looks_again_with_the_model_words_with_it_too(desk: Desk, engine: EngineChoice) -> None:
    for _ in range(6):
        answer = desk.ask("另找", engine=engine)
        assert answer.status == "answered"


def test_looking_again_waits_for_the_model_like_wording(desk: Desk) -> None:
    slow = desk.stream("慢", engine="local")
    while (event := next(slow)) is None or event.kind != "delta":
        pass
    waiting = desk.stream("另找", engine="local")
    seen: list[str] = []
    while "tick" not in seen:
        event = next(waiting)
        seen.append((event.text or event.kind) if event else "tick")
    assert seen[-2] == "reread" and "delta" not in seen
    slow.close()  # type: ignore[attr-defined]
    assert [e.kind for e in waiting if e][-1] == "answer"


def test_a_line_before_the_model_holds_up_nobody_else(home: Path) -> None:
    desk = Desk(load(server=ServerSettings(queue_size=40)), FakePipeline(library(home)))  # type: ignore[arg-type]
    line = [desk.stream(f"慢{n}", engine="local") for n in range(12)]
    for stream in line:
        while (event := next(stream)) is None or event.kind != "preview":
            pass
    assert desk.ask("摘录不用等", engine="extractive").status == "answered"
    for stream in line:
        stream.close()  # type: ignore[attr-defined]
    desk.close()


def test_ticks_come_while_nothing_happens(desk: Desk) -> None:
    fake = cast(FakePipeline, desk._pipeline)
    fake.holds = "understand"
    events = desk.stream("等等")
    try:
        assert next(events) is None
    finally:
        fake.go_on.set()
    assert [e.kind for e in events if e][-1] == "answer"


def test_an_unknown_engine_is_refused(desk: Desk) -> None:
    with pytest.raises(UsageError):
        desk.ask("问", engine="magic")  # type: ignore[arg-type]


def test_without_a_library_the_error_is_ours(home: Path) -> None:
    empty = Desk(load())
    assert empty.library() is None
    with pytest.raises(LibraryError):
        empty.ask("有什么？", engine="extractive")


def test_many_askers_all_get_their_answer(home: Path) -> None:
    desk = Desk(load(server=ServerSettings(queue_size=40)), FakePipeline(library(home)))  # type: ignore[arg-type]
    got: list[str] = []
    threads = [
        threading.Thread(target=lambda n=n: got.append(desk.ask(f"问题{n}", engine="extractive").question))
        for n in range(30)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == sorted(f"问题{n}" for n in range(30))
    desk.close()


def test_the_local_model_is_loaded_at_the_start_and_a_question_waits_for_it(home: Path) -> None:
    fake = FakePipeline(library(home))
    begun, done = threading.Event(), threading.Event()

    def load_model() -> None:
        begun.set()
        assert done.wait(20)

    fake.load_model = load_model  # type: ignore[method-assign]
    desk = Desk(load(chat={"engine": "local"}), fake)  # type: ignore[arg-type]
    desk.warm()
    assert begun.wait(20) and desk.loading and "载入中" in model_line(desk)
    assert desk.ask("摘录不用等", engine="extractive").status == "answered"
    shown = []
    for screen in respond(desk, Talk(), "要等模型", "local", ""):
        shown.append(screen.current or "")
        if "本机模型正在载入" in shown[-1]:
            done.set()
    assert any("本机模型正在载入" in s for s in shown) and "已核实" in shown[-1]
    assert not desk.loading
    desk.close()


@pytest.mark.parametrize("engine", ["extractive", "openai"])
def test_no_model_is_loaded_that_is_not_the_one_that_answers(home: Path, engine: str) -> None:
    fake = FakePipeline(library(home))
    searched = threading.Event()
    fake.search = lambda *_, **__: searched.set() or []  # type: ignore[assignment,func-returns-value]
    fake.load_model = lambda: pytest.fail("loaded")  # type: ignore[method-assign]
    desk = Desk(load(chat={"engine": engine, "base_url": "http://127.0.0.1:9/v1"}), fake)  # type: ignore[arg-type]
    desk.warm()
    assert searched.wait(20) and not desk.loading
    desk.close()


def test_a_model_that_cannot_be_loaded_costs_the_service_nothing(home: Path) -> None:
    fake = FakePipeline(library(home))
    failed = threading.Event()

    def load_model() -> None:
        failed.set()
        raise ModelError("坏了")

    fake.load_model = load_model  # type: ignore[method-assign]
    desk = Desk(load(chat={"engine": "local"}), fake)  # type: ignore[arg-type]
    desk.warm()
    assert failed.wait(20) and desk.ask("多少个", engine="extractive").status == "answered"
    desk.close()
