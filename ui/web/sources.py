"""From a citation to what a reader wants to see: its words in their article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.domain import Citation, Passage, SourcedText

if TYPE_CHECKING:
    from rag.library.record import Library

_BEFORE = 90
"""Characters shown before the words cited, so that they come into sight at once."""
_AFTER = 2
"""Passages shown after it."""


@dataclass(frozen=True, slots=True)
class Source:
    """A citation in the paragraphs around it; none of them when its document is gone or has changed."""

    citation: Citation
    document_id: str | None = None
    paragraphs: tuple[SourcedText, ...] = ()
    more_before: bool = False
    more_after: bool = False

    @property
    def link(self) -> str | None:
        """Our page of the whole document, with the words marked."""
        if self.document_id is None:
            return None
        return document_link(self.document_id, self.citation.document_sha256, self.citation.spans)


def document_link(document_id: str, sha256: str, spans: Sequence[tuple[int, int]] = ()) -> str:
    """``/doc/ID?v=…&m=…#m``: ``v`` is the version the spans belong to."""
    marks = "_".join(f"{start}-{end}" for start, end in spans)
    return f"/doc/{document_id}?v={sha256[:12]}" + (f"&m={marks}#m" if marks else "")


def sources_of(library: Library, citations: Sequence[Citation]) -> list[Source]:
    """Each citation in its article, as the library holds it now."""
    found = {p.id: p for p in library.passages([c.passage_id for c in citations if c.passage_id])}
    return [_source(library, c, found.get(c.passage_id)) for c in citations]


def _source(library: Library, citation: Citation, passage: Passage | None) -> Source:
    if passage is None or passage.document_sha256 != citation.document_sha256:
        return Source(citation)
    article = library.neighbours(passage)
    here = next((i for i, p in enumerate(article) if p.id == passage.id), 0)
    paragraphs = [p.body for p in article[here : here + 1 + _AFTER]]
    room = _BEFORE - _first(paragraphs[0], citation)
    cut = room < 0
    if cut:
        paragraphs[0] = paragraphs[0].cut(-room, len(paragraphs[0].text))
    elif here:
        before = article[here - 1].body
        cut = here > 1 or len(before.text) > room
        paragraphs.insert(0, before.cut(max(0, len(before.text) - room), len(before.text)))
    return Source(citation, passage.document_id, tuple(paragraphs), cut, here + 1 + _AFTER < len(article))


def _first(body: SourcedText, citation: Citation) -> int:
    """Where the first word cited stands in ``body``; 0 if none does."""
    start = min((s for s, _ in citation.spans), default=0)
    return next((at + max(0, start - low) for at, low, length in body.runs if low + length > start), 0)
