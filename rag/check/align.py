"""Where words of a claim stand in the draft, and what the source has in their place."""

from __future__ import annotations

from difflib import SequenceMatcher

from rag.domain import Span
from rag.text.fold import folded
from rag.verify.reading import Reading

_LONGEST = 24


def spans_in(words: str, said: Reading, spans: tuple[Span, ...]) -> list[Span]:
    """``spans`` of the reading of ``words``, as spans of ``words`` itself; what cannot be told is left out.

    A reading leaves white space, marks and an opening like 据介绍 out and writes some signs otherwise, but keeps
    the order.
    """
    at: list[int] = []
    i = 0
    for char in said.text:
        while i < len(words) and not _alike(char, words[i]):
            i += 1
        if i == len(words):
            return []
        at.append(i)
        i += 1
    return [(at[a], at[b - 1] + 1) for a, b in spans if 0 <= a < b <= len(at)]


def _alike(read: str, written: str) -> bool:
    return read == written or folded(read) == folded(written) or (read in "“”" and written in '"“”「」『』〝〞„＂')


def instead(said: Reading, span: Span, source: str) -> str | None:
    """What ``source`` has between the words that stand around ``span`` in the claim; None where nothing fits.

    Both are aligned by their longest common pieces (Ratcliff and Obershelp 1988).
    """
    matcher = SequenceMatcher(None, said.text, source, autojunk=False)
    for how, a, b, c, d in matcher.get_opcodes():
        if how == "replace" and a < span[1] and span[0] < b and 0 < d - c <= _LONGEST and b - a <= _LONGEST:
            # The common pieces may cut into the word itself (九台 for 九江): take what lies under the span.
            return source[max(0, c - max(0, a - span[0])) : d + max(0, span[1] - b)].strip("，。；、 ") or None
    return None
