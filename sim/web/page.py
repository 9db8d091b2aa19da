"""The what-if page: one visitor's view, filled when the browser has connected, changed as answers arrive."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from nicegui import background_tasks, ui

from .answers import Answer, Progress, Trouble
from .asking import Settings, read_settings
from .panel import Panel
from .views import clouds, mondays, tiles, verdict
from .views.drawing import Axis

if TYPE_CHECKING:
    from nicegui import Client

    from .queue import Told
    from .room import Company, Room


class Page:
    """What one visitor sees."""

    def __init__(self, room: Room, client: Client, query: Mapping[str, str]) -> None:
        self.room, self.client = room, client
        self.notes: list[str] = []
        company = room.company(query.get("company", ""))
        if company is None:
            self.notes.append("The file that this address speaks of is no longer here; open it again. This is the example company.")
            company = room.default
        self.company: Company = company
        self.settings, left = read_settings(query, company.controls)
        if company.key != self.settings.company:
            self.settings = self.settings._replace(company=company.key)
        if left:
            self.notes.append(f"Not understood in the address, and left out: {', '.join(left)}.")
        self.asked = 0
        self.connected = False
        self.axis: Axis | None = None
        self.answer: Answer | None = None
        self._build()

    def _build(self) -> None:
        ui.html('<a class="skip" href="#results">Skip to the result</a>', sanitize=False)
        with ui.element("header").classes("top"):
            ui.html("<b>smarketing</b> what if?", sanitize=False, tag="h1").classes("brand")
            self.named = ui.html("", sanitize=False, tag="span").classes("company")
            with ui.element("div").classes("actions"):
                self.actions = ui.element("div").classes("row-of-actions")
        self.note = ui.label("").classes("note").props('role="status"')
        with ui.element("section").classes("verdict").props('aria-label="Verdict"'):
            self.headline = ui.html("", sanitize=False, tag="h2").classes("headline due")
            self.basis = ui.html("", sanitize=False, tag="p").classes("basis")
            self.rest = ui.html("", sanitize=False, tag="p").classes("rest due")
            self.spoken = ui.label("").classes("unseen").props('aria-live="polite"')
        with ui.element("div").classes("middle"):
            self.levers = ui.element("section").classes("card levers").props('aria-label="Levers"')
            with ui.element("section").classes("card cloud").props('aria-label="Total revenue" id="results"'):
                ui.html("Total revenue a simulated year", sanitize=False, tag="h3").classes("card-title")
                self.cloud = ui.html("", sanitize=False).classes("due")
            self.tiles = ui.html("", sanitize=False, tag="section").classes("tiles due").props('aria-label="Three measures"')
        self.monday = ui.html("", sanitize=False, tag="section").classes("card strip due").props('aria-label="A Monday"')
        with ui.element("footer").classes("foot"):
            self.rests = ui.html("", sanitize=False, tag="span")
            self.speed = ui.element("button").classes("speed").props('type="button"')
            with self.speed:
                self.speed_words = ui.html("", sanitize=False, tag="span")
            self.speed.on("click", lambda: self._toggle_speed())

    def connect(self) -> None:
        """Fill the page, once the browser is there; a second connection changes nothing."""
        if self.connected:
            return
        self.connected = True
        with self.client:
            self._fill()
        self._ask()

    def leave(self) -> None:
        """Stop what is done for this visitor."""
        self.room.queue.leave(self.client.id)

    def _fill(self) -> None:
        self.levers.clear()
        with self.levers:
            self.panel = Panel(self.company, self.settings, self._moved)
            with ui.element("button").classes("quiet reset").props('type="button"') as reset:
                ui.html("Back to today", sanitize=False, tag="span")
            reset.on("click", lambda: self._reset())
        self.named.set_content(escape(self.company.scenario.name))
        self._say_speed()
        self.note.set_text(" ".join(self.notes))

    def _moved(self, settings: Settings) -> None:
        self.settings = settings
        self._ask()

    def _reset(self) -> None:
        self.settings = Settings(self.settings.company)
        self._fill()
        self._ask()

    def _toggle_speed(self) -> None:
        self.settings = self.settings._replace(no_speed=not self.settings.no_speed)
        self.panel.settings = self.settings
        self._say_speed()
        self._ask()

    def _say_speed(self) -> None:
        on = self.settings.no_speed
        self.speed.props["^aria-pressed"] = "true" if on else "false"
        self.speed_words.set_content("Speed is taken to have no effect: put it back" if on else "What if speed had no effect?")

    def _ask(self) -> None:
        """Put the question as it stands, in place of the one before."""
        self.asked += 1
        asked, settings, company = self.asked, self.settings, self.company
        query = settings.query()
        ui_path = f"/?{query}" if query else "/"
        with self.client:
            ui.navigate.history.replace(ui_path)
        self._grey(True)
        loop = asyncio.get_running_loop()

        def tell(told: Told) -> None:
            loop.call_soon_threadsafe(self._told, asked, told)

        if not self.room.queue.ask(self.client.id, query, lambda: company.ask(settings), tell):
            self._trouble(Trouble(("Too many visitors wait for an answer; try again in a minute.",)))

    def _grey(self, due: bool) -> None:
        for each in (self.headline, self.rest, self.cloud, self.tiles, self.monday):
            each.classes(add="due" if due else "", remove="" if due else "due")

    def _told(self, asked: int, told: Told) -> None:
        """Show what a thread found, unless something else was asked meanwhile."""
        if asked != self.asked or self.client.id not in type(self.client).instances:
            return
        with self.client:
            if isinstance(told, Answer):
                self._show(told)
            elif isinstance(told, Progress):
                self._grow(told)
            else:
                self._trouble(told)

    def _show(self, answer: Answer) -> None:
        alone = self.settings.is_today
        self.answer = answer
        self._grey(False)
        if alone:
            self.headline.set_content(verdict.today_headline())
            self.basis.set_content(f"{answer.count} of {answer.planned} years simulated")
            self.rest.set_content(verdict.today_rest(answer))
        else:
            self.headline.set_content(verdict.headline(answer))
            self.basis.set_content(verdict.basis(answer))
            self.rest.set_content(verdict.rest(answer))
        if answer.final:
            self.spoken.set_text("This is today" if alone else answer.study.verdicts[0].sentence)
        first, second = clouds.revenues(answer)
        self._cloud(first, second, answer)
        self.tiles.set_content(tiles.tiles(answer, alone))
        if answer.mondays is not None:
            self.monday.set_content(mondays.mondays(answer.mondays, alone))
        evidence = answer.study.evidence[0]
        self.rests.set_content("" if evidence is None else f"Rests on: {escape(evidence.path)}, {escape(evidence.why)}.")

    def _cloud(self, first: object, second: object, answer: Answer | None) -> None:
        alone = self.settings.is_today
        self.axis = clouds.span(first, first if alone else second).wider(self.axis)
        assert self.answer is not None
        self.cloud.set_content(clouds.clouds(first, second, self.axis, self.answer.study.currency, answer, alone))

    def _grow(self, progress: Progress) -> None:
        """Let the clouds grow between two answers; the bracket stays the last answer's."""
        if self.answer is not None:
            self._cloud(progress.today, progress.other, self.answer)

    def _trouble(self, trouble: Trouble) -> None:
        self.headline.set_content("This cannot be simulated")
        self.headline.classes(remove="due")
        self.basis.set_content("")
        self.rest.set_content("".join(f"<span class='fault'>{escape(each)}</span>" for each in trouble.lines))
        self.rest.classes(remove="due")
        self.spoken.set_text("This cannot be simulated. " + " ".join(trouble.lines))


__all__ = ["Page", "background_tasks", "time"]
