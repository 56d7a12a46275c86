"""How old somebody was when something began that has lasted for years: 61岁，干了34年."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.answer.reckon.case import Case, Worked
from rag.answer.reckon.said import Said, exact
from rag.figures.arithmetic import age_then

_ASKS = re.compile(
    r"(?:多大|几岁|多少岁|什么(?:年纪|年龄|岁数))[^，,。？?]{0,6}(?:开始|就|起|当上?|做|干|入|参加|走上|时|才)"
    r"|(?:开始|刚|起初|当初|参加|走上|当上|做上|干上|入)[^，,。？?]{0,12}(?:多大|几岁|多少岁|什么(?:年纪|年龄|岁数))"
)
_FOR = re.compile(
    r"(?:干|当|做|教|种|养|守|跑|管|学|工作|从事|从业|从教|从医|行医|坚守|扎根|服务|任教|任职)[了过满着]?[^，,。；;]{0,6}$"
)
_OLDEST = 120


def asks_then(question: str) -> bool:
    """Whether a question wants an age at a time before: 多大开始当村医."""
    return bool(_ASKS.search(question))


def then(case: Case) -> Iterator[Worked]:
    """The age now less the years since, both told of one person in one sentence or in two of one report."""
    if not asks_then(case.query.question):
        return
    near = [s for s in case.said if any(s.fit.sentence.passage.id == f.sentence.passage.id for f in case.pool[:4])]
    ages = [s for s in near if s.figure.unit == "岁" and exact(s) and s.figure.value < _OLDEST]
    spans = [s for s in near if s.figure.unit == "年" and exact(s) and _FOR.search(_head(s))]
    words = case.topic
    for age in ages:
        for span in spans:
            a, b = age.fit.sentence, span.fit.sentence
            if a.key != b.key and b.text != a.after:
                continue
            made = age_then(age.figure, span.figure)
            if made:
                held = max(age.around(words), span.around(words))
                yield case.made(f"当时为{made.as_written}", made, 2 * held, (age, span))


def _head(said: Said) -> str:
    return said.fit.sentence.text[max(0, said.figure.start - 12) : said.figure.start]
