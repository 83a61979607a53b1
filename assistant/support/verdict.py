"""Rule oordeel: a sentence states a rule and never decides the case of who asks."""

from __future__ import annotations

import re

from assistant.support.sentence import Sentence
from assistant.support.verdict_patterns import HARMLESS, OTHERS, YES_OR_NO

#: What only speaks to the user; a rule may do so too ("als raadslid meldt u …").
_ADDRESS = ("u", "you")
#: "uw bijbaan valt eronder" decides, "als wethouder meldt u uw nevenfunctie" does not.
_OWN = ("uw bijbaan",)
_ALWAYS = tuple(pattern for pattern in (*YES_OR_NO, *OTHERS) if pattern.name not in (*_ADDRESS, *_OWN))
_PERSONAL = tuple(pattern for pattern in OTHERS if pattern.name in _OWN)
_USER = re.compile(r"\b(?:u|uw|uzelf|je|jij|jou|jouw)\b")
#: What makes a rule in the second person general: for an office, or under a condition.
_GENERAL = re.compile(
    r"\bals (?:oud-|waarnemend |plaatsvervangend )?(?:lid|raadslid|statenlid|kamerlid|wethouder|burgemeester|gedeputeerde|commissaris|ambtenaar|"
    r"rijksambtenaar|bewindspersoon|minister|staatssecretaris|griffier|secretaris|voorzitter|bestuurder|waterschapsbestuurder|dijkgraaf|melder|"
    r"ambtsdrager|politiek)|\b(?:als|wanneer|indien|zodra|zolang|voordat|nadat|tenzij) u\b"
    r"|(?:^|[,;] )(?:wilt?|bent|heeft|werkt|krijgt|voldoet|meldt|neemt|vervult|weigert|vraagt|doet|aanvaardt|stemt) u\b[^.]*, (?:dan )?\w+"
)
#: What points at the case, or draws a conclusion about it.
_CASE = re.compile(
    r"\b(?:dus|daarom|hierdoor|daardoor|hiermee|daarmee|volgens mij|gewoon|gerust|beter|terecht|onterecht|onrechtmatig)\b"
    r"|\b(?:want|omdat|aangezien|doordat) (?:u|uw|je)\b|\bhad(?:den)? (?:u|dit|dat)\b|\bu had\b|\b(?:deze|dit) (?!artikel|lid|wet|functie\b.*\bals)\w+"
    r"|\bu bent (?:hiermee )?(?:strafbaar|schuldig|verplicht|te laat|op tijd)|\bu (?:handelt|overtreedt|schendt|pleegt)\b"
)
_ADVICE = re.compile(
    r"\b(?:deze|dit|die|dat)(?: \w+)? (?:is|mag|moet|kan|valt|telt) dus\b|\b(?:kan|kunt|kunnen) (?:\w+ )?beter\b|\b(?:doet|doen) er (?:goed|verstandig) aan\b"
)


def verdict(sentence: Sentence) -> str:
    """Rule oordeel. A sentence to "u" is a rule only where it says for which office or under which condition it holds."""
    said = sentence.text.lower().replace("’", "'").strip()
    rest = HARMLESS.sub("", said)
    general = bool(_GENERAL.search(said))
    patterns = _ALWAYS if general else (*_ALWAYS, *_PERSONAL)
    if any(pattern.compiled.search(rest) for pattern in patterns) or _ADVICE.search(said):
        return "de zin oordeelt over het geval van wie het vraagt"
    if _USER.search(said) and (_CASE.search(said) or not general):
        return "de zin zegt wie het vraagt wat die moet of mag"
    return ""
