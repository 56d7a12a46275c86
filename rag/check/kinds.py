"""What a sentence of a draft is: a statement that a report can confirm or deny, or something else."""

from __future__ import annotations

import re
from typing import Literal

from rag.text.quantities import quantities

ClaimKind = Literal["fact", "plan", "opinion", "courtesy", "question"]

_ADDRESS = re.compile(
    r"^(?:(?:尊敬的|敬爱的|亲爱的|各位|同志们|女士们|先生们|朋友们)[^，,。：:！!？?]{0,24}[，,、。：:！!]?)+"
)
_COURTESY = re.compile(
    r"^(?:大家(?:上午|下午|早上|晚上)?好"
    r"|(?:上午|下午|早上|晚上)好|谢谢|感谢(?:大家|各位)|再次(?:感谢|表示)|此致|敬礼|特此|妥否|以上(?:报告|汇报|意见|请示)|请予?(?:审议|批示|审阅)"
    r"|汇报完毕|发言完毕|我的(?:汇报|发言|报告)|不(?:妥|当)之处|敬请|恳请|(?:最后)?[，,]?(?:衷心)?(?:祝愿?|预祝)|新年快乐|今天，?我们(?:在这里|齐聚|欢聚))"
    r"|(?:表示|致以)[^。]{0,12}(?:欢迎|感谢|祝贺|问候|敬意|慰问)|(?:情况)?(?:汇报|报告|通报|介绍|说明)如下|(?:汇报|报告|讲|谈)[^。，]{0,8}(?:几点|几个|三点|以下)"
)
_FIRST_PERSON = re.compile(
    r"(?:我|我们|笔者|本人|个人)(?:认为|觉得|以为|相信|坚信|深信|感到|体会到|希望)|^(?:相信|坚信|深信)"
)
_JUDGING = re.compile(
    r"意义(?:十分|非常|特别|极其)?(?:重大|深远)|重(?:要|大)(?:而深远)?的?(?:现实|历史|战略|理论|政治)?意义|令人(?:欣慰|鼓舞|振奋|感动|难忘)"
    r"|来之不易|值得(?:肯定|称赞|点赞|学习|借鉴|推广|深思)|离不开|前景(?:十分|非常|更加|无比|一片)?(?:广阔|光明|可期)|大有可为|大有作为|功在当代|利在千秋|至关重要|十分必要|非常必要|刻不容缓"
    r"|任重道远|实践(?:充分)?(?:证明|表明)|毫无疑问|显而易见|不言而喻|可以说|总的来看|总体上看|众所周知|可谓|堪称|无疑|未来可期|充满信心|不容(?:回避|忽视|乐观|小觑|懈怠)|成绩(?:喜人|斐然|显著)$"
    r"|(?:十分|非常|特别|极其|相当|很)(?:重要|关键|必要|难得|不易|不容易|可喜|满意|好|成功|出色|突出|明显)"
)
_URGING = re.compile(
    r"(?:^|[，；：、]|我们|各级|各地|各部门|大家|全市|全县|全省|全区)(?:也|都|还|就|更|一定|仍|仍然)?(?:要|必须|务必|应当?|应该|须|需要?|不能|决不能|绝不能)"
    r"(?!求|点|素|闻|件|么|不是|有的)(?=[一-鿿]{2})"
)
_AHEAD = re.compile(
    r"^(?:下一步|下一阶段|下阶段|接下来|今后|未来|展望|明年|来年|新的一年|新征程上|面向未来|面对新|站在新)"
    r"|(?:下一步|明年|今后)[，,]?[^。]{0,12}(?:将|要|拟|继续|重点)"
    r"|(?:我们|我市|我县|我省|我区|我州|我镇|我局|我委)[^，。]{0,6}将"
    r"|将(?:会|继续|进一步|坚持|坚决|以[^，。]{2,12}为|着力|全力|深入|持续|大力|努力|认真|加快|推动|推进|组织|开展|重点|立足|围绕|紧扣|聚焦|抓住|统筹|始终|不断|于(?:明|下|20))"
    r"|力争|争取(?:在|到|于|实现|完成|年)|(?:^|[，；])(?:计划|拟|打算|预计)(?!数)|拟(?:于|在|新建|投资|投入|建设|安排)|(?:^|[，；])确保(?!了)|目标是|奋斗目标"
    r"|(?:^|[，；])(?:建议|希望|恳请|请(?:各|大家|上级))|让我们"
)
_DONE = re.compile(r"已(?!知)|截至|累计|去年|上年|前年|同比|[一-鿿]了(?!解)|曾|[\d万亿]+[^，。]{0,8}以来|目前")


def kind_of(sentence: str) -> ClaimKind:
    """The kind of a sentence. When in doubt it states a fact: what is wrong there is worth a look."""
    words = _ADDRESS.sub("", sentence.strip(" \u3000\t\"“”'‘’"), count=1)
    if not words:
        return "courtesy"
    if words.endswith(("？", "?", "？”", "?”")):
        return "question"
    counted = any(q.kind != "ordinal" for q in quantities(words))
    if _COURTESY.search(words) and not counted:
        return "courtesy"
    if _FIRST_PERSON.search(words):
        return "opinion"
    if _AHEAD.search(words) and not _DONE.search(words):
        return "plan"
    if _URGING.search(words) and not counted and not _DONE.search(words):
        return "plan"
    if _JUDGING.search(words) and not counted:
        return "opinion"
    return "fact"
