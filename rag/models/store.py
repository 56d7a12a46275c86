"""Model files on disk: a file has its final name only when its sha256 is the published one.

::

    ROOT/<name>/<file>          the model
    ROOT/<name>/<file>.partial  what a pull that is under way, or was cut short, has brought so far
    ROOT/<name>/verified.json   hash, size and time of the file when it was last hashed
    ROOT/<name>/progress.json   how far the last pull came
    ROOT/<name>/lock            held by the process that pulls
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from rag.errors import ModelError, reason
from rag.models import sources
from rag.models.catalogue import MODELS, Model, find
from rag.models.fetch import Fetch, Hub, Registry, altered, hashed
from rag.models.progress import PullProgress, Reporter
from rag.ports import Progress

if TYPE_CHECKING:
    from filelock import FileLock

State = Literal["ready", "missing", "partial", "wrong"]


@dataclass(frozen=True, slots=True)
class Status:
    """How a model stands. ``sha256`` is that of the file found, ``done`` the bytes that are here."""

    model: Model
    state: State
    path: Path
    expected: str
    sha256: str | None = None
    done: int = 0
    origin: str = ""

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
            "expected_sha256": self.expected,
            "origin": self.origin,
        }


class ModelStore:
    """The models under ``root``, which homes and processes may share."""

    def __init__(self, root: Path, *, hub: Hub = sources.hub, registry: Registry = sources.wheel) -> None:
        self.root = root.expanduser()
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
            raise altered(status.path.name, status.expected, status.sha256 or "?", hint)
        raise ModelError(f"还没有模型 {name}", f"model {name} is not here yet", hint=hint)

    def status(self, name: str, *, rehash: bool = False) -> Status:
        """How ``name`` stands; ``rehash`` reads every byte again."""
        model = find(name)
        path = self._folder(model) / model.file
        try:
            found = path.stat()
        except OSError:
            partial = path.with_name(f"{model.file}.partial")
            done = partial.stat().st_size if partial.exists() else 0
            return Status(model, "partial" if done else "missing", path, model.sha256, done=done)
        note = self._note(model)
        made_here = bool(model.original and note.get("origin"))
        expected = str(note["expected"]) if made_here else model.sha256
        sha256 = str(note.get("sha256"))
        if rehash or (note.get("size"), note.get("mtime_ns")) != (found.st_size, found.st_mtime_ns):
            try:
                sha256 = hashed(path)
            except OSError as error:
                raise ModelError(f"读不了 {path}：{reason(error)}", f"cannot read {path}: {error.strerror}") from error
            self._remember(model, path, sha256, expected, note.get("origin", ""))
        state: State = "ready" if sha256 == expected else "wrong"
        return Status(model, state, path, expected, sha256, found.st_size, note.get("origin", ""))

    def statuses(self) -> list[Status]:
        """Every known model."""
        return [self.status(model.name) for model in MODELS]

    def progress(self, name: str) -> PullProgress | None:
        """How far the last pull of ``name`` came, whichever process runs it; None before the first."""
        model = find(name)
        seen = PullProgress.read(self._folder(model) / "progress.json")
        if seen is None or seen.state != "running":
            return seen
        from filelock import Timeout

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
            lock = self._acquired(model, progress)
        except OSError as error:
            raise _unwritable(folder, error) from error
        try:
            status = self.status(name)
            if status.state == "ready":
                return status.path
            reporter = Reporter(name, model.size, folder / "progress.json", progress)
            try:
                fetched = Fetch(model, folder, reporter, self._hub, self._registry).run()
                self._remember(model, status.path, fetched.sha256, fetched.sha256, fetched.origin)
                reporter.end("done")
            except (ModelError, OSError) as error:
                reporter.end("failed", str(error)[:300])
                raise _unwritable(folder, error) if isinstance(error, OSError) else error from error
            except BaseException:
                reporter.end("interrupted")
                raise
        finally:
            lock.release()
        return status.path

    def _acquired(self, model: Model, progress: Progress | None) -> FileLock:
        """The lock, held; until it is free, ``progress`` is told how the other pull gets on."""
        from filelock import Timeout

        lock = self._lock(model)
        while True:
            try:
                lock.acquire(timeout=0.5)
                return lock
            except Timeout:
                seen = PullProgress.read(self._folder(model) / "progress.json")
                if seen and progress:
                    progress(seen.done, seen.total)

    def _folder(self, model: Model) -> Path:
        return self.root / model.name

    def _lock(self, model: Model) -> FileLock:
        # Brought in late: it costs 30 ms, and only a pull locks.
        from filelock import FileLock

        return FileLock(self._folder(model) / "lock")

    def _note(self, model: Model) -> dict[str, Any]:
        try:
            note = json.loads((self._folder(model) / "verified.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return note if isinstance(note, dict) else {}

    def _remember(self, model: Model, path: Path, sha256: str, expected: str, origin: str) -> None:
        found = path.stat()
        note: dict[str, Any] = {"sha256": sha256, "expected": expected, "origin": origin}
        note |= {"size": found.st_size, "mtime_ns": found.st_mtime_ns}
        target = self._folder(model) / "verified.json"
        scratch = target.with_suffix(f".{os.getpid()}")
        try:
            scratch.write_text(json.dumps(note), encoding="utf-8")
            os.replace(scratch, target)
        except OSError:
            # A cache that cannot be written (a shared, read-only one) is hashed again the next time.
            return


def _unwritable(folder: Path, error: OSError) -> ModelError:
    return ModelError(f"写不进 {folder}：{reason(error)}", f"cannot write to {folder}: {error.strerror}")
