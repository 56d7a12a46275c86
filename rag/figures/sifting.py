"""Which numbers of a text are no figures: ages, durations, slogans, thresholds, somebody's own story."""

from __future__ import annotations

import re

from rag.figures.clauses import COUNTED, Slot
from rag.text.quantities import Quantity

PEOPLE = re.compile(
    r"(?:人口|劳动力|群众|人员|居民|农民|农户|职工|学生|老年人|老人|儿童|党员|干部|游客|人才|患者|村民|市民|师生|务工者|青年|妇女|毕业生|参保人|工人|群体|农牧民|残疾人|户籍)"
)
_PEOPLE_BEFORE = re.compile(rf"{PEOPLE.pattern}[^，。；、\d]{{0,8}}(?:新增|增加|达到?|超过?|有|为)$")
_SPAN_OF_LIFE = re.compile(r"(?:时限|时间|工期|周期|寿命|期限|天数|年限|时长|里程|日数)[^，。；]{0,6}$")
_TIME = frozenset("年 周年 个月 星期 周 天 昼夜 小时 分钟 秒 岁 个工作日 个季度 年级 学年 个年头 世纪 日".split())
_SLOGAN = frozenset(
    "大 个 项 种 类 条 点 步 方 级 次 批 轮 届 期 层 支 句 首 强 省 国 市州 州 件 件件 场 张 道 把 片 线 面 头 对 双 队 组 起 篇 口 块 份 位 本 度 环 座 名 代 体 只 根 枚 字 页 间 所".split()
) | {""}
"""Units with which a small number in Chinese characters belongs to a phrase (三大攻坚战, 十件实事)."""
SPEAKS = re.compile(r"(?<!自)我(?![国省市县区镇乡村州们])|咱|俺|(?<![其])[他她](?![们国乡])")
QUOTED = re.compile(r"“[^“”]{6,400}(?:”|$)")
_ABSTRACT = re.compile(r"(?:个|大)?(?:方面|环节|维度|层面|大字|字|关键点|重要|里程碑|工作日|阶段|时段)")
_EVERY = re.compile(r"(?:每|平均)[^，。；]{0,8}$")


_RATED = re.compile(r"英寸|英尺|千伏|℃|吨级|赫兹|伏|马力|瓦|G|级")
_CAPACITY = re.compile(r"(?:公里|千米|吨|千瓦|兆瓦|公斤|升|立方米|平方米)(?:/.+)?")
_WORKS = re.compile(
    r"(?!的)[^，。；、：]{0,16}(?:项目|工程|装置|生产线|产线|机组|电站|码头|泊位|投产|路段|以内|范围|示范)"
)
_WORD = re.compile(r"名词|方面|条件|位置|场景|层面|级别")
"""Words that begin with what else is a measure word."""
_MEASURED = re.compile(
    r"[^，。；、\d]{2,20}?(?:率|占比|比例|比重|产值|增加值|收入|营收|投资|规模|总额|数量|产量|余额|利润|资)(?:均|已)?(?:达到?|突破|超过?|占|为|增长|下降|预计|保持|稳定|提高|分别|\d)"
)
_CLASS = re.compile(
    r"(?:的?(?:级)?(?:县|区(?!域)|企业|项目|产业|集群|园区|乡镇|强镇|村(?!民)|镇|俱乐部|街区)|的[^，。；、]{0,10}(?:项目|企业|园区|产业|集群))"
)


_INVESTED = re.compile(r"(?:投资|占地|产值)(?:面积)?(?:近|约|超过?|达到?)?$")
_WHOSE = re.compile(r"的(?!重|大|产业|工业|招商|在建)[^，。；的、\d]{3,14}?(?:项目|工程|基地|园|厂|公司)")
_DIGITS = re.compile(r"\d")
_SIZED = re.compile(r"大[^于]|小项")
_THRESHOLD = re.compile(r"\d+[人户名](?:及)?以上")
_BOUND = re.compile(r"及以[上下]|(?:以上|以下)[一-鿿]")
_SHIFT = re.compile(r"制[一-鿿]")
_GRADE = re.compile(r"级(?!的)")
_OPENED = re.compile(r"[“‘「][^”’」]{0,4}$")
_CLOSED = re.compile(r"[^“‘「，。]{0,6}[”’」]")
_QUOTED_WITH = re.compile(r"[”“]?\d+%?[”」]")
_MEETING = re.compile(r"全会|会议|代表大会")


def counts_people(before: str, after: str) -> bool:
    """Whether a number without a unit counts people: 3.52万农村居民; 老年人每年新增30万."""
    return bool(PEOPLE.search(re.split(r"[，。；、]", after[:10])[0]) or _PEOPLE_BEFORE.search(before[-20:]))


def modifies(text: str, q: Quantity) -> bool:
    """Whether the figure only tells which things are counted: 800万元以上技改项目, 25万吨乙烯项目."""
    after = text[q.end :]
    if _INVESTED.search(text, max(0, q.start - 6), q.start) and _WHOSE.match(after):
        return False  # 总投资12.6亿元的甲乙新材料项目: of this one, not of all of that size
    if not q.unit and q.kind == "count":
        # A number without a unit names something (110报警, 311服务, 千亿园区), unless it counts people.
        if not (counts_people(text[: q.start], after) and re.search(r"[万亿千百]", text[q.start : q.end])):
            return True
    if q.unit == "强" or _WORD.match(text, q.end - 1) or text.endswith("每", 0, q.start) and q.value > 1:
        return True
    if (
        q.kind == "money"
        and (q.qualifier == "超" or text.endswith(("过", "超", "破"), 0, q.start))
        and re.match(r"[一-鿿]{2}", after)
        and not re.match(r"用于|支持|左右|大关|资金", after)
    ):
        return True
    spoken = not _DIGITS.search(text, q.start, q.end)
    if spoken and q.unit in _SLOGAN and q.value <= 10 and q.kind == "count":
        return True
    if q.unit in COUNTED and q.value != int(q.value) and not text[: q.start].strip() or text.startswith("成", q.start):
        return True
    if not q.unit and _SIZED.match(after) or q.unit == "级" and q.kind == "count":
        return True
    if _RATED.fullmatch(q.unit) and re.match(r"[一-鿿]", after) or _CAPACITY.fullmatch(q.unit) and _WORKS.match(after):
        return True
    if q.unit == "届" and spoken:
        return True
    if q.kind == "money" and _CLASS.match(after):
        return True
    bound = q.qualifier in ("以上", "以下") and text[q.start : q.end].endswith(("以上", "以下", "以内"))
    if bound and (q.unit not in COUNTED or q.unit == "户"):
        return bool(re.match(r"的?[一-鿿]", after))
    if _THRESHOLD.match(after):
        return True  # 25户100人以上自然村
    if _BOUND.match(after) or q.unit == "人" and _SHIFT.match(after):
        return True
    # 147个断面水质优良率达98%: the rate is what is told.
    rated = _MEASURED.match(after) and not re.match(r"[^，。；、\d]*(?:完成|实现|带动|获|入驻|新增)", after)
    return q.kind == "count" and bool(rated or _GRADE.match(after))


def omitted(q: Quantity, slot: Slot, text: str) -> bool:
    """Whether the figure is no statistic: an age, a duration, a slogan (三大攻坚战), somebody's own story."""
    if q.unit == "倍" and slot.left.endswith("的"):
        return True
    if q.unit in ("位", "名") and re.search(r"排名|位次|居|第$|列|(?:提升|上升|下降|前移|跃升)了?$", slot.left[-8:]):
        return True
    if q.unit in _TIME and not _SPAN_OF_LIFE.search(text[max(0, q.start - 16) : q.start]):
        return True
    raw = text[q.start : q.end]
    digits = _DIGITS.search(raw)
    if not digits and q.kind == "count" and q.value == 1:
        return True
    if _EVERY.search(text[max(0, q.start - 8) : q.start]) and q.value == 1:
        return True
    if q.kind == "ratio" and not digits and q.unit == "":
        return True
    if q.unit == "线" and slot.left.endswith("道") or not digits and _MEETING.match(slot.right):
        return True
    if _QUOTED_WITH.match(text, q.end):
        return True  # “3个100”
    if _ABSTRACT.match(slot.right) or slot.left.endswith("连续"):
        return True
    quoted = _OPENED.search(text, max(0, q.start - 5), q.start) and _CLOSED.match(text, q.end)
    if text.endswith("届", 0, q.start) and not digits or quoted and q.kind == "percent":
        return True
    if quoted and (not digits or q.unit in ("条", "项")) or text.count("《", 0, q.start) > text.count("》", 0, q.start):
        return True
    return bool(SPEAKS.search(slot.left[-14:]))
