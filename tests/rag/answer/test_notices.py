"""Questions to notices: their number, telephone, sides by name; and questions that ask several things at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag.answer.particulars import form_asked
from rag.pipeline import Pipeline
from rag.retrieve.question import understand
from tests.rag.answer.contract import check_answer
from tests.rag.answer.making import passages, pipeline

REPORTS = {
    "通知.txt": """关于举办2022年农村电商培训班的通知

桃商发〔2022〕31号

根据《湖南省电子商务促进办法》（湘商规〔2021〕8号），现就桃源县农村电商培训班有关事项通知如下：

一、培训对象。本县户籍、18至50周岁的返乡青年和合作社带头人。

二、培训时间和地点。第一期于2022年6月6日至6月15日在县职业中专举办，第二期于7月4日至7月13日在陬市镇文化站举办。每期60人。

三、补贴标准。结业者每人补贴900元。

报名时间：2022年5月9日至5月25日；

监督举报电话：0736-6620000。

联系人：陈立新（县商务局电商股），电话：0736-6621111；

罗晓燕（县妇联发展部），电话：0736-6622222。
""",
    "植树.txt": """石门县义务植树安排

一、活动时间。3月12日上午九点开始，遇雨顺延。

二、参加对象。石门县直机关干部职工和志愿者。

三、活动内容。栽种枫香和樟树三千株。
""",
    "茶叶.txt": """桃源县茶业见闻

桃源县茶园面积12.6万亩，去年茶产业产值8.4亿元，黑茶占了四成。县里今年补助茶农310万元。

“以前在外头打工，一年攒不下两万元。”陬市镇的村民彭小满说，如今他在茶厂上班，每月挣4200元。

“我去年在厂里挣了五万多元。”茶厂工人胡秋菊笑着说。
""",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    yield pipeline(tmp_path_factory.mktemp("notices"), passages(REPORTS))


@pytest.mark.parametrize(
    ("question", "told", "not_told"),
    [
        ("农村电商培训班通知的文号是多少？", "桃商发〔2022〕31号", "湘商规"),
        ("《湖南省电子商务促进办法》的文号是什么？", "湘商规〔2021〕8号", "桃商发"),
        ("电商培训的监督举报电话是多少？", "6620000", "6621111"),
        ("县妇联的联系人电话是多少？", "6622222", "6620000"),
        ("电商培训班的联系人是谁？", "陈立新", "见闻"),
        ("电商培训班报名截止到哪一天？", "5月25日", "6月6日"),
        ("桃源县电商培训班的补贴标准是什么？", "每人补贴900元", "18至50"),
        ("谁可以参加桃源县农村电商培训班？", "18至50周岁", "900元"),
        ("石门县义务植树的参加对象是什么？", "机关干部职工和志愿者", "樟树"),
        ("电商培训班第二期在哪里办，每期多少人？", "陬市镇文化站", "茶"),
    ],
)
def test_what_a_notice_states(desk: Pipeline, question: str, told: str, not_told: str) -> None:
    answer = desk.ask(question, engine="extractive")
    assert answer.status == "answered" and told in answer.answer and not_told not in answer.answer, answer.answer
    check_answer(answer.as_json(), REPORTS)


def test_a_telephone_that_stands_nowhere_is_refused(desk: Pipeline) -> None:
    assert desk.ask("桃源县茶产业的咨询电话是多少？", engine="extractive").status == "refused"


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("电话是多少？", True),
        ("打什么电话报名？", True),
        ("电话调查发现了多少个问题？", False),
        ("发文字号是什么？", True),
        ("找谁报名？", True),
        ("联系人制度是哪年建立的？", False),
    ],
)
def test_which_asks_are_for_what_has_a_set_form(question: str, asks: bool) -> None:
    assert (form_asked(understand(question).asks[0]) is not None) == asks


def test_each_of_several_asks_is_answered(desk: Pipeline) -> None:
    answer = desk.ask("电商培训什么时候开始，在哪里办，补贴多少？", engine="extractive")
    assert answer.status == "answered"
    assert all(t in answer.answer for t in ("6月6日", "县职业中专", "900元"))


@pytest.mark.parametrize(
    ("question", "told", "lacks"),
    [
        ("桃源县茶园面积和油菜面积分别是多少？", "12.6万亩", "油菜"),
        ("桃源县茶产业和烟草产业的产值分别是多少？", "8.4亿元", "烟草"),
        ("彭小满每月挣多少钱，请了多少名博士？", "4200元", "博士"),
    ],
)
def test_what_is_not_told_is_named(desk: Pipeline, question: str, told: str, lacks: str) -> None:
    answer = desk.ask(question, engine="extractive")
    assert answer.status == "partial" and told in answer.answer
    assert any("未找到" in note and lacks in note for note in answer.notes), answer.notes


def test_both_of_two_that_are_told_are_given(desk: Pipeline) -> None:
    answer = desk.ask("桃源县茶园面积和茶产业产值分别是多少？", engine="extractive")
    assert answer.status == "answered" and "12.6万亩" in answer.answer and "8.4亿元" in answer.answer


def test_a_heading_alone_is_no_answer(desk: Pipeline) -> None:
    answer = desk.ask("桃源县电商培训班的补贴标准是什么？", engine="extractive")
    assert all(len(c.text.strip()) > 10 for c in answer.claims)


def test_what_another_says_of_himself_is_not_told_of_the_one_asked_about(desk: Pipeline) -> None:
    answer = desk.ask("彭小满去年在厂里挣了多少元？", engine="extractive")
    assert "五万" not in answer.answer


@pytest.mark.parametrize(
    "question", ["How many tea gardens does Taoyuan County have?", "Кто глава уезда Таоюань сейчас"]
)
def test_a_question_in_another_language_is_told_to_ask_in_chinese(desk: Pipeline, question: str) -> None:
    answer = desk.ask(question, engine="extractive")
    assert answer.refusal is not None and answer.refusal.reason == "out_of_scope"
    assert answer.refusal.message == "库内的报告是中文的，请用中文提问。"


def test_a_name_in_latin_letters_is_no_other_language(desk: Pipeline) -> None:
    answer = desk.ask("GDP", engine="extractive")
    assert answer.refusal is not None and "请用中文" not in answer.refusal.message


SEVERAL = {
    "年货节.txt": """关于举办2024年山货年货节的通知

石门县年货节有关事项通知如下：

一、时间、地点。

时间：2024年1月20日上午9:30。地点：石门县楚江广场。遇雨改在县文化馆进行。

二、参展单位。邀请合作社42家。
""",
    "夜校.txt": """蓝山县村干部夜校开课

3月4日，蓝山县村干部夜校开课。这期夜校为期五天，有80名村干部参加。讲课的是县农业农村局的技术员。
""",
}


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("石门县年货节哪天开、在哪儿开，下雨怎么办？", ("2024年1月20日", "楚江广场", "县文化馆")),
        ("石门县年货节哪天办？在哪里办？", ("2024年1月20日", "楚江广场")),
        ("蓝山县的村干部夜校几号开课，办几天？", ("3月4日", "五天")),
        ("蓝山县村干部夜校什么时候开的，来了多少名？", ("3月4日", "80名")),
    ],
)
def test_what_stands_next_to_what_is_told_is_told_as_well(
    tmp_path_factory: pytest.TempPathFactory, question: str, told: tuple[str, ...]
) -> None:
    answer = pipeline(tmp_path_factory.mktemp("several"), passages(SEVERAL)).ask(question, engine="extractive")
    assert answer.status == "answered" and all(t in answer.answer for t in told), answer.answer


def test_what_was_not_found_is_always_named(tmp_path_factory: pytest.TempPathFactory) -> None:
    desk = pipeline(tmp_path_factory.mktemp("unfound"), passages(SEVERAL))
    answer = desk.ask("蓝山县的村干部夜校几号开课，花几元？", engine="extractive")
    assert answer.notes and not any(note.endswith("：") for note in answer.notes), answer.notes
