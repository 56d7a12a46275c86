"""What the headings of a passage tell of all its figures: the place, the period, and whether they are plans."""

from __future__ import annotations

import re
from functools import lru_cache

from rag.domain import Place
from rag.figures.setting import span_of
from rag.text import dates, places
from rag.text.places import covers

_TASKS = re.compile(
    r"(?:20\d\d年|今年|明年|下一步)?[^，]{0,12}(?:工作安排|主要目标|目标任务|重点任务|重点工作|工作打算|预期目标)"
)
_ISSUE = re.compile(r"度?(?:第|总第)[\d一二三四五六七八九十]{1,4}[期号]")
_FOUNDED = re.compile(r"年?(?:成立|创立|创办|注册|设立|组建)")


# The headings are those of many passages.
@lru_cache(maxsize=256)
def home_of(headings: tuple[str, str, str], article: Place | None) -> tuple[Place | None, bool]:
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
def plans(section: str, date: str | None) -> bool:
    """Whether ``section`` tells of what is to be done."""
    year = re.search(r"(20\d\d)年", section.replace(" ", ""))
    this = bool(year and date and year.group(1) == date[:4] and re.search(r"工作|任务|目标", section))
    return (this or bool(_TASKS.search(section))) and "回顾" not in section


@lru_cache(maxsize=256)
def period_of(headings: tuple[str, str, str], date: str | None) -> tuple[str | None, str | None, str] | None:
    """The period that the headings give: “十三五”, 2024年工作回顾."""
    for heading in headings:
        text = re.sub(r"\s", "", heading)
        if date and re.search(r"过去一年|一年来|去年工作", text):
            year = str(int(date[:4]) - 1)
            return year, year, year
        found = [
            p
            for p in dates.periods(text, date)
            if p.since and not p.relative and not _FOUNDED.match(text, p.end) and not _of_the_report(text, p, date)
        ]
        if heading == headings[-1] and text.endswith("工作报告") and date:
            # The year of a work report is when it was given; it looks back on the one before.
            found = [p for p in found if p.since != date[:4]]
        if found:
            p = found[0]
            return p.since, p.until, span_of(p.since, p.until) or ""
    return None


def _of_the_report(text: str, period: dates.Period, date: str | None) -> bool:
    """Whether a heading names a day or a year only as the report's own: 某局 2023年1月12日 below its title, 2023年第3期."""
    if _ISSUE.match(text, period.end):
        return True
    whole_day = period.since == date and period.until in (None, date) and len(date or "") == 10
    return whole_day and not re.search(r"截[至止]$", text[: period.start])
