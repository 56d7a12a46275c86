"""Tables by their columns: which cell of a row a question asks for, and what the text calls the same column."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.answer.counted import same_unit
from rag.answer.reading import Sentence
from rag.domain import Place
from rag.figure import Figure
from rag.figures.arithmetic import agree
from rag.retrieve.content import Word, covered, is_weak
from rag.retrieve.terms import terms
from rag.text.fold import folded

HELD = 0.8
"""Least share of the words asked for that a column's names, the table's title and its row must hold."""
_OF_ALL = re.compile(r"合计|总计|全[国省州市县区镇乡]")
_FIRST_CELL = 10
_UNITS = ("province", "prefecture", "county", "township", "village")
_COUNTED = re.compile(r"([人户家])数$|[一-鿿](率)$")
_FIGURE = re.compile(r"\d[\d.,，]*[万亿]?")


def told_of_totals(sentences: Sequence[Sentence]) -> list[Sentence]:
    """``sentences``, the rows of tables knowing what their article's text says of their columns.

    A column is what the text tells of its total: 全州转移就业318604人 above a table whose 就业人数 come to 318604.
    """
    texts: defaultdict[str, list[Sentence]] = defaultdict(list)
    totals: defaultdict[str, list[Figure]] = defaultdict(list)
    for s in sentences:
        article = s.passage.article_id
        if not s.is_row:
            texts[article].append(s)
        elif _OF_ALL.search(" ".join(f.subject for f in s.figures)):
            totals[article] += s.figures
    words = {article: dict(_told(found, texts[article])) for article, found in totals.items()}
    return [
        replace(s, columns=tuple(words[s.passage.article_id].items()))
        if s.is_row and words.get(s.passage.article_id)
        else s
        for s in sentences
    ]


def _told(totals: Sequence[Figure], texts: Sequence[Sentence]) -> Iterator[tuple[str, str]]:
    """The name of each column with the words before the figure of a sentence that is its total."""
    for total in totals:
        for s in texts:
            same = next((f for f in s.figures if f.relation in ("level", "share") and _same(f, total)), None)
            before = folded(s.text[: same.start]) if same else ""
            if any(pair in before for pair in terms(folded(total.indicator))):
                yield total.indicator, _FIGURE.sub(" ", s.text[: same.start] if same else "")
                break


def _same(told: Figure, total: Figure) -> bool:
    return told.unit == total.unit and told.high is None and told.planned == total.planned and agree(told, total)


def column(words: Sequence[Word], sentence: Sentence, unit: str | None = None) -> list[Figure]:
    """The figures of a row whose column is asked for by ``words`` in ``unit``; none where none is, or not all is said.

    The name of the column decides; what else is asked of it (脱贫人口) the title, the row or the text has to say.
    """
    figures = [f for f in sentence.figures if same_unit(unit, f.unit) and not any(_of_others(w, f) for w in words)]
    held = [_held(words, folded(f.indicator)) for f in figures]
    most = max(held, default=0.0)
    p = sentence.passage
    title = " ".join(x for x in (p.title, p.subtitle, p.section) if x)
    asked = [w for w in words if not is_weak(w.text)]
    told = dict(sentence.columns)
    return [
        f
        for f, own in zip(figures, held, strict=True)
        if own >= most - 1e-9
        and most > 0.0
        and _held(
            asked, folded(" ".join((f.indicator, f.subject, told.get(f.indicator, ""), title, _before(f, sentence))))
        )
        >= HELD
    ]


def _before(figure: Figure, sentence: Sentence) -> str:
    """What heads the row; for a rate also the columns before it, of which it is one."""
    return sentence.text[: figure.start if figure.unit == "%" else sentence.figures[0].start]


def of_row(sentence: Sentence, asked: Sequence[Place]) -> bool:
    """Whether a row that a place heads is of one ``asked``; of those it lies in it tells a part, which is another figure."""
    first = next(iter(sentence.places), None)
    if not asked or first is None or first.start > _FIRST_CELL or first.place.level not in _UNITS:
        return True
    return any(p.name == m.place.name for m in sentence.places for p in asked)


def _held(words: Sequence[Word], text: str) -> float:
    """Share of ``words`` that ``text`` holds; 1 where there are none."""
    return covered(words, set(terms(text)), text) if words else 1.0


def _of_others(word: Word, figure: Figure) -> bool:
    """Whether ``word`` says that something else is counted: 人数 are no 家, and a 率 is no number of people."""
    counted = _COUNTED.search(word.text)
    if counted is None or not figure.unit:
        return False
    return figure.unit != "%" if counted[2] else not same_unit(counted[1], figure.unit)
