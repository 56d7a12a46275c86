"""Operands: which figures of the reports a question names to be reckoned with, and which may be put together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from rag.answer.fit import Fit, held_around, overlap, period_fit
from rag.answer.reading import Sentence
from rag.answer.values import named_in, same_unit
from rag.domain import Place, Span
from rag.figure import Figure
from rag.figures import related
from rag.figures.arithmetic import comparable
from rag.retrieve.content import Word
from rag.retrieve.terms import terms
from rag.text.dates import Period
from rag.text.fold import folded
from rag.text.places import find

NAMED = 0.6
"""Least share of the words that name an operand which must stand with its figure."""
PLACED = 0.4
"""The same where the place that the question names stands with it."""
AROUND = 0.5
"""Least share that must stand with it or around it where its time names it."""
_HARD = re.compile(r"[；;。！？?!：:]")
_CLAUSE = re.compile(r"[，,；;。！？?!：:]")
AND = r"和(?!谐|美|睦)|与(?!会)|以及|及(?!时|格)"
"""Words that join things, as a pattern."""
_LISTED = re.compile(rf"[，,、]|{AND}")
_LIST_MARK = re.compile(r"、|(?<=[一-鿿])和(?!谐|美|睦)|以及")
_SOFT = re.compile(r"[，,、；;。：:（(）)]")
_JOINS = re.compile(rf"[，,、]|{AND}|到(?=\D*$)|至(?=\D*$)")
_IN_STEP = re.compile(r"分别|依次|各(?![类项种级地族界国省部单位])")
_PER = re.compile(r"每(?P<per>月|年|天|日|亩|户|人|吨|公斤|斤)|(?P<span>[月年日])(?=收入|工资|薪|产|销|均)")
_BOUNDS = ("超", "以上", "以下", "不足")
_PEOPLE = ("人", "名", "位", "人次", "口")
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
        return folded(_words(self.fit.sentence, self.figure, self.row))

    @cached_property
    def row(self) -> str | None:
        """What the figure is said of in a row (甲、乙分别A、B); None where it stands in none that can be told apart."""
        return _of_row(self.fit.sentence, self.figure)

    @cached_property
    def lead(self) -> str:
        """What the clause before and, for a part of something, its whole are said of, folded: it may hold as well."""
        return folded(_lead(self.fit.sentence, self.figure))

    @cached_property
    def terms(self) -> frozenset[str]:
        """The terms of its own words."""
        return frozenset(terms(self.own))

    @cached_property
    def _lead_terms(self) -> frozenset[str]:
        return frozenset(terms(self.lead))

    def _held(self, word: Word) -> float:
        return max(word.held(self.terms, self.own), 0.8 * word.held(self._lead_terms, self.lead))

    def holds(self, words: Sequence[Word]) -> float:
        """Share of ``words`` said of the figure itself, a little less for its lead; 1 where there are none."""
        total = sum(w.weight for w in words)
        return sum(w.weight * self._held(w) for w in words) / total if total > 0 else 1.0

    def around(self, words: Sequence[Word]) -> float:
        """The same, with less for what the sentence says elsewhere, its title or its neighbours; 1 without words."""
        total = sum(w.weight for w in words)
        if total <= 0:
            return 1.0
        sentence = self.fit.sentence
        return sum(w.weight * max(self._held(w), 0.85 * held_around(w, sentence)) for w in words) / total

    @property
    def span(self) -> Period | None:
        """The time the report itself gives the figure."""
        f = self.figure
        return Period(0, 0, f.since, f.until or f.since, f.period or "", False) if f.dated and f.since else None

    def at(self, periods: Sequence[Period]) -> bool:
        """Whether the figure may be of each of ``periods``."""
        return all(self._at(p) for p in periods)

    def _at(self, period: Period) -> bool:
        if period.as_written in self.own:
            return True
        if period.since is None:
            return False
        f = self.figure
        if self.span is not None and f.since:
            return overlap(period, self.span) and len(f.since) >= min(len(period.since), 7)
        return period_fit((period,), self.fit.sentence) >= 0.5


def _words(sentence: Sentence, q: Figure, row: str | None) -> str:
    tail = _tail(sentence.text, sentence.figures, q)
    if row is not None:
        return f"{row} {tail}"
    named = " ".join(x for x in (q.name, q.subject, q.place) if x)
    low, base = _clause(sentence, q)
    return f"{named} {sentence.text[low:base]} {tail}"


def _clause(sentence: Sentence, q: Figure) -> Span:
    """Where the clause of a figure begins, after the mark or the figure of its unit before; and where it stands."""
    text = sentence.text
    base = next((c.first for c in related.changes(sentence) if c.second.start == q.start), q)
    low = max((m.end() for m in _CLAUSE.finditer(text, 0, base.start)), default=0)
    told = [p for p in sentence.figures if low <= p.start and p.end <= base.start and not p.as_written.startswith("一")]
    before = [p for p in told if p.unit == base.unit]
    if before:
        m = _JOINS.search(text, before[-1].end, base.start)
        return (m.end() if m else base.start), base.start
    # 卫生院30所、卫生室303个: the things of a list are apart, whatever they are counted in.
    last = max((p.end for p in told), default=None)
    m = _LIST_MARK.search(text, last, base.start) if last is not None else None
    return (m.end() if m else low), base.start


def _lead(sentence: Sentence, q: Figure) -> str:
    """The clause before (养了25头牛，年收入30万元), unless it has a figure of the unit; the whole of a part."""
    text = sentence.text
    whole = next((p.whole for p in related.parts(sentence) if p.part.start == q.start), None)
    told = " ".join((_words(sentence, whole, None), whole.subject)) if whole else ""
    low, _ = _clause(sentence, q)
    hard = max((m.end() for m in _HARD.finditer(text, 0, low)), default=0)
    marks = [hard, *(m.end() for m in re.finditer(r"[，,]", text[:low]) if m.end() > hard)]
    at = marks[-2] if len(marks) > 1 and marks[-1] == low else hard
    if low == hard or any(at <= f.start < low and f.unit == q.unit for f in sentence.figures):
        return told
    return f"{told} {text[at:low]}"


def _of_row(sentence: Sentence, q: Figure) -> str | None:
    """The one of 甲、乙 in 甲、乙分别A、B that a figure is of, with the row's name; also in a later row as long."""
    text = sentence.text
    hard = max((m.end() for m in _HARD.finditer(text, 0, q.start)), default=0)
    steps = [m for m in _IN_STEP.finditer(text, hard) if m.start() < q.start]
    if not steps:
        return None
    low = steps[-1].end()
    row = [f for f in sentence.figures if f.start >= low and f.unit == q.unit and not _apart(text[low : f.start])]
    if q.start not in {f.start for f in row}:
        return None
    listed = [x for x in _LISTED.split(text[hard : steps[0].start()]) if x.strip()]
    clause = max((m.end() for m in _CLAUSE.finditer(text, 0, steps[-1].start())), default=0)
    measure = text[steps[-1].end() : row[0].start] if len(steps) == 1 else text[clause : steps[-1].start()]
    measure = f"{measure} {q.name}" if len({f.name for f in row}) == 1 else q.name
    if len(listed) != len(row) or len(row) < 2:
        # Whose is whose only the reader may tell.
        return " ".join(x for x in (q.name, q.subject, q.place) if x)
    return f"{listed[[f.start for f in row].index(q.start)]} {measure}"


def _apart(between: str) -> bool:
    """Whether a clause with words of its own stands between the beginning of a row and a figure."""
    return bool(
        re.search(r"[，,；;][^，,；;]*[一-鿿]{2}", re.sub(r"[\d.]+[万亿]?[一-鿿%]{1,3}(?=[、，,和与及])", "", between))
    )


def _tail(text: str, figures: Sequence[Figure], q: Figure) -> str:
    """The noun behind a figure (42名干部), up to a mark or the next figure."""
    end = min((f.start for f in figures if f.start >= q.end), default=len(text))
    m = _SOFT.search(text, q.end, end)
    return text[q.end : m.start() if m else end][:12]


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
        there = bool(self.places) and named_in(self.places[-1], said.own)
        return held if held >= (AROUND if self.far else PLACED if there else NAMED) else 0.0

    def __bool__(self) -> bool:
        """Whether anything names it."""
        return bool(self.words or self.places or self.periods or self.when)


def _there(place: Place, said: Said, *, strict: bool) -> bool:
    """Whether a figure is of ``place``; unless ``strict`` also where nothing says that it is of another."""
    f = said.figure
    if named_in(place, said.own) or (f.place == place.name and said.row is None):
        return True
    if said.row is not None and any(m.place.level == place.level for m in find(said.row)):
        return False
    inside = (f.place_path or "").startswith(place.path + "/")
    return not strict and (f.place is None or inside)


def _when(when: str, said: Said) -> bool:
    text = said.own + said.lead
    if not when or when in text:
        return True
    if said.figure.dated:
        return False
    alike = _ONCE if when in _ONCE else _NOW if when in _NOW else ()
    if any(t in text for t in alike):
        return True
    # A figure without any word of time is of now: 去年3.2万元，现有6.4万元.
    return when in _NOW and not TIMES.search(text) and said.figure.relation != "base"


def in_unit(asked: str | None, written: str) -> bool:
    """Whether a figure may be reckoned with where ``asked`` is the unit wanted: as ``same_unit``, but 个 are no people."""
    return same_unit(asked, written) and not (asked in _PEOPLE and written == "个")


def together(
    said: Sequence[Said], named: Sequence[Named], context: Sequence[Word], unit: str | None, *, nested: bool = False
) -> Iterator[tuple[float, tuple[Said, ...]]]:
    """One figure for each of ``named``, all of one article and alike, with how well they hold the words, in [0, 2].

    With ``nested`` one may be a part of another. Nothing for an article in which one is missing, or two figures are equally well named.
    """
    if not all(named):
        return
    # 由A提高到B: A is of the past, which the question has to name.
    past = ("level", "base") if any(n.when or any(_one_year(p) for p in n.periods) for n in named) else ("level",)
    fitting = [s for s in said if exact(s) and in_unit(unit, s.figure.unit)]
    fitting = [s for s in fitting if s.figure.relation in past]
    articles: list[str | None] = list(dict.fromkeys(s.fit.sentence.passage.article_id for s in fitting))
    if len({n.places[-1:] for n in named} - {()}) == len(named):
        articles.append(None)  # each of a place of its own: other articles may tell of it
    for article in articles:
        here = [s for s in fitting if article in (None, s.fit.sentence.passage.article_id)]
        for of_unit in dict.fromkeys(_sort(s.figure.unit) for s in here):
            mine = [s for s in here if _sort(s.figure.unit) == of_unit]
            scored = [[(n.score(s), s) for s in mine] for n in named]
            if not all(any(x for x, _ in column) for column in scored):
                continue
            anchors = dict.fromkeys(s.fit.sentence.key for column in scored for x, s in column if x)
            best: tuple[float, tuple[Said, ...]] | None = None
            for anchor in anchors:
                found = _around(anchor, scored, context)
                if found is None or not alike(in_step(*found[1]) or found[1], named, nested=nested):
                    continue
                if (article or _same_names(found[1])) and (best is None or found[0] > best[0] + 1e-9):
                    best = found
            if best:
                yield best[0], in_step(*best[1]) or best[1]


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
    if len({p for s in said if (p := _per(s))}) > 1:
        return False
    return nested or not any(contains(a, b) for a in said for b in said if a is not b)


def _per(said: Said) -> str:
    """The span or the unit that a figure is for each of: 每月, 年收入, 每亩."""
    m = _PER.search(said.own)
    return (m["per"] or m["span"] or "") if m else ""


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
    """Every figure of the sentences of ``fits``, people counted as 人 whatever they are counted by."""
    return tuple(Said(f, q) for f in fits for q in f.sentence.figures)


def exact(said: Said) -> bool:
    """Whether a figure can be reckoned with: no bound (超500亿元), no range, no 一 that is an article (一户)."""
    f = said.figure
    return f.qualifier not in _BOUNDS and f.high is None and not f.as_written.startswith(("一", "每"))


def in_step(*said: Said) -> tuple[Said, ...] | None:
    """The figures in the unit of the first, where they count one thing by other words (8500名, 7990人); else None."""
    unit = said[0].figure.unit
    if any(_sort(s.figure.unit) != _sort(unit) for s in said):
        return None
    return tuple(s if s.figure.unit == unit else Said(s.fit, replace(s.figure, unit=unit)) for s in said)


def _sort(unit: str) -> str:
    return "人" if unit in _PEOPLE[:3] else unit
