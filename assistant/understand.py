"""What is asked: language, kind of question, for whom, about which tiers and offices, and which articles are named."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.answer import Language, Mode, Question
from assistant.references import Reference, find_references
from corpus import Ambt, Bestuurslaag, Thema
from corpus.functions import Functie, Side
from corpus.vocabulary import Names, Vocabulary, plain

_ENGLISH = frozenset(
    (
        "the a an of is are do does can may must my i i'm am we our you what who when how which should have has "
        "to in on for with not be it that this there if about council mayor"
    ).split()
)
_DUTCH = frozenset(
    (
        "de het een van is zijn ik mijn we wij ons onze wat wie wanneer hoe welke moet mag kan heeft heb te in op "
        "voor met niet dat die er als ook aan bij of en maar om naar"
    ).split()
)
_COMPARE = re.compile(
    r"\b(verschil\w*|vergelijk\w*|vergeleken|naast elkaar|net zo|net als|net zoals|zelfde|evenals|ook zo|anders dan|anders bij|hoe zit dat bij|"
    r"dan bij|strenger|soepeler|geldt (dat|dit) ook|alle drie|respectievelijk|(meer|minder|hoger|lager|zwaarder|lichter|moeilijker|makkelijker|ruimer|langer|korter|groter|vaker|eerder|later|beter) (\w+ ){0,8}dan|dan (gewoon|wel)|"
    r"same (way|rule|as)|differ\w*|compare\w*|compared|as well as|versus|vs)\b"
)
_DILEMMA = re.compile(
    r"\b(dilemma|twijfel\w*|verstandig|wijs(heid)?|netjes|ongemakkelijk|wat zou|wat moet ik (nu|doen)|wat doe ik|hoe ga ik|schijn|"
    r"voelt|kan ik het maken|what should i|in de knoop|loyaal|loyaliteit|zit ermee|lastig|gepast|hoe pak ik|dwars)\b"
)
# Two posts at once, or one after another: who asks that compares no rules, although two offices are named.
COMBINES = re.compile(
    r"\b(combineren|combineer|tegelijk|allebei doen|ernaast|erbij|naast|ook (nog )?(lid|in|bij)|opgeven|kiezen|aanblijven|houden|aanhouden|combine|keep)\b"
)
_MYSELF = re.compile(r"\b(ik|i)\b")
_SHORT = 16
_STORY = 25
# Words that may stand between "ik ben" and an office; a preposition makes it someone else's ("partner van de wethouder").
_BETWEEN = r"(?:(?!(?:van|met|bij|voor|door|tegen|aan|of|en|in|op|over|naar|dat|with|of|for)\s)\S+\s+){0,2}"
_ASKER = re.compile(
    rf"\b(?:ik ben|ben|ik word|ik zit in|i am|i'm|i'm on|as an?|wij zijn|we zijn|(?:wij|we|ons) als)\s+{_BETWEEN}$|\bik\s+$"
    rf"|\bals\s+(?!(?:de|het|een|the|onze|ons|mijn|die|deze|uw|jullie|hun|elke|iedere)\s){_BETWEEN}$"
)
_WE_ASK = re.compile(r"\b(?:wij|we|ons)\s")
_MEMBER = re.compile(r"(?:lid|member) (?:van|of) (?:het|de|ons|the) $")
_SOMEONE = re.compile(r"\b(?:de|het|een|mijn|onze|ons|die|deze|dat|uw|the|my|our|a)\s+$")
_PLURAL = re.compile(r"(?:en|(?<!i)s)$")


@dataclass(frozen=True, slots=True)
class Understanding:
    """``query``: text to search with (with history for a follow-up). ``asker``: the office of who asks, if known.

    ``offices`` and ``tiers`` are those that the question names (a follow-up: else those named before), in order.
    ``functie``: the kind of office of who asks where the office does not tell it (a dijkgraaf is the voorzitter of a waterschap).
    ``sides``: the offices, kinds of office and tiers named, as the sides of a comparison.
    ``situations``: themes told by words such as "zwager" (stemonthouding) or "skybox" (geschenken).
    ``settled``: the user chose the mode. ``combines``: who asks wants to hold two posts, so that a rule for the other one is not
    the own rule. ``story``: more than a question of a line or two, so that more rules can be in play.
    """

    query: str
    language: Language
    mode: Mode
    asker: Ambt | None
    functie: Functie | None
    tier: Bestuurslaag | None
    sides: tuple[Side, ...]
    offices: tuple[Ambt, ...]
    tiers: tuple[Bestuurslaag, ...]
    references: tuple[Reference, ...]
    legal_words: tuple[str, ...]
    situations: tuple[Thema, ...]
    follow_up: bool
    settled: bool = False
    combines: bool = False
    story: bool = False

    @property
    def compares(self) -> bool:
        return self.mode is Mode.VERGELIJKING


def language_of(text: str) -> Language:
    words = plain(text).split()
    english = sum(w in _ENGLISH and w not in _DUTCH for w in words)
    dutch = sum(w in _DUTCH and w not in _ENGLISH for w in words)
    return Language.EN if english > dutch else Language.NL


def understand(question: Question, vocabulary: Vocabulary, names: Names) -> Understanding:
    """Read a (redacted) question. Deterministic; no model."""
    text = question.text
    whole = " ".join([*question.history[-2:], text])
    offices = tuple(vocabulary.ambten_in(text))
    tiers = _tiers(vocabulary, text, offices)
    sides = tuple(vocabulary.sides_in(text))
    mode = question.mode or _mode(text, sides)
    if question.history and not offices and not tiers:
        offices = tuple(vocabulary.ambten_in(whole))
        tiers = _tiers(vocabulary, whole, offices)
    asker = question.ambt or _asker(text, vocabulary) or _asker(whole, vocabulary)
    references = tuple(find_references(text, names))
    return Understanding(
        query=whole,
        language=language_of(text),
        mode=mode,
        asker=asker,
        functie=_functie(asker, whole, vocabulary),
        sides=sides,
        tier=(asker.bestuurslaag if asker else None) or question.tier or (tiers[0] if len(tiers) == 1 else None),
        offices=offices,
        tiers=tiers,
        references=references,
        legal_words=tuple(dict.fromkeys(vocabulary.legal_words(whole))),
        situations=tuple(vocabulary.themas_in(whole)),
        follow_up=bool(question.history),
        settled=question.mode is not None,
        story=len(text.split()) >= _STORY,
        combines=bool(COMBINES.search(plain(text)) and _MYSELF.search(plain(text))),
    )


def _tiers(vocabulary: Vocabulary, text: str, offices: tuple[Ambt, ...]) -> tuple[Bestuurslaag, ...]:
    named = vocabulary.lagen_in(text)
    implied = [a.bestuurslaag for a in offices if a.bestuurslaag]
    return tuple(dict.fromkeys([*named, *implied]))


def _asker(text: str, vocabulary: Vocabulary) -> Ambt | None:
    """The office in "ik als wethouder", "ik ben griffier"; the last one said counts."""
    words = f"{plain(text)} "
    said: list[str] = []
    before = 0
    for start, end, value in vocabulary.ambten.find(text):
        # What stands before an earlier office belongs to that one: "kan ik als wethouder ook Statenlid zijn".
        cue, before = words[before:start], end
        several = _PLURAL.search(words[start:end]) and not _WE_ASK.search(words[:start])
        # "als burgemeester en wethouders …" is a body that someone speaks about.
        body = words[:start].endswith("als ") and words[end:].startswith((" en ", " of "))
        if _ASKER.search(cue) and not several and not body:
            said.append(value)
    return Ambt(said[-1]) if said else None


def _functie(asker: Ambt | None, text: str, vocabulary: Vocabulary) -> Functie | None:
    """The one kind of office in the waterschap that who asks gives as the own one: not "mijn dijkgraaf"."""
    if asker is not Ambt.WATERSCHAPSBESTUURDER:
        return None
    words = f"{plain(text)} "
    named: set[Functie] = set()
    for start, end, _ in vocabulary.functions.find(text):
        cue = _MEMBER.sub("", words[:start])
        sides = vocabulary.sides_in(words[start:end])
        if _ASKER.search(cue) or not _SOMEONE.search(cue):
            named |= {s.functie for s in sides if s.functie and s.laag is Bestuurslaag.WATERSCHAP}
    return named.pop() if len(named) == 1 else None


def _mode(text: str, sides: tuple[Side, ...]) -> Mode:
    low = plain(text)
    tiers = {side.laag for side in sides}
    short = len(low.split()) <= _SHORT
    if len(sides) >= 2 and (_COMPARE.search(low) or (len(tiers) >= 3 and short)):
        return Mode.VERGELIJKING
    # Bare keywords that name several offices or tiers: "secretaris gemeente provincie waterschap".
    if len(tiers) >= 2 and short and "?" not in text and not re.search(r"\b(ik|mijn|wij|we|i|my)\b", low):
        return Mode.VERGELIJKING
    if _DILEMMA.search(low):
        return Mode.DILEMMA
    return Mode.VRAAG
