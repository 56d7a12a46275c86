"""What verify and gate say of single claims."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.domain import Evidence, Passage, SourcedText
from rag.text import places
from rag.verify.check import examine, gate, verify

TEXT = (
    "去年，全县建成茶园12.6万亩，带动3400多户茶农增收，茶叶综合产值达9.8亿元，比上年增长14.2%。"
    "县农业农村局局长沈立群介绍，有机茶园尚未实现全覆盖，计划明年再建2万亩。"
    "“茶叶卖得出去，心里才踏实。”河口镇茶农杨再发说。"
)


def passage(
    text: str = TEXT, place: str | None = "绥宁县", date: str | None = "2022-03-08", title: str = "一片茶叶富一方"
) -> Passage:
    known = places.resolve(place) if place else None
    return Passage(
        id="p1",
        document="d.txt",
        document_id="d",
        document_sha256="0" * 64,
        article_id="a",
        ordinal=0,
        body=SourcedText.whole(text),
        title=title,
        place=place,
        places=(known.path,) if known else (),
        date=date,
    )


SUPPORTED = [
    "全县建成茶园12.6万亩。",
    "绥宁县建成茶园126000亩。",
    "湖南省绥宁县去年建成茶园12.6万亩",
    "2021年绥宁县茶叶综合产值达9.8亿元，比上年增长百分之十四点二。",
    "全縣建成茶園１２．６萬畝。",
    "茶叶综合产值达9.8亿元，带动茶农增收3400多户。",
    "据介绍，有机茶园尚未实现全覆盖。",
    "沈立群介绍，有机茶园计划明年再建2万亩。",
    "杨再发说：“茶叶卖得出去，心里才踏实。”",
    "绥宁县建成茶园12.6万亩[1]。",
]
WRONG = [
    ("全县建成茶园12.8万亩。", "12.8万亩"),
    ("全县建成茶园12.6万公顷。", "单位"),
    ("全县建成茶园9.8亿元，茶叶综合产值达12.6万亩。", ""),
    ("2019年绥宁县茶叶综合产值达9.8亿元。", "2019年"),
    ("桃源县建成茶园12.6万亩。", "桃源县"),
    ("全市建成茶园12.6万亩。", "全市"),
    ("茶叶综合产值达9.8亿元，比上年下降14.2%。", "方向"),
    ("有机茶园实现全覆盖。", "否定"),
    ("有机茶园尚未建成茶园12.6万亩。", ""),
    ("县农业农村局局长王建国介绍，有机茶园尚未实现全覆盖。", "王建国"),
    ("带动3400户茶农增收。", "限定"),
    ("“茶叶卖得出去，腰包才鼓。”杨再发说。", "引号"),
    ("绥宁县建成茶园12.6万亩[2]。", "[2]"),
    ("绥宁县修建高速公路三条，引进汽车企业落户。", "缺"),
    ("去年再建茶园2万亩。", ""),
]


@pytest.mark.parametrize("claim", SUPPORTED)
def test_restatements_are_supported(claim: str) -> None:
    verdict = verify(claim, [passage()])
    assert verdict.verdict == "supported", verdict.reasons
    assert verdict.score > 0.6


@pytest.mark.parametrize(("claim", "said"), WRONG)
def test_wrong_claims_are_caught_with_a_reason(claim: str, said: str) -> None:
    verdict = verify(claim, [passage()])
    assert verdict.verdict != "supported"
    assert said in "".join(verdict.reasons)
    assert verdict.score < 0.6


def test_the_place_of_the_passage_counts_as_known() -> None:
    claim = "绥宁县建成茶园12.6万亩。"
    assert verify(claim, [passage()]).verdict == "supported"
    assert verify(claim, [passage(place="桃源县")]).verdict == "contradicted"
    assert verify(claim, [passage(place=None)]).verdict == "unsupported"


def test_the_date_of_the_passage_resolves_last_year() -> None:
    claim = "2021年茶叶综合产值达9.8亿元。"
    assert verify(claim, [passage()]).verdict == "supported"
    assert verify(claim, [passage(date="2021-03-08")]).verdict != "supported"


def test_a_figure_of_something_else_does_not_carry_the_claim() -> None:
    text = "全市办起缝纫车间217个，安排务工9300人，其中安排搬迁群众务工2860人。"
    held = [passage(text, place="怀化市")]
    assert verify("怀化市安排搬迁群众务工2860人。", held).verdict == "supported"
    verdict = verify("怀化市安排搬迁群众务工9300人。", held)
    assert verdict.verdict == "contradicted"
    assert "2860人" in "".join(verdict.reasons)


def test_from_and_to_are_not_exchanged() -> None:
    held = [passage("税收由5.2亿元增长到7.31亿元。", place=None)]
    assert verify("税收由5.2亿元增长到7.31亿元。", held).verdict == "supported"
    assert verify("税收由7.31亿元增长到5.2亿元。", held).verdict == "contradicted"


def test_gate_takes_content_from_the_quote_and_names_from_around_it() -> None:
    whole = passage()
    end = TEXT.index("。") + 1
    quote = [Evidence(whole, 0, end)]
    assert gate("绥宁县茶叶综合产值达9.8亿元[1]。", quote).verdict == "supported"
    assert gate("有机茶园尚未实现全覆盖。", quote).verdict != "supported"
    assert gate("绥宁县茶叶综合产值达9.8亿元。", []).verdict == "unsupported"


def test_gate_takes_no_content_from_the_sentence_before_the_quote() -> None:
    here = passage()
    at = here.text.index("“茶叶卖得出去")
    quote = [Evidence(here, at, len(here.text))]
    assert gate("县农业农村局局长沈立群介绍，有机茶园已实现全覆盖。", quote).verdict != "supported"


def test_an_examination_says_what_the_source_has_instead_and_how_much_of_the_rest_it_holds() -> None:
    here = passage()
    whole = [Evidence(here, 0, len(here.text))]
    examined = examine("全县建成茶园21.6万亩。", whole)
    assert examined.verdict.verdict == "contradicted"
    assert [f.instead for f in examined.findings if f.severity] == ["12.6万亩"]
    assert examined.rest.share > 0.9
    assert examine("城镇居民医保参保率达98%。", whole).rest.share < 0.5


def test_marks_choose_the_evidence() -> None:
    two = [passage(), passage("城乡道路修通了一百公里。", place="临湘市")]
    assert verify("绥宁县建成茶园12.6万亩[1]。", two).verdict == "supported"
    assert verify("绥宁县建成茶园12.6万亩[2]。", two).verdict != "supported"


def test_footnotes_of_the_source_are_no_marks() -> None:
    held = [passage("首获国际金牌［9］，其余项目都有收获。", place=None)]
    assert verify("首获国际金牌［9］。", held).verdict == "supported"


@pytest.mark.parametrize("claim", ["", "   ", "。。。", "[1]", "“”"])
def test_nothing_said_is_not_supported(claim: str) -> None:
    assert verify(claim, [passage()]).verdict == "unsupported"


@given(st.text(max_size=60), st.text(max_size=80), st.none() | st.text(max_size=6), st.none() | st.text(max_size=10))
@settings(max_examples=60, deadline=None)
def test_any_input_gives_a_verdict_with_a_score_in_range(
    claim: str, text: str, place: str | None, date: str | None
) -> None:
    verdict = verify(claim, [passage(text, place=place, date=date)])
    assert 0.0 <= verdict.score <= 1.0
    assert verdict == verify(claim, [passage(text, place=place, date=date)])


@given(st.integers(0, 2), st.sampled_from(["", "绥宁县："]))
def test_what_stands_in_the_text_is_supported(n: int, lead: str) -> None:
    sentence = TEXT.split("。")[n] + "。"
    verdict = verify(lead + sentence, [passage()])
    assert verdict.verdict == "supported", verdict.reasons


def test_households_and_their_people_are_two_figures_of_one_thing() -> None:
    here = passage("镇里派出26名干部，给3150户9842名低收入居民逐一打电话回访。", "临湘市")
    assert verify("镇里派出26名干部，打电话回访低收入居民3150户、9842人。", [here]).verdict == "supported"
    assert verify("镇里派出26名干部，给9842户3150名低收入居民逐一打电话回访。", [here]).verdict != "supported"


def test_a_ratio_with_decimals_is_found() -> None:
    here = passage("城乡居民收入比缩小至2.04∶1，比上年缩小0.03。", "临湘市")
    assert verify("城乡居民收入比缩小至２.０４∶１。", [here]).verdict == "supported"
    assert verify("城乡居民收入比缩小至2.14∶1。", [here]).verdict != "supported"


def test_a_fall_that_the_source_does_not_tell_is_no_fact() -> None:
    here = passage("全市6个月以上稳定就业率达93.18%。", "怀化市")
    assert verify("全市6个月以上稳定就业率达93.18%。", [here]).verdict == "supported"
    assert verify("全市6个月以上稳定就业率下降到93.18%。", [here]).verdict != "supported"


def test_a_quarter_of_no_named_year_dates_nothing_otherwise() -> None:
    text = "2024年，全市经济向好。二季度增速回落，全年增长4.8%，粮食总产615.6万斤。"
    here = passage(text, "怀化市", "2025-01-16", "政府工作报告")
    at = text.index("二季度")
    assert gate("2024年，怀化市粮食总产615.6万斤。", [Evidence(here, at, len(text))]).verdict == "supported"
    assert gate("2022年，怀化市粮食总产615.6万斤。", [Evidence(here, at, len(text))]).verdict != "supported"
