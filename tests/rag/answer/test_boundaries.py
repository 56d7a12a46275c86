"""Evidence that runs over a passage's boundary is found, told and cited whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.answer.reading import WHOLE, gather
from rag.domain import Answer, Hit, Passage
from rag.library.record import Library
from rag.pipeline import Pipeline
from rag.retrieve.given import GivenPassages
from rag.text.fold import folded
from rag.text.sentences import sentences
from tests.rag.answer.contract import check_answer
from tests.rag.answer.making import passages, pipeline
from tests.rag.library.making import document

FILL = "县里组织干部走村入户，逐户听取群众意见，把问题记在本子上，能当场解决的当场解决，不能当场解决的带回去研究。"
ITEMS = {
    "一": "把路修到院子里，方便群众出行，村干部带头出工，沿线群众让地让树，硬化道路全部达到设计标准，验收之后交给村里管养",
    "二": "把水引到灶台边，水厂统一供水，管网逐户入户，水质每月检测一次，结果贴在村务公开栏里，群众随时可以查看和反映问题",
    "三": "把灯装到村口上，夜里照得亮堂，坏了有人修，电费由村集体出，太阳能路灯优先装在学校和卫生室旁边的路口与桥头",
    "四": "把医生请到家里来，慢性病每季度随访一次，药费直接结算，行动不便的老人可以打电话预约上门，签约服务不另外收费",
    "五": "把课堂办到田埂边，农技人员手把手教，谁种得好就请谁讲，教材用方言录成短视频，学完的人发证书，优先参加评选",
    "六": "把账本晒到墙上去，每一笔收支都公开，群众看得懂、问得着，监督委员会按月审核，问题当场记录，下月公布整改结果",
}
LIST = (
    "石门县为民办实事\n\n2021年，石门县为民办实事推出六项举措。"
    + "".join(f"{n}是{t}。" for n, t in ITEMS.items())
    + FILL * 2
    + "\n"
)
DATED = (
    "石门县乡村建设情况\n\n"
    + FILL * 5
    + "截至2021年底，全县乡村建设取得明显成效。新修通村公路312公里，改造危桥47座。"
    + FILL * 5
    + "\n"
)
LONG = (
    "石门县信访工作情况\n\n"
    + "2021年，石门县信访部门共收到群众意见1495条，"
    + "".join(
        f"其中第{n}批意见集中在道路、饮水、电网、低保、医保和学校建设等方面，由牵头单位逐条登记、逐条答复，"
        for n in range(1, 12)
    )
    + "经过半年努力，全县已经办结群众意见1236条，其余意见还在办理之中。"
    + FILL * 4
    + "\n"
)
REPORTS = {"1.txt": LIST, "2.txt": DATED, "3.txt": LONG}


@pytest.fixture
def desk(home: Path) -> Pipeline:
    return pipeline(home, passages(REPORTS))


def ask(desk: Pipeline, question: str) -> Answer:
    answer = desk.ask(question, engine="extractive")
    check_answer(answer.as_json(), REPORTS)
    return answer


def held(report: str) -> list[Passage]:
    return [p for p in passages(REPORTS) if p.document == report and len(p.text) > 40]


def test_the_reports_do_run_over_boundaries() -> None:
    """Else the tests below would prove nothing."""
    assert len(held("1.txt")) > 1 and "六是" not in held("1.txt")[0].text
    first = next(p for p in held("2.txt") if "截至2021年底" in p.text)
    assert "312公里" not in first.text
    start = next(p for p in held("3.txt") if "1495条" in p.text)
    cut = next(p for p in held("3.txt") if "1236条" in p.text)
    assert "石门县" not in cut.text and start.text[-1] not in "。！？"


def test_a_list_is_told_with_all_its_items(desk: Pipeline) -> None:
    answer = ask(desk, "石门县为民办实事推出了哪六项举措？")
    assert [n for n in ITEMS if f"{n}是{ITEMS[n][:6]}" in answer.answer] == list(ITEMS)


def test_a_date_before_the_boundary_dates_the_figure_behind_it(desk: Pipeline) -> None:
    answer = ask(desk, "截至2021年底石门县新修通村公路多少公里？")
    assert answer.status == "answered" and "312公里" in answer.answer


def test_a_sentence_cut_in_two_is_one(desk: Pipeline) -> None:
    answer = ask(desk, "2021年石门县信访部门已经办结群众意见多少条？")
    assert "1236条" in answer.answer
    quote = next(c.quote for c in answer.citations if "1236条" in c.quote)
    assert quote.startswith("2021年，石门县信访部门共收到群众意见1495条")
    assert "".join(LONG[a:b] for c in answer.citations for a, b in c.spans).replace("\n", "") == "".join(
        c.quote for c in answer.citations
    )


def test_hits_show_what_runs_over(desk: Pipeline) -> None:
    hits = desk.search("石门县信访部门收到群众意见多少条，办结多少条？", k=3)
    assert any("1495条" in h.passage.text and "1236条" in h.passage.text for h in hits)
    listed = desk.search("石门县为民办实事推出了哪六项举措？", k=3)
    assert any(all(f"{n}是{t}" in h.passage.text for n, t in ITEMS.items()) for h in listed)
    for hit in (*hits, *listed):
        original = REPORTS[hit.passage.document]
        assert "".join(original[a:b] for a, b in hit.passage.body.spans()) == hit.passage.text


def test_of_a_long_article_no_more_than_what_is_told_is_read(tmp_path: Path) -> None:
    """A file of megabytes is one article of thousands of passages: looking around a hit must not read them all."""
    made = document("1.txt", [("石门县的报告", [f"第{n}段讲第{n}件事。" for n in range(400)])])
    library = Library.open(tmp_path / "library.db")
    library.put(made)
    reads: list[int] = []

    class Counted(GivenPassages):
        def passages(self, ids: Sequence[str]) -> list[Passage]:
            reads.append(len(found := library.passages(ids)))
            return found

        def beginnings(self, article_ids: Iterable[str], most: int) -> dict[str, list[Passage]]:
            found = library.beginnings(article_ids, most)
            reads.extend(len(some) for some in found.values())
            return found

        def neighbours(self, passage: Passage) -> list[Passage]:
            raise AssertionError("the whole article")

    hits = [Hit(made.passages[n], 1.0) for n in (200, 300, 100, 50)]
    told = {s.text for s in gather(hits, Counted([]), top=4, reach=4, openings=True)}
    library.close()
    assert {f"第{n}段讲第{n}件事。" for n in (200, 300, 99, 100, 101, 49, 50, 51, 0, 39)} <= told
    assert sum(reads) < 3 * WHOLE


@given(st.text(alphabet="甲乙丙1，；。\n：一是二是", min_size=600, max_size=2500))
@settings(max_examples=40, deadline=None)
def test_nothing_is_lost_at_boundaries(text: str) -> None:
    """Every character that is no white space is in some sentence, and every sentence stands in the report."""
    held = passages({"1.txt": f"石门县的报告\n\n{text}\n"})
    source = GivenPassages(held)
    gathered = gather([Hit(held[0], 1.0)], source, top=5, reach=5)
    original = f"石门县的报告\n\n{text}\n"
    for s in gathered:
        assert "".join(original[a:b] for a, b in s.passage.body.spans(s.start, s.end)) == s.text
    told = {folded(s.text) for s in gathered}
    for p in source.neighbours(held[0])[:WHOLE]:
        for a, b in sentences(p.text):
            piece = folded(p.text[a:b])
            assert not piece or any(piece in t for t in told), piece


def test_the_title_block_is_read_with_a_hit_of_any_article() -> None:
    """Ordinals run through the document, so that only its first article begins with 0."""
    article = [replace(p, ordinal=p.ordinal + 7) for p in passages({"1.txt": f"石门县的报告\n\n{FILL * 40}\n"})]
    others = [Hit(p, 1.0) for p in passages({"2.txt": FILL, "3.txt": FILL})[:2]]
    assert len(article) > 4
    read = gather([*others, Hit(article[-1], 1.0)], GivenPassages(article), top=3, reach=3)
    assert article[0].id in {s.passage.id for s in read}
