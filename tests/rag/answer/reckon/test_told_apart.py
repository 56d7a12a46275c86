"""Operands told apart by what only one of them is called; targets and what is beyond them; ages; what is planned on top."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from rag.answer.reckon.asked import is_topic
from rag.domain import Answer
from rag.pipeline import Pipeline
from tests.rag.answer.contract import check_answer
from tests.rag.answer.making import passages, pipeline

REPORTS = {
    "新化.txt": """新化县产业与民生

新化县现有乡村小学63所，1.2万名学生享受免费午餐，国家每生每天补助5元，县财政再补2元。
今年种植黄精22万亩，其中订单面积13.5万亩，占六成多。吉庆镇5.1万亩，游家镇3.4万亩，炉观镇2.8万亩。
纳入监测对象的，白溪镇131户402人，是全县最多的乡镇；奉家镇104户333人，水车镇82户251人。
今年全县油菜种植面积18.4万亩，总产量2.6万吨，因旱比去年减少0.3万吨。
全县签约亿元以上项目31个，到位资金52.7亿元，其中陶瓷加工项目12个。
全县桑园面积恢复工作已经展开。县里提出，三年内再建蚕房9座，桑园面积恢复到12万亩；目前有桑园7.6万亩。
新增养老床位320张，全县养老床位达到1980张。
全年城镇新增就业4370人，完成年度任务4000人的109.3%。
全年培训32期1650人，1320人取得技能等级证书，其中脱贫劳动力640人。
""",
    "涟源.txt": """涟源市乡村见闻

58岁的村医肖德茂最后一次清点药柜。
干了35年村医的他，从下月起每月能领1280元养老金。
村里建水渠，党员带头捐款，筹得资金16万元，加上市水利局补助38万元，两个月就建好了。
采摘高峰期用工需求6.2万人，本地只能满足4.5万人，其余从新邵、邵东等地引进。
目前全市已建成老年食堂142个，就餐老人8600名。
副市长邓立新说，明年将再建老年食堂28个。
割一亩稻子，人工割要180元，机收只要70元。
车间负责人介绍，今年一季度销售豆腐276吨，比上年同期多卖了38吨。
家政学员里，月嫂平均月薪7800元，保洁员3600元。
职业学校的陶艺专业是2019年新开的，第一年只招到24人，去年招了131人。
""",
    "沅江.txt": """沅江市2023年1至9月工作通报

1至9月，全市城镇新增就业3960人，完成全年任务4600人的86.1%；失业人员再就业1270人，就业困难人员实现就业515人。
南大膳镇车间吸纳脱贫人口就业920人，草尾镇为740人。
就业帮扶车间方面，南大膳镇46个，草尾镇52个。
2022年，全市学生体质优良率为41.2%，比上年提高3.6个百分点；近视率为46.5%。
旺季用工超过150人，平时用工64人。
""",
}
WORKED = [
    ("新化县学生午餐每生每天国家和县里一共补助多少元？", "7元", "5 + 2 = 7"),
    ("新化县吉庆镇和炉观镇的黄精面积加起来多少万亩？", "7.9万亩", "5.1万 + 2.8万 = 7.9万"),
    ("新化县奉家镇和水车镇的监测对象一共多少人？", "584人", "333 + 251 = 584"),
    ("新化县奉家镇的监测对象户数比水车镇多多少户？", "22户", "104 − 82 = 22"),
    ("新化县去年油菜总产量是多少万吨？", "2.9万吨", "2.6万 + 0.3万 = 2.9万"),
    ("新化县签约的亿元以上项目里，陶瓷加工以外的有多少个？", "19个", "31 − 12 = 19"),
    ("新化县桑园面积要恢复到目标，还差多少万亩？", "4.4万亩", "12万 − 7.6万 = 4.4万"),
    ("新化县养老床位在新增之前有多少张？", "1660张", "1980 − 320 = 1660"),
    ("新化县城镇新增就业超出年度任务多少人？", "370人", "4370 − 4000 = 370"),
    ("按人数算，新化县参加技能培训的人里取得技能等级证书的占百分之几？", "80%", "1320 ÷ 1650 = 80%"),
    ("涟源市村医肖德茂是多大年纪开始当村医的？", "23岁", "58 − 35 = 23"),
    ("涟源市村里建水渠一共筹了多少万元？", "54万元", "16万 + 38万 = 54万"),
    ("涟源市采摘高峰期要从外地引进多少万人？", "1.7万人", "6.2万 − 4.5万 = 1.7万"),
    ("明年计划建的老年食堂建成后，涟源市一共会有多少个？", "170个", "142 + 28 = 170"),
    ("涟源市割稻子机收比人工割便宜多少钱？", "110元", "180 − 70 = 110"),
    ("涟源市车间去年一季度销售豆腐多少吨？", "238吨", "276 − 38 = 238"),
    ("按平均月薪算，涟源市的月嫂一年能挣多少钱？", "93600元", "7800 × 12 = 93600"),
    ("涟源市职业学校陶艺专业去年比第一年多招多少人？", "107人", "131 − 24 = 107"),
    ("沅江市城镇新增就业，离全年4600人的任务还差多少人？", "640人", "4600 − 3960 = 640"),
]
NEVER = [
    "沅江市2021年近视率是多少？",
    "沅江市旺季用工比平时多多少人？",
    "草尾镇平均每个就业帮扶车间比南大膳镇多吸纳多少人？",
    "新化县和涟源市的桑园面积相差多少万亩？",
    "涟源市黄精面积比去年增加了多少万亩？",
    "新化县今年的城镇新增就业任务比去年的任务多多少人？",
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    yield pipeline(tmp_path_factory.mktemp("apart"), passages(REPORTS))


def ask(desk: Pipeline, question: str) -> Answer:
    answer = desk.ask(question, engine="extractive")
    check_answer(answer.as_json(), REPORTS)
    return answer


@pytest.mark.parametrize(("question", "figure", "working"), WORKED)
def test_worked_out(desk: Pipeline, question: str, figure: str, working: str) -> None:
    answer = ask(desk, question)
    assert re.search(rf"(?<![\d.]){re.escape(figure)}", answer.answer), answer.answer
    assert [c.computation for c in answer.claims if c.computation] == [working]


@pytest.mark.parametrize("question", NEVER)
def test_never_worked_out(desk: Pipeline, question: str) -> None:
    assert [c.computation for c in ask(desk, question).claims if c.computation] == []


def test_what_is_to_be_done_with_figures_is_no_topic() -> None:
    question = "按报道里的产量和出口量，甲县出口的柑橘约占总产量的比例是多少，离全年6万吨的任务还差多少？"
    kept = [w for w in ("报道", "出口", "柑橘", "总产量", "比例", "全年", "任务") if is_topic(w, question)]
    assert kept == ["出口", "柑橘", "总产量"]
