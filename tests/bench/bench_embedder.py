"""How fast the embedder is, and what its speed costs in agreement. ``python tests/bench/bench_embedder.py``.

Every variant runs on the same passages of about 190 tokens and the same queries, in one process, against
ONNX Runtime in float32. ``--torch`` adds sentence-transformers in float32 and bfloat16, which takes minutes.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np

from rag.backends.onnx_embedder import OnnxE5, encoder, int8_linear, session
from rag.backends.onnx_graph import Graph
from rag.models.e5_file import BLOCK, E5File, Floats, split
from rag.models.store import ModelStore
from rag.models.unigram import Unigram
from rag.ports import Embedder
from rag.settings import load
from tests.bench.machine import describe

ROOT = Path(__file__).resolve().parents[2]
TOKENS, PASSAGES, QUERIES = 190, 64, 32


def stacked(file: E5File, names: Sequence[str]) -> tuple[Floats, Floats]:
    """Weights ``(outputs, inputs)`` and biases of linear layers side by side."""
    width = file.shape.ffn if names[0].endswith("fo") else file.shape.hidden
    weights = np.concatenate([file.floats(f"{name}.w").reshape(-1, width) for name in names])
    return weights, np.concatenate([file.floats(f"{name}.b") for name in names])


def float32(graph: Graph, file: E5File, x: str, names: Sequence[str]) -> str:
    weights, bias = stacked(file, names)
    return graph.op("Add", graph.op("MatMul", x, graph.constant(weights.T)), graph.constant(bias))


def four_bits(graph: Graph, file: E5File, x: str, names: Sequence[str]) -> str:
    """The blocks of the file as they are: MatMulNBits, activations in int8 by the block."""
    nibbles, scales = split(np.concatenate([file.blocks(f"{name}.w") for name in names]))
    weights, bias = stacked(file, names)
    outputs, width = weights.shape
    packed = (nibbles[:, 0::2] | nibbles[:, 1::2] << 4).reshape(outputs, width // BLOCK, BLOCK // 2)
    constants = [graph.constant(packed), graph.constant(scales.reshape(outputs, -1))]
    sizes = {"K": width, "N": outputs, "bits": 4, "block_size": BLOCK, "accuracy_level": 4}
    return graph.op("Add", graph.op("MatMulNBits", x, *constants, vendor=True, **sizes), graph.constant(bias))


def dynamic(largest: int) -> Callable[[Graph, E5File, str, Sequence[str]], str]:
    """The usual dynamic quantisation: int8 by output within ``largest``, activations by the text."""

    def linear(graph: Graph, file: E5File, x: str, names: Sequence[str]) -> str:
        weights, bias = stacked(file, names)
        scale = np.abs(weights).max(axis=1) / np.float32(largest)
        levels = np.rint(weights / scale[:, None]).astype(np.int8).T
        arrays = (levels, scale, np.zeros(len(scale), np.int8), bias)
        return graph.op("DynamicQuantizeMatMul", x, *map(graph.constant, arrays), vendor=True)

    return linear


def texts(embedder: OnnxE5) -> tuple[list[str], list[str]]:
    """Passages of about ``TOKENS`` tokens out of real reports, and queries out of the passages."""
    folder = next(p for p in (ROOT.parent / "shared" / "reports", ROOT / "samples" / "reports") if p.is_dir())
    line = "".join("".join(p.read_text(encoding="utf-8").split()) for p in sorted(folder.glob("*.txt")))
    count = Unigram(E5File(Path(embedder_path())).vocabulary()).encode
    size = TOKENS * len(line) // max(len(count(line)), 1)
    passages = [line[i : i + size] for i in range(0, len(line) - size, size)][:PASSAGES]
    return passages, [passage[30:52] for passage in passages][:QUERIES]


def embedder_path() -> Path:
    with tempfile.TemporaryDirectory() as home:
        return ModelStore(load(Path(home)).models).require("e5-small")


@dataclass
class Row:
    """What one variant showed. CPU times do not depend on what else the machine is doing, wall times do."""

    passages: Floats
    queries: Floats
    rate: float
    passage_cpu_ms: float
    query_ms: float
    query_cpu_ms: float


def measured(embedder: Embedder, passages: list[str], queries: list[str]) -> Row:
    embedder.embed_passages(passages[:2])
    wall, cpu = time.perf_counter(), time.process_time()
    vectors = embedder.embed_passages(passages)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    asked, times = [], []
    query_cpu = time.process_time()
    for text in queries * 3:
        began = time.perf_counter()
        asked.append(embedder.embed_queries([text]))
        times.append(time.perf_counter() - began)
    query_cpu = time.process_time() - query_cpu
    return Row(
        passages=vectors,
        queries=np.concatenate(asked[: len(queries)]),
        rate=len(passages) / wall,
        passage_cpu_ms=cpu / len(passages) * 1e3,
        query_ms=float(np.median(times)) * 1e3,
        query_cpu_ms=query_cpu / len(times) * 1e3,
    )


def show(name: str, row: Row, reference: Row) -> None:
    passages = (row.passages * reference.passages).sum(axis=1)
    queries = (row.queries * reference.queries).sum(axis=1)
    best = [np.argmax(r.passages @ r.queries.T, axis=0) for r in (row, reference)]
    print(
        f"{name:32s} {row.rate:10.1f} {row.passage_cpu_ms:7.1f} {row.query_ms:10.2f} {row.query_cpu_ms:7.2f}"
        f"   {passages.mean():.5f} {passages.min():.5f}   {queries.mean():.5f} {queries.min():.5f}"
        f"   {(best[0] == best[1]).mean():6.1%}",
        flush=True,
    )


def cold(home: str) -> float:
    """Seconds from process start to a query's vector."""
    code = "import sys\nfrom pathlib import Path\nfrom rag.settings import load\nfrom rag.backends.embedders import *\n"
    code += "open_embedder(load(Path(sys.argv[1]))).embed_queries(['有多少个贫困村出列？'])"
    times = []
    for _ in range(5):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", code, home], cwd=ROOT, check=True)
        times.append(time.perf_counter() - began)
    return min(times)


def features() -> str:
    """The vector instructions that matter here, as Linux names them."""
    info = Path("/proc/cpuinfo")
    text = info.read_text(encoding="utf-8") if info.is_file() else ""
    known = set(next((line for line in text.splitlines() if line.startswith("flags")), "").split())
    return " ".join(f for f in ("avx2", "avx512f", "avx512_vnni", "avx512_bf16", "amx_int8") if f in known)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--torch", action="store_true", help="sentence-transformers as well")
    arguments = parser.parse_args()
    path = embedder_path()
    packages = ", ".join(f"{name} {version(name)}" for name in ("onnxruntime", "numpy", "torch"))
    print(f"{describe()}; {packages}; {features()}")
    embedder = OnnxE5(path, sha256="0" * 64)
    passages, queries = texts(embedder)
    print(f"{len(passages)} passages of {len(passages[0])} characters, queries of {len(queries[0])}")
    print(
        f"{'':32s} {'passages/s':>10s} {'cpu ms':>7s} {'a query ms':>10s} {'cpu ms':>7s}"
        "   passages: mean, min   queries: mean, min    same first"
    )
    variants = {
        "ONNX Runtime, float32": float32,
        "ours: int8, GELU by the token": int8_linear,
        "dynamic int8 (+-127)": dynamic(127),
        "dynamic int8 (+-63)": dynamic(63),
        "MatMulNBits, 4 bits as stored": four_bits,
    }
    reference: Row | None = None
    for name, linear in variants.items():
        embedder._session = session(encoder(E5File(path), linear), 1)
        row = measured(embedder, passages, queries)
        reference = reference or row
        show(name, row, reference)
    if arguments.torch and reference:
        torch_rows(path, passages, queries, reference)
    with tempfile.TemporaryDirectory() as home:
        print(f"cold start to a query's vector: {cold(home):.2f} s (best of 5)")


def torch_rows(path: Path, passages: list[str], queries: list[str], reference: Row) -> None:
    import torch

    from rag.backends.e5_folder import sentence_transformers_folder
    from rag.backends.sentence_transformers import SentenceTransformersEmbedder

    with tempfile.TemporaryDirectory() as scratch:
        folder = sentence_transformers_folder(path, Path(scratch) / "multilingual-e5-small")
        slow = SentenceTransformersEmbedder(str(folder))
        for name, kind in (("float32", torch.float32), ("bfloat16", torch.bfloat16)):
            slow._model.to(kind)
            show(f"sentence-transformers, {name}", measured(slow, passages, queries), reference)


if __name__ == "__main__":
    main()
