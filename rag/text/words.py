"""Words by jieba, with place names in its dictionary, and character bigrams."""

from __future__ import annotations

import logging
import re
import threading
from functools import lru_cache
from typing import Any

from rag.text.fold import folded

_HAN_OR_WORD = re.compile(r"[㐀-鿿豈-﫿]+|[a-z]+|\d+(?:\.\d+)?%?")
_STOP = frozenset(
    "的 了 是 在 和 与 及 或 有 为 被 把 将 对 从 到 向 于 等 中 其 之 也 都 而 又 并 以 由 吗 呢 吧 啊 请 问 "
    "多少 几 哪 哪些 哪个 什么 怎么 怎样 如何 谁 分别 各 一共 总共 共 达 "
    "达到 是否 有没有 介绍 一下 告诉 我 你 他 她 它 们".split()
)
_lock = threading.Lock()


@lru_cache(maxsize=1)
def _tokenizer() -> Any:
    import jieba
    import platformdirs

    from rag.text import places

    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    # jieba's cache would else stand in the shared temporary folder, where others can write.
    cache = platformdirs.user_cache_path("wenju", appauthor=False, ensure_exists=True)
    tokenizer.tmp_dir = str(cache)
    tokenizer.initialize()
    for name in places.names():
        tokenizer.add_word(name, freq=20000)
    return tokenizer


def segment(text: str) -> list[str]:
    """All tokens of ``text`` in order, joined they spell it."""
    with _lock:
        tokenizer = _tokenizer()
    return list(tokenizer.cut(text))


def frequency(word: str) -> int:
    """How often jieba's dictionary counts ``word``; 0 for what it does not hold."""
    with _lock:
        tokenizer = _tokenizer()
    count: int = tokenizer.FREQ.get(word) or 0
    return count


def words(text: str) -> list[str]:
    """Search words of ``text``: folded, jieba's search mode, without punctuation."""
    with _lock:
        tokenizer = _tokenizer()
    return [w for run in _HAN_OR_WORD.findall(folded(text)) for w in tokenizer.cut_for_search(run)]


def content_words(text: str) -> list[str]:
    """``words`` without question and function words."""
    return [w for w in words(text) if w not in _STOP]


def bigrams(text: str) -> list[str]:
    """Character bigrams of each run of Han characters; Latin words and figures whole.

    A run of one character gives that character.
    """
    out: list[str] = []
    for run in _HAN_OR_WORD.findall(folded(text)):
        if not "㐀" <= run[0] <= "﫿" or len(run) == 1:
            out.append(run)
        else:
            out.extend(run[i : i + 2] for i in range(len(run) - 1))
    return out
