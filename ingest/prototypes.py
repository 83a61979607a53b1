"""A linear classifier of questions into provisions, from the vectors of the lay questions (linear discriminant analysis).

The nearest single lay question is a noisy sign; the mean of all questions of a lid, with the spread that all questions
share taken out, is a steadier one. Both are signals of retrieval.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

#: Ridge as a multiple of the mean variance: the higher, the nearer to the plain mean of the questions.
_RIDGE = 3.0


def prototypes(vectors: NDArray[np.float32], owner: NDArray[np.int32], size: int) -> NDArray[np.float32]:
    """``(size, dimension + 1)``: weights and, last, the constant of each provision.

    ``vectors`` are those of the lay questions, ``owner`` the provision of each. A provision without questions gets
    weights 0 and the lowest constant.
    """
    x = vectors.astype(np.float64)
    if not len(x):
        return np.zeros((size, vectors.shape[1] + 1), np.float32)
    mean = x.mean(axis=0)
    spread = (x - mean).T @ (x - mean) / len(x)
    ridge = _RIDGE * max(float(np.trace(spread)) / len(mean), 1e-9)
    precision = np.linalg.inv(spread + ridge * np.eye(len(mean)))
    centre, count = np.zeros((size, len(mean))), np.zeros(size)
    np.add.at(centre, owner, x - mean)
    np.add.at(count, owner, 1)
    centre /= np.maximum(count, 1)[:, None]
    weights = centre @ precision
    constant = -0.5 * np.einsum("ij,ij->i", weights, centre) - weights @ mean
    constant[count == 0] = constant.min()
    return np.hstack([weights, constant[:, None]]).astype(np.float32)
