"""Townships, villages and development zones that no table holds, known by how their names end."""

from __future__ import annotations

import re
from typing import Literal

from rag.domain import Place
from rag.text.dictionary import kind

Mention = tuple[int, int, Place]

_ZONE = re.compile(
    r"(?:国家级|省级)?(?:经济技术开发区|高新技术产业开发区|高新技术开发区|经济开发区|产业开发区|综合保税区|自由贸易试验区"
    r"|旅游度假区|工业园区|产业园区|工业集中区|开发区|经开区|高新区|综保区|自贸区|管理区|度假区|新区)"
)
_SUFFIX = re.compile(r"民族乡|街道|社区|镇|乡|村|林场|农场|茶场|苏木")
_HAN = re.compile(r"[㐀-鿿]*\Z")
_CUT = re.compile(
    r".*(?:[的在到进赴往从由为是将把让给的了着访驻入来去是有位于自与和及或对被向等至]|[搬迁返带送运撤调转]回)"
)
_BACK = re.compile("[搬迁返带送运撤调转]回(?=[一-鿿]{2})")
_NOT_AFTER = {
    "镇": ("村", "静", "定", "压", "痛"),
    "乡": ("村", "镇", "亲", "土", "音", "情", "愁", "贤", "风", "友", "道", "党委会"),
    "村": ("镇", "庄", "级", "容", "规", "寨", "落", "医", "改", "晚", "超", "BA", "企合作", "际", "情", "歌"),
    "社区": (),
    "街道": (),
}
_NEVER = re.compile(
    r"(?:[个座处多余每各全该本此这那某两几数十百千万亿名强老旧新小大古重城乡县市镇村农渔驻包联帮等和及与到在由的是对让向从支便]"
    r"|返|故|思|我们|你们|他们|咱|自己|我家|的家|回家|家庭|部分|相关街|属地街|基层街|个街|(?:所在|居住|属|户籍)地|是指|行人|江南水|和美湘|美丽湘|美湘|垃圾围|强镇带|日军屠|还|离|回|入|下|同|他|异|侨|贫困|脱贫|行政|自然|示范|文明|空白|重点|后盾|出列|退出|试点|先进|美丽|富裕"
    r"|搬迁|安置|中心|旅游|产业|空壳|空心|薄弱|特色|建制|集|一线|智慧|居民|城市|街道|社区|幸福|传统|民族|生态|红色|和美|数字|"
    r"平安|星级|卫生|森林|宜居|移民|牧|国有|集体|人民|党|主|样板|标杆|精品|整|基层|涉农|周边|相邻|邻近|所在|所有|有关|相关|哪些|哪位|哪家|哪|谁|那些|这些|一些|有些|典型|专业|城中|边境|草原)\Z"
)
_UNLIKELY = re.compile(
    r"[持励领设送收帮扶支推引导动创造化改这那便几该就务做作让使把被给说要能可应还都也很更最已曾将未不没无非每各其进出施落抓培育发展提升增共建成畅募区乡县省型际国城整走村部一单下后]"
)
"""Characters that stand in verbs and particles, hardly in the name of a village."""
_PART = re.compile(r"里|支|两委|部|干|民|口|头|内|外|中|集体|级|务|卫|医|道|貌|居|社|规|容|落|史|校|小")
"""What follows 村 where it means the village just spoken of (村里, 村支两委, 村民)."""
_NO_NAME = frozenset(("v", "vn", "vd", "vi", "d", "ad", "p", "c", "r", "m", "u", "t", "b"))
"""Parts of speech that no township is called by, but for the slogans."""
_SLOGANS = frozenset("联合 团结 建设 胜利 解放 前进 跃进 奋斗 创新 发展 振兴 进步 革命 生产 光荣 爱国 先进".split())
_COUNTED = re.compile(r"[一二三四五六七八九十百千双]{1,2}[里河江溪桥湾塘湖岭山都渡洲坪铺合星岔门口堡墩]")
"""三里乡, 五里镇: what counts may be a name."""
_VILLAGE = re.compile(r"[一-鿿]{2,3}(?<![各全每个该本的])村(?![级集民庄])")
_LEVEL: dict[str, Literal["township", "village"]] = {"村": "village", "社区": "village"}


def zone_end(text: str, at: int) -> int:
    """Where a development zone's suffix that begins at ``at`` ends; 0 when none does."""
    match = _ZONE.match(text, at)
    return match.end() if match else 0


def localities(text: str, found: list[Mention], within: Place | None) -> list[Mention]:
    """``found`` with the zones, townships and villages around its units added, in order."""
    out: list[Mention] = []
    for start, end, place in found:
        stop = zone_end(text, end)
        if stop and place.level in ("province", "prefecture", "county"):
            out.append((start, stop, Place(text[start:stop], "zone", "", (*place.parents, place.name))))
        else:
            out.append((start, end, place))
    merged: list[Mention] = []
    at = 0
    for match in _SUFFIX.finditer(text):
        suffix = match.group()
        while at < len(out) and out[at][1] <= match.start():
            merged.append(out[at])
            at += 1
        if at < len(out) and out[at][0] < match.end():
            continue  # inside a name already known
        if text.startswith(_NOT_AFTER.get(suffix, ()), match.end()):
            continue
        mention = _named(text, match, merged, within)
        if mention is not None:
            while merged and merged[-1][1] > mention[0]:
                merged.pop()
            merged.append(mention)
    return merged + out[at:]


def _named(text: str, match: re.Match[str], before: list[Mention], within: Place | None) -> Mention | None:
    """The township or village whose name ends with ``match``, if a name stands before it."""
    end = match.start()
    last = before[-1] if before else None
    low = max(last[1] if last else 0, end - 8)
    run = _HAN.search(text, low, end)
    start = run.start() if run else end
    if text[start : start + 1] in ("年", "月", "日") and text[start - 1 : start].isdigit():
        start += 1  # 2023年甲镇
    level = _LEVEL.get(match.group(), "township")
    chained = last is not None and start == last[1] and _holds(last[2], level)
    if chained and text.startswith("的", start):
        start += 1  # 甲县的乙镇
    base = text[start:end]
    if (
        last
        and last[1] == end
        and last[2].level in ("prefecture", "county")
        and not last[2].name.startswith(text[last[0] : end] + "族")
    ):
        # 永兴村 is a village called like a county or city, not a part of it, unless the unit's full name stands there.
        if text[last[0] : end] == last[2].name:
            return None
        start, base, chained = last[0], text[last[0] : end], False
        last = before[-2] if len(before) > 1 else None
    if chained and len(base) > 2 and (base[0] in "到至往赴与的在" or (base[0] in "和及跟同" and not kind(base[:2]))):
        start, base, chained = start + 1, base[1:], False  # 甲县到乙丙乡的公路, 甲县和乙丙镇; 和平里镇 is one name
    if not chained or len(base) > 4 or _BACK.match(base):
        cut = _CUT.match(base[:-1])
        if cut and len(base) - cut.end() >= 2:
            start, base, chained = start + cut.end(), base[cut.end() :], False
        if not chained and len(base) > 3 and _is_no_name(base[:2]):
            start, base = start + 2, base[2:]  # 目前河山镇, 感谢高境镇
    if not 2 <= len(base) + chained or len(base) > 4 + 2 * chained or not base or _NEVER.search(base):
        return None
    listed = last is not None and start == last[1] + 1 and text[last[1]] in "、和与" and last[2].level == level
    if not (chained or listed) and text.startswith(("、社区", "(社区", "（社区", "、组"), match.end()):
        return None
    if not (chained or listed or _holds_a_village(text, match, start)):
        if base not in _SLOGANS and not _COUNTED.fullmatch(base) and _is_no_name(base):
            return None  # 协调村, 配合街道
    if chained and (_PART.match(text, match.end()) or len(base) > 3) and (_UNLIKELY.search(base) or kind(base) == "v"):
        return None  # 甲县搞村集体经济
    if not (chained or listed) and (
        match.group() == "社区" or _UNLIKELY.search(base) or _PART.match(text, match.end())
    ):
        return None
    parent = last[2] if chained and last else within if within and _holds(within, level) else None
    parents = (*parent.parents, parent.name) if parent else ()
    return (start, match.end(), Place(text[start : match.end()], level, "", parents))


def _holds_a_village(text: str, match: re.Match[str], start: int) -> bool:
    """Whether a township that begins a clause is followed by a village: 营前镇象牙村 is no 镇象牙村, whatever 营前 may be."""
    begins = not start or not _HAN.search(text, start - 1, start).group()  # type: ignore[union-attr]
    return begins and match.group() in ("镇", "乡") and _VILLAGE.match(text, match.end()) is not None


def _is_no_name(word: str) -> bool:
    """Whether ``word`` is a verb, an adverb, a time or the like, by jieba's dictionary."""
    return kind(word) in _NO_NAME


def _holds(place: Place, level: Literal["township", "village"]) -> bool:
    """Whether a unit of ``level`` can be a part of ``place``."""
    if level == "village":
        return place.level != "village"
    return place.level in ("province", "prefecture", "county")
