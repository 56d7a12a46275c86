"""Rows of a ledger by what a question demands of them: listed, counted, summed up, put in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.domain import Answer
from tests.rag.answer.making import passages, pipeline

HOMES = """石泉县2024年危房改造对象台账

序号：1；村名：柳溪村；户主姓名：贺长生；家庭人口：5人；房屋等级：C级；致危原因：因雨；改造方式：加固改造；人均收入：7250元；验收状态：已验收。
序号：2；村名：柳溪村；户主姓名：陶金花；家庭人口：2人；房屋等级：D级；致危原因：年久失修；改造方式：拆除重建；人均收入：6140元；验收状态：未验收。
序号：3；村名：柳溪村；户主姓名：龚世才；家庭人口：4人；房屋等级：C级；致危原因：年久失修；改造方式：加固改造；人均收入：8300元；验收状态：已验收。
序号：4；村名：桑园村；户主姓名：邹正国；家庭人口：3人；房屋等级：D级；致危原因：因雨；改造方式：易地搬迁安置；人均收入：5980元；验收状态：未验收。
序号：5；村名：桑园村；户主姓名：柯仕英；家庭人口：6人；房屋等级：C级；致危原因：因雨；改造方式：加固改造；人均收入：9120元；验收状态：未验收。
"""
SCHOOLS = """石泉县2024年各乡镇养老服务设施情况

乡镇：池河镇；2024年 敬老院：2个；2024年 日间照料点：9个；2024年 助餐点：4个。
乡镇：喜河镇；2024年 敬老院：1个；2024年 日间照料点：6个；2024年 助餐点：0个。
乡镇：熨斗镇；2024年 敬老院：1个；2024年 日间照料点：3个；2024年 助餐点：1个。
乡镇：两河镇；2024年 敬老院：0个；2024年 日间照料点：5个；2024年 助餐点：0个。
乡镇：合计；2024年 敬老院：4个；2024年 日间照料点：23个；2024年 助餐点：5个。
"""
REPORTS = {"01_台账.txt": HOMES, "02_养老.txt": SCHOOLS}


def ask(home: Path, question: str, *history: str) -> Answer:
    return pipeline(home, passages(REPORTS)).ask(question, history=history, engine="extractive")


@pytest.mark.parametrize(
    ("question", "told", "others"),
    [
        ("石泉县危房改造台账上因雨的有几户？", ("有3个", "贺长生", "邹正国", "柯仕英"), ("陶金花",)),
        ("石泉县危房改造对象里还有多少户没验收？", ("有3个",), ("贺长生",)),
        ("柳溪村有哪几户已经验收了？", ("贺长生", "龚世才"), ("陶金花", "柯仕英")),
        ("石泉县危房改造对象里搬迁安置的是哪户？", ("邹正国",), ("贺长生", "柯仕英")),
        ("石泉县危房改造对象人均收入超过8000元的有哪些户？", ("柯仕英（9120元）、龚世才（8300元）",), ("贺长生",)),
        ("桑园村没验收的危房户有几户，一共多少人？", ("有2个", "合计9人"), ("贺长生",)),
        ("石泉县一个助餐点都没有的乡镇有哪些？", ("喜河镇、两河镇",), ("熨斗镇",)),
        ("石泉县只有1个敬老院的乡镇有几个？", ("有2个", "喜河镇", "熨斗镇"), ("池河镇",)),
        ("石泉县日间照料点不到6个的乡镇有哪些？", ("熨斗镇", "两河镇"), ("池河镇", "喜河镇")),
    ],
)
def test_rows_that_fulfil_all_that_is_demanded_are_listed_and_counted(
    tmp_path: Path, question: str, told: tuple[str, ...], others: tuple[str, ...]
) -> None:
    answer = ask(tmp_path, question)
    assert all(x in answer.answer for x in told)
    assert not any(x in answer.answer for x in others)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("柳溪村收入最低的是哪户？", "陶金花人均收入最低，为6140元"),
        ("石泉县危房改造对象里家里人口最多的是谁家，住哪个村？", "柯仕英家庭人口最多，为6人，村名：桑园村"),
        ("石泉县哪个乡镇助餐点设得最多？", "池河镇2024年助餐点最多，为4个"),
        ("石泉县日间照料点最多的两个乡镇是哪些？", "池河镇（9个）、喜河镇（6个）"),
    ],
)
def test_the_most_is_of_the_rows_that_are_spoken_of(tmp_path: Path, question: str, told: str) -> None:
    assert told in ask(tmp_path, question).answer


def test_what_is_asked_before_goes_on_to_hold(tmp_path: Path) -> None:
    answer = ask(tmp_path, "那没验收的是哪户？", "柳溪村有几户危房改造对象？")
    assert "陶金花" in answer.answer
    assert "邹正国" not in answer.answer


def test_figures_are_no_words_of_a_condition(tmp_path: Path) -> None:
    answer = ask(tmp_path, "石泉县2019年敬老院有多少个？")
    assert answer.status == "refused" or "2019" in answer.answer


YEARS = """石泉县2019—2022年生态护林主要指标

指标：生态护林员管护面积；2019年：31.2万亩；2020年：33.5万亩；2021年：36.1万亩；2022年：35.4万亩。
指标：选聘生态护林员人数；2019年：812人；2020年：905人；2021年：880人；2022年：867人。
指标：护林补助资金；2019年：486万元；2020年：543万元；2021年：528万元；2022年：520万元。
指标：敬老院；2019年：3个；2020年：3个；2021年：4个；2022年：4个。
指标：森林火灾受害率；2019年：0.3%；2020年：0.2%；2021年：0.4%；2022年：0.1%。
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("石泉县哪一年发的护林补助资金最多？", "2020年最多，为543万元"),
        ("石泉县敬老院最多的是哪个乡镇？", "池河镇2024年敬老院最多，为2个"),
        ("石泉县这四年护林补助资金一共多少万元？", "合计2077万元"),
        ("石泉县2020年到2022年护林补助资金合计多少万元？", "合计1591万元"),
        ("石泉县2021年聘了多少名生态护林员？", "2021年为880人"),
        ("石泉县生态护林的人数2022年比2020年少了多少人？", "减少38人"),
    ],
)
def test_the_years_of_one_thing_are_put_in_order_and_added_up(tmp_path: Path, question: str, told: str) -> None:
    reports = {**REPORTS, "03_护林.txt": YEARS}
    answer = pipeline(tmp_path, passages(reports)).ask(question, engine="extractive")
    assert told in answer.answer


def test_rates_of_several_years_make_no_sum(tmp_path: Path) -> None:
    reports = {**REPORTS, "03_护林.txt": YEARS}
    answer = pipeline(tmp_path, passages(reports)).ask("石泉县四年森林火灾受害率合计多少？", engine="extractive")
    assert "合计" not in (answer.answer or "")
