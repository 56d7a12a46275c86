"""Words that say the opposite of one another of the same thing: 上升 and 下降, 提前 and 推迟."""

from __future__ import annotations

import re
from typing import NamedTuple

_AXES: tuple[tuple[str, str], ...] = (
    (
        "增长 增加 上升 提高 提升 上涨 涨价 扩大 攀升 回升 走高 增至 升至 增到 升到 涨到 上调 增多 增幅 涨幅 涨至 增收 增产 净增 新增 加快 好转 改善 加强 增强 拓宽 多了 涨了 升了",
        "下降 减少 降低 下滑 下跌 降价 回落 缩小 走低 降至 减至 降到 减到 跌到 降为 减为 下调 降幅 跌幅 跌至 缩减 缩短 减收 减产 净减 萎缩 放缓 恶化 削弱 减弱 压缩 节省 节约 少了 降了 减了 跌了",
    ),
    ("高于 多于 大于 超过 超出 快于 优于 领先", "低于 少于 小于 不足 不及 慢于 劣于 落后"),
    ("最高 最多 最大 最快 最好 最早 最长", "最低 最少 最小 最慢 最差 最晚 最短"),
    ("提前 提早", "推迟 延期 延后 滞后"),
    ("新建 新盖 新楼", "改建 改造 翻修"),
    ("免费", "收费 自费"),
    ("进口", "出口"),
    ("盈利 盈余 顺差 净流入", "亏损 赤字 逆差 净流出"),
    ("支持 赞成 同意 允许 准许 鼓励", "反对 禁止 严禁 拒绝 不得 限制"),
    ("同比", "环比"),
    ("收入", "支出"),
    ("成功", "失败"),
    ("城镇居民 城镇常住 城镇人口", "农村居民 农村常住 农村人口"),
    ("开通 启动 开工 开业 成立 启用 开放", "关闭 停止 停工 停业 撤销 停用 取消"),
)
FALL = (0, 1)
"""The axis and the pole of what falls."""


class Pole(NamedTuple):
    """The end, 0 or 1, of the ``axis`` (>= 0) that a word speaks of."""

    axis: int
    end: int


POLES = {word: Pole(a, end) for a, ends in enumerate(_AXES) for end, words in enumerate(ends) for word in words.split()}
WORD = re.compile("|".join(sorted(POLES, key=len, reverse=True)))
"""Any of the words, the longest that stands there."""


def opposites(word: str) -> tuple[str, ...]:
    """The words that say the opposite of ``word``, one of ``POLES``."""
    axis, end = POLES[word]
    return tuple(_AXES[axis][1 - end].split())
