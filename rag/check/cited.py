"""Sources that the draft itself gives: [1] with a list at its end, 《湖南日报》2021年4月12日, 《标题》(来源,日期,版次)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from rag.check.claims import Claim
from rag.check.draft import Draft
from rag.domain import Passage
from rag.ports import PassageSource
from rag.retrieve.search import Searchable
from rag.text import dates
from rag.text.fold import folded
from rag.verify.marks import marks_of

_PAPER = r"[一-鿿]{1,10}(?:日报|晚报|晨报|早报|时报|商报|周报|都市报|导报|新闻网|政府网|在线|电视台|杂志|月刊|周刊|公报|年鉴|新华社|报)"
_PUBLICATION = re.compile(_PAPER)
_HEADING = re.compile(
    r"^[（(]?\s*(?:主要)?(?:参考文献|参考资料|资料来源|数据来源|引用来源|引文出处|出处|来源|注释?)\s*[)）]?\s*[：:]?$"
)
_ENTRY = re.compile(r"^\s*[\[［【(（]?\s*(\d{1,3})\s*[\]］】)）.．、]\s*(?=\S)")
_NEXT = re.compile(r"(?<=\S)(?=[\[［【]\d{1,3}[\]］】]\s*\S)")
_DATE = r"(?:19|20)\d\d\s*(?:年(?:\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?)?|[-./]\d{1,2}[-./]\d{1,2})"
_PAGE = r"(?:第?\s*[A-Z]?\d{1,3}\s*版(?:面)?)"
_TAIL = rf"(?:\s*[，,、]?\s*[（(]?\s*{_DATE}\s*[)）]?)?(?:\s*[，,、]?\s*[（(]?\s*{_PAGE}\s*[)）]?)?"
_REPORTED = (
    r"(?:\s*(?:的|所)?(?:消息|报道|刊发|刊登|刊载|登载|发布|披露)(?:的文章|的报道)?(?:说|称|显示|指出)?\s*[，,：:]?)?"
)
_INLINE = (
    # （《标题》，湖南日报，2021年4月12日，第3版）
    re.compile(rf"[（(](?:来源|出处|据|见|引自|摘自)?\s*[：:]?\s*(?:《[^《》\n]{{2,60}}》|{_PAPER})[^（）()\n]{{0,60}}(?:[（(][^（）()\n]{{0,40}}[)）])?\s*[)）]"),
    # 《标题》(湖南日报,2021年4月12日,第3版)
    re.compile(rf"(?:据|见|引自|摘自)?《[^《》\n]{{2,60}}》\s*[（(]\s*(?:《?{_PAPER}》?)\s*[，,][^（）()\n]{{4,40}}[)）]{_REPORTED}"),
    # 据《湖南日报》2021年4月12日第3版报道，
    re.compile(rf"(?:据|见|引自|摘自)?\s*(?:{_DATE}\s*的?)?《{_PAPER}》{_TAIL}{_REPORTED}"),
)  # fmt: skip
_NAMED = re.compile(r"《([^《》\n]{2,60})》")
_STANDARD = re.compile(r"(?:^|[.．]\s*)([^.．\n]{4,60}?)\s*[\[［][A-Z]{1,2}(?:/[A-Z]{2})?[\]］]")
_ALIKE = 0.85
_DEPTH = 200


@dataclass(frozen=True, slots=True)
class Hint:
    """What the draft says of a source: as ``written``, and what could be read from it. ``date`` is ISO as far as known."""

    written: str
    title: str | None = None
    publication: str | None = None
    date: str | None = None

    def fits(self, passage: Passage) -> bool:
        """Whether ``passage`` is of that source: its title is, or publication and date both are; nothing disagrees."""
        if self.date and passage.date:
            width = min(len(self.date), len(passage.date))
            if self.date[:width] != passage.date[:width]:
                return False
        if self.publication and passage.publication and not _same_name(self.publication, passage.publication):
            return False
        if self.title:
            names = (passage.title, passage.subtitle, passage.document.rsplit("/", 1)[-1].rsplit(".", 1)[0])
            return any(_same_title(self.title, name) for name in names if name)
        return bool(self.publication and passage.publication and self.date and passage.date)


@dataclass(frozen=True, slots=True)
class Cited:
    """The sources of a draft: those of its list by number, and the paragraphs that are the list."""

    entries: Mapping[int, Hint] = field(default_factory=dict)
    paragraphs: frozenset[int] = frozenset()


def listed(draft: Draft) -> Cited:
    """The list of sources at the end of ``draft``, if it has one."""
    texts = [p.body.text.strip() for p in draft.paragraphs]
    head = next((i for i in range(len(texts) - 1, -1, -1) if _HEADING.match(texts[i])), None)
    first = head + 1 if head is not None else _first_of_tail(texts)
    if first is None or first >= len(texts):
        return Cited()
    entries: dict[int, Hint] = {}
    # In Markdown the lines of a list may run on: [1] 《甲》[2] 《乙》.
    lines = [line for text in texts[first:] for line in _NEXT.split(text) if line.strip()]
    for number, text in enumerate(lines, 1):
        marked = _ENTRY.match(text)
        entries.setdefault(int(marked.group(1)) if marked else number, read_hint(text[marked.end() if marked else 0 :]))
    return Cited(entries, frozenset(range(first - (head is not None), len(texts))))


def _first_of_tail(texts: Sequence[str]) -> int | None:
    """Where the last paragraphs are [1] …, [2] … and name publications or titles."""
    at = len(texts)
    while at and (m := _ENTRY.match(texts[at - 1])) and texts[at - 1].lstrip()[0] in "[［【":
        rest = texts[at - 1][m.end() :]
        if not (_NAMED.search(rest) or _STANDARD.search(rest) or _PUBLICATION.search(rest)):
            break
        at -= 1
    return at if at < len(texts) else None


def read_hint(text: str) -> Hint:
    """What a line of a list of sources, or a source in running text, says."""
    named = [m.group(1) for m in _NAMED.finditer(text)]
    papers = [n for n in named if _PUBLICATION.fullmatch(n)]
    titles = [n for n in named if n not in papers]
    standard = _STANDARD.search(text)
    title = titles[0] if titles else standard.group(1).strip() if standard else None
    rest = text.replace(title, "") if title else text
    paper = papers[0] if papers else next((m.group() for m in _PUBLICATION.finditer(rest)), None)
    period = next((p for p in dates.periods(rest) if p.parts[0] and p.since), None)
    return Hint(" ".join(text.split())[:200], title, paper, period.since if period else None)


def sourced(claim: Claim, cited: Cited) -> tuple[Claim, tuple[Hint, ...], tuple[int, ...]]:
    """The claim with its sources blanked out, what it says of them, and the marks for which the list has no entry."""
    words = claim.words
    hints = [cited.entries[n] for n in marks_of(words) if n in cited.entries]
    unknown = tuple(n for n in marks_of(words) if n not in cited.entries) if cited.entries else ()
    for pattern in _INLINE:
        for match in reversed(list(pattern.finditer(words))):
            hints.append(read_hint(match.group()))
            words = words[: match.start()] + " " * (match.end() - match.start()) + words[match.end() :]
    if not any(c.isalnum() for c in words):
        return claim, (), ()
    return replace(claim, words=words), tuple(hints), unknown


def resolved(hint: Hint, words: str, index: Searchable, source: PassageSource) -> list[Passage]:
    """All passages of the articles that ``hint`` means, in the library; empty when it holds none."""
    query = " ".join(x for x in (hint.title, hint.publication, words[:200]) if x)
    ids = [key for key, _ in index.lexical(query, _DEPTH)]
    if hint.title:
        ids += [key for key, _ in index.lexical(hint.title, _DEPTH) if key not in ids]
    articles: dict[str, list[Passage]] = {}
    for passage in source.passages(ids):
        if passage.article_id not in articles and hint.fits(passage):
            articles[passage.article_id] = source.neighbours(passage)
    return [p for found in articles.values() for p in found]


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", folded(text))


def _same_name(a: str, b: str) -> bool:
    x, y = _bare(a), _bare(b)
    return bool(x and y) and (x in y or y in x)


def _same_title(a: str, b: str) -> bool:
    x, y = _bare(a), _bare(b)
    if min(len(x), len(y)) >= 6 and (x in y or y in x):
        return True
    return bool(x and y) and SequenceMatcher(None, x, y, autojunk=False).ratio() >= _ALIKE
