"""How much of what a claim says is found in the source, however it is worded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.domain import Span
from rag.text.synonyms import spell_out
from rag.verify.context import Finding, Source
from rag.verify.reading import Reading, bigrams, strip
from rag.verify.rows import rows

_SAME_MEANING = (
    "共 总共 一共 共计 总计 合计 累计",
    "达 达到 高达 为 有 是 系",
    "超过 超 逾 突破",
    "目前 截至目前 现在 当前",
    "建成 建立 建设 建起 设立 建有 新建 兴建 修建",
    "开展 进行 实施 开启 推行",
    "吸纳 吸收 容纳 接纳 带动 解决",
    "增长 增加 提高 提升 上升 扩大 增至 升至",
    "减少 下降 降低 缩减 降至 减至",
    "帮助 助力 帮扶 协助 支持",
    "获得 取得 荣获 赢得 获评",
    "位于 地处 坐落于",
    "说 表示 称 指出 介绍 强调 认为 告诉 透露",
    "投入 投资 筹措 安排 拨付",
    "举办 举行 召开 开办",
    "完成 实现 达成",
    "全部 所有 全体 均 都",
    "每月 月",
    "拥有 具有",
    "提供 给予",
    "因 因为 由于",
    "老人 老年人 长者",
    "数量 人数 个数 数",
    "金额 资金 经费",
    "占 占比 比例 比重",
    "组织 安排",
    "推进 推动 促进",
    "打造 创建 建设",
    "覆盖 涵盖",
    "就业 上岗 务工",
    "办理 处理 解决",
    "贫困 困难",
    "农民 村民 群众",
    "企业 公司",
    "主要 重点",
    "首次 第一次",
    "首个 第一个",
    "同比 较上年 比上年 比去年",
    "其中 当中",
    "尚未 还没有 还没 仍未 尚没有",
    "此外 另外 同时 并",
)
_BREAK = re.compile(r"[，。；！？]|(?<!\d)[,;]|[,;](?!\d)")
_ASIDE = re.compile("[（(][^）)]*[）)]?")
_FUNCTION = frozenset("的了在是和与及或为有被把将对从到向于等中其之也都而又并以由这那该此个名人家项")


@lru_cache(maxsize=1)
def _canonical() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {w: group.split()[0] for group in _SAME_MEANING for w in group.split()[1:] if len(w) > 1}
    return re.compile("|".join(sorted(table, key=lambda w: (-len(w), w)))), table


@lru_cache(maxsize=1024)
def same_words(text: str) -> str:
    """``text`` with one word in place of each of several that mean the same."""
    pattern, table = _canonical()
    return pattern.sub(lambda m: table[m.group()], spell_out(text))


@dataclass(frozen=True, slots=True)
class Coverage:
    """Shares in [0, 1] of a claim's content found in the sources.

    ``share`` counts what is found anywhere, ``local`` what is found clause by clause within two sentences that
    follow each other, ``weakest`` is the least of the clauses. ``missing`` are the longest stretches not found.
    ``size`` counts the characters that were looked for.
    """

    share: float
    local: float
    weakest: float
    missing: tuple[str, ...]
    size: int = 0


def coverage(
    claim: Reading, sources: Sequence[Source], findings: Sequence[Finding], aside: Sequence[Finding] = ()
) -> Coverage:
    """How far the sources hold the content of ``claim``.

    What a passed check is about (a figure written otherwise, a place known from the article) counts as found;
    function words weigh little. Where a figure of the claim is the source's, the words around it may be others. What the findings ``aside`` are about is left out altogether.
    """
    lent = frozenset[str]().union(*(s.heading.bigrams for s in sources), *(_place_bigrams(s) for s in sources))
    counted = any(f.check == "数字" and f.severity is None for f in findings)
    held = [(s.body, _own_rows(claim, s.body, counted)) for s in sources]
    windows = [w for body, spans in held for w in _windows(body.text, spans)]
    everything = lent.union(*windows, *(b.bigrams for b, spans in held if spans == b.sentences))
    text = _with_passed(claim.text, findings, aside)
    plain = strip(same_words(text))
    if not plain:
        return Coverage(1.0, 1.0, 1.0, ())
    loosely = any(_counts(f, claim) for f in findings)
    found = _found(plain, everything, _characters(everything) if loosely else _NONE)
    parts = [(p, _best(p, windows, lent, loosely and _PASSED in p)) for p in _clauses(text)]
    whole = sum(len(p) for p, _ in parts)
    return Coverage(
        _weighed(plain, found),
        sum(len(p) * best for p, best in parts) / whole if whole else 1.0,
        min((best for _, best in parts), default=1.0),
        tuple(_missing(plain, found)),
        len(plain),
    )


def _own_rows(claim: Reading, body: Reading, counted: bool) -> tuple[Span, ...]:
    """The sentences of ``body`` without the rows of a table that are of another thing than the claim names.

    Where it names none and no figure of it (``counted``) tells which is meant, those whose head shares nothing with it.
    """
    found = list(rows(body))
    own = [row.text for row in found if row.named_in(claim.text)]
    if not own and not counted:
        own = [row.text for row in found if row.total or bigrams(strip(_ASIDE.sub("", row.head))) & claim.bigrams]
    elif not own:
        return body.sentences
    foreign = {row.text for row in found}.difference(own)
    return tuple((a, b) for a, b in body.sentences if body.text[a:b] not in foreign)


def _counts(finding: Finding, claim: Reading) -> bool:
    """Whether ``finding`` passed a figure with a unit and of two digits at least: few sentences share one."""
    if finding.check != "数字" or finding.severity is not None:
        return False
    return any(q.unit and q.value >= 10 for q in claim.figures if (q.start, q.end) in finding.spans)


def _clauses(text: str) -> list[str]:
    """The clauses of four characters and more."""
    parts = (strip(same_words(p)) for p in _BREAK.split(text))
    return [p for p in parts if len(p) >= 4]


def _best(part: str, windows: Sequence[frozenset[str]], lent: frozenset[str], loosely: bool) -> float:
    return max(
        (_weighed(part, _found(part, w | lent, _characters(w) if loosely else _NONE)) for w in windows), default=0.0
    )


@lru_cache(maxsize=512)
def _characters(known: frozenset[str]) -> frozenset[str]:
    return frozenset("".join(known))


@lru_cache(maxsize=512)
def _windows(text: str, spans: tuple[Span, ...]) -> tuple[frozenset[str], ...]:
    """The bigrams of each two sentences that follow each other."""
    plain = [strip(same_words(text[a:b])) for a, b in spans]
    raw = [strip(text[a:b]) for a, b in spans]
    return tuple(
        frozenset(t[j : j + 2] for t in (*plain[i : i + 2], *raw[i : i + 2]) for j in range(len(t) - 1))
        for i in range(len(plain))
    )


def _place_bigrams(source: Source) -> frozenset[str]:
    name = source.place.path.replace("/", "") if source.place is not None else ""
    return frozenset(name[i : i + 2] for i in range(len(name) - 1))


def _found(text: str, known: frozenset[str], alone: frozenset[str]) -> list[float]:
    """How far each character is found: with a neighbour 1, of those that count ``alone`` (照管 for 管着) less."""
    found = [1.0 if c == _PASSED else _ALONE if c in alone and not c.isdigit() else 0.0 for c in text]
    for i in range(len(text) - 1):
        if text[i : i + 2] in known:
            found[i] = found[i + 1] = 1.0
    return found


def _weighed(text: str, found: Sequence[float]) -> float:
    weight = [0.3 if c in _FUNCTION else 1.0 for c in text]
    return sum(w * ok for w, ok in zip(weight, found, strict=True)) / sum(weight)


_PASSED = "〇"
_NONE = frozenset[str]()
_ALONE = 0.4
"""What a character counts that the source has, but not beside its neighbour: words of one meaning often share one."""


def _with_passed(text: str, findings: Sequence[Finding], aside: Sequence[Finding]) -> str:
    gone = {s for f in aside for s in (*f.spans, *f.worked)}
    spans = sorted(gone | {s for f in findings if f.severity is None for s in (*f.spans, *f.worked)})
    out: list[str] = []
    at = 0
    for start, end in spans:
        if start >= at:
            out.append(text[at:start])
            out.append("" if (start, end) in gone else _PASSED * max(1, len(strip(text[start:end]))))
            at = end
    out.append(text[at:])
    return "".join(out)


def _missing(text: str, found: Sequence[float]) -> list[str]:
    runs: list[str] = []
    start = None
    for i in range(len(text) + 1):
        if i < len(text) and found[i] < 1:
            start = i if start is None else start
        elif start is not None:
            runs.append(text[start:i])
            start = None
    return sorted((r for r in runs if len(r) > 1), key=lambda r: (-len(r), r))[:3]
