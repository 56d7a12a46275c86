"""Where web page and API hand in their questions: bounded, one model at a time, and really stopped when left."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar, cast

from rag.domain import Answer, Event
from rag.errors import UsageError, WenjuError
from ui.draft.kept import Kept
from ui.questions import checked_history, checked_question
from ui.stages import MODEL

if TYPE_CHECKING:
    from rag.check.draft import Draft
    from rag.check.report import Progress
    from rag.domain import Hit
    from rag.figures.asked import Asked
    from rag.figures.table import Table
    from rag.library.record import Library
    from rag.pipeline import EngineChoice, Pipeline
    from rag.settings import Settings

_TICK_S = 0.2
_AT_ONCE = {"quote": 8, "local": 1, "openai": 4, "draft": 2}
"""Answers in the making: all of them, those the local model writes, those an endpoint writes; drafts being checked."""


_Step = TypeVar("_Step", Event, "Progress")


class Busy(WenjuError):
    """More questions wait than the queue takes."""

    retryable = True
    exit_code = 3


class Desk:
    """Answers for many readers over one library. Safe to share between threads.

    The pipeline is opened with the first question and once more after an error of the library, so that a
    service started before the first ingest needs no restart.
    """

    def __init__(self, settings: Settings, pipeline: Pipeline | None = None) -> None:
        self.settings = settings
        self._pipeline = pipeline
        self._library: Library | None = None
        self.drafts = Kept()
        self._totals: tuple[int, tuple[int, int]] | None = None
        self._opening = threading.Lock()
        self._waiting = 0
        self._counting = threading.Lock()
        self.loading = False
        """Whether the local model is being loaded."""
        self._slots = {kind: threading.BoundedSemaphore(n) for kind, n in _AT_ONCE.items()}

    def stream(
        self,
        question: object,
        *,
        history: object = (),
        engine: EngineChoice = "auto",
        place: str | None = None,
    ) -> Iterator[Event | None]:
        """The events of one answer; None a few times a second while nothing happens.

        Closing it stops the work behind it at the next event.

        Raises:
            UsageError: a question that cannot be one.
            Busy: too many are waiting.
            WenjuError: whatever the pipeline raises.
        """
        asked, earlier = checked_question(question), checked_history(history)
        if engine not in ("auto", "extractive", "local", "openai"):
            raise UsageError(f"没有引擎 {engine!r}", f"no engine {engine!r}")
        where = (place or "").strip()[:50] or None

        def answering(left: threading.Event) -> Generator[Event]:
            with ExitStack() as held, ExitStack() as quoting:
                quoting.enter_context(self._slot("quote", left))
                steps = self.pipeline().stream(asked, history=earlier, engine=engine, place=where)
                held.enter_context(closing(cast("Generator[Event]", steps)))
                waits = False
                for event in steps:
                    yield event
                    if event.kind == "stage" and event.text in MODEL and not waits:
                        waits = True
                        # Only now is the model needed: whoever waits for it has the evidence, and
                        # holds up nobody who needs no model.
                        quoting.close()
                        held.enter_context(self._slot(self._model(engine), left))

        yield from self._fed("wenju-answer", answering)

    def ask(
        self, question: object, *, history: object = (), engine: EngineChoice = "auto", place: str | None = None
    ) -> Answer:
        """The answer at the end of ``stream``."""
        answer: Answer | None = None
        for event in self.stream(question, history=history, engine=engine, place=place):
            answer = event.answer if event is not None and event.kind == "answer" else answer
        assert answer is not None, "a stream ends with its answer"
        return answer

    def search(self, question: object, **limits: Any) -> Sequence[Hit]:
        """``Pipeline.search`` with the same bounds."""
        with self._slot("quote", threading.Event()):
            return self.pipeline().search(checked_question(question), **limits)

    def figures(self, asked: Asked) -> Table:
        """The table of figures that ``asked`` asks for, with the same bounds."""
        from ui.figures.lookup import table_of

        with self._slot("quote", threading.Event()):
            return table_of(self.pipeline(), asked)

    def check(self, draft: Draft, *, place: str | None = None) -> Iterator[Progress | None]:
        """The steps of checking a draft; None a few times a second while nothing happens. Closing it stops the work.

        Raises:
            UsageError: a place that nobody knows.
            Busy: too many are waiting.
            WenjuError: whatever the pipeline raises.
        """
        where = (place or "").strip()[:50] or None

        def checking(left: threading.Event) -> Generator[Progress]:
            with self._slot("draft", left), closing(self.pipeline().check(draft, place=where)) as steps:
                yield from steps

        yield from self._fed("wenju-check", checking)

    def warm(self) -> None:
        """Search once and load the model in the background, so that the first question need not wait for either.

        Questions are answered meanwhile; one that needs the model waits for it as for another answer.
        """

        def work() -> None:
            with suppress(WenjuError):
                self.search("就业", k=1)
                if self._model("auto") == "local":
                    self.loading = True
                    try:
                        with self._slot("local", threading.Event()):
                            self.pipeline().load_model()
                    finally:
                        self.loading = False

        threading.Thread(target=work, name="wenju-warm", daemon=True).start()

    def pipeline(self) -> Pipeline:
        """The pipeline, opened when first needed."""
        with self._opening:
            if self._pipeline is None:
                from rag.pipeline import open_pipeline

                self._pipeline = open_pipeline(self.settings)
            return self._pipeline

    def library(self) -> Library | None:
        """The record, to read only; None while nothing has ever been ingested."""
        with self._opening:
            if self._library is None and self.settings.database.exists():
                from rag.library.record import Library

                self._library = Library.open(self.settings.database, read_only=True)
            return self._library

    def totals(self) -> tuple[int, int]:
        """Numbers of documents and articles; counted anew only when the library has changed."""
        library = self.library()
        if library is None:
            return 0, 0
        head = library.journal.head()
        if self._totals is None or self._totals[0] != head:
            counts = library.counts()
            self._totals = head, (len(counts), sum(articles for articles, _ in counts.values()))
        return self._totals[1]

    def close(self) -> None:
        """Release everything that was opened."""
        for opened in (self._pipeline, self._library):
            if opened is not None:
                opened.close()

    def _fed(self, name: str, steps: Callable[[threading.Event], Generator[_Step]]) -> Iterator[_Step | None]:
        """What ``steps`` yields in a thread of its own, and None a few times a second while it yields nothing.

        ``steps`` is given the event that is set when the reader has left; it is closed at its next step then.
        """
        events: queue.SimpleQueue[_Step | BaseException | None] = queue.SimpleQueue()
        left = threading.Event()

        def work() -> None:
            try:
                with closing(steps(left)) as made:
                    for step in made:
                        if left.is_set():
                            break
                        events.put(step)
            except BaseException as error:
                events.put(error)
            else:
                events.put(None)

        self._enter()
        try:
            threading.Thread(target=work, name=name, daemon=True).start()
            yield from _until_end(events)
        finally:
            left.set()
            self._leave()

    def _enter(self) -> None:
        with self._counting:
            if self._waiting >= self.settings.server.queue_size:
                raise Busy("提问的人太多，请稍后再问", "too many questions are waiting, try again soon")
            self._waiting += 1

    def _leave(self) -> None:
        with self._counting:
            self._waiting -= 1

    def _model(self, engine: EngineChoice) -> str:
        if engine != "auto":
            return engine
        from rag.backends.chat import available

        return available(self.settings)

    @contextmanager
    def _slot(self, kind: str, left: threading.Event) -> Iterator[None]:
        slot = self._slots.get(kind, self._slots["quote"])
        while not slot.acquire(timeout=_TICK_S):
            if left.is_set():
                raise WenjuError("提问的人已离开", "the asker has left")
        try:
            yield
        finally:
            slot.release()


def _until_end(events: queue.SimpleQueue[_Step | BaseException | None]) -> Iterator[_Step | None]:
    while True:
        try:
            event = events.get(timeout=_TICK_S)
        except queue.Empty:
            yield None
            continue
        if isinstance(event, BaseException):
            raise event
        if event is None:
            return
        yield event
