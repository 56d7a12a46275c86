"""The child that parses: real processes, real limits."""

from __future__ import annotations

import os
import struct
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ingest.parse import frames, limits, sandbox
from ingest.parse.registry import Member, Parser, parse
from ingest.parse.sandbox import Sandbox
from ingest.parsed import Parsed
from rag.errors import IngestError
from tests.ingest.parse import making
from tests.ingest.parse.checks import said
from tests.ingest.parse.test_archive import bomb_by_number, bomb_by_ratio, bomb_by_size

PAGE = making.pdf([making.lines(60, 140, "全县新建车间八十四个，带动三十万人就业。", width=30)])
DOCX = making.docx(making.p("全县新建车间84个。"))


@pytest.fixture(scope="module")
def parser() -> Iterator[Parser]:
    with Parser() as shared:
        yield shared


def only(members: Iterator[Member]) -> Parsed:
    (member,) = members
    if isinstance(member.result, IngestError):
        raise member.result
    return member.result


def test_one_child_serves_many_files(parser: Parser) -> None:
    assert said(only(parser.documents(DOCX, "a.docx"))) == ["全县新建车间84个。"]
    child = parser._sandbox._process
    for name, data in (
        ("a.pdf", PAGE),
        ("a.md", "# 题".encode()),
        ("a.csv", "县,村\n甲,3\n".encode()),
        ("a.docx", DOCX),
    ):
        assert only(parser.documents(data, name)).text
    assert parser._sandbox._process is child


def test_content_decides_and_not_the_name(parser: Parser) -> None:
    assert only(parser.documents(DOCX, "a.txt")).media_type.endswith("wordprocessingml.document")
    assert only(parser.documents(PAGE, "a.docx")).media_type == "application/pdf"
    assert only(parser.documents(b"<!DOCTYPE html><p>\xe7\x94\xb2</p>", "a.txt")).media_type == "text/html"
    assert only(parser.documents("甲".encode(), "a.xyz")).media_type == "text/plain"


@pytest.mark.parametrize("name", ["a.doc", "a.wps", "a.ofd", "a.xls", "a.ppt", "a.rtf"])
def test_formats_that_are_not_read_say_what_to_do(parser: Parser, name: str) -> None:
    data = b"{\\rtf1 x}" if name == "a.rtf" else b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
    with pytest.raises(IngestError, match="另存为") as caught:
        only(parser.documents(data, name))
    assert "LibreOffice" in caught.value.en


def test_an_encrypted_word_file_is_known_by_its_streams(parser: Parser) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(IngestError, match="加密"):
        only(parser.documents(data, "a.docx"))


def test_members_of_an_archive_are_documents_and_errors_their_own(parser: Parser) -> None:
    data = making.archive(
        {"1.txt": "甲县。".encode(), "2.pdf": b"%PDF-1.7 nonsense", "3.docx": DOCX, "4.zip": making.archive({"x": b""})}
    )
    found = {m.path: m.result for m in parser.documents(data, "a.zip")}
    assert isinstance(found["1.txt"], Parsed) and isinstance(found["3.docx"], Parsed)
    assert isinstance(found["2.pdf"], IngestError) and isinstance(found["4.zip"], IngestError)


@pytest.mark.parametrize("make", [bomb_by_ratio, bomb_by_number, bomb_by_size])
@pytest.mark.parametrize("name", ["a.zip", "a.docx"])
def test_bombs_cost_the_child_little_memory(parser: Parser, make: Any, name: str) -> None:
    with pytest.raises(IngestError, match="不安全"):
        list(parser.documents(make(), name))
    child = parser._sandbox._process
    assert child is not None
    peak = next(x for x in Path(f"/proc/{child.pid}/status").read_text(encoding="utf-8").splitlines() if "VmHWM" in x)
    assert int(peak.split()[1]) < 250 * 1024


def child_that(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str, deadline_s: float = 30.0) -> Sandbox:
    """A sandbox whose child runs ``code`` in place of the parser; the request has been read into ``data``."""
    script = tmp_path / "child.py"
    prelude = (
        "import sys, os, time, resource\n"
        f"sys.path.insert(0, {str(Path(sandbox.__file__).parents[2])!r})\n"
        "from ingest.parse import frames, child\n"
        "child._confine(int(sys.argv[1]))\n"
        "while (request := frames.receive(sys.stdin.buffer)) is not None:\n"
        "    data = sys.stdin.buffer.read(request['size'])\n"
        "    def say(**frame): sys.stdout.buffer.write(frames.pack(frame)); sys.stdout.buffer.flush()\n"
    )
    script.write_text(prelude + "".join(f"    {line}\n" for line in code.splitlines()), encoding="utf-8")
    real = sandbox.subprocess.Popen

    def started(command: list[str], **options: Any) -> Any:
        return real([sys.executable, str(script), command[-1]], **options)

    monkeypatch.setattr(sandbox.subprocess, "Popen", started)
    return Sandbox(address_space=512 * limits.MB, deadline_s=deadline_s)


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("time.sleep(60)", "没有进展"),
        ("while True: pass", "没有进展"),
        ("x = [b'x' * (1 << 30) for _ in range(9)]", "内存"),
        ("os.kill(os.getpid(), 11)", "崩溃"),
        ("os._exit(7)", "崩溃"),
        ("sys.stdout.buffer.write(b'garbage!' * 99); sys.stdout.buffer.flush(); time.sleep(9)", "不可信"),
        ("say(frame='end', memory='many')", "不可信"),
        ("sys.stdout.buffer.write((1 << 60).to_bytes(8, 'big')); sys.stdout.buffer.flush(); time.sleep(9)", "不可信"),
        ("import signal; os.kill(os.getpid(), signal.SIGXCPU)", "处理器"),
    ],
)
def test_a_child_that_misbehaves_is_buried_and_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str, says: str
) -> None:
    box = child_that(monkeypatch, tmp_path, code, deadline_s=1.0 if says == "没有进展" else 30.0)
    started = time.monotonic()
    with pytest.raises(IngestError, match=says):
        list(box.converse({"name": "x"}, b"data"))
    assert time.monotonic() - started < 25
    assert box._process is None


def test_the_next_file_gets_a_new_child(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    box = child_that(monkeypatch, tmp_path, "os._exit(9) if data == b'bad' else say(frame='end', memory=0)")
    with pytest.raises(IngestError):
        list(box.converse({}, b"bad"))
    assert [f["frame"] for f in box.converse({}, b"good")] == ["end"]
    box.close()


def test_a_member_that_kills_the_child_costs_itself_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    code = (
        "for n in range(request['start'], 4):\n"
        "    say(frame='begin', number=n, path=str(n))\n"
        "    if n in (1, 2): os.kill(os.getpid(), 9)\n"
        "    say(frame='member', number=n, path=str(n), zh='坏', en='bad')\n"
        "say(frame='end', memory=0)"
    )
    with Parser() as parser:
        parser._sandbox = child_that(monkeypatch, tmp_path, code)
        found = [(m.path, m.result.zh) for m in parser.documents(making.archive({"a.txt": b"x"}), "a.zip")]  # type: ignore[union-attr]
    assert [path for path, _ in found] == ["0", "1", "2", "3"]
    assert "内存" in found[1][1] and found[3][1] == "坏"


def test_the_child_sees_no_secrets_and_writes_no_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WENJU_CHAT__API_KEY", "sk-canary")
    code = (
        "seen = 'sk-canary' in str(os.environ)\n"
        f"target = {str(tmp_path / 'out.txt')!r}\n"
        "try: open(target, 'w').write('x' * 10000); wrote = True\n"
        "except OSError: wrote = False\n"
        "say(frame='end', memory=0, seen=seen, wrote=wrote)"
    )
    box = child_that(monkeypatch, tmp_path, code)
    (frame,) = box.converse({}, b"")
    box.close()
    assert frame["seen"] is False
    assert frame["wrote"] is False


def test_the_child_goes_when_its_parent_goes() -> None:
    box = Sandbox()
    process = box._started()
    assert process.stdin
    process.stdin.close()
    assert process.wait(timeout=120) == 0
    box.close()


@pytest.mark.parametrize(
    "change",
    [
        {"text": None}, {"text": 3}, {"blocks": [[0, 99, "text", None, 0, [], False]]}, {"blocks": [[0, 0, "text", None, 0, [], False]]},
        {"blocks": [[1, 2, "text", None, 0, [], False], [0, 1, "text", None, 0, [], False]]}, {"blocks": [[0, 1, "evil", None, 0, [], False]]},
        {"blocks": [[0, 1, "text", None, 0, [[0, 50]], False]]}, {"blocks": "no"}, {"media_type": None, "warnings": None},
    ],
)  # fmt: skip
def test_nothing_from_the_child_is_taken_on_trust(change: dict[str, Any]) -> None:
    frame = frames.from_parsed(Parsed("甲县", "text/plain")) | change
    with pytest.raises(frames.Garbled):
        frames.to_parsed(frame)


def test_a_length_beyond_the_limit_is_not_read() -> None:
    with pytest.raises(frames.Garbled):
        frames.length(struct.pack(">Q", limits.REPLY_BYTES + 1))


def test_parse_reads_a_file_from_disk(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(DOCX)
    assert said(parse(path)) == ["全县新建车间84个。"]
    (tmp_path / "a.zip").write_bytes(making.archive({"1.txt": b"1", "2.txt": b"2"}))
    with pytest.raises(IngestError, match="2 份"):
        parse(tmp_path / "a.zip")


def test_too_large_a_file_is_refused(parser: Parser) -> None:
    with pytest.raises(IngestError, match="上限 20 MB"):
        list(parser.documents(b"x" * (limits.TEXT_FILE + 1), "a.txt"))


def test_no_process_is_left_behind() -> None:
    with Parser() as parser:
        only(parser.documents(DOCX, "a.docx"))
        child = parser._sandbox._process
        assert child is not None
    with pytest.raises(ProcessLookupError):
        os.kill(child.pid, 0)


def test_a_large_parent_does_not_wear_the_child_out() -> None:
    ballast = bytearray(1200 << 20)
    ballast[::4096] = b"x" * len(ballast[::4096])
    with Parser() as parser:
        only(parser.documents(DOCX, "a.docx"))
        child = parser._sandbox._process
        assert child is not None, "the child was ended after one document, for memory its parent holds"
        only(parser.documents(DOCX, "b.docx"))
        assert parser._sandbox._process is child
