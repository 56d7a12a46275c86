"""The check of a draft: cut, look up, judge, number the sources."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from dataclasses import replace

from rag.check.apart import apart
from rag.check.arbiter import Arbiter
from rag.check.became import became
from rag.check.cited import Hint, listed, sourced
from rag.check.claims import Claim, claims_of
from rag.check.draft import Draft
from rag.check.evidence import Finder
from rag.check.judge import Judgement, judge
from rag.check.parts import Part, parts
from rag.check.reckoned import Reckoned, reckoned
from rag.check.report import CheckedClaim, DraftVerdict, Mark, Progress, Report, Status
from rag.domain import Citation, Conflict, ConflictValue, Evidence, Place
from rag.language import say
from rag.ports import PassageSource
from rag.retrieve.search import Searchable
from rag.verify.reading import read
from rag.verify.steps import steps as steps_of

_STATUS: dict[DraftVerdict, Status] = {
    "supported": "已核实",
    "contradicted": "与原文不符",
    "not_found": "未找到依据",
    "not_checkable": "无需核对",
}
_KINDS = {
    "plan": "是打算或要求，不是已发生的事",
    "opinion": "是看法或评价",
    "courtesy": "是客套或过渡的话",
    "question": "是问句",
}


TRIED = 2
"""Places of the library about which a model is asked for one claim."""
PHRASE = 8
"""Up to so many characters an opinion or a plan is a phrase that is not looked up."""


def steps(
    draft: Draft,
    index: Searchable,
    source: PassageSource,
    *,
    place: Place | None = None,
    arbiter: Arbiter | None = None,
) -> Generator[Progress]:
    """Check ``draft`` against the library; a step after every claim, the last with the report. Closing it stops.

    ``arbiter`` decides on claims of fact that the rules leave open; they stay so without one.
    The cost is linear in the draft: at most ``evidence.WINDOWS`` sentences are held against a claim.
    """
    begun = time.perf_counter()
    cited = listed(draft)
    claims = claims_of(draft, place=place, skip=cited.paragraphs)
    numbers = _Numbers()
    finder = Finder(index, source)
    done: list[CheckedClaim] = []
    yield Progress(0, len(claims))
    for claim in claims:
        bare, hints, unknown = sourced(claim, cited)
        judged = _judged(bare, finder) if not hints else _held_to(bare, hints, finder)
        if unknown:
            judged = replace(judged, remarks=(f"来源列表里没有[{unknown[0]}]", *judged.remarks))
        worked = reckoned(bare, finder) if bare.kind == "fact" and not hints and judged.verdict != "supported" else None
        several = parts(bare, finder) if _apart(bare, judged) and not hints and not worked else []
        done.append(
            _reckoned(draft, claim, worked, numbers)
            if worked
            else _by_parts(draft, claim, judged, several, numbers)
            or _checked(draft, claim, _arbitrated(bare, _missing(claim, judged, several), arbiter), numbers, hints)
        )
        yield Progress(len(done), len(claims), (claim.start, claim.end))
    took = round(1000 * (time.perf_counter() - begun))
    notes = (*draft.notes, arbiter.failure) if arbiter and arbiter.failure else draft.notes
    report = Report(
        draft.text, tuple(done), tuple(numbers.citations), draft.name, _asks(claims), notes, {"total": took}
    )
    yield Progress(len(done), len(claims), report=report)


def check(
    draft: Draft,
    index: Searchable,
    source: PassageSource,
    *,
    place: Place | None = None,
    arbiter: Arbiter | None = None,
) -> Report:
    """The report at the end of ``steps``."""
    report: Report | None = None
    for step in steps(draft, index, source, place=place, arbiter=arbiter):
        report = step.report or report
    assert report is not None
    return report


def _judged(claim: Claim, finder: Finder) -> Judgement:
    # 成绩来之不易, 下一步工作: some report has the same few words, and they say nothing.
    empty = claim.kind != "fact" and sum(c.isalnum() for c in claim.words) <= PHRASE
    if claim.kind in ("courtesy", "question") or empty:
        return Judgement("not_checkable", remarks=(_KINDS[claim.kind],))
    windows = finder.windows(claim.words, claim.places[0].name if claim.places and not claim.named else "")
    found = judge(claim, windows)
    if found.verdict != "supported":
        # What one sentence leaves open or seems to deny may follow from two.
        worked = became(claim, finder) or apart(claim, finder)
        if worked is not None and (found.verdict == "not_found" or worked.verdict == "supported"):
            return worked
    if found.verdict == "not_found" and claim.kind != "fact":
        return Judgement("not_checkable", remarks=(_KINDS[claim.kind],))
    return found


def _arbitrated(claim: Claim, judged: Judgement, arbiter: Arbiter | None) -> Judgement:
    """``judged``, or a model's word on what it leaves open."""
    if arbiter is None or judged.verdict != "not_found" or claim.kind != "fact":
        return judged
    for held in judged.open[:TRIED]:
        quotes = [w.evidence.quote for w in held.windows]
        if arbiter.decide(claim.words, quotes, held.examined).verdict == "supported":
            return Judgement("supported", held, remarks=(arbiter.said(),))
    return judged


def _held_to(claim: Claim, hints: Sequence[Hint], finder: Finder) -> Judgement:
    """The judgement by exactly the sources that the draft gives; what others say is mentioned, no more."""
    named = "；".join(h.written for h in hints)
    passages = [p for h in hints for p in finder.of_source(h, claim.words)]
    found = judge(claim, finder.windows(claim.words, among=passages))
    if passages and found.verdict != "not_found":
        return found
    elsewhere = judge(claim, finder.windows(claim.words, claim.places[0].name if claim.places else ""))
    why = f"所注来源里没有这个说法：{named}" if passages else f"库里没有所注的来源：{named}"
    remarks = [why]
    if elsewhere.verdict in ("supported", "contradicted") and elsewhere.held is not None:
        title = elsewhere.held.windows[0].passage.title
        how = "有同样的说法" if elsewhere.verdict == "supported" else "的说法不同"
        remarks.append(f"库里《{title}》{how}")
        return Judgement("not_found", nearest=elsewhere.held.windows, remarks=tuple(remarks))
    return Judgement("not_found", nearest=found.nearest or elsewhere.nearest, remarks=tuple(remarks))


def _checked(
    draft: Draft, claim: Claim, judged: Judgement, numbers: _Numbers, hints: Sequence[Hint] = ()
) -> CheckedClaim:
    verdict: DraftVerdict = judged.verdict  # type: ignore[assignment]
    cited = tuple(numbers.of(w.evidence) for w in judged.held.windows) if judged.held else ()
    marks = tuple(Mark(*_where(claim, d.span), d.instead, d.reason) for d in judged.differences)
    conflict = _conflict(claim, judged, cited, numbers)
    status = _STATUS[verdict]
    reasons: tuple[str, ...] = judged.remarks
    if verdict == "supported":
        assert judged.held is not None
        if conflict or judged.remarks:
            status = "部分核实"
        reasons = (*judged.remarks, *judged.held.examined.verdict.reasons)
    elif verdict == "contradicted":
        reasons = tuple(dict.fromkeys(m.reason for m in marks))
    return CheckedClaim(
        text=draft.text[claim.start : claim.end],
        start=claim.start,
        end=claim.end,
        verdict=verdict,
        status=status,
        citations=cited,
        correction="；".join(dict.fromkeys(m.instead for m in marks if m.instead)) or None,
        reasons=reasons,
        marks=marks,
        conflict=conflict,
        nearest=tuple(numbers.of(w.evidence) for w in judged.nearest),
        place=claim.places[0].name if claim.places else None,
        cited="；".join(h.written for h in hints) or None,
    )


def _apart(claim: Claim, judged: Judgement) -> bool:
    """Whether its parts may be held or denied where it as a whole is not held."""
    if claim.kind != "fact" or judged.verdict == "supported":
        return False
    # Denied by a sentence that does not tell all of it: the rest, or where a change began, may stand elsewhere.
    part = judged.held is None or any(f.severity == "unsupported" for f in judged.held.failed)
    return part or bool(steps_of(read(claim.words)))


def _by_parts(
    draft: Draft, claim: Claim, judged: Judgement, several: Sequence[Part], numbers: _Numbers
) -> CheckedClaim | None:
    """The claim by its parts, where all of them are held or one is denied; None where that does not decide it."""
    held = [_checked(draft, claim, p.judged, numbers) for p in several if p.judged.held is not None]
    wrong = [c for c in held if c.verdict == "contradicted"]
    # One sentence alone seems to deny a change of which it tells one end.
    whole = len(held) == len(several) and (judged.verdict == "not_found" or any(p.apart for p in several))
    if not several or not (wrong or whole) or (len(wrong) == len(several) and judged.verdict == "contradicted"):
        return None
    told = {c.reasons: _words(claim, p) for p, c in zip([p for p in several if p.judged.held], held, strict=True)}
    shown = wrong or held
    marks = tuple(m for c in wrong for m in c.marks)
    reasons = (
        tuple(f"“{told[c.reasons]}”：{'；'.join(c.reasons)}" for c in wrong)
        if wrong
        else ("各部分分别核实", *dict.fromkeys(r for c in held for r in c.reasons))
    )
    return replace(
        shown[0],
        status=next((c.status for c in shown if c.status != "已核实"), shown[0].status),
        citations=tuple(dict.fromkeys(n for c in shown for n in c.citations)),
        correction="；".join(dict.fromkeys(c.correction for c in wrong if c.correction)) or None,
        reasons=reasons,
        marks=marks,
        conflict=next((c.conflict for c in shown if c.conflict), None),
    )


def _missing(claim: Claim, judged: Judgement, several: Sequence[Part]) -> Judgement:
    """``judged`` with a remark on which parts alone were not found."""
    absent = [p for p in several if p.judged.held is None]
    if not absent or len(absent) == len(several):
        return judged
    return replace(judged, remarks=(f"未找到依据的是“{'”“'.join(_words(claim, p) for p in absent)}”，其余已核实",))


def _words(claim: Claim, part: Part) -> str:
    return claim.words[slice(*part.span)].strip(" ，；。,;")[:40]


def _reckoned(draft: Draft, claim: Claim, found: Reckoned, numbers: _Numbers) -> CheckedClaim:
    """A comparison that the figures of both places decide."""
    cited = tuple(dict.fromkeys(numbers.of(e) for e in found.evidence))
    wrong = found.verdict == "contradicted"
    return CheckedClaim(
        text=draft.text[claim.start : claim.end],
        start=claim.start,
        end=claim.end,
        verdict=found.verdict,
        status=_STATUS[found.verdict],
        citations=cited,
        correction=found.instead,
        reasons=(found.reason,),
        marks=(Mark(*_where(claim, found.span), found.instead, found.reason),) if wrong else (),
        place=claim.places[0].name if claim.places else None,
    )


def _where(claim: Claim, span: tuple[int, int]) -> tuple[int, int]:
    spans = claim.body.spans(*span)
    return (spans[0][0], spans[-1][1]) if spans else (claim.start, claim.end)


def _conflict(claim: Claim, judged: Judgement, cited: tuple[int, ...], numbers: _Numbers) -> Conflict | None:
    """The values that the library gives for one figure of the claim, when they are several."""
    if not judged.others or judged.held is None:
        return None
    first = judged.differences[0].instead if judged.differences else judged.others[0][1].said
    values = [ConflictValue(first or "", cited)]
    for held, difference in judged.others:
        values.append(ConflictValue(difference.instead or "", tuple(numbers.of(w.evidence) for w in held.windows)))
    return Conflict(claim.words[:40], tuple(values))


def _asks(claims: list[Claim]) -> str | None:
    """The question for the place, where 我市 is said and nothing tells which."""
    said = next((c for c in claims if c.ours), None)
    return (
        None
        if said is None
        else say(
            "稿中说的“我市”“我县”没有写明是哪里，请用 --place 指明，核对会更准。",
            "The draft says 我市 or 我县 without saying which place that is; name it with --place.",
        )
    )


class _Numbers:
    """Numbers citations in the order in which they are first named."""

    def __init__(self) -> None:
        self.citations: list[Citation] = []
        self._known: dict[tuple[str, int, int], int] = {}

    def of(self, evidence: Evidence) -> int:
        """The number of ``evidence``."""
        key = (evidence.passage.id, evidence.start, evidence.end)
        if key not in self._known:
            self._known[key] = len(self.citations) + 1
            self.citations.append(Citation.of(len(self.citations) + 1, evidence))
        return self._known[key]
