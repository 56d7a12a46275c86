from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import sidecar


def test_a_card_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt.meta.yaml").write_text(
        "标题: 就业\n来源: 某某日报\ndate: 2021-04-12\n版次: 4\n地点: 石门县\n其他: x\nnested: {a: 1}\n",
        encoding="utf-8",
    )
    assert sidecar.read(tmp_path / "a.txt").values == {
        "title": "就业", "publication": "某某日报", "date": "2021-04-12", "page": "4", "place": "石门县",
    }  # fmt: skip


def test_a_table_for_the_folder_and_the_card_is_stronger(tmp_path: Path) -> None:
    (tmp_path / "metadata.csv").write_text("文件,标题,日期\na.txt,表里的,2020-01-01\nb.txt,别的,\n", encoding="gb18030")
    (tmp_path / "a.meta.yml").write_text("title: 卡上的", encoding="utf-8")
    assert sidecar.read(tmp_path / "a.txt").values == {"title": "卡上的", "date": "2020-01-01"}
    assert sidecar.read(tmp_path / "b.txt").values == {"title": "别的"}
    assert sidecar.read(tmp_path / "c.txt").values == {}


def test_an_edited_table_is_read_again(tmp_path: Path) -> None:
    table = tmp_path / "metadata.csv"
    table.write_text("file,title\na.txt,甲\n", encoding="utf-8")
    assert sidecar.read(tmp_path / "a.txt").values == {"title": "甲"}
    table.write_text("file,title\na.txt,乙乙\n", encoding="utf-8")
    assert sidecar.read(tmp_path / "a.txt").values == {"title": "乙乙"}


@pytest.mark.parametrize("text", ["a: [", "%YAML 9", "\t- x: [}", "!!python/object/apply:os.system ['x']"])
def test_a_card_that_cannot_be_understood_is_said_and_the_table_still_counts(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text("文", encoding="utf-8")
    (tmp_path / "a.meta.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "metadata.csv").write_text("文件,日期\na.txt,2021\n", encoding="utf-8")
    card = sidecar.read(tmp_path / "a.txt")
    (line,) = card.warnings
    assert "a.meta.yaml 读不懂，没有采用" in line and card.values == {"date": "2021"}


@pytest.mark.parametrize(
    ("given", "page"),
    [("第3版", "3"), ("3版", "3"), ("A04", "A04"), ("第A04版", "A04"), ("二版", "二"), ("头版", "头版"), ("7", "7")],
)
def test_pages_as_people_write_them(tmp_path: Path, given: str, page: str) -> None:
    (tmp_path / "a.meta.yaml").write_text(f"版次: '{given}'\n", encoding="utf-8")
    assert sidecar.read(tmp_path / "a.txt").values == {"page": page}


def test_rows_of_files_that_are_not_there_are_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("文", encoding="utf-8")
    (tmp_path / "metadata.csv").write_text("文件,标题\na.txt,甲\n漏了.txt,乙\n", encoding="utf-8")
    assert sidecar.read(tmp_path / "a.txt").warnings == ("说明文件 metadata.csv：写了这里没有的文件：漏了.txt",)


@given(st.text(max_size=100))
def test_any_card_gives_short_lines_or_an_error(text: str) -> None:
    try:
        values = sidecar.known(text)
    except ValueError:
        return
    assert all(0 < len(v) <= 300 and "\n" not in v for v in values.values())


@pytest.mark.parametrize(
    ("given", "date"),
    [
        ("2021-04-12", "2021-04-12"), ("2021年4月12日", "2021-04-12"), ("2021/4/2", "2021-04-02"), ("2021.04", "2021-04"),
        ("2021年", "2021"), ("20210412", "2021-04-12"), ("2021-04-12 09:30", "2021-04-12"), ("2021年4月", "2021-04"),
    ],
)  # fmt: skip
def test_dates_as_people_write_them(tmp_path: Path, given: str, date: str) -> None:
    (tmp_path / "metadata.csv").write_text(f"文件,日期\na.txt,{given}\n", encoding="utf-8")
    assert sidecar.read(tmp_path / "a.txt").values == {"date": date}


@pytest.mark.parametrize("given", ["去年", "2021-13-01", "2021-02-30", "12/04/2021", "20211332", "一九年"])
def test_a_date_that_is_none_is_left_out_and_said(tmp_path: Path, given: str) -> None:
    (tmp_path / "a.meta.yaml").write_text(f"标题: 就业\n日期: '{given}'\n", encoding="utf-8")
    card = sidecar.read(tmp_path / "a.txt")
    assert card.values == {"title": "就业"}
    (line,) = card.warnings
    assert line.startswith(f"说明文件 a.meta.yaml：日期“{given}”看不懂") and "2021-04-12" in line


def test_unknown_places_and_columns_are_said(tmp_path: Path) -> None:
    (tmp_path / "metadata.csv").write_text("文件,地点,作者\na.txt,火星,某某\nb.txt,石门县,\n", encoding="utf-8")
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("文", encoding="utf-8")
    card = sidecar.read(tmp_path / "a.txt")
    assert card.values == {}
    assert [w.split("：", 1)[1][:6] for w in card.warnings] == [
        "不认识的项目",
        "地点“火星”",
    ] and "作者" in card.warnings[0]
    assert sidecar.read(tmp_path / "b.txt").values == {"place": "石门县"}
