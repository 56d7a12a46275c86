"""The names that statistics and administration have for one thing: 帮扶车间 and 扶贫车间, 财政收入 and 一般公共预算收入."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from rag.text.fold import folded

SAME: tuple[tuple[str, ...], ...] = (
    ("地区生产总值", "生产总值", "GDP", "经济总量"),
    ("一般公共预算收入", "地方一般公共预算收入", "公共财政预算收入", "地方财政收入", "财政收入"),
    ("城镇居民人均可支配收入", "城镇居民收入", "城镇居民可支配收入", "城镇人均可支配收入"),
    (
        "农村居民人均可支配收入",
        "农村居民收入",
        "农民收入",
        "农民人均可支配收入",
        "农村居民可支配收入",
        "农民人均纯收入",
        "农村人均可支配收入",
    ),
    ("居民人均可支配收入", "全体居民人均可支配收入", "居民收入", "人均可支配收入"),
    ("规模以上工业增加值", "规模工业增加值", "规上工业增加值"),
    ("规模以上工业企业", "规模工业企业", "规上工业企业", "规模企业"),
    ("社会消费品零售总额", "社零总额", "社消零总额"),
    ("固定资产投资", "全社会固定资产投资", "固投"),
    ("进出口总额", "外贸进出口总额", "外贸进出口额", "货物进出口总额", "进出口总值", "外贸进出口总值", "外贸进出口"),
    ("实际使用外资", "实际利用外资", "利用外资"),
    ("城镇化率", "常住人口城镇化率"),
    ("扶贫车间", "就业扶贫车间", "帮扶车间", "就业帮扶车间", "卫星工厂"),
    ("贫困劳动力", "贫困户劳动力", "建档立卡贫困劳动力", "脱贫劳动力"),
    ("易地扶贫搬迁", "易地搬迁", "异地扶贫搬迁"),
    ("贫困村出列", "贫困村退出", "贫困村摘帽", "出列贫困村"),
    ("脱贫人口", "减贫人口", "脱贫人数"),
    ("公益性岗位", "公益岗位", "扶贫特岗", "公岗"),
    ("空气质量优良天数比例", "空气质量优良率", "空气优良率", "优良天数比例", "空气质量优良天数比率"),
    ("森林覆盖率", "林木覆盖率"),
    ("粮食产量", "粮食总产量", "粮食总产"),
    ("旅游收入", "旅游总收入", "旅游综合收入"),
    ("游客", "接待游客", "旅游人次", "游客接待量"),
    ("危房改造", "农村危房改造"),
    ("养老服务机构", "养老机构"),
)
"""Names of one indicator, the usual one first. General language of statistics and administration."""
NEARLY: tuple[tuple[str, ...], ...] = (
    ("卫生厕所", "农村卫生厕所", "无害化卫生厕所"),
    ("就业人数", "就业", "实现就业"),
    ("建档立卡贫困人口", "贫困人口"),
    ("学位", "公办学位"),
    ("电商交易额", "电子商务交易额", "网络零售额", "网络销售额"),
)
"""Names that a table of figures sets in one column for the reader to compare; no answer takes one for another."""


@lru_cache(maxsize=1)
def terms() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """A pattern of all the names, the longest first, and for each the usual one."""
    table = {variant: group[0] for group in (*SAME, *NEARLY) for variant in group}
    return re.compile("|".join(map(re.escape, sorted(table, key=lambda t: (-len(t), t))))), table


@lru_cache(maxsize=4096)
def also_called(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The names that stand in ``text`` (folded), each with the other names of the same thing that are no mere part of it."""
    pattern, groups = _folded()
    return tuple(
        (name, tuple(n for n in groups[name] if n not in name)) for name in dict.fromkeys(pattern.findall(text))
    )


@lru_cache(maxsize=1)
def _folded() -> tuple[re.Pattern[str], Mapping[str, tuple[str, ...]]]:
    found: dict[str, tuple[str, ...]] = {}
    for group in SAME:
        names = tuple(map(folded, group))
        found |= {name: (*found.get(name, ()), *names) for name in names}
    return re.compile("|".join(map(re.escape, sorted(found, key=lambda t: (-len(t), t))))), found
