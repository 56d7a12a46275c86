"""Where and when: the place and period that hold for each figure of a sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from rag.domain import Passage, Place, Span
from rag.text import dates, places
from rag.text.labels import headed
from rag.text.places import PlaceMention, covers, of_path
from rag.text.wholes import LEVELS, WHOLE

_STOPS = re.compile(r"[，；。！？,;!?：:\n]")
_ASIDE = re.compile(
    r"(?:前往|去往|赴|到|往|与|同|和|向|从|来自|至|驶向|开往|送往|销往|运往|对口|援助|支援|帮扶|毗邻|抵达|进驻|出口|走进|依托|结合|比|跟|给|被|由|联合|通过|参加|返|省政协|援)$"
)
_AFTER_ASIDE = re.compile(
    r"^(?:等|的)?(?:签订|签署|合作|第[一二三四五六七八九十\d]|占比|占|排名|排|居|首[位个家批次例创]|率先|先行|最早|走在|名列|位[列居]|唯一|平均|前列|领先|返岗|务工(?!人[数口]|规模|总数|就业人数)|务工人员返|工业园|路|高铁|人(?!口|均|才|民|力|次)|籍|政府|市委|县委|区委|委|公司)"
)
_OF_ROW = re.compile(r"\d[\d.]*[万亿]{0,2}[^\d，。；、]{1,4}、")
_BEFORE_SUBJECT = re.compile(
    r"(?:[、和与及在·\s“\d一二三四五六七八九十（()）.．年月日至到底末止初前仅由据]|其中|目?前|同时|此外|另外|截(?=[至止])|近年来|去年|今年|是|以来|全国|近日|日前|记者从|笔者从"
    r"|走进|来到|——|通过|组织|当天|当日)*+"
)
"""What may stand before the place a clause is about. Possessive: a long row of signs is looked at once."""
_TOLD = re.compile(
    r"(?:[^，。；：]{0,8}(?:会议?|会上|介绍|通报|获悉|了解|指出|显示)(?:，|：|指出)?)?(?:[^，。；：]{2,9}[省市州])?"
)
"""What may stand before the place that a whole sentence is about: 会议通报，甲县…，会上，乙省甲县…."""
_NAMED_AFTER = re.compile(r"港(?!澳)|都市圈|城市群|机场|大学|海关|口岸|实验室|经济带")
"""武汉港: the place is a part of a name."""
_REACH = 200
"""Most characters of a clause before and after its figure."""
_IN_ROW = re.compile(r"[，、：；,:;]$")
_LAST_YEAR = re.compile(r"^(?:过去)?一年(?:来|间)?$|^过去的一年$")
_COMPARED = re.compile(r"(?:比|较|与|同)(?:上年|去年)?$")
_REGION = re.compile(r"地区(?!生产|间|差)")
_TOWN = re.compile(r"[该全本](?:镇|乡|街道)|[镇乡]党委|街道党工委")
_TASKS = re.compile(
    r"(?:20\d\d年|今年|明年|下一步)?[^，]{0,12}(?:工作安排|主要目标|目标任务|重点任务|重点工作|工作打算|预期目标)"
)
_PROGRAMME = re.compile(r"规划|纲要|计划")
_BEST = re.compile(r"(?:以)?来?的?(?:最|首|新高|新低)")
"""为近10年来最大降幅: the years compared with date nothing."""
_FOUNDED = re.compile(r"年?(?:成立|创立|创办|注册|设立|组建)")
_FROM = re.compile(r"(?:由|从|自|比|较)(?:上年|去年)?$")
Dated = tuple[str | None, str | None, str | None, bool]
"""since, until, the words for people, and whether the text itself says so."""


@dataclass
class Setting:
    """One sentence. Positions are within it."""

    text: str
    passage: Passage
    home: Place | None
    marks: list[tuple[int, Place]]
    periods: list[dates.Period]
    dropped: list[Span]
    plans: bool
    lead: tuple[str | None, str | None, str] | None = None
    stays: bool = True
    """Whether what is told stays with the place last named; a work report goes from one example to the next."""
    began: Dated | None = None

    def place_of(self, at: int, run: tuple[int, int] = (0, 1)) -> Place | None:
        """The place that the figure at ``at``, the ``run[0]``th of ``run[1]`` in a list, is said of."""
        low = 0 if self.stays else self.clause_around(at, at)[0]
        own = [(s, p) for s, p in self.marks if low <= s < at or (s < low and self._leads(s, p))]
        if not own:
            return self.home
        position, length = run
        if length == 1 and self.passage.kind == "报告" and re.search(r"[、和]|等$", self.text[own[-1][0] : at]):
            # 罗田、钟祥2个县市: the places are examples of what is counted.
            return self.home
        if length > 1:
            # 甲县、乙县分别达A、B: as many places in a row as figures.
            row = own[-length:]
            gaps = [self.text[a:b] for (a, _), (b, _) in zip(row, row[1:], strict=False)]
            if len(row) == length and all(re.search(r"^[^，。；]{1,12}[、和与及]$", g) for g in gaps):
                return row[position][1]
        # The nearest before it; of names that complete one another (湖南省绥宁县) that is the last.
        return own[-1][1]

    def _leads(self, at: int, place: Place) -> bool:
        """Whether the sentence is about the place marked ``at`` to its end: the full name begins it, or what somebody told."""
        named = self.text.startswith(place.name, at) or WHOLE.match(self.text, at)
        return bool(named and _TOLD.fullmatch(self.text, 0, at))

    def period_of(self, at: int, bases: Sequence[int] = ()) -> Dated:
        """The period of the figure at ``at``; ``bases`` are where a change of the sentence begins (由A增长到B)."""
        own = [
            p
            for p in self.periods
            if p.start < at
            and not _PROGRAMME.search(p.as_written + self.text[p.end : p.end + 4])
            and not (p.parts[2] and self.passage.kind == "报告" and not re.search(r"[至到止]$", self.text[: p.start]))
        ]
        if at in bases:
            return self._began(at, own)
        whole = self.text.rfind("全年", 0, at)
        own = [
            p
            for p in own
            if p.start > whole
            and not _COMPARED.search(self.text[max(0, p.start - 3) : p.start])
            and not any(self._leads_to(p, b) for b in bases)
            and not _BEST.match(self.text, p.end)
        ]
        named = [p.since for p in own[:-1] if p.since and not p.relative]
        if named and own[-1].as_written == "上年":
            return (*(str(int(named[-1][:4]) - 1),) * 3, True)  # 2022年…46.8亿元，上年为39.2亿元
        return self._dated(own[-1]) if own else self._undated()

    def _began(self, at: int, own: Sequence[dates.Period]) -> Dated:
        """When a change began: its own year (由2015年的A), that of the change before it, else before all that is named."""
        near = [p for p in own if self._leads_to(p, at)]
        other = [p for p in own if p not in near and not _COMPARED.search(self.text[max(0, p.start - 3) : p.start])]
        told = self._dated(other[-1]) if other else self._undated()
        if near:
            if re.match(r"[上去]年", near[-1].as_written) and told[0] and told[3]:
                # 2023年…，比上年的…: the year before the one told of.
                year = str(int(told[0][:4]) - 1)
                return year, year, year, True
            began = self._dated(near[-1])
            if not _COMPARED.search(self.text[: near[-1].start][-3:]):
                self.began = began
            return began
        if self.began:
            return self.began
        # Within a span of years it is their beginning; before one year or day nobody says when.
        return told if told[0] != told[1] else (None, None, None, False)

    def _leads_to(self, period: dates.Period, at: int) -> bool:
        """Whether the period dates the beginning of a change at ``at`` and nothing else."""
        between = self.text[period.end : at]
        return (
            period.end <= at
            and bool(_FROM.search(self.text[: period.start]))
            and not re.search(r"[，。；]", between)
            and len(between) <= 20
        )

    def _dated(self, p: dates.Period) -> Dated:
        if p.since and _LAST_YEAR.search(p.as_written) and (self.lead or p.until):
            year = self.lead[0] if self.lead else p.until
            return year, year, year, True
        return (p.since, p.until, _label(p.since, p.until), True) if p.since else self._undated()

    def _undated(self) -> Dated:
        if self.lead:
            return self.lead[0], self.lead[1], self.lead[2], True
        date = self.passage.date
        return (date, date, date, False) if date else (None, None, None, False)

    def clause_around(self, low: int, high: int) -> Span:
        """From the sign before ``low`` to the sign after ``high``."""
        first, last = max(0, low - _REACH), min(len(self.text), high + _REACH)
        stops = self._stops
        a = bisect_left(stops, low)
        b = bisect_left(stops, high)
        return (
            max(first, stops[a - 1] + 1) if a else first,
            min(last, stops[b]) if b < len(stops) else last,
        )

    @cached_property
    def _stops(self) -> list[int]:
        """Where the signs between clauses stand."""
        return [m.start() for m in _STOPS.finditer(self.text) if not _inside_number(self.text, m.start())]


def _inside_number(text: str, at: int) -> bool:
    return text[at] in ",:" and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()


def _label(since: str | None, until: str | None) -> str | None:
    if since is None:
        return None
    return since if until is None or until == since else f"{since}—{until}"


@dataclass
class _Walk:
    """Goes through the sentences of a passage and keeps the place that the text is speaking of."""

    passage: Passage
    article: Place | None
    home: Place | None
    plans: bool
    lead: tuple[str | None, str | None, str] | None = None
    several: bool = False
    """Whether the headings name several units side by side: the article speaks now of one, now of another."""
    _at: int = 0
    _current: Place | None = field(default=None)
    _label: Place | None = field(default=None)
    """The place that heads the line."""

    @property
    def stays(self) -> bool:
        """Whether a place that is named stays until the paragraph ends."""
        return self.passage.kind != "报告" or self.several

    def sentence(self, text: str, at: int) -> Setting:
        """The setting of the next sentence, which stands ``at``."""
        here, marks, dropped = self.follow(text, at)
        reference = self.lead[0] if self.lead and self.lead[0] == self.lead[1] else self.passage.date
        # 去年 is told from the day of the report, 上年 and 四季度 from the year it looks back on.
        relative = dates.periods(text, self.passage.date)
        told = relative if reference == self.passage.date else dates.periods(text, reference)
        periods = [
            old if re.match(r"[去今本前明]年|[本上下]月", old.as_written) else new
            for new, old in zip(told, relative, strict=True)
            if not (text[new.start - 1 : new.start] == "项" and new.as_written[0] == "目")
        ]
        spans = [*dropped, *_times(text, periods)]
        return Setting(text, self.passage, here, marks, periods, spans, self.plans, self.lead, self.stays)

    def follow(self, text: str, at: int) -> tuple[Place | None, list[tuple[int, Place]], list[Span]]:
        """Only which place the next sentence speaks of: what holds before it, what it names, and where."""
        if "\n" in self.passage.text[self._at : at] or at == 0:
            self._current = None
            label = headed(text, self.article)
            self._label = label[0] if label and not self._foreign(label[0]) else None
        self._at = at + len(text)
        here = self._current if self._current and self.stays else self._label or self.home
        found = places.find(text, within=here or self.article)
        name = self.article.name if self.article else ""
        if self.article and name in text and not any(m.place == self.article for m in found):
            # A place that the table of units does not hold, but the article is known to be about.
            own = [PlaceMention(m.start(), m.end(), self.article) for m in re.finditer(re.escape(name), text)]
            found = sorted([*found, *own], key=lambda m: m.start)
        marks, dropped = self._marks(text, found)
        subject = [p for s, p in marks if not self._foreign(p)]
        if subject:
            self._current = subject[-1]
        return here, marks, dropped

    def _marks(self, text: str, found: list[PlaceMention]) -> tuple[list[tuple[int, Place]], list[Span]]:
        marks: list[tuple[int, Place]] = []
        dropped: list[Span] = []
        for m in found:
            if _ASIDE.search(text[max(0, m.start - 4) : m.start]) or _AFTER_ASIDE.match(text[m.end :]):
                continue
            if m.place.level == "country" or text[m.start : m.end] in ("城中村", "空心村"):
                continue
            full = text[m.start : m.end].endswith(m.place.name)
            if self._foreign(m.place) and (not full or text[max(0, m.start - 1) : m.start] in ("在", "为")):
                # 通道1052名，绥宁947名: in a row a short name will do.
                if not (_IN_ROW.search(text, 0, m.start) and re.match(r"\d", text[m.end :])):
                    continue
            if m.place != self.home and not self._subject(text, m, dropped):
                continue
            marks.append((m.start, m.place))
            if not _NAMED_AFTER.match(text, m.end) and text[max(0, m.start - 1) : m.start] not in ("“", "《", "‘"):
                end = m.end + 2 * bool(_REGION.match(text, m.end))
                dropped.append((m.start, end + text.startswith("的", end)))
        for match in WHOLE.finditer(text):
            if _AFTER_ASIDE.match(text[match.end() :]) or _ASIDE.search(
                text[max(0, match.start() - 4) : match.start()]
            ):
                continue
            if match.group(1) == "区" and text[match.end() :].startswith(("域", "间")):
                continue
            unit = self._unit(match.group(1), marks, match.start())
            if unit:
                marks.append((match.start(), unit))
        return sorted(marks, key=lambda m: m[0]), dropped

    def _subject(self, text: str, m: PlaceMention, dropped: list[Span]) -> bool:
        """Whether the clause is about the place: its name begins it, alone, in a list of places or after 在."""
        low = max(text.rfind(c, 0, m.start) for c in "，。；：！？,;:!?\n（(") + 1
        # 甲县6.12万人、乙县6.95万人: the next of a row begins after the sign.
        low = max((row.end() for row in _OF_ROW.finditer(text, low, m.start)), default=low)
        if text.count("“", 0, m.start) > text.count("”", 0, m.start) or text.count("《", 0, m.start) > text.count(
            "》", 0, m.start
        ):
            return False
        if re.match(r"[^，。；]{0,4}等", text[m.end :]):
            return False
        before = text[low : m.start]
        for start, end in dropped:
            if start >= low:
                before = before.replace(text[start:end], "")
        return bool(_BEFORE_SUBJECT.fullmatch(before)) or before.endswith(("是", "在"))

    def _foreign(self, place: Place) -> bool:
        """Whether the article is about somewhere else."""
        return self.article is not None and not covers(self.article, place) and not covers(place, self.article)

    def _unit(self, word: str, marks: list[tuple[int, Place]], at: int) -> Place | None:
        """The unit that 全市 or 该镇 means: the nearest named one of the level, else the article's own."""
        levels = LEVELS[word]
        near = [p for s, p in marks if s < at]
        if word == "区" and self.article and self.article.name.endswith("区"):
            return self.article
        for place in (*reversed(near), self._current, self.home, self.article):
            for candidate in _line(place):
                if candidate.level in levels and (word not in "市" or candidate.name.endswith("市")):
                    return candidate
        for path in self.passage.places:
            place = of_path(path)
            if place and place.level in levels and (word != "市" or place.name.endswith("市")):
                return place
        return None


def _line(place: Place | None) -> list[Place]:
    """``place`` and its parents, from the inside out."""
    if place is None:
        return []
    out = [place]
    for i in range(len(place.parents), 0, -1):
        parent = of_path("/".join(place.parents[:i]))
        if parent:
            out.append(parent)
    return out


def settings_of(passage: Passage) -> _Walk:
    """Reads the sentences of ``passage`` one after the other."""
    article = of_path(passage.places[0]) if passage.places else places.resolve(passage.place) if passage.place else None
    headings = (passage.section or "", passage.subtitle or "", passage.title)
    home, several = _home(headings, article)
    towns = {
        path
        for path in passage.places[1:]
        if _level(path) == "township" and article and path.startswith(article.path + "/") and article.level == "county"
    }
    if len(towns) == 1 and home == article and _TOWN.search(passage.text):
        home = of_path(towns.pop())
    return _Walk(passage, article, home, _plans(headings[0], passage.date), _lead(headings, passage.date), several)


# The headings are those of many passages.
@lru_cache(maxsize=256)
def _home(headings: tuple[str, str, str], article: Place | None) -> tuple[Place | None, bool]:
    """The unit within ``article`` that the headings name, else ``article``, also where they name several: then True."""
    section, subtitle, title = headings
    text = " ".join(x for x in (title, subtitle, section) if x)
    named = places.find(text, within=article)
    for a, b in zip(named, named[1:], strict=False):
        if text[a.end : b.start] in ("、", "和", "与", "及") and a.place.level == b.place.level and a.place != b.place:
            return article, True
    for m in named:
        if article is None or (
            covers(article, m.place)
            and m.place != article
            and m.place.level in ("township", "village", "county", "zone")
        ):
            return m.place, False
    return article, False


@lru_cache(maxsize=256)
def _plans(section: str, date: str | None) -> bool:
    """Whether ``section`` tells of what is to be done."""
    year = re.search(r"(20\d\d)年", section.replace(" ", ""))
    this = bool(year and date and year.group(1) == date[:4] and re.search(r"工作|任务|目标", section))
    return (this or bool(_TASKS.search(section))) and "回顾" not in section


def _level(path: str) -> str:
    place = of_path(path)
    return place.level if place else ""


@lru_cache(maxsize=256)
def _lead(headings: tuple[str, str, str], date: str | None) -> tuple[str | None, str | None, str] | None:
    """The period that the headings give: “十三五”, 2024年工作回顾."""
    for heading in headings:
        text = re.sub(r"\s", "", heading)
        if date and re.search(r"过去一年|一年来|去年工作", text):
            year = str(int(date[:4]) - 1)
            return year, year, year
        found = [p for p in dates.periods(text, date) if p.since and not p.relative and not _FOUNDED.match(text, p.end)]
        if heading == headings[-1] and text.endswith("工作报告") and date:
            # The year of a work report is when it was given; it looks back on the one before.
            found = [p for p in found if p.since != date[:4]]
        if found:
            p = found[0]
            return p.since, p.until, _label(p.since, p.until) or ""
    return None


def _times(text: str, periods: list[dates.Period]) -> list[Span]:
    out = []
    for p in periods:
        end = p.end
        rest = re.match(
            r"(?:以来|至今|底前|底|末|期间|时期|以后|之后|之前|前|后|起|开始|内|初|间|度|全年|的)+", text[end:]
        )
        start = p.start - 2 * text.endswith(("截至", "截止"), 0, p.start)
        out.append((start, end + (rest.end() if rest else 0)))
    return out
