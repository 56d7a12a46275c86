"""Whether a sentence leaves unsaid what a question wants named: it counts the villages, and names none of them."""

from __future__ import annotations

import re

from rag.answer.reading import Sentence
from rag.retrieve.question import Ask
from rag.text.numerals import HAN
from rag.text.units import UNIT

_MANY = rf"(?:{HAN}|\d[\d.]*[万亿]?)(?:多|余)?"
_COUNTED = re.compile(rf"{_MANY}(?:{UNIT.pattern})(?P<noun>[一-鿿“”]{{2,16}})")
_NOUN = re.compile(r"(?P<noun>[一-鿿]{2,12}?)(?:各自|都|又|还|主要|分别|具体)*(?:是|有|为|叫|包括|在|设在)?$")
_NAMES = re.compile(
    r"[^，,。；;]{0,12}[：:]|[^，,。；;]{0,4}(?:[（(“]|[，,]?(?:包括|分别|即|就是|依次|有(?!\d)|为(?!\d)|是(?!\d)))"
)
"""What goes on from a number to the names of what it counts."""
_LISTED = re.compile(r"、[^，,。；;、]{1,14}$")
_LISTED_BEFORE = re.compile(r"、[^，,。；;、]{1,14}等[^，,。；;、]{0,8}$")
_ITEMS = re.compile(r"一是|首先|①|（一）|\(一\)")
_HOME = re.compile(r"(?:哪里|哪儿|什么地方|何处|何方)人")
_FROM = re.compile(
    r"[省市县区旗镇乡村州]人(?!民|大|社|员|口|均|力|才)|来自|籍|土生土长|老家|家住|出生|村民|本地人|当地人"
)
_KIN = tuple(
    group.split("|")
    for group in (
        "丈夫|老公|爱人|妻子|老婆|媳妇|老伴|夫妻|夫妇|两口子|配偶|夫",
        "儿子|女儿|孩子|子女|儿女|闺女|娃",
        "父亲|爸爸|父母|爸妈|爹|老父",
        "母亲|妈妈|父母|爸妈|娘|老母",
        "公公|婆婆|公婆|岳父|岳母",
        "哥哥|弟弟|姐姐|妹妹|兄弟|姐妹|大哥|大姐",
        "孙子|孙女|孙",
    )
)
_FIRM = re.compile(r"公司|企业|厂家|厂子|施工单位|承建单位|施工方")
_FIRMS = re.compile(r"[一-鿿A-Za-z]{2,12}(?:、[一-鿿A-Za-z]{2,12})+等[^，,。；;、]{0,6}(?:企业|公司|厂)")
"""甲科技、乙电子等一批企业: names without 公司."""
_BODY = re.compile(
    r"[一-鿿]{2,}(?:公司|集团|合作社|银行|大学|学院|研究[院所]|设计院|工程局)|[一-鿿]{2,6}厂(?!家|房|区)"
)


def only_counts(ask: Ask, sentence: Sentence) -> bool:
    """Whether a question for the things themselves (哪些村, 哪两个, 分别设在哪里) finds here only how many there are."""
    counted = _COUNTED.search(ask.left)
    if "“" in ask.left or (ask.kind == "where" and not counted):
        return False  # “三笔账”是哪三笔: a label
    noun = counted["noun"] if counted else (m["noun"] if (m := _NOUN.search(ask.left)) else "")
    last = re.sub(r"(?:各自|都|又|还|主要|分别|具体|是|有|为|叫|在|设)+$", "", noun)[-2:]
    if len(last) < 2:
        return False
    text = sentence.text
    many = rf"{_MANY}(?:{UNIT.pattern})"
    behind = [*re.finditer(rf"{last}[”\"]?(?:总数|数量)?(?:已?达到?|共有?|有|仅有|只有|仅)?{many}", text)]
    before = [*re.finditer(rf"{many}[一-鿿“”]{{0,10}}?{last}", text)]
    if not (behind or before) or _ITEMS.search(sentence.after[:20]):
        return False
    listed = any(_LISTED_BEFORE.search(text[: m.start()]) for m in behind)
    listed = listed or any(_LISTED.search(text[: m.start()]) for m in before)
    return not listed and not any(_NAMES.match(text, m.end()) for m in (*behind, *before))


def from_nowhere(ask: Ask, text: str) -> bool:
    """Whether a question where somebody is from (哪里人) finds here nothing of it."""
    return bool(_HOME.search(ask.clause)) and not _FROM.search(text)


def no_such_kin(question: str, text: str) -> bool:
    """Whether a question about somebody's kin (他的丈夫) finds here no word of them."""
    asked = [group for group in _KIN if any(f"的{w}" in question or question.startswith(w) for w in group)]
    return bool(asked) and not any(w in text for group in asked for w in group)


def no_such_body(ask: Ask, sentence: Sentence) -> bool:
    """Whether a question for a firm finds none named here, nor right before it."""
    called = ask.word[:1] in "叫名" and bool(_FIRM.search(ask.left[-8:]))
    if not (called or _FIRM.match(ask.right.lstrip("家个"))):
        return False
    if _FIRMS.search(sentence.text):
        return False
    told = (sentence.text, sentence.before, sentence.heading)
    return not any(m.group()[-6:] not in ask.clause for t in told for m in _BODY.finditer(t))
