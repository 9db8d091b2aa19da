"""Serving the page: on this machine alone unless a password is set, offline, with the door before everything."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import StudyError
from ..study.engine import the_engine
from ..study.looks import doubling
from .asking import Asked
from .guard import Guard
from .queue import Queue
from .room import Room

if TYPE_CHECKING:
    from fastapi import FastAPI

    from ..scenario import Scenario

HOST, PORT = "127.0.0.1", 8765
HERE = ("127.0.0.1", "localhost", "[::1]")
YEARS = 200  # simulated for a final answer
RECONNECT = 30.0  # seconds that a lost connection is waited for
STYLE = Path(__file__).with_name("style.css")
MISSING = "the page needs more than the command does; install it with: pip install 'smarketing[page]'"


def is_of_this_machine(host: str) -> bool:
    """Whether only this machine can reach an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def serve(
    scenario: Scenario,
    host: str = HOST,
    port: int = PORT,
    password: str | None = None,
    years: int = YEARS,
    workers: int | None = None,
    names: tuple[str, ...] = (),
) -> None:
    """Serve the page until interrupted.

    Raises
    ------
    StudyError
        When others could reach it without a password, or what the page is built with is not installed.
    """
    if not is_of_this_machine(host) and not password:
        raise StudyError(
            f"others can reach {host}, so the page needs a password; put it into the environment variable SMARKETING_PASSWORD, "
            "or leave --host out to serve this machine alone"
        )
    try:
        import nicegui  # noqa: F401
        import uvicorn
    except ImportError:
        raise StudyError(MISSING) from None
    engine = the_engine(None)
    with Queue(engine, doubling(years), workers) as queue:
        room = Room(scenario, queue)
        queue.prepare("", lambda: Asked(scenario, scenario, {}, {}))
        app = application(room)
        guard = Guard(app, (*HERE, host, *names), password)
        shown = f"[{host}]" if ":" in host else host
        print(f"The page is at http://{shown}:{port}/ - stop it with Ctrl+C", flush=True)
        uvicorn.run(guard, host=host, port=port, log_level="warning", server_header=False, ws_max_size=400_000)


def application(room: Room) -> FastAPI:
    """Build the application: the page, and files to take home."""
    from fastapi import FastAPI
    from nicegui import ui

    from .page import Page

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @ui.page("/", title="smarketing: what if?", language="en-US", reconnect_timeout=RECONNECT)
    def what_if() -> None:
        client = ui.context.client
        page = Page(room, client, dict(client.request.query_params))
        client.on_connect(page.connect)
        client.on_delete(page.leave)

    ui.add_css(STYLE.read_text(encoding="utf-8"), shared=True)
    ui.run_with(
        app, title="smarketing", dark=False, tailwind=False, show_welcome_message=False, reconnect_timeout=RECONNECT,
        favicon=FAVICON, binding_refresh_interval=None,
    )  # fmt: skip
    return app


FAVICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0f5f59"/>'
    '<path d="M7 22 L14 14 L19 18 L26 9" stroke="#fff" stroke-width="3.4" fill="none" stroke-linecap="round"/></svg>'
)
