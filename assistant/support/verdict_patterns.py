"""How a sentence decides the case of who asks, and what is harmless: data for rule oordeel and for ``eval.verdicts``.

Every pattern has a sentence that it finds and one that no pattern finds; a test reads both. The patterns read lower-case plain
text, one sentence at a time, with what is ``HARMLESS`` left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Pattern:
    """One way to decide: ``forms`` are regular expressions of which one is enough.

    ``hit`` is found by this pattern before any other; ``miss`` looks like it and is found by none.
    """

    name: str
    forms: tuple[str, ...]
    hit: str
    miss: str

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile("|".join(self.forms))


# --- Words ----------------------------------------------------------------------------------------------------------

#: Where a clause begins that may be the conclusion.
_START = r"(?:^|[:;–—] )"
_LEAD = r"(?:^|[:;–—] |, )(?:(?:maar|en|dus|want|kort gezegd|kortom) )?"
_IS = r"(?:is|was|lijkt|blijft|wordt|zijn|levert|vormt|heet|zou)"
_MODAL = r"(?:mag|moet|kan|hoeft|dient|behoort|hoort)"
_FILL = r"(?: (?:me|mij|hier|dus|echt|toch|gewoon|helemaal|zeker|juridisch|van|naar|intussen)){0,3}"
_ALLOWED = (
    r"(?:(?:niet|wel|nooit|gewoon|zeker|te|on) ?){0,2}(?:toegestaan|verboden|geoorloofd|toelaatbaar|aanvaardbaar|acceptabel|"
    r"verdedigbaar|verplicht|strafbaar|nodig|rechtmatig|gepast|gewenst|verenigbaar|integer|in orde|oké|prima|akkoord|juist|onjuist|"
    r"terecht|onterecht|fout|uitgesloten|de bedoeling|in de haak|klein|groot|veel|ver)\b"
)
_NAMED = (
    r"g?een (?:enkele? )?(?:groot )?(?:probleem|bezwaar|punt|beletsel|reden|misstand|belangenverstrengeling|omkoping|overtreding|"
    r"schending|persoonlijk belang|verboden \w+|strafbaar feit|nevenfunctie|geschenk)\b|omkoping|corruptie|belangenverstrengeling|"
    r"intimidatie|fraude|afpersing|bedreiging|discriminatie|grensoverschrijdend|lekken|diefstal|uit den boze|in strijd met|"
    r"een brug te ver|op (?:haar|zijn) plaats"
)
_OUTCOME = rf"(?:{_ALLOWED}|{_NAMED})"
_GOOD = r"(?:on)?(?:verstandig|raadzaam|beter|wijs|netjes|slim|veilig|handig|zaak|aan te raden|aan te bevelen|het beste|gepast)(?:er|st|ste)?"
_CASE = (
    r"(?:in (?:uw|jouw|je) (?:geval|situatie|positie|schoenen|omstandigheden)|"
    r"in dit geval\b(?=.* (?:nodig|verplicht|mogelijk|wel|niet|nog)\b)|(?<!iemand )in deze situatie|onder deze omstandigheden|"
    r"op basis van (?:deze informatie|dit verhaal|deze feiten|uw \w+)|uit uw vraag|in uw voorbeeld|gezien uw|gelet op uw|"
    r"zo te (?:lezen|horen))"
)
#: What is the user's own without being his case.
_OFFICIAL = r"(?:eigen )?(?:ambt|vraag|gedragscode|peildatum|organisatie|leidinggevende|bestuurslaag|stem|keuze|gemeente|provincie|geval)\b"
_OF_THE_LAW = r"(?:wet|artikel|lid|besluit|regeling|verordening|paragraaf)\b"
_OFFICIAL_EN = r"(?:office|question|own|reference|organisation)"
_WRONG = (
    r"(?:fine|allowed|permitted|ok|okay|forbidden|illegal|breach|conflict of interest|bribery|wise|wiser|best|better|violation|"
    r"acceptable|unacceptable|prohibited|offence|crime|problem|legal|harassment|incompatible)\b"
)

# --- Patterns -------------------------------------------------------------------------------------------------------

YES_OR_NO = (
    Pattern(
        "ja of nee",
        (
            _LEAD
            + r"(?:ja|nee|neen|jawel|jazeker|zeker (?:wel|niet)|absoluut(?: niet| wel)?|inderdaad|klopt|bevestigend|ontkennend|"
            r"(?:natuurlijk|uiteraard|beslist|liever|beter) (?:niet|wel))(?: hoor)?(?=[,.!:;]|$| –| —)",
            r"\bantwoord\b.* (?:is|luidt|blijft)(?: dus)? (?:ja|nee|bevestigend|ontkennend)\b",
            r"\b(?:dus|en) dat klopt\b",
        ),
        "Nee, dat kan zo niet.",
        "Ja- en nee-stemmen worden per lid geteld.",
    ),
    Pattern(
        "yes or no",
        (
            _START + r"(?:in short: )?(?:yes|no|nope|correct|absolutely(?: not)?|definitely(?: not)?|certainly(?: not)?|"
            r"of course(?: not)?|don't|better not|go ahead)(?=[,!:;]|\.?$| and)",
            r"\banswer is (?:yes|no)\b",
        ),
        "No, that is a conflict.",
        "No rule in my sources mentions an amount.",
    ),
)
OTHERS = (
    Pattern("u", (r"\b(?:u|je|jij|jou)\b",), "Zo overtreedt u de wet.", "Of u mag meestemmen, beslist u zelf."),
    Pattern("you", (r"\byou\b",), "Then you have to leave the room.", "You can ask the griffier for advice."),
    Pattern(
        "uw geval",
        (rf"\b{_CASE}\b(?!.*\b(?:bepaalt?|bepalen|beslist?|oordeel|hangt af|weet ik)\b)",),
        "In uw geval is melden niet nodig.",
        "Wat in uw geval zwaarder weegt, kan ik niet bepalen.",
    ),
    Pattern(
        "uw bijbaan",
        (
            rf"\b(?:uw|jouw) (?!{_OFFICIAL})[\w'-]+\b.*(?:\b{_OUTCOME}|\b(?:mag|moet|hoeft|valt|past|telt|zit|treft|raakt|klopt)\b)",
            rf"\b(?:mag|moet|hoeft|valt|treft|raakt|geldt)\b.* uw (?!{_OFFICIAL})[\w'-]+",
        ),
        "Het verbod treft ook uw winkel.",
        "Belangen die spelen: uw eigen naam en het vertrouwen in de raad.",
    ),
    Pattern(
        "deze functie is ongewenst",
        (
            rf"(?:{_START}|, )(?:(?:ook|maar|en|dus|want|ja|nee) )?(?:deze|dit|die|dat) (?!{_OF_THE_LAW})[a-zà-ÿ]+"
            rf"(?: [\w'-]+){{0,6}}? {_IS} {_OUTCOME}",
            rf"^(?:die|dat|deze|dit) [a-zà-ÿ]+(?: [\w'-]+)? (?:{_MODAL}|past|gaat) (?:hier|echt|wel|gewoon|niet|te| )*"
            r"(?:ver|bij uw \w+)?[.!]?$",
            rf"\w+en (?:van|aan|met) (?:deze|dit|uw) (?!{_OF_THE_LAW})[\w -]+ {_IS} {_OUTCOME}",
        ),
        "Dit etentje is gewoon toegestaan.",
        "Dit verbod is strenger dan dat voor wethouders.",
    ),
    Pattern(
        "dat is geen probleem",
        (
            rf"{_LEAD}(?:\w+ )?(?:dat|dit|wat)(?: [\w-]+ [\w-]+,)? (?:{_IS}|ruikt naar|riekt naar){_FILL} {_OUTCOME}"
            r"(?=[.,;:!]|$| (?!als|tenzij|wanneer|om|dat|de|het|een|aan|in|op|voor|te\b)\w)",
            rf"(?:{_LEAD}(?:\w+ )?het {_IS}|\w {_IS} (?:dat|dit|het)){_FILL} {_OUTCOME}(?=[.,;!]|$)",
            rf"^(?:dit|dat) (?:is|lijkt) (?:te (?:veel|ver)|{_OUTCOME} voor een)\b",
            r"^(?:dit|zoiets) (?:hoort|doe|doet|valt)\b(?! erbij| (?:onder|buiten) (?:artikel|de))",
        ),
        "Dit is geen enkel probleem.",
        "Dit is verboden als de raad dat bepaalt.",
    ),
    Pattern(
        "dat mag",
        (
            rf"{_START}(?:(?:dat|dit|het|zoiets) {_MODAL}|(?:natuurlijk|uiteraard|zeker|daarom|dan|dus|in principe|formeel|"
            rf"strikt genomen|eigenlijk) {_MODAL} (?:dat|dit|het))"
            r"(?: (?:wel|niet|gewoon|dus|natuurlijk|zeker|dan|hier|nog|net|echt|beter|best|prima|toch|geen kwaad))*(?:[.!,]|$)",
            r"\bkan (?:echt )?niet door de beugel|\b(?:gaat|is) (?:dit |mij )?te (?:ver|gortig)\b",
            r"\bhad(?:den)? (?:nooit |niet )?\w+ (?:mogen|moeten) worden|\b(?:moet|mag|kan) (?:niet )?terug[.!,]",
        ),
        "Dat mag gewoon.",
        "Dat mag ook schriftelijk.",
    ),
    Pattern(
        "de wet staat dit toe",
        (
            r"\bverbied(?:t|en) (?:dit|zoiets|niets)\b|\bverbied(?:t|en) dat[.,;!]",
            r"\b(?:staat|staan|laat|laten) (?:dit|dat|zoiets) (?:\w+ )?toe\b",
            r"^(?:helaas |gewoon |wel |formeel )?(?:niet )?(?:toegestaan|verboden|akkoord|prima|schuldig|vrijspraak)"
            r"(?:[.!]|$|, (?:punt|maar|mits|want|tenzij)\b)",
        ),
        "De code verbiedt dit.",
        "De wet verbiedt leden om over eigen zaken te stemmen.",
    ),
    Pattern(
        "gewoon",
        (
            rf"\b{_MODAL} (?:hier )?(?:gewoon|gerust|prima|best wel|rustig|maar beter)(?=[.,;!]|$| (?:bij|mee)\b)",
            r"\bmet een gerust hart\b|\bzorgen maken\b|\bgeen zorgen\b",
        ),
        "Solliciteren kan gewoon.",
        "De raad kan gewoon doorgaan met vergaderen.",
    ),
    Pattern(
        "hier",
        (
            rf"\w+en (?:(?:is|kan|mag) hier|hier) (?:dus )?(?:niet|wel|gewoon|nog)\b(?: {_OUTCOME}|[.!]?$)",
            r"\bhier(?: \w+)? (?:zeker|duidelijk|wel degelijk|geen) (?:sprake|aanwezig)|\ber is hier (?:geen )?sprake",
            rf"\bis hier op (?:haar|zijn) plaats|\blijkt (?:\w+en|melding) (?:hier )?{_OUTCOME}",
        ),
        "Meestemmen is hier niet toegestaan.",
        "De wet noemt hier geen bedrag.",
    ),
    Pattern(
        "er is sprake van",
        (
            r"(?:^|[,:;] |\bdat )er is (?:dus |dan |wel |zeker |duidelijk |hier )*(?:geen )?sprake van"
            r"(?!.*\b(?:als|wanneer|indien|zodra|bij)\b)",
            r"\ber is geen (?:enkele? )?(?:beletsel|bezwaar|reden|aanleiding|noodzaak)(?: om| tegen|[.!]?$)|\bhoeft er niets\b",
            r"\bniets (?:aan de hand|op tegen|mis mee|verkeerds? aan)|\bstaat niets\b.*\bin de weg|\bde kans is groot dat (?:dit|dat)\b",
            r"\b(?:enige|beste|juiste) (?:optie|weg|uitweg|keuze)\b|\bniets anders op dan\b",
        ),
        "Er is geen sprake van omkoping.",
        "Er is sprake van omkoping als iemand een gift aanneemt in ruil voor een besluit.",
    ),
    Pattern(
        "slotsom",
        (
            r"^(?:kortom|conclusie|dus|al met al|per saldo|alles (?:afwegend|bij elkaar\w*|overziend)|met andere woorden|concluderend|"
            r"(?:het |mijn )?(?:eind)?oordeel(?: luidt| is)?|samengevat|vermoedelijk|waarschijnlijk)\b"
            rf"(?:.*\b(?:{_OUTCOME}|niet doen)(?=[.,;!]|$)|[:,]? (?:ja|nee|niet doen)\b)",
            r"^[\w ]+ dus[.!]?$|^\w+en dus\b|^(?:beter|liever) (?:even|niet|wel|maar|toch|eerst|gewoon)\b",
        ),
        "Al met al is het risico aanvaardbaar.",
        "Kortom, de raad regelt dit zelf.",
    ),
    Pattern(
        "ik",
        (
            r"\bik\b|\bals rechter\b|\brechter zou (?:dit|dat)\b",
            r"\bmijn (?:advies|antwoord|oordeel|conclusie|inschatting|mening|gevoel|indruk|suggestie|aanbeveling|raad|cijfer)\b",
            r"\bvolgens mij\b|\bwat mij betreft\b|\bin uw plaats\b|\blijkt? (?:het )?(?:mij|me)\b|\bheeft (?:on)?gelijk\b",
        ),
        "Ik zou het laten.",
        "Ik vind geen regel die past.",
    ),
    Pattern(
        "het is verstandig",
        (
            r"^(?!.*\b(?:volgens (?:de|het|een)|handboek|handreiking|raadt aan|beveelt)\b)(?:.*[,:;] )?(?:(?:het|dat|dit|dan) "
            rf"(?:is|lijkt|zou|was)(?: (?:dan|hier|wel|dus|altijd|ook|niet|heel|erg|toch))* {_GOOD}|{_GOOD} (?:is|zou|kunt|doet)\b)",
            r"\bverdient (?:het )?aanbeveling|\b(?:veiligste|verstandigste|beste) stap is\b",
        ),
        "Het is verstandig om af te zien van de reis.",
        "Volgens het handboek is het verstandig een register te voeren.",
    ),
    Pattern(
        "doe het niet",
        (
            rf"(?:{_START}|, (?:maar|en|dus) )(?!.*, dan\b)(?:(?:doe|laat|meld|houd|geef|weiger|accepteer|aanvaard|declareer|neem|stuur|"
            r"teken|zeg|zet|verlaat|vertel|betaal|verwijder|koop|verkoop|deel|sluit) (?:het|de|dit|dat|die|deze|er|hier\w*)\b|"
            r"ga (?:er|niet|gerust|maar|naar|akkoord)\b|praat hier|stem (?:niet|gewoon|voor|tegen|maar|mee)\b|gewoon doen|niet doen|"
            r"blijf weg|stap op)",
        ),
        "Neem de bloemen niet aan.",
        "Neem contact op met de griffie.",
    ),
    Pattern(
        "cijfer",
        (
            r"\bcijfer: ?\d|\been (?:dikke |krappe )?\d{1,2}(?:[.,]\d)?[.!]?$|\bschaal van (?:1|een|nul|0)\b",
            r"\b\d{1,2} (?:van de|op de|uit) (?:10|tien)\b|\b\d{1,2}/10\b|\b\d{1,2} out of\b",
        ),
        "Een 7.",
        "Een gift van meer dan 50 euro komt in het register.",
    ),
    Pattern(
        "that is allowed",
        (
            r"\b(?:that|this|it)(?:'s| is| would be| looks| seems)(?: (?:a|an|not|clearly|probably|perfectly|quite|really|no|just|"
            rf"to be))* {_WRONG}",
            rf"\byour (?!{_OFFICIAL_EN})[\w ]+ (?:must|may|should|falls|(?:is|was|seems|would be) (?:\w+ ){{0,2}}{_WRONG})",
            r"\bnothing wrong with\b|^(?:that|this|it) (?:crosses|counts|amounts|breaches|violates|breaks)\b|^sounds (?:fine|good)\b",
            r"\bout of the question\b|\bonly option\b|\bis right\b|\bin the clear\b",
        ),
        "This is not permitted.",
        "It is the council that adopts the code.",
    ),
    Pattern(
        "I would",
        (
            r"\bi(?:'d|'m|'ve)? (?:would|could|should|think|suggest|recommend|advise|confirm|believe|say|give|feel|have|am|choose|vote|"
            r"return|inclined|afraid)\b",
            r"\bmy (?:advice|view|opinion|verdict|answer|recommendation|conclusion)\b|\bit seems to me\b",
        ),
        "I would return it.",
        "I find no rule for your office.",
    ),
    Pattern(
        "in your case",
        (r"\bin your (?:case|situation|position)\b(?!.*\b(?:depends|decide)\b)",),
        "In your case that is a gift.",
        "Whether this is allowed in your case depends on the facts.",
    ),
)
PATTERNS = YES_OR_NO + OTHERS

#: What only reports, asks, refers or leaves the choice, within a sentence.
HARMLESS = re.compile(
    "|".join(
        (
            # A number that looks like a word: article U 12.
            r"\b[iu]a? \d+\w*|\bu(?:\.a\b|-\d+)|^u\. ",
            r"\b(?:artikel|artikelen|hoofdstuk|afdeling|titel|bijlage|tabel|groep|categorie|klasse|onderdeel|lijst) [iu]\b",
            # An indirect question, a condition.
            r"(?:^|[,(] ?|\b(?:zeg\w*|bepa\w+|beoorde\w+|weet|vraag|na|weeg\w*|beslis\w*|oordeel\w*) )"
            r"of (?:u|je|dit|dat|het|er|uw|deze|iets)\b[^,:;.]*",
            r"(?<!^)\b(?:wat|wanneer|hoe|waarom|waar|welke? \w+) (?:u|je) (?:\w+ ){0,4}?(?:moet|mag|kunt|kan|hoeft|wilt)\b[^,:;.]*",
            r"\b(?:als|wanneer|indien|zodra) u [^,:;.]*|(?:^|; )(?:bent|heeft|krijgt|wilt|mag|moet|kunt) u [^,;.]*, dan\b",
            r"\b(?:whether|if) (?:you|this|that|it) [^,:;.]*",
            r"\b(?:where|what|how|which \w+) you (?:can|do|see|find|choose|decide|say|ask)\b",
            r"\bbent u [^,.]*, vraag\b|\bwat u vraagt\b|\bwat ik (?:nog )?niet weet\b|\bwhat i do not know\b",
            # What the user said, chose or finds here.
            r"(?:\buit uw vraag )?leid ik af dat u [^,.;]*|\bu (?:schrijft|zegt|vraagt|vertelt|noemt|gaf|koos)\b[^,.;:]*",
            r"\bu (?:leest|ziet|vindt)\b(?! dat)[^,.;:]*|\b(?:wat|waar) u (?:hier|hieronder|verder) \w+",
            r"\byou (?:did not state|asked|wrote|find|see|read|chose)\b[^,.;:]*",
            # What the assistant cannot do or has done; words of an oath.
            r"\bik (?:vind|zie|ken|heb|weet|ben|geef|zeg|doe|kan)\b(?=[^.;:]*\b(?:geen|niets|niet|bronnen|vervangen|uitleggen)\b)",
            r"\b(?:kan|oordeel|help|weet|vind|geef|doe) ik\b(?=[^.;:]*\b(?:geen|niets|niet|uitleggen)\b)|\bken ik\b",
            r"\bi (?:do not|cannot)\b|\bik (?:zweer|beloof|verklaar)\b.*|\b(?:beloof|zweer|verklaar) ik\b",
            # Whom to ask and what to read.
            r"\b(?:u (?:kunt|kan)|kunt u|je kunt)\b(?:(?!\b(?:beter|niet|gewoon|gerust|maar)\b)[^.;:])*"
            r"\b(?:vragen|voorleggen|praten|bespreken|overleggen|terecht|nalezen|lezen|vinden|opzoeken|raadplegen|kiezen|inzien|opnemen)\b",
            r"\byou can (?:answer|ask|read|find|turn|contact|consult|talk|choose|raise|look)\b",
            # Whose choice it is.
            r"\b(?:wat|hoe|welke \w+) u (?:doet|kiest|maakt)(?=,? (?:bepaalt|beslist|is aan|legt) )",
            r"\bu (?:beslist|bepaalt|kiest|beoordeelt|weegt|maakt)(?: \w+){0,3} zelf\b",
            r"\b(?:beslist|bepaalt|maakt|kiest|weegt|beoordeelt|legt) u (?:\w+ )?zelf\b|\b(?:is|ligt|blijft) (?:aan|bij) u(?:zelf)?\b",
            r"\b(?:u (?:bent|blijft)|you (?:are|remain)) (?:zelf )?(?:verantwoordelijk|responsible)\b",
            r"\bkunt u van mij niet\b|\b(?:up to you|for you to decide)\b",
            # Who helps the user, and what goes with the office for everyone in it.
            r"\b(?:adviseert|helpt|begeleidt|steunt) u(?=[.,;]| (?:en|bij|met)\b)|\bwijst u de weg\b|\bu kan helpen\b",
            r"\b(?:met|bij wie|iemand die) u\b|\b(?:doet|neemt|geeft) geen [^.]*\bvoor u\b",
            r"\b(?:advises|helps|shows) you\b|\b(?:with|whom) you\b",
            r"^does not [^.]*\bfor you\b|\bdoes not [^.]*\bdecision for you\b|^you(?:$| –| and)",
            r"\bu legde een eed\b|\bu krijgt voor het ambt\b|\bu heeft belang bij (?!dit|de|het|uw)|\bvoor u kan een [^.]*\bspelen\b",
            r"\byou (?:took an oath|receive an|have an interest in a)\b",
        )
    )
)
