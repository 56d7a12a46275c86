"""Sums of what is listed, and what several have that each have as much: 共16名 of 2台，每台8名."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.domain import Span
from rag.text.quantity import Quantity
from rag.text.units import related
from rag.verify.derived.operands import MEANT, MORE, Operand, Said, in_unit, named, near
from rag.verify.derived.results import Candidate, Derived, decided
from rag.verify.derived.wording import AFTER, EARLIER, LEFT, TOGETHER, Asked
from rag.verify.reading import bigrams, strip

_LIST = re.compile(r"[、和与及]|以及")
_LEVELS = re.compile("(?P<levels>[省市州县区乡镇村](?:[、和与及]?[省市州县区乡镇村])+)[两三四]级(?P<of>[一-鿿]{2,6})")
"""省、县两级财政 are 省级财政 and 县级财政."""
_CUT = re.compile(r"[，。；：,;]|中，|当中")
_SIZES = (2, 3, 4)
_KNOWN = 0.5


def together(asked: Asked, held: Sequence[Operand]) -> Derived | None:
    """Whether the claim's sum is that of the figures it lists, or of as much for each of several."""
    q = asked.q
    mark = asked.mark(TOGETHER)
    if q.kind not in ("count", "money") and not (mark and q.kind in ("percent", "ratio")):
        return None
    spans = (mark.span(),) if mark else ()
    said = asked.said(*spans)
    if mark is None:
        found = [] if any(asked.mark(p) for p in (EARLIER, AFTER, LEFT)) else [*_shared(q, said, held)]
    else:
        found = [*_shared(q, said, held), *_listed(asked, mark.span(), said, held), *_products(q, said, held)]
    return decided(q, asked.claim, said, spans, found)


def _listed(asked: Asked, mark: Span, said: Said, held: Sequence[Operand]) -> Iterator[Candidate]:
    """The sum of the figures that are named by the parts of a list: 甲和乙共, 共有甲和乙."""
    text = asked.claim.text[asked.low : mark[0]] + asked.claim.text[mark[1] : asked.q.start].lstrip("有为达")
    clause = next((c for c in reversed(_CUT.split(text)) if _LIST.search(c)), "")
    clause = _LEVELS.sub(lambda m: "、".join(f"{c}级{m['of']}" for c in m["levels"] if c not in "、和与及"), clause)
    items = [strip(i) for i in _LIST.split(clause) if len(strip(i)) > 1]
    if not 2 <= len(items) <= _SIZES[-1] + 1:
        return
    shares = asked.q.kind in ("percent", "ratio")
    counted = [o for o in held if (o.q.kind == "percent" if shares else related(o.q.unit, asked.q.unit) and _adds(o))]
    places = {m.place.path: m.place.name for m in asked.claim.places}
    chosen: list[list[tuple[float, Operand]]] = []
    for item in items:
        of_place = max((path for path, name in places.items() if name in item), key=len, default=None)
        if of_place:
            fits = [(named(o, said), o) for o in counted if o.place == of_place]
        else:
            fits = [(max(_within(item, o), named(o, Said.of(item))), o) for o in counted]
        chosen.append(sorted((f for f in fits if f[0] >= _KNOWN), key=lambda f: -f[0])[:3])
    if not all(chosen):
        return
    best = tuple(c[0][1] for c in chosen)
    for picks in _products_of(chosen):
        ops = tuple(o for _, o in picks)
        if len({id(o) for o in ops}) < len(ops) or any(
            a.whole and b.name and b.name in a.whole for a in ops for b in ops
        ):
            continue
        score = min(max(s, MEANT) for s, _ in picks)
        yield _sum(ops, score if ops == best else MEANT)


def _products_of(chosen: Sequence[Sequence[tuple[float, Operand]]]) -> Iterator[tuple[tuple[float, Operand], ...]]:
    if not chosen:
        yield ()
        return
    for head in chosen[0]:
        for rest in _products_of(chosen[1:]):
            yield (head, *rest)


def _within(item: str, o: Operand) -> float:
    """How much of a part of the claim's list the name of ``o`` has: 回到普通班级 of 回到普通班级随班就读."""
    words = bigrams(item)
    return len(words & (bigrams(o.name) | bigrams(strip(o.told.name)))) / len(words) if words else 0.0


def _shared(q: Quantity, said: Said, held: Sequence[Operand]) -> Iterator[Candidate]:
    """The sum of what one sentence lists under one head: 省、市两级基地53个 of 省级基地20个，市级基地33个."""
    listed = [o for o in held if o.told.figure and o.told.figure.relation == "level" and related(o.q.unit, q.unit)]
    for size in _SIZES:
        for i in range(len(listed) - size + 1):
            run = listed[i : i + size]
            if any((o.body, o.sentence, o.q.unit) != (run[0].body, run[0].sentence, run[0].q.unit) for o in run):
                continue
            if len({bool(MORE.match(o.told.name)) for o in run}) > 1:
                continue  # 新办12家，总数58家
            shared = frozenset.intersection(*(bigrams(o.told.name) for o in run))
            if (
                shared
                and len(shared & said.words) >= _KNOWN * len(shared)
                and abs(sum(o.q.value for o in run) - q.value) < 1e-6 * q.value
            ):
                yield _sum(tuple(run), MEANT)


def _products(q: Quantity, said: Said, held: Sequence[Operand]) -> Iterator[Candidate]:
    for each in held:
        rate, unit = each.each, in_unit(each.q, q.unit)
        if not rate or unit is None or each.q.kind != q.kind:
            continue
        for count in held:
            if count.q.kind != "count" or count.each or not related(count.q.unit, rate) or not near(each, count):
                continue
            value = unit * count.q.value
            working = f"{each.q.as_written} × {count.q.as_written}"
            yield Candidate(value, working, (each, count), min(named(each, said), named(count, said)))


def _sum(ops: tuple[Operand, ...], score: float) -> Candidate:
    return Candidate(sum(o.q.value for o in ops), " + ".join(o.q.as_written for o in ops), ops, score)


def _adds(o: Operand) -> bool:
    """Whether ``o`` is an amount that makes a sum."""
    f = o.told.figure
    return o.q.kind in ("count", "money") and not o.each and f is not None and f.relation == "level"
