"""Offices and the persons who are said to hold them: 甲市水利局局长某某."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.text.names import COMPOUND_SURNAMES, SURNAMES

_RANKS = (
    "第一书记 副书记 书记 副市长 市长 副县长 县长 副区长 区长 副省长 省长 副州长 州长 副镇长 镇长 副乡长 乡长 副局长 局长 副厅长 厅长 副部长 部长 "
    "副主任 主任 副主席 主席 副秘书长 秘书长 副院长 院长 副校长 校长 园长 副所长 所长 副站长 站长 副队长 队长 组长 副会长 会长 "
    "董事长 副总经理 总经理 经理 副厂长 厂长 行长 社长 副理事长 理事长 负责人 支书 村主任 联络员 指导员 网格员 护林员 "
    "领队 党委委员 常委 总工程师 工程师 首席专家 技术员 创始人 法人代表 带头人 教师 老师 医生 院士 教授 研究员 守林人 传承人 主播"
).split()
RANKS = tuple(sorted(_RANKS, key=lambda r: (-len(r), r)))
# 总支书记 ends with 书记, it does not hold 支书; 人大常委会主任 is no 常委.
_NOT_BEFORE = {"支书": "(?!记)", "常委": "(?!会)"}
_RANK = "|".join(r + _NOT_BEFORE.get(r, "") for r in RANKS)
_LED = re.compile(
    r"^(?:——|—|-)*(?:访|专访|记(?!者)|[说提谈讲]起|[说提谈讲]到|对话|记者采访了|采访|据|经|由|与|和|同|向|对|请|让|在|是|时任|原|现任|前任|其中|当时的|[的，。])+"
)
# What follows a name: the third character of 谢胜说 is no part of it.
_NOT_GIVEN = frozenset(
    "说介表认指在告提带走作看答开率深来到为主就以是与和及的了也都还又不对向从被把让给将会要能可同则随当于等笑感坦回透解任当获参"
)
_NEVER_GIVEN = frozenset("说的了也都还又和与及在是")
_SAYS = ("说", "介绍", "表示", "告诉", "认为", "坦言", "感慨", "回忆", "透露", "解释", "指出", "强调")
_TAKES_UP = re.compile(
    rf"(?:同志|老人|女士|先生)?(?:担任|出任|接任|当选为?|受聘为?|兼任|任)(?P<office>[一-鿿]{{0,12}}?(?:{_RANK}))"
)
_RANK_BEFORE = re.compile(rf"(?:{_RANK})$")
_LIST = re.compile(r"(?:[一-鿿]{2,3}(?:、|和|与|及))+$")
_GIVES = re.compile(
    rf"(?:同志|，|（|\(|(?:同志)?[^，。；、]{{0,4}}(?:[担出接兼升就历]?任|当选为?|[是系为]))?(?P<office>[一-鿿]{{0,12}}?(?:{_RANK}))"
)
_APPOINTS = re.compile(r"任命|选举|补选|推选|推举|聘任|当选")
_APPOINTED = re.compile(
    rf"(?:(?:任命|选举|补选|推选|推举|聘任)了?[：:]?|[：:、；;，,])(?P<name>(?!任命|选举|[补推]选|推举|聘任|免去|接受|同意|决定)[一-鿿]{{2,6}}?)(?:同志)?为(?P<office>[一-鿿]{{0,16}}?(?:{_RANK}))(?![一-鿿]{{0,4}}职务)"
)
"""任命甲某某为县民政局局长、乙某某为县审计局局长."""
_SIGNED = re.compile(r"\s*(?:$|[\n，。；、）)]|[在向作])")
"""What follows a name set apart from its office: 甲省省长 某某, at the head of a report."""
_CLAUSE_START = frozenset("，。；：、！？“”‘’（）()—-…\n 　,;:!?·")


@dataclass(frozen=True, slots=True)
class Appointment:
    """``text[start:end]`` gives ``name`` the ``office`` (with place and body as far as they are written)."""

    start: int
    end: int
    name: str
    office: str


def appointments(text: str) -> list[Appointment]:
    """Persons named directly after an office, in order. Any string is taken; the cost is linear."""
    out = _newly_appointed(text) if _APPOINTS.search(text) else []
    for m in re.finditer(_RANK, text):
        if any(a.start <= m.start() < a.end for a in out):
            continue
        # 镇党委委员、副镇长某某: the office nearest to the name; those joined to it follow below.
        gap = 1 if text[m.end() : m.end() + 1] in (" ", "　") else 0
        name = _name_at(text, m.end() + gap)
        if gap and name and not _SIGNED.match(text, m.end() + gap + len(name)):
            continue
        if name is None:
            continue
        start = _office_start(text, m.start())
        office = text[start : m.end()]
        led = _LED.match(office)
        if led:
            start += led.end()
            office = text[start : m.end()]
        end = m.end() + gap + len(name)
        out.append(Appointment(start, end, name, office))
        for earlier in _joined(text, start):
            out.append(Appointment(start, end, name, earlier))
        later = _TAKES_UP.match(text, end)
        if later:
            out.append(Appointment(start, later.end(), name, later["office"]))
    return sorted(out, key=lambda a: a.start)


def _newly_appointed(text: str) -> list[Appointment]:
    """Those whom ``text`` tells to be appointed or elected; a name of unusual form only right after the verb."""
    found = []
    for m in _APPOINTED.finditer(text):
        usual = len(m["name"]) <= 3 and m["name"][0] in SURNAMES
        if usual or text[m.start() : m.start() + 2] in ("任命", "选举", "补选", "推选", "推举", "聘任"):
            found.append(Appointment(m.start("name"), m.end(), m["name"], m["office"]))
    return found


def held_by(name: str, text: str) -> list[tuple[int, int, str]]:
    """Spans and wording of all offices that ``text`` gives ``name``: before it, or after it (某某任县长, 某某局长).

    A name joined to others (副县长甲、乙) has their office too.
    """
    out: list[tuple[int, int, str]] = []
    for m in re.finditer(re.escape(name), text):
        if len(_name_at(text, m.start()) or "") > len(name):
            continue
        listed = _LIST.search(text, max(0, m.start() - 24), m.start())  # of names, or what looks like them
        for end in (m.start(), *((i for i in range(listed.start(), m.start())) if listed else ())):
            rank = _RANK_BEFORE.search(text, max(0, end - 8), end)
            if rank and (end == m.start() or _LIST.fullmatch(text, end, m.start())):
                out += _offices_up_to(text, rank.start(), end)
                break
        after = _GIVES.match(text, m.end())
        if after and _is_given(text, m.end(), after):
            out.append((*after.span("office"), after["office"]))
    return out


def _is_given(text: str, end: int, after: re.Match[str]) -> bool:
    """Whether the office ``after`` a name that ends at ``end`` is that person's and not the next one's."""
    if _name_at(text, after.end()):
        return False
    between = text[end : after.start("office")]
    if between == "，":
        # 书记甲，副书记、县长乙
        return not re.match("[、一-鿿]", text[after.end() :])
    return bool(between) or after["office"] in RANKS


def _offices_up_to(text: str, rank: int, end: int) -> list[tuple[int, int, str]]:
    """The office whose rank is ``text[rank:end]``, and those joined to it."""
    start = _office_start(text, rank)
    led = _LED.match(text[start:end])
    start += led.end() if led else 0
    out = [(start, end, text[start:end])]
    for office in _joined(text, start):
        at = text.rfind(office, 0, start)
        out.append((at, at + len(office), office))
    return out


def _office_start(text: str, rank: int) -> int:
    low = max(0, rank - 24)
    at = rank
    while at > low and text[at - 1] not in _CLAUSE_START:
        at -= 1
    # 会长、“百姓书屋”负责人某某: the label belongs to the office.
    opened = text.rfind("“", low, at - 1) if text[at - 1 : at] == "”" else -1
    return opened if opened >= 0 else at


def _joined(text: str, start: int) -> list[str]:
    """Offices that stand before ``start``, joined by 、: 镇党委委员、副镇长."""
    out = []
    at = start
    while at > 0 and text[at - 1] == "、":
        begin = _office_start(text, at - 1)
        office = _LED.sub("", text[begin : at - 1])
        if not office.endswith(RANKS):
            break
        out.append(office)
        at = begin
    return out


def _name_at(text: str, at: int) -> str | None:
    """The person's name that begins at ``at``: surname and one or two characters; None when none does."""
    if text[at : at + 1] in ("和", "与", "及") and re.match(_RANK, text[at + 1 :]):
        return None
    for surname in COMPOUND_SURNAMES.split("|"):
        if text.startswith(surname, at):
            return _given(text, at, len(surname))
    if at < len(text) and text[at] in SURNAMES:
        return _given(text, at, 1)
    # A rare surname is believed where someone is quoted: 局长望某某介绍.
    for length in (3, 2):
        name = text[at : at + length]
        if len(name) == length and all(map(_han, name)) and text.startswith(_SAYS, at + length):
            return name if not any(c in _NOT_GIVEN for c in name) else None
    return None


def _given(text: str, at: int, surname: int) -> str | None:
    first = text[at + surname : at + surname + 1]
    second = text[at + surname + 1 : at + surname + 2]
    if not _han(first) or first in _NEVER_GIVEN:
        return None
    if first in _NOT_GIVEN and not (_han(second) and second not in _NOT_GIVEN):
        return None
    two = text[at : at + surname + 1]
    if first == "强" and second == "调":
        return None
    stops = second in _NOT_GIVEN or text.startswith("强调", at + surname + 1)
    if not _han(second) or stops or (first + second).endswith("强调"):
        return two
    return two + second


def _han(char: str) -> bool:
    return "㐀" <= char <= "鿿"


def parse_rank(office: str) -> tuple[str, str] | None:
    """(what stands before, the rank) of an office; None when it does not end with a rank."""
    for rank in RANKS:
        if office.endswith(rank):
            return office[: -len(rank)], rank
    return None
