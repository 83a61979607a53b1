"""The sections of a dilemma that weigh: what is missing, who is involved, what speaks for either side, what one can do, with whom."""

from __future__ import annotations

from itertools import groupby

from assistant.answer import Answer, Claim, Language, Role
from assistant.markdown import escape, link
from assistant.messages import message
from corpus.dutch import capital


def asked_back(result: Answer) -> list[str]:
    """Short questions for what was not told; the user can answer them in the conversation."""
    weighing = result.weighing
    if weighing is None:
        return []
    say = result.language
    lines = ["", f"### {message(say, 'dilemma_missing')}", "", escape(message(say, "dilemma_about", act=weighing.act))]
    if weighing.missing:
        lines += ["", escape(message(say, "dilemma_ask")), "", *(f"- {escape(question)}" for question in weighing.missing)]
    return lines


def weighed(result: Answer) -> list[str]:
    """The sections after the rules. No sentence decides."""
    weighing = result.weighing
    if weighing is None:
        return []
    say = result.language
    by_role = {role: [c for c in result.claims if c.role is role] for role in Role}
    lines: list[str] = []
    if parties := by_role[Role.BETROKKENE]:
        lines += ["", f"### {message(say, 'betrokkene')}", "", *(_item(c) for c in parties)]
    if by_role[Role.ERVOOR] or by_role[Role.ERTEGEN]:
        lines += ["", f"### {message(say, 'dilemma_considerations')}"]
        for role, key in ((Role.ERVOOR, "dilemma_for"), (Role.ERTEGEN, "dilemma_against")):
            if by_role[role]:
                lines += ["", f"**{escape(message(say, key, act=weighing.act))}**", "", *(_item(c) for c in by_role[role])]
    if appearance := by_role[Role.SCHIJN]:
        lines += ["", f"### {message(say, 'schijn')}", "", *(_item(c) for c in appearance)]
    return lines + _options(result, by_role[Role.OPTIE]) + _contacts(result)


def _item(claim: Claim) -> str:
    name = f"**{escape(capital(claim.part))}** – " if claim.part else ""
    return f"- {name}{escape(claim.text)} {_source(claim)}"


def _source(claim: Claim) -> str:
    return f"({'; '.join(dict.fromkeys(link(c) for c in claim.citations))})"


def _options(result: Answer, claims: list[Claim]) -> list[str]:
    """Every option, in order, with what the law says of it or that nothing was found; what stands above is linked, not repeated."""
    assert result.weighing is not None
    law = {part: list(group) for part, group in groupby(claims, key=lambda c: c.part)}
    shown = {c.text for c in result.claims if c.role is not Role.OPTIE}
    lines = ["", f"### {message(result.language, 'optie')}", ""]
    for label in result.weighing.options:
        said: list[str] = []
        for claim in law.get(label, []):
            repeated = claim.text in shown
            shown.add(claim.text)
            said.append(_source(claim) if repeated else f"{escape(claim.text)} {_source(claim)}")
        lines.append(f"- **{escape(capital(label))}** – {' '.join(said) or escape(message(result.language, 'dilemma_no_law'))}")
    return lines


def _contacts(result: Answer) -> list[str]:
    if not result.contacts:
        return []
    nl = result.language is Language.NL
    lines = ["", f"### {message(result.language, 'dilemma_contacts')}", ""]
    for contact in result.contacts:
        name, does, does_not = ((t.nl if nl else t.en) for t in (contact.name, contact.does, contact.does_not))
        title = f"[{escape(capital(name))}]({contact.url})" if contact.url else escape(capital(name))
        lines.append(f"- **{title}** – {escape(does)} {escape(does_not)}")
    return lines
