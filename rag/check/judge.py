"""From the sentences nearest to a claim to its verdict: confirmed, denied, or simply not there.

What the library does not hold, it does not deny. A sentence denies a claim only if it speaks of the same thing:
what is left of the claim, once all that disagrees is set aside, stands there; place and time agree; and of place,
time and figures only one kind disagrees. Another year's figure is another figure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rag.check.align import instead, spans_in
from rag.check.claims import Claim
from rag.check.evidence import Window
from rag.check.fit import Fit, digits, place_fit, year_fit
from rag.check.kinds import kind_of
from rag.domain import Span
from rag.text.quantities import quantities
from rag.text.quantity import Quantity
from rag.verify.check import Examination, examine
from rag.verify.checks.flows import apart
from rag.verify.checks.plans import SCHEDULED
from rag.verify.checks.tables import elsewhere
from rag.verify.context import Finding
from rag.verify.reading import read
from rag.verify.rows import rows

SAME_MATTER = 0.72
"""Share of the rest of a claim that a sentence must hold to deny it, anywhere and clause by clause."""
SURELY = 0.86
"""The same where nothing else (a figure, a name) says that both mean one thing."""
LEAST, ENOUGH = 4, 8
"""Characters of the claim beside all that disagrees: so many must be left, and so many tell alone what is spoken of."""
_DONE = re.compile(r"了|已|达|完成|累计|实现|新增|同比|比上年")
"""Says that something was done, not that it is to be."""
SPECIFIC = 4
"""Digits that agree from which on two statements are one, though said of different places or years."""
_OTHERS = ("否定", "方向", "语气", "比较", "范围")


@dataclass(frozen=True, slots=True)
class Held:
    """A claim held against one window, or against several together."""

    windows: tuple[Window, ...]
    examined: Examination
    place: Fit
    year: Fit

    @property
    def failed(self) -> list[Finding]:
        """The findings against the claim."""
        return [f for f in self.examined.findings if f.severity]

    @property
    def likeness(self) -> float:
        """How much of the rest of the claim the words hold, in [0, 1]."""
        return min(self.examined.rest.share, self.examined.rest.local)

    @property
    def supports(self) -> bool:
        """Whether every check passed."""
        return self.examined.verdict.verdict == "supported"


@dataclass(frozen=True, slots=True)
class Difference:
    """``span`` of the claim's words, what stands there (``said``) and what the source has instead, if that is known."""

    span: Span
    said: str
    instead: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """``denied`` and ``supported`` are the windows behind the verdict; ``others`` give other values for the same."""

    verdict: str
    held: Held | None = None
    differences: tuple[Difference, ...] = ()
    others: tuple[tuple[Held, Difference], ...] = ()
    nearest: tuple[Window, ...] = ()
    remarks: tuple[str, ...] = field(default=())
    open: tuple[Held, ...] = ()
    """Where nothing is found: words of the place and year on which every check passed, though they hold too little."""


def judge(claim: Claim, windows: Sequence[Window], *, reference: str | None = None) -> Judgement:
    """The verdict on ``claim`` from ``windows``, best first."""
    held = [_hold(claim, (w,), reference) for w in windows]
    held = [h for h in held if h.examined.said is not None]
    supports = [h for h in held if h.supports and _usable(claim, h)]
    both = _joined(held, claim, reference) if not supports else []
    supports = supports or [h for h in both if h.supports and _usable(claim, h)][:1]
    denials = sorted((h for h in held if _denies(claim, h)), key=lambda h: -_closeness(h))
    # What two sentences hold together but for what one of them says otherwise.
    denials = (
        denials or [h for h in both if _denies(claim, h) and all(f.severity == "contradicted" for f in h.failed)][:1]
    )
    if supports and not (denials and _outweighs(denials[0], supports[0])):
        best = supports[0]
        rivals = [h for h in denials if _figures_only(h) and h.likeness >= SURELY and not _aimed(claim, h)]
        return Judgement("supported", best, (), _values(claim, rivals, best), (), _remarks(claim, best))
    if denials:
        best = denials[0]
        found = _differences(claim, best)
        return Judgement("contradicted", best, found, _values(claim, denials[1:], best, found))
    left = tuple(h for h in held if h.examined.open and "other" not in (h.place, h.year))
    return Judgement("not_found", None, (), (), tuple(windows[:2]), _why(claim, held), left)


def together(claim: Claim, windows: Sequence[Window], *, reference: str | None = None) -> Judgement | None:
    """The verdict by ``windows`` as one text; None where they leave it open."""
    held = _hold(claim, tuple(windows), reference)
    if held.examined.said is None:
        return None
    if held.supports and _usable(claim, held):
        return Judgement("supported", held, (), (), (), _remarks(claim, held))
    if _denies(claim, held) and any(f.worked for f in held.failed):
        return Judgement("contradicted", held, _differences(claim, held))
    return None


def _hold(claim: Claim, windows: tuple[Window, ...], reference: str | None) -> Held:
    evidence = [w.evidence for w in windows]
    return Held(
        windows,
        examine(claim.words, evidence, reference=reference),
        place_fit(claim, evidence[0]),
        year_fit(claim, evidence[0]),
    )


def _usable(claim: Claim, held: Held) -> bool:
    """Whether words that carry the claim may be cited for it: not those on another place."""
    sure = digits(held.examined) >= SPECIFIC or held.likeness >= SURELY
    return held.place != "other" or (not claim.bound and sure)


def _joined(held: Sequence[Held], claim: Claim, reference: str | None) -> list[Held]:
    """The best window together with each other of its article: what only both carry, or deny."""
    first = held[0] if held else None
    return [
        _hold(claim, (*first.windows, *other.windows), reference)
        for other in held[1:4]
        if first and other.windows[0].passage.article_id == first.windows[0].passage.article_id
    ]


def _denies(claim: Claim, held: Held) -> bool:
    """Whether the words speak of what the claim speaks of, and say otherwise."""
    failed = held.failed
    if held.supports:
        # The same words and figures, but said of another place.
        return held.place == "other" and claim.bound and digits(held.examined) > SPECIFIC
    if _of_another_row(held) or any(f.reason.startswith("人名") and not f.instead for f in failed):
        return False  # Words that do not know the person speak of somebody else.
    if not failed or held.place == "other" or held.likeness < SAME_MATTER or held.examined.rest.size < LEAST:
        return False
    # What the source does not compare, call the whole or leave undone, it does not deny.
    if not any(f.severity == "contradicted" or f.instead or f.check in ("方向", "语气") for f in failed):
        return held.likeness >= SURELY and any(f.check in ("人名", "机构", "名称", "引语") for f in failed)
    kinds = {f.check for f in failed}
    shared = digits(held.examined)
    if "地点" in kinds or "时间" in kinds:
        # Of another place or year everything may be otherwise: only what agrees in all else is the same thing.
        # What is worked out of another place's figures may come to the same by chance.
        if any(f.worked for f in held.examined.findings):
            return False
        return "数字" not in kinds and (shared >= SPECIFIC or held.likeness >= SURELY)
    if "数字" in kinds and held.year == "other" and held.likeness < SURELY:
        return False
    if "数字" not in kinds:
        return held.examined.rest.size >= ENOUGH and (bool(kinds & set(_OTHERS)) or held.likeness >= SURELY)
    if any(f.worked for f in failed):
        # Worked out from figures that the claim itself names: nothing is left to tell what is meant.
        return len(kinds) == 1
    wrong = {s for f in failed if f.check == "数字" and f.instead for s in f.spans}
    if wrong and (_follows(held, wrong) or _of_another_stock(held)):
        return False
    # One figure against another, and nothing else to tell that both count the same: the words have to.
    alone = held.likeness >= SURELY or (held.place == "same" and held.examined.rest.size >= ENOUGH)
    return shared > 0 or (len(wrong) == 1 and alone and not _aimed(claim, held))


def _follows(held: Held, wrong: set[Span]) -> bool:
    """Whether each figure that is not told follows from two that are: 每车8名 and 2台 make 16名, 比上年增加1846元 the year before."""
    said = held.examined.said
    told = [q for w in held.windows for q in quantities(w.evidence.quote) if q.kind != "ordinal"][:24]
    mine = [q for q in said.figures if (q.start, q.end) in wrong] if said else []
    return bool(mine) and all(
        any(
            abs(q.value - made) <= q.step / 2
            for i, a in enumerate(told)
            for b in told[i + 1 :]
            for made in _made(a, b, q.unit)
        )
        for q in mine
    )


def _of_another_stock(held: Held) -> bool:
    """Whether what differs is new in the claim and all there is in the words, or the other way round."""
    said = held.examined.said
    if said is None:
        return False
    bodies = [read(w.evidence.quote, said.date, said.path) for w in held.windows]
    instead = {s: f.instead for f in held.failed if f.check == "数字" and f.instead for s in f.spans}
    return any(
        apart(said, q, body, r)
        for q in said.figures
        for body in bodies
        for r in body.figures
        if r.as_written == instead.get((q.start, q.end))
    )


def _made(a: Quantity, b: Quantity, unit: str) -> tuple[float, ...]:
    """What two figures make in ``unit``: of one unit their sum and difference, of a count and what each has the product."""
    if a.unit == b.unit == unit and unit != "%":
        return (a.value + b.value, abs(a.value - b.value))
    if unit in (a.unit, b.unit) and a.unit != b.unit and "%" not in (a.unit, b.unit) and min(a.value, b.value) > 1:
        return (a.value * b.value,)
    return ()


def _aimed(claim: Claim, held: Held) -> bool:
    """Whether the words tell a target and the claim a fact: missed or surpassed, the one denies the other not.

    Under a heading of what is to be done a claim repeats the plan, unless it says that it was done.
    """
    window = held.windows[0]
    scheduled = SCHEDULED.search(window.passage.section or "") is not None and _DONE.search(claim.words)
    return claim.kind == "fact" and (kind_of(window.evidence.quote) == "plan" or bool(scheduled))


def _of_another_row(held: Held) -> bool:
    """Whether the words are rows of a table, and what differs is not told in that of the town or village that the claim names."""
    said = held.examined.said
    if said is None or len(held.windows) > 1:
        return False
    body = read(held.windows[0].evidence.quote, said.date, said.path)
    found = list(rows(body))
    own = [row.text for row in found if not elsewhere(said, row, body)]
    told = [f.instead for f in held.failed if f.check == "数字" and f.instead]
    return len(own) < len(found) and not any(t in text for t in told for text in own)


def _closeness(held: Held) -> float:
    return held.likeness - 0.05 * len(held.failed) + 0.02 * min(digits(held.examined), 5)


def _outweighs(denial: Held, support: Held) -> bool:
    """Whether the words that turn the claim are clearly its own, and those that carry it merely resemble it."""
    return not any(f.check == "数字" for f in denial.failed) and denial.likeness > support.likeness + 0.12


def _figures_only(held: Held) -> bool:
    return bool(held.failed) and all(f.check == "数字" and f.instead for f in held.failed)


def _differences(claim: Claim, held: Held) -> tuple[Difference, ...]:
    said = held.examined.said
    assert said is not None
    source = "".join(w.evidence.quote for w in held.windows)
    if held.supports:
        place = held.windows[0].passage.place
        return (Difference((0, len(claim.words)), claim.words, place, f"原文说的是{place}"),)
    out: dict[Span, Difference] = {}
    for finding in held.failed:
        for span in finding.spans:
            for where in spans_in(claim.words, said, (span,)) or [(0, len(claim.words))]:
                words = claim.words[slice(*where)]
                theirs = finding.instead or instead(said, span, source)
                out.setdefault(where, Difference(where, words, theirs, finding.reason))
    return tuple(sorted(out.values(), key=lambda d: d.span))


def _values(
    claim: Claim, rivals: Sequence[Held], best: Held, known: Sequence[Difference] = ()
) -> tuple[tuple[Held, Difference], ...]:
    """What other sentences give for the figure that the draft gives, each value once."""
    seen = {d.instead for d in known}
    out: list[tuple[Held, Difference]] = []
    for rival in rivals:
        if not _figures_only(rival) or rival.windows[0].evidence == best.windows[0].evidence:
            continue
        for difference in _differences(claim, rival)[:1]:
            if difference.instead not in seen:
                seen.add(difference.instead)
                out.append((rival, difference))
    return tuple(out[:4])


def _remarks(claim: Claim, held: Held) -> tuple[str, ...]:
    """What is not quite right about words that carry the claim."""
    out = []
    if held.place == "other" and claim.places:
        out.append(f"上文说的是{claim.places[0].name}，原文说的是{held.windows[0].passage.place}，请确认")
    if held.year == "other":
        out.append(f"上文说的是{claim.year}年，原文的时间不同，请确认")
    return tuple(out)


def _why(claim: Claim, held: Sequence[Held]) -> tuple[str, ...]:
    """Why nothing was found, from the nearest sentence."""
    if not held:
        return ("库里没有相近的内容",)
    best = held[0]
    passage = best.windows[0].passage
    if best.place == "other" and claim.places and passage.place:
        return (f"库里最接近的说的是{passage.place}，不是{claim.places[0].name}",)
    if best.likeness < 0.5:
        return ("库里没有说到这件事",)
    return ("库里没有说到这件事，最接近的内容不足以核实", *best.examined.verdict.reasons[:2])
