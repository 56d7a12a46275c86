"""A question that sets things side by side, of whatever kind, as one question about each.

甲县的张某和李某，谁的月工资高？ asks 甲县的张某月工资是多少 and 甲县的李某月工资是多少; what follows from the two
figures is worked out by whoever asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.domain import Span
from rag.retrieve.subjects import named_places, organisations
from rag.text import dates
from rag.text.degrees import A_BIT, AMOUNTS, DEGREES
from rag.text.words import segment

MOST = 6
"""Things set side by side at most."""
_COUNTED = "个家位名项边方地县市区村镇乡场支种类处所样座条款片户人年月笔批块届期次亩只头者"
_WHICH = rf"(?:谁|哪(?:里|儿|头|一?个(?:县市|县|市|区|省|镇|乡|村|地方|地区|公司|企业|单位|人)|一?[{_COUNTED}]|一?部分|一?(?=[^，,？?]))?)"
_MORE = rf"(?:更|最|较|要|还)?(?P<most>{DEGREES}){A_BIT}"
_END = r"(?=[，,。；;？?]|$)"
_ASKED = re.compile(rf"{_WHICH}(?P<what>[^，,。；;？?谁哪]{{0,20}}?){_MORE}{_END}")
_EITHER = re.compile(
    rf"(?:是|究竟|到底)?(?P<first>[^，,。；;？?是]{{2,24}}?)(?P<mores>{AMOUNTS})?[，,]?还是"
    rf"(?P<second>[^，,。；;？?]{{2,24}}?){_MORE}{_END}"
)
_EACH = re.compile(
    r"(?:各自?|分别)(?P<verb>[^，,。；;？?多少几]{0,6}?)(?P<much>多少|几|多大|多高|多长|多远)(?P<unit>[^，,。；;？?]{0,4})"
)
_TOPIC = re.compile(
    r"^(?:要|若|如果|要是)?(?:比|论|说到|比较|按)(?P<what>[^，,]{1,10}?)(?:来说|来看|而言|上|的话)?[，,]"
)
_TAIL = re.compile(
    rf"[，,、：:\s]+$|(?:这|近|过去)?(?:\d{{1,2}}|[一二三四五六七八九十两]{{1,2}})年(?:之间|间|以来|来|里|内)$|"
    rf"(?:相比|相比较|比较|比起来|对比)(?:之下|起来|一下)?$|(?:之间|当中|之中|里面|中间)$|"
    rf"(?:这)?(?:二者|两者|双方|[两二三四]人)$|(?:这)?[两二三四](?:[{_COUNTED}])[一-鿿]{{0,4}}$"
)
_TWO_LISTS = re.compile(
    r"(?P<a>[^，,和与、]{2,10})[和与、](?P<b>[^，,和与、]{2,10})[，,](?P<c>[^，,和与、]{1,8})[和与、](?P<d>[^，,和与、]{1,8})"
)
"""甲县和乙县，杨梅和葡萄."""
_EXTREMES = re.compile(rf"(?<=[高低多少大小快慢长短])[、，,和]?{_WHICH}最(?:{DEGREES})(?=[？?]?$)")
"""谁最高谁最低: where all are put in order, both are told."""
_COUNT = re.compile(rf"^(?:这|等)?[两二三四五六]个?(?:[{_COUNTED}]|[市县]区)(?=[^\d])(?:的)?")
"""四地 before what is asked of each of the four."""
_AIMED = re.compile(
    rf"^(?P<what>[^，,。；;？?]{{4,40}}?)的?(?:目标|计划|任务)[数值量]?(?:是|要)?比(?P<than>[^，,。；;？?]{{2,20}}?)(?:是|要|更)?"
    rf"(?:(?P<one>{DEGREES})还是(?P<other>{DEGREES})|(?:{DEGREES})(?:出|了)?(?:多少|几))"
)
"""甲县2024年新增就业的目标比2023年实际完成数高还是低, 高多少."""
_HEAD = re.compile(r"^(?:请?(?:比较|对比)(?:一下)?|都是?|同样是?|同是|同在|在)(?=.{3})")
_THAT = re.compile(r"(?:那|这)(?:一)?(?:边|片|头|个|家|块|项|种|里|儿)?$")
_MEASURE = re.compile(r"的[^的]{0,10}(?:率|额|量|数|值|收入|比重|占比|面积|金额|比例|工资|规模|成本|价格|里程|人口)$")
"""What is measured of all, said after the last: 甲和乙的收入."""
_TOLD_OF = re.compile(
    r"(?:率|额|量|数|值|收入|比重|占比|面积|金额|比例|工资|规模|成本|价格|里程|人口|产[值量出]|单价|亩产|年薪|月薪)$"
)
"""Ends the name of what can be measured."""
_WORDS = frozenset(("和", "与", "跟", "同", "以及", "还有", "对比"))
_BY = re.compile(rf"(?:要)?(?P<most>{AMOUNTS})(?:出|了)?(?P<much>多少|几)(?P<unit>[^，,。；;？?]{{0,4}})")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things set side by side, as the question calls it, and what is asked of it."""

    name: str
    question: str


def compared(text: str) -> list[Side]:
    """The sides of the comparison that ``text`` asks for; empty when it asks for none, or for more than ``MOST``."""
    text = _EXTREMES.sub("", text.replace("年轻", "年龄小").replace("年长", "年龄大"))
    return _aimed(text) or _higher_by(text) or _either(text) or paired(text) or _which(text)


def paired(text: str) -> list[Side]:
    """Sides of 甲县和乙县，杨梅和葡萄哪个种得多: things told place by place, in their order; empty for other questions."""
    asked = _ASKED.search(text)
    listed = _TWO_LISTS.fullmatch(text[: asked.start()]) if asked else None
    if asked is None or listed is None:
        return []
    where = [listed[part] for part in ("a", "b")]
    if any(not any((m.start, m.end) == (0, len(name)) for m in named_places(name)) for name in where):
        return []
    items = [f"{name}的{thing}" for name, thing in zip(where, (listed["c"], listed["d"]), strict=True)]
    if any(named_places(listed[part]) for part in ("c", "d")):
        return []
    what = re.sub(r"^的(?=.)|[得的]$", "", asked["what"])
    return _sides(items, what, asked["most"], text[asked.end() :])


def against_aim(text: str) -> tuple[str, ...] | None:
    """The two words of degree (高, 低) of a question that sets a target against a result; empty where it asks by how much.

    None for other questions.
    """
    asked = _AIMED.search(text)
    if not (asked and _aimed(text)):
        return None
    return (asked["one"], asked["other"]) if asked["one"] else ()


def _aimed(text: str) -> list[Side]:
    """The target of one year and the result of another."""
    asked = _AIMED.search(text)
    if not asked:
        return []
    what = asked["what"]
    aim, made = (dates.periods(asked[part]) for part in ("what", "than"))
    if len(aim) != 1 or len(made) != 1 or aim[0].parts[0] is None or made[0].parts[0] is None:
        return []
    before = what[: aim[0].start] + made[0].as_written + what[aim[0].end :]
    return [
        Side(f"{aim[0].as_written}目标", f"{what}力争达到多少？"),
        Side(f"{made[0].as_written}实际", f"{before}是多少？"),
    ]


def _which(text: str) -> list[Side]:
    """Sides of 甲和乙，谁的月工资高？各多少？."""
    asked = _ASKED.search(text)
    if not asked:
        return []
    topic = _TOPIC.match(text)
    items = _items(text[topic.end() if topic else 0 : asked.start()])
    what = re.sub(r"^的(?=.)|[得的]$", "", asked["what"])
    if topic and len(what) < 2:
        what = topic["what"]  # 要比收入，…谁赚得多
    elif not items and not what:
        # 甲县的A和乙县的B，去年产值哪个高: what is asked of each stands behind all of them.
        before, comma, what = re.sub(",", "，", text[: asked.start()]).rpartition("，")
        items = _items(before) if comma and _TOLD_OF.search(what) else []
    return _sides(items, what, asked["most"], text[asked.end() :])


def _either(text: str) -> list[Side]:
    """Sides of 某县的基地，省级多还是市级多，各有几个？."""
    asked = _EITHER.search(text)
    if not asked:
        return []
    topic = text[: asked.start()].rstrip("，,、 ")
    items = [_THAT.sub("", asked[side]) for side in ("first", "second")]
    return _sides([topic + "的" * bool(topic) + i for i in items], "", asked["most"], text[asked.end() :], items)


def _higher_by(text: str) -> list[Side]:
    """Sides of 甲县的就业率比乙县高几个百分点？."""
    asked = _BY.search(text)
    spans = [(m.start, m.end) for m in named_places(text)] + organisations(text)
    if not asked or len(spans) != 2:
        return []
    (a, b), (c, d) = sorted(spans)
    joint = re.fullmatch(r"的?(?P<what>[^，,。；;？?比]{2,20})比", text[b:c])
    rest = text[d : asked.start()]
    if not joint or a or rest not in ("", "的" + joint["what"], joint["what"]):
        return []
    unit = asked["unit"].replace("个百分点", "").replace("百分点", "")
    return [Side(text[i:j], f"{text[i:j]}的{joint['what']}是多少{unit}？") for i, j in ((a, b), (c, d))]


def _sides(items: list[str], what: str, most: str, rest: str, names: list[str] | None = None) -> list[Side]:
    if not 2 <= len(items) <= MOST:
        return []
    each = _EACH.search(rest)
    if each and each["verb"].startswith(what) and what:
        what = ""  # 哪个种得多，各种了多少亩
    if most in "早晚":
        ask = "是什么时候"
    elif most in "快慢":
        what, ask = re.sub(r"(?:的)?(?:增长|增幅|增速|增加)(?:得|速度)?$", "", what), "增长百分之多少"
    elif each:
        ask = (each["verb"] or "是") + each["much"] + each["unit"]
    else:
        ask = "是多少"
    # 每月挣得多: what is earned, not that it is.
    ask = ask.removeprefix("是") if what and each is None and re.search(r"[挣拿赚领花用收交干]$", what) else ask
    return [Side(n, f"{item}{what}{ask}？") for item, n in zip(items, names or items, strict=True)]


def _items(clause: str) -> list[str]:
    """The things joined in ``clause``, each with what was said once for all of them: 甲县的张某和李某."""
    plain = clause
    while (shorter := _TAIL.sub("", _HEAD.sub("", plain))) != plain:
        plain = shorter
    if not plain or re.search(r"[，,。；;？?]", plain):
        return []
    joints = _joints(plain)
    if not joints or not all(plain[a:b] == "、" for a, b in joints[:-1]):
        return []
    cuts = [0, *(x for joint in joints for x in joint), len(plain)]
    items = [plain[a:b] for a, b in zip(cuts[::2], cuts[1::2], strict=True)]
    if any(len(i) < 2 for i in items):
        return []
    shared = _shared(items[0])
    places = [next((m.end for m in named_places(i) if m.start == 0), 0) for i in items]
    if all(end == len(i) for end, i in zip(places[:-1], items[:-1], strict=True)) and 0 < places[-1] < len(items[-1]):
        # 甲县和乙县两县财政收入: the income of both.
        what = _COUNT.sub("", items[-1][places[-1] :])
        return [i + what for i in (*items[:-1], items[-1][: places[-1]])]
    measure = _MEASURE.search(items[-1])
    if measure and not any("的" in i for i in items[:-1]):
        items = [*(i + measure.group() for i in items[:-1]), items[-1]]
    return [
        items[0],
        *(
            i if "的" in i[: -len(measure.group()) if measure else None] or named_places(i) else shared + i
            for i in items[1:]
        ),
    ]


def _joints(text: str) -> list[Span]:
    """Where 和, 与 and the like join; a name may have swallowed the only one (方震和)."""
    at, joints = 0, []
    for word in segment(text):
        if word in _WORDS or word == "、":
            joints.append((at, at + len(word)))
        at += len(word)
    found = joints if at == len(text) else []
    alone = [(m.start(), m.end()) for m in re.finditer(r"[和与跟]", text)]
    return found or (alone if len(alone) == 1 else [])


def _shared(first: str) -> str:
    """What stands before the first thing for all: 甲县累计发放的, or the place."""
    at = first.rfind("的")
    if 0 < at < len(first) - 1:
        return first[: at + 1]
    where = [m for m in named_places(first) if m.end < len(first)]
    return first[: where[-1].end] if where else ""
