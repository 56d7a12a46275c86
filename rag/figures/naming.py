"""The name under which figures of one indicator meet, whatever verb they were told with."""

from __future__ import annotations

import re

from rag.figures.wording import led
from rag.text.speech import tagged

_VERBS = re.compile(
    r"^(?:累计|共|已|全面|先后|成功|统筹)?(?:建成|建立|建有|建起|共建|拥有|设有|设立|现有|共有|配备|配有|打造|建设|实现|完成|达到|形成|有(?![机色线轨害偿限意劳条需效])|共辖|下辖|辖)了?(?=[一-鿿]{2})"
)
_DONE = re.compile(
    r"(?:已|全部|均|如期|基本|全面|累计|确保|力保|力争|预计)*(?:实现|完成|达到|建成|达|确保|力争|(?<=[一-鿿]{2})累计)$"
)
_ALL_OF = re.compile(
    r"(?<=[一-鿿]{2})(?:已?全部|(?<![人户亩年月日平])均已?)(?=(?:复工|出列|退出|脱贫|吸纳|建成|投产|开工|完工|整改|到位|兑现|实现|完成|达标|安置|入住|通))"
)
"""社区食堂全部完工: that it is all of them is no part of the name."""
_EXTRA = re.compile(r"[（(][^（()）]*[)）]")
_EXAMPLES = re.compile(r"(?P<first>[^、等，。；]+)(?:、[^、等，。；]*)+等(?=[一-鿿]{3,})")
"""水电、家政、月嫂等热门工种: the examples are no part of the name."""
_COMMON = re.compile(r"^(?:总人口|人口|面积|耕地|投资|收入|产值|规模|总量|数量)$")
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
    ("贫困劳动力", "贫困户劳动力", "建档立卡贫困劳动力", "脱贫劳动力", "脱贫人口"),
    ("易地扶贫搬迁", "易地搬迁", "异地扶贫搬迁"),
    ("贫困村出列", "贫困村退出", "贫困村摘帽", "出列贫困村"),
    ("脱贫人口", "减贫人口", "脱贫人数"),
    ("公益性岗位", "公益岗位", "扶贫特岗", "公岗"),
    ("空气质量优良天数比例", "空气质量优良率", "空气优良率", "优良天数比例", "空气质量优良天数比率"),
    ("森林覆盖率", "林木覆盖率"),
    ("粮食产量", "粮食总产量", "粮食总产"),
    ("就业人数", "就业", "实现就业"),
    ("旅游收入", "旅游总收入", "旅游综合收入"),
    ("游客", "接待游客", "旅游人次", "游客接待量"),
    ("卫生厕所", "农村卫生厕所", "无害化卫生厕所"),
    ("危房改造", "农村危房改造"),
    ("建档立卡贫困人口", "贫困人口"),
    ("养老服务机构", "养老机构"),
    ("学位", "公办学位"),
    ("电商交易额", "电子商务交易额", "网络零售额", "网络销售额"),
)
"""Names of one indicator, the usual one first. General language of statistics and administration."""


_WORKS = ("改造", "建设", "治理", "提升", "升级", "整治")


def normal(indicator: str) -> str:
    """``indicator`` without brackets, connecting words and the verb that only says that there is so much of it."""
    name = led(_EXTRA.sub("", indicator)) or indicator
    shorter = _VERBS.sub("", name)
    if len(shorter) >= 2 and not _COMMON.match(shorter):
        name = shorter
    name = _ALL_OF.sub("", unlisted(name))
    shorter = _DONE.sub("", name)
    return shorter if len(shorter) >= 2 else name


def unlisted(name: str) -> str:
    """``name`` without examples, the verb before them kept: 更新改造燃气、供水等老化管道 is 更新改造老化管道."""
    match = _EXAMPLES.match(name)
    if match is None:
        return name
    words = tagged(match["first"])
    verbs = 0
    while verbs < len(words) - 1 and (words[verbs][1] in ("v", "vn") or words[verbs][0].endswith(_WORKS)):
        verbs += 1
    return "".join(word for word, _ in words[:verbs]) + name[match.end() :]
