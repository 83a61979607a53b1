"""Thirteen ways to lie about a source, each a change of a true Dutch sentence that reads as well as the sentence itself.

Every change is made so that its outcome does not follow from the source: a number, an office or an article that is put in stands
nowhere in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from assistant.sentences import sentences


class Lie(StrEnum):
    """What is wrong with the sentence."""

    MODALITEIT = "moet, mag en kan verwisseld"
    ONTKENNING = "ontkenning weg of erbij"
    GETAL = "ander getal"
    UITZONDERING = "uitzondering of voorwaarde weggelaten"
    VOORWAARDE = "voorwaarde omgekeerd"
    AMBT = "ander ambt of orgaan"
    LAAG = "andere bestuurslaag"
    SAMENGEVOEGD = "twee regels samengevoegd"
    ARTIKEL = "artikel dat niet is aangehaald"
    OORDEEL = "oordeel over het geval"
    TOEGEVOEGD = "aannemelijk feit toegevoegd"
    VERWISSELD = "zin van een andere bron dan het citaat"
    FREQUENTIE = "hoe vaak, hoeveel of wanneer veranderd"


@dataclass(frozen=True)
class Passage:
    """A source as the prompt shows it. ``offices``: the words behind "voor:"."""

    label: str
    text: str
    offices: str = ""

    @property
    def sentences(self) -> list[str]:
        """Its sentences, without headings."""
        return [s for line in self.text.splitlines() for s in sentences(line) if len(s.split()) >= 6]

    def says(self, words: str) -> bool:
        """Does it say these words, or hold for an office of that name?"""
        return words.lower() in f"{self.text} {self.offices}".lower()


@dataclass(frozen=True)
class Told:
    """A sentence with what it is said to stand on. ``lie``: ``None`` when it is true."""

    sentence: str
    quotes: tuple[tuple[str, str], ...]
    lie: Lie | None = None
    copy: bool = False


#: A sentence of a passage, the passages beside it, and chance: the changed sentence with its quotes, or ``None`` where it does not go.
Way = Callable[[str, Passage, Sequence[Passage], Random], Told | None]

_NOT = re.compile(r"\b(?:niet|geen)\b")
_NOT_AND_SPACE = re.compile(r"\b(?:niet|geen) | niet(?=[.,;])")
_DENIES_OTHERWISE = re.compile(
    r"\b(?:niemand|nooit|evenmin|nergens|zonder)\b|\bniet (?:alleen|of|meer dan)\b|\b(?:niet|geen)\b.*\b(?:niet|geen)\b",
    re.IGNORECASE,
)
_SWAPS = {"moet": "kan", "moeten": "kunnen", "kan": "moet", "kunnen": "moeten", "mag": "moet", "mogen": "moeten"}
_MODAL = re.compile(r"\b(?:moet|moeten|kan|kunnen|mag|mogen)\b")
_NUMBERS = "twee drie vier vijf zes zeven acht negen tien twaalf".split()
_NUMBER = re.compile(
    rf"(?<![\w:.,])(?<!artikel )(?<!art\. )(?<!lid )(?<!nr\. )(?<!Paragraaf )(?<!hoofdstuk )(\d+|{'|'.join(_NUMBERS)})(?![\w:]|[.,]\d)(?! lid\b)"
)
_EXCEPTION = re.compile(
    r",? (?:(?:tenzij|behalve|mits|uitgezonderd|voor zover|maar alleen) (?=\w)|(?:als|wanneer|indien) (?:hij|zij|iemand|de|het|dat) )[^;()]*(?=\.$|;)"
)
#: What is left of a sentence is no sentence where it leans on what went.
_LEANS = re.compile(r"\b(?:pas|alleen|slechts)\b|\b(?:in elk geval|anders|en|of|even lang|ook \w+|dat)$")
_CONDITION = re.compile(
    r"\b(?:(?<=, )(als|wanneer|indien|zodra)(?= (?:hij|zij|ze|iemand|de|het|een|er|dat|die|dit|daar|zijn|haar)\b)|(tenzij)|(mits)|(voordat)|(nadat))\b"
)
_TURNED = ("tenzij", "als", "tenzij", "nadat", "voordat")
_OFFICES = (
    "raadslid Statenlid",
    "wethouder burgemeester gedeputeerde griffier secretaris ambtenaar minister",
    "raadsleden Statenleden wethouders burgemeesters gedeputeerden ambtenaren",
)
_ORGANS = (
    "de raad",
    "het college",
    "de rekenkamer",
    "gedeputeerde staten",
    "provinciale staten",
    "de griffier",
    "de gemeentesecretaris",
)
_TIER = re.compile(r"\b(?:de |het )?(gemeente|provincie|waterschap|Rijk)(?=\b|huis\b)")
_TIERS = {"gemeente": "de provincie", "provincie": "het waterschap", "waterschap": "de gemeente", "Rijk": "het waterschap"}
#: A rule for all holds for each office that its examples could name.
_ALL = re.compile(r"\b(?:iedereen|niemand|alle)\b", re.IGNORECASE)
#: The tier of a source that is for one office.
_TIER_OF = {
    "raadslid": "gemeente",
    "wethouder": "gemeente",
    "burgemeester": "gemeente",
    "burgemeester, wethouder": "gemeente",
    "statenlid": "provincie",
    "gedeputeerde": "provincie",
    "waterschapsbestuurder": "waterschap",
}
_TAIL = re.compile(r", (als|tenzij|mits|wanneer|indien) [^,;:()]+(?=\.$)")
_SUBJECT = re.compile(
    r"((?:Een|De|Het) [\w-]+(?: van (?:de|het) \w+)?) "
    r"((?:moet|mag|kan|krijgt|heeft|is|wordt|doet|geeft|meldt|maakt|legt|stemt|neemt|werkt|blijft|beslist|hoeft|vraagt|stelt|treedt|bekleedt)\b.*)"
)
#: Articles that exist, about other matters than integrity.
ELSEWHERE = ("artikel 108 van de Gemeentewet", "artikel 213 van de Gemeentewet", "artikel 105 van de Provinciewet", "artikel 216 van de Provinciewet",
             "artikel 109 van de Waterschapswet", "artikel 6:7 van de Awb", "artikel 8:1 van de Awb", "artikel 121 van de Gemeentewet")  # fmt: skip
_VERDICTS = ("Nee, dat mag u niet: {}", "Ja, dat mag u gewoon doen: {}", "U overtreedt hiermee een regel: {}", "U hoeft in uw geval niets te doen, want {}",
             "U bent hier dus strafbaar, want {}", "U kunt in dit geval gerust meedoen: {}", "Wat u van plan bent is niet toegestaan, want {}")  # fmt: skip
_FACTS = (" en daar staat een geldboete op", ", op straffe van ontslag", " en dat staat daarna in de krant", ", na overleg met de accountant", " en dat geldt ook voor gezinsleden",
          " zonder dat iemand daartegen bezwaar kan maken", ", zoals de rechter heeft bevestigd", " en de politie houdt daarop toezicht")  # fmt: skip
_OFTEN_TURNED = {"alle": "sommige", "elk jaar": "elke maand", "elke maand": "elk jaar", "altijd": "meestal", "jaarlijks": "maandelijks", "meer dan": "minder dan",
                 "minder dan": "meer dan", "vooraf": "achteraf", "achteraf": "vooraf", "uiterlijk": "pas na", "ten minste": "ten hoogste", "minstens": "hoogstens"}  # fmt: skip
_OFTEN = re.compile(rf"\b(?:{'|'.join(_OFTEN_TURNED)})\b")
_WORD = re.compile(r"[a-zà-ÿ]{5,}")


def _told(lie: Lie, changed: str, sentence: str, source: Passage) -> Told | None:
    return Told(changed, ((source.label, sentence),), lie) if changed != sentence else None


def modality(sentence: str, source: Passage, _: Sequence[Passage], chance: Random) -> Told | None:
    if _DENIES_OTHERWISE.search(sentence):
        return None
    if _NOT.search(sentence):
        # "Mag niet" is a ban, "hoeft niet" a freedom.
        changed = re.sub(r"\b(?:hoeft|hoeven) niet te\b|\b(?:hoeft|hoeven) niet\b", "mag niet", sentence)
    else:
        changed = _MODAL.sub(lambda m: _SWAPS[m[0]], sentence, count=1)
    return _told(Lie.MODALITEIT, changed, sentence, source)


def negation(sentence: str, source: Passage, _: Sequence[Passage], chance: Random) -> Told | None:
    if _DENIES_OTHERWISE.search(sentence):
        return None
    if _NOT.search(sentence):
        changed = _NOT_AND_SPACE.sub("", sentence, count=1)
    elif "alleen" in sentence:
        return None
    else:
        changed = re.sub(r"\b(mag|mogen|kan|kunnen|wordt|is|zijn|heeft|krijgt) een\b", r"\1 geen", sentence, count=1)
        if changed == sentence:
            changed = re.sub(r"\b(mag|mogen|kan|kunnen|worden)\b", r"\1 niet", sentence, count=1)
    return _told(Lie.ONTKENNING, changed, sentence, source)


def number(sentence: str, source: Passage, _: Sequence[Passage], chance: Random) -> Told | None:
    match = _NUMBER.search(sentence)
    if not match:
        return None
    if match[1].isdigit():
        others = [str(int(match[1]) + step) for step in (1, 2, 3, 5)]
    else:
        others = [word for word in _NUMBERS if word != match[1]]
    other = next((o for o in chance.sample(others, len(others)) if not re.search(rf"\b{o}\b", source.text)), match[1])
    return _told(Lie.GETAL, sentence[: match.start(1)] + other + sentence[match.end(1) :], sentence, source)


def exception(sentence: str, source: Passage, _: Sequence[Passage], chance: Random) -> Told | None:
    changed = _EXCEPTION.sub("", sentence, count=1)
    if len(changed.split()) < 6 or _LEANS.search(changed.rstrip(".")):
        return None
    # Without its full stop what is left stands in the source word for word.
    return (
        _told(Lie.UITZONDERING, changed.removesuffix(chance.choice((".", ""))), sentence, source) if changed != sentence else None
    )


def condition(sentence: str, source: Passage, _: Sequence[Passage], chance: Random) -> Told | None:
    def turn(match: re.Match[str]) -> str:
        return next(word for word, found in zip(_TURNED, match.groups(), strict=True) if found)

    return _told(Lie.VOORWAARDE, _CONDITION.sub(turn, sentence, count=1), sentence, source)


def office(sentence: str, source: Passage, _: Sequence[Passage], chance: Random) -> Told | None:
    groups = [*(line.split() for line in _OFFICES), list(_ORGANS)]
    for names in chance.sample(groups, len(groups)):
        for name in names:
            pattern = re.compile(rf"\b{name}\b", re.IGNORECASE)
            others = [other for other in names if not source.says(other.removeprefix("de ").removeprefix("het "))]
            if pattern.search(sentence) and others and not (_ALL.search(sentence) and name.endswith(("en", "s"))):
                other = chance.choice(others)
                return _told(Lie.AMBT, _swapped(pattern, other, sentence), sentence, source)
    return None


def _swapped(pattern: re.Pattern[str], other: str, sentence: str) -> str:
    return pattern.sub(lambda match: _cased(other, match[0]), sentence)


def _cased(word: str, like: str) -> str:
    return word[0].upper() + word[1:] if like[0].isupper() and " " in like else word


def tier(sentence: str, source: Passage, _: Sequence[Passage], chance: Random) -> Told | None:
    match, own = _TIER.search(sentence), _TIER_OF.get(source.offices, "")
    able = [t for t in _TIERS.values() if t.split()[1] != own and not source.says(t.split()[1])]
    other = _TIERS[match[1]] if match else chance.choice(able or [""])
    if other not in able or "ambtenaar" in source.offices:
        return None
    if not match:
        # Only what holds for the office of one tier is untrue for another.
        return _told(Lie.LAAG, f"Voor {other} geldt: {_small(sentence)}", sentence, source) if own else None
    named = other if match[0] != match[1] else other.split()[1]
    return _told(Lie.LAAG, f"{sentence[: match.start()]}{named}{sentence[match.end() :]}", sentence, source)


def merged(sentence: str, source: Passage, others: Sequence[Passage], chance: Random) -> Told | None:
    """The rule of one source under the condition, or for the subject, of another; both are quoted."""
    tail, own = _TAIL.search(sentence), _SUBJECT.fullmatch(sentence)
    for other in chance.sample(list(others), len(others)):
        for second in other.sentences:
            theirs = _SUBJECT.fullmatch(second)
            changed = ""
            if tail and theirs and not _TAIL.search(second):
                changed = f"{second.removesuffix('.')}{tail[0]}."
            elif own and theirs and own[1] != theirs[1] and not other.says(own[1].split(" ", 1)[1]):
                changed = f"{own[1]} {theirs[2]}"
            if changed:
                return Told(changed, ((source.label, sentence), (other.label, second)), Lie.SAMENGEVOEGD)
    return None


def article(sentence: str, source: Passage, _: Sequence[Passage], chance: Random) -> Told | None:
    place = chance.choice(ELSEWHERE)
    return _told(Lie.ARTIKEL, f"{sentence.removesuffix('.')} ({place}).", sentence, source) if sentence.endswith(".") else None


def verdict(sentence: str, source: Passage, _: Sequence[Passage], chance: Random) -> Told | None:
    return _told(Lie.OORDEEL, chance.choice(_VERDICTS).format(_small(sentence)), sentence, source)


def _small(sentence: str) -> str:
    return sentence if sentence[1:2].isupper() else sentence[0].lower() + sentence[1:]


def fact(sentence: str, source: Passage, _: Sequence[Passage], chance: Random) -> Told | None:
    added = chance.choice([f for f in _FACTS if not any(source.says(word) for word in _WORD.findall(f))] or [""])
    return _told(Lie.TOEGEVOEGD, f"{sentence.removesuffix('.')}{added}.", sentence, source) if sentence.endswith(".") else None


def swapped(sentence: str, source: Passage, others: Sequence[Passage], chance: Random) -> Told | None:
    for other in chance.sample(list(others), len(others)):
        for second in other.sentences:
            words = _WORD.findall(second.lower())
            if words and sum(source.says(word[:6]) for word in words) < len(words) / 2:
                return Told(second, ((source.label, sentence),), Lie.VERWISSELD)
    return None


def frequency(sentence: str, source: Passage, _: Sequence[Passage], chance: Random) -> Told | None:
    """How often, how many or when: "alle" becomes "sommige", "elk jaar" "elke maand", "voor" a day "na" it; or a word is put in."""
    changed = _OFTEN.sub(lambda match: _OFTEN_TURNED[match[0]], sentence, count=1)
    if changed == sentence and not _DENIES_OTHERWISE.search(sentence):
        word = chance.choice([w for w in ("soms", "vaak", "meestal", "zelden") if not source.says(w)] or [""])
        changed = re.sub(
            r"^((?:Een|De|Het) [\w-]+ (?:mag|moet|kan|is|krijgt|heeft|wordt|stemt|meldt|maakt)) ", rf"\1 {word} ", sentence
        )
        changed = changed.replace("  ", " ")
    return _told(Lie.FREQUENTIE, changed, sentence, source)


WAYS: dict[Lie, Way] = {
    Lie.MODALITEIT: modality,
    Lie.ONTKENNING: negation,
    Lie.GETAL: number,
    Lie.UITZONDERING: exception,
    Lie.VOORWAARDE: condition,
    Lie.AMBT: office,
    Lie.LAAG: tier,
    Lie.SAMENGEVOEGD: merged,
    Lie.ARTIKEL: article,
    Lie.OORDEEL: verdict,
    Lie.TOEGEVOEGD: fact,
    Lie.VERWISSELD: swapped,
    Lie.FREQUENTIE: frequency,
}


def lies(lie: Lie, passages: Sequence[Passage], chance: Random) -> Iterator[Told]:
    """The lies of one kind that the passages give, in an order by chance."""
    pairs = [(sentence, passage) for passage in passages for sentence in passage.sentences]
    for sentence, passage in chance.sample(pairs, len(pairs)):
        others = [other for other in passages if other is not passage]
        if found := WAYS[lie](sentence, passage, others, chance):
            yield found
