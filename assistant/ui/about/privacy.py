"""The privacy statement, made from the settings in force: no sentence in it that is not true for this program as it runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from assistant.ui.about.deployer import Deployer
from assistant.ui.about.sections import Part, Section
from assistant.ui.conversation import FORGET_AFTER_S
from assistant.ui.markup import paragraphs
from assistant.ui.texts import Words
from ingest.settings import Settings, is_own_network, is_this_computer


@dataclass(frozen=True, slots=True)
class PrivacyFacts:
    """Where the text of a question goes and what is kept. ``llm_host`` is empty without a language model; ``vectors_host``: another
    computer that gets the vector of a question, to search with."""

    llm_host: str = ""
    llm_model: str = ""
    vectors_host: str = ""
    feedback_on: bool = False
    feedback_days: int = 0
    forget_after_s: int = FORGET_AFTER_S


def privacy_facts(settings: Settings) -> PrivacyFacts:
    """The facts of the settings in force."""
    searches_at = _host(settings.chroma_url)
    return PrivacyFacts(
        llm_host=_host(settings.llm_url) if settings.llm else "",
        llm_model=settings.llm_model if settings.llm else "",
        vectors_host="" if is_this_computer(searches_at) else searches_at,
        feedback_on=settings.feedback,
        feedback_days=settings.feedback_days,
    )


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def privacy_section(facts: PrivacyFacts, deployer: Deployer, words: Words) -> Section:
    """In sight: where the question goes, what is kept, what not to type. Folded: all the rest."""
    parts = [
        Part(words(f"about_privacy.{heading}"), paragraphs(sentences(keys, facts, deployer, words)))
        for heading, keys in in_full(facts).items()
    ]
    parts.append(Part("", deployer.contact_html(words)))
    return Section(
        anchor="over-privacy",
        title=words("about_privacy.title"),
        html=paragraphs(sentences(in_short(facts), facts, deployer, words)),
        more=words("about_privacy.more"),
        parts=tuple(parts),
    )


def sentences(keys: Iterable[str], facts: PrivacyFacts, deployer: Deployer, words: Words) -> list[str]:
    """The texts under these keys, with the facts filled in."""
    values = {
        "model": facts.llm_model,
        "host": facts.llm_host,
        "searches_at": facts.vectors_host,
        "days": facts.feedback_days,
        "minutes": facts.forget_after_s // 60,
        "clear": words("form.clear"),
        "keep": words("memo.keep").rstrip(":"),
        "organisation": deployer.name(words),
    }
    return [words(f"about_privacy.{key}", **values) for key in keys]


def in_short(facts: PrivacyFacts) -> Iterator[str]:
    """Keys of the three sentences that come first."""
    if not facts.llm_host:
        yield "numbers_leave" if facts.vectors_host else "stays"
    elif is_this_computer(facts.llm_host):
        yield "goes_to_model_here"
    else:
        yield "goes_to_network" if is_own_network(facts.llm_host) else "goes_to_service"
    yield "kept_if_agreed" if facts.feedback_on else "not_kept"
    yield "type_no_names"


def in_full(facts: PrivacyFacts) -> Mapping[str, tuple[str, ...]]:
    """Keys of the sentences under each heading, in order."""
    sent = ["sent_to_model", "own_documents_sent"] if facts.llm_host else [] if facts.vectors_host else ["sent_nowhere"]
    if facts.llm_host and not is_own_network(facts.llm_host):
        sent.append("service_terms")
    if facts.vectors_host:
        sent.append("numbers_sent")
    return {
        "question_heading": ("replaced", "names_replaced" if facts.llm_host else "names_stay"),
        "sent_heading": (*sent, "links"),
        "memory_heading": ("memory",),
        "kept_heading": ("kept_feedback" if facts.feedback_on else "kept_nothing", "logs", "cookies"),
        "archive_heading": ("archive",),
        "rights_heading": ("rights", *([] if facts.feedback_on else ["nothing_to_see"]), "generated"),
    }
