"""Follow-up questions made whole from the questions before them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.retrieve.ellipsis import ELLIPSIS, in_its_stead
from rag.retrieve.inherited import PRONOUN, led_on
from rag.retrieve.plain import without_courtesy
from rag.retrieve.question import MAX_QUESTION
from rag.retrieve.subjects import people
from rag.retrieve.together import asks_of_several, together
from rag.retrieve.topic import ASKS, dated_in, topic_of
from rag.text import places
from rag.text.names import SURNAMES
from rag.text.words import content_words

_CONTINUES = re.compile(
    r"^(?:那么?|其中|另外|还有|还|又|再|同时|然后|这些|那些|他们|她们|它们|这个|那个|该|其|此|上述|前者|后者|当地|那里|这里)"
)
_HE = re.compile(r"^(?:那么?|还有|另外)?[，, ]*(?P<he>[他她])(?!们)|(?<![其吉])(?P<inside>[他她])(?!们|人|山|乡|日|国)")
_WHO = re.compile(
    r"^(?P<office>[^，,。；;？?]{2,20}?(?:书记|长|主任|主席|支书|负责人|经理|院士|教授|老师))(?:现在)?(?:是|叫)?(?:谁|什么名字|哪位|哪一位)"
)
_STEP = re.compile(r"[^？?]+[？?]?")
_CALLED = re.compile(rf"(?<![一-鿿])[老小][{SURNAMES}](?![一-鿿]{{0,1}}[家区村镇])|(?<=[的村镇家])[老小][{SURNAMES}]")
"""老李, 小王."""
NEXT_YEAR = re.compile(r"明年|来年|下一?年度?(?=[的打计准拟要预目将能会力呢多？?])|次年|第二年(?=[计打拟准预])")
LOOK_BACK = 6
"""How many earlier questions are considered."""


def standalone(question: str, history: Sequence[str], *, bare: bool = False) -> str:
    """``question`` with what it leaves out filled in from ``history`` (oldest first).

    枝江市呢？ after 宜都市优质稻占比是多少？ becomes 枝江市优质稻占比是多少？; 两者差多少？ after both asks of the
    two; a question without a place takes the place, and if need be the subject, of the one before; ``bare``, never the
    subject. A question that stands alone is returned as it is.
    """
    earlier: list[str] = []
    topic = ""
    for past in (*history[-LOOK_BACK:], question):
        asked = without_courtesy(past)
        if not asked:
            continue
        # 乙县呢？比它多多少？ asks the second of the first.
        steps = [m.group() for m in _STEP.finditer(asked)] if earlier else [asked]
        if len(steps) != 2 or not (ELLIPSIS.match(steps[0]) and asks_of_several(steps[1])):
            steps = [asked]
        for step in steps:
            whole = _resolve(step, earlier, topic, bare)[:MAX_QUESTION]
            if whole == step:
                topic = topic_of(whole)
            earlier.append(whole)
    return earlier[-1] if without_courtesy(question) else ""


def _resolve(asked: str, earlier: Sequence[str], topic: str, bare: bool) -> str:
    if not earlier:
        return asked
    previous = earlier[-1]
    if (year := dated_in(previous)) and year[:4].isdigit():
        # 明年 after a question on 2022 is 2023, whatever year it is today.
        asked = NEXT_YEAR.sub(f"{int(year[:4]) + 1}年", asked)
    named = _of_person(asked, previous)
    if named:
        return named
    whole = together(asked, earlier) or in_its_stead(asked, previous)
    return whole or (led_on(asked, previous, topic, bare) if _leans(asked) else asked)


def _of_person(asked: str, previous: str) -> str | None:
    """他爱人呢？ after a question on somebody: asks the same of the other; 他在哪里上班？ names whom it means."""
    spoken = _HE.search(asked)
    person = _person_of(previous) if spoken else ""
    if not person or not spoken:
        return None
    other = ELLIPSIS.match(asked[spoken.end() :])
    if other and spoken.lastgroup == "he" and not ASKS.search(other.group(1)):
        return previous.replace(person, person + other.group(1), 1)
    return asked[: spoken.start(spoken.lastgroup or 0)] + person + asked[spoken.end() :]


def _person_of(text: str) -> str:
    """The person a question is about: by name, else by the office whose holder it asks for (甲县县长是谁); else empty."""
    if office := _WHO.match(text):
        return office["office"]
    named = next(iter(people(text)), "")
    return named or next((m.group() for m in _CALLED.finditer(text)), "")


def _leans(asked: str) -> bool:
    """Whether the question needs the one before: it says so, or it is short and names no place."""
    if places.find(asked):
        return bool(_CONTINUES.match(asked)) and len(content_words(asked)) <= 2
    return bool(_CONTINUES.match(asked) or PRONOUN.search(asked)) or len(asked) <= 24
