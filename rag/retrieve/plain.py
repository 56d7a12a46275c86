"""What a question says around what it asks: courtesy, doubts about the reports, orders to the program, small talk."""

from __future__ import annotations

import re
from typing import Literal

from rag.text.degrees import DEGREES, MOVES

Scope = Literal["ok", "unsafe_request", "out_of_scope", "foreign"]

_DOUBTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        # A figure is asked for already: 有多少家，两篇说的一样吗.
        re.compile(
            r"(?P<ask>^[^。？?]*(?:多少|几)[^，,。？?]*)[，,。？?]+(?:但|可|不过)?(?:这)?(?:不同|各|几|两|三|多|前后|上下)?(?:篇|份|家|处|个|版)*(?:地方)?的?"
            r"(?:报道|报告|文章|材料|报纸|报)?(?:里|中|上|之间)?(?:前后)?的?(?:(?:说|写|讲|报|给|登)的|说法|数字|数据|数|口径|写法)"
            r"(?:是|都|是不是|是否)?(?:一样|一致|相同|统一|吻合|对得上|一个数|矛盾)(?:的吗|不|吗|么|呢|吧)?(?=[？?。！]*$)"
        ),
        r"\g<ask>",
    ),
    (
        re.compile(
            r"(?:到底|究竟)?是?\d[\d.]*[万亿]?([一-鿿%]{0,2}?)(?:，)?还是(?:\d[\d.]*[万亿]?[一-鿿%]{0,2}?|(?:别的|其他|另外的?|另一个)(?:数字?|说法))(?=[？?]|$)"
        ),
        r"有多少\1",
    ),
    (
        re.compile(
            r"(?P<ask>^[^。？?]*(?:多少|几)[^，,。？?]*)[，,。？?]+我?(?:怎么|为什么|为何)?(?:见到|看到|查到|会?有|出现)(?:了)?[两二三几]个(?:不同的?)?(?:数字?|说法|版本)(?=[？?。！]*$)"
        ),
        r"\g<ask>",
    ),
    (
        re.compile(
            r"[，,]?(?:在)?(?:不同|各|几篇|两篇|多篇|这些)?(?:的)?(?:报道|报告|文章|材料|地方)?(?:里|中|的)?(?:说法|数字|数据|口径)"
            r"(?:是否|是不是)?(?:一致|相同|一样|矛盾|统一)(?:吗)?"
        ),
        "是多少",
    ),
    (
        re.compile(
            r"[，,。？?]+(?:但|可|不过)?(?:是|好像|似乎)?(?:不同|各|几|两|多|这)?(?:篇|份|家|处|个)?(?:的)?(?:报道|报告|文章|材料|地方)?(?:里|中|上|之间)?的?"
            r"(?:说法|数字|数据|口径|写法)?(?:好像|似乎|怎么|都)?(?:不(?:太)?(?:同|一致|一样|统一|一)|对不上|有出入|打架|互相矛盾)(?:吧|吗|呢|了|啊|的)?(?=[？?。！]*$)"
        ),
        "",
    ),
    (
        re.compile(
            r"(?:在?(?:报上|报纸上|(?:报道|报告|文章|材料|文)[中里]?))?有(?:哪?几种|哪些|多少种|不同的?)(?:说法|数字|数据|口径|版本)"
            r"[，,]?(?:分别|各自?)?(?:是|为)?(?:多少|什么|哪些|几)?(?=[？?。]*$)"
        ),
        "是多少",
    ),
    (re.compile(r"(?<=[数率额量值积入])(?:之间)?有(?:什么|何|哪些|没有)(?:出入|不同|差异|矛盾)"), "是多少"),
)
"""Questions whether reports agree ask for the figure; that they disagree is said whenever they do."""
_SOURCE = re.compile(
    r"(?:钱|(资金|经费|费用|款项))(?:都|是|又)?(?:从|由)?(?:哪里|哪儿|哪|何处|何)(?:来|出|解决)的?(?![一-鿿])"
)
"""钱从哪里来 asks for no place."""
_IN_CHARGE = re.compile(r"(?:是|归|由|到底)*谁(?:在|来)?(?:管(?!理)|负责|打理|当家|牵头管)(?:的|着|事)*(?=[？?呢啊]*$)")
"""归谁管, 是谁在负责: who its head is."""
_SPLIT = re.compile(
    r"(?P<verb>[脱摘通投开竣完复结毕打停返])(?:了|过|的|完)(?P<object>[贫帽车产工业岗])(?!多|少|程|资|品|厂|地)"
)
"""Verbs that come apart: 脱的贫, 通了车."""
_FOUND_WORK = re.compile(r"(?:找|寻)[到着](?:了|过)?(?:一?[份个])?工作|有了工作")
_WANTS_TOLD = re.compile(r"多少|几(?![个句])|什么|哪|谁|何|怎")
_HOW_MANY = re.compile(r"多少|几[个名位人户万千百]|百分之|几成")
"""How many 找到了工作: reports say 就业."""
_PRICE = re.compile(r"(?:什么|啥|何种)价(?:钱|格|位)?(?=[？?，,呢啊]|$)")
"""卖什么价: a figure."""
_EXTENT = re.compile(r"(?:地方|场地|地盘|地儿|占地)(?:有|是)?多大")
"""地方有多大: the area."""
_NUMBER_OF = re.compile(r"(?<=[一-鿿])的?(?:总?数量|个数)(?:一共|总共)?(?:是|为|有|达到?|共)?多少个?(?=[？?。，,]|$)")
"""车间的数量是多少: how many there are."""
_BOTH = re.compile(r"城乡(?P<what>居民[^，。？?和与城乡]{0,12}?)的?(?P<how>之间)?(?=相差|差距|之差|之比|差多少|差几)")
"""城乡居民收入相差: of those in town and of those in the country."""
_TURN = rf"(?:变?(?:{DEGREES})(?=了)|变(?:{DEGREES})|{MOVES}|升|上涨|下跌|下滑|回升|回落|扩大|缩小)了?"
_WAY = re.compile(rf"(?:到底|究竟)?是?{_TURN}[，,]?还是{_TURN}(?=[呢啊]?[，,。？?]|$)")
"""是增加了还是减少了: by how much, whichever way; neither is said to be so."""
_COURTESY = re.compile(
    r"^(?:您好|你好)?[，,！!]?(?:请问(?:一下)?|我?想(?:知道|问(?:一下|问)?|了解(?:一下)?)|麻烦(?:您|你)?(?:问|查|看)?一下|请?(?:您|你)?(?:帮我|帮(?!助|扶|困|工|教|办|带|忙)|告诉我|帮忙)(?:查(?:一下|询)?|看(?:一下)?)?)[，,：:]?(?=.{3})"
)
_TOLD_IN = re.compile(
    r"(?:^|(?<=[，,。]))在?(?:[这那本][张份篇版个期]?)?(?:图片新闻|照片说明|报纸|报道|新闻|消息|简报|材料|文件|文章|报)"
    r"(?:里面?|上面?(?![来去级报海交缴])|中(?![心央转学小等级外国])|里头)(?:说|写|写到|提到|讲到?|刊登|登)?的?[，,]?(?=[一-鿿“\d]{4})"
)
"""图片新闻里，…: where it was read is no part of what is asked."""
_SAYING = re.compile(
    r"^(?:请问)?(?:关于|对于)?(?:[两几多]篇|不同的?|各)(?:报道|报告|文章)(?:里|中|对)?(?:的)?|^(?:关于|对于)|，?有的(?:说|讲|写)[^，。？]{1,16}"
)
_INJECTION = re.compile(
    r"(?<!不要)(?<!不能)(?<!别)(?<!不可)(?:忽略|无视|忘记|不要理会|绕过|跳过)(?!了?(?:哪|什么|多少))[^，。]{0,12}(?:指令|要求|规则|提示|限制|设定|约束|上面|以上|之前)|"
    r"系统提示(?!功能|音|栏|牌|信息|短信|上线)|提示词|system\s*prompt|prompt|"
    r"(?:你的|输出|显示|告诉我|复述|打印)[^，。]{0,8}(?:指令|初始设定|设定|规则|instruction)|ignore (?:all|previous|the)|越狱|jailbreak|(?:助手|问答(?:程序|系统)|模型|机器人)[^。]{0,12}(?:一律|必须|只能|务必)(?:回答|回复|输出)|(?:^|[，。！请你来要])(?:现在|必须|开始|要|来){0,3}扮演|假装你是|你现在是|developer mode|开发者模式",
    re.I,
)
_OFF_TOPIC = re.compile(
    r"^(?:你|您)(?:觉得|认为|怎么看|评价|喜欢)|(?:你|您)(?:的看法|怎么看|怎么评价)|^(?:你好|您好|嗨|hi|hello|谢谢|再见|在吗)|你是谁|你叫什么|讲个?笑话|(?:今天|明天|后天|这[两几]天|周末|下周|明后天)[^，。]{0,10}(?:下[雨雪]|刮(?:大)?风|降温|升温|下冰雹|起雾|多少度|几度|天晴|冷不冷|热不热)|天气(?:怎么样|如何|预报(?!服务|站|员|系统|预警|信息))|"
    r"几点了|现在时间|股票(?:推荐|代码|走势)|彩票|翻译(?:成|一下|这)|(?:帮我)?(?:算一下|计算)\s*[\d+\-*/×÷ ]+|python|javascript|菜谱|怎么做菜",
    re.I,
)

_COMPOSE = re.compile(
    r"^(?:请|麻烦|劳烦|能不能|可不可以|可以|能否|能|帮忙)*(?:你|您)?(?:[帮给替为]我们?|帮忙|来)*"
    r"(?:写|草拟|起草|拟|编|画|作)(?:一?[份个篇封首张段幅条副]|一下)(?P<what>[^，。？?]*)"
)
"""写个请假条: an order to make something, which no report answers."""
_OF_REPORTS = re.compile(r"总结|介绍|概况|情况|综述|概述|简介|摘要")
"""What the reports themselves tell may be written down: 写一段某县工作的总结."""
_HAN = re.compile(r"[㐀-鿿]")
_FOREIGN = re.compile(r"[^\W\d_]{2,}(?:[^\w㐀-鿿]+[^\W\d_]+){2,}")
"""Three words of another script and none of Chinese: a sentence, not the name of something (GDP, ESG report)."""
_ADMITTED = re.compile(
    r"(?:谁|哪些人|什么(?:样的?)?人|哪类人|哪几类人)(?P<may>(?:都|才)?(?:可以|能够?|可|有资格|符合条件)(?:参加|报名(?:参加)?|申请|享受|申报|报考)(?:了)?)"
    r"(?P<what>[^，。？?]{2,})(?=[？?]*$)"
)
"""谁可以参加培训: whom it is for."""


def without_courtesy(text: str) -> str:
    """``text`` without 请问, 我想知道 and the like in front, and without where it was read (报纸上说的)."""
    return _TOLD_IN.sub("", _COURTESY.sub("", text.strip()))


def settled(text: str) -> str:
    """Ask for the figure that a question doubts: 到底是1025名还是1052名 becomes 有多少名."""
    text = _BOTH.sub(r"城镇\g<what>和农村\g<what>", text)
    text = _WAY.sub("增加了多少", _PRICE.sub("多少钱", text))
    text = _SPLIT.sub(r"\g<verb>\g<object>", text)
    text = _ADMITTED.sub(r"\g<what>的对象是什么", text)
    text = _FOUND_WORK.sub("就业", text) if _HOW_MANY.search(text) else text
    text = _NUMBER_OF.sub("有多少个", text)
    text = _EXTENT.sub("面积有多大", _IN_CHARGE.sub("的负责人是谁", text))
    plain = _SOURCE.sub(lambda m: (m.group(1) or "资金") + "如何筹集", text)
    for pattern, asks in _DOUBTS:
        plain = pattern.sub(asks, plain, count=1)
    if plain == text and not re.search(r"有的(?:说|讲|写)", text):
        return text
    return _SAYING.sub("", _SAYING.sub("", plain)) or text


def doubts(text: str) -> bool:
    """Whether a question asks if the reports agree, so that every other value is of interest to whoever asks."""
    return any(pattern.search(text) for pattern, _ in _DOUBTS)


def instructs(text: str) -> bool:
    """Whether ``text`` tells the program what to do: in a question refused, in a report never an answer."""
    return bool(_INJECTION.search(text))


def scope_of(text: str) -> Scope:
    """Whether a question may be asked: of the reports, and not to turn the program."""
    if instructs(text):
        return "unsafe_request"
    if not _HAN.search(text) and _FOREIGN.search(text):
        return "foreign"
    order = _COMPOSE.match(text)
    composes = order and not (_OF_REPORTS.search(order["what"]) or _WANTS_TOLD.search(text))
    if composes or _OFF_TOPIC.search(text) or not re.search(r"[㐀-鿿A-Za-z0-9]", text):
        return "out_of_scope"
    return "ok"
