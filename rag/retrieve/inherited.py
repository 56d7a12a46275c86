"""A question that goes on from the one before: the place, the time and the subject of that one put in front of it."""

from __future__ import annotations

import re

from rag.retrieve.topic import AIM, ASKS, BASE, body_in, dated_in, figure_of, how_many, place_in, topic_of
from rag.text import dates
from rag.text.dictionary import kind
from rag.text.words import content_words, segment

PRONOUN = re.compile(
    r"他们|她们|它们|这些|那些|这个|那个|该(?=[市县区镇乡村局院校公司厂])|当地|那里|这里|上述|前者|此地|其(?=[他中]?[一-鿿])"
)
_MEASURED = re.compile(
    r"(?<=[一-鿿]{2})的?(?:总产量|产量|总产值|产值|总面积|面积|总数|数量|人数|户数|规模|销量|销售额|总量)$"
)
_OF_ANOTHER = re.compile(r"^(?!多少|几|.{0,2}(?:[增减升降涨]|提高))[一-鿿]{2,}?(?:有|是|为|达)?(?:多少|几)")
_FACET = re.compile(
    r"(?<=[一-鿿]{2})的?(?:标准|内容|对象|时间|地点|地址|日期|期限|方式|办法|条件|要求|范围|流程|程序|材料|名额|文号|电话|联系人|负责人|原因|目的|任务|目标)$"
)
"""One side of a matter (培训的补贴标准): the next question may ask of another."""
_NOW = re.compile(r"(?:目前|现在|如今|当前|眼下)(?=是|有|达|为|多少|几|[？?]|$)")
_WHICH_MOST = re.compile(r"^哪[^，。]{0,4}[最更]")
_AMONG = re.compile(r"(?:那么?)?[，,]?(?:这)?(?:其中|里面|里头|当中|之中)")
"""Asks of a part of what was counted."""
_OF_KIND = re.compile(r"(的(?:有|是)?)多少(?=[？?]?$)")
_RELATES = re.compile(r"(?:那么?)?[，,]?(?:其中|占|比|同比|较|[增减升降涨]|提高|上升|下降|回落)")
"""Asks of the very figure that was asked before."""
_SPEAKS_OF_OTHERS = re.compile(
    r"(?:为什么|为何|为啥|怎么)(?:会)?有(?:的|些)|谁[^，。？是叫]{0,3}(?:了|过)[一-鿿]{2}|最[一-鿿的]{1,4}(?:是|叫)(?:哪|谁)"
)
"""A full clause with a doer and a thing of its own: 为什么有的停工了, 谁得了一等奖, 分红最多的村是哪个."""


def led_on(asked: str, previous: str, topic: str, bare: bool) -> str:
    """Put the place, the period and, for very short questions, the subject of ``previous`` in front.

    ``topic`` is the subject of the last question that stood alone: what was asked of it since is no part of it.
    """
    body = re.sub(r"^(?:那么?(?![里边儿个些])|还有|另外|然后|再问|又|那请问)[，, ]*", "", asked)
    body = PRONOUN.sub("", body) if len(PRONOUN.sub("", body)) >= 3 else body
    place = place_in(previous)
    period = dates.periods(previous)
    if _AMONG.match(asked) and not bare and (whole := figure_of(previous)):
        # 其中多少人拿了证？ after 培训了多少茶农: of those trained, not of all.
        # 公办的有多少: of the kind that was counted, and counted like it.
        part = _OF_KIND.sub(rf"\1{how_many(previous)}", _AMONG.sub("", asked).lstrip("的，,"))
        return f"{place}{'' if dates.periods(part) else dated_in(previous)}{whole}中{part}"
    subject = topic_of(previous)
    if topic and topic in previous and not _RELATES.match(asked):
        subject = topic
    if bare or (_SPEAKS_OF_OTHERS.search(body) and not PRONOUN.search(asked)):
        subject = ""
    # 出口多少？ after 茶叶总产量是多少: of the tea, not of its output.
    subject = _MEASURED.sub("", subject) if _OF_ANOTHER.search(body) else subject
    if _FACET.search(subject) and not _FACET.search(body):
        # 什么时候开始？ after 培训的补贴标准是什么: of the training.
        subject = _FACET.sub("", subject)
        subject = subject.rpartition("的")[0] or subject
    if _WHICH_MOST.search(body):
        subject = re.sub(r"(?<=..)[种养产建办修卖收]$", "", subject)  # 哪个镇最多？ after 茶叶种了多少亩
    lead = place
    asks = ASKS.search(previous)
    body_of = body_in(previous)
    if body_of and asks and body_of[1] <= asks.start() and not body_in(body) and not _RELATES.match(asked):
        # The one before was about a body: so is this, and needs nothing else of it.
        named = previous[slice(*body_of)]
        lead, subject = named if place in named else place + named, ""
    mine, theirs = set(content_words(body)), set(content_words(subject))
    if dates.periods(body):
        subject = _NOW.sub("", subject)  # 到2025年呢？ after what it is now
    own = [p for p in dates.periods(body) if not BASE.match(body, max(0, p.start - 1))]
    if period and not own and not period[0].relative:
        lead += period[0].as_written
    if theirs and (not lead or not mine & theirs):
        lead += subject
    elif theirs:
        lead += _object(subject, body) or _doer(subject, body)
    return f"{lead}{body}" if lead and not body.startswith(lead) else body


def _doer(subject: str, body: str) -> str:
    """带动了多少人增收？ after 农村电商站点有多少个: ``subject``, where ``body`` begins with a verb and does not name it; else empty."""
    begins, last = kind(segment(body)[0]), segment(subject)[-1]
    return subject if begins == "v" and kind(last) == "n" and last not in body else ""


def _object(subject: str, body: str) -> str:
    """计划收购多少？ after 完成烤烟收购多少担: what was bought, where ``body`` repeats the verb without it; else empty."""
    words, said = segment(subject), segment(body)
    shared = [w for w in words if w in said and len(w) > 1]
    if (
        len(shared) != 1
        or not kind(shared[0]).startswith("v")
        or any(kind(w) == "n" and not AIM.fullmatch(w) for w in said)
    ):
        return ""
    at = words.index(shared[0])
    before, behind = words[max(0, at - 1) : at], words[at + 1 :]
    return next(("".join(w) for w in (before, behind) if w and len(w[-1]) > 1 and kind(w[-1])[:1] in ("n", "l")), "")
