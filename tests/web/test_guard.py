"""The door: hosts, origins, sizes, headers, the password."""

import asyncio

import pytest

from sim.web.guard import MOST_BODY, TRIES, Guard


class Inside:
    """An application that says yes, and remembers what it was asked."""

    def __init__(self):
        self.seen = []
        self.body = b""

    async def __call__(self, scope, receive, send):
        self.seen.append(scope["path"])
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.accept"})
            return
        while (message := await receive())["type"] == "http.request":
            self.body += message.get("body", b"")
            if not message.get("more_body"):
                break
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"yes"})


def call(guard, path="/", method="GET", headers=(), body=b"", kind="http"):
    """Send one request; give status (or the type of the socket's answer), headers and body."""
    given = {"host": "127.0.0.1:8765", **dict(headers)}
    scope = {
        "type": kind, "path": path,
        "headers": [(name.encode(), value.encode()) for name, value in given.items() if value is not None],
    } | ({"method": method} if kind == "http" else {})  # fmt: skip
    parts = [body[i : i + 50_000] for i in range(0, len(body), 50_000)] or [b""]
    incoming = [
        {"type": "http.request", "body": part, "more_body": i < len(parts) - 1} for i, part in enumerate(parts)
    ] if kind == "http" else [{"type": "websocket.connect"}]  # fmt: skip
    sent = []

    async def receive():
        return incoming.pop(0) if incoming else {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    asyncio.run(guard(scope, receive, send))
    first = sent[0]
    answered = dict(first.get("headers", ()))
    return first.get("status", first["type"]), {k.decode(): v.decode() for k, v in answered.items()}, sent[-1].get("body", b"")


@pytest.fixture
def inside():
    return Inside()


def guarded(inside, **more):
    return Guard(inside, ("127.0.0.1", "localhost", "[::1]"), **more)


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765", "LOCALHOST", "[::1]:8765", "[::1]"])
def test_this_machines_names_come_in(inside, host):
    assert call(guarded(inside), headers={"host": host})[0] == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", "", None, "10.0.0.1:8765"])
def test_other_names_do_not(inside, host):
    assert call(guarded(inside), headers={"host": host})[0] == 403
    assert inside.seen == []


SOCKET = "/_nicegui_ws/socket.io/"


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "http://127.0.0.1:9999", "null", "https://127.0.0.1.evil.example:8765", None]
)
def test_a_socket_of_another_origin_is_refused(inside, origin):
    assert call(guarded(inside), SOCKET, kind="websocket", headers={"origin": origin})[0] == "websocket.close"
    assert call(guarded(inside), SOCKET, "POST", headers={"origin": origin})[0] == 403
    assert inside.seen == []


def test_a_socket_of_our_own_page_is_accepted(inside):
    assert call(guarded(inside), SOCKET, kind="websocket", headers={"origin": "http://127.0.0.1:8765"})[0] == "websocket.accept"


def test_browsers_are_told_what_not_to_do(inside):
    _, headers, _ = call(guarded(inside))
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("length", [str(MOST_BODY + 1), "-5", "many"])
def test_a_large_body_is_refused_by_its_header(inside, length):
    assert call(guarded(inside), method="POST", headers={"content-length": length})[0] == 413


def test_a_large_body_is_cut_whatever_its_header_says(inside):
    call(guarded(inside), method="POST", headers={"content-length": "5"}, body=b"x" * (3 * MOST_BODY))
    assert len(inside.body) <= MOST_BODY


def test_nobody_comes_in_without_the_password(inside):
    guard = guarded(inside, password="sesame")
    for path in ("/", "/take/years.csv", "/_nicegui/anything.js"):
        status, headers, body = call(guard, path)
        assert status == 401
        assert b'type="password"' in body
        assert "content-security-policy" in headers
    assert call(guard, SOCKET, kind="websocket", headers={"origin": "http://127.0.0.1:8765"})[0] == "websocket.close"
    assert inside.seen == []


def test_the_password_lets_one_in_and_its_cookie_cannot_be_made_up(inside):
    guard = guarded(inside, password="sesame & more")
    status, headers, _ = call(guard, "/door", "POST", body=b"password=sesame+%26+more")
    assert status == 303
    cookie = headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    good = cookie.split(";")[0]
    assert call(guard, headers={"cookie": good})[0] == 200
    name, value = good.split("=", 1)
    until, seal = value.split(".")
    for forged in (f"{int(until) + 1}.{seal}", f"{until}.{'0' * len(seal)}", until, "", "9999999999."):
        assert call(guard, headers={"cookie": f"{name}={forged}"})[0] == 401
    assert call(guarded(inside, password="sesame & more"), headers={"cookie": good})[0] == 401  # another process, another secret


def test_guessing_is_slowed_down(inside):
    guard = guarded(inside, password="sesame")
    said = [call(guard, "/door", "POST", body=b"password=guess")[0] for _ in range(TRIES + 1)]
    assert said == [401] * TRIES + [429]
    assert call(guard, "/door", "POST", body=b"password=sesame")[0] == 429
