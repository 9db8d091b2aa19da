"""Who comes in a replication, and what is true of them: all drawn by name.

When no decision moves a channel's volume, all leads are drawn before the first event. Else each channel's
leads of a day are drawn as that day begins, at what marketing spends then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..errors import SimulationError
from ..log import LEAD, Leads
from ..plan.agenda import moves
from ..plan.traits import price_lists, traits
from ..plan.types import Channel, ExtraLead, Floats, Ints, Persona, Terms
from ..rules.arrivals import NOTES, arrivals
from ..rules.buyers import buyers, firms, recorded_as
from ..rules.draws import Purpose, lead_key
from ..rules.scoring import fit_scores
from .buyer import Buyer
from .card import Lead
from .clock import Story, Tale, Turn
from .codes import Fact
from .lead import life

if TYPE_CHECKING:
    from .company import Company

OPENING, REFERRED = -2, -3
COLUMNS = ("captured", "lead", "strip", "fit", "reachable", "answerability", "value", "readiness", "degree", "recorded")
PLACE = ("captured", "lead", "day", "strip", "number", "wide")


class Draft(NamedTuple):
    """Leads of one channel for some days, and each one's persona."""

    leads: Leads
    personas: list[Persona]
    firms: Floats  # what their forms show, a row each; none when nobody ever asks
    scores: Floats  # of their firms
    version: int  # of the weights behind them; 0: firms are not scored


class ComingLeads:
    """Leads as they come, kept for the log."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.drafts: list[Leads] = []
        self.accounts: dict[int, int] = {}  # leads that belong to another's account
        self.open: dict[int, Lead] = {}  # leads in sales' hands, where accounts matter

    def table(self) -> Leads:
        """Every lead that came, in the order of capture."""
        leads = np.concatenate(self.drafts) if self.drafts else np.empty(0, LEAD)
        leads = leads[leads["captured"] <= self.company.plan.end]
        leads = leads[np.lexsort((leads["lead"], leads["captured"]))]
        if self.accounts:
            for i in np.flatnonzero(np.isin(leads["lead"], list(self.accounts))):
                leads["account"][i] = self.accounts[int(leads["lead"][i])]
        return leads

    def begin(self) -> None:
        """Let leads come, day by day where marketing's decisions move volumes."""
        company, plan = self.company, self.company.plan
        moving = moves(plan.before) or moves(plan.after)
        for terms, past in ((plan.before, True), (plan.after, False)):
            if past and plan.start <= 0:
                continue
            for i, channel in enumerate(terms.channels):
                days = channel.arrivals.hours[:, 0]
                changes = int(np.searchsorted(days, plan.start)) if plan.start > 0 else 0
                first, last = (0, changes) if past else (changes, len(days))
                Story(company.clock, self.days(terms, i, channel, range(first, last), drawn=not moving))
                if not moving:
                    volume = company.marketing.multiple(channel)[1]
                    Story(company.clock, self.come(channel, self.draft(terms, i, channel, first, last, volume)))

    def days(self, terms: Terms, place: int, channel: Channel, days: range, *, drawn: bool) -> Tale:
        """As each day begins, pay for it, and draw its leads at the volume of the day unless they are `drawn` already."""
        company = self.company
        if drawn and channel.cost_per_lead <= 0.0:
            return
        for day in days:
            begins = int(channel.arrivals.hours[day, 0])
            if begins > company.plan.end:
                return
            if int(channel.arrivals.hours[day, 24]) <= 0:
                continue
            if begins > 0:
                yield company.clock.at(begins, Turn.SHIFT, channel.key, 4)
            money, volume = company.marketing.multiple(channel)
            self.spends(channel, place, day, money)
            if not drawn:
                Story(company.clock, self.come(channel, self.draft(terms, place, channel, day, day + 1, volume)))

    def come(self, channel: Channel, draft: Draft) -> Tale:
        """Drafted leads begin their stories as they come."""
        company, clock = self.company, self.company.clock
        rows = zip(*(draft.leads[name].tolist() for name in COLUMNS), draft.personas, strict=True)
        for i, (time, key, strip, fit, reachable, answerability, value, state, degree, recorded, persona) in enumerate(rows):
            yield clock.at(time, Turn.ARRIVAL, key)
            lead = Lead(
                key, company.channels[channel.key], Buyer(persona, fit, reachable, answerability, value, state, degree), company
            )
            if draft.version:
                lead.firm, lead.firm_score, lead.scored_by = draft.firms[i], float(draft.scores[i]), draft.version
            lead.recorded = recorded
            Story(clock, life(lead, waiting=strip == OPENING))

    def draft(self, terms: Terms, place: int, channel: Channel, first: int, last: int, volume: float) -> Draft:
        """Draw a channel's leads of some of its days, and those beside its own."""
        company, come = self.company, channel.arrivals
        volumes = come.volumes[first:last]
        if volume != 1.0:
            volumes = volumes * volume
        rows = np.empty((int(2 * channel.breadth * volumes.sum()) + 100, 6), np.int64)
        of = (company.draws.seed, company.draws.replication, channel.key, come.first_day + first, volumes, come.cv,
              come.profile, come.hours[first:last], channel.breadth)  # fmt: skip
        notes = np.empty(NOTES, np.int64)
        n = arrivals(*of, rows, notes)
        if n < 0:
            raise SimulationError("a channel's day has more leads than the model can name")
        if n > len(rows):
            rows = np.empty((n, 6), np.int64)
            arrivals(*of, rows, notes)
        rows = rows[:n]
        until = int(come.hours[last - 1, 24]) if last > first else 0
        since = int(come.hours[first, 0]) if last > first else 0
        beside = [injected(extra) for extra in company.plan.extra if extra.channel == channel.key and since <= extra.time < until]
        rows = np.concatenate([rows, *beside])
        rows = rows[(rows[:, 0] >= 0) & (rows[:, 0] <= company.plan.end)]
        return self.draw(terms, place, channel, rows[np.lexsort((rows[:, 1], rows[:, 0]))])

    def draw(self, terms: Terms, place: int, channel: Channel, rows: Ints) -> Draft:
        """Leads of some rows with what is true of them, and what their forms show."""
        draws = self.company.draws
        leads = np.zeros(len(rows), LEAD)
        leads["channel"] = channel.key
        for name, column in zip(PLACE, rows.T, strict=True):
            leads[name] = column
        keys = np.ascontiguousarray(leads["lead"])
        places, values, shares = price_lists([persona.value for persona in terms.personas])
        truth = buyers(
            draws.seed, draws.replication, keys, np.ascontiguousarray(rows[:, 5]), channel.mixes,
            np.array([traits(persona) for persona in terms.personas]), places, values, shares, channel.readiness,
        )  # fmt: skip
        kinds = truth[:, 0].astype(np.int64)
        leads["persona"] = np.array([persona.key for persona in terms.personas])[kinds]
        for i, name in enumerate(("fit", "reachable", "answerability", "value", "readiness", "degree"), 1):
            leads[name] = truth[:, i]
        shown, scores, version = np.empty((0, 0)), np.zeros(len(leads)), 0
        if self.company.asks_firms:
            shifts = np.array([persona.shifts for persona in terms.personas])
            shown = firms(draws.seed, draws.replication, keys, truth, terms.scoring.differences, shifts, terms.scoring.noise)
            fit_scores(shown, np.ascontiguousarray(self.company.marketing.weights[:-1]), scores)
            version = self.company.marketing.version
            if terms.scoring.firmographic:  # else the log knows them no better than a run that never asks
                leads["features"] = shown
        leads["recorded"] = channel.key
        if channel.unrecorded > 0.0:
            for i, key in enumerate(keys.tolist()):
                recorded = recorded_as(draws.seed, draws.replication, key, place, len(terms.channels), channel.unrecorded)
                leads["recorded"][i] = terms.channels[recorded].key if recorded >= 0 else 0
        self.drafts.append(leads)
        return Draft(leads, [terms.personas[kind] for kind in kinds.tolist()], shown, scores, version)

    def child(self, channel_key: int, parent: int, number: int) -> None:
        """A lead that a customer referred comes now."""
        company, terms = self.company, self.company.terms
        place = company.places.get(channel_key, -1)
        if place < 0:
            return
        now = company.clock._now
        key = lead_key(parent, 0, REFERRED, number)
        rows = np.array([[now, key, 0, REFERRED, number & 0x7FFFFFFF, 0]], np.int64)
        channel = terms.channels[place]
        Story(company.clock, self.come(channel, self.draw(terms, place, channel, rows)))

    # Money

    def spends(self, channel: Channel, place: int, day: int, money: float) -> None:
        """Write down what a channel's day costs."""
        cost = channel.cost_per_lead * float(channel.arrivals.volumes[day]) * channel.breadth * money
        if cost > 0.0:
            self.company.facts.record(Fact.SPENT, 0, 0, place, cost)

    # Accounts

    def is_open(self, lead: Lead) -> None:
        """Sales has a lead in hand; remembered where new leads may belong to its account."""
        if self.company.has_accounts:
            self.open[lead.key] = lead

    def is_shut(self, lead: Lead) -> None:
        """Sales has a lead in hand no longer."""
        if self.company.has_accounts:
            self.open.pop(lead.key, None)

    def belongs_to(self, lead: Lead) -> Lead | None:
        """The lead being worked whose account a new one belongs to, if it does."""
        company = self.company
        if lead.channel.duplicates <= 0.0 or not self.open:
            return None
        if not company.draws.happens(Purpose.DUPLICATE, lead.key, 0, lead.channel.duplicates):
            return None
        keys = sorted(self.open)
        chosen = keys[min(int(company.draws.uniform(Purpose.DUPLICATE_OF, lead.key, 0) * len(keys)), len(keys) - 1)]
        self.accounts[lead.key] = chosen
        return self.open[chosen]


def injected(extra: ExtraLead) -> Ints:
    """Rows of leads beside the channels' own."""
    channel, time, day, strip, leads, first = extra
    rows = [(time, lead_key(channel, day, strip, n), day, strip, n, 0) for n in range(first, first + leads)]
    return np.array(rows, np.int64).reshape(-1, 6)
