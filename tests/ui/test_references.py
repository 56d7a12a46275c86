"""Sources as GB/T 7714 and as offices write them."""

from __future__ import annotations

import pytest

from rag.domain import Citation
from ui.references import Style, page_name, reference


def cite(**more: str | None) -> Citation:
    known: dict[str, str | None] = {
        "article": "车间建到家门口", "publication": "湖南日报", "date": "2021-04-12", "page": "03", "byline": "记者 彭楚江 通讯员 李卓然",
    }  # fmt: skip
    return Citation(1, str(more.pop("document", "报/0412.txt")), "0" * 64, quote="", spans=(), **{**known, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("style", "line"),
    [
        ("2025", "彭楚江，李卓然. 车间建到家门口[N]. 湖南日报，2021-04-12（3）."),
        ("2015", "彭楚江, 李卓然. 车间建到家门口[N]. 湖南日报, 2021-04-12(3)."),
        ("office", "《车间建到家门口》（湖南日报，2021年4月12日，第3版）"),
    ],
)
def test_a_newspaper_article(style: Style, line: str) -> None:
    assert reference(cite(), style) == line


def test_what_is_not_known_is_left_out() -> None:
    bare = cite(publication=None, date=None, page=None, byline=None)
    assert reference(bare) == "车间建到家门口[Z]. 0412.txt."
    assert reference(bare, "office") == "《车间建到家门口》（0412.txt）"
    assert reference(cite(date="2021", byline=None, page=None)) == "车间建到家门口[N]. 湖南日报，2021."
    assert reference(cite(article="政府工作报告", publication=None)).startswith("彭楚江，李卓然. 政府工作报告[R].")


def test_more_than_three_authors_are_three_and_others() -> None:
    assert reference(cite(byline="记者 王一一 李二二 张三三 赵四四")).startswith("王一一，李二二，张三三，等. ")


@pytest.mark.parametrize(
    ("document", "page", "name"),
    [
        ("报/0412.txt", "03", "第3版"),
        ("报/0412.pdf", "A04", "第A04版"),
        ("通报.PDF", "12", "第12页"),
        ("通报.docx", "2", "第2页"),
        ("粮食.xlsx", "2023年", "工作表“2023年”"),
        ("通报.docx", None, None),
    ],
)
def test_a_page_is_called_what_it_is(document: str, page: str | None, name: str | None) -> None:
    assert page_name(cite(document=document, page=page)) == name
