"""In which part of its law an article stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from support_cases import corpus

from corpus import Locator
from corpus.divisions import load_divisions, path_of


@pytest.mark.parametrize(
    ("place", "path"),
    [
        ("BWBR0005537#artikel=2:4/lid=1", ("Hoofdstuk 2 – Verkeer met bestuursorganen", "Afdeling 2.1 – Algemene bepalingen")),
        ("BWBR0001947#artikel=4/lid=1", ("§ 2 – Verplichtingen van overheidswerkgevers",)),
        ("gir-2020#paragraaf=4.2", ()),
        ("BWBR0041522#artikel=3.3.4", ()),
    ],
)
def test_the_path_of_a_place(place: str, path: tuple[str, ...]) -> None:
    assert path_of(Locator.parse(place)) == path


def test_each_article_is_one_of_the_corpus() -> None:
    known = {(p.locator.source, p.locator.steps[0]) for p in corpus().provisions if p.locator.steps}
    assert set(load_divisions()) <= known and len(load_divisions()) >= 300


@pytest.mark.parametrize(
    "text",
    [
        "[[BWBR0005416]]\npad = []\nartikelen = ['1']",
        "[[BWBR0005416]]\npad = ['Titel I']\nartikelen = ['1']\nx = 1",
        "[[BWBR0005416]]\npad = ['Titel I']\nartikelen = ['1', '1']",
    ],
)
def test_what_is_wrong_stops_loudly(text: str, tmp_path: Path) -> None:
    file = tmp_path / "divisions.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"divisions\.toml, BWBR0005416"):
        load_divisions(file)


def test_it_is_what_the_official_text_says(shared: Path) -> None:
    from ingest.bwb.law import parse_toestand

    for file in sorted((shared / "official" / "bwb").glob("*.xml")):
        for piece in parse_toestand(file.read_bytes(), file.name).pieces:
            if path := path_of(piece.locator.undated()):
                parts = [heading for heading in piece.headings if not heading.lower().startswith("artikel")]
                assert len(path) == len(parts) and all(part.startswith(own) for part, own in zip(parts, path, strict=True))
