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
    ],
)
def test_the_most_is_of_the_rows_that_are_spoken_of(tmp_path: Path, question: str, told: str) -> None:
    assert told in ask(tmp_path, question).answer


def test_what_is_asked_before_goes_on_to_hold(tmp_path: Path) -> None:
    answer = ask(tmp_path, "那没验收的是哪户？", "柳溪村有几户危房改造对象？")
    assert "陶金花" in answer.answer
    assert "邹正国" not in answer.answer
