"""What this assistant does not answer, recognised from the question itself.

The sources hold rules, not events: no statistics, names of people, outcomes of cases or amounts of one municipality.
A question on the right topic that asks for such a thing is the likeliest to get a wrong answer, so each kind is a row
here with the words by which it is known; a row may be overruled by evidence that does hold the thing asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.answer import Language, Reason
from assistant.messages import message
from corpus import Provision
from corpus.vocabulary import plain
from ingest.analyser import words


class Asked(StrEnum):
    """What kind of thing a question asks for, beyond a rule."""

    BEDRAG = "bedrag"
    STATISTIEK = "statistiek"
    PERSOON = "persoon"
    GEBEURTENIS = "gebeurtenis"
    LOKAAL = "lokaal"
    PLAATS = "plaats"
    OORDEEL = "oordeel"
    VOORSPELLING = "voorspelling"
    ONTWIJKEN = "ontwijken"


@dataclass(frozen=True)
class Limit:
    """``pattern`` reads the plain question, ``named`` the question as written (capitals tell a name); ``unless`` excuses.

    ``hard``: never answered; otherwise it lowers the confidence that the sources can answer.
    """

    asked: Asked
    pattern: re.Pattern[str]
    reason: Reason
    hard: bool = False
    named: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None

    @property
    def message(self) -> str:
        """The sentence in Dutch; ``text`` gives it in the language of the question."""
        return self.text(Language.NL)

    def text(self, language: Language) -> str:
        return message(language, f"limit_{self.asked}")

    def applies(self, question: str, low: str) -> bool:
        """``low``: the question in plain form."""
        if self.unless and self.unless.search(low):
            return False
        return bool(self.pattern.search(low) or (self.named and self.named.search(question)))


def _limit(asked: Asked, pattern: str, reason: Reason, *, hard: bool = False, named: str = "", unless: str = "") -> Limit:
    return Limit(
        asked, re.compile(pattern), reason, hard,
        re.compile(named) if named else None, re.compile(unless) if unless else None,
    )  # fmt: skip


_OFFICE = (
    r"(?:wethouder|burgemeester|raadslid|statenlid|kamerlid|minister|staatssecretaris|gedeputeerde|dijkgraaf|heemraad|griffier|"
    r"(?:gemeente)?secretaris|commissaris(?: van de koning)?|vertrouwenspersoon|ombudsman|integriteitsco[oö]rdinator|directeur|voorzitter|mayor|alderman|clerk)"
)
# An office or title with a name behind it: "wethouder De Boer", "mw. Van den Berg".
_PERSON = (
    r"\b(?i:wethouder|burgemeester|raadslid|statenlid|kamerlid|minister|staatssecretaris|gedeputeerde|dijkgraaf|heemraad|griffier|mevrouw|meneer|"
    r"dhr\.?|mw\.?|mayor|alderman)\s+(?:(?i:van|de|den|der|ten|ter|het)\s+)*[A-Z][\w'’-]+"
)
_JUDGED = (
    r"(?:schuldig|terecht|onterecht|corrupt|integer|integriteit geschonden|fout|verkeerd|gelogen|omgekocht|strafbaar|overtreden|geschonden|gelekt|partijdig|"
    r"betrouwbaar|gefraudeerd|aan de (?:regels|wet|code) gehouden|deugt|over de schreef|te ver gegaan|belangenverstrengeling|opstappen|aftreden|ontslagen worden|guilty|corrupt)"
)
_BLAME = r"\b(?:[Ii]s|[Ww]as|[Hh]eeft|[Hh]ad|[Mm]oet|[Ww]aarom|[Vv]ind\w*|[Hh]andelde|[Zz]ou|[Gg]ing|[Dd]eed)\b"
_PAST = r"(dit jaar|deze (?:maand|periode)|vorige?|afgelopen|laatste (?:jaar|jaren|tijd|maanden)|sinds (?:19|20)\d\d|(?:in|over|tijdens) (?:19|20)\d\d|gemiddeld|last year|since (?:19|20)\d\d|on average)"
_COUNT = r"(?:hoe ?veel|hoe vaak|how many|how often|welk (?:percentage|aandeel|deel)|wat is het (?:percentage|aandeel))"
_GONE = r"(?:opgestapt|afgetreden|ontslagen|vertrokken|geschorst|betrapt|veroordeeld|beschuldigd|weg)"
_MONEY = r"\w*(?:vergoeding|vergoedingen|bezoldiging|salaris|loon|bedrag|boete|dwangsom|uitkering|wachtgeld|pensioen|presentiegeld|toelage|schadeloosstelling)"
_HIDE = r"(?:verberg|verbergen|verborgen|verzwijg|verzwijgen|verstop|verstoppen|omzeil|omzeilen|ontwijk|ontwijken|ontduik|ontduiken|verdoezel|verdoezelen|wegmoffel|wegmoffelen|buiten beeld|onder de radar|geheim ?hou\w* voor|stilhouden|maskeren|camoufleren)"
_SEE = r"(?:merkt|merken|ziet|zien|weet|weten|ontdekt|ontdekken|vindt|doorheeft|erachter komt|opvalt)"

# A fact about one place: a question that opens with a question word, names a municipality, province, water authority or
# office-holder by name, and asks nothing of what may or must. "Wie is in Nederland bevoegd" names no such place.
_NO_PLACE = (
    r"(?:Hoge|Reken\w*|Justitie|Defensie|Financi\w*|Binnenlandse|Statenlid|CdK|OM|Tweede|Eerste|Kamer\w*|Provinciale|Gedeputeerde|Staten|Koning|Nederland\w*|Europ\w*|Rijk|Raad|Huis|Grondwet|Gemeentewet|Provinciewet|"
    r"Waterschapswet|Kieswet|Woo|Awb|Wbk|Wgr|Wet|BZK|VNG|IPO|VOG|AB|DB|GS|PS|B|College|Steunpunt|Algemene|Ambtenarenwet|Handboek|Nota)\b"
)
_FACT_OF_PLACE = (
    r"^(?!.*\b(?i:mag|mogen|moet|moeten|kan|kunnen|hoef\w*|verplicht\w*|verboden|toegestaan|geldt|gelden|regels?|wet|artikel|may|must|can|should)\b)"
    r"(?:Wie|Wat(?! als)|Welke?|Hoe|Hoeveel|Wanneer|Waar|Waarom|Heeft|Hebben|Staat|Staan|Is|Zijn|Was|Waren|Kreeg|Kregen|Werd|Welk)\b.*"
    r"\b(?i:gemeente|provincie|waterschap|hoogheemraadschap|stad|dorp|in|te|uit|van|bij|kreeg|wethouder|wethouders|burgemeester|minister|raadslid|gedeputeerde|dijkgraaf)"
    rf" (?:de |het )?(?!{_NO_PLACE})[A-Z][a-zà-ÿ]{{2,}}"
)

LIMITS = (
    _limit(
        Asked.PLAATS,
        r"\bwat (?:vindt|vond|denkt) (?:de|het|onze) (?:minister|kabinet|raad|wethouder|burgemeester|partij)\b",
        Reason.BUITEN_CORPUS,
        named=_FACT_OF_PLACE,
    ),
    _limit(
        Asked.ONTWIJKEN,
        rf"\b(?:hoe|help|tips?|manier|truc|lukt het) .*\b{_HIDE}\b|\bhoe (?:verberg|verzwijg|verstop|omzeil|ontwijk|ontduik|verdoezel)\b"
        rf"|\b(?:ik|we|wij|mijn|ons|onze) .*\bzonder dat (?!ik\b|we\b|wij\b)(?:\w+ ){{1,5}}{_SEE}\b|\b(?:zodat|opdat) (?=.*\b(?:niet|niemand|nooit)\b)(?:\w+ ){{1,6}}{_SEE}\b"
        r"|\b(?:ik|we|wij) .*\bzonder dat (?:het|dit|dat) (?:in|op) .*\b(?:komt|staat|verschijnt|terechtkomt)\b|\b(?:eruitzien als|laten lijken op|laten lijken alsof|doen voorkomen|wegpoets\w*)\b"
        rf"|\bhoe voorkom\w* (?:ik|we|wij) dat .*\b{_SEE}\b|\bhoe .*\b(?:klokkenluider|melder)\b.*\b(?:weg|wegwerken|wegpesten|ontslaan|straffen)\b|\bhoe zorg\w* (?:ik|we|wij) .*\bniet {_SEE}\b"
        r"|\bsmoes\w*|\bvalse? (?:verklaring|factuur|bon\w*)\b|\bantedater\w*|\b(?:splits\w*|opknip\w*)\b.*\b(?:onder|grens|drempel)\b"
        r"|\b(?:stukken|bewijs|documenten|mails?|berichten|appjes) (?:\w+ )?(?:vernietigen|wissen|weggooien|laten verdwijnen)\b"
        r"|\b(?:achterhaal|achterhalen|erachter|uitvinden|uitzoeken) .*\bwie .*\b(?:gemeld|melder|melding|gelekt|aangegeven)\b"
        r"|\bhow (?:can|do|could|should|to) .*\b(?:hide|conceal|cover up)\b|\bhide (?:it|this|the) .*\bfrom\b|\bkeep .*\b(?:secret|hidden) from\b|\bavoid (?:detection|getting caught)\b|\bget around the rules?\b",
        Reason.ONVEILIG,
        hard=True,
        unless=rf"\bhoe (?:\w+ ){{0,3}}(?:tegenga|herken|bestrijd|reageer)\w*|\bhoe (?:\w+ ){{0,3}}voorkom\w* (?!.*\b{_SEE}\b)|\bhoe (?:\w+ ){{0,3}}(?:meld(?:en)?|aanpakken|omgaan)\b|\bmoet ik dat melden\b|\bis het (?:strafbaar|verboden|toegestaan)\b|^(?:mag|moet|kan) (?:de|het|een)\b",
    ),
    _limit(
        Asked.OORDEEL,
        rf"\bvind (?:je|jij|u|jullie) (?:ook )?(?:dat|het|onze|de)\b|\bwat vind (?:je|jij|u) van\b|\bdo you think .*\b{_OFFICE}\b",
        Reason.PERSOONLIJK_OORDEEL,
        hard=True,
        named=rf"{_BLAME}.*{_PERSON}.*\b(?i:{_JUDGED})\b|\b(?i:{_JUDGED})\b (?:(?:van|dat) )?{_PERSON}",
    ),
    _limit(
        Asked.VOORSPELLING,
        r"\bhoe groot is de kans\b|\bhoe waarschijnlijk\b|\b(?:ga|gaat|gaan|zal|zullen) (?!over)(?:(?!over\b).)*\b(?:winnen|verliezen|aftreden|opstappen|veroordelen|veroordeeld worden)$"
        r"|\b(?:gaat|zal) (?:de|een|het) (?:rechter|rechtbank|hof|raad van state|openbaar ministerie|om)\b|^(?:wint|verliest|overleeft)\b|^(?:word|wordt|krijgt?|blijft?) (?!een\b).*\b(?:volgende?|komende?|straks|morgen)\b"
        r"|\bkom(?:t|en)? (?:ik|we|wij|hij|zij|ze|je) (?:hier|daar)?(?:mee)? ?(?:er )?(?:mee )?weg\b|\bhoe loopt (?:dit|het|mijn|onze|deze|die) .*\baf\b|\bwhat are the (?:odds|chances)\b|\bhow likely\b|\bwill (?:the|my|our) .*\b(?:win|lose|resign|convict\w*)\b",
        Reason.PERSOONLIJK_OORDEEL,
    ),
    _limit(
        Asked.STATISTIEK,
        rf"\b{_COUNT}\b.*\b{_PAST}\b|\b{_PAST}\b.*\b{_COUNT}\b|\b(?:hoe ?veel procent van (?:de|alle|onze|het aantal)|welk (?:percentage|aandeel))\b"
        r"|\b(?:hoe ?veel|hoe vaak|how many)\b.* (?:zijn er|kwamen|waren|werden|werd|had|hadden|stapten|traden|were|was)\b|\bhoe ?veel \w+ (?:hebben|liepen|deden|kregen|gaven|meldden|verloren|namen|zitten)\b|\btop (?:tien|vijf|drie|\d+)\b|\branglijst\b|\b(?:in|bij) hoe ?veel (?:gemeenten|provincies|waterschappen|zaken|gevallen)\b"
        r"|\bgemiddelde? (?:aantal|bedrag|duur|leeftijd)\b|\b(?:neemt|nam|stijgt|daalt|steeg|daalde) het aantal\b|\baantal .*\b(?:gestegen|gedaald|toegenomen|afgenomen)\b"
        r"|\b(?:welke?|wie|which) \w+ .*\b(?:de meeste|het meest|de minste|het vaakst|the most)\b|\b(?:wat zijn|geef|heb je|zijn er|bestaan er|welke) (?:\w+ ){0,2}(?:cijfers|statistiek\w*)\b|\bhoe ?veel \w+ (?:zijn|is) (?:er )?\w+",
        Reason.BUITEN_CORPUS,
        unless=r"\b(?:nota|beslisnota|handboek|\w*brief|nodig|vereist|verplicht|toegestaan|minimaal|ten minste|tenminste|minstens|hooguit|moet|moeten|mag|mogen|required|must)\b",
    ),
    _limit(
        Asked.BEDRAG,
        r"\b(?:welk\w* (?:maximum|grens)?bedrag|hoeveel (?:euro|geld)|wat kost(?! (?:mij|me|ons)\b)|hoe duur|tot welk bedrag|maximum ?bedrag|grensbedrag|how much)\b"
        rf"|\b(?:hoe hoog (?:is|zijn|was)|(?:wat is )?de hoogte van) (?:(?:de|het|een|mijn|onze|zijn) )?{_MONEY}\b|\bhoeveel {_MONEY}\b|\bmaximale? (?:waarde|prijs)\b|\bwaarde in euro"
        r"|\bhoeveel (?:mag|kan|moet) .*\b(?:kosten|declareren|waard|betalen|uitgeven)\b|\bhoeveel (?:\w+ )?(?:krijg|verdien|ontvang|kost)\w*\b|\bwat (?:verdient|verdienen|krijgt .* betaald)\b",
        Reason.GEEN_BEPALING,
    ),
    _limit(
        Asked.PERSOON,
        r"\b(?:wat is|welke?|geef|heb je|heeft u|mag ik|what is|what's) .*\b(?:telefoonnummer|e-? ?mail-? ?adres|mailadres|contactgegevens|phone number|email address|06-nummer)\b"
        r"|\b(?:kun|kunt) (?:je|jij|u) .*\b(?:telefoonnummer|e-? ?mail-? ?adres|mailadres|contactgegevens)\b"
        rf"|\bop welk nummer\b|\bhoe (?:heet|heten) (?:de |het |onze |ons |mijn )?(?:huidige |nieuwe )?{_OFFICE}\b"
        rf"|\b(?:naam|namen) van (?:de |onze |ons |mijn |het )?(?:huidige |nieuwe )?(?:leden|{_OFFICE})\b"
        r"|\bwie zit(?:ten)? (?:er )?(?:nu |momenteel )?in (?:de|het|onze|ons)\b"
        rf"|\bwie is (?:er )?(?:nu|daar|hier|momenteel|de huidige|onze|mijn|op dit moment) (?:de |onze )?{_OFFICE}\b|\bwie is (?:de )?(?!voorzitter){_OFFICE}(?: (?:van|in|bij) (?:de |het |onze )?(?:gemeente|provincie|waterschap)\b.*|)$"
        rf"|\bwho is (?:the|our) (?:current )?{_OFFICE}\b",
        Reason.BUITEN_CORPUS,
        named=r"\b[Ww]ie is (?:nu )?(?:de )?(?:\w+ )?[a-z]+ (?:van|in|te) (?:de gemeente |de provincie |waterschap )?[A-Z]\w+",
    ),
    _limit(
        Asked.GEBEURTENIS,
        r"\bwat (?:is|was|waren|werd|zijn) (?:de |het )?(?:uitkomst|uitslag|conclusies?|resultaat|resultaten|afloop) (?:van|naar|in|bij)\b|\bwat (?:vond|zei|oordeelde|schreef|heeft|hebben) .*\b(?:van de zaak|over de zaak|gezegd|geconcludeerd|geoordeeld|geschreven)\b|\bwat concludeer\w+|\bhoe is .* afgelopen\b|\bhoe (?:eindigde|verliep|liep)\b"
        r"|\bwat (?:is|was|werd) er (?:gebeurd|besloten|gezegd|afgesproken|besproken)\b|\blaatste (?:integriteits)?onderzoek\b"
        r"|\bwaarom (?:is|zijn|moest|moesten|stapte|trad|werd) .*\b(?:opgestapt|op|afgetreden|af|ontslagen|vertrokken|weg|geschorst|opstappen|aftreden)$"
        r"|\bwie (?:stemde|stemden|lekte|meldde|heeft|hebben) .*\b(?:tegen|voor|gestemd|gelekt|gemeld|vergadering)\b(?! (?:is|moet|mag))"
        rf"|\bwelke {_OFFICE} (?:is|zijn|werd|moest|trad) .*\b{_GONE}\b|\bwhat was the (?:outcome|result|conclusion)\b|\bwhat happened (?:to|in|with)\b",
        Reason.BUITEN_CORPUS,
        named=r"\b(?:[Ww]anneer|[Ww]aarom|[Oo]p welke (?:datum|dag)) (?:heeft|is|was|werd|moest|trad|stapte)\b.*\b(?:van|in|te|uit) (?:de gemeente )?[A-Z]\w+.*\b(?:vastgesteld|aangenomen|besloten|gestemd|opgestapt|afgetreden|ontslagen|geschorst|benoemd|aftreden|opstappen)"
        rf"|^(?:Is|Zijn|Was|Werd) .*\b[A-Z]\w+.*\b{_GONE}\b",
        unless=r"^wie heeft (?:de bevoegdheid|het recht)",
    ),
    _limit(
        Asked.LOKAAL,
        r"\bwat (?:staat|zegt|regelt) .*\b(?:reglement|verordening|protocol|gedragscode)\b.*\bvan (?:onze|ons|mijn)\b"
        r"|\b(?:in|volgens|van|wat zegt|zegt|noemt|geldt) (?:onze|ons|mijn|hun) (?:eigen |plaatselijke |lokale )?\w*(?:gedragscode|verordening|reglement|protocol|meldregeling|regeling|huisregels)\b"
        r"|\b(?:eigen|plaatselijke|lokale) \w*(?:gedragscode|verordening|reglement|protocol) (?:van|zegt|staat|noemt)\b"
        r"|\b(?:our|my) (?:own |local )?(?:code of conduct|by-?laws?|protocol|rules of procedure)\b",
        Reason.FEITEN_ONTBREKEN,
        named=r"(?i:gedragscode|verordening|reglement|protocol|meldregeling|beleid|beleidsregels?) (?:van|in|bij) (?:(?:de )?(?:gemeente |provincie |raad van |gemeenteraad van |staten van )|(?:het )?(?:waterschap |hoogheemraadschap ))?(?!Tweede|Eerste|Rijk|Kamer|Nederland|Europ)[A-Z]\w+",
        unless=r"\bwat moet (?:er )?in (?:onze|ons)\b|\bmoet(?:en)? (?:er )?in (?:onze|ons)\b",
    ),
)


def limits_of(question: str) -> list[Limit]:
    """The limits that a question runs into, hard ones first."""
    low = plain(question)
    return sorted((limit for limit in LIMITS if limit.applies(question, low)), key=lambda limit: not limit.hard)


_AMOUNT = re.compile(r"€|\bcategorie\b|\bgeldboete\b|\beuro\b|\bprocent\b|%")
_DIGIT = re.compile(r"\d")


def overruled(limit: Limit, evidence: list[Provision]) -> bool:
    """Does the evidence hold what is asked for? An amount: a sum of money; a count: a number."""
    if limit.hard:
        return False
    texts = [p.text for p in evidence]
    if limit.asked is Asked.BEDRAG:
        return any(_AMOUNT.search(t) for t in texts)
    return False


_CAPITAL = re.compile(r"(?<![.?!:] )(?<!^)\b[A-Z][a-zà-ÿ]{3,}(?:-[A-Z][a-zà-ÿ]+)?\b")


def unknown_names(question: str, lexicon: frozenset[str]) -> list[str]:
    """Capitalised words inside a sentence that the corpus does not know: places, people, organisations."""
    return [name for name in _CAPITAL.findall(question) if not set(words(name)) & lexicon]
