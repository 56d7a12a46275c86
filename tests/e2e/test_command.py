"""``wenju`` as a user runs it: processes, real parsing, real indexes, real answers over the samples."""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.e2e.conftest import WENJU, wenju

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def test_help_is_quick_and_in_both_languages(home: Path) -> None:
    best = 9.0
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        shown = wenju("--help", home=home)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        best = min(best, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    assert shown.returncode == 0 and "用法：wenju" in shown.stdout
    assert best <= 0.4, f"{best:.2f} s of processor time, which a busy machine does not lengthen"
    english = wenju("--help", home=home, WENJU_LANGUAGE="en").stdout
    assert "Usage: wenju" in english and not [c for c in english if "\u4e00" <= c <= "\u9fff"]


def test_no_command_imports_what_help_does_not_need(home: Path) -> None:
    code = "import sys; from ui.cli.main import build; build(); print(','.join(m for m in sys.modules if '.' not in m))"
    loaded = set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split(",")
    )
    assert not loaded & {"gradio", "chromadb", "torch", "numpy", "langchain_core", "pydantic", "jieba", "onnxruntime"}


def test_ask_over_the_samples_quotes_them_exactly(stocked: Path, samples: Path) -> None:
    wanted = [json.loads(x) for x in (samples.parent / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
    question = next(q for q in wanted if q["answerable"] and q["type"] == "fact" and not q.get("history"))
    done = wenju("ask", question["question"], "--engine", "extractive", "--json", home=stocked)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["status"] == "answered" and answer["citations"]
    for c in answer["citations"]:
        original = (samples / c["document"]).open(encoding="utf-8", newline="").read()
        spelt = "".join(original[s:e] for s, e in c["spans"])
        assert "".join(spelt.split()) == "".join(c["quote"].split())


def test_library_and_doctor_agree(stocked: Path) -> None:
    listed = json.loads(wenju("library", "list", "--json", home=stocked).stdout)["documents"]
    assert listed and all(d["passages"] > 0 for d in listed)
    shown = json.loads(wenju("library", "show", listed[0]["id"], "--json", home=stocked).stdout)
    assert sum(a["passages"] for a in shown["articles"]) == listed[0]["passages"]
    checks = json.loads(wenju("doctor", "--json", home=stocked).stdout)
    assert {c["name"]: c["severity"] for c in checks["checks"]}["索引"] == "ok"


def test_a_closed_pipe_is_no_error(stocked: Path) -> None:
    env = {**os.environ, "WENJU_HOME": str(stocked)}
    process = subprocess.Popen([*WENJU, "library", "list"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env)
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    assert "Traceback" not in process.stderr.read().decode() and process.wait() in (0, 1)
    process.stderr.close()


def test_serve_answers_sees_a_later_ingest_and_stops_cleanly(stocked: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    env = {**os.environ, "WENJU_HOME": str(stocked), "WENJU_CHAT__ENGINE": "extractive"}
    process = subprocess.Popen(
        [*WENJU, "serve", "--port", str(port)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        encoding="utf-8", env=env,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        assert f"http://127.0.0.1:{port}/" in process.stdout.readline()
        ready = _get(f"http://127.0.0.1:{port}/readyz", patience=120)
        before = ready["documents"]
        report = tmp_path / "新到.txt"
        report.write_text("白石镇修路\n\n　　今年，白石镇硬化村组道路47.5公里，惠及群众三千余人。\n", encoding="utf-8")
        assert wenju("ingest", str(report), home=stocked).returncode == 0
        assert _get(f"http://127.0.0.1:{port}/readyz")["documents"] == before + 1
        hits = _get(f"http://127.0.0.1:{port}/api/v1/search?k=3&question=%E7%A1%AC%E5%8C%96%E9%81%93%E8%B7%AF")["hits"]
        assert "新到.txt" in [h["document"] for h in hits]
        assert wenju("serve", "--port", str(port), home=stocked).returncode == 2, "the port is taken"
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0
        assert process.stderr is not None and "Traceback" not in process.stderr.read()
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()
        wenju("library", "remove", "新到.txt", home=stocked)


def _get(address: str, patience: float = 30) -> dict[str, object] | object:
    deadline = time.monotonic() + patience
    while True:
        try:
            with urllib.request.urlopen(address, timeout=patience) as reply:
                return json.load(reply)
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
