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
