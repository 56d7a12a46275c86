"""What every way of working a figure out is given, and what it gives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answer.fit import Fit, Wanted
from rag.answer.reading import Sentence
from rag.answer.statements import Statement
from rag.answer.values import same_unit
from rag.figure import Figure
from rag.figures import related
from rag.figures.arithmetic import Computed
from rag.retrieve.content import Word, covered
from rag.retrieve.question import Query
from rag.retrieve.terms import Weights, terms
from rag.text.fold import folded

MARKS = re.compile(r"[，,；;。：:、]")
DONE = re.compile(r"已|完成|整改|落实|解决|办结|脱贫|退出|到位|销号|建成|兑现|发放")
LEFT = re.compile(r"剩余|还剩|余留|尚有|还有|剩下|未(?:完成|整改|脱贫|解决)|仍有|余下|其余")
ASKS_TARGET = re.compile(r"目标|计划|任务|总数|总量|总额")


@dataclass(frozen=True, slots=True)
class Worked:
    """A figure worked out (by ``method``: share, earlier …), the fits of its operands, how well they hold the question in [0, 2]."""

    statement: Statement
    fits: tuple[Fit, ...]
    score: float
    method: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """What every method is given."""

    query: Query
    want: Wanted
    pool: tuple[Fit, ...]
    weights: Weights

    def score(self, f: Fit, *figures: Figure) -> float:
        """How well a sentence and the words right around some of its figures hold what is asked."""
        return 0.7 * self.near(f, figures, 1) + 0.3 * self.near(f, figures, 2) + f.coverage

    def near(self, f: Fit, figures: Sequence[Figure], reach: int) -> float:
        """Share of the ask's words in the clauses of ``figures``."""
        text = folded(" ".join(related.clause(f.sentence, q, reach=reach) for q in figures))
        return covered(self.want.own, set(terms(text)), text)

    def result(self, text: str, computed: Computed, score: float, *operands: tuple[Fit, Figure]) -> Worked:
        """``text`` says what ``computed`` is; ``operands`` are the figures it rests on, each with its sentence."""
        fits = tuple(dict.fromkeys(f for f, _ in operands))
        evidence = tuple(dict.fromkeys(f.sentence.evidence() for f in fits))
        return Worked(Statement(f"据此计算，{text}", evidence, computed.working), fits, score)


def figure_beside(
    sentence: Sentence, words: Sequence[Word], unit: str | None, taken: Sequence[Figure]
) -> Figure | None:
    """The figure in whose own clause most of ``words`` stand (at least half of their weight)."""
    best: tuple[float, Figure] | None = None
    low, led = 0, ""
    reached = {c.second.start for c in related.changes(sentence)}
    for q in sentence.figures:
        before, after = sentence.text[low : q.start], sentence.text[q.end : q.end + 6]
        # 收入由A提高到B: what A is said of, B is said of.
        before = led if q.start in reached else before
        led = before
        window = folded(MARKS.split(before)[-1] + MARKS.split(after)[0])
        low = q.end
        if q in taken or not same_unit(unit, q.unit) or q.unit == "%":
            continue
        share = covered(words, set(terms(window)), window)
        if share >= 0.5 and (best is None or share > best[0]):
            best = (share, q)
    return best[1] if best else None
