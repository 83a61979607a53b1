"""Invented dilemmas, a list a theme, from which a classifier learns what a dilemma is about: ``dilemma_examples.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from importlib.resources.abc import Traversable

from corpus.dilemma_values import DilemmaThema
from corpus.toml_table import Table

FILE = "dilemma_examples.toml"
#: Fewer texts of a theme than this and a classifier would learn their wording instead of the theme.
LEAST = 40


def load_examples(file: Traversable | None = None) -> Mapping[DilemmaThema, tuple[str, ...]]:
    """The texts of every theme, in the order of the themes and of the file.

    Raises ``CorpusError`` (a ``ValueError``) that names theme and number: for a theme that is unknown or missing, for fewer than
    ``LEAST`` texts, for what is no text, and for a text that stands twice, also under another theme or with other capitals.
    """
    table = Table.of(file if file is not None else resources.files("corpus") / FILE)
    table.keys(tuple(DilemmaThema))
    known: dict[str, str] = {}
    return {thema: _texts(table, thema, known) for thema in DilemmaThema}


def _texts(table: Table, thema: DilemmaThema, known: dict[str, str]) -> tuple[str, ...]:
    """``known``: where each text was seen first, over all themes; this theme is added to it."""
    texts = table.data[thema]
    if not isinstance(texts, list):
        raise table.error(f"{thema}: verwacht een lijst van teksten, vond {texts!r}; schrijf ze tussen vierkante haken")
    if len(texts) < LEAST:
        raise table.error(f"{thema}: verwacht minstens {LEAST} teksten, vond er {len(texts)}; schrijf er meer bij")
    for number, text in enumerate(texts, 1):
        place = f"{thema}, tekst {number}"
        if not isinstance(text, str) or not text or text != text.strip():
            raise table.error(f"{place}: verwacht een tekst zonder spaties eromheen, vond {text!r}; verbeter die")
        first = known.setdefault(" ".join(text.casefold().split()), place)
        if first != place:
            raise table.error(f"{place}: dezelfde tekst als {first}; haal er één weg")
    return tuple(texts)
