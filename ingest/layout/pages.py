"""A newspaper page to its articles."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.layout.draft import Draft, Piece
from ingest.layout.paragraphs import Paragraph
from ingest.layout.roles import ends_closed, role, signature


def looks_like_page(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether the text is a page of several articles rather than one document."""
    if any(p.kind in ("heading", "table_row") for p in paragraphs):
        return False
    roles = [role(p) for p in paragraphs[:400]]
    signs = sum(r in ("byline", "subtitle", "credit", "caption") for r in roles)
    signs += sum(1 for p in paragraphs[:400] if p.text.startswith("本报讯") or signature(p.text))
    open_ends = sum(1 for p, r in zip(paragraphs, roles, strict=False) if r == "body" and not ends_closed(p.text))
    return signs >= 2 or (signs >= 1 and open_ends >= 1)


def read(paragraphs: Sequence[Paragraph]) -> list[Draft]:
    """The articles of a page."""
    drafts: list[Draft] = []
    head: dict[str, Paragraph] = {}
    pieces: list[Piece] = []

    def close() -> None:
        if head or pieces:
            drafts.append(Draft(pieces=tuple(pieces), **{k: v.source for k, v in head.items()}))  # type: ignore[arg-type]
        head.clear()
        pieces.clear()

    for i, paragraph in enumerate(paragraphs):
        kind = role(paragraph)
        if kind in ("head", "byline", "subtitle"):
            following = paragraphs[i + 1 : i + 4]
            starts = kind == "byline" or any(role(p) in ("subtitle", "byline") for p in following)
            if pieces and starts:
                close()
            key = {"head": "title", "byline": "byline", "subtitle": "subtitle"}[kind]
            if pieces:
                pieces.append(Piece(paragraph.source, "heading", paragraph.text))
            elif key in head and key == "title":
                head["kicker"], head["title"] = head["title"], paragraph
            else:
                head.setdefault(key, paragraph)
        else:
            pieces.append(
                Piece(paragraph.source, "text", next((p.section for p in reversed(pieces) if p.section), None))
            )
    close()
    return drafts
