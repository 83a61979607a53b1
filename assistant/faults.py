"""What may be written down of a fault while answering: never its message, which can hold words of the question."""

from __future__ import annotations

import traceback

_FRAMES = 4


def places_of(fault: BaseException) -> str:
    """Where it went wrong: ``converse:98 > stream:132 > gather:40``."""
    frames = traceback.extract_tb(fault.__traceback__)
    return " > ".join(f"{frame.name}:{frame.lineno}" for frame in frames[-_FRAMES:])
