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
SPACE = "▁"
_SPACED = 1 << 32
"""Added to a key behind ``SPACE``; above the bytes of every character."""
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

    Piece ``i`` is ``blob[offsets[i]:offsets[i + 1]]`` in UTF-8, ``keys[i]`` the character it begins with: so
    pieces are found without making 250,000 strings, or sorting them, which took longer than a question's look-ups.
    """

    blob: bytes
    offsets: npt.NDArray[np.uint32]
    keys: npt.NDArray[np.uint64]
    scores: Floats
    bos: int
    eos: int
    pad: int
    unk: int
    normalisation: dict[int, str]

    def piece(self, i: int) -> str:
        """The piece with the id ``i``."""
        return self.blob[self.offsets[i] : self.offsets[i + 1]].decode()

    def beginning(self, char: str, *, spaced: bool = False) -> list[int]:
        """The ids of the pieces that begin with ``char``, or with ``▁`` and ``char``, ascending.

        ``▁`` itself counts as spaced, before an empty ``char``.
        """
        key = int.from_bytes(char.encode("utf-8", "surrogatepass"), "little") + (_SPACED if spaced else 0)
        found: list[int] = np.flatnonzero(self.keys == np.uint64(key)).tolist()
        return found


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
        """The pieces, about 250,000 of them."""
        keys = _keys(self._pieces, self._offsets)
        normalisation: dict[int, str] = {}
        table = self._normalisation.tobytes()
        at = 0
        for _ in range(self._normalised):
            point, count = struct.unpack_from("<IB", table, at)
            outputs = struct.unpack_from(f"<{count}I", table, at + 5)
            normalisation[point] = "".join(map(chr, outputs))
            at += 5 + 4 * count
        ids = (self._bos, self._eos, self._pad, self._unk)
        return Vocabulary(self._pieces.tobytes(), self._offsets, keys, self._scores, *ids, normalisation)

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


def _keys(blob: Bytes, offsets: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint64]:
    """The UTF-8 bytes, as a little-endian number, of the character each piece begins with.

    For a piece that begins with ``▁`` those of the next one (0 where there is none), plus ``_SPACED``.
    """
    padded = np.concatenate((blob, np.zeros(8, np.uint8)))
    at_byte = np.ndarray(len(padded) - 3, "<u4", padded, strides=(1,))
    masks = np.full(256, 0xFFFF_FFFF, np.uint32)
    masks[:0xF0], masks[:0xE0], masks[:0x80] = 0xFF_FFFF, 0xFFFF, 0xFF

    def char(at: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
        return at_byte[at] & masks[padded[at]]

    begins, ends = offsets[:-1], offsets[1:]
    keys = np.where(begins < ends, char(begins), 0).astype(np.uint64)
    space = SPACE.encode()
    spaced = np.flatnonzero(keys == int.from_bytes(space, "little"))
    behind = begins[spaced] + np.uint32(len(space))
    keys[spaced] = np.where(behind < ends[spaced], char(behind), 0).astype(np.uint64) + np.uint64(_SPACED)
    return keys


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
