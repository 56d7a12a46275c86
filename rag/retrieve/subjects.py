"""Organisations that a question is about: companies, schools, hospitals, cooperatives. Not offices of government."""

from __future__ import annotations

import re

from rag.domain import Span
from rag.text import names, places
from rag.text.dictionary import kind
from rag.text.fold import folded
from rag.text.words import frequency, segment

_OFFICE = re.compile(r"(?:局|委|厅|部|政府|党委|纪委|监委|委员会|办公室|法院|检察院|办|人大|政协|总局|分局)$")
_BEFORE = re.compile(
    r"^(?:比较|对比|根据|结合|请问|关于|去年|今年|前年|目前|现在|如今|当年|在|和|与|及|以及|跟|同|、|，|从|向|对|(?:19|20)\d\d年(?:[底末初的]|，)?)+"
)
_NO_NAME = re.compile(
    r"^(?:[那这该]|[他她我咱]们|当地)|[的了是哪谁几吗在]|[一-鿿]对(?!外)|有(?!限)|多少|什么|覆盖|建设|新建|改造|[办建开进]厂$|所学校|每|规模以上|^占"
)
_BARE = re.compile(r"(?P<core>.*?)(?<!有限)(?<!责任)(?<!股份)(?<!控股)(?:公司|集团)$")
"""A name without a legal form: 飞虎公司 is one, 这一事件对公司 is none."""
_FUNCTION = re.compile(
    r"[对使向给为以并将会致响升高保护强动括可过表明进关加投收购把被让从由于但而也还更最很已正需应即若因所此这该本其各全每某]"
    r"|能(?!源)|主(?!题)|导|影响|降低|改善|完善|减少|损害|优化|维护|遵循|帮助|负责|建议|调整|领导|重大|第三方"
)
_TRADES = frozenset(
    "物业 物流 证券 保险 能源 科技 上市 股份 贸易 建筑 旅游 家政 供电 水务 公交 保洁 食品 电力 通信 子 分 总 母 当地".split()
)
_JOINED = re.compile(r"(?<=[一-鿿]{4})(?:和|与|及|以及|、)(?=[一-鿿A-Za-z]{4})")
_REST = re.compile(r"(?:控股|投资)?(?:有限责任公司|股份有限公司|有限公司)")
_TOWARDS = ("对", "给", "为", "向")
"""甲市对社区工厂有什么政策: no part of the name."""
_OWNED = re.compile(r"[一-鿿][的在到](?P<name>[^的在到]{2,}(?:公司|集团|合作社|鞋业|竹业|置业|实业))$")
"""甲县的乙丙鞋业, 某人在乙丙鞋业."""
_WENT_TO = re.compile(r"(?:回|回到|返|返回|来|来到|赴|前往)$")
"""What somebody's way to a place is told with: no name of a body goes on from there."""
_TRADE = re.compile(r"[果茶菜药粮棉烟林蚕蜂花瓜桑]农|[牧渔]民")
"""What somebody who grows or keeps something is called before the name."""
_NO_PERSON = re.compile(r"[局组户率员店杯厂站所费款要]$")
_COMMON = 60
"""Count from which on a name's first two characters are a word: 施工|方, 马克|杯."""
_USUAL = 1500
"""Count from which on a name's last two characters are a word: 毛|收入."""
_SELDOM = 10
"""Count up to which a word of the dictionary may be somebody's name."""
_LEADS = re.compile(
    r"(?P<name>[一-鿿](?![的了是在有])[一-鿿](?![的了是在有省市县区乡镇村州组])[一-鿿])"
    r"(?=为什么|为何|为啥|怎么|如何|今年|去年|前年|现在|以前|过去|原来|当年|是|在|有|的|一个月|每|多大|做|干|和|与|说|几|最|被|"
    r"家(?!庭|具|电|禽|畜|政)|养|种|开|卖|住|办|得|患|把|给|用|靠|教|买|从|曾|都)"
)
_PEOPLE_OF = re.compile(r"[一-鿿]{1,3}族(?:乡|镇|村|自治)")
"""乙石坪|苗族乡: a place, and nobody's name."""
_SHORT_NAME = re.compile(
    rf"(?P<name>[{names.SURNAMES}][一-鿿])(?=(?:有|得了?|患)(?:什么|啥|哪|几|多少|没有)|为什么|为何|为啥|怎么|今年|去年|现在|是(?:哪|谁|什么|做|干)|的(?:妻|丈|儿|女|父|母|工资|月薪|收入|病)|多大|一个月|每月)"
)
"""脱贫户邵闯有什么病: two characters that no dictionary holds, where a person is told of next."""
_TAKEN_TOGETHER = re.compile(r"[加合](?:起来|在一起)|[一总共]共|合计")
_SEATED = re.compile(r"[一-鿿]{0,4}?(?:服务站|联络站|工作站|办事处|商会|同乡会|流动党委|党支部)")
"""甲县乙市劳务服务站: the body of the first in the second."""
_SIGHTS = ("景区", "风景区", "旅游区", "山景区", "湿地", "森林公园", "国家公园")
_ASKING = "几哪谁何多啥"
_NEXT = re.compile(r"的?")
_LOCAL = re.compile(r"[一-鿿]{2,4}(?:镇|乡|街道)(?=[一-鿿]{4})")
_FORM = re.compile(r"(?:有限责任公司|股份有限公司|控股有限公司|集团有限公司|有限公司|公司|集团)$")


def organisations(text: str) -> list[Span]:
    """Spans of the organisations that ``text`` names, without what leads up to them and without a place in front."""
    out: list[Span] = []
    for found in names.organisations(text):
        start, end = found.start, found.end
        led = _BEFORE.match(text[start:end])
        if led:
            start += led.end()
        owned = _OWNED.search(text[start:end])
        if owned:
            start += owned.start("name")
        mention = next(iter(places.find(text[start:end])), None)
        before = text[start : start + mention.start] if mention else ""
        if mention and before and (kind(before).startswith("v") or _WENT_TO.search(before)):
            # 报考甲县人民医院, 走进乙市的…厂, 某人回丙县办厂
            start += mention.start
            mention = next((m for m in places.find(text[start:end]) if m.start == 0), None)
        if mention and mention.start:
            mention = None
        if mention and start + mention.end < end - 2:
            start += mention.end + text.startswith(_TOWARDS, start + mention.end)
        if local := _LOCAL.match(text[start:end]):
            start += local.end()  # 甲镇育苗工厂, whether or not the township is known
        form = _REST.match(text, end)
        end = form.end() if form else end
        if out and start < out[-1][1]:
            continue
        # 信达百货和喜乐娱乐集团 are two.
        for low, high in _apart(text, start, end):
            name = text[low:high]
            if high - low >= 4 and not _OFFICE.search(name) and not _NO_NAME.search(name) and not _common(name):
                out.append((low, high))
    return out


def named_places(text: str) -> list[places.PlaceMention]:
    """The places that ``text`` names, without those that run into an organisation's name (结|合阳|光传媒公司).

    Nor is a place asked about that only says where a body of the place before it sits (甲县驻宁波服务站).
    """
    starts = [start for start, _ in organisations(text)]
    found = [m for m in places.find(text) if not any(m.start < start < m.end for start in starts)]
    return [m for k, m in enumerate(found) if not (k and _belongs(text, found[k - 1], m))]


def _belongs(text: str, before: places.PlaceMention, m: places.PlaceMention) -> bool:
    """Whether a place is told for a body of the one ``before`` it, or its short name is that of a sight there (甲县昆山景区)."""
    between = text[before.end : m.start]
    sight = not between and text.startswith(_SIGHTS, m.end) and not places.covers(before.place, m.place)
    seat = not between and _SEATED.match(text, m.end) and not places.covers(before.place, m.place)
    return between in ("驻", "派驻") or bool(seat) or (sight and text[m.start : m.end] != m.place.name)


def people(text: str) -> tuple[str, ...]:
    """Persons whom ``text`` names, in order: a surname and what follows it, where that is no word of the dictionary."""
    found = [w for w in segment(text) if 2 < len(w) < 5 and names.is_person_like(w) and frequency(w) <= _SELDOM]
    found = [
        w
        for w in found
        if not (_OFFICE.search(w) or _NO_PERSON.search(w)) and frequency(w[:2]) <= _COMMON and frequency(w[1:]) < _USUAL
    ]  # 党工委, 施工方, 毛收入
    where = named_places(text)
    # A name begins the text, or follows the place or the standing of whom it names: 甲村的乙丙丁, 脱贫户乙丙丁.
    begins = (0, *(m.end for m in where), *(m.end() for p in (names.STANDING, _TRADE) for m in p.finditer(text)))
    for start in sorted({_NEXT.match(text, at).end() for at in begins}, reverse=True):  # type: ignore[union-attr]
        if led := _leading_name(text[start:]):
            found.insert(0, led)
    # Only after what somebody is called: 白茶有多少亩 and 苗绣为什么卖得好 name nobody.
    called = (_SHORT_NAME.match(text, m.end()) for m in names.STANDING.finditer(text))
    found = [m["name"] for m in called if m and not frequency(m["name"])] + found
    taken = [*organisations(text), *((m.start, m.end) for m in where)]
    return tuple(
        dict.fromkeys(
            w
            for w in found
            if not any(a < text.find(w) + len(w) and text.find(w) < b for a, b in taken)
            and not _runs_into_a_word(text, w)
        )
    )


def _leading_name(text: str) -> str | None:
    """The name that ``text`` begins with, where the segmenter cuts it apart: 龚|远山|守林, 覃素|英为."""
    led = _LEADS.match(text)
    if led and led["name"][0] in names.SURNAMES and not (frequency(led["name"][:2]) or frequency(led["name"][1:])):
        return led["name"]
    words = segment(text[:12])
    # 和几家医院, 向哪个村: what joins is no surname, what asks no given name.
    if len(words) > 2 and words[0] in names.SURNAMES and kind(words[0])[:1] not in ("c", "d", "p"):
        given = words[1] if len(words[1]) == 2 else "".join(words[1:3])
        known = frequency("".join(words[:2])) or any(c in _ASKING for c in given)
        if len(given) == 2 and given.isalpha() and not known:
            return words[0] + given
    return None


def _runs_into_a_word(text: str, name: str) -> bool:
    """Whether the last character of a guessed name begins a word with what follows: 林长加|起来 is 林长 and 加起来."""
    end = text.find(name) + len(name)
    return bool(_TAKEN_TOGETHER.match(text, end - 1) or _PEOPLE_OF.match(text, end)) or any(
        frequency(text[end - 1 : end + more]) > _SELDOM for more in (1, 2) if end + more <= len(text)
    )


def _apart(text: str, start: int, end: int) -> list[Span]:
    joint = _JOINED.search(text, start, end)
    return [(start, joint.start()), (joint.end(), end)] if joint else [(start, end)]


def _common(name: str) -> bool:
    """Whether what ends with 公司 or 集团 names none: words before a common noun, or a trade."""
    bare = _BARE.fullmatch(name)
    if bare is None:
        core = _FORM.sub("", name)
        return core != name and len(core) == 2 and kind(core) == "n"  # 矿业有限公司: a trade and a form
    core = bare["core"]
    return len(core) < 2 or len(core) > 8 or core in _TRADES or bool(_FUNCTION.search(core))


def short(name: str) -> str:
    """The name without its legal form, as reports use it after the first time; at least three characters."""
    core = _FORM.sub("", name)
    return core if len(core) >= 3 else name


def is_firm(name: str) -> bool:
    """Whether the name is one that reports of one form are about: 公司, 银行. They are told apart by exact names."""
    return name.endswith(("公司", "集团", "股份", "银行"))


def about(name: str, text: str) -> bool:
    """Whether folded ``text`` names the organisation, in full or short."""
    return folded(name) in text or folded(short(name)) in text
