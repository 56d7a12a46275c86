"""Figures asked for by the way: of a thing named elsewhere, of one of two asks, of each of several in one sentence."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag.pipeline import Pipeline
from tests.rag.answer.making import passages, pipeline

REPORTS = {
    "永州.txt": "永州医疗帮扶\n\n佛山结对帮扶永州，共派出医生180名。其中派往宁远县35名、道县22名、东安县18名。\n",
    "新田.txt": """新田县安置点见闻

云岭安置点有劳动力2150人中已就业2040人，没就业的多是带孩子的妇女。
河西安置点车间吸纳就业860人，其中脱贫劳动力340人。
新圩镇鞋样车间里，46名工人中有19名是脱贫户。
该县还有7个车间一度停产，目前5个已经复产，剩下的正在转产。
全县纳入监测对象820户2610人，已消除风险530户1720人。
""",
    "宁远.txt": """宁远县劳务品牌

三年来培训家政学员3100人，去往宁波的最多，有960人，厦门540人，长沙及本地610人。
采茶旺季用工需求5.2万人，本地只能满足3.9万人，其余从外地引进。
柏家坪镇存栏肉牛1.3万头，居全县第一；其次是禾亭镇0.9万头。
全县今年种植脐橙30万亩，其中订单面积21万亩。太平镇6.4万亩，冷水镇4.1万亩。
鲤溪镇种植户全村西瓜2600亩，亩产3吨。
县里表彰村集体，一等奖2个村各奖80万元，二等奖5个村各奖30万元。
2022年全县城镇新增就业3240人，超额完成3000人的年度目标。
""",
    "蓝山.txt": """蓝山县村里的变化

塔峰镇新村从2015年种茶。当年全村茶园只有300亩，到2022年底达到1900亩。
2016年外出打工的有312人，如今只剩140人。
年轻的工人做一双鞋只要8分钟，62岁的何桂生却要20分钟。
“我每月工资4300多元，妻子一个月2900多元。”楠市镇的雷友德说。
贫困户周石生说，合作社帮他租了5亩田种早稻。预计早稻每亩收入1200元左右。
""",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    yield pipeline(tmp_path_factory.mktemp("passing"), passages(REPORTS))


@pytest.mark.parametrize(
    ("question", "results"),
    [
        ("云岭安置点还有多少劳动力没就业？", ["还剩110人"]),
        ("新圩镇车间里不是脱贫户的有几个人？", ["为27名"]),
        ("新田县停产的7个车间，还有几个没复产，复产率多少？", ["71.43%"]),
        ("新田县监测对象还有多少户、多少人没有消除风险？", ["还剩290户", "还剩890人"]),
        ("宁远县采茶旺季还差多少人手？", ["还缺1.3万人"]),
        ("宁远家政学员去宁波的多还是去厦门的多？", ["去宁波的较多（960人）"]),
        ("宁远县的柏家坪镇和禾亭镇，哪个镇肉牛存栏多？", ["柏家坪镇较多（1.3万头）"]),
        ("佛山派到宁远、道县、东安三县的医生加起来多少名？", ["合计75名"]),
        ("宁远县的太平镇和冷水镇，哪个种的脐橙多？", ["太平镇较多（6.4万亩）"]),
        ("鲤溪镇的西瓜一年总共能产多少吨？", ["共7800吨"]),
        ("宁远县表彰村集体一共奖了多少万元？", ["合计310万元"]),
        ("宁远县2022年城镇新增就业完成年度目标的百分之几？", ["完成目标的108%"]),
        ("塔峰镇新村茶园从2015年到2022年多了多少亩？", ["增加1600亩"]),
        ("新村外出打工的比2016年少了多少？", ["减少172人"]),
        ("做一双鞋，何桂生要比年轻工人多花多少分钟？", ["相差12分钟"]),
        ("雷友德两口子一个月加起来能挣多少？", ["合计7200元"]),
        ("按预计的每亩收入算，周石生租的5亩早稻田能收入多少元？", ["共6000元"]),
    ],
)
def test_is_worked_out(desk: Pipeline, question: str, results: list[str]) -> None:
    answer = desk.ask(question, engine="extractive").answer
    assert all(r in answer for r in results), answer


@pytest.mark.parametrize(
    "question",
    [
        "河西安置点还有多少劳动力没就业？",  # all of those who are told of have work
        "长沙和本地去的学员哪个多？",  # told together
        "柏家坪镇和鲤溪镇，哪个镇肉牛存栏多？",  # told of one
    ],
)
def test_is_not(desk: Pipeline, question: str) -> None:
    answer = desk.ask(question, engine="extractive")
    assert not any(c.computation for c in answer.claims), answer.answer
