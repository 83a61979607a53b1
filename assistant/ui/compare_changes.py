"""What changed between two days as HTML. What came and what went is marked, and said for who cannot see the marks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from html import escape
from itertools import groupby

from assistant.ui.compare_dates import Changes
from assistant.ui.compare_table import place_button
from assistant.ui.texts import Words
from corpus import Provision
from corpus.dutch import capital, label, place_name
from ingest.changes import Difference, Kind, Op

_MOST_SHOWN = 60


def changes_html(changes: Changes, words: Words) -> str:
    """Which texts were compared, what differs in their words, and what began in between."""
    return _Html(changes, words).all()


@dataclass(frozen=True)
class _Html:
    changes: Changes
    words: Words

    def all(self) -> str:
        now = self.changes
        title = capital(label(now.article, now.source.citeertitel)) if now.article else now.source.citeertitel
        days = self._say("days", before=self.words.day(now.before), after=self.words.day(now.after))
        return (
            f'<h3 id="ia-cmp-title" tabindex="-1"><span lang="nl">{escape(title)}</span>: {days}</h3>'
            f"{self._texts()}{self._ended()}{self._found()}{self._began()}{self._undated()}"
        )

    def _texts(self) -> str:
        """Which versions were compared; for a day without a text how to get it."""
        now = self.changes
        old, new = (text.version if text else None for text in (now.old, now.new))
        if now.one_version and new:
            return f"<p>{self._say('same_text', version=self.words.day(new))}</p>"
        if old and new:
            return f"<p>{self._say('two_texts', old=self.words.day(old), new=self.words.day(new))}</p>"
        if now.source.id.scheme != "bwb":
            return f"<p>{self._say('one_text')}</p>"
        lacking = [day for text, day in ((now.old, now.before), (now.new, now.after)) if text is None]
        days = self._say("lacking", days=", ".join(map(self.words.day, lacking)))
        commands = (f"integriteit fetch --law {now.source.id} --date {day}" for day in lacking)
        items = "".join(f"<li><code>{escape(command)}</code></li>" for command in commands)
        return f'<div class="ia-cmp-lacking"><p>{days}</p><ul>{items}</ul></div>'

    def _ended(self) -> str:
        day = self.changes.ended
        return f"<p>{self._say('ended', day=self.words.day(day))}</p>" if day else ""

    def _found(self) -> str:
        now = self.changes
        if not now.compared or now.one_version:
            return ""
        if not now.found:
            return f"<p>{self._say('no_words')}</p>"
        counts = Counter(d.kind for d in now.found)
        told = ", ".join(self.words(f"compare.count_{kind}", count=counts[kind]) for kind in Kind if counts[kind])
        items = "".join(f"<li>{self._difference(d)}</li>" for d in now.found[:_MOST_SHOWN])
        more = ""
        if len(now.found) > _MOST_SHOWN:
            command = f"integriteit diff {now.source.id} {now.before} {now.after}"
            rest = self._say("more", count=len(now.found) - _MOST_SHOWN)
            more = f"<p>{rest} <code>{escape(command)}</code></p>"
        return (
            f"<h4>{self._say('words_changed')}</h4><p>{escape(told)}. {self._legend()}</p>"
            f'<ul class="ia-cmp-list">{items}</ul>{more}'
        )

    def _legend(self) -> str:
        return f"{self._say('legend')} <del>{self._say('gone')}</del>, <ins>{self._say('came')}</ins>."

    def _difference(self, d: Difference) -> str:
        now = self.changes
        law = now.source.citeertitel
        on = now.before if d.kind is Kind.VERVALLEN else now.after
        place = d.moved_to or d.locator
        came_from = ""
        if d.moved_to:
            came_from = f' <span class="ia-note">{self._say("moved_from", place=capital(place_name(d.locator)))}</span>'
        text = " ".join(self._run(op, run) for op, run in d.words)
        return (
            f'<div class="ia-cmp-lid"><b class="ia-cmp-tag">{self._say(f"kind_{d.kind}")}</b> '
            f'{place_button(place, law, on)}{came_from}<p class="ia-cmp-text" lang="nl">{text}</p></div>'
        )

    def _run(self, op: Op, run: str) -> str:
        if op is Op.GELIJK:
            return escape(run)
        tag, said = ("del", "gone") if op is Op.WEG else ("ins", "came")
        start, end = self._say(said), self._say(f"{said}_end")
        return f'<{tag}><span class="ia-hidden">[{start}] </span>{escape(run)}<span class="ia-hidden"> [{end}]</span></{tag}>'

    def _began(self) -> str:
        now = self.changes
        if not now.began:
            return f"<p>{self._say('nothing_began')}</p>"
        groups = []
        for day, provisions in groupby(now.began, key=lambda p: p.valid_from):
            assert day is not None
            items = "".join(f"<li>{self._new(p)}</li>" for p in provisions)
            groups.append(f'<h5>{self._say("since", day=self.words.day(day))}</h5><ul class="ia-cmp-list">{items}</ul>')
        note = f'<p class="ia-note">{self._say("began_note")}</p>'
        return f"<h4>{self._say('began')} ({len(now.began)})</h4>{note}{''.join(groups)}"

    def _new(self, p: Provision) -> str:
        button = place_button(p.locator, self.changes.source.citeertitel, self.changes.after)
        return f'<div class="ia-cmp-lid">{button}<p class="ia-cmp-text" lang="nl">{escape(p.norm)}</p></div>'

    def _undated(self) -> str:
        """Said where only the dates of the corpus can tell of a change."""
        count = 0 if self.changes.compared else self.changes.undated
        return f'<p class="ia-note">{self._say("undated", count=count)}</p>' if count else ""

    def _say(self, key: str, **values: object) -> str:
        return escape(self.words(f"compare.{key}", **values))
