"""Word documents: paragraphs, headings, tables and notes in the order a reader meets them."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any

from ingest.parse import archive, limits
from ingest.parse.compose import Composer, one_line
from ingest.parse.numbering import Numbering
from ingest.parse.styles import Styles, int_value, text_value
from ingest.parse.styles import W as _W
from ingest.parse.table import Grid
from ingest.parse.xml import root_of
from ingest.parsed import BlockKind, Parsed
from rag.errors import IngestError

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
# Deleted text, field codes, the reading aids over characters and remarks are no part of what is said.
_UNSAID = {f"{_W}{tag}" for tag in ("del", "moveFrom", "instrText", "delText", "rt", "commentReference", "pPr")}
_MAX_DEPTH = 40
_MAX_TABLES = 3
"""Tables within tables within tables; deeper ones are left out."""


def parse(package: zipfile.ZipFile) -> Parsed:
    """The text of a ``.docx``.

    Pages are those that Word noted when it last saved the file; a file without such notes has none.

    Raises:
        IngestError: damaged, or without text.
    """
    reader = _Reader(package)
    reader.body()
    return reader.composer.parsed(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", title=reader.title
    )


class _Reader:
    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self._main = _main_part(package)
        self.composer = Composer()
        self.title: str | None = None
        self._styles = Styles(self._xml("styles.xml"))
        self._numbering = Numbering(self._xml("numbering.xml"))
        self._notes = {"footnote": self._read_notes("footnote"), "endnote": self._read_notes("endnote")}
        self._page: int | None = None

    def body(self) -> None:
        """Read the document from its first block to its last."""
        root = self._xml(posixpath.basename(self._main))
        if root is None:
            raise IngestError("不是有效的 Word 文件", "not a valid Word file")
        if next(root.iter(f"{_W}lastRenderedPageBreak"), None) is not None:
            self._page = 1
        for element in _blocks(root.find(f"{_W}body"), 0):
            if element.tag == f"{_W}p":
                self._paragraph(element)
            else:
                self._table(element, 0)

    def _paragraph(self, p: Any) -> None:
        words = _Words(self)
        words.read(p, 0)
        style = self._styles.of(p)
        page = words.first_page if words.first_page is not None else self._page
        text = words.text.strip()
        label = self._numbering.label(*style.number) if style.number and text else ""
        kind: BlockKind = "furniture" if style.contents else "heading" if style.level else "text"
        name = str(page) if page is not None else None
        if kind == "heading":
            text = one_line(text)
        for line in (label + text).split("\n"):  # A break by hand ends what it ends as much as a paragraph does.
            self.composer.add(line, kind, page=name, level=style.level)
        if style.title and self.title is None and text:
            self.title = one_line(text)
        for box in words.boxes:
            for element in _blocks(box, 1):
                if element.tag == f"{_W}p":
                    self._paragraph(element)
                else:
                    self._table(element, 1)
        for note in words.notes:
            self.composer.add(note, "footnote", page=name)

    def _table(self, table: Any, depth: int) -> None:
        grid = self._grid(table, depth)
        page = str(self._page) if self._page is not None else None
        if grid.cells and len(grid.cells[0]) > 1:
            self.composer.table(grid, page=page)
            return
        # One column is a frame around running text and no table.
        for row in table.iterchildren(f"{_W}tr"):
            for cell in _cells(row):
                for element in _blocks(cell, depth + 1):
                    if element.tag == f"{_W}p":
                        self._paragraph(element)
                    elif depth < _MAX_TABLES:
                        self._table(element, depth + 1)

    def _grid(self, table: Any, depth: int) -> Grid:
        cells: list[list[str]] = []
        anchors: list[list[tuple[int, int]]] = []
        for r, row in enumerate(table.iterchildren(f"{_W}tr")):
            if r >= limits.TABLE_ROWS:
                raise IngestError("表格太大；请拆分", "the table is too large; split it")
            texts: list[str] = []
            owners: list[tuple[int, int]] = []
            for cell in _cells(row):
                c = len(texts)
                span = min(int_value(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1), limits.TABLE_COLUMNS)
                merge = cell.find(f"{_W}tcPr/{_W}vMerge")
                text, owner = self._cell_text(cell, depth), (r, c)
                if merge is not None and merge.get(f"{_W}val", "continue") == "continue" and r and c < len(cells[-1]):
                    text, owner = cells[-1][c], anchors[-1][c]
                texts += [text] * span
                owners += [owner] * span
                if len(texts) > limits.TABLE_COLUMNS:
                    raise IngestError("表格太大；请拆分", "the table is too large; split it")
            cells.append(texts)
            anchors.append(owners)
        return Grid.anchored(cells, anchors)

    def _cell_text(self, cell: Any, depth: int) -> str:
        parts = []
        for element in _blocks(cell, depth + 1):
            if element.tag == f"{_W}p":
                words = _Words(self)
                words.read(element, 0)
                parts.append(one_line(words.text))
            elif depth < _MAX_TABLES:
                rows = self._grid(element, depth + 1).cells
                parts += ["，".join(dict.fromkeys(t for t in row if t)) for row in rows]
        return " ".join(p for p in parts if p)

    def note(self, kind: str, number: str) -> str:
        """The text of a footnote or endnote."""
        return self._notes[kind].get(number, "")

    def turn_page(self) -> None:
        """Word noted a page's end here."""
        if self._page is not None:
            self._page += 1

    @property
    def page(self) -> int | None:
        """The number of the present page, from 1, if Word noted the pages."""
        return self._page

    def _read_notes(self, kind: str) -> dict[str, str]:
        root = self._xml(f"{kind}s.xml")
        out: dict[str, str] = {}
        if root is None:
            return out
        for note in root.iterchildren(f"{_W}{kind}"):
            if note.get(f"{_W}type") in (None, "normal"):
                texts = (t.text or "" for t in note.iter(f"{_W}t"))
                out[note.get(f"{_W}id", "")] = "".join(texts)
        return out

    def _xml(self, name: str) -> Any:
        data = archive.part(self._package, posixpath.join(posixpath.dirname(self._main), name))
        return None if data is None else root_of(data.replace(_STRICT, _TRANSITIONAL))


class _Words:
    """The words of one paragraph, and what hangs on it."""

    def __init__(self, reader: _Reader) -> None:
        self._reader = reader
        self._parts: list[str] = []
        self.notes: list[str] = []
        self.boxes: list[Any] = []
        self.first_page: int | None = None

    @property
    def text(self) -> str:
        """What was read so far."""
        return "".join(self._parts)

    def read(self, element: Any, depth: int) -> None:
        """Everything below ``element``, in order."""
        if depth > _MAX_DEPTH:
            return
        for child in element.iterchildren():
            tag = child.tag
            if not isinstance(tag, str) or tag in _UNSAID:
                continue
            if tag == f"{_W}r" and _is_hidden(child):
                continue
            if tag in (f"{_W}t", f"{_M}t"):
                self._say(child.text or "")
            elif tag == f"{_W}tab":
                self._say(" ")
            elif tag in (f"{_W}br", f"{_W}cr"):
                self._say("\n")
            elif tag == f"{_W}noBreakHyphen":
                self._say("-")
            elif tag == f"{_W}lastRenderedPageBreak":
                self._reader.turn_page()
            elif tag in (f"{_W}footnoteReference", f"{_W}endnoteReference"):
                kind = tag[len(_W) : -len("Reference")]
                self.notes.append(self._reader.note(kind, child.get(f"{_W}id", "")))
            elif tag == f"{_W}txbxContent":
                self.boxes.append(child)
            elif tag == f"{_MC}AlternateContent":
                choice = child.find(f"{_MC}Choice")
                self.read(choice if choice is not None else child, depth + 1)
            else:
                self.read(child, depth + 1)

    def _say(self, text: str) -> None:
        if self.first_page is None and text.strip():
            self.first_page = self._reader.page
        self._parts.append(text)


def _main_part(package: zipfile.ZipFile) -> str:
    """Where the document itself stands."""
    data = archive.part(package, "_rels/.rels")
    for relation in root_of(data).iterchildren(f"{_REL}Relationship") if data else ():
        if relation.get("Type", "").endswith("/officeDocument"):
            return str(relation.get("Target", "")).lstrip("/")
    return "word/document.xml"


def _blocks(parent: Any, depth: int) -> Iterator[Any]:
    """Paragraphs and tables, also those within content controls and insertions."""
    if parent is None or depth > _MAX_DEPTH:
        return
    for child in parent.iterchildren():
        if child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif child.tag == f"{_W}sdt":
            yield from _blocks(child.find(f"{_W}sdtContent"), depth + 1)
        elif child.tag in (f"{_W}customXml", f"{_W}ins", f"{_W}moveTo", f"{_W}smartTag"):
            yield from _blocks(child, depth + 1)


def _cells(row: Any) -> Iterator[Any]:
    for child in row.iterchildren(f"{_W}tc", f"{_W}sdt"):
        yield from (child,) if child.tag == f"{_W}tc" else child.iterfind(f"{_W}sdtContent/{_W}tc")


def _is_hidden(run: Any) -> bool:
    """A run marked as hidden, or in letters of a point or less that only a program can read."""
    properties = run.find(f"{_W}rPr")
    if properties is None:
        return False
    hidden = properties.find(f"{_W}vanish")
    if hidden is not None and text_value(hidden) not in ("0", "false"):
        return True
    return int_value(properties.find(f"{_W}sz"), 24) <= 2
