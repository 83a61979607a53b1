"""The Chroma collection of a release."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus import Corpus
from ingest.dense import create_collection, open_client
from ingest.passages import Passage
from ingest.release import IndexProblem

_CHROMA_BATCH = 4000


def fill_chroma(folder: Path, corpus: Corpus, rows: list[Passage], vectors: NDArray[np.float32]) -> None:
    from chromadb.errors import ChromaError

    client = open_client(folder)
    try:
        collection = create_collection(client)
        for start in range(0, len(rows), _CHROMA_BATCH):
            part = rows[start : start + _CHROMA_BATCH]
            collection.add(
                ids=[p.id for p in part],
                embeddings=vectors[start : start + len(part)],
                documents=[p.text for p in part],
                metadatas=[_metadata(corpus, p) for p in part],
            )
    except ChromaError as error:
        raise IndexProblem(
            f"{folder}: Chroma kan niet schrijven ({error}). Is de schijf vol? De oude index blijft antwoorden"
        ) from error
    finally:
        # Without this the sums in the manifest would be taken of files that Chroma still has open, and a next build
        # in this process would get this client back.
        client.close()  # type: ignore[attr-defined]  # on the class behind ClientAPI since 1.0


def _metadata(corpus: Corpus, passage: Passage) -> dict[str, str | int]:
    provision = corpus.by_locator[passage.locator.undated()]
    source = corpus.source_of(provision)
    since = provision.valid_from or dt.date.min
    return {
        "locator": str(provision.locator),
        "source": str(source.id),
        "field": str(passage.field),
        "bestuurslaag": str(provision.bestuurslaag),
        "gezag": int(source.gezag),
        # Chroma filters ranges on numbers only. isoformat, because strftime does not pad years below 1000.
        "valid_from": int(since.isoformat().replace("-", "")),
        "valid_until": int(source.valid_until.isoformat().replace("-", "")) if source.valid_until else 99991231,
    }
