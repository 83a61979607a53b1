"""What a memo says, whatever its format: from the result of a question to headings, sentences and quotes.

A memo is kept and handed on, so it says more than the screen: which text of a source was quoted, who made it, what was not
found, and it leaves room for the office-holder's own considerations.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from itertools import groupby
from urllib.parse import quote as percent

from assistant.answer import WEIGHING, Answer, Citation, Claim, EvidenceItem, Language, Mode, Reason, Result, Role
from assistant.memo.values import Address, Memo, Passage, Reference, Section, Wording
from assistant.memo.words import word
from assistant.messages import date_for_people, message
from assistant.names import office_name, who_asks
from assistant.privacy import Redacted, restore
from assistant.render import talk_to
from corpus.dutch import capital

_LINES = 6
_MEETINGS = 3
_PLACEHOLDER = re.compile(r"\[[A-Z-]+-\d+\]")
_WEB = re.compile(r"https?://[!-~]{1,2000}")


def memo_of(result: Result, restored: Mapping[str, str], made_on: dt.date) -> Memo:
    """The memo of a result. ``restored``: what the placeholders in the question stand for, where the user wants that back."""
    say = result.language
    asked = result.question.text
    question = restore(asked, Redacted(asked, dict(restored)))
    sections = (
        Section(word(say, "question"), (question,)),
        _answer(result),
        Section(word(say, "notes"), items=result.notes) if result.notes else None,
        _unfounded(result),
        _addresses(result),
        _weighing(result),
        Section(word(say, "about"), (word(say, "made_by_ai"), word(say, "disclaimer"))),
    )
    return Memo(
        say,
        word(say, "title"),
        made_on,
        word(say, "made_by_ai"),
        (word(say, "fact"), word(say, "value")),
        _facts(result, question, made_on),
        tuple(section for section in sections if section),
    )


def _facts(result: Result, question: str, made_on: dt.date) -> tuple[tuple[str, str], ...]:
    say, asked = result.language, result.question
    office = who_asks(asked.ambt, result.bestuurslaag, say) if asked.ambt else message(say, "everyone")
    rows = [
        ("office", office),
        ("reference_date", date_for_people(asked.peildatum, say)),
        ("outcome", word(say, f"outcome_{result.outcome}")),
    ]
    if result.reason:
        rows.append(("reason", word(say, f"reason_{result.reason}")))
    rows += [
        ("made_on", date_for_people(made_on, say)),
        ("corpus", result.corpus_version),
        ("composer", result.composer),
    ]
    if question != asked.text:
        rows.append(("personal", word(say, "personal_restored")))
    elif kept := _PLACEHOLDER.search(question):
        rows.append(("personal", word(say, "personal_replaced", example=kept.group())))
    if asked.history:
        rows.append(("earlier", word(say, "earlier_count", count=len(asked.history))))
    return tuple((word(say, key), value) for key, value in rows)


def _answer(result: Result) -> Section:
    """The sentences under the headings of the screen; of an abstention why there is none, and the nearest law."""
    say = result.language
    if isinstance(result, Answer):
        parts = groupby(_in_order(result), key=lambda claim: claim.role)
        sections = [Section(_heading(role, result), passages=_passages(claims, result)) for role, claims in parts]
        more = [s for s in (_compared(result), _options(result), _contacts(result)) if s]
        return Section(word(say, "answer"), _asked_back(result), sections=(*sections, *more))
    nearest = Section(message(say, "nearest"), passages=_passages(result.claims, result))
    paragraphs = (message(say, "no_answer"), result.message)
    return Section(word(say, "no_answer"), paragraphs, sections=(nearest,) if result.claims else ())


def _compared(result: Result) -> Section | None:
    """The rows of a comparison: what each side has, by place, and where the corpus holds nothing."""
    table = result.comparison
    if table is None:
        return None
    names = {c.locator: c.label for claim in result.claims for c in claim.citations}
    nothing = message(result.language, "no_provision")
    rows = [
        "; ".join(
            f"{side}: {names.get(place, nothing) if place else nothing}" for side, place in zip(table.columns, row, strict=True)
        )
        for row in table.rows
    ]
    return Section(message(result.language, "vergelijking"), (table.subject,), tuple(rows))


def _options(result: Result) -> Section | None:
    """All options of a dilemma, also those on which the sources say nothing."""
    if result.weighing is None:
        return None
    return Section(message(result.language, "optie"), items=result.weighing.options)


def _contacts(result: Result) -> Section | None:
    """With whom to talk and for what; shown with a dilemma, as on the screen."""
    if result.weighing is None or not result.contacts:
        return None
    items: list[str] = []
    for contact in result.contacts:
        name, does, does_not = (
            t.nl if result.language is Language.NL else t.en for t in (contact.name, contact.does, contact.does_not)
        )
        items.append(f"{capital(name)}: {does} {does_not} {contact.url}".strip())
    return Section(message(result.language, "dilemma_contacts"), items=tuple(items))


def _asked_back(result: Result) -> tuple[str, ...]:
    """What a dilemma is about and which facts were not told."""
    weighing = result.weighing
    if weighing is None:
        return ()
    about = message(result.language, "dilemma_about", act=weighing.act)
    return (about, message(result.language, "dilemma_ask"), *weighing.missing) if weighing.missing else (about,)


def _in_order(result: Result) -> list[Claim]:
    """By role, as on the screen; the claims of an abstention have no heading and stay as they are."""
    return sorted(result.claims, key=lambda c: list(Role).index(c.role)) if isinstance(result, Answer) else list(result.claims)


def _heading(role: Role, result: Result) -> str:
    compares = result.mode is Mode.VERGELIJKING and role is Role.REGEL
    rule = result.weighing and role not in WEIGHING
    return message(
        result.language,
        "vergelijking" if compares else f"dilemma_{role.value}" if rule and role in (Role.REGEL, Role.AANVULLEND) else role.value,
    )


def _passages(claims: Iterable[Claim], result: Result) -> tuple[Passage, ...]:
    """Sentences that rest on the same places stand together."""
    found: list[Passage] = []
    for (part, labels), group in groupby(
        claims, key=lambda claim: (claim.part, tuple(dict.fromkeys(c.evidence for c in claim.citations)))
    ):
        members = list(group)
        said = {claim.text for claim in members}
        cited = [c for claim in members for c in claim.citations]
        references = [_reference([c for c in cited if c.evidence == name], said, result) for name in labels]
        literal = said <= {c.quote for c in cited}
        text = " ".join(claim.text for claim in members)
        name = f"{capital(part)}: " if part else ""
        found.append(Passage(name + text, literal, tuple(references)))
    return tuple(found)


def _reference(cited: list[Citation], said: set[str], result: Result) -> Reference:
    """One place: the words of the law, then the summary; a quote that is itself a sentence above is not repeated."""
    say = result.language
    item = result.evidence.get(cited[0].evidence)
    if item is None:
        raise ValueError(f"{cited[0].evidence} is cited and is no evidence of this result")
    wordings: list[Wording] = []
    for official in (True, False):
        quotes = dict.fromkeys(c.quote for c in cited if c.official is official)
        if not quotes:
            continue
        edition, new = _edition(item, official, say), tuple(quote for quote in quotes if quote not in said)
        wordings.append(Wording(edition if new else f"{edition}; {word(say, 'said_above')}", new))
    offices = ", ".join(sorted(office_name(ambt, result.language) for ambt in item.provision.ambten))
    holds_for = message(say, "holds_for", who=offices) if offices else ""
    return Reference(cited[0].label, _followable(cited[0].url), holds_for, tuple(wordings))


def _edition(item: EvidenceItem, official: bool, say: Language) -> str:
    if item.official and official:
        if item.official.version:
            return word(say, "official", date=date_for_people(item.official.version, say))
        own, page = word(say, "own_document"), item.provision.page
        return f"{own}, {message(say, 'page', page=str(page))}" if page else own
    version = item.provision.locator.version
    return word(say, "summary_of", date=date_for_people(version, say)) if version else word(say, "summary")


def _unfounded(result: Result) -> Section | None:
    """What fell away when the answer was checked. An abstention without any has its reason in the answer."""
    say, dropped = result.language, tuple(d.text for d in result.trace.dropped if not d.by_model)
    if dropped:
        return Section(word(say, "unfounded"), (word(say, "dropped"),), dropped)
    if result.trace.dropped:
        # What a model made up must not be read as something that was nearly true.
        return Section(word(say, "unfounded"), (word(say, "dropped_by_model"),))
    return Section(word(say, "unfounded"), (word(say, "all_founded"),)) if isinstance(result, Answer) else None


def _addresses(result: Result) -> Section | None:
    """The addresses in full: on paper a link cannot be followed."""
    places = dict.fromkeys(Address(c.label, _followable(c.url)) for claim in _in_order(result) for c in claim.citations)
    found = tuple(place for place in places if place.url)
    return Section(word(result.language, "addresses"), addresses=found) if found else None


def _weighing(result: Result) -> Section:
    say, who = result.language, talk_to(result)
    if isinstance(result, Answer):
        intro: tuple[str, ...] = (message(say, "own_choice", contact=who),)
    else:
        intro = () if result.reason is Reason.ONVEILIG else (message(say, "where_to_go", contact=who),)
    sheet = (word(say, "talked"), word(say, "talked_date"))
    return Section(word(say, "weighing"), intro, lines=_LINES, sheet=sheet, rows=_MEETINGS)


def _followable(url: str) -> str:
    """An address of the web, written so that no format reads anything else into it; empty for any other."""
    safe = percent(url, safe="%/:=&?#+!$,'@*~[]", errors="replace")
    return safe if _WEB.fullmatch(safe) else ""
