"""A batch is written a line at a time, goes on after errors, and is taken up where it stopped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from rag.errors import Cancelled, EndpointError, UsageError
from ui.cli.batch import run_batch

ASKED = {"command": "ask", "engine": "extractive"}


class Worker:
    """Upper-cases; counts; fails on demand."""

    def __init__(self, *, stop_after: int | None = None, down: bool = False) -> None:
        self.seen: list[Any] = []
        self.stop_after = stop_after
        self.down = down

    def __call__(self, line: Mapping[str, Any]) -> dict[str, Any]:
        if self.stop_after is not None and len(self.seen) == self.stop_after:
            raise KeyboardInterrupt
        self.seen.append(line.get("id"))
        if not line.get("question"):
            raise UsageError("问题是空的", "empty")
        if self.down:
            raise EndpointError("没有回应", "down")
        return {"result": {"answer": line["question"].upper()}}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    rows = [{"id": "a", "question": "x"}, {"id": "b", "question": ""}, {"id": 3, "question": "z"}]
    path.write_text("\ufeff" + "".join(json.dumps(r) + "\n" for r in rows) + "\n不是 JSON\n[1]\n", encoding="utf-8")
    return path


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_every_line_has_a_result_or_an_error(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "out.jsonl"
    summary = run_batch(source, out, Worker(), asked=ASKED)
    assert [r["id"] for r in rows(out)] == ["a", "b", 3, 5, 6]
    assert [r["result"].get("answer") for r in rows(out)] == ["X", None, "Z", None, None]
    assert all(r["result"]["error"]["message"] for r in rows(out) if r["id"] in ("b", 5, 6))
    assert all(r["seconds"] >= 0 for r in rows(out))
    assert (summary.total, summary.kept, summary.errors) == (5, 0, 3)


def test_it_goes_on_where_it_stopped_even_after_half_a_line(source: Path, tmp_path: Path) -> None:
    out, first = tmp_path / "out.jsonl", Worker(stop_after=2)
    with pytest.raises(KeyboardInterrupt):
        run_batch(source, out, first, asked=ASKED)
    assert [r["id"] for r in rows(out)] == ["a", "b"]
    with out.open("a", encoding="utf-8") as file:
        file.write('{"id": 3, "result": {"ans')
    second = Worker()
    summary = run_batch(source, out, second, asked=ASKED)
    assert second.seen == ["b", 3], "answers are kept, errors tried again"
    assert sorted(str(r["id"]) for r in rows(out)) == ["3", "5", "6", "a", "b"] and summary.kept == 1


def test_a_changed_line_or_option_is_worked_on_again(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    run_batch(source, out, Worker(), asked=ASKED)
    other = Worker()
    run_batch(source, out, other, asked={**ASKED, "engine": "local"})
    assert other.seen == ["a", "b", 3]
    source.write_text('{"id": "a", "question": "新"}\n{"id": 3, "question": "z"}\n', encoding="utf-8")
    again = Worker()
    run_batch(source, out, again, asked={**ASKED, "engine": "local"})
    assert again.seen == ["a"] and len(rows(out)) == 2


def test_fresh_starts_over(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    run_batch(source, out, Worker(), asked=ASKED)
    again = Worker()
    run_batch(source, out, again, asked=ASKED, fresh=True)
    assert again.seen == ["a", "b", 3]


@pytest.mark.parametrize("content", [b"important notes\n", b'{"id": 1}\n', b"\xff\xfe\x00", b'[1]\n{"id": 2}\n'])
def test_a_file_that_is_not_ours_is_never_overwritten(source: Path, tmp_path: Path, content: bytes) -> None:
    out = tmp_path / "out.jsonl"
    out.write_bytes(content)
    with pytest.raises(UsageError):
        run_batch(source, out, Worker(), asked=ASKED)
    assert out.read_bytes() == content


def test_an_endpoint_that_is_down_costs_no_line(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert run_batch(source, out, Worker(down=True), asked=ASKED).errors == 5
    assert run_batch(source, out, Worker(), asked=ASKED).errors == 3


def test_cancelling_ends_the_batch(source: Path, tmp_path: Path) -> None:
    def work(_: Mapping[str, Any]) -> dict[str, Any]:
        raise Cancelled("停", "stop")

    with pytest.raises(Cancelled):
        run_batch(source, tmp_path / "out.jsonl", work, asked=ASKED)


@pytest.mark.parametrize("name", ["missing.jsonl", "."])
def test_an_input_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        run_batch(tmp_path / name, tmp_path / "out.jsonl", Worker(), asked=ASKED)


def test_an_output_that_cannot_be_written(source: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError):
        run_batch(source, tmp_path / "file" / "out.jsonl", Worker(), asked=ASKED)
