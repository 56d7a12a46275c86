"""Passages read sentence by sentence, each sentence with what surrounds it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from rag.domain import Evidence, Hit, Passage, Place, Span
from rag.figure import Figure
from rag.figures.read import measured
from rag.figures.tables import is_row
from rag.ports import PassageSource
from rag.retrieve.joined import beside, extended, remainder, runs_on
from rag.retrieve.terms import terms
from rag.text.breakdown import breaks_down
from rag.text.dates import Period, periods
from rag.text.fold import folded
from rag.text.labels import headed
from rag.text.offices import appointments
from rag.text.places import PlaceMention, find, of_path
from rag.text.sentences import sentences

WHOLE = 40
_PAST = re.compile(r"(?P<year>(?:19|20)\d\d)年")
_SPEAKS = re.compile(r"强调|指出|要求|讲话|致辞|动员|部署|寄语|希望|勉励")
"""What a speech is told with."""
_SIDE = (
    "(?:对象|时间|地点|地址|日期|期限|内容|标准|方式|办法|条件|范围|程序|流程|任务|目标|要求|安排|材料|名额|费用|经费)"
)
"""What a notice tells of its matter, one by one."""
_NUMBERED = r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、.．])"
_RUN_IN = re.compile(rf"\s*{_NUMBERED}\s*[^，,。；;：:、\d]{{0,12}}{_SIDE}。\s*")
"""四、补贴标准。: names what the rest of its paragraph tells."""
_LABELLED = re.compile(rf"\s*[^，,。；;：:、\d]{{0,10}}{_SIDE}[：:]|{_RUN_IN.pattern}")
_HEADING = re.compile(rf"\s*(?:{_NUMBERED}|【)[^，,。；;：:？?！!]{{2,16}}】?\s*")
_TOPIC = re.compile(r"[^，,。；;：:？?！!“”\d\n]{3,14}。")
"""A short sentence at the head of a paragraph, which says what that is about: 修路最难。"""
_FAR = 12
"""Characters at most between who speaks and that he does."""
_AHEAD = re.compile(r"力争|计划|预计|目标|将|规划|确保|有望|“十四五”|“十五五”")


@dataclass(frozen=True)
class Sentence:
    """``passage.text[start:end]`` with its neighbours in the passage and how its article begins (``opening``)."""

    passage: Passage
    start: int
    end: int
    rank: int
    before: str = ""
    after: str = ""
    opening: str = ""
    latest: str = ""
    """The last year that an undated article names as past; empty for dated ones, and where none is named."""
    led: str = ""
    """The passage before, folded, as far as it is read: it may name the village that is then only 该村."""
    speaker: str = ""
    """Whose speech the article is telling here (某某作动员，要求…。要…。), where that was looked for."""
    columns: tuple[tuple[str, str], ...] = ()
    """Of a table's row: the names of its columns with what the text above the table says of them."""
    tabled: bool = False
    """Whether it is the row of a table that was read as a whole, which is asked for its cells (``rag.answer.table``)."""

    @cached_property
    def text(self) -> str:
        """The words."""
        return self.passage.text[self.start : self.end]

    @cached_property
    def topic(self) -> str:
        """The short sentence that begins its paragraph and says what that is about, folded; empty where none does."""
        text = self.passage.text
        found = _TOPIC.match(text, text.rfind("\n", 0, self.start) + 1)
        return surface(found.group())[0] if found and found.end() <= self.start else ""

    @cached_property
    def terms(self) -> frozenset[str]:
        """Its content terms."""
        return surface(self.text)[1]

    @cached_property
    def folded(self) -> str:
        """The words, folded."""
        return surface(self.text)[0]

    @cached_property
    def heading(self) -> str:
        """Title, subtitle and section it stands under, folded."""
        return surface(self._heading)[0]

    @cached_property
    def near(self) -> str:
        """The sentences before and after, folded."""
        return f"{surface(self.before)[0]}。{surface(self.after)[0]}"

    @property
    def passage_folded(self) -> str:
        """The whole passage, folded."""
        return surface(self.passage.text)[0]

    @property
    def passage_terms(self) -> frozenset[str]:
        """Terms of the whole passage."""
        return surface(self.passage.text)[1]

    @cached_property
    def heading_terms(self) -> frozenset[str]:
        """Terms of the title, subtitle and section it stands under."""
        return surface(self._heading)[1]

    @cached_property
    def near_terms(self) -> frozenset[str]:
        """Terms of the sentences before and after."""
        return surface(self.before)[1] | surface(self.after)[1]

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The figures read of it, and numbers that are no statistics, without a name; offsets within ``text``."""
        return tuple(
            replace(f, start=f.start - self.start, end=f.end - self.start)
            for f in measured(self.passage)
            if self.start <= f.start < self.end
        )

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """Dates and spans of time in it, relative ones resolved by the passage's date; of a table's row those of its title."""
        own = periods(self.text, self.passage.date)
        if not own and self.passage.section and self.is_row:
            own = periods(self.passage.section, self.passage.date)
        return tuple(own)

    @cached_property
    def places(self) -> tuple[PlaceMention, ...]:
        """Places it names."""
        held = self.passage.places
        return tuple(find(self.text, within=of_path(held[0]) if held else None))

    @cached_property
    def label(self) -> Place | None:
        """The place that heads its line, of which all of the line tells; None where none does."""
        text, held = self.passage.text, self.passage.places
        line = text[text.rfind("\n", 0, self.start) + 1 : self.end]
        found = headed(line, of_path(held[0]) if held else None)
        return found[0] if found else None

    @cached_property
    def leads_with_place(self) -> bool:
        """Whether it begins with a place and a colon or figure: a line of a list by place."""
        return bool(self.places) and self.places[0].start <= 2 and self.text[self.places[0].end :][:1] in "：:，, "

    @cached_property
    def _heading(self) -> str:
        p = self.passage
        told = (told for _, told in self.columns)
        return " ".join(x for x in (p.title, p.subtitle, p.section, self.topic, *told) if x)

    @cached_property
    def is_row(self) -> bool:
        """Whether it is the row of a table."""
        return is_row(self.text)

    @property
    def labelled(self) -> bool:
        """Whether it tells one side of what its document is about, which it leaves out (报名时间：…)."""
        return bool(_LABELLED.match(self.text))

    @property
    def is_heading(self) -> bool:
        """Whether it only heads what follows: 二、培训对象."""
        return bool(_HEADING.fullmatch(self.text))

    @property
    def key(self) -> tuple[str, int]:
        """Identifies the sentence; sorts by reading order within an article."""
        return (self.passage.id, self.start)

    def evidence(self, score: float = 0.0) -> Evidence:
        """The sentence as evidence."""
        return Evidence(self.passage, self.start, self.end, score)


@lru_cache(maxsize=8192)
def surface(text: str) -> tuple[str, frozenset[str]]:
    """``text`` folded, and its terms. A sentence is looked at as itself, as a neighbour and within its passage."""
    return folded(text), frozenset(terms(text))


def read(
    passage: Passage,
    rank: int,
    opening: str = "",
    latest: str = "",
    previous: Passage | None = None,
    following: Passage | None = None,
) -> list[Sentence]:
    """The sentences of a passage.

    ``previous`` and ``following`` are the passages next to it in its article, as far as they are read too: a sentence
    that runs over the boundary is told whole where it begins, and sentences on either side of it know each other.
    """
    led = surface(previous.text)[0] if previous is not None else ""
    if previous is not None and previous.section != passage.section:
        previous = None
    skipped = remainder(passage) if previous is not None and runs_on(previous, passage) else 0
    if skipped >= len(passage.text.rstrip()):
        skipped = 0  # the middle of a sentence over three passages is told twice rather than not at all
    before, after = _last(previous), ""
    if following is not None and following.section == passage.section:
        end = remainder(following) if runs_on(passage, following) else 0
        after = next((following.text[slice(*s)] for s in sentences(following.text) if s[0] >= end), "")
        passage = extended(passage, following, end) if end else passage
    spans = [s for s in sentences(passage.text) if s[0] >= skipped]
    spans = _with_parts(passage.text, spans)
    texts = [passage.text[slice(*s)] for s in spans]
    around = [before, *texts, after]
    return [
        Sentence(passage, start, end, rank, around[i], around[i + 2], opening, latest, led)
        for i, (start, end) in enumerate(spans)
    ]


def _with_parts(text: str, spans: Sequence[Span]) -> list[Span]:
    """``spans``, those joined of which one alone says nothing.

    One that only gives places their figures goes with the one before, which says of what; a place that heads a line
    (2．长梁镇。), and a heading that runs into its paragraph (四、补贴标准。), with the one after.
    """
    out: list[Span] = []
    for low, high in spans:
        joined = out and "\n" not in text[out[-1][0] : low]
        last = text[slice(*out[-1])] if out else ""
        if joined and (breaks_down(text[low:high]) or _only_heads(last) or _RUN_IN.fullmatch(last)):
            out[-1] = (out[-1][0], high)
        else:
            out.append((low, high))
    return out


def _only_heads(text: str) -> bool:
    label = headed(text)
    return label is not None and label[1] == len(text)


def _last(passage: Passage | None) -> str:
    spans = sentences(passage.text) if passage is not None else []
    return passage.text[slice(*spans[-1])] if passage is not None and spans else ""


def gather(
    hits: Sequence[Hit], source: PassageSource, *, top: int, reach: int, openings: bool = False, speakers: bool = False
) -> list[Sentence]:
    """Sentences of the ``top`` hits and, for the first ``reach`` of them, of the passages next to them.

    The articles of the two best hits are read whole (at most WHOLE passages): lists run through an article. With
    ``openings`` each sentence knows how its article begins, where a report names whom it is about; with ``speakers``
    those of the two know whose speech they tell.

    Each passage is read once, under the rank of the best hit that brought it in. Reprints are read once too:
    a sentence whose folded text was already seen is left out.
    """
    ranked: dict[str, tuple[Passage, int]] = {}
    for rank, hit in enumerate(hits[:top]):
        ranked.setdefault(hit.passage.id, (hit.passage, rank))
    best, others = ([h.passage for h in some] for some in (hits[: min(2, reach)], hits[2:reach]))
    whole = source.beginnings([p.article_id for p in best], WHOLE)
    first = source.beginnings([p.article_id for p in others], 1)
    next_to = beside(others, source)
    for rank, passage in enumerate([*best, *others]):
        around = [next_to[passage.id, step] for step in (-1, 1) if (passage.id, step) in next_to]
        # The first passage of an article is its title block.
        around += first.get(passage.article_id, ())
        for near in whole[passage.article_id] if rank < 2 else around:
            ranked.setdefault(near.id, (near, rank + top // 2))
    begins = _openings([p.article_id for p, _ in ranked.values()], source) if openings else {}
    years = _latest([p for p, _ in ranked.values() if not p.date], source)
    at = {(p.article_id, p.ordinal): p for p, _ in ranked.values()}
    seen: set[str] = set()
    out: list[Sentence] = []
    for passage, rank in sorted(ranked.values(), key=lambda x: (x[1], x[0].id)):
        own = passage.article_id
        previous, following = (at.get((own, passage.ordinal + step)) for step in (-1, 1))
        for sentence in read(passage, rank, begins.get(own, ""), years.get(own, ""), previous, following):
            key = folded(sentence.text)
            if key and key not in seen:
                seen.add(key)
                out.append(sentence)
    return _with_speakers(out, set(whole)) if speakers else out


def _with_speakers(read: Sequence[Sentence], articles: set[str]) -> list[Sentence]:
    """``read`` in its order, those of ``articles`` with who speaks there: whoever was last said to speak before."""
    speaking: dict[tuple[str, int], str] = {}
    last: dict[str, str] = {}
    for s in sorted(read, key=lambda s: (s.passage.ordinal, s.start)):
        own = s.passage.article_id
        if own in articles:
            told = _SPEAKS.search(s.text)
            named = [a for a in appointments(s.text[: told.end()])] if told else []
            if told and named and told.start() - named[-1].end <= _FAR:
                last[own] = named[-1].name
            speaking[s.key] = last.get(own, "")
    return [replace(s, speaker=speaking[s.key]) if speaking.get(s.key) else s for s in read]


def _openings(articles: Iterable[str], source: PassageSource) -> dict[str, str]:
    """The first words of each article, folded."""
    found = source.beginnings(articles, 2)
    return {article: folded(" ".join(p.text[:160] for p in first)) for article, first in found.items()}


def _latest(undated: Sequence[Passage], source: PassageSource) -> dict[str, str]:
    """The last past year of each article, else of its page: 到2025年 and what 力争 or 将 reach is none."""
    out: dict[str, str] = {}
    found = source.beginnings([p.article_id for p in undated], WHOLE)
    for passage in undated:
        if passage.article_id not in out:
            text = "".join(p.text for p in [*found[passage.article_id], passage])
            years = [
                m["year"]
                for m in _PAST.finditer(text)
                if not _AHEAD.search(text[max(0, m.start() - 16) : m.end() + 16])
            ]
            out[passage.article_id] = max(years, default="")
    # The articles of one page appeared on one day.
    pages: dict[str, str] = {}
    for p in undated:
        pages[p.document_id] = max(pages.get(p.document_id, ""), out[p.article_id])
    return {p.article_id: out[p.article_id] or pages[p.document_id] for p in undated}
