"""XML from a server, read with suspicion: no DOCTYPE, no entities, nothing fetched, elements known by their local name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.fetch.faults import FetchError

if TYPE_CHECKING:
    from lxml.etree import _Element


def read_root(data: bytes, what: str) -> _Element:
    """The root of a document; ``what`` is its name in the message. Raises ``FetchError`` when it is no plain XML."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FetchError(f"{what}: geen leesbare XML ({error}); de server gaf iets anders, probeer het later opnieuw") from error
    if root.getroottree().docinfo.doctype:
        raise FetchError(f"{what}: heeft een DOCTYPE en is daarom geweigerd; meld dit, de officiële bestanden hebben er geen")
    return root


def name(element: _Element) -> str:
    """The name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def text(element: _Element, path: str) -> str:
    """The text of the first element at ``path`` (local names), or nothing."""
    found = element.find("/".join(f"{{*}}{step}" for step in path.split("/")))
    return (found.text or "").strip() if found is not None else ""
