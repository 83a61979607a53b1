"""The scorecard in words: what was reached and what was not, the picture, and the same numbers in a table."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.answer import Language
from assistant.ui.about.plot import Row, plot, swatch
from assistant.ui.about.scorecard import Measure, Score, Scorecard
from assistant.ui.about.sections import Part, Section
from assistant.ui.markup import paragraphs
from assistant.ui.texts import Words

_COLUMNS = ("measure", "value", "interval", "n", "bar", "reached")
_LEGEND = ("reached", "missed", "interval", "bar")


def score_section(card: Scorecard, version: str, words: Words) -> Section:
    """``version``: of the sources in use. Where another one was measured, the section says so."""

    def say(key: str, **values: object) -> str:
        return words(f"about_score.{key}", **values)

    rows = [Row(_name(score.measure, words), percent(score.value, words.language), score) for score in card.scores]
    legend = "".join(f"<li>{swatch(kind)}{escape(say(f'legend_{kind}'))}</li>" for kind in _LEGEND)
    figure = f'<div class="ia-plot-box">{plot(rows, say("plot"), say("plot_description"))}<ul class="ia-plot-legend">{legend}</ul></div>'
    return Section(
        anchor="over-cijfers",
        title=say("title"),
        html=paragraphs([say("intro", questions=card.questions), *outcome(card.scores, words)]) + figure,
        more=say("more"),
        parts=(Part("", _table(card, words)),),
        after=paragraphs([say("limits"), measured(card, version, words)]),
    )


def outcome(scores: Sequence[Score], words: Words) -> list[str]:
    """What was reached; by name what was not; and of how many the interval leaves it open."""
    missed = [_name(score.measure, words).lower() for score in scores if not score.reached]
    undecided = sum(score.undecided for score in scores)
    total = len(scores)
    if missed:
        names = f" {words('about_score.and')} ".join([", ".join(missed[:-1]), missed[-1]] if missed[1:] else missed)
        said = [words("about_score.missed", reached=total - len(missed), total=total, names=names)]
    else:
        said = [words("about_score.all_reached", total=total)]
    return [*said, *([words("about_score.undecided", count=undecided)] if undecided else [])]


def measured(card: Scorecard, version: str, words: Words) -> str:
    """When and on what it was measured, and whether that is what answers now."""
    said = words(
        "about_score.measured", date=words.day(card.measured_on), corpus=card.corpus, peildatum=words.day(card.peildatum)
    )
    return f"{said} {words(f'about_score.{_fits(card.corpus, version)}', version=version)}"


def _fits(measured_on: str, in_use: str) -> str:
    """A version is that of the summaries, and with a library ``+`` and that of the library."""
    if measured_on == in_use:
        return "same"
    return "library" if measured_on.partition("+")[0] == in_use.partition("+")[0] else "other"


def percent(share: float, language: Language) -> str:
    """``89,4%``; ``89.4%`` in English; a whole number of per cents without decimals."""
    text = f"{share * 100:.1f}".removesuffix(".0")
    return f"{text.replace('.', ',') if language is Language.NL else text}%"


def _name(measure: Measure, words: Words) -> str:
    return words(f"about_measure.{measure.name.lower()}")


def _table(card: Scorecard, words: Words) -> str:
    def say(key: str, **values: object) -> str:
        return escape(words(f"about_score.{key}", **values))

    head = "".join(f'<th scope="col">{say(f"column_{column}")}</th>' for column in _COLUMNS)
    body = "".join(_row(score, words) for score in card.scores)
    return (
        f'<div class="ia-about-wide" role="region" aria-label="{say("table")}" tabindex="0"><table>'
        f"<caption>{say('table')}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(score: Score, words: Words) -> str:
    def say(key: str, **values: object) -> str:
        return escape(words(f"about_score.{key}", **values))

    def share(number: float) -> str:
        return percent(number, words.language)

    means = escape(words(f"about_measure.{score.measure.name.lower()}_means"))
    bar = say("at_most" if score.measure is Measure.WRONGLY_REFUSED else "at_least", bar=share(score.bar))
    cells = (
        escape(share(score.value)),
        say("interval", low=share(score.low), high=share(score.high)),
        str(score.n),
        bar,
        say("yes" if score.reached else "no"),
    )
    name = f'<th scope="row">{escape(_name(score.measure, words))}<span class="ia-note">{means}</span></th>'
    return f"<tr>{name}{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
