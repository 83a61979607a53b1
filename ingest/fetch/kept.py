"""A file of the cache, the part of it that came in, and when the server last changed each.

The date stands in a note beside the file, with the file's hash: after a crash, a damaged disk or a careless copy the
note does not fit and the file is simply asked anew. A file's own time would say nothing of that.
"""

from __future__ import annotations

import hashlib
from pathlib import Path


class Kept:
    """``place`` is whole or absent; the part beside it may be continued when the server gave it a date."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self._part = place.with_name(f"{place.name}.part")
        self._note = place.with_name(f"{place.name}.datum")
        self._part_note = place.with_name(f"{place.name}.part.datum")

    @property
    def part_modified(self) -> str:
        """The server's date of the part; empty when it has none or there is no part."""
        return self._part_note.read_text("utf-8") if self._part.is_file() and self._part_note.is_file() else ""

    def conditions(self) -> tuple[dict[str, str], int]:
        """The headers that ask for no more than is needed, and how many bytes there are already."""
        if (modified := self.part_modified) and (have := self._part.stat().st_size):
            return {"Range": f"bytes={have}-", "If-Range": modified}, have
        if self._note.is_file() and self.place.is_file():
            modified, _, sha256 = self._note.read_text("utf-8").partition("\n")
            if modified and sha256 == _sha256(self.place):
                return {"If-Modified-Since": modified}, 0
        return {}, 0

    def begin(self, modified: str) -> None:
        """Start the part anew; without a date it cannot be continued."""
        self.drop_part()
        self.place.parent.mkdir(parents=True, exist_ok=True)
        self._part_note.write_text(modified, "utf-8")
        self._part.touch()

    def add(self, data: bytes) -> None:
        with self._part.open("ab") as out:
            out.write(data)

    def complete(self, modified: str) -> None:
        """The part is the whole: put it in its place at once."""
        self._part.replace(self.place)
        self._note.write_text(f"{modified}\n{_sha256(self.place)}", "utf-8")
        self._part_note.unlink()

    def drop_part(self) -> None:
        self._part.unlink(missing_ok=True)
        self._part_note.unlink(missing_ok=True)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
