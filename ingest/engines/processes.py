"""Embedding in processes of this machine, one a core. Each opens the embedder itself, which costs a second or so."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice

from ingest.engines.work import Batch, Made, Opener, Vectors, embed_elsewhere
from ingest.release import IndexProblem

#: Batches handed out for each worker: one in hand and one waiting.
AHEAD = 2


class ProcessEngine:
    def __init__(self, opener: Opener, workers: int) -> None:
        self._opener = opener
        self._workers = workers

    @contextmanager
    def run(self, batches: Iterable[Batch]) -> Iterator[Made]:
        # A forked process would inherit the locks of onnxruntime's and SQLite's threads.
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(self._workers, mp_context=context, initializer=_end_with_the_parent)
        try:
            yield self._made(pool, iter(batches))
        except BrokenProcessPool as error:
            raise IndexProblem(
                f"ingest met {self._workers} processen: een proces is onverwacht gestopt, misschien door te weinig geheugen. "
                "Zet de instelling 'workers' lager en start ingest opnieuw; wat klaar is, blijft bewaard"
            ) from error
        finally:
            pool.shutdown(cancel_futures=True)

    def _made(self, pool: ProcessPoolExecutor, batches: Iterator[Batch]) -> Made:
        waiting: dict[Future[Vectors], Batch] = {}
        while True:
            for batch in islice(batches, AHEAD * self._workers - len(waiting)):
                waiting[pool.submit(embed_elsewhere, self._opener, batch)] = batch
            if not waiting:
                return
            for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                yield waiting.pop(future), future.result()


def _end_with_the_parent() -> None:
    """A worker of a killed parent would wait for work for ever. Ctrl-C is for the parent, which then ends the workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_wait_for_its_end, daemon=True).start()


def _wait_for_its_end() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
