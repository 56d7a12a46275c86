"""What passes between the process that ingests and the child that parses: length, JSON, bytes.

Nothing that comes from the child is taken on trust: a hostile file may speak through it.
"""

from __future__ import annotations

import json
import struct
from typing import IO, Any, get_args

from ingest.parse import limits
from ingest.parsed import Block, BlockKind, Parsed

_LENGTH = struct.Struct(">Q")
_KINDS = frozenset(get_args(BlockKind))


class Garbled(ValueError):
    """The child sent what no honest child sends."""


def pack(frame: dict[str, Any]) -> bytes:
    """A frame as it goes over the pipe."""
    body = json.dumps(frame, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return _LENGTH.pack(len(body)) + body


def length(head: bytes) -> int:
    """How many bytes follow the eight of ``head``.

    Raises:
        Garbled: more than an answer may have.
    """
    (size,) = _LENGTH.unpack(head)
    if size > limits.REPLY_BYTES:
        raise Garbled(f"a frame of {size} bytes")
    return int(size)


def unpack(body: bytes) -> dict[str, Any]:
    """The frame in ``body``.

    Raises:
        Garbled: not a JSON object.
    """
    try:
        frame = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Garbled(str(error)) from error
    if not isinstance(frame, dict):
        raise Garbled("not an object")
    return frame


def receive(stream: IO[bytes]) -> dict[str, Any] | None:
    """The next frame of a blocking stream, None at its end."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    return unpack(stream.read(length(head)))


def from_parsed(parsed: Parsed) -> dict[str, Any]:
    """``parsed`` as JSON values."""
    return {
        "text": parsed.text,
        "media_type": parsed.media_type,
        "blocks": [[b.start, b.end, b.kind, b.page, b.level, b.header, b.continues, b.parts] for b in parsed.blocks],
        "title": parsed.title,
        "publication": parsed.publication,
        "date": parsed.date,
        "page": parsed.page,
        "warnings": parsed.warnings,
    }


def to_parsed(frame: dict[str, Any]) -> Parsed:
    """The way back, with every promise of ``Parsed`` checked.

    Raises:
        Garbled: a type, an offset or a length is not what it must be.
    """
    try:
        text = frame["text"]
        if not isinstance(text, str) or len(text) > limits.TEXT_CHARS:
            raise Garbled("text")
        blocks = []
        at = 0
        for start, end, kind, page, level, header, continues, parts in frame["blocks"]:
            if kind not in _KINDS or not at <= int(start) < int(end) <= len(text):
                raise Garbled("block")
            names, said = (tuple((int(s), int(e)) for s, e in spans) for spans in (header, parts))
            if any(not 0 <= s < e <= len(text) for s, e in (*names, *said)):
                raise Garbled("header")
            blocks.append(Block(int(start), int(end), kind, _line(page), int(level), names, bool(continues), said))
            at = int(end)
        return Parsed(
            text=text,
            media_type=_line(frame["media_type"]) or "application/octet-stream",
            blocks=tuple(blocks),
            title=_line(frame["title"]),
            publication=_line(frame["publication"]),
            date=_line(frame["date"]),
            page=_line(frame["page"]),
            warnings=tuple(_line(w) or "" for w in frame["warnings"])[:50],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Garbled(str(error)) from error


def _line(value: object) -> str | None:
    """A short line of text, None as it is."""
    if value is None:
        return None
    return " ".join(str(value).split())[:300]
