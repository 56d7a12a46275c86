"""What a figure is a figure of, from the words around it and the figures before it in the sentence."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import replace

from rag.domain import Span
from rag.figure import Direction, Relation
from rag.figures import wording
from rag.figures.clauses import COUNTED, Slot, follows_noun
from rag.figures.naming import normal
from rag.figures.nouns import LABELLED, after, joined, object_of
from rag.figures.rows import headed, measures
from rag.figures.told import NEW, Named, Said, Words, words_of
from rag.text.quantities import Quantity
from rag.text.speech import tagged

_EMPTY = frozenset(
    "推动 带动 实现 完成 建成 推进 支持 打造 保持 建设 其中 全部 首批 累计 分别 新增 达到 涉及 包括 形成 开展 组织 连续 排名 时间 用时 覆盖 培育 加快".split()
)
"""Verbs that do not say what there is so much of."""
_ADDS = re.compile(r"增加|减少|净增|多增|下降|降低|上升|提高|增长|回升|缩短|压减|^增$|^减$|^降$")
_LEANS = re.compile(
    r"^(?:可|能|共|已|累计|直接|间接|其中)?(?:吸纳|带动|安置|惠及|解决|提供|受益|辐射|接纳|容纳|户均|人均|总投资|投资|面积|年产|亩均)"
)
_GRADES = frozenset("国家级 省级 市级 县级 区级 乡镇级 村级".split())
_BARE = frozenset(
    "余留 剩余 退出 出列 整改 落实整改 查处 返岗 到位 惠及 受益 签约 交付 开工 完工 投产 到岗到位".split()
)
"""Verbs that say nothing without what they are said of."""
_BESIDE = re.compile(
    r"^(?:(?:其?增速|增幅|涨幅)?(?:且|均|也|分别)?(?:高于|低于|快于|慢于|好于|优于|超过?|多于|少于|领先|落后于?|高出))[一-鿿]{2,8}"
)
_RATES = ("percent", "points", "ratio")
_COUNT = re.compile(r"^\d[\d.,]*(?:万|亿)?[余多]?[个条家处座项所户名](?![月以]|工作日|小时|季度|百分点)(?=[一-鿿]{2})")
"""160个国控断面水质优良率: how many there are is another figure."""
_TOLD = re.compile(r"[达至为]|增|升|降|共有|总|累计|占")
_LISTED_VERB = re.compile(
    r"(?:新(?:增|建|改建|认定|培育|创建|引进|设|入选)|改造|培育|引进|办理|新建改造)(?=[一-鿿]{2})"
)
_STRONG = re.compile(r"(?:做(?:大做强|强做优做大|优做强|大做优做强|强做大|精做强))")
_GENERIC = re.compile(r"(?<=[一-鿿]{2})(?:项目|工程)(?:建设|改造)?$")
"""Nouns that end a list for all of it: 11个煤层气、5个页岩气项目."""
_THING = re.compile(r"[镇县村乡市州区室院所园家库馆站港桥路线厂店点群链会社队场户人员目程地心]$")
"""What is counted by itself and needs no such noun."""
_TO_NOTHING = re.compile(r"(?:下降|降低|减少|降|减)[为至到](?:零|0)|清零|归零")
_BARE_MEASURE = re.compile(
    r"(?:总|年|鲜果|干果)?(?:产量|产值|产|单产|销量|销售额)|(?P<all>综合产值|面积|采摘面积|挂果面积)"
)
_MEASURED = re.compile(
    r"(?P<area>(?:播种|种植|栽培|栽植|养殖|存园|保有|基地|在地|采摘|总)*(?:面积|规模))$|(?:总|年)?(?:产量|产值|销量|销售额)$"
)
"""What is told of something that grows or is made, and how."""
_AGAINST = re.compile(r"[比较](?:同期|上年同期|去年同期|年初|原来)?的?$")
_BEYOND = re.compile(r"(?:(?<!不)[高低多少大小]于|超过|不[及如])[^，,。；;\d]{0,4}(?:\d{4}年)?[^，,。；;\d]{0,4}的$")
"""低于上年的92个."""
_MOVED = re.compile(
    r"(?:又|再|净|大幅|明显|显著|有所|略有|稍有|小幅|都|也)*(?:增长|增加|提高|提升|上升|上涨|下降|减少|降低|回落|[增升涨降减多少高低](?![一-鿿]?量))"
)


def names(cut: Sequence[Slot], dropped: Sequence[Span], text: str = "", of: str = "") -> list[Named | None]:
    """What each figure of a sentence is a figure of; None where nobody can say.

    ``dropped`` are the places and times of the sentence, which are no part of a name. The heads of rows are looked
    for in ``text``, the sentence. ``of`` is what the heading says that it is all of.
    """
    said = Said(of)
    out: list[Named | None] = []
    labels = headed(text, cut, dropped)
    for i in range(len(cut)):
        found = _name(words_of(cut, i, dropped, said, labels[i]), said)
        out.append(found[0] if found else None)
        if found:
            named, following = found
            head = following.indicator if named.relation == "change" else named.indicator
            passing = named.relation in ("share", "base") or head in said.recent
            recent = said.recent if passing else (*said.recent, head)[-6:]
            verb = _verb(head) if cut[i].joint != "list" else said.verb
            said = replace(following, recent=recent, verb=verb)
    return out


def _verb(head: str) -> str:
    """The verbs that ``head`` begins with and that have a noun after them; empty for others."""
    listed = _LISTED_VERB.match(head)
    if listed:
        return listed.group()
    words = tagged(head)
    out = ""
    for (word, tag), (_, following) in zip(words, words[1:], strict=False):
        if tag != "v" or len(word) < 2:
            break
        out += word
        if following.startswith(("n", "b", "a", "l", "j", "s", "x", "eng")):
            return out
    return ""


def _acts(head: str) -> bool:
    """Whether ``head`` says what is done, or what is measured."""
    return tagged(head)[0][1].startswith(("v", "d")) or measures(head)


def _name(w: Words, said: Said) -> tuple[Named, Said] | None:
    """The name, and what later figures may lean on."""
    q = w.quantity
    share = wording.SHARE.search(w.left)
    if share and q.kind in ("percent", "ratio"):
        if w.base:
            # 占比由18%增至71%: the two ends of one share.
            head = _core(w.left[: share.start()]) or said.indicator
            return _level(f"{head}占{share['of'] or ''}比{'重' if share['of'] else ''}", said, w) if head else None
        own = re.sub(r"所?占?比重?$", "", w.own)
        head, of = own or _core(w.left[: share.start()]), (share["of"] or "").strip()
        part = said.near if said.near and w.slot.clause - said.clause <= 1 else said.indicator
        # 投入2亿元，其中用于产业1亿元，占比50%: what the part is of the whole.
        return _share(head or part, of or ("" if head or part == said.indicator else said.indicator), said, w)
    if w.position and re.search(r"占比重?$", w.own) and q.kind == "percent" and not w.left.strip("、和与及"):
        return _share(re.sub(r"所?占比重?$", "", w.own), "", said, w)
    becomes = wording.TO.search(w.left)
    if becomes or w.slot.joint == "to":
        head = w.own or _core(w.left[: becomes.start()] if becomes else w.left) or said.of(w.slot)
        return _level(head, said, w) if head else None
    moved = _AGAINST.search(w.left) and _MOVED.match(w.then or w.slot.right)
    if said.indicator and (moved or _BEYOND.search(w.slot.left)):
        # 比上年的17.84亿元增长10%, 比上年的1264人次明显增加: where the growth begins.
        bearer = said.subject if _leans(said.indicator) else ""
        return Named(said.indicator, normal(said.indicator), bearer, "base"), said
    change = wording.CHANGE.search(w.left)
    if change and (q.kind in _RATES or _ADDS.search(change["verb"]) and not _counts(q, w.right)):
        head = w.own or _core(w.left[: change.start()])
        head = said.of(w.slot) if not head or head in _EMPTY or head in "比较" else head
        verb, than = change["verb"], change["than"].strip("，,")
        direction: Direction = "down" if verb in wording.DOWN else "up"
        return (
            _change(said, head, f"{than if len(than) < 12 and not w.heads else ''}{verb}", direction, w)
            if head
            else None
        )
    if w.position and w.own and said.change and not w.left.strip("、和与及") and q.kind in _RATES:
        return _change(said, w.own, *said.change, w)
    goes_on = "力争" in w.slot.left or not re.search(r"[达至为]", w.slot.left)
    if w.position and said.change and goes_on and not w.own and not _core(w.left) and q.kind == "percent":
        return _change(said, said.indicator, *said.change, w)
    if _BESIDE.match(w.slot.left.lstrip("、，")) and said.indicator and q.kind in _RATES:
        words = wording.tailed(re.sub(r"[，。、\s]", "", w.slot.left))
        said_of = said.indicator + ("增速" if said.change and said.change[0] else "")
        way: Direction = "down" if re.match(r"(?:且|均|也|分别)?(?:低于|慢于|少于|落后)", words) else "up"
        return Named(f"{said_of}{words}", f"{normal(said_of)}{words}", "", "change", way), said
    return _counted(w, said)


def _counted(w: Words, said: Said) -> tuple[Named, Said] | None:
    """A plain count or amount: named before it, after it or by both."""
    head = _core(w.left)
    if re.search(r"(?:[、和与]|(?<![惠涉普遍波危])及|等)$", w.left) and follows_noun(w.right):
        # 获评先进县和9个示范镇, 培育甲、乙等9个集群: of what stands before only the verb goes on.
        first = tagged(head)[0] if head else ("", "")
        strong = _STRONG.match(head)
        head = strong.group() if strong else first[0] if first[1] == "v" else ""
    label = LABELLED.match(w.slot.right)
    together = "与" if re.match(r"(?:先后|陆续|分别)?(?:与|同|跟)", w.left) else ""
    noun = label.group(1) if label else after(w.quantity, w.right, together + head)
    if noun in _GRADES and w.listed:
        # 新建8个国家级、36个省级临床重点专科: the noun stands after the last of them.
        noun += re.sub(r"^(?:国家|省|市|县|区|乡镇|村)级", "", w.listed)
    head, noun = _in_list(head, noun, w, said)
    head = w.own or head
    # 31户（截至9月底）: what a bracket adds is no name.
    if w.label and (not noun or noun[0] in "（(") and _item(head):
        return _row(head, w)
    if head and not noun and w.coming and all(t.startswith(("v", "d")) for _, t in tagged(head)):
        noun = w.coming  # 优化安排12类45件民生实事
    if w.quantity.unit == "番" and head:
        return _change(said, head, "翻番", "up", w)
    noun = noun if len(noun) > 1 else ""
    indicator = joined(head, noun) if noun else head
    if not indicator:
        indicator = w.coming or (said.of(w.slot) if w.follows_like else said.indicator)
        if re.search(r"累计|总数|总量", w.slot.left):
            # 新增公园141座、累计达973座: all of them, not the new ones.
            indicator = NEW.sub("", indicator)
        if w.slot.joint == "" and not w.coming and w.slot.clause - said.clause > 1:
            return None
    if indicator.startswith("对") and indicator.endswith("贡献率") and said.indicator:
        indicator = said.indicator + indicator
    if not re.search(r"[一-鿿A-Za-z]{2}", indicator) or indicator in _EMPTY:
        return None
    return _level(indicator, said, w)


def _in_list(head: str, noun: str, w: Words, said: Said) -> tuple[str, str]:
    """``head`` and ``noun`` of a figure with what the others of its list say for it as well."""
    tail = _GENERIC.search(w.listed)
    if tail and noun and w.alike and not _THING.search(noun) and len(noun) <= 8:
        noun += tail.group()
    if (
        head
        and not noun
        and w.slot.joint == "list"
        and w.follows_like
        and head not in _BARE
        and any(tag.startswith("v") for _, tag in tagged(said.near or said.indicator)[:1])
        and all(t.startswith("v") for _, t in tagged(head))
    ):
        # 新建高标准农田252万亩、改造提升43万亩: the verb changes, the thing stays.
        head += re.sub(r"^(?:新建|新增|新设|新)", "", object_of(said.near or said.indicator))
    if w.slot.joint == "list" and not w.own and not _TOLD.search(w.slot.left):
        if head and w.follows_like and w.measure and not measures(head) and not noun:
            head += w.measure  # 整车产量200万辆、新能源汽车140万辆
        elif w.verb and (noun or head) and not (head and _acts(head)):
            head = w.verb + head  # 改造危房3460户、老旧小区1185个
    return head, noun


def _row(head: str, w: Words) -> tuple[Named, Said]:
    """A figure of a row that is headed by what it is a figure of; ``head`` is the item, empty for a place."""
    name = normal(w.label)
    return Named(w.label, name, head), Said(w.label, "", w.slot.clause)


def _item(head: str) -> bool:
    """Whether ``head`` only says which one of a row it is."""
    if len(head) > 6 or measures(head):
        return False
    return not head or head[-1] in "省市县区州乡镇村" or tagged(head)[-1][1].startswith(("n", "s", "j"))


def _level(head: str, said: Said, w: Words) -> tuple[Named, Said]:
    among = (
        "其中" in w.slot.left or _goes_on_of(head, said, w) or _goes_on_among(head, said, w)
    ) and said.indicator != head
    leans = _leans(head) and said.indicator != head
    thing = _grown(head, said) if not among and w.slot.clause - said.clause <= 1 else ""
    if thing:
        named = Named(head, normal(head), thing, _stage(w))
        return named, Said(f"{thing}{head}", thing, w.slot.clause, w.heads, near=head)
    total = re.match(r"总(?:数|量|规模|装机|长度|里程|面积)$", head)
    if total and said.indicator and w.slot.clause - said.clause <= 1:
        head = re.sub(r"^(?:新增|新建|新设|净增|新认定)", "", _shared(said)) + head
    bearer = said.subject or (said.indicator if tagged(head)[0][0] == head else "")
    bearer = bearer if any(tag.startswith(("n", "l", "j", "i", "x", "b")) for _, tag in tagged(bearer or "，")) else ""
    named = Named(
        head,
        normal(head),
        re.sub(r"总[数量]$", "", bearer) if leans and bearer not in head else "",
        _stage(w),
        whole=(f"{said.subject}{said.indicator}" if _leans(said.indicator) else said.indicator) if among else "",
    )
    # Of several clauses that lean on one noun each leans on the first.
    counted = w.quantity.unit in COUNTED or w.quantity.unit in ("人", "户", "P")
    kept = bearer if leans or among else (object_of(head) if counted else _doer(head)) or said.subject
    return named, Said(
        said.indicator if among else head, kept, w.slot.clause, w.heads, near=head, part=head if among else ""
    )


def _goes_on_of(head: str, said: Said, w: Words) -> bool:
    """Whether a part is told more of, without its name: 其中晚稻16万吨，首次突破15万吨."""
    return head == said.part and w.slot.clause > said.clause


def _goes_on_among(head: str, said: Said, w: Words) -> bool:
    """Whether a part is followed by the next one: 其中护林员58个、保洁员71个; 其中早稻16万吨，晚稻19万吨."""
    if not said.part or not w.follows_like or w.base or w.own or measures(head) != measures(said.part) or _leans(head):
        return False
    alike = (
        w.slot.joint == "list"
        or w.slot.clause - said.clause == 1
        and head[-1:] == said.part[-1:]
        and len(head) == len(said.part)
    )
    nouns = all(tag.startswith(("n", "l", "j", "b")) for _, tag in tagged(head))
    return alike and (nouns or w.slot.joint == "list" and head[-2:] == said.part[-2:])


def _stage(w: Words) -> Relation:
    """Whether the figure is where a change begins: one of two, or of one that ends without a number (由27.6%降为零)."""
    return "base" if w.base or re.search(r"[由从]$", w.left) and _TO_NOTHING.match(w.right) else "level"


def _grown(head: str, said: Said) -> str:
    """What ``head``, a bare measure, is the measure of: 柑橘 of 柑橘种植面积45万亩，产量52万吨; empty where nobody says."""
    measure, before = _BARE_MEASURE.fullmatch(head), _MEASURED.search(said.indicator)
    if not measure or not before or (measure["all"] and not before["area"]):
        return ""
    thing = said.indicator[: before.start()]
    return (
        thing
        if len(thing) > 1 and all(tag.startswith(("n", "l", "j", "b", "x", "z")) for _, tag in tagged(thing))
        else ""
    )


def _shared(said: Said) -> str:
    """What a total after a list is of: 机构养老床位4820张、家庭养老床位680张，总数达到5500张 counts 养老床位."""
    if len(said.recent) < 2 or said.recent[-1] != said.indicator:
        return said.indicator
    both = os.path.commonprefix([name[::-1] for name in said.recent[-2:]])[::-1]
    return both if 3 <= len(both) < min(map(len, said.recent[-2:])) else said.indicator


def _doer(head: str) -> str:
    """The noun before the verb of an amount (融信服平台新增授信): later clauses are said of it. Empty for others."""
    out = ""
    for word, tag in tagged(head):
        if tag.startswith("v") and tag != "vn":
            return out if len(out) > 2 else ""
        out += word
    return ""


def _change(said: Said, head: str, words: str, direction: Direction, w: Words) -> tuple[Named, Said]:
    name = normal(head) + ("增速" if w.quantity.kind == "percent" else "变化")
    named = Named(f"{head}{words}", name, "", "change", direction)
    return named, Said(head, said.subject, w.slot.clause, w.heads, change=(words, direction))


def _share(head: str, of: str, said: Said, w: Words) -> tuple[Named, Said] | None:
    if not head:
        return None
    ends = f"占{of}比重" if of else "占比"
    among = re.search(r"全[国省市州县区]", w.slot.left)
    whole = of or (among.group() if among else "")
    following = replace(said, clause=w.slot.clause, heads=w.heads)
    return Named(head + ends, normal(head) + ends, "", "share", None, whole), following


def _core(left: str) -> str:
    core = _COUNT.sub("", wording.led(wording.tailed(left)))
    plan = re.search(r"(?:力争|确保|预计|预期)(?=[一-鿿]{3,}$)", core)
    return core[plan.end() :] if plan else core


def _counts(q: Quantity, right: str) -> bool:
    return follows_noun(right) and (q.unit in COUNTED or right.startswith("的") or not q.unit)


def _leans(head: str) -> bool:
    """Whether ``head`` is said of a subject that stands before it: it begins with such a verb, or is but a verb."""
    if head in _BARE:
        return True
    return bool(_LEANS.match(head)) and len(head) <= 14
