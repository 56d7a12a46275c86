"""Quantities in running text: counts, money, percentages, points, ratios and ranks, in base units.

Years and dates (``rag.text.dates``), telephone numbers, codes (G319, 5A), document numbers, citation marks
and clock times are not quantities.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from rag.text import dates
from rag.text.numerals import ARABIC, HAN, MAGNITUDE, Number, narrow, read
from rag.text.quantity import Kind, Qualifier, Quantity, agrees, compare
from rag.text.units import LATIN_UNIT, MONEY, PER, TIME, UNIT, canonical

_NUM = rf"(?:{ARABIC}|{HAN})"
_START = re.compile(
    rf"百分之(?P<pct>{_NUM})|千分之(?P<mil>{_NUM})|(?P<den>{_NUM})分之(?P<numr>{_NUM})"
    r"|翻了?(?P<fan>[一两二三四五]|\d)?番|(?P<half>一半|半数)|第(?P<ord>\d+|[一二三四五六七八九十百]+)"
    rf"|(?P<vague>(?:[一二三四五六七八九]?[十百千万])几|几[十百千]?[万亿]?|数[十百千]?[万亿]?|[上成][百千万亿]|[十百千万](?=[余多])"
    rf"|(?<=[近超逾约过破])[百千万亿](?![\d零一二两三四五六七八九十百千万亿]))"
    rf"|(?P<num>{_NUM})|(?P<semi>(?<![上下过大])半)(?=年|个|天|小时|亩)"
)
_MAG = re.compile(r"万亿|亿|万|千(?!米|克|瓦|伏|卡|赫|升)|百(?!分|姓|货|强)")
_ROUND = re.compile(r"[百千][万亿]|万亿")
"""百万, 千亿: numbers of one, where a unit follows."""
_MORE = re.compile(r"[多余来]")
_TO = re.compile(r"\s*(?:[-−—–~～至到]|——)\s*")
_AFTER = re.compile(r"(?:及)?(以上|以下|以内|左右|上下|之多|多(?!功能|元|样|媒体|层|语|式|维|晶)|余|有余)")
_PEOPLE = re.compile(
    "脱贫|贫困|农村|群众|村民|农民|居民|老人|职工|干部|党员|劳动|学生|师生|儿童|妇女|移民|搬迁|农户|市民|游客|人口|务工|工人|员工"
)
"""Who may follow a number without a measure word: 六万多脱贫人口."""
_BEFORE = re.compile(
    r"(?P<约>大约|大概|约为|约|大致|估计)|(?P<近>将近|接近|近|逼近)|(?P<不足>不足|不到|未满|不满)"
    r"|(?P<以下>不超过|不多于|不高于|低于|少于|小于|至多|最多|控制在|以内)|(?P<以上>不少于|不低于|至少|最少|起码|不小于)"
    r"|(?P<超>超过|突破|高于|多于|大于|超|逾|过(?=[百千万亿])|破(?=[百千万\d])|超出)"
)
_AFTER_MEANS: dict[str, Qualifier] = {
    "以上": "以上", "以下": "以下", "以内": "以下", "左右": "约", "上下": "约", "多": "余", "余": "余", "有余": "余",
}  # fmt: skip
_TRIVIAL = frozenset(
    "个种些样次起下直切条项类段番方系度时路道门排片点届期批场件句把层步线面双对团部分国省级家名位本支份块口张组头首座所"
)
"""Measure words with which 一 is an article more often than a number."""
_LOOSE = frozenset(
    "角分方点里度级字节国省步环码线星强首口头门单发转团把片道根层排帕焦卡转升桶盘班刀笔线单针包句词集局球片杯瓶箱袋盒顶堂栏格丈顿餐朵"
)
"""Words that are units after digits, but mostly something else after 十, 三, 百 (十分, 四方, 三级)."""
_NOT_TENTHS = re.compile(
    r"成(?!立|功|员|长|为|就|果|绩|效|本|交|都|品|熟|套|批|因|分|型|片|群|人|年|形|才|家|灾|事|书|绿|建|千上)"
)
_TENTHS_MORE = re.compile(r"半|[一二三四五六七八九](?![十百千万亿个]|成)")
_TENTH = {"半": (5.0, 5.0)} | {c: (float(i), 1.0) for i, c in enumerate("一二三四五六七八九", 1)}
_CLOCK = re.compile(
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:[:：]\d{2}|时(?!间|代|期|速|长|常|刻|候|节|段|机|空|尚|效|事|有|而|至|隔)|点(?:\d|整|半|钟|许|[，。、左至到一二三四五])|点$)"
)
_CODE_BEFORE = re.compile(r"[A-Za-z][-–—.]?$")


def quantities(text: str) -> list[Quantity]:
    """The quantities of ``text`` in order, not overlapping. Any string is taken; the cost is linear."""
    plain = narrow(text)
    if not (match := _START.search(plain)):
        return []
    dated = [(p.start, p.end) for p in dates.periods(plain) if any(p.parts) or not p.relative]
    starts = [s for s, _ in dated]
    out: list[Quantity] = []
    at = match.start()
    while match := _START.search(plain, at):
        i = bisect_right(starts, match.end() - 1) - 1
        if i >= 0 and match.start() < dated[i][1] and match.end() > dated[i][0]:
            at = max(dated[i][1], match.start() + 1)
            continue
        found = _read(plain, match, out[-1].end if out else 0)
        if found is None:
            at = max(_skip(plain, match), match.start() + 1)
            continue
        start, end, number, unit, qualifier, kind = found
        out.append(Quantity(start, end, number.value, unit, text[start:end], qualifier, number.high, number.step, kind))
        at = end
    return out


_Found = tuple[int, int, Number, str, Qualifier | None, Kind]


def _read(text: str, match: re.Match[str], floor: int) -> _Found | None:
    start, end = match.span()
    if match["pct"] or match["mil"]:
        return _percent(text, match, floor)
    if match["den"]:
        low, high = read(match["den"]), read(match["numr"])
        if not low or not high or not low.value:
            return None
        return (start, end, Number(high.value / low.value, 1e-6), "", None, "ratio")
    if match.group().startswith("翻"):
        number = read(match["fan"]) if match["fan"] else Number(1.0, 1.0)
        return (start, end, number, "番", None, "ratio") if number else None
    if match["half"]:
        more = text.startswith("以上", end)
        return (start, end + 2 * more, Number(0.5, 0.1), "", "以上" if more else None, "ratio")
    if match["ord"]:
        return _ordinal(text, match)
    if match["vague"]:
        return _vague(text, match, floor)
    if match["semi"]:
        number, stop = Number(0.5, 0.5), end
        return _with_unit(text, start, stop, number, None, floor, han=True)
    return _plain(text, match, floor)


def _plain(text: str, match: re.Match[str], floor: int) -> _Found | None:
    start, end = match.span()
    if _is_name(text, start, end):
        return None
    number = read(match["num"])
    if number is None or (match["num"][0] in "零百千万亿" and not _ROUND.fullmatch(match["num"])):
        return None
    han = not match["num"][0].isdigit()
    scale, end, more = _magnitude(text, end)
    number = _times(number, scale)
    second = _TO.match(text, end)
    if second and number.high is None:
        other = re.compile(_NUM).match(text, second.end())
        high = read(other.group()) if other and other.group()[0].isdigit() != han else None
        if other and high:
            scale2, end2, more2 = _magnitude(text, other.end())
            spoken = _times(high, scale2)
            if scale == 1 and scale2 > 1 and number.value < spoken.value:
                # 3-5万 means 3万 to 5万.
                number = _times(number, scale2) if number.value * scale2 < spoken.value else number
            percent = text.startswith(("%", "个百分点", "倍"), end2)
            if number.value < spoken.value and (percent or _unit_at(text, end2)):
                number = Number(number.value, min(number.step, spoken.step), spoken.value)
                end, more = end2, more2
    elif second is None and text.startswith("%", end) and number.high is None:
        other_pct = re.compile(rf"%\s*(?:[-—–~～至到]|——)\s*({ARABIC})%").match(text, end)
        top = read(other_pct.group(1)) if other_pct else None
        if other_pct and top and top.value > number.value:
            number = Number(number.value, min(number.step, top.step), top.value)
            end = other_pct.end(1)
    return _with_unit(text, start, end, number, "余" if more else None, floor, han=han)


def _with_unit(
    text: str, start: int, end: int, number: Number, qualifier: Qualifier | None, floor: int, *, han: bool
) -> _Found | None:
    """The rest of a figure from ``end``: its unit and what qualifies it."""
    kind: Kind = "count"
    unit = ""
    if text.startswith("%", end):
        kind, unit, end = "percent", "%", end + 1
        if text.startswith("点", end):
            kind, unit, end = "points", "个百分点", end + 1
    elif text.startswith(("个百分点", "百分点"), end):
        kind, unit = "points", "个百分点"
        end = text.index("点", end) + 1
    elif text.startswith("‰", end):
        kind, unit, end, number = "percent", "%", end + 1, _times(number, 0.1)
    elif number.value < 10 and _NOT_TENTHS.match(text, end):
        more = _TENTHS_MORE.match(text, end + 1)
        extra, step = _TENTH[more.group()] if more else (0.0, 10.0)
        number = Number(number.value * 10 + extra, step, number.high and number.high * 10)
        kind, unit, end = "percent", "%", end + 1 + bool(more)
    elif found := _unit_at(text, end):
        number, unit, end = _counted(text, number, *found)
        if han and _is_article(text[start:end], number, found[0], end - start):
            return None
        kind = "ratio" if unit in ("倍", "番") else "money" if unit.startswith(MONEY) else "count"
    elif han and not qualifier and (number.step >= 1 and number.value < 100 or end - start < 2):
        return None
    per = PER.match(text, end)
    if per:
        unit, end = unit + per.group(), per.end()
    before, start = _before(text, start, floor)
    after = _AFTER.match(text, end)
    if after and after.group(1) != "之多":
        means = _AFTER_MEANS[after.group(1)]
        bare = (
            means == "余"
            and not unit
            and not (kind == "count" and _PEOPLE.match(text, after.end()) and text[end - 1] in "百千万亿")
        )
        if not bare and not text.startswith(("样", "元", "种", "项", "次", "方", "数", "边", "地"), after.end()):
            qualifier, end = qualifier or means, after.end()
    return (start, end, number, unit, before or qualifier, kind)


def _counted(text: str, number: Number, written: str, end: int) -> tuple[Number, str, int]:
    """Number, unit and end with 半 taken along: 两年半, 一个半月, 3个半小时."""
    if text.startswith("半", end) and written in (*TIME, "个", "倍") and not text.startswith("半数", end):
        number, end = Number(number.value + 0.5, 0.5, number.high), end + 1
        rest = _unit_at(text, end) if written == "个" else None
        if rest and rest[0] in ("小时", "年"):
            return number, rest[0], rest[1]
        if written == "个" and text.startswith("月", end):
            return number, "个月", end + 1
    return number, canonical(written), end


def _is_article(said: str, number: Number, unit: str, length: int) -> bool:
    """Whether 一个, 一批 or 十分 stand there as words rather than as numbers."""
    if length < 3 and unit in _LOOSE:
        return True
    return said[:1] == "一" and number.value == 1 and number.high is None and unit in _TRIVIAL


def _unit_at(text: str, at: int) -> tuple[str, int] | None:
    while at < len(text) and text[at] == " ":
        at += 1
    match = UNIT.match(text, at)
    if match:
        return match.group(), match.end()
    latin = LATIN_UNIT.match(text, at)
    return (latin.group(), latin.end()) if latin else None


def _before(text: str, start: int, floor: int) -> tuple[Qualifier | None, int]:
    """The qualifier that ends at ``start`` and where it begins."""
    low = max(floor, start - 3)
    for at in range(low, start):
        match = _BEFORE.fullmatch(text, at, start)
        if match:
            found = match.lastgroup
            return found, at  # type: ignore[return-value]
    return None, start


def _magnitude(text: str, at: int) -> tuple[float, int, bool]:
    """Scale, end and whether 余/多 stands there: 万, 多万, 万余."""
    more = _MORE.match(text, at)
    stop = more.end() if more else at
    mag = _MAG.match(text, stop)
    if mag is None:
        keeps = bool(more) and bool(_unit_at(text, stop))
        return (1.0, stop, True) if keeps else (1.0, at, False)
    scale, stop = float(MAGNITUDE[mag.group()]), mag.end()
    again = _MAG.match(text, stop)
    if again and mag.group() in "百千":
        scale, stop = scale * MAGNITUDE[again.group()], again.end()
    late = _MORE.match(text, stop)
    if late and (_unit_at(text, late.end()) or not text[late.end() : late.end() + 1].strip()):
        return scale, late.end(), True
    return scale, stop, bool(more)


def _percent(text: str, match: re.Match[str], floor: int) -> _Found | None:
    number = read(match["pct"] or match["mil"])
    if number is None:
        return None
    if match["mil"]:
        number = _times(number, 0.1)
    number = Number(number.value, min(number.step, 1.0), number.high)
    start, end = match.span()
    other = re.compile(rf"\s*[-—–~～至到]\s*(?:百分之)?({_NUM})").match(text, end)
    high = read(other.group(1)) if other else None
    if other and high and high.value > number.value:
        number, end = Number(number.value, number.step, high.value), other.end()
    qualifier, start = _before(text, start, floor)
    after = _AFTER.match(text, end)
    if after and after.group(1) in _AFTER_MEANS:
        qualifier, end = qualifier or _AFTER_MEANS[after.group(1)], after.end()
    return (start, end, number, "%", qualifier, "percent")


def _ordinal(text: str, match: re.Match[str]) -> _Found | None:
    number = read(match["ord"])
    if number is None:
        return None
    unit = UNIT.match(text, match.end())
    name = unit.group() if unit else ""
    return (match.start(), match.end() + len(name), number, canonical(name), None, "ordinal")


def _vague(text: str, match: re.Match[str], floor: int) -> _Found | None:
    """十几个, 数百人, 上千户: somewhere between two powers."""
    word = match["vague"]
    weight = 1
    for char in word:
        weight *= MAGNITUDE.get(char, 1)
    lead = read(word[0]) if word[0] in "一二三四五六七八九" and len(word) > 1 else None
    low = weight * (lead.value if lead else 1)
    end = match.end()
    scale, end, _ = _magnitude(text, end)
    unit = _unit_at(text, end)
    if unit is None or (word in ("几", "数") and scale == 1 and unit[0] in _TRIVIAL | _LOOSE):
        return None
    number = Number(low * scale, weight * scale, None)
    exact = len(word) == 1 and word in "十百千万亿"
    return _with_unit(
        text, match.start(), end, number, "余" if exact and text[end - 1] in "多余" else "几", floor, han=False
    )


def _is_name(text: str, start: int, end: int) -> bool:
    """Whether digits name something: a code, a mark, a number of a house, a telephone, a time of day."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if _CODE_BEFORE.search(text, max(0, start - 2), start):
        return True
    if before in ("[", "【", "〔", "#", "№") or after in ("号", "〕") and not text.startswith("号称", end):
        return True
    if after.isascii() and after.isalpha() and not LATIN_UNIT.match(text, end):
        return True
    if before in (":", "：", "-", "/", "∶") and text[start - 2 : start - 1].isdigit() and before != "-":
        return True
    if after in (":", "∶", "/") and text[end + 1 : end + 2].isdigit():
        return True
    run = text[start:end]
    if _CLOCK.match(text, start) and "." not in run:
        return True
    if run.isdigit() and (len(run) > 6 and not _unit_or_scale(text, end) or (run[0] == "0" and len(run) > 1)):
        return True
    return before == "-" and text[start - 2 : start - 1].isdigit() and len(run) > 6


def _unit_or_scale(text: str, at: int) -> bool:
    return bool(_MAG.match(text, at) or _unit_at(text, at) or text.startswith("%", at))


def _skip(text: str, match: re.Match[str]) -> int:
    """Where to go on after something that was no quantity: past a code's digits, else past one character."""
    run = re.compile(r"[\d.]*").match(text, match.start())
    end = run.end() if run else match.start()
    return end if end > match.start() else match.end()


def _times(number: Number, scale: float) -> Number:
    def exact(x: float) -> float:
        return float(f"{x * scale:.12g}")

    return Number(exact(number.value), exact(number.step), exact(number.high) if number.high is not None else None)


__all__ = ["Quantity", "agrees", "compare", "quantities"]
