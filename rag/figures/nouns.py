"""The noun that a figure counts, where it stands after the figure: 干部 after 42名."""

from __future__ import annotations

import re

from rag.figures import wording
from rag.figures.clauses import COUNTED, PREDICATES, follows_noun
from rag.figures.naming import normal, unlisted
from rag.text.quantities import Quantity
from rag.text.speech import tagged

LABELLED = re.compile(
    r"^(?:[^，。；“”]{0,24}的)?[“‘]([^“”‘’，。]{2,14})[”’](?=$|[，。、；]|成为|供|已|全部|均|建成|投入|和)"
)
"""23家集…于一体的“百姓书屋”: the thing counted is called by its name."""


def after(q: Quantity, right: str, head: str) -> str:
    """The noun after the figure that it counts, with what is said of it."""
    if not right or not follows_noun(right) or _GOES_ON.match(right):
        return ""
    words = _QUALIFIED.sub("", right.lstrip("的"))
    if q.kind == "money" and head in ("投入", "投资", "安排", "筹措", "下达", "争取", "整合"):
        return _clipped(unlisted(words), full=True)
    tags = tagged(words)
    nominal = (
        tags[0][1].startswith(("n", "vn", "b", "j", "l", "a", "i", "s", "eng", "z")) or q.unit in COUNTED or not q.unit
    )
    if right.startswith("的") and head and _ends_in_noun(head) and q.unit in COUNTED:
        return ""
    if right.startswith("的"):
        return _clipped(words, full=q.kind == "percent" and not head)
    bare_verb = bool(head) and len(tagged(head)) == 1 and tagged(head)[0][1].startswith("v")
    if head and q.kind == "percent" and tags[0][1].startswith(("v", "n")):
        return _clipped(words, full=True)
    if head and q.unit in ("人", "人次") and not nominal and tagged(head)[-1][1].startswith("v"):
        return _clipped(words, full=True)
    if head and (not nominal or tags[0][0] in _USES):
        return _clipped(words, full=True) if bare_verb and q.unit in ("人", "户", "人次") else ""
    if head and _ends_in_noun(head) and q.unit not in COUNTED and not _TAKES.search(head):
        return ""
    listed = _LISTED.match(words)
    if listed:
        words = words[listed.end() :]
    return _clipped(words, full=not head or bare_verb or bool(_CAUSES.search(head)))


_GOES_ON = re.compile(r"的(?:有|是)|(?:下降|降低|减少|降|减|增加|提高|增|升)[为至到成]")
"""What is no noun: 低于80%的有甲、乙两县; 由27.6%降为零."""
_QUALIFIED = re.compile(r"^(?:[以与由对为]|具有|拥有|面向|适合|针对)[^，。；、]{1,14}?的(?=[一-鿿]{2})")
"""15个以县城为载体的示范县: what qualifies the noun before 的."""
_CAUSES = re.compile(
    r"(?:^实现|推动|推进|带动|支持|促成|帮助|引导|扶持|助力|解决|安排|动员|吸引|^(?:与|同|跟)[一-鿿]+)$"
)
_LISTED = re.compile(r"(?:[^、，。；的]{1,12}、)+[^、，。；]{1,12}?等(?=[一-鿿]{3})")
_USES = frozenset("利用 用于 建设 购买 进行 支持 实施 用 大关".split())
_TAKES = re.compile(
    r"(?:获得?|争取|给予|奖励|发放|减免|节约|落实|提供|培训|帮助|带动|吸纳|安置|覆盖|惠及|组织|完成|种植|建成|新建|改造|治理|修复|新增)$"
)


def _ends_in_noun(head: str) -> bool:
    word, tag = tagged(head)[-1]
    return tag.startswith(("n", "vn", "j", "l")) and len(head) > 2


def _clipped(words: str, *, full: bool) -> str:
    """The noun at the beginning of ``words``; with ``full`` also what is said of it, up to twenty-eight characters."""
    out = ""
    seen = False
    tags = tagged(words)
    for i, (word, tag) in enumerate(tags):
        nominal = tag.startswith(_NOMINAL) or tag == "uj"
        following = tags[i + 1][1] if i + 1 < len(tags) else ""
        near = [t for _, t in tags[i + 1 : i + 3]]
        goes_on = word not in PREDICATES and (
            tag in ("v", "q", "vn", "d")
            and any(t.startswith(("n", "vn", "l", "j", "b", "a", "i")) for t in near)
            or tag == "v"
            and i + 1 == len(tags)
        )
        joins = following.startswith(("n", "vn", "l", "j", "b", "a")) or following == "v" and near[1:2] == ["n"]
        pair = word in ("、", "和", "与", "及") and joins and len(out) < (16 if "、" in out else 8)
        if seen and not nominal and not full and not goes_on and not (pair and tag == "c"):
            break
        if seen and full and tag in ("p", "c") and not pair and word != "被":
            # 经验被某部门集中向各省推广: what is cut off told what is done.
            out = re.sub(r"被[^被]*$", "", out)
            break
        if full and len(out) + len(word) > 28 and "的" not in words[len(out) :][:6]:
            break
        seen = seen or tag.startswith(("n", "j", "l"))
        out += word
    out = wording.tailed(out)
    if out and tagged(out)[-1][0] == "新":
        out = out.removesuffix("新")
    if len(out) > 12 and "的" in out[:-2]:
        out = out[out.rindex("的", 0, len(out) - 2) + 1 :]
    return out


_NOMINAL = ("n", "vn", "b", "j", "l", "a", "i", "s", "eng", "z", "x", "f", "m", "k", "g", "t")
_FORMS = frozenset(
    "扶贫 就业 养老 服务 帮扶 培训 示范 搬迁 安置 务工 创业 合作 种植 养殖 加工 供水 改造 监测 治理 救助 保障 配送 管理 创新 重点".split()
)


def object_of(head: str) -> str:
    """The noun that later clauses are said of: 社区食堂 of 累计建成社区食堂; nothing where there is none."""
    words = tagged(normal(head))
    whole = len(words)
    while words and words[-1][1][0] in "vda":
        words = words[:-1]
    if not words or not words[-1][1].startswith(("n", "l", "j")):
        return ""
    tail = ""
    for word, tag in reversed(words):
        if tag in ("v", "d", "p", "u", "uj", "c", "x") and len(tail) >= 2 and word not in _FORMS:
            break
        tail = word + tail
    return tail if len(tail) >= (2 if len(words) == whole else 4) else ""


def joined(head: str, after: str) -> str:
    """The verb and the noun after the figure: 组织 and 干部."""
    if not head:
        return after
    if head.endswith(after[:2]):
        return head
    return head + after
