"""What a run and its scores are made of. All are frozen; JSON in and out is exact and in a fixed order."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from eval.cases import Case

FORMAT = 2
"""Of run folders; one of another number is refused, never guessed at."""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What came of one case: the contract's answer (or verdict), or an error; never both, never neither.

    ``hits`` are the contract's hits, best first. ``spelled`` holds, for each citation, the words its spans point at
    in the original, or None when they point at nothing: with them a run is scored again without the library.
    ``again`` are ``{"question", "result"}`` of the same question asked once more, or in other words; ``tokens`` counts
    what models read and wrote, by stage: ``{"draft": {"read": 900, "wrote": 60, "calls": 1}}``.
    """

    id: str
    result: Mapping[str, Any] | None
    seconds: float
    hits: tuple[Mapping[str, Any], ...] = ()
    spelled: tuple[str | None, ...] = ()
    error: str = ""
    again: tuple[Mapping[str, Any], ...] = ()
    tokens: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """A row of ``results.jsonl``."""
        return {
            "id": self.id,
            "result": None if self.result is None else dict(self.result),
            "seconds": self.seconds,
            "hits": [dict(h) for h in self.hits],
            "spelled": list(self.spelled),
            "error": self.error,
            "again": [dict(a) for a in self.again],
            "tokens": {k: dict(v) for k, v in self.tokens.items()},
        }

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> CaseResult:
        """The inverse of ``as_json``."""
        return cls(
            row["id"],
            row["result"],
            float(row["seconds"]),
            tuple(row["hits"]),
            tuple(row["spelled"]),
            row.get("error", ""),
            tuple(row.get("again", ())),
            dict(row.get("tokens", {})),
        )

    @classmethod
    def failed(cls, case: Case, error: str, seconds: float = 0.0) -> CaseResult:
        """A case without an answer: it counts as failed."""
        return cls(case.id, None, seconds, error=error)


@dataclass(frozen=True, slots=True)
class Score:
    """A value, or None for unscored: neither right nor wrong, as when the case has no such gold."""

    value: float | None
    explanation: str = ""

    @property
    def scored(self) -> bool:
        """Whether there is a value."""
        return self.value is not None


@dataclass(frozen=True, slots=True)
class CaseScore:
    """All scores of a case. ``answer`` is kept to show what changed between two runs."""

    id: str
    type: str
    cluster: str
    scores: Mapping[str, Score]
    answer: str = ""
    tags: tuple[str, ...] = ()

    def value(self, name: str) -> float | None:
        """The value of score ``name``; None when unscored or unknown."""
        found = self.scores.get(name)
        return found.value if found else None

    def as_json(self) -> dict[str, Any]:
        """A row of ``scores.jsonl``; unscored ones are left out."""
        return {
            "id": self.id,
            "type": self.type,
            "cluster": self.cluster,
            "tags": list(self.tags),
            "answer": self.answer,
            "scores": {k: s.value for k, s in sorted(self.scores.items()) if s.scored},
            "because": {k: s.explanation for k, s in sorted(self.scores.items()) if s.explanation},
        }

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> CaseScore:
        """The inverse of ``as_json``."""
        because = row.get("because", {})
        scores = {k: Score(float(v), because.get(k, "")) for k, v in row["scores"].items()}
        return cls(row["id"], row["type"], row["cluster"], scores, row.get("answer", ""), tuple(row.get("tags", ())))


@dataclass(frozen=True, slots=True)
class Measure:
    """A metric over a run: ``value`` with its 95% interval ``[low, high]`` over ``n`` units."""

    name: str
    value: float
    n: int
    low: float
    high: float

    def as_json(self) -> dict[str, Any]:
        """Rounded to six decimals, so that equal runs are equal files."""
        return {"value": round(self.value, 6), "n": self.n, "low": round(self.low, 6), "high": round(self.high, 6)}


@dataclass(frozen=True, slots=True)
class RunRecord:
    """What was run, on what, with what: ``run.json`` of a run folder."""

    dataset: Mapping[str, Any]
    engine: str
    config: Mapping[str, Any]
    fingerprints: Mapping[str, Any]
    git: Mapping[str, Any]
    machine: Mapping[str, Any]
    packages: Mapping[str, str]
    seeds: Mapping[str, int]
    started: str
    format: int = FORMAT
    notes: Sequence[str] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """Every field."""
        return {
            "format": self.format,
            "dataset": dict(self.dataset),
            "engine": self.engine,
            "config": dict(self.config),
            "fingerprints": dict(self.fingerprints),
            "git": dict(self.git),
            "machine": dict(self.machine),
            "packages": dict(self.packages),
            "seeds": dict(self.seeds),
            "started": self.started,
            "notes": list(self.notes),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> RunRecord:
        """The inverse of ``as_json``."""
        return cls(**value)

    def same_run(self, other: RunRecord) -> bool:
        """Whether a run may go on where ``other`` stopped: same set, engine, settings, inputs, packages and code."""
        return self.identity() == other.identity()

    def identity(self) -> dict[str, Any]:
        """Everything that bears on what comes out; not when and on which machine."""
        held = self.as_json()
        return {k: held[k] for k in ("dataset", "engine", "config", "fingerprints", "git", "packages", "seeds")}

    def folder_name(self) -> str:
        """Where such a run is kept unless a place is named: the same run finds its folder again, no other does."""
        digest = hashlib.sha256(json.dumps(self.identity(), sort_keys=True, ensure_ascii=False).encode("utf-8"))
        name = re.sub(r"[^\w.-]+", "-", str(self.dataset["name"]))[:60]
        return f"{name}-{self.engine}-{digest.hexdigest()[:10]}"
