"""Parts of speech, by the dictionary that cuts the words."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=4096)
def tagged(text: str) -> tuple[tuple[str, str], ...]:
    """``text`` as (word, part of speech) in order, joined they spell it. Tags are ICTCLAS': n, v, vn, d, p, m, q, x."""
    try:
        import rjieba
    except ImportError:
        import jieba.posseg

        return tuple((pair.word, pair.flag) for pair in jieba.posseg.cut(text))
    return tuple((word, tag) for word, tag in rjieba.tag(text))
