"""The public sets, in tiny files of our own that have the published form; nothing of the sets themselves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.cases import CaseSet
from eval.datasets import sets
from rag.errors import UsageError

PARAGRAPH = "青石县地处山区，全县有乡镇十二个，最高的山是云台山。"
SQUAD = {
    "version": "1.3",
    "data": [
        {
            "title": "青石县",
            "id": "7",
            "paragraphs": [
                {
                    "id": "7-1",
                    "context": PARAGRAPH,
                    "qas": [
                        {
                            "id": "7-1-1",
                            "question": "青石县有多少个乡镇？",
                            "answers": [
                                {"id": "1", "text": "十二个", "answer_start": 12},
                                {"id": "2", "text": "十二", "answer_start": 12},
                            ],
                        }
                    ],
                }
            ],
        }
    ],
}
CMRC = [
    {
        "context_id": "T_1",
        "context_text": PARAGRAPH,
        "title": "青石县",
        "qas": [{"query_id": "T_1_Q_0", "query_text": "最高的山叫什么？", "answers": ["云台山", "云台山"]}],
    }
]
DOCS = [
    {"doc_id": 4, "domain": "Finance", "language": "zh", "content": "甲公司2019年营业收入3亿元。"},
    {"doc_id": 5, "domain": "Finance", "language": "en", "content": "Revenue was 3."},
]
QUERIES = [
    {
        "domain": "Finance",
        "language": "zh",
        "query": {"query_id": 11, "query_type": "事实性问题", "content": "甲公司2019年营业收入多少？"},
        "ground_truth": {
            "doc_ids": [4],
            "content": "3亿元。",
            "references": ["甲公司2019年营业收入3亿元。"],
            "keypoints": ["1. 甲公司2019年营业收入3亿元。"],
        },
    },
    {
        "domain": "Finance",
        "language": "zh",
        "query": {"query_id": 12, "query_type": "无关无解问", "content": "甲公司的吉祥物是什么？"},
        "ground_truth": {"doc_ids": [4], "content": "无法回答", "references": [], "keypoints": ["无法回答"]},
    },
    {"language": "en", "query": {"query_id": 13, "query_type": "f", "content": "?"}, "ground_truth": {}},
]
NEWS = {
    "id": "num_1",
    "headLine": "青石县新修公路",
    "broadcastDate": "2019-03-05 10:00:00",
    "type": "num",
    "newsBeginning": "青石县去年新修公路30公里。",
    "hallucinatedContinuation": "公路共穿过隧道九座。",
    "realContinuation": "其中村道12公里。",
    "newsRemainder": "其中村道12公里。其余为县道。",
}
PAIRS = [
    {"level": "easy", "sentence1": "全县建成车间47个", "sentence2": "全县建成了47个车间", "label": "entailment", "genre": "gov", "id": 0},
    {"level": "easy", "sentence1": "全县建成车间47个", "sentence2": "全县没有建成车间", "label": "contradiction", "genre": "gov", "id": 1},
    {"level": "easy", "sentence1": "全县建成车间47个", "sentence2": "车间都在山上", "label": "neutral", "genre": "gov", "id": 2},
    {"level": "easy", "sentence1": "甲", "sentence2": "乙", "label": "-", "genre": "gov", "id": 3},
]  # fmt: skip


def lines(rows: list[Any]) -> str:
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows)


FILES: dict[str, dict[str, str]] = {
    "cmrc2018": {"cmrc2018_trial.json": json.dumps(CMRC), "cmrc2018_dev.json": json.dumps(SQUAD)},
    "drcd": {"DRCD_dev.json": "\ufeff" + json.dumps(SQUAD, ensure_ascii=False)},
    "dragonball": {"dragonball_docs.jsonl": lines(DOCS), "dragonball_queries.jsonl": lines(QUERIES)},
    "uhgeval": {"XinhuaHallucinations.json": json.dumps([NEWS])},
    "ocnli": {"dev.json": lines(PAIRS)},
}


def loaded(tmp_path: Path, name: str) -> CaseSet:
    for file, text in FILES[name].items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    return sets.load([name], tmp_path)


def test_reading_comes_with_its_paragraph_and_all_its_answers(tmp_path: Path) -> None:
    for name, ids in (("cmrc2018", ["7-1-1", "T_1_Q_0"]), ("drcd", ["7-1-1"])):
        (tmp_path / name).mkdir()
        held = loaded(tmp_path / name, name)
        assert [c.id for c in held.cases] == ids and held.name == name
        assert held.cases[0].must == (("十二个", "十二"),) and held.cases[0].rule == "reading"
        assert held.cases[0].passages == ({"text": PARAGRAPH, "title": "青石县"},)


def test_dragonball_is_asked_of_its_chinese_documents(tmp_path: Path) -> None:
    held = loaded(tmp_path, "dragonball")
    assert held.documents == (("4.txt", "甲公司2019年营业收入3亿元。"),)
    first, second = held.cases
    assert (first.kind, first.docs, first.evidence) == ("qa", ("4.txt",), (("甲公司2019年营业收入3亿元。",),))
    assert first.keypoints == ("1. 甲公司2019年营业收入3亿元。",) and not first.must and first.tags == ("Finance",)
    assert not second.answerable and not second.keypoints


def test_claims_are_verified(tmp_path: Path) -> None:
    news = loaded(tmp_path, "uhgeval").cases
    assert [(c.kind, c.label, c.question) for c in news] == [
        ("verify", "supported", "其中村道12公里。"),
        ("verify", "unsupported", "公路共穿过隧道九座。"),
    ]
    assert news[0].passages and news[0].passages[0]["date"] == "2019-03-05"
    (tmp_path / "o").mkdir()
    pairs = loaded(tmp_path / "o", "ocnli").cases
    assert [c.label for c in pairs] == ["supported", "contradicted", "unsupported"]


@pytest.mark.parametrize("name", FILES)
def test_no_folder_no_file_and_another_encoding(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="--data"):
        sets.load([name])
    with pytest.raises(UsageError, match="没有"):
        sets.load([name], tmp_path)
    for file in FILES[name]:
        (tmp_path / file).write_bytes("“青石县”".encode("gb18030"))
    with pytest.raises(UsageError, match="UTF-8"):
        sets.load([name], tmp_path)


@pytest.mark.parametrize("text", ["{", '{"a": 1}\n', '[{"a": 1}]', "[1]", '"x"', "null", '{"language": "zh"}\n', "[]"])
@pytest.mark.parametrize("name", FILES)
def test_another_form_is_a_clear_error(tmp_path: Path, name: str, text: str) -> None:
    for file in FILES[name]:
        (tmp_path / file).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        sets.load([name], tmp_path)
    assert str(tmp_path) in caught.value.zh


def test_an_id_that_occurs_twice(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(lines(PAIRS[:1] * 2), encoding="utf-8")
    with pytest.raises(UsageError, match="重复"):
        sets.load(["ocnli"], tmp_path)


def test_the_shared_sets(shared: Path) -> None:
    held = {n: sets.load([n], shared / "bench" / n) for n in ("policy", "company_reports", "reading", "claims")}
    assert {n: len(s.cases) for n, s in held.items()} == {
        "policy": 339, "company_reports": 1048, "reading": 8019, "claims": 1004,
    }  # fmt: skip
    assert len(held["policy"].documents) == 599 and len(held["company_reports"].documents) == 108
    assert {c.kind for c in held["policy"].cases} == {"search"} and {c.kind for c in held["claims"].cases} == {"verify"}
    unanswerable = [c for c in held["company_reports"].cases if not c.answerable]
    assert len(unanswerable) == 49 and not any(c.evidence or c.keypoints for c in unanswerable)


@pytest.mark.parametrize("name", ["policy", "reading", "claims"])
def test_a_shared_set_that_is_not_there(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="没有|读不了"):
        sets.load([name], tmp_path)
