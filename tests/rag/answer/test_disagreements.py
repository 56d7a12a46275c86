"""Reports that give one figure otherwise are shown side by side; what is another thing is not: invented reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rag.answer.making import passages, pipeline

REPORTS = {
    "一.txt": """双牌县办学成绩单

2021年，双牌县新建学校5所、改扩建学校21所，三年新增学位12860个。
2021年，双牌县民生支出占一般公共预算支出的74.2%，教育支出占一般公共预算支出的19.5%。
2021年，双牌县接待游客182万人次，其中过夜游客165万人次。
""",
    "二.txt": """双牌县秋季开学

2021年秋季，双牌县又有2所改扩建学校投入使用，至此全县三年累计新增学位12680个。
2021年上半年，双牌县接待游客140万人次。
""",
}


@pytest.mark.parametrize("question", ["双牌县三年新增的学位是多少？", "双牌县三年新增学位，两篇报道的说法一致吗？"])
def test_a_slip_of_digits_is_shown_whichever_figure_was_taken(tmp_path: Path, question: str) -> None:
    found = pipeline(tmp_path, passages(REPORTS)).ask(question, engine="extractive").conflicts
    assert [{v.value for v in c.values} for c in found] == [{"12860个", "12680个"}]


@pytest.mark.parametrize(
    "question",
    [
        "双牌县教育支出占一般公共预算支出的比重是多少？",  # another share
        "2021年双牌县接待游客多少万人次？",  # a part of them, a half of the year
    ],
)
def test_another_thing_is_no_disagreement(tmp_path: Path, question: str) -> None:
    assert not pipeline(tmp_path, passages(REPORTS)).ask(question, engine="extractive").conflicts
