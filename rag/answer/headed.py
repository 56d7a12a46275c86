"""Lists that a report tells under a heading of their own: 存在的问题, 下步措施, 重点任务, one numbered item after another."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answer.fit import Fit, Wanted, fit
from rag.answer.lists import wanted_count
from rag.answer.reading import Sentence
from rag.retrieve.content import covered
from rag.retrieve.question import Query
from rag.text.dates import periods
from rag.text.fold import folded
from rag.text.places import find
from rag.text.spoken import spoken_names

_MATTERS = (
    r"问题|困难|不足|短板|薄弱环节|挑战|差距",
    r"打算|计划|安排|任务|下一?步|今后|工作重点|重点(?:工作|任务|抓)|主要工作|抓好以下|工作要点|思路|措施|举措|做法",
    r"成效|成绩|亮点|成果",
)
"""What sections of reports are headed by; the words of one line are used for one another."""
_ASKED = re.compile(
    r"(?:哪|什么|啥)[^，。？]{0,10}?(?P<after>%s)|(?P<before>%s)(?:主要|分别|都|包括|具体)*(?:有|是|为)?(?:哪|什么|啥)"
    % (("|".join(_MATTERS),) * 2)
)
_PLAN = re.compile(r"下一?步|今后|重点(?:抓好|工作|任务)|(?:抓好|做好)[^，。？]{0,6}工作")
_FORMS = (
    ("shi", re.compile(r"^\s*([一二三四五六七八九十]{1,2})是")),
    ("brackets", re.compile(r"^\s*[（(]([一二三四五六七八九十\d]{1,2})[）)]")),
    ("dot", re.compile(r"^\s*(\d{1,2})[.．、](?!\d)")),
    ("han", re.compile(r"^\s*([一二三四五六七八九十]{1,2})、")),
    ("di", re.compile(r"^\s*第([一二三四五六七八九十])[，,、]")),
)
_FURTHER = re.compile(r"[；;，,。][二三四五六七八九]是")
_HAN = {c: n for n, c in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}
_OF_LIST = re.compile(
    r"存在|指出|主要|需要|解决|面临|方面|具体|进一步|中|推进|工作|报告|要|抓好|做好|重点|开展|政府|情况|一步|[一二两三四五六七八九十\d]+[项个条类大]"
)
_AFTER = 2
"""Sentences that may introduce a list under its heading."""
_GAP = 12
"""Sentences that an item runs on for, at most."""
_BARE = 16
"""Characters of an item that is no more than a heading."""
MOST = 16
_TOPIC = 0.6
"""Least share of what else is asked in the title, the heading and the items."""


def headed(want: Wanted, query: Query, sentences: Sequence[Sentence]) -> tuple[Fit, ...]:
    """The items of the section that ``want`` asks for; empty where none is headed by it, or it tells no list."""
    asked = _ASKED.search(want.ask.clause)
    plan = _PLAN.search(want.ask.clause)
    if want.ask.kind not in ("list", "what") or not (asked or plan):
        return ()
    word = (asked["after"] or asked["before"]) if asked else plan[0] if plan else ""
    matter = next((m for m in _MATTERS if re.search(m, word)), _MATTERS[1])
    ordered = sorted(sentences, key=lambda s: (s.passage.article_id, s.passage.ordinal, s.start))
    found: list[tuple[float, int, list[Sentence]]] = []
    for n, run in enumerate(_runs(ordered, matter)):
        share = _suits(want, query, run)
        if share is not None:
            called = word in (run[0].passage.section or "")
            found.append((-share - called, n, run))
    count = wanted_count(want.ask.clause) or 0
    # 2023年有哪些打算: a year counts nothing.
    found = [x for x in found if not 2 <= count <= MOST or sum(map(_items, x[2])) == count]
    if not found:
        return ()
    items = _with_bodies(min(found)[2], ordered)
    return tuple(fit(want, query, s) for s in items[:MOST])


def _with_bodies(items: Sequence[Sentence], ordered: Sequence[Sentence]) -> list[Sentence]:
    """``items``, each that is a heading only (一是链条短。) with the sentence that tells it."""
    out: list[Sentence] = []
    at = {s.key: n for n, s in enumerate(ordered)}
    for item in items:
        out.append(item)
        after = ordered[at[item.key] + 1] if len(item.text) <= _BARE and at[item.key] + 1 < len(ordered) else None
        if after and after.passage.article_id == item.passage.article_id and _number(after.text) is None:
            if not after.is_heading:
                out.append(after)
    return out


def _runs(ordered: Sequence[Sentence], matter: str) -> list[list[Sentence]]:
    """The lists that stand under a heading of ``matter``, or go on from one."""
    out: list[list[Sentence]] = []
    for at, sentence in enumerate(ordered):
        number = _number(sentence.text)
        if (
            number is None
            and _items(sentence) > 1
            and re.search(rf"(?:{matter})[^。：:]{{0,12}}[：:]\s*一是", sentence.text)
        ):
            out.append([sentence])
        if number is None or number[1] != 1 or not re.search(matter, _over(sentence, ordered, at, number[0])):
            continue
        run = _run(ordered, at, number[0])
        if len(run) > 1:
            out.append(run)
        elif _FURTHER.search(sentence.text):
            out.append([sentence])
    return out


def _items(sentence: Sentence) -> int:
    """How many items a sentence tells: 一是…；二是… are two."""
    return 1 + len(_FURTHER.findall(sentence.text))


def _over(first: Sentence, ordered: Sequence[Sentence], at: int, form: str) -> str:
    """The heading right above an item: that of its passage, or the line before it."""
    last = (first.passage.section or "").split(" ")[-1]
    before = [
        s.text
        for s in ordered[max(0, at - _AFTER) : at]
        if s.passage.article_id == first.passage.article_id and (s.is_heading or s.text.rstrip().endswith(("：", ":")))
    ]
    if form == "han":
        last = ""  # 一、…: its own section
    return " ".join((last, *before))


def _run(ordered: Sequence[Sentence], at: int, form: str) -> list[Sentence]:
    """The items numbered alike from ``at`` on, as long as their numbers go on within the article's section."""
    first = ordered[at]
    run = [first]
    gap = 0
    for s in ordered[at + 1 :]:
        if s.passage.article_id != first.passage.article_id or (
            form != "han" and s.passage.section != first.passage.section
        ):
            break
        number = _number(s.text)
        if number and number[0] == form:
            if number[1] != len(run) + 1:
                break
            run.append(s)
            gap = 0
            continue
        gap += 1
        if gap > _GAP:
            break
    return run


def _number(text: str) -> tuple[str, int] | None:
    for form, pattern in _FORMS:
        if m := pattern.match(text):
            return form, int(m[1]) if m[1].isdigit() else _HAN.get(m[1], 0)
    return None


def _suits(want: Wanted, query: Query, run: Sequence[Sentence]) -> float | None:
    """How much of what else is asked is told over and in the items; None where place, year or topic are others."""
    first = run[0]
    above = folded(f"{first.passage.title} {first.passage.subtitle or ''} {first.passage.section or ''}")
    home = first.passage.places[:1]
    for place in query.places:
        named = any(folded(name) in above for name in spoken_names(place))
        if not named and not any(path.split("/")[-1] == place.name for path in home):
            return None
    towns = [p for p in find(first.passage.title) if p.place.level in ("township", "village")]
    if towns and not any(folded(name) in folded(query.question) for m in towns for name in spoken_names(m.place)):
        return None  # a township's tasks are not the county's
    told = {p.since[:4] for p in periods(first.passage.section or "") if p.since}
    years = {p.since[:4] for p in query.periods if p.since and not p.relative}
    if told and years and not told & years:
        return None
    words = [w for w in want.own if not _OF_LIST.search(w.text) and not any(re.search(m, w.text) for m in _MATTERS)]
    text = above + folded(" ".join(s.passage.text for s in run))
    held = frozenset().union(*(s.passage_terms for s in run), first.heading_terms)
    share = covered(words, held, text) if words else 1.0
    return share if share >= _TOPIC else None
