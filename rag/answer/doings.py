"""What was done with that which a figure counts: workshops seen on a visit, or still to come, are not how many there are."""

from __future__ import annotations

import re

from rag.retrieve.question import Ask

_VISITED = re.compile(
    r"(?:走访|调研|察看|查看|考察|参观|观摩|抽查|检查|督查|慰问|回访|走进|看了)了?(?![^，,。；;]*(?:发现|掌握|排查|反映))[^，,。；;\d]{0,12}$"
)
"""走访车间4家: so many were seen; how many there are is another matter."""
_TO_COME = re.compile(r"(?:再|还要|拟|计划|力争)[建办设开增添]了?[^，,。；;\d]{0,12}$")
_WANTED = re.compile(r"要求|还要|拟|计划|力争|确保|争取|打算|下一步")
_MORE = re.compile(r"[新增添另][建办设开增添]了?[^，,。；;\d]{0,12}$")
"""再建车间3家 tells of none there is, 新建3家 of no total."""
_ALL_TOLD = re.compile(r"一共|总共|共有|总数")
_THERE_ARE = re.compile(r"(?<![计规])(?:现|还|就|已|共)?有$")
_GIVEN = re.compile(
    r"(?:补助|补贴|奖励|奖补|资助|投资|投入|出资|贷款|贷了|借款|借了|捐款|捐赠|罚款|拨付|拨款|垫付)(?:资金|金|款)?(?:共计?|了|达|约|近)*$"
)
"""What was given to somebody, or spent, right before its sum."""
_EARNED = re.compile(r"(?:收入|工资|月薪|产值|销售额|利润|分红|增收)(?:约|近|超过?|达到?|了|有|为)*$")
_SPENDS = re.compile(r"财政[^，,。？?]{0,6}(?:拿|出|拨|投|花|掏)|(?:花|掏|投入|支出|拨付?)了?$")
"""What is paid is not what somebody earns."""
_THINGS = frozenset("个 家 所 处 座 项 间 户".split())
_EARNS = re.compile(r"挣|赚|收入|工资|月薪|年薪|薪水|工钱")


def done_otherwise(ask: Ask, before: str) -> bool:
    """Whether ``before``, the words up to a figure, tell of it what the question does not ask.

    走访车间4家 and 再建3家 do not tell how many there are, 新建3家 no total, 补助15万元 not what somebody earns.
    """
    if ask.unit in _THINGS and _unasked(_VISITED, before, ask):
        return True
    if _EARNS.search(ask.clause) and _unasked(_GIVEN, before, ask):
        return True
    if _SPENDS.search(ask.left) and _EARNED.search(before):
        return True
    if _unasked(_TO_COME, before, ask):
        wanted = bool(_WANTED.search(before)) and not _WANTED.search(ask.clause)
        return wanted or bool(_ALL_TOLD.search(ask.clause) or _THERE_ARE.search(ask.left))
    return bool(_ALL_TOLD.search(ask.clause)) and _unasked(_MORE, before, ask)


def _unasked(doing: re.Pattern[str], before: str, ask: Ask) -> bool:
    """Whether ``before`` tells of a ``doing`` whose first two characters (走访, 再建) the question does not have."""
    found = doing.search(before)
    return found is not None and found.group()[:2] not in ask.clause
