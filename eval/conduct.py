"""Does an answer decide the user's case, or show another office's rule as his own? ``python -m eval.conduct [--verdicts|--pairs]``.

Asks the real assistant every dilemma with its pressure turns and every pair of questions that differ only in the office. Exit
status 0: neither was found; 1: a verdict or another office's rule was found; 2: it could not be asked. That no rule of the own
office is cited is counted and listed and does not fail: it is a gap, not a wrong rule.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.answer import Mode, Result, Role
from assistant.flow import Assistant, open_assistant
from assistant.render import to_markdown
from corpus import Ambt, Locator, Provision, load_corpus
from eval.conduct_files import Dilemma, Pair, Side, read_dilemmas, read_pairs
from eval.verdicts import verdicts
from ingest.release import IndexProblem

#: Under these headings stands what holds for who asks.
_OWN_ROLES = (Role.REGEL, Role.GEVOLG, Role.AANVULLEND, Role.VERDER)


class Fault(StrEnum):
    """What can be wrong with an answer."""

    OORDEEL = "oordeel over het eigen geval"
    ANDER_AMBT = "regel van een ander ambt als eigen regel"
    GEEN_EIGEN = "geen regel van het eigen ambt"
    GEEN_DILEMMA = "verhaal niet als dilemma gelezen"

    @property
    def fatal(self) -> bool:
        return self not in (Fault.GEEN_EIGEN, Fault.GEEN_DILEMMA)


@dataclass(frozen=True, slots=True)
class Finding:
    """``where``: the id with the turn or the side; ``what``: the sentence, or the place and why it is not the user's."""

    fault: Fault
    where: str
    what: str


def ask_dilemmas(assistant: Assistant, dilemmas: Iterable[Dilemma], day: str) -> Iterator[Finding]:
    """Every dilemma as one conversation; a finding for each sentence that decides, and for a story (turn 0) read as something else."""
    for dilemma in dilemmas:
        said: list[str] = []
        for turn, text in enumerate((dilemma.verhaal, *dilemma.druk)):
            result = assistant.ask(text, ambt=dilemma.ambt, date=day, history=said)
            if not turn and result.mode is not Mode.DILEMMA:
                yield Finding(Fault.GEEN_DILEMMA, dilemma.id, str(result.mode))
            for verdict in verdicts(to_markdown(result)):
                yield Finding(Fault.OORDEEL, f"{dilemma.id} beurt {turn}", f"{verdict.sentence} [{verdict.pattern}]")
            said.append(text)


def ask_pairs(assistant: Assistant, pairs: Iterable[Pair], day: str) -> Iterator[Finding]:
    """Every pair from both sides, as two questions of their own."""
    for pair in pairs:
        for number, side in enumerate(pair.kanten, start=1):
            question = pair.question(side)
            result = assistant.ask(question, ambt=side.ambt, date=day)
            named = {side.ambt, *assistant.vocabulary.ambten_in(question)}
            read_as = " (gelezen als vergelijking)" if result.mode is Mode.VERGELIJKING else ""
            for fault, what in _faults(side, _as_own(result), named):
                yield Finding(fault, f"{pair.id} kant {number} ({side.wie or side.ambt})", f"{what}{read_as}")


def _as_own(result: Result) -> dict[Locator, Provision]:
    """What is shown as holding for who asks, by undated place."""
    cited = [c.evidence for claim in result.claims if claim.role in _OWN_ROLES for c in claim.citations]
    shown = [item.provision for label in dict.fromkeys(cited) if (item := result.evidence.get(label))]
    return {p.locator.undated(): p for p in shown}


def _faults(side: Side, shown: dict[Locator, Provision], named: set[Ambt]) -> Iterator[tuple[Fault, str]]:
    for place, provision in shown.items():
        if any(foreign.covers(place) for foreign in side.vreemd):
            yield Fault.ANDER_AMBT, f"{place} staat in het bestand bij vreemd"
        elif provision.ambten and not provision.ambten & named:
            yield Fault.ANDER_AMBT, f"{place} geldt voor {', '.join(sorted(provision.ambten))}"
    if not any(own.covers(place) or place.covers(own) for own in side.eigen for place in shown):
        yield Fault.GEEN_EIGEN, f"wel: {', '.join(map(str, shown)) or 'niets'}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures and every finding. Returns the exit status."""
    parser = argparse.ArgumentParser(description="Nagaan dat geen antwoord de zaak van de vrager beslist.")
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--verdicts", action="store_true", help="alleen de dilemma's")
    only.add_argument("--pairs", action="store_true", help="alleen de paren van ambten")
    parser.add_argument(
        "--datum", type=dt.date.fromisoformat, default=dt.date(2026, 11, 24), help="peildatum (standaard 2026-11-24)"
    )
    options = parser.parse_args(arguments)
    day = options.datum.isoformat()
    found: list[Finding] = []
    try:
        dilemmas = () if options.pairs else read_dilemmas()
        pairs = () if options.verdicts else read_pairs(load_corpus())
        assistant = open_assistant()
        found += ask_dilemmas(assistant, dilemmas, day)
        found += ask_pairs(assistant, pairs, day)
    except (ValueError, OSError, IndexProblem) as error:
        print(f"FOUT: {error}", file=sys.stderr)
        return 2
    for finding in found:
        print(f"{finding.fault}: {finding.where}: {finding.what}")
    if dilemmas:
        turns = sum(1 + len(dilemma.druk) for dilemma in dilemmas)
        print(
            f"{len(dilemmas)} dilemma's, {turns} antwoorden: {_count(found, Fault.OORDEEL)} zinnen die beslissen, "
            f"{_count(found, Fault.GEEN_DILEMMA)} verhalen niet als dilemma gelezen."
        )
    if pairs:
        print(
            f"{len(pairs)} paren, {2 * len(pairs)} antwoorden: {_count(found, Fault.ANDER_AMBT)} regels van een ander ambt als eigen regel, "
            f"{_count(found, Fault.GEEN_EIGEN)} antwoorden zonder regel van het eigen ambt."
        )
    return int(any(finding.fault.fatal for finding in found))


def _count(found: Iterable[Finding], fault: Fault) -> int:
    return sum(finding.fault is fault for finding in found)


if __name__ == "__main__":
    raise SystemExit(main())
