"""Documents that are one article: title, sections, nothing lost."""

from __future__ import annotations

from ingest.layout import pages, plain
from ingest.layout.draft import said
from ingest.layout.paragraphs import paragraphs
from ingest.parsed import Block, BlockKind, Parsed

NOTICE = (
    "青山县人民政府办公室关于做好春耕备耕工作的通知 各乡镇人民政府，县直各单位： 为做好今年春耕备耕工作，经县人民政府同意，现就有关事项通知如下： "
    "一、落实种植面积 1.分解任务。各乡镇要把粮食播种面积落实到村、到户，三月底前完成。 2.严禁撂荒。对撂荒耕地逐块登记，限期复种。 "
    "二、保障农资供应 县供销社要储备化肥1.2万吨、农药80吨，确保价格平稳。 青山县人民政府办公室 2023年2月18日"
)
REPORT = """2024年青山县政府工作报告
来源：青山日报
各位代表：
现在，我代表县人民政府向大会报告工作，请予审议。
一、2023年工作回顾
（一）发展质量稳步提升
全年地区生产总值增长6.1%，粮食总产达到23.4万吨。
（二）民生福祉持续改善
新增城镇就业5400人，新建学校三所。
二、2024年工作安排
今年地区生产总值预期增长6%左右。
"""


def sections(text: str) -> list[tuple[str | None, str]]:
    draft = plain.read(text, paragraphs(Parsed(text, "text/plain")))
    return [(piece.section, piece.text.text) for piece in draft.pieces if piece.kind == "text"]


def title(text: str) -> str:
    return said(plain.read(text, paragraphs(Parsed(text, "text/plain"))).title)


def test_a_report_has_its_first_line_as_title_and_numbered_sections() -> None:
    assert title(REPORT) == "2024年青山县政府工作报告"
    found = dict((body, section) for section, body in sections(REPORT))
    assert found["新增城镇就业5400人，新建学校三所。"] == "一、2023年工作回顾 （二）民生福祉持续改善"
    assert found["今年地区生产总值预期增长6%左右。"] == "二、2024年工作安排"


def test_white_space_stands_for_line_breaks_in_a_notice_on_one_line() -> None:
    assert title(NOTICE) == "青山县人民政府办公室关于做好春耕备耕工作的通知"
    found = sections(NOTICE)
    assert ("二、保障农资供应", "县供销社要储备化肥1.2万吨、农药80吨，确保价格平稳。") in found
    assert any(body.startswith("2.严禁撂荒") and section == "一、落实种植面积" for section, body in found)


def test_issuers_before_the_notice_belong_to_its_title() -> None:
    text = (
        "青山县财政局 青山县农业农村局关于下达水利资金的通知 各乡镇人民政府： "
        + "现将资金下达给你们，请抓紧组织实施。" * 8
    )
    assert title(text) == "青山县财政局 青山县农业农村局关于下达水利资金的通知"


def test_headings_of_the_format_are_sections() -> None:
    text = "水利年报\n一期工程\n修渠18公里。"
    at = [0, text.index("一期"), text.index("修渠")]
    blocks = (Block(0, 4, "heading", level=1), Block(at[1], at[1] + 4, "heading", level=2), Block(at[2], len(text)))
    draft = plain.read(text, paragraphs(Parsed(text, "text/markdown", blocks)))
    assert (said(draft.title), [(p.section, p.text.text) for p in draft.pieces if p.kind == "text"]) == (
        "水利年报",
        [("一期工程", "修渠18公里。")],
    )


def test_documents_are_no_newspaper_pages() -> None:
    assert not pages.looks_like_page(paragraphs(Parsed(REPORT, "text/plain")))
    assert not pages.looks_like_page(paragraphs(Parsed(NOTICE, "text/plain")))


def test_the_title_of_a_table_stands_over_its_rows_and_not_over_the_next() -> None:
    text = "全县概况\n表1 油茶产量\n单位：吨\n镇：甲镇；产量：3吨。\n后话。\n镇：乙镇；面积：4亩。"
    kinds: list[BlockKind] = ["heading", "caption", "caption", "table_row", "text", "table_row"]
    at, blocks = 0, []
    for line, kind in zip(text.split("\n"), kinds, strict=True):
        blocks.append(Block(at, at + len(line), kind, level=1 if kind == "heading" else 0))
        at += len(line) + 1
    draft = plain.read(text, paragraphs(Parsed(text, "text/html", tuple(blocks))))
    assert [piece.section for piece in draft.pieces if piece.kind == "row"] == ["表1 油茶产量", None]


def test_headings_of_a_work_report_need_no_numbers() -> None:
    text = REPORT.replace("一、2023年工作回顾", "2023年工作回顾").replace("二、2024年工作安排", "2024年工作安排建议")
    found = dict(
        (piece, section) for section, piece in sections(text + "加强政府自身建设\n坚持依法行政，办好每一件提案。\n")
    )
    assert found["今年地区生产总值预期增长6%左右。"] == "2024年工作安排建议"
    assert (found["新增城镇就业5400人，新建学校三所。"] or "").startswith("2023年工作回顾")
    assert found["坚持依法行政，办好每一件提案。"] == "加强政府自身建设"
    assert not any(piece.startswith("2024年工作安排建议") and section is None for section, piece in sections(text))
