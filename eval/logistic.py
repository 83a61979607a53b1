"""Logistic regression for the small models, by scikit-learn: one place for how classes weigh and how much is shrunk."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def fit_logistic(x: NDArray[np.float64], y: NDArray[np.float64], ridge: float) -> NDArray[np.float64]:
    """Weights of the columns of ``x``, the first of which is the constant and is not shrunk; both classes weigh the same.

    ``ridge`` is against the mean over the rows, so that it means the same for any number of rows.
    """
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1 / (ridge * len(y)), class_weight="balanced", tol=1e-8, max_iter=5000)
    model.fit(x[:, 1:], y)
    return np.concatenate([model.intercept_, model.coef_[0]])
