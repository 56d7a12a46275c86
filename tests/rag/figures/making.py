"""Passages for tests of figures, and their figures in short."""

from __future__ import annotations

from rag.domain import ArticleKind, Passage, SourcedText
from rag.figure import Figure
from rag.figures.read import read
from rag.text import places


def passage(
    text: str,
    *,
    place: str | None = "绥宁县",
    date: str | None = "2021-02",
    title: str = "题目",
    section: str | None = None,
    kind: ArticleKind = "其他",
    name: str = "p",
) -> Passage:
    unit = places.resolve(place) if place else None
    return Passage(
        id=name,
        document="甲.txt",
        document_id="d",
        document_sha256="s",
        article_id="a",
        ordinal=0,
        body=SourcedText.whole(text),
        title=title,
        place=unit.name if unit else place,
        places=(unit.path,) if unit else (),
        date=date,
        section=section,
        kind=kind,
    )


def figures(text: str, **more: object) -> tuple[Figure, ...]:
    return read(passage(text, **more))  # type: ignore[arg-type]


def short(text: str, **more: object) -> list[tuple[str, float, str]]:
    """(name with what it is said of, value, unit) of each figure."""
    return [(f.label, f.value, f.unit) for f in figures(text, **more)]
