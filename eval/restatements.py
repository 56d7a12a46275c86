"""Edits that leave a sentence true."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from eval.edits import Edit, Text, pick, replaced
from rag.text import places
from rag.text.quantities import quantities

_WIDE = str.maketrans("0123456789%", "０１２３４５６７８９％")


def width(sentence: str, passage: Text, rng: random.Random) -> str | None:
    """Full-width digits and other marks of quotation."""
    return sentence.translate(_WIDE).replace("“", "「").replace("”", "」")


def digits(sentence: str, passage: Text, rng: random.Random) -> str | None:
    """万 and 亿 as digits, digits as 万."""
    found = [
        q for q in quantities(sentence) if q.high is None and q.qualifier is None and re.match(r"\d", q.as_written)
    ]
    q = pick([q for q in found if q.value >= 10000 and q.kind in ("count", "money")], rng)
    if q is None:
        return None
    match = re.match(r"[\d.,]+(?:万亿|亿|万)?", q.as_written)
    assert match is not None
    rest = q.as_written[match.end() :]
    if "万" in match.group() or "亿" in match.group():
        written = f"{q.value:.0f}" if q.value < 1e8 else f"{q.value / 1e4:.10g}万"
    else:
        written = f"{q.value / 1e4:.10g}万"
    return replaced(sentence, q.start, q.end, written + rest)


_HAN = "零一二三四五六七八九"


def spelt(sentence: str, passage: Text, rng: random.Random) -> str | None:
    """% as 百分之 with Chinese numerals."""
    match = pick(list(re.finditer(r"(?<![\d.\-—~至到])(\d{1,2})(?:\.(\d+))?%(?!点|[-—~至到])", sentence)), rng)
    if match is None:
        return None
    whole = int(match[1])
    tens, ones = divmod(whole, 10)
    said = (("" if tens == 1 else _HAN[tens]) + "十" if tens else "") + (_HAN[ones] if ones or not tens else "")
    tail = "点" + "".join(_HAN[int(c)] for c in match[2]) if match[2] else ""
    return replaced(sentence, match.start(), match.end(), f"百分之{said}{tail}")


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
    q = pick([q for q in quantities(sentence) if q.unit in kin and q.as_written.endswith(q.unit)], rng)
    return replaced(sentence, q.start, q.end, q.as_written[:-1] + kin[q.unit]) if q else None


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
    return replaced(sentence, match.start(), match.end(), own.name) if match and own.name[-1] in kinds else None


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
