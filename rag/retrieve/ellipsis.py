"""A question that only says what is other than in the one before: 乙县呢？, 上一年呢？, 净利润呢？."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.retrieve.topic import (
    AIM,
    ASKS,
    BASE,
    body_in,
    dated_in,
    figure_of,
    how_many,
    joined_from,
    other_part,
    parted,
    place_in,
    subject_of,
)
from rag.text import dates, places
from rag.text.dictionary import kind
from rag.text.words import segment

ELLIPSIS = re.compile(
    r"^(?:那么?|哪|还有|另外|再(?:问|说)?|然后|以及|至于|换成|改成|如果是|要是)?[，, ]*(.{1,24}?)(?:呢|怎么样|如何|又如何|咋样)?[？?。]*$"
)
_MEASURED_SO = re.compile(r"[一-鿿]{2}(?:收入|产值|总值|总额|增加值|增速|增长率|率|面积|产量|投资|金额)$")
"""Names a measure of its own, whatever was counted before."""
_MEASURE = re.compile(r"(?:年|总|平均)?(?:产量|产值|面积|销量|销售额|单产|亩产)$")
"""Is measured of whatever is grown or made."""
_UNTIL = re.compile(r"^(?:截至|截止|到了?|至)(?=.)")
_YEAR_BEFORE = re.compile(r"(?:它的?)?(?:上|前|头)一?年(?:度)?|此前一年|再往前一年")
_YEAR_AFTER = re.compile(r"(?:它的?)?(?:下|后)一?年(?:度)?|次年|第二年|再往后一年")
_PRESENT = re.compile(r"现在|目前|如今|当前|眼下|现阶段")
_ALL = re.compile(r"(?:全|我|本)[省市县区州镇乡村国]")
_CHANGES = re.compile(r"增长|增加|提高|提升|上升|下降|减少|降低|回落|上涨")


def in_its_stead(asked: str, previous: str) -> str | None:
    """An ellipsis that only names a place or a period: put it in the previous question's stead."""
    m = ELLIPSIS.match(asked)
    if not m or ASKS.search(m.group(1)):
        return None
    core = re.sub(r"(?:的|的话)$", "", m.group(1).strip())
    mentions = places.find(core)
    old = places.find(previous)
    weak = places.resolve(core) if old and not mentions else None
    if weak and any(m.place.level == weak.level for m in old):
        # 通道呢？ after a question on another county: its short name, which is also a word.
        start, end = joined_from(previous, old)
        return previous[:start] + weak.name + previous[end:]
    if elsewhere := _elsewhere(core, previous, mentions, old):
        return elsewhere
    if aimed := _aimed(core, previous):
        return aimed
    if named := body_in(previous):
        other = body_in(core)
        if other and _fills(core, *other):
            return previous[: named[0]] + core + previous[named[1] :]
    if beside := _beside(core, previous):
        return beside
    if part := other_part(core, previous):
        return part
    timed = _UNTIL.sub("", core)
    spans = dates.periods(timed)
    if _PRESENT.fullmatch(core) and (then := dates.periods(previous)):
        return previous[: then[0].start] + "目前" + previous[then[0].end :]
    if spans and _fills(timed, spans[0].start, spans[-1].end):
        earlier = dates.periods(previous)
        if not earlier:
            at = old[0].end if old else 0
            return previous[:at] + core + previous[at:]
        core = timed
        if spans[0].parts[0] is None and spans[0].parts[1] and earlier[0].parts[0]:
            core = f"{earlier[0].parts[0]}年{core}"  # 7月底呢？ is of the year asked about
        return previous[: earlier[0].start] + core + previous[earlier[0].end :]
    return _part(asked, core, previous) if m.group(1).endswith("的") else _other_figure(asked, core, previous)


def _elsewhere(
    core: str, previous: str, mentions: Sequence[places.PlaceMention], old: Sequence[places.PlaceMention]
) -> str | None:
    """The same of the place that ``core`` names, with its time or by itself; None where it names something else."""
    if both := _place_and_time(core, previous, mentions):
        return both
    named = bool(mentions) and _fills(core, mentions[0].start, mentions[-1].end)
    if not (named or (_ALL.fullmatch(core) and old)):
        return None
    if not old:
        return core + previous
    start, end = joined_from(previous, old)
    return previous[:start] + core + previous[end:]


def _part(asked: str, core: str, previous: str) -> str | None:
    """公办的呢？ after 新增学位多少个: of those counted, how many are."""
    whole = figure_of(previous)
    if not whole or "呢" not in asked:
        return None
    whole = parted(whole)[0] or whole
    return f"{place_in(previous)}{dated_in(previous)}{whole}中{core}的有{how_many(previous)}？"


def _place_and_time(core: str, previous: str, mentions: Sequence[places.PlaceMention]) -> str | None:
    """乙县2024年呢？ after a question on 甲县 in 2023: both in the other's stead; None where ``core`` is not the two of them."""
    spans = [p for p in dates.periods(core) if p.since and not p.relative]
    old, then = places.find(previous), dates.periods(previous)
    if not (len(mentions) == len(spans) == 1 and old and then):
        return None
    (where,), (when,) = mentions, spans
    rest = "".join(c for i, c in enumerate(core) if not (where.start <= i < where.end or when.start <= i < when.end))
    if re.sub(r"[的在，, ]", "", rest):
        return None
    out = [((then[0].start, then[0].end), when.as_written), (joined_from(previous, old), core[where.start : where.end])]
    for (start, end), words in sorted(out, reverse=True):
        previous = previous[:start] + words + previous[end:]
    return previous


def _aimed(core: str, previous: str) -> str | None:
    """目标呢？, 2023年的目标呢？ after what something came to: what it was to come to, then."""
    aim = AIM.search(core)
    matter = _matter(previous) if aim else ""
    if not aim or not matter:
        return None
    when = core[: aim.start()]
    spans = dates.periods(when)
    if when and not (spans and _fills(when, spans[0].start, spans[-1].end)):
        return None
    whole = (in_its_stead(f"{when}呢", previous) if when else previous) or previous
    where = places.find(whole)
    ends = [m.end for m in where] + [p.end for p in dates.periods(whole)]
    return f"{whole[: max(ends, default=0)]}{matter}的{aim['aim']}是多少？"


def _other_figure(asked: str, core: str, previous: str) -> str | None:
    """净利润呢？ after 营业收入是多少, 旅游收入呢？ after 接待游客多少人次: the other figure of the same."""
    if _MEASURED_SO.search(core) and not body_in(core) and (lead := _up_to_setting(previous)):
        return f"{lead}{core}是多少？"
    matter = _matter(previous)
    if not matter or "呢" not in asked or len(core) < 2:
        return None
    if (change := _CHANGES.search(matter)) and not _CHANGES.search(core):
        # 民生支出呢？ after 接待费比上年下降多少: another figure; 收入呢？ after 人次增加了多少: how much that grew.
        grown = f"{change.group()}了多少" if change.start() else "是多少"
        return f"{previous[: _end_of_setting(previous)]}{core}{grown}？"
    if core.startswith("占"):
        # 占总人口的比例呢？: of what was counted.
        return f"{previous[: _end_of_setting(previous)]}{matter}{core}是多少？"
    if (named := _MEASURE.search(matter)) and named.start() and _MEASURE.fullmatch(core):
        # 总产量呢？ after 蔬菜种植面积多少亩: that of the vegetables, and not in 亩.
        thing = segment(matter[: named.start()])
        thing = thing[:-1] if len(thing) > 1 and kind(thing[-1])[:1] == "v" else thing
        return f"{previous[: _end_of_setting(previous)]}{''.join(thing)}{core}是多少？"
    words = segment(matter)
    if "中" in words[1:-1]:
        # 分散安置呢？ after 搬迁人口中集中安置多少户: another part of the same.
        matter = "".join(words[words.index("中", 1) + 1 :])
    elif core[-2:] in matter:
        # 农村居民呢？ after 城镇居民人均消费支出: the part that ends alike.
        matter = matter[: matter.index(core[-2:]) + 2]
    elif alike := _ends_alike(core, words):
        matter = alike
    return core.join(previous.rsplit(matter, 1))


def _ends_alike(core: str, words: Sequence[str]) -> str:
    """What of ``words`` ends as ``core`` does: 出栏 of 生猪出栏 for 存栏, 制茶大赛 of 制茶大赛奖金 for 茶艺表演赛; empty where nothing does."""
    if len(words) > 1 and len(words[-1]) == len(core) and words[-1][-1] == core[-1]:
        return words[-1]
    ends = [n for n, w in enumerate(words[:-1], 1) if len(w) > 1 and w[-1] == core[-1]]
    return "".join(words[: ends[0]]) if ends and len(core) > 2 else ""


def _end_of_setting(text: str) -> int:
    """Where the last place or time of ``text`` ends."""
    told = [p.end for p in dates.periods(text) if not BASE.match(text, max(0, p.start - 1))]
    return max([m.end for m in places.find(text)] + told, default=0)


def _up_to_setting(previous: str) -> str:
    """``previous`` up to its place and time where it begins with them and asks for a count of something; else empty."""
    end = _end_of_setting(previous)
    asks = ASKS.search(previous, end)
    counts = asks and re.match(r"(?:多少|几)(?:万|亿)?[人户家个名亩头吨次]", previous[asks.start() :])
    return previous[:end] if counts and not re.search(r"[，,。；;]", previous[:end]) and not body_in(previous) else ""


def _beside(core: str, previous: str) -> str | None:
    """上一年呢？ after a question on 2020年: the same of 2019年."""
    step = -1 if _YEAR_BEFORE.fullmatch(core) else 1 if _YEAR_AFTER.fullmatch(core) else 0
    year = re.search(r"(?:19|20)\d\d(?=年)", previous) if step else None
    return previous[: year.start()] + str(int(year.group()) + step) + previous[year.end() :] if year else None


def _matter(previous: str) -> str:
    """What ``previous`` asked of its place, body and time; empty where that is not one noun."""
    asks = ASKS.search(previous)
    ends = [m.end for m in places.find(previous)] + [p.end for p in dates.periods(previous)]
    ends += [(body_in(previous) or (0, 0))[1]]
    named = body_in(previous)
    if named and asks and named[1] == asks.start():
        # 建成日间照料中心多少个: what is counted, without the verb before it.
        where = places.find(previous)
        words = segment(previous[max([named[0], *(m.end for m in where if m.end < named[1])]) : named[1]])
        while len(words) > 1 and kind(words[0]) == "v":
            words = words[1:]
        return "".join(words)
    subject = subject_of(previous[max((e for e in ends if asks and e <= asks.start()), default=0) :])
    return re.sub(r"^(?:全[省市县区镇乡村])?的?", "", subject)


def _fills(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` is all of it, but for particles."""
    rest = text[:start] + text[end:]
    return not re.sub(r"[的在和与、，,\s]|全市|全县|全省|^[市县区州乡镇村]$", "", rest)  # 乙县, a city by now
