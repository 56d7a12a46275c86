"""What something was before it changed, what it will be after, and what another thing is of which only the distance is told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.text.quantity import Quantity
from rag.text.units import related
from rag.verify.bounds import holds
from rag.verify.derived.operands import MORE, Operand, Said, named
from rag.verify.derived.results import Candidate, Derived, decided
from rag.verify.derived.wording import AFTER, EARLIER, Asked
from rag.verify.reading import Reading, bigrams, strip

_MORE = re.compile(r"比[^，。；]{0,12}?(?:多|增|高|升|扩大)[^，。；\d]{0,4}$")
_LESS = re.compile(r"比[^，。；]{0,12}?(?:少|减|低|降)[^，。；\d]{0,4}$")
_THAN = re.compile(
    r"^，(?:比(?P<other>[^，。；\d]{2,14}?)(?:(?P<up>高出?|多)|[低少])|(?:(?P<up2>高出|高于|超过)|低于)(?P<other2>[^，。；\d]{2,14}?))$"
)
_LEVELLED = re.compile(r"全[国省市县州区]|水平|的")
"""What says nothing of which is compared: 高出全县平均水平."""
_KNOWN = 0.5


def began(asked: Asked, held: Sequence[Operand], bodies: Sequence[Reading]) -> Derived | None:
    """Whether the claim's earlier level is that of today less what came since; None where it tells none."""
    mark = asked.mark(EARLIER)
    if mark is None:
        mark = next((m for m in EARLIER.finditer(asked.claim.text, asked.low, asked.q.start)), None)
    if mark is None or asked.q.kind not in ("count", "money", "percent"):
        return None
    year = mark.group()[:4] if mark.group()[:4].isdigit() else ""
    said = asked.said(mark.span())
    found = [c for c in _before(asked.q, said, held, bodies) if _later(c.operands[0], year, bodies)]
    return decided(asked.q, asked.claim, said, (mark.span(),), found)


def reached(asked: Asked, held: Sequence[Operand]) -> Derived | None:
    """Whether what the claim says will be there is today's level and what is to come; None where it tells none."""
    mark = asked.mark(AFTER)
    if mark is None or asked.q.kind not in ("count", "money"):
        return None
    said = asked.said(mark.span())
    found = []
    for level in held:
        for more in held:
            if more.told.ahead and not level.told.ahead and _adds_to(more, level):
                value = level.q.value + more.q.value
                working = f"{level.q.as_written} + {more.q.as_written}"
                found.append(Candidate(value, working, (level, more), named(level, said)))
    return decided(asked.q, asked.claim, said, (mark.span(),), found)


def _before(q: Quantity, said: Said, held: Sequence[Operand], bodies: Sequence[Reading]) -> Iterator[Candidate]:
    for level in held:
        if (
            level.q.kind != q.kind
            or not related(level.q.unit, q.unit)
            or _relation(level) != "level"
            or level.told.ahead
        ):
            continue
        for change in held:
            if change is level or change.body != level.body or change.sentence != level.sentence:
                continue
            up = _grew(level, change, bodies[level.body])
            if up is None:
                continue
            value = level.q.value - change.q.value if up else level.q.value + change.q.value
            working = f"{level.q.as_written} {'−' if up else '+'} {change.q.as_written}"
            yield Candidate(value, working, (level, change), named(level, said))


def _grew(level: Operand, change: Operand, body: Reading) -> bool | None:
    """Whether ``change`` tells by how much ``level`` rose; None where it tells no change of it, or one of a plan's."""
    a, b = level.q, change.q
    points = a.kind == "percent" and b.kind == "points"
    if not points and (a.kind != b.kind or a.kind == "percent" or not related(a.unit, b.unit)):
        return None
    f = change.told.figure
    if f and f.relation == "change":
        same = bool(level.name) and strip(f.name).removesuffix("变化").endswith((level.name, level.told.name))
        return f.direction != "down" if same and b.start > a.start and not change.told.ahead else None
    between = body.text[a.end : b.start] if a.end < b.start else ""
    if EARLIER.search(between) and not body.figures[body.figures.index(a) + 1 : body.figures.index(b)]:
        more, less = _MORE.search(between), _LESS.search(between)
        return bool(more) if more or less else None
    if not points and _adds_to(change, level) and not change.told.ahead and a.value > b.value:
        return True
    return None


def _adds_to(more: Operand, level: Operand) -> bool:
    """Whether ``more`` is told as what came to ``level``: 新办车间14家，总数达到64家."""
    new = MORE.match(more.told.name)
    return bool(
        new
        and related(more.q.unit, level.q.unit)
        and level.name
        and more.name
        and (level.name in more.name or more.name in level.name)
        and (level is not more)
        and not (MORE.match(level.told.name) and not level.told.name.endswith("总数"))
    )


def _relation(o: Operand) -> str:
    return o.told.figure.relation if o.told.figure else "level"


def _later(level: Operand, year: str, bodies: Sequence[Reading]) -> bool:
    """Whether ``level`` may be that of the year after ``year``; without one any may."""
    if not year:
        return True
    of_report = (bodies[level.body].date or "")[:4]
    known = [level.year] if level.year else [of_report, str(int(of_report) - 1)] if of_report.isdigit() else []
    return not known or str(int(year) + 1) in known


def beside(asked: Asked, bodies: Sequence[Reading], names: Sequence[Operand]) -> Derived | None:
    """What another is: 全县平均56.5% of what 上线率87.5%，高出全县平均31个百分点 tells."""
    q, claim = asked.q, asked.claim
    if q.kind != "percent":
        return None
    said = asked.said().words
    for n, body in enumerate(bodies):
        for a, b in zip(body.figures, body.figures[1:], strict=False):
            gap = _THAN.search(body.text[a.end : b.start])
            if a.kind != "percent" or b.kind != "points" or gap is None:
                continue
            other = bigrams(_LEVELLED.sub("", strip(gap["other"] or gap["other2"])))
            own = next(
                (bigrams(o.told.name) for o in names if o.body == n and o.q == a and o.told.name), frozenset[str]()
            )
            if not other or not own or len(other & said) < _KNOWN * len(other) or len(own & said) < _KNOWN * len(own):
                continue
            up = gap["up"] or gap["up2"]
            value = a.value - b.value if up else a.value + b.value
            right = holds(q, claim, value)
            working = f"{a.as_written} {'−' if up else '+'} {b.as_written} = {value:g}%"
            return Derived(right, working, ((q.start, q.end),), (), None if right else f"{value:g}%", (n,))
    return None
