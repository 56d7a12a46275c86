"""Parts of speech, by the dictionary that cuts the words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache


@lru_cache(maxsize=1)
def _tagger() -> Callable[[str], Iterable[tuple[str, str]]]:
    """A cutter of its own: the one that ``rag.text.words`` uses is given the names of places, which have no tag."""
    try:
        import rjieba
    except ImportError:
        import jieba.posseg

        return lambda text: ((pair.word, pair.flag) for pair in jieba.posseg.cut(text))
    tag: Callable[[str], Iterable[tuple[str, str]]] = rjieba.Jieba().tag
    return tag


@lru_cache(maxsize=4096)
def tagged(text: str) -> tuple[tuple[str, str], ...]:
    """``text`` as (word, part of speech) in order, joined they spell it. Tags are ICTCLAS': n, v, vn, d, p, m, q, x."""
    return tuple((word, tag or "x") for word, tag in _tagger()(text))
