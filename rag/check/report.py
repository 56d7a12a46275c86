"""What a draft check comes to: the contract's ``check`` object."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from rag.domain import Citation, Conflict, Span

DraftVerdict = Literal["supported", "contradicted", "not_found", "not_checkable"]
Status = Literal["已核实", "部分核实", "未找到依据", "与原文不符", "无需核对"]
VERDICTS: tuple[DraftVerdict, ...] = ("supported", "contradicted", "not_found", "not_checkable")


@dataclass(frozen=True, slots=True)
class Mark:
    """``draft[start:end]`` disagrees; ``instead`` is what the library holds there, ``reason`` says so in words."""

    start: int
    end: int
    instead: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """One claim with its verdict. ``nearest`` numbers citations that are near but prove nothing."""

    text: str
    start: int
    end: int
    verdict: DraftVerdict
    status: Status
    citations: tuple[int, ...] = ()
    correction: str | None = None
    reasons: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    conflict: Conflict | None = None
    nearest: tuple[int, ...] = ()
    place: str | None = None
    cited: str | None = None
    """The source that the draft itself gives, as written there."""

    def as_json(self) -> dict[str, Any]:
        """The contract's claim."""
        return {
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "verdict": self.verdict,
            "status": self.status,
            "citations": list(self.citations),
            "correction": self.correction,
            "reasons": list(self.reasons),
            "differences": [
                {"start": m.start, "end": m.end, "instead": m.instead, "reason": m.reason} for m in self.marks
            ],
            "conflict": self.conflict.as_json() if self.conflict else None,
            "nearest": list(self.nearest),
            "place": self.place,
            "cited": self.cited,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """All claims of a draft in order, and the citations they name. ``asks`` is set where ``--place`` is wanted."""

    text: str
    claims: tuple[CheckedClaim, ...]
    citations: tuple[Citation, ...]
    name: str = ""
    asks: str | None = None
    notes: tuple[str, ...] = ()
    timings_ms: Mapping[str, int] = field(default_factory=dict)

    @property
    def summary(self) -> dict[str, int]:
        """How many claims have each verdict."""
        counts = Counter(c.verdict for c in self.claims)
        return {v: counts[v] for v in VERDICTS}

    def citation(self, n: int) -> Citation:
        """The citation numbered ``n``."""
        return self.citations[n - 1]

    def as_json(self) -> dict[str, Any]:
        """The contract's object; offsets refer to ``draft.text``."""
        return {
            "claims": [c.as_json() for c in self.claims],
            "citations": [c.as_json() for c in self.citations],
            "summary": self.summary,
            "asks": self.asks,
            "notes": list(self.notes),
            "draft": {"name": self.name, "characters": len(self.text), "text": self.text},
            "timings_ms": dict(self.timings_ms),
        }


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` claims; ``claim`` is the one just checked; the last step carries the ``report``."""

    done: int
    total: int
    span: Span | None = None
    report: Report | None = None
