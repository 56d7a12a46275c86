"""A scripted stand-in for rag.pipeline: a little library and the events of an answer, held up on demand."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from rag.check.check import steps
from rag.check.draft import Draft
from rag.check.report import Progress
from rag.domain import (
    Answer,
    Citation,
    Claim,
    Conflict,
    ConflictValue,
    Engine,
    Event,
    Evidence,
    Hit,
    Passage,
    Refusal,
)
from rag.errors import EndpointError, UsageError
from rag.library.record import Library
from rag.retrieve.given import GivenPassages
from rag.text import places
from tests.rag.library.making import document

FIGURE = "全县建成扶贫车间47个"


def library(home: Path) -> Library:
    """Two documents on invented places, one passage saying ``FIGURE``."""
    opened = Library.open(home / "library.db")
    opened.put(
        document(
            "示例县报告.txt",
            [
                (
                    "车间进村来",
                    ["冬日里，青石县的机器声不断。", f"截至去年底，{FIGURE}，吸纳就业1203人。", "下一步将扩大规模。"],
                ),
                ("学校新貌", ["青石县新建学校3所。"]),
            ],
            place="青石县",
        )
    )
    opened.put(document("年鉴.txt", [("就业", ["青石县扶贫车间共52个。"])], place="青石县"))
    return opened


class FakePipeline:
    """Answers by the words of the question; see ``stream``. Comes to what ``holds`` names (a stage, or ``delta``) and waits there for ``go_on``."""

    index = None

    def __init__(self, source: Library, *, engine: Engine = "local") -> None:
        self.source = source
        self.holds = ""
        self.go_on = threading.Event()
        self.engine: Engine = engine
        self.asked: list[tuple[str, tuple[str, ...], str, str | None]] = []
        self.closed_early = 0

    def load_model(self) -> None:
        pass

    def search(
        self, question: str, *, k: int = 10, tell: Callable[[str], None] | None = None, **_: object
    ) -> list[Hit]:
        if tell and "迟" in question:
            tell("索引还没有跟上")
        return [Hit(p, 1.0 - n / 10) for n, p in enumerate(self.source.all_passages())][:k]

    def stream(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        engine: str = "auto",
        passages: Sequence[Passage] | None = None,
        place: str | None = None,
    ) -> Iterator[Event]:
        """错误 fails, 月球 is refused, 慢 writes for ever, 矛盾 conflicts, 另找 needs a model's help; anything else quotes ``FIGURE``."""
        self.asked.append((question, tuple(history), engine, place))
        done = False
        try:
            yield self._event("stage", "understand")
            if "错误" in question:
                raise EndpointError("接口没有回应", "no reply", hint="wenju doctor")
            if "用法" in question:
                raise UsageError("地名不认识", "unknown place")
            yield self._event("stage", "retrieve")
            found = list(passages) if passages is not None else list(self.source.all_passages())
            citations = self._citations(found)
            yield Event("evidence", citations=citations)
            yield self._event("stage", "verify")
            if "另找" in question and engine != "extractive":
                yield self._event("stage", "reread")
                yield Event("delta")
                self._wait("delta")
            answer = self._answer(question, history, citations)
            answer = replace(answer, understood={**answer.understood, "limit": place})
            if answer.refusal is None and engine != "extractive":
                quoted = replace(answer, engine="extractive", model=None)
                yield Event("preview", answer.answer, answer.citations, quoted)
                yield self._event("stage", "draft")
                for n in itertools.count() if "慢" in question else range(5):
                    time.sleep(0.01 if "慢" in question else 0)
                    yield Event("delta", "未核对的草稿")
                    if n == 0:
                        self._wait("delta")
                yield self._event("stage", "verify")
            done = True
            yield Event("answer", answer=answer)
        finally:
            self.closed_early += not done

    def ask(self, question: str, **options: object) -> Answer:
        answer: Answer | None = None
        for event in self.stream(question, **options):  # type: ignore[arg-type]
            answer = event.answer if event.kind == "answer" else answer
        assert answer is not None
        return answer

    def check(self, draft: Draft, *, place: str | None = None) -> Generator[Progress]:
        """The real check over the little library; with 慢 in the draft it never ends."""
        known = places.resolve(place) if place else None
        if place and known is None:
            raise UsageError("地名不认识", "unknown place")
        index = GivenPassages(list(self.source.all_passages()))
        done = False
        try:
            for step in steps(draft, index, self.source, place=known):
                while "慢" in draft.text:
                    time.sleep(0.01)
                    yield step
                yield step
            done = True
        finally:
            self.closed_early += not done

    def close(self) -> None:
        self.source.close()

    def _event(self, kind: str, text: str) -> Event:
        self._wait(text)
        return Event(kind, text)  # type: ignore[arg-type]

    def _wait(self, at: str) -> None:
        if at == self.holds:
            assert self.go_on.wait(600), "nobody let it go on"

    def _citations(self, passages: Sequence[Passage]) -> tuple[Citation, ...]:
        out = []
        for passage in passages:
            at = passage.text.find(FIGURE)
            start, end = (at, at + len(FIGURE)) if at >= 0 else (0, len(passage.text))
            if at >= 0 or "52个" in passage.text:
                out.append(Citation.of(len(out) + 1, Evidence(passage, start, end, 1.0)))
        return tuple(out)

    def _answer(self, question: str, history: Sequence[str], citations: tuple[Citation, ...]) -> Answer:
        whole = f"{history[-1]}；{question}" if history else question
        understood = {"places": ["青石县"], "periods": [], "asks": ["value"]}
        if "月球" in question:
            refusal = Refusal("no_evidence", "库里没有关于这个问题的内容。", citations[:1])
            return Answer(question, whole, "refused", "", self.engine, refusal=refusal, understood=understood)
        first = citations[0]
        text = f"{first.quote}[1]。"
        claims = [Claim(first.quote, (1,), computation="47 + 5 = 52" if "计算" in question else None)]
        conflicts = ()
        if "矛盾" in question and len(citations) > 1:
            text += f"另一处写作{citations[1].quote}[2]"
            conflicts = (Conflict("扶贫车间数", (ConflictValue("47个", (1,)), ConflictValue("52个", (2,)))),)
        used = citations if conflicts else citations[:1]
        return Answer(
            question, whole, "answered", text, self.engine, tuple(claims), used, conflicts, model="fake",
            understood=understood, timings_ms={"total": 1234},
        )  # fmt: skip
