"""What an ingest run did and how far it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from rag.errors import IngestError, Language

Phase = Literal["waiting", "reading", "file", "pages", "indexing", "writing", "figures"]


@dataclass(frozen=True, slots=True)
class Progress:
    """One state of a run. ``passages`` counts those put into the library so far in this run.

    While ``indexing`` (then they can be found), ``writing`` the index of vectors and reading ``figures``, ``done``
    and ``total`` are passages; while reading ``pages`` of a scan, its pages; within a large ``file``, characters;
    else files. ``seconds_left`` is None while it cannot be told.
    """

    phase: Phase
    done: int = 0
    total: int = 0
    passages: int = 0
    name: str = ""
    rate: float = 0.0
    """Units of ``done`` a second."""
    seconds_left: float | None = None

    def as_json(self) -> dict[str, Any]:
        """For ``--json`` progress lines."""
        left = None if self.seconds_left is None else round(self.seconds_left, 1)
        return {
            "phase": self.phase,
            "done": self.done,
            "total": self.total,
            "passages": self.passages,
            "name": self.name,
            "rate": round(self.rate, 2),
            "seconds_left": left,
        }


@dataclass(slots=True)
class Report:
    """The outcome, by document name. ``unchanged`` is a number only: there may be very many."""

    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0
    missing: list[str] = field(default_factory=list)
    """Documents of the folders whose files have gone; with ``--sync`` they are removed instead."""
    ignored: list[str] = field(default_factory=list)
    """Files in folders that are of no kind that is read."""
    refused: list[tuple[str, IngestError]] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)
    duplicates: list[tuple[str, str, float]] = field(default_factory=list)
    """(document, the one it repeats, share of its words that both have)."""
    passages: int = 0
    """Put into the library by this run."""
    seconds: float = 0.0
    cancelled: bool = False

    @property
    def rate(self) -> float:
        """Passages a second, indexing included."""
        return self.passages / self.seconds if self.seconds > 0 else 0.0

    @property
    def usable(self) -> bool:
        """Whether anything that was named is in the library now, or was taken out as asked."""
        return bool(self.added or self.replaced or self.removed or self.unchanged)

    def as_json(self, language: Language = "zh") -> dict[str, Any]:
        """The whole report for ``--json``."""
        return {
            "added": self.added,
            "replaced": self.replaced,
            "removed": self.removed,
            "missing": self.missing,
            "unchanged": self.unchanged,
            "ignored": len(self.ignored),
            "refused": [{"document": name, "reason": error.message(language)} for name, error in self.refused],
            "warnings": [{"document": name, "warning": text} for name, text in self.warnings],
            "duplicates": [{"document": d, "of": o, "similarity": round(s, 3)} for d, o, s in self.duplicates],
            "passages": self.passages,
            "seconds": round(self.seconds, 2),
            "passages_per_second": round(self.rate, 1),
            "cancelled": self.cancelled,
        }
