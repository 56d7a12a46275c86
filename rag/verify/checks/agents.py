"""Who does it, and to whom: what the claim has one body do or get, the source does not have another do or get."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.domain import Span
from rag.text.quantity import compare
from rag.verify.context import Finding, Source
from rag.verify.reading import Reading, bigrams, shortens, strip
from rag.verify.rows import rows

_DONE_BY = re.compile(
    r"由(?P<who>(?:[^，。；、：！？,;由]{1,10}(?:书记|长|主任|主席|委员|常委)、)?[^，。；、：！？,;由]{2,16}?)(?:共同|联合|统一|全额|出资|独家)?"
    r"(?P<verb>牵头|负责|承担|主办|承办|承建|援建|建设|投资|出资|管理|运营|供货|主持|组织|实施|发放|支付|补贴|提供|派出|制定|监管|验收"
    r"|主管|分管|代管|托管|监督|审批|审核|审定|认定|批准|捐赠|捐建|捐资|赠送|筹集|筹资|自筹|选派|采购|收购|回购|经营|承包|培训|带队|包联|帮扶|结对|执行|解决|报销|缴纳|垫付|兜底|担任|兼任|出任)"
)
_REPORTED = re.compile(r"[报送经](?P<who>[^，。；、：！？,;报送经]{2,12}?)(?P<verb>审批|审核|审定|认定|批准|验收)")
_IN_TABLE = re.compile(
    r"(?P<verb>牵头|负责|承担|主办|承办|承建|援建|建设|管理|运营|实施|验收|主管|监管|监督|审批|帮扶|包联)(?:单位|机构|部门|主体|人)：(?P<who>[^：；，。]{2,30})"
)
_BY = re.compile(
    "由(?P<who>[一-鿿]{2,8}?)(?:先行|统一|共同|全额|自行|负责|承担|出资|垫付|支付|发放|管理|实施|组织|牵头)"
)
_BEFALLS = re.compile("(?:遇到|遇有|遇|一旦|如果?|若|凡|当|对|向|给|替|为|帮)[^，。；]{0,4}$")
_AKIN = 0.5
"""Share of the shorter name that two names of one body have in common."""
_CLASSES = (
    "财政 政府 县里 市里 省里 镇里 乡里 国家 中央 县级 市级 省级",
    "村集体 村里 村委会 集体",
    "保险公司 保险机构",
    "银行 信用社 农商行",
    "企业 公司 工厂 厂家 厂里 老板 龙头企业 用人单位",
    "合作社",
    "农户 村民 农民 居民 群众 贫困户 脱贫户 搬迁户 椒农 茶农 果农 菜农 烟农 药农 蚕农 养殖户 种植户 个人 自己 本人 户主 劳动力 家庭 边民",
    "员工 职工 工人 务工人员 零工",
    "学生 孩子",
    "家长 父母",
    "老人 老年人 患者 病人",
    "社区 居委会",
    "学校 中学 小学",
    "医院 卫生院",
    "书记 县长 市长 镇长 乡长 局长 主任",
    "代表",
    "干部 工作队 第一书记 队员",
    "志愿者 志愿服务队",
)
"""Who acts or receives in reports, those together that may stand for each other."""
_CLASS = {word: i for i, words in enumerate(_CLASSES) for word in words.split()}
_BODY = r"(?:[一-鿿]{2,8}(?:局|办公室|扶贫办|厅|学院|大学|基金会|协会|商会|人社局|委员会))"
_WHO = re.compile(rf"(?:{'|'.join(sorted(_CLASS, key=len, reverse=True))}|{_BODY})$")
_ANYBODY = re.compile(_WHO.pattern.removesuffix("$"))
_ADVERBS = re.compile(
    r"(?:[就也都还均已共曾再又便则才只能可会要将]|当年|去年|今年|每年|每月|先后|统一|共同|主动|联合|全额|独家)+$"
)
_VERB = re.compile("[一-鿿]{2}")
_LEADS = re.compile(r"^(?:[由和与同向被让请给]|会同)")
_NAME = re.compile("[一-鿿]{2,5}")
_OWNED = re.compile(
    r"(?:收益|收入|利润|租金|盈余|分红|所有权|经营权|使用权|产权|资产|全部|均|都)归(?P<who>[一-鿿]{2,6}?)(?:所有|所得|支配)?(?=[，。；、！？,;]|$)"
)
_BELONGS = re.compile(r"(?<![回同])归(?P<who>[^，。；、：归]{2,14}?)所有")
_BEFORE = 6
"""Characters before who acts: a place, or what kind of body it is."""
_MOST = 40
"""Phrases of a source that are looked through."""


@dataclass(frozen=True, slots=True)
class _Act:
    """A phrase that begins with who acts; ``by`` says that it is told so (由)."""

    text: str
    at: int
    by: bool


def agents(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each body that ``claim`` has do or get what the sources have another do or get."""
    bodies = [s.body for s in sources]
    out = _done_by(claim, bodies)
    acting = [a for a in _acts(claim.text) if a.by or _ANYBODY.search(a.text)]
    held = [a for b in bodies for a in _acts(b.text)][:_MOST] if acting else []
    for act in acting:
        if any(strip(act.text) in b.bare for b in bodies):
            continue
        found = _otherwise(act, held)
        if found and not any(f.spans[0][0] <= found[0][1] and found[0][0] <= f.spans[0][1] for f in out):
            span, mine, theirs = found
            out.append(Finding("名称", f"引文说的是{theirs}，不是{mine}", "contradicted", (span,), theirs))
    return out + _given(claim, bodies) + _owned(claim, bodies) + _undergoing(claim, bodies)


def _undergoing(claim: Reading, bodies: Sequence[Reading]) -> list[Finding]:
    """A finding for each 由甲 of ``claim`` where the sources tell of 甲 only as whom it befalls: 遇到用工单位拖欠工钱，先行垫付."""
    out: list[Finding] = []
    for match in _BY.finditer(claim.text):
        who = match["who"]
        held = [(b, m.start()) for b in bodies for m in re.finditer(who, b.text)]
        if held and all(_BEFALLS.search(b.text[b.phrase_of(at)[0] : at]) for b, at in held):
            if not any(strip(match.group()) in b.bare for b in bodies):
                out.append(Finding("名称", f"引文没有说由{who}来做", "unsupported", (match.span("who"),)))
    return out


def _done_by(claim: Reading, bodies: Sequence[Reading]) -> list[Finding]:
    held = [(m["who"], m["verb"]) for b in bodies for m in _DONE_BY.finditer(b.text)]
    held += [(m["who"], m["verb"]) for b in bodies for m in _REPORTED.finditer(b.text)]
    held += [(m["who"], m["verb"]) for b in bodies for text in _rows_of(claim, b) for m in _IN_TABLE.finditer(text)]
    out: list[Finding] = []
    for match in _DONE_BY.finditer(claim.text):
        theirs = [who for who, verb in held if verb == match["verb"]]
        if theirs and not any(_akin(match["who"], who) for who in theirs):
            reason = f"引文说的是由{theirs[0]}{match['verb']}，不是{match['who']}"
            out.append(Finding("名称", reason, "contradicted", (match.span("who"),), theirs[0]))
        elif bodies and not any(_known(match["who"], body) for body in bodies):
            out.append(Finding("名称", f"引文没有说到{match['who']}", "unsupported", (match.span("who"),)))
    return out


def _known(who: str, body: Reading) -> bool:
    """Whether a source knows somebody of that name, or of that class (村民 for 农户)."""
    kind = _CLASS.get(who)
    if kind is not None and any(w in body.text for w in _CLASSES[kind].split()):
        return True
    plain = strip(who)
    words = bigrams(plain)
    # 区领导 of what 区委、区政府领导 tells.
    shorter = re.search(".{0,3}".join(map(re.escape, plain)), body.bare)
    return bool(shorter) or len(words & body.bigrams) > _AKIN * len(words)


def _rows_of(claim: Reading, body: Reading) -> list[str]:
    """The rows of a table that ``claim`` names."""
    return [row.text for row in rows(body) if row.named_in(claim.text)]


@lru_cache(maxsize=256)
def _acts(text: str) -> tuple[_Act, ...]:
    """The phrases of ``text``, and what in them follows 由."""
    return tuple(_phrases(text))


def _phrases(whole: str) -> Iterator[_Act]:
    low = 0
    for match in re.finditer(r"[，。；：！？]|(?<!\d)[,;:]|$", whole):
        text = whole[low : match.start()]
        if text:
            yield _Act(text, low, by=False)
            for by in re.finditer(
                "由(?![于此]|[^，。；]{1,14}?[升降变调改转提跌](?:[整动级高变]|[升降])?(?:成了|[为到至成]))|[和与](?=[一-鿿]{4,10}(?:学院|大学|公司|医院|银行))",
                text,
            ):
                yield _Act(text[by.end() :], low + by.end(), by=by.group() == "由")
        low = match.end()


def _otherwise(act: _Act, held: Sequence[_Act]) -> tuple[Span, str, str] | None:
    """Who acts in the claim and who in the source, where the same is done by another, and never by the same."""
    rival: tuple[Span, str, str] | None = None
    for other in held:
        # What is done: the longest that both say after who does it.
        shared = _common(act.text, other.text, least=2 if act.by and other.by else 4)
        if shared is None:
            continue
        mine = _who(act.text[: shared[0]], by=act.by)
        theirs = _who(other.text[: shared[1]], by=act.by)
        if not mine or not theirs:
            if theirs or not other.text[: shared[1]]:
                return None
            continue
        if _same(mine, theirs):
            return None
        end = act.at + len(_ADVERBS.sub("", act.text[: shared[0]]))
        rival = rival or ((end - len(mine), end), mine, theirs)
    return rival


def _common(a: str, b: str, *, least: int) -> tuple[int, int] | None:
    """Where the longest stretch that both have begins in each, not at the beginning of either; at least ``least`` characters."""
    best, at = least - 1, None
    for i in range(2, len(a) - least + 1):
        if not _VERB.match(a, i):
            continue
        length = best + 1
        j = b.find(a[i : i + length], 2)
        while j >= 0 and i + length <= len(a):
            best, at, length = length, (i, j), length + 1
            j = b.find(a[i : i + length], 2) if i + length <= len(a) else -1
    return at


def _who(words: str, *, by: bool = False) -> str:
    """Who acts at the end of ``words``, if hardly anything else stands before; after 由 (``by``) any short name may."""
    words = _ADVERBS.sub("", words)
    match = _WHO.search(words)
    if match and match.start() <= _BEFORE:
        return _LEADS.sub("", match.group())
    return words if by and _NAME.fullmatch(words) else ""


def _same(a: str, b: str) -> bool:
    one, other = _CLASS.get(a), _CLASS.get(b)
    if one is not None or other is not None:
        return one == other
    return _akin(a, b) or shortens(a[-3:], b) or shortens(b[-3:], a)


def _given(claim: Reading, bodies: Sequence[Reading]) -> list[Finding]:
    """A finding for each sum that ``claim`` has another get: 奖励农户2000元 of what 奖励企业2000元 tells."""
    out: list[Finding] = []
    for q in claim.figures:
        mine = _getter(claim.text, q.start)
        if not mine:
            continue
        theirs = [_getter(b.text, r.start) for b in bodies for r in b.figures if compare(q, r) == "same"]
        verb = _ahead(claim.text, q.start - len(mine))
        verbs = [
            _ahead(b.text, r.start - len(t))
            for b in bodies
            for r in b.figures
            if compare(q, r) == "same"
            for t in [_getter(b.text, r.start)]
        ]
        if theirs and all(t and not _same(mine, t) for t in theirs) and verb in verbs:
            reason = f"引文说的是{verb}{theirs[0]}，不是{mine}"
            out.append(Finding("名称", reason, "contradicted", ((q.start - len(mine), q.start),), theirs[0]))
    return out


def _owned(claim: Reading, bodies: Sequence[Reading]) -> list[Finding]:
    """A finding for each yield that ``claim`` gives to another: 收益归企业 of what 收益归村集体 tells."""
    held = [m["who"] for b in bodies for m in (*_OWNED.finditer(b.text), *_BELONGS.finditer(b.text))]
    out: list[Finding] = []
    for match in _OWNED.finditer(claim.text):
        if held and not any(_same(match["who"], who) or match["who"] in who for who in held):
            reason = f"引文说的是归{held[0]}，不是归{match['who']}"
            out.append(Finding("名称", reason, "contradicted", (match.span("who"),), held[0]))
    return out


def _getter(text: str, at: int) -> str:
    match = _WHO.search(text[max(0, at - 6) : at])
    if match is None or match.group() not in _CLASS:
        return ""
    before = _WHO.search(text[max(0, at - 6) : at - len(match.group())])
    # 劳动力本人: both are who gets it.
    return (
        (before.group() if before and before.group() in _CLASS else "") + match.group()
        if match.group() == "本人"
        else match.group()
    )


def _ahead(text: str, at: int) -> str:
    return text[max(0, at - 2) : at]


def _akin(a: str, b: str) -> bool:
    """Whether two names may mean one body: one shortens the other, or they share most."""
    x, y = strip(a), strip(b)
    one, other = bigrams(x), bigrams(y)
    return x in y or y in x or len(one & other) > _AKIN * min(len(one), len(other))
