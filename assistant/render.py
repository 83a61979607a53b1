"""An answer as people read it (Markdown) and as programs read it (the JSON contract of ``docs/architecture.md``)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from assistant.answer import (
    LANGUAGE_MODEL,
    WEIGHING,
    Answer,
    Claim,
    Comparison,
    EvidenceItem,
    Language,
    Mode,
    Reason,
    Result,
    Role,
    Weighing,
)
from assistant.escalation import as_phrase, contacts_for
from assistant.markdown import escape, link
from assistant.messages import date_for_people, message
from assistant.names import office_name, who_asks
from assistant.table import differences
from assistant.weighing import asked_back, weighed
from corpus import Locator
from corpus.contacts import Kind
from corpus.dutch import capital
from corpus.values import Gezag, TextKind

_ORDER = (Role.REGEL, Role.GEVOLG, Role.AANVULLEND, Role.ANDERE_LAAG, Role.VERDER, Role.TOELICHTING)
_IMPORTANCE = (*_ORDER, *WEIGHING)


def to_markdown(result: Result) -> str:
    """The full text as shown: for whom, sentences with their source under them, notes, with whom to talk."""
    say = result.language
    ambt = result.question.ambt
    who = who_asks(ambt, result.bestuurslaag, say) if ambt else message(say, "everyone")
    lines = [f"*{message(say, 'for_whom', who=who, date=date_for_people(result.question.peildatum, say))}*"]
    if result.contacts and result.contacts[0].kind is Kind.POLITIE:
        lines += ["", f"**{message(say, 'danger')}**"]
    if isinstance(result, Answer):
        lines += asked_back(result) + _rules(result) + weighed(result)
    else:
        lines += ["", f"**{message(say, 'no_answer')}** {escape(result.message)}"]
        if result.claims:
            lines += ["", f"### {message(say, 'nearest')}", *_paragraphs(result.claims, result)]
    lines += ["", *(f"> {note}" if note else ">" for note in _with_breaks(_notes(result)))]
    return "\n".join(lines).strip() + "\n"


def sentences_so_far(claims: Iterable[Claim]) -> str:
    """Sentences that stand, each with its source under it, before the whole answer is there."""
    return "\n\n".join(f"{escape(c.text)}\n\n— {'; '.join(dict.fromkeys(link(x) for x in c.citations))}" for c in claims) + "\n"


def _rules(result: Answer) -> list[str]:
    """What the rules are, by role; of a dilemma the law first, then code, handbook and note."""
    if result.weighing:
        return _rules_of_dilemma(result)
    lines: list[str] = []
    for role in _ORDER:
        part = [c for c in result.claims if c.role is role and not _in_table(c, result)]
        compares = result.mode is Mode.VERGELIJKING and role is Role.REGEL
        table = _table(result) if compares else []
        if part or table:
            heading = message(result.language, "vergelijking" if compares else role.value)
            lines += ["", f"### {heading}", *table, *_paragraphs(part, result)]
    return lines


def _rules_of_dilemma(result: Answer) -> list[str]:
    own = [c for role in (Role.REGEL, Role.GEVOLG, Role.AANVULLEND) for c in result.claims if c.role is role]
    law = [c for c in own if _gezag(c, result) <= Gezag.BESLUIT]
    parts = (
        ("dilemma_regel", law),
        ("dilemma_aanvullend", [c for c in own if c not in law]),
        ("andere_laag", [c for c in result.claims if c.role is Role.ANDERE_LAAG]),
        ("verder", [c for c in result.claims if c.role is Role.VERDER]),
    )
    return [
        line
        for key, claims in parts
        if claims
        for line in ("", f"### {message(result.language, key)}", *_paragraphs(sorted(claims, key=_place), result))
    ]


def _place(claim: Claim) -> str:
    """Keeps the sentences of one provision together, whatever they do."""
    return claim.citations[0].evidence.rjust(6)


def _gezag(claim: Claim, result: Result) -> Gezag:
    item = result.evidence.get(claim.citations[0].evidence)
    return item.source.gezag if item else Gezag.NOTA


def _table(result: Result) -> list[str]:
    """A column a side, the same rule a row; what tells a cell from the others of its row is bold."""
    if result.comparison is None:
        return []
    columns = [escape(capital(name)) for name in result.comparison.columns]
    lines = ["", escape(result.comparison.subject), "", _row(columns), _row(["---"] * len(columns))]
    for row in result.comparison.rows:
        claims = [[c for c in result.claims if _cites(c, place)] if place else [] for place in row]
        texts = [" ".join(c.text for c in cell) for cell in claims]
        marks = iter(differences([text for text in texts if text]))
        cells = [_marked(text, next(marks)) if text else message(result.language, "no_provision") for text in texts]
        links = [dict.fromkeys(link(x) for c in cell for x in c.citations) for cell in claims]
        lines.append(_row([f"{text}<br>— {'; '.join(link)}" if link else text for text, link in zip(cells, links, strict=True)]))
    marked = any("**" in line for line in lines)
    return [*lines, *(["", escape(message(result.language, "table_note"))] if marked else [])]


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _marked(text: str, spans: list[tuple[int, int]]) -> str:
    parts, at = [], 0
    for start, end in spans:
        parts += [escape(text[at:start]), f"**{escape(text[start:end])}**"]
        at = end
    return "".join([*parts, escape(text[at:])])


def _cites(claim: Claim, place: Locator) -> bool:
    return any(c.locator == place for c in claim.citations)


def _in_table(claim: Claim, result: Result) -> bool:
    table = result.comparison
    return table is not None and any(place and _cites(claim, place) for row in table.rows for place in row)


def _paragraphs(claims: Iterable[Claim], result: Result) -> list[str]:
    """Sentences of one provision together; under them a link to the very lid, of which version, and for whom it holds."""
    lines: list[str] = []
    for _, group in groupby(claims, key=lambda c: list(dict.fromkeys(x.locator for x in c.citations))):
        members = list(group)
        links = dict.fromkeys(link(c) for claim in members for c in claim.citations)
        item = result.evidence.get(members[0].citations[0].evidence)
        about = [*_edition(item, result), *_holds_for(item, result)] if item else []
        lines += ["", " ".join(escape(claim.text) for claim in members), "", " · ".join([f"— {'; '.join(links)}", *about])]
        lines += _own_words(members)
    return lines


def _edition(item: EvidenceItem, result: Result) -> list[str]:
    """Which text of the source is quoted: its version, or that it is a document of the user's own."""
    say = result.language
    if item.official is None:
        return []
    if item.official.version:
        return [message(say, "version", date=date_for_people(item.official.version, say))]
    page = [message(say, "page", page=str(item.provision.page))] if item.provision.page else []
    return [", ".join([message(say, "own_document"), *page])]


def _own_words(claims: list[Claim]) -> list[str]:
    """The words of the law under the sentences of a rule that explain them."""
    if claims[0].role is not Role.REGEL:
        return []
    said = {claim.text for claim in claims}
    quotes = dict.fromkeys(c.quote for claim in claims for c in claim.citations if c.official and c.quote not in said)
    return [line for quote in quotes for line in ("", *(f"> {escape(part)}  " for part in f"„{quote}”".split("\n")))]


def _holds_for(item: EvidenceItem, result: Result) -> list[str]:
    """``["geldt voor: raadslid"]``; empty for a rule without office or for many of them."""
    offices = sorted(office_name(a, result.language) for a in item.provision.ambten)
    if not 1 <= len(offices) <= _MOST_OFFICES:
        return []
    return [message(result.language, "holds_for", who=", ".join(offices))]


def _notes(result: Result) -> list[str]:
    say = result.language
    who = escape(talk_to(result))
    # A note may hold the title of an own document.
    notes = [escape(note) for note in result.notes]
    if isinstance(result, Answer):
        # Only a law has a version by date: an own document is no official text.
        official = any(c.official and c.locator.version for claim in result.claims for c in claim.citations)
        closing = "model_wrote" if result.composer.startswith(LANGUAGE_MODEL) else "official_note" if official else "summary_note"
        return [message(say, "own_choice", contact=who), *notes, message(say, closing)]
    if result.reason is Reason.ONVEILIG:
        return notes
    return [message(say, "where_to_go", contact=who), *notes]


def talk_to(result: Result) -> str:
    """With whom to talk, as a phrase that fits in a sentence."""
    return as_phrase(result.contacts or contacts_for(result.question.ambt, (), result.bestuurslaag), result.language)


def _with_breaks(notes: list[str]) -> list[str]:
    return [line for n, note in enumerate(notes) for line in ([""] if n else []) + [note]]


_MOST_OFFICES = 4


def to_json(result: Result, ident: str | None = None) -> dict[str, Any]:
    """The contract: one object a question. Citations in order of importance, unique."""
    reason = result.reason
    nl = result.language is Language.NL
    return {
        "id": ident,
        "outcome": result.outcome.value,
        "reason": reason.value if reason else None,
        "language": result.language.value,
        "mode": result.mode.value,
        "answer": to_markdown(result),
        "claims": [
            {
                "text": claim.text,
                "role": claim.role.value,
                "part": claim.part,
                "citations": [
                    {
                        "locator": str(c.locator),
                        "label": c.label,
                        "url": c.url,
                        "quote": c.quote,
                        "start": c.start,
                        "end": c.end,
                        "text": (TextKind.OFFICIEEL if c.official else TextKind.SAMENVATTING).value,
                    }
                    for c in claim.citations
                ],
            }
            for claim in result.claims
        ],
        "citations": list(dict.fromkeys(str(c.locator) for claim in _by_importance(result) for c in claim.citations)),
        "retrieved": [
            {"locator": str(hit.provision.locator), "score": hit.score, "found_by": list(hit.found_by)}
            for hit in result.trace.retrieved
        ],
        "comparison": _comparison_json(result.comparison),
        "weighing": _weighing_json(result.weighing),
        "contacts": [{"id": c.id, "name": c.name.nl if nl else c.name.en, "url": c.url} for c in result.contacts],
        "next_questions": list(result.next_questions),
        "dropped": [{"text": d.text, "why": d.why} for d in result.trace.dropped],
        "corpus": result.corpus_version,
        "composer": result.composer,
        "date": result.question.peildatum.isoformat(),
        "ambt": result.question.ambt.value if result.question.ambt else None,
        "generated_by_ai": True,
        "timings_ms": {name: round(ms, 2) for name, ms in result.trace.timings_ms.items()},
    }


def _comparison_json(table: Comparison | None) -> dict[str, Any] | None:
    if table is None:
        return None
    rows = [[str(place) if place else None for place in row] for row in table.rows]
    return {"subject": table.subject, "columns": list(table.columns), "rows": rows}


def _weighing_json(weighing: Weighing | None) -> dict[str, Any] | None:
    if weighing is None:
        return None
    return {
        "theme": weighing.theme,
        "act": weighing.act,
        "missing": list(weighing.missing),
        "options": list(weighing.options),
    }


def _by_importance(result: Result) -> list[Claim]:
    return sorted(result.claims, key=lambda c: _IMPORTANCE.index(c.role))
