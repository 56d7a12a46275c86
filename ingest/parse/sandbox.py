"""The parent's side of the child that parses: start it, feed it, time it, bury it."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.parse import frames, limits
from rag.errors import IngestError

_ROOT = Path(__file__).resolve().parents[2]
_RECYCLE_AFTER = 500
_RECYCLE_BYTES = 400 * limits.MB
_CHUNK = 1 << 20


class Sandbox:
    """One child, kept warm between files: a thousand small files do not pay a thousand starts.

    The child gets no environment variable of ours (keys stand there), a session of its own (Ctrl-C is for
    us), limits of its own, and is killed when it gives no sign of life for ``deadline_s`` seconds.
    """

    def __init__(self, *, address_space: int = limits.ADDRESS_SPACE, deadline_s: float = limits.DEADLINE_S) -> None:
        self._address_space = address_space
        self._deadline_s = deadline_s
        self._process: subprocess.Popen[bytes] | None = None
        self._served = 0

    def converse(self, request: dict[str, Any], data: bytes) -> Iterator[dict[str, Any]]:
        """Send one file and give the frames of the answer, up to the last.

        Raises:
            IngestError: the child took too long, died, or answered nonsense. It is gone then; the next
                call starts another.
        """
        process = self._started()
        self._served += 1
        finished = False
        try:
            self._send(process, frames.pack(request | {"size": len(data)}), data)
            while not finished:
                frame = self._receive(process)
                spent = self._served >= _RECYCLE_AFTER or int(frame.get("memory", 0)) > _RECYCLE_BYTES
                finished = frame.get("frame") in ("end", "ocr", "refused")
                if finished and spent:
                    self.close()
                yield frame
        except (ValueError, TypeError) as error:
            raise IngestError("解析失败：结果不可信", "parsing failed: the result cannot be trusted") from error
        finally:
            if not finished:
                self.close()

    def close(self) -> None:
        """End the child, at once."""
        process, self._process, self._served = self._process, None, 0
        if process is None:
            return
        _kill(process)
        for stream in (process.stdin, process.stdout):
            if stream:
                try:
                    stream.close()
                except OSError:
                    continue

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            keep = {k: os.environ[k] for k in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "TMPDIR") if k in os.environ}
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "ingest.parse.child", str(self._address_space)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                env=keep
                | {"PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
                | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": str(os.cpu_count() or 1)},
                start_new_session=True,
            )
            for stream in (self._process.stdin, self._process.stdout):
                assert stream is not None
                os.set_blocking(stream.fileno(), False)
        return self._process

    def _send(self, process: subprocess.Popen[bytes], *parts: bytes) -> None:
        assert process.stdin is not None
        fd = process.stdin.fileno()
        for part in parts:
            view = memoryview(part)
            while view:
                self._wait(process, fd, selectors.EVENT_WRITE, time.monotonic() + self._deadline_s)
                try:
                    view = view[os.write(fd, view[:_CHUNK]) :]
                except BlockingIOError:
                    continue
                except OSError as error:
                    raise self._obituary(process) from error

    def _receive(self, process: subprocess.Popen[bytes]) -> dict[str, Any]:
        deadline = time.monotonic() + self._deadline_s
        size = frames.length(self._exactly(process, 8, deadline))
        return frames.unpack(self._exactly(process, size, deadline))

    def _exactly(self, process: subprocess.Popen[bytes], size: int, deadline: float) -> bytes:
        assert process.stdout is not None
        fd = process.stdout.fileno()
        parts = bytearray()
        while len(parts) < size:
            self._wait(process, fd, selectors.EVENT_READ, deadline)
            try:
                piece = os.read(fd, min(_CHUNK, size - len(parts)))
            except BlockingIOError:
                continue
            if not piece:
                raise self._obituary(process)
            parts += piece
        return bytes(parts)

    def _wait(self, process: subprocess.Popen[bytes], fd: int, event: int, deadline: float) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(fd, event)
            if not selector.select(max(0.0, deadline - time.monotonic())):
                _kill(process)
                raise IngestError(
                    f"解析超过 {self._deadline_s:g} 秒没有进展，已停止",
                    f"parsing made no progress in {self._deadline_s:g} seconds and was stopped",
                )

    def _obituary(self, process: subprocess.Popen[bytes]) -> IngestError:
        """Why the child is gone, in words."""
        try:
            code = process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            _kill(process)
            code = process.wait()
        if -code == getattr(signal, "SIGXCPU", 24):
            return IngestError("解析所需处理器时间超过上限", "parsing needs more processor time than allowed")
        if code == 1 or -code == getattr(signal, "SIGKILL", 9):
            return IngestError("解析所需内存超过上限", "parsing needs more memory than allowed")
        return IngestError(f"解析时崩溃（代码 {code}），文件可能已损坏", f"the parser crashed (code {code}); damaged?")


def _kill(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError, AttributeError):
        process.kill()
    process.wait()
