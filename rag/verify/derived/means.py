"""Means: 平均每家41个岗位 of what 38家企业提供岗位1570个 tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.text.quantity import Quantity
from rag.text.units import related, scaled
from rag.verify.derived.operands import MEANT, Operand, Said, in_unit, named, near
from rag.verify.derived.results import Candidate, Derived, decided
from rag.verify.derived.wording import MEAN, Asked
from rag.verify.reading import bigrams

_APART = 0.15
"""How much less surely two figures are meant together that do not stand next to each other."""
_PEOPLE = frozenset("人名位口")
_AT_ONCE = 6


def mean(asked: Asked, held: Sequence[Operand]) -> Derived | None:
    """Whether the claim's mean is what a total and a count come to; None where it tells none, or the sources tell it themselves."""
    q = asked.q
    mark = asked.mark(MEAN)
    if mark is None or q.kind not in ("count", "money"):
        return None
    per = mark["per"] or mark["mean"] or ""
    said = asked.said(mark.span(), also="产量" if mark.group().endswith("产") else "")
    itself = (o for o in held if _of_each(o, per) and related(o.q.unit, q.unit))
    if any(named(o, said) >= MEANT for o in itself):
        return None
    return decided(q, asked.claim, said, (mark.span(),), _means(q, per, said, held))


def _of_each(o: Operand, per: str) -> bool:
    each = o.each
    return bool(each) and (not per or related(each, per) or each == per)


def _means(q: Quantity, per: str, said: Said, held: Sequence[Operand]) -> Iterator[Candidate]:
    counts = [(o, score) for o in held if o.q.kind == "count" and o.q.value > 1 and (score := _counted(o, per, said))]
    for total in held:
        amount = (
            in_unit(total.q, q.unit)
            if total.q.kind == q.kind and not total.each and not any(total.told.rate[:2])
            else None
        )
        # 3.52万易返贫人口: what has no unit of its own counts people.
        if amount is None and not total.q.unit and q.unit in _PEOPLE:
            amount = total.q.value
        if amount is None:
            continue
        of_total = named(total, said)
        for count, of_count in counts:
            number = (
                in_unit(count.q, per)
                if per and count.q.unit != per and related_scale(count.q.unit, per)
                else count.q.value
            )
            if (
                count is total
                or not number
                or count.told.ahead != total.told.ahead
                and count.body == total.body
                and not near(count, total)
            ):
                continue
            if related(count.q.unit, q.unit) and not per:
                continue
            one = (count.body == total.body and near(count, total)) or bigrams(total.name) & bigrams(count.name)
            apart = 0.0 if one else _APART
            together = bigrams(count.name) & total.told.around if not per else True
            # 176支工作队、531名队员: what stands beside it need not be named where its unit tells it.
            score = (
                min(max(of_total, MEANT if _beside(total, count) else 0), of_count)
                - apart
                - (0 if together else _APART)
            )
            value = amount / number
            yield Candidate(value, f"{total.q.as_written} ÷ {count.q.as_written}", (total, count), score)


def _beside(total: Operand, count: Operand) -> bool:
    """Whether a number of people follows at once what it is divided by."""
    at_once = count.body == total.body and 0 < total.q.start - count.q.end <= _AT_ONCE
    return at_once and total.q.unit in _PEOPLE


def related_scale(a: str, b: str) -> bool:
    """Whether two units measure one thing: 吨 and 公斤."""
    return scaled(a)[0] == scaled(b)[0]


def _counted(o: Operand, per: str, said: Said) -> float:
    """How surely ``o`` counts what each of which is spoken of; 0 where it counts another thing."""
    if o.each or any(o.told.rate[:2]) or o.told.limit is not None:
        return 0.0
    if not per:
        return named(o, said) if o.q.unit else 0.0
    fits = related(o.q.unit, per) or related_scale(o.q.unit, per)
    if not fits and not (o.name.endswith(per) and o.q.unit in ("个", "处")):
        return 0.0
    score = named(o, said)
    # 亩均产值: the unit itself says which count is meant, if anything of its name is said.
    known = not o.name or bool(bigrams(o.name) & said.words)
    return max(score, MEANT if known and per not in ("个", "家") else score)
