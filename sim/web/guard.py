"""The door: which host and origin may come in, how large a request may be, what browsers may do, and the password.

It stands before everything else and needs nothing of the toolkit behind it, so each rule holds for pages, files and
the socket alike.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import time
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from html import escape
from typing import Any
from urllib.parse import parse_qs, urlsplit

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

MOST_BODY = 300_000  # bytes of any request
COOKIE, DOOR = "smarketing_door", "/door"
STAY = 12 * 3600  # seconds that a password lets somebody in
TRIES, PATIENCE = 10, 60.0  # wrong passwords in so many seconds, of all visitors together
HEADERS = (
    # The toolkit builds its page with scripts in it, so these two words are needed; nothing comes from another host.
    ("content-security-policy", "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
     "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; object-src 'none'; "
     "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"),
    ("x-frame-options", "DENY"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),  # without any, browsers would name no origin when they send the password
    ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
)  # fmt: skip


class Guard:
    """An application that lets through what may come in; `hosts` are names without a port, `password` None for nobody's."""

    def __init__(self, inside: Application, hosts: Iterable[str], password: str | None = None) -> None:
        self.inside = inside
        self.hosts = {host.lower() for host in hosts}
        self.password = password
        self._secret = os.urandom(32)
        self._wrong: list[float] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or turn it away."""
        if scope["type"] not in ("http", "websocket"):
            await self.inside(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        refused = self._refused(scope, headers)
        if refused:
            await _turn_away(scope, receive, send, 403, refused)
        elif self._too_large(headers):
            await _turn_away(scope, receive, send, 413, "too large")
        elif self.password is not None and not self._known(headers.get("cookie", "")):
            await self._at_the_door(scope, receive, send)
        else:
            await self.inside(scope, _bounded(receive), _dressed(send))

    def _refused(self, scope: Scope, headers: MutableMapping[str, str]) -> str:
        """Say why a request may not come in; empty when it may."""
        host = headers.get("host", "")
        if _name(host) not in self.hosts:
            return "this name is not served here"
        socket = scope["type"] == "websocket" or "/socket.io" in scope["path"] or "_nicegui_ws" in scope["path"]
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
            return "another origin"
        if origin is None and (scope["type"] == "websocket" or (socket and scope.get("method") == "POST")):
            return "no origin"
        if headers.get("sec-fetch-site") in ("cross-site", "same-site") and scope.get("method") not in (None, "GET", "HEAD"):
            return "another site"
        return ""

    def _too_large(self, headers: MutableMapping[str, str]) -> bool:
        length = headers.get("content-length", "0")
        return not length.isdecimal() or int(length) > MOST_BODY

    def _known(self, cookies: str) -> bool:
        for pair in cookies.split(";"):
            name, _, value = pair.strip().partition("=")
            until, _, seal = value.partition(".")
            if name == COOKIE and until.isdecimal() and hmac.compare_digest(seal, self._seal(until)):
                return int(until) > time.time()
        return False

    def _seal(self, text: str) -> str:
        return hmac.new(self._secret, text.encode(), hashlib.sha256).hexdigest()

    async def _at_the_door(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ask for the password, or take it."""
        if scope["type"] == "websocket":
            await _turn_away(scope, receive, send, 403, "no password")
            return
        if scope["method"] != "POST" or scope["path"] != DOOR:
            await _answer(send, 401, _door(""))
            return
        now = time.monotonic()
        self._wrong = [at for at in self._wrong if now - at < PATIENCE]
        if len(self._wrong) >= TRIES:
            await _answer(send, 429, _door("Too many wrong passwords; wait a minute."))
            return
        form = parse_qs((await _body(receive)).decode("utf-8", "replace"))
        given = hashlib.sha256(form.get("password", [""])[0].encode()).digest()
        if not hmac.compare_digest(given, hashlib.sha256((self.password or "").encode()).digest()):
            self._wrong.append(now)
            await _answer(send, 401, _door("That is not the password."))
            return
        until = str(int(time.time()) + STAY)
        cookie = f"{COOKIE}={until}.{self._seal(until)}; Path=/; HttpOnly; SameSite=Strict; Max-Age={STAY}"
        await _answer(send, 303, "", (("location", "/"), ("set-cookie", cookie)))


def _name(host: str) -> str:
    """The host's name without its port."""
    return host.lower().rsplit(":", 1)[0] if not host.endswith("]") else host.lower()


def _dressed(send: Send) -> Send:
    """Send every answer with the headers that tell browsers what not to do."""

    async def dressed(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *_encoded(HEADERS)]}
        await send(message)

    return dressed


def _bounded(receive: Receive) -> Receive:
    """Receive no more of a body than is allowed, whatever its header says."""
    seen = 0

    async def bounded() -> MutableMapping[str, Any]:
        nonlocal seen
        message = await receive()
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            if seen > MOST_BODY:
                return {"type": "http.disconnect"}
        return message

    return bounded


async def _body(receive: Receive) -> bytes:
    found = b""
    bounded = _bounded(receive)
    while (message := await bounded())["type"] == "http.request":
        found += message.get("body", b"")
        if not message.get("more_body"):
            break
    return found


async def _turn_away(scope: Scope, receive: Receive, send: Send, status: int, why: str) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": why})
        return
    await _answer(send, status, escape(why), kind="text/plain")


async def _answer(send: Send, status: int, words: str, more: Iterable[tuple[str, str]] = (), kind: str = "text/html") -> None:
    headers = (("content-type", f"{kind}; charset=utf-8"), ("cache-control", "no-store"), *HEADERS, *more)
    await send({"type": "http.response.start", "status": status, "headers": _encoded(headers)})
    await send({"type": "http.response.body", "body": words.encode()})


def _encoded(headers: Iterable[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]


def _door(said: str) -> str:
    """The page that asks for the password."""
    alert = f'<p role="alert">{escape(said)}</p>' if said else ""
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        "<title>smarketing: password</title><style>body{font:18px/1.5 system-ui,sans-serif;margin:15vh auto;max-width:22rem;"
        "padding:0 1rem;color:#1f2933}input,button{font:inherit;padding:.5rem;width:100%;box-sizing:border-box;margin-top:.5rem}"
        "button{background:#0f5f59;color:#fff;border:0;border-radius:8px}</style>"
        f'<main><h1>smarketing</h1>{alert}<form method="post" action="{DOOR}"><label for="p">Password</label>'
        '<input id="p" type="password" name="password" autocomplete="current-password" autofocus required>'
        "<button>Come in</button></form></main></html>"
    )
