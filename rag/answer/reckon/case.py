"""What every way of working a figure out is given, and what it gives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answer.fit import Fit, Wanted, nouns_asked, wanted
from rag.answer.reading import Sentence, surface
from rag.answer.reckon.asked import is_topic, unit_of
from rag.answer.reckon.said import Said, contains, said_of
from rag.answer.statements import Statement
from rag.figure import Figure
from rag.figures import related
from rag.figures.arithmetic import Computed
from rag.retrieve.content import Word, content, covered, is_weak
from rag.retrieve.question import Query
from rag.retrieve.terms import Weights, terms
from rag.text import places
from rag.text.dictionary import kind
from rag.text.fold import folded
from rag.text.units import UNIT

MARKS = re.compile(r"[，,；;。：:、]")
_MEASURE = re.compile(rf"[\d.]*(?:万亿|亿|万|千|百)?(?:{UNIT.pattern})?|户有|有")
_PLAINLY = re.compile(rf"{_MEASURE.pattern}|[现共全总已达]有?[一-鿿]?|目前")
"""What leads up to a figure and tells it from no other."""
_NOT_COUNTED = re.compile(rf"^(?:{_MEASURE.pattern})$|[村组]$|社区$|夫妻|夫妇|口子$")
"""Measures; a village, which is told once and then goes without its name; and whom a sentence tells one by one."""
_OF_PEOPLE = re.compile(r"(?P<what>[一-鿿]{2,4}?)(?:总?人口|人数|人员|总数|户数?|劳动力|群众|家庭|对象)")
DONE = re.compile(
    r"已|完成|整改|落实|(?<!为)解决|办结|脱贫(?!人口|劳动力|户|群众|家庭|地区|攻坚)|退出|到位|销号|建成|兑现|发放"
)
LEFT = re.compile(r"剩余|还剩|余留|尚有|还有|剩下|未(?:完成|整改|脱贫|解决)|仍有|余下|其余")
ASKS_TARGET = re.compile(r"目标|计划|任务|总数|总量|总额")


TOLD = 0.5
"""How much of a noun asked for must stand with an operand, in its title or in the sentence that leads up to it."""
POOL = 25
"""Best fits whose figures are related."""


@dataclass(frozen=True, slots=True)
class Worked:
    """A figure worked out (by ``method``: share, earlier …), the fits of its operands, how well they hold the question in [0, 2]."""

    statement: Statement
    fits: tuple[Fit, ...]
    score: float
    method: str = ""
    operands: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """What every method is given."""

    query: Query
    want: Wanted
    pool: tuple[Fit, ...]
    weights: Weights
    said: tuple[Said, ...] = ()
    """The figures of the pool."""
    clause: tuple[Word, ...] = ()
    """The content words of the ask's own clause."""

    @property
    def about(self) -> tuple[Word, ...]:
        """The ask's words that name what it is about: no units, no numbers (多少*万户*)."""
        return tuple(w for w in self.want.own if not _MEASURE.fullmatch(w.text))

    @property
    def topic(self) -> tuple[Word, ...]:
        """The ask's words that name what figures are of, without what is to be worked out (占比, 平均, 离目标还差)."""
        own = tuple(w for w in self.about if is_topic(w.text, self.query.question))
        return own or self.about

    @property
    def meant(self) -> tuple[Said, ...]:
        """The figures of the pool without those that count another noun than any that is asked about."""
        return tuple(s for s in self.said if not s.counts_another((*self.topic, *self.want.own)))

    def beyond(self, said: Said) -> float:
        """How much a figure is told of that the question does not name: words of its clause, or that it is a part."""
        asked = folded(self.query.question)
        held = frozenset(terms(asked))
        own = [w for w in content(said.clause, self.weights) if not (_PLAINLY.fullmatch(w.text) or is_weak(w.text))]
        beside = [w for w in own if w.held(held, asked) < TOLD]
        part = bool(beside) and any(contains(s, said) for s in self.said)
        return len(beside) / max(3, len(own)) + part

    def score(self, f: Fit, *figures: Figure) -> float:
        """How well a sentence and the words right around some of its figures hold what is asked."""
        around = max(f.coverage, min(Said(f, q).around(self.topic) for q in figures))
        return 0.7 * self.near(f, figures, 1) + 0.3 * self.near(f, figures, 2) + around

    def near(self, f: Fit, figures: Sequence[Figure], reach: int) -> float:
        """Share of the ask's words in the clauses of ``figures``."""
        text = folded(" ".join(related.clause(f.sentence, q, reach=reach) for q in figures))
        return max(covered(words, set(terms(text)), text) for words in (self.want.own, self.topic))

    def whose(self, sentence: Sentence, part: Figure) -> float:
        """How well the words right before a part say what is asked: 1 for a place of the ask's clause, -1 for another."""
        head = MARKS.split(sentence.text[: part.start])[-1] + sentence.text[part.start : part.end]
        mine = {m.place for m in places.find(self.query.asks[0].clause)}
        named = {m.place for m in places.find(head)}
        if mine and named:
            return 1.0 if mine & named else -1.0
        near = folded(head)
        return covered(self.want.own, set(terms(near)), near)

    def belong(self, operands: Sequence[Said]) -> bool:
        """Whether what is reckoned with is of what is asked: some noun asked about is told where it stands.

        What some report counts otherwise (问题318个，整改305个，其余13个) is no sum of the 帮扶车间 asked for, however
        well it would add up. What is to be worked out (缺口, 完成率) need not be told.
        """
        nouns = [w for w in (*nouns_asked(self.want), *self.topic) if self._names(w)]
        return not nouns or any(_told_with(w, s) for w in nouns for s in operands)

    def _names(self, word: Word) -> bool:
        """Whether a word asked for names what is counted, not what is done with it or by which measure."""
        plain = is_topic(word.text, self.query.question) and not _NOT_COUNTED.search(word.text)
        return plain and kind(word.text).startswith("n") and not is_weak(word.text)

    def made(self, text: str, computed: Computed, score: float, said: Sequence[Said]) -> Worked:
        """The same for operands that were found by their words."""
        if any(s.figure.qualifier for s in said):
            text = f"{text}（原文为约数）"
        return self.result(text, computed, score, *((s.fit, s.figure) for s in said))

    def result(self, text: str, computed: Computed, score: float, *operands: tuple[Fit, Figure]) -> Worked:
        """``text`` says what ``computed`` is; ``operands`` are the figures it rests on, each with its sentence."""
        fits = tuple(dict.fromkeys(f for f, _ in operands))
        evidence = tuple(dict.fromkeys(f.sentence.evidence() for f in fits))
        text = text.replace(computed.as_written, _as_asked(computed, unit_of(self.query)))
        said = tuple(Said(f, q) for f, q in operands)
        return Worked(Statement(f"据此计算，{text}", evidence, computed.working), fits, score, operands=said)


def _told_with(noun: Word, said: Said) -> bool:
    """Whether a noun stands with a figure or leads up to it; of people who are called by what they are (脱贫人口), that."""
    s, people = said.fit.sentence, _OF_PEOPLE.match(noun.text)
    if people and people["what"] in s.folded:
        return True
    led = surface(s.before)
    return max(noun.held(s.terms, s.folded), noun.held(s.heading_terms, s.heading), noun.held(led[1], led[0])) >= TOLD


def _as_asked(computed: Computed, unit: str | None) -> str:
    """The result in the 万 or 亿 that the question asks for, where it is a round number of them (1.4亿元, not 14000万元)."""
    scale = {"万": 1e4, "亿": 1e8}.get((unit or "")[:1], 0.0)
    shown = round(computed.value / scale, 4) if scale else 0.0
    told = re.match(r"[\d.]+万", computed.as_written) and scale == 1e8
    if not told or not computed.unit or abs(shown * scale - computed.value) > 1e-6 * abs(computed.value):
        return computed.as_written
    return f"{shown:g}{(unit or '')[:1]}{computed.unit}"


def case_of(query: Query, fits: Sequence[Fit], weights: Weights) -> Case:
    """The case of the first ask of ``query``, over the best of ``fits`` that are of its place and subject."""
    ask = query.asks[0]
    pool = tuple(f for f in fits[:POOL] if f.there and f.theirs)
    at = query.question.find(ask.clause)
    clause = content(query.masked[at : at + len(ask.clause)] if at >= 0 else ask.clause, weights)
    said = tuple(s for s in said_of(pool) if not _of_another(query, s))
    return Case(query, wanted(ask, query, weights), pool, weights, said, clause)


def _of_another(query: Query, said: Said) -> bool:
    """Whether its sentence tells a figure of a place that the question does not ask about: 甲县1463人，乙县为1390人."""
    f = said.figure
    own = places.of_path(f.place_path or "")
    if own is None or not query.places or own.name not in said.fit.sentence.text:
        return False
    # A township of the question may be known by its name alone.
    return not any(
        own.name.endswith(p.name) or p.name.endswith(own.name)
        if own.level == p.level
        else not p.parents or places.covers(own, p) or places.covers(p, own)
        for p in query.places
    )
