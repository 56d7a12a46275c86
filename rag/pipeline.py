"""From a question to a verified answer: the only file that knows the order of the steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from rag.domain import Answer, Event, Hit, Passage
from rag.settings import Settings

EngineChoice = Literal["auto", "extractive", "local", "openai"]


class Pipeline:
    """Answers questions over one library. Not thread-safe for writers; readers may share it."""

    def search(
        self,
        question: str,
        *,
        k: int = 10,
        place: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> list[Hit]:
        """The ``k`` best passages, best first. ``since`` and ``until`` are ISO dates, inclusive."""
        raise NotImplementedError

    def stream(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        engine: EngineChoice = "auto",
        passages: Sequence[Passage] | None = None,
    ) -> Iterator[Event]:
        """Events in the order things become known, an ``answer`` event last. Closing it stops the model.

        ``history`` holds the earlier questions, oldest first. With ``passages`` these are the only
        evidence, in place of the library. Raises UsageError for an empty or over-long question.
        """
        raise NotImplementedError

    def ask(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        engine: EngineChoice = "auto",
        passages: Sequence[Passage] | None = None,
    ) -> Answer:
        """The answer of ``stream``."""
        answer: Answer | None = None
        for event in self.stream(question, history=history, engine=engine, passages=passages):
            answer = event.answer or answer
        assert answer is not None
        return answer

    def close(self) -> None:
        """Release the library, the indexes and the model."""


def open_pipeline(settings: Settings) -> Pipeline:
    """The pipeline over the library of ``settings.home``."""
    raise NotImplementedError
