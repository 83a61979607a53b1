"""A corpus of two short documents and a quick embedder, for tests of the index that need no real model."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

GEMEENTEWET = """\
+++
id = "BWBR0005416"
titel = "Gemeentewet"
citeertitel = "Gemeentewet"
afkortingen = ["Gemw"]
soort = "wet"
bestuurslaag = "gemeente"
gezag = 1
geldig_vanaf = 2026-10-01
url = "https://wetten.overheid.nl/BWBR0005416"
tekst = "samenvatting"
+++

# Gemeentewet

> Samenvatting in eigen woorden, geen officiële tekst.

## Artikel 15 – Verboden handelingen
- ambten: raadslid
- themas: verboden_handelingen
- gelezen: 2026-10-01

1. Een raadslid doet geen zaken met de eigen gemeente.
   - gevolg: De raad kan een raadslid dat dit toch doet van het lidmaatschap vervallen verklaren.
   - vraag: Mag mijn aannemersbedrijf de gemeentewerf verbouwen nu ik in de raad zit?

1, onder d. Leveren aan de gemeente, huren van de gemeente en verhuren aan de gemeente horen daarbij.
   - vraag: Mag ik een kantoortje huren van de gemeente?

2. De provincie kan een raadslid op verzoek toestemming geven.
   - bestuurslaag: provincie
   - ambten: raadslid, statenlid
   - vraag: Wie geeft ontheffing van het verbod om zaken te doen met de gemeente?

## Artikel 28
- ambten: raadslid
- themas: stemonthouding, belangenverstrengeling
- parallelgroep: stemonthouding-volksvertegenwoordiger
- gelezen: ca. 2024

1. Een raadslid praat en stemt niet mee over iets waar het zelf een persoonlijk belang bij heeft.
   - geldig_vanaf: 2023-01-01
   - zekerheid: waarschijnlijk
   - vraag: Mag ik meestemmen over het bestemmingsplan naast mijn huis?
   - vraag: Mijn zus solliciteert als griffier; doe ik mee met de stemming?

3. Bij een schriftelijke stemming telt het inleveren van het briefje als meedoen.
   - vraag: Ik lever een leeg briefje in, heb ik dan gestemd?
"""

HANDBOEK = """\
+++
id = "handboek-2023"
titel = "Handboek integriteit van politieke ambtsdragers"
citeertitel = "Handboek"
afkortingen = []
soort = "handboek"
bestuurslaag = "algemeen"
gezag = 4
geldig_vanaf = 2023-06-01
url = "https://www.politiekeambtsdragers.nl/"
tekst = "samenvatting"
+++

# Handboek

## geschenken – Geschenken en uitnodigingen
- themas: geschenken

1. Neem een cadeau dat bij u thuis wordt bezorgd niet aan en meld het.
   - vraag: Er stond een kist wijn van een projectontwikkelaar voor mijn deur, wat nu?

2. Bespreek een uitnodiging voor een diner of reis eerst met de burgemeester of in het college.
   - ambten: wethouder, burgemeester
   - vraag: Mag ik mee op de buitenlandse reis die een bedrijf betaalt?
"""

DOCUMENTS = {"gemeentewet.md": GEMEENTEWET, "handboek.md": HANDBOEK}
PROVISIONS = 7
QUESTIONS = 8


def write_corpus(folder: Path) -> Path:
    """The two documents as files in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


class HashingEmbedder:
    """A vector is the sum of one fixed random direction a word; it counts what it embeds."""

    name = "bundled"
    dimension = 64

    def __init__(self, revision: str = "0123456789ab") -> None:
        self.revision = revision
        self.embedded: list[str] = []

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._embed(texts)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._embed(texts)

    def _embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.embedded.extend(texts)
        return np.stack([self._vector(text) for text in texts])

    def _vector(self, text: str) -> NDArray[np.float32]:
        total = np.zeros(self.dimension)
        for word in text.lower().split():
            seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
            total += np.random.default_rng(seed).normal(size=self.dimension)
        return np.asarray(total / np.linalg.norm(total), dtype=np.float32)
