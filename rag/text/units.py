"""Units and measure words of reports: which there are, which name the same, how they convert."""

from __future__ import annotations

import re

MONEY = tuple(
    (
        "元 美元 港元 欧元 日元 英镑 韩元 卢布 加元 澳元 人民币 块钱 元人民币 元钱 角 马克 法郎 卢比 "
        "泰铢 比索 雷亚尔 里拉 新元"
    ).split()
)
TIME = tuple(
    (
        "年 周年 个多月 个月 星期 周 天 昼夜 小时 个小时 分钟 秒 秒钟 岁 周岁 个工作日 个季度 年级 学年 "
        "个年头 世纪 个世纪"
    ).split()
)
_MEASURED = tuple(
    (
        "平方公里 平方千米 平方米 平方英里 平米 平方 公顷 亩 立方公里 立方米 立方 万方 方 公里 千米 海里 英里 米 "
        "厘米 毫米 英寸 英尺 里 吨公里 吨 公斤 千克 斤 克 毫克 微克 标准煤 吨标准煤 千瓦时 千瓦 兆瓦 "
        "吉瓦 瓦 度 千伏 千伏安 伏 千升 升 毫升 桶 蒲式耳 盎司 磅 标箱 标准箱 分贝 摄氏度 ℃ 级 字 页 兆 比特 "
        "赫兹 英亩 节 光年 帕 焦 卡 点 分 环 码 公升 车皮 吨级 马力 转"
    ).split()
)
_COUNTED = tuple(
    (
        "人次 人 名 位 户次 户 口 家庭 家次 家 个 所 座 处 栋 幢 间 套 件 项 条 篇 部 册 本 批次 批 次 "
        "场次 场 期 届 轮 趟 班次 班 列次 列 辆次 辆 台 架次 架 艘次 艘 只 头 羽 尾 株 棵 支 队 组 类 种 "
        "款 道 门 份 张 幅 枚 块 宗 起 桩 例 床 座次 节 副 口井 眼 颗 车次 航次 件次 人份 剂次 剂 针 "
        "吨次 亿次 双 对 团 层 排 套次 步 句 词 首 集 盘 局 球 强 星 胎 胞 派 国 省 市州 州 票 席 席位 "
        "片 根 把 杯 瓶 箱 袋 盒 包 担 滴 顶 封 堂 课时 学时 栏 格 丈 顿 餐 线 篓 笔 单 顷 杆 挺 发 枪 "
        "刀 发炮弹 朵 丛 垄 畦 桌 席次 棒"
    ).split()
)
UNITS = frozenset((*MONEY, *TIME, *_MEASURED, *_COUNTED, "倍", "番"))
_ORDERED = sorted(UNITS, key=lambda u: (-len(u), u))
_NOT_BEFORE = {"台": "阶"}
"""What makes a measure word the beginning of another word: 千亿台阶."""
UNIT = re.compile("|".join(re.escape(u) + (f"(?!{_NOT_BEFORE[u]})" if u in _NOT_BEFORE else "") for u in _ORDERED))
LATIN_UNIT = re.compile(
    r"(?:km2|km|m2|m3|mm|cm|nm|μm|kg|mg|g|kWh|MWh|GWh|TWh|kW|MW|GW|kVA|MVA|kV|Mbps|Gbps|[KMGTP]B|[kMG]?Hz|dB|kcal|mol|mL|ml|ha|L|P|t|m|h|s|W|V)(?![A-Za-z])"
)
PER = re.compile(
    r"/(?:立方米|平方米|平方公里|公里|亩|人|户|吨|公斤|斤|升|年|月|天|日|小时|秒|度|次|千瓦时|标箱|m3|m2|L)"
)

_SAME = dict(
    pair.split("=")
    for pair in (
        "km=公里 m=米 cm=厘米 mm=毫米 kg=公斤 g=克 t=吨 kW=千瓦 kWh=千瓦时 MW=兆瓦 GW=吉瓦 kV=千伏 "
        "m2=平方米 m3=立方米 km2=平方公里 mg=毫克 L=升 ml=毫升 mL=毫升 h=小时 s=秒 ha=公顷 平方千米=平方公里 "
        "平米=平方米 平方=平方米 立方=立方米 方=立方米 万方=立方米 千米=公里 千克=公斤 人民币=元 块钱=元 "
        "元钱=元 元人民币=元 个小时=小时 个多月=个月 秒钟=秒 周=星期 标准箱=标箱 摄氏度=℃ 周岁=岁 "
        "公升=升 个世纪=世纪"
    ).split()
)
"""Units of one meaning, each with the name that stands for all."""
_SCALE = {
    "公里": ("米", 1000.0),
    "厘米": ("米", 0.01),
    "毫米": ("米", 0.001),
    "里": ("米", 500.0),
    "吨": ("公斤", 1000.0),
    "斤": ("公斤", 0.5),
    "克": ("公斤", 0.001),
    "毫克": ("公斤", 1e-6),
    "公顷": ("亩", 15.0),
    "平方公里": ("平方米", 1e6),
    "兆瓦": ("千瓦", 1000.0),
    "吉瓦": ("千瓦", 1e6),
    "瓦": ("千瓦", 0.001),
    "小时": ("分钟", 60.0),
    "星期": ("天", 7.0),
    "年": ("个月", 12.0),
    "角": ("元", 0.1),
    "千升": ("升", 1000.0),
}
_KIN = tuple(
    frozenset(group.split())
    for group in (
        "人 名 位 口",
        "个 家 座 所 处 间 栋 幢",
        "个 项 件 条 起 宗 种 类 款",
        "场 次 场次 期 趟 批 批次",
        "辆 台 架 艘 列",
        "年 周年",
        "部 篇 本 册 首",
        "只 头 个",
        "株 棵",
        "套 栋 间",
        "支 个",
        "例 个 人 名",
        "日 天",
    )
)
"""Measure words that reports use for the same things."""


def canonical(unit: str) -> str:
    """One name for a unit: km is 公里, 平米 is 平方米."""
    return _SAME.get(unit, unit)


def scaled(unit: str) -> tuple[str, float]:
    """The basic unit ``unit`` is measured in, and how many of it one is: 公里 is ``("米", 1000.0)``."""
    return _SCALE.get(unit, (unit, 1.0))


def related(a: str, b: str) -> bool:
    """Whether ``a`` and ``b`` count the same thing (个 and 家 of workshops, 人 and 名)."""
    return a == b or any(a in group and b in group for group in _KIN)
