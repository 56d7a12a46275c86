"""How far a work has got: what a cell says of it (已完工, 在建, 未开工), and what a question asks or takes for granted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

State = Literal["not begun", "going on", "done"]

_NOT = r"(?:没有?|未能?|尚未|还未|还没有?|暂未|不能)(?:如期|按期|实质性|全面)?"
_BEGIN = r"(?:开工|动工|启动|开建|开始|实施|施工)"
_END = r"(?:完工|竣工|建成|完成|投产|投用|投入使用|验收|办结|交付)"
_NOT_BEGUN = re.compile(
    rf"{_NOT}{_BEGIN}|待(?:建|开工)|^(?:筹建|前期|拟建)|(?:前期|招投?标|筹备)(?:工作|准备|阶段)?中?$"
)
_NOT_DONE = re.compile(rf"{_NOT}{_END}")
_DONE = re.compile(rf"已?(?:全部|全面)?{_END}|完成$")
_GOING_ON = re.compile(r"在建|建设中|施工|正在|推进|续建|进行中|[填砌铺装封]|安装|调试|%|％|进度")
_COLUMN = re.compile(r"进[度展]|状态|情况|阶段|是否|落实|办理")
_ASKED_GOING = re.compile(r"在建|正在(?:建|施工|建设)|还在(?:建|施工)|建设中|施工中")
_ASKED_DONE = re.compile(r"(?:完工|竣工|建成|投产|投用|投入使用|办结|交付)|(?:已经?|全部|都)完成(?=了?[的？?]|$)")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which states a question asks for, and the words that say so."""

    states: frozenset[State]
    as_written: str

    def holds(self, state: State) -> bool:
        """Whether ``state`` is one of them."""
        return state in self.states


def asked_status(question: str) -> Asked | None:
    """The states that a question speaks of; None where it speaks of none."""
    if m := re.search(rf"{_NOT}{_BEGIN}", question):
        return Asked(frozenset(("not begun",)), m[0])
    if m := _NOT_DONE.search(question):
        return Asked(frozenset(("not begun", "going on")), m[0])
    if m := _ASKED_GOING.search(question):
        return Asked(frozenset(("going on",)), m[0])
    if m := _ASKED_DONE.search(question):
        return Asked(frozenset(("done",)), m[0])
    return None


def status_of(value: str, column: str) -> State | None:
    """What a cell of a column says of the state of a work; None where it is no such column."""
    if not _COLUMN.search(column):
        return None
    if _NOT_BEGUN.search(value):
        return "not begun"
    if _NOT_DONE.search(value):
        return "going on"
    if _DONE.search(value) and not re.search(r"完成\s*\d|\d\s*[%％]", value):
        return "done"
    return "going on" if _GOING_ON.search(value) else None


def presumed(clause: str) -> State | None:
    """The state that a question about a time takes for reached: done for 哪天完工的, going on for 哪天开工的."""
    if re.search(r"计划|预计|打算|要求|应|将|拟|什么时候(?:能|才|可以)|能", clause) or _NOT_DONE.search(clause):
        return None
    if re.search(_END, clause):
        return "done"
    return "going on" if re.search(_BEGIN, clause) and not _NOT_BEGUN.search(clause) else None
