"""Does the source carry the claim? The deterministic checks, in order, and their verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.domain import Evidence, Passage, Place, Verdict
from rag.text import places as gazetteer
from rag.verify.checks.agents import agents
from rag.verify.checks.aims import aims
from rag.verify.checks.bodies import bodies
from rag.verify.checks.breadth import breadth
from rag.verify.checks.carried import carried
from rag.verify.checks.cases import cases
from rag.verify.checks.causes import causes
from rag.verify.checks.changes import changes
from rag.verify.checks.charges import charges
from rag.verify.checks.direction import direction
from rag.verify.checks.doings import doings
from rag.verify.checks.facts import figures, labels
from rag.verify.checks.flows import flows
from rag.verify.checks.holders import holders
from rag.verify.checks.names import names
from rag.verify.checks.offices import offices
from rag.verify.checks.orders import orders
from rag.verify.checks.owners import owners
from rag.verify.checks.periods import dates, year_unsaid
from rag.verify.checks.places import places
from rag.verify.checks.plans import duties, plans, scheduled
from rag.verify.checks.polarity import modality, negation, roughness
from rag.verify.checks.predicates import predicates
from rag.verify.checks.quotes import quotes
from rag.verify.checks.rather import rather
from rag.verify.checks.relatives import relatives
from rag.verify.checks.sides import sides
from rag.verify.checks.sorts import sorts
from rag.verify.checks.standings import standings
from rag.verify.checks.states import states
from rag.verify.checks.substitution import substitutions
from rag.verify.checks.tables import tables
from rag.verify.checks.timing import timing
from rag.verify.checks.turns import turns
from rag.verify.checks.venues import venues
from rag.verify.checks.wholes import wholes
from rag.verify.context import Finding, Source
from rag.verify.coverage import Coverage, coverage
from rag.verify.focus import PLENTY, focused
from rag.verify.marks import marks, marks_of, without_marks
from rag.verify.policy import decide
from rag.verify.reading import Reading, read, without_lead

LONGEST_CLAIM = 1_000
"""Characters; more is no claim but a text, to be checked sentence by sentence."""


@dataclass(frozen=True, slots=True)
class Examination:
    """A verdict with all that led to it, for whoever has to tell what is denied from what is not there.

    Spans of ``findings`` refer to ``said.text``. ``rest`` is how far the source holds the claim when all that a
    finding but one on quoted words is about is set aside: what is left to tell whether both speak of the same matter. A claim that was
    not read (too long, empty, without evidence) has ``said`` None.
    """

    verdict: Verdict
    said: Reading | None = None
    findings: tuple[Finding, ...] = ()
    rest: Coverage = Coverage(0.0, 0.0, 0.0, ())

    @property
    def open(self) -> bool:
        """Whether no check failed, and only words that the source lacks keep the claim from being held."""
        failed = any(f.severity for f in self.findings)
        return self.said is not None and self.verdict.verdict == "unsupported" and not failed


def verify(claim: str, passages: Sequence[Passage], *, reference: str | None = None) -> Verdict:
    """Whether ``passages`` carry ``claim``; ``reference`` as in ``hold``."""
    return hold(claim, passages, reference=reference).verdict


def hold(claim: str, passages: Sequence[Passage], *, reference: str | None = None) -> Examination:
    """``claim`` held against ``passages``, with all that was found.

    Marks in the claim are 1-based numbers of ``passages``; with marks, only the marked ones are evidence.
    ``reference`` is the ISO date that 今年 in the claim is read against; by default the passages' own.
    """
    if len(claim) > LONGEST_CLAIM:
        return Examination(_TOO_LONG)
    marked = marks_of(claim, [p.text for p in passages])
    findings = marks(marked, len(passages))
    held = [passages[n - 1] for n in marked if 1 <= n <= len(passages)] or passages
    sources = [_source(held[i], words, "") for i, words in focused(claim, [p.text for p in held])]
    return _examined(claim, sources, reference, findings)


def gate(sentence: str, evidence: Sequence[Evidence], *, reference: str | None = None) -> Verdict:
    """Whether a drafted ``sentence`` is carried by exactly the quotes it cites.

    The passage around a quote lends its place, date, title and what it said before, but no content.
    """
    found = examine(sentence, evidence, reference=reference)
    word = year_unsaid(found.said, [e.passage.text[: e.end] for e in evidence]) if found.said else None
    if word is None or found.verdict.verdict != "supported":
        return found.verdict
    return Verdict("unsupported", found.verdict.score, (f"引文没有说“{word}”，不知道是哪一年",))


def examine(sentence: str, evidence: Sequence[Evidence], *, reference: str | None = None) -> Examination:
    """``gate`` with all that it found."""
    if len(sentence) > LONGEST_CLAIM:
        return Examination(_TOO_LONG)
    sources = [
        _source(evidence[i].passage, words, evidence[i].passage.text[: evidence[i].start])
        for i, words in focused(sentence, [e.quote for e in evidence])
    ]
    return _examined(without_marks(sentence), sources, reference, [])


_TOO_LONG = Verdict("unsupported", 0.0, (f"断言超过{LONGEST_CLAIM}字，请逐句核对",))


def _source(passage: Passage, words: str, before: str) -> Source:
    place: Place | None = gazetteer.of_path(passage.places[0]) if passage.places else None
    if place is None and passage.place:
        place = gazetteer.resolve(passage.place)
    path = place.path if place else None
    head = "。".join(x for x in (passage.title, passage.subtitle, passage.section, passage.byline, passage.place) if x)
    known = read(f"{head[:PLENTY]}。{before[-PLENTY:]}", passage.date, path)
    heading = read(head[:PLENTY], passage.date, path)
    return Source(read(words, passage.date, path), known, heading, place, passage.date, frozenset(passage.places))


def _answered(findings: list[Finding]) -> list[Finding]:
    """``findings`` without what other checks miss of the words that say how a figure is worked out, where it comes out."""
    worked = [s for f in findings if f.severity is None for s in f.worked]
    return [
        f
        for f in findings
        if not (f.severity and not f.worked and any(a < d and c < b for a, b in f.spans for c, d in worked))
    ]


def _examined(claim: str, sources: Sequence[Source], reference: str | None, findings: list[Finding]) -> Examination:
    if not sources:
        return Examination(Verdict("unsupported", 0.0, tuple(f.reason for f in findings) or ("没有引文",)))
    date = reference or next((s.date for s in sources if s.date), None)
    path = next((s.place.path for s in sources if s.place), None)
    said = read(without_lead(claim), date, path)
    if not said.bare:
        return Examination(Verdict("unsupported", 0.0, ("断言没有内容",)))
    for check in (
        quotes,
        figures,
        tables,
        predicates,
        dates,
        timing,
        labels,
        places,
        venues,
        cases,
        turns,
        owners,
        breadth,
        sorts,
        sides,
        states,
        names,
        offices,
        bodies,
        holders,
        relatives,
        flows,
        doings,
        agents,
        direction,
        aims,
        orders,
        standings,
        changes,
        negation,
        rather,
        charges,
        modality,
        plans,
        scheduled,
        duties,
        wholes,
        causes,
        roughness,
    ):
        findings += check(said, sources)
    findings += carried(said, sources, findings)
    findings = _answered([*findings, *substitutions(said, sources, findings)])
    held = coverage(said, sources, findings)
    verdict = decide(findings, held)
    if verdict.verdict == "supported":
        return Examination(verdict, said, tuple(findings), held)
    # A quoted sentence is compared word by word like any other: it may be the whole claim.
    words = [f for f in findings if f.check != "引语"]
    rest = coverage(said, sources, words, [f for f in words if f.severity])
    return Examination(verdict, said, tuple(findings), rest)
