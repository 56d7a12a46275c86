"""The built-in embedding model as a sentence-transformers folder: float32 safetensors, tokenizer, modules.

For whoever names ``intfloat/multilingual-e5-small`` itself in the settings, and as the reference that the
fast path is measured against. Made from the verified 4-bit file when first asked for; 471 MB.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from rag.models.e5_file import SPACE, E5File, Vocabulary, published_name

_TILDE = "\ue000"
"""Stands for the full-width tilde while NFKC, which would change it, is at work."""


def sentence_transformers_folder(weights: Path, folder: Path) -> Path:
    """Write ``folder`` from the file ``weights`` unless it is there; gives ``folder``.

    It appears in one step, complete. Raises ModelError for a file that cannot be read.
    """
    if folder.is_dir():
        return folder
    file = E5File(weights)
    folder.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(dir=folder.parent, prefix="folder-"))
    try:
        _tensors(file, scratch / "model.safetensors")
        tokenizer(file.vocabulary()).save(str(scratch / "tokenizer.json"), pretty=False)
        for name, content in _configurations(file).items():
            target = scratch / name
            target.parent.mkdir(exist_ok=True)
            target.write_text(json.dumps(content, indent=2), encoding="utf-8")
        os.rename(scratch, folder)
    except OSError:
        if not folder.is_dir():  # else another process was quicker
            raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return folder


def _tensors(file: E5File, path: Path) -> None:
    from safetensors.numpy import save_file

    shape = file.shape
    columns = {"word": shape.hidden, "pos": shape.hidden, "type": shape.hidden, "fo": shape.ffn}
    tensors = {}
    for name in file.names():
        values, part = file.floats(name), name.split(".")[1]
        matrix = (
            name.startswith("emb.") and part != "ln" or part in ("q", "k", "v", "ao", "fi", "fo") and name[-1] == "w"
        )
        tensors[published_name(name)] = values.reshape(-1, columns.get(part, shape.hidden)) if matrix else values
    # The encoder's class wants a pooler, which mean pooling never asks; without one it would invent it.
    tensors["pooler.dense.weight"] = np.zeros((shape.hidden, shape.hidden), np.float32)
    tensors["pooler.dense.bias"] = np.zeros(shape.hidden, np.float32)
    save_file(tensors, path, metadata={"format": "pt"})


def tokenizer(vocabulary: Vocabulary) -> Any:
    """The vocabulary as a tokenizer of the ``tokenizers`` library, control tokens and prefix space included."""
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    pieces = [vocabulary.piece(i) for i in range(len(vocabulary.offsets) - 1)]
    made = Tokenizer(models.Unigram(list(zip(pieces, vocabulary.scores.tolist(), strict=True)), vocabulary.unk))
    dropped = "".join(map(chr, (k for k, v in vocabulary.normalisation.items() if v == "")))
    spaced = "".join(map(chr, (k for k, v in vocabulary.normalisation.items() if v == " ")))
    made.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(f"[{re.escape(dropped)}]"), ""),
            normalizers.Replace(Regex(f"[{re.escape(spaced)}]"), " "),
            normalizers.Replace("～", _TILDE),
            normalizers.NFKC(),
            normalizers.Replace(_TILDE, "～"),
            normalizers.Replace(Regex(" {2,}"), " "),
            normalizers.Strip(),
        ]
    )
    made.pre_tokenizer = pre_tokenizers.Metaspace(SPACE, "always")
    made.decoder = decoders.Metaspace(SPACE, "always")
    bos, eos = pieces[vocabulary.bos], pieces[vocabulary.eos]
    made.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, vocabulary.bos), (eos, vocabulary.eos)],
    )
    specials = [bos, eos, pieces[vocabulary.pad], pieces[vocabulary.unk], "<mask>"]
    made.add_special_tokens([AddedToken(name, special=True, normalized=False) for name in specials])
    return made


def _configurations(file: E5File) -> dict[str, Any]:
    shape, vocabulary = file.shape, file.vocabulary()
    names = {
        "bos_token": "bos",
        "cls_token": "bos",
        "eos_token": "eos",
        "sep_token": "eos",
        "pad_token": "pad",
        "unk_token": "unk",
    }
    tokens = {name: vocabulary.piece(getattr(vocabulary, kind)) for name, kind in names.items()}
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_act": "gelu",
            "hidden_size": shape.hidden,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.ffn,
            "vocab_size": shape.vocabulary,
            "max_position_embeddings": shape.positions,
            "type_vocab_size": shape.token_types,
            "layer_norm_eps": shape.epsilon,
            "pad_token_id": vocabulary.pad,
            "attention_probs_dropout_prob": 0.0,
            "hidden_dropout_prob": 0.0,
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": shape.positions,
            "mask_token": "<mask>",
            **tokens,
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
        "1_Pooling/config.json": {"word_embedding_dimension": shape.hidden, "pooling_mode_mean_tokens": True},
        "sentence_bert_config.json": {"max_seq_length": shape.positions, "do_lower_case": False},
        "config_sentence_transformers.json": {"prompts": {"query": "query: ", "passage": "passage: "}},
    }
