"""Leads that sales sends back: a Jackson network of a desk and, if they cool off, a nurture."""

from __future__ import annotations

from typing import NamedTuple

from .erlang import PatientQueue, patient_queue


class FeedbackQueue(NamedTuple):
    """A desk whose leads return with a fixed chance, in steady state; hours."""

    visits: float  # arrivals at the desk, per hour
    desk: PatientQueue
    leads_at_desk: float
    leads_in_nurture: float
    lead_hours: float  # from capture until a lead leaves for good, all visits together


def feedback_queue(
    arrivals: float, service_rate: float, servers: int, return_share: float, nurture_hours: float = 0.0
) -> FeedbackQueue:
    """Jackson network: (nurture →) desk → back with chance `return_share`; rates per hour.

    Every visit to the desk is preceded by a stay in nurture of mean `nurture_hours`, of any distribution.
    Raises ValueError when the servers cannot keep up with first and repeated visits. Source: Jackson 1957.
    """
    if not 0.0 <= return_share < 1.0:
        raise ValueError("the share that returns must be at least 0 and below 1")
    visits = arrivals / (1.0 - return_share)
    desk = patient_queue(visits, service_rate, servers)
    at_desk = desk.mean_queue + visits / service_rate
    in_nurture = visits * nurture_hours
    return FeedbackQueue(visits, desk, at_desk, in_nurture, (at_desk + in_nurture) / arrivals)
