"""Answers of several points: the main points of a matter, the means that a question names; and what a 哪家 must name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answer.fit import Fit, Wanted, fit
from rag.answer.reading import Sentence
from rag.answer.sorts import names_sort
from rag.retrieve.content import content, covered, is_weak
from rag.retrieve.question import Ask, Query
from rag.retrieve.terms import Weights
from rag.text.fold import folded
from rag.text.quantities import quantities

POINTS = 6
"""Sentences of a survey at most."""
LEAST = 4
"""Sentences of a survey at least, as far as its report has them."""
OWN = 0.3
"""Least share of the matter's words in a sentence of a survey."""
HELD = 0.6
"""Least share of a means's words in the sentence that tells of it."""

_GENERAL = re.compile(r"情况|概况|基本|总体|总结|介绍|综述|简介|发展|工作|一段|方面|简单|写|段")
"""Says nothing of what matter of a place is asked for."""
_DATING = ("年", "月", "日", "期", "")
_MEANS = re.compile(
    r"通过(?P<items>[^，,。？?]{4,60}?)(?:等(?:措施|方式|事件|手段)?)?(?:，)?(?:来|以|从而|进而|实现|提升|促进|支持|确保)"
)
_EITHER = re.compile(r"是(?P<one>[^，,。？?是]{2,10})还是(?P<other>[^，,。？?是]{2,10}?)(?:呢|啊)?[？?]*$")
_VERBAL = re.compile(r"[了着过吗呢被把]|是|有")
_ITEM = re.compile(r"、|和|与|及|以及")
_ANYTHING = re.compile(r"(?:样的?|种)?(?:产品|东西|商品|货物?|物件|事情?|业务|内容)(?![一-鿿])")
"""编织的是什么物件: any noun tells it."""


def survey(want: Wanted, query: Query, sentences: Sequence[Sentence]) -> tuple[Fit, ...]:
    """The sentences with figures of the best one's report that say most of the matter, in reading order; empty when none does.

    Of a place as a whole (介绍一下甲县的情况), and where the matter has too few, one of each passage.
    """
    where = [folded(name) for p in query.places for name in (p.name, p.name[:-1])]
    words = [w for w in want.own if not _GENERAL.fullmatch(w.text) and w.text not in where]
    fitted = (fit(want, query, s) for s in sentences if _tells(s))
    told = [f for f in fitted if f.in_place]
    told.sort(key=lambda f: (-f.score, f.sentence.rank, f.sentence.key))
    if words and not query.places:
        return _main(want, query, sentences)
    fits = [f for f in told if words and covered(words, f.sentence.terms, f.sentence.folded) >= OWN]
    if words and not fits:
        # 洪灾, in a report headed 防汛救灾情况.
        told = [f for f in told if any(c in f.sentence.heading for w in words for c in w.text)]
    if not told:
        return ()
    report = fits[0].sentence.passage.document_id if fits else _fullest(told)
    told = sorted((f for f in told if f.sentence.passage.document_id == report), key=_reading_order)
    chosen = [f for f in fits if f.sentence.passage.document_id == report][:POINTS]
    firsts = list({f.sentence.passage.id: f for f in reversed(told)}.values())[::-1]
    enough = LEAST if fits else POINTS
    for f in (*firsts, *told):
        if len(chosen) < enough and f.sentence.key not in {c.sentence.key for c in chosen}:
            chosen.append(f)
    return tuple(sorted(chosen, key=_reading_order))


def _main(want: Wanted, query: Query, sentences: Sequence[Sentence]) -> tuple[Fit, ...]:
    """Of a body and no place: the sentences of the best one's report that say most of the matter, figures or none."""
    fitted = (fit(want, query, s) for s in sentences)
    fits = [f for f in fitted if f.in_place and f.own >= OWN]
    fits.sort(key=lambda f: (-f.score, f.sentence.rank, f.sentence.key))
    report = fits[0].sentence.passage.document_id if fits else ""
    return tuple(sorted([f for f in fits if f.sentence.passage.document_id == report][:POINTS], key=_reading_order))


def _tells(sentence: Sentence) -> bool:
    """Whether a sentence states figures, and is no heading, no row of a table and nothing that somebody said."""
    counted = [q for q in quantities(sentence.text) if q.kind != "ordinal" and q.unit not in _DATING]
    return len(counted) > 1 and not (sentence.is_heading or sentence.is_row or sentence.text.startswith(("“", '"')))


def _fullest(fits: Sequence[Fit]) -> str:
    """The document with most of ``fits``, the first of several."""
    return max(
        dict.fromkeys(f.sentence.passage.document_id for f in fits),
        key=lambda d: sum(f.sentence.passage.document_id == d for f in fits),
    )


def _reading_order(f: Fit) -> tuple[int, int]:
    return f.sentence.passage.ordinal, f.sentence.start


def means(want: Wanted, ranked: Sequence[Fit], weights: Weights) -> tuple[Fit, ...]:
    """For 如何通过甲、乙和丙来…: the sentence on each of them, in the question's order; empty for other questions."""
    m = _MEANS.search(want.ask.right) if want.ask.kind == "manner" else None
    items = [content(i, weights) for i in _ITEM.split(m["items"])] if m else []
    if len(items) < 2:
        return ()
    out: list[Fit] = []
    for words in items:
        told = [
            (covered(words, f.sentence.terms, f.sentence.folded), f)
            for f in ranked
            if words and f.in_place and f not in out
        ]
        best = max(told, key=lambda x: (round(x[0], 3), x[1].score), default=None)
        if best and best[0] >= HELD:
            out.append(best[1])
    return tuple(out)


def either(want: Wanted, ranked: Sequence[Fit]) -> tuple[Fit, ...]:
    """For 写的是甲还是乙: the best sentence that says the one and the best that says the other, as far as there are; else empty."""
    m = _EITHER.search(want.ask.clause) if want.ask.kind == "what" else None
    out: list[Fit] = []
    for mine, other in ((m["one"], m["other"]), (m["other"], m["one"])) if m else ():
        told = [f for f in ranked if mine in f.sentence.text and f.in_place]
        out += [f for f in told if mine not in other or other not in f.sentence.text][:1]
    return tuple(dict.fromkeys(out)) if len(out) > 1 else ()


def names_its_kind(ask: Ask, sentence: Sentence) -> bool:
    """Whether a sentence speaks of the sort of thing that 什么, 哪家 or 哪些 asks for, and names one.

    什么子公司 wants a sentence on a 子公司; 哪家环境组织 is not answered by 一家环境组织.
    """
    if not ask.word.endswith(("什么", "哪些", "哪个", "哪家", "哪种", "哪项", "哪类", "哪一种", "哪所", "哪位")):
        return True
    if names_sort(ask, sentence.text):
        return True
    if _ANYTHING.match(ask.right):
        return True
    words = [w for w in content(re.split(r"[，,。？?]", ask.right)[0][:10], Weights(0, {})) if not is_weak(w.text)][:3]
    if not words:
        return True
    counter = ask.word[-1] if ask.word[-1] in "家个所位种项" else ""
    if counter and folded(f"一{counter}{words[0].text}") in sentence.folded:
        return False
    if _VERBAL.search(ask.right[:12]):
        return True
    near = sentence.folded + sentence.heading + sentence.near
    return any(w.held(sentence.terms | sentence.near_terms | sentence.heading_terms, near) > 0.5 for w in words)
