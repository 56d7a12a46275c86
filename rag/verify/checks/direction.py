"""Direction: what rose in the source has not fallen in the claim."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.verify.context import Finding, Source, nearest, surroundings
from rag.verify.derived.changes import moved
from rag.verify.reading import Reading, strip
from rag.verify.told import told

_AXES: tuple[tuple[str, str], ...] = (
    (
        "增长 增加 上升 提高 提升 上涨 扩大 攀升 回升 走高 增至 升至 增到 升到 涨到 上调 增多 增幅 涨幅 涨至 增收 增产 净增 新增 加快 好转 改善 加强 增强 拓宽",
        "下降 减少 降低 下滑 下跌 回落 缩小 走低 降至 减至 降到 减到 跌到 降为 减为 下调 降幅 跌幅 跌至 缩减 缩短 减收 减产 净减 萎缩 放缓 恶化 削弱 减弱 压缩 节省 节约",
    ),
    ("高于 多于 大于 超过 超出 快于 优于 领先", "低于 少于 小于 不足 不及 慢于 劣于 落后"),
    ("最高 最多 最大 最快 最好 最早 最长", "最低 最少 最小 最慢 最差 最晚 最短"),
    ("进口", "出口"),
    ("盈利 盈余 顺差 净流入", "亏损 赤字 逆差 净流出"),
    ("支持 赞成 同意 允许 准许 鼓励", "反对 禁止 严禁 拒绝 不得 限制"),
    ("同比", "环比"),
    ("收入", "支出"),
    ("成功", "失败"),
    ("城镇居民 城镇常住 城镇人口", "农村居民 农村常住 农村人口"),
    ("开通 启动 开工 开业 成立 启用 开放", "关闭 停止 停工 停业 撤销 停用 取消"),
)
_WORDS = {
    word: (axis, pole) for axis, poles in enumerate(_AXES) for pole, words in enumerate(poles) for word in words.split()
}
_FALL = (0, 1)
"""A fall that is told with a figure (下降到93%) has to be told by the source; a rise is often left to the reader."""
_NEAR = 2
_NAMED = 4
"""Least characters of a name by which one thing is known."""
_WORD = re.compile("|".join(sorted(_WORDS, key=len, reverse=True)))


def direction(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each direction word of ``claim`` that the source turns, and one for those it shares."""
    held = [item for s in sources for item in _directions(s.body)]
    out: list[Finding] = []
    for (word, span), around in _directions(claim):
        axis, pole = _WORDS[word]
        near = [(w, theirs) for (w, _), theirs in held if _WORDS[w][0] == axis]
        best, other, rival = nearest(around, near, lambda w, pole=pole: _WORDS[w][1] == pole)  # type: ignore[misc]
        turned = rival is not None and other >= 0.34 and other > best + 0.1
        if turned and not _told_so(claim, span, axis, pole, sources):
            reason = f"“{word}”与引文方向相反：引文为“{rival}”"
            out.append(Finding("方向", reason, "contradicted", (span,), rival))
        elif not near and (axis, pole) == _FALL and _told_with_figure(claim, span, sources):
            out.append(Finding("方向", f"引文没有说“{word}”", "unsupported", (span,)))
        elif best >= 0.34:
            out.append(Finding("方向", f"方向“{word}”与引文一致", None, (span,)))
    return out


def _told_with_figure(claim: Reading, span: tuple[int, int], sources: Sequence[Source]) -> bool:
    """Whether a figure follows that is not what the source's own come to: 减少50万元 of 500万元 and then 450万元."""
    following = [q for q in claim.figures if 0 <= q.start - span[1] <= _NEAR]
    changes = [moved(q, claim, [s.body for s in sources]) for q in following]
    return any(change is None or not change.right for change in changes)


def _directions(reading: Reading) -> list[tuple[tuple[str, tuple[int, int]], dict[str, float]]]:
    return [((m.group(), m.span()), surroundings(reading, m.span(), 10, 10)) for m in _WORD.finditer(reading.text)]


def _told_so(claim: Reading, span: tuple[int, int], axis: int, pole: int, sources: Sequence[Source]) -> bool:
    """Whether a source says in one clause, of what the claim's figure there is called, that it went the same way."""
    low, high = claim.phrase_of(span[0])
    name = (
        next((t.name for t in told(claim) if low <= t.quantity.start < high), "")
        .removesuffix("增速")
        .removesuffix("变化")
    )
    if len(name) < _NAMED:
        return False
    for source in sources:
        for (word, at), _ in _directions(source.body):
            a, b = source.body.phrase_of(at[0])
            if _WORDS[word] == (axis, pole) and name in strip(source.body.text[a:b]):
                return True
    return False
