"""States: what a row of a table says is still under way is not done, and what it says is done is not under way."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.verify.context import Finding, Source
from rag.verify.reading import Reading

_NOT_YET = "未开工|未动工|尚未开工|待开工|拟开工|前期|前期工作|筹备中?|招投?标中?"
_UNDER_WAY = "在建|建设中|施工中|实施中|推进中|正在施工|正在建设|正在实施|进行中|未完工|未完成|未竣工|未验收"
_FINISHED = "已?完工|已?竣工|已?完成|已?建成|已?验收|已?投产|已?投入使用|已?办结"
_CELL = re.compile(rf"：(?:(?P<early>{_NOT_YET})|(?P<under>{_UNDER_WAY})|(?P<done>{_FINISHED}))(?=[；。，（(]|$)")
_DONE = re.compile(
    r"(?<![未没不待])(?:已经?|全部|全面|均|都)(?:全部|全面|如期|顺利)?(?:完工|竣工|建成|验收|投产|完成|投入使用|办结)|(?:完工|竣工|建成|投产)了"
)
_STILL = re.compile(
    r"还没(?:有)?(?:完工|竣工|建成|完成)|尚未(?:完工|竣工|建成|完成)|未(?:完工|竣工|建成)|(?:正在|仍在|还在)(?:建设|施工|实施|推进|建)|在建"
)


def states(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding where ``claim`` has done what the row that it names has under way, or the other way round."""
    done, still = _DONE.search(claim.text), _STILL.search(claim.text)
    if (done is None) == (still is None):
        return []
    said = done or still
    assert said is not None
    rows = [row for source in sources for row in _rows(source.body)]
    named = {row: sum(value in claim.text for value in row.split("；")) for row in map(_values, rows)}
    most = max(named.values(), default=0)
    told = [m for row in rows if named[_values(row)] == most > 0 for m in _CELL.finditer(row)]
    if not told or any(bool(m["done"]) == bool(done) for m in told):
        return []
    theirs = told[0].group()[1:]
    return [Finding("语气", f"引文填的是{theirs}，不是{said.group()}", "contradicted", (said.span(),), theirs)]


def _rows(reading: Reading) -> list[str]:
    """The rows that have such a cell: 项目：甲；地点：乙；进度：在建."""
    found = (reading.text[a:b] for a, b in reading.sentences)
    return [row for row in found if row.count("：") > 1 and row.count("；") > 1 and _CELL.search(row)]


def _values(row: str) -> str:
    """The values of a row by which it may be named, of three characters at least."""
    values = (cell.partition("：")[2].strip(" 。") for cell in row.split("；"))
    return "；".join(v for v in values if len(v) > 2)
