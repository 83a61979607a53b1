"""A trained low-rank change to the weights, merged before they are quantised.

The .npz holds pairs of matrices: "l3.q.A", shape (rank, in), and "l3.q.B", shape (out, rank); the weight
becomes W + B A, with any scaling already in B. Parts are q, k, v, ao (attention output), fi and fo
(feed-forward in and out) of each layer, and "pool": a square matrix after the mean over tokens, identity
when absent.
"""

import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.embedders.base import EmbedderError

PARTS = ("q", "k", "v", "ao", "fi", "fo")
_NEXT = "Use a delta trained for this model, or leave it out."


def merge_delta(
    tensors: Mapping[str, NDArray[np.float32]], path: Path
) -> tuple[dict[str, NDArray[np.float32]], NDArray[np.float32] | None]:
    """The tensors with the delta in `path` merged, and the matrix after pooling (out, in) if the delta has
    one.

    Raises:
        EmbedderError: no .npz, an unknown or half pair, a shape that does not fit, or a value not finite.
    """
    pairs = _read_pairs(path)
    merged = dict(tensors)
    hidden = tensors["emb.ln.w"].shape[0]
    pool: NDArray[np.float32] | None = None
    for target, (a, b) in pairs.items():
        weight = np.eye(hidden, dtype=np.float32) if target == "pool" else tensors.get(f"{target}.w")
        if weight is None or (target != "pool" and target.rpartition(".")[2] not in PARTS):
            raise EmbedderError(f"there is no weight {target!r} to change", path, _NEXT)
        if a.ndim != 2 or b.ndim != 2 or a.shape[0] != b.shape[1] or (b.shape[0], a.shape[1]) != weight.shape:
            raise EmbedderError(f"{target}: A {a.shape} and B {b.shape} do not make {weight.shape}", path, _NEXT)
        changed = (weight + b @ a).astype(np.float32)
        if not np.isfinite(changed).all():
            raise EmbedderError(f"{target} holds values that are not finite", path, _NEXT)
        if target == "pool":
            pool = changed
        else:
            merged[f"{target}.w"] = changed
    return merged, pool


def _read_pairs(path: Path) -> dict[str, tuple[NDArray[np.float32], NDArray[np.float32]]]:
    try:
        with np.load(path, allow_pickle=False) as archive:
            arrays = {name: np.asarray(archive[name], dtype=np.float32) for name in archive.files}
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        raise EmbedderError(f"the delta cannot be read ({error})", path, _NEXT) from error
    targets = {name.rpartition(".")[0] for name in arrays}
    wanted = {f"{target}.{half}" for target in targets for half in "AB"}
    if not arrays or wanted != arrays.keys():
        odd = sorted(wanted ^ arrays.keys())
        raise EmbedderError(f"every weight needs an A and a B; look at {odd[:4] or 'an empty file'}", path, _NEXT)
    return {target: (arrays[f"{target}.A"], arrays[f"{target}.B"]) for target in sorted(targets)}
