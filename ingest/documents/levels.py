"""How deep a heading lies that no format marks: larger letters lie higher, else the number tells, else what follows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ingest.documents.blocks import TITLE_LEVEL, Block, Heading
from ingest.documents.headings import heads, numbered

#: The size of letters and whether they are bold.
Style = tuple[float, bool]
#: Among the ranks of numbered headings: below a hoofdstuk, above an artikel. One that recurs ("Toelichting") is below all.
_GROUP, UNNUMBERED, _REPEATED = 4, 5, 20


def with_levels(blocks: Sequence[Block], styles: Sequence[Style | None]) -> list[Block]:
    """The blocks, their headings with a level. ``styles``: of a heading that stands out from the text, else ``None``."""
    steps = sorted({style for style in styles if style}, reverse=True)
    headings = [block for block in blocks if isinstance(block, Heading)]
    times = Counter(heading.text for heading in headings)
    others_numbered = any(heads(heading.text) for heading in headings[1:])
    out: list[Block] = []
    for number, (block, style) in enumerate(zip(blocks, styles, strict=True)):
        if not isinstance(block, Heading):
            out.append(block)
            continue
        heading_follows = number + 1 < len(blocks) and isinstance(blocks[number + 1], Heading)
        found = numbered(block.text.rstrip("."))
        if style:
            level = steps.index(style) + 1
        elif found:
            level = len(steps) + found.rank
        elif number == 0 and (heading_follows or others_numbered):
            level = TITLE_LEVEL
        elif times[block.text] > 1:
            level = len(steps) + _REPEATED
        else:
            level = len(steps) + (_GROUP if heading_follows else UNNUMBERED)
        out.append(Heading(block.text, level, block.page))
    return out
