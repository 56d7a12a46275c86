"""The local model: its failures without weights, and (marked ``model``) the real one."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from rag.backends.local_chat import CONTEXT, LocalChat, model_file
from rag.errors import ModelError
from rag.settings import Settings

ASK = [{"role": "user", "content": "从一数到二百，用顿号隔开。"}]


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = model_file(Settings(home=tmp_path_factory.mktemp("home")))
    if path is None:
        pytest.skip("the local model is not downloaded")
    return path


def test_file_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught:
        next(LocalChat(tmp_path / "gone.gguf").stream(ASK, max_tokens=4))
    assert "wenju models pull" in caught.value.hint


@pytest.mark.parametrize("content", [b"", b"not a model at all" * 99, b"GGUF\x03\x00\x00\x00" + b"\xff" * 64])
def test_file_that_is_no_model(tmp_path: Path, content: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bad.gguf"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"bad\.gguf"):
        next(LocalChat(path).stream(ASK, max_tokens=4))
    assert capfd.readouterr() == ("", "")


def test_opening_loads_nothing(tmp_path: Path) -> None:
    assert LocalChat(tmp_path / "gone.gguf").name == "qwen2.5-coder-1.5b"


def close(pieces: object) -> None:
    pieces.close()  # type: ignore[attr-defined]


@pytest.mark.model
def test_stops_while_writing_and_while_reading(weights: Path) -> None:
    """What is stopped leaves the model free: the next answer does not wait for what was given up."""
    chat = LocalChat(weights)
    writing = chat.stream(ASK, max_tokens=2000)
    while not next(writing):
        pass
    close(writing)
    reading = chat.stream([{"role": "user", "content": "甲县今年新建扶贫车间。" * 250}], max_tokens=4)
    assert next(reading) == ""
    close(reading)
    heard = "".join(chat.stream([{"role": "user", "content": "好"}], max_tokens=2))
    assert heard
    done = [thread for thread in threading.enumerate() if thread.name == "local-chat" and thread.is_alive()]
    assert len(done) <= 1


@pytest.mark.model
def test_prompt_over_the_context(weights: Path) -> None:
    with pytest.raises(ModelError) as caught:
        "".join(LocalChat(weights).stream([{"role": "user", "content": "甲县" * CONTEXT}], max_tokens=4))
    assert "\n" not in caught.value.message()


@pytest.mark.model
def test_says_nothing_of_its_own_and_ends_cleanly(weights: Path, tmp_path: Path) -> None:
    """llama.cpp's log stays off both streams, and a model in mid-sentence does not crash the exit."""
    script = tmp_path / "one.py"
    script.write_text(
        "import sys; from pathlib import Path; from rag.backends.local_chat import LocalChat\n"
        f"pieces = LocalChat(Path({str(weights)!r})).stream({ASK!r}, max_tokens=300)\n"
        "sys.stdout.write(next(pieces))\n",
        encoding="utf-8",
    )
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run(
        [sys.executable, str(script)], cwd=root, env={"PYTHONPATH": str(root)}, capture_output=True, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert len(done.stdout.decode()) < 8


@pytest.mark.model
def test_llama_cpp_server_as_an_endpoint(weights: Path) -> None:
    """The adapter for endpoints against llama.cpp's own HTTP server."""
    import xllamacpp

    from rag.backends.openai_chat import OpenAIChat
    from rag.settings import ChatSettings

    params = xllamacpp.CommonParams()
    params.verbosity = -1
    params.model.path = str(weights)
    params.n_ctx = 512
    params.api_keys = ["llama-key"]
    server = xllamacpp.Server(params)
    try:
        base = f"{server.listening_address}/v1"
        chat = OpenAIChat(ChatSettings(base_url=base, api_key="llama-key", timeout_s=120))  # type: ignore[arg-type]
        text = "".join(chat.stream([{"role": "user", "content": "照抄：甲县84个[1]。"}], max_tokens=20))
        assert "84" in text and chat.name
        with pytest.raises(Exception, match="401"):
            "".join(OpenAIChat(ChatSettings(base_url=base, model="m")).stream(ASK, max_tokens=2))
        with pytest.raises(Exception, match="400"):
            "".join(chat.stream([{"role": "user", "content": "甲县" * 600}], max_tokens=2))
    finally:
        del server
