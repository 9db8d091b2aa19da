"""What explain says of the market, the leads and the buyers behind them."""

from __future__ import annotations

from ..evidence import spelled
from ..scenario import Scenario
from ..sections import Channel, Persona, Readiness
from ..text import grouped, plain
from .phrases import listed, many, percent, typical

STATES = {
    "no_need": "have no need yet",
    "awareness": "know the problem",
    "consideration": "compare ways to solve it",
    "decision": "are ready to choose",
}


def market(scenario: Scenario) -> list[str]:
    """Say where and when the company trades."""
    section = scenario.market
    sentences = [f"Days are counted in {section.timezone}, money in {section.currency}."]
    for name, calendar in section.calendars.items():
        lunch = (
            f" without {calendar.lunch.days[0] and spelled(calendar.lunch).removeprefix('every day ')}" if calendar.lunch else ""
        )
        holidays = calendar.holidays
        days = f"the holidays of {holidays}" if isinstance(holidays, str) else many(len(holidays), "holiday")
        sentences.append(f"Calendar {name}: {calendar.hours}{lunch}{f', less {days}' if holidays else ''}.")
    return sentences


def leads(scenario: Scenario) -> list[str]:
    """Say where leads come from, and what they cost."""
    total = sum(channel.volume.per_day for channel in scenario.channels.values())
    sentences = [_channel(name, channel) for name, channel in scenario.channels.items()]
    if len(sentences) > 1:
        sentences.append(f"Together that is about {grouped(round(total * 365.25 / 12))} leads a month.")
    return sentences


def _channel(name: str, channel: Channel) -> str:
    words = f"{channel.label or name}: {channel.volume}"
    if channel.hand_raiser:
        words += " who ask for a call"
    if channel.trend:
        words += f", {'growing' if channel.trend > 0 else 'shrinking'} by {percent(abs(channel.trend))} a year"
    if channel.day_effect_cv:
        words += f", varying by {percent(channel.day_effect_cv)} from day to day beyond chance"
    if channel.cost_per_lead.amount:
        words += f", at {channel.cost_per_lead} each"
    if channel.spend != 1:
        words += (
            f", with {plain(channel.spend)} times the budget"
            f" (volume grows with its power of {plain(channel.diminishing)}, so each costs more)"
        )
    if channel.breadth > 1:
        words += f", from a net {plain(channel.breadth)} times as wide"
        words += f" whose extra leads are {mix(channel.wide_personas)}" if channel.wide_personas else ""
    if channel.duplicates:
        words += f", {percent(channel.duplicates)} of them of accounts that sales is working on"
    if channel.unrecorded:
        words += f", {percent(channel.unrecorded)} with a wrong source on record or none"
    if channel.readiness is not None:
        words += f"; at the form {states(channel.readiness)}"
    return f"{words}."


def mix(weights: dict[str, float]) -> str:
    """Write weights of names as shares."""
    total = sum(weights.values())
    return listed(f"{percent(round(weight / total, 2))} {name}" for name, weight in weights.items() if weight) if total else ""


def states(readiness: Readiness) -> str:
    """Write how far buyers are as shares."""
    weights = {state: float(getattr(readiness, state)) for state in STATES}
    total = sum(weights.values())
    shares = (f"{percent(round(weight / total, 2))} {STATES[state]}" for state, weight in weights.items() if weight)
    return listed(shares) if total else "nobody is anywhere"


def is_ready(readiness: Readiness) -> bool:
    """Tell whether everybody is ready to choose from the start."""
    return not (readiness.no_need or readiness.awareness or readiness.consideration)


def buyers(scenario: Scenario) -> list[str]:
    """Say what is true of buyers."""
    return [
        sentence for name, persona in scenario.personas.items() for sentence in _persona(persona.label or name, persona, scenario)
    ]


def _persona(name: str, persona: Persona, scenario: Scenario) -> list[str]:
    looks = persona.window.lasts
    since = {"capture": "capture", "handoff": "hand-over", "decision": "the day they are ready"}[persona.window.starts]
    keeps = "keeps looking" if looks.shape == "never" else f"keeps looking for {typical(looks)} from {since} on"
    sentences = [
        f"{name}: {percent(persona.fit)} can and should buy, {percent(persona.reachable)} can be reached, "
        f"{keeps}; a deal is worth {typical(persona.value)}."
    ]
    ways = [persona.readiness, *(channel.readiness for channel in scenario.channels.values() if channel.readiness)]
    if not is_ready(persona.readiness):
        sentences.append(f"At the form {states(persona.readiness)}.")
    if not all(is_ready(way) for way in ways):
        steps = f"Nobody hurrying them, awareness takes {typical(persona.awareness)}"
        sentences.append(f"{steps} and consideration {typical(persona.consideration)}.")
    if any(way.no_need for way in ways):
        never = persona.need.shape == "never"
        sentences.append(
            "A need never comes to those who have none." if never else f"A need comes after {typical(persona.need)}."
        )
    if persona.repurchase.shape != "never":
        sentences.append(f"The need returns {typical(persona.repurchase)} after they stop looking.")
    if any(persona.firmographics.values()):
        shifts = listed(f"{key.replace('_', ' ')} {plain(shift)}" for key, shift in persona.firmographics.items() if shift)
        sentences.append(f"Their firms look different, in standard deviations: {shifts}.")
    return sentences
