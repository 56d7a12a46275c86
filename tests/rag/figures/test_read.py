"""From a sentence to its figures: what each is a figure of, where, when, and in what relation."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.figures.read import measured, read
from tests.rag.figures.making import figures, passage, short

SENTENCES = [
    # the name stands before the figure, or after it, or the clause says both
    ("全县森林覆盖率达76.5%。", [("森林覆盖率", 76.5, "%")]),
    ("组织42名干部进村入户。", [("组织干部进村入户", 42, "名")]),
    ("136个贫困村全部出列。", [("贫困村出列", 136, "个")]),
    ("建成60亩油茶基地。", [("油茶基地", 60, "亩")]),
    ("兑付3.5亿元的稳岗补贴。", [("兑付稳岗补贴", 3.5e8, "元")]),
    ("带动6.07万农村居民增收。", [("带动农村居民增收", 60700, "人")]),
    ("新增保洁员、护林员等公益性岗位80个。", [("新增公益性岗位", 80, "个")]),
    # what a clause leans on
    ("全县建成扶贫车间47个，吸纳就业1203人，其中贫困劳动力316人。", [
        ("扶贫车间", 47, "个"), ("扶贫车间吸纳就业", 1203, "人"), ("扶贫车间吸纳就业（其中贫困劳动力）", 316, "人")]),
    ("全县累计搬迁1203户5120人。", [("搬迁", 1203, "户"), ("搬迁", 5120, "人")]),
    ("对1203户5120名脱贫人口逐一走访。", [("脱贫人口逐一走访", 1203, "户"), ("脱贫人口逐一走访", 5120, "名")]),
    ("新增百亿园区4个、总数达到40个。", [("新增百亿园区", 4, "个"), ("百亿园区总数", 40, "个")]),
    ("建成机构养老床位820张、家庭养老床位160张，总数达到980张。", [
        ("机构养老床位", 820, "张"), ("家庭养老床位", 160, "张"), ("养老床位总数", 980, "张")]),
    # lists
    ("存、贷款余额分别达116亿元、45亿元。", [("存款余额", 1.16e10, "元"), ("贷款余额", 4.5e9, "元")]),
    ("城乡居民收入分别增长4.7%、6.6%。", [("城镇居民收入增速", 4.7, "%"), ("农村居民收入增速", 6.6, "%")]),
    ("事故起数、死亡人数分别下降12%、9%。", [("事故起数增速", 12, "%"), ("死亡人数增速", 9, "%")]),
    ("签约金额12亿元、到位资金8亿元，分别增长13%、34%。", [
        ("签约金额", 1.2e9, "元"), ("到位资金", 8e8, "元"), ("签约金额增速", 13, "%"), ("到位资金增速", 34, "%")]),
    ("自来水普及率、污水治理率分别达90%、45%。", [("自来水普及率", 90, "%"), ("污水治理率", 45, "%")]),
    ("城镇、农村居民人均可支配收入分别达3万元、2万元，增长5%和7%。", [
        ("城镇居民人均可支配收入", 3e4, "元"), ("农村居民人均可支配收入", 2e4, "元"),
        ("城镇居民人均可支配收入增速", 5, "%"), ("农村居民人均可支配收入增速", 7, "%")]),
    # what is measured of a thing told before
    ("脐橙种植面积45万亩，产量52万吨；油茶种植面积18万亩，综合产值达28亿元。", [
        ("脐橙种植面积", 45e4, "亩"), ("脐橙产量", 52e4, "吨"), ("油茶种植面积", 18e4, "亩"), ("油茶综合产值", 28e8, "元")]),
    ("投入资金2亿元，其中用于产业1亿元，占比50%。", [
        ("投入资金", 2e8, "元"), ("投入资金（其中用于产业）", 1e8, "元"), ("用于产业占投入资金比重", 50, "%")]),
    ("实现产值20亿元，其中出口占比由9%升至21%。", [("实现产值", 2e9, "元"), ("出口占比", 9, "%"), ("出口占比", 21, "%")]),
    ("开发公益性岗位163个，其中护林员58个、保洁员71个。", [
        ("开发公益性岗位", 163, "个"), ("开发公益性岗位（其中护林员）", 58, "个"), ("开发公益性岗位（其中保洁员）", 71, "个")]),
    ("粮食总产量44万吨，其中早稻16万吨，晚稻19万吨。", [
        ("粮食总产量", 44e4, "吨"), ("粮食总产量（其中早稻）", 16e4, "吨"), ("粮食总产量（其中晚稻）", 19e4, "吨")]),
    ("接待游客120万人次，增长9%，其中过夜游客35万人次，首次突破30万人次，增长17%。", [
        ("接待游客", 120e4, "人次"), ("接待游客增速", 9, "%"), ("接待游客（其中过夜游客）", 35e4, "人次"),
        ("接待游客（其中过夜游客）", 30e4, "人次"), ("过夜游客增速", 17, "%")]),
    ("邀请企业48家，其中县内企业30家、定点协作企业18家，提供岗位1900个。", [
        ("邀请企业", 48, "家"), ("邀请企业（其中县内企业）", 30, "家"), ("邀请企业（其中定点协作企业）", 18, "家"),
        ("企业提供岗位", 1900, "个")]),
    # words that lead up to a figure or go on from it
    ("培训合格率须达到90%以上。", [("培训合格率", 90, "%")]),
    ("培育年产值过亿元茶企2家。", [("培育年产值过亿元茶企", 2, "家")]),
    ("◇脐橙加工率仅为18%。", [("脐橙加工率", 18, "%")]),
    ("贫困发生率由27.6%降为零。", [("贫困发生率", 27.6, "%")]),
    ("就业完成率低于80%的有甲、乙两县。", [("就业完成率", 80, "%")]),
    ("扶贫车间全部吸纳贫困劳动力84人。", [("扶贫车间吸纳贫困劳动力", 84, "人")]),
    ("城镇新增就业确保完成6.2万人。", [("城镇新增就业", 62000, "人")]),
    # growth beside its level
    ("财政收入达12亿元、增长8%，高于全市1.5个百分点。", [
        ("财政收入", 1.2e9, "元"), ("财政收入增速", 8, "%"), ("财政收入增速高于全市", 1.5, "个百分点")]),
    ("城镇化率提升0.9个百分点、达62.1%。", [("城镇化率变化", 0.9, "个百分点"), ("城镇化率", 62.1, "%")]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "wanted"), SENTENCES)
def test_figures_are_named(sentence: str, wanted: list[tuple[str, float, str]]) -> None:
    assert short(sentence) == wanted


NOTHING = [
    "打赢三大攻坚战，落实“四个一批”。",
    "全面落实党的二十大精神，位列第三位。",
    "“我今年56岁，一个月挣3000元。”他说。",
    "用了3天时间，历时两年。",
    "推行“311”服务，拨打110报警。",
    "6.“两新”：是指设备更新3项、以旧换新4项。",
]


@pytest.mark.parametrize("sentence", NOTHING)
def test_ages_slogans_and_ranks_are_no_figures(sentence: str) -> None:
    assert short(sentence) == []


def test_a_threshold_is_a_part_of_the_name() -> None:
    assert short("新增500万元以上工业项目110个。") == [("新增500万元以上工业项目", 110, "个")]
    assert short("6个月以上稳定就业率达93.2%。") == [("6个月以上稳定就业率", 93.2, "%")]


def test_from_a_to_b_is_a_base_and_a_level() -> None:
    first, second = figures("生产总值由2015年的84.1亿元增长到2020年的120.5亿元。")
    assert (first.relation, first.value, first.since) == ("base", 8.41e9, "2015")
    assert (second.relation, second.value, second.since) == ("level", 1.205e10, "2020")
    assert first.name == second.name == "生产总值"


def test_two_bases_and_two_levels() -> None:
    made = figures("存、贷款余额分别由116亿元、45亿元增长到199亿元、110亿元。")
    assert [(f.name, f.relation) for f in made] == [
        ("存款余额", "base"), ("贷款余额", "base"), ("存款余额", "level"), ("贷款余额", "level")]  # fmt: skip


def test_a_change_has_a_direction_and_a_share_its_whole() -> None:
    (down,) = figures("信访总量下降33.8%。")
    assert (down.relation, down.direction) == ("change", "down")
    (share,) = figures("产业投资占全部投资比重达52.1%。")
    assert (share.relation, share.whole) == ("share", "全部投资")


def test_the_place_is_the_one_the_clause_is_about() -> None:
    assert [f.place for f in figures("绥宁县建成车间47个，城步苗族自治县建成车间31个。", place="邵阳市")] == [
        "绥宁县", "城步苗族自治县"]  # fmt: skip
    assert [f.place for f in figures("全市建成车间47个。", place="邵阳市")] == ["邵阳市"]
    assert [f.place for f in figures("791名工人前往浙江义乌返岗。", place="怀化市")] == ["怀化市"]
    made = figures("甲县、乙县不计。绥宁县、新宁县分别建成车间47个、31个。", place="邵阳市")
    assert [(f.place, f.value) for f in made] == [("绥宁县", 47), ("新宁县", 31)]


def test_a_township_of_the_paragraph_is_meant_by_what_follows() -> None:
    text = "长铺镇有贫困户46户。该镇建成合作社3个。\n全县建成合作社90个。"
    assert [(f.place, f.value) for f in figures(text)] == [("长铺镇", 46), ("长铺镇", 3), ("绥宁县", 90)]


def test_the_period_is_the_texts_own_else_the_reports() -> None:
    named, lasting, dated = figures("2020年建成车间47个，今年培训300人。新建学校3所。", date="2021-02")
    assert (named.since, named.dated) == ("2020", True)
    assert (lasting.since, lasting.dated) == ("2021", True)
    assert (dated.since, dated.dated) == ("2021-02", False)
    (looked_back,) = figures("新建学校3所。", section="一、2020年工作回顾")
    assert (looked_back.since, looked_back.dated) == ("2020", True)


@pytest.mark.parametrize(
    ("sentence", "planned"),
    [
        ("力争城镇化率达到60%。", True), ("计划增设岗位80个。", True), ("主要江河发生13次洪水。", False),
        ("将1181个问题交办各镇。", False), ("发展主要预期目标是：城镇新增就业20万人以上。", True),
    ],
)  # fmt: skip
def test_plans_are_marked(sentence: str, planned: bool) -> None:
    assert [f.planned for f in figures(sentence)] == [planned]


@given(st.text(max_size=300) | st.lists(st.sampled_from([s for s, _ in SENTENCES] + NOTHING), max_size=4).map("".join))
def test_every_figure_stands_where_it_says(text: str) -> None:
    source = passage(text)
    for figure in figures(text):
        assert text[figure.start : figure.end].strip() == figure.as_written
        low, high = figure.quote
        assert 0 <= low <= figure.start < figure.end <= high <= len(text)
        assert source.body.spans(figure.start, figure.end)
        assert figure.indicator and figure.name


@pytest.mark.parametrize(
    "text", ["1、" * 3000 + "绥宁县建成车间5个。", "的" * 20000 + "5个车间。", "1人" * 5000, "（" * 3000 + "5%", "由1亿元增长到" * 2000,
             "绥宁县、" * 3000 + "分别达5%、6%。", "比上年" * 5000 + "增长5%"],
)  # fmt: skip
def test_hostile_rows_end(text: str) -> None:
    assert len(figures(text)) <= 300 * text.count("。") + 300


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "森林覆盖率：绥宁县76.1%，新宁县68.2%。",
            [("森林覆盖率", 76.1, "绥宁县"), ("森林覆盖率", 68.2, "新宁县")],
        ),
        ("旅游收入：国内3.2亿元，入境0.5亿元。", [("国内旅游收入", 3.2e8, "绥宁县"), ("入境旅游收入", 5e7, "绥宁县")]),
        ("油茶产业：总面积38万亩，新增面积2万亩。", [("总面积", 380_000, "绥宁县"), ("新增面积", 20_000, "绥宁县")]),
    ],
)
def test_the_head_of_a_row(text: str, told: list[tuple[str, float, str]]) -> None:
    assert [(f.label, f.value, f.place) for f in figures(text)] == told


def test_the_years_of_a_change_hold_for_the_next() -> None:
    text = "全县生产总值由2015年的246亿元增长到2020年的352亿元，公共预算收入由9.1亿元增长到14.3亿元。"
    assert [(f.relation, f.period) for f in figures(text)] == [
        ("base", "2015"),
        ("level", "2020"),
        ("base", "2015"),
        ("level", "2020"),
    ]


def test_when_a_change_began_is_not_the_year_it_ended() -> None:
    base, level = figures("2020年，全县企业由98家增加到176家。")
    assert (base.relation, base.period, level.period) == ("base", None, "2020")


@pytest.mark.parametrize(
    ("text", "was"),
    [
        ("培训厨师1420人次，比2019年的1265人次明显增加。", (1265, "2019")),
        ("敬老院46所，少于上年的51所。", (51, "2020")),
    ],
)
def test_what_there_was_is_the_base_of_the_same_thing(text: str, was: tuple[float, str]) -> None:
    now, then = figures(text, date="2021-11-08")
    assert (then.relation, then.value, then.since) == ("base", *was)
    assert then.name == now.name and now.relation == "level"


def test_the_year_a_paragraph_begins_with_is_that_of_its_whole_year() -> None:
    found = figures("2019年，全县全力稳岗。全年新增就业5320人。\n全年办班14期。", date="2020-01-15")
    assert [(f.as_written, f.since) for f in found] == [("5320人", "2019"), ("14期", "2020-01-15")]


def test_the_number_of_an_issue_dates_nothing() -> None:
    (found,) = figures("全县新增就业5320人。", title="某县就业简报 2020年第3期", date="2020-01-15")
    assert not found.dated


def test_what_is_compared_with_is_the_base() -> None:
    told = figures(
        "2023年，全县生产总值441.3亿元，比2022年的413.6亿元增长6.5%；财政收入20亿元，比上年的18亿元增长11%。"
    )
    assert [(f.name, f.value, f.relation, f.period) for f in told] == [
        ("生产总值", 441.3e8, "level", "2023"),
        ("生产总值", 413.6e8, "base", "2022"),
        ("生产总值增速", 6.5, "change", "2023"),
        ("财政收入", 20e8, "level", "2023"),
        ("财政收入", 18e8, "base", "2022"),
        ("财政收入增速", 11, "change", "2023"),
    ]
    assert short("资金4260万元，比上年增加1180万元。")[1][0] == "资金变化"


def test_numbers_that_are_no_statistics_have_no_name() -> None:
    text = "今年35岁的他种了5亩油茶，全县油茶面积38万亩。"
    held = passage(text)
    assert [(f.as_written, bool(f.name)) for f in measured(held)][0] == ("35岁", False)
    assert set(figures(text)) == {f for f in measured(held) if f.name} and len(measured(held)) == 3


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        # the verb before a list, and what is measured, hold for all of it
        ("改造农村危房3460户、城镇老旧小区1185个。", ["改造农村危房", "改造城镇老旧小区"]),
        ("新增6个特色专业镇、8个公共服务平台。", ["新增特色专业镇", "新增公共服务平台"]),
        ("整车产量200万辆、新能源汽车140万辆。", ["整车产量", "新能源汽车产量"]),
        ("新增示范企业40家、总数达120家。", ["新增示范企业", "示范企业总数"]),
        ("推进11个煤层气、5个页岩气项目建设。", ["推进煤层气项目建设", "推进页岩气项目建设"]),
        # rows of rates and shares
        ("新房成交面积环比、同比分别增长20.5%、8.1%。", ["新房成交面积环比增速", "新房成交面积同比增速"]),
        ("火灾事故起数、受伤人数分别下降9.1%和14.6%。", ["火灾事故起数增速", "火灾事故受伤人数增速"]),
        ("一、二、三产业增加值分别增长2.7%、6.2%、5.8%。", [f"第{n}产业增加值增速" for n in "一二三"]),
        (
            "批发和零售业、住宿和餐饮业营业收入分别增长9.4%、7.2%。",
            ["批发和零售业营业收入增速", "住宿和餐饮业营业收入增速"],
        ),
        ("城乡低保平均标准分别提高至778元、681元。", ["城市低保平均标准", "农村低保平均标准"]),
        ("清洁能源、新能源装机占比分别达81.2%、46%。", ["清洁能源装机占比", "新能源装机占比"]),
        ("限速路段占比由18%增至71%。", ["限速路段占比", "限速路段占比"]),
        ("原煤、原油、天然气产量达到66万吨、12万吨、9亿立方米。", ["原煤产量", "原油产量", "天然气产量"]),
        (
            "镇上居民、村里居民人均可支配收入分别增长5.1%、7.3%。",
            ["镇上居民人均可支配收入增速", "村里居民人均可支配收入增速"],
        ),
        # words that only look like others
        ("有机草原监测面积3亿亩。", ["有机草原监测面积"]),
        ("超长期特别国债资金383亿元。", ["超长期特别国债资金"]),
        ("加快1600个城市更新项目。", ["城市更新项目"]),
        ("优良天数比率提高1.3个百分点。", ["优良天数比率变化"]),
        ("建设45个多功能运动场。", ["多功能运动场"]),
        ("健康服务项目惠及16万儿童。", ["健康服务项目惠及儿童"]),
        ("为5.58万名农民工追回工资7.2亿元。", ["农民工追回工资"]),
        ("粮食产量527亿斤，连续6年稳定在500亿斤以上。", ["粮食产量", "粮食产量"]),
        ("县域经济增速高于全国0.6个百分点。", ["县域经济增速高于"]),
        ("160个断面水质占比86.1%。", ["断面水质占比"]),
        ("更新改造燃气、供排水等老化管道6000公里。", ["更新改造老化管道"]),
        ("老年人平均每年新增30万，机构不足。", ["老年人平均每年新增"]),
    ],
)
def test_names(sentence: str, named: list[str]) -> None:
    assert [f.label for f in figures(sentence)] == named


def test_what_follows_a_figure_may_be_nothing_but_what_is_cut_off() -> None:
    """A passive right behind a figure, in traditional characters, once left no words and ended the reading."""
    told = measured(passage("1620年被翻譯成荷蘭語、波蘭語、捷克語和葡萄牙語，當中的地圖已經佚失。"))
    assert all(f.as_written for f in told)


def test_places_in_the_next_sentence_are_parts_of_what_was_told() -> None:
    text = "全市就业帮扶车间有168个，吸纳就业2860人。分县看，绥宁县94个，洞口县74个。"
    held = figures(text, place="邵阳市")
    assert [(f.place, f.value) for f in held[2:]] == [("绥宁县", 94), ("洞口县", 74)]
    assert {f.indicator for f in (held[0], *held[2:])} == {"就业帮扶车间"}


def test_some_places_of_many_are_none_of_them() -> None:
    told = "绥宁青钱柳在长铺子苗族侗族乡、李熙桥镇等9个乡镇种植，面积达3.4万亩。"
    assert [f.place for f in figures(told) if f.unit == "亩"] == ["绥宁县"]


def test_places_whose_unit_fits_nothing_before_have_no_name() -> None:
    held = measured(passage("全市就业帮扶车间有168个。绥宁县94户，洞口县74户。", place="邵阳市"))
    assert [f.name for f in held[1:]] == ["", ""]


def test_each_place_of_a_row_has_its_figure() -> None:
    held = figures("全市脱贫人口外出务工16.3万人，其中绥宁县6.1万人、洞口县6.9万人。", place="邵阳市")
    assert [(f.place, f.as_written) for f in held[1:]] == [("绥宁县", "6.1万人"), ("洞口县", "6.9万人")]
    assert len({f.indicator for f in held}) == 1


def test_what_is_said_of_a_whole_row() -> None:
    held = figures("就业帮扶车间方面，绥宁县132个，洞口县118个。", place="邵阳市")
    assert [(f.indicator, f.place) for f in held] == [("就业帮扶车间", "绥宁县"), ("就业帮扶车间", "洞口县")]


def test_a_herb_is_no_verb() -> None:
    held = figures("中药材种植面积36万亩，其中党参16万亩、黄芪9万亩、当归5万亩。")
    assert [f.indicator for f in held[1:]] == ["党参", "黄芪", "当归"]


TWO = "石门县、慈利县座谈交流简报"


def test_in_a_report_on_two_counties_each_has_its_own_figures() -> None:
    told = "会议通报，石门县去年建成车间90家，吸纳劳动力1308人，就业率达94.6%。\n慈利县实现务工就业27318人，就业率为91.3%。全县建成车间61个，其中省级4个。"
    found = figures(told, place="湖南省", title=TWO, kind="报告")
    assert [(f.value, f.place) for f in found] == [
        (90, "石门县"),
        (1308, "石门县"),
        (94.6, "石门县"),
        (27318, "慈利县"),
        (91.3, "慈利县"),
        (61, "慈利县"),
        (4, "慈利县"),
    ]


def test_in_a_report_a_sentence_that_a_county_begins_is_about_it_to_the_end() -> None:
    found = figures("祁东县建成车间90家，就业率达94.6%。", place="衡阳市", kind="报告")
    assert [f.place for f in found] == ["祁东县", "祁东县"]
    # 衡阳 named in passing begins nothing.
    found = figures("在祁东县建成样板3个，全市新增产值12亿元。", place="衡阳市", kind="报告")
    assert [f.place for f in found] == ["祁东县", "衡阳市"]


def test_the_day_below_a_title_does_not_date_what_its_year_does() -> None:
    told = passage("建成帮扶车间142家。", date="2023-01-12", title="绥宁县2022年巩固脱贫成果工作报告")
    (made,) = read(replace(told, subtitle="绥宁县乡村振兴局 2023年1月12日"))
    assert (made.since, made.dated) == ("2022", True)
