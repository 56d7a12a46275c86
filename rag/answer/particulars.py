"""What is stated in a set form: a document's number, a telephone, whom to turn to, who took a photograph."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answer.beside import CREDIT
from rag.answer.fit import Fit, Wanted, fit
from rag.answer.reading import Sentence
from rag.retrieve.content import Word
from rag.retrieve.question import Ask, Query

_NUMBER = re.compile(r"[一-鿿]{1,12}\s*[〔\[【（(［]\s*(?:19|20)\d\d\s*[〕\]】）)］]\s*(?:第\s*)?\d{1,4}\s*号")
"""慈人社发〔2023〕12号. GB/T 9704-2012, 7.2.5."""
_PHONE = re.compile(
    r"(?<!\d)(?:0\d{2,3}\s*[-—－ ]?\s*\d{7,8}|1[3-9]\d{9}|[48]00[- ]?\d{3}[- ]?\d{4}|12\d{3}|\d{7,8})(?!\d)"
)
_CREDIT = re.compile(rf"^{CREDIT.pattern}$")
_ASKED = r"(?:号码?)?(?:各|分别|都)?(?:是|为|有|叫)?(?:多少|几|什么|啥|哪|呢|[？?]|$)"
_FORMS = (
    (re.compile(rf"(?:文号|发文字号|文件号|文件编号){_ASKED}|(?:什么|哪个|多少)(?:文号|发文字号)"), _NUMBER),
    (
        re.compile(
            rf"(?:电话|联系方式|手机号码?|热线){_ASKED}|手机(?:是|为)?多少|(?:什么|哪个|多少|几个)(?:号码?|的)?(?:电话|联系方式|热线)"
        ),
        _PHONE,
    ),
    (
        re.compile(
            rf"联系人{_ASKED}|联系人是?谁|(?:找|联系|咨询)(?:谁|哪位|什么人|哪个人)|(?:跟|和|与|向)谁(?:联系|咨询|报名)"
        ),
        re.compile(r"联系人\s*[：:为是]|电话\s*[：:]?\s*\d"),
    ),
    (
        re.compile(
            r"(?:谁|哪位|哪个人|什么人)[^，,。？?]{0,4}(?:拍(?![板卖胸马])|摄)|(?:摄影者|摄影师|摄影记者|拍摄者|拍照的人|拍摄的人|拍的人)是?(?:谁|哪位|$)"
        ),
        _CREDIT,
    ),
)
"""How each is asked for, and the form it is stated in."""
_HELD = re.compile(
    r"举行|举办|召开|开幕|开赛|开班|(?:[会班赛展节]|仪式|典礼)[^，。]{0,10}(?:开(?![发展设放始通])|办(?![法公理]))"
)
"""何时举办; 交流会哪天开."""
_LINE = r"^\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、.．])?\s*(?:活动|会议|举办|举行|召开|比赛|开幕|大会)?"
_SIDES = (
    (re.compile(r"什么时间|什么时候|何时|哪[一几]?天|几月|几号|哪日"), re.compile(_LINE + r"(?:时间|日期)\s*[：:]")),
    (re.compile(r"什么地方|什么地点|哪里|哪儿|何处|何地|在哪"), re.compile(_LINE + r"(?:地点|地址|场地)\s*[：:]")),
)
"""When and where something is held, and the lines that a notice gives each."""
_NAMED = re.compile(
    r"文号|发文字号|文件编?号|电话|联系|手机|热线|号码|举行|举办|召开|时间|地方|地点|照片?$|图片?$|[拍摄]"
)
"""The words that ask for such a thing; what states it may do without them."""
_ENOUGH = 0.5
"""Share of the rest of the question that the sentence and what it stands in have to hold."""
_WITHIN = 0.6
"""What a word counts that stands in the sentence's article only: its title, or its passage."""


def form_asked(ask: Ask) -> re.Pattern[str] | None:
    """The form of what ``ask`` wants; None for an ask of another kind."""
    return next((form for asks, form in _FORMS if asks.search(ask.clause)), None)


def side_asked(ask: Ask, query: Query) -> re.Pattern[str] | None:
    """The line of a notice that says when, or where, what ``ask`` names is held; None for an ask of another kind."""
    if ask.kind not in ("time", "where") or not _HELD.search(query.question):
        return None
    return next((line for asks, line in _SIDES if asks.search(ask.clause)), None)


def side_told(want: Wanted, query: Query, sentences: Sequence[Sentence]) -> tuple[Fit, ...]:
    """The line of a notice that says when, or where, what is asked about is held; empty if none does."""
    return stated(want, query, sentences) if side_asked(want.ask, query) else ()


def stated(want: Wanted, query: Query, sentences: Sequence[Sentence]) -> tuple[Fit, ...]:
    """The sentence that states what is asked for in its form, of those in the place asked about; empty if none does."""
    form = form_asked(want.ask) or side_asked(want.ask, query)
    if form is None:
        return ()
    words = [w for w in want.all if not _NAMED.search(w.text)]
    found = []
    for n, sentence in enumerate(sentences):
        if not form.search(sentence.text):
            continue
        f = fit(want, query, sentence)
        share = _share(words, sentence, form)
        if f.there and share >= _ENOUGH:
            found.append((-share, n, f))
    return tuple(f for *_, f in sorted(found, key=lambda x: x[:2])[:1])


def _share(words: Sequence[Word], sentence: Sentence, form: re.Pattern[str]) -> float:
    """How much of ``words`` is told in the sentence, or less in what it stands in.

    A number that is a line of its own is the document's; one within a sentence is that of what is named beside it.
    """
    total = sum(w.weight for w in words)
    if not total:
        return 1.0
    alone = bool(form.fullmatch(sentence.text.strip()))
    around = f"{sentence.passage_folded} {sentence.opening}"
    held = 0.0
    for w in words:
        own = w.held(sentence.terms, sentence.folded)
        title = w.held(sentence.heading_terms, sentence.heading)
        outer = max(title, w.held(sentence.passage_terms, around))
        if form is _CREDIT:
            own = max(own, outer)  # the caption before it tells what was taken
        elif alone:
            own, outer = max(own, title), 0.0
        elif form is _NUMBER:
            outer = 0.0
        held += w.weight * max(own, _WITHIN * outer)
    return held / total
