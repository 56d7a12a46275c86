"""Short questions as they are spoken: the figure that counts the very noun asked for, and what a refusal calls missing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag.answer.refuse import matter
from rag.pipeline import Pipeline
from rag.retrieve.question import understand
from tests.rag.answer.making import passages, pipeline

REPORTS = {
    "a.txt": """宁阳县扶贫车间进乡村

宁阳县在用地、用工、贷款、销路4个方面帮企业把“扶贫车间”办到村里。如今，全县先后办起“扶贫车间”214个，吸纳就业6300人。

去年有8家车间因订单减少停产。宁阳县托管竹林19.7万亩。全县有竹林面积68.4万亩。

县长肖义主持会议。石桥镇党委书记罗平说，石桥镇洪水损坏的95亩大棚尚未修复。石桥镇大棚面积达到1860亩。

县里羊饲养量达256万只。下一步将建设老年食堂，计划投资180万元，2023年5月投入使用。
""",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    yield pipeline(tmp_path_factory.mktemp("short"), passages(REPORTS))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("宁阳县建了多少扶贫车间", "214个"),
        ("宁阳县有多少竹林", "68.4万亩"),
        ("宁阳县有多少羊", "256万只"),
        ("石桥镇有多少大棚", "1860亩"),
        ("宁阳县县长是谁", "肖义"),
        ("石桥镇书记是谁", "罗平"),
        ("宁阳县老年食堂要花多少钱、啥时候能用", "180万元，2023年5月"),
    ],
)
def test_the_noun_asked_for_is_counted(desk: Pipeline, question: str, told: str) -> None:
    answer = desk.ask(question, engine="extractive")
    assert answer.status in ("answered", "partial") and told in answer.answer


@pytest.mark.parametrize(
    ("question", "phrase"),
    [
        ("安化县2022年GDP多少", "GDP"),
        ("梅城镇安置点老年食堂花多少钱", "安置点老年食堂"),
        ("平江2021年脱贫人口务工就业是多少万人", "脱贫人口务工就业"),
        ("绥宁有多少木器厂", "木器厂"),
        ("永兴县建了几座桥", "桥"),
        ("新宁为什么没有机场", "机场"),
    ],
)
def test_what_is_missing_is_a_phrase_of_the_question(question: str, phrase: str) -> None:
    ask = understand(question).asks[0]
    assert matter(ask.text, ask.word) == phrase and phrase in question
