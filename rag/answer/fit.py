"""How well a sentence answers one thing asked. Every part is in [0, 1] and can be shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.answer.beside import asks
from rag.answer.kinds import type_fit
from rag.answer.periods import asked_periods, period_fit, told_at, told_in
from rag.answer.placed import OF_PART, place_fit, tells_of_a_part
from rag.answer.reading import Sentence, surface
from rag.answer.unnamed import no_such_kin
from rag.answer.values import named_in
from rag.answer.whom import MEANT, OTHER, speaks_of
from rag.domain import Place
from rag.figure import Figure
from rag.retrieve.content import Word, acted, content, counted_one, covered, is_weak, says_how_much
from rag.retrieve.question import Ask, Query
from rag.retrieve.subjects import about, is_firm, organisations
from rag.retrieve.terms import Weights, terms
from rag.retrieve.topic import parted
from rag.text import names
from rag.text.dictionary import kind as sort_of_word
from rag.text.fold import folded
from rag.text.wholes import TOGETHER
from rag.text.words import frequency

_DEFINED = re.compile(r"[“\"「『《‘](?P<label>[^”\"」』》’“]{1,30})[”\"」』》’](?=[^“”]{0,8}$)")
_MEANS = re.compile(r"[是指有叫即含]|包括|分别|具体|意思|内容|要求")
_TELLS_ONE = re.compile(r"最|[一-鿿]得(?!到)")
"""“微课堂”点得最多的是: one thing of it is asked for, not what it is."""
_DEFINED_AFTER = re.compile(r"^(?:叫做?|是|为|谓)?[“\"「『《‘](?P<label>[^”\"」』》’“]{1,30})[”\"」』》’][？?。]?$")
"""什么叫“三变”？"""
_DEFINED_WHICH = re.compile(r"(?:哪|什么|啥)[“\"「『](?P<label>[^”\"」』“]{2,30})[”\"」』]")
"""要做到哪“三个讲清楚”？"""
_SUMS = frozenset(("资金", "经费", "款项", "金额"))
_EARNED = frozenset(("工资", "月工资", "月薪", "薪水", "收入", "月收入", "工钱", "挣", "赚"))
_MONTHLY = re.compile(r"(?:每个?|一个)月[^，,。；\d]{0,6}\d[\d.]*[多余来几]?元")
_BY_WHOM = re.compile(r"(?:个)?(?:单位|部门|机构|公司|企业|组织|地方|人|领导)")
"""由哪个单位提出: not what the label means."""
_PARTS = re.compile(r".{0,4}有些?(?:什么|啥)(?!内容|要求|意思|含义|方面|做法|措施)[一-鿿]")
"""都有些什么室: not what the label means either."""
EDITION = re.compile(r"第[\d一二三四五六七八九十]+期")
_EDITION_OF = re.compile(
    rf"(?:[（(]|[报刊讯]|动态|信息|简况)\s*(?:总)?({EDITION.pattern})|^\s*({EDITION.pattern})\s*(?:$|[）)])"
)
"""An edition as a briefing's head names its own; 第一期培训 is none."""
_ENDS_PART = re.compile(r"[的有是占为达]+$")
_MARKS = re.compile(r"[，,；;。：:]")
_SIDES = {
    "time": re.compile("时间|日期|期限"),
    "where": re.compile("地点|地址"),
    "manner": re.compile("方式|办法|程序|流程"),
}
"""What a notice heads the answer with that an ask of the kind wants."""
_HEADED = 0.1
"""What such a heading adds to the words that a sentence holds."""
_NOW = re.compile(r"现在|目前|如今|眼下|当前|现有")
_ONCE = re.compile(r"一度|曾|过去|以前|原来|当年|当时|鼎盛|高峰")
_DATED = re.compile(r"(?<![由从比较])(?:19|20)\d\d年")
_PRESENT = 0.08
"""What it tells for, or against, a sentence that it tells of now, or of once, where now is asked about."""
_TITLE = 0.75
"""What a word counts that only the title or section holds."""
_MONEY = ("元", "钱", "块")
_AIMS = frozenset("目标 计划 任务 预期".split())
"""今年的目标定了多少: of what, other words say."""
_LASTING = ("年", "月", "天", "小时", "分钟")


@dataclass(frozen=True, slots=True)
class Fit:
    """One sentence against one ask. ``coverage`` counts its own words, title and neighbours; ``own`` only its own."""

    sentence: Sentence
    score: float
    coverage: float
    own: float
    place: float
    period: float
    type: float
    value: Figure | None = None
    head: float = 1.0
    subject: float = 1.0

    @property
    def there(self) -> bool:
        """Whether it is of the place asked about."""
        return self.place >= 0.3

    @property
    def then(self) -> bool:
        """Whether it is of the time asked about."""
        return self.period >= 0.25

    @property
    def theirs(self) -> bool:
        """Whether it is of the body, or the people, asked about."""
        return self.subject >= 0.5

    @property
    def in_place(self) -> bool:
        """Whether place, time and subject are those asked about."""
        return self.there and self.then and self.theirs


@dataclass(frozen=True, slots=True)
class Wanted:
    """An ask with its content words, worked out once for all sentences.

    ``own`` are those of the ask's clause, ``all`` also those of the rest of the question at half weight. ``label`` is
    set when the ask is for the meaning of a quoted label.
    """

    ask: Ask
    own: tuple[Word, ...]
    all: tuple[Word, ...]
    label: str | None = None
    people: tuple[str, ...] = ()
    named: tuple[Word, ...] = ()
    """What tells it from the others that are asked about alike."""


def wanted(ask: Ask, query: Query, weights: Weights) -> Wanted:
    """The content words of ``ask``; a label that is asked to be explained stands for the whole question."""
    label = _DEFINED_WHICH.search(ask.clause) or _defined_before(ask.left) or _DEFINED_AFTER.match(ask.right)
    if label and ask.kind in ("what", "list") and not (_BY_WHOM.match(ask.right) or _PARTS.match(ask.word + ask.right)):
        own = content(f"“{label['label']}”", weights)
        return Wanted(ask, own, own, label["label"])
    own = content(ask.text, weights, query.people)
    others = (
        {w.text for a in query.asks if a.apart and a is not ask for w in content(a.left, weights)} if ask.apart else ()
    )
    named = tuple(w for w in content(ask.left, weights) if w.text not in others) if ask.apart else ()
    named = named or part_asked(ask, weights)
    if ask.kind == "value":
        own += tuple(w for w in acted(ask.left) if not any(w.text in o.text for o in own))
        own += counted_one(ask.right, ask.unit)
    mine = {w.text for w in own} | set(others)
    rest = tuple(
        replace(w, weight=0.5 * w.weight) for w in content(query.masked, weights, query.people) if w.text not in mine
    )
    if not own and not rest:
        own = content(query.question, weights, query.people)  # 甲村到乙卫生院有多远: names are all that it says
    # 措施 may stand for 政策 where something is told, but its date is not the other's date.
    exact = tuple(replace(w, related=()) for w in own) if ask.kind == "time" else own
    return Wanted(ask, exact or rest, own + rest, people=query.people, named=named)


def part_asked(ask: Ask, weights: Weights) -> tuple[Word, ...]:
    """What tells the part of which a number is asked from its whole: 公办 of 新增学位中公办学位有多少; empty for other asks."""
    whole, part = parted(ask.left) if ask.kind == "value" else ("", "")
    if _MARKS.search(part):
        return ()
    bare = _ENDS_PART.sub("", part)
    words = (Word(bare, (bare,), 1.0),) if len(bare) == 1 else content(part, weights)  # 女的有多少
    return tuple(w for w in words if w.text not in whole and not is_weak(w.text))


def _defined_before(left: str) -> re.Match[str] | None:
    """The label right before the question word, where what stands between them asks for its meaning or its parts.

    “三送”送的是什么 does, “三送”由谁出钱 does not.
    """
    label = _DEFINED.search(left)
    between = left[label.end() :] if label else ""
    if _TELLS_ONE.search(between):
        return None
    asks_for_it = not between or _MEANS.search(between) or bool(set(between) & set(label["label"] if label else ""))
    return label if asks_for_it else None


def fit(want: Wanted, query: Query, sentence: Sentence, covers: tuple[float, float] | None = None) -> Fit:
    """Score ``sentence``; the higher the better, comparable within one question. ``covers`` is its ``cover_of``, if known."""
    own, cover = covers or cover_of(want, sentence)
    place = place_fit(query.places, sentence)
    if place < 0.6 and _about_a_person(want, query, sentence):
        place = 0.6
    if place < 0.6 and want.label and want.label in sentence.text and _above(query.places, sentence):
        place = 0.6  # a label is told once, also where the page is only known to be about the unit above
    if tells_of_a_part(query, sentence):
        place = min(place, OF_PART)
    period = period_fit(asked_periods(want.ask, query), sentence)
    if want.ask.kind == "reason" and told_in(asked_periods(want.ask, query), sentence):
        period = max(period, 0.3)  # a cause has dates of its own: 7月底最低，因为电子厂6月停产
    subject = min(
        subject_fit(query.organisations, sentence), speaks_of(want.people, sentence), edition_fit(query, sentence)
    )
    if no_such_kin(query.question, f"{sentence.before}{sentence.text}"):
        subject = min(subject, OTHER)  # what somebody does is not what the husband does
    kind, value = type_fit(want.ask, want.own, want.label, query, sentence, asked_periods(want.ask, query))
    if value is not None and not told_at(value, asked_periods(want.ask, query), sentence):
        period = min(period, 0.2)
    if want.ask.kind == "reason":
        # 因为 gives a cause, but of what is asked only as far as the sentence tells that.
        kind = min(kind, 0.4 + 1.2 * own)
    prior = 1.0 / (1.0 + 0.25 * sentence.rank)
    weight = 0.34 if want.ask.kind == "value" else 0.22
    # What the report asks itself it answers next.
    told = want.ask.kind in ("reason", "what", "manner", "list") and own >= 0.3
    asked = 0.1 * (told and asks(sentence.text, why=want.ask.kind == "reason"))
    asked += _now(want, value, sentence)
    score = asked + 0.50 * cover + 0.15 * own + weight * kind + 0.15 * place * subject + 0.12 * period + 0.08 * prior
    return Fit(sentence, score, cover, own, place, period, kind, value, head_fit(want, sentence), subject)


def _now(want: Wanted, value: Figure | None, sentence: Sentence) -> float:
    """What it adds to a sentence that it tells how things are where that is asked (现在), or takes away that it tells how they were."""
    if value is None or not _NOW.search(want.ask.clause):
        return 0.0
    low = max(sentence.text.rfind(mark, 0, value.start) for mark in "。；;") + 1
    before = sentence.text[low : value.start]
    return _PRESENT * (bool(_NOW.search(before)) - bool(_ONCE.search(before) or _DATED.search(before)))


def _above(asked: tuple[Place, ...], sentence: Sentence) -> bool:
    """Whether the article is about a unit that holds one of those asked for."""
    home = sentence.passage.places[:1]
    return any(p.path.startswith(f"{path}/") for path in home for p in asked)


def _about_a_person(want: Wanted, query: Query, sentence: Sentence) -> bool:
    """Whether the passage speaks of a person the question names, and it or the one before of the place: where someone works, say."""
    people = [w.text for w in want.all if _is_name(w.text)]
    held = sentence.passage_folded
    told = (held, sentence.led)
    return any(p in held for p in (*people, *query.people)) and any(named_in(p, t) for p in query.places for t in told)


def _is_name(word: str) -> bool:
    """Whether a word of the question has the form of a name and is no word of the dictionary."""
    formed = len(word) == 2 and word[0] in names.SURNAMES or len(word) == 3 and names.is_person_like(word)
    return formed and not frequency(word)


def cover_of(want: Wanted, sentence: Sentence) -> tuple[float, float]:
    """(own, in context): the share of the ask's words in the sentence; of all words also with its surroundings.

    What stands only in the title or section counts 0.75, only in a neighbouring sentence 0.5, elsewhere in the passage 0.35 (a neighbour 0.8 where a reason is
    asked for: the fact and its cause tend to be told one after the other).
    """
    own = covered(want.own, sentence.terms, sentence.folded)
    if led := sentence.heading if own and sentence.labelled else sentence.topic:
        above = surface(led)[1]
        own = sum(
            w.weight * max(w.held(sentence.terms, sentence.folded), _TITLE * w.held(above, led)) for w in want.own
        ) / (sum(w.weight for w in want.own) or 1.0)
    meant = frozenset(want.people) if want.people and speaks_of(want.people, sentence) >= MEANT else frozenset[str]()
    if meant:
        own = sum(w.weight * (1.0 if w.text in meant else w.held(sentence.terms, sentence.folded)) for w in want.own)
        own /= sum(w.weight for w in want.own) or 1.0
    total = sum(w.weight for w in want.all)
    if total <= 0:
        return own, own
    beside = 0.8 if want.ask.kind == "reason" else 0.5
    held = sum(w.weight * (1.0 if w.text in meant else held_around(w, sentence, beside)) for w in want.all)
    side = _SIDES.get(want.ask.kind)
    headed = _HEADED if side and sentence.labelled and side.search(sentence.text[:16]) else 0.0
    return min(1.0, own + headed), min(1.0, held / total + headed)


def held_around(word: Word, sentence: Sentence, beside: float = 0.5) -> float:
    """How much of ``word`` the sentence holds, in [0, 1]; less where only its title or its surroundings do."""
    held = word.held(sentence.terms, sentence.folded)
    # Where nothing further away can count for more it is not looked at.
    if held < 0.75:
        held = max(held, _TITLE * word.held(sentence.heading_terms, sentence.heading))
    if held < beside:
        held = max(held, beside * word.held(sentence.near_terms, sentence.near))
    if held < 0.35:
        held = max(held, 0.35 * word.held(sentence.passage_terms, sentence.passage_folded))
    return held


def subject_fit(asked: tuple[str, ...], sentence: Sentence) -> float:
    """1 when the sentence names an organisation asked for, 0 when it speaks of another one, or of several together.

    A sentence that names none speaks of the one its title, its passage or the opening of its article names.
    """
    if not asked:
        return 1.0
    if any(about(name, sentence.folded) for name in asked):
        return 1.0
    if any(sentence.text[a:b].endswith(("公司", "集团")) for a, b in organisations(sentence.text)):
        return 0.0
    if TOGETHER.search(sentence.text):
        return 0.0
    if any(about(name, sentence.heading) or about(name, sentence.opening) for name in asked):
        return 0.9
    if any(_freely(name, sentence) for name in asked):
        return 0.8
    return 0.6 if any(about(name, sentence.passage_folded) for name in asked) else 0.0


def edition_fit(query: Query, sentence: Sentence) -> float:
    """0.2 for a sentence of another edition of a briefing than those that the question names (第6期); else 1."""
    asked = set(EDITION.findall(query.question))
    told = _EDITION_OF.search(sentence.opening) if asked else None
    return 0.2 if told and (told[1] or told[2]) not in asked else 1.0


def _freely(name: str, sentence: Sentence) -> bool:
    """Whether a sentence names a body freely (陶瓷企业集采联盟 for 瓷企集采联盟). Firms go by their exact names."""
    if is_firm(name):
        return False
    pairs = terms(name)
    return len(pairs) >= 3 and sum(t in sentence.terms for t in pairs) / len(pairs) >= 0.7


def head_fit(want: Wanted, sentence: Sentence) -> float:
    """How much of the noun next to the question word the sentence or its title holds."""
    if want.named and covered(want.named, sentence.terms, sentence.folded) < 0.5:
        return 0.0
    # What happened is told beside its time; a title may name what is counted.
    beside = want.ask.kind != "time"
    nouns = nouns_asked(want)
    held = [
        max(
            _called(w, want.ask, sentence),
            beside * _called(w, want.ask, sentence, heading=True),
            float(_said_by_figure(w.text, want.ask, sentence)),
        )
        for w in nouns
    ]
    if want.ask.kind == "value" and len(held) > 1 and held[-1] < 0.5 and _are_one(nouns, want.ask.right):
        return held[-1]  # 多少个扶贫车间: 易地扶贫 is none
    return max(held, default=1.0)


def _are_one(nouns: Sequence[Word], right: str) -> bool:
    """Whether ``nouns`` stand together as one behind the question word; the last of them then says what is counted."""
    last = nouns[-1].text
    return "".join(w.text for w in nouns) in folded(right[:12]) and sort_of_word(last)[:1] == "n" and not is_weak(last)


def _called(word: Word, ask: Ask, sentence: Sentence, heading: bool = False) -> float:
    """How much of ``word`` the sentence or its heading holds; of what the question quotes (“四点半课堂”) all or nothing."""
    told = (sentence.heading_terms, sentence.heading) if heading else (sentence.terms, sentence.folded)
    held = word.held(*told)
    return held if held >= 0.8 or f"“{word.text}”" not in ask.clause else 0.0


def _said_by_figure(noun: str, ask: Ask, sentence: Sentence) -> bool:
    """Whether a figure says by itself what the noun names: 60万元 are 资金, 一个月有3200元 is a 工资."""
    if noun in _SUMS:
        return any(f.unit.endswith("元") for f in sentence.figures)
    return noun in _EARNED and "月" in ask.clause and bool(_MONTHLY.search(sentence.text))


def nouns_asked(want: Wanted) -> list[Word]:
    """The words of the noun next to the question word: 多少个*助餐点*, *就业率*是多少."""
    ask = want.ask
    words = [w for w in want.all if not (says_how_much(w.text) or w.text in _AIMS)]
    right = [w for w in words if w.text in folded(ask.right[:10])]
    left = [w for w in words if w.text in folded(ask.left[-10:])][-2:]
    if ask.kind == "time":
        # 培训在何时进行: the training, not that it took place.
        right, left = [w for w in right if not is_weak(w.text)], [w for w in left if not is_weak(w.text)][-1:]
    found = right[:2] or left
    if ask.kind == "value" and ask.unit and not ask.unit.endswith((*_MONEY, *_LASTING)):
        # 早稻种了多少亩: the rice is counted, not the planting; 一晚上敲了多少户: no evening is.
        # 挣了多少钱, 读了几年 have nothing else to go by.
        named = [w for w in found if len(w.text) > 1 and sort_of_word(w.text) != "t"]
        return found if all(is_weak(w.text) for w in named) else named
    return found
