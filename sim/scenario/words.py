"""Scenarios in plain words: what one says, and how two differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from .distributions import Distribution, words_of_text
from .evidence import spelled, values_of
from .scenario import Scenario
from .sections import Channel, Looks, Persona, Sync
from .text import grouped, plain

OWN = ("name", "question", "because", "levers")
NOTHING = {"none", "no", "0"}  # what a new entry says by leaving a key out
ORDERS = {
    "oldest_first": "the oldest task first",
    "newest_first": "the newest task first",
    "highest_score": "the lead with the highest score first",
    "earliest_deadline": "the task that is due first",
    "own_deals_first": "open deals before new leads",
    "new_leads_first": "new leads before open deals",
}
ROUTES = {
    "pool": "All reps draw from one pool of leads",
    "round_robin": "Reps get leads by turn",
    "least_loaded": "The rep with the fewest open leads gets the next one",
    "territory": "Each lead belongs to the rep of its territory",
    "segment": "Leads go to the reps of their channel's segment",
}
STARTS = {"delivery": "delivery to sales", "capture": "the form", "assignment": "assignment to a rep"}


def explain(scenario: Scenario, other: Scenario | None = None) -> str:
    """Put a scenario in plain words, or the difference of two when `other` is given."""
    if other is not None:
        return _difference(scenario, other)
    heading = [scenario.name]
    heading += [scenario.question] if scenario.question else []
    heading += [f"Why it differs: {scenario.because}"] if scenario.because else []
    paragraphs = ["\n".join(heading)]
    for title, paragraph in PARAGRAPHS:
        sentences = " ".join(paragraph(scenario))
        paragraphs += [f"{title}. {sentences}"] if sentences else []
    return "\n\n".join(paragraphs) + "\n"


def differences(a: Scenario, b: Scenario) -> list[tuple[str, str, str]]:
    """List what differs between two scenarios: path, the first one's value, the second one's, in the order of sections."""
    first = {".".join(path): value for path, value, _ in values_of(a) if path[0] not in OWN}
    second = {".".join(path): value for path, value, _ in values_of(b) if path[0] not in OWN}
    found = []
    for path in dict.fromkeys([*first, *second]):
        if path not in first or path not in second or first[path] != second[path]:
            texts = [spelled(values[path]) if path in values else "none" for values in (first, second)]
            both = path in first and path in second
            if texts[0] != texts[1] and (both or not set(texts) <= NOTHING):
                found.append((path, texts[0], texts[1]))
    # Sections are walked in the order of a lead's life, but paths of the second alone come last without this.
    order = list(type(a).model_fields)
    return sorted(found, key=lambda row: order.index(row[0].split(".")[0]))


def _difference(a: Scenario, b: Scenario) -> str:
    found = differences(a, b)
    if not found:
        return f"{b.name} does the same as {a.name}: no value differs.\n"
    labels = {lever.path: lever.label for scenario in (a, b) for lever in scenario.levers.values() if lever.label}
    count = "one value" if len(found) == 1 else f"{len(found)} values"
    lines = [f"{b.name} differs from {a.name} in {count}."]
    lines += [f"Why: {b.because}"] if b.because else []
    lines += [f"- {labels.get(path) or label(path)}: {old} → {new} ({path})" for path, old, new in found]
    return "\n".join(lines) + "\n"


def label(path: str) -> str:
    """Make words of a path: 'channels.web.volume' is 'Volume of web'."""
    parts = path.split(".")
    words = parts[-1].replace("_", " ")
    words = words[:1].upper() + words[1:]
    by_name = {"channels": 1, "personas": 1}
    if parts[0] in by_name and len(parts) > 2:
        words += f" of {parts[1]}"
    elif len(parts) > 2 and parts[-2].isdecimal():
        words += f" of {parts[-3].rstrip('s')} {int(parts[-2]) + 1}"
    elif parts[:2] == ["market", "calendars"] and len(parts) > 3:
        words += f" of calendar {parts[2]}"
    elif parts[-1].isdecimal():
        words = f"{parts[-2].replace('_', ' ').capitalize()} {int(parts[-1]) + 1}"
    return words


def percent(share: float) -> str:
    """Write a share in per cent."""
    return f"{plain(round(100 * share, 4))} %"


def many(count: int, thing: str) -> str:
    """Write a count with its noun."""
    return f"{grouped(count)} {thing}{'' if count == 1 else 's'}"


def listed(words: Iterable[str]) -> str:
    """Join words with commas and a last 'and'."""
    items = list(words)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""


def typical(value: Distribution) -> str:
    """Write a distribution for a sentence: by its mean or its median."""
    words = words_of_text(str(value)) if value.shape not in ("constant", "never", "empirical", "uniform") else {}
    words = words_of_text(words["otherwise"]) if "otherwise" in words else words
    never = f", never with a chance of {percent(value.never_share)}" if value.never_share else ""
    if "mean" in words:
        return f"{words['mean']} on average{never}"
    return f"{words['median']} at the median{never}" if "median" in words else str(value)


def _market(scenario: Scenario) -> list[str]:
    market = scenario.market
    sentences = [f"Days are counted in {market.timezone}, money in {market.currency}."]
    for name, calendar in market.calendars.items():
        lunch = (
            f" without {calendar.lunch.days[0] and spelled(calendar.lunch).removeprefix('every day ')}" if calendar.lunch else ""
        )
        holidays = calendar.holidays
        days = f"the holidays of {holidays}" if isinstance(holidays, str) else many(len(holidays), "holiday")
        sentences.append(f"Calendar {name}: {calendar.hours}{lunch}{f', less {days}' if holidays else ''}.")
    return sentences


def _channel(name: str, channel: Channel) -> str:
    words = f"{channel.label or name}: {channel.volume}"
    if channel.hand_raiser:
        words += " who ask for a call"
    if channel.trend:
        words += f", {'growing' if channel.trend > 0 else 'shrinking'} by {percent(abs(channel.trend))} a year"
    return words + "."


def _leads(scenario: Scenario) -> list[str]:
    total = sum(channel.volume.per_day for channel in scenario.channels.values())
    sentences = [_channel(name, channel) for name, channel in scenario.channels.items()]
    if len(sentences) > 1:
        sentences.append(f"Together that is about {grouped(round(total * 365.25 / 12))} leads a month.")
    return sentences


def _persona(name: str, persona: Persona) -> str:
    looks = persona.window.lasts
    keeps = (
        "keeps looking"
        if looks.shape == "never"
        else f"keeps looking for {typical(looks)} from {'capture' if persona.window.starts == 'capture' else 'hand-over'} on"
    )
    return (
        f"{persona.label or name}: {percent(persona.fit)} can and should buy, {percent(persona.reachable)} can be reached, "
        f"{keeps}; a deal is worth {typical(persona.value)}."
    )


def _buyers(scenario: Scenario) -> list[str]:
    return [_persona(name, persona) for name, persona in scenario.personas.items()]


def _nurture(scenario: Scenario) -> list[str]:
    nurture, scoring = scenario.nurture, scenario.scoring
    touches = sum(touch.repeat for touch in nurture.touches)
    sentences = [f"Marketing sends {many(touches, 'touch').replace('touchs', 'touches')}."] if touches else []
    sentences += ["Then a slow drip goes on."] if nurture.drip else []
    sentences.append(f"A lead counts as an MQL from a score of {plain(scoring.threshold)}.")
    return sentences


def _agreement(scenario: Scenario) -> list[str]:
    sales = scenario.agreement.sales
    sentences = []
    since = f"of {STARTS[sales.clock_starts]}"
    if sales.tiers:
        for tier in sorted(sales.tiers, key=lambda tier: -tier.score_at_least):
            promise = f"within {tier.first_attempt_within} {since}" if tier.first_attempt_within else "without a time promised"
            sentences.append(f"Leads from score {plain(tier.score_at_least)} ({tier.name}) are first tried {promise}.")
    elif sales.first_attempt_within:
        sentences.append(f"Sales promises a first attempt within {sales.first_attempt_within} {since}.")
    else:
        sentences.append("Sales promises no time for the first attempt.")
    if sales.attempts is not None:
        sentences.append(f"It promises {many(sales.attempts, 'attempt')} within {sales.attempts_within}.")
    breach = {"alert": "A breach alerts the rep.", "reassign": "A breach moves the lead to another rep.", "none": ""}
    return [*sentences, breach[sales.enforcement]] if breach[sales.enforcement] else sentences


def _handoff(scenario: Scenario) -> list[str]:
    handoff = scenario.handoff
    if isinstance(handoff.delay, Sync):
        delay = f"MQLs are delivered to sales at {listed(map(str, handoff.delay.at))}."
    elif handoff.delay.mean == 0:
        delay = "MQLs are delivered to sales at once."
    else:
        delay = f"MQLs are delivered to sales after {typical(handoff.delay)}."
    if handoff.attention == "alerted":
        sees = "see new leads at once"
    elif isinstance(handoff.attention, Looks):
        sees = f"look at new leads at {listed(map(str, handoff.attention.at))}"
    else:
        sees = f"see new leads after {typical(handoff.attention)}"
    cap = f", at most {many(handoff.open_leads_most, 'open lead')} each" if handoff.open_leads_most else ""
    return [delay, f"{ROUTES[handoff.routing]}{cap}; reps {sees}."]


def _team(scenario: Scenario) -> list[str]:
    team, work = scenario.team, scenario.work
    sentences = [
        f"{many(team.reps, 'rep')} {'works' if team.reps == 1 else 'work'} by the calendar {team.calendar}, {ORDERS[work.order]}."
    ]
    if team.absence:
        sentences.append(f"On a given day a rep is absent with a chance of {percent(team.absence)}.")
    sentences += [
        f"Seat {leave.seat} is empty from {leave.on}{f' to {leave.back}' if leave.back else ' on'}." for leave in team.away
    ]
    tasks = [f"research {typical(work.research)}"] if work.research else []
    tasks += [f"an attempt {typical(work.attempt)}", f"a conversation {typical(work.conversation)}"]
    return [*sentences, f"Time per task: {'; '.join(tasks)}."]


def _contact(scenario: Scenario) -> list[str]:
    contact = scenario.contact
    chance = f"{percent(contact.connect)}, {contact.reference_delay} after the buyer's last act"
    sentences = [f"An attempt reaches a reachable buyer with a chance of {chance}."]
    if contact.response == "none":
        sentences.append("Speed makes no difference to it.")
    else:
        sentences.append(f"Speed matters by the preset '{contact.response}', whose causal effect is unknown.")
    gaps = f", {listed(map(str, contact.gaps))} apart" if contact.attempts > 1 else ""
    give_up = f", at most {contact.give_up_after} long" if contact.give_up_after else ""
    return [*sentences, f"Reps try {many(contact.attempts, 'time')}{gaps}{give_up}."]


def _sales(scenario: Scenario) -> list[str]:
    sentences = [
        f"In the conversation {percent(scenario.qualification.accept_fit)} of fitting buyers are accepted "
        f"and {percent(scenario.qualification.accept_unfit)} of the others."
    ]
    stages = scenario.opportunity.stages
    if stages:
        steps = listed(f"{stage.name} ({percent(stage.advance)} go on)" for stage in stages)
        sentences.append(f"A deal runs through {steps}; after the last it is won.")
    return sentences


def _recycle(scenario: Scenario) -> list[str]:
    recycle = scenario.recycle
    shares = [(key, getattr(recycle, key)) for key in ("withdrew", "rejected", "unreachable", "lost")]
    back = [f"{percent(share)} of {key} leads" for key, share in shares if share]
    return [f"Sales sends back {listed(back)}, to {recycle.to}."] if back else []


def _off(scenario: Scenario) -> list[str]:
    """Name the mechanisms that are switched off."""
    sales, team, handoff, contact = scenario.agreement.sales, scenario.team, scenario.handoff, scenario.contact
    promised = sales.first_attempt_within or sales.attempts or any(tier.first_attempt_within for tier in sales.tiers)
    recycle = scenario.recycle
    instant = not isinstance(handoff.delay, Sync) and handoff.delay.mean == 0
    off = {
        "nurture": not scenario.nurture.touches and scenario.nurture.drip is None,
        "a promise of sales": not promised,
        "system delay": instant,
        "attention (reps see leads at once)": handoff.attention == "alerted",
        "the effect of speed": contact.response == "none",
        "research before the first attempt": scenario.work.research is None,
        "absence": not team.absence and not team.away,
        "meetings and admin": not team.meetings and team.admin is None,
        "differences in reps' pace": not team.pace_sd,
        "closing windows": all(persona.window.lasts.shape == "never" for persona in scenario.personas.values()),
        "deals after acceptance": not scenario.opportunity.stages,
        "recycling": not any((recycle.withdrew, recycle.rejected, recycle.unreachable, recycle.lost)),
        "day effects": not any(channel.day_effect_cv for channel in scenario.channels.values()),
    }
    names = [name for name, is_off in off.items() if is_off]
    return [f"{listed(names)}."] if names else []


def _question(scenario: Scenario) -> list[str]:
    experiment = scenario.experiment
    after = f"{experiment.horizon} are measured, {experiment.follow_up} more are simulated so that deals can end"
    kinds = {
        "adoption": f"The change is adopted on {experiment.start} after {experiment.lead_in} of the shared past",
        "steady": f"The same policy holds throughout; a warm-up of {experiment.lead_in} ends on {experiment.start}",
        "terminating": f"The run opens on {experiment.start} with {many(sum(experiment.opening.values()), 'waiting lead')}",
    }
    return [f"{kinds[experiment.kind]}; {after}."]


def _levers(scenario: Scenario) -> list[str]:
    values = {".".join(path): value for path, value, _ in values_of(scenario)}
    words = []
    for name, lever in scenario.levers.items():
        now = f", now {spelled(values[lever.path])}" if lever.path in values else ""
        reach = f", from {lever.from_} to {lever.to}" if lever.from_ is not None and lever.to is not None else ""
        reach = f", among {', '.join(map(str, lever.choices))}" if lever.choices else reach
        words.append(f"{lever.label or label(lever.path)} ({name}{now}{reach})")
    return [f"{'; '.join(words)}."] if words else []


def _evidence(scenario: Scenario) -> list[str]:
    """Count what the written values rest on, and name the numbers that are assumptions."""
    written = {path: origin for path, origin in scenario.origins.items() if origin.file is not None}
    measured = {path: origin for path, origin in written.items() if any(sign.isdigit() for sign in origin.value)}
    measured = {path: origin for path, origin in measured.items() if not path.startswith(("experiment", "market"))}
    if not measured:
        return ["No number is written in the scenario; all are defaults."]
    grades = [origin.grade or "no grade" for origin in measured.values() if not origin.assumed]
    sentences = []
    if grades:
        counts = listed(f"{grades.count(grade)} of {'grade ' if len(grade) == 1 else ''}{grade}" for grade in sorted(set(grades)))
        sentences.append(f"Of {many(len(measured), 'number')} written here, those with a source: {len(grades)} ({counts}).")
    assumed = [path for path, origin in measured.items() if origin.assumed]
    if assumed:
        sections = [path.split(".")[0] for path in assumed]
        shown = assumed if len(assumed) <= 12 else [f"{sections.count(name)} of {name}" for name in dict.fromkeys(sections)]
        sentences.append(f"Assumptions ({len(assumed)}): {listed(shown)}.")
    return sentences


PARAGRAPHS: tuple[tuple[str, Callable[[Scenario], list[str]]], ...] = (
    ("Market", _market),
    ("Leads", _leads),
    ("Buyers", _buyers),
    ("Marketing", _nurture),
    ("Agreement", _agreement),
    ("Handoff", _handoff),
    ("Team", _team),
    ("Contact", _contact),
    ("Sales", _sales),
    ("Recycling", _recycle),
    ("Switched off", _off),
    ("The question", _question),
    ("Levers", _levers),
    ("Evidence", _evidence),
)
