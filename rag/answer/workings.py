"""What no sentence states and several figures give: for each thing asked, whether it has to be worked out, and from what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.answer.fit import Fit
from rag.answer.reckon import compute
from rag.answer.reckon.case import Worked
from rag.answer.reckon.within import work_out
from rag.answer.select import Selection
from rag.figures import related
from rag.language import say
from rag.retrieve.content import content, covered
from rag.retrieve.question import Ask, Query
from rag.retrieve.terms import Weights, terms
from rag.text.fold import folded

_BY = re.compile(
    r"(?:净增|增长|增加|提高|提升|上升|上涨|扩大|下降|减少|降低|缩短|压缩|多出?|少|高|低|涨|降)了?(?:约|近|超过?)?$"
)
_BECAME = re.compile(r"[^，,。；;]{0,8}(?:到|至|为)")


def worked_out(query: Query, selection: Selection, weights: Weights) -> dict[int, Worked]:
    """For each ask the figure that no report states itself but that can be worked out."""
    out: dict[int, Worked] = {}
    for i, ask in enumerate(query.asks):
        first = replace(query, asks=(ask, *(a for a in query.asks if a is not ask)))
        worked = work_out(first, in_words(selection.ranked[i]), weights) if i == 0 or ask.kind == "value" else None
        stated = worked is not None and _told(first, selection, worked, i)
        # What is told for a later ask stands, unless the question wants something worked out.
        if worked and not stated and (i == 0 or not selection.chosen[i] or query.operation in ("remaining", "ratio")):
            out[i] = worked
    return out


def of_part(query: Query, selection: Selection) -> tuple[str, ...]:
    """For people: that a figure is of a part of the year that is asked for."""
    whole = {p.since for p in query.periods if p.since and len(p.since) == 4 and p.until in (None, p.since)}
    figures = [f.value for fits in selection.chosen.values() for f in fits if f.value is not None]
    partial = [q for q in figures if q.part_of_year and (q.since or "")[:4] in whole]
    return tuple(
        say(
            f"{q.as_written}是{compute.spell(q)}的数，不是{q.when[:4]}年全年的。",
            f"{q.as_written} is the figure of {compute.spell(q)}, not of all of {q.when[:4]}.",
        )
        for q in partial
    )


def _told(query: Query, selection: Selection, worked: Worked, i: int) -> bool:
    """Whether a report itself states the figure that could be worked out."""
    if query.operation in ("growth", "difference"):
        chosen = selection.chosen.values() if i == 0 else (selection.chosen[i],)
        return any(_moved(a, f) for a, fits in zip(query.asks, chosen, strict=False) for f in fits)
    found = selection.sentences() if i == 0 else selection.chosen[i]
    best = next((f for f in found if f.value is not None), None)
    if best is None or worked.method == "share":  # that method asks itself
        return False
    return best not in worked.fits and best.period >= 0.9 and query.operation is None


def _moved(ask: Ask, f: Fit) -> bool:
    """Whether the figure found is told as a change of what is asked (增长51.6%), not as what it came to."""
    if f.value is None:
        return False
    beside, text = folded(related.clause(f.sentence, f.value)), f.sentence.text
    own = covered(content(ask.text, Weights(0, {})), set(terms(beside)), beside)
    return (
        own >= 0.5
        and bool(_BY.search(text[max(0, f.value.start - 8) : f.value.start]))
        and not _BECAME.match(text[f.value.end :])
    )


def in_words(ranked: Sequence[Fit]) -> list[Fit]:
    """Those that are no rows of a table, whose cells are reckoned with by their row and column."""
    return [f for f in ranked if not f.sentence.tabled]
