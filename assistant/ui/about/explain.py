"""What the assistant is, what it is not, that it is a machine, and which program this is."""

from __future__ import annotations

from assistant.ui.about.deployer import Deployer
from assistant.ui.about.sections import Part, Section
from assistant.ui.markup import bullets, facts, paragraphs, steps
from assistant.ui.texts import Words

_NOT = ("verdict", "advice", "local", "news", "persons", "report")


def what_section(words: Words, with_model: bool) -> Section:
    """``with_model``: a language model writes the sentences."""

    def say(*keys: str) -> list[str]:
        return [words(f"about_what.{key}") for key in keys]

    compose = "step_compose_llm" if with_model else "step_compose"
    five = say("step_privacy", "step_understand", "step_retrieve", compose, "step_verify")
    return Section(
        anchor="over-wat",
        title=words("about_what.title"),
        html=paragraphs(say("what", "who")),
        more=words("about_what.more"),
        parts=(
            Part(words("about_what.steps_heading"), steps(five)),
            Part(words("about_what.citation_heading"), paragraphs(say("citation"))),
            Part(words("about_what.kinds_heading"), paragraphs(say("summary", "official"))),
        ),
    )


def not_section(words: Words) -> Section:
    return Section("over-niet", words("about_not.title"), bullets(words(f"about_not.{key}") for key in _NOT))


def machine_section(words: Words, with_model: bool) -> Section:
    keys = ("machine", "llm" if with_model else "extractive", "marked")
    return Section("over-ai", words("about_machine.title"), paragraphs(words(f"about_machine.{key}") for key in keys))


def program_section(deployer: Deployer, program_version: str, words: Words) -> Section:
    def say(key: str, **values: object) -> str:
        return words(f"about_program.{key}", **values)

    rows = [(say("name"), say("version", version=program_version)), (say("licence"), say("eupl"))]
    if deployer.organisation:
        rows.append((say("offered_by"), deployer.organisation))
    html = facts(rows) + paragraphs([say("report", organisation=deployer.name(words))]) + deployer.contact_html(words)
    return Section("over-programma", say("title"), html)
