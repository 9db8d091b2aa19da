"""Money: what comes in, what it costs, what was spent in vain, what is still open."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..log import Event
from ..rules.codes import NEVER
from .folds.lives import TOO_EARLY
from .funnel import revenue
from .lookup import YEAR, places
from .presence import holders, together
from .response import FOLLOWED
from .tables import DAY, Flags, Floats, Ints, Tables
from .truth import CAUSES
from .types import Measure, count, ratio

SHELVED = 60 * DAY  # before a piece nobody used counts as unused
LIFETIME = 60.0  # months of a customer that count
IN_VAIN = ("ignored_after_paid", *CAUSES[: TOO_EARLY - 1], "unused_content")


def is_priced(t: Tables) -> bool:
    """Whether the scenario states any price: without one, costs are unknown and not 0."""
    terms = t.plan.after
    costs = [*terms.costs[:3], terms.content.cost, terms.feedback.training_cost]
    costs += [channel.cost_per_lead for channel in terms.channels] + [touch.cost for touch in terms.nurture.touches]
    return any(each > 0.0 for each in costs)


def touch_costs(t: Tables) -> Floats:
    """Money for each touch of the window, by its number in the programme."""
    number = t.inside(Event.TOUCHED)["item"] & 0xFFFF
    costs = np.append([touch.cost for touch in t.plan.after.nurture.touches], 0.0)
    found: Floats = costs[np.minimum(number - 1, len(costs) - 1)]  # a touch beyond the programme was begun under older rules
    return found


def touches(t: Tables) -> float:
    """Money for the touches of the window."""
    return float(np.sum(t.once(touch_costs)))


def spent(t: Tables) -> float:
    """Money for channels in the window."""
    return t.total(Event.SPENT)


def marketing(t: Tables) -> float:
    """Marketing's money in the window: fixed, channels, touches, content."""
    if not is_priced(t):
        return float("nan")
    fixed = t.plan.after.costs.marketing * t.plan.horizon / YEAR
    return fixed + spent(t) + t.once(touches) + t.total(Event.PIECE_MADE)


def reps(t: Tables) -> float:
    """Money for reps while they hold their seats."""
    present = float(np.sum(together(t.once(holders), t.opens, t.closes)))
    return t.plan.after.costs.rep * present / YEAR


def cost(t: Tables) -> float:
    """All money that goes out in the window."""
    return reps(t) + t.once(marketing) + t.total(Event.TRAINED) + t.total(Event.ESCALATED)


def contribution(t: Tables) -> float:
    """Margin of the window's revenue less its cost."""
    return revenue(t) * t.plan.after.costs.gross_margin - t.once(cost)


def return_on_spend(t: Tables) -> tuple[float, float]:
    """Inbound revenue, and marketing's money."""
    return revenue(t, Event.WON), t.once(marketing)


def unused(t: Tables) -> tuple[Floats, Ints]:
    """Cost of each piece made in the window with 60 days to follow, and how often it was used."""
    made, used = t.inside(Event.PIECE_MADE), t.rows(Event.PIECE_USED)
    made = made[made["time"] + SHELVED <= t.end]
    times = np.bincount(used["item"], minlength=int(made["item"].max(initial=0)) + 1)
    return made["amount"], times[made["item"]]


def unused_share(t: Tables) -> tuple[float, float]:
    """Such pieces that nobody ever used."""
    _, used = t.once(unused)
    return float(np.count_nonzero(used == 0)), float(len(used))


def unused_cost(t: Tables) -> float:
    """Money for them."""
    costs, used = t.once(unused)
    return float(np.sum(costs[used == 0]))


def never_worked(t: Tables) -> Flags:
    """Which leads were handed over with 30 days to follow, and never called."""
    e = t.episodes
    found = np.zeros(len(t.log.leads), bool)
    found[e.lead[e.delivered <= t.end - FOLLOWED]] = True
    found[e.lead[e.attempted < NEVER]] = False
    return found


def lead_costs(t: Tables) -> Floats:
    """What each lead captured in the window cost: its channel's money of the window, shared evenly."""
    rows = t.inside(Event.SPENT)
    channels = t.plan.after.channels
    money = np.bincount(rows["item"], rows["amount"], len(channels))
    inside = t.within(t.of_leads("captured"))
    place = places(np.array([channel.key for channel in channels], np.int64), t.of_leads("channel"))
    leads = np.bincount(place[inside & (place >= 0)], minlength=len(channels))
    each = np.append(money / np.maximum(leads, 1), 0.0)
    return np.where(inside, each[place], 0.0)


def in_vain(t: Tables) -> dict[str, float]:
    """Marketing's money of the window that could not lead to a sale, by cause, first that applies.

    A lead's own cost is judged at capture, each touch as it is sent, both of leads captured in the window.
    Reaching buyers early is what marketing is for, so that is not waste here.
    """
    if not is_priced(t):
        return dict.fromkeys(IN_VAIN, float("nan"))
    captured, sent = t.of_leads("captured"), t.inside(Event.TOUCHED)
    ours, ignored = t.within(captured), never_worked(t)
    sums = np.zeros(len(CAUSES) + 2)
    every, first = np.arange(len(captured)), np.zeros(len(captured), np.int32)
    t.truth.charge(sums, every, first, captured, lead_costs(t), ours, ignored)
    t.truth.charge(sums, sent["who"], sent["item"], sent["time"], t.once(touch_costs), ours, ignored)
    found = {cause: float(sums[i]) for i, cause in enumerate(CAUSES, 1)}
    return found | {"ignored_after_paid": float(sums[-1]), "unused_content": unused_cost(t)}


def wasted(t: Tables) -> float:
    """All of it."""
    found = t.once(in_vain)
    return sum(found[cause] for cause in IN_VAIN)


def pipeline(t: Tables) -> float:
    """Value of the opportunities open at the window's end."""
    opened = t.rows(Event.OPPORTUNITY)
    opened = opened[opened["time"] < t.closes]
    e = t.episodes
    episode = t.episode_of(opened)
    over = np.append(np.minimum(e.won, e.lost), NEVER)[episode] < t.closes
    return float(np.sum(t.log.leads["value"][opened["who"][~over]]))


def lifetime(t: Tables) -> float:
    """Value of the window's customers over the time they stay."""
    if t.plan.after.customers.leaving < 0:
        return float("nan")
    rows = t.inside(Event.CUSTOMER)
    return float(np.sum(t.log.leads["value"][rows["who"]] * np.minimum(rows["amount"], LIFETIME) / 12))


def retained(t: Tables) -> tuple[float, float]:
    """The window's customers, and those who stay a year."""
    rows = t.inside(Event.CUSTOMER)
    return float(np.count_nonzero(rows["amount"] >= 12)), float(len(rows))


def _cause(cause: str) -> Callable[[Tables], float]:
    return lambda t: t.once(in_vain)[cause]


MONEY: tuple[Measure, ...] = (
    count("cost", "Cost", "money", "Reps while they hold their seats, marketing, trainings, escalations; undefined where no price is stated.",
          lambda t: t.once(cost), "lower"),
    count("marketing_cost", "of which marketing", "money", "Marketing's fixed cost, channels, touches and content.",
          lambda t: t.once(marketing), "lower"),
    count("contribution", "Contribution", "money", "Revenue times gross margin, less cost.", contribution, "higher", True),
    ratio("cost_per_won", "Cost of a deal", "money", "Cost of everything, own pipeline's hours included.", "inbound deals won",
          lambda t: (t.once(cost), t.number(Event.WON)), "lower"),
    ratio("return_on_spend", "Return on marketing, not causal", "ratio",
          "Inbound revenue; much of it would come anyway, so this is no effect of the money.", "marketing's cost",
          return_on_spend, "higher"),
    count("wasted_marketing_cost", "Wasted marketing", "money",
          "Leads and touches that could not lead to a sale, leads paid for that nobody called, and content nobody used.",
          wasted, "lower"),
    *(count(f"wasted_marketing_cost_{cause}", f"of which {cause.replace('_', ' ')}", "money",
            f"Wasted marketing, first cause that applies: {cause.replace('_', ' ')}.", _cause(cause), "lower") for cause in IN_VAIN),
    ratio("content_unused_share", "Content never used", "share", "Pieces nobody ever used.",
          "pieces made in the window with 60 days to follow", unused_share, "lower"),
    count("content_unused_cost", "Content never used, cost", "money", "Money for such pieces.", unused_cost, "lower"),
    count("pipeline_value", "Open pipeline", "money", "First-year value of the opportunities open at the window's end, all as if won.",
          pipeline, "higher"),
    count("lifetime_revenue", "Lifetime revenue", "money",
          "First-year value of the window's inbound customers for each year they stay, five at most; undefined when nobody looks.",
          lifetime, "higher"),
    ratio("retention_12m", "Stay a year", "share", "Customers who stay at least 12 months.", "inbound customers won in the window",
          retained, "higher"),
)  # fmt: skip
