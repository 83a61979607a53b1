"""The page as a web application, and the server that runs it on this machine."""

from __future__ import annotations

import copy
import errno
import json
import logging
import socket
from collections.abc import Sequence

import gradio as gr
import uvicorn
import uvicorn.config
from fastapi import FastAPI
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from assistant.answer import Language
from assistant.answering import Answers
from assistant.api.mount import add_api
from assistant.threads import AT_ONCE, WAITING, one_thread_a_question
from assistant.ui.about.routes import about_routes
from assistant.ui.conversation import FORGET_AFTER_S
from assistant.ui.forgetting import forget_idle
from assistant.ui.guard import Guard
from assistant.ui.page import PATHS, build_page
from assistant.ui.stock import Stock, stock
from assistant.ui.texts import Words, asset, gradio_words, say, styles
from ingest.settings import Settings, SettingsError, is_this_computer

_LOCAL = ("127.0.0.1", "localhost", "[::1]")
# About 400 kB each.
_SESSIONS = 1000
_FONT = ("ui-sans-serif", "system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")


class ServeError(SettingsError):
    """The page cannot be served as asked: a public address without consent, or a port that is taken."""


def create_app(assistant: Answers, *, hosts: Sequence[str] = _LOCAL, settings: Settings | None = None) -> FastAPI:
    """The application: the page in each language and the API; ``hosts`` are the names by which it may be addressed (``*``: any)."""
    settings = settings or Settings()
    shared = stock(assistant.index, settings)
    app = FastAPI(title=say("page.title"), docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/healthz")
    def alive() -> JSONResponse:
        return JSONResponse({"status": "ok"})

    @app.get("/readyz")
    def ready() -> JSONResponse:
        """Can a question be answered? Only with provisions to answer from."""
        index = assistant.index
        able = bool(index.corpus.provisions)
        state = {"status": "ready" if able else "not ready", "corpus": index.version, "built": index.built_on.isoformat()}
        return JSONResponse(state, 200 if able else 503)

    app.include_router(about_routes(shared.about))

    @app.get(PATHS[Language.EN].rstrip("/"))
    def english() -> RedirectResponse:
        return RedirectResponse(PATHS[Language.EN])

    # The Dutch page stands at "/", which would catch every other address: it is mounted last.
    for language in sorted(Language, key=lambda language: PATHS[language], reverse=True):
        _mount(app, assistant, shared, Words(language), settings)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    app.add_middleware(Guard, heads={PATHS[language]: _head(Words(language)) for language in Language})
    add_api(app, assistant, hosts)
    # The page is five times smaller; a stream of events is left as it is.
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=5)
    return app


def _mount(app: FastAPI, assistant: Answers, shared: Stock, words: Words, settings: Settings) -> None:
    page = build_page(assistant, shared, words, settings)
    page.queue(max_size=WAITING, default_concurrency_limit=AT_ONCE, api_open=False)
    page.state_session_capacity = _SESSIONS
    gr.mount_gradio_app(
        app,
        page,
        path=PATHS[words.language].rstrip("/") or "/",
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size="1kb",
        enable_monitoring=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
        theme=_theme(),
        css=styles(),
    )
    forget_idle(app, page, FORGET_AFTER_S)


def _theme() -> gr.themes.Base:
    return gr.themes.Base(
        primary_hue=gr.themes.colors.teal,
        neutral_hue=gr.themes.colors.slate,
        font=_FONT,
        font_mono=("ui-monospace", "monospace"),
        text_size=gr.themes.sizes.text_md,
        radius_size=gr.themes.sizes.radius_md,
    )


def _head(words: Words) -> str:
    said = {
        "language": words.language.value,
        "gradio": dict(gradio_words()) if words.language is Language.NL else {},
        **{key.partition(".")[2]: words(key) for key in ("chat.question", "chat.answer", "memo.copied", "memo.not_copied")},
    }
    table = json.dumps(said, ensure_ascii=True).replace("<", "\\u003c")
    return f'<meta name="robots" content="noindex"><script>window.iaWords = {table};\n{asset("page.js")}</script>'


def serve(
    assistant: Answers,
    host: str = "127.0.0.1",
    port: int = 7860,
    *,
    allow_public: bool = False,
    settings: Settings | None = None,
) -> None:
    """Serve until stopped. Raises ``ServeError`` for a public address without ``allow_public`` or a taken port."""
    local = is_this_computer(host)
    if not local and not allow_public:
        raise ServeError(say("server.public", host=host))
    app = create_app(assistant, hosts=(*_LOCAL, host) if local else ("*",), settings=settings)
    listening = _listen(host, port)
    one_thread_a_question()
    name = f"[{host}]" if ":" in host else host
    print(say("server.started", url=f"http://{name}:{port}"), flush=True)
    config = uvicorn.Config(
        app, log_level="info", log_config=_log_config(), server_header=False, timeout_graceful_shutdown=3, ws="none"
    )
    uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens, made before anything else starts, so that a taken port is one clear sentence."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
        except OSError:
            listening.close()
            raise
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise ServeError(say("server.port_used", host=host, port=port, other=port + 1)) from error
        raise ServeError(say("server.no_bind", host=host, port=port, why=error.strerror or error)) from error
    return listening


class WithoutQuery(logging.Filter):
    """Takes from an access record who asked and what stands after the ``?``: neither belongs in a log."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple) and len(record.args) == 5:
            _, method, path, version, status = record.args
            record.args = ("-", method, str(path).partition("?")[0], version, status)
        return True


def _log_config() -> dict[str, object]:
    config = copy.deepcopy(uvicorn.config.LOGGING_CONFIG)
    config["filters"] = {"without_query": {"()": WithoutQuery}}
    config["handlers"]["access"]["filters"] = ["without_query"]
    return config
