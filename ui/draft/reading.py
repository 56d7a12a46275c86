"""From a file or a text to a draft that can be checked."""

from __future__ import annotations

from pathlib import Path

from rag.check.draft import MAX_DRAFT, Draft, Paragraph, ParagraphKind
from rag.errors import UsageError, reason
from ui.language import say

SUFFIXES = (".txt", ".md", ".docx", ".pdf")
_KINDS: dict[str, ParagraphKind] = {"heading": "heading", "table_row": "row", "footnote": "note"}
_MAX_BYTES = 60 * 1024 * 1024


def draft_of_text(text: object, name: str = "") -> Draft:
    """A pasted draft.

    Raises:
        UsageError: no text, an empty one, or one of more than 200,000 characters.
    """
    if not isinstance(text, str):
        raise UsageError("稿子应是一段文字", "the draft must be a text")
    _bounded(len(text))
    from ingest.parsed import Parsed

    clean = text.encode("utf-8", "replace").decode("utf-8")
    return _draft(Parsed(clean, "text/plain"), name)


def draft_of_file(path: Path) -> Draft:
    """A draft in a text, Markdown, Word or PDF file.

    Raises:
        UsageError: another sort of file, one that is not there, empty or too long.
        IngestError: a file that cannot be read; it is parsed in a process of its own.
    """
    try:
        data = path.read_bytes() if path.stat().st_size <= _MAX_BYTES else None
    except OSError as error:
        raise UsageError(f"读不了 {path}：{reason(error)}", f"cannot read {path}: {error.strerror}") from error
    if data is None:
        raise UsageError(f"{path.name} 太大，稿子最多 60 MB", f"{path.name} is too large, at most 60 MB")
    return draft_of_bytes(data, path.name)


def draft_of_bytes(data: bytes, name: str) -> Draft:
    """The same for a file's content."""
    if Path(name).suffix.lower() not in SUFFIXES:
        raise UsageError(
            f"不认识的稿子格式：{name}（可用 {'、'.join(SUFFIXES)}）",
            f"cannot read a draft of this format: {name} (use {', '.join(SUFFIXES)})",
        )
    from ingest.parse.registry import Parser
    from rag.errors import IngestError

    with Parser() as parser:
        found = list(parser.documents(data, name))
    if len(found) != 1:
        raise UsageError(f"{name} 不是一份稿子", f"{name} is not one draft")
    parsed = found[0].result
    if isinstance(parsed, IngestError):
        raise parsed
    _bounded(len(parsed.text))
    return _draft(parsed, name)


def _bounded(length: int) -> None:
    if length > MAX_DRAFT:
        raise UsageError(
            f"稿子有{length}字，最多{MAX_DRAFT}字，请分开核对。",
            f"The draft has {length} characters, at most {MAX_DRAFT} are taken; check it in parts.",
        )


def _draft(parsed: object, name: str) -> Draft:
    from ingest.layout.paragraphs import paragraphs
    from ingest.parsed import Parsed

    assert isinstance(parsed, Parsed)
    body = [
        Paragraph(p.source, _KINDS.get(p.kind, "text"))
        for p in paragraphs(parsed)
        if p.kind != "furniture" and p.source.text.strip()
    ]
    notes = list(parsed.warnings)
    if parsed.media_type.endswith("wordprocessingml.document"):
        notes.append(
            say(
                "按接受全部修订后的文字核对，删除的文字和批注不计。",
                "Checked as if all tracked changes were accepted; deleted text and comments are left out.",
            )
        )
    return Draft.of_paragraphs(parsed.text, body, name, notes)
