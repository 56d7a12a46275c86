"""Drafts are cut into claims, and the offsets are honest."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.check.claims import Claim, claims_of
from rag.check.draft import MAX_DRAFT, Draft, Paragraph
from rag.check.kinds import kind_of
from rag.domain import SourcedText
from rag.errors import UsageError
from rag.text import places


def cut(text: str, place: str | None = None) -> list[Claim]:
    return claims_of(Draft.of_text(text), place=places.resolve(place) if place else None)


def texts(text: str) -> list[str]:
    return [text[c.start : c.end] for c in cut(text)]


def test_sentences_are_claims_and_headings_are_not() -> None:
    draft = "关于绥宁县就业工作的汇报\n一、主要成效\n全县建成扶贫车间47个。吸纳就业1203人。\n二、下一步打算\n（一）继续努力。"
    assert texts(draft) == ["全县建成扶贫车间47个。", "吸纳就业1203人。", "继续努力。"]


def test_parts_between_semicolons_stand_alone_when_they_say_enough() -> None:
    text = "全县建成扶贫车间共计47个；全市新建学校3所，新增学位4860个；另有若干。"
    assert texts(text) == ["全县建成扶贫车间共计47个；", "全市新建学校3所，新增学位4860个；另有若干。"]


def test_a_greeting_is_a_claim_of_its_own() -> None:
    text = "各位领导、同志们：去年全县建成扶贫车间47个。"
    assert texts(text) == ["各位领导、同志们：", "去年全县建成扶贫车间47个。"]
    assert [c.kind for c in cut(text)] == ["courtesy", "fact"]


def test_the_place_comes_from_the_claim_the_paragraph_or_the_title() -> None:
    claims = cut("关于怀化市教育工作的汇报\n全市新建学校3所。\n绥宁县建成扶贫车间47个。全县吸纳就业1203人。")
    assert [[p.name for p in c.places] for c in claims] == [["怀化市"], ["绥宁县"], ["绥宁县"]]
    assert [c.named for c in claims] == [False, True, False]


def test_our_city_is_asked_for_only_when_nothing_tells_which() -> None:
    assert cut("我市新建学校3所。")[0].ours
    assert not cut("我市新建学校3所。", "怀化市")[0].ours
    several = "绥宁县新建学校3所。平江县新建学校5所。我县新建医院1所。"
    assert cut(several)[-1].ours and not cut(several)[-1].places, "either may be meant"
    assert cut("绥宁县新建学校3所。平江县新建学校5所。我县新建医院1所。怀化市新建医院9所。")[2].ours, (
        "not the place of the next"
    )
    assert not cut(several, "平江县")[-1].ours and not cut("绥宁县新建学校3所。我县新建医院1所。")[-1].ours
    assert not cut("怀化市教育工作汇报\n我市新建学校3所。")[0].ours
    assert cut("我市新建学校3所。", "怀化市")[0].places[0].name == "怀化市"


def test_the_year_of_the_title_holds_for_claims_that_name_none() -> None:
    claims = cut("怀化市2021年工作总结\n全市新建学校3所。2020年新建2所。")
    assert [c.year for c in claims] == ["2021", None]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("全市新增就业3万人。", "fact"), ("该县推行河长制。", "fact"), ("为确保质量，县里投入3亿元。", "fact"),
        ("县里要求每户种树三棵。", "fact"), ("各位代表，全市新增就业3万人。", "fact"), ("下一步，我们将继续努力。", "plan"),
        ("力争新增就业5万人。", "plan"), ("各级各部门要高度重视。", "plan"), ("拟于明年新建学校2所。", "plan"),
        ("我认为成效显著。", "opinion"), ("这项工作意义十分重大。", "opinion"), ("成绩来之不易。", "opinion"),
        ("尊敬的各位来宾，大家好！", "courtesy"), ("谢谢大家！", "courtesy"), ("现将有关情况汇报如下。", "courtesy"),
        ("为什么能做到？", "question"),
    ],
)  # fmt: skip
def test_what_states_a_fact_and_what_does_not(sentence: str, kind: str) -> None:
    assert kind_of(sentence) == kind


def test_a_sentence_without_end_is_cut_at_its_commas() -> None:
    text = "全县建成扶贫车间47个，" * 60
    pieces = texts(text)
    assert "".join(pieces) == text and max(map(len, pieces)) <= 400


def test_a_claim_over_a_line_break_keeps_its_place_in_the_draft() -> None:
    text = "全县建成扶贫车\n间47个。"
    draft = Draft.of_paragraphs(text, [Paragraph(SourcedText.joined(text, [(0, 7), (8, len(text))]))])
    (claim,) = claims_of(draft)
    assert claim.words == "全县建成扶贫车间47个。" and text[claim.start : claim.end] == text


def test_empty_and_endless_drafts_are_refused() -> None:
    for text in ("", " \n\t", "。。。", "\u200b"):
        with pytest.raises(UsageError):
            Draft.of_text(text)
    with pytest.raises(UsageError, match=str(MAX_DRAFT)):
        Draft.of_text("字" * (MAX_DRAFT + 1))


ALPHABET = st.sampled_from(
    list("全县建成扶贫车间47个，。；：！？\n “”（）[1]《湖南日报》2021年4月我市aB<>&=\u3000\x00😀各位领导1、一")
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(ALPHABET, max_size=160), st.text(max_size=120)))
def test_offsets_are_honest_whatever_the_draft(text: str) -> None:
    try:
        draft = Draft.of_text(text)
    except UsageError:
        return
    at = 0
    for claim in claims_of(draft):
        assert at <= claim.start < claim.end <= len(text)
        assert text[claim.start : claim.end] == claim.words, "a line of a plain text is not healed"
        at = claim.end
