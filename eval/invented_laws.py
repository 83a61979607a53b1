"""Laws that do not exist, with texts as long as those of real ones: for measuring at a size that no collection at hand has."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from itertools import count

from corpus import Locator, SourceId, SourceKind, Step, Unit
from corpus.documents import Document, Piece
from corpus.values import Bestuurslaag, Gezag, Source, TextKind

ARTICLES, LEDEN = 50, 2
_VERSION = dt.date(2026, 1, 1)
_SUBJECTS = (
    "houtwal dijkvak veerpont molenbiotoop schuilhut viskaar ijskelder turfvaart eendenkooi zandbank pakhuis orgel".split()
)
_PEOPLE = "de eigenaar|de beheerder|het bevoegd gezag|de aanvrager|de toezichthouder|de pachter|de schipper|de omwonende".split(
    "|"
)
_VERBS = "meldt bewaart onderzoekt vergoedt herstelt registreert beoordeelt weigert verlengt schorst verplaatst meet".split()
_THINGS = (
    "een logboek|de jaarlijkse opgave|de waterstand|een schriftelijke verklaring|het onderhoudsplan|de veiligheidskaart|"
    "een tijdelijke ontheffing|de kosten van herstel|het register van bezoekers|de uitkomst van de meting"
).split("|")
_ENDS = (
    "binnen zes weken|voor de eerste maart van elk jaar|tenzij een dringende reden zich daartegen verzet|op eigen kosten|"
    "in overleg met de buren|op de wijze die bij regeling is bepaald|zolang de vergunning geldt|bij de ingang van het terrein"
).split("|")


def invented_laws(pieces: int, *, first: int = 1) -> Iterator[Document]:
    """Laws of ``ARTICLES`` articles with ``LEDEN`` leden each, together ``pieces`` pieces; always the same ones.

    ``first``: the number of the first law, from which its words follow too.
    """
    chance = random.Random(first)
    for number in count(first):
        if pieces <= 0:
            return
        document = _law(number, min(pieces, ARTICLES * LEDEN), chance)
        pieces -= len(document.pieces)
        yield document


def _law(number: int, size: int, chance: random.Random) -> Document:
    law = SourceId(f"BWBR99{number:05d}")
    subject = chance.choice(_SUBJECTS)
    title = f"Wet op de {subject} {number}"
    source = Source(
        id=law,
        title=title,
        citeertitel=title,
        abbreviations=(),
        kind=SourceKind.WET,
        bestuurslaag=Bestuurslaag.ALGEMEEN,
        gezag=Gezag.WET,
        valid_from=_VERSION,
        valid_until=None,
        url=f"https://wetten.overheid.nl/{law}",
        text_kind=TextKind.OFFICIEEL,
        sha256=f"{chance.getrandbits(256):064x}",
    )
    pieces = tuple(_piece(law, subject, n, chance) for n in range(size))
    return Document(source, _VERSION, pieces, "verzonnen-1", sum(len("".join(p.text.split())) for p in pieces))


def _piece(law: SourceId, subject: str, number: int, chance: random.Random) -> Piece:
    article, lid = divmod(number, LEDEN)
    # Real leden have a median of 250 characters, a mean of 330 and a long tail.
    wanted = chance.lognormvariate(5.5, 0.75)
    sentences: list[str] = []
    while sum(map(len, sentences)) < wanted:
        who, verb, thing, end = (chance.choice(part) for part in (_PEOPLE, _VERBS, _THINGS, _ENDS))
        sentences.append(f"{who.capitalize()} van de {subject} {verb} {thing} {end} (nummer {chance.randrange(10_000)}).")
    steps = (Step(Unit.ARTIKEL, str(article + 1)), Step(Unit.LID, str(lid + 1)))
    return Piece(Locator(law, steps, _VERSION), " ".join(sentences), (f"Hoofdstuk {article // 10 + 1}",))
