"""Conversations end to end over our own reports: each question is answered of what the one before it was about."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rag.answer.making import passages, pipeline

REPORTS = {
    "桑植2022.txt": """桑植县2022年养老服务工作总结

2022年，桑植县有养老机构37家，其中民办养老机构12家，养老床位4180张。
开展护理培训22期，培训护理员860人，其中682人取得职业资格证书。
全县护理员2100人，其中女性1890人。
新建改建敬老院道路62公里，其中硬化38公里。
全县护理员持证率为88.6%，其中乡镇护理员持证率为71%。
2023年，计划培训护理员1000人。
桑植县城区“长者食堂”吸纳就业300人，其中护理员25人。
""",
    "桑植2019.txt": """桑植县2019年养老服务工作总结

新建改建敬老院道路84公里。

2019年，桑植县有养老机构41家，养老床位3560张。
""",
    "慈利2022.txt": """慈利县2022年养老服务工作总结

2022年，慈利县有养老机构29家，养老床位2870张。
全县护理员1420人。
全县护理员持证率为84.3%。
慈利县给乡镇敬老院每家补助5万元。
""",
    "慈利回顾.txt": """慈利县“十三五”养老回顾

慈利县养老床位由2015年的1240张增加到2020年的2650张。
""",
}
HOMES = "桑植县2022年有多少家养老机构？"
TRAINED = "桑植县2022年培训了多少护理员？"


@pytest.mark.parametrize(
    ("history", "question", "told"),
    [
        (["桑植县2022年有多少张养老床位？"], "比2019年多多少张？", "相差620张（2022年较多）"),
        ([HOMES], "比2019年减少了多少家？", "相差4家（2019年较多）"),
        ([HOMES], "比2019年下降了多少？", "相差4家（2019年较多）"),
        (["桑植县2022年改建敬老院道路多少公里？"], "比2019年少多少？", "相差22公里（2019年较多）"),
        ([TRAINED], "明年呢？", "1000人"),
        ([HOMES], "其中民办的有多少？", "民办养老机构12家"),
        ([HOMES, "其中民办的有多少？"], "占多少？", "32.43%"),
        ([TRAINED], "其中多少人拿了证？", "682人取得职业资格证书"),
        ([TRAINED, "其中多少人拿了证？"], "占比呢？", "79.3%"),
        ([TRAINED, "其中几个拿到了资格证书？"], "占比多大？", "79.3%"),
        (["桑植县有多少护理员？", "其中妇女多少人？"], "占多少比例？", "90%"),
        ([TRAINED, "其中多少人拿了证？", "占比呢？"], "明年打算培训多少？", "1000人"),
        (["桑植县护理员持证率是多少？"], "乡镇的呢？", "71%"),
    ],
)
def test_what_the_question_before_was_about(home: Path, history: list[str], question: str, told: str) -> None:
    answer = pipeline(home, passages(REPORTS)).ask(question, history=history, engine="extractive")
    assert told in answer.answer


@pytest.mark.parametrize(
    ("history", "question"),
    [
        ([HOMES, "其中民办的有多少？"], "慈利县呢？"),
        ([HOMES, "民办的呢？"], "慈利县呢？"),
        (["桑植县护理员持证率是多少？", "乡镇的呢？"], "慈利县呢？"),
        (["桑植县有多少护理员？", "女的呢？"], "慈利县呢？"),
        ([HOMES], "其中农村的有多少？"),
    ],
)
def test_a_whole_does_not_answer_for_a_part_that_is_not_told(home: Path, history: list[str], question: str) -> None:
    answer = pipeline(home, passages(REPORTS)).ask(question, history=history, engine="extractive")
    assert answer.status == "refused", answer.answer


def test_what_something_is_set_against_is_not_what_it_came_to(home: Path) -> None:
    answer = pipeline(home, passages(REPORTS)).ask("慈利县养老床位比2020年多多少张？", engine="extractive")
    assert "1410" not in answer.answer
