"""A real model that says each source again in its own words, with quotes that are right.

A small base model copies the example of the prompt and quotes nothing that stands there, so that every sentence falls for its quote and
no other check is tried. Here it only goes on with a text: the form and the quotes are made around what it writes.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import httpx

from eval.lies import Passage, Told

SENTENCES = 4
_SECONDS = 120.0
_BEFORE = """Regels van de vereniging, eerst zoals ze in het boekje staan en dan in eenvoudige woorden.

Regel: Een lid is jaarlijks contributie verschuldigd, tenzij het bestuur hem daarvan ontheffing verleent.
Eenvoudig: Elk lid moet ieder jaar contributie betalen, behalve als het bestuur zegt dat het niet hoeft.

Regel: De penningmeester legt binnen drie maanden na afloop van het boekjaar rekening en verantwoording af.
Eenvoudig: De penningmeester vertelt binnen drie maanden na het boekjaar wat er met het geld is gedaan.

Regel: {rule}
Eenvoudig:"""


class Retelling:
    """Asks a running llama.cpp (``url`` ends in ``/v1``) to go on with a text, for a sentence of each source in turn."""

    def __init__(self, url: str, model: str, seed: int) -> None:
        self._client = httpx.Client(base_url=url, timeout=_SECONDS, trust_env=False)
        self._model, self._chance = model, Random(seed)

    def __call__(self, given: Sequence[Passage]) -> list[Told]:
        """Raises ``httpx.HTTPError`` when the model cannot be reached."""
        pairs = [(p, sentence) for p in given for sentence in p.sentences]
        chosen = self._chance.sample(pairs, min(SENTENCES, len(pairs)))
        told = ((self._said(sentence), passage.label, sentence) for passage, sentence in chosen)
        return [Told(said, ((label, sentence),)) for said, label, sentence in told if said]

    def _said(self, rule: str) -> str:
        body = {
            "model": self._model,
            "prompt": _BEFORE.format(rule=" ".join(rule.split())),
            "max_tokens": 90,
            "temperature": 0.7,
            "stop": ["\n"],
        }
        answer = self._client.post("/completions", json=body)
        answer.raise_for_status()
        text: str = answer.json()["choices"][0]["text"]
        return text.strip()[:600]
