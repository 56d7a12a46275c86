"""Statements: sentences ready to be shown, each with the evidence that carries it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from rag.answer.reading import Sentence
from rag.domain import Citation, Claim, Conflict, ConflictValue, Evidence
from rag.retrieve.question import Query
from rag.retrieve.subjects import about, organisations
from rag.text import places
from rag.text.fold import folded
from rag.text.wholes import TOGETHER, WHOLE

_TRAILING = re.compile(r"[。；;，,、：:\s]+$")
_LEADING = re.compile(r"^[\s，,、；;：:。—\-]+")


@dataclass(frozen=True, slots=True)
class Statement:
    """``text`` without marks, carried by ``evidence``; ``computation`` says how a figure was worked out.

    ``reasons`` are set where the text is a conclusion that was already checked against the evidence.
    """

    text: str
    evidence: tuple[Evidence, ...]
    computation: str | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Values the library holds for one thing, each with its evidence."""

    subject: str
    values: tuple[tuple[str, tuple[Evidence, ...]], ...]


@dataclass
class Ledger:
    """Numbers evidence in the order it is first used."""

    citations: list[Citation] = field(default_factory=list)
    _numbers: dict[tuple[str, int, int], int] = field(default_factory=dict)

    def number(self, evidence: Evidence) -> int:
        """The mark of ``evidence``, from 1."""
        key = (evidence.passage.id, evidence.start, evidence.end)
        if key not in self._numbers:
            self._numbers[key] = len(self.citations) + 1
            self.citations.append(Citation.of(self._numbers[key], evidence))
        return self._numbers[key]

    def claim(self, statement: Statement) -> Claim:
        """The statement as a claim with its marks."""
        marks = tuple(dict.fromkeys(self.number(e) for e in statement.evidence))
        return Claim(text=statement.text, citations=marks, computation=statement.computation)

    def conflict(self, found: Disagreement) -> Conflict:
        """The disagreement with its marks."""
        return Conflict(
            found.subject,
            tuple(ConflictValue(v, tuple(dict.fromkeys(self.number(e) for e in ev))) for v, ev in found.values),
        )


def render(claims: Iterable[Claim]) -> str:
    """The answer's text: a line a claim, its marks before the full stop."""
    lines = []
    for claim in claims:
        marks = "".join(f"[{n}]" for n in claim.citations)
        end = claim.text[-1:]
        if end in "！？!?…":
            lines.append(f"{claim.text}{marks}")
        else:
            lines.append(f"{claim.text}{marks}。")
    return "\n".join(lines)


def corrected(told: str, evidence: Iterable[Evidence]) -> Statement:
    """What a report tells instead of what the question says: it is said before all else. ``told`` is a clause."""
    return Statement(f"与所问不同，{told}", tuple(evidence), reasons=(told,))


def quoted(sentence: Sentence, query: Query) -> Statement:
    """A report's own sentence, led by the place it speaks of where it does not say so itself."""
    body = _LEADING.sub("", _TRAILING.sub("", sentence.text)).strip()
    return Statement(lead(sentence, body, query) + body, (sentence.evidence(),))


def lead(sentence: Sentence, body: str, query: Query) -> str:
    """``绥宁县：`` when the words leave open which place (or organisation) they speak of; empty when they say it."""
    p = sentence.passage
    for name in query.organisations[:1]:
        if about(name, folded(body)):
            return ""
        # What a sentence tells of others, or of all of them, is not told of the one.
        others = places.find(body) or organisations(body) or WHOLE.search(body) or TOGETHER.search(body)
        if not others and any(about(name, t) for t in (sentence.heading, sentence.opening, folded(sentence.before))):
            return f"{name}："
    if sentence.label is not None and sentence.label.name not in body:
        return f"{sentence.label.name}："
    named = [m.place for m in places.find(body)]
    if sentence.is_row and named:
        return ""
    own = p.places[0] if p.places else ""
    # A passage may list several places: only the one its article is about, or a part of it, may lead.
    asked = [q for q in query.places if q.path == own or (q.path in p.places and own and q.path.startswith(own + "/"))]
    if any(n.level == q.level and n != q for q in asked for n in named) or (not asked and not WHOLE.search(body)):
        return ""
    said = WHOLE.search(body)
    if not asked and said and any(m.end <= said.start() for m in places.find(body)):
        return ""  # 乙市某局局长说，全市…: the place that 全市 goes back to is named
    speaker = asked[0].name if asked else p.place
    return "" if not speaker or any(n.name == speaker for n in named) else f"{speaker}："
