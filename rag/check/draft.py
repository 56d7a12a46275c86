"""A draft to be checked: its text, and the paragraphs that a reader sees in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rag.domain import SourcedText
from rag.errors import UsageError

MAX_DRAFT = 200_000
"""Longest draft taken, in characters. The work is linear in it."""

ParagraphKind = Literal["text", "heading", "row", "note"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, heading, table row or footnote; ``body`` is healed of line breaks that mean nothing."""

    body: SourcedText
    kind: ParagraphKind = "text"


@dataclass(frozen=True, slots=True)
class Draft:
    """``text`` is what every offset of the report refers to; the paragraphs are cut out of it, in order."""

    text: str
    paragraphs: tuple[Paragraph, ...]
    name: str = ""
    notes: tuple[str, ...] = ()
    """What a reader should know about how the draft was read, in Chinese."""

    @classmethod
    def of_text(cls, text: str, name: str = "") -> Draft:
        """Every line that says something is a paragraph."""
        return cls.of_paragraphs(text, _lines(text), name)

    @classmethod
    def of_paragraphs(
        cls, text: str, paragraphs: Sequence[Paragraph], name: str = "", notes: Sequence[str] = ()
    ) -> Draft:
        """A draft with the paragraphs that its format knows of.

        Raises:
            UsageError: nothing is said in it, or more than ``MAX_DRAFT`` characters.
        """
        if not any(c.isalnum() for p in paragraphs for c in p.body.text):
            raise UsageError("稿子是空的，没有可核对的文字。", "The draft is empty.")
        if len(text) > MAX_DRAFT:
            raise UsageError(
                f"稿子有{len(text)}字，最多{MAX_DRAFT}字，请分开核对。",
                f"The draft has {len(text)} characters, at most {MAX_DRAFT} are taken; check it in parts.",
            )
        return cls(text, tuple(paragraphs), name, tuple(notes))


def _lines(text: str) -> list[Paragraph]:
    out: list[Paragraph] = []
    at = 0
    for line in text.splitlines(keepends=True):
        words = line.strip()
        if words:
            start = at + line.index(words)
            out.append(Paragraph(SourcedText.whole(text, start, start + len(words))))
        at += len(line)
    return out
