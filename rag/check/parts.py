"""A sentence that says several things (甲镇5872人，乙乡13980元，丙镇12家), each of which a report may hold or deny on its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rag.check.became import became
from rag.check.claims import Claim
from rag.check.evidence import Finder
from rag.check.judge import Judgement, judge
from rag.domain import Span
from rag.text import dates, places
from rag.text.quantities import quantities
from rag.verify.reading import bigrams, strip

_BREAK = re.compile(r"[，；](?!其中)|(?<!\d)[,;]")
_GOES_ON = re.compile(
    r"(?:其中|同比|环比|比|较|占|多|少|超额|完成|增[长加速幅]|下降|减少|提高|上升|降[低幅]|净增|达到?|高[于出]|低于|超过|为|分别|合计|共)"
)
"""What goes on about what was told before it."""
_MOST = 8
"""Parts of a sentence that are judged."""
_KNOWN = 0.4
"""Share of the rest of a claim that the passage must hold which denies a part of it."""
_AT_FRONT = 6
"""Characters before the place that a part is about."""


@dataclass(frozen=True, slots=True)
class Part:
    """``span`` of the claim's words and what is held of it; ``apart`` where two reports tell the ends of its change."""

    span: Span
    judged: Judgement
    apart: bool = False


def parts(claim: Claim, finder: Finder) -> list[Part]:
    """What is held of each part of ``claim``; nothing where it has not two of them with a figure each."""
    pieces = list(_pieces(claim.words))
    if not 2 <= len(pieces) <= _MOST:
        return []
    out: list[Part] = []
    lead: list[Span] = []
    for start, end in pieces:
        lead = _lead(claim, start, end, lead)
        kept = [*lead, (start, end)]
        # As long as the whole, so that what differs is marked where it stands.
        words = "".join(c if any(a <= i < b for a, b in kept) else " " for i, c in enumerate(claim.words))
        part = replace(claim, words=words)
        near = claim.places[0].name if claim.places else ""
        judged = judge(part, finder.windows(re.sub(" +", " ", words), near))
        changed = became(part, finder) if judged.verdict != "supported" else None
        out.append(Part((start, end), changed or judged, apart=changed is not None))
    return [p if _at_home(p, claim, out) else replace(p, judged=Judgement("not_found")) for p in out]


def _at_home(part: Part, claim: Claim, several: list[Part]) -> bool:
    """Whether what denies a part stands where the rest of the claim is told: 去年收入21万元 of another grower denies nothing."""
    held = part.judged.held
    if part.judged.verdict != "contradicted" or held is None:
        return True
    passage = held.windows[0].passage
    if any(
        p is not part and p.judged.held and p.judged.held.windows[0].passage.document == passage.document
        for p in several
    ):
        return True
    rest = bigrams(strip(claim.words[: part.span[0]])) | bigrams(strip(claim.words[part.span[1] :]))
    known = bigrams(strip(f"{passage.title}{passage.place}{passage.text}"))
    return len(rest & known) >= _KNOWN * len(rest)


def _pieces(words: str) -> Iterator[Span]:
    """The stretches between commas, those without a figure together with the next that has one."""
    at = 0
    last: Span | None = None
    cuts = [m.end() for m in _BREAK.finditer(words)] + [len(words)]
    begin = 0
    for cut in cuts:
        told = [q for q in quantities(words[begin:cut]) if q.kind != "ordinal" and q.unit]
        goes_on = last is not None and _GOES_ON.match(words, begin)
        begin = cut
        if last is not None and goes_on and told:
            last, at = (last[0], cut), cut
        if not told or goes_on:
            continue
        if last is not None:
            yield last
        last, at = (at, cut), cut
    if last is not None:
        yield last[0], len(words)


def _lead(claim: Claim, start: int, end: int, before: list[Span]) -> list[Span]:
    """The time and the place that hold for a part: those of the parts before where it has none of its own."""
    words = claim.words[start:end]
    named = next((m for m in places.find(words) if m.start <= _AT_FRONT), None)
    when = next((p for p in dates.periods(words) if p.start <= 1), None)
    own = [(start + x.start, start + x.end) for x in (when, named) if x is not None]
    if named is not None and when is None:
        return [s for s in before if dates.periods(claim.words[slice(*s)])]
    if named is None:
        return [s for s in before if when is None or not dates.periods(claim.words[slice(*s)])] + own
    return own
