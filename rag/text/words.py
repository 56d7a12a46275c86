"""Words by jieba, with place names in its dictionary, and character bigrams."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import add
from typing import Protocol

import numpy as np

from rag.text import dictionary, places
from rag.text.fold import folded

_HAN_OR_WORD = re.compile(r"[㐀-鿿豈-﫿]+|[a-z]+|\d+(?:\.\d+)?%?")
_STOP = frozenset(
    "的 了 是 在 和 与 及 或 有 为 被 把 将 对 从 到 向 于 等 中 其 之 也 都 而 又 并 以 由 吗 呢 吧 啊 请 问 "
    "多少 几 哪 哪些 哪个 什么 怎么 怎样 如何 谁 分别 各 一共 总共 共 达 "
    "达到 是否 有没有 介绍 一下 告诉 我 你 他 她 它 们".split()
)
_JOINED = re.compile(r"[a-zA-Z0-9]+[._-][!-~]+")
"""Tokens that rjieba, unlike jieba, leaves whole (2-3, a.b)."""
_PARTS = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")
_END = "\x01"
"""Stands behind each of the texts that are cut together; folded text holds no control characters."""
_lock = threading.Lock()


class Cutter(Protocol):
    """What jieba and rjieba have in common."""

    def cut(self, text: str) -> Iterable[str]:
        """All tokens of ``text`` in order."""

    def cut_for_search(self, text: str) -> Iterable[str]:
        """The same, long words preceded by the words they hold."""


@lru_cache(maxsize=1)
def _cutter() -> Cutter:
    """rjieba, which is jieba in Rust: the same words fifteen times as fast; jieba where no wheel of it exists."""
    try:
        import rjieba
    except ImportError:
        return reference()
    for name in places.names():
        rjieba.add_word(name, dictionary.name_count(name), None)
    cutter: Cutter = rjieba
    return cutter


def reference() -> Cutter:
    """Jieba itself, with the names of places in its dictionary."""
    import jieba
    import platformdirs

    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    # jieba's cache would else stand in the shared temporary folder, where others can write.
    tokenizer.tmp_dir = str(platformdirs.user_cache_path("wenju", appauthor=False, ensure_exists=True))
    tokenizer.initialize()
    for name in places.names():
        tokenizer.total -= tokenizer.FREQ.get(name, 0)  # what jieba would count twice
        tokenizer.add_word(name, freq=dictionary.name_count(name))
    cutter: Cutter = tokenizer
    return cutter


def segment(text: str) -> list[str]:
    """All tokens of ``text`` in order, joined they spell it."""
    with _lock:
        cutter = _cutter()
    tokens = (_PARTS.split(token) if _JOINED.fullmatch(token) else (token,) for token in cutter.cut(text))
    return [part for parts in tokens for part in parts if part]


def frequency(word: str) -> int:
    """How often jieba's dictionary, with the names of places, counts ``word``; 0 for what it does not hold."""
    return dictionary.name_count(word) if word in places.names() else dictionary.count(word)


def words(text: str) -> list[str]:
    """Search words of ``text``: folded, jieba's search mode, without punctuation."""
    return _words(_runs(text))


def content_words(text: str) -> list[str]:
    """``words`` without question and function words."""
    return [w for w in words(text) if w not in _STOP]


def bigrams(text: str) -> list[str]:
    """Character bigrams of each run of Han characters; Latin words and figures whole.

    A run of one character gives that character.
    """
    return _bigrams(_runs(text))


def words_and_bigrams(texts: Sequence[str]) -> list[tuple[str, str]]:
    """``words`` and ``bigrams`` of each of ``texts``, as strings with white space between the tokens.

    For an index: twice as fast as one text after the other, and the bigrams stand in another order.
    """
    runs = [_runs(text) for text in texts]
    joined = "".join(["\n".join([*some, _END, ""]) for some in runs])
    with _lock:
        cutter = _cutter()
    of_words = " ".join(cutter.cut_for_search(joined)).split(_END)[:-1]
    return [
        (spaced, pairs + " ".join([run for run in some if len(run) == 1 or not _is_han(run)]))
        for some, spaced, pairs in zip(runs, of_words, _pairs(joined), strict=True)
    ]


def _runs(text: str) -> list[str]:
    """The stretches of ``text`` without punctuation, folded."""
    return _HAN_OR_WORD.findall(folded(text))


def _words(runs: list[str]) -> list[str]:
    with _lock:
        cutter = _cutter()
    # A line break parts the runs, so that one call does for all.
    return [w for w in cutter.cut_for_search("\n".join(runs)) if w != "\n"]


def _bigrams(runs: list[str]) -> list[str]:
    out: list[str] = []
    for run in runs:
        if len(run) == 1 or not _is_han(run):
            out.append(run)
        else:
            out.extend(map(add, run, run[1:]))
    return out


def _is_han(run: str) -> bool:
    return "㐀" <= run[0] <= "鿿" or "豈" <= run[0] <= "﫿"


def _pairs(joined: str) -> list[str]:
    """Each two Han characters that stand side by side, a space behind each pair, of each text that ``_END`` ends."""
    codes = np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32)
    han = ((codes >= 0x3400) & (codes <= 0x9FFF)) | ((codes >= 0xF900) & (codes <= 0xFAFF))
    at = np.flatnonzero((han[:-1] & han[1:]) | (codes[:-1] == ord(_END)))
    out = np.full((len(at), 3), ord(" "), dtype=np.uint32)
    out[:, 0], out[:, 1] = codes[at], codes[at + 1]
    return out.tobytes().decode("utf-32-le").split(_END)[:-1]
