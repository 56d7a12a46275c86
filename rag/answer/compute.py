"""Figures of several subjects side by side: which is more, how much together, how far apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.answer.fit import Fit, asked_periods, nouns_asked, wanted
from rag.answer.operands import NAMED
from rag.answer.said import Said
from rag.answer.statements import Statement
from rag.answer.values import best_value, same_unit
from rag.domain import Evidence
from rag.figure import Figure
from rag.figures.arithmetic import difference, ranks, ratio, total
from rag.retrieve.content import Word
from rag.retrieve.question import Query
from rag.retrieve.terms import Weights
from rag.text.amounts import as_written
from rag.text.dates import Period
from rag.text.degrees import A_BIT, DEGREES, LESS
from rag.text.fold import folded
from rag.text.names import is_person_like
from rag.text.spoken import spoken_names
from rag.text.words import frequency

_MORE = re.compile(rf"(?<!多)(?:{DEGREES})(?={A_BIT}(?:[，,。；;？?]|$))")
_LOCAL = frozenset(("township", "village"))


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure and where it stands."""

    figure: Figure
    evidence: Evidence


def value_of(query: Query, f: Fit, weights: Weights) -> Operand | None:
    """The figure of the chosen sentence that is said of the first ask's noun; None where none is, or of another place.

    To show a sentence is one thing, to conclude from a figure in it another: 支出 is not set against 收入.
    """
    ask = query.asks[0]
    want = wanted(ask, query, weights)
    best = f.value or best_value(ask, want.own, f.sentence, query.places, asked_periods(ask, query))[1]
    if best is None:
        return None
    nouns = [w for w in nouns_asked(want) or want.own[-2:] if frequency(w.text) or not is_person_like(w.text)]
    others = (q for q in f.sentence.figures if q.unit == best.unit and q.planned == best.planned)
    figure = next((q for q in (best, *others) if q.unit == "岁" or _said_of(query, nouns, Said(f, q))), None)
    return Operand(figure, f.sentence.evidence()) if figure else None


def _said_of(query: Query, nouns: Sequence[Word], said: Said) -> bool:
    """Whether the figure is said of ``nouns`` and of no village of the place asked for.

    In a row by place (甲县19亿元，增长10%；乙县…) what is left of its words but the place has to be asked for too.
    """
    sentence, figure = said.fit.sentence, said.figure
    clause = re.split(r"[，,。；;]", sentence.text[: figure.start])[-1]
    asked = {p.level for p in query.places}
    if (
        asked
        and not asked & _LOCAL
        and any(m.place.level in _LOCAL and m.place.name in clause for m in sentence.places)
    ):
        return False
    if said.holds(nouns) >= NAMED:
        return True
    names = [n for p in query.places for n in spoken_names(p) if folded(n) in said.own]
    rest = said.own
    for name in names:
        rest = rest.replace(folded(name), " ")
    return (
        bool(names) and said.around(nouns) >= NAMED and all(w in query.question for w in re.findall(r"[一-鿿]+", rest))
    )


def time_of(f: Fit) -> Period | None:
    """The first time that the chosen sentence names by its year; None when it names none."""
    return next((p for p in f.sentence.periods if p.since and p.parts[0] is not None), None)


def first(question: str, times: Sequence[tuple[str, Period, Evidence]]) -> list[Statement]:
    """Which of several came first (last, where 晚 is asked); nothing when that is left open (2020年 and 2020年3月)."""
    if not re.search(r"[早晚先后]", question):
        return []
    late = "晚" in question and "早" not in question
    ordered = sorted(times, key=lambda x: x[1].since or "", reverse=late)
    (name, a, _), (_, b, _) = ordered[0], ordered[1]
    evidence = tuple(e for _, _, e in times)
    if a.since == b.since:
        return [Statement(f"两者的时间相同，均为{a.as_written}", evidence)]
    if (a.since or "").startswith(b.since or "") or (b.since or "").startswith(a.since or ""):
        return []
    return [
        Statement(
            f"相比之下，{name}较{'晚' if late else '早'}（{a.as_written}）",
            evidence,
            " < ".join(t.as_written for _, t, _ in sorted(times, key=lambda x: x[1].since or "")),
        )
    ]


def compare(question: str, operands: Sequence[tuple[str, Operand]]) -> Statement | None:
    """Which of several subjects has more, for two or more figures that can be compared."""
    figures = [o.figure for _, o in operands]
    places = ranks([replace(f, unit=figures[0].unit) if same_unit(figures[0].unit, f.unit) else f for f in figures])
    if places is None:
        return None
    ordered = [operands[i] for i in sorted(range(len(operands)), key=lambda i: places[i])]
    evidence = tuple(o.evidence for _, o in operands)
    (top, a), (_, b) = ordered[0], ordered[1]
    if a.figure.value == b.figure.value:
        return Statement(f"两者相同，均为{a.figure.as_written}", evidence)
    working = " > ".join(as_written(o.figure) for _, o in ordered)
    asked = _MORE.findall(question.replace("年轻", "年龄小"))
    if asked and asked[-1] in LESS:
        low, lowest = ordered[-1]
        return Statement(f"相比之下，{low}较{asked[-1]}（{lowest.figure.as_written}）", evidence, working)
    more = asked[-1] if asked and asked[-1] != "多" else "高" if a.figure.unit == "%" else "多"
    return Statement(f"相比之下，{top}较{more}（{a.figure.as_written}）", evidence, working)


def combine(operation: str, operands: Sequence[tuple[str, Operand]]) -> Statement | None:
    """Sum, difference or ratio over subjects; all need figures of one unit."""
    evidence = tuple(o.evidence for _, o in operands)
    figures = [o.figure for _, o in operands]
    if len({(o.evidence.passage.id, o.evidence.start, o.figure.start, o.figure.value) for _, o in operands}) < len(
        operands
    ):
        return None  # one figure is not two
    if len({f.planned for f in figures}) > 1:
        return None
    if operation == "sum":
        made = total(figures)
        return Statement(f"据此计算，合计{made.as_written}", evidence, made.working) if made else None
    if len(operands) != 2:
        return None
    if operation == "difference":
        (_, low), (name, high) = sorted(operands, key=lambda x: x[1].figure.value)
        made = difference(low.figure, high.figure)
        text = f"据此计算，相差{made.as_written}（{name}较多）" if made else ""
    elif operation == "ratio":
        made = ratio(figures[0], figures[1])
        text = f"据此计算，前者是后者的{made.as_written}" if made else ""
    else:
        return None
    return Statement(text, evidence, made.working) if made else None
