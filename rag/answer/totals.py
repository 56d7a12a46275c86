"""Sums that no sentence states: of things named one by one, of the lines of a list, of what is done and what is left.

And the other way round: a target of which a part and its share are told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.answer.case import ASKS_TARGET, DONE, LEFT, Case, Worked, figure_beside
from rag.answer.lists import wanted_count
from rag.answer.reading import Sentence
from rag.answer.values import same_unit
from rag.figure import Figure
from rag.figures import related
from rag.figures.arithmetic import total, whole_of
from rag.retrieve.content import Word, content


def done_and_left(case: Case) -> Iterator[Worked]:
    """What is done and what is left of it make the whole: 已改造1260户，…剩余240户."""
    ask = case.query.asks[0]
    for f in case.pool:
        found = [q for q in f.sentence.figures if same_unit(ask.unit, q.unit) and q.unit != "%"]
        for done, left in zip(found, found[1:], strict=False):
            text = f.sentence.text
            if done.unit != left.unit or not LEFT.search(text[max(0, left.start - 6) : left.start]):
                continue
            if DONE.search(text[max(0, done.start - 20) : done.start]):
                made = total((done, left))
                if made:
                    score = case.score(f, done) + 0.2
                    yield case.result(f"一共{made.as_written}", made, score, (f, done), (f, left))


def quota(case: Case) -> Iterator[Worked]:
    """A target of which a part and its share are told: 32.46万人，完成年度目标的46.4%."""
    ask = case.query.asks[0]
    for f in case.pool:
        if f.period < 0.25:
            continue
        for q in related.quotas(f.sentence):
            meant = next((w for w in ASKS_TARGET.findall(q.whole) if w in case.query.question), None)
            made = whole_of(q.done, q.share) if meant and same_unit(ask.unit, q.done.unit) else None
            if made:
                text = f"{meant}约为{made.as_written}"
                yield case.result(text, made, case.score(f, q.done), (f, q.done), (f, q.share))


def items(case: Case) -> Iterator[Worked]:
    """The figures that one sentence gives to things the question names one by one: 县级8名、乡级36名、村级147名."""
    unit = case.query.asks[0].unit
    named = [
        n for n in re.split(r"[、和与及]", re.split(r"加起来|一共|总共|合计|共计", case.query.masked)[0]) if n.strip()
    ]
    if len(named) < 2:
        return
    for f in case.pool:
        if f.period < 0.25:
            continue
        figures: list[Figure] = []
        for name in named:
            words = content(name, case.weights) or (Word(name.strip()[-2:], (name.strip()[-2:],), 1.0),)
            best = figure_beside(f.sentence, words, unit, figures)
            if best is None:
                break
            figures.append(best)
        made = total(figures) if len(figures) == len(named) else None
        if made:
            score = case.score(f, *figures) + 0.3
            yield case.result(f"合计{made.as_written}", made, score, *((f, q) for q in figures))


def rows(case: Case) -> Iterator[Worked]:
    """The lines of a list that give one figure to each of several (甲园区：产值3亿元。乙园区：产值5亿元。)."""
    ask, count = case.query.asks[0], wanted_count(case.query.question)
    for f in case.pool[:3]:
        if f.value is None or f.period < 0.25 or "：" not in f.sentence.text:
            continue
        form = _form(f.sentence)
        lines = [g for g in case.pool if g.value and g.sentence.passage.article_id == f.sentence.passage.article_id]
        lines = sorted((g for g in lines if _form(g.sentence) == form), key=lambda g: g.sentence.key)
        operands = [(g, g.value) for g in lines if g.value is not None]
        made = total([q for _, q in operands]) if count in (None, len(operands)) else None
        if made and same_unit(ask.unit, f.value.unit):
            yield case.result(f"合计{made.as_written}", made, case.score(f, f.value) + 0.3, *operands)


def _form(sentence: Sentence) -> str:
    """The line without its name and its figures."""
    return re.sub(r"[\d.,\s]+", "#", sentence.text.partition("：")[2]).rstrip("。；;")
