"""A dilemma is weighed and not decided: which facts are missing, who is involved, what speaks for either side, what one can do.

The rules are found as for any question. What stands here comes from ``corpus/dilemmas``: sentences of the corpus with their
place, chosen by the theme of the dilemma and the office of who asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.answer import DraftClaim, Evidence, Language, Mode, Question, Role, Weighing
from assistant.retrieve import Found
from assistant.sentences import sentences
from assistant.themes import Themes
from assistant.understand import Understanding
from corpus import Corpus, Locator, Provision, Thema
from corpus.dilemma_values import Aard, Bron, Dilemma, DilemmaThema, Feit, FeitSoort, Kant, Tweetalig, source_for
from corpus.dilemmas import by_thema, load_dilemmas

_ASKED, _PARTIES, _EACH_SIDE, _APPEARANCE, _LAW = 4, 4, 3, 2, 2
_LOOKED_AT = 5
# Chosen on the examples, not on eval/dilemmas.yaml.
_BY_RULES, _BY_WORDS = 0.3, 0.2
_LEAST = 0.12


@dataclass(frozen=True, slots=True)
class Point:
    """A sentence to say with the words of the corpus that it rests on; ``part``: the heading that it stands under."""

    role: Role
    part: str
    text: str
    place: Locator
    quote: str


@dataclass(frozen=True)
class Weighed:
    """The points of the weighing and the provisions that they quote."""

    weighing: Weighing
    points: tuple[Point, ...]
    provisions: tuple[Provision, ...]

    def claims(self, evidence: Evidence) -> tuple[DraftClaim, ...]:
        """The points as claims on the evidence."""
        label = {item.provision.locator.undated(): item.label for item in evidence.items}
        return tuple(DraftClaim(p.text, ((label[p.place], p.quote),), p.role, p.part) for p in self.points if p.place in label)


class Weigher:
    """Weighs dilemmas with the data of one corpus, which is read at the first dilemma."""

    def __init__(self, corpus: Corpus, themes: Themes) -> None:
        self._corpus = corpus
        self._themes = themes

    def weigh(self, u: Understanding, asked: Question, found: Found) -> Weighed | None:
        """What belongs to the theme of a dilemma, for who asks; ``None`` for another question."""
        if u.mode is not Mode.DILEMMA:
            return None
        dilemma = self._dilemmas[self.theme_of(u, found)]
        say = _Saying(u, self._corpus)
        said = [*say.parties(dilemma), *say.considerations(dilemma), *say.appearance(dilemma), *say.options(dilemma)]
        points = [point for point in said if self._corpus.by_locator[point.place].in_force(asked.peildatum)]
        weighing = Weighing(
            theme=dilemma.thema.value,
            act=say.word(dilemma.handeling),
            missing=tuple(say.word(fact.vraag) for fact in _missing(dilemma, u, asked))[:_ASKED],
            options=tuple(say.word(option.label) for option in dilemma.opties),
        )
        places = dict.fromkeys(point.place for point in points)
        return Weighed(weighing, tuple(points), tuple(self._corpus.by_locator[place] for place in places))

    def theme_of(self, u: Understanding, found: Found) -> DilemmaThema:
        """By the vector of the story; what the rules found first are about and a word such as "skybox" help to decide."""
        order = list(DilemmaThema)
        found_first = np.zeros(len(order))
        for rank, hit in enumerate(found.hits[:_LOOKED_AT], 1):
            for number, thema in enumerate(hit.provision.themas, 1):
                if thema in self._by_thema:
                    found_first[order.index(self._by_thema[thema])] += 1 / (rank * number)
        told = np.array([any(self._by_thema.get(t) is thema for t in u.situations) for thema in order], np.float64)
        chances = self._themes.chances(found.signals.vector)
        # The rules may choose among what the story can be about, and not against it.
        possible = chances >= min(_LEAST, float(chances.max()))
        total = np.where(possible, 1.0, 0.0) + chances + _BY_RULES * _share(found_first) + _BY_WORDS * _share(told)
        return order[int(np.argmax(total))]

    def asks_office(self, question: str) -> bool:
        """Is this one of the questions for the office of who tells the dilemma?"""
        facts = (fact for dilemma in self._dilemmas.values() for fact in dilemma.feiten if fact.soort is FeitSoort.AMBT)
        return any(question in (fact.vraag.nl, fact.vraag.en) for fact in facts)

    @cached_property
    def _dilemmas(self) -> Mapping[DilemmaThema, Dilemma]:
        return load_dilemmas(self._corpus)

    @cached_property
    def _by_thema(self) -> Mapping[Thema, DilemmaThema]:
        return by_thema(self._dilemmas)


def _share(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return values / max(float(values.sum()), 1e-9)


def _missing(dilemma: Dilemma, u: Understanding, asked: Question) -> list[Feit]:
    """The facts that matter and that the conversation does not tell."""
    told = " ".join([*asked.history, asked.text])
    return [
        fact
        for fact in dilemma.feiten
        if not fact.told(told)
        and not {fact.vraag.nl, fact.vraag.en}.intersection(asked.told)
        and not (fact.soort is FeitSoort.AMBT and u.asker)
    ]


@dataclass(frozen=True)
class _Saying:
    """Turns the data into points for one asker, in one language."""

    u: Understanding
    corpus: Corpus

    def word(self, words: Tweetalig) -> str:
        return words.nl if self.u.language is Language.NL else words.en

    def parties(self, dilemma: Dilemma) -> list[Point]:
        found = []
        for party in dilemma.betrokkenen:
            if source := self._source(party.bronnen):
                text = f"{self.word(party.belang)} ({self.word(party.waarde)})"
                found.append(Point(Role.BETROKKENE, self.word(party.wie), text, source.plaats, self._first(source.plaats)))
        return found[:_PARTIES]

    def considerations(self, dilemma: Dilemma) -> list[Point]:
        found: list[Point] = []
        for side, role in ((Kant.ERVOOR, Role.ERVOOR), (Kant.ERTEGEN, Role.ERTEGEN)):
            fitting = [(c, s) for c in dilemma.overwegingen if c.kant is side and (s := self._source(c.bronnen))]
            # A principle and an effect first, so that neither side is of one kind only.
            kinds = [next((pair for pair in fitting if pair[0].aard is aard), None) for aard in Aard]
            ordered = list(dict.fromkeys([*(pair for pair in kinds if pair), *fitting]))[:_EACH_SIDE]
            found += [
                Point(role, f"{self.word(c.kern)} ({_KINDS[c.aard, self.u.language]})", s.citaat, s.plaats, s.citaat)
                for c, s in ordered
            ]
        return found

    def appearance(self, dilemma: Dilemma) -> list[Point]:
        sources = [s for entry in dilemma.schijn if (s := self._source(entry.bronnen))]
        return [Point(Role.SCHIJN, "", s.citaat, s.plaats, s.citaat) for s in sources[:_APPEARANCE]]

    def options(self, dilemma: Dilemma) -> list[Point]:
        found: list[Point] = []
        for option in dilemma.opties:
            for place in option.law_for(self.u.asker, self.u.tier)[:_LAW]:
                text = self._first(place)
                found.append(Point(Role.OPTIE, self.word(option.label), text, place, text))
        return found

    def _source(self, sources: Iterable[Bron]) -> Bron | None:
        return source_for(sources, self.u.asker, self.u.tier)

    def _first(self, place: Locator) -> str:
        """The sentence of a provision that states its rule."""
        return sentences(self.corpus.by_locator[place].norm)[0]


_KINDS = {
    (Aard.BEGINSEL, Language.NL): "beginsel",
    (Aard.GEVOLG, Language.NL): "gevolg",
    (Aard.BEGINSEL, Language.EN): "principle",
    (Aard.GEVOLG, Language.EN): "effect",
}
