"""Lists that are told in several sentences rather than in one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from os.path import commonprefix

from rag.answer.reading import Sentence
from rag.retrieve.question import Ask

_COUNT = {c: n for n, c in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十]|其[一二三四五六七八九十]|首先|其次|再次|再者|然后|接着|随后|最后|此外|另外|同时|[（(]?[一二三四五六七八九十\d]{1,2}[)）、.．])")


def wanted_count(question: str) -> int | None:
    """How many items a question names: 四“有”, 哪三项, 五大; None when it does not say."""
    m = re.search(r"([两二三四五六七八九十]|\d{1,2})(?:个|项|大|种|条|点|方面|类|步|本|化|有|要|不)?[“\"「]?", question)
    if not m:
        return None
    return int(m.group(1)) if m.group(1).isdigit() else _COUNT.get(m.group(1))


def parallel_group(best: Sentence, near: Sequence[Sentence], ask: Ask) -> list[Sentence]:
    """Sentences that go on as ``best`` does, in reading order, ``best`` among them.

    Two forms are known: the same opening of at least five characters (…要做到A。…要做到B。), and openings that count
    (一是…。二是…。首先…。其次…。). A single sentence is returned when there is no such group.
    """
    ordered = sorted(near, key=lambda s: (s.passage.ordinal, s.start))
    group = _same_opening(best, ordered)
    if len(group) < 2 and _ORDINAL.match(best.text):
        group = _counting(best, ordered)
    expected = wanted_count(ask.left + ask.right)
    if expected and len(group) > expected and expected > 1:
        group = group[:expected]
    return group if 2 <= len(group) <= 12 else [best]


def _same_opening(best: Sentence, ordered: Sequence[Sentence]) -> list[Sentence]:
    """The largest group around ``best`` by length of the shared opening, five characters or more."""
    prefixes: dict[str, list[Sentence]] = {}
    for s in ordered:
        if s.key == best.key:
            continue
        shared = commonprefix([best.text, s.text])
        if len(shared) >= 5:
            prefixes.setdefault(shared, [])
    best_group: list[Sentence] = [best]
    for shared in prefixes:
        group = [s for s in ordered if s.text.startswith(shared)]
        if len(group) > len(best_group):
            best_group = group
    return best_group


def _counting(best: Sentence, ordered: Sequence[Sentence]) -> list[Sentence]:
    """The unbroken run of counting sentences around ``best``."""
    at = next(i for i, s in enumerate(ordered) if s.key == best.key)
    low = high = at
    while low > 0 and _ORDINAL.match(ordered[low - 1].text):
        low -= 1
    while high + 1 < len(ordered) and _ORDINAL.match(ordered[high + 1].text):
        high += 1
    return list(ordered[low : high + 1])
