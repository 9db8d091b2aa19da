"""The what-if page: one visitor's view, filled when the browser has connected, changed as answers arrive."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from html import escape
from typing import TYPE_CHECKING

from nicegui import ui

from ..errors import ScenarioError
from ..report.company import company_in_a_line
from .answers import Answer, Progress, Trouble
from .asking import VIEW, Settings, read_settings
from .deeper import VIEWS, Deeper
from .panel import Panel
from .room import MOST_BYTES
from .views import clouds, mondays, tiles, verdict
from .views.drawing import Axis

if TYPE_CHECKING:
    from nicegui import Client

    from .queue import Told
    from .room import Company, Room

LONG = 170  # characters of a sentence that would not fit in two lines of its full size
READ_FILE = f"""async (event) => {{
  const file = event.target.files[0];
  if (!file) return;
  emit(file.name, file.size > {MOST_BYTES} ? null : await file.text());
  event.target.value = '';
}}"""
COPY_ADDRESS = """(event) => {
  const said = (words) => { document.getElementById('copied').textContent = words; };
  const here = ['127.0.0.1', 'localhost', '[::1]'].includes(location.hostname);
  if (navigator.clipboard) navigator.clipboard.writeText(location.href).then(
    () => said(here ? 'Link copied, for this machine' : 'Link copied'), () => said('Copy the address above'));
  else said('Copy the address above');
}"""


class Page:
    """What one visitor sees."""

    def __init__(self, room: Room, client: Client, pairs: Sequence[tuple[str, str]]) -> None:
        self.room, self.client = room, client
        notes: list[str] = []
        key = dict(pairs).get("company", "")
        company = room.company(key)
        if company is None:
            notes.append("The file that this address speaks of is no longer here; open it again. This is the example company.")
            company = room.default
        self.company: Company = company
        settings, left = read_settings(pairs, company.controls)
        if settings.view and settings.view not in VIEWS:
            left = (*left, VIEW)
        view = settings.view if settings.view in VIEWS else ""
        self.settings = settings._replace(company=company.key, view=view)
        if left:
            notes.append(f"Left out of the address, since nobody here knows it: {', '.join(left)}.")
        self.asked = 0
        self.connected = self.due = False  # due: what is shown is of an earlier state
        self.axis: Axis | None = None
        self.answer: Answer | None = None
        self._build(" ".join(notes))

    @property
    def alone(self) -> bool:
        """Whether nothing is moved."""
        return self.settings.is_today

    def _build(self, notes: str) -> None:
        ui.html('<a class="skip" href="#results">Skip to the result</a>', sanitize=False)
        with ui.element("header").classes("top"):
            ui.html("<b>smarketing</b> what if?", sanitize=False, tag="h1").classes("brand")
            self.named = ui.html("", sanitize=False, tag="span").classes("company")
            self._build_actions()
        self.note = ui.label(notes).classes("note").props('role="status"')
        with ui.element("section").classes("verdict").props('aria-label="Verdict"'):
            self.headline = ui.html("Simulating the first years&hellip;", sanitize=False, tag="h2").classes("headline due")
            self.basis = ui.html("&nbsp;", sanitize=False, tag="p").classes("basis")
            self.rest = ui.html("", sanitize=False, tag="p").classes("rest due")
            self.spoken = ui.label("").classes("unseen").props('aria-live="polite"')
        with ui.element("div").classes("middle"):
            self.levers = ui.element("section").classes("card levers").props('aria-label="Levers"')
            with ui.element("section").classes("card cloud").props('aria-label="Total revenue" id="results"'):
                title = "Total revenue: a dot is a simulated year, a line their mean"
                ui.html(title, sanitize=False, tag="h3").classes("card-title")
                self.cloud = ui.html("", sanitize=False).classes("due")
            self.tiles = ui.html("", sanitize=False, tag="section").classes("tiles due").props('aria-label="Three measures"')
        self.monday = ui.html("", sanitize=False, tag="section").classes("card strip due").props('aria-label="A Monday"')
        with ui.element("footer").classes("foot"):
            self.rests = ui.html("", sanitize=False, tag="span")
            with ui.element("button").classes("speed").props('type="button" id="no-speed"') as self.speed:
                self.speed_words = ui.html("", sanitize=False, tag="span")
            self.speed.on("click", self._toggle_speed)
        self.deeper = Deeper(self)

    def _build_actions(self) -> None:
        with ui.element("div").classes("actions"):
            ui.label("").classes("said").props('id="copied" role="status"')
            with ui.element("button").props('type="button" id="copy-link"') as copy:
                ui.html("Copy link", sanitize=False, tag="span")
            copy.on("click", js_handler=COPY_ADDRESS)
            self.take_file = ui.element("a").classes("button").props('id="take-file" download')
            self.take_years = ui.element("a").classes("button").props('id="take-years" download')
            self.take_report = ui.element("a").classes("button").props('id="take-report" download')
            for link, words, title in (
                (self.take_file, "Save what-if", "The what-if as a scenario file, for the command or for this page"),
                (self.take_years, "CSV", "The simulated years as a table"),
                (self.take_report, "Report", "The answer on one page that can be mailed"),
            ):
                link.props["^title"] = title
                with link:
                    ui.html(words, sanitize=False, tag="span")
            with ui.element("button").props('type="button" id="print"') as printed:
                ui.html("Print", sanitize=False, tag="span")
            printed.on("click", js_handler="() => window.print()")
            with ui.element("label").classes("button file"):
                ui.html("Open my file", sanitize=False, tag="span")
                file = ui.element("input").props('id="bring" accept=".yaml,.yml" aria-label="Open my scenario file"')
                file.props["^type"] = "file"
                file.on("change", self._bring, js_handler=READ_FILE)

    def connect(self) -> None:
        """Fill the page, once the browser is there; a second connection changes nothing."""
        if self.connected:
            return
        self.connected = True
        with self.client:
            self._fill()
        self._ask()
        with self.client:
            self.deeper.restore(self.settings.view)

    def leave(self) -> None:
        """Stop what is done for this visitor."""
        self.room.queue.leave(self.client.id)
        self.room.queue.leave(f"{self.client.id}/deeper")

    def viewed(self, view: str) -> None:
        """Put the view that is open into the address."""
        self.settings = self.settings._replace(view=view)
        self._say_address()

    def pin(self) -> None:
        """Keep the what-if for comparison."""
        if not self.alone:
            self._change(self.settings.pinned())

    def unpin(self) -> None:
        """Keep none."""
        self._change(self.settings._replace(pins=()))

    def in_loop(
        self, told: Callable[[Told], None], wanted: Callable[[], bool], ahead: Callable[[Told], object] = bool
    ) -> Callable[[Told], None]:
        """Tell a thread's finding in the loop that talks to browsers, if the visitor is there and still wants it.

        What takes long is done by `ahead`, in the thread that found it.
        """
        loop = asyncio.get_running_loop()

        def tell(what: Told) -> None:
            if wanted() and self.client.id in type(self.client).instances:
                with self.client:
                    told(what)

        def tell_from_thread(what: Told) -> None:
            if wanted() and not loop.is_closed():
                ahead(what)
                loop.call_soon_threadsafe(tell, what)

        return tell_from_thread

    def _fill(self) -> None:
        self.levers.clear()
        with self.levers:
            self.panel = Panel(self.company, self.settings, self._moved, self._reset)
        scenario = self.company.scenario
        self.named.set_content(f"<b>{escape(scenario.name)}</b> {escape(company_in_a_line(scenario))}")
        self._say_speed()

    def _moved(self, settings: Settings) -> None:
        _, _, _, no_speed, pins, view = self.settings
        self._change(settings._replace(no_speed=no_speed, pins=pins, view=view))

    def _reset(self) -> None:
        self.settings = Settings(self.settings.company, pins=self.settings.pins, view=self.settings.view)
        self._fill()
        self._change(self.settings)

    def _toggle_speed(self) -> None:
        self._change(self.settings._replace(no_speed=not self.settings.no_speed))
        self._say_speed()

    def _say_speed(self) -> None:
        on = self.settings.no_speed
        self.speed.props["^aria-pressed"] = "true" if on else "false"
        self.speed_words.set_content("Speed has no effect here: put it back" if on else "What if speed had no effect?")

    def _bring(self, event: object) -> None:
        """Take in a file from a browser, which may send anything."""
        args = getattr(event, "args", None)
        name, words = args if isinstance(args, list) and len(args) == 2 else ("file", None)
        try:
            data = words.encode() if isinstance(words, str) else b" " * (MOST_BYTES + 1)
            self.company = self.room.bring(data, str(name))
        except ScenarioError as error:
            self._trouble(Trouble(tuple(str(fault) for fault in error.faults)), "This file cannot be used")
            return
        self.settings = Settings(self.company.key, view=self.settings.view)
        self.answer = self.axis = None
        self._fill()
        self._change(self.settings)

    def _change(self, settings: Settings) -> None:
        self.settings = self.panel.settings = settings
        self._ask()
        if self.deeper.open:
            self.deeper.fill()

    def _ask(self) -> None:
        """Put the question as it stands, in place of the one before."""
        self.asked += 1
        asked, settings, company = self.asked, self.settings, self.company
        question = settings.question()
        with self.client:
            self._say_address()
            self.take_file.props["^href"] = f"/take/what-if.yaml?{question}"
            self.take_years.props["^href"] = f"/take/years.csv?{question}"
            self.take_report.props["^href"] = f"/take/report.html?{question}"
            self._grey(True)
        tell = self.in_loop(self._told, lambda: asked == self.asked, self.deeper.work_ahead)
        if not self.room.queue.ask(self.client.id, question, lambda: company.ask(settings), tell):
            self._trouble(Trouble(("Too many visitors wait for an answer; try again in a minute.",)))

    def _say_address(self) -> None:
        query = self.settings.query()
        ui.navigate.history.replace(f"/?{query}" if query else "/")

    def _grey(self, due: bool, all_of_it: bool = True) -> None:
        """Grey what an answer is due for; the Monday comes a little later than the rest."""
        self.due = due
        for each in (self.headline, self.rest, self.cloud, self.tiles, *([self.monday] if all_of_it else [])):
            each.classes(add="due" if due else "", remove="" if due else "due")

    def _told(self, told: Told) -> None:
        if isinstance(told, Answer):
            self._show(told)
        elif isinstance(told, Progress):
            self._grow(told)
        elif isinstance(told, Trouble):
            self._trouble(told)

    def _show(self, answer: Answer) -> None:
        self.answer = answer
        self._grey(False, all_of_it=answer.glimpses is not None)
        self.headline.set_content(verdict.today_headline() if self.alone else verdict.headline(answer))
        long = not self.alone and len(answer.study.verdicts[0].sentences[0]) > LONG
        self.headline.classes(add="long" if long else "", remove="" if long else "long")
        self.basis.set_content(verdict.today_basis(answer) if self.alone else verdict.basis(answer))
        self.rest.set_content(verdict.today_rest(answer) if self.alone else verdict.rest(answer))
        if answer.final:
            self.spoken.set_text(verdict.today_headline() if self.alone else answer.study.verdicts[0].sentence)
        self._cloud(*clouds.revenues(answer))
        self.tiles.set_content(tiles.tiles(answer, self.alone))
        if answer.glimpses is not None:
            self.monday.set_content(mondays.mondays((answer.glimpses[0].monday, answer.glimpses[-1].monday), self.alone))
        self.rests.set_content(verdict.rests_on(answer))
        self.panel.mqls(answer)
        self.deeper.update()

    def _cloud(self, first: clouds.Values, second: clouds.Values) -> None:
        assert self.answer is not None  # callers have one
        self.axis = clouds.span(first, first if self.alone else second).wider(self.axis)
        self.cloud.set_content(clouds.clouds(first, second, self.axis, self.answer, self.alone))

    def _grow(self, progress: Progress) -> None:
        """Let the clouds grow between two answers; means and bracket stay the last answer's."""
        if self.answer is not None:
            self._cloud(progress.today, progress.other)

    def _trouble(self, trouble: Trouble, title: str = "This cannot be simulated") -> None:
        self.headline.set_content(escape(title))
        self.basis.set_content("")
        self.rest.set_content("".join(f'<span class="fault">{escape(each)}</span>' for each in trouble.lines))
        for each in (self.headline, self.rest):
            each.classes(remove="due")
        self.spoken.set_text(f"{title}. {' '.join(trouble.lines)}")
