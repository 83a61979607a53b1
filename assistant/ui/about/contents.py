"""The whole tab, and the two pages of their own, from what is in use: index, settings and scorecard."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from importlib.metadata import version

from assistant.answering import OpenIndex
from assistant.catalogue import Catalogue
from assistant.ui.about.accessibility import accessibility_section
from assistant.ui.about.deployer import Deployer, deployer_of
from assistant.ui.about.explain import machine_section, not_section, program_section, what_section
from assistant.ui.about.held import sources_section
from assistant.ui.about.privacy import PrivacyFacts, privacy_facts, privacy_section
from assistant.ui.about.score_section import score_section
from assistant.ui.about.scorecard import Scorecard, own_scorecard
from assistant.ui.about.sections import Section, contents, folded
from assistant.ui.markup import link
from assistant.ui.texts import Words
from ingest.settings import Settings


@dataclass(frozen=True, slots=True)
class About:
    """What the texts depend on beside the language."""

    index: OpenIndex
    catalogue: Catalogue
    facts: PrivacyFacts
    deployer: Deployer
    card: Scorecard
    program_version: str

    def sections(self, words: Words) -> tuple[Section, ...]:
        """The sections of the tab, in order."""
        with_model = bool(self.facts.llm_host)
        return (
            what_section(words, with_model),
            not_section(words),
            machine_section(words, with_model),
            sources_section(self.index, self.catalogue, words),
            score_section(self.card, self.index.version, words),
            _apart(self.privacy(words), "privacy", words),
            _apart(self.accessibility(words), "accessibility", words),
            program_section(self.deployer, self.program_version, words),
        )

    def privacy(self, words: Words) -> Section:
        return privacy_section(self.facts, self.deployer, words)

    def accessibility(self, words: Words) -> Section:
        return accessibility_section(self.deployer, self.program_version, words)


def about(index: OpenIndex, catalogue: Catalogue, settings: Settings) -> About:
    """Raises ``ScorecardError`` when the scorecard of the program is missing or damaged."""
    program_version = version("integriteitsassistent")
    return About(index, catalogue, privacy_facts(settings), deployer_of(settings), own_scorecard(), program_version)


def tab_html(found: About, words: Words) -> str:
    """All of the tab, under a heading of level 2."""
    sections = found.sections(words)
    shown = "".join(folded(section, 3) for section in sections)
    return (
        f'<div class="ia-about"><h2>{escape(words("about.heading"))}</h2>'
        f'{contents(sections, words("about.contents"))}<div class="ia-about-text">{shown}</div></div>'
    )


def _apart(section: Section, page: str, words: Words) -> Section:
    """With a link to the page that holds it whole."""
    return replace(section, after=f"<p>{link(words(f'about_path.{page}'), words(f'about.apart_{page}'))}</p>")
