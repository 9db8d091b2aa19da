"""The left third of the page: levers in working words, each with a tick at today, and the company behind a fold."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

from nicegui import ui

from ..study.judgement.numbers import digits
from .asking import Settings, check_mine, has_mine

if TYPE_CHECKING:
    from nicegui.element import Element

    from .answers import Answer
    from .controls import Control
    from .room import Company

MINE_LABELS = {"reps": "Reps", "leads": "Qualified leads a month", "deal_size": "Average deal, first year"}
MONTH = 365.25 / 12 * 24 * 3600 * 1e6  # microseconds
VALUE_OF = "(event) => emit(event.target.value)"


class Panel:
    """Controls of one visitor; `moved` is told of every new state."""

    def __init__(
        self, company: Company, settings: Settings, moved: Callable[[Settings], None], reset: Callable[[], None]
    ) -> None:
        self.company, self.settings, self._moved = company, settings, moved
        self._values: dict[str, Element] = {}
        self._marks: dict[str, Element] = {}
        self._follows: dict[str, ui.label] = {}
        names = {control.name for control in company.controls}
        self._says_mqls = next((name for name in ("threshold", "definition") if name in names), "")
        for control in company.controls:
            with ui.element("div").classes("control") as mark:
                self._marks[control.name] = mark
                (self._slider if control.kind == "slider" else self._choice)(control)
                if control.name == self._says_mqls:
                    self._follows[control.name] = ui.label("").classes("follows")
            self._mark(control)
        with ui.element("div").classes("below"):
            self._fold()
            with ui.element("button").classes("quiet reset").props('type="button" id="reset"') as button:
                ui.html("Back to today", sanitize=False, tag="span")
            button.on("click", reset)

    def _slider(self, control: Control) -> None:
        last = len(control.stops) - 1
        place = self.settings.place(control)
        with ui.element("div").classes("control-head"):
            ui.html(escape(control.label), sanitize=False, tag="label").props(f'for="lever-{control.name}"')
            self._values[control.name] = ui.html(self._said(control, place), sanitize=False, tag="output")
        share = control.today / max(1, last)
        with ui.element("div").classes("track").style(f"--share: {share:.4f}"):
            slider = ui.element("input")
            slider.props["^type"], slider.props["^min"], slider.props["^max"], slider.props["^step"] = (
                "range",
                "0",
                str(last),
                "1",
            )
            slider.props["^value"], slider.props["^name"] = str(place), control.name
            slider.props["id"] = f"lever-{control.name}"
            slider.props["^aria-valuetext"] = control.stops[place].label
            slider.on("input", lambda event: self._move(control, event.args, slider), js_handler=VALUE_OF)
            ui.html("", sanitize=False, tag="span").classes("tick").props('aria-hidden="true"')

    def _choice(self, control: Control) -> None:
        place = self.settings.place(control)
        ui.html(escape(control.label), sanitize=False, tag="label").props(f'for="lever-{control.name}"').classes("control-head")
        choice = ui.element("select")
        choice.props["id"], choice.props["^name"] = f"lever-{control.name}", control.name
        with choice:
            for number, stop in enumerate(control.stops):
                words = stop.label + (" (today)" if number == control.today else "")
                option = ui.html(escape(words), sanitize=False, tag="option")
                option.props["^value"] = str(number)
                if number == place:
                    option.props["^selected"] = ""
        choice.on("change", lambda event: self._move(control, event.args, None), js_handler=VALUE_OF)

    def _said(self, control: Control, place: int) -> str:
        today = ' <span class="at-today">today</span>' if place == control.today else ""
        return escape(control.stops[place].label) + today

    def _move(self, control: Control, value: object, slider: Element | None) -> None:
        """Take a stop from a browser, which may send anything."""
        if not isinstance(value, str) or not value.isdecimal() or int(value) >= len(control.stops):
            return
        place = int(value)
        self.settings = self.settings.moved(control, place)
        if slider is not None:
            self._values[control.name].set_content(self._said(control, place))
            slider.props["^aria-valuetext"] = control.stops[place].label
        self._mark(control)
        self._moved(self.settings)

    def _mark(self, control: Control) -> None:
        moved = self.settings.place(control) != control.today
        self._marks[control.name].classes(add="moved" if moved else "", remove="" if moved else "moved")

    def _fold(self) -> None:
        with ui.element("details").classes("fold") as fold:
            if self.settings.mine:
                fold.props["open"] = ""
            ui.html("My company", sanitize=False, tag="summary")
            for name in has_mine(self.company.scenario):
                with ui.element("div").classes("mine"):
                    ui.html(escape(MINE_LABELS[name]), sanitize=False, tag="label").props(f'for="mine-{name}"')
                    field = ui.element("input")
                    field.props["id"], field.props["^name"], field.props["^autocomplete"] = f"mine-{name}", name, "off"
                    field.props["^placeholder"] = self._placeholder(name)
                    field.props["^value"] = dict(self.settings.mine).get(name, "")
                    field.props["^maxlength"] = "24"
                    wrong = ui.label("").classes("wrong").props(f'id="wrong-{name}" role="alert"')
                    field.props["^aria-describedby"] = f"wrong-{name}"
                field.on("change", lambda event, name=name, wrong=wrong: self._mine(name, event.args, wrong), js_handler=VALUE_OF)

    def mqls(self, answer: Answer) -> None:
        """Say how many qualified leads a month follow from what counts as one."""
        place = -1 if self.settings.moves else 0
        plan = answer.study.plans[place]
        monthly = [found["mqls"].mean / (plan.horizon / MONTH) for found in answer.study.estimates]
        was = "" if place == 0 else f"; today {digits(monthly[0])}"
        if self._says_mqls:
            self._follows[self._says_mqls].set_text(f"makes about {digits(monthly[place])} MQLs a month{was}")

    def _placeholder(self, name: str) -> str:
        return str(self.company.scenario.team.reps) if name == "reps" else "as in the file"

    def _mine(self, name: str, value: object, wrong: ui.label) -> None:
        if not isinstance(value, str):
            return
        text = value.strip()[:24]
        fault = check_mine(name, text) if text else None
        wrong.set_text(fault or "")
        if fault is None:
            mine = {**dict(self.settings.mine), name: text}
            self.settings = self.settings._replace(mine=tuple((key, said) for key, said in mine.items() if said))
            self._moved(self.settings)
