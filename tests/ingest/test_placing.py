"""The unit an article speaks of."""

from __future__ import annotations

import pytest

from ingest import placing
from ingest.layout.draft import Draft, Piece
from rag.domain import SourcedText
from rag.text import places


def draft(title: str, text: str) -> Draft:
    return Draft(pieces=(Piece(SourcedText.whole(text)),), title=(SourcedText.whole(title),) if title else ())


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("油茶飘香", "耒阳市仁义镇的油茶林里人声鼎沸。全市改造低产林11.6万亩。", "耒阳市"),
        ("", "在耒阳市仁义镇，该镇修通了公路。村里的橘子卖到了广东省和上海市。该市又投入三百万元。", "耒阳市"),
        (
            "衡阳修路忙",
            "在耒阳市，公路通了。在常宁市，桥架好了。在祁东县，隧道贯通了。全市通车里程增长两成。",
            "衡阳市",
        ),
        ("", "湖南日报讯 全县都在修路。绥宁县的公路通到了村口。", "绥宁县"),
        ("一片云", "山里下着雨。", None),
        (
            "名医下乡",
            "耒阳市仁义镇的候诊厅坐满了人。衡阳市中心医院的医师来坐诊。该市与衡阳市中心医院结对。",
            "耒阳市",
        ),
        ("惠农资金晒出来", "本报讯(李广平 何少云)近日，祁东县纪委推行惠农码。", "祁东县"),
        (
            "关于做好春茶保供的通知",
            "各省、自治区、直辖市农业农村厅，新疆生产建设兵团农业农村局： 除湖北省外，各地照常收茶。湖北省另行安排。",
            None,
        ),
        (
            "转发农业农村厅关于春茶的通知",
            "绥宁县各乡镇：省厅《致各省、自治区、直辖市的信》已收悉。绥宁县各茶场照办。",
            "绥宁县",
        ),
        ("云南省转发春茶通知", "各省、自治区、直辖市农业农村厅： 云南省已先行一步，现转发各地。", "云南省"),
        ("春运开始了", "新华社北京1月10日电 今年春运自今日开始，为期四十天。", None),
        ("北京公园开放", "新华社北京1月10日电 今日开放二十座公园。", "北京市"),
        ("公园开放了", "新华社北京1月10日电 各地今日开放公园，绥宁县也开了一座。", None),
        ("春运开始了 新华社北京1月10日电", "今年春运自今日开始，绥宁县也加开了班车。", None),
        ("一条路", "新华社长沙1月10日电 一条新路通车。", "长沙市"),
        ("棉花丰收", "新疆生产建设兵团和棉农签了约，棉花卖到各地。", None),
        ("车间怎么办", "走访绥宁、新宁两县，记者看到车间冷热不均。绥宁县有车间126个，新宁县有132个。", "邵阳市"),
        ("车间怎么办", "绥宁县有车间126个，新宁县的客商也来看。绥宁县的订单排到了年底，该县还要招工。", "绥宁县"),
        (
            "教育帮扶",
            "2022年，广东珠海结对帮扶遵义，派出教师236名。珠海市的教师到了正安县和湄潭县，把珠海的办法也带来了。",
            "遵义市",
        ),
        ("车间开工", "绥宁县帮扶车间开工，新宁县客商来订货。绥宁县有车间九个。", "绥宁县"),
        (
            "小院里笑开颜",
            "本报讯(丁雪)住在修水县溪口镇的老人来了。溪口镇老人多，溪口镇办起小院，溪口镇又添两处，溪口镇党委管着。",
            "修水县",
        ),
        ("一颗螺丝", "在浏阳高新区的长沙某紧固件公司，一颗螺丝要过11道检验关。", "浏阳市"),
    ],
)
def test_place_of_an_article(title: str, text: str, expected: str | None) -> None:
    found = placing.article_place(draft(title, text))
    assert (found.name if found else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("云南省红河哈尼族彝族自治州泸西县", "泸西县"), ("云南省 红河州 泸西县", "泸西县"), ("四川/绵阳/三台县", "三台县"),
        ("四川省绵阳市三台县芦溪镇", "三台县"), ("四川省三台县2020年公报", "三台县"), ("三台县", "三台县"),
        ("四川省与云南省", "四川省"), ("四川省、云南省", "四川省"), ("四川省各县如三台县", "四川省"), ("火星", None),
    ],
)  # fmt: skip
def test_a_unit_with_those_it_lies_in_is_the_smallest(text: str, expected: str | None) -> None:
    found = placing.named_unit(text)
    assert (found.name if found else None) == expected


@pytest.mark.parametrize("kind", ["heading", "text"])
def test_a_briefing_is_of_the_unit_whose_office_puts_it_out(kind: str) -> None:
    head = Piece(SourcedText.whole("绥宁县委农村工作领导小组办公室编　　2023年10月12日"), kind)  # type: ignore[arg-type]
    text = Piece(SourcedText.whole("该镇带队赴广东佛山、浙江永康开展对接5次，去年又到永康招商。"))
    assert placing.article_place(Draft((head, text), (SourcedText.whole("工作简报"),))) == places.resolve("绥宁县")


def test_who_puts_a_briefing_out_says_whose_all_its_articles_are() -> None:
    head = Piece(SourcedText.whole("绥宁县民政局办公室编　　2023年10月12日"), "text")
    first = Draft((head, Piece(SourcedText.whole("今年救助826户。"), "text")), (SourcedText.whole("民政简报"),))
    second = draft("局内动态", "△10月9日，雷建军走访养老院3所。")
    assert placing.issuer_place([first, second]) == places.resolve("绥宁县")
    assert placing.issuer_place([second]) is None


def test_the_page_tells_where_a_town_is() -> None:
    hint = places.resolve("新化县")
    assert placing.article_place(draft("", "上渡街道的夜校亮着灯。"), hint) == hint
    assert placing.article_place(draft("", "夜校亮着灯。"), hint) == hint


def test_a_page_is_about_a_unit_only_if_that_is_clear() -> None:
    one, other = places.resolve("新化县"), places.resolve("耒阳市")
    assert placing.common_place([one, one, other]) == one
    assert placing.common_place([one, other]) is None
    assert placing.common_place([one, None]) is None


def test_a_page_of_several_counties_is_about_their_prefecture() -> None:
    counties = [places.resolve(name) for name in ("新化县", "双峰县", "涟源市", "耒阳市")]
    assert placing.common_place(counties) == places.resolve("娄底市")


@pytest.mark.parametrize(
    ("title", "expected"),
    [("耒阳、常宁两市交流简报", "衡阳市"), ("耒阳市、凤凰县交流简报", "湖南省"), ("耒阳市交流简报", "耒阳市")],
)
def test_a_report_on_two_units_is_of_what_both_lie_in(title: str, expected: str) -> None:
    found = placing.article_place(draft(title, "座谈会昨天召开，两地交流做法，商定互派企业招聘。"))
    assert found is not None and found.name == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (("耒阳市；就业：5430", "常宁市；就业：5610", "耒阳市；就业：1"), "衡阳市"),
        (("衡阳市；就业：9", "常宁市；就业：5610"), "衡阳市"),
        (("耒阳市；就业：5430", "凤凰县；就业：5610"), "湖南省"),
        (("耒阳市；就业：5430", "荔浦市；就业：5610"), None),
        (("耒阳市；就业：5430", "耒阳市；就业：5610"), "耒阳市"),
        (("养老；就业：5430", "医疗；就业：5610"), None),
    ],
)
def test_a_table_of_several_units_is_none_of_them(rows: tuple[str, ...], expected: str | None) -> None:
    found = placing.article_place(Draft(pieces=tuple(Piece(SourcedText.whole(row), "row") for row in rows)))
    assert (found.name if found else None) == expected


def test_rows_headed_by_bodies_of_units_are_not_of_those_units() -> None:
    rows = ["机构：湖南五峰技工学校；电话：1。", "机构：祁东县惠农培训站；电话：2。", "机构：岳阳育才中心；电话：3。"]
    pieces = tuple(Piece(SourcedText.whole(r), "row") for r in rows)
    made = Draft(pieces=pieces, title=(SourcedText.whole("祁东县培训机构名录"),))
    assert placing.article_place(made) == places.resolve("祁东县")
