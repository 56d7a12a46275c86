"""What a figure of a report is said of: its name and place, its clause, its place in a row; and what sort of figure it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from rag.answer.counted import same_unit
from rag.answer.fit import Fit, held_around
from rag.answer.periods import overlap, period_fit
from rag.answer.reading import Sentence
from rag.domain import Span
from rag.figure import Figure
from rag.figures import related
from rag.retrieve.content import Word
from rag.retrieve.terms import terms
from rag.text.dates import Period
from rag.text.dictionary import kind
from rag.text.fold import folded
from rag.text.words import segment

AND = r"和(?!谐|美|睦)|与(?!会)|以及|及(?!时|格)"
"""Words that join things, as a pattern."""
_HARD = re.compile(r"[；;。！？?!：:]")
_CLAUSE = re.compile(r"[，,；;。！？?!：:]")
_LISTED = re.compile(rf"[，,、]|{AND}")
_LIST_MARK = re.compile(r"、|(?<=[一-鿿])和(?!谐|美|睦)|以及")
_SOFT = re.compile(r"[，,、；;。：:（(）)]")
_OF_THEM = re.compile(r"(?<!其)(?:当中|之中|里面|(?<![年月])中(?![心医专小央]))")
"""5347人中已就业5012人: what follows is said of the part."""
_AIM = re.compile(r"的?(?:年度|全年|年初|既定|预期|预定|计划|本年)*(?:目标|任务|计划)")
_AIM_OF = re.compile(r"(?:任务|目标)数?(?:为|是)?$")
_BY_NOW = re.compile(r"(?:目前|现在?)?已经?")
"""4865名劳动力已就业4592人: likewise."""
_JOINS = re.compile(rf"[，,、]|{AND}|到(?=\D*$)|至(?=\D*$)|{_OF_THEM.pattern}")
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_PLAIN = re.compile(r"[一-鿿]*")
_ALL = ("全部", "全体", "多数", "部分", "左右", "以上", "以下")
_WHO = re.compile(r"(?:工人|员工|职工|人员|群众|村民|居民|农户|人)$")
"""Whom reports count by a general word, whatever they are called in the question."""
_IN_STEP = re.compile(r"分别|依次|各(?![类项种级地族界国省部单位])")
BOUNDS = ("超", "以上", "以下", "不足")
"""Qualifiers of figures that only say where something begins or ends."""
TOPIC = 0.7
"""Least share of what a question names that its report must hold around a figure said of the last of it."""
_PEOPLE = ("人", "名", "位", "人次", "口")


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
    def clause(self) -> str:
        """The words of its clause and the noun behind it, folded, without the place and name that hold for it."""
        sentence = self.fit.sentence
        low, base = _clause(sentence, self.figure)
        return folded(f"{sentence.text[low:base]} {_tail(sentence.text, sentence.figures, self.figure)}")

    @cached_property
    def row(self) -> str | None:
        """What the figure is said of in a row (甲、乙分别A、B); None where it stands in none that can be told apart."""
        return _of_row(self.fit.sentence, self.figure)

    @cached_property
    def lead(self) -> str:
        """What the clause before and, for a part of something, its whole are said of, folded: it may hold as well."""
        return folded(_lead(self.fit.sentence, self.figure))

    @cached_property
    def counted(self) -> str:
        """The noun right behind the figure, which is what it counts (4个*大字*, 18名福州*医生*); empty where none is."""
        out, noun = "", False
        for word in segment(_PLAIN.match(self.fit.sentence.text, self.figure.end, self.figure.end + 10)[0]):  # type: ignore[index]
            sort = kind(word) or "n"
            if sort == "ns" and not out:
                continue
            if word in _ALL or not sort.startswith("n") and (noun or sort not in ("a", "b")):
                break
            out, noun = out + word, noun or sort.startswith("n")
        return out if noun and len(out) > 1 else ""

    def counts_another(self, words: Sequence[Word]) -> bool:
        """Whether the noun behind the figure is another than those ``words`` name: “百姓书屋”4个大字 counts no 百姓书屋."""
        named = "".join(w.text for w in words if not (kind(w.text) or "n").startswith("v"))
        return bool(named and self.counted) and not set(self.counted) & set(named) and not _WHO.search(self.counted)

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

    def of_topic(self, words: Sequence[Word]) -> bool:
        """Whether the figure is said of the last of ``words``, and its report of the others (甲园区*脱贫人口*)."""
        return len(words) > 1 and self.holds(words[-1:]) >= 0.9 and self.around(words) >= TOPIC

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
        year = _YEAR.findall(_CLAUSE.split(self.fit.sentence.text[: f.start])[-1])[-1:]
        if year and not period.since[:4] <= year[0] <= (period.until or period.since)[:4]:
            return False  # 2021年6000元，2022年6900元: what its own clause dates is of that year
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
        by_now = None if m else _BY_NOW.search(text, before[-1].end, base.start)
        return (m.end() if m else by_now.start() if by_now else base.start), base.start
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
    found = [p.search(text, q.end, end) for p in (_SOFT, *((_OF_THEM, _BY_NOW) if end < len(text) else ()))]
    return text[q.end : min((m.start() for m in found if m), default=end)][:12]


def in_unit(asked: str | None, written: str) -> bool:
    """Whether a figure may be reckoned with where ``asked`` is the unit wanted: as ``same_unit``, but 个 are no people."""
    return same_unit(asked, written) and not (asked in _PEOPLE and written == "个")


def same_spot(a: Said, b: Said) -> bool:
    """Whether both are the very same figure of a report."""
    return a.fit.sentence.passage.id == b.fit.sentence.passage.id and _spot(a) == _spot(b)


def _spot(s: Said) -> int:
    return s.fit.sentence.start + s.figure.start


def contains(whole: Said, part: Said) -> bool:
    """Whether a sentence tells ``part`` as one of ``whole`` (其中, 里面)."""
    if whole.fit.sentence.key != part.fit.sentence.key:
        return False
    pairs = related.parts(whole.fit.sentence)
    return any(p.whole.start == whole.figure.start and p.part.start == part.figure.start for p in pairs)


def said_of(fits: Iterable[Fit]) -> tuple[Said, ...]:
    """Every figure of the sentences of ``fits``, people counted as 人 whatever they are counted by."""
    return tuple(Said(f, q) for f in fits for q in f.sentence.figures)


def exact(said: Said) -> bool:
    """Whether a figure can be reckoned with: no bound (超500亿元), no range, no 一 that is an article (一户)."""
    f = said.figure
    return f.qualifier not in BOUNDS and f.high is None and not f.as_written.startswith(("一", "每"))


def in_step(*said: Said) -> tuple[Said, ...] | None:
    """The figures in the unit of the first, where they count one thing by other words (8500名, 7990人); else None."""
    unit = said[0].figure.unit
    if any(sort_of(s.figure.unit) != sort_of(unit) for s in said):
        return None
    return tuple(s if s.figure.unit == unit else Said(s.fit, replace(s.figure, unit=unit)) for s in said)


def aimed(said: Said) -> bool:
    """Whether a figure is what is to be reached: a plan, or one that its own noun calls so (完成4000人的目标, 任务4000人)."""
    f, text = said.figure, said.fit.sentence.text
    return f.planned or bool(_AIM.match(text, f.end) or _AIM_OF.search(text[: f.start]))


def sort_of(unit: str) -> str:
    """The unit, one for all that count people."""
    return "人" if unit in _PEOPLE[:3] else unit
