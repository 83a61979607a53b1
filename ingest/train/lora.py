"""Low-rank adapters on the linear layers of the e5 encoder, and their export as ``A``/``B`` pairs.

Only the adapters are trained; vocabulary, positions, norms and the base weights stay as they are, so what is
committed is a few MB made by our own script. Names follow ``ingest.embedders.delta``: ``l3.q.A``, ``l3.q.B``.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import nn

if TYPE_CHECKING:
    from transformers import BertModel


class LowRank(nn.Module):
    """``W x + B A x`` with ``W`` frozen; ``B`` starts at zero, so training starts from the base model."""

    def __init__(self, base: nn.Linear, rank: int) -> None:
        super().__init__()
        self.base = base
        self.a = nn.Parameter(torch.randn(rank, base.in_features) / math.sqrt(base.in_features))
        self.b = nn.Parameter(torch.zeros(base.out_features, rank))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        out: torch.Tensor = self.base(x) + (x @ self.a.T) @ self.b.T
        return out


def adapt(model: BertModel, rank: int) -> dict[str, LowRank]:
    """Freeze the model and put adapters on every attention and feed-forward layer; returns them by name."""
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    found: dict[str, LowRank] = {}
    layers: Any = model.encoder.layer  # a ModuleList; its items are BertLayer, which torch cannot say
    for number, layer in enumerate(layers):
        places = {
            "q": (layer.attention.self, "query"),
            "k": (layer.attention.self, "key"),
            "v": (layer.attention.self, "value"),
            "ao": (layer.attention.output, "dense"),
            "fi": (layer.intermediate, "dense"),
            "fo": (layer.output, "dense"),
        }
        for part, (owner, attribute) in places.items():
            adapter = LowRank(getattr(owner, attribute), rank)
            setattr(owner, attribute, adapter)
            found[f"l{number}.{part}"] = adapter
    return found


def save_delta(path: Path, adapters: dict[str, LowRank], keep: float = 1.0) -> None:
    """Write the adapters as float16 ``.npz``: half the size, and far below the noise of int8. ``keep``: share of the change."""
    arrays: dict[str, np.ndarray] = {}
    for name, adapter in adapters.items():
        arrays[f"{name}.A"] = adapter.a.detach().cpu().numpy().astype(np.float16)
        arrays[f"{name}.B"] = (adapter.b.detach().cpu().numpy() * keep).astype(np.float16)
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]
