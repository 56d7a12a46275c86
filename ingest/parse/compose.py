"""Writing down what a format holds, as one text with blocks that point into it."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.parse import limits
from ingest.parse.header import is_note, titles
from ingest.parse.table import Grid, leading, rows_of
from ingest.parsed import Block, BlockKind, Parsed
from rag.errors import IngestError

# What no reader sees: controls but tab and line breaks, lone surrogates, non-characters, and the characters
# without width, for direction and for tags that text for programs is hidden in.
_NOISE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb"
    r"\ufffe\uffff\U000e0000-\U000e007f]"
)
_SPACES = re.compile(r"[ \t\xa0\u2000-\u200a\u202f\u205f]+")
_BREAK = re.compile(r" ?[\r\n\x85\u2028\u2029]+ ?")
_STOPS = ("。", "！", "？", "…")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef，。、；：！？“”‘’（）《》—…]")


class Composer:
    """Collects blocks in reading order; ``parsed`` gives the whole."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._blocks: list[Block] = []
        self._length = 0
        self.warnings: list[str] = []

    def add(
        self,
        text: str,
        kind: BlockKind = "text",
        *,
        page: str | None = None,
        level: int = 0,
        continues: bool = False,
    ) -> None:
        """One block; line breaks within stay. Nothing happens when ``text`` holds no words.

        Raises:
            IngestError: the text grows beyond ``limits.TEXT_CHARS``.
        """
        text = cleaned(text).strip()
        if not text:
            return
        start = self._length + bool(self._parts)
        if start + len(text) > limits.TEXT_CHARS:
            most = limits.TEXT_CHARS // 10_000
            raise IngestError(
                f"文字超过上限 {most} 万字；请拆分后再导入",
                f"more than {limits.TEXT_CHARS} characters of text; split the file",
            )
        if self._parts:
            self._parts.append("\n")
        self._parts.append(text)
        self._length = start + len(text)
        self._blocks.append(Block(start, self._length, kind, page, level, continues=continues))

    def table(self, grid: Grid, *, page: str | None = None, name: str | None = None) -> None:
        """A table: its title lines as captions, then each row with its header names, a sentence of its own.

        ``name`` stands above it where it has no title itself.
        """
        above = self._above()
        for k in range(len(self._blocks) - len(above), len(self._blocks)):
            # A paragraph that is the table's title holds for its rows, whatever its style was.
            if self._blocks[k].kind == "text":
                self._blocks[k] = replace(self._blocks[k], kind="caption")
        if name and not any(not is_note(line) for line in leading(grid)):
            self.add(name, "caption", page=page)
        for row in rows_of(grid, above):
            if row.caption:
                self.add(row.caption, "caption", page=page)
            elif row.note:
                self.add(row.note, page=page)
            else:
                said = "；".join(f"{column}：{value}" if column else value for column, value in row.cells)
                self.add(said if said.endswith(_STOPS) else f"{said}。", "table_row", page=page)

    def _above(self) -> list[str]:
        """The lines right above that are a table's title or note."""
        out: list[str] = []
        for text, block in zip(self._parts[:-5:-2], self._blocks[:-3:-1], strict=False):
            if block.kind not in ("text", "caption", "heading") or not (block.kind == "caption" or titles(text)):
                break
            out.insert(0, text)
        return out

    def parsed(
        self,
        media_type: str,
        *,
        title: str | None = None,
        publication: str | None = None,
        date: str | None = None,
    ) -> Parsed:
        """All that was added.

        Raises:
            IngestError: nothing was.
        """
        if not self._blocks:
            raise IngestError("文件里没有文字", "there is no text in the file")
        return Parsed(
            text="".join(self._parts),
            media_type=media_type,
            blocks=tuple(self._blocks),
            title=one_line(title) or None if title else None,
            publication=one_line(publication) or None if publication else None,
            date=date,
            warnings=tuple(self.warnings),
        )


def cleaned(text: str) -> str:
    """``text`` without what no text holds, with runs of blanks as one and one kind of line break."""
    return _SPACES.sub(" ", _NOISE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def one_line(text: str) -> str:
    """``text`` on one line: breaks vanish beside Chinese and are a blank elsewhere."""
    text = cleaned(text).strip()

    def join(match: re.Match[str]) -> str:
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        return "" if _WIDE.match(before) or _WIDE.match(after) else " "

    return _BREAK.sub(join, text)
