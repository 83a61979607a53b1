"""Who offers this assistant to the reader, and how to reach them: what only the deploying organisation can fill in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from assistant.ui.markup import link
from assistant.ui.texts import Words
from ingest.settings import Settings

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@dataclass(frozen=True, slots=True)
class Deployer:
    """Both may be empty. ``contact``: an e-mail address, a web address, or words."""

    organisation: str = ""
    contact: str = ""

    def name(self, words: Words) -> str:
        return self.organisation or words("about.unknown_organisation")

    def contact_html(self, words: Words) -> str:
        """A link where it is an address; empty without a contact."""
        if not self.contact:
            return ""
        shown = escape(self.contact)
        if _MAIL.fullmatch(self.contact):
            shown = link(f"mailto:{self.contact}", self.contact)
        elif self.contact.startswith("https://"):
            shown = link(self.contact, self.contact)
        return f"<p>{escape(words('about.contact'))} {shown}</p>"


def deployer_of(settings: Settings) -> Deployer:
    return Deployer(settings.organisation, settings.contact)
