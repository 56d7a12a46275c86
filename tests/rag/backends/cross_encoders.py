"""A cross-encoder of the real shape in miniature: a BERT with random weights from a fixed seed. It ranks nothing well."""

from __future__ import annotations

from pathlib import Path

CHARACTERS = "绥宁县有多少个贫困村出列发生率下降年全人口万长道路通车"


def tiny_cross_encoder(folder: Path, *, labels: int = 1, safetensors: bool = True) -> Path:
    """Write one into ``folder`` as Hugging Face models are kept; with ``labels`` scores a pair."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    folder.mkdir(parents=True, exist_ok=True)
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *dict.fromkeys(CHARACTERS), *"0123456789，。？"]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    BertTokenizerFast(vocab_file=str(folder / "vocab.txt")).save_pretrained(folder)
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=512,
        num_labels=labels,
    )
    model = BertForSequenceClassification(config)
    if safetensors:
        model.save_pretrained(folder)
    else:
        config.save_pretrained(folder)
        torch.save(model.state_dict(), folder / "pytorch_model.bin")
    return folder
