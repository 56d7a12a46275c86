from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rag.retrieve.surface import Wanted, nearest, share, standing, surface
from tests.rag.answer.making import passages

CHINESE = st.text("平江县建成扶贫车间多少个？，。；2021年 ABｃ", max_size=60)


def _wanted(text: str) -> Wanted:
    return Wanted.of(text, lambda term: 1.0)


def test_the_head_is_what_the_index_sees_before_the_text() -> None:
    for passage in passages():
        own = surface(passage)
        assert passage.title in own.head
        assert own.whole.endswith(own.body) and own.whole.startswith(own.head)
        assert all(s in own.body for s in own.sentences if s)
    long = max(passages(), key=lambda p: len(p.text))
    assert len(surface(long).sentences) > 1 and surface(long).body not in surface(long).head


def test_all_of_a_question_stands_in_itself() -> None:
    of = _wanted("平江县建成扶贫车间多少个")
    text = "平江县建成扶贫车间多少个"
    assert share(of.bigrams, standing(of.bigrams, text)) == 1.0
    assert share(of.runs, standing(of.runs, text)) == 1.0
    assert share(of.bigrams, standing(of.bigrams, "无关")) == 0.0


def test_a_run_is_broken_by_a_stroke_between() -> None:
    of = _wanted("扶贫车间")
    assert standing(of.runs, "扶贫的车间") == set()
    assert standing(of.bigrams, "扶贫的车间") == {"扶贫", "车间"}


def test_two_sentences_that_follow_count_together_others_do_not() -> None:
    of = _wanted("扶贫车间")
    held = {"扶贫", "贫车", "车间"}
    together, _ = nearest(of.bigrams, held, ("扶贫", "车间", "无"))
    apart, _ = nearest(of.bigrams, held, ("扶贫", "无", "车间"))
    assert together > apart > 0
    assert nearest(of.bigrams, held, ()) == (0.0, "")
    assert nearest(of.bigrams, held, ("无", "扶贫车间"))[1] == "扶贫车间"


@given(CHINESE, CHINESE)
def test_shares_are_bounded(question: str, text: str) -> None:
    of = _wanted(question)
    for wanted in (of.bigrams, of.runs):
        assert 0.0 <= share(wanted, standing(wanted, text)) <= 1.0 + 1e-9
    near, _ = nearest(of.bigrams, standing(of.bigrams, text), tuple(text.split("。")))
    assert 0.0 <= near <= share(of.bigrams, standing(of.bigrams, text)) + 1e-9
