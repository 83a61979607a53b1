"""Texts to embed, and how near two sets of vectors are, for the tests of the embedders."""

import numpy as np
from numpy.typing import NDArray

SENTENCES = """\
Mag een ambtenaar een geschenk van een leverancier aannemen?
Een wethouder meldt zijn nevenfuncties bij de gemeentesecretaris.
Het bestuursorgaan beslist binnen zes weken op het bezwaarschrift.
Wie beslist over het ontslag van een burgemeester?
De melder van een misstand mag niet worden benadeeld.
Een raadslid neemt geen deel aan de stemming over een zaak die hem persoonlijk aangaat.
Wat is het verschil tussen een misstand en een integriteitsschending?
De Autoriteit Persoonsgegevens houdt toezicht op de verwerking van persoonsgegevens.
Voor het gebruik van de dienstauto gelden vaste regels.
De vertrouwenspersoon is tot geheimhouding verplicht.
Moet ik mijn aandelen in een energiebedrijf melden?
De commissie brengt binnen twaalf weken advies uit.
Oud-ministers mogen twee jaar lang niet lobbyen bij hun vroegere ministerie.
Artikel 2:4 van de Algemene wet bestuursrecht verbiedt vooringenomenheid.
Een omkoopbare ambtenaar wordt gestraft met gevangenisstraf van ten hoogste zes jaar.
Mijn baas vraagt me om een factuur achteraf te dateren.
Het dagelijks bestuur stelt een gedragscode vast.
Hoe lang bewaart de politie mijn gegevens?
De werkgever stelt een procedure vast voor het omgaan met meldingen.
Bij het Huis voor Klokkenluiders kan om een onderzoek worden verzocht.
Een gift met een waarde van minder dan vijftig euro hoeft niet te worden geweigerd.
De gemeenteraad kan een integriteitsonderzoek laten uitvoeren.
Mag ik naast mijn baan bij het waterschap een eigen bedrijf hebben?
De provincie publiceert elk jaar een overzicht van declaraties.
Een Verklaring Omtrent het Gedrag kan worden geweigerd.
Wanneer verjaart een ambtsmisdrijf?
De secretaris houdt het register van belangen bij.
Bij twijfel overlegt de medewerker met de leidinggevende.
Het is verboden om voorwetenschap te gebruiken.
De aanbesteding wordt stilgelegd als een inschrijver voorkennis had.
Wie mag het strafdossier inzien?
De ombudsman onderzoekt een gedraging van een bestuursorgaan.
Een lid van de rekenkamer is geen lid van het college.
Reiskosten worden vergoed tegen overlegging van bewijsstukken.
Het Openbaar Ministerie besluit om niet te vervolgen.
De rechter toetst of het besluit zorgvuldig is voorbereid.
Mag de burgemeester een drugspand sluiten?
Een klokkenluider heeft recht op juridische ondersteuning.
De Woo verplicht bestuursorganen om documenten actief openbaar te maken.
Het college verantwoordt zich over het gevoerde beleid.
Bij ernstig plichtsverzuim volgt een disciplinaire straf.
Wat moet ik doen als een collega vertrouwelijke stukken lekt?
De Raad van State adviseert over een voorstel van wet.
Een lid van het bestuur treedt af als een onverenigbare betrekking wordt aanvaard.
De toezichthouder kan een last onder dwangsom opleggen.
Een integriteitsmelding kan ook anoniem worden gedaan.
De eed of belofte wordt afgelegd in handen van de voorzitter.
Subsidie wordt ingetrokken als de gegevens onjuist waren.
Het bevoegd gezag kan een ambtenaar schorsen.
Hoeveel vakantiedagen heeft een rijksambtenaar?
De Wet Bibob beschermt de overheid tegen het faciliteren van criminele activiteiten.
Politiegegevens worden niet langer bewaard dan nodig is.
Een kandidaat-wethouder ondergaat een risicoanalyse.
Het etentje met de projectontwikkelaar werd niet gemeld.
De accountant weigert een goedkeurende verklaring.
Partijen kunnen binnen zes weken beroep instellen bij de rechtbank.
Valsheid in geschrifte wordt bestraft, ook als er geen schade is.
De officier van justitie vordert inlichtingen bij de bank.
Een vergunning wordt geweigerd bij ernstig gevaar voor misbruik.
Mag een Kamerlid betaald advies geven aan een bedrijf?""".splitlines()

# What tokenisers trip over: white space, ligatures, composed and loose accents, other scripts, soft hyphens.
AWKWARD = [
    "",
    " ",
    "regel een\nregel twee\tdrie\r\nvier",
    "twee  spaties en een harde\u00a0spatie",
    "coöperatie, cafe\u0301, reünie \u2013 “besluit” … ½ ﬁnanciën € 50,\u2013",
    "nul\u200bbreed, zacht\u00adteken, ▁ en \ufeff",
    "Ωμέγα, Москва, 東京, العربية, emoji 🙂",
    "Šiška en œuvre, ŝ en ẞ, ǅ",
    "§ 3.1, artikel 12a, tweede lid, onder b, 1°",
    "<s> </s> <mask> <unk>",
]


def cosines(a: NDArray[np.float32], b: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(np.einsum("ij,ij->i", a, b), dtype=np.float32)
