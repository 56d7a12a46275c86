"""Names in running text other than places: persons, organisations, document numbers, titles and codes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

NameKind = Literal["person", "organisation", "number", "title", "code"]

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍"
    "韦申尤毕聂丛焦向柳邢骆岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单"
    "包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商"
    "蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺粟孟佘湛禹狄缪钮嵇芮隗郗戎阙晁訾阚蒯濮扈暨庾郦逯亓庹莘肖闫"
)
GRAMMATICAL = frozenset("来成从于和时向连经都满全应保单")
"""Surnames that are grammatical words as well: 九个月来零工, 向武汉."""
COMPOUND_SURNAMES = "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯|司徒|端木|南宫"
_SURNAME = rf"(?:{COMPOUND_SURNAMES}|[{SURNAMES}])"
_OFFICE = (
    "书记|市长|县长|区长|省长|州长|镇长|乡长|村长|局长|主任|主席|部长|厅长|院长|校长|行长|所长|科长|站长|会长|处长|司长|社长|厂长|队长|组长"
    "|董事长|总经理|经理|总裁|秘书长|发言人|负责人|支书|代表|党员|委员|专干|教授|主编|记者|通讯员|村民|居民|贫困户|脱贫户|搬迁户|种植户|养殖户"
    "|返乡青年|创业者|带头人|理事长|老板|医生|护士|教师|老师|校友|学生|员工|女工|工人|农民|研究员|专家|律师|法官|检察官|民警|警官|司令"
    "|总统|总理|首相|大使|外长|议员|选手|运动员|教练|主帅|队员|球员|导演|演员|作家|人员|干部|成员|顾问|组织委员|第一书记|妻子|丈夫|儿子"
)
_SAID = (
    "说|表示|介绍|告诉|认为|指出|强调|称|坦言|感慨|感叹|回忆|透露|解释|笑着|高兴|激动|提出|要求|带领|主持|出席|率|参加|深入|来到|走访"
    "|调研|讲话|致辞|担任|出任|任|当选|获得|荣获|乐呵呵|喜笑颜开|一脸|在|是|的|等|也|和|就|从|为|用|把|对|、|，|。|（|\\(|：|:|；|”|」|$|,"
)
STANDING = re.compile(rf"(?:{_OFFICE}|[㐀-鿿]{{2}}户)")
"""What somebody is called before the name: 书记, 村民, 脱贫户."""
_PERSON_AFTER_OFFICE = re.compile(rf"(?:{_OFFICE})(?P<name>{_SURNAME}[㐀-鿿]{{1,2}}?)(?=(?:{_SAID}))")
_PERSON_SAYING = re.compile(
    rf"(?:^|(?<=[，。、；：“”‘’「」（）\s,;:()]))(?P<name>{_SURNAME}[㐀-鿿]{{1,2}})"
    r"(?=说|表示|介绍|告诉|认为|指出|强调|坦言|感慨|感叹|回忆|透露|(?:高兴|激动|乐呵呵|笑着)地说)"
)
_PERSON_FROM_THERE = re.compile(
    rf"[省市县区镇乡村]人(?P<name>{_SURNAME}[㐀-鿿]{{1,2}}?)(?=创[建办立]|开办|办起|返乡|回乡|牵头)"
)
"""甲镇人某某创建."""
_PERSON = re.compile(rf"(?:{COMPOUND_SURNAMES})[㐀-鿿]{{1,2}}|[{SURNAMES}][㐀-鿿]{{2}}")
_SOUNDS = (
    "阿埃艾爱安奥巴白班贝本比彼别宾波勃博布查达戴丹德登迪丁杜顿多厄恩尔法凡菲费芬丰佛夫弗福盖甘冈戈格根古瓜圭哈海汉豪赫亨洪胡"
    "华怀惠霍基吉加贾杰金京卡凯坎康考柯科克肯孔库夸拉莱赖兰朗劳勒雷累李里丽利莉林琳隆龙卢鲁路伦罗洛吕马迈麦曼芒毛梅门蒙米密明"
    "莫默姆穆纳乃南瑙内尼妮宁纽努诺欧帕派潘庞佩彭皮匹平珀普齐奇钱乔切丘热日荣茹儒瑞若萨塞赛桑瑟森沙莎山尚舍申生圣施史思斯松苏"
    "索塔泰坦汤唐陶特滕提田廷通图托瓦万汪威韦维魏温文翁沃乌武西希锡夏肖谢辛欣休许雪逊雅亚延扬杨耶叶伊依易因英尤于约赞泽扎詹珍"
    "朱兹宗佐丝娜娅蒂琪蕾黛薇珊姬买提江热古丽艾约翰"
)
"""Characters that spell foreign names, and those of Uygur and Kazakh."""
_FOREIGN = re.compile(rf"[{_SOUNDS}]{{1,6}}(?:[·•・‧][{_SOUNDS}A-Za-z]{{1,8}})+")
ORGANISATION_SUFFIX = (
    "有限责任公司|股份有限公司|有限公司|公司|集团|总局|分局|局|委员会|党委|纪委|监委|办公室|法院|检察院|研究院|医学院|学院|大学|中学|小学|学校"
    "|幼儿园|医院|卫生院|银行|协会|商会|学会|联合会|基金会|专业合作社|合作社|联社|工厂|厂(?![房商子里长区家])|电视台|日报社|报社|出版社|杂志社|研究所|研究中心|购物中心|数据中心|百货|事务所|实验室"
    "|工作站|联盟|俱乐部|宾馆|酒店|超市|商场|书店|博物馆|图书馆|鞋业|竹业|置业|实业"
)
_ORGANISATION = re.compile(
    rf"[㐀-鿿A-Za-z0-9]{{2,18}}?(?<![了的是为和与在该这那各本某贵我其家全到进出入设])(?:{ORGANISATION_SUFFIX})(?![们长员区部生])"
)
_DOCUMENT_NUMBER = re.compile(
    r"[㐀-鿿]{1,8}(?:发|办|函|字|令|政|规|通|电|公告|组)?\s*[〔\[（(【]\s*(?:19|20)\d\d\s*[〕\]）)】]\s*(?:第\s*)?\d{1,4}\s*号|第\s*\d{1,5}\s*号(?:令|文|公告)?"
)
_TITLE = re.compile(r"《([^《》\n]{1,60})》")
_CODE = re.compile(
    r"(?<![A-Za-z0-9.,])(?=[0-9.,-]*[A-Za-z])(?=[A-Za-z.-]*\d)[A-Za-z0-9](?:[A-Za-z0-9.,-]*[A-Za-z0-9])?"
)


@dataclass(frozen=True, slots=True)
class Named:
    """``text[start:end]`` is the name of a ``kind``."""

    start: int
    end: int
    kind: NameKind
    text: str


def titles(text: str) -> list[Named]:
    """What stands between 《 and 》."""
    return [Named(m.start(1), m.end(1), "title", m.group(1)) for m in _TITLE.finditer(text)]


def document_numbers(text: str) -> list[Named]:
    """文号: 国发〔2020〕5号, 第12号令."""
    return [Named(m.start(), m.end(), "number", m.group()) for m in _DOCUMENT_NUMBER.finditer(text)]


def codes(text: str) -> list[Named]:
    """Letters with digits that name something: G319, 5A, PM2.5, 4G."""
    return [Named(m.start(), m.end(), "code", m.group()) for m in _CODE.finditer(text)]


def persons(text: str) -> list[Named]:
    """Persons, where an office or a word of saying stands beside the name, and names with a middle dot."""
    found: dict[int, Named] = {}
    for pattern in (_PERSON_AFTER_OFFICE, _PERSON_SAYING, _PERSON_FROM_THERE):
        for m in pattern.finditer(text):
            found.setdefault(m.start("name"), Named(m.start("name"), m.end("name"), "person", m["name"]))
    for m in _FOREIGN.finditer(text):
        found.setdefault(m.start(), Named(m.start(), m.end(), "person", m.group()))
    return [found[k] for k in sorted(found)]


def is_person_like(text: str) -> bool:
    """Whether ``text`` has the form of a Chinese person's name: a surname and one or two characters."""
    return bool(_PERSON.fullmatch(text))


def organisations(text: str) -> list[Named]:
    """Names that end like an organisation's; what stands before the name proper may be taken along."""
    return [Named(m.start(), m.end(), "organisation", m.group()) for m in _ORGANISATION.finditer(text)]
