"""Operands: which figures of the reports a question names to be reckoned with, and which may be put together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.answer.reckon.said import AND, Said, aimed, contains, exact, in_step, in_unit, same_spot, sort_of
from rag.answer.values import named_in
from rag.domain import Place
from rag.figure import Figure
from rag.figures.arithmetic import comparable
from rag.figures.match import plainly
from rag.retrieve.content import Word
from rag.text.dates import Period
from rag.text.places import covers, find, of_path

NAMED = 0.6
"""Least share of the words that name an operand which must stand with its figure."""
PLACED = 0.4
"""The same where the place that the question names stands with it."""
AROUND = 0.5
"""Least share that must stand with it or around it where its time names it."""
LED = 0.8
"""How far a place counts that only the clause before a figure names."""
CONTEXT = 0.25
"""The same of words that hold for all operands: somewhere in the passage."""
_PER = re.compile(r"每(?P<per>月|年|天|日|亩|户|人|吨|公斤|斤)|(?P<span>[月年日])(?=收入|工资|薪|产|销|均)")
_CLOSE = 0.3, 0.15, 0.1
"""For standing in one sentence, one passage, one article with the other operands."""
_NOW = ("如今", "现在", "目前", "今年", "本年", "眼下", "现今", "当前", "现")
_ONCE = (
    "过去",
    "以前",
    "原来",
    "原先",
    "从前",
    "之前",
    "曾经",
    "去年",
    "上年",
    "上一年",
    "前一年",
    "当初",
    "起初",
    "最初",
    "当年",
    "往年",
    "前",
)
_UNTIL = re.compile(r"\d年(?:以|之)?前")
TIMES = re.compile("|".join((*_NOW[:-1], *_ONCE[:-1], "前年", "上半年", "下半年", "上学期", "本学期")))
"""Words that set one time against another without a date."""


@dataclass(frozen=True, slots=True)
class Named:
    """What names one operand: its words, the places and the times it is of."""

    words: tuple[Word, ...]
    places: tuple[Place, ...] = ()
    periods: tuple[Period, ...] = ()
    when: str = ""
    """An undated time: 今年, 过去."""
    far: bool = False
    """Whether the words may stand anywhere around the figure: where the time tells the operands apart."""
    aim: bool = False
    """Whether a target is named, not what came of it."""
    context: tuple[Word, ...] = ()
    """Words that hold for all operands and only have to stand somewhere around: what was done (*办复*的建议), by whom."""

    def score(self, said: Said) -> float:
        """How well a figure is the one named, in [0, 1]; 0 where it is not."""
        if not said.at(self.periods) or not _when(self.when, said) or (self.aim and not aimed(said)):
            return 0.0
        # 甲市派到乙县的: the figure may be told of either.
        mine = [p for p in self.places if not any(p != q and covers(p, q) for q in self.places)]
        # Where nothing but places names it, it is that of the last: 甲市派到乙县.
        told = mine if self.words else mine[-1:]
        where = max((_there(p, said, strict=not self.words) for p in told), default=1.0)
        if not where:
            return 0.0
        if self.context and said.around(self.context) < CONTEXT:
            return 0.0
        held = said.around(self.words) if self.far else said.holds(self.words)
        there = bool(self.places) and named_in(self.places[-1], said.own)
        return where * held if held >= (AROUND if self.far else PLACED if there else NAMED) else 0.0

    def __bool__(self) -> bool:
        """Whether anything names it."""
        return bool(self.words or self.places or self.periods or self.when)


def _there(place: Place, said: Said, *, strict: bool) -> float:
    """Whether a figure is of ``place`` (1, less where only the clause before names it).

    Unless ``strict`` also where nothing says that it is of another.
    """
    f = said.figure
    if strict and said.row is None:
        # 去往福州的最多，有1208人，天津764人: by the words of its clause, else by those before it.
        if find(said.clause) or named_in(place, said.own):
            return float(named_in(place, said.clause if find(said.clause) else said.own))
        return LED * named_in(place, said.lead)
    if named_in(place, said.own) or (f.place == place.name and said.row is None):
        return 1.0
    if said.row is not None and any(m.place.level == place.level for m in find(said.row)):
        return 0.0
    # A township may be told of for its county, but what a county has is not what its city has.
    own = of_path(f.place_path or "")
    inside = own is not None and own.path.startswith(place.path + "/") and own.level not in ("prefecture", "county")
    return float(not strict and (f.place in (None, place.name) or inside))


def _when(when: str, said: Said) -> bool:
    text = said.own + said.lead
    if not when or when in text:
        return True
    if said.figure.dated and not (when in _ONCE and _UNTIL.search(text)):
        return False
    alike = _ONCE if when in _ONCE else _NOW if when in _NOW else ()
    if any(t in text for t in alike):
        return True
    # A figure without any word of time is of now: 去年3.2万元，现有6.4万元.
    return when in _NOW and not TIMES.search(text) and said.figure.relation != "base"


def together(
    said: Sequence[Said],
    named: Sequence[Named],
    context: Sequence[Word],
    unit: str | None,
    *,
    nested: bool = False,
    growth: bool = False,
) -> Iterator[tuple[float, tuple[Said, ...]]]:
    """One figure for each of ``named``, all of one article and alike, with how well they hold the words, in [0, 2].

    With ``nested`` one may be a part of another; with ``growth`` they are rates of growth. Nothing for an article in
    which one is missing, or two figures are equally well named.
    """
    if not all(named):
        return
    # 由A提高到B: A is of the past, which the question has to name.
    past = ("level", "base") if any(n.when or any(_one_year(p) for p in n.periods) for n in named) else ("level",)
    past = ("change",) if growth else past
    fitting = [s for s in said if exact(s) and in_unit("%" if growth else unit, s.figure.unit)]
    fitting = [s for s in fitting if s.figure.relation in past]
    fitting = [s for s in fitting if nested or not _of_both(s, named)]
    articles: list[str | None] = list(dict.fromkeys(s.fit.sentence.passage.article_id for s in fitting))
    if len({n.places[-1:] for n in named} - {()}) == len(named):
        articles.append(None)  # each of a place of its own: other articles may tell of it
    for article in articles:
        here = [s for s in fitting if article in (None, s.fit.sentence.passage.article_id)]
        for sort in dict.fromkeys((sort_of(s.figure.unit), planned(s), s.figure.direction) for s in here):
            mine = [s for s in here if (sort_of(s.figure.unit), planned(s), s.figure.direction) == sort]
            scored = [[(n.score(s), s) for s in mine] for n in named]
            if not all(any(x for x, _ in column) for column in scored):
                continue
            anchors = dict.fromkeys(s.fit.sentence.key for column in scored for x, s in column if x)
            best: tuple[float, tuple[Said, ...]] | None = None
            for anchor in anchors:
                found = _around(anchor, scored, context)
                if (
                    found is None
                    or not _each_by_its_own(found[1], named)
                    or not alike(in_step(*found[1]) or found[1], named, nested=nested)
                ):
                    continue
                if (article or _same_names(found[1])) and (best is None or found[0] > best[0] + 1e-9):
                    best = found
            if best:
                yield best[0], in_step(*best[1]) or best[1]


def _of_both(said: Said, named: Sequence[Named]) -> bool:
    """Whether a figure is told of two of ``named`` together, and so of none: 选派1030名教师、医生."""
    heads = "|".join(re.escape(n.words[-1].text) for n in named if n.words and not n.far)
    return bool(heads) and bool(re.search(rf"(?:{heads})(?:{AND}|、)(?:{heads})", said.own))


def _each_by_its_own(said: Sequence[Said], named: Sequence[Named]) -> bool:
    """Whether each figure is told by a word that does not hold of the others: 四星助餐点 is no 助餐点 beside 五星级助餐点."""
    if sum(bool(n.places or n.periods or n.when or n.far) for n in named) > 1:
        return True
    for mine, name in zip(said, named, strict=True):
        others = [s for s in said if s is not mine]
        own = [w for w in name.words if all(w.held(s.terms, s.own) < 0.8 for s in others)]
        if (
            not name.far
            and len(own) < len(name.words)
            and own
            and not any(w.held(mine.terms, mine.own) >= 0.5 for w in own)
        ):
            return False
    return True


def _one_year(period: Period) -> bool:
    return period.since is not None and period.since[:4] == (period.until or period.since)[:4]


def _around(
    anchor: tuple[str, int], scored: Sequence[Sequence[tuple[float, Said]]], context: Sequence[Word]
) -> tuple[float, tuple[Said, ...]] | None:
    chosen: list[Said] = []
    total = 0.0
    for column in scored:
        ranked = sorted(
            (
                (-(x + 0.5 * s.around(context) + _nearness(anchor, s)), s.fit.sentence.key, s.figure.start, x, s)
                for x, s in column
                if x and not any(same_spot(s, c) for c in chosen)
            ),
            key=lambda r: r[:3],
        )
        if not ranked:
            return None
        top = ranked[0]
        if len(ranked) > 1 and abs(top[0] - ranked[1][0]) < 1e-6 and top[4].figure.value != ranked[1][4].figure.value:
            return None
        chosen.append(top[4])
        total += top[3] + top[4].around(context) + _nearness(anchor, top[4])
    return total / len(scored), tuple(chosen)


def _nearness(anchor: tuple[str, int], said: Said) -> float:
    key = said.fit.sentence.key
    return _CLOSE[0] if key == anchor else _CLOSE[1] if key[0] == anchor[0] else _CLOSE[2]


def _same_names(said: Sequence[Said]) -> bool:
    """Whether figures of different articles are called alike: nothing else says that they are of one thing."""
    return len({plainly(s.figure.name) for s in said}) == 1 and bool(said[0].figure.name)


def alike(said: Sequence[Said], named: Sequence[Named] = (), *, nested: bool = False) -> bool:
    """Whether figures may be put together: one unit, exact numbers, plans with plans, one time, none a part of another.

    Times may differ where the question names them, and places where it names several.
    """
    first = said[0].figure
    if any(not comparable(first, s.figure) or planned(s) != planned(said[0]) for s in said):
        return False
    timed = any(n.periods or n.when for n in named)
    if not timed and len({_year(s.figure) for s in said} - {None}) > 1:
        return False
    if len({_running(s) for s in said}) > 1 and not timed:
        return False
    if len({p for s in said if (p := _per(s))}) > 1:
        return False
    return nested or not any(contains(a, b) for a in said for b in said if a is not b)


def _per(said: Said) -> str:
    """The span or the unit that a figure is for each of: 每月, 年收入, 每亩."""
    m = _PER.search(said.own)
    return (m["per"] or m["span"] or "") if m else ""


def planned(said: Said) -> bool:
    """Whether a figure is a plan; what something takes or costs (却要15秒, 一吨要150元) is none."""
    text = said.fit.sentence.text[: said.figure.start]
    return said.figure.planned and not text.endswith("要")


def _year(f: Figure) -> tuple[str, str] | None:
    return (f.since[:4], (f.until or f.since)[:4]) if f.dated and f.since else None


def _running(said: Said) -> bool:
    """Whether a figure runs over years (累计), not one of them; what a list goes on with runs as its first does."""
    before = said.fit.sentence.text[: said.figure.start]
    told = re.search(r"累计(?P<then>[^；;。]*)$", before)
    return "累计" in said.own or bool(told and not re.search(rf"年|月|{TIMES.pattern}", told["then"]))
