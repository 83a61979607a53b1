"""A rule on the small words that turn a sentence while all its other words are those of the source.

"Stemt hier niet mee" speaks of the case of who asks; "praat niet mee en stemt wel mee" keeps every word and turns half; "direct en
indirect" asks for more than "direct of indirect".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.sentences import sentences
from assistant.support.sentence import Sentence
from assistant.support.words import canonical, is_empty, is_verb, keys, words_of

#: Words that point at something outside the sentence, set one against another or make a rule hold for more: only where the source
#: has them.
_POINTING = frozenset(
    "hier dit deze wel ander andere anderen evenmin evenzeer eveneens toch dus alle alles altijd zelfs zonder steeds helemaal "
    "soms vaak meestal ooit zelden sommige enkele bijna meer minder beide elk elke ieder iedere iedereen voordat nadat tijdens".split()
)
_LICENCE = frozenset("mag mogen kan kunnen".split())
#: How a source gives leave in other words.
_LEAVE = frozenset(
    "mag mogen kan kunnen bevoegd bevoegdheid toegestaan toestaan toestemming recht hoeft hoeven vrij mogelijk".split()
)
_DENIES = frozenset("niet geen nooit".split())
#: How far behind its verb a denial can stand: "stemt over die zaak niet mee".
_NEAR = 5
_MOST_ALIKE = 0.7
_JOINS = {"en": "of", "of": "en"}


def joints(sentence: Sentence) -> str:
    """Rule voegwoord. Empty, or which small word turns the sentence."""
    said = words_of(canonical(sentence.text))
    held = [words_of(canonical(text)) for item in sentence.items for text in item.texts]
    known = {word for words in held for word in words}
    pointing = next((word for word in said if word in _POINTING and word not in known), "")
    if pointing:
        return f"“{pointing}” staat niet in de bron"
    unknown = next(
        (word for word in said if word not in known and not word.isdigit() and not keys(word) and not is_empty(word)), ""
    )
    if unknown:
        # No rule looks at a sign or a word that says nothing to any of them: "g een" for "geen".
        return f"“{unknown}” is geen woord dat kan worden nagekeken"
    turned = next((pair for pair in _joined(said) if _turned(pair, held)), None)
    if turned:
        return f"de bron zegt niet “{' '.join(turned)}”"
    if _grants(sentence):
        return "de bron geeft dat niet als mogelijkheid of recht"
    return next((f"“{verb}” staat in de bron met een ontkenning" for verb in _freed(said, held)), "")


def _grants(sentence: Sentence) -> bool:
    """Does it give leave ("kan hij melden") where the sentence of the source that is most like it does not ("meldt hij")?"""
    said = words_of(canonical(sentence.text))
    if not _LICENCE & set(said) or _DENIES & set(said):
        return False
    runs = [words_of(canonical(run)) for item in sentence.items for text in item.texts for run in sentences(text)]
    content = set(said) - _LEAVE
    best = max((len(content & set(run)) for run in runs), default=0)
    return not any(_LEAVE & set(run) for run in runs if len(content & set(run)) >= _MOST_ALIKE * best)


def _joined(words: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    for before, word, after in zip(words, words[1:], words[2:], strict=False):
        if word in _JOINS:
            yield before, word, after


def _turned(pair: tuple[str, str, str], held: Sequence[Sequence[str]]) -> bool:
    """Does the source join these two words in the other way, and nowhere in this one?"""
    other = (pair[0], _JOINS[pair[1]], pair[2])
    joined = [found for words in held for found in _joined(words)]
    return other in joined and pair not in joined


def _freed(said: Sequence[str], held: Sequence[Sequence[str]]) -> Iterator[str]:
    """Verbs that the source denies each time and that the sentence says without a denial near them or before them."""
    denied = {word for words in held for word, no in _verbs(words) if no} - {
        word for words in held for word, no in _verbs(words) if not no
    }
    for at, (word, no) in ((n, pair) for n, pair in enumerate(_each(said)) if pair[0] in denied):
        if not no and not _DENIES & set(said[:at]):
            yield word
        elif not no and any(other in denied and free for other, free in _verbs(said)):
            # "praat niet mee en stemt mee": the denial belongs to the other verb.
            yield word


def _each(words: Sequence[str]) -> list[tuple[str, bool]]:
    """Every word with whether a denial stands near behind it, before the next "en"."""
    found = []
    for at, word in enumerate(words):
        behind = list(words[at + 1 : at + 1 + _NEAR])
        behind = behind[: behind.index("en")] if "en" in behind else behind
        found.append((word, bool(_DENIES & set(behind))))
    return found


def _verbs(words: Sequence[str]) -> list[tuple[str, bool]]:
    return [(word, no) for word, no in _each(words) if is_verb(word)]
