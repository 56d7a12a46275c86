"""An article as page understanding finds it, before it has metadata and passages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rag.domain import ArticleKind, SourcedText, Span

Lines = tuple[SourcedText, ...]
"""Lines that each stand on their own."""


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

    ``kind`` is set where the layout itself says so: a caption is a 图片说明.
    """

    pieces: tuple[Piece, ...] = ()
    title: Lines = ()
    kicker: Lines = ()
    subtitle: Lines = ()
    byline: Lines = ()
    apart: Lines = ()
    kind: ArticleKind | None = None

    @property
    def heading(self) -> Lines:
        """The lines of kicker, title, subtitle and byline."""
        return (*self.kicker, *self.title, *self.subtitle, *self.byline)

    @property
    def text(self) -> str:
        """The running text, a paragraph a line, without headings."""
        return "\n".join(piece.text.text for piece in self.pieces if piece.kind != "heading")

    @property
    def spans(self) -> tuple[Span, ...]:
        """Everything it occupies in the original: its heading first, then in reading order."""
        parts = (*self.heading, *(piece.text for piece in self.pieces), *self.apart)
        # Rows of one table may share the names of their columns.
        return tuple(dict.fromkeys(span for part in parts for span in part.spans()))


def said(lines: Lines) -> str:
    """What the lines say, in one line."""
    return " ".join(" ".join(line.text.split()) for line in lines)


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
