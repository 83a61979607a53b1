"""Does the trained embedder lose on law outside the corpus? ``python -m eval.outside_law ARCHIVE.tar.gz``.

Known-item questions over the official XML of many laws: a sentence of one article that cites another article of the same law is the
question (with the number taken out), the cited article is what must be found among all articles sampled. Printed for the base
model and the trained one: the share found in the first 1, 5 and 20, dense only. Seeded; nothing of the texts is kept.
"""

from __future__ import annotations

import argparse
import random
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from lxml import etree
from rich.console import Console

from ingest.embedders import load_embedder
from ingest.settings import load_settings

_CITES = re.compile(r"\bartikel (\d+[a-z]{0,2})(?![\w:.])")
_SENTENCE = re.compile(r"(?<=[.;])\s+")
_SHORTEST, _LONGEST = 8, 45


@dataclass(frozen=True)
class Article:
    law: str
    number: str
    text: str


def articles(archive: Path) -> Iterator[Article]:
    """Articles in force of every law in the archive. XML with a DOCTYPE is refused."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    with tarfile.open(archive) as tar:
        for member in tar:
            file = tar.extractfile(member) if member.isfile() and member.name.endswith(".xml") else None
            data = file.read() if file else b""
            if not data or b"<!DOCTYPE" in data[:2000]:
                continue
            law = Path(member.name).name.split("_")[0]
            for node in etree.fromstring(data, parser).iter("artikel"):
                number = " ".join((node.findtext("kop/nr") or "").split())
                text = " ".join(" ".join(node.itertext()).split())
                if number and node.get("status") != "vervallen" and len(text) > 80:
                    yield Article(law, number, text)


def questions(found: list[Article], most: int, rng: random.Random) -> list[tuple[str, int]]:
    """``(sentence without its number, index of the article that it cites)``."""
    place = {(a.law, a.number): n for n, a in enumerate(found)}
    made: list[tuple[str, int]] = []
    for a in found:
        for sentence in _SENTENCE.split(a.text):
            cited = _CITES.findall(sentence)
            target = place.get((a.law, cited[0])) if len(cited) == 1 else None
            if target is not None and found[target] != a and _SHORTEST <= len(sentence.split()) <= _LONGEST:
                made.append((_CITES.sub("dat artikel", sentence), target))
    return rng.sample(made, min(most, len(made)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--questions", type=int, default=400)
    parser.add_argument("--articles", type=int, default=3000)
    options = parser.parse_args()
    rng = random.Random(20261125)
    found = list(articles(options.archive))
    asked = questions(found, options.questions, rng)
    wanted = {target for _, target in asked}
    others = [n for n in range(len(found)) if n not in wanted]
    chosen = sorted(wanted | set(rng.sample(others, max(0, min(len(others), options.articles - len(wanted))))))
    row = {n: k for k, n in enumerate(chosen)}
    console = Console(markup=False)
    console.print(f"{len(asked)} vragen, {len(chosen)} van {len(found)} artikelen")
    for name in ("bundled-base", "bundled"):
        embedder = load_embedder(name, load_settings().cache_dir)
        texts = embedder.embed_passages([found[n].text[:1500] for n in chosen])
        scores = embedder.embed_queries([q for q, _ in asked]) @ texts.T
        target = np.array([row[t] for _, t in asked])
        rank = (scores > scores[np.arange(len(asked)), target][:, None]).sum(axis=1)
        console.print(name + ": " + "  ".join(f"@{k} {(rank < k).mean():.3f}" for k in (1, 5, 20)))


if __name__ == "__main__":
    main()
