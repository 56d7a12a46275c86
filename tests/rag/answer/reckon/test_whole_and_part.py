"""A whole and its part in one sentence, told in everyday words: rates, what is lacking, what is left, how many times."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from rag.domain import Answer
from rag.pipeline import Pipeline
from tests.rag.answer.contract import check_answer
from tests.rag.answer.making import passages, pipeline

REPORTS = {
    "c01_沅陵.txt": """沅陵县技能培训见成效

本报讯(记者 周岚)沅陵县把技能培训作为增收的抓手。去年全县培训电工、焊工4800人，其中3600人取得职业资格证书。

全县有脱贫劳动力3250人，目前就业2990人。

受寒潮影响，全县16个在建工程一度停工，12个已经复工。

全县排查断头路48条，已打通36条。

县政务大厅收到群众诉求1250件，其中1175件已办结。
""",
    "c02_石门.txt": """石门县粮油产业调查

石门县每年需要饲料玉米45万吨，本地只产31万吨，其余靠外调。

石门县的油茶起初只有2.4万亩，到2022年底达到9.1万亩。

龙溪村村民人均年收入由1200元增加到8400元。

龙溪村修通水渠后，稻田由600亩恢复到780亩。

全县计划建设粮仓40座，需要资金5亿元。
""",
    "c03_怀化.txt": """怀化市校舍改造通报

怀化市全市摸排危旧校舍210处；分县看，会同县已改造88处，靖州县已改造64处。

怀化市全市有零散烟叶户900户，渠阳镇已转产260户。

怀化市今年需要种子1200吨，去年只生产700吨。
""",
    "c04_双牌.txt": """双牌县农村工作

双牌县每年需要大豆12万吨，本地只产玉米5万吨。

双牌县水稻亩产当年只有320公斤，到2021年达到510公斤。

双牌县茶园2019年当年新增1.2万亩，到2022年底达到6.5万亩。

双牌县全县培训护工1500人，其中女性1200人取得护理证。

江村镇应改造危房150户，目前已改造120户。

双牌县全县签约农户500户，种植大户40户已经交付。

双牌县改造老旧管网需要资金3.2亿元，目前只落实2亿元。

双牌县蔬菜合作社从5个大棚发展到45个大棚。

双牌县有茶农3100人，参保880人。
""",
    "c05_新化.txt": """新化县民生实事回顾

新化县冬季取暖需煤9万吨，库存仅6.5万吨。

新化县幼儿园需要教师640人，现有教师520人。

新化县小学需要校车80辆，现有客车60辆。

新化县搬迁户1200户，去年入住700户，今年入住300户。

奉家镇有茶农400户，加入合作社320户；水车镇有茶农300户，加入合作社150户。

新化县检查餐馆480家，发现问题120家，已整改96家。
""",
}
WORKED = [
    ("沅陵县去年技能培训的拿证率是多少？", ("75%",)),
    ("沅陵县电工、焊工培训的取证率有多高？", ("75%",)),
    ("沅陵县停工工程的复工率是多少？", ("75%",)),
    ("沅陵县断头路打通的占多少？", ("75%",)),
    ("沅陵县群众诉求的办结率是多少？", ("94%",)),
    ("沅陵县脱贫劳动力还有多少没就业？", ("260人",)),
    ("沅陵县还有多少脱贫劳动力没有就业？", ("260人",)),
    ("沅陵县还有几个工程没复工？", ("4个",)),
    ("石门县饲料玉米每年缺多少万吨？", ("14万吨",)),
    ("石门县饲料玉米的缺口是多少？", ("14万吨",)),
    ("石门县饲料玉米还差多少吨？", ("14万吨",)),
    ("石门县油茶面积比起初多了多少亩？", ("6.7万亩",)),
    ("石门县油茶多了多少亩？", ("6.7万亩",)),
    ("龙溪村人均年收入从1200元涨到8400元，是原来的几倍？", ("7倍",)),
    ("龙溪村人均收入由1200元增加到8400元，现在是过去的多少倍？", ("7倍",)),
    ("双牌县水稻亩产比当年多了多少公斤？", ("190公斤",)),
    ("江村镇还有多少户危房没改造？", ("30户",)),
    ("江村镇危房改造率是多少？", ("80%",)),
    ("双牌县老旧管网改造的资金缺口是多少？", ("1.2亿元",)),
    ("双牌县蔬菜合作社大棚从5个发展到45个，是原来的几倍？", ("9倍",)),
    ("双牌县茶农参保率是多少？", ("28.39%",)),
    ("新化县冬季取暖缺多少煤？", ("2.5万吨",)),
    ("新化县幼儿园教师缺多少人？", ("120人",)),
    ("新化县餐馆整改率是多少？", ("80%",)),
    ("新化县还有多少家问题餐馆没整改？", ("24家",)),
]
NEVER = [
    "新化县还有多少户茶农没加入合作社？",
    "新化县小学校车缺多少辆？",
    "新化县搬迁户入住率是多少？",
    "新化县还有多少搬迁户没入住？",
    "双牌县每年缺大豆多少万吨？",
    "双牌县茶园比当年多了多少亩？",
    "双牌县茶园多了多少亩？",
    "双牌县护工培训拿证率是多少？",
    "双牌县还有多少户危房没改造？",
    "五里牌镇还有多少户危房没改造？",
    "双牌县危房改造率是多少？",
    "双牌县签约农户交付率是多少？",
    "双牌县还有多少签约农户没有交付？",
    "怀化市还有多少处危旧校舍没有改造？",
    "怀化市还剩多少危旧校舍没改造？",
    "怀化市危旧校舍的改造率是多少？",
    "怀化市还有多少烟叶户没有转产？",
    "怀化市今年种子缺多少吨？",
    "沅陵县停工工程的竣工率是多少？",
    "沅陵县脱贫劳动力的拿证率是多少？",
    "石门县粮仓资金缺口是多少亿元？",
    "龙溪村稻田从1200亩恢复到8400亩，是原来的几倍？",
    "龙溪村人均年收入从1500元涨到8400元，是原来的几倍？",
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    yield pipeline(tmp_path_factory.mktemp("parts"), passages(REPORTS))


def ask(desk: Pipeline, question: str) -> Answer:
    answer = desk.ask(question, engine="extractive")
    check_answer(answer.as_json(), REPORTS)
    return answer


@pytest.mark.parametrize(("question", "figures"), WORKED)
def test_worked_out_of_one_sentence(desk: Pipeline, question: str, figures: tuple[str, ...]) -> None:
    answer = ask(desk, question)
    assert any(re.search(rf"(?<![\d.]){re.escape(f)}", answer.answer) for f in figures), answer.answer
    assert any(c.computation for c in answer.claims)


@pytest.mark.parametrize("question", NEVER)
def test_no_figure_of_what_does_not_belong_together(desk: Pipeline, question: str) -> None:
    assert [c.computation for c in ask(desk, question).claims if c.computation] == []
