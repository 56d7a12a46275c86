"""Citation marks: every ``[n]`` resolves."""

from __future__ import annotations

import re
from collections.abc import Collection

from rag.verify.context import Finding

_MARK = re.compile(r"\[(\d{1,3})\]|［(\d{1,3})］|【(\d{1,3})】")


def marks_of(text: str) -> tuple[int, ...]:
    """The numbers of the marks of ``text``, in order, each once."""
    return tuple(dict.fromkeys(int(next(g for g in m.groups() if g)) for m in _MARK.finditer(text)))


def without_marks(text: str) -> str:
    """``text`` without its marks."""
    return _MARK.sub("", text)


def marks(text: str, known: Collection[int]) -> list[Finding]:
    """A finding for each mark of ``text`` that is not ``known``."""
    return [Finding("标记", f"引用标记[{n}]没有对应的引文", "unsupported") for n in marks_of(text) if n not in known]
