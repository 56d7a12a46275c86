"""The ways a follow-up question may be meant: with all that the one before was about, with its place alone, by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.language import say
from rag.retrieve.followup import NEXT_YEAR, standalone
from rag.retrieve.plain import without_courtesy
from rag.retrieve.subjects import people
from rag.retrieve.topic import topic_of
from rag.text import dates, places
from rag.text.dictionary import kind
from rag.text.words import segment

SHORT = 24
"""Characters of a question that may leave something out."""
MOST = 4
"""Readings tried at most."""
_LEANS = re.compile(r"^(?:那么?)?[，,]?(?:其中|其|占|比|同比|这|那|他|她|它|该|上述|前者|后者|当地|分别|一共|合计)")
_ELLIPSIS = re.compile(r"(?:呢|怎么样|如何|咋样)[？?。]*$")
_YEAR = re.compile(r"(?:19|20)\d\d年")
_ASKED = re.compile(r"为什么|为何|为啥|什么[一-鿿]{0,3}|哪[一-鿿]{0,2}|多少[一-鿿]?|几[一-鿿]?|谁|[？?。]")
_RELATIVE = re.compile(
    r".*(?:比例|占比|比重|总数|数量|人数|户数|面积|规模|产量|产值|总量|销量|金额|资金|标准|时间|时候|地点|原因|目的|目标|计划|任务|结果|情况|内容|"
    r"对象|方式|办法|条件|名额|电话|负责人|成本|价格|收入|人员|单位|个人|人|钱|元)"
)
"""Nouns that are of something: by themselves they say nothing of what."""
_SAYS_LITTLE = frozenset(
    "负责 完成 开始 结束 实施 举办 建成 投入 参加 增长 增加 下降 减少 提高 是 有 占 达到 变化 需要 进行".split()
)


def readings(question: str, history: Sequence[str]) -> Iterator[str]:
    """What ``question`` may mean after ``history`` (oldest first), the likeliest first; the next where one finds nothing."""
    seen: set[str] = set()
    for reading in _all(question, history):
        if reading and reading not in seen and len(seen) < MOST:
            seen.add(reading)
            yield reading


def _all(question: str, history: Sequence[str]) -> Iterator[str]:
    whole = standalone(question, history)
    yield whole
    asked = without_courtesy(question)
    if not history or _LEANS.match(asked):
        return
    if (where := places.find(asked)) and whole == asked and len(asked) <= SHORT:
        # 甲县新建的有几所？ after schools: of the schools.
        if (topic := topic_of(standalone(history[-1], history[:-1]))) and topic not in asked:
            yield asked[: where[0].end] + topic + asked[where[0].end :]
        return
    if _ELLIPSIS.search(asked):
        # 旅游收入呢？ after two years' visitors: of no year.
        if not places.find(asked) and not dates.periods(asked) and (plain := _of_no_time(whole)):
            yield plain
        if NEXT_YEAR.search(asked):
            yield _YEAR.sub(r"\g<0>计划", whole, count=1)  # 明年呢？ may ask what is planned
        if people(asked) and not places.find(asked):
            yield _of_no_place(whole)  # 乙中心的某某呢？ after somebody in a village: of no village
        return
    if not says_what(asked):
        return
    bare = standalone(question, history, bare=True)
    yield bare
    yield _of_no_time(bare)
    for n in range(1, len(history)):
        yield standalone(question, history[:-n], bare=True)
    if people(asked):
        yield asked


def says_what(asked: str) -> bool:
    """Whether a question tells by itself what it is about: by a name, a noun of its own, or of 谁 and 为什么 what is done."""
    if people(asked) or re.search(r"[“《]", asked):
        return True
    doing = re.search(r"谁|为什么|为何|为啥", asked)
    words = [w for w in segment(_ASKED.sub("，", asked)) if len(w) > 1]
    return any(
        (kind(w)[:1] in ("n", "l") and not _RELATIVE.fullmatch(w))
        or (doing and kind(w)[:1] == "v" and w not in _SAYS_LITTLE)
        for w in words
    )


def _of_no_place(text: str) -> str:
    """``text`` without its places."""
    for m in reversed(places.find(text)):
        text = text[: m.start] + text[m.end :].removeprefix("的")
    return text


def _of_no_time(text: str) -> str:
    """``text`` without its times."""
    for p in reversed(dates.periods(text)):
        text = text[: p.start].removesuffix("从") + text[p.end :].removeprefix("到")
    return re.sub(r"(?:增长|增加|提高|提升|上升|下降|减少|降低|回落|上涨)了多少", "是多少", text)


def read_otherwise(first: str) -> str:
    """For people: that a follow-up was answered as it reads without all that was asked before."""
    whole = first.rstrip("？?。 ")
    return say(
        f"接着上文理解为“{whole}”没有查到，所以按另一种理解作答，请核对",
        f"Nothing was found for “{whole}”, so the question was read another way, please check",
    )
