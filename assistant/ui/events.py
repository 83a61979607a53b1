"""What changes on the page when something happens: asking, choosing a citation, choosing an office, clearing."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from html import escape
from typing import Any

import gradio as gr
from gradio.components.chatbot import Message, MessageDict

from assistant.answering import Answers
from assistant.catalogue import Catalogue
from assistant.messages import QuestionError
from assistant.ui.ask_tab import Parts, settings_label
from assistant.ui.conversation import Asked, Conversation, View, converse, read_date, with_facts
from assistant.ui.panel import article_panel, beside, empty_panel
from assistant.ui.texts import Words
from assistant.ui.updates import ANSWERING, QUIET, Update
from corpus.dutch import capital

_PAUSE_S = 0.3


@dataclass(frozen=True)
class Events:
    """The events of one page: its assistant, its language and its parts."""

    assistant: Answers
    words: Words
    parts: Parts
    catalogue: Catalogue
    closing: Mapping[Any, Update] = field(default_factory=dict)
    """Updates of parts outside ``parts`` that speak of one answer: made when another one comes, or all is cleared."""

    def wire(self) -> None:
        parts, every = self.parts, [*self.parts.all(), *self.closing]
        changed = [*parts.answered(), *self.closing]
        settings = [parts.office, parts.tier, parts.mode, parts.date, parts.conversation]
        asking = [gr.on([parts.send.click, parts.question.submit], self._ask, [parts.question, *settings], changed, **ANSWERING)]
        asking += [
            button.click(partial(self._ask, text), settings, changed, **ANSWERING)
            for button, text in zip(parts.example, self.words.example_questions, strict=True)
        ]
        asking += [
            button.click(partial(self._ask_next, number), settings, changed, **ANSWERING)
            for number, button in enumerate(parts.next)
        ]
        told = [parts.tell.click, *(box.submit for box in parts.fact)]
        asking.append(gr.on(told, self._tell, [*settings, *parts.fact], changed, **ANSWERING))
        for event in asking:
            event.then(None, js="() => window.iaShowLast()", api_visibility="private")
        self._wire_panel()
        relabelled = [parts.office.input, parts.date.blur]
        gr.on(
            relabelled,
            self._relabel,
            [parts.office, parts.date],
            parts.settings,
            queue=False,
            trigger_mode="always_last",
            **QUIET,
        )
        parts.clear.click(self._clear, None, every, cancels=asking, **QUIET)

    def _wire_panel(self) -> None:
        parts = self.parts
        shown = [parts.place, parts.article, parts.before, parts.after]
        # Arrow keys choose faster than the panel can follow: the last choice counts.
        chosen = [
            parts.citations.input(self._choose, [parts.citations, parts.conversation], shown, trigger_mode="always_last", **QUIET)
        ]
        for number, button in enumerate((parts.before, parts.after)):
            chosen.append(button.click(partial(self._turn, number), [parts.place, parts.conversation], shown, **QUIET))
        for event in chosen:
            event.then(None, js="() => window.iaShowCited()", api_visibility="private")

    def _ask(self, question: str, office: str, tier: str, mode: str, date: str, now: Conversation) -> Iterator[dict[Any, Update]]:
        yield from self._answer(now, Asked(question or "", office or "", date or "", mode or "", tier or ""))

    def _ask_next(
        self, number: int, office: str, tier: str, mode: str, date: str, now: Conversation
    ) -> Iterator[dict[Any, Update]]:
        following = now.result.next_questions if now.result else ()
        if number < len(following):
            yield from self._ask(following[number], office, tier, mode, date, now)

    def _tell(self, office: str, tier: str, mode: str, date: str, now: Conversation, *told: str) -> Iterator[dict[Any, Update]]:
        again = with_facts(now, told, Asked("", office or "", date or "", mode or "", tier or ""))
        if again:
            yield from self._answer(now, again)
        else:
            yield {self.parts.status: f"<p>{escape(self.words('facts.none'))}</p>"}

    def _answer(self, now: Conversation, asked: Asked) -> Iterator[dict[Any, Update]]:
        shown = 0.0
        for view in converse(self.assistant, now, asked, self.words):
            # An update costs more than a question: a step that is over at once is not worth telling.
            if view.done or time.monotonic() - shown >= _PAUSE_S:
                shown = time.monotonic()
                yield self._updates(view)

    def _updates(self, view: View) -> dict[Any, Update]:
        """A question that was refused stays in its box, to be mended."""
        parts = self.parts
        updates: dict[Any, Update] = {
            parts.settings: gr.Accordion(open=False),
            parts.chat: gr.Chatbot(value=_messages(view.conversation), visible=True),
            parts.status: self._status(view),
            parts.examples: gr.Column(visible=False),
        }
        if view.done:
            updates[parts.conversation] = view.conversation
        if view.answered:
            updates |= {parts.question: "", parts.keep: gr.Column(visible=True), **self.closing}
            updates |= self._source_updates(view.conversation)
            updates |= self._what_follows(view.conversation)
        return updates

    def _what_follows(self, now: Conversation) -> dict[Any, Update]:
        """The facts that were not told, what one could ask next, and whether there is personal data to put back into a memo."""
        parts, missing = self.parts, now.missing
        following = now.result.next_questions if now.result else ()
        updates: dict[Any, Update] = {
            parts.facts: gr.Column(visible=bool(missing)),
            parts.further: gr.Column(visible=bool(following)),
            parts.restore: gr.Checkbox(value=False, visible=bool(now.result and now.result.hidden)),
        }
        for number, box in enumerate(parts.fact):
            label = missing[number] if number < len(missing) else ""
            updates[box] = gr.Textbox(label=label, value="", visible=bool(label))
        for number, button in enumerate(parts.next):
            text = following[number] if number < len(following) else ""
            updates[button] = gr.Button(text, visible=bool(text))
        return updates

    def _source_updates(self, now: Conversation) -> dict[Any, Update]:
        if not now.citations:
            return {
                self.parts.citations: gr.Radio(choices=[], value=None, visible=False),
                **self._shown("", now, empty_panel(self.words, after_answer=True)),
            }
        choices = [(capital(c.label), str(c.locator)) for c in now.citations]
        return {
            self.parts.citations: gr.Radio(choices=choices, value=choices[0][1], visible=True),
            **self._choose(choices[0][1], now),
        }

    def _choose(self, chosen: str | None, now: Conversation) -> dict[Any, Update]:
        place = chosen or ""
        return self._shown(place, now, article_panel(self.assistant.index.everything, place, now.day, self.words))

    def _turn(self, number: int, place: str, now: Conversation) -> dict[Any, Update]:
        """The article before (0) or after (1) the one that is shown; a lid of it that the answer cites is marked."""
        corpus = self.assistant.index.everything
        to = beside(self.catalogue, place, now.day)[number] or place
        cited = to in {str(c.locator) for c in now.citations}
        return self._shown(to, now, article_panel(corpus, to, now.day, self.words, cited=cited))

    def _shown(self, place: str, now: Conversation, html: str) -> dict[Any, Update]:
        parts = self.parts
        before, after = beside(self.catalogue, place, now.day)
        return {
            parts.place: place,
            parts.article: html,
            parts.before: gr.Button(visible=bool(place), interactive=bool(before)),
            parts.after: gr.Button(visible=bool(place), interactive=bool(after)),
        }

    def _status(self, view: View) -> str:
        link = ""
        if view.answered and view.conversation.citations:
            link = f' <a href="#bron">{escape(self.words("status.go_to_source"))}</a>'
        return f"<p>{escape(view.status)}{link}</p>"

    def _relabel(self, office: str, date: str) -> Update:
        try:
            on = read_date(date or "")
        except QuestionError:
            on = None
        return gr.Accordion(label=settings_label(self.words, office, self.words.day(on) if on else ""))

    def _clear(self) -> dict[Any, Update]:
        parts = self.parts
        empty = Conversation()
        return {
            parts.conversation: empty,
            parts.office: "",
            parts.tier: "",
            parts.mode: "",
            parts.date: "",
            parts.settings: gr.Accordion(label=settings_label(self.words, "", ""), open=True),
            parts.chat: gr.Chatbot(value=[], visible=False),
            parts.status: f"<p>{escape(self.words('status.cleared'))}</p>",
            parts.question: "",
            parts.keep: gr.Column(visible=False),
            parts.examples: gr.Column(visible=True),
            parts.citations: gr.Radio(choices=[], value=None, visible=False),
            **self._shown("", empty, empty_panel(self.words)),
            **self._what_follows(empty),
            **self.closing,
        }


def _messages(conversation: Conversation) -> list[MessageDict | Message]:
    messages: list[MessageDict | Message] = []
    for turn in conversation.turns:
        messages.append({"role": "user", "content": turn.question})
        if turn.answer:
            messages.append({"role": "assistant", "content": turn.answer})
    return messages
