"""Embedding on Ray: on this machine, or on the cluster that the environment variable ``RAY_ADDRESS`` names.

For who has more machines; on one machine the processes of ``processes.py`` do the same with less. Every machine needs this
package and a cache folder at the same path.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from ingest.engines.processes import AHEAD
from ingest.engines.work import Batch, Made, Opener, embed_elsewhere
from ingest.release import IndexProblem


class RayEngine:
    """``workers`` counts for this machine; a cluster has its own number."""

    def __init__(self, opener: Opener, workers: int) -> None:
        """Raises ``IndexProblem`` when Ray is not installed."""
        self._opener = opener
        self._workers = workers
        # All three are read when ray is imported. It would report its use over the network; and it listens on every address
        # of the machine and runs what it is sent, so only who knows a word that this process made up may send.
        os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
        if not os.environ.get("RAY_ADDRESS"):
            os.environ.setdefault("RAY_AUTH_MODE", "token")
            os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))
        try:
            import ray
        except ImportError as error:
            raise IndexProblem(
                "engine 'ray': het pakket ray ontbreekt. Installeer het met: pip install 'integriteitsassistent[ray]', "
                "of kies de engine 'processes'"
            ) from error
        self._ray: Any = ray

    @contextmanager
    def run(self, batches: Iterable[Batch]) -> Iterator[Made]:
        self._start()
        try:
            yield self._made(iter(batches))
        except self._ray.exceptions.RayTaskError as error:
            raise IndexProblem(str(error.cause)) from error
        except self._ray.exceptions.RayError as error:
            raise IndexProblem(
                f"engine 'ray': een werkproces is gestopt ({type(error).__name__}). "
                "Start ingest opnieuw, met minder 'workers' als het geheugen vol was; wat klaar is, blijft bewaard"
            ) from error
        finally:
            self._ray.shutdown()

    def _start(self) -> None:
        quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": "ERROR"}
        try:
            if os.environ.get("RAY_ADDRESS"):
                self._ray.init(**quiet)
                return
            self._ray.init(num_cpus=self._workers, include_dashboard=False, **quiet)
        except (ConnectionError, RuntimeError, ValueError, TimeoutError) as error:
            raise IndexProblem(f"engine 'ray': Ray start niet ({error}). Kies de engine 'processes', of herstel Ray") from error

    def _made(self, batches: Iterator[Batch]) -> Made:
        ahead = AHEAD * int(self._ray.cluster_resources().get("CPU", self._workers))
        embed = self._ray.remote(num_cpus=1)(embed_elsewhere)
        waiting: dict[Any, Batch] = {}
        while True:
            for batch in islice(batches, ahead - len(waiting)):
                waiting[embed.remote(self._opener, batch)] = batch
            if not waiting:
                return
            (ready, *_), _ = self._ray.wait(list(waiting), num_returns=1)
            yield waiting.pop(ready), self._ray.get(ready)
