"""由甲到乙 whose ends two reports tell, each of its own time: both carry it, and that they differ is what it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.check.claims import Claim
from rag.check.evidence import Finder
from rag.check.judge import SURELY, Held, Judgement, judge
from rag.domain import Span
from rag.text.opposites import FALL, POLES, WORD
from rag.text.quantity import Quantity, compare
from rag.verify.reading import read, strip
from rag.verify.steps import steps
from rag.verify.told import Told, told

_YEAR = re.compile(r"(?:19|20)\d\d")
_INTO = re.compile("[到至为]")


@dataclass(frozen=True, slots=True)
class _End:
    """One end of a change: the words that tell it, as which figure, and of what time (ISO dates)."""

    held: Held
    told: Told
    since: str
    until: str


def became(claim: Claim, finder: Finder) -> Judgement | None:
    """Both ends of the one change that ``claim`` tells, as two reports tell them; None where they do not carry it so."""
    said = read(claim.words)
    text, pairs = said.text, steps(said)
    claim = replace(claim, words=text)
    if len(pairs) != 1 or len(strip(text[pairs[0][1].end :])) > 1:
        return None
    a, b = pairs[0]
    begin, way = max(text.rfind(c, 0, a.start) for c in "由从"), WORD.search(text, a.end, b.start)
    if way is None or POLES[way.group()][0] != FALL[0] or (POLES[way.group()] == FALL) != (b.value < a.value):
        return None
    lead = [p for p in said.periods if p.start < begin]
    if len(lead) > 1 or not all(p.since and p.until and _YEAR.match(p.as_written) for p in lead):
        return None
    when = [(p.start, p.end) for p in lead]
    # 2023年由甲到乙 dates the second only, 2020年至2023年 neither in so many words.
    over = [(p.since or "", p.until or "") for p in lead if p.since != p.until]
    into = _INTO.match(text, way.end())
    first = _end(claim, a, [(begin, begin + 1), (a.end, b.end), *when], finder)
    second = (
        _end(claim, b, [(begin, into.end() if into else way.end()), *(when if over else ())], finder) if first else None
    )
    if first is None or second is None or not _one(first.told, second.told):
        return None
    if not first.until < second.since[: len(first.until)]:
        return None
    if any((since[:4], until[:4]) != (first.until[:4], second.since[:4]) for since, until in over):
        return None
    reasons = tuple(dict.fromkeys(r for end in (first, second) for r in end.held.examined.verdict.reasons))
    verdict = replace(second.held.examined.verdict, reasons=reasons)
    both = replace(second.held.examined, verdict=verdict)
    return Judgement(
        "supported", replace(second.held, examined=both, windows=(*first.held.windows, *second.held.windows))
    )


def _end(claim: Claim, q: Quantity, without: Sequence[Span], finder: Finder) -> _End | None:
    """What tells ``q``, as surely as anything is told, of what ``claim`` says ``without`` these words."""
    words = "".join(" " if any(x <= i < y for x, y in without) else c for i, c in enumerate(claim.words))
    near = claim.places[0].name if claim.places and not claim.named else ""
    judged = judge(replace(claim, words=words), finder.windows(re.sub(" +", " ", words), near))
    held = judged.held
    if judged.verdict != "supported" or held is None or judged.remarks or held.likeness < SURELY:
        return None
    for window in held.windows:
        passage = window.passage
        body = read(window.evidence.quote, passage.date, passage.places[0] if passage.places else None)
        for t in told(body):
            f = t.figure
            if f and f.relation == "level" and not t.ahead and compare(q, t.quantity) == "same" and f.since and f.until:
                return _End(held, t, f.since, f.until)
    return None


def _one(a: Told, b: Told) -> bool:
    """Whether both figures are of one thing and one place."""
    assert a.figure and b.figure
    known = a.name and b.name and (a.label.endswith(b.name) or b.label.endswith(a.name))
    return bool(known) and a.figure.place_path == b.figure.place_path
