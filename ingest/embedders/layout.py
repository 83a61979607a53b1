"""The folder layout that sentence-transformers and transformers load, written without importing either."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.embedders.base import PASSAGE_PREFIX, QUERY_PREFIX
from ingest.embedders.packed import PackedModel, Shape, dequantise

_SLAB = 16_384
"""Rows of the word table unpacked at a time: 25 MB, where the whole table is 384."""

_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def write_layout(
    folder: Path,
    model: PackedModel,
    tensors: Mapping[str, NDArray[np.float32]],
    pool: NDArray[np.float32] | None,
) -> None:
    """Write weights and settings into `folder`; `tensors` are the model's own with any delta merged."""
    arrays = {_bert_name(name): array for name, array in tensors.items()}
    # BertModel has a pooler that mean pooling never reads; zeros spare the user a warning about its absence.
    hidden = model.shape.hidden
    arrays["pooler.dense.weight"] = np.zeros((hidden, hidden), dtype=np.float32)
    arrays["pooler.dense.bias"] = np.zeros(hidden, dtype=np.float32)
    write_safetensors(folder / "model.safetensors", arrays, {"embeddings.word_embeddings.weight": model.word_blocks})

    _write_modules(folder, hidden, pool)
    _write_json(folder / "config.json", _bert_config(model))
    _write_json(
        folder / "sentence_bert_config.json",
        {"max_seq_length": model.shape.positions, "do_lower_case": False},
    )
    _write_json(
        folder / "config_sentence_transformers.json",
        {
            "prompts": {"query": QUERY_PREFIX, "document": PASSAGE_PREFIX},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    )


def _write_modules(folder: Path, hidden: int, pool: NDArray[np.float32] | None) -> None:
    """The steps after the transformer: mean, the matrix `pool` if there is one, length 1."""
    modules = ["", "1_Pooling", "2_Normalize"]
    kinds = ["Transformer", "Pooling", "Normalize"]
    if pool is not None:
        modules[2:], kinds[2:] = ["2_Dense", "3_Normalize"], ["Dense", "Normalize"]
    for module in modules[1:]:
        (folder / module).mkdir()
    _write_json(
        folder / "modules.json",
        [
            {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for i, (path, kind) in enumerate(zip(modules, kinds, strict=True))
        ],
    )
    _write_json(
        folder / "1_Pooling" / "config.json",
        {
            "word_embedding_dimension": hidden,
            "pooling_mode_cls_token": False,
            "pooling_mode_mean_tokens": True,
            "pooling_mode_max_tokens": False,
            "pooling_mode_mean_sqrt_len_tokens": False,
        },
    )
    _write_json(folder / modules[-1] / "config.json", {})
    if pool is not None:
        _write_json(
            folder / "2_Dense" / "config.json",
            {
                "in_features": hidden,
                "out_features": hidden,
                "bias": False,
                "activation_function": "torch.nn.modules.linear.Identity",
            },
        )
        write_safetensors(folder / "2_Dense" / "model.safetensors", {"linear.weight": pool}, {})


def write_safetensors(path: Path, arrays: Mapping[str, NDArray[np.float32]], packed: Mapping[str, NDArray[np.uint8]]) -> None:
    """Write float32 tensors as safetensors: u64 length of the header, JSON header, raw little-endian data.

    Written by hand because the library wants every tensor in memory at once; the `packed` ones, Q4_0 blocks
    of shape (rows, k, 18), are unpacked a slab at a time.
    """
    shapes = {name: array.shape for name, array in arrays.items()}
    shapes |= {name: (blocks.shape[0], blocks.shape[1] * 32) for name, blocks in packed.items()}
    header: dict[str, object] = {"__metadata__": {"format": "pt"}}
    start = 0
    for name, shape in shapes.items():
        end = start + 4 * int(np.prod(shape))
        header[name] = {"dtype": "F32", "shape": list(shape), "data_offsets": [start, end]}
        start = end
    text = json.dumps(header).encode("utf-8")
    text += b" " * (-len(text) % 8)
    with path.open("wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for array in arrays.values():
            file.write(np.ascontiguousarray(array, dtype="<f4").data)
        for blocks in packed.values():
            for slab in _slabs(blocks):
                file.write(slab.astype("<f4", copy=False).data)


def _slabs(blocks: NDArray[np.uint8]) -> Iterator[NDArray[np.float32]]:
    for start in range(0, len(blocks), _SLAB):
        yield dequantise(blocks[start : start + _SLAB])


def _bert_name(name: str) -> str:
    """The name transformers gives to tensor `name` of the packed file: "l3.q.w" is layer 3's query weight."""
    fixed = {
        "emb.pos": "embeddings.position_embeddings.weight",
        "emb.type": "embeddings.token_type_embeddings.weight",
        "emb.ln.w": "embeddings.LayerNorm.weight",
        "emb.ln.b": "embeddings.LayerNorm.bias",
    }
    if name in fixed:
        return fixed[name]
    layer, part, kind = name.split(".")
    return f"encoder.layer.{layer[1:]}.{_LAYER_NAMES[part]}.{'weight' if kind == 'w' else 'bias'}"


def _bert_config(model: PackedModel) -> dict[str, object]:
    shape: Shape = model.shape
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "attention_probs_dropout_prob": 0.1,
        "hidden_act": "gelu",
        "hidden_dropout_prob": 0.1,
        "hidden_size": shape.hidden,
        "initializer_range": 0.02,
        "intermediate_size": shape.inner,
        # The header holds it as float32 (9.99999996e-13); the model's own value is the round one.
        "layer_norm_eps": float(f"{shape.epsilon:.6g}"),
        "max_position_embeddings": shape.positions,
        "num_attention_heads": shape.heads,
        "num_hidden_layers": shape.layers,
        "pad_token_id": model.vocabulary.pad,
        "torch_dtype": "float32",
        "type_vocab_size": shape.types,
        "vocab_size": shape.vocabulary,
    }


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
