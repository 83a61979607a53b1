"""What stands between the network and gradio: an allow-list of paths, size limits, headers, and a Dutch page.

Gradio serves far more than this page needs (uploads, files, a proxy, an API, a run history), and has had
several advisories a year in exactly those parts. What is not on the list below does not exist here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from types import MappingProxyType

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.answer import Language
from assistant.ui.about.routes import PATHS
from assistant.ui.texts import Words, say

MAX_BODY = 512 * 1024

_ALLOWED = re.compile(
    rf"(/healthz|/readyz|/favicon\.ico|/robots\.txt|{'|'.join(map(re.escape, PATHS))})/?"
    r"|(/en)?/?(config|theme\.css|manifest\.json"
    r"|(assets|static|svelte)/.+"
    r"|gradio_api/(queue/(join|data)|heartbeat/[^/]+|run/predict|cancel|reset|startup-events|app_id|info))?/?"
)

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "frame-src 'none'",
        "object-src 'none'",
        "form-action 'self'",
        "base-uri 'self'",
        "frame-ancestors 'none'",
    )
)

HEADERS: Mapping[str, str] = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class Guard:
    """ASGI middleware; passes streams through untouched and holds back only the page itself, to make it Dutch."""

    def __init__(self, app: ASGIApp, heads: Mapping[str, str] = MappingProxyType({})) -> None:
        """``heads``: for the path of each page what comes at the beginning of its head; the first one is Dutch."""
        self.app = app
        self.heads = {path.rstrip("/"): head.encode() for path, head in heads.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        answer = _Answer(send, scope["path"].rstrip("/"), self.heads)
        refused = _refusal(scope)
        await (refused or self.app)(scope, receive, answer)


def _refusal(scope: Scope) -> ASGIApp | None:
    """The answer for a request that must not reach gradio; ``None`` when it may."""
    if not _ALLOWED.fullmatch(scope["path"]):
        return PlainTextResponse("Niet gevonden", 404)
    if scope["method"] not in ("GET", "HEAD", "POST"):
        return PlainTextResponse("Niet toegestaan", 405)
    length = Headers(scope=scope).get("content-length", "")
    if scope["method"] == "POST" and not (length.isdecimal() and int(length) <= MAX_BODY):
        return JSONResponse({"detail": say("error.too_large")}, 413)
    return None


class _Answer:
    """Sends on what comes, with the headers; the page and the notice of a full queue are rewritten first."""

    def __init__(self, send: Send, path: str, heads: Mapping[str, bytes]) -> None:
        self.send = send
        self.path = path
        self.heads = heads
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            for name in ("access-control-allow-credentials", "server"):
                if name in headers:
                    del headers[name]
            if self.path in (*self.heads, "/healthz", "/readyz"):
                headers["cache-control"] = "no-store"
            if "/assets/" in self.path and message["status"] == 200:
                # Their names change with their content.
                headers["cache-control"] = "public, max-age=31536000, immutable"
            if self._rewrites(message):
                self.start = message
                return
        elif self.start is not None:
            self.body += message.get("body", b"")
            if message.get("more_body"):
                return
            await self._send_rewritten()
            return
        await self.send(message)

    def _rewrites(self, start: Message) -> bool:
        page = self.path in self.heads and Headers(raw=start["headers"]).get("content-type", "").startswith("text/html")
        return page or (self.path.endswith("/gradio_api/queue/join") and start["status"] == 503)

    async def _send_rewritten(self) -> None:
        assert self.start is not None
        language = Language.EN if self.path.startswith("/en") else Language.NL
        if self.path in self.heads:
            body = own_page(self.body, self.heads[self.path], language)
        else:
            body = json.dumps({"detail": Words(language)("error.busy")}).encode()
        MutableHeaders(scope=self.start)["content-length"] = str(len(body))
        await self.send(self.start)
        await self.send({"type": "http.response.body", "body": body})


_META = re.compile(rb'<meta\s+(?:property="og:|name="twitter:)[^>]*>\s*')


def own_page(html: bytes, head: bytes, language: Language) -> bytes:
    """Gradio's page in its language, without the addresses of gradio's own site, and with ``head`` before its scripts.

    Gradio's own ``head`` parameter is put in by its script, too late to tell that script which language to speak.
    """
    html = re.sub(rb'(<html\b[^>]*?\blang=)"en"', rb'\1"' + language.value.encode() + b'"', html, count=1)
    return _META.sub(b"", html).replace(b"<head>", b"<head>" + head, 1)
