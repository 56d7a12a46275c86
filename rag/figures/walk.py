"""The sentences of a passage one after the other, with the place that the text is speaking of at each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rag.domain import Passage, Place, Span
from rag.figures import headings
from rag.figures.setting import Setting, joined
from rag.text import dates, places
from rag.text.labels import headed
from rag.text.places import PlaceMention, covers, of_path
from rag.text.wholes import LEVELS, WHOLE

_ASIDE = re.compile(
    r"(?:前往|去往|赴|到|往|与|同|和|向|从|来自|至|驶向|开往|送往|销往|运往|对口|援助|支援|帮扶|毗邻|抵达|进驻|出口|依托|结合|比|跟|给|被|由|联合|通过|参加|返|省政协|援)$"
)
_SCENE = re.compile(r"(?:走进|来到|走到|赶到|回到|赶往)$")
"""Where a report goes next; somewhere else it is only told who went there."""
_AFTER_ASIDE = re.compile(
    r"^(?:等|的)?(?:签订|签署|合作|第[一二三四五六七八九十\d]|占比|占|排名|排|居|首[位个家批次例创]|率先|先行|最早|走在|名列|位[列居]|唯一|平均|前列|领先|返岗|务工(?!人[数口]|规模|总数|就业人数)|务工人员返|工业园|路|高铁|人(?!口|均|才|民|力|次)|籍|政府|市委|县委|区委|委|公司)"
)
_OF_ROW = re.compile(r"\d[\d.]*[万亿]{0,2}[^\d，。；、]{1,4}、")
_BEFORE_SUBJECT = re.compile(
    r"(?:[、和与及在·\s“\d一二三四五六七八九十（()）.．年月日至到底末止初前仅由据]|其中|目?前|同时|此外|另外|截(?=[至止])|近年来|去年|今年|是|以来|全国|近日|日前|记者从|笔者从"
    r"|走进|来到|——|通过|组织|当天|当日)*+"
)
"""What may stand before the place a clause is about. Possessive: a long row of signs is looked at once."""
_NAMED_AFTER = re.compile(r"港(?!澳)|都市圈|城市群|机场|大学|海关|口岸|实验室|经济带")
"""武汉港: the place is a part of a name."""
_IN_ROW = re.compile(r"[，、：；,:;]$")
_REGION = re.compile(r"地区(?!生产|间|差)")
_YEAR = re.compile(r"\s*(?P<year>20\d\d)年(?:度|以来|来)?[，,]")
_TOWN = re.compile(r"[该全本](?:镇|乡|街道)|[镇乡]党委|街道党工委")


@dataclass
class Walk:
    """Goes through the sentences of a passage and keeps the place that the text is speaking of."""

    passage: Passage
    article: Place | None
    home: Place | None
    plans: bool
    lead: tuple[str | None, str | None, str] | None = None
    several: bool = False
    """Whether the headings name several units side by side: the article speaks now of one, now of another."""
    _at: int = 0
    _year: str | None = None
    """The year that the paragraph began with."""
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
        lead = self.lead
        if lead is None and self._year and "全年" in text:
            lead = (self._year, self._year, self._year)
        reference = lead[0] if lead and lead[0] == lead[1] else self.passage.date
        # 去年 is told from the day of the report, 上年 and 四季度 from the year it looks back on.
        relative = dates.periods(text, self.passage.date)
        told = relative if reference == self.passage.date else dates.periods(text, reference)
        periods = [
            old if re.match(r"[去今本前明]年|[本上下]月", old.as_written) else new
            for new, old in zip(told, relative, strict=True)
            if not (text[new.start - 1 : new.start] == "项" and new.as_written[0] == "目")
        ]
        spans = [*dropped, *_times(text, periods)]
        return Setting(text, self.passage, here, marks, periods, spans, self.plans, lead, self.stays)

    def follow(self, text: str, at: int) -> tuple[Place | None, list[tuple[int, Place]], list[Span]]:
        """Only which place the next sentence speaks of: what holds before it, what it names, and where."""
        if "\n" in self.passage.text[self._at : at] or at == 0:
            self._current = None
            label = headed(text, self.article)
            self._label = label[0] if label and not self._foreign(label[0]) else None
            began = _YEAR.match(text)
            self._year = began["year"] if began else None
        self._at = at + len(text)
        here = self._current if self._current and self.stays else self._label or self.home
        # The next village is none within this one.
        around = of_path("/".join(here.parents)) if here and here.level == "village" and here.parents else here
        found = places.find(text, within=around or self.article)
        name = self.article.name if self.article else ""
        if self.article and name in text and not any(m.place == self.article for m in found):
            # A place that the table of units does not hold, but the article is known to be about.
            own = [PlaceMention(m.start(), m.end(), self.article) for m in re.finditer(re.escape(name), text)]
            found = sorted([*found, *own], key=lambda m: m.start)
        marks, dropped = self._marks(text, found)
        subject = [p for s, p in marks if not self._foreign(p)]
        if subject:
            self._current = None if joined(text, marks) else subject[-1]
        return here, marks, dropped

    def _marks(self, text: str, found: list[PlaceMention]) -> tuple[list[tuple[int, Place]], list[Span]]:
        marks: list[tuple[int, Place]] = []
        dropped: list[Span] = []
        for m in found:
            if _AFTER_ASIDE.match(text[m.end :]) or self._beside(text, m, marks):
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

    def _beside(self, text: str, m: PlaceMention, marks: list[tuple[int, Place]]) -> bool:
        """Whether the place is one that another has to do with (与某市签订), and not the next of a list (甲村和乙村)."""
        before = text[max(0, m.start - 4) : m.start]
        if _SCENE.search(before):
            return self.article is not None and not covers(self.article, m.place)
        listed = not self._foreign(m.place) and joined(text, [*marks, (m.start, m.place)])
        return not listed and bool(_ASIDE.search(before))

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
        return bool(_BEFORE_SUBJECT.fullmatch(before)) or before.endswith(("是", "在")) or bool(_SCENE.search(before))

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


def settings_of(passage: Passage) -> Walk:
    """Reads the sentences of ``passage`` one after the other."""
    article = of_path(passage.places[0]) if passage.places else places.resolve(passage.place) if passage.place else None
    told = (passage.section or "", passage.subtitle or "", passage.title)
    home, several = headings.home_of(told, article)
    towns = {
        path
        for path in passage.places[1:]
        if _level(path) == "township" and article and path.startswith(article.path + "/") and article.level == "county"
    }
    if len(towns) == 1 and home == article and _TOWN.search(passage.text):
        home = of_path(towns.pop())
    return Walk(
        passage, article, home, headings.plans(told[0], passage.date), headings.period_of(told, passage.date), several
    )


def _level(path: str) -> str:
    place = of_path(path)
    return place.level if place else ""


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
