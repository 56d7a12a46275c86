"""Figures told in a row: 分别, A、B and 由A增长到B."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.domain import Span
from rag.figures import wording
from rag.figures.clauses import Slot

_NAMES = re.compile(r"、|和(?!谐|美|睦)|与(?!会)|以及|(?<![普涉顾危])及(?!时|格)")
_ROW = re.compile(
    r"(?:^|(?<=[；;。\n]))(?P<head>[^，,。；;：:、\d]{2,30})(?:[：:]|方面[，,：:])(?=(?P<row>[^；;。\n]+))"
)
_ITEM = re.compile(
    r"^(?:[【\[][^】\]]{1,10}[】\]]|[^\s，,。；;：:、\d]{2,8}\s)?\s*(?P<head>(?:20\d\d年(?:度|底|末)?)?[^\s，,。；;：:、\d]{2,24})[：:]\s*(?:共|约|近|超过?)?(?=\d)"
)
"""帮扶车间：96家, the item of a box of figures."""
_SUMMED = re.compile(
    r"^(?:[两二三四五六七八九十]|\d+)?个?(?:县市区|县市|市县|区县|县|市|区|乡镇|镇|乡|村)(?:的)?(?=[一-鿿]{2})"
)
_ACCIDENTS = re.compile(r"(?P<of>.{2,16}?事故)(?:发生)?(?:起数|总量|数量|数)$")
_SECTORS = re.compile(r"(?:第?一|第?一产)、(?:第?二|第?二产)、(?:第?三(?:次)?产业|第?三产)")
_CARRIED = re.compile(r"(?:总?产量|总?产值|面积|[零销]售额|交易额|[出进]口额)$")
_RESIDENCE = ("城镇", "城市", "农村", "乡村")
_SAME_OF = ("同比", "环比")
_MEASURE = re.compile(
    r"(?:的?(?:比例|比重|占比)|[一-鿿]{2}率|(?:吞吐|发送|运输|接待|签约|成交|交易|贸易|营业|起|件|案件|人|户|总|产)[值额量数]|营收|(?:营业|主营|销售|财政)?收入|消费|支出|(?:完成)?投资|面积|(?:贷款|存款)?余额|贷款|存款|价格|出口|进口|人次|生产总值|总产值|总产量|(?:零售|销售|增加|进出口|用电|发电)总?[额值量])$"
)


def run_of(cut: Sequence[Slot], i: int) -> tuple[int, int, bool]:
    """Position and length of the list of figures that ``cut[i]`` stands in, and whether it is the A of 由A增长到B.

    ``(0, 1, …)`` where it stands alone.
    """
    first = i
    while first > 0 and cut[first].joint in ("list", "to") and not _worded(cut[first]):
        first -= 1
    members = [first]
    for j in range(first + 1, len(cut)):
        if cut[j].joint not in ("list", "to") or _worded(cut[j]):
            break
        members.append(j)
    turn = next((k for k, j in enumerate(members) if cut[j].joint == "to"), 0)
    at = members.index(i)
    after = cut[members[turn + at if at < turn and turn * 2 == len(members) else turn]].quantity
    # 企业98家增加到176家 needs no 由, but figures of one kind.
    base = at < turn and (bool(re.search(r"[由从]", cut[first].left)) or after.unit == cut[i].quantity.unit)
    # 由A、B增长到C、D: two runs of one length.
    if turn and turn * 2 == len(members):
        return at % turn, turn, base
    return (0, 1, base) if turn else (at, len(members), base)


def _worded(slot: Slot) -> bool:
    """Whether a figure of a list has words of its own before it."""
    left = wording.tailed(wording.led(wording.bare(slot.left)))
    return bool(left) and slot.joint != "to" and not wording.TO.search(slot.left)


def headed(text: str, cut: Sequence[Slot], dropped: Sequence[Span]) -> list[str]:
    """What heads the row that each figure stands in (森林覆盖率：甲县74.7%，乙县77.2%); empty where there is none.

    A row has two figures or more of one unit, and nothing but its head stands before the colon (or 方面，). The first
    figure of a sentence that begins with its name and a colon is headed by that.
    """
    out = [""] * len(cut)
    if cut and (m := _ITEM.match(text)) and m.start() <= cut[0].quantity.start <= m.end():
        label = wording.tailed(wording.led(wording.bare(wording.without(m["head"], m.start("head"), dropped))))
        out[0] = label if len(label) > 1 else ""
    for m in _ROW.finditer(text):
        inside = [i for i, slot in enumerate(cut) if m.end() <= slot.quantity.start < m.end("row")]
        if len(inside) > 1 and len({cut[i].quantity.unit for i in inside}) == 1:
            label = wording.bare(wording.without(m["head"], m.start("head"), dropped))
            label = _SUMMED.sub("", wording.tailed(wording.led(label))).removesuffix("情况")
            for i in inside if len(label) > 1 else ():
                out[i] = label
    return out


def heads_of(left: str, length: int) -> tuple[str, ...]:
    """The names in a list before 分别, or before as many figures: 早、晚稻产量 is 早稻产量 and 晚稻产量."""
    match = re.search(
        r"^(.*?)(?:均|都|，|,)?(?:最高|累计|已|共|预计)?(?:分别|各(?![类项种级地方族界县市区国省部单位]))(.*)$", left
    )
    after = match.group(2) if match else ""
    verb = wording.tailed(
        re.sub(r"(?:由|从|按|达到|达|为|增长|下降|提高|提升|上升|增加|减少|降低|增至|实现|占|压减|压降).*$", "", after)
    )
    listed = wording.led(wording.tailed(match.group(1) if match else left))
    if match is None and len(_NAMES.split(listed)) != length:
        return ()
    both = re.match(r"(?:全体)?城乡(?=[一-鿿]{2})", listed)
    if both and length == 2:
        rest = listed[both.end() :]
        return tuple(word + rest + verb for word in ("城市" if rest.startswith(("低保", "特困")) else "城镇", "农村"))
    sectors = _SECTORS.search(match.group(1) if match else left)
    if sectors and length == 3:
        rest = wording.tailed(sectors.string[sectors.end() :])
        return tuple(f"第{n}产业{rest}{verb}" for n in "一二三")
    parts = [p for p in _NAMES.split(listed) if p]
    if len(parts) != length and listed.count("、") + 1 == length:
        # 租赁和商务服务业、运输和邮政业营业收入: 和 joins words, not names.
        parts = [p for p in listed.split("、") if p]
    if len(parts) < 2:
        return ()
    last = parts[-1]
    out = []
    if all(part in _SAME_OF for part in parts[1:]):
        # 销售面积环比、同比分别增长: one indicator, held against two times.
        first = re.sub(r"(?:环比|同比)$", "", parts[0])
        return tuple(f"{first}{p}" for p in (parts[0][len(first) :], *parts[1:])) if first else ()
    of = _ACCIDENTS.match(parts[0])
    if of:
        # 生产安全事故起数、死亡人数分别下降: the dead are those of the accidents.
        parts[1:] = [of["of"] + p if p.startswith(("死亡", "受伤", "伤亡", "损失")) else p for p in parts[1:]]
        last = parts[-1]
    for i, part in enumerate(parts[:-1]):
        shared = last.find(part[-2:]) + 2 if len(part) > 2 else 1
        if part in _RESIDENCE and last[:2] in _RESIDENCE and len(last) > 4:
            part += last[2:]  # 城镇、农村居民人均消费支出
        elif 1 < shared < len(last) and not measures(part):
            part += last[shared:]  # 城镇居民、农村居民人均消费支出
        elif len(part) == 1 and len(last) >= len(part) + 3:
            part += last[len(part) :]
        elif not measures(part):
            # 户厕、处理设施覆盖率: the measure of the next name that has one.
            part += next((m.group() for m in map(_MEASURE.search, parts[i + 1 :]) if m), "")
        out.append(wording.led(part) + verb)
    return (*out, last + verb)


def measure_of(name: str) -> str:
    """What is measured, as ``name`` ends with it: 产量 of 整车产量; empty where it names a thing."""
    found = _CARRIED.search(name)
    return found.group() if found and found.start() else ""


def measures(name: str) -> bool:
    """Whether ``name`` ends in what is measured (…收入, …率), rather than naming a thing."""
    return bool(_MEASURE.search(name)) or name.endswith(tuple("量额值数率"))


def pick(heads: tuple[str, ...], position: int, length: int) -> str:
    """The name of the figure at ``position`` of a row; empty unless there are as many names as figures."""
    return heads[position] if len(heads) == length > 1 and position < length else ""
