"""Files from disk, opened so that nothing but an ordinary file is ever read."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from corpus.documents import DocumentError
from ingest.documents.formats import MOST_BYTES

_LONGEST_NAME = 200
# Opening a pipe waits for its other end, and a link may be put there between the look and the opening.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def shown(name: str) -> str:
    """A name as it can stand in a message: no line breaks, no control characters, not too long."""
    plain = "".join(sign if sign.isprintable() else "?" for sign in name)
    return plain if len(plain) <= 80 else f"{plain[:77]}..."


def read_file(path: Path, inside: Path | None = None) -> bytes:
    """The bytes of an ordinary file; ``inside``: the folder that it must lie in.

    Raises ``DocumentError`` for a link, a folder, a pipe, a device, a file outside the folder, one too large, and for a name
    that cannot be shown or kept.
    """
    name = shown(path.name)
    if not path.name.isprintable() or len(path.name) > _LONGEST_NAME:
        raise DocumentError(f"{name}: de naam is langer dan {_LONGEST_NAME} tekens of bevat stuurtekens; hernoem het bestand")
    try:
        _check_kind(path.lstat(), name)
        if inside is not None and not path.resolve().is_relative_to(inside.resolve()):
            raise DocumentError(f"{name}: ligt buiten {inside}; kopieer het naar die map")
        with os.fdopen(os.open(path, _FLAGS), "rb") as file:
            now = os.fstat(file.fileno())
            _check_kind(now, name)
            if now.st_size > MOST_BYTES:
                raise DocumentError(
                    f"{name}: {now.st_size // 1_000_000} MB, meer dan {MOST_BYTES // 1_000_000} MB; splits het document"
                )
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise DocumentError(f"{name}: bestaat niet; controleer de naam en de map") from error
    except OSError as error:
        raise DocumentError(f"{name}: kan niet worden gelezen ({error.strerror}); controleer de rechten") from error


def files_in(folder: Path) -> list[Path]:
    """What lies in a drop folder, in a fixed order, without what is hidden. Raises ``DocumentError`` when there is no such folder."""
    if not folder.is_dir():
        raise DocumentError(f"{folder}: is geen map; maak die aan of noem een andere met --folder")
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def _check_kind(status: os.stat_result, name: str) -> None:
    if stat.S_ISLNK(status.st_mode):
        raise DocumentError(f"{name}: is een snelkoppeling; noem het bestand zelf")
    if stat.S_ISDIR(status.st_mode):
        raise DocumentError(f"{name}: is een map; geef die op met --folder")
    if not stat.S_ISREG(status.st_mode):
        raise DocumentError(f"{name}: is geen gewoon bestand; kopieer de inhoud naar een bestand")
