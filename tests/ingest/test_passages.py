"""Passages: sentence boundaries, lengths, sections, tables."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest import passages
from ingest.layout.draft import Draft, Piece
from rag.domain import SourcedText

SENTENCE = st.text(alphabet="县里修通了公路，粮食增产二成", min_size=3, max_size=90).map(lambda s: s + "。")


def draft_of(original: str, marks: str = "#") -> Draft:
    pieces = []
    at = 0
    section = None
    for line in original.split("\n"):
        source = SourcedText.whole(original, at, at + len(line))
        at += len(line) + 1
        if line.startswith(marks):
            section = line
            pieces.append(Piece(source, "heading", section))
        elif line:
            pieces.append(Piece(source, "text", section))
    return Draft(pieces=tuple(pieces))


@given(st.lists(st.lists(SENTENCE, min_size=1, max_size=6).map("".join), min_size=1, max_size=8))
def test_passages_hold_all_sentences_whole_and_in_order(paragraphs: list[str]) -> None:
    original = "\n".join(paragraphs)
    cuts = passages.cut(original, draft_of(original))
    assert "".join("".join(c.body.text.split()) for c in cuts) == "".join(original.split())
    assert all(c.body.text.rstrip().endswith("。") for c in cuts)
    assert all(len("".join(c.body.text.split())) <= passages.LIMIT for c in cuts)


def test_passages_come_near_the_target_and_do_not_cross_sections() -> None:
    paragraph = "全县今年新修公路三十公里，十二个村通了客车。" * 6
    original = "\n".join(["# 修路", *[paragraph] * 5, "# 治水", "渠道清了淤。"])
    cuts = passages.cut(original, draft_of(original))
    assert [c.section for c in cuts[-2:]] == ["# 修路", "# 治水"]
    assert all("渠道" not in c.body.text for c in cuts[:-1])
    long = [len(c.body.text) for c in cuts[:-1]]
    assert all(passages.TARGET * 0.5 <= n <= passages.LIMIT for n in long)


def test_a_sentence_longer_than_the_limit_is_cut_between_clauses() -> None:
    original = "，".join(f"第{i}个村修通了公路并且装上了路灯" for i in range(60)) + "。"
    cuts = passages.cut(original, draft_of(original))
    assert len(cuts) > 1 and all(c.body.text[-1] in "，。" for c in cuts)


def test_even_a_text_without_any_sign_is_cut() -> None:
    original = "山" * 5000
    cuts = passages.cut(original, draft_of(original))
    assert max(len(c.body.text) for c in cuts) <= passages.LIMIT
    assert sum(len(c.body.text) for c in cuts) == 5000


def test_rows_keep_their_header() -> None:
    head = "乡镇\t面积（亩）"
    rows = [f"第{i}镇\t{i * 37}" for i in range(1, 90)]
    original = "\n".join([head, *rows])
    pieces = []
    at = len(head) + 1
    for row in rows:
        pieces.append(Piece(SourcedText.whole(original, at, at + len(row)), "row", header=((0, len(head)),)))
        at += len(row) + 1
    cuts = passages.cut(original, Draft(pieces=tuple(pieces)))
    assert len(cuts) > 1
    assert all(c.body.text.startswith(head + "\n") for c in cuts)
    assert [line for c in cuts for line in c.body.text.split("\n")[1:] if line] == rows


def test_the_heading_is_a_passage_of_its_own() -> None:
    original = "矿山披绿\n——访县委书记柯明远\n今后五年再修复矿山。"
    title, subtitle = SourcedText.whole(original, 0, 4), SourcedText.whole(original, 5, 15)
    draft = Draft(pieces=draft_of(original).pieces[2:], title=(title,), subtitle=(subtitle,))
    first, second = passages.cut(original, draft)
    assert first.body.text == "矿山披绿\n——访县委书记柯明远"
    assert second.body.text == "今后五年再修复矿山。"
