"""Follow-up questions made whole from the questions before them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.retrieve.plain import without_courtesy
from rag.retrieve.question import MAX_QUESTION
from rag.retrieve.subjects import organisations, people
from rag.retrieve.together import asks_of_several, together
from rag.retrieve.topic import other_part, subject_of, topic_of
from rag.text import dates, places
from rag.text.dictionary import kind
from rag.text.names import SURNAMES
from rag.text.words import content_words, segment

_MEASURED_SO = re.compile(r"[一-鿿]{2}(?:收入|产值|总值|总额|增加值|增速|增长率|率|面积|产量|投资|金额)$")
"""Names a measure of its own, whatever was counted before."""
_ELLIPSIS = re.compile(
    r"^(?:那么?|哪|还有|另外|再(?:问|说)?|然后|以及|至于|换成|改成|如果是|要是)?[，, ]*(.{1,24}?)(?:呢|怎么样|如何|又如何|咋样)?[？?。]*$"
)
_CONTINUES = re.compile(
    r"^(?:那么?|其中|另外|还有|还|又|再|同时|然后|这些|那些|他们|她们|它们|这个|那个|该|其|此|上述|前者|后者|当地|那里|这里)"
)
_PRONOUN = re.compile(
    r"他们|她们|它们|这些|那些|这个|那个|该(?=[市县区镇乡村局院校公司厂])|当地|那里|这里|上述|前者|此地|其(?=[他中]?[一-鿿])"
)
_HE = re.compile(r"^(?:那么?|还有|另外)?[，, ]*(?P<he>[他她])(?!们)|(?<![其吉])(?P<inside>[他她])(?!们|人|山|乡|日|国)")
_WHO = re.compile(
    r"^(?P<office>[^，,。；;？?]{2,20}?(?:书记|长|主任|主席|支书|负责人|经理|院士|教授|老师))(?:现在)?(?:是|叫)?(?:谁|什么名字|哪位|哪一位)"
)
_UNTIL = re.compile(r"^(?:截至|截止|到了?|至)(?=.)")
_STEP = re.compile(r"[^？?]+[？?]?")
_CALLED = re.compile(rf"(?<![一-鿿])[老小][{SURNAMES}](?![一-鿿]{{0,1}}[家区村镇])|(?<=[的村镇家])[老小][{SURNAMES}]")
"""老李, 小王."""
_THING = re.compile(
    r"[“\"][^”\"]{2,14}[”\"]|[一-鿿]{2,8}(?:中心|基地|车间|学校|医院|公司|合作社|养老院|敬老院|产业园|园区)"
)
_ASKS = re.compile(r"多少|多[大高长远久重快]|几|什么|哪|谁|何|怎|如何|吗|是否|为啥|占比|增幅")
_YEAR_BEFORE = re.compile(r"(?:它的?)?(?:上|前|头)一?年(?:度)?|此前一年|再往前一年")
_YEAR_AFTER = re.compile(r"(?:它的?)?(?:下|后)一?年(?:度)?|次年|第二年|再往后一年")
_MEASURED = re.compile(
    r"(?<=[一-鿿]{2})的?(?:总产量|产量|总产值|产值|总面积|面积|总数|数量|人数|户数|规模|销量|销售额|总量)$"
)
_OF_ANOTHER = re.compile(r"^(?!多少|几|.{0,2}(?:[增减升降涨]|提高))[一-鿿]{2,}?(?:有|是|为|达)?(?:多少|几)")
_FACET = re.compile(
    r"(?<=[一-鿿]{2})的?(?:标准|内容|对象|时间|地点|地址|日期|期限|方式|办法|条件|要求|范围|流程|程序|材料|名额|文号|电话|联系人|负责人|原因|目的|任务|目标)$"
)
"""One side of a matter (培训的补贴标准): the next question may ask of another."""
_AIM = re.compile(r"的?(?P<aim>目标|计划|任务|预期)(?:值|数)?$")
_PRESENT = re.compile(r"现在|目前|如今|当前|眼下|现阶段")
_ALL = re.compile(r"(?:全|我|本)[省市县区州镇乡村国]")
_NOW = re.compile(r"(?:目前|现在|如今|当前|眼下)(?=是|有|达|为|多少|几|[？?]|$)")
_COUNTED_OUT = re.compile(r"(?<=\d)(?:个|家|座|所|处|户|名|间|条|只|头|台|辆|项|支)")
_WHICH_MOST = re.compile(r"^哪[^，。]{0,4}[最更]")
_BASE = re.compile(r"[比较][上去前]年")
_CHANGES = re.compile(r"增长|增加|提高|提升|上升|下降|减少|降低|回落|上涨")
_RELATES = re.compile(r"(?:那么?)?[，,]?(?:其中|占|比|同比|较|[增减升降涨]|提高|上升|下降|回落)")
"""Asks of the very figure that was asked before."""
_SPEAKS_OF_OTHERS = re.compile(
    r"(?:为什么|为何|为啥|怎么)(?:会)?有(?:的|些)|谁[^，。？是叫]{0,3}(?:了|过)[一-鿿]{2}|最[一-鿿的]{1,4}(?:是|叫)(?:哪|谁)"
)
"""A full clause with a doer and a thing of its own: 为什么有的停工了, 谁得了一等奖, 分红最多的村是哪个."""
LOOK_BACK = 6
"""How many earlier questions are considered."""


def standalone(question: str, history: Sequence[str], *, bare: bool = False) -> str:
    """``question`` with what it leaves out filled in from ``history`` (oldest first).

    临湘市呢？ after 怀化市贫困劳动力就业率是多少？ becomes 临湘市贫困劳动力就业率是多少？; 两者差多少？ after both asks of the
    two; a question without a place takes the place, and if need be the subject, of the one before; ``bare``, never the
    subject. A question that stands alone is returned as it is.
    """
    earlier: list[str] = []
    topic = ""
    for past in (*history[-LOOK_BACK:], question):
        asked = without_courtesy(past)
        if not asked:
            continue
        # 乙县呢？比它多多少？ asks the second of the first.
        steps = [m.group() for m in _STEP.finditer(asked)] if earlier else [asked]
        if len(steps) != 2 or not (_ELLIPSIS.match(steps[0]) and asks_of_several(steps[1])):
            steps = [asked]
        for step in steps:
            whole = _resolve(step, earlier, topic, bare)[:MAX_QUESTION]
            if whole == step:
                topic = topic_of(whole)
            earlier.append(whole)
    return earlier[-1] if without_courtesy(question) else ""


def _resolve(asked: str, earlier: Sequence[str], topic: str, bare: bool) -> str:
    if not earlier:
        return asked
    previous = earlier[-1]
    named = _of_person(asked, previous)
    if named:
        return named
    whole = together(asked, earlier) or _swap(asked, previous)
    return whole or (_inherit(asked, previous, topic, bare) if _leans(asked) else asked)


def _of_person(asked: str, previous: str) -> str | None:
    """他爱人呢？ after a question on somebody: asks the same of the other; 他在哪里上班？ names whom it means."""
    spoken = _HE.search(asked)
    person = _person_of(previous) if spoken else ""
    if not person or not spoken:
        return None
    other = _ELLIPSIS.match(asked[spoken.end() :])
    if other and spoken.lastgroup == "he" and not _ASKS.search(other.group(1)):
        return previous.replace(person, person + other.group(1), 1)
    return asked[: spoken.start(spoken.lastgroup or 0)] + person + asked[spoken.end() :]


def _person_of(text: str) -> str:
    """The person a question is about: by name, else by the office whose holder it asks for (甲县县长是谁); else empty."""
    if office := _WHO.match(text):
        return office["office"]
    named = next(iter(people(text)), "")
    return named or next((m.group() for m in _CALLED.finditer(text)), "")


def _swap(asked: str, previous: str) -> str | None:
    """An ellipsis that only names a place or a period: put it in the previous question's stead."""
    m = _ELLIPSIS.match(asked)
    if not m or _ASKS.search(m.group(1)):
        return None
    core = re.sub(r"(?:的|的话)$", "", m.group(1).strip())
    mentions = places.find(core)
    old = places.find(previous)
    weak = places.resolve(core) if old and not mentions else None
    if weak and any(m.place.level == weak.level for m in old):
        # 通道呢？ after a question on another county: its short name, which is also a word.
        start, end = _run(previous, old)
        return previous[:start] + weak.name + previous[end:]
    if elsewhere := _elsewhere(core, previous, mentions, old):
        return elsewhere
    if aimed := _aimed(core, previous):
        return aimed
    if named := _named(previous):
        other = _named(core)
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
    return None if m.group(1).endswith("的") else _other_figure(asked, core, previous)


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
    start, end = _run(previous, old)
    return previous[:start] + core + previous[end:]


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
    out = [((then[0].start, then[0].end), when.as_written), (_run(previous, old), core[where.start : where.end])]
    for (start, end), words in sorted(out, reverse=True):
        previous = previous[:start] + words + previous[end:]
    return previous


def _aimed(core: str, previous: str) -> str | None:
    """目标呢？, 2023年的目标呢？ after what something came to: what it was to come to, then."""
    aim = _AIM.search(core)
    matter = _matter(previous) if aim else ""
    if not aim or not matter:
        return None
    when = core[: aim.start()]
    spans = dates.periods(when)
    if when and not (spans and _fills(when, spans[0].start, spans[-1].end)):
        return None
    whole = (_swap(f"{when}呢", previous) if when else previous) or previous
    where = places.find(whole)
    ends = [m.end for m in where] + [p.end for p in dates.periods(whole)]
    return f"{whole[: max(ends, default=0)]}{matter}的{aim['aim']}是多少？"


def _other_figure(asked: str, core: str, previous: str) -> str | None:
    """净利润呢？ after 营业收入是多少, 旅游收入呢？ after 接待游客多少人次: the other figure of the same."""
    if _MEASURED_SO.search(core) and not _named(core) and (lead := _up_to_setting(previous)):
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
    words = segment(matter)
    if "中" in words[1:-1]:
        # 分散安置呢？ after 搬迁人口中集中安置多少户: another part of the same.
        matter = "".join(words[words.index("中", 1) + 1 :])
    elif core[-2:] in matter:
        # 农村居民呢？ after 城镇居民人均可支配收入: the part that ends alike.
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
    told = [p.end for p in dates.periods(text) if not _BASE.match(text, max(0, p.start - 1))]
    return max([m.end for m in places.find(text)] + told, default=0)


def _up_to_setting(previous: str) -> str:
    """``previous`` up to its place and time where it begins with them and asks for a count of something; else empty."""
    end = _end_of_setting(previous)
    asks = _ASKS.search(previous, end)
    counts = asks and re.match(r"(?:多少|几)(?:万|亿)?[人户家个名亩头吨次]", previous[asks.start() :])
    return previous[:end] if counts and not re.search(r"[，,。；;]", previous[:end]) and not _named(previous) else ""


def _beside(core: str, previous: str) -> str | None:
    """上一年呢？ after a question on 2020年: the same of 2019年."""
    step = -1 if _YEAR_BEFORE.fullmatch(core) else 1 if _YEAR_AFTER.fullmatch(core) else 0
    year = re.search(r"(?:19|20)\d\d(?=年)", previous) if step else None
    return previous[: year.start()] + str(int(year.group()) + step) + previous[year.end() :] if year else None


def _matter(previous: str) -> str:
    """What ``previous`` asked of its place, body and time; empty where that is not one noun."""
    asks = _ASKS.search(previous)
    ends = [m.end for m in places.find(previous)] + [p.end for p in dates.periods(previous)]
    ends += [(_named(previous) or (0, 0))[1]]
    named = _named(previous)
    if named and asks and named[1] == asks.start():
        # 建成日间照料中心多少个: what is counted, without the verb before it.
        where = places.find(previous)
        words = segment(previous[max([named[0], *(m.end for m in where if m.end < named[1])]) : named[1]])
        while len(words) > 1 and kind(words[0]) == "v":
            words = words[1:]
        return "".join(words)
    subject = subject_of(previous[max((e for e in ends if asks and e <= asks.start()), default=0) :])
    return re.sub(r"^(?:全[省市县区镇乡村])?的?", "", subject)


def _named(text: str) -> tuple[int, int] | None:
    """Span of the body or the label that ``text`` is about, with the place it belongs to (某村的“长者之家”); else None."""
    # 186家帮扶车间: the measure word is no part of what is counted.
    plain = _COUNTED_OUT.sub("，", text)
    bodies = organisations(text) or [m.span() for m in _THING.finditer(plain)]
    if not bodies:
        return None
    start, end = bodies[0]
    if text[end - 1] in '”"':
        # “三公”经费 is spoken of, not “三公”.
        follows = next(iter(segment(text[end:])), "")
        end += len(follows) if kind(follows) == "n" else 0
    led = next((m for m in places.find(text) if text[m.end : start] in ("", "的")), None)
    return (led.start if led else start), end


def _run(text: str, mentions: Sequence[places.PlaceMention]) -> tuple[int, int]:
    """The first mention with those that follow it directly or joined: 湖南省绥宁县, 绥宁县和新宁县."""
    start, end = mentions[0].start, mentions[0].end
    for m in mentions[1:]:
        if not re.fullmatch(r"[和与、及跟同的，,\s]{0,2}", text[end : m.start]):
            break
        end = m.end
    return start, end


def _fills(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` is all of it, but for particles."""
    rest = text[:start] + text[end:]
    return not re.sub(r"[的在和与、，,\s]|全市|全县|全省|^[市县区州乡镇村]$", "", rest)  # 乙县, a city by now


def _leans(asked: str) -> bool:
    """Whether the question needs the one before: it says so, or it is short and names no place."""
    if places.find(asked):
        return bool(_CONTINUES.match(asked)) and len(content_words(asked)) <= 2
    return bool(_CONTINUES.match(asked) or _PRONOUN.search(asked)) or len(asked) <= 24


def _inherit(asked: str, previous: str, topic: str, bare: bool) -> str:
    """Put the place, the period and, for very short questions, the subject of ``previous`` in front.

    ``topic`` is the subject of the last question that stood alone: what was asked of it since is no part of it.
    """
    body = re.sub(r"^(?:那么?(?![里边儿个些])|还有|另外|然后|再问|又|那请问)[，, ]*", "", asked)
    body = _PRONOUN.sub("", body) if len(_PRONOUN.sub("", body)) >= 3 else body
    old = places.find(previous)
    place = (
        previous[old[0].start : old[-1].end]
        if old and old[-1].end - old[0].start <= 16
        else (previous[old[0].start : old[0].end] if old else "")
    )
    period = dates.periods(previous)
    subject = topic_of(previous)
    if topic and topic in previous and not _RELATES.match(asked):
        subject = topic
    if bare or (_SPEAKS_OF_OTHERS.search(body) and not _PRONOUN.search(asked)):
        subject = ""
    # 出口多少？ after 茶叶总产量是多少: of the tea, not of its output.
    subject = _MEASURED.sub("", subject) if _OF_ANOTHER.search(body) else subject
    if _FACET.search(subject) and not _FACET.search(body):
        # 什么时候开始？ after 培训的补贴标准是什么: of the training.
        subject = _FACET.sub("", subject)
        subject = subject.rpartition("的")[0] or subject
    if _WHICH_MOST.search(body):
        subject = re.sub(r"(?<=..)[种养产建办修卖收]$", "", subject)  # 哪个镇最多？ after 茶叶种了多少亩
    mine, theirs = set(content_words(body)), content_words(subject)
    lead = place
    asks = _ASKS.search(previous)
    body_of = _named(previous)
    if body_of and asks and body_of[1] <= asks.start() and not _named(body) and not _RELATES.match(asked):
        # The one before was about a body: so is this, and needs nothing else of it.
        named = previous[slice(*body_of)]
        lead, subject = named if place in named else place + named, ""
    if dates.periods(body):
        subject = _NOW.sub("", subject)  # 到2025年呢？ after what it is now
    own = [p for p in dates.periods(body) if not _BASE.match(body, max(0, p.start - 1))]
    if period and not own and not period[0].relative:
        lead += period[0].as_written
    if theirs and (not lead or not mine & set(theirs)):
        lead += subject
    elif theirs:
        lead += _object(subject, body) or _doer(subject, body)
    return f"{lead}{body}" if lead and not body.startswith(lead) else body


def _doer(subject: str, body: str) -> str:
    """吸纳了多少人就业？ after 就业帮扶车间有多少个: ``subject``, where ``body`` begins with a verb and does not name it; else empty."""
    begins, last = kind(segment(body)[0]), segment(subject)[-1]
    return subject if begins == "v" and kind(last) == "n" and last not in body else ""


def _object(subject: str, body: str) -> str:
    """计划收购多少？ after 完成烤烟收购多少担: what was bought, where ``body`` repeats the verb without it; else empty."""
    words, said = segment(subject), segment(body)
    shared = [w for w in words if w in said and len(w) > 1]
    if (
        len(shared) != 1
        or not kind(shared[0]).startswith("v")
        or any(kind(w) == "n" and not _AIM.fullmatch(w) for w in said)
    ):
        return ""
    at = words.index(shared[0])
    beside = [words[i] for i in (at - 1, at + 1) if 0 <= i < len(words)]
    return next((w for w in beside if len(w) > 1 and kind(w).startswith("n")), "")
