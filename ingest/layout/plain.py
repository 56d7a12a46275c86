"""Documents that are one article: notices, work reports, statutes, web pages. Title and sections are found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.layout.draft import Draft, Lines, Piece
from ingest.layout.paragraphs import Paragraph
from ingest.layout.roles import is_byline
from ingest.parse.header import is_note
from rag.domain import SourcedText

_LEVELS = (
    re.compile(
        r"#{1,6}\s+\S|【[^】]{2,20}】$|(?:第[一二三四五六七八九十百零\d]{1,4}[编章部])|(?:第[一二三四五六七八九十百零\d]{1,4}部分)|附件\s*[\d一二三四五六七八九十]*(?:\s|[:：]|$)"
    ),
    re.compile(r"[一二三四五六七八九十]{1,3}[、．.]"),
    re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]"),
    re.compile(r"\d{1,2}(?:[、．]|\.(?!\d))"),
)
_OF_YEARS = re.compile(
    r"(?:(?:19|20)\d\d年|(?:过去|今后|未来)(?:的)?[一三五]年|“?十[一二三四五]五”?(?:时期|期间)?|今年|明年|下一步)的?[一-鿿、和“”]{0,14}"
    r"(?:回顾|安排|打算|总结|部署|任务|目标|要求|思路|设想|建议|工作)|(?:[一-鿿]{2,4}加强)?政府自身建设|加强政府自身建设|名词解释"
)
"""The headings of a work report that count nothing: 2024年工作回顾, 2025年工作安排."""
_OF_PLACE = re.compile(r"[一-鿿]{1,8}(?:省|市|州|县|区|旗|镇|乡|街道)[：:][^，。；\d]{4,30}")
"""The headline of an item of a briefing: 甲县：挂图作战补短板. With figures or commas it tells by itself."""
_CLOSED = re.compile(r"[。！？!?；;…][”’」』）)】》\"']*$")
_GENRE = re.compile(
    r"(?:通知|公告|通告|意见|办法|规定|决定|方案|措施|细则|条例|报告|指南|公报|函|批复|命令|通令|倡议书|规划|计划|纲要|解读|问答|判决书|裁定书|病历|记录|目录|要点|简报|汇编|清单)"
    r"(?:[（(].{1,16}[）)])?[》”]?$"
)
_BODY = re.compile(
    r"^(?:各[^，。]{2,60}[:：]|来\s*源|发布|时\s*间|日\s*期|作者|记者|[一二三四五六七八九十][、．]|[（(][一二三四五六七八九十][)）]|\S{0,14}〔?\d{4}〕|\d)"
)
_MARKUP = re.compile(r"^(?:#{1,6}\s+|\*\*|[>\-*]\s+)+|\*\*$")
_SPACE = re.compile(r"\s+")
_LONGEST_TITLE = 80
_LONGEST_SUBTITLE = 30
_LONGEST_HEADING = 50


def read(original: str, paragraphs: Sequence[Paragraph]) -> Draft:
    """One article out of ``paragraphs``; linear time."""
    units = [unit for paragraph in paragraphs for unit in _units(paragraph)]
    title, rest = _title(original, units)
    subtitle: Lines = ()
    if title is not None and rest + 1 < len(units) and _is_subtitle(units[rest], units[rest + 1]):
        subtitle = (units[rest].source,)
        rest += 1
    byline: Lines = ()
    apart = [unit.source for unit in units[:rest] if unit.kind == "furniture"]
    pieces: list[Piece] = []
    path: list[tuple[int, str]] = []
    caption: str | None = None
    for i in range(rest, len(units)):
        unit = units[i]
        text = unit.text
        if unit.kind == "furniture":
            apart.append(unit.source)
            continue
        if unit.kind == "table_row":
            pieces.append(Piece(unit.source, "row", _label(path, caption), unit.page, unit.header))
            continue
        # A table's title holds for its rows; a note below the title takes nothing away.
        if unit.kind != "caption":
            caption = None
        elif not is_note(text):
            caption = _clean(text)
        if not byline and i - rest < 4 and unit.kind != "heading" and is_byline(text):
            byline = (unit.source,)
            continue
        level = _level(unit)
        if level is not None:
            while path and path[-1][0] >= level:
                path.pop()
            path.append((level, _clean(text)))
            pieces.append(Piece(unit.source, "heading", _label(path), unit.page))
        else:
            pieces.append(Piece(unit.source, "text", _label(path), unit.page))
    return Draft(
        pieces=tuple(pieces), title=(title,) if title else (), subtitle=subtitle, byline=byline, apart=tuple(apart)
    )


def _label(path: list[tuple[int, str]], caption: str | None = None) -> str | None:
    return " ".join([*(name for _, name in path[-2:]), *([caption] if caption else [])]) or None


def _clean(text: str) -> str:
    return " ".join(_MARKUP.sub("", text).split())


def _level(unit: Paragraph) -> int | None:
    """The depth of a heading that has a line of its own, else None."""
    if unit.kind == "heading":
        return max(1, unit.level) * 10
    text = unit.text
    if (
        unit.kind != "text"
        or len(text) > _LONGEST_HEADING
        or _CLOSED.search(text)
        or text.endswith(("，", ",", "：", ":", "、"))
    ):
        return None
    if len(text) <= _LONGEST_SUBTITLE and _OF_YEARS.fullmatch(text):
        return 10
    if _OF_PLACE.fullmatch(text):
        return 60
    for depth, pattern in enumerate(_LEVELS):
        if pattern.match(text):
            hashes = len(text) - len(text.lstrip("#"))
            return (hashes or depth + 1) * 10
    return None


def _units(paragraph: Paragraph) -> Iterator[Paragraph]:
    """A paragraph, or, where white space took the place of line breaks, the paragraphs in it."""
    text = paragraph.text
    if paragraph.kind != "text" or len(text) < 120 or not _SPACE.search(text):
        yield paragraph
        return
    at = 0
    for match in _SPACE.finditer(text):
        if at < match.start() and _breaks(text, at, match.start(), match.end()):
            yield paragraph.part(at, match.start())
            at = match.end()
    if at < len(text):
        yield paragraph.part(at, len(text))


def _breaks(text: str, since: int, left: int, right: int) -> bool:
    """Whether the white space ``text[left:right]`` stands for a line break."""
    if right >= len(text):
        return False
    after = text[right : right + 12]
    if _CLOSED.search(text, max(since, left - 4), left) or text[left - 1] in ":：":
        return True
    # A title is the first thing; it may hold commas and quotation marks.
    if since == 0 and 6 <= left <= _LONGEST_TITLE and "。" not in text[:left]:
        return True
    if any(pattern.match(after) for pattern in _LEVELS):
        return True
    # A heading or a title's line: short, and nothing but characters of Han before the space.
    return (
        left - since <= _LONGEST_TITLE and not re.search(r"[，,；;“]", text[since:left]) and not text[right].isascii()
    )


def _title(original: str, units: list[Paragraph]) -> tuple[SourcedText | None, int]:
    """The title and the index of the first unit after it."""
    first = 0
    while first < len(units) and units[first].kind == "furniture":
        first += 1
    if first >= len(units):
        return None, 0
    head = units[first]
    sentence = len(head.text) > _LONGEST_TITLE or head.text[-1] in "。；;：:，,"
    if head.kind == "table_row" or (sentence and head.kind != "heading") or len(units) == first + 1:
        return None, 0
    parts = [head]
    end = first + 1
    if not _GENRE.search(head.text):
        for k in range(end, min(end + 10, len(units))):
            text = units[k].text
            if units[k].kind != "text" or len(text) > _LONGEST_TITLE or _CLOSED.search(text) or _BODY.match(text):
                break
            if _GENRE.search(text) and not text.startswith("原标题"):
                parts = units[first : k + 1]
                end = k + 1
                break
    return _unmarked(SourcedText.whole(original, parts[0].start, parts[-1].end)), end


def _is_subtitle(unit: Paragraph, following: Paragraph) -> bool:
    """Whether a short line under the title is its second part: nothing but a heading, over running text."""
    text = unit.text
    return (
        unit.kind == "text"
        and 4 <= len(text) <= _LONGEST_SUBTITLE
        and not re.search(r"[。；：:！？]", text)
        and not _BODY.match(text)
        and not is_byline(text)
        and _level(unit) is None
        and len(following.text) > 2 * _LONGEST_SUBTITLE
    )


def _unmarked(source: SourcedText) -> SourcedText:
    """Without Markdown's signs around it."""
    text = source.text
    match = _MARKUP.match(text)
    start = match.end() if match else 0
    end = len(text) - 2 if text.endswith("**") and len(text) - 2 > start else len(text)
    return source.cut(start, end) if start < end else source
