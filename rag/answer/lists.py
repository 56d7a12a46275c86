"""Lists that are told in several sentences rather than in one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from os.path import commonprefix

from rag.answer.beside import BYLINE
from rag.answer.fit import Wanted
from rag.answer.kinds import EXPLAINED_BEFORE
from rag.answer.reading import Sentence
from rag.retrieve.content import covered, told_one_by_one
from rag.retrieve.terms import terms
from rag.text.fold import folded

_COUNT = {c: n for n, c in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_FIRST = re.compile(r"^(?:一是|首先|第一|其一|[（(]?[一1][)）、.．])")
_COUNTED = re.compile(r"[一二两三四五六七八九十\d个项大条“”\"]")
_ITEMS = 20
"""Lines of a list that a colon announces, at most."""
_BEGINS = 10
"""Characters before the word that every item of a list begins with: 党小组长要带头."""
_EXPLAINED = re.compile(r"即|就是|是指|包括|：|:|——")
_USED = re.compile(r"[”\"」』》’]?(?:的|等|这一?|工作|战略|建设|行动|目标|布局)[一-鿿]")
_AND = re.compile(r"[、和及与；]")
_LAST_ITEM = re.compile(r"、[^、，。；]{2,20}[和与及]")
"""A、B和C: the last item is joined by another sign."""
_MEASURES = re.compile(r"(?:[两二三四五六七八九十]招|办法是|做法是|一是|首先|其一)|^(?:为此|针对|于是|对此|怎么办)")
"""Begins to tell what was done."""
_ORDINAL = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十]|其[一二三四五六七八九十]|首先|其次|再次|再者|然后|接着|随后|最后|此外|另外|同时|[（(]?[一二三四五六七八九十\d]{1,2}[)）、.．])"
)


def wanted_count(question: str) -> int | None:
    """How many items a question names: 四“有”, 哪三项, 五大; None when it does not say."""
    m = re.search(r"([两二三四五六七八九十]|\d{1,2})(?:个|项|大|种|条|点|方面|类|步|本|化|有|要|不)?[“\"「]?", question)
    if not m:
        return None
    return int(m.group(1)) if m.group(1).isdigit() else _COUNT.get(m.group(1))


def parallel_group(best: Sentence, near: Sequence[Sentence], want: Wanted) -> list[Sentence]:
    """The list that ``best`` belongs to or announces, in reading order; ``best`` alone when there is none.

    Two forms are known: sentences with the same opening (…要做到A。…要做到B。) that speaks of what was asked, and
    openings that count (一是…。二是…。首先…。其次…。).
    """
    ordered = sorted(near, key=lambda s: (s.passage.ordinal, s.start))
    expected = wanted_count(want.ask.clause)
    if whole := (
        _of_label(best, ordered, want) or _each_of_label(best, ordered, want) or _numbered_of_label(ordered, want)
    ):
        return whole
    if _enumerates(best, expected):
        return [best]
    announced = _announced(best, ordered)
    if announced:
        return announced
    group = _same_opening(best, ordered, want, expected)
    # The sides of a notice (三、培训内容。四、补贴标准。) are no list of one thing.
    if len(group) < 2 and _ORDINAL.match(best.text) and not best.labelled:
        group = _counting(best, ordered)
    if expected and len(group) > expected > 1:
        group = group[:expected]
    return group if 2 <= len(group) <= 12 else [best]


def spells_out(want: Wanted, group: Sequence[Sentence]) -> bool:
    """Whether sentences chosen to explain a label (“五大行动”) do more than use it before a noun (“五大行动”的要求)."""
    told = [s.text.split(want.label, 1) for s in group if want.label and want.label in s.text]
    if any(EXPLAINED_BEFORE.search(before) for before, _ in told):
        return True
    uses = [after for _, after in told]
    count = wanted_count(want.label or "") or 3
    if any(told_one_by_one(folded(want.label or ""), s.folded) for s in group):
        return True
    return not uses or any(
        not _USED.match(after) or _EXPLAINED.search(after[:40]) or len(_AND.findall(after)) + 1 >= count
        for after in uses
    )


def _of_label(best: Sentence, ordered: Sequence[Sentence], want: Wanted) -> list[Sentence]:
    """The explanation of a label that counts (“六必须”) with the sentences it runs on in, until all are told; else empty."""
    label = want.label or ""
    count, word = wanted_count(label), _COUNTED.sub("", label)
    if not count or len(word) < 2 or label not in best.text or not _EXPLAINED.search(best.text.split(label, 1)[1][:8]):
        return []
    at = end = next(i for i, s in enumerate(ordered) if s.key == best.key)
    told = best.text.count(word) - 1
    while 0 < told < count and end + 1 < len(ordered) and word in ordered[end + 1].text:
        end += 1
        told += ordered[end].text.count(word)
    return list(ordered[at : end + 1]) if end > at else []


def _each_of_label(best: Sentence, ordered: Sequence[Sentence], want: Wanted) -> list[Sentence]:
    """The sentences of which each begins by telling one of a label's things, as many as it counts; else empty.

    “四个带头” is told by the four after it that begin 党小组长要带头…, whatever stands between them.
    """
    label = want.label or ""
    count, word = wanted_count(label), _COUNTED.sub("", label)
    if not count or len(word) < 2 or label not in best.text:
        return []
    after = ordered[next(i for i, s in enumerate(ordered) if s.key == best.key) + 1 :]
    told = [s for s in after if 0 <= s.text.find(word) <= _BEGINS]
    opened = {s.text[: s.text.find(word)] for s in told[:count]}
    return list(told[:count]) if len(told) >= count and len(opened) == 1 else []


def _numbered_of_label(ordered: Sequence[Sentence], want: Wanted) -> list[Sentence]:
    """The sentences that number each thing of a label: “三张网” by 第一张网是…, 第二张网…, 第三张网…; empty where one lacks."""
    label = re.sub(r"[“”\"]", "", want.label or "")
    count = _COUNT.get(label[:1])
    if not count or not 1 < count <= 10 or not 2 <= len(label) <= 6:
        return []
    names = {number: han for han, number in _COUNT.items() if han != "两"}
    told = [next((s for s in ordered if f"第{names[n]}{label[1:]}" in s.text), None) for n in range(1, count + 1)]
    return list(dict.fromkeys(s for s in told if s)) if all(told) else []


def _announced(best: Sentence, ordered: Sequence[Sentence]) -> list[Sentence]:
    """``best`` with the counting sentences that begin right after it (…三条措施。一是…。二是…。); else empty."""
    at = next(i for i, s in enumerate(ordered) if s.key == best.key)
    if _ORDINAL.match(best.text) or at + 1 >= len(ordered) or not _FIRST.match(ordered[at + 1].text):
        return []
    end = at + 1
    while end + 1 < len(ordered) and _ORDINAL.match(ordered[end + 1].text):
        end += 1
    return list(ordered[at : end + 1]) if end > at + 1 else []


def _enumerates(sentence: Sentence, expected: int | None) -> bool:
    """Whether the sentence lists the items itself."""
    items = sentence.text.count("、") + 1
    return items + bool(expected and _LAST_ITEM.search(sentence.text)) >= (expected or 4)


def _same_opening(best: Sentence, ordered: Sequence[Sentence], want: Wanted, expected: int | None) -> list[Sentence]:
    """The group of sentences whose shared opening holds most of what was asked; empty when none does."""
    openings: dict[str, list[Sentence]] = {}
    for a in ordered:
        for b in ordered:
            shared = re.sub(r"[\d，,、：“”\"（(].*$", "", commonprefix([a.text, b.text]))
            if a.key < b.key and len(shared) >= (2 if expected else 5):
                openings.setdefault(shared, [])
    found: list[tuple[float, int, list[Sentence]]] = []
    for shared in openings:
        group = [s for s in ordered if s.text.startswith(shared)]
        share = covered(want.own, set(terms(shared)), folded(shared))
        if len(shared) < 5:
            # A short opening (一笔…一笔…一笔…, 要当…要当…) counts only where the question says how many there are.
            if len(group) == expected and shared[0] in "一第其要" and _close(group, ordered):
                found.append((0.3, len(group), group))
            continue
        belongs = best in group or (expected == len(group) and share >= 0.25)
        if len(group) >= 2 and share >= 0.25 and belongs:
            found.append((share, len(group), group))
    return max(found, key=lambda x: (x[0], x[1]))[2] if found else []


def _close(group: Sequence[Sentence], ordered: Sequence[Sentence]) -> bool:
    """Whether the group stands within a few sentences of one another."""
    at = [i for i, s in enumerate(ordered) if s in group]
    return at[-1] - at[0] <= 4 * len(group)


def following(best: Sentence, near: Sequence[Sentence], want: Wanted) -> list[Sentence]:
    """``best`` with the sentences after it where it only announces what was asked.

    It announces when it is short, ends with a colon, or names the label that is to be explained without explaining
    it; then the next sentence is added, or as many as the question counts.
    """
    written = (s for s in near if s.key == best.key or not BYLINE.fullmatch(s.text))
    ordered = sorted(written, key=lambda s: (s.passage.ordinal, s.start))
    expected = wanted_count(want.ask.clause) or 1
    text = best.text
    before, _, after = text.partition(want.label or "\0")
    named_only = bool(after) and not _EXPLAINED.search(after) and not EXPLAINED_BEFORE.search(before)
    if not (len(text) <= 14 or text[-1] in "：:" or named_only) or _enumerates(
        best, expected if expected > 1 else None
    ):
        return [best]
    at = next(i for i, s in enumerate(ordered) if s.key == best.key)
    end = at + min(expected, 5)
    if text[-1] in "：:":
        # 下列人员：甲；乙；丙。
        run = next((i for i, s in enumerate(ordered[at + 1 : at + 1 + _ITEMS]) if s.text.rstrip()[-1:] not in "；;"), 0)
        end = max(end, at + 1 + run)
    return list(ordered[at : end + 1])


def answered_next(best: Sentence, near: Sequence[Sentence]) -> list[Sentence]:
    """``best`` with the next sentence that tells what was done, where ``best`` only tells the trouble; else alone."""
    ordered = sorted(near, key=lambda s: (s.passage.ordinal, s.start))
    at = next(i for i, s in enumerate(ordered) if s.key == best.key)
    for i in range(at + 1, min(at + 3, len(ordered))):
        if _MEASURES.search(ordered[i].text):
            return list(ordered[at : i + 1])
    return [best]


def _counting(best: Sentence, ordered: Sequence[Sentence]) -> list[Sentence]:
    """The unbroken run of counting sentences around ``best``."""
    at = next(i for i, s in enumerate(ordered) if s.key == best.key)
    low = high = at
    while low > 0 and _ORDINAL.match(ordered[low - 1].text):
        low -= 1
    while high + 1 < len(ordered) and _ORDINAL.match(ordered[high + 1].text):
        high += 1
    return list(ordered[low : high + 1])
