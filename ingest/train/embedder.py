"""Train the low-rank delta of the bundled embedder on the lay questions of the corpus.

    python -m ingest.train.embedder --out delta.npz [--epochs 6] [--holdout]

Contrastive (InfoNCE): a lay question must lie nearer to another question of its own lid, and to the text of that
lid, than to those of the other leden in the batch. Leden of the same article are in the same batch, twins in
another tier (same parallelgroep) do not count as wrong. With ``--holdout`` one question a provision is kept apart and
the share whose provision is found in the first 1, 5 and 20 is printed after every epoch; the delta that ships is
trained on all of them with the same settings. ``--keep`` scales the change: the whole of it loses on law outside this corpus
(``eval.outside_law``), four fifths of it do not. Seeded; float order on other machines may differ in the last bits.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from corpus import Corpus
from corpus.outside import load_outside
from ingest.build import corpus_of
from ingest.embedders.export import export
from ingest.settings import load_settings
from ingest.train.lora import adapt, save_delta
from ingest.train.pairs import Example, batches, split_questions

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from transformers import BertModel

_QUESTION_TOKENS, _TEXT_TOKENS = 72, 88
_FOREIGN = 12


class Encoder:
    """The model with its tokeniser: texts -> unit vectors, with gradient."""

    def __init__(self, folder: Path, rank: int) -> None:
        from tokenizers import Tokenizer
        from transformers import BertModel

        self.tokeniser: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.model: BertModel = BertModel.from_pretrained(folder, local_files_only=True, add_pooling_layer=False)
        self.model.train(False)  # dropout off: with a few MB of adapters it only slows learning
        self.adapters = adapt(self.model, rank)

    def __call__(self, texts: Sequence[str], prefix: str, limit: int) -> torch.Tensor:
        ids = [e.ids[: limit - 1] + e.ids[-1:] if len(e.ids) > limit else e.ids
               for e in self.tokeniser.encode_batch([prefix + t for t in texts])]  # fmt: skip
        width = max(map(len, ids))
        tokens = torch.tensor([row + [1] * (width - len(row)) for row in ids])
        mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in ids])
        hidden = self.model(input_ids=tokens, attention_mask=mask).last_hidden_state
        weights = mask.unsqueeze(-1).to(hidden.dtype)
        return functional.normalize((hidden * weights).sum(1) / weights.sum(1), dim=1)


def loss_of(encoder: Encoder, batch: list[Example], outside: list[str], temperature: float, with_text: bool) -> torch.Tensor:
    """Mean cross-entropy of question -> question (both ways) and, on some steps, question -> text.

    ``outside``: questions from outside the subject, wrong for every anchor.
    """
    size = len(batch)
    every = encoder([*(e.anchor for e in batch), *(e.positive for e in batch), *outside], "query: ", _QUESTION_TOKENS)
    anchors, positives, foreign = every[:size], every[size : 2 * size], every[2 * size :]
    groups = [e.group for e in batch]
    same = torch.tensor([[a == b and i != j for j, b in enumerate(groups)] for i, a in enumerate(groups)])
    target = torch.arange(len(batch))

    def term(left: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
        logits = (left @ right.T / temperature).masked_fill(same, float("-inf"))
        return functional.cross_entropy(torch.cat([logits, left @ foreign.T / temperature], dim=1), target)

    loss = term(anchors, positives) + term(positives, anchors)
    if with_text:
        texts = encoder([e.text for e in batch], "passage: ", _TEXT_TOKENS)
        loss = loss + term(anchors, texts)
    return loss


@torch.no_grad()
def recall(encoder: Encoder, corpus: Corpus, at: Sequence[int] = (1, 5, 20)) -> dict[int, float]:
    """Share of the held-out questions whose provision is in the first k, by the best of its other questions."""
    rows, owners, held, truth = [], [], [], []
    for number, provision in enumerate(corpus.provisions):
        kept, out = split_questions(provision, holdout=True)
        rows += kept
        owners += [number] * len(kept)
        held += out
        truth += [number] * len(out)

    def encode(texts: list[str]) -> NDArray[np.float32]:
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        vectors = torch.empty(len(texts), encoder.model.config.hidden_size)
        for start in range(0, len(order), 64):
            part = order[start : start + 64]
            vectors[part] = encoder([texts[i] for i in part], "query: ", _QUESTION_TOKENS)
        return np.asarray(vectors.numpy(), np.float32)

    scores = encode(held) @ encode(rows).T
    best = np.full((len(held), len(corpus.provisions)), -1.0, np.float32)
    np.maximum.at(best.T, np.array(owners), scores.T)
    rank = (best > best[np.arange(len(truth)), truth][:, None]).sum(1)
    return {k: float((rank < k).mean()) for k in at}


def train(
    folder: Path, out: Path, *, epochs: int, rank: int, rate: float, size: int, seed: int, holdout: bool, keep: float
) -> None:
    torch.manual_seed(seed)
    rng = random.Random(seed)
    corpus = corpus_of(load_settings())
    outside = list(load_outside())
    encoder = Encoder(folder, rank)
    parameters = [p for a in encoder.adapters.values() for p in (a.a, a.b)]
    optimiser = torch.optim.AdamW(parameters, lr=rate, weight_decay=0.01)
    steps = epochs * sum(1 for _ in batches(corpus, size, random.Random(seed), holdout=holdout))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: min((s + 1) / 20, max(0.02, 1 - s / steps)))
    part = out.with_name(f".{out.stem}-part.npz")
    started, step = time.monotonic(), 0
    for epoch in range(epochs):
        total, count = 0.0, 0
        for batch in batches(corpus, size, rng, holdout=holdout):
            optimiser.zero_grad()
            foreign = rng.sample(outside, min(_FOREIGN, len(outside)))
            loss = loss_of(encoder, batch, foreign, 0.05, with_text=step % 4 == 0)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimiser.step()
            schedule.step()
            step, total, count = step + 1, total + float(loss.detach()), count + 1
        minutes = (time.monotonic() - started) / 60
        line = f"epoch {epoch + 1}/{epochs}  step {step}/{steps}  loss {total / count:.3f}  {minutes:.1f} min"
        if holdout:
            line += "  " + "  ".join(f"@{k} {v:.3f}" for k, v in recall(encoder, corpus).items())
        print(line, flush=True)
        save_delta(part, encoder.adapters, keep)
    # Only a finished training takes the place of the delta in use: an index of the old one stays valid until then.
    part.replace(out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, help="folder of the exported base model (default: exported into the cache)")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--size", type=int, default=64)
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument("--holdout", action="store_true")
    parser.add_argument("--keep", type=float, default=0.8, help="share of the change that is kept, 0 to 1")
    options = parser.parse_args()
    base = options.base or export(load_settings().cache_dir)
    train(
        base, options.out, epochs=options.epochs, rank=options.rank, rate=options.rate,
        size=options.size, seed=options.seed, holdout=options.holdout, keep=options.keep,
    )  # fmt: skip


if __name__ == "__main__":
    main()
