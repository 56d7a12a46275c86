"""Figures of several subjects side by side: which is more, how much together, how far apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.answer.counted import same_unit
from rag.answer.fit import Fit, nouns_asked, wanted
from rag.answer.periods import asked_periods
from rag.answer.reckon.asked import TOTAL
from rag.answer.reckon.operands import NAMED
from rag.answer.reckon.said import BOUNDS, Said
from rag.answer.statements import Statement
from rag.answer.values import best_value
from rag.domain import Evidence
from rag.figure import Figure
from rag.figures.arithmetic import difference, ranks, ratio, total
from rag.language import say
from rag.retrieve.compared import against_aim
from rag.retrieve.content import Word
from rag.retrieve.question import Query
from rag.retrieve.terms import Weights
from rag.text.amounts import as_written
from rag.text.dates import Period
from rag.text.degrees import A_BIT, DEGREES, LESS, MOVES
from rag.text.fold import folded
from rag.text.names import is_person_like
from rag.text.spoken import spoken_names
from rag.text.words import frequency

_MORE = re.compile(rf"(?<!多)(?:{DEGREES})(?={A_BIT}(?:[，,。；;？?]|$))")
WHICH = re.compile(r"[哪谁更最孰]|比较|相比|对比|高低|多寡|差异|变化|排[列名序]|怎么排|到[低高小大少多]|还是")
"""What asks which has more, or for their order."""
GREW = re.compile(
    r"(?:增幅|涨幅|降幅|增速|增长率)[^，,。？?]{0,3}?[大小高低快慢]|"
    r"(?:增长|增加|提高|上升|上涨|下降|减少|降低|增|涨|降|减(?![少小]))得?(?:更|最|较)?(?:[快慢少大小]|多(?!少))"
)
"""Asks which moved more, not which is more."""
_BY_HOW_MUCH = re.compile(rf"(?:{DEGREES}|{MOVES})(?:出|了)?(?:多少|几)|相差|差距|之差|差(?:多少|几)")
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
    # The unit says nothing of what is counted.
    own, asked = ([w for w in words if w.text != ask.unit] for words in (want.own, nouns_asked(want)))
    nouns = [w for w in asked or own[-2:] if frequency(w.text) or not is_person_like(w.text)]
    alike = (q for q in f.sentence.figures if q.unit == best.unit and q.planned == best.planned)
    # 2021年为6000元，2022年为6900元: the next year's is not this year's.
    others = (q for q in alike if not (best.dated and q.dated) or q.since == best.since)
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


def first(question: str, times: Sequence[tuple[str, tuple[Period, Evidence]]]) -> list[Statement]:
    """Which of several came first (last, where 晚 is asked); nothing when that is left open (2020年 and 2020年3月)."""
    if not re.search(r"[早晚先后]", question):
        return []
    late = "晚" in question and "早" not in question
    ordered = sorted(times, key=lambda x: x[1][0].since or "", reverse=late)
    (name, (a, _)), (_, (b, _)) = ordered[0], ordered[1]
    evidence = tuple(e for _, (_, e) in times)
    if a.since == b.since:
        return [Statement(f"两者的时间相同，均为{a.as_written}", evidence)]
    if (a.since or "").startswith(b.since or "") or (b.since or "").startswith(a.since or ""):
        return []
    return [
        Statement(
            f"相比之下，{name}较{'晚' if late else '早'}（{a.as_written}）",
            evidence,
            " < ".join(t.as_written for _, (t, _) in sorted(times, key=lambda x: x[1][0].since or "")),
        )
    ]


def told_apart(query: Query, operands: Sequence[tuple[str, Operand]]) -> str | None:
    """For people: that the figures are of different times, which the question did not ask for; None where they are not."""
    times = [o.figure.when for _, o in operands]
    if len(set(times) - {""}) < 2 or len(query.years) > 1:
        return None
    told = "，".join(f"{name}的{o.figure.as_written}是{spell(o.figure)}的" for name, o in operands)
    return say(
        f"各数的时间不同，没有放在一起比较或计算：{told}。",
        f"The figures are of different times and were not compared or computed with: {told}.",
    )


def spell(figure: Figure) -> str:
    """For people: the year of a figure, with its months where it is of a part of the year."""
    if figure.part_of_year:
        return f"{figure.when[:4]}年1至{int((figure.until or '')[5:7])}月"
    return f"{figure.when.replace('/', '至')}年" if figure.when else "时间不详"


def conclude(query: Query, operands: Sequence[tuple[str, Operand]]) -> list[Statement]:
    """What follows from figures of several subjects: their sum, difference or ratio, or which is more; or nothing."""
    if (degrees := against_aim(query.question)) is not None and len(operands) == 2:
        return _against_aim(degrees, operands)
    apart = bool(_BY_HOW_MUCH.search(query.question))
    operation = "ratio" if query.operation == "ratio" else "difference" if apart else ""
    operation = operation or ("sum" if query.operation == "sum" or TOTAL.search(query.question) else "")
    closing = combine(operation, operands) if operation else None
    level = any(o.figure.relation != "change" and o.figure.unit != "%" for _, o in operands)
    if level and GREW.search(query.question):
        return []  # that one is more does not say that it grew more
    if closing is None and WHICH.search(query.question):
        closing = compare(query.question, operands)
    return [closing] if closing else []


def _against_aim(degrees: tuple[str, ...], operands: Sequence[tuple[str, Operand]]) -> list[Statement]:
    """Whether the first, a target, is above the second, what was done, or by how much where no ``degrees`` are asked.

    Nothing where one of them is not what it should be.
    """
    aim, made = (o.figure for _, o in operands)
    if not aim.planned or made.planned:
        return []
    # A target of 3600人以上 is one of 3600.
    bare = [(n, replace(o, figure=replace(o.figure, planned=False, qualifier=None))) for n, o in operands]
    if not degrees:
        apart = combine("difference", bare)
        return [apart] if apart else []
    less, more = sorted(degrees, key=lambda d: d not in LESS)
    closing = compare(f"哪个更{more if aim.value > made.value else less}？", bare)
    return [closing] if closing else []


def compare(question: str, operands: Sequence[tuple[str, Operand]]) -> Statement | None:
    """Which of several subjects has more, for two or more figures that can be compared; of three on, their order."""
    figures = [signed(o.figure) for _, o in operands]
    unit = figures[0].unit
    places = ranks(_counted_alike(figures))
    if places is None or len({f.planned for f in figures}) > 1:
        return None
    ordered = [operands[i] for i in sorted(range(len(operands)), key=lambda i: places[i])]
    evidence = tuple(o.evidence for _, o in operands)
    if len(set(places)) == 1:
        return Statement(f"{'两' if len(operands) == 2 else '各'}者相同，均为{figures[0].as_written}", evidence)
    working = " > ".join(_short(o.figure) for _, o in ordered)
    asked = _MORE.findall(question.replace("年轻", "年龄小"))
    less = bool(asked) and asked[-1] in LESS
    more = asked[-1] if asked and asked[-1] != "多" else "高" if unit == "%" else "多"
    name, first = ordered[-1 if less else 0]
    if len(operands) == 2:
        return Statement(f"相比之下，{name}较{more}（{_told(first.figure)}）", evidence, working)
    if len(set(places)) < len(places):
        return Statement(f"从{_order(more)}依次为：{_listed(ordered)}", evidence, working)
    return Statement(
        f"相比之下，{name}最{more}（{_told(first.figure)}）；从{_order(more)}依次为：{_listed(ordered)}",
        evidence,
        working,
    )


def _counted_alike(figures: Sequence[Figure]) -> list[Figure]:
    """In the unit of the first where all count one thing by other words: 142个 and 73家."""
    unit = figures[0].unit
    return [replace(f, unit=unit) if unit and f.unit and same_unit(unit, f.unit) else f for f in figures]


def signed(figure: Figure) -> Figure:
    """A fall below nothing: 下降2% is less than 增长1%."""
    return replace(figure, value=-figure.value) if figure.direction == "down" else figure


def _told(figure: Figure) -> str:
    return f"下降{figure.as_written}" if figure.direction == "down" else figure.as_written


def _short(figure: Figure) -> str:
    return f"-{as_written(figure)}" if figure.direction == "down" else as_written(figure)


def _order(more: str) -> str:
    return {"大": "大到小", "小": "大到小", "快": "快到慢", "慢": "快到慢", "长": "长到短", "短": "长到短"}.get(
        more, "多到少" if more in "多少" else "高到低"
    )


def _listed(ordered: Sequence[tuple[str, Operand]]) -> str:
    return "、".join(f"{name}（{_told(o.figure)}）" for name, o in ordered)


def combine(operation: str, operands: Sequence[tuple[str, Operand]]) -> Statement | None:
    """Sum, difference or ratio over subjects; all need figures of one unit."""
    evidence = tuple(o.evidence for _, o in operands)
    figures = _counted_alike([o.figure for _, o in operands])
    if len({(o.evidence.passage.id, o.evidence.start, o.figure.start, o.figure.value) for _, o in operands}) < len(
        operands
    ):
        return None  # one figure is not two
    if len({f.planned for f in figures}) > 1 or any(f.direction == "down" or f.qualifier in BOUNDS for f in figures):
        return None
    if operation == "sum":
        made = total(figures)
        return Statement(f"据此计算，合计{made.as_written}", evidence, made.working) if made else None
    if len(operands) != 2:
        return None
    if operation == "difference":
        names = [name for name, _ in operands]
        (low, _), (high, name) = sorted(zip(figures, names, strict=True), key=lambda x: x[0].value)
        made = difference(low, high)
        more = "高" if high.unit == "%" else "多"
        same = made is not None and made.value == 0
        text = f"据此计算，{'两者相同' if same else f'相差{made.as_written}（{name}较{more}）'}" if made else ""
    elif operation == "ratio":
        made = ratio(figures[0], figures[1])
        text = f"据此计算，前者是后者的{made.as_written}" if made else ""
    else:
        return None
    return Statement(text, evidence, made.working) if made else None
