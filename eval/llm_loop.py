"""``make test-llm``: a language model in the loop, and what its sentences come to. ``python -m eval.llm_loop [--liar | --retell]``.

Without an address it starts the small model of ``requirements-llm.lock`` behind llama.cpp. That model hardly masters the form, so there
are two more: with ``--retell`` it only writes the sentences and the quotes are made for it, and ``--liar`` reads the sources and lies
about them in thirteen ways, so that it is known of each sentence whether it is true. Questions of the dev split go through the real
assistant on the index of the settings. Writes ``var/llm/``. Exit status 1: a lie was shown, or a sentence of a model was shown that the
second opinion doubts.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track

from assistant.flow import Assistant
from assistant.llm.composer import LlmComposer
from eval import lying_model, weak_model
from eval.lies import Told
from eval.llm_report import doubted, figures, lies_shown, markdown, write
from eval.llm_watch import Asked, Watched, watch
from eval.lying_model import Liar, telling
from eval.questions import Kind, ReferenceQuestion, load_questions
from eval.retelling import Retelling
from ingest.index import open_index
from ingest.settings import Settings, load_settings

DAY = "2026-11-24"
SEED = 20261126
# A model of this size fills what it is given: a small context is a short answer.
_WEAK = {"llm_model": weak_model.NAME, "llm_context": 3072, "llm_temperature": 0.7}


def spread(count: int) -> tuple[ReferenceQuestion, ...]:
    """Dutch questions of the dev split that a model is asked, evenly over kind and office; the same ones for the same count."""
    able = [q for q in load_questions(splits=["dev"]) if q.language == "nl" and q.kind is not Kind.VERGELIJKING]
    able.sort(key=lambda q: (q.kind, q.ambt or "", q.id))
    return tuple(able[int(n * len(able) / count)] for n in range(min(count, len(able))))


def settings_for(options: argparse.Namespace, url: str, **other: Any) -> Settings:
    """The settings of the machine, with this endpoint in place of one that they name."""
    own = load_settings()
    kept = {name: getattr(own, name) for name in Settings.model_fields if not name.startswith("llm")}
    values = {"llm": "openai", "llm_url": url, "llm_model": options.model, "llm_key_file": options.key_file}
    return Settings(**kept, **(values | {"llm_deadline": options.seconds, "llm_first_token": options.seconds} | other))


@contextmanager
def endpoint(options: argparse.Namespace) -> Iterator[tuple[Settings, Callable[[], Sequence[Told]]]]:
    """The settings with the endpoint of the options running, and what gives the sentences of which the truth is known.

    Raises ``WeakModelError``.
    """
    if options.liar:
        with telling(Liar(options.seed)) as server:
            yield settings_for(options, server.url, llm_model=lying_model.NAME), server.take
    elif options.url:
        yield settings_for(options, options.url), tuple
    else:
        with weak_model.served(load_settings().cache_dir / "llm") as url:
            if not options.retell:
                yield settings_for(options, url, **_WEAK), tuple
                return
            with telling(Retelling(url, weak_model.NAME, options.seed)) as server:
                yield settings_for(options, server.url), tuple


def run(options: argparse.Namespace) -> tuple[list[Asked], dict[str, Any]]:
    """Ask the questions until they are done or the minutes are over."""
    asked: list[Asked] = []
    load, end = os.getloadavg()[0], time.monotonic() + options.minutes * 60
    with endpoint(options) as (settings, told):
        watched = Watched(LlmComposer(settings))
        assistant = Assistant(open_index(settings), settings, composer=watched)
        for question in track(spread(options.questions), "vragen", console=Console(stderr=True)):
            if time.monotonic() > end:
                break
            asked.append(watch(assistant, watched, question, DAY, told))
    about = {"model": settings.llm_model, "day": DAY, "cores": os.cpu_count(), "load_average_before": round(load, 2)}
    return asked, figures(asked, about)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures and write them. Returns the exit status."""
    parser = argparse.ArgumentParser(description="Een taalmodel in de lus: wat er van zijn zinnen wordt getoond.")
    parser.add_argument("--questions", type=int, default=200, help="hoeveel vragen")
    parser.add_argument("--url", default="", help="eindpunt dat al draait (https://host/v1); anders start het kleine model")
    parser.add_argument("--model", default=weak_model.NAME, help="naam van het model bij --url")
    parser.add_argument("--key-file", type=Path, default=None, help="bestand met de sleutel bij --url")
    parser.add_argument("--seconds", type=float, default=45.0, help="hoe lang een antwoord mag duren")
    parser.add_argument("--minutes", type=float, default=60.0, help="hoe lang het geheel mag duren")
    other = parser.add_mutually_exclusive_group()
    other.add_argument("--liar", action="store_true", help="een model dat de bronnen leest en erover liegt")
    other.add_argument("--retell", action="store_true", help="het kleine model schrijft alleen de zinnen; de citaten kloppen")
    parser.add_argument("--seed", type=int, default=SEED, help="toeval van --liar en --retell")
    parser.add_argument("--out", type=Path, default=Path("var/llm"), help="map voor de cijfers")
    options = parser.parse_args(arguments)
    try:
        asked, report = run(options)
    except weak_model.WeakModelError as error:
        parser.error(str(error))
    write(options.out, "leugenaar" if options.liar else "naverteld" if options.retell else "model", report, asked)
    Console(width=130, highlight=False, markup=False).print(markdown(report, asked))
    return int(bool(lies_shown(asked) if options.liar else doubted(asked)))


if __name__ == "__main__":
    raise SystemExit(main())
