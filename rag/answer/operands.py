"""Operands: which figures of the reports a question names to be reckoned with, and which may be put together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rag.answer.fit import Fit, held_around, overlap, period_fit
from rag.answer.reading import Sentence
from rag.answer.values import named_in, same_unit
from rag.domain import Place
from rag.figure import Figure
from rag.figures import related
from rag.figures.arithmetic import comparable
from rag.retrieve.content import Word, covered
from rag.retrieve.terms import terms
from rag.text.dates import Period
from rag.text.fold import folded

NAMED = 0.6
"""Least share of the words that name an operand which must stand with its figure."""
AROUND = 0.5
"""Least share that must stand with it or around it where its time names it."""
_HARD = re.compile(r"[；;。！？?!：:]")
_SOFT = re.compile(r"[，,、；;。：:（(）)]")
_JOINS = re.compile(r"[，,、]|和(?!谐|美|睦)|与(?!会)|以及|及(?!时|格)|到(?=\D*$)|至(?=\D*$)")
_IN_STEP = re.compile(r"分别|依次|各(?![类项种级地族界国省部单位])")
_CLOSE = 0.3, 0.15, 0.1
"""For standing in one sentence, one passage, one article with the other operands."""
_NOW = ("如今", "现在", "目前", "今年", "本年", "眼下", "现今", "当前", "现")
_ONCE = ("过去", "以前", "原来", "原先", "从前", "之前", "曾经", "去年", "上年", "当初", "往年", "前")
TIMES = re.compile("|".join((*_NOW[:-1], *_ONCE[:-1], "前年", "上半年", "下半年", "上学期", "本学期")))
"""Words that set one time against another without a date."""


@dataclass(frozen=True)
class Said:
    """A figure with the words it is said of: its name and place, and those between the last figure of its sort and it."""

    fit: Fit
    figure: Figure

    @cached_property
    def own(self) -> str:
        """The words, folded."""
        return folded(_words(self.fit.sentence, self.figure))

    @cached_property
    def terms(self) -> frozenset[str]:
        """Their terms."""
        return frozenset(terms(self.own))

    def holds(self, words: Sequence[Word]) -> float:
        """Share of ``words`` said of the figure itself; 1 where there are none."""
        return covered(words, self.terms, self.own) if words else 1.0

    def around(self, words: Sequence[Word]) -> float:
        """The same, with less for what the sentence says elsewhere, its title or its neighbours; 1 without words."""
        total = sum(w.weight for w in words)
        if total <= 0:
            return 1.0
        sentence = self.fit.sentence
        return sum(w.weight * max(w.held(self.terms, self.own), 0.85 * held_around(w, sentence)) for w in words) / total

    def at(self, periods: Sequence[Period]) -> bool:
        """Whether the figure may be of each of ``periods``."""
        return all(self._at(p) for p in periods)

    def _at(self, period: Period) -> bool:
        if period.as_written in self.own:
            return True
        if period.since is None:
            return False
        f = self.figure
        if f.dated and f.since:
            return overlap(period, _span(f)) and len(f.since) >= min(len(period.since), 7)
        return period_fit((period,), self.fit.sentence) >= 0.5


def _span(f: Figure) -> Period:
    return Period(0, 0, f.since, f.until or f.since, f.period or "", False)


def _words(sentence: Sentence, q: Figure) -> str:
    named = " ".join(x for x in (q.name, q.subject, q.place) if x)
    text = sentence.text
    base = next((c.first for c in related.changes(sentence) if c.second.start == q.start), q)
    hard = max((m.end() for m in _HARD.finditer(text, 0, base.start)), default=0)
    tail = _tail(text, sentence.figures, q)
    step = max((m.start() for m in _IN_STEP.finditer(text, hard, base.start)), default=-1)
    if step >= 0 and _one_row(text, sentence.figures, step, base):
        # 甲、乙分别A、B: the names before are those of all; whose is whose the reader tells.
        return f"{named} {tail}"
    low = hard
    before = [p for p in sentence.figures if p.end <= base.start and p.unit == base.unit and p.start >= hard]
    if before:
        m = _JOINS.search(text, before[-1].end, base.start)
        low = m.end() if m else base.start
    # Of what is told before a clause at most the one right before it is of the figure: 养了25头牛，年收入30万元.
    marks = [m.end() for m in re.finditer(r"[，,]", text[low : base.start])]
    low += marks[-2] if len(marks) > 1 else 0
    return f"{named} {text[low : base.start]} {tail}"


def _tail(text: str, figures: Sequence[Figure], q: Figure) -> str:
    """The noun behind a figure (42名干部), up to a mark or the next figure."""
    end = min((f.start for f in figures if f.start >= q.end), default=len(text))
    m = _SOFT.search(text, q.end, end)
    return text[q.end : m.start() if m else end][:12]


def _one_row(text: str, figures: Sequence[Figure], step: int, q: Figure) -> bool:
    between = "".join(c for i, c in enumerate(text[step : q.start], step) if not any(f.start <= i < f.end for f in figures))
    first = next((f.start for f in figures if f.start >= step), q.start)
    rest = between[len(text[step:first]) :]
    return not re.search(r"[，,；;]\s*[一-鿿]{2}", rest)


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

    def score(self, said: Said) -> float:
        """How well a figure is the one named, in [0, 1]; 0 where it is not."""
        if not said.at(self.periods) or not _when(self.when, said):
            return 0.0
        if not all(_there(p, said, strict=not self.words) for p in self.places[-1:]):
            return 0.0
        held = said.around(self.words) if self.far else said.holds(self.words)
        return held if held >= (AROUND if self.far else NAMED) else 0.0


    def __bool__(self) -> bool:
        """Whether anything names it."""
        return bool(self.words or self.places or self.periods or self.when)


def _there(place: Place, said: Said, *, strict: bool) -> bool:
    """Whether a figure is of ``place``; unless ``strict`` also where nothing says that it is of another."""
    f = said.figure
    if f.place == place.name or named_in(place, said.own):
        return True
    inside = (f.place_path or "").startswith(place.path + "/")
    return not strict and (f.place is None or inside)


def _when(when: str, said: Said) -> bool:
    if not when or when in said.own:
        return True
    if said.figure.dated:
        return False
    alike = _ONCE if when in _ONCE else _NOW if when in _NOW else ()
    if any(t in said.own for t in alike):
        return True
    # A figure without any word of time is of now: 去年3.2万元，现有6.4万元.
    return when in _NOW and not TIMES.search(said.own) and said.figure.relation != "base"


def together(
    said: Sequence[Said], named: Sequence[Named], context: Sequence[Word], unit: str | None, *, nested: bool = False
) -> Iterator[tuple[float, tuple[Said, ...]]]:
    """One figure for each of ``named``, all of one article and alike, with how well they hold the words, in [0, 2].

    With ``nested`` one may be a part of another. Nothing for an article in which one is missing, or two figures are equally well named.
    """
    if not all(named):
        return
    # 由A提高到B: A is of the past, which the question has to name.
    past = ("level", "base") if any(n.periods or n.when for n in named) else ("level",)
    fitting = [s for s in said if same_unit(unit, s.figure.unit) and s.figure.relation in past]
    articles: list[str | None] = list(dict.fromkeys(s.fit.sentence.passage.article_id for s in fitting))
    if len({n.places[-1:] for n in named} - {()}) == len(named):
        articles.append(None)  # each of a place of its own: other articles may tell of it
    for article in articles:
        here = [s for s in fitting if article in (None, s.fit.sentence.passage.article_id)]
        for of_unit in dict.fromkeys(s.figure.unit for s in here):
            mine = [s for s in here if s.figure.unit == of_unit]
            scored = [[(n.score(s), s) for s in mine] for n in named]
            if not all(any(x for x, _ in column) for column in scored):
                continue
            anchors = dict.fromkeys(s.fit.sentence.key for column in scored for x, s in column if x)
            best: tuple[float, tuple[Said, ...]] | None = None
            for anchor in anchors:
                found = _around(anchor, scored, context)
                if found is None or not alike(found[1], named, nested=nested):
                    continue
                if (article or _same_names(found[1])) and (best is None or found[0] > best[0] + 1e-9):
                    best = found
            if best:
                yield best


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
    return len({s.figure.name[-3:] for s in said}) == 1 and bool(said[0].figure.name)


def same_spot(a: Said, b: Said) -> bool:
    """Whether both are the very same figure of a report."""
    return a.fit.sentence.passage.id == b.fit.sentence.passage.id and _spot(a) == _spot(b)


def _spot(s: Said) -> int:
    return s.fit.sentence.start + s.figure.start


def alike(said: Sequence[Said], named: Sequence[Named] = (), *, nested: bool = False) -> bool:
    """Whether figures may be put together: one unit, exact numbers, plans with plans, one time, none a part of another.

    Times may differ where the question names them, and places where it names several.
    """
    first = said[0].figure
    if any(not comparable(first, s.figure) or _planned(s) != _planned(said[0]) for s in said):
        return False
    timed = any(n.periods or n.when for n in named)
    if not timed and len({_year(s.figure) for s in said} - {None}) > 1:
        return False
    if len({_running(s) for s in said}) > 1 and not timed:
        return False
    return nested or not any(contains(a, b) for a in said for b in said if a is not b)


def _planned(said: Said) -> bool:
    """Whether a figure is a plan; 却要15秒 is none."""
    text = said.fit.sentence.text[: said.figure.start]
    return said.figure.planned and not re.search(r"[却只就便]要$", text)


def contains(whole: Said, part: Said) -> bool:
    """Whether a sentence tells ``part`` as one of ``whole`` (其中, 里面)."""
    if whole.fit.sentence.key != part.fit.sentence.key:
        return False
    pairs = related.parts(whole.fit.sentence)
    return any(p.whole.start == whole.figure.start and p.part.start == part.figure.start for p in pairs)


def _year(f: Figure) -> tuple[str, str] | None:
    return (f.since[:4], (f.until or f.since)[:4]) if f.dated and f.since else None


def _running(said: Said) -> bool:
    """Whether a figure runs over years (累计), not one of them."""
    return "累计" in said.own


def said_of(fits: Iterable[Fit]) -> tuple[Said, ...]:
    """Every figure of the sentences of ``fits``."""
    return tuple(Said(f, q) for f in fits for q in f.sentence.figures)
