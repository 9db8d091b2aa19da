"""Serving the page: on this machine alone unless a password is set, offline, with the door before everything."""

from __future__ import annotations

import asyncio
import ipaddress
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import SmarketingError, StudyError
from ..study.crew.engine import the_engine
from ..study.questions.looks import doubling
from .asking import Asked, Settings, read_settings
from .guard import Guard
from .queue import Queue
from .room import Company, Room
from .take import command_of, one_page, scenario_file, years_table

if TYPE_CHECKING:
    from fastapi import FastAPI

    from ..scenario import Scenario

HOST, PORT = "127.0.0.1", 8765
HERE = ("127.0.0.1", "localhost", "[::1]")
YEARS = 200  # simulated for a final answer
LARGEST_MESSAGE = 400_000  # bytes on the socket
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
    parent: str | None = None,
) -> None:
    """Serve the page until interrupted; `parent` is the shipped scenario that this one is.

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
    except ImportError:
        raise StudyError(MISSING) from None
    engine = the_engine(None)
    with Queue(engine, doubling(years), workers) as queue:
        room = Room(scenario, queue, parent)
        queue.prepare("", lambda: Asked(scenario))
        app = application(room)
        guard = Guard(app, (*HERE, host, *names), password)
        shown = f"[{host}]" if ":" in host else host
        print(f"The page is at http://{shown}:{port}/ - stop it with Ctrl+C", flush=True)
        _run(guard, host, port)


def _run(guard: Guard, host: str, port: int) -> None:
    """Serve until interrupted, which is how serving ends."""
    import uvicorn

    try:
        uvicorn.run(guard, host=host, port=port, log_level="warning", server_header=False, ws_max_size=LARGEST_MESSAGE)
    except KeyboardInterrupt:
        print("The page is closed.", flush=True)
    except SystemExit as ended:
        if ended.code:
            raise StudyError(f"{host}:{port} cannot be served; is a page there already? choose another with --port") from None


def application(room: Room) -> FastAPI:
    """Build the application: the page, and files to take home."""
    from fastapi import FastAPI
    from nicegui import ui

    from .page import Page

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    def what_if() -> None:
        client = ui.context.client
        page = Page(room, client, client.request.query_params.multi_items())
        client.on_connect(page.connect)
        client.on_delete(page.leave)

    ui.page("/", title="smarketing: what if?", language="en-US", reconnect_timeout=RECONNECT)(what_if)
    files(app, room)
    ui.add_css(STYLE.read_text(encoding="utf-8"), shared=True)
    ui.run_with(
        app, title="smarketing", dark=False, tailwind=False, show_welcome_message=False, reconnect_timeout=RECONNECT,
        favicon=FAVICON, binding_refresh_interval=None,
    )  # fmt: skip
    return app


def files(app: FastAPI, room: Room) -> None:
    """Let visitors take home the what-if as a file, and its simulated years as a table."""
    from starlette.requests import Request
    from starlette.responses import PlainTextResponse, Response

    def asked(request: Request) -> tuple[Company, Settings] | None:
        pairs = request.query_params.multi_items()
        company = room.company(dict(pairs).get("company", "")[:64])
        return None if company is None else (company, read_settings(pairs, company.controls)[0])

    async def what_if(request: Request) -> Response:
        found = asked(request)
        if found is None:
            return PlainTextResponse(GONE, 404)
        try:
            text = scenario_file(found[0].ask(found[1]), None if found[0].key else room.parent)
        except SmarketingError as error:
            return PlainTextResponse(str(error), 400)
        return Response(text, media_type="application/yaml", headers=_as_file("what-if.yaml"))

    async def years(request: Request) -> Response:
        found = asked(request)
        kept = None if found is None else room.queue.kept(found[1].question())
        if kept is None:
            return PlainTextResponse(GONE, 404)
        table = await asyncio.to_thread(years_table, room.queue.engine, *kept)
        return Response(table, media_type="text/csv", headers=_as_file("years.csv"))

    async def report(request: Request) -> Response:
        found = asked(request)
        kept = None if found is None else room.queue.kept(found[1].question())
        if found is None or kept is None:
            return PlainTextResponse(GONE, 404)
        parent = None if found[0].key else room.parent
        command = command_of(found[0].ask(found[1]), parent, room.queue.looks.last)
        text = await asyncio.to_thread(one_page, room.queue, kept, command)
        if text is None:
            return PlainTextResponse(BUSY, 503)
        return Response(text, media_type="text/html", headers=_as_file("what-if.html"))

    app.add_route("/take/report.html", report, methods=["GET"])
    app.add_route("/take/what-if.yaml", what_if, methods=["GET"])
    app.add_route("/take/years.csv", years, methods=["GET"])


def _as_file(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}


GONE = "Nobody asked for this lately. Open the page at this address, wait for the answer, and take it then.\n"
BUSY = "Another report is being made, or nothing is simulated yet. Try again in a moment.\n"
FAVICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0f5f59"/>'
    '<path d="M7 22 L14 14 L19 18 L26 9" stroke="#fff" stroke-width="3.4" fill="none" stroke-linecap="round"/></svg>'
)
