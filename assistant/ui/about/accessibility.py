"""The accessibility statement, in the parts that Dutch public bodies use. What does not comply is named, with the criterion.

``KNOWN`` says what gradio does; a browser test looks at each on the page, so that a point that is mended goes from the list.
"""

from __future__ import annotations

import datetime as dt

from assistant.ui.about.deployer import Deployer
from assistant.ui.about.sections import Part, Section
from assistant.ui.markup import bullets, paragraphs
from assistant.ui.texts import Words

DRAWN_UP_ON = dt.date(2026, 11, 26)
KNOWN = ("tabs", "folds")
_TESTED = ("tested_axe", "tested_keyboard", "tested_small", "tested_not")


def accessibility_section(deployer: Deployer, program_version: str, words: Words) -> Section:
    """In sight: the status. Folded: scope, what does not comply, how it was tested, where to report."""

    def say(key: str, **values: object) -> str:
        return words(f"about_access.{key}", **values)

    name = deployer.name(words)
    scope = say("scope", organisation=name, date=words.day(DRAWN_UP_ON), version=program_version)
    known = paragraphs([say("known")]) + bullets(say(key) for key in KNOWN) + paragraphs([say("script"), say("dutch")])
    report = paragraphs([say("report", organisation=name)]) + deployer.contact_html(words)
    return Section(
        anchor="over-toegankelijkheid",
        title=say("title"),
        html=paragraphs([say("status")]),
        more=say("more"),
        parts=(
            Part(say("scope_heading"), paragraphs([scope])),
            Part(say("known_heading"), known),
            Part(say("tested_heading"), bullets(say(key) for key in _TESTED)),
            Part(say("report_heading"), report),
        ),
    )
