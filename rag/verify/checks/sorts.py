"""Which sort: of two that exclude each other (省级 and 市级) the claim has the one that the source gives the figure for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.text.quantity import Quantity, compare
from rag.text.words import frequency
from rag.verify.context import Finding, Source
from rag.verify.coverage import same_words
from rag.verify.reading import Reading, bigrams, strip
from rag.verify.told import Told, told

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
    "增加值 总产值 销售额",
)
_HEADED = re.compile(
    "(?P<of>[一-鿿]{2})(?P<head>费用?|收入|支出|面积|产量|产值|资金|补贴|补助|人数|户数|价格|租金|投资|贷款|利润|税收)$"
)
_OF = re.compile(
    r"占(?:到|了|据)?(?P<base>[^，。；：、占\d]{2,24}?)的?(?:比[重例]|总量)?(?:的|为|达到?|是|约|近|超过?|不足|不到|将近|接近)*$"
)
_PLACED = re.compile("^[全该本][国省市州县区旗镇乡村]的?")
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
        else:
            out += _measured(mine, [t for s in sources for t in told(s.body) if compare(q, t.quantity) == "same"])
    return out + _bases(claim, sources)


def _measured(mine: Told, held: Sequence[Told]) -> list[Finding]:
    """A finding where what is measured ends alike and is another thing: 减免住院费用 of what 减免检查费用 tells."""
    pair = _HEADED.search(mine.label)
    others = [_HEADED.search(t.label) for t in held]
    if pair is None or not others or any(
        o is None
        or o["head"] != pair["head"]
        or not (frequency(o["of"]) and frequency(pair["of"]))
        or set(o["of"]) & set(pair["of"])
        or same_words(o["of"]) == same_words(pair["of"])
        or o["of"] in mine.label
        or pair["of"] in t.label
        for o, t in zip(others, held, strict=True)
    ):  # fmt: skip
        return []
    theirs = others[0].group() if others[0] else ""
    q = mine.quantity
    reason = f"{q.as_written}在引文中是{theirs}，不是{pair.group()}"
    return [Finding("名称", reason, "unsupported", ((q.start, q.end),), theirs)]


def _bases(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each share that ``claim`` takes of something else than the sources do: 占生产总值的36.5%."""
    out: list[Finding] = []
    for q in claim.figures:
        mine = _base(claim, q) if q.kind in ("percent", "ratio") else None
        if not mine:
            continue
        theirs = [_base(s.body, r) for s in sources for r in s.body.figures if compare(q, r) == "same"]
        if theirs and all(t and not _one_base(mine, t) for t in theirs):
            at = claim.text.rfind(mine, 0, q.start)
            reason = f"{q.as_written}在引文中是占{theirs[0]}的，不是占{mine}的"
            out.append(Finding("名称", reason, "contradicted", ((at, at + len(mine)),), theirs[0]))
    return out


def _base(reading: Reading, q: Quantity) -> str:
    low, _ = reading.phrase_of(q.start)
    match = _OF.search(reading.text[low : q.start])
    return match["base"].rstrip("的") if match else ""


def _one_base(a: str, b: str) -> bool:
    x, y = (strip(_PLACED.sub("", s)) for s in (a, b))
    if x in y or y in x:
        return True
    one, other = bigrams(x), bigrams(y)
    return 2 * len(one & other) >= min(len(one), len(other))
