"""The local chat model: a GGUF file run in this process by llama.cpp, through xllamacpp.

xllamacpp holds llama.cpp's whole server, which listens on a loopback port of its own choosing even
when it is only called from here; that port is locked with a random key and serves no page.
"""

from __future__ import annotations

import atexit
import contextlib
import queue
import secrets
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from rag.errors import ModelError
from rag.models.store import ModelStore
from rag.settings import Settings

MODEL = "qwen2.5-coder-1.5b"
CONTEXT = 4096
"""Tokens of prompt and answer together."""
SEED = 7
_STEP = 64
"""Tokens of the prompt read between two looks at whether the caller has gone: under two seconds of work."""


def model_file(settings: Settings) -> Path | None:
    """The GGUF of the local model, if it is there and whole."""
    return ModelStore(settings.models).path(MODEL)


def open_local(settings: Settings) -> LocalChat:
    """The local model. It is loaded when its first word is asked for.

    Raises:
        ModelError: its file is missing.
    """
    path = model_file(settings)
    if path is None:
        raise ModelError("本机模型还没有下载", "the local model is not downloaded", hint=f"wenju models pull {MODEL}")
    return LocalChat(path, threads=settings.chat.threads)


class LocalChat:
    """A ChatModel over one GGUF file. Objects of one file share the loaded model of the process."""

    def __init__(self, path: Path, *, threads: int = 2, name: str = MODEL) -> None:
        self._path = path
        self._threads = threads
        self._name = name

    @property
    def name(self) -> str:
        """The model's name."""
        return self._name

    def stream(self, messages: Sequence[Mapping[str, str]], *, max_tokens: int) -> Iterator[str]:
        """See ``ports.ChatModel``. Temperature 0 and a fixed seed: the same prompt, the same text.

        Empty pieces come while the model is busy with another call or still reads the prompt, so that the
        caller can close the iterator then as well; the model stops within ``_STEP`` tokens of reading or one of writing. One
        generation at a time in a process; another waits. The longest common beginning with the previous
        prompt is not read again.

        Raises:
            ModelError: the file cannot be loaded, or the prompt is longer than ``CONTEXT``.
        """
        engine = _engine(self._path, self._threads)
        request = {
            "messages": [dict(message) for message in messages],
            "max_tokens": max_tokens,
            "temperature": 0,
            "top_k": 1,
            "seed": SEED,
            "stream": True,
            "cache_prompt": True,
            "return_progress": True,
        }
        yield from engine.generate(request)


_END: Final = object()


class _Engine:
    """One loaded model."""

    def __init__(self, path: Path, threads: int) -> None:
        try:
            import xllamacpp
        except ImportError as error:
            raise ModelError("本机推理引擎 xllamacpp 用不了", "xllamacpp cannot be imported") from error
        params = xllamacpp.CommonParams()
        params.verbosity = -1
        params.model.path = str(path)
        params.n_ctx = CONTEXT
        params.n_parallel = 1
        params.n_batch = params.n_ubatch = _STEP
        params.n_gpu_layers = 0
        params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
        params.cache_ram_mib = 0
        # An answer repeats its evidence: what followed the last two tokens before is a good guess for
        # what follows now, and five guesses are checked in one step (prompt lookup; a third faster).
        params.speculative.types = [xllamacpp.common_speculative_type.COMMON_SPECULATIVE_TYPE_NGRAM_SIMPLE]
        guess = params.speculative.ngram_simple
        guess.size_n, guess.size_m, guess.min_hits = 2, 5, 1
        params.api_keys = [secrets.token_urlsafe(24)]
        params.cors_origins = "http://127.0.0.1"
        params.ui = False
        params.endpoint_slots = False
        try:
            self._server: Any = xllamacpp.Server(params)
        except (RuntimeError, ValueError) as error:
            raise ModelError(
                f"本机模型装不起来：{path.name} 不完整或不是 GGUF",
                f"the local model cannot be loaded: {path.name} is damaged or no GGUF",
                hint="wenju models verify",
            ) from error
        self._turn = threading.Lock()
        self._stop = threading.Event()

    def generate(self, request: Mapping[str, Any]) -> Iterator[str]:
        while not self._turn.acquire(timeout=0.5):
            yield ""
        pieces: queue.SimpleQueue[Any] = queue.SimpleQueue()
        stop = threading.Event()

        def said(chunk: Any) -> bool:
            error = chunk.get("error")
            if error:
                pieces.put(_failed(error))
            for choice in chunk.get("choices") or ():
                text = (choice.get("delta") or {}).get("content") or ""
                if text or chunk.get("prompt_progress"):
                    pieces.put(text)
            return stop.is_set() or self._stop.is_set()

        def work() -> None:
            try:
                self._server.handle_chat_completions(dict(request), said)
            except Exception as error:  # whatever C++ raises must reach the caller, not die in a thread
                pieces.put(_failed({"message": str(error)}))
            finally:
                pieces.put(_END)
                # Released here and not by the caller: only now has the model really stopped.
                self._turn.release()

        threading.Thread(target=work, name="local-chat", daemon=True).start()
        try:
            while (piece := pieces.get()) is not _END:
                if isinstance(piece, ModelError):
                    raise piece
                yield piece
        finally:
            stop.set()

    def close(self) -> None:
        """Stop what is running and free the model."""
        self._stop.set()
        with self._turn:
            self._server = None


_engines: dict[tuple[Path, int], _Engine] = {}
_loading = threading.Lock()


def _engine(path: Path, threads: int) -> _Engine:
    with _loading:
        key = (path.resolve(), threads)
        if key not in _engines:
            if not path.is_file():
                raise ModelError(
                    f"本机模型的文件不在：{path.name}",
                    f"the local model's file is missing: {path.name}",
                    hint=f"wenju models pull {MODEL}",
                )
            _engines[key] = _Engine(path, threads)
        return _engines[key]


@atexit.register
def _close_all() -> None:
    """A model that still writes while the interpreter goes down would crash it."""
    for engine in _engines.values():
        with contextlib.suppress(Exception):
            engine.close()
    _engines.clear()


def _failed(error: Any) -> ModelError:
    words = str(error.get("message", error) if isinstance(error, dict) else error)
    words = "".join(c for c in " ".join(words.split()) if c.isprintable())[:200]
    return ModelError(f"本机模型出错：{words}", f"the local model failed: {words}")
