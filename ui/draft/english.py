"""The verifier's reasons in English. They are made in Chinese, as the contract shows them; only what people read is put over."""

from __future__ import annotations

import re
from functools import cache

_REASONS = (
    ("库里没有说到这件事，最接近的内容不足以核实", "the library does not speak of this; what is nearest does not carry it"),
    ("库里没有说到这件事", "the library does not speak of this"),
    ("库里没有相近的内容", "the library holds nothing like it"),
    ("库里没有所注的来源：{}", "the library does not hold the source that is given: {0}"),
    ("库里最接近的说的是{}，不是{}", "what is nearest in the library speaks of {0}, not of {1}"),
    ("上文说的是{}年，原文的时间不同，请确认", "the text before speaks of {0}, the source of another time: please confirm"),
    ("上文说的是{}，原文说的是{}，请确认", "the text before speaks of {0}, the source of {1}: please confirm"),
    ("原文说的是{}", "the source speaks of {0}"),
    ("与原文不符", "differs from the source"),
    ("据原文计算：{}", "worked out from the source: {0}"),
    ("没有引文", "no quote"),
    ("数字{}与引文不符：引文为{}", "the figure {0} differs from the source, which has {1}"),
    ("数字{}与引文一致", "the figure {0} agrees with the source"),
    ("数字{}不在引文中", "the figure {0} is not in the source"),
    ("引文不以{}为界：引文为{}", "{0} is no bound in the source, which has {1}"),
    ("时间{}与引文不符：引文为{}", "the time {0} differs from the source, which has {1}"),
    ("时间{}与引文一致", "the time {0} agrees with the source"),
    ("时间{}不在引文中", "the time {0} is not in the source"),
    ("地点{}与引文不符：引文说的是{}", "the place {0} differs from the source, which speaks of {1}"),
    ("地点{}与引文或其文章一致", "the place {0} agrees with the source or its article"),
    ("地点{}不在引文中", "the place {0} is not in the source"),
    ("人名{}与引文一致", "the name {0} agrees with the source"),
    ("人名{}不在引文中", "the name {0} is not in the source"),
    ("机构{}不在引文中", "the body {0} is not in the source"),
    ("职务不符：引文中{}是{}，不是{}", "another office: in the source {0} is {1}, not {2}"),
    ("引文中{}是{}，不是{}", "in the source {0} is {1}, not {2}"),
    ("变化与引文不符：引文为“{}”", "another change than in the source: “{0}”"),
    ("“{}”与引文方向相反：引文为“{}”", "“{0}” is the opposite of the source's “{1}”"),
    ("{}与引文方向相反", "{0} is the opposite of what the source says"),
    ("与引文方向相反：引文说的是比{}", "the opposite of the source, which has 比{0}"),
    ("方向“{}”与引文一致", "the direction “{0}” agrees with the source"),
    ("“{}”与引文一致", "“{0}” agrees with the source"),
    ("引文没有比较“{}”和“{}”", "the source does not compare “{0}” with “{1}”"),
    ("按引文，{}", "by the source: {0}"),
    ("按引文：{}", "by the source: {0}"),
    ("断言说目标{}，引文说“{}”", "the draft speaks of the target {0}, the source says “{1}”"),
    ("断言说“{}”，引文说“{}”", "the draft says “{0}”, the source “{1}”"),
    ("断言加了否定“{}”，引文没有", "the draft adds the negation “{0}”, which the source does not have"),
    ("断言加了限定“{}”，引文没有", "the draft adds the limit “{0}”, which the source does not have"),
    ("断言说的是计划或预计（“{}”），引文说的是事实", "the draft speaks of a plan (“{0}”), the source of a fact"),
    ("引文有否定“{}”，断言没有", "the source has the negation “{0}”, the draft does not"),
    ("引文有限定“{}”，断言没有", "the source has the limit “{0}”, the draft does not"),
    ("引文说的是计划或预计（“{}”），断言说成了事实", "the source speaks of a plan (“{0}”), the draft of a fact"),
    ("引文说的{}是计划或预计，断言说成了事实", "{0} is a plan in the source, a fact in the draft"),
    ("引文说的是要求、打算或尚未做到（“{}”），断言说成了事实", "the source speaks of a demand or intention (“{0}”), the draft of a fact"),
    ("引文说的是{}中的{}，不是全部", "the source speaks of {1} among {0}, not of all"),
    ("引文说的地点是{}，不是{}", "the place in the source is {0}, not {1}"),
    ("引文说的是{}，不是{}", "the source speaks of {0}, not of {1}"),
    ("此处引文说的是{}，不是{}", "here the source speaks of {0}, not of {1}"),
    ("此处引文为{}，不是{}", "here the source has {0}, not {1}"),
    ("{}在引文中说的是别的事，此处引文为{}", "{0} tells of something else in the source, which here has {1}"),
    ("{}在引文中说的是{}，不是{}", "{0} is said of {1} in the source, not of {2}"),
    ("{}在引文中只说的是{}，不是{}", "{0} is said only of {1} in the source, not of {2}"),
    ("{}在引文中不是{}：引文为{}", "{0} is not {1} in the source, which has {2}"),
    ("{}在引文中不是{}", "{0} is not {1} in the source"),
    ("{}在引文中是{}，不是{}", "{0} is {1} in the source, not {2}"),
    ("引文没有说这是{}：“{}”", "the source does not say that this is {0}: “{1}”"),
    ("引文没有说“{}”：引文为{}", "the source does not say “{0}” but {1}"),
    ("引文没有这样说“{}”", "the source does not say this of “{0}”"),
    ("引文没有说“{}”", "the source does not say “{0}”"),
    ("引号内的话{}在引文中：“{}”", "the words in quotation marks are not as in the source: “{1}”"),
    ("引文只含断言内容的{}，缺：{}", "the source holds only {0} of what is said, without: {1}"),
    ("引文只含断言内容的{}", "the source holds only {0} of what is said"),
    ("引文含断言内容的{}", "the source holds {0} of what is said"),
    ("{}与引文不符：引文说的是{}", "{0} differs from the source, which speaks of {1}"),
    ("{}与引文不符：{}", "{0} differs from the source: {1}"),
    ("{}与引文相符：{}", "{0} agrees with the source: {1}"),
    ("{}不在引文中", "{0} is not in the source"),
)  # fmt: skip
"""Chinese with what differs as ``{}`` -> English; the first that fits counts."""


def in_english(reason: str) -> str:
    """``reason`` in English; as it is where none is known. Words of drafts and reports stay as they are written."""
    for pattern, english in _patterns():
        if found := pattern.fullmatch(reason):
            return english.format(*found.groups())
    return reason


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile("(.+?)".join(map(re.escape, zh.split("{}"))), re.DOTALL), en) for zh, en in _REASONS)
