"""The types that pass between the rooms. All are frozen; none imports a vendor.

Offsets are code points, half open ``[start, end)``. An *original* is the decoded text of a
document as the library keeps it; every other text is cut out of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

Span = tuple[int, int]
ArticleKind = Literal["综述", "侧记", "访谈", "本报讯", "成就数字", "图片说明", "报告", "表格", "其他"]
VerdictName = Literal["supported", "contradicted", "unsupported"]
Status = Literal["answered", "partial", "refused"]
RefusalReason = Literal["no_evidence", "out_of_scope", "unsafe_request"]
Engine = Literal["extractive", "local", "openai"]


@dataclass(frozen=True, slots=True)
class SourcedText:
    """Text healed of line breaks and interruptions, every character of which stands in the original.

    ``runs`` are ``(at, start, length)``: ``text[at:at + length] == original[start:start + length]``.
    They cover ``text`` in order, without gaps. Healing only leaves characters out, it never adds or changes one.
    """

    text: str
    runs: tuple[tuple[int, int, int], ...]

    @classmethod
    def whole(cls, original: str, start: int = 0, end: int | None = None) -> SourcedText:
        """The piece ``original[start:end]`` as it stands."""
        stop = len(original) if end is None else end
        piece = original[start:stop]
        return cls(piece, ((0, start, len(piece)),) if piece else ())

    @classmethod
    def joined(cls, original: str, spans: Iterable[Span]) -> SourcedText:
        """The pieces ``spans`` of ``original``, one after the other."""
        parts: list[str] = []
        runs: list[tuple[int, int, int]] = []
        at = 0
        for start, end in spans:
            if end <= start:
                continue
            if runs and runs[-1][1] + runs[-1][2] == start:
                runs[-1] = (*runs[-1][:2], runs[-1][2] + end - start)
            else:
                runs.append((at, start, end - start))
            parts.append(original[start:end])
            at += end - start
        return cls("".join(parts), tuple(runs))

    def spans(self, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
        """Where ``text[start:end]`` stands in the original, in reading order."""
        stop = len(self.text) if end is None else end
        out: list[Span] = []
        for at, origin, length in self.runs:
            low = start if start > at else at
            high = stop if stop < at + length else at + length
            if low < high:
                out.append((origin + low - at, origin + high - at))
        return tuple(out)

    def cut(self, start: int, end: int) -> SourcedText:
        """``text[start:end]`` with its own runs."""
        runs: list[tuple[int, int, int]] = []
        for at, origin, length in self.runs:
            low, high = max(start, at), min(end, at + length)
            if low < high:
                runs.append((low - start, origin + low - at, high - low))
        return SourcedText(self.text[start:end], tuple(runs))


@dataclass(frozen=True, slots=True)
class Place:
    """An administrative unit. ``parents`` are full names from the province down."""

    name: str
    level: Literal["country", "province", "prefecture", "county", "township", "village", "zone"]
    code: str = ""
    parents: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """``湖南省/邵阳市/绥宁县``: unique among places of one name."""
        return "/".join((*self.parents, self.name))


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a document: what a person would cut out with scissors.

    ``spans`` are the parts of the original it occupies, headline included, in reading order.
    ``date`` is ISO (``2021``, ``2021-04`` or ``2021-04-12``) or None when nothing dates it.
    """

    id: str
    ordinal: int
    title: str
    spans: tuple[Span, ...]
    subtitle: str | None = None
    byline: str | None = None
    kind: ArticleKind = "其他"
    place: str | None = None
    place_path: str | None = None
    date: str | None = None
    publication: str | None = None
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of one article on sentence boundaries: what is indexed, found and quoted.

    ``place`` and ``date`` are those that hold for the passage; ``places`` are the paths of every
    unit it speaks of, the article's own first (a township named in the passage adds itself).
    """

    id: str
    document: str
    document_id: str
    document_sha256: str
    article_id: str
    ordinal: int
    body: SourcedText
    title: str
    place: str | None = None
    places: tuple[str, ...] = ()
    date: str | None = None
    section: str | None = None
    publication: str | None = None
    page: str | None = None
    kind: ArticleKind = "其他"
    byline: str | None = None
    subtitle: str | None = None

    @property
    def text(self) -> str:
        """The healed text."""
        return self.body.text

    @property
    def index_text(self) -> str:
        """What the indexes see: place, title, date and section, then the text."""
        head = " ".join(x for x in (self.place, self.title, self.subtitle, self.date, self.section) if x)
        return f"{head}\n{self.text}" if head else self.text

    @property
    def extent(self) -> Span:
        """The outermost span in the original; ``(0, 0)`` when empty."""
        spans = self.body.spans()
        return (min(s for s, _ in spans), max(e for _, e in spans)) if spans else (0, 0)


@dataclass(frozen=True, slots=True)
class Document:
    """A file as the library keeps it. ``path`` is what the contract calls ``document``."""

    id: str
    path: str
    sha256: str
    text: str
    root: str = ""
    size: int = 0
    mtime_ns: int = 0
    media_type: str = "text/plain"
    publication: str | None = None
    date: str | None = None
    articles: tuple[Article, ...] = ()
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question. ``score`` is comparable within one answer only."""

    passage: Passage
    score: float
    parts: Mapping[str, float] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The contract's Hit."""
        start, end = self.passage.extent
        return {
            "document": self.passage.document,
            "article": self.passage.title,
            "place": self.passage.place,
            "date": self.passage.date,
            "start": start,
            "end": end,
            "text": self.passage.text,
            "score": round(self.score, 6),
        }


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of a passage that bear on a question: ``passage.text[start:end]``."""

    passage: Passage
    start: int
    end: int
    score: float = 0.0

    @property
    def quote(self) -> str:
        """The words themselves."""
        return self.passage.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Citation:
    """Evidence with the number under which an answer shows it; ``reprints`` are other documents with the same words."""

    n: int
    document: str
    document_sha256: str
    article: str
    quote: str
    spans: tuple[Span, ...]
    publication: str | None = None
    place: str | None = None
    date: str | None = None
    page: str | None = None
    passage_id: str = ""
    byline: str | None = None
    reprints: tuple[str, ...] = ()

    @classmethod
    def of(cls, n: int, evidence: Evidence) -> Citation:
        """Number ``evidence``."""
        p = evidence.passage
        return cls(
            n=n,
            document=p.document,
            document_sha256=p.document_sha256,
            article=p.title,
            quote=evidence.quote,
            spans=p.body.spans(evidence.start, evidence.end),
            publication=p.publication,
            place=p.place,
            date=p.date,
            page=p.page,
            passage_id=p.id,
            byline=p.byline,
        )

    def as_json(self) -> dict[str, Any]:
        """The contract's citation."""
        return {
            "n": self.n,
            "document": self.document,
            "document_sha256": self.document_sha256,
            "article": self.article,
            "publication": self.publication,
            "place": self.place,
            "date": self.date,
            "page": self.page,
            "quote": self.quote,
            "spans": [list(s) for s in self.spans],
            "passage": self.passage_id,
            "reprints": list(self.reprints),
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the checks say of one claim. ``score`` in [0, 1] rises with support."""

    verdict: VerdictName
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer, without its marks, and the citations that carry it."""

    text: str
    citations: tuple[int, ...]
    verdict: VerdictName = "supported"
    reasons: tuple[str, ...] = ()
    computation: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The contract's claim."""
        out: dict[str, Any] = {
            "text": self.text,
            "citations": list(self.citations),
            "verdict": self.verdict,
            "reasons": list(self.reasons),
        }
        if self.computation:
            out["computation"] = self.computation
        return out


@dataclass(frozen=True, slots=True)
class ConflictValue:
    """One of the values that disagree."""

    value: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Several reports, or one report twice, give different values for one thing."""

    subject: str
    values: tuple[ConflictValue, ...]

    def as_json(self) -> dict[str, Any]:
        """The contract's conflict."""
        return {
            "subject": self.subject,
            "values": [{"value": v.value, "citations": list(v.citations)} for v in self.values],
        }


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing is said, and what the library holds that is nearest."""

    reason: RefusalReason
    message: str
    nearest: tuple[Citation, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The contract's refusal."""
        return {"reason": self.reason, "nearest": [c.as_json() for c in self.nearest], "message": self.message}


@dataclass(frozen=True, slots=True)
class Answer:
    """What is shown. Facts in ``answer`` end with marks ``[n]``. No ``model``: all its words are the reports' own."""

    question: str
    standalone_question: str
    status: Status
    answer: str
    engine: Engine
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    refusal: Refusal | None = None
    model: str | None = None
    understood: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    timings_ms: Mapping[str, int] = field(default_factory=dict)

    def timed(self, timings_ms: Mapping[str, int]) -> Answer:
        """The same answer with its timings."""
        return replace(self, timings_ms=dict(timings_ms))

    def as_json(self) -> dict[str, Any]:
        """The contract's Answer."""
        return {
            "question": self.question,
            "standalone_question": self.standalone_question,
            "status": self.status,
            "answer": self.answer,
            "claims": [c.as_json() for c in self.claims],
            "citations": [c.as_json() for c in self.citations],
            "conflicts": [c.as_json() for c in self.conflicts],
            "refusal": self.refusal.as_json() if self.refusal else None,
            "engine": self.engine,
            "model": self.model,
            "understood": dict(self.understood),
            "notes": list(self.notes),
            "timings_ms": dict(self.timings_ms),
        }


@dataclass(frozen=True, slots=True)
class Event:
    """One step of an answer being made, in the order things become known.

    ``stage`` events name the step (``understand``, ``retrieve``, ``draft``, ``verify``) in ``text``; ``evidence``
    carries the citations before any model has spoken; ``preview`` the extractive answer; ``delta`` unverified
    model text, for a progress display only; ``answer`` the end.
    """

    kind: Literal["stage", "evidence", "preview", "delta", "answer"]
    text: str = ""
    citations: tuple[Citation, ...] = ()
    answer: Answer | None = None
