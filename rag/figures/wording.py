"""What stays of the words around a figure when place, time and connecting words are taken away."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rag.domain import Span
from rag.text.speech import tagged

_MARKS = str.maketrans("", "", "“”„\"「」『』‘’'《》【】*·•　 \t\r\n")
_COLLECTIVE = re.compile(
    r"(?:在|使|对|为)?(?:[全该本我](?:国|省区市|省|自治区|市州|市|州|县域|县|区|旗|镇|乡|街道|村)(?![性委直级长属政域民])|各地|当地)(?:范围|境|域)?内?的?"
)
_LEAD = re.compile(
    r"^(?:我们(?:将|要|已)?|据[^，]{0,8}(?:统计|了解)|[一二三四五六七八]是|[（(][一二三四五六七八九十]+[)）]|[一二三四五六七八九十\d]+[、.．](?!\d)|——|－|-|、|[.]|[①-⑳❶-❿◇◆○●□■△▲▽▼☆★◎※►➤]|(?:下一步|年内|今后|接下来)(?=将|可|拟|[一-鿿]{4})|后(?=可|将|能)|(?:基本|全面|持续|稳定|成功)(?=实现|完成|建成|消除|达到|达|提高|增长))"
)
_LEADING = frozenset(
    "连续 约合 折合 左右 以上 以下 以内 其中 同时 此外 另外 目前 现在 截至 截止 至此 一年来 如今 最后 首先 并且 并 而且 而 且 还 也 已经 已 现已 现 预计 预期 计划 力争 力求 确保 争取 拟 "
    "将 要 可 能够 能 使得 使 让 全年 当年 年均 每年 平均 共计 共 总计 累计 总共 一共 合计 先后 陆续 相继 分别 各自 均 都 又 再 仅 只 达到 达 约 近 超过 超 到 至 "
    "及 和 与 以及 于 在 对 由 从 的 是 有 其 主要 特别 尤其 圆满 顺利 努力 大力 积极 始终 进一步 稳步 不断 扎实 深入 着力 率先 首次 加快 统筹 内 即 就 仅仅 其它 "
    "全部 则 更 最 已达 又有 还有 共有 只有 仅有 尚有 等 了 着 给 把 为 跟 同 其余 当前 期间 以来 近年来 方面 做到".split()
)
_WHOLE_WORDS = (
    "有劳动能力",
    "有就业意愿",
    "有意愿",
    "有需求",
    "有条件",
    "有力",
    "有效",
    "超长",
    "超低",
    "超高",
    "超大",
    "超超",
    "有机",
    "有色",
    "有线",
    "有轨",
    "有害",
    "有偿",
    "有限",
    "有序",
    "达标",
    "到位",
    "到岗",
    "可再生",
    "可支配",
    "可燃",
    "和美",
    "和谐",
)
_TOWARDS = re.compile(r"对[^，。；、]{2,12}(?:进出口|出口|进口|贸易|投资|贡献率)")
_TAILING = frozenset(
    "累计 一共 共计 总计 总共 合计 共 达到 达 到达 实现 为 是 有 约 近 超过 突破 超 逾 跃上 迈上 站上 首次 高达 多达 仅 仅为 只有 只 不足 分别 各自 各 均 都 已经 已 现 "
    "由 从 自 在 按 稳定 保持 维持 控制 稳居 位居 居 了 的 着 约为 大约 最高 至少 平均 预计 预期 将 可 还 再 又 也 及 和 与 或 将近 接近 全年 全部 左右 等 即 年均 每年 "
    "进一步 到 至 成 出 下 以来 达成 高 最多 已有 共有 现有 则 更 个 就 能 能够 可以 计划 力争 其中 分 名 全面 上 历史性 近年来 其 处于 历史 比 较".split()
)
_TAIL = re.compile(
    r"(?:稳定在|保持在|维持在|控制在|的?基础上?|共?[\d一二三四五六七八九十]+大[类项]|(?<=[率额值量数比例入资人积户占重])(?:达到|达|为|至|到|超|是|有)|[由从]每[一-鿿]{1,3}|超?每[百千万]?[人户亩]|(?<=[率额值量数比例])(?:均|仅|只|才|约|[须应需]|不[得能]|要)|[：:，,、（(—－.])$"
)


_CHANGE_VERB = r"(?:增长|增加|提高|提升|上升|上涨|回升|扩大|增收|攀升|跃升|多增|增|升|提|涨|下降|减少|降低|缩小|缩短|压缩|压降|回落|压减|减|降|收窄|下跌|净增)"
TO = re.compile(
    r"(?:进一步|逐步|大幅|快速|稳步|持续|由此|历史性|成功)?(?:增长|增加|提高|提升|上升|扩大|扩展|扩增|拓展|发展|攀升|跃升|壮大|上涨|回升|优化|延长|增|升|提|涨|拓|扩|下降|减少|降低|缩小|缩短|压缩|压减|回落|精简|放宽|调整|调减|调增|调|变|缩|降|减|推进|突破|提速|上调|下调)(?:到|至|为|成)了?$"
)
CHANGE = re.compile(
    r"(?P<than>[,，]?(?:同比|环比|比上?年|较上?年|比去年|(?<!占)比(?![率例重值])[^，。；]{1,18}?|较[^，。；]{1,14}?|年均|平均每年|每年|(?<!全)年)?(?:名义|实际|净|分别|均|也|各|将|约|又|仍|再|就|可|累计|直接|预计|大幅|快速|继续|逆势|平均|共|已|总体|持续|由负转正|同口径|可比)*)"
    rf"(?P<verb>(?<!新){_CHANGE_VERB}|(?<=[一-鿿]{{3}})(?<=年|期|均|国|省|市|县|值|低|数|划|标)(?:高|低|多|少|快|慢)(?=于|$))(?:了|速|幅)?(?:为|达到|达|约|超过|超|近|分别)*$"
)
SHARE = re.compile(
    r"(?:约|共|均|也|分别)?(?:占比|所占比例|所占比重|占(?P<of>[^，。；占]{0,24}?)(?:的?(?:比例|比重|份额|总量|总数))?)(?:上升|下降|提高|提升|降)?(?:分别|各|均|由|从|保持在|稳定在|保持|达到|达|为|约|超过|超|提高到|提升到|提升至|提高至|近|至|上升到|上升至)*$"
)
DOWN = frozenset("压降 下降 减少 降低 缩小 缩短 压缩 回落 压减 减 降 收窄 下跌 低 少 慢".split())


def without(text: str, at: int, spans: Iterable[Span]) -> str:
    """``text``, which stands ``at`` in its sentence, without the parts of the sentence in ``spans``."""
    out, low = "", 0
    for start, end in sorted(spans):
        a, b = max(0, start - at), min(len(text), end - at)
        if a < b and b > low:
            out += text[low : max(low, a)]
            low = max(low, b)
    return out + text[low:]


def bare(text: str) -> str:
    """``text`` without quotation marks, spaces and words like 全市."""
    return _COLLECTIVE.sub("", text.translate(_MARKS))


def led(text: str) -> str:
    """``text`` without connecting words at its beginning."""
    while text:
        match = _LEAD.match(text)
        if match and match.end():
            text = text[match.end() :]
            continue
        first = tagged(text)[0][0]
        if first not in _LEADING or text.startswith(_WHOLE_WORDS) or _TOWARDS.match(text):
            break
        text = text[len(first) :]
    return text


def tailed(text: str) -> str:
    """``text`` without the verbs and adverbs that lead up to a figure."""
    while text:
        match = _TAIL.search(text)
        if match and match.group():
            text = text[: match.start()]
            continue
        last = tagged(text)[-1][0]
        if last not in _TAILING or last == text or text.endswith("占比"):
            break
        text = text[: -len(last)]
    return text
