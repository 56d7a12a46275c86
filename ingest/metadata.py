"""What an article says of itself: kind, place, publication and date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from ingest.layout.draft import Draft, said
from ingest.parsed import Parsed
from rag.domain import ArticleKind

_YEAR = r"(?:19|20)\d{2}"
_FULL_DATE = re.compile(rf"({_YEAR})\s*年\s*(1[0-2]|0?[1-9])\s*月\s*(3[01]|[12]\d|0?[1-9])\s*日")
_ISO_DATE = re.compile(
    rf"(?<![0-9A-Za-z])({_YEAR})([-./_]?)(1[0-2]|0[1-9]|[1-9](?=[-./_]))\2(3[01]|[12]\d|0[1-9]|[1-9])(?![0-9A-Za-z])"
)
_DATELINE = re.compile(
    rf"[^。；！？]*?(?<![截自至到])(?<!以来)[（(]?{_FULL_DATE.pattern}(?:\s*[)）]?|\s*在[^。；！？，]{{4,50}}上[)）]?)"
    r"(?:\s*[（(]?(?:第\s*\d{1,4}\s*期|总第?\s*\d{1,5}\s*期|星期[一二三四五六日天])[)）]?)*$"
)
_SPOKEN = re.compile(
    rf"(?:来\s*源\s*[:：][^。，]{{2,20}}?|[—－\-\s]*)[（(]?{_FULL_DATE.pattern}[^。；！？，]{{0,20}}在[^。；！？，]{{4,50}}会议?[上的]"
)
_MONTH = re.compile(rf"(?<!\d)({_YEAR})\s*(?:年\s*(1[0-2]|0?[1-9])\s*月|[-._](1[0-2]|0[1-9])(?![0-9A-Za-z]))")
_BARE_YEAR = re.compile(rf"(?<!\d)({_YEAR})\s*年?(?![0-9A-Za-z])")
_TITLE_YEAR = re.compile(rf"(?<!\d)({_YEAR})\s*年")
_LEAD_DAY = re.compile(r"^.{0,30}?(?<![年\d])(1[0-2]|[1-9])月(3[01]|[12]\d|[1-9])日")

_PUBLICATION = re.compile(
    r"《?((?:[\u4e00-\u9fff]{2,6})(?:日报|晚报|早报|晨报|时报|商报|新报|都市报|周报|报社|通讯社|电视台|广播电台)|新华社|人民网|新华网|红网|中新社|中新网|中国新闻网|央视网)》?"
)
_SOURCE_LINE = re.compile(
    r"来\s*源\s*[:：]\s*((?:(?!(?:19|20)\d{2}|(?:发布|更新)?(?:时间|日期)|作者|记者|编辑|浏览|点击|阅读|字号|字体)[^\s，。；：:【|｜]){2,30})"
)
"""A body's name ends where a date or another particular of the page begins."""
_INTERVIEW = re.compile(r"^(?:——|--)?\s*(?:[本专]?访|对话|专访)|专访|访谈|对话|答记者问")
_SIDELIGHT = re.compile(r"侧记|见闻|纪实|走笔|印象|特写|手记|掠影|采风|一线见")
_OVERVIEW = re.compile(r"综述|述评|回眸|巡礼|系列报道|纪略|扫描|成就|发展|攻坚|工作")
_FIGURES = re.compile(r"数说|数字|数据|成绩单|成就")
_NEWS = re.compile(r"^[（(]?\s*(?:本报|新华社|[\u4e00-\u9fff]{2,6}[日晚]报).{0,24}?(?:讯|电)[\s（(:：]?")
_OFFICIAL = re.compile(r"报告|通知|公告|通告|意见|办法|规定|决定|方案|措施|条例|规划|计划|纲要|公报|判决书|裁定书")
_NUMBER = re.compile(r"\d[\d.,]*")


def kind_of(draft: Draft, *, alone: bool) -> ArticleKind:
    """The article's kind, from its heading and the way its text opens. ``alone``: the file is one document."""
    if draft.kind is not None:
        return draft.kind
    rows = sum(piece.kind == "row" for piece in draft.pieces)
    if rows and 2 * rows >= len(draft.pieces):
        return "表格"
    title = said(draft.title)
    subtitle = said(draft.subtitle)
    kicker = said(draft.kicker)
    text = draft.text
    if _INTERVIEW.search(subtitle) or _INTERVIEW.search(title) or _INTERVIEW.search(kicker):
        return "访谈"
    if _SIDELIGHT.search(subtitle) or _SIDELIGHT.search(title):
        return "侧记"
    if _NEWS.match(text):
        return "本报讯"
    if _FIGURES.search(title + kicker) and len(text) < 1500 and len(_NUMBER.findall(text)) * 25 > len(text):
        return "成就数字"
    if alone and (_OFFICIAL.search(title) or not draft.byline):
        return "报告"
    if _OVERVIEW.search(subtitle) or any(piece.kind == "heading" for piece in draft.pieces) or len(text) > 1500:
        return "综述"
    return "其他"


def publication_of(draft: Draft, parsed: Parsed) -> str | None:
    """The newspaper, agency or site that the file, a byline or an opening names."""
    if parsed.publication:
        return parsed.publication
    if match := _PUBLICATION.search(said(draft.byline)):
        return match.group(1)
    lead = draft.pieces[0].text.text[:60] if draft.pieces else ""
    if _NEWS.match(lead) and (match := _PUBLICATION.search(lead)):
        return match.group(1)
    for piece in draft.pieces[:3]:
        if match := _SOURCE_LINE.search(piece.text.text[:60]):
            return match.group(1)
    for part in draft.apart:
        if match := _PUBLICATION.search(part.text):
            return match.group(1)
    return None


def document_date(parsed: Parsed, path: str) -> str | None:
    """The date that holds for the whole file: its format's, its name's or its page header's."""
    if parsed.date:
        return parsed.date
    stem = PurePosixPath(path).stem
    return _day(_FULL_DATE, stem) or _iso(stem) or _month(stem) or _year(_BARE_YEAR, stem)


def page_head(drafts: Sequence[Draft]) -> tuple[str | None, str | None]:
    """The date and the newspaper that a page's furniture names, for all its articles; None where it names several."""
    lines = [line.text for draft in drafts for line in draft.apart]
    days = {day for line in lines if (day := _day(_FULL_DATE, line) or _iso(line))}
    papers = {match.group(1) for line in lines if (match := _PUBLICATION.search(line))}
    return (days.pop() if len(days) == 1 else None, papers.pop() if len(papers) == 1 else None)


def date_of(draft: Draft, *, alone: bool, file: str | None = None) -> str | None:
    """The date an article itself bears: page furniture, the date it is signed with, a line below its title, its title's year.

    A day without a year takes that of the ``file``'s date, or the year before where it would lie after it. Of a file
    without a date it takes the year of the article, only if that names exactly one, other than a year to come (到2025年).
    """
    for part in draft.apart:
        if found := _day(_FULL_DATE, part.text) or _iso(part.text):
            return found
    text = draft.text
    title = said(draft.title)
    if alone:
        signed = text[-160:].rstrip()
        days = [m for m in _FULL_DATE.finditer(signed) if len(signed) - m.end() <= 40]
        if days:
            return _day(_FULL_DATE, days[-1].group())
        if day := dateline(draft):
            return day
        # A day that the file gives says more than the year that the title is about.
        return None if file and len(file) > 4 else _year(_TITLE_YEAR, title)
    lead = text[:400].split("\n", 1)[0]
    match = _LEAD_DAY.match(lead)
    if match and file:
        day = f"{int(match.group(1)):02d}-{int(match.group(2)):02d}"
        before = len(file) > 4 and file[5:] < day[: len(file) - 5]
        return f"{int(file[:4]) - before}-{day}"
    years = {
        m.group(1) for m in _TITLE_YEAR.finditer(text) if text[max(0, m.start() - 1) : m.start()] not in ("到", "至")
    }
    if match and len(years) == 1:
        return f"{years.pop()}-{int(match.group(1)):02d}-{int(match.group(2)):02d}"
    return None


def dateline(draft: Draft) -> str | None:
    """The day in a line of its own below the title: ``（第7期） 某某局 2022年9月15日``, ``2021年1月18日…在…会议上…``."""
    lines = [line.text.strip() for line in (*draft.heading, *(piece.text for piece in draft.pieces[:3]))]
    dated = (line for line in lines if len(line) <= 80 and (_DATELINE.match(line) or _SPOKEN.match(line)))
    return next((_day(_FULL_DATE, line) for line in dated), None)


def _day(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return f"{match.group(1)}-{int(match.group(2)):02d}-{int(match.group(3)):02d}" if match else None


def _iso(text: str) -> str | None:
    match = _ISO_DATE.search(text)
    return f"{match.group(1)}-{int(match.group(3)):02d}-{int(match.group(4)):02d}" if match else None


def _month(text: str) -> str | None:
    match = _MONTH.search(text)
    return f"{match.group(1)}-{int(match.group(2) or match.group(3)):02d}" if match else None


def _year(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return match.group(1) if match else None
