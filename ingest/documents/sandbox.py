"""Every file is taken apart in a process of its own, with little memory and little time.

A damaged or hostile file can make a parser loop, eat all memory or end its process. In a child process that costs one file.
The bytes go in over standard input, the blocks come back as JSON; the child writes no file and needs no network.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module

from corpus.documents import DocumentError
from ingest.documents.blocks import Reading, count, reading_from_json, reading_to_json, texts_of
from ingest.documents.formats import Format
from ingest.documents.shaping import shape

SECONDS = 60
MEMORY = 1 << 30
#: More characters than this is no document; a handbook has half a million.
_MOST_CHARACTERS = 20_000_000
#: Whichever clock is first, that of the parent or that of the processor, it is the same to who added the file.
_OUT_OF_TIME = -getattr(signal, "SIGXCPU", 24)
_READERS = {
    Format.PDF: ("ingest.documents.pdf_reader", "read_pdf"),
    Format.DOCX: ("ingest.documents.docx_reader", "read_docx"),
    Format.HTML: ("ingest.documents.html_reader", "read_html"),
    Format.MARKDOWN: ("ingest.documents.markdown_reader", "read_markdown"),
    Format.TEKST: ("ingest.documents.text_reader", "read_text"),
    Format.KAMERSTUK: ("ingest.documents.kamerstuk_reader", "read_kamerstuk"),
}


def read(data: bytes, kind: Format) -> Reading:
    """Read in this process. Only the library of this one format is imported. Raises ``DocumentError``."""
    module, name = _READERS[kind]
    reader: Callable[[bytes], Reading] = getattr(import_module(module), name)
    reading = reader(data)
    size = count(text for block in reading.blocks for text in texts_of(block))
    if size > _MOST_CHARACTERS:
        raise DocumentError(f"{size} tekens tekst, meer dan {_MOST_CHARACTERS}; splits het document")
    return shape(reading)


def read_in_child(data: bytes, kind: Format, *, seconds: int = SECONDS, memory: int = MEMORY) -> Reading:
    """Read in a child process. Raises ``DocumentError``, also when the child crashed, took too long or wanted too much memory."""
    command = [sys.executable, "-m", "ingest.documents.sandbox", kind, str(seconds), str(memory)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise _too_slow(seconds) from error
    if done.returncode == _OUT_OF_TIME:
        raise _too_slow(seconds)
    if done.returncode != 0:
        raise DocumentError(f"het lezen liep vast (code {done.returncode}): het bestand is beschadigd; sla het opnieuw op")
    answer = json.loads(done.stdout)
    if "error" in answer:
        raise DocumentError(answer["error"])
    return reading_from_json(answer)


def _too_slow(seconds: int) -> DocumentError:
    return DocumentError(f"het lezen duurde langer dan {seconds} seconden; sla het bestand opnieuw op of splits het")


def _limit(seconds: int, memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows: there the time limit of the parent is all.
        return
    limits = ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0))
    for what, most in limits:
        hard = resource.getrlimit(what)[1]
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _answer(data: bytes, kind: Format) -> dict[str, object]:
    try:
        return reading_to_json(read(data, kind))
    except DocumentError as error:
        return {"error": str(error)}
    except MemoryError:
        return {"error": "vraagt te veel geheugen om te lezen; sla het bestand opnieuw op of splits het"}
    except RecursionError:
        return {"error": "te diep genest om te lezen; sla het document op als tekst of PDF"}


def main() -> None:
    kind, seconds, memory = sys.argv[1:]
    _limit(int(seconds), int(memory))
    # What a library prints must not end up in the answer.
    answer, sys.stdout = sys.stdout, sys.stderr
    json.dump(_answer(sys.stdin.buffer.read(), Format(kind)), answer)
    answer.flush()


if __name__ == "__main__":
    main()
