"""The only way text gets into a page: escaped for HTML *and* for Markdown.

Every ASCII punctuation mark of a text becomes a character reference. A browser shows it as it was, but it
can neither open a tag nor be read as Markdown, a formula or an image by what renders it later. Our own tags
are written out in ``ui.web``, on one line, so that Markdown takes them as one block of HTML.
"""

from __future__ import annotations

import html
import string
from collections.abc import Iterable, Sequence

from rag.domain import SourcedText, Span
from ui.plain import plain

_REFERENCES = {ord(c): f"&#{ord(c)};" for c in string.punctuation} | {ord("\n"): "&#10;", ord("\t"): " "}


def text(value: object) -> str:
    """``value`` as text of a page: shown as it is, never obeyed."""
    return plain(str(value)).translate(_REFERENCES)


def tag(name: str, content: str = "", /, **attributes: object) -> str:
    """An element with ``content``, which is HTML already; attributes are text, those that are None left out.

    A trailing underscore keeps a keyword (``class_``); other underscores stand for hyphens.
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_quoted(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{given}>{content}</{name}>"


def _quoted(value: object) -> str:
    return html.escape(" ".join(plain(str(value)).splitlines()))


def joined(parts: Iterable[str | None], separator: str = "") -> str:
    """The parts that are something."""
    return separator.join(part for part in parts if part)


def pieces(body: SourcedText, spans: Sequence[Span]) -> list[tuple[str, bool]]:
    """``body.text`` in order, cut where ``spans`` of the original begin and end; True within one of them."""
    out: list[tuple[str, bool]] = []
    for at, start, length in body.runs:
        edges = {start, start + length}
        for span in spans:
            edges |= {edge for edge in span if start < edge < start + length}
        cuts = sorted(edges)
        for low, high in zip(cuts, cuts[1:], strict=False):
            inside = any(s <= low and high <= e for s, e in spans)
            piece = body.text[at + low - start : at + high - start]
            if out and out[-1][1] == inside:
                out[-1] = (out[-1][0] + piece, inside)
            else:
                out.append((piece, inside))
    return out


def marked(body: SourcedText, spans: Sequence[Span], *, anchor: str | None = None) -> str:
    """``body`` with ``<mark>`` exactly on ``spans``; the first one carries ``anchor`` as its id."""
    out = ""
    for piece, inside in pieces(body, spans):
        if inside and piece.strip():
            out += tag("mark", text(piece), id=anchor)
            anchor = None
        else:
            out += text(piece)
    return out
