"""From a question to a verified answer: the only file that knows the order of the steps."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

from rag.answer.draft import warm, worth_wording
from rag.answer.extract import Extract, Search
from rag.answer.finish import Finished, finish, redraft
from rag.answer.inquiry import Found, Inquiry
from rag.answer.meaning import Meaning
from rag.answer.picked import picked, picked_by
from rag.answer.refuse import scope_refusal
from rag.answer.reworded import found_by, same_matter, wordings
from rag.answer.statements import quoted
from rag.answer.years import which_year
from rag.backends.chat import available, open_chat
from rag.backends.rerankers import open_reranker
from rag.check.arbiter import arbiter_of
from rag.check.check import steps
from rag.check.draft import Draft
from rag.check.presumed import put_right
from rag.check.report import Progress
from rag.check.whether import concluded
from rag.domain import Answer, Citation, Engine, Event, Hit, Passage, Place
from rag.errors import UsageError, WenjuError
from rag.index.indexes import Indexes
from rag.language import language, say
from rag.library.record import Library
from rag.ports import ChatModel, PassageSource, TokenEmbedder
from rag.retrieve.given import GivenPassages
from rag.retrieve.joined import whole_hits
from rag.retrieve.local_names import spelled_out
from rag.retrieve.parts import split
from rag.retrieve.question import MAX_QUESTION, Query, understand
from rag.retrieve.rerank import SecondLook
from rag.retrieve.search import Filter, Searchable, merged, search
from rag.settings import Settings
from rag.text import places

EngineChoice = Literal["auto", "extractive", "local", "openai"]
LOCAL_S, LOCAL_AGAIN_S = 20.0, 8.0
"""Seconds at most that an answer waits for the model of this machine to word it, and a refusal for its help to look again."""


class Clock:
    """Milliseconds by step."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self.steps: dict[str, int] = {}

    def lap(self, name: str) -> None:
        """Add the time since the last lap to step ``name``."""
        now = time.perf_counter()
        self.steps[name] = self.steps.get(name, 0) + round(1000 * (now - self._last))
        self._last = now

    def total(self) -> dict[str, int]:
        """All steps, with ``total``."""
        return {**self.steps, "total": round(1000 * (time.perf_counter() - self._start))}


class _Index(Searchable, Protocol):
    def close(self) -> None:
        """Release files."""


@dataclass
class Pipeline:
    """Answers questions over one library. Safe to share among reading threads."""

    settings: Settings
    index: _Index
    source: PassageSource
    _closers: list[Library] = field(default_factory=list)
    _chats: dict[str, ChatModel] = field(default_factory=dict)
    opening: Callable[[Settings, Engine], ChatModel] = open_chat
    """Opens the chat model when its first word is needed; an evaluation counts tokens here."""
    second: SecondLook | None = None
    """A cross-encoder's look at the best passages, where one is configured."""
    meaning: Meaning | None = None
    """Finds what is said in other words than the question's, with the library's embedder."""

    def search(
        self,
        question: str,
        *,
        k: int = 10,
        place: str | None = None,
        since: str | None = None,
        until: str | None = None,
        tell: Callable[[str], None] | None = None,
    ) -> list[Hit]:
        """The ``k`` best passages, best first; of several subjects that are asked about, the best of each come first.

        ``since`` and ``until`` are ISO dates, inclusive. ``tell`` is called with a remark for people if there is one:
        that the indexes are behind, that the configured reranker was of no use.

        Raises:
            UsageError: an empty or over-long question, or a place that nobody knows.
        """
        limit = _limit(place, since, until)
        remarks = self._behind()
        parts = split(understand(spelled_out(_checked(question), self.index.frequencies)))
        lists = [self._found(part, self.index, self.source, k, limit, remarks) for _, part in parts]
        if tell:
            for remark in dict.fromkeys(remarks):
                tell(remark)
        return whole_hits(merged(lists, k), self.source)

    def stream(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        engine: EngineChoice = "auto",
        passages: Sequence[Passage] | None = None,
        place: str | None = None,
    ) -> Iterator[Event]:
        """Events in the order things become known, an ``answer`` event last. Closing it stops the model.

        ``history`` holds the earlier questions, oldest first. With ``passages`` these are the only evidence, in place
        of the library. ``place`` limits the evidence to a place and its parts.

        Raises:
            UsageError: an empty or over-long question, or a place that nobody knows.
        """
        clock = Clock()
        chosen = self._engine(engine)
        remarks: list[str] = []
        inquiry = self._inquiry(question, history, passages, place, remarks)
        yield Event("stage", "understand")
        ways = inquiry.ways()
        query = next(ways)
        clock.lap("understand")
        refusal = scope_refusal(query)
        if refusal:
            yield Event("answer", answer=finish(query, Extract(refusal=refusal), chosen).answer.timed(clock.total()))
            return
        yield Event("stage", "retrieve")
        remarks += [] if passages is not None else self._behind()
        searches = inquiry.searches(query)
        clock.lap("retrieve")
        yield Event("evidence", citations=_first_evidence(searches))
        yield Event("stage", "verify")
        found = inquiry.answered(query, searches)
        if found.extract.refusal:
            found = inquiry.otherwise(found, ways)
        helps = chosen != "extractive" and any(s.hits for s in searches)
        if found.extract.refusal and not found.extract.settled and helps:
            found = yield from self._reread(inquiry, found, chosen, remarks)
        query, index, source = found.query, inquiry.index, inquiry.source
        extracted = put_right(query, concluded(query, found.extract, index, source), index, source)
        finished = finish(query, extracted, "extractive").naming_reprints(source)
        clock.lap("verify")
        # A correction of the question stands as it is: asked to go on from it, a model invents. So does 是 or 不是.
        corrects = finished.answer.status == "partial" and bool(finished.answer.notes)
        corrects = corrects or any(s.reasons for s in extracted.statements)
        year = which_year(query, finished.evidence)
        for remark in dict.fromkeys([*remarks, *([year] if year else [])]):
            finished = replace(finished, answer=finished.with_note(remark))
        idle = chosen == "local" and not worth_wording(finished.answer.claims)
        if chosen == "extractive" or finished.answer.status == "refused" or corrects or idle:
            yield Event("answer", answer=finished.labelled(chosen).timed(clock.total()))
            return
        yield Event("preview", finished.answer.answer, finished.answer.citations, finished.answer)
        yield from self._drafted(query, finished, chosen, clock)

    def _inquiry(
        self,
        question: str,
        history: Sequence[str],
        passages: Sequence[Passage] | None,
        place: str | None,
        remarks: list[str],
    ) -> Inquiry:
        """``question`` of the library, or of ``passages``; why the reranker had no say is added to ``remarks``."""
        given = GivenPassages(passages) if passages is not None else None
        index, source = (given, given) if given else (self.index, self.source)
        asked, limit = _checked(question), _limit(place, None, None)

        def find(query: Query, k: int) -> list[Hit]:
            return self._found(query, index, source, k, limit, remarks)

        name = limit.place.name if limit and limit.place else None
        return Inquiry(asked, tuple(history), index, source, find, self.meaning, name)

    def _reread(
        self, inquiry: Inquiry, first: Found, engine: Engine, remarks: list[str]
    ) -> Generator[Event, None, Found]:
        """What is found with a model's help where ``first`` found nothing, else ``first``.

        The question is put in other words; an endpoint's model is then shown the nearest sentences, to pick from.
        """
        yield Event("stage", "reread")
        until = time.monotonic() + self._patience(engine, LOCAL_AGAIN_S)
        asked, history = inquiry.asked, inquiry.history
        try:
            chat = self._chat(engine)
            for wording in (yield from wordings(asked, history, chat, until=until)):
                query = inquiry.understood(wording)
                found = inquiry.answered(query, by_words=True) if same_matter(first.query, query) else first
                if not found.extract.refusal:
                    return found.noting(found_by(wording))
            if engine == "openai":
                sentences = yield from picked(asked, history, first.extract.near, chat, until=until)
                if sentences:
                    told = Extract(tuple(quoted(s, first.query) for s in sentences), notes=(picked_by(chat.name),))
                    return replace(first, extract=told)
        except WenjuError as error:
            failed = say("模型没能帮着再找一遍：", "The model could not help to look again: ")
            remarks.append(failed + error.message(language()))
        return first

    def _behind(self) -> list[str]:
        """A remark when the indexes have not taken in all of the library: while it is written, or after a full disk."""
        if not (isinstance(self.index, Indexes) and self.index.pending()):
            return []
        behind = say(
            "有新导入或改动的内容还没有收进索引，这次没有查到它们：正在导入，或上次导入没有做完；"
            "没有人在导入时，运行 wenju library rebuild 会接着做完",
            "some of the library is not in the indexes yet and was not searched: an ingest is running, or was cut short; "
            "if none is running, wenju library rebuild finishes it",
        )
        return [behind]

    def _found(
        self,
        query: Query,
        index: Searchable,
        source: PassageSource,
        k: int,
        limit: Filter | None,
        remarks: list[str],
    ) -> list[Hit]:
        """The ``k`` best passages for one subject; why the reranker had no say is added to ``remarks``."""
        depth = max(k, self.settings.reranker.passages) if self.second else k
        hits = search(query, index, source, self.settings.retrieve, k=depth, limit=limit)
        if self.second:
            hits, error = self.second.look(query, hits)
            if error:
                useless = say(
                    "重排模型没有起作用，按内置的排序：",
                    "the reranker was of no use, so the built-in order stands: ",
                )
                remarks.append(useless + error.message(language()))
        return hits[:k]

    def _drafted(self, query: Query, finished: Finished, engine: Engine, clock: Clock) -> Iterator[Event]:
        """The model's wording of the extractive answer, as far as it passes the checks."""
        yield Event("stage", "draft")
        try:
            chat = self._chat(engine)
            most, seconds = self.settings.chat.max_tokens, self._patience(engine)
            with closing(redraft(query, finished, chat, engine, most, seconds)) as steps:
                for event in steps:
                    if event.kind == "stage":
                        clock.lap("draft")
                    if event.answer is not None:
                        clock.lap("verify")
                        event = Event("answer", answer=event.answer.timed(clock.total()))
                    yield event
        except WenjuError as error:
            # The evidence is already there: a model that fails costs its wording, not the answer.
            failed = say(
                "模型未能成文，以下为摘录的原文：", "The model could not word it; these are the reports' own words: "
            )
            note = failed + error.message(language())
            yield Event("answer", answer=finished.with_note(note).timed(clock.total()))

    def ask(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        engine: EngineChoice = "auto",
        passages: Sequence[Passage] | None = None,
        place: str | None = None,
    ) -> Answer:
        """The answer of ``stream``."""
        answer: Answer | None = None
        for event in self.stream(question, history=history, engine=engine, passages=passages, place=place):
            if event.kind == "answer":
                answer = event.answer
        assert answer is not None
        return answer

    def check(self, draft: Draft, *, place: str | None = None) -> Generator[Progress]:
        """Check ``draft`` claim by claim; the last step carries the report. Closing it stops the work.

        ``place`` is what the draft's 我市 means.

        Raises:
            UsageError: a place that nobody knows.
            ConfigError: a model is to decide what is left open, and there is no endpoint.
        """
        where = _place(place) if place else None
        return steps(draft, self.index, self.source, place=where, arbiter=arbiter_of(self.settings, self.opening))

    def load_model(self) -> None:
        """Load the local model, so that the first answer that it words does not wait for that.

        Raises:
            ModelError: its file is missing or damaged.
        """
        warm(self._chat("local"))

    def close(self) -> None:
        """Release the library, the indexes and the model."""
        self.index.close()
        for library in self._closers:
            library.close()
        self._chats.clear()

    def _patience(self, engine: Engine, local: float = LOCAL_S) -> float:
        """Seconds that an answer waits for its model; for the one of this machine ``local`` at most."""
        seconds = self.settings.chat.timeout_s
        return min(seconds, local) if engine == "local" else seconds

    def _engine(self, choice: EngineChoice) -> Engine:
        wanted = self.settings.chat.engine if choice == "auto" else choice
        return available(self.settings) if wanted == "auto" else wanted

    def _chat(self, engine: Engine) -> ChatModel:
        if engine not in self._chats:
            self._chats[engine] = self.opening(self.settings, engine)
        return self._chats[engine]


def open_pipeline(settings: Settings) -> Pipeline:
    """The pipeline over the library of ``settings.home``.

    Raises:
        LibraryError: the library cannot be opened.
    """
    library = Library.open(settings.database, read_only=True)
    indexes = Indexes.open(settings, library)
    # Finish what a crash left, and open Chroma beside the tokenizer and the embedder.
    indexes.recover()
    indexes.warm()
    second = None
    if settings.reranker.configured:
        second = SecondLook(lambda: open_reranker(settings.reranker), passages=settings.reranker.passages)
    return Pipeline(settings, indexes, library, [library], second=second, meaning=Meaning(lambda: _tokens(indexes)))


def _tokens(indexes: Indexes) -> TokenEmbedder | None:
    """The library's embedder, if it can tell tokens apart."""
    embedder = indexes.embedder
    return embedder if isinstance(embedder, TokenEmbedder) else None


def _checked(question: str) -> str:
    """The question without control characters, or a clear error."""
    text = "".join(c if c.isprintable() else " " for c in question).strip()
    if not text:
        raise UsageError("问题是空的，请写下要问的内容。", "The question is empty.")
    if len(text) > MAX_QUESTION:
        raise UsageError(
            f"问题太长（{len(text)}字），请缩短到{MAX_QUESTION}字以内。",
            f"The question is too long ({len(text)} characters; at most {MAX_QUESTION}).",
        )
    return text


def _limit(place: str | None, since: str | None, until: str | None) -> Filter | None:
    if not (place or since or until):
        return None
    return Filter(_place(place) if place else None, since, until)


def _place(name: str) -> Place:
    found = places.resolve(name)
    if found is None:
        raise UsageError(f"不认识地名“{name}”。", f"Unknown place {name!r}.")
    return found


def _first_evidence(searches: Sequence[Search]) -> tuple[Citation, ...]:
    """The best passages, for the screen, before anything has been worked out."""
    hits = [h for s in searches for h in s.hits[:3]][:4]
    from rag.domain import Evidence

    return tuple(
        Citation.of(n, Evidence(h.passage, 0, min(len(h.passage.text), 200), h.score)) for n, h in enumerate(hits, 1)
    )
