"""What the page does, as plain functions over the desk: no Gradio in here."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rag.domain import Answer, Citation
from rag.errors import WenjuError
from rag.retrieve.plain import scope_of
from ui.language import language, say
from ui.nearest import nearest_of
from ui.questions import MAX_QUESTION, checked_question
from ui.stages import MODEL, REREAD
from ui.web.corrections import Understood, history_of
from ui.web.markup import tag, text
from ui.web.render import answer_html, evidence_html, failed_html, past_html, working_html
from ui.web.sources import sources_of

if TYPE_CHECKING:
    from rag.pipeline import EngineChoice
    from ui.desk import Desk

_KEPT = 30
"""Turns that stay on the page."""
_SOURCES_KEPT = 10
_REPAINT_S = 0.1


@dataclass(frozen=True)
class Talk:
    """One visitor's conversation, as the server keeps it."""

    turns: tuple[str, ...] = ()
    """Finished turns as HTML."""
    sources: tuple[str, ...] = ()
    """Their evidence as HTML, so that a mark of an earlier answer still leads somewhere."""
    questions: tuple[str, ...] = ()
    count: int = 0
    last: Answer | None = None
    asking: str | None = None
    """The question that is being answered; None when there is none."""
    quoted: Answer | None = None
    """What the reports say to it, shown while a model words it."""
    corrects: tuple[str, ...] = ()
    """What the question that is being answered, or could not be, puts right in the one before it."""
    engine: EngineChoice = "auto"
    place: str = ""
    """The limit of place of the last question, as ``engine`` is its way of wording."""


@dataclass(frozen=True)
class Screen:
    """What the page shows. None: as it was."""

    talk: Talk
    earlier: str | None = None
    current: str | None = None
    past: str | None = None
    evidence: str | None = None

    @property
    def busy(self) -> bool:
        """Whether an answer is in the making."""
        return self.talk.asking is not None


@dataclass
class _Turn:
    """The turn in the making."""

    n: int
    question: str
    corrects: tuple[str, ...] = ()
    stage: str = "understand"
    preview: str = ""
    remark: str = ""
    drafted: int = 0
    citations: tuple[Citation, ...] = field(default=())

    def html(self) -> str:
        return working_html(
            self.n,
            self.question,
            self.stage,
            preview=self.preview,
            remark=self.remark,
            citations=self.citations,
            corrects=self.corrects,
        )


def start() -> Screen:
    """An empty page."""
    return Screen(Talk(), earlier="", current="", past="", evidence=evidence_html(0, ()))


def again(desk: Desk, talk: Talk) -> Screen:
    """The page as it was, loaded anew; an answer that was in the making is stopped."""
    if talk.asking is not None:
        talk = stopped(desk, talk).talk
    seen = talk.sources[:-1] if talk.last else talk.sources
    return Screen(
        replace(talk, corrects=()),
        "".join(talk.turns[:-1]),
        "".join(talk.turns[-1:]),
        past_html(seen),
        talk.sources[-1] if talk.last else evidence_html(0, ()),
    )


def respond(
    desk: Desk, talk: Talk, question: str, engine: EngineChoice, place: str, corrects: tuple[str, ...] = ()
) -> Iterator[Screen]:
    """The screens of one turn: stages, evidence, what the reports say, the checked answer.

    With ``corrects`` the question puts right how the last one was understood: it is taken as it stands.
    """
    shown = " ".join(question.split())[:MAX_QUESTION] or say("（空）", "(empty)")
    turn = _Turn(talk.count + 1, shown, corrects)
    talk = replace(
        talk, count=turn.n, last=None, asking=shown, quoted=None, corrects=corrects, engine=engine, place=place
    )
    history = () if corrects else talk.questions
    past = past_html(talk.sources)
    yield Screen(talk, "".join(talk.turns), turn.html(), past, evidence_html(turn.n, ()))
    try:
        answer: Answer | None = None
        painted = started = time.monotonic()
        for event in desk.stream(question, history=history, engine=engine, place=place):
            evidence = None
            if event is None:
                turn.remark = _waiting(turn, time.monotonic() - started, loading=desk.loading)
            elif event.kind == "stage":
                turn.stage = event.text
            elif event.kind == "evidence":
                evidence = _evidence(desk, turn.n, event.citations, early=True)
            elif event.kind == "preview":
                turn.preview, turn.citations = event.text, event.citations
                talk = replace(talk, quoted=event.answer)
                evidence = _evidence(desk, turn.n, event.citations)
            elif event.kind == "delta":
                turn.drafted += len(event.text)
                turn.remark = _waiting(turn, time.monotonic() - started, loading=desk.loading)
            elif event.kind == "answer":
                answer = event.answer
                break
            if (
                evidence is None
                and event is not None
                and event.kind == "delta"
                and time.monotonic() - painted < _REPAINT_S
            ):
                continue
            painted = time.monotonic()
            yield Screen(talk, current=turn.html(), evidence=evidence)
        assert answer is not None, "a stream ends with its answer"
        yield _finished(desk, talk, turn, answer)
    except WenjuError as error:
        yield _failed(talk, turn, error.message(language()))


def stopped(desk: Desk, talk: Talk) -> Screen:
    """After the stop button: what the reports say stays, only the model's wording is given up."""
    turn = _Turn(max(1, talk.count), talk.asking or "", talk.corrects)
    talk = replace(talk, count=turn.n)
    if talk.quoted is None:
        return _failed(talk, turn, say("已停止。", "Stopped."))
    note = say(
        "已停止，模型没有写完，以上为原文摘录。",
        "Stopped before the model had finished; these are the reports' own words.",
    )
    return _finished(desk, talk, turn, replace(talk.quoted, notes=(*talk.quoted.notes, note)))


def waits(talk: Talk) -> str:
    """What to tell someone who asks while an answer is in the making; empty if none is."""
    if talk.asking is None:
        return ""
    line = say(
        "上一个问题还在回答，请等它答完或先按“停止”，再提问。",
        "The last question is still being answered: wait, or stop it first.",
    )
    return tag("p", text(line), role="status")


def too_long(question: str) -> str:
    """What to tell someone whose question is longer than one may be, before any of it is lost; empty if it is not."""
    if len(question.strip()) <= MAX_QUESTION:
        return ""
    try:
        checked_question(question)
    except WenjuError as error:
        return tag("p", text(error.message(language())), role="status")
    return ""


def unchanged(before: Understood, now: Understood) -> str:
    """What to tell someone who asks again without having put anything right; empty if something is."""
    if now.question and now.question != before.question:
        return ""
    line = (
        say("还没有改动，请先改正再重新提问。", "Nothing has been changed yet.")
        if now.question
        else say("问题是空的，请写下要问的话。", "The question is empty.")
    )
    return tag("p", text(line), role="status")


def _finished(desk: Desk, talk: Talk, turn: _Turn, answer: Answer) -> Screen:
    html = answer_html(turn.n, answer, turn.corrects)
    nearest = nearest_of(answer)
    evidence = _evidence(desk, turn.n, nearest or answer.citations, nearest=bool(nearest))
    questions = talk.questions
    if turn.corrects:
        questions = history_of(questions, answer.question)
    elif scope_of(answer.question) == "ok":  # 谢谢 is nothing that a follow-up goes on from
        questions = (*questions, answer.question)
    talk = replace(
        talk,
        turns=(*talk.turns, html)[-_KEPT:],
        sources=(*talk.sources, evidence)[-_SOURCES_KEPT:],
        questions=questions[-_KEPT:],
        last=answer,
        asking=None,
        quoted=None,
        corrects=(),
    )
    return Screen(talk, current=html, evidence=evidence)


def _failed(talk: Talk, turn: _Turn, message: str) -> Screen:
    html = failed_html(turn.n, turn.question, message, turn.corrects)
    return Screen(replace(talk, turns=(*talk.turns, html)[-_KEPT:], asking=None, quoted=None), current=html)


def _evidence(
    desk: Desk, turn: int, citations: tuple[Citation, ...], *, nearest: bool = False, early: bool = False
) -> str:
    library = desk.library()
    sources = sources_of(library, citations) if library else []
    return evidence_html(turn, sources, nearest=nearest, early=early)


def _waiting(turn: _Turn, seconds: float, *, loading: bool = False) -> str:
    """What is going on, for someone who waits."""
    if turn.drafted:
        return say(
            f"模型正在成文，已写 {turn.drafted} 字，核对后才显示（{seconds:.0f} 秒）",
            f"the model has written {turn.drafted} characters, shown once checked ({seconds:.0f} s)",
        )
    if turn.stage in MODEL and loading:
        return say(
            f"本机模型正在载入，只在启动后第一次需要（{seconds:.0f} 秒）",
            f"the local model is being loaded, once after the start ({seconds:.0f} s)",
        )
    if turn.stage == REREAD:
        return say(
            f"照原来的问法没有查到，模型正在帮着再找（{seconds:.0f} 秒）",
            f"nothing was found as it was asked; the model helps to look again ({seconds:.0f} s)",
        )
    if turn.stage == "draft":
        return say(f"模型正在读依据（{seconds:.0f} 秒）", f"the model is reading the evidence ({seconds:.0f} s)")
    return say(f"请稍候（{seconds:.0f} 秒）", f"one moment ({seconds:.0f} s)") if seconds > 2 else ""
