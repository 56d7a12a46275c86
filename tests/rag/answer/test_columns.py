"""Cells of tables in plain text: found by their column, compared, ranked and followed over two editions."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.domain import Answer
from tests.rag.answer.making import passages, pipeline


def edition(number: int, day: str, month: str, rows: str, told: str) -> str:
    return (
        f"就业服务工作通报\n\n2023年第{number}期\n\n邵阳市某局办公室　　{day}\n\n一、总体情况\n\n{told}\n\n"
        f"附：{month}各县市主要指标（截至{day}）\n\n{rows}\n\n"
    )


MARCH = edition(
    3, "2023年4月5日", "3月份",
    "县市　年度目标（人）　转移就业（人）　完成率（%）　服务站（个）\n"
    "武冈市　61000　52100　85.4　31\n绥宁县　27000　24300　90.0　18\n新宁县　38000　30400　80.0　22\n合计　126000　106800　84.8　71",
    "全市农村劳动力转移就业106800人。建成村级服务站71个。开展培训4200人次。",
)  # fmt: skip
JUNE = edition(
    6, "2023年7月5日", "6月份",
    "县市　年度目标（人）　转移就业（人）　完成率（%）　服务站（个）\n"
    "武冈市　61000　58700　96.2　33\n绥宁县　27000　26100　96.7　20\n新宁县　38000　37800　99.5　25\n合计　126000　122600　97.3　78",
    "全市农村劳动力转移就业122600人。建成村级服务站78个。",
)  # fmt: skip
REPORTS = {"01_三期.txt": MARCH.replace("4月5日）", "3月31日）"), "02_六期.txt": JUNE.replace("7月5日）", "6月30日）")}


def ask(home: Path, question: str, *history: str) -> Answer:
    return pipeline(home, passages(REPORTS)).ask(question, history=history, engine="extractive")


def test_a_cell_is_found_by_its_column_its_row_and_the_day_of_its_table(tmp_path: Path) -> None:
    answer = ask(tmp_path, "绥宁县2023年6月底农村劳动力转移就业多少人？")
    assert answer.answer == "绥宁县转移就业为26100人[1]。"
    assert answer.citations[0].quote.startswith("县市　绥宁县　年度目标（人）　27000　转移就业（人）　26100")
    assert "24300" not in answer.answer
    (citation,) = answer.citations
    assert "".join(REPORTS["02_六期.txt"][a:b] for a, b in citation.spans) == citation.quote


@pytest.mark.parametrize(
    "question",
    [
        "绥宁县2023年6月底培训了多少人？",  # no column of it
        "绥宁县2023年6月底服务站就业人数是多少？",  # 个 are no people
        "绥宁县2023年5月底转移就业多少人？",  # of no table
        "绥宁县2023年6月底省外转移就业多少人？",  # a part of what the column counts
    ],
)
def test_what_no_cell_tells_is_not_answered_by_another(tmp_path: Path, question: str) -> None:
    assert ask(tmp_path, question).status == "refused"


def test_two_rows_are_compared_and_added(tmp_path: Path) -> None:
    compared = ask(tmp_path, "2023年3月底，绥宁县和新宁县的转移就业完成率哪个高？")
    assert "绥宁县较高（90.0%）" in compared.answer
    added = ask(tmp_path, "2023年6月底，武冈市和新宁县的服务站一共多少个？")
    assert "合计58个" in added.answer


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("2023年6月底，邵阳市各县市中转移就业最多的是哪个？", "武冈市转移就业最多，为58700人"),
        ("2023年6月底，邵阳市哪个县市转移就业完成率最低？", "武冈市完成率最低，为96.2%"),
        ("2023年3月底，邵阳市服务站最少的县是哪个？", "绥宁县服务站最少，为18个"),
    ],
)
def test_rows_are_put_in_order_by_one_column_of_one_day(tmp_path: Path, question: str, first: str) -> None:
    assert first in ask(tmp_path, question).answer


def test_a_later_day_is_asked_of_the_same(tmp_path: Path) -> None:
    answer = ask(tmp_path, "到6月底呢？", "新宁县2023年3月底转移就业多少人？")
    assert "37800" in answer.answer
    assert "30400" not in answer.answer


def test_lines_by_township_answer_each_for_itself(tmp_path: Path) -> None:
    text = (
        "绥宁县某局2022年工作总结\n\n一、各乡镇情况\n\n"
        "1．长铺镇。监测对象312户986人，帮扶车间18家。该镇建成面条厂，年产面条900吨。\n\n"
        "2．武阳镇。监测对象205户651人，帮扶车间11家。\n\n3．唐家坊镇。监测对象148户467人，帮扶车间6家。\n\n"
        "绥宁县某局\n2023年1月12日\n"
    )
    whole = pipeline(tmp_path, passages({"总结.txt": text}))
    one = whole.ask("2022年武阳镇有帮扶车间多少家？", engine="extractive")
    assert "武阳镇。监测对象205户651人，帮扶车间11家" in one.answer
    assert "18家" not in one.answer
    later = whole.ask("长铺镇的面条厂年产面条多少吨？", engine="extractive")
    assert "长铺镇" in later.answer
    assert "900吨" in later.answer
    total = whole.ask("绥宁县长铺镇、武阳镇、唐家坊镇三个镇的帮扶车间合计多少家？", engine="extractive")
    assert "合计35家" in total.answer


def test_a_line_of_a_township_does_not_answer_for_the_county(tmp_path: Path) -> None:
    text = (
        "绥宁县某局2022年工作总结\n\n一、各乡镇情况\n\n"
        "1．长铺镇。监测对象312户，帮扶车间18家。\n\n2．武阳镇。监测对象205户，帮扶车间11家。\n\n绥宁县某局\n2023年1月12日\n"
    )
    whole = pipeline(tmp_path, passages({"总结.txt": text}))
    assert whole.ask("绥宁县2022年有监测对象多少户？", engine="extractive").status == "refused"
    assert "18家" in whole.ask("2022年长铺镇有帮扶车间多少家？", engine="extractive").answer


def test_the_row_of_a_part_does_not_answer_for_the_whole(tmp_path: Path) -> None:
    answer = ask(tmp_path, "邵阳市2023年6月底农村劳动力转移就业多少人？")
    assert "122600" in answer.answer
    assert "58700" not in answer.answer
