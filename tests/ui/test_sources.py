"""A citation in its article: the words cited come at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.domain import Citation, Evidence
from rag.library.record import Library
from tests.rag.library.making import document
from ui.web.markup import pieces
from ui.web.sources import sources_of

WORDS = "全县建成扶贫车间47个"


@pytest.mark.parametrize("before", [0, 40, 90, 91, 400])
@pytest.mark.parametrize("lead", ["", "短。", "长" * 300 + "。"])
def test_what_stands_before_the_words_cited_is_short(before: int, lead: str, home: Path) -> None:
    text = ("前" * (before - 1) + "。" if before else "") + WORDS + "，吸纳就业1203人。"
    library = Library.open(home / "library.db")
    library.put(
        document("报告.txt", [("题", [*([lead] if lead else []), text, "后面一段。", "再一段。", "不再显示。"])])
    )
    passage = next(p for p in library.all_passages() if WORDS in p.text)
    at = passage.text.index(WORDS)
    (source,) = sources_of(library, [Citation.of(1, Evidence(passage, at, at + len(WORDS)))])
    shown = [piece for p in source.paragraphs for piece in pieces(p, source.citation.spans)]
    first = next(i for i, (_, inside) in enumerate(shown) if inside)
    ahead = "".join(piece for piece, _ in shown[:first])
    assert "".join(piece for piece, inside in shown if inside) == WORDS
    assert len(ahead) <= 90 and (lead + text[:before]).endswith(ahead)
    assert source.more_before == (len(ahead) < len(lead) + before)
    assert source.more_after
    library.close()
