"""Sources as people write them down: GB/T 7714 of 2025 or 2015, and the form used in offices.

For a newspaper both editions want author, title, [N], name of the paper, date and page (GB/T 7714-2015, 8.4.2). The
edition of 2025 sets full stop and square brackets half-width and all other signs full-width, where that of 2015 has
them half-width, and gives a date of access for sources on line only; none of ours is one.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Literal

from rag.domain import Citation
from ui.language import say

Style = Literal["2025", "2015", "office"]
_ROLES = re.compile(
    r"[一-鿿]{0,8}(?:全媒体|融媒体|特约|见习|实习|首席|本报)*(?:记者|通讯员|编辑|摄影报道|摄影|摄|文/图|图/文|报道|供稿|撰稿|作者)[：:]?|[|｜/（()）]"
)
_NAME = re.compile(r"[一-鿿·]{2,8}")
_MOST = 3
_BOOKS = frozenset({".xlsx", ".xlsm"})
_LEAVES = frozenset({".pdf", ".docx", ".docm"})
"""Files whose pages are numbered leaves. All others name the page of the newspaper that they are."""


def page_name(citation: Citation) -> str | None:
    """What a reader calls the citation's page: 第A04版 of a newspaper, 第3页 of a file with pages, 工作表“就业” of a workbook."""
    page = citation.page
    if not page:
        return None
    ending = PurePosixPath(citation.document.lower()).suffix
    if ending in _BOOKS:
        return say(f"工作表“{page}”", f"sheet {page!r}")
    bare = page.lstrip("0") or page
    leaf = ending in _LEAVES and page.isdigit()
    return say(f"第{bare}页" if leaf else f"第{bare}版", f"page {bare}")


def reprints_of(citation: Citation) -> str:
    """Which other documents print the same words; empty if none does."""
    others = citation.reprints[:_MOST]
    more = len(citation.reprints) - len(others)
    names = "、".join(others)
    if not others:
        return ""
    return say(
        f"同文又见：{names}" + (f"等 {len(citation.reprints)} 份" if more else ""),
        f"also printed in: {names}" + (f" and {more} more" if more else ""),
    )


def reference(citation: Citation, style: Style = "2025") -> str:
    """One line for the list of sources, without its number."""
    if style == "office":
        return _office(citation)
    wide = style == "2025"
    comma, left, right = ("，", "（", "）") if wide else (", ", "(", ")")
    authors = _authors(citation.byline, comma)
    kind = "N" if citation.publication else "R" if citation.article.endswith("报告") else "Z"
    title = f"{citation.article or _stem(citation)}[{kind}]"
    where = citation.publication or citation.document.rsplit("/", 1)[-1]
    when = citation.date or ""
    page = f"{left}{citation.page.lstrip('0') or citation.page}{right}" if citation.page else ""
    return ". ".join(x for x in (authors, title, comma.join(x for x in (where, when) if x) + page) if x) + "."


def _office(citation: Citation) -> str:
    """《标题》（来源，日期，版次）."""
    facts = (
        citation.publication or citation.document.rsplit("/", 1)[-1],
        _spoken(citation.date),
        page_name(citation),
    )
    return f"《{citation.article or _stem(citation)}》（{'，'.join(x for x in facts if x)}）"


def _spoken(date: str | None) -> str | None:
    """2021年4月12日 of 2021-04-12."""
    if not date:
        return None
    return "".join(
        f"{int(part)}{unit}" for part, unit in zip(date.split("-"), "年月日", strict=False) if part.isdigit()
    )


def _authors(byline: str | None, comma: str) -> str:
    """At most three names, then 等."""
    found = _NAME.findall(_ROLES.sub(" ", byline or ""))
    names = [n for n in found if 2 <= len(n) <= 4 or "·" in n]
    return comma.join(names[:_MOST]) + (f"{comma}等" if len(names) > _MOST else "")


def _stem(citation: Citation) -> str:
    return citation.document.rsplit("/", 1)[-1].rsplit(".", 1)[0]
