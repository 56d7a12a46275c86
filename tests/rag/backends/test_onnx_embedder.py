from __future__ import annotations

import math
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from rag.backends.embedders import open_embedder
from rag.backends.onnx_embedder import OnnxE5, encoder
from rag.errors import ModelError
from rag.models.e5_file import E5File, Floats
from rag.models.store import ModelStore
from rag.models.unigram import Unigram
from rag.settings import load
from tests.conftest import ROOT
from tests.rag.models.making import POSITIONS, tiny_e5


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_e5(tmp_path_factory.mktemp("e5"))


@pytest.fixture(scope="module")
def embedder(path: Path) -> OnnxE5:
    return OnnxE5(path, sha256="0" * 64)


def reference(file: E5File, ids: list[int]) -> Floats:
    """BERT as the paper has it (Devlin 2019), in float64: the states of the last layer ``(tokens, hidden)``."""
    shape = file.shape
    hidden = shape.hidden

    def get(name: str) -> np.ndarray:
        return file.floats(name).astype(np.float64)

    def linear(x: np.ndarray, name: str) -> np.ndarray:
        return x @ get(f"{name}.w").reshape(-1, x.shape[1]).T + get(f"{name}.b")

    def norm(x: np.ndarray, name: str) -> np.ndarray:
        centred = x - x.mean(axis=1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=1, keepdims=True) + shape.epsilon)
        return scaled * get(f"{name}.w") + get(f"{name}.b")

    x = get("emb.word").reshape(-1, hidden)[ids] + get("emb.pos").reshape(-1, hidden)[: len(ids)]
    x = norm(x + get("emb.type")[:hidden], "emb.ln")
    for i in range(shape.layers):
        layer, width = f"l{i}.", hidden // shape.heads
        projected = [linear(x, layer + name) for name in "qkv"]
        heads = []
        for h in range(shape.heads):
            q, k, v = (values[:, h * width : (h + 1) * width] for values in projected)
            likeness = q @ k.T / math.sqrt(width)
            weights = np.exp(likeness - likeness.max(axis=1, keepdims=True))
            heads.append(weights / weights.sum(axis=1, keepdims=True) @ v)
        x = norm(x + linear(np.concatenate(heads, axis=1), layer + "ao"), layer + "aln")
        inner = linear(x, layer + "fi")
        inner = inner * 0.5 * (1 + np.vectorize(math.erf)(inner / math.sqrt(2)))
        x = norm(x + linear(inner, layer + "fo"), layer + "oln")
    return x


def pooled(file: E5File, text: str) -> Floats:
    """The mean over windows of at most ``positions`` tokens, weighted by their length."""
    unigram = Unigram(file.vocabulary())
    ids = unigram.encode(text)
    room = file.shape.positions - 2
    windows = [ids[i : i + room] for i in range(0, max(len(ids), 1), room)]
    total = sum(reference(file, [unigram.bos, *w, unigram.eos]).sum(axis=0) for w in windows)
    return np.asarray(total / np.linalg.norm(total))


@pytest.mark.parametrize("text", ["贫困村出列", "绥宁县的人口，有多少个？12年", "", "贫困 村" * 40])
def test_as_plain_arithmetic_has_it(path: Path, embedder: OnnxE5, text: str) -> None:
    file = E5File(path)
    assert float(embedder.embed_passages([text])[0] @ pooled(file, "passage: " + text)) > 0.995
    assert float(embedder.embed_queries([text])[0] @ pooled(file, "query: " + text)) > 0.995


def test_long_texts_are_read_to_the_end(embedder: OnnxE5) -> None:
    assert len(embedder._tokens.encode("贫困 村" * 60)) > 2 * POSITIONS
    assert len(embedder._states("贫困 村" * 60)) > 2


def test_the_model_written_is_valid(path: Path) -> None:
    import onnx

    model = onnx.load_from_string(encoder(E5File(path)))
    onnx.checker.check_model(model)
    assert {node.op_type for node in model.graph.node} >= {"DynamicQuantizeMatMul", "MatMulInteger"}
    for tensor in model.graph.initializer:
        if tensor.data_type == onnx.TensorProto.INT8:
            # Two products of 8 bits must fit into 16, or older CPUs saturate: 2 x 255 x 63 < 2^15.
            assert np.abs(onnx.numpy_helper.to_array(tensor).astype(int)).max() <= 64


def test_queries_run_on_the_threads_set_and_none_spins(embedder: OnnxE5) -> None:
    options = embedder._session.get_session_options()
    assert options.intra_op_num_threads == 1
    assert options.get_session_config_entry("session.intra_op.allow_spinning") == "0"


def test_threads_may_share_it(embedder: OnnxE5) -> None:
    texts = [f"贫困村{n}个，绥宁县{n}年" for n in range(40)]
    expected = embedder.embed_queries(texts)
    results: dict[int, Floats] = {}

    def work(n: int) -> None:
        results[n] = OnnxE5.embed_queries(embedder, texts)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(results) == 4 and all(np.array_equal(r, expected) for r in results.values())


def test_token_vectors(embedder: OnnxE5) -> None:
    (tokens,) = embedder.embed_tokens(["贫困村出列"])
    assert tokens.vectors.shape == (len(embedder._tokens.encode("passage: 贫困村出列")) - 2, embedder.dimension)
    assert np.allclose(np.linalg.norm(tokens.vectors, axis=1), 1, atol=1e-4)
    assert "".join(tokens.pieces) == "贫困村出列"


def test_the_fingerprint_follows_the_weights(path: Path) -> None:
    prints = {OnnxE5(path, sha256=c * 64).fingerprint for c in "ab"}
    assert len(prints) == 2


def test_missing_weights_say_how_to_get_them(tmp_path: Path) -> None:
    settings = load(tmp_path, models=tmp_path / "models")
    with pytest.raises(ModelError) as caught:
        open_embedder(settings)
    assert caught.value.exit_code == 3
    assert "wenju models pull e5-small" in caught.value.message("zh")


def test_altered_weights_are_refused(tmp_path: Path, path: Path) -> None:
    settings = load(tmp_path, models=tmp_path / "models")
    target = tmp_path / "models" / "e5-small" / "e5-small-q4.bin"
    target.parent.mkdir(parents=True)
    target.write_bytes(path.read_bytes())
    with pytest.raises(ModelError, match="sha256"):
        open_embedder(settings)


COLD = """
import sys
from pathlib import Path
from rag.backends.embedders import open_embedder
from rag.settings import load
vectors = open_embedder(load(Path(sys.argv[1]))).embed_queries(["绥宁县有多少个贫困村出列？"])
assert vectors.shape == (1, 384)
heavy = {"torch", "transformers", "sentence_transformers", "tokenizers", "onnx", "langchain_core", "chromadb"}
print(sorted(heavy & set(sys.modules)))
"""


def test_a_query_brings_in_nothing_heavy(tmp_path: Path) -> None:
    if ModelStore(load(tmp_path).models).path("e5-small") is None:
        pytest.skip("e5-small is not here")
    command = [sys.executable, "-c", COLD, str(tmp_path)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
