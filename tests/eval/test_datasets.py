from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.cases import Case, CaseSet
from eval.datasets import qa, rgb, sets
from rag.errors import UsageError, WenjuError

GOOD: dict[str, Any] = {"id": "a1", "type": "fact", "question": "有多少个？", "answerable": True, "must": [["5", "五"]], "must_not": [], "evidence": [["建成5个"]], "docs": ["01"], "place": "甲县", "history": []}  # fmt: skip


def written(tmp_path: Path, *rows: Any, encoding: str = "utf-8") -> Path:
    path = tmp_path / "set.jsonl"
    path.write_bytes("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows).encode(encoding))
    return path


def test_a_case_is_read_and_comes_back(tmp_path: Path) -> None:
    held = qa.load([written(tmp_path, {"dataset": "mine", "version": "3"}, GOOD)])
    assert (held.name, held.version, held.cases[0].must) == ("mine", "3", (("5", "五"),))
    assert Case.from_json(held.cases[0].as_json()) == held.cases[0]


def test_the_digest_is_of_the_content(tmp_path: Path) -> None:
    plain = qa.load([written(tmp_path, GOOD)]).sha256
    assert qa.load([written(tmp_path, dict(reversed(GOOD.items())))]).sha256 == plain
    assert qa.load([written(tmp_path, GOOD, encoding="utf-8-sig")]).sha256 == plain
    assert qa.load([written(tmp_path, GOOD | {"must": [["6"]]})]).sha256 != plain


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([GOOD, GOOD], "已在"),
        ([GOOD | {"must": []}], "must"),
        ([GOOD | {"evidence": []}], "evidence"),
        ([GOOD | {"must": [[]]}], "空的组"),
        ([GOOD | {"must": ["5"]}], "must"),
        ([GOOD | {"evidance": []}], "evidance"),
        ([GOOD | {"answerable": "yes"}], "answerable"),
        ([GOOD | {"answerable": False}], "must"),
        ([GOOD | {"id": ""}], "id"),
        ([GOOD | {"question": " "}], "question"),
        ([GOOD | {"question": 5}], "question"),
        ([GOOD | {"history": "问"}], "history"),
        ([GOOD | {"passages": [{"txt": "a"}]}], "passages"),
        ([[1]], "JSON 对象"),
        ([], "没有题"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, rows: list[Any], says: str) -> None:
    with pytest.raises(UsageError) as caught:
        qa.load([written(tmp_path, *rows)])
    assert says in caught.value.zh
    assert not rows or f"第 {len(rows)} 行" in caught.value.zh
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_another_encoding_is_named(tmp_path: Path, encoding: str) -> None:
    with pytest.raises(UsageError, match="UTF-8"):
        qa.load([written(tmp_path, GOOD, encoding=encoding)])


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="读不了"):
        sets.load([str(tmp_path / "none.jsonl")])


def test_a_hundred_thousand_cases(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    text = json.dumps(GOOD, ensure_ascii=False)
    path.write_text("".join(text.replace('"a1"', f'"a{n}"') + "\n" for n in range(100_000)), encoding="utf-8")
    assert len(qa.load([path]).cases) == 100_000


@given(st.binary(max_size=300))
def test_any_bytes_give_cases_or_a_clear_error(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("set") / "s.jsonl"
    path.write_bytes(content)
    try:
        qa.load([path])
    except WenjuError as error:
        assert error.zh


def test_a_sample_is_spread_over_the_types_and_always_the_same() -> None:
    cases = [Case(f"c{n}", "fact" if n % 5 else "rare", "问") for n in range(100)]
    whole = CaseSet.of("s", "", cases)
    part = whole.sample(10)
    assert 9 <= len(part.cases) <= 11 and {c.type for c in part.cases} == {"fact", "rare"}
    assert {c.id for c in CaseSet.of("s", "", reversed(cases)).sample(10).cases} == {c.id for c in part.cases}
    assert part.sha256 != whole.sha256


def rgb_folder(tmp_path: Path) -> Path:
    item = {"id": 3, "query": "谁？", "answer": [["张三", "老张"]], "positive": ["张三在。", "就是张三。", "张三来了。"], "negative": [f"杂讯{n}。" for n in range(9)]}  # fmt: skip
    both = item | {"answer": [["张三"], ["五月"]], "positive": [["张三在。", "张三！"], ["五月见。"]]}
    fact = item | {"answer": "张三", "fakeanswer": "李四", "positive_wrong": ["李四在。", "就是李四。", "李四来了。"]}
    for name, value in (("zh_refine", item), ("zh_int", both), ("zh_fact", fact)):
        (tmp_path / f"{name}.json").write_text(json.dumps(value, ensure_ascii=False) + "\n", encoding="utf-8")
    return tmp_path


def test_rgb_gives_its_five_tests(tmp_path: Path) -> None:
    held = rgb.load(rgb_folder(tmp_path))
    by_id = {c.id: c for c in held.cases}
    assert len(by_id) == 6 + 3 + 2

    def texts(id_: str) -> set[str]:
        return {p["text"] for p in by_id[id_].passages or ()}

    for noise, good in ((0.0, 3), (0.2, 3), (0.4, 3), (0.6, 2), (0.8, 1), (1.0, 0)):
        found = texts(f"zh_refine:3:n{noise}")
        assert len(found) == 5 and sum("张三" in t for t in found) == good
    assert not by_id["zh_refine:3:n1.0"].answerable and by_id["zh_refine:3:n0.4"].must == (("张三", "老张"),)
    assert {"张三在。", "五月见。"} <= texts("zh_int:3:n0.4")
    assert by_id["zh_fact:3:altered"].must == (("李四",),) and by_id["zh_fact:3:both"].must == (("张三",), ("李四",))
    assert rgb.load(tmp_path).sha256 == held.sha256


def test_rgb_needs_its_folder_and_its_format(tmp_path: Path) -> None:
    for data in (None, tmp_path / "none", tmp_path):
        with pytest.raises(UsageError, match="--data|RGB"):
            sets.load(["rgb"], data)
    (tmp_path / "zh.json").write_text('{"id": 1}\n', encoding="utf-8")
    with pytest.raises(UsageError, match="第 1 行"):
        sets.load(["rgb"], tmp_path)
