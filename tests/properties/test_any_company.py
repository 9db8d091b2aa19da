"""Whatever is switched on, however extreme: nothing is lost, nobody does two things at once."""

import json

import numpy as np
from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st
from stories import TASKS, Event, Told, tiny, told

from sim.errors import ScenarioError
from sim.log import Disposition
from sim.measures import MEASURES, measure
from sim.plan.terms import ORDERS

pick = st.sampled_from
share = pick([0, 0.3, 0.7, 1])
time = pick(
    [
        "0 min",
        "1 h",
        "2 h",
        "8 h",
        "exponential, mean 3 h",
        "lognormal, mean 5 h, cv 2",
        {"never": "30 %", "otherwise": "4 h"},
    ]
)
work = pick(["0 min", "1 h", "2 h", "9 h", "exponential, mean 1 h"])
promise = pick([None, "0 min", "1 h", "4 business hours", "1 business day", "2 days"])
some_promise = pick(["1 h", "4 business hours", "1 business day", "2 days"])
NIGHTS = {"hours": {"mon-sun": "00:00-02:00, 22:00-24:00"}}
calendar = pick(["always", "office", "closed", "nights"])


@st.composite
def companies(draw):
    reps = draw(st.integers(1, 3))
    seat = st.integers(1, reps)
    routing = draw(pick(["pool", "round_robin", "least_loaded", "territory", "segment"]))
    first = draw(promise)
    kind = draw(pick(["terminating", "steady", "adoption"]))
    away = (
        [{"seat": draw(seat), "on": "2026-01-07", "back": draw(pick([None, "2026-01-08", "2026-01-20"]))}]
        if draw(st.booleans())
        else []
    )
    stage = st.fixed_dictionaries(
        {"delay": time, "minutes": pick([None, "0 min", "1 h", "9 h"]), "appointment": st.booleans(), "advance": share}
    )
    stages = [{"name": f"stage {i}", **s} for i, s in enumerate(draw(st.lists(stage, max_size=2)))]
    enforcements = ["none"] if first is None else ["none", "alert"] if routing == "pool" else ["none", "alert", "reassign"]
    window = st.fixed_dictionaries(
        {
            "lasts": pick(["never", "0 min", "1 h", "10 h", "exponential, mean 2 d"]),
            "starts": pick(["capture", "handoff"]),
            "ends_at_contact": st.booleans(),
            "announce_share": share,
        }
    )
    channel = st.fixed_dictionaries(
        {"volume": pick(["0 per day", "3 per day", "12 per day"]), "hand_raiser": st.booleans(), "score": pick([0, 10, 90])}
    )
    buyer = st.fixed_dictionaries({"fit": share, "reachable": share, "answerability": pick([0, 2]), "window": window})
    touch = st.fixed_dictionaries({"wait": time, "engages": share, "points": pick([-5, 0, 30]), "repeat": st.just(3)})
    tree = {
        "market": {"calendars": {"nights": NIGHTS, "office": {"lunch": "12:00-13:00"}}},
        "channels": {"web": {**draw(channel), "segment": "one"}, "chat": {**draw(channel), "segment": "two"}},
        "personas": {"buyer": draw(buyer)},
        "nurture": {"touches": draw(st.lists(touch, max_size=1))},
        "scoring": {"threshold": draw(pick([0, 30, 1000])), "half_life": draw(pick([None, "1 d"]))},
        "agreement": {
            "calendar": draw(pick(["always", "office", "nights"])),
            "sales": {
                "first_attempt_within": first,
                "enforcement": draw(pick(enforcements)),
                "reassign_most": draw(pick([0, 1, 5])),
                "clock_starts": draw(pick(["delivery", "capture", "assignment"])),
                **draw(pick([{}, {"attempts": 3, "attempts_within": "2 business days"}])),
            },
        },
        "handoff": {
            "delay": draw(st.one_of(time, st.just({"at": ["02:00"]}))),
            "routing": routing,
            "attention": draw(st.one_of(time, pick(["alerted", {"at": ["09:00", "14:00"]}]))),
            "open_leads_most": None if routing == "pool" else draw(pick([None, 1, 3])),
        },
        "team": {
            "reps": reps,
            "calendar": draw(calendar),
            "calendars": {draw(seat): draw(calendar)},
            "segments": {1: "one", reps: "two"} if reps > 1 else {},
            "absence": draw(pick([0, 0, 0.5, 1])),
            "cover": draw(st.booleans()),
            "away": away,
            "pace_sd": draw(pick([0, 0.5])),
            "meetings": draw(pick([[], [{"on": "wed", "at": "09:00", "lasts": "2 h"}]])),
            "admin": draw(pick([None, "0 min", "1 h", "9 h"])),
        },
        "work": {
            "order": draw(pick(ORDERS)),
            "research": draw(st.one_of(st.none(), work)),
            "attempt": draw(work),
            "conversation": draw(work),
            "attempt_at_closing": draw(pick(["defer", "finish"])),
            "slot": draw(pick(["30 min", "1 h"])),
        },
        "contact": {
            "connect": draw(share),
            "response": draw(pick(["none", "steep", "folklore"])),
            "attempts": draw(pick([1, 3])),
            "gaps": [draw(pick(["0 min", "1 h", "1 business day"]))],
            "give_up_after": draw(pick([None, "2 days", "1 business day"])),
        },
        "qualification": {"accept_fit": draw(share), "accept_unfit": draw(share)},
        "opportunity": {"stages": stages, "no_show": draw(share), "rebook_most": draw(pick([0, 2]))},
        "recycle": {
            **{why: draw(share) for why in ("withdrew", "rejected", "unreachable", "lost")},
            "cooling": draw(pick(["0 min", "1 h", "3 d"])),
            "most": draw(pick([0, 1, 3])),
            "to": draw(pick(["nurture", "sales"])),
        },
        "experiment": {
            "kind": kind,
            "lead_in": "0 d" if kind == "terminating" else "3 d",
            "horizon": "14 d",
            "extra_leads": [{"channel": "web", "at": "2026-01-06 10:00", "count": draw(pick([1, 5]))}],
            **({"opening": {"chat": draw(pick([0, 3]))}} if kind == "terminating" else {}),
        },
    }  # fmt: skip
    if routing == "segment" and reps == 1:
        tree["handoff"]["routing"] = "round_robin"
    if away and away[0]["back"] is None:
        away[0].pop("back")
    return tree


def nobody_does_two_things_at_once(story: Told) -> None:
    rows = story.rows(*TASKS)
    for rep in np.unique(rows["rep"]):
        mine = rows[rows["rep"] == rep]
        begins = np.isin(mine["event"], (Event.TASK_STARTED, Event.TASK_RESUMED))
        assert begins[::2].all()
        assert not begins[1::2].any()
        pairs = len(mine) // 2 * 2
        assert (mine["lead"][:pairs:2] == mine["lead"][1:pairs:2]).all()
        assert (mine["item"][:pairs:2] == mine["item"][1:pairs:2]).all()


@settings(
    max_examples=60,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(companies(), st.integers(0, 3))
def test_any_company_adds_up(tree, replication):
    try:
        scenario = tiny(json.dumps(tree))
    except ScenarioError as error:
        if "names the calendar" in str(error) or "give_up_after" in str(error):
            reject()
        raise
    story = told(scenario, replication=replication)  # which checks that the log adds up
    events, leads = story.log.events, story.log.leads
    assert (np.diff(events["time"]) >= 0).all()
    assert events["time"].min(initial=0) >= 0
    assert events["time"].max(initial=0) <= story.plan.end
    assert len(np.unique(leads["lead"])) == len(leads)
    counts = story.log.counts
    assert sum(counts.status) == len(leads)
    assert sum(counts.disposition) == story.number(Event.CLOSED)
    closed = story.rows(Event.CLOSED)
    assert len(np.unique(closed["lead"])) == len(closed)
    assert set(closed["reason"].tolist()) <= set(Disposition) - {Disposition.OPEN}
    nobody_does_two_things_at_once(story)
    for lead in closed:
        after = events[(events["lead"] == lead["lead"]) & (events["time"] > lead["time"])]
        assert not len(after)
    values = dict(zip((each.name for each in MEASURES), measure(story.plan, story.log).values, strict=True))
    for name, value in values.items():
        if "share" in name or name.endswith("_sla"):
            assert np.isnan(value) or -1e-9 <= value <= 1 + 1e-9, name
        if name.endswith(("hours", "_mean", "_median", "_p90")) and name != "first_response_system_hours":
            assert np.isnan(value) or value >= -1e-9, name
    assert told(scenario, replication=replication).bytes == story.bytes
