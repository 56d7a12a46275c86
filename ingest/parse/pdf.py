"""PDF: the text layer in reading order, page by page; scanned pages are read by OCR if that is installed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ingest.parse import glyphs, limits, ocr, rules
from ingest.parse.columns import Piece, Table
from ingest.parse.compose import Composer
from ingest.parse.detect import encrypted
from ingest.parse.reading import Paragraph, arrange, breaks_off
from ingest.parsed import Parsed
from rag.errors import IngestError

if TYPE_CHECKING:
    from ingest.parse.child import Desk

_FEW_LETTERS = 8
_MARGIN = 0.12
_REPEATED = 0.3
_READABLE = 0.7
_HEADING_SIZE = 1.15
_HEADING_CHARS = 60
_DPI = 200
_PAGE_NUMBER = re.compile(
    r"[-—–·•\s第]*(?:\d{1,4}|[ivxlc]{1,6})(?:\s*[/／]\s*\d{1,4})?[-—–·•\s页]*|第?\s*\d+\s*页?\s*[/／,，]?\s*共\s*\d+\s*页",
    re.IGNORECASE,
)
_CONTENTS = re.compile(r"[.．·…‥⋯]{4,}\s*[\divxlc]{1,5}$|(?:[.．·…]\s+){4,}[\divxlc]{1,5}$", re.IGNORECASE)
"""A line of a table of contents: leaders and a page number."""
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class _Page:
    name: str
    height: float
    parts: Sequence[Paragraph | Table]


def parse(data: bytes, desk: Desk) -> Parsed:
    """The text of a PDF with its pages.

    Raises:
        IngestError: encrypted, damaged, too many pages, or without any text that can be read here.
        NeedsOcr: it holds scanned pages and this child may not read them.
    """
    import pypdfium2 as pdfium

    try:
        book = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise encrypted() from error
        raise IngestError("不是有效的 PDF 文件", "not a valid PDF file") from error
    try:
        return _parse(book, desk)
    except pdfium.PdfiumError as error:
        raise IngestError("PDF 已损坏", "the PDF is damaged") from error
    finally:
        book.close()


def _parse(book: Any, desk: Desk) -> Parsed:
    total = len(book)
    if total > limits.PDF_PAGES:
        raise IngestError(
            f"PDF 有 {total} 页，超过上限 {limits.PDF_PAGES} 页；请拆分后再导入",
            f"the PDF has {total} pages, more than the limit of {limits.PDF_PAGES}; split it",
        )
    pages: list[_Page] = []
    unread: list[str] = []
    hidden = 0
    for number in range(total):
        page = book[number]
        try:
            name = book.get_page_label(number).strip() or str(number + 1)
            turn = glyphs.turn_of(page)
            lines = rules.drawn(page, turn)
            found, invisible = glyphs.pieces(page, turn, lines)
            hidden += invisible
            if _is_scan(page, found):
                scanned = _scanned(page, number, desk)
                if scanned is None:
                    unread.append(name)
                found = scanned or found
            else:
                found = rules.with_tables(found, lines)
            pages.append(_Page(name, turn.depth, arrange(found)))
        finally:
            page.close()
        desk.progress(number + 1, total)
    composer = Composer()
    if unread and len(unread) == sum(not p.parts for p in pages) == total:
        raise IngestError(*ocr.missing("全部页面", "all pages"))
    if unread:
        some = "、".join(unread[:10]) + ("等" if len(unread) > 10 else "")
        composer.warnings.append(ocr.missing(f"第 {some} 页", "some pages")[0])
    if hidden:
        composer.warnings.append(f"有 {hidden} 个小得看不见的字没有读取")
    _compose(pages, composer)
    return composer.parsed("application/pdf", title=_title(book))


def _is_scan(page: Any, found: list[Piece]) -> bool:
    """A page that shows an image but has (nearly) no text, or text that no font explains."""
    letters = sum(len(p.text) for p in found)
    if letters >= _FEW_LETTERS:
        return glyphs.readable_share(found) < _READABLE
    import pypdfium2.raw as pdfium

    return any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _scanned(page: Any, number: int, desk: Desk) -> list[Piece] | None:
    """The pieces of a scanned page, from an earlier run if it was read then; None if OCR is not installed."""
    known = desk.pages.get(str(number))
    if known is not None:
        return ocr.from_json(known)
    if not ocr.installed():
        return None
    desk.need_ocr()
    width, height = page.get_size()
    scale = min(_DPI / 72, (limits.IMAGE_PIXELS / max(1.0, width * height)) ** 0.5)
    found = ocr.read(page.render(scale=scale).to_numpy(), 1 / scale)
    desk.page_read(number, ocr.to_json(found))
    return found


def _compose(pages: Sequence[_Page], composer: Composer) -> None:
    furniture = _furniture(pages)
    body = _body_size(pages)
    sizes = sorted(
        {round(p.size) for page in pages for p in page.parts if isinstance(p, Paragraph) and _is_heading(p, body)},
        reverse=True,
    )
    interrupted = False
    for page in pages:
        for part in page.parts:
            if isinstance(part, Table):
                composer.table(part.grid, page=page.name)
                continue
            text = "\n".join(part.lines)
            if _is_furniture(part, page, furniture) or all(map(_CONTENTS.search, part.lines)):
                composer.add(text, "furniture", page=page.name)
            elif _is_heading(part, body):
                level = min(6, 1 + sizes.index(round(part.size)))
                composer.add(text, "heading", page=page.name, level=level)
                interrupted = False
            else:
                fresh = _first_on_page(part, page, furniture)
                composer.add(text, page=page.name, continues=part.continues or (fresh and interrupted))
                interrupted = breaks_off(part)


def _first_on_page(part: Paragraph, page: _Page, furniture: set[str]) -> bool:
    for other in page.parts:
        if isinstance(other, Table):
            return False
        if not _is_furniture(other, page, furniture):
            return other is part
    return False


def _is_furniture(part: Paragraph, page: _Page, furniture: set[str]) -> bool:
    """A running head, or a page number at the edge."""
    text = "\n".join(part.lines)
    return _at_edge(part, page.height) and bool(_masked(text) in furniture or _PAGE_NUMBER.fullmatch(text.strip()))


def _furniture(pages: Sequence[_Page]) -> set[str]:
    """Running heads: texts at the edges of two pages and three in ten of all, the same but for their numbers."""
    seen: Counter[str] = Counter()
    for page in pages:
        edge = {
            _masked("\n".join(p.lines)) for p in page.parts if isinstance(p, Paragraph) and _at_edge(p, page.height)
        }
        seen.update(edge)
    return {text for text, n in seen.items() if n >= max(2, _REPEATED * len(pages)) and len(text) <= 80}


def _masked(text: str) -> str:
    return _DIGITS.sub("#", re.sub(r"\s+", "", text))


def _at_edge(part: Paragraph, height: float) -> bool:
    return part.bottom < _MARGIN * height or part.top > (1 - _MARGIN) * height


def _body_size(pages: Sequence[_Page]) -> float:
    """The size that the letter in the middle has, all letters put in the order of their sizes."""
    letters: Counter[float] = Counter()
    for page in pages:
        for part in page.parts:
            if isinstance(part, Paragraph):
                letters[part.size] += sum(map(len, part.lines))
    half = letters.total() / 2
    for size in sorted(letters):
        half -= letters[size]
        if half <= 0:
            return size
    return 0.0


def _is_heading(part: Paragraph, body: float) -> bool:
    text = "".join(part.lines)
    return part.size >= _HEADING_SIZE * body and len(text) <= _HEADING_CHARS and not text.endswith(("。", "；", "，"))


def _title(book: Any) -> str | None:
    """What the file says its title is, unless a program put its own name or the file's there."""
    title = str(book.get_metadata_value("Title") or "").strip()
    made = re.search(
        r"\.(docx?|wps|indd|pdf|xlsx?|fbd|s\d+)\b|^(?:microsoft|untitled|无标题|文档|幻灯片|word)|^[\W\d_]*$",
        title,
        re.I,
    )
    return None if made or not re.search(r"[\u4e00-\u9fff]", title) else title[:200]
