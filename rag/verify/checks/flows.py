"""What kind of sum a figure is: what was given is not granted by the state, what was lent is not earned, what there is in all is not new."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.text.quantity import Quantity, compare
from rag.verify.context import Finding, Source
from rag.verify.reading import Reading

_KINDS = re.compile(
    r"(?P<earned>[赚挣](?!钱)|盈利|获利|卖(?:了|出|得|到)|销售额|收入)|(?P<lost>亏损?|赔了|赔本|倒贴|损失)|(?P<given>捐款|捐[资赠助献]|募捐|善款)"
    r"|(?P<granted>拨款|拨付|财政(?:补贴|补助|投入|出资|安排))|(?P<lent>贷款|放贷|借款|授信)|(?P<fined>罚没|罚款)"
)
_ADDED = r"新(?:增|识别|纳入|认定|发展|培育|评|发现|发生|登记|注册|招|签|入库|引进|吸纳|投放|聘)"
_NEW = re.compile(rf"{_ADDED}|新(?:建|改|开|办)")
_IN_ALL = re.compile(r"累计|共[计有]|总[计共数]|现有|存量|在册")
_MORE = re.compile("新|增")
"""What is 新建 is 建成, but what is 新增 is not what there is."""
_NEAR = 10
"""Characters before a sum that say what it is."""


def flows(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each sum of ``claim`` that is of another kind than in the sources."""
    out: list[Finding] = []
    for q in claim.figures:
        mine = _kind(claim, q) if q.kind == "money" else None
        if mine is None:
            continue
        theirs = [_kind(s.body, r) for s in sources for r in s.body.figures if compare(q, r) == "same"]
        if theirs and all(t is not None and t.lastgroup != mine.lastgroup for t in theirs) and theirs[0]:
            reason = f"{q.as_written}在引文中是“{theirs[0].group()}”，不是“{mine.group()}”"
            out.append(Finding("名称", reason, "contradicted", (mine.span(),), theirs[0].group()))
    return out + _new(claim, sources)


def _new(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each figure that ``claim`` tells as new and the sources as all there is, or the other way round."""
    out: list[Finding] = []
    for q in claim.figures:
        mine = _stock(claim, q)
        held = [_stock(s.body, r) for s in sources for r in s.body.figures if mine and compare(q, r) == "same"]
        if mine and held and all(t is not None and t.re is not mine.re for t in held) and held[0]:
            reason = f"{q.as_written}在引文中是“{held[0].group()}”，不是“{mine.group()}”"
            out.append(Finding("数字", reason, "contradicted", (mine.span(),), held[0].group()))
    return out


def apart(claim: Reading, q: Quantity, source: Reading, r: Quantity) -> bool:
    """Whether one of both figures is of what is new and the other of all there is: neither denies the other."""
    mine, theirs = _stock(claim, q), _stock(source, r)
    if mine is None:
        return False
    added = re.match(_ADDED, mine.group()) and not _MORE.search(source.text, source.phrase_of(r.start)[0], r.start)
    return bool(added) or (theirs is not None and theirs.re is not mine.re)


def _stock(reading: Reading, q: Quantity) -> re.Match[str] | None:
    """What stands before ``q`` between the same commas and says that it is new, or all there is; None where both do or none."""
    low, _ = reading.phrase_of(q.start)
    found = [m for pattern in (_NEW, _IN_ALL) if (m := pattern.search(reading.text, low, q.start))]
    return found[0] if len(found) == 1 else None


def _kind(reading: Reading, q: Quantity) -> re.Match[str] | None:
    low, _ = reading.phrase_of(q.start)
    return next(reversed(list(_KINDS.finditer(reading.text, max(low, q.start - _NEAR), q.start))), None)
