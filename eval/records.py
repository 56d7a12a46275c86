"""What a set, a run and a score are made of. All are frozen; JSON in and out is exact and in a fixed order."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["qa", "search"]
Rule = Literal["qa", "rgb"]
Groups = tuple[tuple[str, ...], ...]
"""Each group is satisfied by any one of its alternatives; a case needs all of its groups."""

FORMAT = 1
"""Of run folders and baselines; one of another number is refused, never guessed at."""


@dataclass(frozen=True, slots=True)
class Case:
    """One question with what a right answer holds.

    ``kind`` ``qa`` is asked, ``search`` only searched for. ``rule`` says how ``must`` is compared. ``docs`` names the
    gold documents, by file name or by the part of it before the first ``_``. With ``passages`` these are the only
    evidence, in place of the library.
    """

    id: str
    type: str
    question: str
    kind: Kind = "qa"
    answerable: bool = True
    must: Groups = ()
    must_not: tuple[str, ...] = ()
    evidence: Groups = ()
    docs: tuple[str, ...] = ()
    answer: str = ""
    place: str = ""
    history: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    computation: str = ""
    passages: tuple[Mapping[str, str], ...] | None = None
    rule: Rule = "qa"

    @property
    def cluster(self) -> str:
        """Cases of one document are not independent: what a bootstrap draws together."""
        return "+".join(self.docs) or f"case:{self.id}"

    def as_json(self) -> dict[str, Any]:
        """Every field, in the order above."""
        return {
            "id": self.id,
            "type": self.type,
            "question": self.question,
            "kind": self.kind,
            "answerable": self.answerable,
            "must": [list(g) for g in self.must],
            "must_not": list(self.must_not),
            "evidence": [list(g) for g in self.evidence],
            "docs": list(self.docs),
            "answer": self.answer,
            "place": self.place,
            "history": list(self.history),
            "tags": list(self.tags),
            "computation": self.computation,
            "passages": None if self.passages is None else [dict(p) for p in self.passages],
            "rule": self.rule,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Case:
        """The inverse of ``as_json``; keys that are absent keep their defaults."""
        fields = dict(value)
        for name in ("must", "evidence"):
            fields[name] = tuple(tuple(g) for g in fields.get(name, ()))
        for name in ("must_not", "docs", "history", "tags"):
            fields[name] = tuple(fields.get(name, ()))
        if fields.get("passages") is not None:
            fields["passages"] = tuple(fields["passages"])
        return cls(**fields)


@dataclass(frozen=True, slots=True)
class CaseSet:
    """Cases in order. ``sha256`` is over their content, not over the file they came in."""

    name: str
    version: str
    cases: tuple[Case, ...]
    sha256: str

    @classmethod
    def of(cls, name: str, version: str, cases: Iterable[Case]) -> CaseSet:
        """The set with its digest."""
        held = tuple(cases)
        digest = hashlib.sha256()
        for case in held:
            digest.update(line(case.as_json()).encode("utf-8", "surrogatepass"))
        return cls(name, version, held, digest.hexdigest())

    def sample(self, n: int) -> CaseSet:
        """About ``n`` cases, spread over the types as in the whole set; the same ones every time.

        Of each type at least one is kept. Which ones is decided by a digest of the id, not by the order of the file.
        """
        if n >= len(self.cases):
            return self
        by_type: dict[str, list[Case]] = {}
        for case in self.cases:
            by_type.setdefault(case.type, []).append(case)
        chosen: set[str] = set()
        for of_type in by_type.values():
            keep = max(1, round(n * len(of_type) / len(self.cases)))
            ordered = sorted(of_type, key=lambda c: hashlib.sha256(c.id.encode()).hexdigest())
            chosen.update(c.id for c in ordered[:keep])
        version = f"{self.version} sample of {n}".strip()
        return CaseSet.of(self.name, version, (c for c in self.cases if c.id in chosen))

    def describe(self) -> dict[str, Any]:
        """Name, version, digest and size."""
        return {"name": self.name, "version": self.version, "sha256": self.sha256, "cases": len(self.cases)}


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What came of one case: the contract's answer, or an error; never both, never neither.

    ``hits`` are the contract's hits, best first. ``spelled`` holds, for each citation, the words its spans point at
    in the original, or None when they point at nothing: with them a run is scored again without the library.
    """

    id: str
    result: Mapping[str, Any] | None
    seconds: float
    hits: tuple[Mapping[str, Any], ...] = ()
    spelled: tuple[str | None, ...] = ()
    error: str = ""

    def as_json(self) -> dict[str, Any]:
        """A row of ``results.jsonl``."""
        return {
            "id": self.id,
            "result": None if self.result is None else dict(self.result),
            "seconds": self.seconds,
            "hits": [dict(h) for h in self.hits],
            "spelled": list(self.spelled),
            "error": self.error,
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
            "started": self.started,
            "notes": list(self.notes),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> RunRecord:
        """The inverse of ``as_json``."""
        return cls(**value)

    def same_run(self, other: RunRecord) -> bool:
        """Whether a run may go on where ``other`` stopped: same set, engine, settings, inputs and code."""
        mine, its = self.as_json(), other.as_json()
        return all(mine[k] == its[k] for k in ("dataset", "engine", "config", "fingerprints", "git"))


def line(value: Mapping[str, Any]) -> str:
    """One line of JSON: keys as they come, no escapes for Chinese, a newline at the end."""
    return json.dumps(value, ensure_ascii=False) + "\n"
