"""Names of people. A run of capitalised words is a name when something speaks for it: a title or a relation before it, a known
first name, initials, a tussenvoegsel, what the person does, or that it is no word of the language at all."""

from __future__ import annotations

from assistant.answer import Language
from assistant.personal.runs import Label, Reading, Run
from assistant.personal.spans import PERSON, Span
from assistant.personal.words import Lexicon
from assistant.understand import language_of

# What can stand before a surname that is written small; "van de" and "te" stand before all sorts of words.
_SMALL_PARTICLES = frozenset({"de", "den", "van", "ter", "ten", "van der", "van den", "van 't", "el", "ait"})


def people(text: str, lexicon: Lexicon) -> list[Span]:
    """Every name of a person, with initials and tussenvoegsels, without titles."""
    read = Reading(text, lexicon)
    judge = _Judge(read, lexicon, english=language_of(text) is Language.EN)
    found: list[Span] = []
    at = 0
    while at < len(read.tokens):
        run = read.run_at(at)
        if run and judge.of_a_body(run):
            at = run.last
            continue
        if not (run and judge.is_name(run)):
            run = judge.small_name(at)
        if run:
            found.append(read.span(run))
            at = run.last
        else:
            found += judge.behind_dash(at)
            at += 1
    return found


class _Judge:
    """What speaks for and against a run of words being a name."""

    def __init__(self, read: Reading, lexicon: Lexicon, *, english: bool) -> None:
        self.read = read
        self.lexicon = lexicon
        self.words = lexicon.words
        self.english = english

    def is_name(self, run: Run) -> bool:
        lead = self.read.lead(run)
        if lead is Label.OFFICE:
            return self._holds_office(run)
        if lead:
            return True
        if self.read.tokens[run.first].initials:
            return run.last - run.first > 2 or not self._ordinary(run.names[0])
        return self._at_start(run) if self.read.tokens[run.first].begins else self._inside(run)

    def _holds_office(self, run: Run) -> bool:
        """ "wethouder De Vries", but not "wethouder Financiën", "raadslid Amsterdam", "burgemeester van Utrecht" or "minister de Kamer"."""
        head = run.names[0]
        if self.read.tokens[run.first].text.islower():
            return not self._town(head) and not self._public(head) and (self._surname(head) or not self._ordinary(head))
        if self._town(head) and head == run.first and len(run.names) == 1:
            return self._next(run) in self.words["verbs"]
        return not self._public(head)

    def small_name(self, at: int) -> Run | None:
        """A name without a capital after a title or a relation: "wethouder jansen", "mevrouw van der zalm"."""
        head = self.read.after_particles(at)
        if head >= len(self.read.tokens) or self.read.labels[head] or not self.read.tokens[head].text.islower():
            return None
        run = Run(at, head + 1, (head,))
        lead = self.read.lead(run)
        if head > at:
            return run if lead and self._small_after_particles(run, lead) else None
        return run if self._small_alone(run, lead) else None

    def _small_alone(self, run: Run, lead: Label | None) -> bool:
        """ "wethouder jansen", "mijn vriend piet wil", "ik hoorde van kees"; never "mijn vriend mag"."""
        at, acts = run.first, self._next(run) in self.words["acts"]
        first_name = self._first_name(at) and self._low(at) not in self.words["openers"]
        if self._ordinary(at):
            return first_name and acts and lead is Label.RELATION
        if not lead:
            return first_name and (acts or self.read.previous(at) in self.words["leading_words"])
        return first_name or (self._surname(at) and lead is Label.COURTESY) or (acts and not self._town(at))

    def _small_after_particles(self, run: Run, lead: Label) -> bool:
        """ "mevrouw de wit" is a name though "wit" is a word; "meneer van de garage" is none."""
        particles, head = " ".join(t.low for t in self.read.tokens[run.first : run.names[0]]), run.names[0]
        if particles not in _SMALL_PARTICLES:
            return False
        if lead is Label.COURTESY and particles != "van":
            return True
        sure = self._surname(head) or self._next(run) in self.words["acts"] or particles != "van"
        return sure and not self._ordinary(head) and not self._town(head)

    def behind_dash(self, at: int) -> list[Span]:
        """The name in "de zaak-Veldman"; a commissie-Rogier is public."""
        token = self.read.tokens[at]
        head, _, tail = token.text.partition("-")
        named = tail[:1].isupper() and tail[1:].islower() and not self._is_ordinary(tail)
        if not named or not head.islower() or head in self.words["public_compounds"]:
            return []
        return [Span(token.end - len(tail), token.end, PERSON)]

    def _inside(self, run: Run) -> bool:
        """In the middle of a sentence a capital is a choice."""
        alone = run.last - run.first == 1
        if alone and (self._public(run.first) or self._ends(self._low(run.first), "street_endings")):
            return False
        words = [i for i in run.names if not self._town(i)]
        if any(self._first_name(i) or not self._ordinary(i) for i in words):
            return True
        # Two words with a capital: "Max Verstappen", though "vers" and "tappen" are words.
        if len(words) > 1 and not self.english and any(self._low(i) not in self.lexicon.common for i in words):
            return True
        return run.names[0] > run.first and self._next(run) in self.words["acts"]

    def _at_start(self, run: Run) -> bool:
        """At the start of a sentence every word has a capital, so that more must speak for a name."""
        head, after = run.names[0], self._next(run)
        if self._town(head):
            return False
        plain = self._ordinary(head)
        if head > run.first:
            acts = after in self.words["acts"] and (self._surname(head) or self._low(run.first) in self.words["sure"])
            return acts if plain else self._low(run.first) not in ("de", "den") or after in self.words["verbs"]
        if self._first_name(head) and (not plain or len(run.names) > 1 or after in self.words["verbs"]):
            return True
        if self._first_name(head) and (self._in_a_row(run) or self.read.apostrophe(run)):
            return True
        if plain:
            return self._surname(head) and after in self.words["acts"]
        if len(run.names) > 1 or self._owns(run):
            return True
        sure = self._surname(head) or self._low(head) not in self.lexicon.rare
        return after in (self.words["verbs"] if sure else self.words["acts"])

    def of_a_body(self, run: Run) -> bool:
        """ "café De Zwaan", "Aannemersbedrijf Hoekstra BV", "Omgevingswet"."""
        names = [self._low(i) for i in run.names]
        if self._next(run).replace(".", "") in self.words["companies_end"] or self._ends(names[-1], "law_endings"):
            return True
        if self.words["bodies"] & set(names) and not self._first_name(run.names[0]):
            return True
        before = self.read.previous(run.first)
        return before in self.words["bodies"] or self._ends(before, "body_endings")

    def _ends(self, word: str, endings: str) -> bool:
        return word.endswith(tuple(self.words[endings]))

    def _owns(self, run: Run) -> bool:
        """ "Jansens auto": a known name with an s, and no verb behind it."""
        name, after = self._low(run.names[0]), self._next(run)
        known = name[:-1] in self.lexicon.first_names or name[:-1] in self.lexicon.surnames
        return name.endswith("s") and known and bool(after) and after not in self.words["verbs"]

    def _in_a_row(self, run: Run) -> bool:
        """ "Hans, Grietje en Willem": another first name follows."""
        i, tokens = run.last, self.read.tokens
        while i < len(tokens) and tokens[i].low in ("en", "of", "and"):
            i += 1
        return i < len(tokens) and tokens[i].capital and not tokens[i].begins and self._first_name(i)

    def _public(self, at: int) -> bool:
        """The name of a body or a law that the corpus writes with a capital."""
        return self._low(at) in self.lexicon.proper or self._low(at).startswith(tuple(self.words["public_beginnings"]))

    def _low(self, at: int) -> str:
        low = self.read.tokens[at].low
        return low.removesuffix("'s").removesuffix("’s")

    def _next(self, run: Run) -> str:
        return self.read.beside(run.last)

    def _town(self, at: int) -> bool:
        return self.read.labels[at] is Label.TOWN

    def _ordinary(self, at: int) -> bool:
        return self._is_ordinary(self._low(at))

    def _is_ordinary(self, word: str) -> bool:
        return self.lexicon.ordinary(word, english=self.english)

    def _first_name(self, at: int) -> bool:
        low = self._low(at)
        names = self.lexicon.first_names
        return low in names or low.split("-")[0] in names or (low.endswith("s") and low[:-1] in names and not self._ordinary(at))

    def _surname(self, at: int) -> bool:
        low = self._low(at)
        return low in self.lexicon.surnames or low.split("-")[0] in self.lexicon.surnames
