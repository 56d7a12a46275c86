"""Of what a figure is told: of each month, household or person, and as an amount or as a bound that tells what is counted."""

from __future__ import annotations

from collections.abc import Sequence

from rag.text.quantity import Quantity, compare
from rag.verify.context import Finding
from rag.verify.rates import differ, in_total, of_each
from rag.verify.reading import Reading
from rag.verify.told import of, told


def per_each(said: Sequence[Quantity], claim: Reading, bodies: Sequence[Reading]) -> list[Finding]:
    """A finding for each figure of ``claim`` for each month, household … that the sources give for another, or for all."""
    out: list[Finding] = []
    held = [t for b in bodies for t in told(b)]
    for q in said:
        mine = of(q, claim)
        if mine is None or not (any(mine.rate) or of_each(claim.text, q)):
            continue
        held_in = [(b, r) for b in bodies for r in b.figures if compare(q, r) == "same"]
        theirs = [t.rate for t in held if compare(q, t.quantity) == "same"]
        # 户均128万元 of what 分红128万元，户均5981元 tells: all of it is no household's.
        each = (
            q.kind == "money"
            and mine.rate[0] in ("户", "人")
            and any(t.rate[0] == mine.rate[0] for t in held if t.quantity.kind == q.kind)
        )
        whole = each and all(t[:2] == ("", "") for t in theirs)
        # 农户要掏80元 of what 每亩保费80元，农户只掏24元 tells: another figure is what is paid.
        price = bool(mine.rate[2]) and not any(t[2] for t in theirs)
        price = price and any(t.rate[2] == mine.rate[2] and t.quantity.unit == q.unit for t in held)
        whole = whole or (of_each(claim.text, q) and bool(held_in) and all(in_total(b.text, r) for b, r in held_in))
        if theirs and (whole or price or all(differ(mine.rate, t) for t in theirs)):
            words = (
                "、".join([f"每{x}" for x in mine.rate[:2] if x] + [f"{x}的钱" for x in mine.rate[2:] if x]) or "每个的"
            )
            out.append(Finding("数字", f"{q.as_written}在引文中不是{words}", "contradicted", ((q.start, q.end),)))
    return out


def limits(said: Sequence[Quantity], claim: Reading, bodies: Sequence[Reading]) -> list[Finding]:
    """A finding for each limit of ``claim`` (100万元以上的项目) that the sources give as an amount of its own."""
    out: list[Finding] = []
    limited = [t for b in bodies for t in told(b) if t.limit and any(compare(c, t.quantity) == "same" for c in said)]
    for q in said:
        # 41个在10万元以上 of what 100万元以上的有41个 tells.
        other = next((t.limit for t in limited if t.limit and _bounds_otherwise(q, t.limit, said)), None)
        if other is not None:
            reason = f"引文以{other.as_written}为界"
            out.append(Finding("数字", reason, "contradicted", ((q.start, q.end),), other.as_written))
            continue
        mine = of(q, claim)
        bound = q.qualifier in ("以上", "以下") or claim.text.startswith(("以上", "以下"), q.end)
        if mine is None or not mine.limits or not bound:
            continue
        theirs = [t for b in bodies for t in told(b) if compare(q, t.quantity) == "same"]
        # 九成以上 of what 93.2% tells bounds the share itself.
        share = q.kind == "percent" and any(t.quantity.value > q.value for t in theirs)
        if theirs and not share and not any(t.limits or t.quantity.qualifier for t in theirs):
            reason = f"引文不以{q.as_written}为界：引文为{theirs[0].quantity.as_written}"
            out.append(Finding("数字", reason, "contradicted", ((q.start, q.end),), theirs[0].quantity.as_written))
    return out


def _bounds_otherwise(q: Quantity, limit: Quantity, said: Sequence[Quantity]) -> bool:
    """Whether ``q`` bounds in the place of ``limit``, which the claim does not tell as well."""
    alike = q.qualifier in ("以上", "以下") and q.qualifier == limit.qualifier and q.unit == limit.unit
    return alike and q.kind == "money" and not any(compare(c, limit) == "same" for c in said)
