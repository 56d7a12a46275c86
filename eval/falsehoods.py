"""Edits that make a sentence false."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping

from eval.edits import Edit, Text, pick, replaced
from rag.text import places
from rag.text.gazetteer import gazetteer
from rag.text.names import document_numbers, organisations, persons, titles
from rag.text.quantities import Quantity, compare, quantities


def number(sentence: str, passage: Text, rng: random.Random) -> str | None:
    """Another digit in a figure."""
    q: Quantity | None = pick(quantities(sentence), rng)
    if q is None:
        return None
    spots = [m.start() for m in re.finditer(r"[0-9０-９一二两三四五六七八九]", q.as_written)]
    if not spots:
        return None
    at = rng.choice(spots[:3])
    old = q.as_written[at]
    digits = (
        "123456789" if old.isascii() else "１２３４５６７８９" if old in "０１２３４５６７８９" else "二三四五六七八九"
    )
    written = replaced(q.as_written, at, at + 1, rng.choice([d for d in digits if d != old]))
    new = quantities(written)
    if len(new) != 1 or compare(new[0], q) == "same" or written in passage.text:
        return None
    return replaced(sentence, q.start, q.end, written)


def swap(sentence: str, passage: Text, rng: random.Random) -> str | None:
    """Two figures of one kind change places."""
    found = [q for q in quantities(sentence) if q.kind in ("count", "money", "percent")]
    pairs = [(a, b) for a, b in zip(found, found[1:], strict=False) if a.unit == b.unit and compare(a, b) == "value"]
    if not pairs:
        return None
    a, b = rng.choice(pairs)
    return sentence[: a.start] + b.as_written + sentence[a.end : b.start] + a.as_written + sentence[b.end :]


_UNITS = {
    "万": "亿", "亿": "万", "元": "美元", "人次": "户", "人": "户", "户": "人", "亩": "公顷", "公顷": "亩", "公里": "米", "米": "公里",
    "吨": "公斤", "公斤": "吨", "%": "个百分点", "个百分点": "%", "个月": "年", "小时": "天", "天": "个月", "平方米": "亩",
    "平方公里": "平方米", "千瓦": "千瓦时", "辆": "吨", "倍": "个百分点",
}  # fmt: skip


def unit(sentence: str, passage: Text, rng: random.Random) -> str | None:
    """Another unit or magnitude."""
    found: list[tuple[Quantity, str]] = []
    for q in quantities(sentence):
        for old, new in _UNITS.items():
            at = q.as_written.rfind(old)
            if (
                at > 0
                and q.as_written[at - 1] not in "厘毫分千平立美港欧日韩"
                and (old in "万亿" or q.as_written.endswith(old))
                and "万亿" not in q.as_written
            ):
                written = replaced(q.as_written, at, at + len(old), new)
                if written not in passage.text and "百分之" not in written:
                    found.append((q, written))
    hit = rng.choice(found) if found else None
    return replaced(sentence, hit[0].start, hit[0].end, hit[1]) if hit else None


def year(sentence: str, passage: Text, rng: random.Random) -> str | None:
    """Another year."""
    found = list(re.finditer(r"(?:19|20)\d\d(?=年)", sentence))
    if not found:
        return None
    match = rng.choice(found)
    new = str(int(match.group()) + rng.choice((-3, -2, -1, 1, 2)))
    return None if new in passage.text else replaced(sentence, match.start(), match.end(), new)


def month(sentence: str, passage: Text, rng: random.Random) -> str | None:
    """Another month."""
    match = pick(list(re.finditer(r"(?<![\d个])(?:1[0-2]|[1-9])(?=月(?:\d|底|初|中|，|以|起))", sentence)), rng)
    if match is None:
        return None
    new = str((int(match.group()) + rng.randint(0, 9)) % 12 + 1)
    return replaced(sentence, match.start(), match.end(), new) if new != match.group() else None


def place(sentence: str, passage: Text, rng: random.Random) -> str | None:
    """Another place of the same level."""
    found = [m for m in places.find(sentence) if m.place.level in ("province", "prefecture", "county")]
    mention = pick(found, rng)
    if mention is None:
        return None
    parents = mention.place.parents[:1]
    full = sentence[mention.start : mention.end] == mention.place.name
    rivals = [
        p for p in gazetteer().by_path.values()
        if p.level == mention.place.level and p.parents[:1] == parents and p.name != mention.place.name
        and p.name[-1] == mention.place.name[-1] and 3 <= len(p.name) <= 4
    ]  # fmt: skip
    other = pick(rivals, rng)
    if other is None:
        return None
    name = other.name if full else other.name[:-1]
    if name in passage.text or name in (passage.place or "") or name in passage.title:
        return None
    return replaced(sentence, mention.start, mention.end, name)


_GIVEN = "建国 志强 晓燕 立新 春华 海波 明远 雪梅 永平 国栋 佳琪 文博 少华 玉兰".split()
_FAMILY = "王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗".split()
_PROPER = "恒泰 宏达 鑫源 瑞丰 华盛 金鼎 天成 佳源 众诚 远景".split()


def name(sentence: str, passage: Text, rng: random.Random) -> str | None:
    """Another person, organisation, title or document number."""
    found = [*persons(sentence), *document_numbers(sentence), *titles(sentence)]
    found += [
        o
        for o in organisations(sentence)
        if re.search(r"(?:公司|集团|大学|医院|合作社|鞋业|竹业)$", o.text) and len(o.text) >= 6
    ]
    hit = pick(found, rng)
    if hit is None:
        return None
    new: str
    if hit.kind == "person":
        new = rng.choice(_FAMILY) + rng.choice(_GIVEN)
    elif hit.kind == "number":
        new = re.sub(r"(\d+)(\s*号)", lambda m: str(int(m[1]) + rng.randint(1, 9)) + m[2], hit.text)
    elif hit.kind == "title":
        if len(hit.text) < 4:
            return None
        new = rng.choice(_PROPER) + hit.text[2:]
    else:
        tail = re.search(
            r"(?:有限责任公司|股份有限公司|有限公司|公司|集团|大学|医院|专业合作社|合作社|鞋业|竹业)$", hit.text
        )
        cut = tail.start() if tail else len(hit.text)
        return replaced(sentence, hit.start + max(0, cut - 2), hit.start + cut, rng.choice(_PROPER))
    return None if new in passage.text or new == hit.text else replaced(sentence, hit.start, hit.end, new)


_RANK = re.compile(r"(副?)(书记|市长|县长|区长|镇长|乡长|局长|部长|厅长|主任|院长|校长|总经理)$")


def office(sentence: str, passage: Text, rng: random.Random) -> str | None:
    """Another rank for a person: 副 put in or taken out."""
    found = [
        (m.start(), p.start) for p in persons(sentence) for m in [_RANK.search(sentence[: p.start])]
        if m and sentence[max(0, m.start() - 2) : m.start()] != "第一" and sentence[: m.start()][-1:] not in "总村"
    ]  # fmt: skip
    hit = pick(found, rng)
    if hit is None:
        return None
    rank = sentence[slice(*hit)]
    return replaced(sentence, hit[0], hit[1], rank[1:] if rank.startswith("副") else f"副{rank}")


_STATES = re.compile(r"[由从](?P<a>[一-鿿]{2,6}?)(?:[升降变转改调]整?)(?:为|到|至|成)(?P<b>[一-鿿]{2,6})(?=[，。；])")


def state(sentence: str, passage: Text, rng: random.Random) -> str | None:
    """A change of state told backwards."""
    m = pick(list(_STATES.finditer(sentence)), rng)
    if m is None or m["a"] == m["b"]:
        return None
    turned = replaced(sentence, m.start("b"), m.end("b"), m["a"])
    return replaced(turned, m.start("a"), m.end("a"), m["b"])


_OPPOSITE = (
    "增长 下降|增加 减少|提高 降低|上升 下降|提升 下降|扩大 缩小|高于 低于|超过 不足|上涨 下跌|最高 最低|最大 最小|盈利 亏损|进口 出口"
    "|增至 减至|升至 降至|支持 反对|加快 放缓|回升 回落|增产 减产|增收 减收|优于 劣于|净增 净减|多于 少于|改善 恶化|加强 削弱"
)
_FLIP = {a: b for pair in _OPPOSITE.split("|") for a, b in (pair.split(), pair.split()[::-1])}


def direction(sentence: str, passage: Text, rng: random.Random) -> str | None:
    """The opposite direction beside a figure or a comparison."""
    pattern = "|".join(sorted(_FLIP, key=len, reverse=True))
    found = [
        m for m in re.finditer(pattern, sentence) if re.match(r".{0,8}(?:\d|百分|%|倍|一|以)", sentence[m.end() :])
    ]
    match = pick(found, rng)
    return replaced(sentence, match.start(), match.end(), _FLIP[match.group()]) if match else None


_DENIED = "完成 实现 开展 建成 获得 达到 通过 出台 落实 解决 建立 组织 启动 投入 成立 举办 发放 覆盖 增加 下降 参加 签订 公布".split()


def negation(sentence: str, passage: Text, rng: random.Random) -> str | None:
    """A negation put in or taken out."""
    gone = [
        m for m in re.finditer(r"尚未|并未|没有|未能|从未|不得|不能|未|不", sentence)
        if not re.match(r"不断|不仅|不但|不少|不同|不久|不足|不到|不过|不管|不论|未来|不低于|不超过|不高于|不少于|不止|不锈|不动|不得不", sentence[m.start() :])
        and sentence[m.start() - 1 : m.start()] not in "从毫永绝决丝并"
    ]  # fmt: skip
    if gone and rng.random() < 0.5:
        match = rng.choice(gone)
        return sentence[: match.start()] + sentence[match.end() :]
    put = [
        m for w in _DENIED for m in re.finditer(w, sentence) if sentence[m.start() - 1 : m.start()] not in "未不没已"
    ]
    match = pick(put, rng)
    return replaced(sentence, match.start(), match.start(), rng.choice(("未", "没有", "尚未"))) if match else None


def modality(sentence: str, passage: Text, rng: random.Random) -> str | None:
    """A fact made a plan, or a plan a fact."""
    match = pick(
        list(re.finditer(r"力争|预计(?!数)|计划(?=[^，。]{0,4}\d)|有望|争取(?=[^，。]{0,6}\d)", sentence)), rng
    )
    if match:
        return sentence[: match.start()] + sentence[match.end() :]
    match = pick([m for w in _DENIED for m in re.finditer(w, sentence)], rng)
    return replaced(sentence, match.start(), match.start(), rng.choice(("计划", "拟", "力争"))) if match else None


def qualifier(sentence: str, passage: Text, rng: random.Random) -> str | None:
    """约, 近, 余 dropped or turned."""
    q: Quantity | None = pick([q for q in quantities(sentence) if q.qualifier in ("约", "近", "余", "超", "不足")], rng)
    if q is None:
        return None
    bare = re.sub(r"约|近|将近|接近|超过|超|逾|不足|不到|左右|多|余", "", q.as_written)
    return replaced(sentence, q.start, q.end, bare)


FALSE: Mapping[str, Edit] = {
    "number": number,
    "swap": swap,
    "unit": unit,
    "year": year,
    "month": month,
    "place": place,
    "name": name,
    "office": office,
    "state": state,
    "direction": direction,
    "negation": negation,
    "modality": modality,
    "qualifier": qualifier,
}
