"""The trade's words as this program means them, and what two widespread CRMs call the same."""

from __future__ import annotations

from typing import NamedTuple


class Term(NamedTuple):
    """A word, what it means here, and its names elsewhere; an empty name: nothing standard, most keep a field of their own."""

    word: str
    meaning: str
    hubspot: str = ""
    salesforce: str = ""


TERMS: tuple[Term, ...] = (
    Term("acceptance (SAL)", "Sales takes a lead as worth working on, after a conversation.", "", ""),
    Term("adoption", "A comparison in which both companies share one past, and the alternative's rules hold from a day on."),
    Term("agreement", "What marketing and sales promise each other: how many leads, how fast they are called, how often."),
    Term("attempt", "A rep tries to reach a lead: a call, or an e-mail.", "Call or Email on the contact", "Task (Type Call or Email)"),
    Term("base and alternative", "The scenario as things are, and one with a change, played on the same leads."),
    Term("cadence", "The attempts on a lead and the gaps between them, until one connects or sales gives up.", "Sequence",
         "Sales Engagement cadence"),
    Term("campaign, channel", "Where a lead comes from. The recorded source may be wrong, or missing.",
         "Original source (hs_analytics_source)", "Lead Source (LeadSource); Campaign"),
    Term("cohort and period conversion", "Of the leads that entered in the window, how many got so far within a time; against what "
         "happened in the window over what happened in it. Two measures with two names."),
    Term("connect", "An attempt that reaches the buyer.", "Call outcome: Connected", "Task with a call result of your own"),
    Term("disposition", "How a lead's story stands at the end: won, lost, disqualified, unreachable, and so on; one each.",
         "Lead status (hs_lead_status)", "Lead Status (Status)"),
    Term("disqualified", "Sales ends a lead's story because it cannot or should not buy.", "Lead status: Unqualified",
         "Status: Closed - Not Converted"),
    Term("episode", "One hand-over of a lead to sales; a lead that comes back has another."),
    Term("first response", "From delivery to sales, or whenever the agreement's clock starts, to the start of the first attempt. "
         "An automated reply counts only for the dashboard's number.", "Lead response time (hs_time_to_first_engagement)",
         "from Created Date to the first Task; no standard field"),
    Term("handoff, hand-over", "An MQL is delivered to sales and given to a rep, or to the pool.", "Contact owner set (hubspot_owner_id)",
         "Owner set (OwnerId, a user or a queue)"),
    Term("interval", "95 % interval of a mean over simulated years. It covers luck in the model, not what the model leaves out."),
    Term("lead", "Somebody who filled in a form.", "Contact, lifecycle stage Lead", "Lead"),
    Term("lost", "A deal that ended without a sale.", "Deal stage: Closed lost", "Stage: Closed Lost"),
    Term("measure", "A number counted of each simulated year by one definition, listed above."),
    Term("MQL", "A lead whose score reached the threshold, or who asked for a call.", "Lifecycle stage: Marketing Qualified Lead",
         "Lead Status or a field of your own"),
    Term("nurture", "Marketing's touches to leads that are no MQLs yet, or no longer.", "Workflow; Marketing email",
         "Account Engagement program"),
    Term("observed and truth", "What the company could see, against what only the simulation knows: who fits, who needs, who still "
         "looks. Decisions take the first; measures of waste and of missed revenue use the second."),
    Term("opportunity, deal", "A qualified lead with a deal under way, in stages.", "Deal", "Opportunity"),
    Term("own pipeline", "Work of reps on deals they find themselves; it competes with leads for their hours.", "Deal created by sales",
         "Opportunity without a converted lead"),
    Term("pursuit", "A rep's choice to call a lead or to leave it, by what such leads brought before."),
    Term("recycled", "A lead that sales sends back to marketing for more nurture.", "Lifecycle stage set back",
         "Status: Open again, owner a marketing queue"),
    Term("replication", "One play of the simulated years with luck of its own; paired replications share leads and luck."),
    Term("score", "Points of a lead: what its firm looks like, and what it did lately.", "Lead score (hubspotscore)",
         "Account Engagement score, or a field of your own"),
    Term("SLA met", "Share of hand-overs that were due and attempted in time; one that was never called counts as missed."),
    Term("SLA, promise", "A first attempt within a time, so many attempts within so many days, so many leads a rep and month.",
         "SLA goals are for tickets; for leads a workflow", "Entitlements are for cases; for leads a flow"),
    Term("SQL", "A lead that sales has qualified: an opportunity follows.", "Lifecycle stage: Sales Qualified Lead",
         "Lead converted (IsConverted)"),
    Term("trust", "What reps believe of a channel's leads over what would pay for calling them, at most 1."),
    Term("utilisation", "Minutes worked over minutes scheduled, overtime counted as work."),
    Term("waste", "Minutes or money spent on a lead that could not, then, become a customer here; by the first cause that applies."),
    Term("won", "A deal that was signed; its first-year value is revenue.", "Deal stage: Closed won", "Stage: Closed Won"),
)  # fmt: skip
