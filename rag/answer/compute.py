"""Figures worked out from cited figures, always with the working shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answer.fit import Fit, Wanted, asked_periods, cover_of, wanted
from rag.answer.reading import Sentence
from rag.answer.statements import Statement
from rag.answer.values import best_value, planned, same_unit
from rag.domain import Evidence
from rag.retrieve.content import covered
from rag.retrieve.question import Query
from rag.retrieve.terms import Weights, coverage, terms
from rag.text.fold import folded
from rag.text.quantities import Quantity, quantities

_RISE = re.compile(r"(?:增长|增加|提高|提升|上升|扩大|发展|攀升|跃升|升|增)(?:到|至|为)")
_FALL = re.compile(r"(?:下降|减少|降低|缩小|回落|压减|降|减)(?:到|至|为)")
_RATE = re.compile(r"增幅|涨幅|降幅|增长率|增速|百分")
_DONE = re.compile(r"已|完成|整改|落实|解决|办结|脱贫|退出|到位|销号|建成|兑现|发放")
_LEFT = re.compile(r"剩余|还剩|余留|尚有|还有|剩下|未(?:完成|整改|脱贫|解决)|仍有")


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure and where it stands."""

    quantity: Quantity
    evidence: Evidence


def plain(value: float) -> str:
    """A number as a person writes it: no exponent, no trailing zeros, at most four decimals."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return text or "0"


def _in_unit_of(value: float, model: Quantity) -> str:
    """``value`` (in the base unit) as ``model`` writes its figures: 105.8亿元 beside 352.6亿元."""
    m = re.search(r"\d\s*(万亿|亿|万)", model.as_written)
    scale = {"万": 1e4, "亿": 1e8, "万亿": 1e12}[m.group(1)] if m else 1.0
    return f"{plain(round(value / scale, 4))}{m.group(1) if m else ''}{model.unit}"


def as_written(quantity: Quantity) -> str:
    """The figure without its qualifier words, as the report has it."""
    m = re.search(r"[\d.,，]+\s*(?:万亿|亿|万|千|百)?", quantity.as_written)
    return m.group(0).strip() if m else quantity.as_written


def change(query: Query, fits: Sequence[Fit], weights: Weights) -> Statement | None:
    """``由A增长到B`` with its growth, for the pair that stands nearest to the words of the question."""
    best: tuple[float, Fit, Quantity, Quantity] | None = None
    for f in fits[:12]:
        if f.place < 0.3 or f.period < 0.25:
            continue
        for first, second in _pairs(f.sentence):
            before = terms(f.sentence.text[max(0, first.start - 18) : first.start])
            want = {t: weights.of(t) for t in terms(query.focus)}
            score = coverage(want, before) + 0.2 * f.score
            if best is None or score > best[0] + 1e-9:
                best = (score, f, first, second)
    if best is None or best[0] < 0.35 or best[2].value == 0:
        return None
    _, f, first, second = best
    growth = (second.value - first.value) / first.value * 100
    a, b = as_written(first), as_written(second)
    unit = query.asks[0].unit
    if unit not in (None, "%") and same_unit(unit, first.unit) and not _RATE.search(query.question):
        gap = second.value - first.value
        word = "增加" if gap >= 0 else "减少"
        shown = _in_unit_of(abs(gap), second)
        return Statement(f"据此计算，{word}{shown}", (f.sentence.evidence(),), f"{b} − {a} = {shown}")
    if first.unit == "%":
        points = second.value - first.value
        word = "提高" if points >= 0 else "下降"
        return Statement(
            f"据此计算，{word}{plain(round(abs(points), 2))}个百分点",
            (f.sentence.evidence(),),
            f"{b} − {a} = {plain(round(points, 2))}",
        )
    word = "增幅约为" if growth >= 0 else "降幅约为"
    shown = plain(round(abs(growth), 2))
    return Statement(
        f"据此计算，{word}{shown}%", (f.sentence.evidence(),), f"({b} − {a}) ÷ {a} = {plain(round(growth, 2))}%"
    )


def _pairs(sentence: Sentence) -> list[tuple[Quantity, Quantity]]:
    """Neighbouring figures of one unit joined by 增长到, 下降至 and the like."""
    out = []
    found = sentence.quantities
    for first, second in zip(found, found[1:], strict=False):
        between = sentence.text[first.end : second.start]
        if (
            len(between) <= 12
            and (_RISE.search(between) or _FALL.search(between))
            and same_unit(first.unit, second.unit)
        ):
            out.append((first, second))
    return out


def remaining(query: Query, fits: Sequence[Fit], weights: Weights) -> tuple[Statement, tuple[Fit, ...]] | None:
    """Total minus done, where both are reported and the rest is not. Also the fits of the operands."""
    ask = query.asks[0]
    pool = [f for f in fits[:25] if f.place >= 0.3 and f.period >= 0.25]
    if any(
        _LEFT.search(f.sentence.text[max(0, q.start - 8) : q.start]) for f in pool[:4] for q in f.sentence.quantities
    ):
        return None
    stated = [q for q in quantities(query.question) if same_unit(ask.unit, q.unit)]
    want = wanted(ask, query, weights)
    best: tuple[float, Fit, Quantity, Fit, Quantity] | None = None
    for whole in pool:
        for total in whole.sentence.quantities:
            if stated and not any(abs(total.value - s.value) < 1e-9 for s in stated):
                continue
            if not same_unit(ask.unit, total.unit) or total.unit == "%":
                continue
            for part in pool:
                if part.sentence.passage.article_id != whole.sentence.passage.article_id:
                    continue
                for done in part.sentence.quantities:
                    if done.unit != total.unit or not 0 < done.value < total.value:
                        continue
                    if not _DONE.search(part.sentence.text[max(0, done.start - 10) : done.start]):
                        continue
                    near = (
                        0.3
                        if part.sentence.before == whole.sentence.text or part.sentence.key == whole.sentence.key
                        else 0.0
                    )
                    score = cover_of(want, whole.sentence)[1] + cover_of(want, part.sentence)[1] + near
                    if best is None or score > best[0] + 1e-9:
                        best = (score, whole, total, part, done)
    if best is None or best[0] < 0.7:
        return None
    _, whole, total, part, done = best
    rest = total.value - done.value
    unit = total.unit
    statement = Statement(
        f"据此计算，还剩{plain(rest)}{unit}",
        (whole.sentence.evidence(), part.sentence.evidence()),
        f"{plain(total.value)} − {plain(done.value)} = {plain(rest)}",
    )
    return statement, tuple(dict.fromkeys((whole, part)))


def _local(want: Wanted, sentence: Sentence, quantity: Quantity) -> float:
    """Share of the ask's words that stand right around a figure."""
    window = folded(sentence.text[max(0, quantity.start - 16) : quantity.end + 8])
    return covered(want.own, set(terms(window)), window)


def share(query: Query, fits: Sequence[Fit], weights: Weights) -> tuple[Statement, tuple[Fit, ...]] | None:
    """A part over its whole, where both are reported, a share is asked for and none is reported."""
    ask = query.asks[0]
    if ask.unit != "%" and not re.search(r"率|占比|比例|比重", ask.left[-8:] + ask.right[:6]):
        return None
    want = wanted(ask, query, weights)
    best: tuple[float, Fit, Quantity, Quantity] | None = None
    for f in fits[:15]:
        if f.place < 0.3 or f.period < 0.25:
            continue
        counts = [q for q in f.sentence.quantities if q.unit not in ("%", "个百分点", "") and q.kind == "count"]
        for whole, part in zip(counts, counts[1:], strict=False):
            if whole.unit != part.unit or not 0 < part.value < whole.value or planned(f.sentence, part):
                continue
            between = f.sentence.text[whole.end : part.start]
            if len(between) > 30 or not (_DONE.search(between) or re.search(r"[中内里]|其中", between)):
                continue
            score = cover_of(want, f.sentence)[1]
            if best is None or score > best[0] + 1e-9:
                best = (score, f, whole, part)
    if best is None or best[0] < 0.5:
        return None
    _, f, whole, part = best
    shown = plain(round(100 * part.value / whole.value, 2))
    statement = Statement(
        f"据此计算，约为{shown}%", (f.sentence.evidence(),), f"{plain(part.value)} ÷ {plain(whole.value)} = {shown}%"
    )
    return statement, (f,)


def value_of(query: Query, f: Fit, weights: Weights) -> Operand | None:
    """The figure that answers the first ask in the chosen sentence."""
    ask = query.asks[0]
    _, quantity = (
        (f.type, f.value)
        if f.value
        else best_value(ask, wanted(ask, query, weights).own, f.sentence, query.places, asked_periods(ask, query))
    )
    if quantity is None:
        return None
    return Operand(quantity, f.sentence.evidence())


def compare(question: str, operands: Sequence[tuple[str, Operand]]) -> Statement | None:
    """Which of several subjects has more, for two or more figures of one unit."""
    if len(operands) < 2:
        return None
    units = {o.quantity.unit for _, o in operands}
    if len(units) > 1 and not all(same_unit(a, b) for a in units for b in units):
        return None
    ordered = sorted(operands, key=lambda x: -x[1].quantity.value)
    evidence = tuple(o.evidence for _, o in operands)
    (top, a), (_, b) = ordered[0], ordered[1]
    if a.quantity.value == b.quantity.value:
        return Statement(f"两者相同，均为{a.quantity.as_written}", evidence)
    working = " > ".join(as_written(o.quantity) for _, o in ordered)
    if re.search(r"更?(?:少|低|小)|最(?:少|低|小)", question) and not re.search(r"更?(?:多|高|大)", question):
        low, lowest = ordered[-1]
        return Statement(f"相比之下，{low}较少（{lowest.quantity.as_written}）", evidence, working)
    return Statement(f"相比之下，{top}较多（{a.quantity.as_written}）", evidence, working)


def combine(operation: str, operands: Sequence[tuple[str, Operand]]) -> Statement | None:
    """Sum or difference over subjects; both need figures of one unit."""
    if len(operands) < 2:
        return None
    unit = operands[0][1].quantity.unit
    if any(o.quantity.unit != unit for _, o in operands):
        return None
    values = [o.quantity.value for _, o in operands]
    evidence = tuple(o.evidence for _, o in operands)
    if operation == "sum" and unit != "%":
        total = sum(values)
        return Statement(
            f"据此计算，合计{plain(total)}{unit}", evidence, " + ".join(plain(v) for v in values) + f" = {plain(total)}"
        )
    if operation == "difference" and len(values) == 2:
        high, low = max(values), min(values)
        name = operands[values.index(high)][0]
        shown = "个百分点" if unit == "%" else unit
        return Statement(
            f"据此计算，相差{plain(round(high - low, 4))}{shown}（{name}较多）",
            evidence,
            f"{plain(high)} − {plain(low)} = {plain(round(high - low, 4))}",
        )
    if operation == "ratio" and len(values) == 2 and values[1]:
        return Statement(
            f"据此计算，前者是后者的{plain(round(values[0] / values[1], 2))}倍",
            evidence,
            f"{plain(values[0])} ÷ {plain(values[1])} = {plain(round(values[0] / values[1], 2))}",
        )
    return None
