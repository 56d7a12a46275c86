"""Under what proviso a venue or a time is told: only for a case (如遇降雨), given up since (原定), or in reserve (备用)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.verify.reading import Reading

_MOVED = r"改[在到为至期]|改(?=[^，。；]{1,12}(?:举行|举办|召开))|移[至到师]|转[至到为]|调整[到为至在]|变更[为到]|推迟|延[期至到后]|顺延"
_IF = re.compile(
    r"(?:如果|假如|倘若|倘|万一|一旦|若(?!干|是非)|(?:(?<=[，。；：（])|^)如(?![期下此何今同约数愿实图表火意上是])|如遇|(?<![待机遭境礼际相偶])遇(?![难害险到])|[^，。；]{2,10}(?:时|的话)(?=，(?:则|就)?[^，。；]{0,8}(?:改|移|转|挪)[到至在为])|必要时|特殊情况下|恶劣天气|[雨雪]天(?!气))(?P<rest>[^。；）！？]*)"
)
_FORMER = re.compile(
    rf"(?:原(?:先|本|来)?(?:定|计划|拟|订|安排|设在)|原(?:地点|时间|日期)(?=[为是：])|本来?(?:定于|拟)|由(?=[^，。；由]{{2,24}}?(?:{_MOVED}|提前[到至])))"
    rf"(?P<rest>(?:(?!{_MOVED}|提前|实际|现[已在定]|目前|最终|结果|后[来因])[^。；）！？])*)"
)
_SPARE = re.compile(r"备用|备选|候补|候选|预备")
_HELD = re.compile(rf"{_MOVED}|举行|举办|召开|召集|开幕|启幕|开班|开讲|揭牌|开展|进行|开赛|开工|集合")
"""In a condition: so much is told of what is held, not of whom to ask in that case."""


def provisos(reading: Reading, at: int) -> Iterator[tuple[str, str]]:
    """In what way what stands at ``at`` is not simply so, with the words that say it."""
    low, high = reading.sentence_of(at)
    for m in _IF.finditer(reading.text, low, high):
        if m.start() <= at < m.end() and _HELD.search(m["rest"]):
            yield "case", _words(m)
    for m in _FORMER.finditer(reading.text, low, high):
        if m.start() <= at < m.end():
            yield "former", _words(m)
    first, last = reading.phrase_of(at)
    spare = _SPARE.search(reading.text, first, last)
    if spare:
        yield "spare", spare.group()


def _words(m: re.Match[str]) -> str:
    """The mark with a little of what follows it, for people."""
    return re.split("[，,]|改|于", m.group(), maxsplit=1)[0][:8] or m.group()[:4]
