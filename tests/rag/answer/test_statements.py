from __future__ import annotations

from rag.answer.reading import read
from rag.answer.statements import Disagreement, Ledger, Statement, quoted, render
from rag.domain import Claim
from rag.retrieve.question import understand
from tests.rag.answer.making import passages

A, B, C = (s for s in read(passages()[1], 0)[:3])


def test_numbers_follow_first_use() -> None:
    ledger = Ledger()
    first = ledger.claim(Statement("甲", (B.evidence(),)))
    second = ledger.claim(Statement("乙", (A.evidence(), B.evidence(), A.evidence())))
    assert first.citations == (1,) and second.citations == (2, 1)
    assert [(c.n, c.quote) for c in ledger.citations] == [(1, B.text), (2, A.text)]


def test_score_does_not_make_it_other_evidence() -> None:
    ledger = Ledger()
    assert ledger.number(A.evidence(0.1)) == ledger.number(A.evidence(0.9)) == 1


def test_conflict_is_numbered_with_the_rest() -> None:
    ledger = Ledger()
    ledger.claim(Statement("甲", (A.evidence(),)))
    conflict = ledger.conflict(Disagreement("户数", (("1户", (A.evidence(),)), ("2户", (C.evidence(),)))))
    assert [v.citations for v in conflict.values] == [(1,), (2,)]
    assert conflict.subject == "户数"


def test_render_puts_marks_before_the_stop() -> None:
    text = render([Claim("甲县建成3个", (1,)), Claim("乙县建成5个", (2, 1))])
    assert "甲县建成3个[1]" in text and "乙县建成5个[2][1]" in text
    assert "。[" not in text
    assert render([]) == ""


def test_quoted_names_the_place_a_sentence_leaves_out() -> None:
    query = understand("平江县搬迁群众收入是多少？")
    statement = quoted(B, query)
    assert "平江县" in statement.text and statement.evidence[0].quote in (B.text, B.text[:-1])
    named = quoted(A, query)
    assert named.text.count("平江县") == A.text.count("平江县")
