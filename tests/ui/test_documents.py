from __future__ import annotations

import pytest

from ingest.build import build_document
from ingest.parsed import Parsed
from ui.documents import article_list

TEXT = "示例县就业工作总结\n\n去年，示例县新增就业1200人。截至目前，今年已新增就业800人，去年同期为650人。\n"


@pytest.mark.parametrize(("date", "unresolved"), [(None, ["去年", "截至目前", "今年", "去年同期"]), ("2021-05-06", [])])
def test_relative_dates_are_said_to_be_open_where_nothing_dates_the_article(
    date: str | None, unresolved: list[str]
) -> None:
    parsed = Parsed(TEXT, "text/plain", date=date)
    document = build_document(parsed, path="a.txt", root="", sha256="0" * 64, size=0, mtime_ns=0)
    (article,) = article_list(document)["articles"]
    assert article["unresolved"] == unresolved
