"""Sources that the draft itself gives."""

from __future__ import annotations

import pytest

from rag.check.cited import listed, read_hint
from rag.check.draft import Draft
from tests.rag.check.making import LIBRARY, checked, only, passage


@pytest.mark.parametrize(
    ("text", "title", "publication", "date"),
    [
        ("彭楚江. 车间建到家门口[N]. 湖南日报, 2021-04-12(3).", "车间建到家门口", "湖南日报", "2021-04-12"),
        ("彭楚江. 车间建到家门口[N]. 湖南日报，2021-04-12（3）.", "车间建到家门口", "湖南日报", "2021-04-12"),
        ("《车间建到家门口》（湖南日报，2021年4月12日，第3版）", "车间建到家门口", "湖南日报", "2021-04-12"),
        ("据《湖南日报》2021年4月报道", None, "湖南日报", "2021-04"),
        ("车间建到家门口，无出处", None, None, None),
    ],
)  # fmt: skip
def test_lines_of_a_list_are_read(text: str, title: str | None, publication: str | None, date: str | None) -> None:
    hint = read_hint(text)
    assert (hint.title, hint.publication, hint.date) == (title, publication, date)


def test_the_list_at_the_end_is_found_and_is_no_claim() -> None:
    text = "绥宁县建成扶贫车间47个[1]。\n参考文献\n[1] 车间建到家门口[N]. 湖南日报, 2021-04-12(3)."
    assert set(listed(Draft.of_text(text)).entries) == {1}
    report = checked(text)
    assert [c.text for c in report.claims] == ["绥宁县建成扶贫车间47个[1]。"]
    assert report.claims[0].verdict == "supported" and report.claims[0].cited is not None


def test_a_list_without_a_heading_is_found_too() -> None:
    text = "绥宁县建成扶贫车间47个[1]。\n[1] 《车间建到家门口》，湖南日报，2021年4月12日"
    assert len(checked(text).claims) == 1


def test_a_claim_is_held_to_exactly_the_source_it_names() -> None:
    listing = "\n参考文献\n[1] 山里娃上好学[N]. 怀化日报, 2021-09-10(1)."
    claim = checked("绥宁县建成扶贫车间47个[1]。" + listing).claims[0]
    assert claim.verdict == "not_found"
    assert any("所注来源里没有" in r for r in claim.reasons) and any("车间建到家门口" in r for r in claim.reasons)
    assert checked("怀化市新建学校5所，新增学位4860个[1]。" + listing).claims[0].correction == "3所"


@pytest.mark.parametrize(
    "claim",
    [
        "据《湖南日报》2021年4月12日报道，绥宁县建成扶贫车间47个。", "绥宁县建成扶贫车间47个（《湖南日报》2021年4月12日第3版）。",
        "绥宁县建成扶贫车间47个（《车间建到家门口》，湖南日报，2021年4月12日）。", "《湖南日报》2021年4月报道，绥宁县建成扶贫车间47个。",
    ],
)  # fmt: skip
def test_sources_in_running_text_are_resolved(claim: str) -> None:
    got = only(claim)
    assert got.verdict == "supported" and got.cited is not None
    assert claim[got.start : got.end] == got.text


def test_a_source_that_the_library_does_not_hold_is_said_so() -> None:
    got = only("据《人民日报》2020年1月2日报道，绥宁县建成扶贫车间47个。")
    assert got.verdict == "not_found" and "库里没有所注的来源" in got.reasons[0] and got.nearest


def test_two_papers_of_one_day_are_told_apart() -> None:
    other = passage(3, "全县建成扶贫车间52个。", place="绥宁县", title="另一篇", paper="邵阳日报")
    assert only("据《邵阳日报》2021年4月12日报道，绥宁县建成扶贫车间47个。", *LIBRARY, other).correction == "52个"


def test_a_mark_without_an_entry_is_named() -> None:
    report = checked("绥宁县建成扶贫车间47个[7]。\n参考文献\n[1] 车间建到家门口[N]. 湖南日报, 2021-04-12(3).")
    assert any("[7]" in r for r in report.claims[0].reasons)


def test_a_law_in_title_marks_is_no_source() -> None:
    law = passage(4, "县里贯彻《乡村振兴促进法》，建成车间47个。", place="绥宁县", title="法")
    assert only("绥宁县贯彻《乡村振兴促进法》，建成车间47个。", law).cited is None


def test_lines_that_run_on_are_entries_of_their_own() -> None:
    text = "绥宁县建成扶贫车间47个[1]。\n参考文献\n[1] 《车间建到家门口》[2] 《另一篇文章的标题》"
    entries = listed(Draft.of_text(text)).entries
    assert {n: h.title for n, h in entries.items()} == {1: "车间建到家门口", 2: "另一篇文章的标题"}
