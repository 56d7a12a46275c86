"""What a paragraph of a newspaper page is: headline, subtitle, byline, caption, credit, furniture or body.

The role is judged from the paragraph alone; what a headline belongs to is decided in ``ingest.layout.assign``.
"""

from __future__ import annotations

import re
from typing import Literal

from ingest.layout.paragraphs import Paragraph
from rag.text.words import frequency

Role = Literal[
    "body", "head", "subtitle", "byline", "signoff", "caption", "credit", "furniture", "table_row", "footnote"
]

_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤"
    "花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米"
    "贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支"
    "柯管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮羿储靳汲邴糜松井段富"
    "巫乌焦巴弓牧隗山谷车侯宓蓬全班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍"
    "赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹"
    "习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾"
    "毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公奉覃佘肖闫付涂岳帅缑亢况郈有琴归海晋楚粟阳谌占初仝邝庹卿伏银冼"
    "佟苑代瞿修么尧"
)
_COMPOUND = ("欧阳", "司马", "上官", "诸葛", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯", "东方", "端木")
_NOT_A_NAME = re.compile(r"(?:[省市县区镇乡村州旗盟]|街道|社区|农场|林场)$")
_NAMES_SPLIT = re.compile(r"[\s、,，/·]+")
_PAPER = r"[\u4e00-\u9fff]{2,6}(?:日报|晚报|早报|晨报|时报|商报|都市报|新闻网|新闻|在线|网|社|云)"
_OPENING = re.compile(
    "|".join(
        (
            r"[（(][\u4e00-\u9fff]{0,8}(?:记者|通讯员|特约)[^（）()]{1,24}[）)](?=\S)",
            r"[（(]?\s*本报(?:[\u4e00-\u9fff]{0,6}?\d{1,2}月\d{1,2}日)?讯",
            r"本报记者",
            r"新华社[^，。]{0,14}电",
            rf"{_PAPER}[\u4e00-\u9fff·]{{0,8}}?\d{{1,2}}月\d{{1,2}}日(?:讯|电)",
            rf"{_PAPER}[\u4e00-\u9fff·]{{0,8}}?(?:讯|电)[\s（(]",
            # A letter begins with whom it is written to.
            r"(?:尊敬的)?编辑(?:同志|部|老师)[：:]",
        )
    )
)
_REPORTER = re.compile(
    r"记者|通讯员|实习生|特约|撰稿|撰文|本报评论员|报道组|文\s*[/／:：]|作者\s*[:：]|执笔\s*[:：]|文图|图文"
    r"|(?:融媒体|传媒|新闻)中心\s|宣传部\s"
)
_CREDIT = re.compile(
    r"(?:摄|摄影|摄影报道|供图|制图|绘图|漫画|图片由.{1,20}提供|资料图|资料照片|图\s*[/／].{2,16})\s*[)）]?$"
)
_CREDIT_TAIL = re.compile(
    r"[。！？”）)]\s*[（(]?(?:[\u4e00-\u9fff]{0,12}(?:记者|通讯员)?\s*[\u4e00-\u9fff·\s、]{2,20}?\s*)(?:摄影报道|摄影|摄|供图)\s*[)）]?$"
)
_CAPTION = re.compile(
    r"^(?:[（(]?(?:图为|图[①-⑩一二三四五六七八九十\d]|[上下左右]图|题图|组图|压题|如图)|▲|▼|△|◀|▶|←|→|↑|↓)"
)
_REPORTERS = re.compile(
    r"(?<=[讯电])\s*[（(][^（）()\n]{2,40}[）)]"
    r"|[（(][\u4e00-\u9fff]{0,8}(?:记者|通讯员|特约)[^（）()\n]{2,40}[）)]"
)
_STAFF = "责任编辑|责编|版式(?:编辑)?|美术编辑|美编|校对|组版|视觉(?:编辑)?|图编|值班(?:主任|编委|编辑)|主编|编辑|版面设计|本版责编|审读"
_SECTIONS = "要闻|综合|时政|经济|社会|专题|专版|特别报道|地方新闻|市州新闻|市州·?县区|广告|公益广告|导读|本版编辑|时事|理论|副刊|民生|文教|天下|视点"
_FURNITURE = re.compile(
    "|".join(
        (
            r"第?\s*[A-Za-z]?\s*\d{1,3}\s*版.{0,12}",
            r".{2,30}第\s*[A-Za-z]?\d{1,2}\s*版.{0,40}",
            r"[\u4e00-\u9fff·•\s]{2,16}\s+[A-Za-z]?\d{1,2}",
            r"[A-Z]?\d{1,3}",
            r"\d{4}年\d{1,2}月\d{1,2}日\s*(?:(?:星期|农历|第|责|编|[A-Za-z\d]).{0,40})?",
            r"\d{1,2}月\d{1,2}日.{0,3}星期.{0,20}",
            r"星期[一二三四五六日天]",
            r"农历.{2,20}",
            rf"(?:{_PAPER}|[A-Z][A-Z\s]{{3,40}})",
            rf"(?:{_SECTIONS})",
            rf".{{0,10}}(?:{_STAFF})\s*[:：/／丨|\s].{{1,60}}",
            r".{0,30}(?:本版|图片).{0,30}(?:责编|版式|均由).{0,30}",
            r".{0,14}(?:电话|热线|邮箱|邮编|传真|网址|E-?mail)\s*[:：].{3,60}",
            r".{0,10}https?://\S+",
            r".{0,12}国内统一(?:连续出版物号|刊号).{0,40}",
            r"(?:邮发代号|社址).{0,60}",
            r"[（(]?\s*(?:下转|上接|紧接|转)\s*第?\s*[A-Za-z]?\s*[\d一二三四五六七八九十]+\s*版.{0,16}[)）]?",
            r"扫.{0,6}二维码.{0,20}",
            r".{0,12}出品",
            r"[（(]?本版[^，。]{0,12}(?:由|均为)[^，。]{2,30}[)）]?",
        )
    )
)
_FIGURE = re.compile(
    r"(?:约|超|近|累计|共|达|新增)?[\d.,]+\s*(?:[十百千万亿]*(?:余|多)?(?:人次|平方公里|平方米|公里|[人元个亩户家名次所座吨项辆处条件位场套])|[万亿%％])[^，。]{0,6}"
)
_CHANGE = re.compile(
    r"(?:同比|环比|比上年|较上年)?(?:增长|下降|提高|降低|增加|减少)[\d.]+(?:%|％|个百分点|[万亿]?[元人户亩吨])"
)
_LABELLED = re.compile(rf"[\u4e00-\u9fff（）()“”]{{2,20}}\s*[:：]?\s*(?:{_FIGURE.pattern})")
_SPEAKS = re.compile(r"^([\u4e00-\u9fff]{1,4})\s*[：:]")
_PAGE_HEAD = re.compile(
    r"\d{4}年\d{1,2}月\d{1,2}日.{0,30}(?:星期|第.{0,4}版|编辑|责编)|(?:第.{0,4}版|星期|责编).{0,40}\d{4}年\d{1,2}月\d{1,2}日"
)
_DIALOGUE = re.compile(r"^(?:记者|问|答|主持人|读者|网友)\s*[：:]")
_NOTE = re.compile(r"^[（(][^（）()]{2,40}[）)]$")
_COMMA = re.compile(r"[，,](?!\d)")
_SENTENCE = re.compile(r"[。；;]|[！？!?…](?=[”’](?!\s))")
_TERMINAL = re.compile(r"(?:[。！？!?…]|\.{3,})[”’」』）)】》〉\"']*$")
_SIGNED = re.compile(r"[。！？!?…”’」』\"][”’」』\"]*\s*[（(]([^（）()。，,]{2,40})[)）]$")
_READER = re.compile(
    r"[（(]作者(?:系|为|是|单位)[^（）()]{2,36}[）)]|(?:(?:本文|一名|热心)?(?:读者|作者)[\s:：]+|[\u4e00-\u9fff]{1,10}\s+读者\s+)\S{2,5}"
)
_COLUMN = re.compile(
    r"[\u4e00-\u9fff]{0,4}(?:简\s*讯|短\s*讯|快\s*讯|短\s*波|集\s*锦)(?:[一二三四五六七八九][束则组])?|一句话新闻|图片新闻"
)
_NOTES = re.compile(r"(?:本报)?(?:记者|采访|采编)(?:手记|札记|观察|感言|随笔|点评|调查|走笔|见闻)")
"""The name of a box of the reporter's own; no byline, though it says 记者."""
_LONGEST_HEAD = 46
_COMMON_WORD = 60
"""From this count in jieba's dictionary on, a name-like string is a word."""


def is_name(token: str) -> bool:
    """Whether ``token`` can be a person's name: two or three characters after a surname."""
    if not all("\u4e00" <= c <= "\u9fff" or c == "·" for c in token) or _NOT_A_NAME.search(token):
        return False
    if len(token) in (2, 3):
        return token[0] in _SURNAMES
    return len(token) == 4 and token.startswith(_COMPOUND)


def names(text: str) -> list[str]:
    """The people a line of nothing but names lists, else nothing. ``张 三`` is one name."""
    tokens = [t for t in _NAMES_SPLIT.split(text.strip()) if t]
    merged: list[str] = []
    for token in tokens:
        if merged and len(token) == 1 and len(merged[-1]) == 1:
            merged[-1] += token
        else:
            merged.append(token)
    if not 0 < len(merged) <= 10 or not all(map(is_name, merged)) or is_column(text):
        return []
    # 卫生, 高山 流水: words of the dictionary are not people, though they begin with a surname.
    return merged if any(frequency(t) < _COMMON_WORD for t in merged) else []


def ends_closed(text: str) -> bool:
    """Whether a paragraph that stops so is finished: a full stop, a colon before a list, or a signature."""
    tail = text[-60:]
    if _NOTE.fullmatch(text) or _FIGURE.fullmatch(text) or tail.endswith(("：", ":", "；", ";")):
        return True
    return bool(_TERMINAL.search(tail) or signature(tail) or _ends_with_credit(tail))


def signature(text: str) -> str | None:
    """The name in brackets that ends an article's last paragraph."""
    match = _SIGNED.search(text[-60:])
    if not match:
        return None
    inner = match.group(1)
    return inner if names(inner) or (_REPORTER.search(inner) and len(inner) <= 30) else None


def is_column(text: str) -> bool:
    """Whether the line is the name of a column of short news (简讯, 一句话新闻)."""
    return _COLUMN.fullmatch(text.strip()) is not None


def is_signoff(text: str) -> bool:
    """Whether a line of its own says who wrote the text above it: ``(李广平)``, ``读者 李广平``."""
    return _READER.fullmatch(text) is not None or (_NOTE.match(text) is not None and is_byline(text[1:-1]))


def is_opening(text: str) -> bool:
    """Whether the paragraph opens a news item, ``本报讯(…)``, ``新华社…电``, or a reader's letter, ``编辑同志：``."""
    return bool(_OPENING.match(text))


def is_row(text: str) -> bool:
    """Whether a line without a sentence gives figures by columns: ``地区生产总值 31.6亿元 同比增长5.8%``."""
    if len(text) > 60 or re.search(r"[，。；！？]", text) or not re.search(r"\d", text):
        return False
    cells = text.split()
    return any(_FIGURE.fullmatch(c) or _CHANGE.fullmatch(c) for c in cells[1:]) or bool(_LABELLED.fullmatch(text))


def without_reporters(text: str) -> str:
    """``text`` with the names in ``本报讯(李广平)`` and ``(记者 李广平)`` blanked out: 广平 is a county."""
    return _REPORTERS.sub(lambda m: "\u3000" * len(m.group()), text) if "(" in text or "（" in text else text


def is_dialogue(text: str) -> bool:
    """Whether the paragraph begins with who speaks: ``记者：``, ``答：``, a name."""
    match = _SPEAKS.match(text)
    return bool(match and (_DIALOGUE.match(text) or is_name(match.group(1))))


def role(paragraph: Paragraph) -> Role:
    """The role of ``paragraph``, from its own words and what its format says."""
    if paragraph.kind == "table_row":
        return "table_row"
    if paragraph.kind == "footnote":
        return "footnote"
    if paragraph.kind == "furniture":
        return "furniture"
    text = paragraph.text
    if paragraph.kind == "caption":
        return "credit" if len(text) <= 24 and _CREDIT.search(text) else "caption"
    if paragraph.kind == "heading":
        return "head"
    if len(text) <= 160 and _PAGE_HEAD.search(text) and "。" not in text:
        return "furniture"
    return _short(text) if len(text) <= 80 else ("caption" if _is_caption(text) else "body")


def _is_caption(text: str) -> bool:
    return bool(_CAPTION.match(text) or (len(text) <= 400 and _ends_with_credit(text)))


def _ends_with_credit(text: str) -> bool:
    # Most paragraphs hold neither word, and looking for the whole costs more than all the rest of their role.
    return ("摄" in text or "供图" in text) and _CREDIT_TAIL.search(text) is not None


def _short(text: str) -> Role:
    if _FURNITURE.fullmatch(text):
        return "furniture"
    if _DIALOGUE.match(text) or _FIGURE.fullmatch(text):
        return "body"
    if is_signoff(text):
        return "signoff"
    if _NOTE.match(text):
        return "subtitle"
    if text.startswith(("——", "—— ", "--")) and not (len(text) > 50 or _SENTENCE.search(text)):
        return "subtitle"
    if _is_caption(text):
        return "caption"
    sentence = _SENTENCE.search(text)
    if not sentence and len(text) <= 36 and _CREDIT.search(text) and not text.endswith(("拍摄", "航摄")):
        return "credit"
    if not sentence and is_byline(text):
        return "byline"
    if (
        sentence
        or len(text) > _LONGEST_HEAD
        or is_opening(text)
        or text[-1] in "。…"
        or (_TERMINAL.search(text) and len(text) > 30)
    ):
        return "body"
    clauses = _COMMA.split(text)
    if len(clauses) > (1 if len(text) > 32 else 2) and not (len(text) <= 32 and len(set(map(len, clauses))) == 1):
        return "body"  # but 建机制，强保障，促增收 is a headline
    if text[0] in "，。、；：,;:!?！？）)】》”’%" or text[-1] in "，、；：,;:":
        return "body"
    return "head"


def is_byline(text: str) -> bool:
    """Whether the line says who wrote: reporters by their office, or nothing but names."""
    if names(text):
        return True
    if len(text) > 60 or not _REPORTER.search(text) or re.search(r"[，,！？!?“”]", text) or _NOTES.fullmatch(text):
        return False
    rest = re.sub(
        r"[\u4e00-\u9fff]*(?:记者|通讯员|实习生|撰稿|撰文|评论员|报道组|(?:融媒体|传媒|新闻)中心|宣传部|文图|图文|作者|执笔|文)[:：/／]?",
        " ",
        text,
    )
    return all(is_name(t) or len(t) <= 3 for t in _NAMES_SPLIT.split(rest) if t)
