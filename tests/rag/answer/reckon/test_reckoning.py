"""What is asked to be worked out is worked out of the right figures, cited, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from rag.domain import Answer
from rag.pipeline import Pipeline
from tests.rag.answer.contract import check_answer
from tests.rag.answer.making import passages, pipeline
from tests.rag.answer.reckon.reckoned import NEVER, REPORTS, WORKED


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    yield pipeline(tmp_path_factory.mktemp("reckoning"), passages(REPORTS))


def ask(desk: Pipeline, question: str) -> Answer:
    answer = desk.ask(question, engine="extractive")
    check_answer(answer.as_json(), REPORTS)
    return answer


def plain(text: str) -> str:
    return text.replace(",", "").replace("，", "")


@pytest.mark.parametrize(("question", "figures"), WORKED)
def test_worked_out(desk: Pipeline, question: str, figures: tuple[str, ...]) -> None:
    answer = ask(desk, question)
    assert any(re.search(rf"(?<![\d.]){re.escape(f)}", plain(answer.answer)) for f in figures), answer.answer
    quotes = {c.n: plain(c.quote) for c in answer.citations}
    for claim in (c for c in answer.claims if c.computation):
        told = "".join(quotes[n] for n in claim.citations)
        operands = re.findall(r"\d+(?:\.\d+)?", re.split(r"[=≈]", claim.computation or "")[0].replace("^(1/", ""))
        assert all(x in told or x == "1" for x in operands), (claim.computation, told)


@pytest.mark.parametrize("question", NEVER)
def test_nothing_is_worked_out_of_what_does_not_belong_together(desk: Pipeline, question: str) -> None:
    worked = [c.computation for c in ask(desk, question).claims if c.computation]
    assert worked == []


UNLIKE = """石门县工作情况

2022年，石门县计划新建冷库60座，实际建成48座；计划改造茶园3万亩，实际改造2.1万亩。
全县共有养老床位5400张，其中公办3200张，护理型床位2700张。
2021年至2022年累计培训农民8600人次，2022年培训4700人次。
壶瓶山镇、磨市镇茶园面积分别为4.1万亩、2.3万亩，产量分别为2600吨、1450吨。
全县有茶企30至40家，合作社112家。
全县接待游客超过800万人次，其中过夜游客260万人次。
罗坪乡村民老田种茶8亩，每亩收入4500元；老覃种茶5亩，每亩收入5200元。
全县民办小学9所，公办小学84所，小学生共2.79万人。
全县投入1.44亿元，建成集中供水工程96处、分散供水工程320处。
茶厂按每吸纳1名脱贫人员每年补助1500元的标准，连补三年。
三家茶企分别销售茶叶310吨、250吨、190吨，共计750吨。
"""


@pytest.fixture(scope="module")
def unlike(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    yield pipeline(tmp_path_factory.mktemp("unlike"), passages({"情况.txt": UNLIKE}))


@pytest.mark.parametrize(
    ("question", "never"),
    [
        ("石门县公办养老床位和护理型床位一共多少张？", "5900"),  # they overlap
        ("石门县2021年至2022年和2022年一共培训农民多少人次？", "13300"),  # one holds the other
        ("石门县茶企和合作社一共多少家？", "142"),  # a range
        ("石门县计划新建和实际建成的冷库一共多少座？", "108"),  # a plan and what came of it
        ("石门县没有过夜的游客有多少万人次？", "540"),  # more than 800
        ("石门县壶瓶山镇的茶园面积和产量合计多少？", "2604"),  # 亩 and 吨
        ("老田和老覃每亩收入合计多少元？", "9700"),  # an average of neither
        ("石门县三家茶企合计销售茶叶多少吨？", "1500"),  # the report tells it
        ("石门县平均每处集中供水工程投入多少万元？", "150万"),  # what is spent is for both sorts
        ("石门县茶厂一共吸纳脱贫人员多少名？", "3"),  # 每吸纳1名 counts nobody
    ],
)
def test_what_is_unlike_is_not_put_together(unlike: Pipeline, question: str, never: str) -> None:
    answer = unlike.ask(question, engine="extractive")
    assert not any(never in plain(c.text) for c in answer.claims if c.computation), answer.answer


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("石门县壶瓶山镇的茶叶产量比磨市镇多多少吨？", "1150吨"),
        ("石门县壶瓶山镇和磨市镇的茶园面积一共多少万亩？", "6.4万亩"),
        ("石门县公办小学比民办小学多多少所？", "75所"),
        ("石门县集中供水工程和分散供水工程共建成多少处？", "416处"),
        ("石门县三家茶企合计销售茶叶多少吨？", "750吨"),
        ("石门县公办养老床位占养老床位总数的比例是多少？", "59.26%"),
        ("石门县新建冷库距离2022年的计划还差多少座？", "12座"),
    ],
)
def test_what_belongs_together_is(unlike: Pipeline, question: str, figure: str) -> None:
    answer = unlike.ask(question, engine="extractive")
    assert figure in plain(answer.answer), answer.answer
