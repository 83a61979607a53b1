"""One call to the endpoint through the client library of its protocol: messages out, pieces of text in.

No tools are offered and neither library retries: who calls decides about that.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from assistant.llm.faults import ComposerFault, LlmFault
from assistant.llm.wire import Watch, http_options, timeouts
from ingest.settings import Settings

if TYPE_CHECKING:
    from llama_index.core.base.llms.types import ChatMessage, ChatResponse

#: Of the answer; of a small context a quarter.
_OUTPUT_TOKENS = 2000
# The library demands a key; ``wire`` takes it off again and puts the real one in its place.
_NO_KEY = "geen"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the answer. ``finish``: why the model stopped (``stop`` when it had said all), in its last piece."""

    text: str
    finish: str = ""


#: System prompt, question with its sources, JSON schema of the answer or ``None``, and the watch over the stream.
Protocol = Callable[[str, str, dict[str, Any] | None, Watch], Iterator[Piece]]


def output_tokens(settings: Settings) -> int:
    """How long the answer may be."""
    return min(_OUTPUT_TOKENS, settings.llm_context // 4)


def protocol_of(settings: Settings) -> Protocol:
    """The way to call the endpoint of the settings. Imports the library, which takes seconds."""
    # Here and not at the first question: it takes seconds.
    import_module({"openai": "llama_index.llms.openai_like", "ollama": "llama_index.llms.ollama"}[settings.llm])
    # They log the whole request, or what the server says.
    for name in ("openai", "httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    call = {"openai": _openai, "ollama": _ollama}[settings.llm]
    return lambda system, user, schema, watch: call(settings, _messages(system, user), schema, watch)


def _messages(system: str, user: str) -> list[ChatMessage]:
    from llama_index.core.base.llms.types import ChatMessage, MessageRole

    return [ChatMessage(role=MessageRole.SYSTEM, content=system), ChatMessage(role=MessageRole.USER, content=user)]


def _openai(settings: Settings, messages: list[ChatMessage], schema: dict[str, Any] | None, watch: Watch) -> Iterator[Piece]:
    import httpx
    import openai
    from llama_index.llms.openai_like import OpenAILike

    address, _, query = settings.llm_url.partition("?")
    with httpx.Client(**http_options(settings, watch)) as http:
        client = openai.OpenAI(
            api_key=_NO_KEY,
            base_url=address,
            default_query=dict(parse_qsl(query)),
            max_retries=0,
            timeout=timeouts(settings),
            http_client=http,
        )
        about: dict[str, Any] = {
            "model": settings.llm_model,
            "api_base": address,
            "api_key": _NO_KEY,
            "openai_client": client,
            "is_chat_model": True,
            "context_window": settings.llm_context,
            "max_tokens": output_tokens(settings),
            "temperature": settings.llm_temperature,
            "max_retries": 0,
        }
        try:
            model = OpenAILike(**about)
        except ValueError:
            # The library knows by name the models that do not chat.
            raise ComposerFault(LlmFault.MODEL_ONBEKEND) from None
        wanted = {"type": "json_schema", "json_schema": {"name": "antwoord", "strict": True, "schema": schema}}
        for chunk in model.stream_chat(messages, **({"response_format": wanted} if schema else {})):
            choices = getattr(chunk.raw, "choices", None)
            yield _piece(chunk, choices[0].finish_reason if choices else None)


def _ollama(settings: Settings, messages: list[ChatMessage], schema: dict[str, Any] | None, watch: Watch) -> Iterator[Piece]:
    import ollama
    from llama_index.llms.ollama import Ollama

    with ollama.Client(host=settings.llm_url, **http_options(settings, watch)) as client:
        model = Ollama(
            model=settings.llm_model,
            base_url=settings.llm_url,
            client=client,
            temperature=settings.llm_temperature,
            context_window=settings.llm_context,
            additional_kwargs={"num_predict": output_tokens(settings)},
            is_function_calling_model=False,
            # A model that thinks aloud first would use up the time.
            thinking=False,
        )
        for chunk in model.stream_chat(messages, **({"format": schema} if schema else {})):
            raw: Any = chunk.raw
            yield _piece(chunk, raw.get("done_reason") if raw.get("done") else None)


def _piece(chunk: ChatResponse, finish: str | None) -> Piece:
    from llama_index.core.base.llms.types import ToolCallBlock

    if any(isinstance(block, ToolCallBlock) for block in chunk.message.blocks):
        return Piece("", "tool_calls")
    return Piece(chunk.delta or "", finish or "")
