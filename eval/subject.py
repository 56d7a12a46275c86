"""What is evaluated: something that answers a case. The real one is the pipeline over a library."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from eval.cases import Case
from eval.records import CaseResult
from eval.tokens import Meter, counter
from rag.answer import draft, picked, reworded
from rag.answer.prompting import fingerprint
from rag.errors import LibraryError, UsageError
from rag.retrieve.given import given_passage

if TYPE_CHECKING:
    from rag.domain import Engine, Passage
    from rag.library.record import Library
    from rag.pipeline import EngineChoice, Pipeline
    from rag.ports import ChatModel
    from rag.settings import Settings

HITS = 10


class Subject(Protocol):
    """Answers cases. ``fingerprints`` names everything its answers depend on."""

    fingerprints: Mapping[str, Any]

    def answer(self, case: Case) -> CaseResult:
        """The result of one case; what goes wrong is raised."""


class PipelineSubject:
    """The product itself: ``pipeline.ask``, ``pipeline.search`` and the verification of claims."""

    def __init__(self, pipeline: Pipeline, engine: EngineChoice) -> None:
        from rag.library.record import Library

        self._pipeline = pipeline
        self._engine = engine
        self._library = Library.open(pipeline.settings.database, read_only=True)
        self._meter: Meter | None = None
        self._opening = pipeline.opening
        pipeline.opening = self._counted
        self.fingerprints: Mapping[str, Any] = {
            "library": _library_fingerprint(self._library),
            "index": _index_fingerprint(self._library),
            "prompts": fingerprint((*draft.PROMPTS, *reworded.PROMPTS, *picked.PROMPTS)),
            "models": _models(pipeline.settings),
        }

        @cache
        def original(document: str, sha256: str) -> str | None:
            found = self._library.document(document)
            return found.text if found is not None and found.sha256 == sha256 else None

        self._original = original

    def answer(self, case: Case) -> CaseResult:
        """The answer with its hits; ``seconds`` is the time of the answer alone (of the search for a search case)."""
        if case.kind == "search":
            started = time.perf_counter()
            hits = self._hits(case.question)
            return CaseResult(case.id, None, round(time.perf_counter() - started, 4), hits)
        given = None if case.passages is None else [given_passage(n, p) for n, p in enumerate(case.passages, 1)]
        if case.kind == "verify":
            return _verified(case, given or [])
        started = time.perf_counter()
        answer = self._pipeline.ask(case.question, history=case.history, engine=self._engine, passages=given)
        seconds = round(time.perf_counter() - started, 4)
        found = () if given is not None else self._hits(answer.standalone_question or case.question)
        result = answer.as_json()
        spelled = tuple(self._spelled(c, given) for c in result["citations"])
        counts = self._meter.taken() if self._meter else {}
        return CaseResult(case.id, result, seconds, found, spelled, tokens={"draft": counts} if counts else {})

    def warm(self) -> None:
        """Load the dictionaries and open the index, so that the first case is timed like the others."""
        given = given_passage(1, {"text": "今年全县新修公路三十公里。"})
        self._pipeline.ask("今年全县新修了多少公里公路？", engine="extractive", passages=[given])
        if self.fingerprints["library"]["passages"]:
            self._pipeline.search("今年全县新修了多少公里公路？", k=1)

    def close(self) -> None:
        """Release the library."""
        self._library.close()

    def _hits(self, question: str) -> tuple[dict[str, Any], ...]:
        """An empty line finds nothing; a public set has such a question."""
        asked = question[:500].strip()
        return tuple(h.as_json() for h in self._pipeline.search(asked, k=HITS)) if asked else ()

    def _counted(self, settings: Settings, engine: Engine) -> ChatModel:
        self._meter = self._meter or Meter(counter(settings))
        return self._meter.wrap(self._opening(settings, engine))

    def _spelled(self, citation: Mapping[str, Any], given: Sequence[Passage] | None) -> str | None:
        """What the spans point at in the original; None when the document is not there or they run past its end."""
        if given is not None:
            text = next((p.text for p in given if p.document_sha256 == citation["document_sha256"]), None)
        else:
            text = self._original(citation["document"], citation["document_sha256"])
        spans = citation["spans"]
        if text is None or not spans or any(not 0 <= a < b <= len(text) for a, b in spans):
            return None
        return "".join(text[a:b] for a, b in spans)


@contextmanager
def opened(
    settings: Settings,
    engine: EngineChoice,
    documents: Path | None = None,
    *,
    given: bool = False,
    texts: Sequence[tuple[str, str]] = (),
) -> Iterator[PipelineSubject]:
    """The pipeline over the library of ``settings``, or over a throw-away one.

    That one is made of the folder ``documents``, or of the ``texts`` (file name, text) a public set brings.
    ``given``: every case brings its passages, so the library may be empty or absent.

    Raises:
        UsageError: nothing in ``documents`` can be read.
        LibraryError: the library cannot be opened.
    """
    from rag.library.record import Library
    from rag.pipeline import open_pipeline

    with tempfile.TemporaryDirectory(prefix="wenju-eval-") as scratch:
        if documents is None and texts:
            documents = _written(texts, Path(scratch) / "documents")
        if documents is not None:
            settings = _built(settings, documents, Path(scratch) / "home")
        elif given:
            settings = settings.model_copy(update={"home": Path(scratch)})
            Library.open(settings.database).close()
        elif not settings.database.exists():
            raise LibraryError(
                f"{settings.home} 里还没有库",
                f"{settings.home} holds no library yet",
                hint="wenju ingest / --documents",
            )
        pipeline = open_pipeline(settings)
        try:
            subject = PipelineSubject(pipeline, engine)
            try:
                subject.warm()
                yield subject
            finally:
                subject.close()
        finally:
            pipeline.close()


def _verified(case: Case, passages: Sequence[Passage]) -> CaseResult:
    from rag.verify.check import verify

    started = time.perf_counter()
    verdict = verify(case.question, passages)
    seconds = round(time.perf_counter() - started, 4)
    result = {"verdict": verdict.verdict, "score": verdict.score, "reasons": list(verdict.reasons)}
    return CaseResult(case.id, result, seconds)


def _written(texts: Sequence[tuple[str, str]], folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name, text in texts:
        # The set names its files; a name that is a path must not lead out of the folder.
        (folder / os.path.basename(name)).write_bytes(text.encode("utf-8", "replace"))
    return folder


def _built(settings: Settings, documents: Path, scratch: Path) -> Settings:
    """The same settings over a home in ``scratch``, filled from ``documents``."""
    from ingest.run import ingest
    from rag.index.indexes import Indexes
    from rag.library.record import Library

    if not documents.exists():
        raise UsageError(f"没有 {documents}", f"there is no {documents}", hint="--documents DIR")
    here = settings.model_copy(update={"home": scratch})
    library = Library.open(here.database)
    try:
        indexes = Indexes.open(here, library)
        try:
            report = ingest([documents], settings=here, library=library, indexes=indexes)
        finally:
            indexes.close()
    finally:
        library.close()
    if not report.usable:
        raise UsageError(f"{documents} 里没有能读的文件", f"nothing in {documents} can be read")
    return here


def _library_fingerprint(library: Any) -> dict[str, Any]:
    """Over the documents, and over the passages that were cut out of them."""
    documents = library.documents()
    names = {d.id: os.path.basename(d.path) for d in documents}
    content = sorted(f"{names[d.id]} {d.sha256}" for d in documents)
    passages = sorted(f"{names.get(p.document_id, '')} {p.ordinal} {p.index_text}" for p in library.all_passages())
    return {
        "documents": len(documents),
        "sha256": _digest(content),
        "passages": len(passages),
        "cut": _digest(passages),
    }


def _digest(lines: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def _index_fingerprint(library: Library) -> dict[str, Any]:
    """Which embedder filled the vectors, how many passages each index holds."""
    cursors = {name: library.journal.cursor(name) for name in ("dense", "vectors", "lexical")}
    return {name: {"by": c.fingerprint, "passages": c.passages} for name, c in cursors.items() if c is not None}


def _models(settings: Settings) -> dict[str, str | None]:
    """The digest of every model that is here and right."""
    from rag.models.store import ModelStore

    return {s.model.name: s.sha256 for s in ModelStore(settings.models).statuses() if s.state == "ready"}
