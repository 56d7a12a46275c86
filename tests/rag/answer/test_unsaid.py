"""What looks like an answer and is none, and answers that stand in other words: end to end over our own reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rag.answer.making import passages, pipeline

REPORTS = {
    "街道.txt": """清溪街道的一年

平江县从选址、用工、销售、培训4个方面发力，动员企业在脱贫村建立车间。
平江县在600人以上的安置点开办老年活动室。
全县1263名“楼栋长”由居民推选，管环境、管纠纷。
县扶贫办建起了公示栏，副主任李德旺讲解政策。
清溪街道金银花种植面积达3.2万亩，今年产值1.6亿元。
""",
    "白茶.txt": """一片白茶

桑植县石牛村村民钟白玉前几年回村当支书，种起了白茶。
他自己垫资46万元开荒种茶，第一年就遇上干旱。
如今，石牛村村集体经济年收入52万元。
全县一般公共预算收入8.4亿元。
要推动支部书记做到“三个带头”，县委副书记龚志强说。
支部书记要带头学技术。支部书记要带头办实事。支部书记要带头树新风。
当地将推行订单收购；到2026年，实现白茶综合产值突破60亿元。去年，白茶综合产值12亿元。
""",
}
"""The first report has no date, and names no year."""


def ask(home: Path, question: str) -> tuple[str, str]:
    answer = pipeline(home, passages(REPORTS)).ask(question, engine="extractive")
    return answer.status, answer.answer + " ".join(answer.notes)


@pytest.mark.parametrize(
    "question",
    [
        "平江县一共有多少个脱贫村？",
        "平江县有多少个老年活动室？",
        "平江县扶贫办主任是谁？",
        "清溪街道2016年金银花的产值是多少？",
    ],
)
def test_what_the_reports_do_not_say_is_refused(home: Path, question: str) -> None:
    assert ask(home, question)[0] == "refused"


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("平江县有多少名“楼栋长”？", "1263名"),
        ("清溪街道今年金银花的产值是多少？", "1.6亿元"),
        ("钟白玉回村种茶时自己垫了多少资金？", "46万元"),
        ("石牛村集体一年有多少进账？", "52万元"),
        ("桑植县一年的地方财政收入有多少？", "8.4亿元"),
        ("白茶的综合产值有多少？", "12亿元"),
        ("龚志强要求支部书记做到哪“三个带头”？", "带头树新风"),
    ],
)
def test_other_words_for_what_they_say(home: Path, question: str, says: str) -> None:
    status, text = ask(home, question)
    assert status == "answered" and says in text


def test_an_office_given_to_the_wrong_place_is_put_right(home: Path) -> None:
    status, text = ask(home, "平江县委副书记龚志强对支部书记提了哪些要求？")
    assert status == "partial" and "桑植县的，不是平江县的" in text


LABELS = """平江县的几件事

建设“四个新区”的大局面前，干部要冲在前面。干部要学法懂法。干部要依法办事。
“六必须”即：来源必须公开、项目必须公开；单位必须公开；标准必须公开。验收必须公开，由群众签字；电话必须公开。
清溪街道办事处印发了“六必须”规定。
岩泉茶业有限公司在山上建了厂房。这家企业是返乡的沈望舒办的，招了52人。
"""


def test_a_label_that_is_only_used_is_not_explained(home: Path) -> None:
    made = pipeline(home, passages({"几件事.txt": LABELS}))
    assert made.ask("平江县要建设的“四个新区”分别是哪四个？", engine="extractive").status == "refused"


def test_an_explanation_is_told_to_its_end(home: Path) -> None:
    answer = pipeline(home, passages({"几件事.txt": LABELS})).ask("“六必须”是哪六项必须？", engine="extractive")
    assert "来源必须公开" in answer.answer and "电话必须公开" in answer.answer


def test_what_somebody_s_firm_is_called(home: Path) -> None:
    made = pipeline(home, passages({"几件事.txt": LABELS}))
    assert "岩泉茶业" in made.ask("返乡的沈望舒办的那家企业叫什么名字？", engine="extractive").answer


BESIDE = """石桥村来了大户

竹山村和石桥村的青壮年大量外出，水利设施也滞后。镇里引进了种粮大户，大户用无人机播种早稻860亩。
对吸纳脱贫户干满一年的企业，政府给予企业2600元/人的奖励。
镇里联系了本地企业——宏远矿业有限公司。干部带着村民沈望舒到矿业有限公司面谈，沈望舒当上了保洁员。
“长者之家”是前年改建的。“长者之家”设有棋牌室、书画室、理发室。
"""


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("竹山村和石桥村的田为何要引进种粮大户？", "滞后"),
        ("石桥村的大户用无人机播种了多少亩早稻？", "860亩"),
        ("企业吸纳脱贫户干满一年，政府每人奖励企业多少钱？", "2600元/人"),
        ("村民沈望舒当上保洁员的是哪家企业？", "宏远矿业"),
        ("“长者之家”里有些什么室？", "棋牌室"),
    ],
)
def test_what_stands_beside(home: Path, question: str, says: str) -> None:
    answer = pipeline(home, passages({"大户.txt": BESIDE})).ask(question, engine="extractive")
    assert answer.status == "answered" and says in answer.answer


OTHERS = """双溪镇概况

双溪镇是山区，有建档立卡贫困户648户，4个贫困村。康宁养老中心推出9大项服务。
平江县养老机构“三化”建设方案以管理精细化、服务多样化和人才培育制度化为纲。
"""


@pytest.mark.parametrize("question", ["双溪镇已经有多少户贫困户脱贫？", "康宁养老中心投了多少钱？"])
def test_a_figure_of_something_else_is_no_answer(home: Path, question: str) -> None:
    assert pipeline(home, passages({"概况.txt": OTHERS})).ask(question, engine="extractive").status == "refused"


def test_all_of_a_label(home: Path) -> None:
    made = pipeline(home, passages({"概况.txt": OTHERS}))
    assert "人才培育制度化" in made.ask("列出平江县养老机构“三化”建设的内容。", engine="extractive").answer


APART = {
    "市.txt": "邵阳市就业数据发布\n\n邵阳市共有就业帮扶车间379个。分县看，绥宁县94个，洞口县113个。\n",
    "县.txt": "绥宁县车间见闻\n\n谈到车间，绥宁县人社局局长黄志强说，全县就业帮扶车间已建成102个，正常运营的96个。\n",
}


@pytest.mark.parametrize(
    "question",
    [
        "绥宁县就业帮扶车间有多少个？",
        "绥宁的就业帮扶车间几个？各篇报道说法不同吧",
        "绥宁县有几个就业帮扶车间，两篇报道对不上啊？",
    ],
)
def test_articles_that_differ_on_a_figure_of_one_name_are_shown_both(tmp_path: Path, question: str) -> None:
    answer = pipeline(tmp_path, passages(APART)).ask(question, engine="extractive")
    assert {v.value for c in answer.conflicts for v in c.values} == {"94个", "102个"}


def test_opinions_are_no_matter_of_reports(tmp_path: Path) -> None:
    assert ask(tmp_path, "你觉得桑植县的白茶产业发展得好不好？")[0] == "refused"
