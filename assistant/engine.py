"""The assistant as a LlamaIndex query engine: ``.query()`` gives a response with ``source_nodes``.

For whoever knows LlamaIndex. The answer itself (an ``Answer`` or ``Abstention``) is in ``response.metadata["result"]``.
"""

from __future__ import annotations

import asyncio

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.response.schema import RESPONSE_TYPE, Response
from llama_index.core.callbacks import CallbackManager
from llama_index.core.prompts.mixin import PromptMixinType
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from assistant.flow import Assistant, open_assistant
from assistant.render import to_json, to_markdown


class IntegriteitQueryEngine(BaseQueryEngine):
    """Wraps an ``Assistant``; ``ambt`` and ``date`` hold for every query of this engine."""

    def __init__(self, assistant: Assistant | None = None, *, ambt: str | None = None, date: str | None = None) -> None:
        super().__init__(callback_manager=CallbackManager([]))
        self._assistant = assistant or open_assistant()
        self._ambt = ambt
        self._date = date

    def _get_prompt_modules(self) -> PromptMixinType:
        return {}

    def _query(self, query_bundle: QueryBundle) -> RESPONSE_TYPE:
        result = self._assistant.ask(query_bundle.query_str, ambt=self._ambt, date=self._date)
        nodes = [
            NodeWithScore(
                node=TextNode(
                    id_=str(hit.provision.locator),
                    text=hit.provision.text,
                    metadata={"locator": str(hit.provision.locator), "bestuurslaag": hit.provision.bestuurslaag.value},
                ),
                score=hit.score,
            )
            for hit in result.trace.retrieved
        ]
        return Response(to_markdown(result), source_nodes=nodes, metadata={"result": result, "json": to_json(result)})

    async def _aquery(self, query_bundle: QueryBundle) -> RESPONSE_TYPE:
        return await asyncio.to_thread(self._query, query_bundle)
