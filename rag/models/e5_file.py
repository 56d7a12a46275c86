"""The file of the embedding model: 4-bit weights, vocabulary and normalisation in one.

Layout, little endian: magic ``E5S1``, u32 version, 7 x i32 (hidden, layers, heads, ffn, vocabulary,
positions, token types), f32 layer-norm epsilon, i32 block size; i32 number of pieces, 4 x i32 (bos,
eos, pad, unk), u64 length, u32 offsets, f32 scores, the pieces; i32 number of normalised code
points, u32 length, then per code point u32, u8 count, u32 outputs; i32 number of tensors, then
per tensor u16 name length, name, u8 type (0 = float32, 1 = Q4_0), u32 count, u64 offset, u64 length.

A Q4_0 block is a float16 scale and 16 bytes: the low nibbles are weights 0-15, the high nibbles
16-31; a weight is ``(nibble - 8) * scale``.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from rag.errors import ModelError

BLOCK = 32
_BLOCK_BYTES = 18

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Shape:
    """The numbers of a BERT encoder."""

    hidden: int
    layers: int
    heads: int
    ffn: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Unigram pieces with their log probabilities, and what single characters are normalised to.

    ``longest[ord(c)]`` is the length in characters of the longest piece that begins with ``c``.
    """

    pieces: list[str]
    scores: list[float]
    longest: bytes
    bos: int
    eos: int
    pad: int
    unk: int
    normalisation: dict[int, str]


class E5File:
    """The opened file; tensors are read when asked for. Keeps the file mapped."""

    def __init__(self, path: Path) -> None:
        """Map ``path`` and read its directory.

        Raises:
            ModelError: the file is not of this kind or ends too early.
        """
        try:
            mapped = np.memmap(path, dtype=np.uint8, mode="r")
            self._bytes: Bytes = np.asarray(mapped)
            self._parse(mapped.data)
        except (OSError, ValueError, struct.error, UnicodeDecodeError) as error:
            raise ModelError(
                f"模型文件读不懂：{path.name}（{error}）",
                f"model file cannot be read: {path.name} ({error})",
                hint="wenju models verify e5-small",
            ) from error

    def _parse(self, view: memoryview) -> None:
        data = self._bytes
        if bytes(view[:4]) != b"E5S1":
            raise ValueError("no E5S1 header")
        version, *numbers = struct.unpack_from("<I7ifi", view, 4)
        if version != 1 or numbers[8] != BLOCK:
            raise ValueError(f"version {version}, block {numbers[8]}")
        self.shape = Shape(*numbers[:8])
        at = 44
        count, self._bos, self._eos, self._pad, self._unk = struct.unpack_from("<5i", view, at)
        (length,) = struct.unpack_from("<Q", view, at + 20)
        at += 28
        self._offsets = data[at : at + 4 * (count + 1)].view("<u4")
        at += 4 * (count + 1)
        self._scores = data[at : at + 4 * count].view("<f4")
        at += 4 * count
        self._pieces = data[at : at + length]
        at += length
        self._normalised, length = struct.unpack_from("<iI", view, at)
        self._normalisation = data[at + 8 : at + 8 + length]
        at += 8 + length
        (count,) = struct.unpack_from("<i", view, at)
        at += 4
        self._directory: dict[str, tuple[int, int, int, int]] = {}
        for _ in range(count):
            (length,) = struct.unpack_from("<H", view, at)
            name = bytes(view[at + 2 : at + 2 + length]).decode()
            at += 2 + length
            kind, items, offset, size = struct.unpack_from("<BIQQ", view, at)
            at += 21
            expected = items * 4 if kind == 0 else items // BLOCK * _BLOCK_BYTES
            if kind not in (0, 1) or size != expected or offset + size > len(data):
                raise ValueError(f"tensor {name}")
            self._directory[name] = kind, items, offset, size

    def vocabulary(self) -> Vocabulary:
        """The pieces in id order; about 250,000 of them."""
        text = self._pieces.tobytes().decode()
        begins = np.cumsum((self._pieces & 0xC0) != 0x80, dtype=np.int32)
        places = np.concatenate(([0], begins[self._offsets[1:] - 1]))
        at_each = places.tolist()
        pieces = [text[a:b] for a, b in zip(at_each, at_each[1:], strict=False)]
        points = np.frombuffer(text.encode("utf-32-le"), "<u4")
        longest = np.zeros(0x110000, np.uint8)
        np.maximum.at(longest, points[places[:-1]], np.diff(places).astype(np.uint8))
        normalisation: dict[int, str] = {}
        table = self._normalisation.tobytes()
        at = 0
        for _ in range(self._normalised):
            point, count = struct.unpack_from("<IB", table, at)
            outputs = struct.unpack_from(f"<{count}I", table, at + 5)
            normalisation[point] = "".join(map(chr, outputs))
            at += 5 + 4 * count
        return Vocabulary(
            pieces,
            self._scores.tolist(),
            longest.tobytes(),
            self._bos,
            self._eos,
            self._pad,
            self._unk,
            normalisation,
        )

    def names(self) -> list[str]:
        """Every tensor, in the order of the file."""
        return list(self._directory)

    def floats(self, name: str) -> Floats:
        """A tensor as float32, flat, whatever it is stored as."""
        kind, _, offset, size = self._directory[name]
        raw = self._bytes[offset : offset + size]
        if kind == 0:
            return raw.view("<f4").astype(np.float32)
        return dequantised(raw.reshape(-1, _BLOCK_BYTES)).reshape(-1)

    def blocks(self, name: str) -> Bytes:
        """A Q4_0 tensor as it is stored, shape ``(blocks, 18)``; not copied out of the file."""
        kind, _, offset, size = self._directory[name]
        if kind != 1:
            raise KeyError(name)
        return self._bytes[offset : offset + size].reshape(-1, _BLOCK_BYTES)


def published_name(name: str) -> str:
    """What the publisher's file calls the tensor ``name``: ``l3.ao.w`` is a layer's attention output."""
    if not name.startswith("l"):
        return _PUBLISHED[name]
    layer, part, kind = name[1:].split(".")
    return f"encoder.layer.{layer}.{_PUBLISHED[part]}.{'weight' if kind == 'w' else 'bias'}"


_PUBLISHED = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def split(blocks: Bytes) -> tuple[Bytes, Floats]:
    """Nibbles of shape ``(blocks, 32)``, 0-15, in the order of the weights, and scales ``(blocks,)``."""
    scales = np.ascontiguousarray(blocks[:, :2]).view("<f2").reshape(-1).astype(np.float32)
    packed = blocks[:, 2:]
    return np.concatenate((packed & 15, packed >> 4), axis=1), scales


def dequantised(blocks: Bytes) -> Floats:
    """Q4_0 blocks ``(n, 18)`` as float32 ``(n, 32)``."""
    nibbles, scales = split(blocks)
    return (nibbles.astype(np.float32) - 8) * scales[:, None]
