"""What a question asks: its places, periods, subjects and the things wanted, each with the kind of answer.

Rules only, so that the same question is always understood the same way and a person can see (and correct)
what was understood.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from rag.domain import Place
from rag.retrieve.plain import Scope, scope_of, settled, without_courtesy
from rag.retrieve.subjects import named_places, organisations, people
from rag.text import dates, places
from rag.text.fold import simplified
from rag.text.numerals import narrow
from rag.text.offices import Appointment, appointments, parse_rank
from rag.text.units import UNIT

AskKind = Literal["value", "list", "person", "time", "where", "reason", "manner", "what", "yesno", "survey"]
Operation = Literal["remaining", "difference", "sum", "growth", "ratio"]

MAX_QUESTION = 2000
"""Longest question taken, in characters."""

_COUNTERS = (
    "个百分点|个小时|小时|分钟|秒|个工作日|工作日|个月|星期|立方米|公斤|平方公里|平方米|人次|万人次|公里|公顷|万元|亿元|美元|万亩|千瓦时|个|人|名|位|户|家|亩|元|块钱|钱|吨|公斤|斤|项|件|条|所|座|次|"
    "场|天|年|月|岁|岁数|周|届|期|批|种|类|处|套|台|辆|车次|趟|米|平方|册|本|张|株|头|只|倍|成|村|镇|乡|支|对|起|份|万|亿|层|度|段|句|大(?=[类项块])|步|级|番|艘|口人|立方|方(?=[土石砂沙水木料混])"
)
_VALUE = re.compile(
    rf"(?:多少|几多|百分之几|百分之多少|(?<![这近前那好头])几(?={_COUNTERS})|多大|多高|多长|多久|多远|多重|第几)"
)
_VALUE_TAIL = re.compile(
    r"(?:率|额|量|数|总值|收入|比重|占比|面积|人数|金额|比例|均值|均价|工资|产值)(?:是|为|达|达到|有)?(?:什么|怎样|如何|咋样)(?=[？?。，,；;]|$)"
)
_MEASURE_LAST = re.compile(
    r"(?:率|额|总量|产量|人数|户数|总数|数量|总值|收入|比重|占比|面积|金额|比例|均价|工资|产值|规模|成本|价格|里程)(?P<end>呢)?[？?。]?$"
)
_ROUGHLY = re.compile(r"几个?(?:百万|千万|亿)(?!人|亩|斤|次|册|件)")
"""几个亿, 几千万: money."""
_AGE = re.compile(r"多大(?:岁数?|年纪|年龄|年岁)|(?:年龄|年纪|岁数)(?:是|有|已经?)?多[大少高]|高寿")
_RANK_ASKED = re.compile(r"[排居列]|名次|位次|第几位")
_DATE = re.compile(r"几月(?:份|几?[号日]|几)?|几[号日](?!楼|线|桥|店|院|棚|井|厂)")
"""几月几号: a time, though 几 counts elsewhere."""
_UNIT_AFTER = re.compile(rf"(?:多少|几多|(?<![这近前那好头])几|第几)((?:万亿|亿|万|千|百)?(?:{_COUNTERS}))?")
_UNIT_LAST = re.compile(rf"(?:多少|几多|几)((?:万亿|亿|万|千|百)?(?:{UNIT.pattern}))(?=[？?，,]|$)")
_KINDS: tuple[tuple[AskKind, re.Pattern[str]], ...] = (
    (
        "reason",
        re.compile(
            r"为什么|为何|为啥|为了什么|为了啥|图什么|图啥|什么目的|目的是什么|什么原因|何原因|原因(?:是|有|为)|缘何|因何|怎么(?:会|不|没|还|就)|凭(?:什么|啥)|干(?:嘛|吗)"
        ),
    ),
    (
        "time",
        re.compile(
            r"[什啥]么?时候|哪个时[候间段]|什么时间|啥时间?|几时|何时|哪天|哪一天|哪年哪月|哪年|哪一年|哪月|哪个月|几月|几号|何日|多会儿|什么日子|哪一日|哪日"
        ),
    ),
    ("person", re.compile(r"谁|哪位|哪一位|何人|哪个人|什么人|叫(?:什么|啥|何)名?|(?:什么|啥)名字|名字是")),
    (
        "where",
        re.compile(
            r"哪里|哪儿|何地|何处|什么地方|哪个地方|在哪(?!家|本|种|类|项|一)|哪座|哪个(?:省|市|县|区|镇|乡|村|地区)|什么地点"
        ),
    ),
    (
        "list",
        re.compile(
            r"哪些|哪几|哪[“\"]?(?:[二三四五六七八九十两]|\d{1,3}(?=[一-鿿]))[个项种条方类大“”\"]?|哪一(?:些|批|系列)|分别(?:指|是|为|有)(?:的)?(?:什么|啥)|有些?(?:什么|啥)(?:样的?)?[一-鿿]{1,4}[？?]?$|都有些?(?:什么|啥)|包括(?:什么|啥)|有什么(?:措施|做法|办法|要求|举措|内容)"
        ),
    ),
    ("manner", re.compile(r"如何|怎么|怎样|怎么样|咋|通过什么|什么方式|用什么|以什么|采取(?:了)?(?:什么|何种)")),
    (
        "yesno",
        re.compile(
            r"是否|是不是|有没有|有无|能否|可否|能不能|(?P<verb>[要会该用])不(?P=verb)|需不需要|是(?:真|对)的吗|吗[？?]?$|对吗|对不对|(?<![说讲谈算])吧[？?]?$|(?<=[一-鿿]{2})(?<!有)没有?[？?]?$"
        ),
    ),
    (
        "what",
        re.compile(r"什么|啥|何种|哪个|哪家|哪一|哪[本部首篇门款所支]|哪种|哪类|哪方|哪项|指的是|的含义|的意思|内容是"),
    ),
)
_BODY = re.compile(r"(?:公司|企业|厂|合作社|机构|单位|学校|医院|品牌|项目|产品|村|社区|车间|基地)$")
"""What has a name that is nobody's: 那家公司叫什么."""
_OPERATIONS: tuple[tuple[Operation, re.Pattern[str]], ...] = (
    (
        "remaining",
        re.compile(
            r"还剩|剩余|剩下|尚有多少|还有多少|还差|没有?[^，。？]{1,14}的?(?:还)?有?(?:多少|几)|多少[^，。？]{1,14}(?:没有?|未)|未(?:完成|整改|脱贫|解决)的?(?:还)?有?多少|余下"
        ),
    ),
    (
        "growth",
        re.compile(
            r"增幅|涨幅|降幅|增长率|增速|翻了几|"
            r"(?:净增|增长|提高|下降|减少|增加|提升|上升|扩大|缩小|缩短|压缩|压减|降低|回落|上涨|涨|降|减)了?(?:百分之)?(?:多少|几)"
        ),
    ),
    (
        "difference",
        re.compile(
            r"相差|差距|差多少|多(?:[出花用挣赚拿要]了?|了)?(?:多少|几)|少(?:[花用挣赚拿要]了?|了)?(?:多少|几)|比.{1,24}(?:多|少|高|低)(?:了|出)?(?:多少|几)|之差"
        ),
    ),
    ("sum", re.compile(r"合计|总共|一共|共计(?:是)?多少|加起来|合起来|加在一起|之和|总和|两地共|两县共")),
    ("ratio", re.compile(r"占.{0,12}(?:比例|比重|百分之|几成)|几分之|几倍|多少倍|人均(?:是)?多少|平均每")),
)
_COMPARE = re.compile(
    r"哪(?:个|家|一个|县|市|地|里|边|年|一年|方|者)?[^，,。？?]{0,12}(?:更|最|较)?(?:多|少|高|低|大|小|早|晚|快|慢|好|强|长)|谁(?:更|最)?(?:多|少|高|低|大|小|早|晚)|"
    r"比较|相比|对比|孰|各(?:是|有|为|建|达)?(?:了)?多少|分别(?:是|有|为|达|建|在|采|减|发|提|于|向)|哪个更|高低|多寡"
)
_WHICH_MORE = re.compile(
    r"(?:哪(?:个|家|一个|县|市|地|里|边|年|一年|方|者|家公司|个县|个市)?|谁)[^，,。？?]{0,10}"
    r"(?:(?:更|最|较)?(?:多|少|高|低|大|小|早|晚|快|慢)|(?:更|最|较)长)[？?]?$"
)
_AND = re.compile(r"[和与及、]|以及")
_EACH_OF = re.compile(
    r"(?:^|[ 的])(?P<items>[^\W\d的]{2,}(?:[和与及、][^\W\d的]{2,})+?)(?:的(?P<of>[一-鿿]{2,8}))?(?:分别|各自?)(?:是|为|有|达到?)?(?:多少|几)(?![一-鿿])"
)
"""Several things of one place: of each its figure is asked."""
_SURVEY = re.compile(
    r"总结(?:一下)?(?:其)?|概括(?:一下)?(?:其)?|归纳(?:一下)?(?:其)?|概述(?:其)?|简述(?:其)?|梳理一下(?:其)?|"
    r"介绍(?:一下|下)?|(?:写|来)(?:一)?[段份篇](?=[^，。]*(?:总结|介绍|概况|情况|综述))"
)
"""Asks for the main points of a matter; what follows says of which."""
_STOP = re.compile(
    r"请问一下|请问|请告诉我|告诉我|帮我|我想知道|我想问|想知道|查一下|查询|介绍一下|说一下|说说|一下|具体|到底|究竟|目前|现在|"
    r"多少|几多|百分之几|哪些|哪几|哪一|哪个|哪家|哪位|哪天|哪年|哪里|哪儿|哪种|哪类|哪项|哪|什么时候|什么时间|什么原因|什么地方|什么样|什么|啥|"
    r"为什么|为何|为啥|何时|何地|何人|何处|谁|怎么样|怎么|怎样|如何|咋样|咋|是否|是不是|有没有|有无|能否|"
    r"分别|各自|一共|总共|共有|共计|是指|指的是|指|是|吗|呢|呀|啊|吧|了|的|地|得|有|达到|达|为|在|和|与|及|以及|或|被|把|对于|对|从|到|由|于|都|"
    r"个|各|其中|其|这个|那个|这|那|它|他|她|我|你|您|们|请|根据|关于|按照|报告|提到|所述|文中|文章|资料|中|上|下|里|多|少|高|低|更|最|哪方|两|几"
)
_ENDPOINT = re.compile(r"[^，。？]{0,8}(?:到|至|为)了?(?:多少|几)[^，。？]*$")
"""The second half of 由多少增加到多少: it asks for no other figure."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing wanted. ``unit`` is the counter the question names (``个``, ``%``), or None.

    ``left`` and ``right`` are the question's own words around the question word: where the report states
    the answer, the same words tend to stand around it.
    """

    kind: AskKind
    text: str
    unit: str | None = None
    left: str = ""
    right: str = ""
    word: str = ""
    """The question word itself: 多少, 哪四, 谁."""
    periods: tuple[dates.Period, ...] = ()
    """Periods that the ask's own clause names."""
    apart: bool = False
    """Whether it is one of several things that are asked about alike (甲和乙分别是多少): the other's figure is not its own."""

    @property
    def clause(self) -> str:
        """The clause of the question as it was asked."""
        return self.left + self.word + self.right

    @property
    def focus(self) -> str:
        """The clause without question and function words; what the evidence has to speak of."""
        return focus_of(self.text)


@dataclass(frozen=True, slots=True)
class Query:
    """A question understood. ``question`` stands alone; follow-ups are made whole beforehand."""

    question: str
    asked: str
    asks: tuple[Ask, ...]
    places: tuple[Place, ...] = ()
    periods: tuple[dates.Period, ...] = ()
    organisations: tuple[str, ...] = ()
    persons: tuple[Appointment, ...] = ()
    people: tuple[str, ...] = ()
    """Persons named without an office."""
    operation: Operation | None = None
    compares: bool = False
    scope: Scope = "ok"
    previous: str = ""
    """The question before, made whole, of one that follows another."""
    limit: str | None = None
    """The place that the evidence was limited to, where one was set."""
    masked: str = field(default="", repr=False)
    """The question with its place names and periods blanked out: what is left to be matched by content."""

    @property
    def focus(self) -> str:
        """All content of the question outside places, periods and question words."""
        return focus_of(self.masked)

    @property
    def years(self) -> tuple[str, ...]:
        """Years the question names, ascending."""
        return tuple(sorted({p.since[:4] for p in self.periods if p.since and not p.relative}))

    def as_json(self) -> dict[str, Any]:
        """For the answer's ``understood`` field and the page."""
        return {
            "places": [p.name for p in self.places],
            "periods": [p.as_written for p in self.periods],
            "organisations": list(self.organisations),
            "asks": [a.kind for a in self.asks],
            "operation": self.operation,
            "compares": self.compares,
            "limit": self.limit,
        }


def focus_of(text: str) -> str:
    """``text`` without question and function words, the rest joined by spaces."""
    return " ".join(_STOP.sub(" ", re.sub(r"[，,。？?！!；;：:、（）()“”\"《》\s]+", " ", text)).split())


def understand(question: str, asked: str | None = None, plain: frozenset[str] = frozenset()) -> Query:
    """Read ``question`` (at most MAX_QUESTION characters, not blank); what is in ``plain`` names nothing (``doubted``)."""
    # Traditional characters and full width make no difference to what is asked.
    text = settled(narrow(simplified(without_courtesy(question))))
    where: list[Place] = []
    masked = list(text)
    for mention in named_places(text):
        if text[mention.start : mention.end] in plain:
            continue
        if mention.place not in where:
            where.append(mention.place)
        masked[mention.start : mention.end] = " " * (mention.end - mention.start)
    periods = dates.periods(text)
    for p in periods:
        if p.since or p.parts != (None, None, None):
            masked[p.start : p.end] = " " * (p.end - p.start)
    bodies = [span for span in organisations(text) if text[slice(*span)] not in plain]
    for start, end in bodies:
        masked[start:end] = " " * (end - start)
    blank = "".join(masked)
    operation = next((name for name, pattern in _OPERATIONS if pattern.search(text)), None)
    return Query(
        question=text,
        asked=asked if asked is not None else text,
        asks=_asks(text, blank, periods),
        places=tuple(_by_name(p, text) for p in _without_parents(where)),
        periods=tuple(periods),
        organisations=tuple(dict.fromkeys(text[a:b] for a, b in bodies)),
        persons=tuple(appointments(text)),
        people=tuple(p for p in people(text) if p not in plain),
        operation=operation,
        compares=bool(_COMPARE.search(text)),
        scope=scope_of(text),
        masked=blank,
    )


def _without_parents(found: list[Place]) -> tuple[Place, ...]:
    """Drop 湖南省 from 湖南省绥宁县: the narrower one is meant."""
    return tuple(p for p in found if not any(q is not p and places.covers(p, q) and p != q for q in found))


def _by_name(place: Place, text: str) -> Place:
    """A township or village by its name alone, unless the question says in which county: many share one (龙潭镇)."""
    county = place.parents[1:3] if place.level == "village" else place.parents[-2:]
    if place.level not in ("township", "village") or any(
        name in text for parent in county for name in (parent, parent[:-1])
    ):
        return place
    return Place(place.name, place.level)


def _asks(text: str, blank: str, periods: Sequence[dates.Period]) -> tuple[Ask, ...]:
    """The things wanted, one for each question word that stands in a clause of its own."""
    pieces: list[tuple[int, int]] = []
    start = 0
    for match in re.finditer(r"[，,；;？?。！!]|(?<=[多少])以及|、(?=[^、]*(?:多少|几|什么|啥|谁|哪))", text):
        if match.end() > start:
            pieces.append((start, match.start()))
        start = match.end()
    if start < len(text):
        pieces.append((start, len(text)))
    asks: list[Ask] = []
    lead = ""
    for a, b in pieces:
        clause = text[a:b].strip()
        if not clause:
            continue
        which = _WHICH_MORE.search(clause)
        found: list[tuple[AskKind, int, int]] = _kinds(clause)
        if which:
            # 哪家公司修订时间更早 wants dates, 哪个县更多 figures.
            found = [("time" if re.search(r"[早晚]", which.group()) else "value", which.start(), which.end())]
        if which and len(pieces) > 1 and (asks or _VALUE.search(text)):
            found = []
        if not found:
            lead = f"{lead} {blank[a:b]}".strip()
            continue
        named = tuple(p for p in periods if a <= p.start < b)
        if found[0][0] == "value" and (items := _apart(blank[a:b])):
            asks += [
                Ask("value", f"{lead} {item}".strip(), left=item, word="多少", periods=named, apart=True)
                for item in items
            ]
            continue
        for kind, at, end in found:
            # 多少户多少人: each has its own.
            unit = (len(found) > 1 and _unit_at(clause, end)) or _unit(clause) if kind == "value" else None
            asks.append(
                Ask(
                    kind=kind,
                    text=f"{lead} {blank[a:b]}".strip(),
                    unit=unit,
                    left=clause[:at],
                    right=_ENDPOINT.sub("", clause[end:]) if kind == "value" else clause[end:],
                    word=clause[at:end],
                    periods=named,
                )
            )
    survey = _SURVEY.search(blank)
    if survey and all(a.kind == "what" for a in asks):
        asks = [Ask(kind="survey", text=blank[survey.end() :] or blank, left=text)]
    if not asks:
        asks.append(Ask(kind="what", text=blank, left=text))
    return tuple(asks[:8])


def _apart(clause: str) -> list[str]:
    """The things of which a clause asks how much each of them is: 甲产业和乙产业的产值分别是多少; empty for others."""
    m = _EACH_OF.search(clause)
    items = [item for item in _AND.split(m["items"]) if item] if m else []
    if not m or len(items) < 2 or any(len(item) < 3 for item in items):
        return []
    return [f"{item}的{m['of']}" if m["of"] else item for item in items]


def _kinds(clause: str) -> list[tuple[AskKind, int, int]]:
    """Kinds of answer a clause wants, with the question word's span; values may be asked several times."""
    if m := _KINDS[4][1].search(clause):
        return [("list", m.start(), m.end())]
    if m := _DATE.search(clause):
        return [("time", m.start(), m.end())]
    out: list[tuple[AskKind, int, int]] = [("value", m.start(), m.end()) for m in _VALUE.finditer(clause)]
    if not out and (m := _VALUE_TAIL.search(clause)):
        out.append(("value", m.end() - 2, m.end()))
    if len(out) == 1 and clause[out[0][1] : out[0][2]] == "第几" and not _RANK_ASKED.search(clause):
        return [("what", out[0][1], out[0][2])]  # 第6场 is no figure
    if out:
        # 从多少下降到多少 is one thing asked twice over.
        return out[:1] if len(out) > 1 and len({_unit_at(clause, e) for _, _, e in out}) == 1 else out[:4]
    for kind, pattern in _KINDS:
        if m := pattern.search(clause):
            before = clause[: m.start()].rstrip("是，,的 ")
            if kind == "what" and parse_rank(before):
                kind = "person"
            elif kind == "person" and "叫" in m.group() and _BODY.search(before):
                kind = "what"
            return [(kind, m.start(), m.end())]
    if m := _MEASURE_LAST.search(clause):
        return [("value", m.start("end") if m["end"] else m.end(), m.end())]
    return []


def _unit(clause: str) -> str | None:
    if _AGE.search(clause):
        return "岁"
    if re.search(r"百分之[几多]|占比|比例|比重|率(?:是|为|达|有)?(?:到|了)?多少|几成", clause):
        return "%"
    if _ROUGHLY.search(clause):
        return "元"
    m = _UNIT_AFTER.search(clause)
    if last := _UNIT_LAST.search(clause) if m and m.group(1) in (None, "万亿", "亿", "万", "千", "百") else None:
        return last.group(1)
    return m.group(1) if m else None


def _unit_at(clause: str, end: int) -> str | None:
    m = re.match(rf"((?:万亿|亿|万|千|百)?(?:{_COUNTERS}))", clause[end:])
    return m.group(1) if m else None
