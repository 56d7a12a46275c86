"""What a parser makes of a file, and what page understanding starts from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

BlockKind = Literal["text", "heading", "table_row", "footnote", "caption", "furniture"]


@dataclass(frozen=True, slots=True)
class Block:
    """``text[start:end]`` of a Parsed, with what its format says of it.

    A block is one paragraph, heading, table row or note; line breaks inside it are soft. ``page`` is the
    page's name as a reader knows it (``"3"``, ``"A04"``, a sheet's name); ``level`` is a heading's depth
    from 1; ``header`` spans the cells that name the columns of a ``table_row`` which does not itself carry
    their names. ``parts`` are the spans of what it says, where markup stands between them or a row borrows the names
    of its columns; else it says all of ``text[start:end]``. A block that ``continues`` belongs to the paragraph of the
    last block before it that is not furniture.
    """

    start: int
    end: int
    kind: BlockKind = "text"
    page: str | None = None
    level: int = 0
    header: tuple[tuple[int, int], ...] = ()
    continues: bool = False
    parts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file's text and structure. ``text`` is the original that every offset refers to.

    ``blocks`` is empty for plain text (its structure is found by ``ingest.layout``); else the blocks are
    in reading order and do not overlap, and what stands outside them is separators or markup.
    ``warnings`` are lines for people, in Chinese. ``metadata`` is what a side-car file says.
    """

    text: str
    media_type: str
    blocks: tuple[Block, ...] = ()
    title: str | None = None
    publication: str | None = None
    date: str | None = None
    page: str | None = None
    warnings: tuple[str, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
