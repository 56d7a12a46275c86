"""Answers of several points: the main points of a matter, the means that a question names; and what a 哪家 must name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answer.fit import Fit, Wanted
from rag.answer.reading import Sentence
from rag.answer.sorts import names_sort
from rag.retrieve.content import content, covered, is_weak
from rag.retrieve.question import Ask
from rag.retrieve.terms import Weights
from rag.text.fold import folded

POINTS = 6
"""Sentences of a survey at most."""
OWN = 0.3
"""Least share of the matter's words in a sentence of a survey."""
HELD = 0.6
"""Least share of a means's words in the sentence that tells of it."""

_MEANS = re.compile(
    r"通过(?P<items>[^，,。？?]{4,60}?)(?:等(?:措施|方式|事件|手段)?)?(?:，)?(?:来|以|从而|进而|实现|提升|促进|支持|确保)"
)
_EITHER = re.compile(r"是(?P<one>[^，,。？?是]{2,10})还是(?P<other>[^，,。？?是]{2,10}?)(?:呢|啊)?[？?]*$")
_VERBAL = re.compile(r"[了着过吗呢被把]|是|有")
_ITEM = re.compile(r"、|和|与|及|以及")


def survey(want: Wanted, ranked: Sequence[Fit]) -> tuple[Fit, ...]:
    """The sentences of the best one's report that say most of the matter, in reading order; empty when none does."""
    fits = [f for f in ranked if f.place >= 0.3 and f.period >= 0.25 and f.subject >= 0.5 and f.own >= OWN]
    if not fits:
        return ()
    report = fits[0].sentence.passage.document_id
    chosen = [f for f in fits if f.sentence.passage.document_id == report][:POINTS]
    return tuple(sorted(chosen, key=lambda f: (f.sentence.passage.ordinal, f.sentence.start)))


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
            if words and f.place >= 0.3 and f.period >= 0.25 and f.subject >= 0.5 and f not in out
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
        told = [
            f for f in ranked if mine in f.sentence.text and f.place >= 0.3 and f.period >= 0.25 and f.subject >= 0.5
        ]
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
