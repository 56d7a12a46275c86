"""Which of all places of a sort has the most, where the question names none of them: 哪个镇种得最多, 哪些县超过90%.

Either a report says so itself (产量全县第一), or the figures that the passages found give for several such places are
set side by side. The order holds for the places found, which the answer names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rag.answer.columns import column
from rag.answer.fit import Fit, wanted
from rag.answer.reckon.called import is_called, measure
from rag.answer.reckon.compute import Operand, compare, signed
from rag.answer.reckon.operands import NAMED
from rag.answer.reckon.said import Said, in_unit, sort_of
from rag.answer.statements import Statement, quoted
from rag.answer.values import asks_for_a_plan
from rag.domain import Place
from rag.figure import Figure
from rag.figures import related
from rag.figures.match import plainly
from rag.retrieve.content import Word, content, covered
from rag.retrieve.question import Query
from rag.retrieve.terms import Weights, terms
from rag.text.degrees import A_BIT, DEGREES, LESS
from rag.text.fold import folded
from rag.text.places import find, of_path
from rag.text.quantities import quantities

_LEVELS = {
    "省": ("province",),
    "省份": ("province",),
    "市": ("prefecture", "county"),
    "州": ("prefecture",),
    "市州": ("prefecture",),
    "县": ("county",),
    "区": ("county",),
    "旗": ("county",),
    "镇": ("township",),
    "乡": ("township",),
    "街道": ("township",),
    "村": ("village",),
    "社区": ("village",),
}
_KINDS = "|".join(sorted(_LEVELS, key=len, reverse=True))
_ANY = ("prefecture", "county", "township", "village")
_WHICH = rf"哪(?:一|[两二三几])?(?:个|些|几个)?(?P<kinds>(?:{_KINDS})+|地方|地区|里)"
_MOST = re.compile(
    rf"{_WHICH}(?P<what>[^，,。；;？?谁哪]{{0,16}}?)(?:是|为)?(?:最|更)?(?P<most>{DEGREES}){A_BIT}(?=[，,。；;？?]|$)"
)
_LAST = re.compile(rf"最(?P<most>{DEGREES})的?(?:各|分别)?(?:是|为|在)?{_WHICH}")
_IS = re.compile(rf"最(?P<most>{DEGREES})的(?:一个|那个)?(?P<kinds>(?:{_KINDS})+)(?:各|分别)?(?:是|为|在)?(?:哪|谁)")
_AMONG = re.compile(
    rf"(?:各|所有|[两二三四五六七八九十\d]个)(?P<kinds>(?:{_KINDS})+).*最(?P<most>{DEGREES})的?(?:各|分别)?(?:是|为|在)?哪"
)
"""各县市…最多的是哪个？"""
_OVER = re.compile(
    rf"哪(?:一)?(?:些|几个)(?P<kinds>(?:{_KINDS})+|地方|地区).*?(?:(?P<over>超过|高于|大于|多于|不低于|突破|达到)|(?P<under>低于|不到|少于|不足|小于))"
)
_AT_LEAST = ("不低于", "突破", "达到")
_TOLD = re.compile(rf"最(?:{DEGREES}|好|强)|第一|首位|榜首|之首|之最|头名")
_TOLD_LEAST = re.compile(r"最(?:少|低|小|短)|末位|垫底|倒数")
SHOWN = 8
"""Sentences cited for one order."""
LEAST = 2


@dataclass(frozen=True, slots=True)
class _Row:
    """A place with its figure, and the sentence that holds it."""

    name: str
    figure: Figure
    fit: Fit

    @property
    def operand(self) -> Operand:
        return Operand(self.figure, self.fit.sentence.evidence())


@dataclass(frozen=True, slots=True)
class _Bound:
    """What a figure has to be above, below, at least: ``sign`` and a value in ``unit``."""

    sign: str
    value: float
    unit: str

    def holds(self, figure: Figure) -> bool:
        """Whether ``figure``, in the same unit, is within it; a fall is below nothing."""
        value = signed(figure).value
        within = {"<": value < self.value, ">": value > self.value, "≥": value >= self.value}
        return within[self.sign]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What sort of places are asked about, the words that say of what, and whether the least, or a bound, is wanted."""

    levels: tuple[str, ...]
    words: tuple[Word, ...]
    degree: str = ""
    bound: _Bound | None = None

    @property
    def least(self) -> bool:
        """Whether the least is wanted."""
        return self.degree in LESS


def most(query: Query, fits: Sequence[Fit], weights: Weights) -> tuple[Statement, ...]:
    """The sentence that tells which has the most, or the figures of several in order; empty for other questions.

    ``fits`` are the sentences found, best first.
    """
    asked = _asked(query, weights)
    if asked is None:
        return ()
    inside = [f for f in fits if f.theirs and f.then]
    rows = _side_by_side(query, asked, inside)
    if asked.bound is not None:
        return _beyond(query, asked.bound, rows)
    told = _told(query, asked, inside)
    if len(rows) >= LEAST and (closing := compare(f"哪个最{asked.degree}？", [(r.name, r.operand) for r in rows])):
        rows.sort(key=lambda r: signed(r.figure).value, reverse=not asked.least)
        # What a report says itself is not gainsaid by figures that may be of something else.
        if told is None or rows[0].name in told.sentence.text:
            text = closing.text.replace("相比之下", "查到的地方中", 1)
            shown = [*([told] if told else []), *(r.fit for r in rows)]
            return (*_quotes(query, shown), replace(closing, text=text))
    return _quotes(query, [told]) if told else ()


def settles(query: Query, fits: Sequence[Fit], weights: Weights) -> bool:
    """Whether sentences chosen without an order may stand: one that tells of a single place says not that it has the most.

    True for questions that ask for no such thing.
    """
    asked = _asked(query, weights)
    if asked is None:
        return True
    pattern = _TOLD_LEAST if asked.least else _TOLD
    named = {m.place.path for f in fits for m in f.sentence.places if m.place.level in asked.levels}
    return len(named) >= LEAST or any(pattern.search(f.sentence.text) for f in fits)


def _asked(query: Query, weights: Weights) -> _Asked | None:
    text = query.question
    over = _OVER.search(text)
    found = over or _MOST.search(text) or _LAST.search(text) or _IS.search(text) or _AMONG.search(text)
    if not found or query.compares and len(query.places) > 1:
        return None
    kinds = found["kinds"]
    levels = tuple(dict.fromkeys(x for k in re.findall(_KINDS, kinds) for x in _LEVELS[k])) or _ANY
    # 各县市里…人数最多的是哪个: what is said of them stands between.
    own = wanted(query.asks[0], query, weights).own
    if found.re is _AMONG:
        said = query.masked[found.end("kinds") : found.start("most")].split("最")[0]
        own = content(re.sub(r"^[里中]|当中|之中", " ", said), weights)
    words = tuple(w for w in own if not re.search(rf"{_KINDS}$|^(?:{DEGREES})$|^最", w.text) or len(w.text) > 2)
    if over:
        after = folded(text[over.start("over") if over["over"] else over.start("under") :])
        words = tuple(w for w in words if w.text not in after)
        bound = next((q for q in quantities(text[over.end() :]) if q.kind != "ordinal"), None)
        sign = "<" if over["under"] else "≥" if over["over"] in _AT_LEAST else ">"
        return _Asked(levels, words, bound=_Bound(sign, bound.value, bound.unit)) if bound else None
    return _Asked(levels, words, found["most"])


def _told(query: Query, asked: _Asked, fits: Iterable[Fit]) -> Fit | None:
    """The best sentence that says of a place of the sort asked for that it has the most (least) of what is asked."""
    pattern = _TOLD_LEAST if asked.least else _TOLD
    for f in fits:
        text = f.sentence.text
        for m in pattern.finditer(text):
            low = max(text.rfind(mark, 0, m.start()) for mark in "。；;") + 1
            around = folded(text[low : m.end() + 12])
            named = [p.place for p in find(text[low : m.end() + 16]) if p.place.level in asked.levels]
            if (
                named
                and _within(named[-1], query.places, f)
                and covered(asked.words, set(terms(around)), around) >= NAMED
            ):
                return f
    return None


def _side_by_side(query: Query, asked: _Asked, fits: Sequence[Fit]) -> list[_Row]:
    """One figure for each place of the sort asked for: of one unit, one time and, if they can be, one article."""
    unit = asked.bound.unit if asked.bound else query.asks[0].unit
    plans = asks_for_a_plan(query.question)
    indicator = measure(query)
    groups: defaultdict[tuple[str | None, str, str, str], dict[str, _Row]] = defaultdict(dict)
    for f in fits:
        names: dict[str, str] = {}
        for figure, held in _held(f, asked.words, unit):
            # A figure of a row that has no name of its own goes by that of the one before it.
            name = names[figure.unit] = plainly(figure.name) or names.get(figure.unit, "")
            place = of_path(figure.place_path or "")
            if place is None or place.level not in asked.levels or not _within(place, query.places, f):
                continue
            if held < NAMED or figure.planned != plans or figure.relation not in ("level", "share", "change"):
                continue
            if figure.high is not None or not in_unit(unit, figure.unit):
                continue
            sort = f"{figure.relation} {sort_of(figure.unit)}"
            # Of several articles only figures called exactly what is asked are of one thing.
            exact = indicator is not None and is_called(indicator, figure)
            for article in (f.sentence.passage.article_id, *((None,) if exact else ())):
                groups[article, sort, figure.when, name].setdefault(place.path, _Row(place.name, figure, f))
    # The most places; one article before several.
    best = max(groups, key=lambda key: (len(groups[key]), key[0] is not None), default=None)
    return list(groups[best].values()) if best else []


def _held(f: Fit, words: Sequence[Word], unit: str | None) -> Iterable[tuple[Figure, float]]:
    """The figures of a sentence with how well each is said of ``words``; bare ones of a row as the one before them."""
    if f.sentence.is_row:
        yield from ((figure, 1.0) for figure in column(words, f.sentence, unit))
        return
    before: dict[str, float] = {}
    for figure in f.sentence.figures:
        said = Said(f, figure)
        own = f"{said.own} {folded(figure.label)}"
        held = max(said.holds(words), covered(words, set(terms(own)), own))
        clause = related.clause(f.sentence, figure)
        bare = re.sub(
            r"[\d.]+|[，,、；;。]|其次|其中|是|为|有",
            "",
            clause.replace(figure.place or "", "").replace(figure.unit, ""),
        )
        if len(bare.strip("万亿千百")) <= 1:
            held = max(held, before.get(figure.unit, 0.0))
        before[figure.unit] = held
        yield figure, held


def _within(place: Place, asked: Sequence[Place], f: Fit) -> bool:
    """Whether a unit lies in one of those ``asked``; anywhere where none is. A township may be of an unknown county."""
    if place.level in ("township", "village") and f.place >= 0.5:
        return True
    return not asked or any(p.level == "country" or place.path.startswith(f"{p.path}/") for p in asked)


def _beyond(query: Query, bound: _Bound, rows: Sequence[_Row]) -> tuple[Statement, ...]:
    """Those of ``rows``, figures in the unit of ``bound``, that are within it; empty where none is."""
    kept = [r for r in rows if bound.holds(r.figure)]
    if not kept or len(rows) < LEAST:
        return ()
    listed = "、".join(f"{r.name}（{r.figure.as_written}）" for r in kept)
    return (
        *_quotes(query, [r.fit for r in kept]),
        Statement(
            f"查到的地方中，符合的有：{listed}",
            tuple(dict.fromkeys(r.operand.evidence for r in kept)),
            "，".join(f"{r.figure.as_written} {bound.sign} {bound.value:g}" for r in kept),
        ),
    )


def _quotes(query: Query, fits: Sequence[Fit]) -> tuple[Statement, ...]:
    return tuple(quoted(f.sentence, query) for f in {f.sentence.key: f for f in fits}.values())[:SHOWN]
