"""Words of few characters that turn a claim: how much of it, how often, before whom, by whom. The source has to have them.

Of a claim most of whose characters stand in the source, 大部分, 每月, 之首 or 由县财政 may still be the claim's own. Each
sort is closed: what may stand for it in a source (``held``) and what there denies it (``against``) can be listed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.domain import Span
from rag.text.quantity import compare
from rag.verify.checks.aims import excepted
from rag.verify.context import CheckName, Finding, Severity, Source
from rag.verify.portions import portion
from rag.verify.reading import Reading, bigrams, strip


@dataclass(frozen=True, slots=True)
class _Sort:
    """Words of a claim, those of a source that carry them, and those of its sentence that deny them."""

    check: CheckName
    said: re.Pattern[str]
    held: re.Pattern[str]
    against: re.Pattern[str] | None = None


_NEVER = "(?!)"


def _sort(check: CheckName, said: str, held: str, against: str = "") -> _Sort:
    held = held if held == _NEVER else f"{said}|{held}"
    return _Sort(check, re.compile(said), re.compile(held), re.compile(against) if against else None)


_ONCE = "一次性(?![筷用餐手医口塑])"
_RATES = {
    "年": r"每一?年|年年|按年|一年(?!级|多?[以之]?[来前后上]|期|[一二三四五六七八九]季)|年均",
    "季": r"每(?:个)?季度?|按季度?",
    "月": r"每个?月|按月|逐月|月月|月均|一个月",
    "周": r"每个?(?:周|星期)|按周",
    "日": r"每一?[天日]|天天|按[天日]|日均|一天",
}
"""Times of which something is told each; 一年 alone is one only beside the others (一年光研学就带来30万元)."""
_LOOSE = {
    "年": r"全年|年度|历年|常年|年(?:收入|产|销|租|利|接待|工资|薪|缴|分红|增收|[^，。；]{0,4}[\d一二三四五六七八九]次)|[上下]半年",
    "季": r"季",
    "月": r"月(?:工资|薪|收入|租|产|供|销|补|发|付|领|交|缴|存|增|调度|通报|报|结)|[上下]旬|初[一二三四五六七八九十]",
    "周": r"[周礼]",
    "日": r"日(?:产|烘|处理|供|接待|结|收入|薪)|当[天日]",
}
_FREQUENCY = tuple(
    _sort(
        "范围",
        words,
        _LOOSE[unit],
        "|".join([*(w for u, w in _RATES.items() if u != unit), _ONCE]),
    )
    for unit, words in _RATES.items()
) + (
    _sort("范围", _ONCE, "一次", "|".join(_RATES[u] for u in ("季", "月", "周", "日")) + "|每一?年|按年"),
    _sort("范围", r"固定(?=领|发|拿|收入|[工月底][资薪]|薪)|底薪", "保底|基本工资", "计件|按件|多劳多得"),
)
_MOST = _sort(
    "范围",
    r"绝?大部分|绝?大多数|(?<![数成])大多(?!数)|(?<!大)多数|多半|大半|[过超]半(?:数|(?=[一-鿿]))|占(?:了)?大头|大头(?!贴|针)",
    r"主要|为主|普遍|主体|全部|所有|全都|(?<![人户亩村株头平年月日])均|都|[多大]为|家家|户户|人人",
)
_MAIN = _sort("范围", r"为主(?!题|任|导|体|席|角|持|办)", r"主[要导打攻体业]|核心|重点|特色|龙头|支柱|占大头")
_SOME = _sort(
    "范围",
    r"只有(?:一)?部分|(?<![大全各])(?:一|小|少)部分|仅(?:有)?部分|少数(?!民族)|个别(?!化|辅)",
    r"部分|有的|有些|一些|几",
    r"全部|所有|全都|100%|百分之百|全覆盖|均已|都已|一律|无一例外",
)
_TOP = _sort(
    "比较",
    r"之首|首位|榜首|之最|之冠|居首|[位居列排]第一(?!产|书|批|期|次)|名列前茅|遥遥领先|最(?=[大小多少高低长短早晚快慢好差强弱重远近受])(?!近|低生活|低工资|低保|终|后|新|多跑|大限度|大程度|大化|大公约)",
    r"最|首|第[一1]|冠|榜|领先|龙头|头[名号位把]|前[列茅]|王|无人能及|唯一",
)
_BODIES = tuple(
    _sort("名称", said, held)
    for said, held in (
        ("财政(?!收|协|所|局|支)", "政府|中央|国家|[省市县州区镇乡]级|补[贴助]|专项|衔接|预算|资金"),
        ("村集体(?!经济)", "集体|村[里委级]|合作社|村"),
        ("保险公司|保险机构", "保险|人[保寿]|理赔"),
        ("银行", "信用社|农商|信贷|贷款|[农工建中邮]行"),
        ("志愿者|志愿服务", "志愿|义工|互助"),
        ("基金会|商会|慈善", "基金|协会|公益|捐"),
    )
)
_LEVELS = tuple(
    _sort(
        "名称",
        f"{words}级?(?:财政|政府)",
        f"(?:{words})(?:[级里委]|本级|政府)" if words in ("市", "县") else words,
        f"(?:{'|'.join(w for w in ('中央', '省', '市', '县', '区', '镇', '乡') if w not in words)})级?财政",
    )
    for words in ("中央", "省", "市", "县")
)
"""Which of them pays: 省财政 for 县财政."""
_LEVELS_OF_PLACE = tuple(
    _sort("地点", said, held, "|".join(w for w in ("县城", "镇上", "市里", "省城") if w not in said))
    for said, held in (
        ("县城(?!镇)", "县[里上]|城[区里]|县[一-鿿]{0,4}(?:中心|医院|中学|园区|工厂)"),
        ("市里(?!的?领导)", "市区|城[区里]|市[一-鿿]{0,4}(?:中心|医院|中学)"),
        ("省城", "省[里会]|市区"),
    )
)
_EVERYBODY = _sort("范围", "所有(?!权|制|者)的?|任何", _NEVER, r"其[他余](?=[一-鿿])|除[^，。；]{2,16}外")
_EARLIER = _sort("时间", "之前|以前|前夕", "前|未", "之后|以后|之际|之时|刚刚|后，")
_WAYS = (
    _sort("范围", "不限额|不封顶|不设上限|没有上限|上不封顶", "不限|不设限", "最[高多]|上限|封顶|不超过|以内|至多"),
    _sort(
        "范围",
        "单独(?!列|关)|独自|独家",
        "独立|自行|一[人家个]",
        "会同|联合|共同|协同|配合|合作|[与和同][^，。；]{2,12}一[起道同]",
    ),
    _sort(
        "范围", "自筹|自费|自掏|自有资金|自己(?=[出掏花])", "自[筹费掏出有愿]|掏|积蓄|存款|集资", "贷款?|借|补[助贴]|捐"
    ),
    _sort("范围", "贷款?|借款|借钱", "[贷借]|赊"),
)
"""How it was done, or up to what: alone, without a limit, by whose money."""
_SORTS = (*_FREQUENCY, _MOST, _MAIN, _SOME, _TOP, *_BODIES, *_LEVELS, *_LEVELS_OF_PLACE, *_WAYS, _EARLIER, _EVERYBODY)
_QUOTED = re.compile("“[^”]*”")
_AKIN = 0.6
"""Share of what the likeliest sentence has of the claim which others must have to count as telling the same."""


def carried(claim: Reading, sources: Sequence[Source], found: Sequence[Finding]) -> list[Finding]:
    """A finding for each such word of ``claim`` on which no check of ``found`` has spoken."""
    quoted = [m.span() for m in _QUOTED.finditer(claim.text)]
    taken = [s for f in found if f.check in ("数字", "比较", "方向") or f.severity for s in f.spans] + quoted
    out: list[Finding] = []
    homes: list[tuple[Reading, Span]] | None = None
    for sort in _SORTS:
        for match in sort.said.finditer(claim.text):
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            if sort is _EVERYBODY and not _others(claim.text[match.end() :], sources):
                continue
            if sort in _FREQUENCY and match.group()[0] == "一" and match.group() != "一次性":
                continue  # 一年 may be how long it took
            homes = _homes(claim, sources) if homes is None else homes
            finding = _judged(sort, match, claim, homes, sources)
            if finding is not None:
                out.append(finding)
    return out


def _others(rest: str, sources: Sequence[Source]) -> bool:
    """Whether a source tells of others of those that ``rest`` begins with: 其他老人每月缴纳150元."""
    who = strip(rest)[:2]
    return len(who) == 2 and any(re.search(f"其[他余]的?{who}", s.body.text) for s in sources)


def _homes(claim: Reading, sources: Sequence[Source]) -> list[tuple[Reading, Span]]:
    """The sentences that say most of what the claim says, best first."""
    said = claim.bigrams
    ranked = sorted(
        ((len(said & bigrams(strip(s.body.text[a:b]))), i, s.body, (a, b)) for i, s in enumerate(sources) for a, b in s.body.sentences),
        key=lambda x: (-x[0], x[1], x[3]),
    )  # fmt: skip
    return [(body, span) for n, _, body, span in ranked if n and n >= _AKIN * ranked[0][0]]


def _judged(
    sort: _Sort, match: re.Match[str], claim: Reading, homes: Sequence[tuple[Reading, Span]], sources: Sequence[Source]
) -> Finding | None:
    word, span = match.group(), (match.span(),)
    texts = [body.text[slice(*home)] for body, home in homes]
    if sort not in (_MOST, _MAIN, _SOME):  # 存在的主要问题 heads what is no most of anything
        texts += [s.heading.text for s in sources]
    if sort in _FREQUENCY and (told_so := _beside(match, claim, homes)):
        texts = told_so
    if any(sort.held.search(t) for t in texts) or excepted(claim, match.start(), sources):
        return None
    if sort in (_MOST, _MAIN, _SOME):
        known = portion(match.span(), claim, homes, main=sort is _MAIN)
        if known is not None:
            so, theirs = known
            right = so != (sort is _SOME)
            if right:
                return Finding("范围", f"按引文为{theirs}", None, span)
            return Finding("范围", f"引文没有说“{word}”：引文为{theirs}", "contradicted", span, theirs)
    other = next((m for t in texts[: len(homes)] if sort.against and (m := sort.against.search(t))), None)
    severity: Severity = "contradicted" if other else "unsupported"
    reason = f"引文没有说“{word}”" + (f"：引文为“{other.group()}”" if other else "")
    return Finding(sort.check, reason, severity, span, other.group() if other else None)


def _beside(match: re.Match[str], claim: Reading, homes: Sequence[tuple[Reading, Span]]) -> list[str]:
    """Where the sources tell what ``claim`` tells beside its 每月: the likeliest stretches between commas, with what leads there.

    A stretch that has the claim's own figure is meant; what leads there has no figure.
    """
    low, high = claim.phrase_of(match.start())
    said = bigrams(strip(claim.text[match.end() : high])) or bigrams(strip(claim.text[low : match.start()]))
    mine = [q for q in claim.figures if low <= q.start < high]
    scored: list[tuple[bool, int, str]] = []
    for body, (first, last) in homes:
        begin = at = first
        while at < last:
            _, end = body.phrase_of(at + 1)
            figures = [r for r in body.figures if at <= r.start < end]
            own = any(compare(q, r) == "same" for q in mine for r in figures)
            scored.append((own, len(said & bigrams(strip(body.text[at:end]))), body.text[begin:end]))
            begin = end if figures else begin
            at = max(end, at + 1)
    best = max((x[:2] for x in scored), default=(False, 0))
    return [text for own, n, text in scored if (own, n) == best and (own or n)]
