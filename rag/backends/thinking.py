"""Thinking text, which some models write into their answer, taken out of a stream of pieces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_OPEN = re.compile(r"<(think|thinking|reasoning|thought)>|◁think▷", re.IGNORECASE)
_CLOSE = re.compile(r"</(think|thinking|reasoning|thought)>|◁/think▷", re.IGNORECASE)
_LONGEST = len("</reasoning>")


def without_thinking(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces without what stands between ``<think>`` and ``</think>`` (and tags like them).

    Tags may be cut anywhere between pieces. Thinking that never ends is dropped to the end. A closing
    tag that was never opened is passed on: some servers put the opening tag into the prompt, and only
    who has the whole text can drop what stands before (``after_thinking``).
    """
    held = ""
    inside = False
    for piece in pieces:
        held += piece
        while found := (_CLOSE if inside else _OPEN).search(held):
            if not inside and found.start():
                yield held[: found.start()]
            held = held[found.end() :]
            inside = not inside
        keep = _may_begin(held)
        if not inside and keep < len(held):
            yield held[: len(held) - keep]
        held = held[len(held) - keep :]
    if held and not inside:
        yield held


def after_thinking(text: str) -> str:
    """A whole text without its thinking, that of an unopened closing tag included."""
    text = "".join(without_thinking([text]))
    ends = [found.end() for found in _CLOSE.finditer(text)]
    return text[ends[-1] :] if ends else text


def _may_begin(text: str) -> int:
    """Length of the end of ``text`` that the next piece may complete to a tag."""
    for length in range(min(_LONGEST, len(text)), 0, -1):
        if text[-length] in "<◁" and not any(c in ">▷" for c in text[-length:]):
            return length
    return 0
