"""The sections of a scenario file, in the order of a lead's life.

Every parameter is written once, in the files of this folder: its type and unit, its default, its
meaning, where the default comes from. The data dictionary, the JSON Schema and the error messages are
generated from these fields.
"""

from __future__ import annotations

from .agreement import Agreement, Definition, MarketingPromise, SalesPromise, Tier
from .market import Calendar, Channel, Market, Persona, Pulse, Readiness, Window
from .marketing import Content, Feedback, Nurture, ReviewMeeting, Scoring, Touch, Training
from .parameter import Name, Section, parameter
from .question import Experiment, ExtraLeads, Lever
from .selling import (
    Contact,
    Costs,
    Customers,
    FirstTouch,
    Handoff,
    Leave,
    Looks,
    Meeting,
    Opportunity,
    OwnPipeline,
    Pursuit,
    Qualification,
    Recycle,
    Stage,
    Sync,
    Team,
    Work,
)

__all__ = [
    "Agreement", "Calendar", "Channel", "Contact", "Content", "Costs", "Customers", "Definition", "Experiment", "ExtraLeads",
    "Feedback", "FirstTouch", "Handoff", "Leave", "Lever", "Looks", "Market", "MarketingPromise", "Meeting", "Nurture",
    "Opportunity", "OwnPipeline", "Persona", "Pulse", "Pursuit", "Qualification", "Readiness", "Recycle", "ReviewMeeting",
    "SalesPromise", "Scenario", "Scoring", "Section", "Stage", "Sync", "Team", "Tier", "Touch", "Training", "Window", "Work",
]  # fmt: skip


class Scenario(Section):
    """A whole scenario, as its author wrote it."""

    name: Name = parameter(..., "Name of the scenario.")
    question: str | None = parameter(None, "The question it answers, in plain words.")
    because: str | None = parameter(None, "Why it differs from its parents.")
    market: Market = parameter(Market(), "Where and when the company trades.")
    channels: dict[Name, Channel] = parameter(..., "Sources of leads by name.", min_length=1)
    personas: dict[Name, Persona] = parameter({"buyer": Persona()}, "Kinds of buyers by name.", min_length=1)
    nurture: Nurture = parameter(Nurture(), "What marketing sends.")
    content: Content = parameter(Content(), "What marketing writes.")
    scoring: Scoring = parameter(Scoring(), "When a lead is an MQL.")
    agreement: Agreement = parameter(Agreement(), "The two-way agreement.")
    handoff: Handoff = parameter(Handoff(), "The way of an MQL to a rep.")
    team: Team = parameter(Team(), "Who works the leads.")
    pursuit: Pursuit = parameter(Pursuit(), "Whom reps call when time is short.")
    work: Work = parameter(Work(), "What they do.")
    contact: Contact = parameter(Contact(), "Attempts and connects.")
    qualification: Qualification = parameter(Qualification(), "Accept or reject.")
    opportunity: Opportunity = parameter(Opportunity(), "From accepted to won.")
    recycle: Recycle = parameter(Recycle(), "Who comes back.")
    customers: Customers = parameter(Customers(), "What happens after the win.")
    feedback: Feedback = parameter(Feedback(), "What the teams tell each other, and learn.")
    costs: Costs = parameter(Costs(), "What things cost.")
    experiment: Experiment = parameter(Experiment(), "How the question is put.")
    levers: dict[Name, Lever] = parameter({}, "Values that a leader may move, by name.")
