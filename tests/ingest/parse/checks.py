"""What holds for whatever a parser makes."""

from __future__ import annotations

from ingest.parse import frames
from ingest.parsed import Parsed


def assert_honest(parsed: Parsed) -> None:
    """Blocks in order, within the text, trimmed, headers within their text; and it survives the pipe."""
    at = 0
    for block in parsed.blocks:
        assert at <= block.start < block.end <= len(parsed.text)
        words = parsed.text[block.start : block.end]
        assert words == words.strip()
        assert words
        for start, end in (*block.header, *block.parts):
            assert 0 <= start < end <= len(parsed.text)
        at = block.end
    assert "\x00" not in parsed.text
    parsed.text.encode("utf-8")
    again = frames.to_parsed(frames.unpack(frames.pack(frames.from_parsed(parsed))[8:]))
    assert again.text == parsed.text
    assert [(b.start, b.end, b.kind, b.header, b.parts) for b in again.blocks] == [
        (b.start, b.end, b.kind, b.header, b.parts) for b in parsed.blocks
    ]


def said(parsed: Parsed, kind: str | None = None) -> list[str]:
    """The words of the blocks (of one kind)."""
    return [
        "".join(parsed.text[s:e] for s, e in b.parts or ((b.start, b.end),))
        for b in parsed.blocks
        if kind in (None, b.kind)
    ]
