from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ingest.build import build_document
from ingest.parsed import Parsed
from rag.library.record import Library
from tests.rag.library.making import document
from ui.documents import article_list, listing

TEXT = "示例县就业工作总结\n\n去年，示例县新增就业1200人。截至目前，今年已新增就业800人，去年同期为650人。\n"


@pytest.mark.parametrize(("date", "unresolved"), [(None, ["去年", "截至目前", "今年", "去年同期"]), ("2021-05-06", [])])
def test_relative_dates_are_said_to_be_open_where_nothing_dates_the_article(
    date: str | None, unresolved: list[str]
) -> None:
    parsed = Parsed(TEXT, "text/plain", date=date)
    document = build_document(parsed, path="a.txt", root="", sha256="0" * 64, size=0, mtime_ns=0)
    (article,) = article_list(document)["articles"]
    assert article["unresolved"] == unresolved


def test_a_list_gives_the_date_that_citations_bear(home: Path) -> None:
    held = Library.open(home / "library.db")
    made = document("工作报告.txt", [("工作报告", ["正文。"])])
    held.put(replace(made, date="2022", articles=tuple(replace(a, date="2023-01-12") for a in made.articles)))
    held.put(replace(document("简报.txt", [("简报", ["正文二。"])]), date="2021"))
    assert {row["document"]: row["date"] for row in listing(held)} == {"工作报告.txt": "2023-01-12", "简报.txt": "2021"}
    held.close()
