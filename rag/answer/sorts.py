"""What sort of thing 什么病, 哪本书, 做什么 or 在哪家企业 asks for, and whether a sentence names one of it."""

from __future__ import annotations

import re
from functools import lru_cache

from rag.retrieve.question import Ask
from rag.retrieve.subjects import organisations
from rag.text.names import STANDING

_BODY = re.compile(r"(?:公司|企业|工厂|厂(?:家|子)?|单位|机构|合作社|银行|医院|学校)")
_SORTS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (re.compile(r"(?:书|书籍|小说|歌曲?|杂志|电影|报纸)(?![记屋店院房法画面包籍])"), re.compile(r"《[^》]+》")),
    (
        re.compile(r"(?:病|疾病|毛病|重病|大病)(?![房床区人])"),
        # Diseases end so in Chinese: 肝病, 关节炎, 尘肺, 脑瘤.
        re.compile(
            r"[一-鿿](?:病(?![人床房区史例情历假])|炎(?![热症黄])|症(?!状)|癌|瘤|结石|中风|梗[死塞]?|骨折|瘫痪?|残疾|偏瘫|失明|失聪)|尘肺|高血压"
        ),
    ),
    (re.compile(r"职务|职位|官职|职称"), STANDING),
    (
        re.compile(r"(?:工作|岗位|活儿?|职业|营生|行当|差事|工种)(?!做法|经验|措施|要求|内容|重点|任务|思路|法|力|动)"),
        re.compile(
            r"[一-鿿](?:员(?!工|会)|师(?!生|傅们|资)|匠|保姆)|护林|保洁|清洁|打扫|巡[河查护逻]|从事|务工|打工|打零工|当[一-鿿]{0,3}(?:工|老板)|"
            r"[一-鿿]工(?!作|程|资|业|厂|序|具|艺|地|会|商|夫)|种植|养殖|种[一-鿿]|养[一-鿿]|开(?:店|车|办|餐)"
        ),
    ),
    (
        re.compile(r"荣誉|称号|奖项?(?!金|励)|头衔|牌子|名头"),
        re.compile(r"称号|荣誉|奖(?!金|励|补)|[“\"][^”\"]+[”\"]|被评为|获评|荣获|入选|授予|认定"),
    ),
)
_NAMED_BODY = re.compile(rf"(?P<body>{_BODY.pattern})(?:的?(?:名字|名称|全称))?的?$")
"""那家企业叫什么名字."""
_DOES = re.compile(r"(?:做|干|从事)(?:的是|的|着|些|了)?$")
"""做什么, where nothing else is named: what somebody's work is."""
_HELD_BY = re.compile(r"(?:个|家|座|所|间|种|本|部|首|门|项|处)")
_NO_HEAD = "的该这那此本各每某是有在到从个所座家一两几"


@lru_cache(maxsize=256)
def _asked(ask: Ask) -> re.Pattern[str] | str | None:
    """The pattern of the sort that ``ask`` wants, ``"body"`` for an organisation, None where the sort is not known."""
    if ask.kind not in ("what", "where", "list"):
        return None
    if ask.kind == "what" and ask.word[:1] in "叫名" and (of := _NAMED_BODY.search(ask.left)):
        return "body" if of["body"] else None
    noun = re.split(r"[，,。？?；;]", ask.right)[0]
    noun = _HELD_BY.sub("", noun, count=1) if _HELD_BY.match(noun) else noun
    if not noun and ask.kind == "what" and _DOES.search(ask.left):
        return _SORTS[3][1]
    if _BODY.match(noun) and ask.word[:1] in "哪在":
        return "body"
    if ask.kind == "where":
        head = re.match(r"[一-鿿]{2,5}?(?:点|站|所|园|基地|中心|公司|学校|医院|车间|厂|店)", noun)
        return re.compile(f"(?<![{_NO_HEAD}])[一-鿿](?<![{_NO_HEAD}]){re.escape(head[0])}") if head else None
    return next((told for asked, told in _SORTS if asked.match(noun)), None)


def sort_known(ask: Ask) -> bool:
    """Whether it can be told if a sentence names what ``ask`` wants."""
    return _asked(ask) is not None


def names_sort(ask: Ask, text: str) -> bool:
    """Whether ``text`` names one of the sort that ``ask`` wants; False where that sort is not known."""
    sort = _asked(ask)
    if sort is None:
        return False
    return bool(organisations(text)) if isinstance(sort, str) else bool(sort.search(text))
