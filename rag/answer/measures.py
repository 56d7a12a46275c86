"""The measure that a question for a figure names without a unit: 亩产 is told in 斤, 面积 in 亩, 多久 in hours or years."""

from __future__ import annotations

import re
from functools import lru_cache

from rag.retrieve.question import Ask
from rag.text.units import MONEY, TIME

_LENGTH = frozenset("公里 千米 米 里 厘米 毫米 海里 步 层".split())
_AREA = frozenset("亩 公顷 平方米 平方公里 平方 平米 顷 方 分".split())
_WEIGHT = frozenset("斤 公斤 千克 吨 克 公吨 担".split())
_TIME = frozenset((*TIME, "月", "日", "个小时", "学期", "季", "晚", "夜", "个昼夜", "年级")) - {"岁", "年级"}
_SHARE = frozenset("% 成 个百分点 倍".split())
_MONEY = frozenset(MONEY)
_LED = r"(?:总(?:共)?|大概|大约|一共|各|分别|平均|最[多少高低]|只?有|共|是|为|达到?|到|了|过|能|可|要|得|会|的|出|[增提升扩缩降减涨跌][一-鿿]?[到至])*$"
"""What may stand between the name of a measure and the question word."""
_BY_WORD: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (re.compile(r"多长时间|多久"), _TIME),
    (re.compile(r"多远"), _LENGTH | _TIME),
    (re.compile(r"多重"), _WEIGHT),
    (re.compile(r"多[宽深厚]"), _LENGTH),
    (re.compile(r"多长"), _LENGTH | _TIME),
)
_BY_NAME: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = tuple(
    (re.compile(f"(?:{names}){_LED}"), units)
    for names, units in (
        (r"[亩单]产(?!值)量?", _WEIGHT | _MONEY),
        (r"[一-鿿]面积", _AREA),
        (r"里程|全长|路程|海拔|距离", _LENGTH),
        (r"车程|工期|聘期|任期|期限|时长|学制|周期", _TIME),
        (r"体重|(?<![严加比繁沉减])[重轻]了|[胖瘦]了?", _WEIGHT),
        (r"年龄|岁数|年纪", frozenset(("岁", "周岁"))),
        (r"气温|温度", frozenset(("℃", "度"))),
        (
            r"工资|月薪|薪水|工钱|收入|产值|价格|单价|均价|造价|投资|外资|资金|租金|保费|债务?|存款|贷款|补贴|补助|奖金|营业额|销售额|[挣赚]",
            _MONEY | _SHARE,
        ),
    )
)
_SPAN = re.compile(r"[一二三四五六七八九十两几\d]+个?(?:年|月|天|周)")
"""五年前后: a time that something is told of is not asked for."""


@lru_cache(maxsize=256)
def units_asked(ask: Ask) -> frozenset[str] | None:
    """The units in which ``ask`` may be answered, where it names a measure and no unit; None where it names none."""
    if ask.kind != "value" or ask.unit is not None:
        return None
    asked = ask.word + ask.right
    for pattern, units in _BY_WORD:
        if pattern.match(asked):
            return units
    return next((units for pattern, units in _BY_NAME if pattern.search(ask.left)), None)


def lasting(ask: Ask) -> str:
    """The words around the question word without the spans of time that they are told of."""
    return _SPAN.sub("", ask.left[-14:]) + ask.right[:8]
