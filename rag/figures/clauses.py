"""A sentence cut around its figures: which words stand before and after each in its own stretch."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.text.quantities import Quantity
from rag.text.speech import tagged

_BREAK = re.compile(r"[，；。：！？…]|(?<!\d)[,;:!?]|[,;:!?](?!\d)|——")
_LIST = re.compile(r"、|和(?!谐|睦|平|美|解|田|县|政|林)|及(?!时|其|格)|以及|与(?!会|时)|或(?!者)|\s+")
_BRACKETS = re.compile(r"[（(][^（()）]{0,80}[)）]")
_REACH = 120
"""Most characters before and after a figure that can name it."""
COUNTED = frozenset(
    "名 位 个 家 座 所 处 栋 幢 间 套 件 项 条 篇 部 册 本 批次 批 次 场次 场 期 届 轮 趟 班次 班 列次 列 辆次 辆 台 架次 架 艘 只 头 羽 尾 "
    "株 棵 支 队 组 类 种 款 张 幅 枚 块 宗 起 例 床 口 眼 颗 对 团 层 份 道 门 座次 处次 片 顶 条次 户".split()
)
"""Measure words that a noun follows."""
_CHANGED = re.compile(
    r"(?:进一步|逐步|大幅|快速|稳步|持续)?(?:增长|增加|提高|提升|上升|扩大|发展|攀升|跃升|壮大|增|升|提|涨|下降|减少|降低|缩小|缩短|压缩|回落|压减|降|减|变)(?:到|至|为|成)了?"
)
PREDICATES = frozenset(
    "实现 获得 达到 完成 参加 入选 获 有 达 增长 开展 进行 提供 成为 取得 建成 纳入 通过 荣获 获评 投入 启动 开工 建设 组成 参与 享受 覆盖 得到 配备 设立 落地 前往 签订 签约 落户".split()
)
"""Verbs that say something of a noun, rather than being a part of it."""
_NOMINAL = ("n", "b", "j", "l", "a", "s", "z", "i", "eng", "t", "f", "r", "k", "g", "h")


@dataclass(frozen=True, slots=True)
class Slot:
    """A figure with the words before it (``left``) and after it (``right``) that belong to it alone.

    ``clause`` numbers the stretch between commas.
    ``joint`` is how it is joined to the figure before it: by a list sign, as the B of 由A增长到B, or directly.
    """

    quantity: Quantity
    left: str
    left_at: int
    right: str
    clause: int
    joint: str = ""


def slots(text: str, found: Sequence[Quantity]) -> list[Slot]:
    """The figures of a sentence, each with its words."""
    bounds = clauses(text, found)
    out: list[Slot] = []
    for number, (low, high) in enumerate(bounds):
        inside = [q for q in found if low <= q.start and q.end <= high]
        at = low
        joint = ""
        for i, q in enumerate(inside):
            nxt = inside[i + 1] if i + 1 < len(inside) else None
            stop = nxt.start if nxt else high
            cut, joint_next = _split(text, q, nxt) if nxt else (high, "")
            right = text[q.end : min(cut, stop)]
            if joint_next == "flow" and re.search(r"(?:投入|投资|安排)$", text[at : q.start]):
                # 投入125亿元办好40件实事: what the money is for goes on beyond the next figure.
                right = re.sub(r"\d+(?:多|余)?(?:件|个|项|条)", "", text[q.end : high])
            from_ = max(at, q.start - _REACH)
            out.append(Slot(q, text[from_ : q.start], from_, right[:_REACH], number, joint))
            at, joint = cut, joint_next
    return out


def clauses(text: str, found: Sequence[Quantity]) -> list[tuple[int, int]]:
    """Stretches between commas, colons and brackets that hold figures of their own; none is cut through."""
    edges = [0]
    taken = [(q.start, q.end) for q in found]
    for match in _BREAK.finditer(text):
        if not any(s < match.end() and match.start() < e for s, e in taken):
            edges += [match.start(), match.end()]
    for opening, closing in brackets(text):
        if any(opening < q.start and q.end <= closing for q in found):
            edges += [opening, opening + 1, closing, closing + 1]
    edges.append(len(text))
    edges = sorted(set(edges))
    return [(a, b) for a, b in zip(edges, edges[1:], strict=False) if b > a and text[a:b].strip("，；。：,;:()（） ")]


def brackets(text: str) -> list[tuple[int, int]]:
    """(position of the opening, of the closing) of each pair of round brackets, not nested."""
    return [(m.start(), m.end() - 1) for m in _BRACKETS.finditer(text)]


def _split(text: str, q: Quantity, nxt: Quantity) -> tuple[int, str]:
    """Where the words after ``q`` end and those before ``nxt`` begin, and what joins the two."""
    between = re.sub(r"[（(][^（()）]*[)）]", lambda m: "_" * len(m.group()), text[q.end : nxt.start])
    if not between.strip():
        return q.end, "next"
    changed = _CHANGED.search(between)
    if changed and not _LIST.search(between[: changed.start()]):
        return q.end, "to"
    first = _LIST.search(between)
    if first:
        # 36个县和3个区: what stands before the sign belongs to the first, the rest to the second.
        return q.end + first.start(), "list"
    if q.unit in COUNTED or between.startswith("的"):
        return q.end + _noun(text[q.end : nxt.start]), "flow"
    return q.end, "flow"


def _noun(between: str) -> int:
    """How far the noun at the beginning of ``between`` reaches."""
    end = 0
    seen = False
    words = tagged(between)
    if len(words) > 1 and words[-1][1].startswith("v"):
        words = words[:-1]  # 74只基金投资721个项目: the verb goes on to the next figure
    for i, (word, tag) in enumerate(words):
        nominal = tag.startswith(_NOMINAL) or tag in ("vn", "uj", "x")
        following = words[i + 1][1] if i + 1 < len(words) else ""
        goes_on = tag == "v" and word not in PREDICATES and following.startswith(("n", "vn", "l", "j", "b", "a"))
        if seen and not nominal and not goes_on:
            break
        seen = seen or tag.startswith(("n", "vn", "j", "l", "i"))
        end += len(word)
    return end


_NOT_COUNTED = frozenset(
    "等 左右 以上 以下 以内 之多 多 余 了 中 内 里 以来 后 前 时 的 地 得 之间 不等 大关 上下 上 下 起 间 为 是 和 及 与 由 从".split()
)


def follows_noun(right: str) -> bool:
    """Whether ``right`` begins with a noun that the figure counts (干部 after 42名)."""
    words = right.removeprefix("的")
    if not words or not "一" <= words[0] <= "鿿" and words[0] not in '“‘"《(（' and not words[0].isalpha():
        return False
    return tagged(words)[0][0] not in _NOT_COUNTED
