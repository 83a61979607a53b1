"""What can go wrong at the endpoint of a language model: a closed set, each with a sentence for the page.

What a server, a library or the network said never goes further than ``fault_of``: it may hold the key or the question.
"""

from __future__ import annotations

import socket
import ssl
import tomllib
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from typing import Any

from assistant.answer import Language


class LlmFault(StrEnum):
    """Why there is no whole answer of the model. The value is all that is logged."""

    GEEN_VERBINDING = "geen_verbinding"
    DNS = "dns"
    TLS = "tls"
    SLEUTEL = "sleutel"
    GEWEIGERD = "geweigerd"
    MODEL_ONBEKEND = "model_onbekend"
    VERZOEK = "verzoek"
    DOORVERWEZEN = "doorverwezen"
    TE_DRUK = "te_druk"
    SERVERFOUT = "serverfout"
    TE_LAAT = "te_laat"
    PAUZE = "pauze"
    AFGEBROKEN = "afgebroken"
    ONLEESBAAR = "onleesbaar"
    LEEG = "leeg"
    TE_LANG = "te_lang"
    PAST_NIET = "past_niet"
    INHOUDSFILTER = "inhoudsfilter"
    GEREEDSCHAP = "gereedschap"
    ANDERE_TAAL = "andere_taal"
    GEEN_ANTWOORD = "geen_antwoord"


class ComposerFault(Exception):
    """The model gave no whole answer. Holds a fault of the closed set, and the pause that the server asked for (seconds).

    ``sent``: whether anything of the question left for the endpoint; true unless it is certain that nothing did.
    """

    def __init__(self, fault: LlmFault, retry_after: float = 0.0, *, sent: bool = True) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.retry_after = retry_after
        self.sent = sent


_OF_STATUS = {
    401: LlmFault.GEWEIGERD,
    403: LlmFault.GEWEIGERD,
    404: LlmFault.MODEL_ONBEKEND,
    407: LlmFault.GEWEIGERD,
    408: LlmFault.TE_LAAT,
    429: LlmFault.TE_DRUK,
}
_OF_HUNDREDS = {3: LlmFault.DOORVERWEZEN, 4: LlmFault.VERZOEK, 5: LlmFault.SERVERFOUT}


def fault_of_status(status: int) -> LlmFault:
    """What an HTTP status other than 200 stands for."""
    return _OF_STATUS.get(status) or _OF_HUNDREDS.get(status // 100, LlmFault.ONLEESBAAR)


def fault_of(error: BaseException) -> ComposerFault:
    """The fault behind an error of a client library, without anything of its text."""
    import httpx

    chain = list(_causes(error))
    for one in chain:
        if isinstance(one, ComposerFault):
            return ComposerFault(one.fault, one.retry_after, sent=one.sent)
    for kinds, fault in (
        (socket.gaierror, LlmFault.DNS),
        (ssl.SSLError, LlmFault.TLS),
        ((httpx.TimeoutException, TimeoutError), LlmFault.TE_LAAT),
        ((httpx.ConnectError, httpx.ProxyError), LlmFault.GEEN_VERBINDING),
        ((httpx.RemoteProtocolError, httpx.NetworkError), LlmFault.AFGEBROKEN),
        (OSError, LlmFault.GEEN_VERBINDING),
        (_told_by_server(), LlmFault.SERVERFOUT),
    ):
        if any(isinstance(one, kinds) for one in chain):
            return ComposerFault(fault)
    return ComposerFault(LlmFault.ONLEESBAAR)


def _told_by_server() -> tuple[type[Exception], ...]:
    """The errors with which the libraries pass on an error that the server put in the stream."""
    import ollama
    import openai

    return openai.APIError, ollama.ResponseError


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        yield at
        at = at.__cause__ or at.__context__


@lru_cache(maxsize=1)
def _sentences() -> dict[str, Any]:
    return tomllib.loads((resources.files("assistant.llm") / "faults.toml").read_text(encoding="utf-8"))


def sentence(fault: LlmFault, language: Language, *, sent: bool = True) -> str:
    """What the page says of it: what happened, what the reader or the administrator can do, and that the question stayed here
    where it was not ``sent``."""
    texts = _sentences()[language.value]
    text: str = texts[fault.value]
    return text if sent else f"{text} {texts['niet_verstuurd']}"
