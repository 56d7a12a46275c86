"""Which sort: of two that exclude each other (省级 and 市级) the claim has the one that the source gives the figure for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.text.quantity import compare
from rag.verify.context import Finding, Source
from rag.verify.reading import Reading
from rag.verify.told import told

_SORTS = (
    "国家级 省级 市级 县级 乡级 镇级 村级",
    "城镇 农村",
    "城市 农村",
    "县内 县外",
    "省内 省外",
    "集中 分散",
    "线上 线下",
    "公办 民办",
    "新建 改建 改造 续建",
    "小学 初中 高中 幼儿园",
    "门诊 住院",
    "大型 中小微 中型 小型",
    "男 女",
    "专职 兼职",
)
_PATTERNS = tuple(re.compile("|".join(sorted(words.split(), key=len, reverse=True))) for words in _SORTS)


def sorts(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each figure of ``claim`` that the sources give, but for another sort of the same."""
    out: list[Finding] = []
    for mine in told(claim):
        q = mine.quantity
        held = [t.label for s in sources for t in told(s.body) if compare(q, t.quantity) == "same"]
        for pattern in _PATTERNS:
            said = set(pattern.findall(mine.label))
            theirs = [set(pattern.findall(label)) for label in held]
            if said and theirs and all(t and not t & said for t in theirs):
                word, other = min(said), min(theirs[0])
                reason = f"{q.as_written}在引文中是{other}的，不是{word}的"
                out.append(Finding("名称", reason, "contradicted", ((q.start, q.end),), other))
                break
    return out
