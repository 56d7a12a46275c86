"""What a set is made of: cases, each with what a right answer holds. All are frozen; JSON in and out is exact."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["qa", "search", "verify"]
Rule = Literal["qa", "rgb", "reading"]
Groups = tuple[tuple[str, ...], ...]
"""Each group is satisfied by any one of its alternatives; a case needs all of its groups."""
Label = Literal["", "supported", "unsupported", "contradicted"]


@dataclass(frozen=True, slots=True)
class Case:
    """One question with what a right answer holds.

    ``kind`` ``qa`` is asked, ``search`` only searched for, ``verify`` is a claim (in ``question``) held against its
    ``passages``; its gold is ``label``. ``rule`` says how texts are compared. ``docs`` names the gold documents, by
    file name or by the part of it before the first ``_``. With ``passages`` these are the only evidence, in place of
    the library. ``paraphrases`` are other wordings of the question, to be answered alike; ``keypoints`` what a long
    answer is expected to say.
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
    label: Label = ""
    paraphrases: tuple[str, ...] = ()
    keypoints: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    """Of ``evidence``, in turn: offsets into the original of the document."""

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
            "label": self.label,
            "paraphrases": list(self.paraphrases),
            "keypoints": list(self.keypoints),
            "spans": [list(s) for s in self.spans],
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Case:
        """The inverse of ``as_json``; keys that are absent keep their defaults."""
        fields = dict(value)
        for name in ("must", "evidence"):
            fields[name] = tuple(tuple(g) for g in fields.get(name, ()))
        for name in ("must_not", "docs", "history", "tags", "paraphrases", "keypoints"):
            fields[name] = tuple(fields.get(name, ()))
        fields["spans"] = tuple((int(a), int(b)) for a, b in fields.get("spans", ()))
        if fields.get("passages") is not None:
            fields["passages"] = tuple(fields["passages"])
        return cls(**fields)


@dataclass(frozen=True, slots=True)
class CaseSet:
    """Cases in order. ``sha256`` is over their content, not over the file they came in.

    ``documents`` are (file name, text) of the library a public set asks about; empty for a set without one.
    """

    name: str
    version: str
    cases: tuple[Case, ...]
    sha256: str
    documents: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    @classmethod
    def of(cls, name: str, version: str, cases: Iterable[Case], documents: Iterable[tuple[str, str]] = ()) -> CaseSet:
        """The set with its digest."""
        held = tuple(cases)
        digest = hashlib.sha256()
        for case in held:
            digest.update(line(case.as_json()).encode("utf-8", "surrogatepass"))
        return cls(name, version, held, digest.hexdigest(), tuple(documents))

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
        return CaseSet.of(self.name, version, (c for c in self.cases if c.id in chosen), self.documents)

    def describe(self) -> dict[str, Any]:
        """Name, version, digest and size."""
        return {"name": self.name, "version": self.version, "sha256": self.sha256, "cases": len(self.cases)}


def line(value: Mapping[str, Any]) -> str:
    """One line of JSON: keys as they come, no escapes for Chinese, a newline at the end."""
    return json.dumps(value, ensure_ascii=False) + "\n"
