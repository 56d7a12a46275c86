"""What a question is about, word by word: each word with the weight of missing it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.retrieve.terms import Weights, terms
from rag.text import numerals
from rag.text.dictionary import count, kind
from rag.text.fold import folded
from rag.text.indicators import also_called
from rag.text.names import SURNAMES
from rag.text.related import related
from rag.text.units import UNIT, UNITS
from rag.text.words import frequency, segment

_STOP = frozenset(
    "为啥 缘何 因何 凭啥 干嘛 请问 请 咱们 咱 人家 真的 真 告诉 告诉我 我 想 知道 想知道 查询 查 介绍 说 说说 具体 到底 究竟 目前 现在 多少 几多 百分之 哪些 哪几 哪 哪个 哪家 哪位 哪天 哪年 "
    "哪里 哪儿 哪种 哪类 哪项 什么 什么样 啥 为什么 为何 何 何时 何地 何人 何处 谁 怎么 怎么样 怎样 如何 咋 咋样 是否 是不是 有没有 有无 "
    "能否 分别 各自 各 一共 总共 共 共有 共计 是 指 指的是 是指 吗 呢 呀 啊 吧 了 的 地 得 有 达 达到 为 在 和 与 及 以及 或 被 把 对于 对 从 到 "
    "由 于 都 其中 其 这个 那个 这 那 它 他 她 你 您 们 根据 关于 按照 报告 提到 所述 文中 文章 资料 中 上 下 里 多 少 高 低 更 最 哪方 两 几 个 "
    "比较 相比 对比 哪个更 就 还 也 又 再 已 已经 曾 将 要 做 做到 做什么 干什么 干啥 做啥 进行 给 让 使 以 而 但 并 且 之 所 者 等 等等 一下 方面 情况 内容 意思 含义 "
    "名字 名称 叫 名 第几 几个 几家 几人 几名 几位 几户 几所 几座 几处 几次 几项 几条 几年 几天 几月 几岁 几亩 几种 几类 几成 几倍 数 数量 总数 多大 多高 多长 多久 大概 大约 左右 来 过 着 用 通过 采取 哪三 哪四 哪五 所有 全部 一个 "
    "本 该 此 以来 期间 期内 报告期 报告期内 时候 啥时候 啥时 啥时间 时间 日期 年份 哪一年 何年 哪一天 地方 地点 人 年 月 日 天 次 元 钱 块 户 家 亩 公里 万元 亿元 万 亿 % 百分比 累计 更高 更大 更多 更早 更低 "
    "更少 较 较高 较多 增幅 涨幅 合计 相差 加起来 起来 剩 还剩 剩余 剩下 每 每人 每年 每月 出 起 全 当地 同 跟 间 没有 没 还有 有多少 有些 里面 列出 列举 叫啥 力争 预计 只有 仅有 只 仅 最高 最低 最多 最少 最大 最小 最长 最短 最快 最早 最晚 又是 个百分点 百分点 "
    "怎么办 咋办 上一年 上年 前一年 除了 除 以外 之外 还给 还要 那条 那座 那片 那批 那所 这条 这座 这片 这批 打算 最多能 最高能 最少要 归 没错 对吧 前后 还是".split()
)
_WEAK = frozenset(
    "完成 实现 建成 建立 建设 开展 获得 提出 采取 组织 举办 参加 提高 增长 增加 下降 减少 带动 提供 成为 推出 实施 推进 支持 拥有 安排 "
    "截止 截至 结束 到期 投入 举行 出台 制定 落实 达成 形成 新增 发展 工作 发生 存在 使用 包括 发放 召开 涉及 属于 位于 开始 打造 公司 有限公司 主要 相关 "
    "总量 过程 报告 年度 年度报告 总结 概括 归纳 梳理 结合 总 总体 重要 措施 做法 举措 要求 作用 成果 成效 问题 项目 活动 准备 人数 总人数 金额 总额 规模".split()
)
_SPAN = re.compile(r"每[一-鿿]|[一两半][一-鿿]?[年月天日]")
"""每个, 一年: measures of what is asked."""
_POINTS = re.compile(r"[这那][一-鿿]|[此本][次回场届批期]")
"""那次, 这位: points to what is told, and tells nothing of it."""
_MEASURED = re.compile(r"(?P<count>[一二两三四五六七八九十百千]{1,5})(?P<unit>[一-鿿]{1,2})")
_ONE = re.compile(rf"一(?:{UNIT.pattern})")
_WENT = re.compile(r"[涨升增降减提缩跌][一-鿿]?[到至]")
_COMPLEMENT = frozenset("来到走出完好掉上下进回起成住去得")
"""What follows a verb that came off or to somewhere: 招来, 贷到. Reports say it without, or otherwise."""
_DIRECTIONS = frozenset("起来 出来 出去 上来 下来 回来".split())
_PREDICATE = re.compile(r"(?P<verb>[一-鿿])(?:来|到|出|走)?(?:了|过)?$")
_LIGHT = frozenset("是有达为在到给拿领得花掏发收挣赚用要能占高低多少长大率来走")
"""Verbs that a figure with its unit says by itself, and what only looks like a verb."""
_COUNT = "两三四五六七八九十"
_COUNTED = re.compile(rf"(?P<count>[{_COUNT}])个?(?P<item>[一-鿿]{{1,3}})")
"""A label that counts what its items begin with: 三送, 四个带头."""
_ACTED = 2.0
"""What a verb of one character (投了多少, 读了几年) weighs: reports mostly say it in a longer word (投资, 投入)."""
_ALONE = 0.5
"""What a noun of one character that is counted (多少只羊) tells of what its rarity would say."""
_RARE = 30
"""Count below which a counter with a noun (头牛) is hardly the word that the dictionary holds."""
_SELDOM = 60
"""Count below which two characters may be the beginning of somebody's name: 夏冬|娥."""
_GIVEN = 1500
"""Count below which a word may be somebody's given name."""
_ASKED = re.compile(r"[几幾](?:多|月(?!饼))|哪一?[天年月日儿里]|有?多(?:长时间|[久远高重宽深厚])")
"""Question words that the segmenter runs into what stands beside them: 几|多亩, 几|月经|批准, 哪|天开, 有多远."""
_ASKS = ("多少", "百分之", "哪几", "几")
"""What begins a word that asks: 几趟, 多少钱."""
_ALIAS = 0.6
"""How much of a word another name of the whole holds: the name that is asked goes before it."""
_LABEL = re.compile(r"[“\"「『《‘]([^”\"」』》’“]{2,30}|(?<![种个类样][“\"])[^”\"」』》’“])[”\"」』》’]")
"""What is quoted; 哪三种“人” quotes no name."""


@dataclass(frozen=True, slots=True)
class Word:
    """A content word, its terms, its weight (> 0), the words that may stand for it, and other names of what it is part of the name of."""

    text: str
    terms: tuple[str, ...]
    weight: float
    related: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    def held(self, held_terms: frozenset[str] | set[str], text: str) -> float:
        """How much of the word ``text`` (with its terms) holds: 1 the word, less a part or a relative of it."""
        if self.text in text:
            return 1.0
        share = sum(map(held_terms.__contains__, self.terms)) / len(self.terms)
        if share < 1.0 and told_one_by_one(self.text, text):
            return 1.0
        if share < 0.8 and any(r in text for r in self.related):
            share = 0.8
        if share < _ALIAS and any(name in text for name in self.aliases):
            share = _ALIAS
        return share if share >= 0.5 else 0.5 * share


def told_one_by_one(label: str, text: str) -> bool:
    """Whether ``text`` tells a label in its parts: 清变管分 as “清、变、管、分”, 三送 as “送农技、送良种、送化肥”."""
    if len(label) < 2 or "、" not in text or label in text:
        return False
    if len(label) > 2 and label in text.replace("、", ""):
        return True
    counted = _COUNTED.fullmatch(label)
    if not counted:
        return False
    item = re.escape(counted["item"]) + "[^、，。；：“”]{1,12}"
    return bool(re.search(rf"{item}(?:、{item}){{{_COUNT.index(counted['count']) + 1}}}(?!、?{item})", text))


def content(text: str, weights: Weights, persons: Sequence[str] = ()) -> tuple[Word, ...]:
    """The content words of ``text``, quoted labels and the names of ``persons`` whole, each once, in order.

    A word weighs the mean idf of its bigrams, bounded to [0.5, 6]; words that carry little meaning of their own
    (完成, 开展) weigh a third of that.
    """
    found: dict[str, float] = {}
    whole = folded(text)
    labels = [m.group(1) for m in _LABEL.finditer(text)]
    for label in labels:
        _add(found, folded(label), weights, 1.3)
    for person in persons:
        if person in text:
            # However the segmenter would cut it: a name is one word.
            _add(found, folded(person), weights, 1.0)
            text = text.replace(person, "，")
    tokens, counted = _without_counters([folded(t) for t in segment(_ASKED.sub("，", _LABEL.sub("，", text)))])
    for token in _rejoined(_cut_anew(_with_surnames(tokens, weights), weights), weights):
        # 建了几个: the segmenter takes 建了 for a word; 王某某过|完年: and the name with what follows.
        token = token[:-1] if len(token) in (2, 4) and token[-1] in "了过" and not frequency(token) else token
        # 租出去, 办起来: which way something went reports leave out.
        token = token[:-1] if len(token) == 3 and token[-1] in "来去" and _came_of_it(token[:2]) else token
        if token in _STOP or _POINTS.fullmatch(token) or not token or not token[0].isalnum() or token.startswith(_ASKS):
            continue
        if len(token) == 1 and not token.isdigit() and not related(token) and token not in counted:
            continue
        _add(found, token, weights, _ALONE if token in counted else _share_of_weight(token, weights))
    names = also_called(whole)
    return tuple(
        Word(w, tuple(terms(w)) or (w,), weight, _stands_for(w, weights), _of_name(w, names))
        for w, weight in found.items()
    )


def _of_name(word: str, names: Sequence[tuple[str, tuple[str, ...]]]) -> tuple[str, ...]:
    """The other names of what ``word`` is a part of the name of: 财政 of 财政收入 stands in 一般公共预算收入 as well."""
    return tuple(other for name, others in names if word in name for other in others)


def says_how_much(word: str) -> bool:
    """Whether a word only measures, or says where a figure went: 一吨, 每亩, 涨到. It is no name of what is counted."""
    return any(pattern.fullmatch(word) for pattern in (_SPAN, _ONE, _WENT))


def acted(left: str) -> tuple[Word, ...]:
    """The verb of one character right before a question word, ``left`` being what stands before that: 投了, 读了, 贷到."""
    found = _PREDICATE.search(left)
    verb = found["verb"] if found else ""
    if not found or verb in _LIGHT or not kind(verb).startswith("v"):
        return ()
    if frequency(left[max(0, found.start() - 1) : found.end("verb")]) and found.start():
        return ()  # 每亩增产多少: the end of a longer verb
    return (Word(verb, (verb,), _ACTED, tuple(sorted(related(verb)))),)


def counted_one(right: str, unit: str | None) -> tuple[Word, ...]:
    """The noun of one character that is all that follows a question word and its ``unit``: 多少头牛, 多少羊; else empty."""
    noun = folded(right[len(unit or "") :].strip("？?呢啊的 "))
    if len(noun) != 1 or not kind(noun).startswith("n") or noun in _STOP or UNIT.fullmatch(noun):
        return ()
    return (Word(noun, (noun,), _ACTED, tuple(sorted(related(noun)))),)


def _came_of_it(word: str) -> bool:
    """Whether ``word`` is a verb with what came of it: 招来, 贷到."""
    return len(word) == 2 and word[1] in _COMPLEMENT and kind(word[0]).startswith("v")


def _stands_for(word: str, weights: Weights) -> tuple[str, ...]:
    """The words that may stand for ``word``; for a verb with what came of it (招来, 贷到) the verb, if reports do not say it so."""
    out = related(word)
    if counted := _MEASURED.fullmatch(word):
        # 三年 is written 3年 as well.
        value = numerals.read(counted["count"])
        out = out | {f"{value.value:g}{counted['unit']}"} if value else out
    if _ONE.fullmatch(word):
        out = out | {f"每{word[1:]}"}  # 多少钱一斤
    if _came_of_it(word) and not _held(word, weights):
        out = out | {word[0]} | related(word[0])
    return tuple(sorted(out))


def _share_of_weight(word: str, weights: Weights) -> float:
    """What ``word`` tells of what its rarity would say, in (0, 1]."""
    if word in _WEAK or _SPAN.fullmatch(word) or (len(word) == 1 and related(word) & _WEAK):
        return 0.35  # 建 says no more than 建成
    if len(word) > 2 and word.endswith(("村", "社区", "组")):
        return 0.6  # a village is told once; the sentences on it then say 该村, or nothing
    return (0.4 if _came_of_it(word) else 0.2) if _chance(word, weights) else 1.0


def is_weak(word: str) -> bool:
    """Whether a word carries little meaning of its own: 措施, 情况, 完成."""
    return word in _WEAK


def _without_counters(tokens: Sequence[str]) -> tuple[list[str], frozenset[str]]:
    """The words without a counter that the segmenter took for the beginning of what is counted (多少|户蜂农 is 蜂农); which nouns of one character that leaves."""
    out = list(tokens)
    alone: set[str] = set()
    for i, (before, token) in enumerate(zip(tokens, tokens[1:], strict=False), 1):
        counter = len(token) > 1 and token[0] in UNITS and (frequency(token) < _RARE or token == "个人")
        if counter and before.endswith(("多少", "几")):
            out[i] = token[1:]
            if len(out[i]) == 1 and kind(out[i]) == "n":
                alone.add(out[i])
        elif i > 1 and before in UNITS and tokens[i - 2].endswith(("多少", "几")) and kind(token) == "n":
            alone.update([token] if len(token) == 1 else [])
    return out, frozenset(alone)


def _with_surnames(tokens: Sequence[str], weights: Weights) -> list[str]:
    """The words with surnames put back before given names that are words themselves: 钟|白玉 is 钟白玉.

    A word that is a given name has to be a rare one, and reports have to hold it with the surname before it.
    """
    out = list(tokens)
    for i, (surname, given) in enumerate(zip(tokens, tokens[1:], strict=False)):
        if surname in SURNAMES and len(surname) == 1 and len(given) == 2 and count(given) < _GIVEN:
            if weights.of(surname + given[0]) < weights.of("") and weights.of(given) < weights.of(""):
                out[i], out[i + 1] = "", surname + given
        elif surname in SURNAMES and len(surname) == len(given) == 1 and not frequency(surname + given):
            # 王|闯: reports hold the two together.
            if given not in _STOP and weights.of(surname + given) < weights.of(""):
                out[i], out[i + 1] = "", surname + given
        elif surname[:1] in SURNAMES and len(surname) == 2 and len(given) == 1 and frequency(surname) < _SELDOM:
            # 赵晓|梅: a name cut in two, if reports hold it whole.
            if given not in _STOP and _held(surname + given, weights):
                out[i], out[i + 1] = "", surname + given
    return out


def _cut_anew(tokens: Sequence[str], weights: Weights) -> list[str]:
    """The words with runs that no dictionary holds cut into words of reports: 回村种|茶时 is 回村|种茶|时.

    A run that does not come out so, but for one character, stays as it is: it may be a name.
    """
    out: list[str] = []
    run: list[str] = []
    for token in (*tokens, ""):
        if len(token) > 1 and not token.isascii() and not frequency(token) and not _held(token, weights):
            run.append(token)
            continue
        out += _words_of(run, weights) if len(run) > 1 else run
        out.append(token)
        run = []
    return out[:-1]


def _held(word: str, weights: Weights) -> bool:
    """Whether reports hold every pair of characters of ``word``."""
    return all(weights.of(pair) < weights.of("") for pair in terms(word))


def _words_of(run: Sequence[str], weights: Weights) -> Sequence[str]:
    text, words, alone, at = "".join(run), [], 0, 0
    while at < len(text):
        pair = text[at : at + 2]
        known = len(pair) == 2 and weights.of(pair) < weights.of("")
        words.append(pair if known else text[at])
        alone += not known
        at += 2 if known else 1
    return words if alone <= 1 else run


def _rejoined(tokens: Sequence[str], weights: Weights) -> list[str]:
    """The words with those cut anew that no report holds where the next cut is a word of reports: 每|餐食|材 is 食材."""
    out = list(tokens)
    for i, token in enumerate(tokens[:-1]):
        after = tokens[i + 1]
        if after in _DIRECTIONS and len(token) == 1 and related(token + after[0]):
            out[i], out[i + 1] = token + after[0], ""  # 办|起来 is 办起
            continue
        if len(token) != 2 or not after or token in _STOP or weights.of(token) < weights.of(""):
            continue
        other = token[-1] + after[0]
        if len(after) == 1 and frequency(other) and weights.of(other) < weights.of(""):
            out[i], out[i + 1] = token[0], other
    return out


def _chance(word: str, weights: Weights) -> bool:
    """Whether two characters are a word only by the segmenter's guess (能供, 站花): in no dictionary, in no report."""
    return len(word) == 2 and not word.isascii() and not frequency(word) and weights.of(word) >= weights.of("")


def _add(found: dict[str, float], word: str, weights: Weights, factor: float) -> None:
    grams = terms(word)
    if not grams or word in found:
        return
    idf = sum(weights.of(t) for t in grams) / len(grams)
    if len(word) == 1 and not word.isdigit():
        # No index counts single characters: 种 tells as much as the most usual word that may stand for it.
        idf = min((weights.of(t) for r in related(word) for t in terms(r)), default=idf)
    found[word] = factor * min(6.0, max(0.5, idf))


def covered(words: Sequence[Word], held_terms: frozenset[str] | set[str], text: str) -> float:
    """Share of the weight of ``words`` that a text holds; 0 when there are no words."""
    total = sum(w.weight for w in words)
    return sum(w.weight * w.held(held_terms, text) for w in words) / total if total else 0.0
