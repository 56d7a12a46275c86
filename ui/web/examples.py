"""Questions to begin with: those the home names, else questions that this library is known to answer.

Candidates are read off the reports (an indicator with a figure behind it), asked, and kept only when they are
answered. So an example never ends in a refusal, whatever was ingested.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rag.errors import WenjuError
from ui.plain import plain

if TYPE_CHECKING:
    from rag.domain import Passage
    from rag.library.record import Library
    from ui.desk import Desk

SHOWN = 4
_TRIED = 16
_READ = 30
"""Documents looked at."""
_INDICATOR = re.compile(
    r"(?:^|[，,。；;、：:])(?:其中|目前|截至\w{1,8}|全[省市县区乡镇村]|该[省市县区乡镇村])*"
    r"([\u4e00-\u9fff]{2,12}(?:率|人数|收入|总值|产值|面积|投资|资金|岗位|总量|人口|数量|规模))"
    r"(?:达到|达|为|约|超过|突破|共){1,2}[0-9]"
)


class Examples:
    """The examples of one library; worked out once for each state of it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._of: tuple[str, ...] | None = None
        self._found: list[str] = []

    def questions(self) -> list[str]:
        """At most four. The first call after the library has changed asks up to 16 questions."""
        if named := self._named():
            return named
        library = self._desk.library()
        state = tuple(d.sha256 for d in library.documents()) if library else ()
        if state != self._of:
            self._found = list(self._answered(library)) if library else []
            self._of = state
        return self._found

    def _named(self) -> list[str]:
        try:
            lines = (self._desk.settings.home / "examples.txt").read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError):
            return []
        return [plain(line).strip()[:200] for line in lines if line.strip() and not line.startswith("#")][:SHOWN]

    def _answered(self, library: Library) -> Iterator[str]:
        kept = 0
        for question, indicator in _candidates(library):
            try:
                answer = self._desk.ask(question, engine="extractive")
            except WenjuError:
                continue
            if answer.status == "answered" and any(indicator in c.text for c in answer.claims):
                yield question
                kept += 1
            if kept == SHOWN:
                return


def _candidates(library: Library) -> list[tuple[str, str]]:
    """(question, indicator), one document after the other, so that the examples come from several."""
    columns = [list(_of_document(library, d.id)) for d in library.documents()[:_READ]]
    rows = (column[n] for n in range(max(map(len, columns), default=0)) for column in columns if n < len(column))
    return list(dict.fromkeys(rows))[:_TRIED]


def _of_document(library: Library, document_id: str) -> Iterator[tuple[str, str]]:
    seen: set[str | None] = set()
    for passage in library.passages_of([document_id]):
        if passage.article_id not in seen and (found := _question(passage)):
            seen.add(passage.article_id)
            yield found


def _question(passage: Passage) -> tuple[str, str] | None:
    match = _INDICATOR.search(plain(passage.text))
    if match is None or not passage.place:
        return None
    indicator = match.group(1)
    return f"{passage.place}{indicator.removeprefix(passage.place)}是多少？", indicator
