"""The same question in other words: what must not change an answer."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from eval.cases import Case

_WIDE = str.maketrans({chr(c): chr(c + 0xFEE0) for c in (*range(ord("0"), ord("9") + 1), ord("%"))})


def rewordings(case: Case) -> Iterator[str]:
    """The case's own paraphrases; for a case without any: politely, in traditional characters, in full-width digits.

    None equals the question or another.
    """
    seen = {case.question}
    for text in case.paraphrases or (f"请问，{case.question}", _traditional(case.question), _wide(case.question)):
        if text not in seen:
            seen.add(text)
            yield text


def _traditional(text: str) -> str:
    return str(_converter().convert(text))


def _wide(text: str) -> str:
    """Full-width digits, and no full stop or question mark."""
    return text.rstrip("？?。").translate(_WIDE)


@cache
def _converter():  # type: ignore[no-untyped-def]
    import opencc

    return opencc.OpenCC("s2t")
