"""From the tree of a law to its pieces: which places there are, what they are called, and that together they hold everything.

Locators (``#artikel=28/lid=1``) leave the divisions out, because the numbers of articles run through a law. What that leaves open:

* an annex is a law of its own: ``bijlage=2/artikel=1``; an alinea of an annex is ``bijlage=2/alinea=3``;
* text below a heading and outside articles has the path of headings: ``hoofdstuk=2/paragraaf=3``, ``divisie=1.2``; an annex or
  division without a number is counted among its kind;
* the preamble is ``aanhef``, what comes after the last article ``slot``;
* two texts with one number: the first has the plain place, the second ``tekst=2`` (``artikel=8:36c/tekst=2/lid=1``), and a text
  in force goes before a lapsed one. Alinea's between the leden of an article are of the article itself.

The number of a lid, and a heading that says no more than "Artikel 28", stand in the locator and not in the text; every other
character of content stands in a text or a heading. That is counted, for each article and for the whole.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import count, groupby
from typing import TYPE_CHECKING

from corpus import Locator, SourceId, Step, Unit
from corpus.documents import Link, Piece, State
from ingest.bwb.elements import PARTS, UNITS, Kind, content_characters, kind_of, loose_text, misfit
from ingest.bwb.jci import Addresses, target_of
from ingest.bwb.numbers import folded, number_of, raw_number
from ingest.bwb.states import editorial_state, is_editorial, own_state
from ingest.bwb.text import Span
from ingest.bwb.walker import Steps, Walker
from ingest.documents.slug import slug

if TYPE_CHECKING:
    from lxml.etree import _Element

_PLACES = {Kind.FRAME, Kind.TITLE, Kind.DIVISION, Kind.ARTICLE, Kind.PART}


@dataclass(frozen=True)
class Scope:
    """What a place has from the divisions around it. ``annex``: the steps that an article gets before its own."""

    steps: Steps = ()
    annex: Steps = ()
    headings: tuple[str, ...] = ()
    state: State = State.GELDEND
    valid_from: dt.date | None = None

    def inside(self, element: _Element, steps: Steps, heading: str) -> Scope:
        """The scope within a division or an article."""
        date = element.get("inwerking") or element.get("inwerkingtreding")
        try:
            valid_from = dt.date.fromisoformat(date) if date else self.valid_from
        except ValueError as error:
            raise misfit(element, f"inwerking={date!r} is geen datum als 2026-10-01; haal het bestand opnieuw op") from error
        return replace(
            self,
            steps=steps,
            headings=(*self.headings, heading) if heading else self.headings,
            state=own_state(element) or self.state,
            valid_from=valid_from,
        )


class Structure:
    """Reads one law. ``pieces``: in the order of the file; ``titles``: by element; ``characters``: those that it has placed."""

    def __init__(self, law: SourceId, version: dt.date, addresses: Addresses) -> None:
        self.pieces: list[Piece] = []
        self.titles: dict[str, str] = {}
        self.characters = 0
        self.figures = 0
        self._law = law
        self._version = version
        self._addresses = addresses
        self._taken: set[Steps] = set()
        self._living: set[tuple[_Element | None, Step]] = set()

    def read(self, root: _Element) -> None:
        """All of it. Raises ``DocumentError`` for an element that is not known and for text that found no place."""
        articles = (article for article in root.iter("artikel") if own_state(article) is not State.VERVALLEN)
        self._living = {(_annex_around(article), _article_step(article)) for article in articles}
        self._children(root, Scope())
        self._check(root, 0)

    # --- divisions ------------------------------------------------------------------------------------------------

    def _children(self, parent: _Element, scope: Scope) -> None:
        """Everything inside a division: what has a place of its own, and the runs of alinea's between."""
        _refuse_loose_text(parent)
        alineas, first = count(1), True
        for placed, run in groupby(_contents(parent), key=lambda child: kind_of(child) in _PLACES):
            if placed:
                for child in run:
                    self._child(child, scope)
            elif parent.tag == "bijlage":
                for group in _by_alinea(run):
                    self._place(parent, group, replace(scope, steps=(*scope.steps, Step(Unit.ALINEA, str(next(alineas))))))
            else:
                steps = scope.steps or (Step(Unit.KOP, "inleiding"),)
                if not (first and scope.steps):
                    steps = self._claim(steps[:-1], steps[-1], after=True)
                self._place(parent, run, replace(scope, steps=steps))
                first = False

    def _child(self, child: _Element, scope: Scope) -> None:
        kind = kind_of(child)
        if kind is Kind.ARTICLE:
            self._article(child, scope)
        elif kind is Kind.DIVISION:
            self._division(child, scope)
        elif kind is Kind.PART:
            steps = self._claim(scope.steps, Step(Unit.KOP, PARTS[child.tag]), after=True)
            _refuse_loose_text(child)
            self._place(child, _contents(child), scope.inside(child, steps, self._heading(child)))
        elif kind is Kind.TITLE:
            if child.tag in self.titles:
                raise misfit(child, f"<{child.tag}> staat twee keer in het bestand; haal het opnieuw op")
            self.titles[child.tag] = self._line(child)
        else:
            self._children(child, scope)

    def _division(self, element: _Element, scope: Scope) -> None:
        unit = UNITS[element.tag]
        if element.tag == "divisie":
            unit = UNITS.get(folded(element.find("kop/label")).lower(), unit)
        number = number_of(raw_number(element)) or str(1 + len(list(element.itersiblings(element.tag, preceding=True))))
        base = scope.steps
        if base and base[-1].unit is unit and number.startswith(f"{base[-1].number}."):
            base = base[:-1]
        steps = self._claim(base, Step(unit, number), after=True)
        inner = scope.inside(element, steps, self._heading(element))
        inner = replace(inner, annex=steps) if unit is Unit.BIJLAGE else inner
        before = len(self.pieces)
        self._children(element, inner)
        if len(self.pieces) == before:
            self._place(element, (), inner)

    # --- articles -------------------------------------------------------------------------------------------------

    def _article(self, element: _Element, scope: Scope) -> None:
        before = self.characters
        _refuse_loose_text(element)
        step = _article_step(element)
        twin_lives = own_state(element) is State.VERVALLEN and (_annex_around(element), step) in self._living
        steps = self._claim(scope.annex, step, after=True, later=twin_lives)
        heading = self._heading(element)
        inner = scope.inside(element, steps, "" if _says_number_only(heading, step) else heading)
        contents = list(_contents(element))
        if any(_is_numbered_lid(child) for child in contents):
            self._leden(element, contents, inner)
        else:
            self._place(element, contents, inner)
        self._check(element, before)

    def _leden(self, article: _Element, contents: list[_Element], scope: Scope) -> None:
        """The leden one by one, and what stands before or between them: a rule, or an editorial word about the whole article."""
        first = True
        for start, *more in _runs(contents):
            if _is_numbered_lid(start):
                self._lid(start, more, scope)
            elif content_characters(start) or sum(map(content_characters, more)):
                if all(is_editorial(block) for block in (start, *more)):
                    scope = replace(scope, state=editorial_state((start, *more), scope.state))
                steps = scope.steps if first else self._claim(scope.steps[:-1], scope.steps[-1], after=True)
                self._place(article, (start, *more), replace(scope, steps=steps))
                first = False

    def _lid(self, lid: _Element, more: Iterable[_Element], scope: Scope) -> None:
        """``more``: alinea's that belong to it and stand behind it."""
        _refuse_loose_text(lid)
        number = lid.find("lidnr")
        step = Step(Unit.LID, number_of(folded(number)) or "")
        contents = list(_contents(lid))
        if folded(number).rstrip(".") == step.number:
            contents.remove(number)
            self.characters += content_characters(number)
        self._place(lid, (*contents, *more), scope.inside(lid, self._claim(scope.steps, step), ""))

    # --- texts ----------------------------------------------------------------------------------------------------

    def _place(self, owner: _Element, blocks: Iterable[_Element], scope: Scope) -> None:
        """One whole piece, and the pieces for the parts of it that can be cited."""
        contents = list(blocks)
        walker = Walker(self._claim)
        walker.blocks(contents, scope.steps)
        self.characters += walker.text.source
        self.figures += walker.figures
        state = editorial_state(contents, scope.state)
        self._piece(owner, walker, Span(0, len(walker.text)), replace(scope, state=state), whole=True)
        for mark in walker.marks:
            part = replace(scope, steps=mark.steps, state=editorial_state(mark.element, state))
            self._piece(mark.element, walker, mark.span, part, whole=False)

    def _piece(self, owner: _Element, walker: Walker, span: Span, scope: Scope, *, whole: bool) -> None:
        links = (
            Link(link.start - span.start, link.end - span.start, target_of(element), element.get("doc") or "")
            for element, link in walker.links
            if span.holds(link)
        )
        self.pieces.append(
            Piece(
                locator=Locator(self._law, scope.steps, self._version),
                text=walker.text.slice(span),
                headings=scope.headings,
                whole=whole,
                state=scope.state,
                valid_from=scope.valid_from,
                path=self._addresses.path_of(owner),
                jci=self._addresses.jci_of(owner),
                links=tuple(links),
            )
        )

    def _heading(self, owner: _Element) -> str:
        """``Hoofdstuk II – De raad``, with label and number in the order of the file; empty without a heading."""
        heading = owner.find("kop")
        return self._line(heading) if heading is not None else ""

    def _line(self, element: _Element) -> str:
        walker = Walker(self._claim)
        walker.title(element)
        self.characters += walker.text.source
        return str(walker.text)

    def _claim(self, base: Steps, step: Step, *, after: bool = False, later: bool = False) -> Steps:
        """A place of its own. When it is taken, or another must have it (``later``), which text it is: before the step or after."""
        steps = (*base, step)
        for number in count(2):
            if steps not in self._taken and not later:
                break
            which = Step(Unit.TEKST, str(number))
            steps = (*base, step, which) if after else (*base, which, step)
            later = False
        self._taken.add(steps)
        return steps

    def _check(self, element: _Element, before: int) -> None:
        there, placed = content_characters(element), self.characters - before
        if there != placed:
            name = " ".join(map(folded, element.iterfind("kop/*"))) or element.tag
            raise misfit(
                element, f"{name}: {there} tekens in het bestand en {placed} in de tekst; meld dit, er mag niets wegvallen"
            )


def _contents(parent: _Element) -> Iterator[_Element]:
    return (child for child in parent if kind_of(child) not in (Kind.SKIPPED, Kind.HEADING))


def _refuse_loose_text(element: _Element) -> None:
    if loose := loose_text(element):
        raise misfit(element, f"losse tekst in <{element.tag}>: {loose[:60]!r}; meld dit, zodat de lezer het leert kennen")


def _by_alinea(run: Iterable[_Element]) -> Iterator[list[_Element]]:
    """Each alinea with the lists and tables that follow it."""
    group: list[_Element] = []
    for element in run:
        if group and kind_of(element) is Kind.LINE:
            yield group
            group = []
        group.append(element)
    yield group


def _runs(contents: Iterable[_Element]) -> Iterator[list[_Element]]:
    """Each lid, and each run of alinea's between two of them; alinea's behind a lid without any text are the text of that lid."""
    run: list[_Element] = []
    for element in contents:
        closed = (
            run
            and _is_numbered_lid(run[0])
            and any(content_characters(block) for block in _contents(run[0]) if block.tag != "lidnr")
        )
        if run and (closed or _is_numbered_lid(element)):
            yield run
            run = []
        run.append(element)
    yield run


def _is_numbered_lid(element: _Element) -> bool:
    return kind_of(element) is Kind.LID and number_of(raw_number(element)) is not None


def _article_step(article: _Element) -> Step:
    """``artikel=28``; the only article of a law is ``enig``, one with nothing but a title has that as its name."""
    if number := number_of(raw_number(article)):
        return Step(Unit.ARTIKEL, number)
    if article.tag == "enig-artikel":
        return Step(Unit.ARTIKEL, "enig")
    return Step(Unit.KOP, slug(folded(article.find("kop")), start="artikel"))


def _annex_around(article: _Element) -> _Element | None:
    return next(article.iterancestors("bijlage"), None)


def _says_number_only(heading: str, step: Step) -> bool:
    return heading.lower().rstrip(". ") == f"{step.unit} {step.number}".lower()
