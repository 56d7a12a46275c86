"""Lines to paragraphs: every character is kept, hard-wrapped lines are whole again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.layout.paragraphs import paragraphs
from ingest.parsed import Block, Parsed

LINE = st.text(alphabet="县里的人口有3万，。“”()一二 \t\u3000\n\r\x0bab", max_size=120)


def texts(text: str) -> list[str]:
    return [p.text for p in paragraphs(Parsed(text, "text/plain"))]


@given(LINE)
def test_every_character_stands_once_and_in_order(text: str) -> None:
    found = paragraphs(Parsed(text, "text/plain"))
    spans = [span for p in found for span in p.source.spans()]
    assert spans == sorted(spans)
    kept = "".join(text[s:e] for s, e in spans)
    assert "".join(kept.split()) == "".join(text.split())
    assert all(len(p.text) == len(p.source.text) for p in found)


def test_a_column_of_hard_wrapped_lines_is_one_paragraph() -> None:
    wrapped = "　　县里今年修通了三条乡村公路，\n沿线十二个村的橘子不再烂在树上\n，客商把车直接开到了果园边，价\n钱也比往年高了两成。\n　　村民算了一笔账。"
    assert texts(wrapped) == [
        "县里今年修通了三条乡村公路，沿线十二个村的橘子不再烂在树上，客商把车直接开到了果园边，价钱也比往年高了两成。",
        "村民算了一笔账。",
    ]


def test_a_paragraph_to_a_line_stays_so() -> None:
    lines = [
        "政府工作报告",
        "各位代表：",
        "现在，我代表县人民政府向大会报告工作，请予审议。",
        "一、过去一年的工作",
        "全年粮食产量23万吨。",
    ]
    assert texts("\n".join(lines)) == lines


def test_latin_words_stay_apart_at_a_line_break() -> None:
    wrapped = (
        "the county has built roads and\nbridges in twelve villages and\nhas opened three new schools\nsince then."
    )
    (text,) = texts(wrapped)
    assert text.split() == wrapped.split()


def test_blocks_are_paragraphs_and_may_continue() -> None:
    text = "标题\n第一段的前半\n页脚\n后半。\n<b>"
    cuts = [text.index(x) for x in ("标题", "第一段", "页脚", "后半")]
    blocks = (
        Block(cuts[0], cuts[0] + 2, "heading", "1", 1),
        Block(cuts[1], cuts[1] + 6, "text", "1"),
        Block(cuts[2], cuts[2] + 2, "furniture", "1"),
        Block(cuts[3], cuts[3] + 3, "text", "2", continues=True),
    )
    found = paragraphs(Parsed(text, "application/pdf", blocks))
    assert [(p.kind, p.text) for p in found] == [
        ("heading", "标题"),
        ("text", "第一段的前半后半。"),
        ("furniture", "页脚"),
    ]


def test_reading_is_in_simplified_characters_and_the_source_as_written() -> None:
    (paragraph,) = paragraphs(Parsed("記者從縣裡獲悉", "text/plain"))
    assert (paragraph.text, paragraph.source.text) == ("记者从县里获悉", "記者從縣裡獲悉")
