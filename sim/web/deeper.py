"""Deeper views below the first screen: one open at a time, filled when somebody opens it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape
from typing import TYPE_CHECKING

from nicegui import ui

from . import drivers
from .answers import Answer, Done, Progress, Trouble
from .asking import Settings, ask_all, moves_in_words
from .frontier import LOOKS, Grid, ask_grid, drawn, grid_of
from .stories import KINDS, Story, story
from .views import agreement, compared, ledger, scorecard, ways, weeks

if TYPE_CHECKING:
    from nicegui.element import Element

    from .page import Page
    from .queue import Told

VIEWS = {
    "compare": "Compare what-ifs",
    "waste": "Where time and money go",
    "ends": "Where leads end up",
    "weeks": "Week by week",
    "scorecard": "Scorecard",
    "frontier": "How far to go",
    "drivers": "What drove it",
    "story": "One lead's story",
    "agreement": "The agreement",
    "evidence": "What it rests on",
}
PLAIN: dict[str, Callable[[Answer, bool], str]] = {
    "waste": ledger.ledger,
    "ends": lambda answer, alone: _ends(answer, alone),
    "weeks": weeks.weeks,
    "scorecard": scorecard.scorecard,
    "evidence": lambda answer, alone: agreement.evidence(answer),
}
INTO_SIGHT = "document.querySelector('.deeper').scrollIntoView()"  # the buttons, so that another view is at hand
COPY_CONTRACT = """(event) => {
  const text = document.querySelector('.contract'), button = event.currentTarget.firstElementChild;
  const said = (words) => { button.textContent = words; };
  getSelection().selectAllChildren(text);
  said('Selected: copy it');
  navigator.clipboard?.writeText(text.textContent).then(() => said('Copied'));
}"""
ALL_MEASURES = ("waste", "scorecard")  # views of more measures than the first screen has


def _ends(answer: Answer, alone: bool) -> str:
    if answer.glimpses is None:
        return '<p class="small">The first simulated year is on its way.</p>'
    return ways.ways((answer.glimpses[0].ends, answer.glimpses[-1].ends), alone)


class Deeper:
    """The buttons of the deeper views, and the one that is open."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.open = ""
        self._buttons: dict[str, Element] = {}
        self._asked = 0
        self._story = ("gained", 0)
        self._followed = False  # whether a story was told or is about to be
        self._levers = (0, 1)
        self._plain_views = {**PLAIN, "agreement": self._contract}
        with ui.element("nav").classes("deeper").props('aria-label="Deeper views"'):
            for name, words in VIEWS.items():
                with ui.element("button").props(f'type="button" id="open-{name}"') as button:
                    ui.html(escape(words), sanitize=False, tag="span")
                button.props["^aria-expanded"], button.props["^aria-controls"] = "false", "deeper"
                button.on("click", lambda name=name: self.toggle(name))
                self._buttons[name] = button
        self.card = ui.element("section").classes("card view").props('id="deeper" aria-label="Deeper view" tabindex="0" hidden')

    def toggle(self, name: str) -> None:
        """Open a view, or close the one that is open."""
        self._show("" if self.open == name else name)
        if self.open:
            ui.run_javascript(INTO_SIGHT)
        self.page.viewed(self.open)

    def restore(self, name: str) -> None:
        """Open the view that an address names, if there is one."""
        if name in VIEWS:
            self._show(name)

    def _show(self, name: str) -> None:
        self.open = name
        for each, button in self._buttons.items():
            button.props["^aria-expanded"] = "true" if each == self.open else "false"
        self.card.props(remove="hidden") if self.open else self.card.props("hidden")
        self.page.room.queue.leave(self._visitor)
        self.fill()

    def fill(self) -> None:
        """Fill the open view anew, for the state as it is."""
        self._asked += 1
        self.card.clear()
        if not self.open:
            return
        with self.card:
            ui.html(escape(VIEWS[self.open]), sanitize=False, tag="h2").classes("view-title")
            {"compare": self._compare, "frontier": self._frontier, "drivers": self._drivers, "story": self._tell_story}.get(
                self.open, self._plain
            )()

    def work_ahead(self, told: Told) -> None:
        """Work out what the open view will show; called in a thread of the queue."""
        if isinstance(told, Answer) and self.open in ALL_MEASURES:
            told.deeper()

    def update(self) -> None:
        """Show a new answer in the open view."""
        if self.open in self._plain_views:
            self._show_plain()
        elif self.open == "story" and not self._followed:
            self.fill()

    @property
    def _visitor(self) -> str:
        return f"{self.page.client.id}/deeper"

    def _plain(self) -> None:
        if self.open == "agreement":
            with ui.element("button").props('type="button"').classes("copy") as copy:
                ui.html("Copy the text", sanitize=False, tag="span")
            copy.on("click", js_handler=COPY_CONTRACT)
        self._body = ui.html("", sanitize=False)
        self._show_plain()

    def _show_plain(self) -> None:
        answer = self.page.answer
        if answer is not None:
            self._body.set_content(self._plain_views[self.open](answer, self.page.alone))
            self._body.classes(add="due" if self.page.due else "", remove="" if self.page.due else "due")

    def _contract(self, answer: Answer, alone: bool) -> str:
        return agreement.contract(answer, alone, moves_in_words(self.page.company.controls, self.page.settings))

    def _waiting(self, told: Callable[[Told], None]) -> Callable[[Told], None]:
        """Tell this view, in the browser's loop, unless another was opened meanwhile."""
        asked = self._asked
        return self.page.in_loop(told, lambda: asked == self._asked)

    def _compare(self) -> None:
        page = self.page
        with ui.element("div").classes("row-of-actions"):
            with ui.element("button").props('type="button" id="pin"') as pin:
                ui.html("Keep this what-if to compare", sanitize=False, tag="span")
            pin.on("click", page.pin)
            if page.settings.pins:
                with ui.element("button").props('type="button" id="unpin"').classes("quiet") as unpin:
                    ui.html("Forget those kept", sanitize=False, tag="span")
                unpin.on("click", page.unpin)
        body = ui.html("", sanitize=False)
        if not page.settings.pins and page.alone:
            body.set_content('<p class="small">Move a lever, keep the what-if, then move on: up to four meet the same leads.</p>')
            return
        body.set_content('<p class="small">Simulating&hellip;</p>')
        settings, company = page.settings._replace(view=""), page.company

        def told(what: Told) -> None:
            if not isinstance(what, Progress):
                body.set_content(compared.compared(what) if isinstance(what, Answer) else _trouble(what))

        key = f"compare?{settings.query()}"
        make = partial(ask_all, company.scenario, company.controls, settings)
        page.room.queue.ask(self._visitor, key, make, self._waiting(told), heavy=True)

    def _frontier(self) -> None:
        page = self.page
        sliders = [control for control in page.company.controls if len(control.stops) > 2]
        if len(sliders) < 2:
            ui.html("This company has fewer than two levers with a range.", sanitize=False, tag="p")
            return
        self._levers = tuple(min(place, len(sliders) - 1) for place in self._levers)  # type: ignore[assignment]
        with ui.element("div").classes("row-of-actions"):
            for which, words in ((0, "Across"), (1, "Down")):
                _choice(
                    f"frontier-{which}",
                    words,
                    [control.label for control in sliders],
                    self._levers[which],
                    self._choose_lever(which),
                )
        across, down = (sliders[place] for place in self._levers)
        if across is down:
            ui.html("Choose two different levers.", sanitize=False, tag="p")
            return
        grid = grid_of(across, down)
        body = ui.html('<p class="small">Simulating a grid of settings; this takes a while.</p>', sanitize=False)
        settings, company = page.settings._replace(pins=(), view=""), page.company

        def told(what: Told) -> None:
            if not isinstance(what, Progress):
                body.set_content(drawn(grid, what) if isinstance(what, Answer) else _trouble(what))

        key = f"frontier/{across.name}/{down.name}?{_beside(settings, grid).query()}"
        page.room.queue.ask(self._visitor, key, lambda: ask_grid(company, settings, grid), self._waiting(told), LOOKS, heavy=True)

    def _drivers(self) -> None:
        page = self.page
        settings, company = page.settings._replace(pins=(), view=""), page.company
        if not 1 <= len(settings.moves) <= drivers.MOST:
            words = "Move a lever first." if page.alone else f"This is worked out for up to {drivers.MOST} levers; put some back."
            ui.html(f'<p class="small">{words}</p>', sanitize=False)
            return
        body = ui.html('<p class="small">Simulating the levers one by one and together.</p>', sanitize=False)

        def told(what: Told) -> None:
            if not isinstance(what, Progress):
                body.set_content(drivers.drawn(company, settings, what) if isinstance(what, Answer) else _trouble(what))

        make = partial(drivers.ask_coalitions, company, settings)
        page.room.queue.ask(self._visitor, f"drivers?{settings.query()}", make, self._waiting(told), drivers.LOOKS, heavy=True)

    def _choose_lever(self, which: int) -> Callable[[int], None]:
        def choose(place: int) -> None:
            self._levers = (place, self._levers[1]) if which == 0 else (self._levers[0], place)
            self.fill()

        return choose

    def _tell_story(self) -> None:
        page = self.page
        kind, number = self._story
        kinds = list(KINDS)
        with ui.element("div").classes("row-of-actions"):
            _choice(
                "story-kind", "A lead", list(KINDS.values()), kinds.index(kind), lambda place: self._choose_story(kinds[place], 0)
            )
            with ui.element("button").props('type="button" id="another-lead"') as another:
                ui.html("Another one", sanitize=False, tag="span")
            another.on("click", lambda: self._choose_story(self._story[0], self._story[1] + 1))
        body = ui.html('<p class="small">Following the lead&hellip;</p>', sanitize=False)
        kept = page.room.queue.kept(page.settings.question())
        self._followed = kept is not None
        if kept is None:
            return  # until the first answer is there

        def told(what: Told) -> None:
            body.set_content(_story(what.value) if isinstance(what, Done) and isinstance(what.value, Story) else _trouble(what))

        page.room.queue.run(self._visitor, lambda: story(kept[1], kind, number), self._waiting(told))

    def _choose_story(self, kind: str, number: int) -> None:
        self._story = (kind, number)
        self.fill()


def _beside(settings: Settings, grid: Grid) -> Settings:
    """The state without the two levers of a grid."""
    moves = {name: value for name, value in settings.moves if name not in (grid.across.name, grid.down.name)}
    return settings._replace(moves=tuple(sorted(moves.items())))


def _trouble(what: Told) -> str:
    lines = what.lines if isinstance(what, Trouble) else ()
    return "".join(f'<p class="fault">{escape(each)}</p>' for each in lines)


def _story(found: Story) -> str:
    count = found.counts.get(found.kind, 0)
    if not found.today:
        return '<p class="small">No lead of this year has such a story.</p>'
    said = f"{KINDS[found.kind]}: lead {found.number + 1} of {count:,} in the first simulated year".capitalize()
    both = [("Today", found.today), *([("What if", found.other)] if found.other else [])]
    columns = "".join(
        f'<section><h3>{name}</h3><pre class="story" tabindex="0">{escape(text)}</pre></section>' for name, text in both
    )
    return f'<p class="small">{escape(said)}. The same buyer with the same luck.</p><div class="two">{columns}</div>'


def _choice(name: str, words: str, options: list[str], chosen: int, moved: Callable[[int], None]) -> None:
    """Draw a choice with its label; `moved` is told the place of what was chosen."""
    ui.html(escape(words), sanitize=False, tag="label").props(f'for="{name}"')
    choice = ui.element("select").props(f'id="{name}"')
    with choice:
        for place, option in enumerate(options):
            shown = ui.html(escape(option), sanitize=False, tag="option")
            shown.props["^value"] = str(place)
            if place == chosen:
                shown.props["^selected"] = ""

    def take(event: object) -> None:
        value = getattr(event, "args", None)
        if isinstance(value, str) and value.isdecimal() and int(value) < len(options):
            moved(int(value))

    choice.on("change", take, js_handler="(event) => emit(event.target.value)")
