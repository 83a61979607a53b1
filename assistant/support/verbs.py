"""Which words of a clause are its finite verb, told by form and by the words around them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.support.words import is_participle, is_past, is_verb

#: Finite forms of the verbs that other verbs go with, and of a few that are everywhere.
FINITE = frozenset(
    "is zijn was waren wordt worden werd werden heeft hebben hebt heb had hadden mag mogen mocht moet moeten moest kan kunnen kunt zal zullen "
    "zou zouden hoeft hoeven wil willen wilt dient dienen blijft blijven gaat gaan komt komen doet doen geldt gelden laat laten maakt maken staat staan".split()
)
#: Those that wait for an infinitive or a participle.
MODAL = frozenset("mag mogen moet moeten kan kunnen kunt hoeft hoeven wil willen zal zullen wordt worden".split())
_DETERMINER = frozenset(
    "de het een zijn haar hun uw mijn geen elk elke ieder iedere dat dit deze die alle van in op aan voor bij met over onder uit tot naar door "
    "zonder per na tegen ander andere eigen nieuw nieuwe tijdens volgens wegens ter te ten".split()
)
#: How a finite verb may end: "meldt", "melden", "meldde".
_FORM = re.compile(r"(?:[tn]|[dt]e)$")


def has_finite(words: Sequence[str], *, certain: bool = False) -> bool:
    """Do the words hold a finite verb? A plural looks like an infinitive; it counts unless it must be ``certain``."""
    before = ("", *words)
    return any(
        (word in FINITE and not (word == "zijn" and before[n] in _DETERMINER))
        or (
            is_verb(word)
            and not is_participle(word)
            and (_FORM.search(word) is not None or is_past(word))
            and not (certain and word.endswith("n"))
            and before[n] not in _DETERMINER
        )
        for n, word in enumerate(words)
    )
