"""Whether a figure of a sentence may answer a question for a figure: what it counts, of whom, of which place."""

from __future__ import annotations

import re
from functools import lru_cache

from rag.answer.doings import done_otherwise
from rag.answer.measures import units_asked
from rag.answer.reading import Sentence
from rag.domain import Place
from rag.figure import Figure
from rag.figures.tables import is_row
from rag.retrieve.content import Word
from rag.retrieve.question import Ask
from rag.retrieve.terms import terms
from rag.text.dictionary import kind
from rag.text.fold import folded
from rag.text.names import SURNAMES, is_person_like, persons
from rag.text.places import covers, find, of_path
from rag.text.related import related
from rag.text.wholes import WHOLE
from rag.text.words import frequency, segment

_SAME_UNIT: tuple[frozenset[str], ...] = tuple(
    frozenset(group.split())
    for group in (
        "人 名 位 人次 口 口人",
        "个 家 座 处 所 间 只 项 条 件 起 宗 套 台 辆 部 架",
        "元 美元 块 块钱 钱",
        "亩 公顷 平方公里 平方米 平方",
        "天 日",
        "场 次 场次 届 期 批 趟",
        "户 家",
        "公里 千米 米 里",
        "吨 公斤 斤 千克",
        "% 成",
        "度 ℃",
        "立方米 立方 方",
        "年 周年",
        "岁 周岁",
        "月 个月",
        "册 本 份 篇 部",
    )
)
_COUNTERS = frozenset("个 家 项 条 件 处 所 座 种 类 名 人 位 户 支 场 次 批 套 台 间".split())
_OF_THINGS = frozenset("个 家 项 条 件 处 所 座 种 类 场 批 套 台 间".split())
_HEADS = frozenset("村点站室院户人员所园区厂镇乡县市路桥渠井棚栋楼房店馆堂队组")
"""Characters that stand at the end of what is counted: 脱贫|村, 服务|点."""
_OF_PEOPLE = ("人", "名", "位", "人次")
_PEOPLE = frozenset("人员工者民力生师户手童兵警官部属友众伍口数老长")
_MEASURES = frozenset("钱 元 块钱 亩 公里 吨 斤 公斤 岁".split())
"""Units without which a small number is none of them."""
_SOMEBODY_COUNTED = re.compile(
    r"(?:[一-鿿]户|人家|家庭|[一-鿿]农|[渔牧农村居公市移灾网股]民|[学考师新]生|[教老]师|职工|员工|[民女]工|工人|[一-鿿]员|劳动力|群众|人口|(?:老年?|年轻|残疾)人|孩子|儿童|妇女|青年|司机|专家|医生|干部|能人|志愿者|学者|患者|记者|[一-鿿]者)$"
)
"""Who is counted one by one, or by households: never by 亩, 吨 or 元."""
_ALL_PEOPLE = re.compile(r"(?:总|户籍|常住)人口(?:数|总数)?$|全[省市州县区旗镇乡村]人口$")
_ALL_PEOPLE_TOLD = re.compile(r"(?:总|户籍|常住)人口|(?:全[省市州县区旗镇乡村]|有|，|、|^)人口(?:数|总数)?|口人")
_AGE_ASKED = re.compile(r"岁|龄|多大|年纪|寿|多老|几旬")
_HOW_MANY = re.compile(r"(?:一?共|总共|现|都)?有$")
"""贫困户有多少: who is counted stands before."""
_OF_SOMEBODY = frozenset("户 家 人 名 位 人次 户次 口".split())
_PLAIN = re.compile(r"[一-鿿]*$")
_FRACTION = re.compile(r"分之|半|成$")
_THEN = re.compile(r"那时|当时|当年|那年|年仅|时年")
_AGED = re.compile(r"[，,（(]?(?:今年|现年|已经?|快|年近|年过|都|刚满?|也)*$")
_UNSAID = re.compile(
    r"[^，,。；;]{0,10}?(?:增长|增加|提高|提升|上升|扩大|发展|升|增|下降|减少|降低|缩小|回落|降|减)(?:到|至|为)了?"
    r"(?:未来的?)?(?:一定|未知|某[一个]|若干|合理|[较更][低高]的?)"
)
"""The B of 由A下降到B is not told: A is what it was, not what it is."""
_SOMEBODY = re.compile(
    r"(?P<role>(?:种植|养殖|脱贫|贫困|搬迁|创业|种粮|经营)(?:大)?户|村民|农户|户主|职工|工人|学员|老人|农民|[果茶菜药粮棉烟林蚕蜂]农|牧民|渔民|店主|摊主)"
    # Whatever the surname: after such a word stands a name, if what follows it begins what the person did.
    rf"(?P<name>[{SURNAMES}][一-鿿]{{1,2}}?|[一-鿿]{{2,3}}?)(?=[今去前每家种养说把用在靠承]|一家|[，,])"
)
_OWN = re.compile(r"(?:^|[，,。；;：:“今去年])(?:他|她|我|俺|咱)(?:们)?(?:自己)?家")
_NO_GIVEN = re.compile(r"[户均共总各已可按每的增收数都也在将]")
_EACH = re.compile(r"谁|他|她|每户|户均|人均|一[户家人]")
_TO_FIGURE = re.compile(
    r"[”\"」』》]?(?:总?面积|总?数量?|总量|规模|存栏量?|保有量|拥有量)?(?:已经?|现|共计?|总计?|合计|累计|达到?了?|为|有|是|约|近|超过?|突破|(?:增加|发展|扩大|增|升)?[到至]|稳定在)*$"
)
"""What may stand between a noun and the figure that counts it: 农家书屋”累计达126个."""
_FROM_CLAUSE = re.compile(
    r"目前|现在|截至|截止|全[省市州县区镇乡村]|[该本][省市州县区镇乡村]|先后|累计|已经?|现有|拥有|共|建成|建立|建设|开发|开设|设立|设置|种植|种|养殖|养|发展|办起|建起|建|办|有|达|年|总|[“\"「『《‘了的]"
)
"""What may lead up to the noun that is counted without telling it from others of its kind."""
OF_KIND = 0.1
"""How plainly a figure counts what is asked where a word tells some of it from the rest: 托管竹林19.7万亩, asked for 竹林."""
_EACH_PAID = re.compile(
    r"[每一](?:户|人|家|亩|名|位)[^，,。]{0,10}?(?:补贴?|补助|奖励?|津贴|发放?|领取?|分红)了?多少(?!人|名|户|家|个|次|亩|天)"
)
"""What somebody each gets is asked for."""
_RATE_TOLD = re.compile(r"每|[户人亩]均|标准|最高|最低|一次性|不超过|封顶")
_EACH_ASKED = re.compile(r"[每一]|平均|第")
_MODIFIER = 6
"""Characters at most between a figure and the noun it counts: 12个易地搬迁移民新村."""
SCALE = re.compile(r"^(?:万亿|亿|万|千|百)(?=[一-鿿%])")
"""What multiplies a unit: 万 of 万人."""


def same_unit(asked: str | None, written: str) -> bool:
    """Whether a counter asked for and one written can count the same thing."""
    if asked is None:
        return True
    asked = SCALE.sub("", asked)
    written = written.split("/", 1)[0]  # 3000元/人
    if asked == "个" and written in _SAME_UNIT[0] or (written == "个" and asked in _SAME_UNIT[0]):
        return True
    if (asked, written) in (("年", "年级"), ("年", "学年")):
        return False  # 读二年级 is not for how many years
    if not written or asked == written or asked in written or written in asked:
        return True
    return any(asked in group and written in group for group in _SAME_UNIT)


def may_answer(ask: Ask, own: tuple[Word, ...], q: Figure, text: str) -> bool:
    """Whether a figure of ``text`` is of the sort asked for, said of what is asked, and told at all."""
    bare = not q.unit and ask.unit in _MEASURES
    if not same_unit(ask.unit, q.unit) or (bare and (q.value < 100 or text[q.end : q.end + 1] in '”’』」"')):
        return False  # 9大项 and “86315”热线 are no sums
    if not q.unit and text[q.start - 1 : q.start] in "“‘「『" and text[q.end : q.end + 1] in "”’」』" and q.start:
        return False  # “253”工作法: a label
    if not q.unit and ask.unit in _COUNTERS and _FRACTION.search(q.as_written):
        return False  # 一半, 六分之一: a share is no number of households
    if ask.unit is None and q.unit not in _OF_SOMEBODY and somebody_counted(ask):
        if q.unit != "个" or not counts(ask, q, text):
            return False  # 多少农户种葡萄: not how many 亩, nor how many 个, but for 农户有20个
    measured = units_asked(ask)
    if measured is not None and q.unit.split("/", 1)[0] not in measured and (q.unit or not is_row(text)):
        return False  # 亩产多少: not of how many 亩; 能挣多少: not in how many days
    if _ALL_PEOPLE.search(tail(ask.left)) and not _ALL_PEOPLE_TOLD.search(text[max(0, q.start - 12) : q.end + 8]):
        return False  # 总人口: not those who are poor, nor those who were sent
    if q.unit in ("岁", "周岁") and not (_AGE_ASKED.search(ask.clause) and of_age(q, own, text)):
        return False
    noun = _noun(ask.right, ask.unit) if ask.unit else somebody_counted(ask)
    if noun and _counts_another(ask.unit or "", noun, q, text):
        return False
    if ask.unit in _OF_THINGS and q.unit in _OF_PEOPLE and _is_thing(ask):
        return False  # 帮扶车间多少个: not how many people
    if _somebodys(q, text) and not (_about_somebody(ask, text) or any(_may_be_a_person(w.text) for w in own)):
        return False
    if _UNSAID.match(text[q.end :]) and not asks_start(ask):
        return False
    if done_otherwise(ask, text[max(0, q.start - 24) : q.start]) or _paid_to_all(ask, q, text):
        return False
    if q.value == 1 and q.as_written.startswith("一") and ask.unit is None and not _EACH_ASKED.search(ask.clause):
        return False  # 一亩紫苏能挣1300元 counts no fields
    return not (q.value == 1 and "每" in text[max(0, q.start - 6) : q.start])


def _paid_to_all(ask: Ask, figure: Figure, text: str) -> bool:
    """Whether what each gets is asked for (每户补贴多少), and a figure is no sum, or a large one that is told as no rate."""
    if not _EACH_PAID.search(ask.clause) or is_row(text):
        return False
    low = max(text.rfind(mark, 0, figure.start) for mark in "。；;") + 1
    small = "/" in figure.unit or not re.search(r"[万亿]", figure.as_written)
    return "元" not in figure.unit or not (small or _RATE_TOLD.search(text, low, figure.end + 4))


def of_age(figure: Figure, own: tuple[Word, ...], text: str) -> bool:
    """Whether an age is that of the person asked about, who stands right beside it or alone before it: 74岁的甲和77岁的乙."""
    named = [w.text for w in own if w.text in text and _may_be_a_person(w.text)]
    if _THEN.search(text[max(0, figure.start - 8) : figure.end + 4]):
        return False
    after = re.split(r"[，,。；;、和与]|\d", text[figure.end :], maxsplit=1)[0]
    before = _AGED.sub("", text[: figure.start])
    if not named or any(n in after[: len(n) + 10] or before.endswith(n) for n in named):
        return True
    others = {p.text for p in persons(text)} - set(named)
    return not after.startswith("的") and not others and any(n in before for n in named)


def counts(ask: Ask, q: Figure, text: str) -> float:
    """How plainly a figure of ``text`` counts the very noun asked for, in [0, 1]: “农家书屋”126个, 8家农家书屋.

    0 where the noun does not stand right beside it; ``OF_KIND`` where only some of the kind are counted.
    """
    noun = _noun(ask.right, ask.unit or "") or somebody_counted(ask)
    if not noun:
        return 0.0
    low = max(text.rfind(mark, 0, q.start) for mark in "，,。；;：:、\n") + 1
    lead = folded(_TO_FIGURE.sub("", text[low : q.start]))
    if lead.endswith(noun):
        return OF_KIND if _tells_apart(lead[: -len(noun)], ask) else 1.0
    after = re.sub(r"[“”\"]", "", folded(re.split(r"[，,。；;：:、（(]", text[q.end : q.end + 16])[0]))
    at = after.find(noun)
    if at < 0 or at > _MODIFIER:
        return 0.0
    return OF_KIND if at > 1 or _tells_apart(lead, ask) else 1.0


def _tells_apart(lead: str, ask: Ask) -> bool:
    """Whether ``lead``, before a counted noun, tells some of its kind from the rest, in words that are not asked."""
    for m in reversed(find(lead)):
        lead = lead[: m.start] + lead[m.end :]
    asked = folded(ask.clause)
    return any(c not in asked for c in _FROM_CLAUSE.sub("", lead))


@lru_cache(maxsize=256)
def _noun(right: str, unit: str) -> str:
    """What is counted, folded: 残疾学生 of 多少名残疾学生完成学业; empty where the question leaves it out."""
    out, named = "", False
    for word in segment(re.sub(r"[“”\"]", "", folded(head(right))[len(unit) :])):
        sort = "n" if word in _HEADS else kind(word) or "n" if len(word) > 1 else "u"
        if word in "的了在是有和与" or (named and not sort.startswith(("n", "vn", "a", "j", "l", "i", "b", "t"))):
            break
        out, named = out + word, named or sort.startswith("n")
    return out if named else ""


def somebody_counted(ask: Ask) -> str:
    """The noun of people or households that a question counts, folded (农户 of 多少农户种杨梅); empty for others."""
    noun = _noun(ask.right, ask.unit or "")
    if not noun and _HOW_MANY.search(ask.left) and not ask.right.strip("？?呢啊 "):
        noun = (segment(_HOW_MANY.sub("", folded(ask.left))) or [""])[-1]
    return noun if _SOMEBODY_COUNTED.search(noun) else ""


def _somebodys(figure: Figure, text: str) -> bool:
    """Whether a figure is what one named person has: 种植户张某种了28亩 does not tell how much a county grows."""
    low = max(text.rfind(mark, 0, figure.start) for mark in "，,。；;：:") + 1
    if _OWN.search(text, low, figure.start):
        return True  # 种植户某某说，今年他家26亩
    found = _SOMEBODY.search(text, low, figure.start)
    return found is not None and _names_somebody(found["name"])


def _names_somebody(name: str) -> bool:
    """Whether what stands after 种植户 or 村民 names somebody; of rare surnames if it is made of no words."""
    return name[0] in SURNAMES or not (frequency(name) or frequency(name[:2]) or _NO_GIVEN.search(name))


def _may_be_a_person(word: str) -> bool:
    """Whether a word of the question, wherever it stands, looks like a person's name and is none of the dictionary."""
    return is_person_like(word) and not frequency(word)


def _about_somebody(ask: Ask, text: str) -> bool:
    """Whether the question is about somebody of the sentence, by name or as one of many."""
    return any(m["role"] in ask.clause or m["name"][:2] in ask.clause for m in _SOMEBODY.finditer(text)) or bool(
        _EACH.search(ask.clause)
    )


def _is_thing(ask: Ask) -> bool:
    """Whether what is counted stands right before the question word, and is no people: 帮扶车间多少个."""
    last = (segment(folded(tail(ask.left))) or [""])[-1]
    return not ask.right[len(ask.unit or "") :].strip("？?呢") and kind(last) == "n" and last[-1] not in _PEOPLE


def _counts_another(unit: str, noun: str, figure: Figure, text: str) -> bool:
    """Whether a figure counts something else than the ``noun`` asked for: 4个方面, where 多少个贫困村 is asked.

    Another noun follows it, and the one asked for stands nowhere in its clause. People do not answer for things.
    """
    if unit in _OF_THINGS and noun[-1] not in _PEOPLE and figure.unit in _OF_PEOPLE:
        return True
    if (len(noun) < 2 and noun not in _HEADS - _PEOPLE) or figure.unit not in _COUNTERS:
        return False
    after = segment(re.split(r"[，,。；;、：:（(“\"]", text[figure.end : figure.end + 8])[0] or "，")[0]
    if after == "，" and figure.unit in _OF_PEOPLE:
        # 惠及乘车学生1.37万名: who is counted may stand before as well.
        after = (segment(_PLAIN.search(text, max(0, figure.start - 8), figure.start)[0]) or [""])[-1]  # type: ignore[index]
        if not _SOMEBODY_COUNTED.search(after):
            return False
    if len(after) < 2 or not (kind(after) or "v").startswith("n"):
        return False
    low = max(text.rfind(mark, 0, figure.start) for mark in "，,。；;") + 1
    clause = folded(text[low : figure.start] + re.split(r"[，,。；;]", text[figure.end :], maxsplit=1)[0])
    return not any(pair in clause for pair in terms(noun)) and not any(r in clause for r in related(noun[-2:]))


def said_elsewhere(figure: Figure, sentence: Sentence, asked: tuple[Place, ...]) -> bool:
    """Whether the sentence says a figure of another place, or of one that only holds those asked for (全市1168个).

    Which one 全市 means the figure knows; without such a word a figure is its article's, and place_fit judges that.
    """
    said = of_path(figure.place_path or "")
    if not asked or said is None or any(p.name == said.name or covers(p, said) for p in asked):
        return False
    if all(covers(said, p) for p in asked):
        whole = WHOLE.search(sentence.text, 0, figure.start)
        # 该县在甲街道办起车间8家: what the county did there.
        return whole is not None and not any(p.name in sentence.text[whole.end() : figure.start] for p in asked)
    same = any(p.level == said.level for p in asked)
    return same and any(m.place == said and m.start < figure.start for m in sentence.places)


def asks_start(ask: Ask) -> bool:
    """Whether the figure something began with is asked for."""
    return "从多少" in ask.clause or "由多少" in ask.clause


def tail(left: str) -> str:
    """The words right before the question word, without 是, 达到 and the like."""
    return re.sub(r"(?:是|为|有|达|了|的|共|到)+$", "", left)[-12:]


def head(right: str) -> str:
    """The words right after the question word, likewise."""
    return re.sub(r"^(?:是|为|有|达|了|的)+", "", right)[:8]
