"""The table: rows, synonyms, roll-up, conflicts, gaps, and what is worked out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from rag.domain import Passage
from rag.figures.asked import ask
from rag.figures.read import read_all
from rag.figures.selection import select
from rag.figures.table import Table, laid_out
from tests.rag.figures.making import passage


def table(question: str, *texts: Passage | str, **more: object) -> Table:
    held = [t if isinstance(t, Passage) else passage(t, name=str(i)) for i, t in enumerate(texts)]
    embed = more.pop("embed", None)
    asked = ask(question, **more)  # type: ignore[arg-type]
    figures = list(read_all(held))
    return laid_out(select(figures, asked, embed), figures, {p.id: p for p in held})  # type: ignore[arg-type]


def cells(made: Table) -> list[tuple[str, str | None, str]]:
    return [(r.figure.label, r.figure.place, r.figure.as_written) for r in made.rows]


def test_only_the_indicator_asked_for_each_with_its_words() -> None:
    made = table("森林覆盖率", "森林覆盖率达76.5%，建成车间47个。")
    assert cells(made) == [("森林覆盖率", "绥宁县", "76.5%")]
    assert made.citation(made.rows[0].citations[0]).quote == "森林覆盖率达76.5%"


def test_usual_names_for_one_thing_are_shown_as_such() -> None:
    made = table("扶贫车间", "全县建成就业帮扶车间47个。")
    assert [(r.how, r.figure.label) for r in made.rows] == [("synonym", "就业帮扶车间")]
    assert any("同义" in zh for zh, _ in made.notes)


def test_town_is_not_country_and_a_rate_is_not_a_count() -> None:
    text = "城镇居民收入29402元，农村居民收入11984元。就业率达82%，就业3万人。"
    assert [r.figure.value for r in table("城镇居民收入", text).rows] == [29402]
    assert [r.figure.unit for r in table("就业率", text).rows] == ["%"]


def test_vectors_admit_a_near_name_and_say_so() -> None:
    def embed(texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return np.ones((len(texts), 1), dtype=np.float32)

    text = "棉花总产1142亿斤。"
    assert table("棉花收成", text).rows == ()
    made = table("棉花收成", text, embed=embed)
    assert [r.how for r in made.rows] == ["vector"] and any("请核对" in zh for zh, _ in made.notes)


PARTS = (
    passage("绥宁县建成扶贫车间47个。", name="a"),
    passage("新宁县建成扶贫车间31个。", name="b", place="新宁县"),
    passage("全市建成扶贫车间349个。", name="c", place="邵阳市"),
    passage("全市建成扶贫车间128个。", name="d", place="怀化市"),
)


def test_a_place_holds_its_parts_when_asked() -> None:
    assert [c[2] for c in cells(table("邵阳市扶贫车间", *PARTS))] == ["349个"]
    assert sorted(c[2] for c in cells(table("邵阳市扶贫车间", *PARTS, parts=True))) == ["31个", "349个", "47个"]
    each = table("邵阳市各县扶贫车间", *PARTS)
    assert sorted(c[2] for c in cells(each)) == ["31个", "47个"]


def test_without_a_value_of_its_own_the_parts_are_shown_and_it_is_said() -> None:
    made = table("邵阳市扶贫车间", *PARTS[:2])
    assert len(made.rows) == 2 and "下辖" in made.notes[0][0]
    assert ("邵阳市", None) in made.missing


def test_values_that_disagree_stand_side_by_side() -> None:
    made = table("扶贫车间", PARTS[0], passage("绥宁县建成扶贫车间52个。", name="e"))
    assert [v.value for c in made.conflicts for v in c.values] == ["47个", "52个"]
    assert {n for c in made.conflicts for v in c.values for n in v.citations} == {1, 2}


def test_a_rounded_value_does_not_disagree() -> None:
    assert table("就业", passage("就业1.14万人。", name="a"), passage("就业11387人。", name="b")).conflicts == ()


def test_one_statement_in_two_reports_is_one_row_with_two_sources() -> None:
    made = table("扶贫车间", PARTS[0], passage("全县建成扶贫车间47个。", name="e"))
    assert [r.citations for r in made.rows] == [(1, 2)]


def test_growth_share_and_rank_are_worked_out_in_code() -> None:
    made = table("财政收入", "财政收入由6.9亿元增长到8.76亿元。")
    assert made.rows[1].computed["growth"].value == 26.96
    assert made.rows[1].computed["growth"].working == "(8.76亿 − 6.9亿) ÷ 6.9亿 = 26.96%"
    assert made.rows[1].computed["difference"].value == 186000000
    ranked = table("各县扶贫车间", *PARTS)
    by_place = {r.figure.place: r for r in ranked.rows}
    assert (by_place["绥宁县"].rank, by_place["新宁县"].rank) == (1, 2)
    assert by_place["绥宁县"].computed["share"].working == "47 ÷ 78 ≈ 60.26%"


def test_rates_of_growth_are_ranked_among_themselves() -> None:
    made = table(
        "财政收入增速",
        passage("财政收入增长8%。", name="a"),
        passage("财政收入增长9%。", name="b", place="新宁县"),
        passage("财政收入下降3%。", name="c", place="城步苗族自治县"),
    )
    assert {r.figure.place: r.rank for r in made.rows} == {"绥宁县": 2, "新宁县": 1, "城步苗族自治县": None}


def test_a_share_grows_by_points_and_bounds_are_not_worked_with() -> None:
    made = table("城镇化率", "城镇化率由37.5%提升至45.62%。")
    assert (made.rows[1].computed["growth"].value, made.rows[1].computed["growth"].unit) == (8.12, "个百分点")
    assert table("财政收入", "财政收入由6亿元增长到突破8亿元。").rows[1].computed == {}


def test_several_years_of_several_places_that_hardly_meet_have_no_gaps() -> None:
    made = table("学校", "2018年，绥宁县有学校60所。", passage("2022年，新宁县有学校80所。", name="b", place="新宁县"))
    assert len(made.rows) == 2 and made.missing == ()


def test_gaps_between_places_and_years_are_named() -> None:
    made = table(
        "财政收入",
        passage("2019年财政收入6亿元，2020年财政收入8亿元。", name="a"),
        passage("2020年财政收入7亿元。", name="b", place="新宁县"),
    )
    assert made.missing == (("新宁县", "2019"),)


def test_periods_limit_the_table() -> None:
    text = "2019年财政收入6亿元，2020年财政收入8亿元。"
    assert [r.figure.since for r in table("财政收入", text, since="2020").rows] == ["2020"]
    undated = table("财政收入", passage("财政收入6亿元。", date=None), since="2020")
    assert undated.rows == () and "没有注明时间" in undated.notes[0][0]


def test_nothing_found_names_what_is_nearest() -> None:
    made = table("广州市扶贫车间", *PARTS)
    assert made.rows == () and made.missing[0] == ("广州市", None) and any("扶贫车间" in n for n in made.nearest)
    assert table("火星移民", *PARTS).rows == ()


def test_json_keeps_the_contract() -> None:
    made = table("扶贫车间", *PARTS).as_json()
    assert set(made) >= {"rows", "conflicts"}
    assert set(made["rows"][0]) >= {
        "indicator", "place", "period", "value", "unit", "qualifier", "as_written", "citation"}  # fmt: skip
    assert made["rows"][0]["citation"]["spans"]


def test_a_short_name_is_that_of_a_place_the_figures_know() -> None:
    # 龙山 is a county here and a district elsewhere: only what the library holds tells which.
    held = (passage("全县养老床位1140张。", place="龙山县"), passage("全县养老床位3265张。", place="桂东县", name="q"))
    made = table("龙山、桂东两县养老床位哪个多", *held)
    assert sorted(cells(made)) == [("养老床位", "桂东县", "3265张"), ("养老床位", "龙山县", "1140张")]
    assert [p.name for p in made.asked.places] and made.missing == ()


def test_what_is_done_with_a_thing_may_be_told_otherwise() -> None:
    assert cells(table("已经投入使用的养老服务床位", "全县养老服务床位1140张。")) == [
        ("养老服务床位", "绥宁县", "1140张")
    ]
