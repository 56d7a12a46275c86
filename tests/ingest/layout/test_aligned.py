"""Tables that plain text sets out in columns: each row carries the names of its columns, or there is no table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.layout import pages
from ingest.layout.aligned import tables
from ingest.layout.paragraphs import Paragraph, paragraphs
from ingest.parsed import Parsed
from tests.rag.answer.making import passages

TITLE = "一季度各县市养老床位情况（截至2023年3月31日）"
ROWS = (
    ("县市", "床位（张）", "入住率（%）"),
    ("甲县", "1240", "61.5"),
    ("乙县", "980", "58.0"),
    ("合计", "2220", "60.0"),
)


def read(text: str) -> list[Paragraph]:
    return paragraphs(Parsed(text, "text/plain"))


def rows(text: str) -> list[str]:
    return [" ".join(p.text.split()) for p in read(text) if p.kind == "table_row"]


def written(mark: str) -> str:
    return f"{TITLE}\n\n" + "\n".join(mark.join(row) for row in ROWS) + "\n\n以上数据由县民政局提供。\n"


@pytest.mark.parametrize("mark", ["\t", "　", "    ", " "])
def test_each_cell_stands_behind_the_name_of_its_column(mark: str) -> None:
    assert rows(written(mark)) == [
        "县市 甲县 床位（张） 1240 入住率（%） 61.5",
        "县市 乙县 床位（张） 980 入住率（%） 58.0",
        "县市 合计 床位（张） 2220 入住率（%） 60.0",
    ]
    found = read(written(mark))
    assert [p.text for p in found if p.kind == "caption"] == [TITLE]
    assert found[-1].text == "以上数据由县民政局提供。"


def test_every_word_of_a_row_stands_in_the_file() -> None:
    text = written("\t")
    for p in read(text):
        assert p.source.text == "".join(text[a:b] for a, b in p.source.spans())


@pytest.mark.parametrize("mark", ["\t", "      "])
def test_units_in_a_second_line_go_with_their_names(mark: str) -> None:
    lines = [("县市", "床位", "入住率"), ("", "（张）", "（%）"), ("甲县", "1240", "61.5"), ("乙县", "980", "58.0")]
    text = "\n".join(mark.join(line) for line in lines) + "\n"
    assert rows(text) == ["县市 甲县 床位（张） 1240 入住率（%） 61.5", "县市 乙县 床位（张） 980 入住率（%） 58.0"]
    for p in read(text):
        assert p.source.text == "".join(text[a:b] for a, b in p.source.spans())


def test_a_column_without_a_name_heads_its_rows() -> None:
    assert rows("床位（张）　入住率（%）　护理员（人）\n甲县　1240　61.5　96\n乙县　980　58.0　71\n") == [
        "甲县 床位（张） 1240 入住率（%） 61.5 护理员（人） 96",
        "乙县 床位（张） 980 入住率（%） 58.0 护理员（人） 71",
    ]


def test_an_empty_cell_is_known_only_between_tabs() -> None:
    assert rows("县市\t床位\t护理员\n甲县\t\t96\n乙县\t980\t\n") == ["县市 甲县 护理员 96", "县市 乙县 床位 980"]
    # Which cell of a row set with blanks is missing nobody can tell.
    assert rows("县市　床位　护理员\n甲县　96\n乙县　980　71\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "编辑：钱一　　审核：孙二　　电话：0718-8220000\n编辑：钱一　　审核：孙二　　电话：0718-8220000\n",
        "甲县　乙县　丙县\n丁县　戊县　己县\n庚县　辛县　壬县\n",
        "全县　建成　车间\n人社局　民政局　12\n今年，全县建成　车间　12家。\n",
        "We built 12 roads\nand 30 new schools\nin 45 small villages\n",
    ],
)
def test_lines_that_only_have_blanks_are_no_table(text: str) -> None:
    assert rows(text) == []


@given(st.text(alphabet="县数（%）12. \t\u3000\n", max_size=200))
def test_rows_of_any_text_have_as_many_values_as_names(text: str) -> None:
    lines = [(p.start, p.end, 0) for p in read(text)]
    for table in tables(text, lines):
        assert len(table.rows) >= 2
        assert all(0 <= a < b <= len(text) for row in table.rows for a, b in row)


def test_a_briefing_with_a_table_is_one_document() -> None:
    text = f"养老服务简报\n\n某县民政局　2023年4月6日\n\n一、总体情况\n\n全县床位达到2220张。\n\n{written('　')}"
    assert not pages.looks_like_page(read(text))


def test_rows_are_passages_under_the_title_of_their_table() -> None:
    held = passages(
        {"床位.txt": f"桃源县养老服务简报\n\n【综合情况】\n\n全县床位达到2220张。\n\n【数据通报】\n\n{written('　')}"}
    )
    table = next(p for p in held if "1240" in p.text)
    assert table.section == f"【数据通报】 {TITLE}"
    assert "县市　甲县　床位（张）　1240" in table.text
    assert "综合情况" not in table.text
