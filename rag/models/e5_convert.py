"""Making the embedding model's file out of what its publisher offers: safetensors and tokenizer.json."""

from __future__ import annotations

import json
import struct
import sys
import unicodedata
from pathlib import Path
from typing import Any

import numpy as np

from rag.errors import ModelError
from rag.models.e5_file import BLOCK, Bytes, Floats, published_name

_ALIGN = 64
_LAYERS, _HEADS = 12, 12
_EPSILON = 1e-12
_QUANTISED = ("q", "k", "v", "ao", "fi", "fo")


def convert(weights: Path, tokenizer: Path, out: Path) -> None:
    """Write ``out`` in the layout of ``rag.models.e5_file``: linear layers and words in Q4_0.

    Raises:
        ModelError: the files are not those of a model of this shape.
    """
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(weights, framework="np") as tensors:
            prefix = "bert." if any(name.startswith("bert.") for name in tensors.keys()) else ""

            def read(name: str) -> Floats:
                return np.asarray(tensors.get_tensor(prefix + published_name(name)), dtype=np.float32)

            words, places, types = (read(f"emb.{name}") for name in ("word", "pos", "type"))
            sizes = [words.shape[1], _LAYERS, _HEADS, read("l0.fi.b").size, len(words), len(places), len(types)]
            head = b"E5S1" + struct.pack("<I7ifi", 1, *sizes, _EPSILON, BLOCK)
            head += _vocabulary(json.loads(tokenizer.read_text(encoding="utf-8"))["model"]) + _normalisation()
            names = ["emb.word", "emb.pos", "emb.type", "emb.ln.w", "emb.ln.b"]
            for layer in range(_LAYERS):
                for part in ("q", "k", "v", "ao", "aln", "fi", "fo", "oln"):
                    names += [f"l{layer}.{part}.w", f"l{layer}.{part}.b"]
            _write(out, head, names, read)
    except (SafetensorError, OSError, ValueError, KeyError, IndexError) as error:
        raise ModelError(f"模型原件读不懂：{error}", f"the publisher's files cannot be read: {error}") from error


def _write(out: Path, head: bytes, names: list[str], read: Any) -> None:
    entry = struct.calcsize("<BIQQ")
    at = len(head) + 4 + sum(2 + len(name) + entry for name in names)
    directory, bodies = struct.pack("<i", len(names)), []
    for name in names:
        values = read(name)
        quantised = name == "emb.word" or name.endswith(".w") and name.split(".")[1] in _QUANTISED
        size = values.size // BLOCK * 18 if quantised else values.size * 4
        at = -(-at // _ALIGN) * _ALIGN
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", quantised, values.size, at, size)
        bodies.append((name, at, quantised))
        at += size
    with out.open("wb") as stream:
        stream.write(head + directory)
        for name, offset, quantised in bodies:
            stream.write(bytes(offset - stream.tell()))
            values = read(name)
            stream.write((quantise(values.reshape(-1, BLOCK)) if quantised else values).tobytes())


def quantise(values: Floats) -> Bytes:
    """Q4_0 blocks ``(n, 18)`` of float32 ``(n, 32)``, as llama.cpp makes them.

    The weight of the largest magnitude becomes exactly -8 steps.
    """
    extreme = np.take_along_axis(values, np.abs(values).argmax(axis=1)[:, None], axis=1)
    scale = extreme / np.float32(-8)
    inverse = np.divide(1, scale, out=np.zeros_like(scale), where=scale != 0)
    levels = np.minimum(15, (values * inverse + np.float32(8.5)).astype(np.int8)).astype(np.uint8)
    half = BLOCK // 2
    return np.concatenate((scale.astype("<f2").view(np.uint8), levels[:, :half] | levels[:, half:] << 4), axis=1)


def _vocabulary(model: dict[str, Any]) -> bytes:
    pieces = [piece.encode() for piece, _ in model["vocab"]]
    scores = np.array([score for _, score in model["vocab"]], "<f4")
    ids = {piece: i for i, (piece, _) in enumerate(model["vocab"])}
    offsets = np.concatenate(([0], np.cumsum([len(piece) for piece in pieces]))).astype("<u4")
    specials = [ids[name] for name in ("<s>", "</s>", "<pad>", "<unk>")]
    blob = b"".join(pieces)
    return struct.pack("<5iQ", len(pieces), *specials, len(blob)) + offsets.tobytes() + scores.tobytes() + blob


def _normalisation() -> bytes:
    """SentencePiece's ``nmt_nfkc`` for single characters (its builder.cc, BuildNmtNFKCMap)."""
    entries = []
    for code in range(1, sys.maxunicode + 1):
        char = chr(code)
        if code in _DROPPED:
            becomes = ""
        elif code in _SPACED:
            becomes = " "
        else:
            becomes = char if code in _KEPT or 0xD800 <= code < 0xE000 else unicodedata.normalize("NFKC", char)
        if becomes != char:
            points = [ord(c) for c in becomes]
            entries.append(struct.pack(f"<IB{len(points)}I", code, len(points), *points))
    blob = b"".join(entries)
    return struct.pack("<iI", len(entries), len(blob)) + blob


_DROPPED = frozenset([*range(0x01, 0x09), 0x0B, *range(0x0E, 0x20), 0x7F, 0x8F, 0x9F])
_SPACED = frozenset([0x09, 0x0A, 0x0C, 0x0D, 0x1680, *range(0x200B, 0x2010), 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD])
_KEPT = frozenset([0xFF5E])
"""The full-width tilde stays, since it is written for ranges."""
