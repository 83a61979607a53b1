"""Train what makes the bundled encoder say whether a sentence follows from a text: low-rank adapters and a head.

    python -m ingest.train.entailment --pairs PAIRS.jsonl --out ingest/embedders/entail.npz [--judged eval/entailment/judged.json]

A line of the pairs: {"text": ..., "said": ..., "follows": true, "held": false} (``python -m eval.entailment_pairs`` writes them). Text
and sentence go through the encoder together, as ``ingest.embedders.entail`` does; the head is a logistic one on the mean over the
tokens and goes beside the adapters, in a .json of the same name. With ``--judged`` the pairs that are held are also judged by a model
that has not seen them: what a threshold may be fitted on. Some five minutes on a GPU, hours without.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional
from transformers import BertModel

from ingest.embedders.base import EmbedderError
from ingest.embedders.entail import WINDOW, framed, name_of
from ingest.embedders.export import export
from ingest.embedders.tokens import TextTokeniser
from ingest.settings import load_settings
from ingest.train.lora import adapt, save_delta

_PAD = 1


@dataclass(frozen=True)
class Example:
    """A pair as tokens, with <s> and </s>. ``name``: of the pair (``ingest.embedders.entail.name_of``)."""

    ids: list[int]
    follows: bool
    held: bool
    name: str


@dataclass(frozen=True)
class Plan:
    """How to train. ``rate``: of the adapters; the head learns ten times as fast. ``dropout``: of the encoder, its attention too."""

    epochs: int
    rank: int
    rate: float
    size: int
    dropout: float
    seed: int


class Judge(torch.nn.Module):
    """The encoder with adapters, and the head: shape ``(n,)`` of logits."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        super().__init__()
        self.encoder = BertModel.from_pretrained(
            folder,
            local_files_only=True,
            add_pooling_layer=False,
            hidden_dropout_prob=plan.dropout,
            attention_probs_dropout_prob=plan.dropout,
        )
        self.adapters = adapt(self.encoder, plan.rank)
        self.head = torch.nn.Linear(self.encoder.config.hidden_size, 1)

    def forward(self, batch: Sequence[Example]) -> torch.Tensor:
        device = self.head.weight.device
        width = max(len(e.ids) for e in batch)
        tokens = torch.tensor([e.ids + [_PAD] * (width - len(e.ids)) for e in batch], device=device)
        mask = torch.tensor([[1] * len(e.ids) + [0] * (width - len(e.ids)) for e in batch], device=device)
        hidden = self.encoder(input_ids=tokens, attention_mask=mask).last_hidden_state
        weights = mask.unsqueeze(-1).to(hidden.dtype)
        logits: torch.Tensor = self.head((hidden * weights).sum(1) / weights.sum(1)).squeeze(-1)
        return logits


def read_examples(path: Path, folder: Path) -> list[Example]:
    tokeniser = TextTokeniser(folder)
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        row = json.loads(line)
        ids = framed(tokeniser, row["text"], row["said"])
        if len(ids) > WINDOW:
            raise EmbedderError(
                f"{len(ids)} pieces; the encoder reads {WINDOW}", f"{path}, line {number}", "Shorten the text of the pair."
            )
        found.append(Example(ids, row["follows"], row["held"], name_of(row["text"], row["said"])))
    return found


def fit(folder: Path, examples: Sequence[Example], plan: Plan) -> Judge:
    """A judge that has seen the examples; those that follow and those that do not weigh the same."""
    torch.manual_seed(plan.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    judge = Judge(folder, plan).to(device)
    adapters = [p for a in judge.adapters.values() for p in (a.a, a.b)]
    groups = [{"params": adapters, "lr": plan.rate}, {"params": judge.head.parameters(), "lr": 10 * plan.rate}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = plan.epochs * -(-len(examples) // plan.size)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: min((s + 1) / (0.06 * steps), max(0.01, 1 - s / steps)))
    share = sum(e.follows for e in examples) / len(examples)
    weight = torch.tensor((1 - share) / share, device=device)
    judge.train()
    for epoch in range(plan.epochs):
        for batch in short_batches(examples, plan.size, plan.seed + epoch):
            target = torch.tensor([float(e.follows) for e in batch], device=device)
            with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
                logits = judge(batch)
            loss = functional.binary_cross_entropy_with_logits(logits.float(), target, pos_weight=weight)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_([*adapters, *judge.head.parameters()], 1.0)
            optimiser.step()
            schedule.step()
    return judge.eval()


def short_batches(examples: Sequence[Example], size: int, seed: int) -> list[list[Example]]:
    """Examples of about the same length go together, so that little is padding; which, and in what order, is chance by ``seed``."""
    rng = random.Random(seed)
    order = sorted(examples, key=lambda e: len(e.ids) + rng.uniform(-16, 16))
    batches = [order[start : start + size] for start in range(0, len(order), size)]
    rng.shuffle(batches)
    return batches


@torch.no_grad()
def logits_of(judge: Judge, examples: Sequence[Example]) -> NDArray[np.float64]:
    """Shape ``(len(examples),)``."""
    found = np.empty(len(examples))
    order = sorted(range(len(examples)), key=lambda n: len(examples[n].ids))
    for start in range(0, len(order), 128):
        part = order[start : start + 128]
        found[part] = judge([examples[n] for n in part]).float().cpu().numpy()
    return found


def save(judge: Judge, out: Path) -> None:
    """The adapters as float16 .npz, and the head beside it as .json."""
    save_delta(out, judge.adapters)
    weights = judge.head.weight.detach().cpu().numpy().reshape(-1)
    head = {"weights": [round(float(w), 5) for w in weights], "constant": round(float(judge.head.bias.detach()), 5)}
    out.with_suffix(".json").write_text(json.dumps(head) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, help="folder of the exported base model (default: exported into the cache)")
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--rate", type=float, default=5e-4)
    parser.add_argument("--size", type=int, default=64)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--judged", type=Path, help="where the logits of the held pairs go, by the name of the pair")
    options = parser.parse_args()
    plan = Plan(options.epochs, options.rank, options.rate, options.size, options.dropout, options.seed)
    folder = options.base or export(load_settings().cache_dir)
    examples = read_examples(options.pairs, folder)
    if options.judged:
        held = [example for example in examples if example.held]
        found = logits_of(fit(folder, [example for example in examples if not example.held], plan), held)
        judged = {example.name: round(float(logit), 2) for example, logit in zip(held, found, strict=True)}
        options.judged.write_text(json.dumps(judged, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    save(fit(folder, examples, plan), options.out)


if __name__ == "__main__":
    main()
