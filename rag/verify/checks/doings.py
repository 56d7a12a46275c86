"""What was done with what is counted: posts that the source has 开发 the claim does not have 建成, nor a road that is planned built."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.text.quantity import Quantity, compare
from rag.verify.context import Finding, Source
from rag.verify.reading import Reading

_DOINGS = (
    "建成 建立 建设 建起 建有 建造 建好 新建 兴建 修建 兴办 创办 开办 设立 设置 成立 打造 布局 创建 组建 落成 竣工 完工 完成",
    "开发 设立 设置 提供 创造 拓展",
    "规划 谋划 申报 储备",
    "招聘 招录 招收 招用 聘用 录用 选聘 聘请 安置 吸纳 提供",
    "引进 引入 招引",
    "认定 评定 评选 命名 获评",
    "改造 改建 扩建 维修 修缮 整修 翻修 修复 提质",
    "拆除 清退 关停 关闭 撤销",
    "排查 摸排 走访 调查 核查 巡查 检查",
    "培训",
    "培育 扶持 孵化 发展",
    "流转 租赁 承包",
    "开垦 复垦 垦造",
    "种植 栽种 栽植 补植 发展",
    "举办 举行 召开 开展 组织 承办",
    "参加 参与 出席",
    "受理 接收",
    "办结 化解 完成",
)
"""Doings of which reports count what they were done with; those together, or in two rows, may stand for each other."""
_ROWS = {
    verb: frozenset(i for i, row in enumerate(_DOINGS) if verb in row.split())
    for row in _DOINGS
    for verb in row.split()
}
_DOING = re.compile(
    rf"(?:{'|'.join(sorted(_ROWS, key=lambda v: (-len(v), v)))})(?![区局厅商者会员院班率点房]|问题|项目|工程|任务|用地|资金|机构|中心)"
)
_FINISHED = re.compile("建成|建好|落成|竣工|完工|完成")
_BEGUN = re.compile("开工|动工|开建|破土|奠基|启动|在建|正在")


def doings(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each count of ``claim`` with which the sources have something else done."""
    out: list[Finding] = []
    for q in claim.figures:
        mine = _done(claim, q) if q.kind in ("count", "money") and q.unit else None
        held = [(s.body, r) for s in sources for r in s.body.figures if mine and compare(q, r) == "same"]
        theirs = [_done(body, r) for body, r in held]
        if mine is None or not theirs or not all(theirs) or any(_told(mine.group(), *pair) for pair in held):
            continue
        word = theirs[0].group() if theirs[0] else ""
        reason = f"{q.as_written}在引文中是“{word}”，不是“{mine.group()}”"
        out.append(Finding("名称", reason, "unsupported", (mine.span(),), word))
    return out


def _done(reading: Reading, q: Quantity) -> re.Match[str] | None:
    """The doing told last before ``q`` since the figure or the comma before it."""
    low = max(_since(reading, q), reading.phrase_of(q.start)[0])
    return next(reversed(list(_DOING.finditer(reading.text, low, q.start))), None)


def _told(doing: str, body: Reading, r: Quantity) -> bool:
    """Whether ``body`` tells ``doing``, or what may be called so, anywhere from the figure before ``r`` to the comma after it."""
    span = (_since(body, r), body.phrase_of(r.start)[1])
    if _FINISHED.match(doing) and _BEGUN.search(body.text, *span):
        return _FINISHED.search(body.text, *span) is not None
    return any(_ROWS[doing] & _ROWS[m.group()] for m in _DOING.finditer(body.text, *span))


def _since(reading: Reading, q: Quantity) -> int:
    low, _ = reading.sentence_of(q.start)
    return max([low, *(r.end for r in reading.figures if low <= r.start < q.start)])
