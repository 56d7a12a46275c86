"""The answer as it is shown: numbered, verified, and, where a model may word it, checked again."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace

from rag.answer.counted import same_unit
from rag.answer.draft import draft, repair
from rag.answer.extract import Extract
from rag.answer.parse import DraftSentence, parse
from rag.answer.statements import Ledger, Statement, render
from rag.domain import Answer, Citation, Claim, Engine, Event, Evidence
from rag.language import say
from rag.ports import ChatModel, PassageSource
from rag.retrieve.question import Query
from rag.retrieve.reprints import named
from rag.text.quantities import quantities
from rag.text.words import bigrams
from rag.verify.check import gate

KEPT = 0.6
"""Share of a statement's words that a model's wording of it has to keep."""


@dataclass(frozen=True, slots=True)
class Finished:
    """An answer with what it was made from, so that a model may word it anew."""

    answer: Answer
    statements: tuple[Statement, ...] = ()
    evidence: tuple[Evidence, ...] = field(default=(), repr=False)

    def labelled(self, engine: Engine, model: str | None = None) -> Answer:
        """The answer under the name of the engine that was asked for."""
        return replace(self.answer, engine=engine, model=model)

    def naming_reprints(self, source: PassageSource) -> Finished:
        """The same with the documents that print what is cited as well."""
        return replace(self, answer=replace(self.answer, citations=named(self.answer.citations, source)))

    def with_note(self, note: str) -> Answer:
        """The answer with a remark for people."""
        return replace(self.answer, notes=(*self.answer.notes, note))


def finish(query: Query, found: Extract, engine: Engine) -> Finished:
    """Number and check an extract. A statement that does not pass is left out, and so is what is not cited."""
    base = Answer(
        question=query.asked,
        standalone_question=query.question,
        status="refused",
        answer=found.refusal.message if found.refusal else "",
        engine=engine,
        refusal=found.refusal,
        understood=query.as_json(),
        notes=found.notes,
    )
    if found.refusal:
        return Finished(base)
    ledger = Ledger()
    claims: list[Claim] = []
    statements: list[Statement] = []
    for statement in found.statements:
        checked = _checked(statement)
        if checked is not None:
            shown, reasons = checked
            claims.append(replace(ledger.claim(shown), reasons=reasons))
            statements.append(shown)
    conflicts = tuple(ledger.conflict(d) for d in found.disagreements)
    evidence = tuple(dict.fromkeys(e for s in statements for e in s.evidence))
    answer = replace(
        base,
        status="answered" if found.complete else "partial",
        answer=render(claims),
        claims=tuple(claims),
        citations=tuple(ledger.citations),
        conflicts=conflicts,
    )
    return Finished(answer, tuple(statements), evidence)


def _checked(statement: Statement) -> tuple[Statement, tuple[str, ...]] | None:
    """The statement with the reasons for its support; without its lead if that is what does not hold."""
    if statement.computation:
        return statement, (f"由引文中的数字计算：{statement.computation}",)
    if statement.reasons:
        return statement, statement.reasons
    verdict = gate(statement.text, statement.evidence)
    if verdict.verdict == "supported":
        return statement, verdict.reasons
    head, colon, body = statement.text.partition("：")
    if colon and body and len(head) <= 20:
        bare = replace(statement, text=body)
        verdict = gate(body, statement.evidence)
        if verdict.verdict == "supported":
            return bare, verdict.reasons
        statement = bare
    if statement.text in "".join(e.quote for e in statement.evidence):
        return statement, ("与引文逐字一致",)
    return None


def redraft(
    query: Query, finished: Finished, chat: ChatModel, engine: Engine, max_tokens: int, seconds: float
) -> Generator[Event, None, None]:
    """Let ``chat`` word the answer; show of it only what passes, and lose nothing that was evidenced.

    Raises:
        EndpointError: the endpoint failed.
        ModelError: the local model cannot run, or was not done within ``seconds``, a repair included.
    """
    until = time.monotonic() + seconds
    answer = finished.answer
    evidence = [_of(c, finished.evidence) for c in answer.citations]
    sentences = [(c.text, c.citations) for c in answer.claims]
    pieces: list[str] = []
    for piece in draft(query.question, evidence, sentences, chat, max_tokens=max_tokens, until=until):
        pieces.append(piece)
        yield Event("delta", piece)
    yield Event("stage", "verify")
    passed, failed = _judge(parse("".join(pieces)), evidence, answer.claims)
    if failed and not passed:
        second: list[str] = []
        failures = [(s.text, reasons) for s, reasons in failed]
        for piece in repair(
            query.question, evidence, sentences, "".join(pieces), failures, chat, max_tokens=max_tokens, until=until
        ):
            second.append(piece)
        passed, _ = _judge(parse("".join(second)), evidence, answer.claims)
    claims = _complete(query, passed, answer.claims)
    worded = [c.text for c in claims] != [c.text for c in answer.claims]
    failing = say(
        "模型的表述未能通过核对，所以用原文摘录。",
        "The model's wording did not pass the check; these are the reports' own words.",
    )
    lacking = say(
        "模型的表述漏了所问的内容，所以用原文摘录。",
        "The model's wording left out what was asked for; these are the reports' own words.",
    )
    notes = answer.notes if worded else (*answer.notes, lacking if passed else failing)
    final = replace(
        answer,
        answer=render(claims),
        claims=tuple(claims),
        engine=engine,
        model=chat.name if worded else None,
        notes=notes,
    )
    yield Event("answer", answer=_renumbered(final))


def _judge(
    drafted: Sequence[DraftSentence], evidence: Sequence[Evidence], claims: Sequence[Claim]
) -> tuple[list[Claim], list[tuple[DraftSentence, tuple[str, ...]]]]:
    """Sentences of a draft that pass, as claims, and those that fail with the reasons."""
    passed: list[Claim] = []
    failed: list[tuple[DraftSentence, tuple[str, ...]]] = []
    for sentence in drafted:
        marks = tuple(n for n in sentence.marks if 1 <= n <= len(evidence))
        computed = [
            c for c in claims if c.computation and c.text.strip() and _figures(c.text) <= _figures(sentence.text)
        ]
        tries = [marks] if marks else [(n,) for n in range(1, len(evidence) + 1)]
        reasons: tuple[str, ...] = ("没有引文",)
        for used in tries:
            verdict = gate(sentence.text, [evidence[n - 1] for n in used])
            reasons = verdict.reasons
            if verdict.verdict == "supported":
                passed.append(Claim(sentence.text.rstrip("。；;，,"), used, "supported", verdict.reasons))
                break
        else:
            if not computed:
                failed.append((sentence, reasons))
    return passed, failed


def _complete(query: Query, passed: Sequence[Claim], claims: Sequence[Claim]) -> list[Claim]:
    """Each extractive claim in its order, worded by the model where its words hold all that was asked for."""
    out: list[Claim] = []
    for claim in claims:
        worded = [p for p in passed if not claim.computation and set(p.citations) <= set(claim.citations)]
        chosen = worded if worded and _answers(query, worded, claim) else [claim]
        out += [c for c in chosen if c not in out]
    return out


def _answers(query: Query, worded: Sequence[Claim], claim: Claim) -> bool:
    """Whether model sentences say what the question wants of an extractive one.

    Where only figures are asked for, every figure of the claim that the question's words stand around; otherwise all
    of its figures and most of its words.
    """
    text = "".join(w.text for w in worded)
    if all(a.kind == "value" for a in query.asks) and not query.operation:
        return _asked_figures(query, claim.text) <= _figures(text) and bool(_figures(text))
    mine, theirs = set(bigrams(claim.text)), set(bigrams(text))
    return _figures(claim.text) <= _figures(text) and bool(mine) and len(mine & theirs) / len(mine) >= KEPT


def _asked_figures(query: Query, text: str) -> set[tuple[float, str]]:
    """The figures of ``text`` that may be among those asked for: of a unit that some ask takes."""
    units = [a.unit for a in query.asks]
    return {(q.value, q.unit) for q in quantities(text) if any(same_unit(u, q.unit) for u in units)}


def _figures(text: str) -> set[tuple[float, str]]:
    return {(q.value, q.unit) for q in quantities(text)}


def _of(citation: Citation, evidence: Sequence[Evidence]) -> Evidence:
    return next(e for e in evidence if e.passage.id == citation.passage_id and e.quote == citation.quote)


def _renumbered(answer: Answer) -> Answer:
    """Marks in the order of use; citations that nothing uses any more are dropped."""
    used = list(dict.fromkeys(n for c in answer.claims for n in c.citations))
    used += [n for k in answer.conflicts for v in k.values for n in v.citations if n not in used]
    used = list(dict.fromkeys(used))
    new = {old: i for i, old in enumerate(used, 1)}
    by_number = {c.n: c for c in answer.citations}
    claims = tuple(replace(c, citations=tuple(new[n] for n in c.citations)) for c in answer.claims)
    conflicts = tuple(
        replace(k, values=tuple(replace(v, citations=tuple(new[n] for n in v.citations)) for v in k.values))
        for k in answer.conflicts
    )
    citations = tuple(replace(by_number[old], n=i) for old, i in new.items())
    return replace(answer, claims=claims, conflicts=conflicts, citations=citations, answer=render(claims))
