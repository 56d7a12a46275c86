"""Figures worked out of one report, where its words leave open what goes with what: invented, end to end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag.pipeline import Pipeline
from tests.rag.answer.making import passages, pipeline

REPORTS = {
    "桂阳.txt": """桂阳县2022年工作回顾

2022年，桂阳县新增合作社36家、总数达到412家。全县规模以上工业企业新增9家。
城镇居民人均可支配收入39200元，农村居民人均可支配收入21400元，分别增长5.2%和7.1%。
全县纳入帮扶对象864户，逐户制定措施，已有702户稳定增收。
全县农机企业58家，其中规模以上企业21家。油茶种植户3600户，其中脱贫户940户。
督查室对95个项目开展评估，评为“好”的41个、“较好”的38个、“一般”的16个。
全县培训电工240人，考取证书的有180人。
县城区社区食堂覆盖率达68%，农村达35%。
""",
    "嘉禾.txt": """嘉禾县锻铸造产业纪实

全县受理企业诉求640件，办结608件，企业满意度99.2%。
嘉禾县现有锻铸企业327家，去年锻铸产值96亿元。到2026年，全县锻铸产值突破150亿元，培育龙头企业5家。
阀门、水泵、电机壳体销售额预计分别达到40亿元、32亿元、11亿元。
人大代表意见86件、政协委员建言129件全部答复。
株洲市先后选派工程师63名、会计师41名到嘉禾县驻企，嘉禾县选派55名工程师、会计师到株洲市跟班。
全县企业招工2600人，其中本地1900人。
广发村搬来了来自9个乡镇的680户2856名群众。
""",
    "临武.txt": """临武鸭产业

今年1至6月，临武县出笼临武鸭420万羽，产值5.6亿元。县里力争到2024年，全县临武鸭产值达到18亿元。
""",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    yield pipeline(tmp_path_factory.mktemp("one"), passages(REPORTS))


@pytest.mark.parametrize(
    ("question", "result"),
    [
        ("桂阳县新增36家合作社之前有多少家？", "此前为376家"),
        ("桂阳县合作社2021年底有多少家？", "此前为376家"),
        ("桂阳县新增合作社占合作社总数的比例是多少？", "8.74%"),
        ("桂阳县城乡居民收入相差多少元？", "相差17800元"),
        ("桂阳县农村居民收入增速比城镇居民快多少？", "相差1.9个百分点"),
        ("桂阳县还有多少户帮扶对象没有稳定增收？", "还剩162户"),
        ("桂阳县规模以下农机企业有多少家？", "37家"),
        ("桂阳县非脱贫的油茶种植户有多少户？", "2660户"),
        ("桂阳县评为“好”的项目占多大比例？", "43.16%"),
        ("桂阳县培训的电工中考取证书的占几成？", "75%"),
        ("桂阳县城区社区食堂覆盖率比农村高多少个百分点？", "相差33个百分点"),
        ("嘉禾县企业诉求办结率是多少？", "约为95%"),
        ("嘉禾县锻铸产值离2026年的目标还差多少亿元？", "还差54亿元"),
        ("嘉禾县锻铸产值离150亿元还差多少？", "还差54亿元"),
        ("嘉禾县阀门、水泵、电机壳体销售额合计多少亿元？", "合计83亿元"),
        ("嘉禾县答复的意见比建言少多少件？", "相差43件"),
        ("株洲市派到嘉禾县的工程师比会计师多多少名？", "相差22名"),
        ("嘉禾县企业招工中外地的有多少人？", "700人"),
        ("广发村搬来的群众平均每户几口人？", "4.2"),
    ],
)
def test_worked_out(desk: Pipeline, question: str, result: str) -> None:
    answer = desk.ask(question, engine="extractive").answer
    assert "据此计算" in answer and result in answer.partition("据此计算")[2]


@pytest.mark.parametrize(
    "question",
    [
        "临武县鸭产值离2024年的目标还差多少亿元？",  # half a year is not set against a whole one
        "桂阳县规模以上工业企业新增9家之前有多少家？",  # how many there are now is not told
        "桂阳县城镇居民收入增加了多少元？",  # the income of others is not what it became
    ],
)
def test_not_worked_out(desk: Pipeline, question: str) -> None:
    assert "据此计算" not in desk.ask(question, engine="extractive").answer
