"""Questions about persons and offices, why things were done and how: from reports of our own invention."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.answer.offices import parse
from rag.answer.reading import read
from rag.answer.whom import MEANT, NAMED, OTHER, speaks_of
from rag.domain import Answer
from rag.retrieve.subjects import people
from tests.rag.answer.making import passages, pipeline

VILLAGE = """桑植县五道水镇种茶记

茶农龚望川今年46岁，原来在东莞一家鞋厂上班，2017年因为母亲摔伤回到村里。
村干部劝他种茶，他把头摇得像拨浪鼓：“我哪会种茶？赔了钱找谁去？”
镇里给的定心丸是一份收购合同。第二年，龚望川试种4亩，挣了1.3万元。
53岁的邓有兰在茶厂拣梗子，一个月1750元。
去年全镇茶农人均月收入3260元。
退休教师覃素英原定支教一年，期满以后她又留了下来。她带了三名徒弟。“娃娃们围着我转，我哪里舍得走。”覃素英说。
“长藤结瓜，大户带小户，就是我们说的‘瓜藤经’。”镇长彭晓林说。
近年来，“瓜藤经”推广到了11个村。
桑植县的村医曾经留不住，一年走了27人。县里拿出三招：一是涨补助，二是建宿舍，三是给编制。
茶山养护的资金由镇里按照县里补一点、村里出一点、大户捐一点的办法凑齐。
茶厂已在张家界、常德、长沙等地设立直销店23家。
从瑞塔铺镇搬来的谭秀枝是车间组长，她说：“以前一年回来一趟，崽都不认得我。现在每天送了孩子再上班，一个月有2980元。”
茶厂推行“三个不离”的规矩，每周检查一次，做到“三个看清楚”：把茶芽看清楚，把火候看清楚，把秤杆看清楚。
一个村设立一个直销点，由村里派人看店。
“今年有奔头，政府给我一份保洁的活，还送了一头小猪。”贫困户石三喜一边栽秧一边说。
"""
FACTORY = """慈利县车间见闻

走进慈利县零阳镇的红枫服装公司，缝纫机响成一片。公司总经理田桂香介绍，公司有工人210人。
"""
ELSEWHERE = """石门县车间见闻

走进石门县的云顶食品公司，果香扑鼻。公司总经理覃大树说，公司有工人95人。
"""
VILLAGES = """桑植县两个村的会

“路通了，茶就有人来收。”竹叶坪乡党委书记田文清说，今年要再修两条路。
黄家台村的水塘修好了。“水来了，大伙心里踏实。”村党总支书记秦有粮说。
驼峰村今年种了药材。
今年60岁以上的老人，竹叶坪乡有1204人。
"""
SCHOOL = """慈利县新学校

今年秋季，投资最大的是零阳学校，占地52亩。学校由县二中退休校长卓文彬担任首任校长。
原县委书记谭守信到校看望师生。县委书记钟立言陪同。
"""
GOVERNMENT = """2025年云川省政府工作报告
云川省省长 邹明远
各位代表：
现在，我代表省人民政府作报告。
"""
REPORTS = {"a.txt": VILLAGE, "b.txt": FACTORY, "c.txt": ELSEWHERE, "d.txt": SCHOOL, "e.txt": VILLAGES}


def ask(home: Path, question: str) -> Answer:
    return pipeline(home, passages(REPORTS)).ask(question, engine="extractive")


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("龚望川今年多大年纪？", ("龚望川",)),
        ("邓有兰一个月挣多少？", ("邓有兰",)),
        ("零阳镇竹坪村张神光得的是什么病？", ("张神光",)),
        ("零阳镇竹坪村的养蜂户覃素英为何留下？", ("覃素英",)),
        ("慈利县和几家医院结了对子？", ()),
        ("县级、乡级、村级林长加起来多少名？", ()),
        ("桑植县高标准农田有多少亩？", ()),
        ("慈利县红枫服装公司有多少工人？", ()),
        ("慈利县义务教育巩固率是多少？", ()),
        ("盖房时施工方受了什么处理？", ()),
        ("白田镇建排污站花了多少钱？", ()),
    ],
)
def test_the_persons_a_question_names(question: str, names: tuple[str, ...]) -> None:
    assert people(question) == names


@pytest.mark.parametrize(
    ("question", "held", "other"),
    [
        ("邓有兰一个月挣多少？", "1750元", "3260元"),
        ("红枫服装公司的总经理是谁？", "田桂香", "覃大树"),
        ("零阳学校校长是谁？", "卓文彬", "钟立言"),
        ("零阳学校的首任校长是谁？", "卓文彬", "钟立言"),
        ("慈利县县委书记是谁？", "钟立言", "谭守信到校"),
        ("慈利县原县委书记是谁？", "谭守信", "钟立言陪同"),
    ],
)
def test_what_is_told_of_others_is_no_answer(tmp_path: Path, question: str, held: str, other: str) -> None:
    answer = ask(tmp_path, question).answer
    assert held in answer and other not in answer


@pytest.mark.parametrize(
    ("words", "name", "surely"),
    [
        ("现在每天送了孩子再上班", "谭秀枝", MEANT),
        ("谭秀枝是车间组长", "谭秀枝", NAMED),
        ("他把头摇得像拨浪鼓", "龚望川", MEANT),
        ("53岁的邓有兰", "龚望川", OTHER),
        ("去年全镇茶农", "王大有", OTHER),
        ("政府给我一份保洁的活", "石三喜", MEANT),
        ("政府给我一份保洁的活", "谭秀枝", OTHER),
    ],
)
def test_of_whom_a_sentence_speaks(words: str, name: str, surely: float) -> None:
    sentence = next(s for p in passages(REPORTS) for s in read(p, 0) if words in s.text)
    assert speaks_of((name,), sentence) == surely


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("龚望川一开始为什么不肯种茶？", "赔了钱找谁去"),
        ("龚望川为什么回到村里？", "母亲摔伤"),
        ("覃素英为什么期满又留了下来？", "舍得走"),
        ("什么叫“瓜藤经”？", "长藤结瓜"),
        ("桑植县是怎么留住村医的？", "一是涨补助"),
        ("茶山养护的钱从哪里来？", "县里补一点"),
        ("“三个不离”的茶厂要做到哪“三个看清楚”？", "把秤杆看清楚"),
        ("茶厂在哪些城市设立了直销店？", "张家界、常德、长沙"),
    ],
)
def test_reasons_measures_and_labels(tmp_path: Path, question: str, held: str) -> None:
    answer = ask(tmp_path, question)
    assert held in answer.answer, answer.answer


@pytest.mark.parametrize(
    ("written", "term"),
    [("零阳学校首任校长", "首任"), ("前任县长", "前任"), ("原县委书记", "原"), ("平原县县长", ""), ("原阳县县长", "")],
)
def test_which_holder_of_an_office_is_meant(written: str, term: str) -> None:
    office = parse(written)
    assert office is not None and office.term == term


def test_who_said_words_that_are_quoted(tmp_path: Path) -> None:
    assert "田文清" in ask(tmp_path, "“路通了，茶就有人来收”是谁说的？").answer


def test_the_secretary_of_another_village_is_no_answer(tmp_path: Path) -> None:
    assert "秦有粮" in ask(tmp_path, "黄家台村党支部书记是谁？").answer
    assert "秦有粮" not in ask(tmp_path, "驼峰村党支部书记是谁？").answer


def test_the_age_of_those_counted_is_no_premise(tmp_path: Path) -> None:
    assert not any("相符" in n for n in ask(tmp_path, "慈利县60岁以上的老人有多少？").notes)


def test_a_name_set_apart_from_its_office(tmp_path: Path) -> None:
    text = GOVERNMENT.replace("云川省", "贵州省")
    answer = pipeline(tmp_path, passages({"g.txt": text})).ask("贵州省省长是谁？", engine="extractive")
    assert "邹明远" in answer.answer


SPEECH = "".join(
    [
        "慈利县干部冬训\n\n慈利县零阳镇冬训班昨日开班。镇党委书记卓立言作开班动员，寄语干部当好群众的贴心人。\n",
        *(f"干部要做到的事很多，第{n}件要记在本子上，写在心里，落在脚下，年底要向村民交账。\n" for n in range(30)),
        "要守护平安，严格落实首问责任，切实做到小事不出村。\n",
    ]
)


def test_a_speech_is_its_speaker_s_to_the_end(tmp_path: Path) -> None:
    held = passages({"a.txt": SPEECH})
    assert len(held) > 2  # the name is far from what is asked
    answer = pipeline(tmp_path, held).ask("卓立言要求守护平安时严格落实什么责任？", engine="extractive")
    assert "首问责任" in answer.answer, answer.answer


def test_what_sort_is_told_before_the_noun_asked_for(tmp_path: Path) -> None:
    text = "慈利县的活路\n\n零阳镇脱贫户卓大山穿上工作服，天天早早来到村街。\n他很看重这份护林员工作，“有了这份工作，心里踏实。”\n"
    answer = pipeline(tmp_path, passages({"a.txt": text})).ask("零阳镇的卓大山做什么工作？", engine="extractive")
    assert "护林员" in answer.answer, answer.answer


def test_a_report_s_own_question_is_answered_to_the_end_of_its_paragraph(tmp_path: Path) -> None:
    text = (
        "慈利县的柑橘\n\n今年柑橘减产两成，果农不慌。为什么减产了果农不慌？每亩保底收购价写进了合同，果子再少也不亏。\n"
        "分乡镇看，零阳镇种植6.8万亩，杉木桥镇种植5.2万亩。\n"
    )
    answer = pipeline(tmp_path, passages({"a.txt": text})).ask("慈利县柑橘减产果农为什么不慌？", engine="extractive")
    assert "保底收购价" in answer.answer
    assert "分乡镇看" not in answer.answer and "为什么减产了" not in answer.answer


HONOURED = """丹寨县蜡染传人

排调镇的蜡染师傅王福珍从艺四十年，带徒弟36人。2019年被评为全省劳动模范，产品在全省展销会上卖了18万元。目前，全县蜡染作坊达到64家，年销售额2300万元。
"""


def test_what_somebody_got_of_the_province_is_theirs_and_what_all_sold_is_not(tmp_path: Path) -> None:
    desk = pipeline(tmp_path, passages({"a.txt": HONOURED}))
    assert "2019年" in desk.ask("王福珍哪年被评为劳动模范？", engine="extractive").answer
    assert "18万元" in desk.ask("王福珍在展销会上卖了多少钱？", engine="extractive").answer
    assert "2300万元" not in desk.ask("王福珍一年销售额多少？", engine="extractive").answer
