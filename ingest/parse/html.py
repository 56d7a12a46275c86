"""Web pages: the part a reader came for, without menus and footers; its text is the original."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest.parse import limits
from ingest.parse.compose import Composer, cleaned, one_line
from ingest.parse.encoding import decode
from ingest.parse.furniture import prune
from ingest.parse.table import Grid
from ingest.parsed import BlockKind, Parsed
from rag.errors import IngestError

_BLOCK = frozenset(
    "p div section article main header footer li ul ol dl dt dd blockquote pre h1 h2 h3 h4 h5 h6 table tr td th "
    "thead tbody tfoot caption figure figcaption address center body hr fieldset".split()
)
_PUNCTUATION = re.compile(r"[，。；：、！？,.;:!?]")
_MAIN_SHARE = 0.8
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"(?:(?:发布|发文|成文|公开|印发)\s*(?:时间|日期)|(?<![\u4e00-\u9fff])(?:时间|日期))\s*[:：]\s*((?:19|20)\d{2})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})"
)
"""The line of particulars below a headline."""
_LOOKED_AT = 200_000
_ASIDE = 60
"""Characters of what may stand above a headline without belonging to its article: a greeting, a way back."""
_DATE = re.compile(r"((?:19|20)\d{2})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})")
# The names that the standard for Chinese government sites prescribes, then those of the wider web.
_META = {
    "title": ("articletitle", "og:title"),
    "date": ("pubdate", "publishdate", "article:published_time", "date"),
    "publication": ("contentsource", "source", "sitename", "og:site_name"),
}
_BEFORE_SITE = re.compile(r"\s+[-–—]+\s+|\s*[_|｜]\s*")
_SITE = re.compile(r"(?:政府|网|网站|门户|门户网|局|委|委员会|办公室|厅|部|报|日报|频道|新闻|首页|平台)$")
_MAX_DEPTH = 200


def parse(data: bytes) -> Parsed:
    """Headings, paragraphs and tables of a page's main part, in order.

    Raises:
        IngestError: not decodable, or without text.
    """
    from lxml import etree

    text, warnings = _text(data)
    parser = etree.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(_without_declaration(text), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise IngestError("网页读不懂", "the page cannot be read") from error
    if root is None:
        raise IngestError("文件里没有文字", "there is no text in the file")
    meta = _meta(root)
    title = _without_site(meta.get("title") or one_line("".join(root.xpath("string(//title)"))), root)
    body: Any = root.find("body") if root.find("body") is not None else root
    prune(body)
    composer = Composer()
    composer.warnings += warnings
    main, headline = _main(body), _headline(body)
    if headline is not None and main not in headline.iterancestors():
        composer.add(one_line("".join(headline.itertext())), "heading", level=1)
    _Walk(composer, after=headline if headline is not None and main in headline.iterancestors() else None).read(main)
    said = " ".join(body.itertext())[:_LOOKED_AT]
    match = _DATE.search(meta.get("date", "")) or _PUBLISHED.search(said)
    date = f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}" if match else None
    return composer.parsed("text/html", title=title[:200], publication=meta.get("publication"), date=date)


def _text(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The page's characters: by the encoding that it declares if that is true, else by sense."""
    declared = _CHARSET.search(data[:2048])
    if declared:
        name = declared[1].decode("ascii", "replace").lower()
        try:
            return data.decode("gb18030" if name in ("gb2312", "gbk") else name), ()
        except (UnicodeDecodeError, LookupError):
            pass
    decoded = decode(data)
    return decoded.text, decoded.warnings


def _without_declaration(text: str) -> str:
    """The text is decoded already, and lxml takes no text that declares an encoding."""
    return re.sub(r"^\ufeff?\s*<\?xml[^>]*\?>", "", cleaned(text), count=1)


def _meta(root: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = (element.get("name") or element.get("property") or "").lower()
        found.setdefault(name, element.get("content") or "")
    out = {}
    for key, names in _META.items():
        value = next((found[n] for n in names if found.get(n, "").strip()), "")
        if value.strip():
            out[key] = one_line(value)[:200]
    return out


def _without_site(title: str, root: Any) -> str:
    """``title`` without the name of the site behind it: up to where a headline of the page ends, or a body's name begins."""
    first, *rest = _BEFORE_SITE.split(title)
    if not rest or not first.strip():
        return title
    heads = {one_line("".join(element.itertext())) for element in root.iter("h1", "h2", "h3")}
    return first if first in heads or _SITE.search(rest[-1]) else title


def _main(body: Any) -> Any:
    """The smallest element that holds nearly all running text: words that are no links, with punctuation."""
    weights: dict[Any, float] = {}
    for element in reversed(list(body.iter())):
        if not isinstance(element.tag, str):
            continue
        own = _weight(element.text) if element.tag != "a" else 0.0
        for child in element:
            own += weights.get(child, 0.0) + _weight(child.tail)
        weights[element] = own if element.tag != "a" else 0.0
    node = body
    while weights.get(node, 0.0):
        best = max((c for c in node if isinstance(c.tag, str)), key=lambda c: weights.get(c, 0.0), default=None)
        inline = best is None or best.tag not in _BLOCK or best.tag in ("p", "li", "td", "th", "tr", "tbody", "thead")
        if inline or weights[best] < _MAIN_SHARE * weights[node]:
            break
        node = best
    # A table's part alone would lose its header.
    table = next((a for a in (node, *node.iterancestors()) if a.tag == "table" and _is_data(a)), None)
    return table if table is not None else node


def _headline(body: Any) -> Any:
    """The page's one headline, if it has one that says something; else None."""
    found = [h for h in body.iter("h1") if len(one_line("".join(h.itertext()))) >= 4]
    return found[0] if len(found) == 1 else None


def _weight(text: str | None) -> float:
    if not text or not text.strip():
        return 0.0
    return len(text.strip()) * (1.0 if _PUNCTUATION.search(text) else 0.3)


class _Walk:
    """Reads elements into ``composer``. Until the headline ``after`` short lines are passed over."""

    def __init__(self, composer: Composer, after: Any | None) -> None:
        self._composer = composer
        self._after = after
        self._parts: list[str] = []

    def read(self, element: Any) -> None:
        """Everything below ``element``; what stands between two block elements is a paragraph."""
        if element.tag == "table" and _is_data(element):
            self._table(element)
            return
        self._inside(element, 0)
        self._end("text", 0)

    def _inside(self, element: Any, depth: int) -> None:
        if depth > _MAX_DEPTH:
            return
        self._parts.append(element.text or "")
        for child in element:
            if isinstance(child.tag, str):
                self._child(child, depth)
            self._parts.append(child.tail or "")

    def _child(self, child: Any, depth: int) -> None:
        if child.tag == "br":
            self._end("text", 0)
        elif child.tag == "table" and _is_data(child):
            self._end("text", 0)
            self._table(child)
        elif child.tag in _BLOCK:
            self._end("text", 0)
            if child is self._after:
                self._after = None
            self._inside(child, depth + 1)
            level = int(child.tag[1]) if re.fullmatch(r"h[1-6]", child.tag) else 0
            self._end("heading" if level else "caption" if child.tag in ("figcaption", "caption") else "text", level)
        else:
            self._inside(child, depth + 1)

    def _end(self, kind: BlockKind, level: int) -> None:
        text = one_line(re.sub(r"\s+", " ", "".join(self._parts)))
        self._parts = []
        if self._after is None or len(text) > _ASIDE:
            self._composer.add(text, kind, level=level)

    def _table(self, table: Any) -> None:
        for caption in table.iterchildren("caption"):
            self._composer.add(one_line(re.sub(r"\s+", " ", "".join(caption.itertext()))), "caption")
        cells: list[list[str]] = []
        anchors: list[list[tuple[int, int]]] = []
        open_: dict[int, tuple[int, str, tuple[int, int]]] = {}
        for r, row in enumerate(_rows(table)):
            texts: list[str] = []
            owners: list[tuple[int, int]] = []
            for cell in [*(c for c in row if c.tag in ("td", "th")), None]:
                while open_.get(len(texts), (0, "", (0, 0)))[0]:
                    left, text, owner = open_[len(texts)]
                    open_[len(texts)] = (left - 1, text, owner)
                    texts.append(text)
                    owners.append(owner)
                if cell is None:
                    break
                text, owner = one_line(re.sub(r"\s+", " ", "".join(cell.itertext()))), (r, len(texts))
                for _ in range(_span(cell, "colspan", limits.TABLE_COLUMNS)):
                    open_[len(texts)] = (_span(cell, "rowspan", 1000) - 1, text, owner)
                    texts.append(text)
                    owners.append(owner)
            if len(texts) > limits.TABLE_COLUMNS or r > limits.TABLE_ROWS:
                raise IngestError("表格太大；请拆分", "the table is too large; split it")
            cells.append(texts)
            anchors.append(owners)
        self._composer.table(Grid.anchored(cells, anchors))


def _rows(table: Any) -> Iterator[Any]:
    """The table's own rows, not those of tables within it."""
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr")


def _is_data(table: Any) -> bool:
    """A table that holds values, and does not only lay out a page: two columns, no table or long text inside."""
    rows = list(_rows(table))
    if not any(sum(c.tag in ("td", "th") for c in row) > 1 for row in rows):
        return False
    if next(table.iterdescendants("table"), None) is not None:
        return False
    return all(len("".join(cell.itertext())) < 800 for row in rows for cell in row)


def _span(cell: Any, name: str, most: int) -> int:
    value = (cell.get(name) or "1").strip()
    return max(1, min(int(value), most)) if value.isdecimal() and len(value) < 7 else 1
