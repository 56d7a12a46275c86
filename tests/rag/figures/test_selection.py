"""Which figures a table shows, and what it says of the others."""

from __future__ import annotations

import pytest

from rag.figures.table import Table
from tests.rag.figures.making import passage
from tests.rag.figures.test_table import cells, table

TOWNS = passage(
    "乡镇：李熙桥镇；2022年 油茶面积：4120亩；2022年 务工人数：1210人；2022年 人均收入：15120元；茶厂（家）：3\n"
    "乡镇：关峡苗族乡；2022年 油茶面积：2980亩；2022年 务工人数：845人；2022年 人均收入：14660元；茶厂（家）：—\n"
    "乡镇：长铺子苗族侗族乡；2022年 油茶面积：1530亩；茶厂（家）：—；2022年 务工人数：402人；2022年 人均收入：16842元\n"
    "乡镇：合计；2022年 油茶面积：8630亩；2022年 务工人数：2457人；茶厂（家）：3；人均收入（元）：—",
    name="towns",
)


def worked(made: Table, name: str) -> dict[str | None, str]:
    return {r.figure.place: f"{r.computed[name].value:g}" for r in made.rows if name in r.computed}


def test_a_cell_without_a_value_is_no_part_of_a_name_and_nobody_is_left_out_of_the_ranks() -> None:
    made = table("绥宁县各乡镇人均收入", TOWNS)
    assert {r.figure.label for r in made.rows} == {"人均收入"}
    assert {r.figure.place: r.rank for r in made.rows} == {
        "李熙桥镇": 2, "关峡苗族乡": 3, "长铺子苗族侗族乡": 1,
    }  # fmt: skip


def test_averages_and_rates_make_no_sum_and_so_no_share() -> None:
    assert worked(table("绥宁县各乡镇人均收入", TOWNS), "share") == {}
    assert len(worked(table("绥宁县各乡镇油茶面积", TOWNS), "share")) == 3


def test_a_sum_of_rows_is_called_so_and_stands_behind_what_the_place_itself_reports() -> None:
    made = table("绥宁县茶厂数", TOWNS, passage("绥宁县建成茶厂9家。", name="own"))
    assert cells(made) == [("茶厂", "绥宁县", "9家"), ("茶厂（合计）", "绥宁县", "3家")]
    assert made.conflicts == ()
    both = table("绥宁县务工人数", TOWNS, passage("2022年，绥宁县务工人数2457人。", name="own"))
    assert [len(r.citations) for r in both.rows] == [2], "the sum that is the county's own number is one row with it"


FUNDS = passage(
    "项目：帮扶资金总额；2021年：2000万元；2022年：2500万元。\n项目：其中：产业；2021年：900万元；2022年：1500万元。\n"
    "项目：道路；2021年：1100万元；2022年：1000万元。\n项目：干部；2021年：30万元；2022年：20万元。",
)


@pytest.mark.parametrize(
    "question", ["绥宁县产业资金占比", "绥宁县产业资金占帮扶资金的比例", "绥宁县产业资金占帮扶资金多少"]
)
def test_what_a_part_is_of_its_whole_is_worked_out(question: str) -> None:
    made = table(question, FUNDS)
    assert [(r.figure.label, r.figure.since, r.computed["share"].as_written) for r in made.rows] == [
        ("帮扶资金总额（其中产业）", "2021", "45%"), ("帮扶资金总额（其中产业）", "2022", "60%"),
    ]  # fmt: skip


def test_rows_that_add_up_to_the_whole_are_its_parts_and_no_others() -> None:
    labels = {r.figure.label for r in table("绥宁县", FUNDS).rows}
    assert labels == {"帮扶资金总额", "帮扶资金总额（其中产业）", "帮扶资金总额（其中道路）", "干部"}


def test_targets_stand_behind_results_and_alone_where_they_are_asked_for() -> None:
    text = "2022年，绥宁县新增就业3900人。2023年，力争新增就业4200人。"
    assert [r.figure.planned for r in table("绥宁县新增就业", text).rows] == [False, True]
    assert [r.figure.value for r in table("绥宁县新增就业目标", text).rows] == [4200]
    assert [r.figure.value for r in table("绥宁县2023年目标", text).rows] == [4200]


def test_asked_for_growth_only_what_moves_is_shown() -> None:
    text = "2022年，绥宁县游客52万人次，比上年增加3万人次，住宿游客8万人次。"
    made = table("绥宁县游客增长多少", text)
    assert [r.figure.as_written for r in made.rows] == ["3万人次"]
    assert any("没有增减" in zh for zh, _ in made.notes)
    assert len(made.citations) == 1


def test_a_rate_is_not_answered_by_so_many_people_more() -> None:
    text = "绥宁县劳动力就业率为91%，劳动力就业2万人，比上年增加1217人。"
    assert [r.figure.as_written for r in table("绥宁县劳动力就业率", text).rows] == ["91%"]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("绥宁县监测对象户数", ["264户"]),
        ("绥宁县监测对象人数", ["835人"]),
        ("绥宁县扶贫车间数", ["47个"]),
        ("绥宁县有多少个扶贫车间", ["47个"]),
        ("绥宁县茶园面积", ["3.2万亩"]),
        ("绥宁县茶叶产值", ["6亿元"]),
        ("绥宁县存款余额和贷款余额", ["116亿元", "45亿元"]),
    ],
)  # fmt: skip
def test_what_is_counted_decides(question: str, wanted: list[str]) -> None:
    text = (
        "绥宁县监测对象264户835人。建成扶贫车间47个，吸纳就业1203人。全县有茶园3.2万亩，茶叶综合产值6亿元。"
        "存款余额116亿元，贷款余额45亿元。"
    )
    assert sorted(r.figure.as_written for r in table(question, text).rows) == sorted(wanted)


def test_a_column_called_by_less_is_shown_with_a_remark_where_a_place_has_nothing_else() -> None:
    made = table("绥宁县各乡镇脱贫人口务工人数", TOWNS)
    assert len(made.rows) == 3 and any("较短的名称" in zh for zh, _ in made.notes)


def test_a_bare_measure_of_several_places_is_the_column_of_a_table() -> None:
    rows = passage(
        "乡镇：李熙桥镇；2022年产量：4120吨；2023年产量：4300吨\n乡镇：关峡苗族乡；2022年产量：2980吨；2023年产量：3100吨\n"
        "乡镇：长铺子苗族侗族乡；2022年产量：1530吨；2023年产量：1500吨", name="rows",
    )  # fmt: skip
    made = table("绥宁县各乡镇粮食产量", rows, passage("绥宁县粮食产量16万吨。", name="own"))
    assert (
        len(made.rows) == 6 and [zh for zh, _ in made.notes if "较短的名称" in zh] and "其他地方" not in str(made.notes)
    )
    assert table("绥宁县粮食产量", rows).rows == ()


def test_values_of_a_part_of_a_year_and_of_the_year_are_not_ranked_together() -> None:
    made = table(
        "各县新增就业",
        passage("2022年1至9月，绥宁县新增就业3207人。", name="a"),
        passage("2022年1至9月，武冈市新增就业1846人。", name="b", place="武冈市"),
        passage("2022年，新宁县新增就业5867人。", name="c", place="新宁县"),
        passage("2022年，洞口县新增就业4720人。", name="d", place="洞口县"),
    )
    assert {r.figure.place: r.rank for r in made.rows} == {"绥宁县": 1, "武冈市": 2, "新宁县": 1, "洞口县": 2}


def test_who_is_left_out_of_the_ranks_is_said() -> None:
    made = table(
        "各县学校",
        passage("2022年，绥宁县有学校60所。", name="a"),
        passage("2022年，新宁县有学校80所。", name="b", place="新宁县"),
        passage("2022年，洞口县有学校超90所。", name="c", place="洞口县"),
    )
    assert any("未参加排名" in zh and "洞口县" in zh for zh, _ in made.notes)


def test_a_year_still_to_come_that_somebody_proposes_is_a_target() -> None:
    made = table("监利市生产总值", passage("会议提出，到2026年地区生产总值突破600亿元。", place="监利市", date=None))
    assert [r.figure.planned for r in made.rows] == [True]


def test_the_whole_of_a_prefecture_is_no_county() -> None:
    text = passage("全州扶贫车间吸纳就业2.03万人。", place="恩施土家族苗族自治州")
    assert [c[1] for c in cells(table("全州扶贫车间吸纳就业人数", text))] == ["恩施土家族苗族自治州"]


def test_two_things_of_one_owner_are_two_indicators() -> None:
    text = "绥宁县养老服务机构成立党组织7个，养老机构护理员120名。"
    assert table("绥宁县养老机构床位数", text).rows == ()


def test_a_share_of_the_places_listed_says_so() -> None:
    rows, _, total = TOWNS.text.rpartition("\n")
    made = table("绥宁县各乡镇油茶面积", passage(rows, name="towns"))
    assert any("所列3个地方之和" in zh for zh, _ in made.notes)
    told = table("绥宁县各乡镇油茶面积", TOWNS)
    assert total and not any("之和" in zh for zh, _ in told.notes), "the table tells the whole itself"


def test_people_at_the_things_asked_for_are_not_counted_with_them() -> None:
    made = table("绥宁县建了多少扶贫车间", "绥宁县建成扶贫车间47个，吸纳就业2186人，其中女性1168人。")
    assert cells(made) == [("扶贫车间", "绥宁县", "47个")]
    assert any("另有2个数据" in zh for zh, _ in made.notes)
    asked_people = table("绥宁县扶贫车间吸纳就业人数", "绥宁县建成扶贫车间47个，吸纳就业2186人。")
    assert "2186人" in [value for _, _, value in cells(asked_people)]


def test_asked_for_the_country_a_county_answers_with_a_word() -> None:
    text = "绥宁县地区生产总值达到84.1亿元。"
    assert any("没有全国的数据" in zh for zh, _ in table("全国地区生产总值", text).notes)
    assert not any("全国" in zh for zh, _ in table("全国各县地区生产总值", text).notes)


def test_the_total_of_a_table_answers_to_what_its_title_names() -> None:
    rows = passage(
        "类别：产业发展；2021年：11900万元；2022年：13800万元；负责单位：县农业农村局。\n"
        "类别：基础设施；2021年：8200万元；2022年：7650万元；负责单位：县交通运输局。\n"
        "类别：合计；2021年：20100万元；2022年：21450万元。",
        section="表2 衔接资金使用情况（单位：万元）",
        name="funds",
    )
    made = table("绥宁县衔接资金", rows, passage("投入财政衔接推进资金2.46亿元。", name="own"))
    told = {value for _, _, value in cells(made)}
    assert {"20100万元", "21450万元", "2.46亿元"} <= told
    assert worked(made, "share")["绥宁县"] in ("35.66", "38.14", "40.8", "64.34", "59.2", "61.86")


def test_a_fall_told_in_its_own_column_is_shown_with_the_amount() -> None:
    rows = "指标：年税收；单位：亿元；2021年：1.6亿元；2022年：1.52亿元；同比：-5.0%。"
    assert ("年税收增速", "绥宁县", "-5.0%") in cells(table("绥宁县年税收", rows))


def test_a_township_asked_by_its_name_alone_is_the_one_the_figures_know() -> None:
    made = table("李熙桥镇务工人数", TOWNS)
    assert cells(made) == [("务工人数", "李熙桥镇", "1210人")]
    assert made.missing == ()


def test_a_community_is_no_peer_of_its_township() -> None:
    held = (
        passage("村名：红石沟社区；民宿（家）：21\n村名：大坪村；民宿（家）：28", name="villages", place="绥宁县"),
        passage("李熙桥镇现有民宿142家。", name="own"),
    )
    made = table("绥宁县各地民宿", *held)
    assert worked(made, "share").get("李熙桥镇") is None
    assert {r.figure.place: r.rank for r in made.rows if r.rank} == {"大坪村": 1, "红石沟社区": 2}


REST = passage(
    "乡镇：大坪乡；2022年 冷库数：12家；2022年 用工：310人。\n乡镇：石桥镇；2022年 冷库数：9家；2022年 用工：180人。\n"
    "乡镇：其余乡镇；2022年 冷库数：24家；2022年 用工：500人；2022年 其中女性：200人。\n乡镇：合计；2022年 冷库数：45家；2022年 用工：990人。",
    place="金寨县",
    name="rest",
    section="表2 各乡镇冷链冷库情况",
)


@pytest.mark.parametrize("question", ["金寨县各乡镇冷库数", "金寨县各乡镇冷链冷库数量"])
def test_a_rest_row_is_no_place_and_shares_are_of_the_total_that_the_table_tells(question: str) -> None:
    made = table(question, REST)
    assert {r.figure.place: (r.rank, r.computed["share"].working) for r in made.rows} == {
        "大坪乡": (1, "12 ÷ 45 ≈ 26.67%"), "石桥镇": (2, "9 ÷ 45 = 20%"),
    }  # fmt: skip


def test_a_part_told_in_a_rest_row_is_called_so() -> None:
    (row,) = table("金寨县女性", REST).rows
    assert (row.figure.place, row.figure.label) == ("金寨县", "其余乡镇用工（其中女性）")
    assert row.computed["share"].working == "200 ÷ 500 = 40%"


def test_a_shorter_name_is_a_column_of_several_places_not_a_rate_of_something_else() -> None:
    lone = passage("全县120个建制村通快递118个，覆盖率98.3%。", name="post.1")
    assert table("绥宁县森林覆盖率", lone).rows == ()


def test_a_bound_of_a_part_has_no_share() -> None:
    made = table("绥宁县接待游客", "接待游客120万人次，增长9%，其中过夜游客35万人次，首次突破30万人次。")
    assert [(r.figure.as_written, "share" in r.computed) for r in made.rows] == [
        ("120万人次", False), ("突破30万人次", False), ("35万人次", True),
    ]  # fmt: skip
