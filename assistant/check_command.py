"""``integriteit sources --check``: is the corpus complete and checked? What is missing is named, with the reason."""

from __future__ import annotations

import sys
from collections import Counter

from rich.console import Console
from rich.table import Table

from corpus import Corpus, load_corpus
from corpus.concordance import Concordance, load_concordance, problems, without_twin
from corpus.dutch import label
from corpus.omitted import load_omitted
from ingest.settings import load_settings


def print_check() -> bool:
    """Print the report; true when nothing is wrong: no entry without lay questions, no lid of a decentral law outside the
    concordance, no lid both omitted and held, no unchecked entry of a law that was checked."""
    console = Console(width=None if sys.stdout.isatty() else 160, markup=False, highlight=False)
    corpus, concordance = load_corpus(load_settings().corpus_dir), load_concordance()
    console.print(_per_source(corpus))
    faults = [*problems(concordance, corpus), *_faults(corpus)]
    _print_twins(console, corpus, concordance)
    for fault in faults:
        console.print(f"FOUT: {fault}", style="red")
    console.print(f"{len(corpus.provisions)} bepalingen, {len(faults)} fouten")
    return not faults


def _per_source(corpus: Corpus) -> Table:
    omitted = load_omitted()
    table = Table(title="Corpus: volledig en gecontroleerd?")
    for column in (
        "bron",
        "bepalingen",
        "lekenvragen",
        "zonder vraag",
        "niet gecontroleerd",
        "oudere tekst",
        "leden zonder bepaling",
    ):
        table.add_column(column, justify="left" if column in ("bron", "leden zonder bepaling") else "right")
    for source in sorted(corpus.sources.values(), key=lambda s: (s.gezag, s.citeertitel)):
        own = [p for p in corpus.provisions if p.locator.source == source.id]
        reasons = Counter(reason for place, reason in omitted.items() if place.source == source.id)
        table.add_row(
            source.citeertitel,
            str(len(own)),
            str(sum(len(p.questions) for p in own)),
            str(sum(not p.questions for p in own)),
            str(sum(not p.checked for p in own)),
            str(sum(not p.dated for p in own)),
            ", ".join(f"{count} {reason}" for reason, count in sorted(reasons.items())) or "–",
        )
    return table


def _faults(corpus: Corpus) -> list[str]:
    found = [f"{p.locator.undated()} heeft geen lekenvraag" for p in corpus.provisions if not p.questions]
    found += [f"{lid} staat in omitted.toml en in het corpus" for lid in load_omitted() if lid in corpus.by_locator]
    for source in corpus.sources.values():
        own = [p for p in corpus.provisions if p.locator.source == source.id]
        # A law of which the official text was at hand for one entry was at hand for all.
        unchecked = [p for p in own if not p.checked and p.certain]
        if source.id.scheme == "bwb" and unchecked and any(p.checked for p in own):
            found.append(f"{source.citeertitel}: {len(unchecked)} bepalingen niet vergeleken, zoals {unchecked[0].locator}")
    return found


def _print_twins(console: Console, corpus: Corpus, concordance: Concordance) -> None:
    missing = without_twin(concordance, corpus)
    table = Table(title="Regels zonder tweeling in gemeente, provincie of waterschap")
    for column in ("zaak", "regel", "zo in de wet?"):
        table.add_column(column)
    for zaak, lid, said in missing:
        cite = corpus.sources[lid.source].citeertitel
        table.add_row(zaak.name, label(lid, cite), said or "nog niet nagegaan")
    console.print(table)
    console.print(f"{len(missing)} rijen zonder tweeling, waarvan {sum(not said for *_, said in missing)} nog niet nagegaan")
