"""The mutation suite: sentences of reports with one edit that makes them false, or one that leaves them true.

    python -m eval.mutations --out CASES.jsonl TEXT...

writes lines for ``wenju verify --batch`` with ``label`` and ``kind``. The edits use tables of their own, not
those of ``rag.verify``, so that the suite measures the checks and not their memory.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from rag.text import places
from rag.text.gazetteer import gazetteer
from rag.text.names import document_numbers, organisations, persons, titles
from rag.text.quantities import Quantity, compare, quantities
from rag.text.sentences import sentences

REPORT_TITLE = re.compile(r"(?:19|20)\d\d年(.{2,6}?)(?:省|市|自治区)?政府工作报告")


@dataclass(frozen=True, slots=True)
class Text:
    """A passage to cut claims from, with what is known about it."""

    text: str
    title: str = ""
    place: str | None = None
    date: str | None = None

    def as_json(self) -> dict[str, Any]:
        """A passage of ``verify --batch``."""
        return {"text": self.text, "title": self.title, "place": self.place, "date": self.date}


@dataclass(frozen=True, slots=True)
class Case:
    """One claim with its passages; ``label`` is ``supported`` for restatements, else ``unsupported``."""

    id: str
    kind: str
    label: str
    claim: str
    source: str
    passages: tuple[Text, ...]

    def as_json(self) -> dict[str, Any]:
        """A line of ``verify --batch`` that can be scored."""
        return {
            "id": self.id,
            "kind": self.kind,
            "label": self.label,
            "claim": self.claim,
            "source": self.source,
            "passages": [p.as_json() for p in self.passages],
        }


Edit = Callable[[str, Text, random.Random], str | None]


def cases(texts: Iterable[Text], *, seed: int = 20260101, per_sentence: int = 3) -> Iterator[Case]:
    """Cases from the sentences of ``texts``: at most ``per_sentence`` false and one true edit of each."""
    pool = list(texts)
    rng = random.Random(seed)
    number = 0
    for passage in pool:
        for start, end in sentences(passage.text):
            sentence = passage.text[start:end].replace("\n", "")
            if not 14 <= len(sentence) <= 110:
                continue
            for kind, label, claim, held in _edits(sentence, passage, pool, rng, per_sentence):
                number += 1
                yield Case(f"m{number:05d}", kind, label, claim, sentence, held)


def _edits(
    sentence: str, passage: Text, pool: list[Text], rng: random.Random, limit: int
) -> Iterator[tuple[str, str, str, tuple[Text, ...]]]:
    false = list(FALSE.items())
    rng.shuffle(false)
    done = 0
    for kind, edit in false:
        if done >= limit:
            break
        claim = edit(sentence, passage, rng)
        if claim and claim != sentence:
            done += 1
            yield kind, "unsupported", claim, (passage,)
    if len(pool) > 1 and rng.random() < 0.15:
        other = rng.choice(pool)
        if other.text != passage.text and sentence[:12] not in other.text:
            yield "mark", "unsupported", f"{sentence.rstrip('。')}[2]。", (passage, other)
    true = list(TRUE.items())
    rng.shuffle(true)
    for kind, edit in true:
        claim = edit(sentence, passage, rng)
        if claim and claim != sentence:
            yield f"same:{kind}", "supported", claim, (passage,)
            break


def _pick(found: list[Any], rng: random.Random) -> Any:
    return rng.choice(found) if found else None


def _replace(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]


# Edits that make a claim false.


def number(sentence: str, passage: Text, rng: random.Random) -> str | None:
    """Another digit in a figure."""
    q: Quantity | None = _pick(quantities(sentence), rng)
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
    written = _replace(q.as_written, at, at + 1, rng.choice([d for d in digits if d != old]))
    new = quantities(written)
    if len(new) != 1 or compare(new[0], q) == "same" or written in passage.text:
        return None
    return _replace(sentence, q.start, q.end, written)


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
                written = _replace(q.as_written, at, at + len(old), new)
                if written not in passage.text and "百分之" not in written:
                    found.append((q, written))
    hit = rng.choice(found) if found else None
    return _replace(sentence, hit[0].start, hit[0].end, hit[1]) if hit else None


def year(sentence: str, passage: Text, rng: random.Random) -> str | None:
    """Another year."""
    found = list(re.finditer(r"(?:19|20)\d\d(?=年)", sentence))
    if not found:
        return None
    match = rng.choice(found)
    new = str(int(match.group()) + rng.choice((-3, -2, -1, 1, 2)))
    return None if new in passage.text else _replace(sentence, match.start(), match.end(), new)


def month(sentence: str, passage: Text, rng: random.Random) -> str | None:
    """Another month."""
    match = _pick(list(re.finditer(r"(?<![\d个])(?:1[0-2]|[1-9])(?=月(?:\d|底|初|中|，|以|起))", sentence)), rng)
    if match is None:
        return None
    new = str((int(match.group()) + rng.randint(0, 9)) % 12 + 1)
    return _replace(sentence, match.start(), match.end(), new) if new != match.group() else None


def place(sentence: str, passage: Text, rng: random.Random) -> str | None:
    """Another place of the same level."""
    found = [m for m in places.find(sentence) if m.place.level in ("province", "prefecture", "county")]
    mention = _pick(found, rng)
    if mention is None:
        return None
    parents = mention.place.parents[:1]
    full = sentence[mention.start : mention.end] == mention.place.name
    rivals = [
        p for p in gazetteer().by_path.values()
        if p.level == mention.place.level and p.parents[:1] == parents and p.name != mention.place.name
        and p.name[-1] == mention.place.name[-1] and 3 <= len(p.name) <= 4
    ]  # fmt: skip
    other = _pick(rivals, rng)
    if other is None:
        return None
    name = other.name if full else other.name[:-1]
    if name in passage.text or name in (passage.place or "") or name in passage.title:
        return None
    return _replace(sentence, mention.start, mention.end, name)


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
    hit = _pick(found, rng)
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
        return _replace(sentence, hit.start + max(0, cut - 2), hit.start + cut, rng.choice(_PROPER))
    return None if new in passage.text or new == hit.text else _replace(sentence, hit.start, hit.end, new)


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
    match = _pick(found, rng)
    return _replace(sentence, match.start(), match.end(), _FLIP[match.group()]) if match else None


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
    match = _pick(put, rng)
    return _replace(sentence, match.start(), match.start(), rng.choice(("未", "没有", "尚未"))) if match else None


def modality(sentence: str, passage: Text, rng: random.Random) -> str | None:
    """A fact made a plan, or a plan a fact."""
    match = _pick(
        list(re.finditer(r"力争|预计(?!数)|计划(?=[^，。]{0,4}\d)|有望|争取(?=[^，。]{0,6}\d)", sentence)), rng
    )
    if match:
        return sentence[: match.start()] + sentence[match.end() :]
    match = _pick([m for w in _DENIED for m in re.finditer(w, sentence)], rng)
    return _replace(sentence, match.start(), match.start(), rng.choice(("计划", "拟", "力争"))) if match else None


def qualifier(sentence: str, passage: Text, rng: random.Random) -> str | None:
    """约, 近, 余 dropped or turned."""
    q: Quantity | None = _pick(
        [q for q in quantities(sentence) if q.qualifier in ("约", "近", "余", "超", "不足")], rng
    )
    if q is None:
        return None
    bare = re.sub(r"约|近|将近|接近|超过|超|逾|不足|不到|左右|多|余", "", q.as_written)
    return _replace(sentence, q.start, q.end, bare)


FALSE: Mapping[str, Edit] = {
    "number": number,
    "swap": swap,
    "unit": unit,
    "year": year,
    "month": month,
    "place": place,
    "name": name,
    "direction": direction,
    "negation": negation,
    "modality": modality,
    "qualifier": qualifier,
}

# Edits that leave a claim true.

_WIDE = str.maketrans("0123456789%", "０１２３４５６７８９％")


def width(sentence: str, passage: Text, rng: random.Random) -> str | None:
    """Full-width digits and other marks of quotation."""
    return sentence.translate(_WIDE).replace("“", "「").replace("”", "」")


def digits(sentence: str, passage: Text, rng: random.Random) -> str | None:
    """万 and 亿 as digits, digits as 万."""
    found = [
        q for q in quantities(sentence) if q.high is None and q.qualifier is None and re.match(r"\d", q.as_written)
    ]
    q = _pick([q for q in found if q.value >= 10000 and q.kind in ("count", "money")], rng)
    if q is None:
        return None
    match = re.match(r"[\d.,]+(?:万亿|亿|万)?", q.as_written)
    assert match is not None
    rest = q.as_written[match.end() :]
    if "万" in match.group() or "亿" in match.group():
        written = f"{q.value:.0f}" if q.value < 1e8 else f"{q.value / 1e4:.10g}万"
    else:
        written = f"{q.value / 1e4:.10g}万"
    return _replace(sentence, q.start, q.end, written + rest)


_HAN = "零一二三四五六七八九"


def spelt(sentence: str, passage: Text, rng: random.Random) -> str | None:
    """% as 百分之 with Chinese numerals."""
    match = _pick(list(re.finditer(r"(?<![\d.\-—~至到])(\d{1,2})(?:\.(\d+))?%(?!点|[-—~至到])", sentence)), rng)
    if match is None:
        return None
    whole = int(match[1])
    tens, ones = divmod(whole, 10)
    said = (("" if tens == 1 else _HAN[tens]) + "十" if tens else "") + (_HAN[ones] if ones or not tens else "")
    tail = "点" + "".join(_HAN[int(c)] for c in match[2]) if match[2] else ""
    return _replace(sentence, match.start(), match.end(), f"百分之{said}{tail}")


def order(sentence: str, passage: Text, rng: random.Random) -> str | None:
    """The last two clauses change places."""
    body = sentence.rstrip("。")
    parts = re.split(r"[，,]", body)
    if len(parts) < 3 or min(len(parts[-1]), len(parts[-2])) < 8 or any(c in body for c in '“”"；：;:'):
        return None
    if re.match(r"其中|并|而|但|使|让|为|从而|实现了|这|该|以|较|比|同比|占", parts[-1]):
        return None
    return "，".join([*parts[:-2], parts[-1], parts[-2]]) + "。"


_SYNONYMS = (
    "取得 获得|举办 举行|帮助 协助|达到 达|超过 逾|共有 一共有|推进 推动|建立 建成|提高 提升|增长 增加|减少 下降|成立 组建|开展 组织开展"
    "|获得 荣获|目前 截至目前|安排 落实|投入 投资|实现 达成|介绍 说|修建 兴建|由于 因为|全部 全都|带动 拉动|解决 化解|覆盖 涵盖|共计 总计|累计 总共"
    "|吸引 引来|快速 迅速|明显 显著|努力 着力|继续 持续|重要 关键"
)


def synonyms(sentence: str, passage: Text, rng: random.Random) -> str | None:
    """One or two words by others of the same meaning."""
    if re.search(r"[“”\"「]", sentence):
        return None
    pairs = [tuple(p.split()) for p in _SYNONYMS.split("|")]
    rng.shuffle(pairs)
    out, done = sentence, 0
    for old, new in pairs:
        if old in out and new not in out and done < 2:
            out, done = out.replace(old, new, 1), done + 1
    return out if done else None


def measure(sentence: str, passage: Text, rng: random.Random) -> str | None:
    """Another measure word for the same things."""
    kin = {"家": "个", "名": "人", "位": "名", "座": "个", "所": "个"}
    q = _pick([q for q in quantities(sentence) if q.unit in kin and q.as_written.endswith(q.unit)], rng)
    return _replace(sentence, q.start, q.end, q.as_written[:-1] + kin[q.unit]) if q else None


def lead(sentence: str, passage: Text, rng: random.Random) -> str | None:
    """An attribution before the sentence."""
    return rng.choice(("据介绍，", "报道称，", "据了解，", "报告显示，")) + sentence


def named(sentence: str, passage: Text, rng: random.Random) -> str | None:
    """全市 by the article's own place."""
    own = places.resolve(passage.place) if passage.place else None
    if own is None or own.level not in ("province", "prefecture", "county"):
        return None
    kinds = {"province": "省", "prefecture": "市州", "county": "县市区"}[own.level]
    match = re.search(rf"[全该][{kinds}](?![委级区])", sentence)
    return _replace(sentence, match.start(), match.end(), own.name) if match and own.name[-1] in kinds else None


def drop(sentence: str, passage: Text, rng: random.Random) -> str | None:
    """Without one of its later clauses."""
    parts = re.split(r"[，,]", sentence.rstrip("。"))
    if len(parts) < 3 or re.search(r"[；;：:“”\"（(]|分别|其中", sentence):
        return None
    gone = rng.randrange(1, len(parts))
    return "，".join(p for i, p in enumerate(parts) if i != gone) + "。"


def shorter(sentence: str, passage: Text, rng: random.Random) -> str | None:
    """Without the adverbs of officialese."""
    if re.search(r"[“”\"「]", sentence):
        return None
    out = re.sub(
        r"进一步|全面|深入|大力|积极|切实|扎实|着力|充分|有效|有力|全力|持续|不断|稳步|加快|坚决", "", sentence
    )
    return out if 10 <= len(out) else None


def traditional(sentence: str, passage: Text, rng: random.Random) -> str | None:
    """In traditional characters."""
    out: str = _converter().convert(sentence)
    return out


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("s2t")


def twice(sentence: str, passage: Text, rng: random.Random) -> str | None:
    """Two of the other edits, one after the other."""
    edits: list[Edit] = [synonyms, digits, spelt, order, drop, measure, shorter, lead]
    out, done = sentence, 0
    for edit in rng.sample(edits, len(edits)):
        new = edit(out, passage, rng)
        if new and new != out:
            out, done = new, done + 1
        if done == 2:
            return out
    return None


TRUE: Mapping[str, Edit] = {
    "width": width,
    "digits": digits,
    "spelt": spelt,
    "order": order,
    "synonyms": synonyms,
    "measure": measure,
    "lead": lead,
    "named": named,
    "drop": drop,
    "shorter": shorter,
    "traditional": traditional,
    "twice": twice,
}


def windows(
    text: str, *, title: str = "", place: str | None = None, date: str | None = None, size: int = 320
) -> list[Text]:
    """``text`` cut into passages of about ``size`` characters on sentence ends."""
    out: list[Text] = []
    piece = ""
    for start, end in sentences(text):
        piece += text[start:end]
        if len(piece) >= size:
            out.append(Text(piece, title, place, date))
            piece = ""
    return [*out, Text(piece, title, place, date)] if piece else out


def load(path: Path) -> list[Text]:
    """The passages of a text file; a provincial report's name says of which province and year it is."""
    title = path.stem
    found = REPORT_TITLE.search(title)
    province = places.resolve(found.group(1)) if found else None
    text = (
        re.sub(r"(?<![。！？”])\n+(?=\S)", "", path.read_text(encoding="utf-8"))
        if found is None
        else path.read_text(encoding="utf-8")
    )
    return windows(
        text, title=title if found else "", place=province.name if province else None, date=title[:4] if found else None
    )


def main() -> None:
    """Write cases for text files."""
    parser = argparse.ArgumentParser(description="write mutation cases for wenju verify --batch")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=6000, help="at most so many cases, spread over the texts")
    parser.add_argument("--seed", type=int, default=20260101)
    parser.add_argument("texts", nargs="+", type=Path)
    args = parser.parse_args()
    texts = [t for path in args.texts for t in load(path)]
    random.Random(args.seed).shuffle(texts)
    with args.out.open("w", encoding="utf-8") as out:
        for count, case in enumerate(cases(texts, seed=args.seed)):
            if count >= args.limit:
                break
            out.write(json.dumps(case.as_json(), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
