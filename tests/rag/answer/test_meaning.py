"""The second look by meaning, with the real embedder."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from rag.answer.extract import found_loosely
from rag.answer.meaning import NAMES, Meaning, Model, shipped
from rag.backends.embedders import open_embedder
from rag.errors import ConfigError
from rag.pipeline import Pipeline
from rag.ports import TokenEmbedder
from rag.settings import load
from tests.rag.answer.making import passages, pipeline

REPORT = """双溪镇就业帮扶见闻

村民何秀莲去年参加镇里办的育婴师培训，结业后在县城一户人家上班，月工资4100元。
镇党委书记欧阳海说，镇上办了三期培训班，共有126人结业。
村里的竹编合作社由返乡青年龙小军牵头，吸纳38名贫困户务工。
"""


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> TokenEmbedder:
    embedder = open_embedder(load(tmp_path_factory.mktemp("home")))
    assert isinstance(embedder, TokenEmbedder)
    return embedder


def _asked(tmp_path: Path, reader: TokenEmbedder | None) -> Pipeline:
    made = pipeline(tmp_path, passages({"见闻.txt": REPORT}))
    made.meaning = Meaning(lambda: reader)
    return made


QUESTION = "何秀莲学完育婴以后，一个月能挣多少钱？"


def test_other_words_find_the_sentence_and_the_answer_says_so(tmp_path: Path, reader: TokenEmbedder) -> None:
    assert _asked(tmp_path, None).ask(QUESTION, engine="extractive").status == "refused"
    answer = _asked(tmp_path, reader).ask(QUESTION, engine="extractive")
    assert "4100元" in answer.answer
    assert found_loosely() in answer.notes
    assert all(REPORT[a:b] for c in answer.citations for a, b in c.spans)


@pytest.mark.parametrize(
    "question",
    ["何秀莲家里有几个孩子在读大学？", "龙小军的竹编卖到了哪些国家？", "双溪镇去年修了多少公里水渠？"],
)
def test_what_is_not_told_stays_refused(tmp_path: Path, reader: TokenEmbedder, question: str) -> None:
    assert _asked(tmp_path, reader).ask(question, engine="extractive").status == "refused"


def test_words_that_answer_are_not_looked_at_again(tmp_path: Path) -> None:
    def never() -> TokenEmbedder | None:
        raise AssertionError("the embedder was opened")

    made = _asked(tmp_path, None)
    made.meaning = Meaning(never)
    answer = made.ask("双溪镇的竹编合作社吸纳了多少名贫困户务工？", engine="extractive")
    assert "38名" in answer.answer and found_loosely() not in answer.notes


def test_what_is_left_unsaid_of_an_organisation_stays_refused(tmp_path: Path) -> None:
    """Reports of one form say of each body nearly what is asked: nearness in meaning tells nothing there."""

    def never() -> TokenEmbedder | None:
        raise AssertionError("the embedder was opened")

    report = "明湖水务有限公司年度报告\n\n2021年2月，明湖水务有限公司采用了环境管理系统，提高了环境绩效。\n"
    made = pipeline(tmp_path, passages({"年报.txt": report}))
    made.meaning = Meaning(never)
    answer = made.ask("明湖水务有限公司的环境管理团队成立于哪一年？", engine="extractive")
    assert answer.status == "refused"


def test_the_same_question_gets_the_same_answer(tmp_path: Path, reader: TokenEmbedder) -> None:
    made = _asked(tmp_path, reader)
    assert len({made.ask(QUESTION, engine="extractive").answer for _ in range(5)}) == 1


def test_probabilities_follow_the_weights() -> None:
    model = Model((1.0,) + (0.0,) * (len(NAMES) - 1), bias=-1.0, threshold=0.5)
    rows = np.zeros((2, len(NAMES)))
    rows[1, 0] = 3.0
    low, high = model.probabilities(rows)
    assert low == pytest.approx(1 / (1 + np.e)) and high == pytest.approx(1 / (1 + np.exp(-2.0)))


def test_shipped_weights_are_of_this_version() -> None:
    model = shipped()
    assert len(model.weights) == len(NAMES) and 0.2 < model.threshold < 0.8


@pytest.mark.parametrize("content", ["", "[]", '{"weights": {}, "bias": 0, "threshold": 0.4}', '{"bias": 1}'])
def test_other_weights_are_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "meaning.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"meaning\.json"):
        Model.load(path)
    path.write_text(json.dumps({"weights": dict.fromkeys(NAMES, 1), "bias": 0, "threshold": "x"}), encoding="utf-8")
    with pytest.raises(ConfigError):
        Model.load(path)
