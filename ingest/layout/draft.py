"""An article as page understanding finds it, before it has metadata and passages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rag.domain import ArticleKind, SourcedText, Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A unit of an article in reading order: a whole paragraph, a section's heading or a table row.

    ``section`` names the heading it stands under; ``header`` spans the cells that name a row's columns.
    """

    text: SourcedText
    kind: Literal["text", "heading", "row"] = "text"
    section: str | None = None
    page: str | None = None
    header: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """One article. ``apart`` holds what belongs to it and is not running text: credits, page furniture.

    ``kind`` and ``place_hint`` are set where the layout itself says so: a caption is a 图片说明, a kicker
    or a neighbour on the page can name the place.
    """

    pieces: tuple[Piece, ...] = ()
    title: SourcedText | None = None
    kicker: SourcedText | None = None
    subtitle: SourcedText | None = None
    byline: SourcedText | None = None
    apart: tuple[SourcedText, ...] = ()
    kind: ArticleKind | None = None
    place_hint: str | None = None

    @property
    def heading(self) -> tuple[SourcedText, ...]:
        """Kicker, title, subtitle and byline, as far as they are there."""
        return tuple(x for x in (self.kicker, self.title, self.subtitle, self.byline) if x is not None)

    @property
    def text(self) -> str:
        """The running text, a paragraph a line, without headings."""
        return "\n".join(piece.text.text for piece in self.pieces if piece.kind != "heading")

    @property
    def spans(self) -> tuple[Span, ...]:
        """Everything it occupies in the original: its heading first, then in reading order."""
        parts = (*self.heading, *(piece.text for piece in self.pieces), *self.apart)
        return tuple(span for part in parts for span in part.spans())


def join(parts: Iterable[SourcedText]) -> SourcedText:
    """The parts one after the other. All are cut from one original."""
    texts: list[str] = []
    runs: list[tuple[int, int, int]] = []
    at = 0
    for part in parts:
        for _, origin, length in part.runs:
            if runs and runs[-1][1] + runs[-1][2] == origin:
                runs[-1] = (runs[-1][0], runs[-1][1], runs[-1][2] + length)
            else:
                runs.append((at, origin, length))
            at += length
        texts.append(part.text)
    return SourcedText("".join(texts), tuple(runs))
