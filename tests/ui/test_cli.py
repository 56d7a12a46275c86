"""Exit codes, one JSON object, one clear line: the command over a scripted pipeline."""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
import sys
from pathlib import Path

import pytest

import rag.pipeline
from rag.errors import EndpointError, LibraryError
from rag.figures.stored import catch_up
from rag.index.indexes import Indexes
from rag.library.record import Library
from tests.rag.library.making import document
from tests.rag.library.test_lock import holding
from tests.rerank_server import RerankServer
from tests.servers import Endpoint
from tests.ui.fake_pipeline import FIGURE, FakePipeline, library
from ui.cli.main import main


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENJU_LANGUAGE", "zh")


@pytest.fixture
def fake(home: Path, monkeypatch: pytest.MonkeyPatch) -> FakePipeline:
    pipeline = FakePipeline(library(home))
    monkeypatch.setattr(rag.pipeline, "open_pipeline", lambda settings: pipeline)
    return pipeline


Capture = pytest.CaptureFixture[str]


def test_ask_prints_answer_and_sources(fake: FakePipeline, capsys: Capture) -> None:
    assert main(["ask", "建成多少个？"]) == 0
    out = capsys.readouterr().out
    assert f"{FIGURE}[1]。" in out and "引用" in out and "[1] 《车间进村来》 · 青石县 · 示例县报告.txt" in out
    assert f"“{FIGURE}”" in out


def test_ask_json_is_exactly_one_object(fake: FakePipeline, capsys: Capture) -> None:
    options = ["--history", "青石县怎样？", "--history", "车间呢？", "--engine", "extractive", "--json"]
    assert main(["ask", "多少个？", *options]) == 0
    streams = capsys.readouterr()
    answer = json.loads(streams.out)
    assert answer["status"] == "answered" and streams.err == ""
    assert fake.asked == [("多少个？", ("青石县怎样？", "车间呢？"), "extractive", None)]


def test_a_refusal_is_an_answer(fake: FakePipeline, capsys: Capture) -> None:
    assert main(["ask", "月球呢？"]) == 0
    out = capsys.readouterr().out
    assert "库里没有关于这个问题的内容" in out and "库里最接近的内容" in out


def test_conflicts_and_computations_are_printed(fake: FakePipeline, capsys: Capture) -> None:
    main(["ask", "有没有矛盾？请计算"])
    out = capsys.readouterr().out
    assert "两处说法不一：扶贫车间数：47个[1]；52个[2]" in out and "计算：47 + 5 = 52" in out


def test_a_question_from_stdin(fake: FakePipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("  多少个？\n"))
    assert main(["ask", "-", "--json"]) == 0 and fake.asked[0][0] == "多少个？"


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["ask"], "缺少问题"),
        (["ask", ""], "问题是空的"),
        (["ask", "  "], "问题是空的"),
        (["ask", "长" * 10_000], "10000 字，最多 2000 字"),
        (["ask", "a", "--engine", "magic"], "--engine"),
        (["ask", "a", "b"], "多出的参数"),
        (["ask", "a", "--nope"], "没有选项 --nope（"),
        (["ask", "a", "--foo"], "没有选项 --foo（"),
        (["ask", "a", "--engin=x"], "没有选项 --engin，是不是 --engine"),
        (["ask", "a", "--batch", "x"], "只能给一个"),
        (["ask", "--batch", "x"], "--out"),
        (["ask", "--batch", "missing.jsonl", "--out", "o.jsonl"], "读不了"),
        (["ask", "a", "--history", ""], "问题是空的"),
        (["ask", "用法"], "地名不认识"),
        (["search", "a", "-k", "0"], "-k"),
        (["search", "a", "--since", "去年"], "日期"),
        (["serach", "a"], "是不是 'search'"),
        (["library", "show"], "缺少参数"),
        (["library", "show", "没有"], "库里没有"),
        (["library", "remove", "没有"], "库里没有"),
        (["--lang", "fr", "ask", "a"], "语言只能是"),
        (["--home"], "--home"),
        (["serve", "--host", "0.0.0.0"], "--allow-remote"),
        (["serve", "--host", "0.0.0.0", "--allow-remote"], "口令"),
        (["serve", "--port", "99999"], "--port"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(
    fake: FakePipeline, capsys: Capture, args: list[str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(args) == 2
    streams = capsys.readouterr()
    assert streams.out == "" and words in streams.err
    assert streams.err.count("\n") == 1 and "Traceback" not in streams.err


def test_a_missing_service_is_exit_code_3(fake: FakePipeline, capsys: Capture) -> None:
    assert main(["ask", "错误", "--json"]) == 3
    streams = capsys.readouterr()
    assert streams.out == "" and "接口没有回应（wenju doctor）" in streams.err


def test_no_library_is_a_clear_line(capsys: Capture) -> None:
    assert main(["ask", "多少个？", "--engine", "extractive"]) == LibraryError.exit_code
    assert capsys.readouterr().err.count("\n") == 1


def test_an_interrupt_is_exit_code_130(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    def interrupted(settings: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(rag.pipeline, "open_pipeline", interrupted)
    assert main(["ask", "多少个？"]) == 130


def test_an_error_nobody_foresaw_leaves_a_log_and_no_traceback(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def broken(settings: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(rag.pipeline, "open_pipeline", broken)
    assert main(["ask", "多少个？", "--json"]) == 1
    streams = capsys.readouterr()
    log = home / "logs" / "errors.log"
    assert streams.out == "" and str(log) in streams.err and "Traceback" not in streams.err
    assert "ZeroDivisionError: secret detail" in log.read_text(encoding="utf-8")


def test_home_and_language_may_stand_anywhere(
    fake: FakePipeline, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENJU_HOME", "kept for restoring")
    other = tmp_path / "other"
    assert main(["ask", "多少个？", "--home", str(other), "--lang=en"]) == 0
    assert os.environ["WENJU_HOME"] == str(other)
    assert "Sources" in capsys.readouterr().out
    assert main(["ask", "--lang", "en", "--", "--home"]) == 0
    assert fake.asked[-1][0] == "--home", "after -- everything is the question"


def test_the_language_of_the_settings_file_holds(home: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WENJU_LANGUAGE")
    home.mkdir()
    (home / "wenju.toml").write_text('language = "en"\n', encoding="utf-8")
    assert main(["ask", ""]) == 2
    assert "error: the question is empty" in capsys.readouterr().err


@pytest.mark.parametrize("content", ["nonsense = 1\n", "not toml", "[server]\nport = 0\n"])
def test_settings_that_cannot_be_right(home: Path, capsys: Capture, content: str) -> None:
    home.mkdir()
    (home / "wenju.toml").write_text(content, encoding="utf-8")
    assert main(["ask", "多少个？"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_search(fake: FakePipeline, capsys: Capture) -> None:
    assert main(["search", "车间", "-k", "2", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found["hits"]) == 2 and {"document", "start", "end", "text", "score"} <= set(found["hits"][0])
    assert main(["search", "车间", "-k", "1"]) == 0
    assert capsys.readouterr().out.startswith("1. 《")


def test_ask_in_a_batch(fake: FakePipeline, tmp_path: Path, capsys: Capture) -> None:
    lines = [
        {"id": "a", "question": "多少个？", "history": ["青石县呢？"]},
        {"id": "b", "question": "长" * 2001},
        {
            "id": "c",
            "question": "给定的呢",
            "passages": [{"text": f"据报，{FIGURE}。", "title": "题", "document": "给.txt"}],
        },
        {"id": "d", "question": "给定的呢", "passages": "x"},
    ]
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    assert main(["ask", "--batch", str(source), "--out", str(out), "--engine", "extractive"]) == 2
    rows = {r["id"]: r["result"] for r in map(json.loads, out.read_text(encoding="utf-8").splitlines())}
    assert rows["a"]["answer"] and rows["b"]["error"]["type"] == rows["d"]["error"]["type"] == "UsageError"
    (citation,) = rows["c"]["citations"]
    assert citation["document"] == "给.txt" and citation["spans"] == [[3, 3 + len(FIGURE)]]
    streams = capsys.readouterr()
    assert streams.out == "" and "第 2 行出错：问题有 2001 字" in streams.err


def test_search_in_a_batch(fake: FakePipeline, tmp_path: Path, capsys: Capture) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": 1, "question": "车间"}\n', encoding="utf-8")
    assert main(["search", "--batch", str(source), "--out", str(out), "-k", "3", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["total"] == 1
    (row,) = map(json.loads, out.read_text(encoding="utf-8").splitlines())
    assert row["id"] == 1 and len(row["hits"]) == 3 and row["seconds"] >= 0
    source.write_text('{"id": 1, "question": "车间"}\n{"id": 2}\n', encoding="utf-8")
    assert main(["search", "--batch", str(source), "--out", str(out), "-k", "3"]) == 2
    _, bad = map(json.loads, out.read_text(encoding="utf-8").splitlines())
    assert bad["hits"] == [] and bad["result"]["error"]["message"]


def test_a_batch_says_once_that_the_indexes_are_behind(fake: FakePipeline, tmp_path: Path, capsys: Capture) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("".join(f'{{"id": {n}, "question": "{q}"}}\n' for n, q in enumerate("迟迟早")), encoding="utf-8")
    assert main(["search", "--batch", str(source), "--out", str(out)]) == 0
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row.get("notes") for row in rows] == [["索引还没有跟上"], ["索引还没有跟上"], None]
    assert capsys.readouterr().err.count("索引还没有跟上") == 1


def test_chat_follows_up(fake: FakePipeline, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("青石县多少个？\n错误\n那学校呢？\n/new\n再来\nexit\n没人听\n"))
    assert main(["chat"]) == 0
    assert [(q, h) for q, h, *_ in fake.asked] == [
        ("青石县多少个？", ()), ("错误", ("青石县多少个？",)), ("那学校呢？", ("青石县多少个？",)), ("再来", ()),
    ]  # fmt: skip
    streams = capsys.readouterr()
    assert streams.out.count(FIGURE) >= 3 and "接口没有回应" in streams.err


def test_chat_knows_its_own_words_and_courtesy(
    fake: FakePipeline, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("青石县多少个？\n谢谢\n/help\n那学校呢？\n/quit\n没人听\n"))
    assert main(["chat"]) == 0
    assert [(q, h) for q, h, *_ in fake.asked] == [
        ("青石县多少个？", ()), ("谢谢", ("青石县多少个？",)), ("那学校呢？", ("青石县多少个？",)),
    ]  # fmt: skip
    assert capsys.readouterr().err.count("/quit") == 2


def test_library_list_show_and_export(fake: FakePipeline, tmp_path: Path, capsys: Capture) -> None:
    assert main(["library", "list", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["documents"]
    assert [(r["document"], r["articles"], r["passages"]) for r in rows] == [
        ("年鉴.txt", 1, 1),
        ("示例县报告.txt", 2, 4),
    ]
    assert main(["library", "show", "示例县报告.txt", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert [(a["title"], a["place"], a["passages"]) for a in shown["articles"]] == [
        ("车间进村来", "青石县", 3),
        ("学校新貌", "青石县", 1),
    ]
    assert set(shown["articles"][0]) >= {"title", "subtitle", "byline", "kind", "place", "date", "spans", "passages"}
    assert main(["library", "show", rows[0]["id"][:6]]) == 0 and "就业" in capsys.readouterr().out
    for out in (tmp_path / "out", tmp_path / "out.zip"):
        assert main(["library", "export", str(out), "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["documents"] == 2
        assert main(["library", "export", str(out)]) == 2, "nothing is overwritten"
        capsys.readouterr()
    listed = [json.loads(x) for x in (tmp_path / "out" / "documents.jsonl").read_text(encoding="utf-8").splitlines()]
    texts = sorted(p.name for p in (tmp_path / "out" / "texts").rglob("*.txt"))
    assert len(listed) == 2 and texts == ["年鉴.txt", "示例县报告.txt"]


def test_an_empty_home_is_listed_and_left_alone(home: Path, capsys: Capture) -> None:
    assert main(["library", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"documents": []}
    assert not home.exists()
    assert main(["library", "show", "x"]) == 2 and main(["library", "export", "x"]) == 2


def test_terminals_are_not_tricked(fake: FakePipeline, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    def hostile(*_: object, **__: object) -> None:
        raise EndpointError("\x1b[2J清屏\r\n第二行\u202e反写", hint="\x07")

    monkeypatch.setattr(fake, "stream", hostile)
    assert main(["ask", "多少？"]) == 3
    assert capsys.readouterr().err == "错误：[2J清屏 第二行反写（）\n"


def test_doctor(home: Path, capsys: Capture) -> None:
    code = main(["doctor", "--json"])
    checks = json.loads(capsys.readouterr().out)
    by_name = {c["name"]: c for c in checks["checks"]}
    assert code == (0 if checks["healthy"] else 1)
    assert by_name["Python"]["severity"] == "ok" and by_name["库"]["severity"] == "warning"
    assert all(c["remedy"] for c in checks["checks"] if c["severity"] == "error")
    assert not home.exists()


def test_doctor_takes_work_that_was_interrupted_for_no_damage(home: Path, capsys: Capture) -> None:
    opened = Library.open(home / "library.db")
    opened.put(document("报告.txt", [("就业", ["甲县建成车间47个。"])]))  # recorded, and in no index yet
    opened.close()
    writer = holding(home)
    try:
        assert main(["doctor", "--json"]) in (0, 1)
    finally:
        writer.kill()
        writer.wait()
    checks = {c["name"]: c for c in json.loads(capsys.readouterr().out)["checks"]}
    assert checks["索引"]["severity"] == "warning" and "接着做完" in checks["索引"]["message"]
    assert checks["写锁"]["severity"] == "warning"


def test_doctor_tells_of_figures_that_are_still_to_be_read(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(Indexes, "recover", lambda self: True)
    monkeypatch.setattr(Indexes, "check", lambda self: [])
    opened = Library.open(home / "library.db")
    opened.put(document("报告.txt", [("就业", ["甲县建成车间47个。"])]))
    told = []
    for _ in range(2):
        main(["doctor", "--json"])
        told += [c for c in json.loads(capsys.readouterr().out)["checks"] if c["name"] == "问数"]
        catch_up(opened)
    opened.close()
    assert [c["severity"] for c in told] == ["warning", "ok"]
    assert "1 份" in told[0]["message"] and told[0]["remedy"] and "1 个数据" in told[1]["message"]


def test_doctor_names_what_broke_in_chinese(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    def read_only(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(home))

    monkeypatch.setattr(shutil, "disk_usage", read_only)
    assert main(["doctor", "--json"]) == 1
    checks = {c["name"]: c for c in json.loads(capsys.readouterr().out)["checks"]}
    assert checks["磁盘"] == {"name": "磁盘", "severity": "error", "message": "文件系统是只读的", "remedy": ""}


def test_doctor_finds_an_endpoint_that_is_down(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setenv("WENJU_CHAT__BASE_URL", "http://127.0.0.1:9/v1")
    assert main(["doctor", "--json"]) == 1
    checks = {c["name"]: c for c in json.loads(capsys.readouterr().out)["checks"]}
    assert checks["接口"]["severity"] == "error"


def _reranker_check(capsys: Capture) -> dict[str, str]:
    main(["doctor", "--json"])
    return next(c for c in json.loads(capsys.readouterr().out)["checks"] if c["name"] == "重排模型")


def test_doctor_tries_the_reranker(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    with RerankServer() as server:
        monkeypatch.setenv("WENJU_RERANKER__BASE_URL", server.base_url)
        monkeypatch.setenv("WENJU_RERANKER__MODEL", "bge-reranker-v2-m3")
        assert _reranker_check(capsys) == {
            "name": "重排模型",
            "severity": "ok",
            "message": "bge-reranker-v2-m3 可用",
            "remedy": "",
        }


def test_doctor_finds_a_reranker_that_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture, tmp_path: Path
) -> None:
    monkeypatch.setenv("WENJU_RERANKER__MODEL", str(tmp_path))
    check = _reranker_check(capsys)
    assert check["severity"] == "warning" and "safetensors" in check["message"]
    assert check["remedy"] == "reranker.model"


def test_doctor_finds_settings_that_are_wrong(home: Path, capsys: Capture) -> None:
    home.mkdir()
    (home / "wenju.toml").write_text("typo = 1\n", encoding="utf-8")
    assert main(["doctor"]) == 1
    assert "typo" in capsys.readouterr().out


def test_verify_asks_an_endpoint_only_where_the_settings_say_so(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, tmp_path: Path
) -> None:
    claims = tmp_path / "claims.jsonl"
    text = "今年秋季，青石县新增学位4860个，改造农村教学点21个。"
    line = {"id": 1, "claim": "青石县把4860个娃娃上学的位子安排妥当。", "passages": [{"text": text}]}
    claims.write_text(json.dumps(line, ensure_ascii=False), encoding="utf-8")
    with Endpoint("ok", answer=("是",)) as server:
        monkeypatch.setenv("WENJU_CHAT__BASE_URL", server.base_url)
        verdicts = []
        for n, on in enumerate(("false", "true")):
            monkeypatch.setenv("WENJU_CHECK__MODEL", on)
            out = tmp_path / f"{n}.jsonl"
            assert main(["verify", "--batch", str(claims), "--out", str(out)]) == 0
            verdicts.append(json.loads(out.read_text(encoding="utf-8"))["verdict"])
            assert len(server.chats) == n
    assert verdicts == ["unsupported", "supported"]
