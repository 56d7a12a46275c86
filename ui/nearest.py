"""What a refusal lists as nearest in the library, for people: lines that tell something."""

from __future__ import annotations

import re
from dataclasses import replace

from rag.domain import Answer, Citation

_SAYS = re.compile(r"[，；：。！？…,;:!?]|\d[^\s\d年月日号、.）)]")
"""What a sentence or a row of a table has, and a heading or a list of authors has not: clauses, or a figure of something."""


def nearest_of(answer: Answer) -> tuple[Citation, ...]:
    """The nearest lines of a refusal but for titles, headings and names of authors, numbered anew; all if there are only such."""
    if answer.refusal is None:
        return ()
    telling = [c for c in answer.refusal.nearest if _tells(c)]
    return tuple(replace(c, n=n) for n, c in enumerate(telling, 1)) or answer.refusal.nearest


def _tells(citation: Citation) -> bool:
    words = citation.quote.strip()
    return words != citation.article.strip() and _SAYS.search(words) is not None
