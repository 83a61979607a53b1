"""Which blocks stand under which heading, and the shortest path that tells a section from every other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

from corpus import Unit
from corpus.locator import Step
from ingest.documents.blocks import TITLE_LEVEL, UNMARKED_LEVEL, Block, Heading
from ingest.documents.headings import numbered
from ingest.documents.slug import slug

#: Where text stands that is above the first heading.
_TEXT = Step(Unit.KOP, "tekst")


@dataclass(eq=False)
class Section:
    """The blocks right below one heading. The outermost section, without ``parent``, is that of the title."""

    parent: Section | None
    level: int
    titles: tuple[str, ...]
    step: Step
    bare: bool = False
    blocks: list[Block] = field(default_factory=list)

    @property
    def headings(self) -> tuple[str, ...]:
        """From the outermost to its own."""
        return (*(self.parent.headings if self.parent else ()), *self.titles)

    @property
    def one_place(self) -> bool:
        """An article, and a number that is no more than a number: a single alinea in it is named by the number alone."""
        return self.step.unit is Unit.ARTIKEL or self.bare

    @property
    def path(self) -> tuple[Section, ...]:
        """The sections around it and itself; the title is in no path but its own."""
        if self.parent is None:
            return (self,)
        return (*self.parent.path, self) if self.parent.parent else (self,)


def sections(blocks: Sequence[Block]) -> tuple[list[Section], tuple[str, ...]]:
    """Sections in the order of the document, and the headings that no text stands under."""
    titles = _titles(blocks)
    root = Section(None, -1, tuple(h.text for h in titles), _TEXT)
    found = [root]
    repeated = _repeated(blocks)
    for block in blocks[len(titles) :]:
        if isinstance(block, Heading):
            found.append(_opened(found[-1], block, block.text in repeated))
        else:
            found[-1].blocks.append(block)
    around = {section for filled in found if filled.blocks for section in filled.path}
    empty = tuple(section.titles[-1] for section in found[1:] if section not in around)
    return [section for section in found if section.blocks], empty


def places(found: Sequence[Section]) -> list[tuple[Step, ...]]:
    """A path for each section that no other has: as few headings as will do, and a number where even all are the same.

    Of two articles with one number the first keeps the short path: the text itself comes before what explains it.
    """
    full = [tuple(section.step for section in one.path) for one in found]
    deepest = max(map(len, full), default=0)
    tails = [[_tail(steps, size) for steps in full] for size in range(1, deepest + 1)]
    times = [Counter(names) for names in tails]
    out: list[tuple[Step, ...]] = []
    taken: set[tuple[Step, ...]] = set()
    for number, steps in enumerate(full):
        options = [tails[size][number] for size in range(len(steps))]
        first_wins = steps[-1].unit is not Unit.KOP
        fitting = (name for size, name in enumerate(options) if times[size][name] == 1 or (first_wins and name not in taken))
        name = _free(next(fitting, options[-1]), taken)
        taken.add(name)
        out.append(name)
    return out


def _tail(steps: tuple[Step, ...], size: int) -> tuple[Step, ...]:
    """The innermost steps; what is in an annex always says so."""
    tail = steps[-size:]
    annex = next((step for step in steps[:-size] if step.unit is Unit.BIJLAGE), None)
    return (annex, *tail) if annex else tail


def _free(name: tuple[Step, ...], taken: set[tuple[Step, ...]]) -> tuple[Step, ...]:
    """The name itself, or with ``-2`` behind it when it is taken."""
    tries = (name if n == 1 else (*name[:-1], Step(name[-1].unit, f"{name[-1].number}-{n}")) for n in count(1))
    return next(one for one in tries if one not in taken)


def _titles(blocks: Sequence[Block]) -> list[Heading]:
    """The title of a document: headings marked as such, else a first heading above all others; "Artikel 1" is no title."""
    headings = [block for block in blocks if isinstance(block, Heading)]
    leading: list[Heading] = []
    for block in blocks:
        if not isinstance(block, Heading) or block.level > TITLE_LEVEL:
            break
        leading.append(block)
    if leading or not headings or blocks[0] is not headings[0] or numbered(headings[0].text.rstrip(".")):
        return leading
    return headings[:1] if all(h.level > headings[0].level for h in headings[1:]) else []


def _repeated(blocks: Sequence[Block]) -> frozenset[str]:
    counted = Counter(block.text for block in blocks if isinstance(block, Heading))
    return frozenset(text for text, times in counted.items() if times > 1 and numbered(text) is None)


def _opened(before: Section, heading: Heading, repeated: bool) -> Section:
    """The section of a heading, inside the nearest one of a lower level.

    "Toelichting" below each article is part of that article, also where both headings look the same.
    """
    named = numbered(heading.text.rstrip("."))
    parent = before
    while parent.parent and parent.level >= heading.level and not (repeated and _holds(parent, heading)):
        parent = parent.parent
    step = named.step if named else Step(Unit.KOP, slug(heading.text, start="kop"))
    return Section(parent, heading.level, (heading.text,), step, bare=named is not None and not named.title)


def _holds(section: Section, heading: Heading) -> bool:
    return section.step.unit is not Unit.KOP and (section.level == heading.level or heading.level >= UNMARKED_LEVEL)
