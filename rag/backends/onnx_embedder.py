"""multilingual-e5-small on the CPU through ONNX Runtime, straight from its 4-bit file.

One text is one run of the graph: no padding, no mask, so a vector never depends on what else was in
the batch. Passages run side by side on threads of our own, each session run being single-threaded;
nothing spins while it waits. Weights become int8 per output channel within +-63, which no CPU's 8-bit
dot product can overflow; activations are quantised per text, and per token after the GELU, whose
outliers would else cost most of the agreement. The word embeddings stay 4-bit in the mapped file.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from rag.backends.onnx_graph import Graph
from rag.models.e5_file import BLOCK, SPACE, E5File, Floats, dequantised, split
from rag.models.unigram import Unigram
from rag.ports import Progress, Tokens, Vectors

RECIPE = "int8w7-rowffn-mean-1"
"""Names the precision and pooling; part of the fingerprint, raised when vectors change."""
_LARGEST = 63
_QUERY, _PASSAGE = "query: ", "passage: "
_CHUNK = 256


class OnnxE5:
    """The built-in embedder. Safe to share between threads."""

    name = "intfloat/multilingual-e5-small"

    def __init__(self, path: Path, *, sha256: str, threads: int = 1) -> None:
        """Open the weights at ``path``, whose hash is ``sha256``; ``threads`` serve one query.

        Raises:
            ModelError: the file is not what it should be.
        """
        self._file = E5File(path)
        self._vocabulary = self._file.vocabulary()
        self._tokens = Unigram(self._vocabulary)
        shape = self._file.shape
        self.dimension = shape.hidden
        self.fingerprint = f"e5-small:{sha256[:16]}:{RECIPE}"
        self._window = shape.positions - 2
        self._words = self._file.blocks("emb.word").reshape(shape.vocabulary, shape.hidden // BLOCK, -1)
        self._places = self._file.floats("emb.pos").reshape(-1, shape.hidden)
        self._places += self._file.floats("emb.type")[: shape.hidden]
        self._session = session(encoder(self._file), threads)
        self._workers = max(1, _cores() // threads)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape ``(len(texts), 384)``, L2 norm 1."""
        return self._stack([self._vector(_QUERY + text) for text in texts])

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of shape ``(len(texts), 384)``, L2 norm 1.

        A text over the model's 512 tokens is read in windows, whose means are weighted by length.
        """
        out: list[Floats] = []
        with ThreadPoolExecutor(self._workers) as pool:
            # A chunk at a time, so that an interruption does not wait for everything that was handed in.
            for start in range(0, len(texts), _CHUNK):
                chunk = texts[start : start + _CHUNK]
                for vector in pool.map(lambda text: self._vector(_PASSAGE + text), chunk):
                    out.append(vector)
                    if progress:
                        progress(len(out), len(texts))
        return self._stack(out)

    def embed_tokens(self, texts: Sequence[str], *, query: bool = False) -> list[Tokens]:
        """The tokens of each text, without prefix and control tokens."""
        prefix = _QUERY if query else _PASSAGE
        own = len(self._tokens.encode(prefix))

        def read(text: str) -> Tokens:
            ids = self._tokens.encode(prefix + text)[own:]
            states = np.concatenate([window[1:-1] for window in self._states(prefix + text)])[own:]
            unit = states / np.maximum(np.linalg.norm(states, axis=1, keepdims=True), 1e-12)
            return Tokens(unit, tuple(self._vocabulary.piece(i).replace(SPACE, "") for i in ids))

        with ThreadPoolExecutor(self._workers) as pool:
            return list(pool.map(read, texts))

    def _stack(self, vectors: list[Floats]) -> Vectors:
        return np.stack(vectors) if vectors else np.zeros((0, self.dimension), np.float32)

    def _vector(self, text: str) -> Floats:
        total = np.zeros(self.dimension, np.float32)
        for states in self._states(text):
            total += states.sum(axis=0)
        return total / max(float(np.linalg.norm(total)), 1e-12)

    def _states(self, text: str) -> list[Floats]:
        """Token states ``(tokens, 384)`` of each window of ``text``, ``<s>`` and ``</s>`` included."""
        ids = self._tokens.encode(text)
        out = []
        for start in range(0, max(len(ids), 1), self._window):
            window = [self._tokens.bos, *ids[start : start + self._window], self._tokens.eos]
            blocks = self._words[window]
            words = dequantised(blocks.reshape(-1, blocks.shape[-1])).reshape(len(window), -1)
            inputs = (words + self._places[: len(window)])[None]
            out.append(self._session.run(None, {"embeddings": inputs})[0][0])
        return out


def _cores() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def session(model: bytes, threads: int) -> Any:
    """An ONNX Runtime session on ``threads`` threads that do not spin."""
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # The optimiser would join bias and GELU, sum and layer norm, into operators that are slower here.
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.log_severity_level = 3
    return ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])


Linear = Callable[[Graph, E5File, str, Sequence[str]], str]
"""Adds the linear layers called ``names``, side by side, on a value; gives the name of the result."""


def encoder(file: E5File, linear: Linear | None = None) -> bytes:
    """The encoder as an ONNX model: ``embeddings (1, tokens, hidden)`` to ``states``, same shape.

    ``linear`` replaces the quantised linear layers, for comparison.
    """
    make, shape, graph = linear or int8_linear, file.shape, Graph()
    sizes: list[int | str] = [1, "tokens", shape.hidden]

    def norm(x: str, name: str) -> str:
        weight, bias = (graph.constant(file.floats(f"{name}.{part}")) for part in "wb")
        return graph.op("LayerNormalization", x, weight, bias, axis=-1, epsilon=shape.epsilon)

    x = norm(graph.input("embeddings", "float32", sizes), "emb.ln")
    for layer in (f"l{i}." for i in range(shape.layers)):
        parts = [layer + name for name in ("query", "key", "value")]
        joined = make(graph, file, x, [layer + name for name in ("q", "k", "v")])
        graph.op("Split", joined, outputs=parts, axis=-1)
        attended = graph.op("MultiHeadAttention", *parts, vendor=True, num_heads=shape.heads)
        x = norm(graph.op("Add", make(graph, file, attended, [layer + "ao"]), x), layer + "aln")
        inner = graph.op("Gelu", make(graph, file, x, [layer + "fi"]), vendor=True)
        x = norm(graph.op("Add", make(graph, file, inner, [layer + "fo"]), x), layer + "oln")
    graph.op("Identity", x, outputs=["states"])
    graph.output("states", "float32", sizes)
    return graph.model()


def int8_linear(graph: Graph, file: E5File, x: str, names: Sequence[str]) -> str:
    """Weights in int8, activations quantised per text; per token for ``fo``, which stands behind the GELU."""
    behind_gelu = names[0].endswith("fo")
    weight, scale = _int8(file, names, file.shape.ffn if behind_gelu else file.shape.hidden)
    bias = np.concatenate([file.floats(f"{name}.b") for name in names])
    if not behind_gelu:
        zero = graph.constant(np.zeros(len(scale), np.int8))
        inputs = [graph.constant(a) for a in (weight, scale)] + [zero, graph.constant(bias)]
        return graph.op("DynamicQuantizeMatMul", x, *inputs, vendor=True)
    largest = graph.op("ReduceMax", graph.op("Abs", x), axes=[-1], keepdims=1)
    largest = graph.op("Max", largest, graph.constant(np.array(1e-12, np.float32)))
    step = graph.op("Div", largest, graph.constant(np.array(127, np.float32)))
    level = graph.op("Round", graph.op("Div", x, step))
    unsigned = graph.op("Cast", graph.op("Add", level, graph.constant(np.array(128, np.float32))), to=2)
    sums = graph.op("MatMulInteger", unsigned, graph.constant(weight), graph.constant(np.array(128, np.uint8)))
    scaled = graph.op("Mul", graph.op("Mul", graph.op("Cast", sums, to=1), step), graph.constant(scale))
    return graph.op("Add", scaled, graph.constant(bias))


def _int8(file: E5File, names: Sequence[str], width: int) -> tuple[Any, Floats]:
    """Weights ``(width, outputs)`` in int8 within +-63, and the scale of each output.

    A weight is ``nibble - 8`` times its block's scale; the ratio of that to the output's scale is taken
    to 1/256, so that whole numbers do: an eighth of the time floats would take.
    """
    nibbles, scales = split(np.concatenate([file.blocks(f"{name}.w") for name in names]))
    levels = nibbles.astype(np.int16) - 8
    scales = scales.reshape(-1, width // BLOCK)
    scale = np.maximum(np.abs(scales).max(axis=1) * 8, 1e-12) / np.float32(_LARGEST)
    ratio = np.rint(scales / scale[:, None] * 256).astype(np.int16)
    levels = levels * ratio.reshape(-1, 1) + 128 >> 8
    return levels.astype(np.int8).reshape(-1, width).T, scale
