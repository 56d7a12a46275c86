"""What a question may be, wherever it comes from: terminal, page, API or a line of a batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rag.errors import UsageError

if TYPE_CHECKING:
    from rag.domain import Passage

MAX_QUESTION = 2_000
MAX_HISTORY = 20
MAX_PASSAGES = 500
MAX_PASSAGE = 100_000


def checked_question(question: object) -> str:
    """``question`` without outer white space.

    Raises:
        UsageError: no string, nothing but white space, or more than 2,000 characters.
    """
    if not isinstance(question, str):
        raise UsageError("问题应是一段文字", "the question must be a text")
    text = question.encode("utf-8", "replace").decode("utf-8").strip()
    if not text:
        raise UsageError("问题是空的，请写下要问的话", "the question is empty")
    if len(text) > MAX_QUESTION:
        raise UsageError(
            f"问题有 {len(text)} 字，最多 {MAX_QUESTION} 字，请缩短后再问",
            f"the question has {len(text)} characters, at most {MAX_QUESTION} are allowed",
        )
    return text


def checked_history(history: object) -> tuple[str, ...]:
    """The earlier questions, the last 20 of them at most.

    Raises:
        UsageError: no list, or a question in it that cannot be one.
    """
    if history is None:
        return ()
    if isinstance(history, str) or not isinstance(history, Sequence):
        raise UsageError("history 应是一列问题", "history must be a list of questions")
    return tuple(checked_question(q) for q in history[-MAX_HISTORY:])


def given_passages(items: object) -> list[Passage]:
    """Passages handed in with a question: ``{"text", "title"?, "place"?, "date"?, "document"?}`` each.

    Spans of a citation are offsets into the ``text`` given.

    Raises:
        UsageError: not a list of such objects, or larger than 500 passages of 100,000 characters.
    """
    if isinstance(items, str) or not isinstance(items, Sequence):
        raise UsageError("passages 应是一列段落", "passages must be a list")
    if len(items) > MAX_PASSAGES:
        raise UsageError(f"passages 最多 {MAX_PASSAGES} 段", f"at most {MAX_PASSAGES} passages")
    return [_given(n, item) for n, item in enumerate(items, 1)]


def _given(n: int, item: object) -> Passage:
    if not isinstance(item, Mapping) or not isinstance(item.get("text"), str):
        raise UsageError(f"passages 第 {n} 段没有 text", f"passage {n} has no text")
    if len(item["text"]) > MAX_PASSAGE:
        raise UsageError(f"passages 第 {n} 段超过 {MAX_PASSAGE} 字", f"passage {n} exceeds {MAX_PASSAGE} characters")
    for key in ("title", "place", "date", "document"):
        if not isinstance(item.get(key), str | None):
            raise UsageError(f"passages 第 {n} 段的 {key} 应是文字", f"{key} of passage {n} must be a text")
    from rag.retrieve.given import given_passage

    return given_passage(n, item)


def error_json(error: Any) -> dict[str, str]:
    """What a machine is told of a WenjuError."""
    return {"type": type(error).__name__, "message": error.zh, "message_en": error.en, "hint": error.hint}
