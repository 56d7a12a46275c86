"""Questions in everyday words: what is paid, which of several, who and who, by how much less than last year."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag.pipeline import Pipeline
from tests.rag.answer.contract import check_answer
from tests.rag.answer.making import passages, pipeline

REPORTS = {
    "a.txt": """绥宁县养老院见闻

绥宁县水口村的康乐院是2020年由旧粮站改建的，投资64万元，其中县里补助40万元。老人每人每月交费380元，不够的由村集体补贴。

水口村村支书贺明生介绍，院里还有一间食堂。东岭村第一书记陶建国也来看过。
""",
    "b.txt": """平江县蜜柚丰收

平江县种植蜜柚4.6万亩，预计总产量3.1万吨。受倒春寒影响，产量也略低于去年的3.4万吨。

平江县法院在8个村设立调解点。一年来，受理纠纷320件，调解成功288件，群众少跑了路。
""",
    "c.txt": """桃源县柑橘观察

桃源县种植柑橘7.2万亩，去年柑橘全产业链产值21.5亿元。平江县的蜜柚去年全产业链产值9.8亿元。

桃源县累计脱贫2000户7600人，全县贫困劳动力就业5.2万人。
""",
    "d.txt": """石门县一户人家的三个本子

石门县罗家坪村文小满家有三个本子。第一个本子，写的是借款。第二个本子，写的是工钱。2019年搬迁之后，文小满在园区缝手套，一个月2600元。第三个本子，写的是存款。
""",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    yield pipeline(tmp_path_factory.mktemp("plainly"), passages(REPORTS))


@pytest.mark.parametrize(
    ("question", "told", "untold"),
    [
        ("水口村康乐院的老人每月交多少钱？", ("380元",), ("64万元",)),
        ("水口村村支书是谁，东岭村第一书记又是谁？", ("贺明生", "陶建国"), ()),
        ("平江县今年蜜柚预计产量比去年少多少万吨？", ("3.1万吨", "3.4万吨", "0.3万吨"), ()),
        ("平江县一年来调解成功率大约是多少？", ("320件", "90%"), ()),
        ("桃源县累计脱贫的人口平均每户几个人？", ("3.8人",), ()),
        ("桃源县有多少贫困劳动力找到了工作？", ("5.2万人",), ()),
        ("桃源县和平江县，柑橘和蜜柚哪个种得多，各种了多少亩？", ("7.2万亩", "4.6万亩"), ()),
        ("文小满家第二个本子写的是什么？", ("第二个本子，写的是工钱",), ()),
    ],
)
def test_everyday_words(desk: Pipeline, question: str, told: tuple[str, ...], untold: tuple[str, ...]) -> None:
    answer = desk.ask(question, engine="extractive")
    assert all(t in answer.answer for t in told), answer.answer
    assert not any(t in answer.answer for t in untold), answer.answer
    check_answer(answer.as_json(), REPORTS)


def test_of_two_posts_one_is_not_told(desk: Pipeline) -> None:
    answer = desk.ask("水口村村支书是谁，西岭村第一书记又是谁？", engine="extractive")
    assert "贺明生" in answer.answer
    assert "陶建国" not in answer.answer
    assert answer.status == "partial"
    assert any("第一书记" in note for note in answer.notes)


def test_more_than_last_year_is_not_worked_out_against_what_the_report_says(desk: Pipeline) -> None:
    # The report says that it is less; what was done in all (一年来) is no figure of the year before either.
    answer = desk.ask("平江县受理纠纷比去年多多少件？", engine="extractive")
    assert "据此计算" not in answer.answer
