"""Citation marks: every ``[n]`` resolves."""

from __future__ import annotations

import re
from collections.abc import Collection

from rag.verify.context import Finding
from rag.verify.reading import normal

_SQUARE = str.maketrans("［［【］］】", "[[[]]]")
_MARK = re.compile(r"[\[［【](\d{1,3})[\]］】]")


def marks_of(text: str, words: Collection[str] = ()) -> tuple[int, ...]:
    """The numbers of the marks of ``text``, in order, each once.

    What stands so in the sources' ``words`` is a footnote of theirs, not a mark: official documents number
    footnotes in the same brackets.
    """
    numbers: dict[int, None] = {}
    held = [_plain(w) for w in words] if _MARK.search(text) else []
    for match in _MARK.finditer(text):
        written = _plain(text[max(0, match.start() - 2) : match.end()])
        if not any(written in w for w in held):
            numbers[int(match.group(1))] = None
    return tuple(numbers)


def _plain(text: str) -> str:
    return normal(text).translate(_SQUARE)


def without_marks(text: str) -> str:
    """``text`` without its marks."""
    return _MARK.sub("", text)


def marks(numbers: Collection[int], count: int) -> list[Finding]:
    """A finding for each of ``numbers`` that is not one of ``count`` sources, numbered from 1."""
    return [Finding("标记", f"引用标记[{n}]没有对应的引文", "unsupported") for n in numbers if not 1 <= n <= count]
