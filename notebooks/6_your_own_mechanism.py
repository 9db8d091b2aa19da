# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Your own mechanism
#
# **Question.** We call every new lead first. Whoever asks for a demo wants to talk now. What if reps called demo requests
# before anything else, then worked deals, then the rest, and how many demo requests would be called within the hour?
#
# Neither the rule nor the number is built in. Both are a few lines of Python here.

# %%
import pandas as pd
from ipywidgets import Dropdown, interact

from sim import add_measure, add_policy, compare, read_scenario

short = {"experiment.lead_in": "2 weeks", "experiment.horizon": "13 weeks", "experiment.follow_up": "4 weeks"}
promise = read_scenario("desk-four-hours").replace(short)

# %% [markdown]
# ## A policy
#
# An order policy is given a task as it joins a list, as the company sees it, and returns a number: the lowest is done
# first. It never sees whether the lead fits or will buy. It must not draw random numbers or keep anything between calls:
# the same lead then goes the same way in every replication. Routing and scoring work alike, see `help(add_policy)`.


# %%
@add_policy("order")
def demo_first(task):
    """Demo requests nobody has tried, then deals, then the rest by score."""
    if task.source == "Demo requests" and task.first:
        return -1000
    return -500 if task.deal else -task.score


demo = promise.replace({"work.policy": "demo_first"}, name="Demo requests first")

# %% [markdown]
# ## A measure
#
# A measure is given one simulated year, whose events are tables, and returns a number; with `denominator` a pair. It is
# then in every table, with an interval like any other.


# %%
@add_measure("Demo requests called within the hour", "share", denominator="demo requests delivered", better="higher")
def called_within_the_hour(year):
    """Share of demo requests whose first attempt began within an hour of their delivery, by night too."""
    leads = year.leads().set_index("lead")
    delivered = year.events("delivered").drop_duplicates("lead").set_index("lead")["hours"]
    delivered = delivered[leads["recorded_as"].reindex(delivered.index) == "Demo requests"]
    started = year.events("task_started", everywhere=True)
    called = started[started["task"] == "attempt"].drop_duplicates("lead").set_index("lead")["hours"]
    waited = called.reindex(delivered.index) - delivered
    return (waited <= 1).sum(), len(waited)


# %% [markdown]
# ## Compared like anything else
#
# The compiled engine does not know your function, so the readable one runs, and says so in the notes.

# %%
study = compare(promise, demo, replications=5, seed=1)
print(*study.notes, sep="\n")

# %% [markdown]
# ## In the house's pictures
#
# Your measure has pictures like any other: every simulated year as a dot, and its difference with the same luck.

# %%
study.figure("called_within_the_hour")

# %%
study.figure("differences", measure="called_within_the_hour")

# %% [markdown]
# What else did the order change? Choose a measure; the figure above stays for those who print this.

# %%
names = ["called_within_the_hour", "first_response_hours_median", "share_never_worked", "won", "revenue"]
_ = interact(lambda measure: study.figure("differences", measure=measure), measure=Dropdown(options=names))

# %%
study.differences().set_index("measure").loc[names, ["label", "unit", "mean", "low", "high", "chance_better"]]

# %% [markdown]
# ## Facts for tables of your own
#
# The events of a year are a table too. Hours from delivery to the first attempt, for the demo requests of one year:


# %%
def first_calls(scenario):
    """Hours that every demo request of the first replication waited for its first attempt."""
    log = study.log(0, scenario)
    leads = study.leads(0, scenario).set_index("lead")["recorded_as"]
    log = log[log["lead"].map(leads) == "Demo requests"]
    delivered = log[log["event"] == "delivered"].drop_duplicates("lead").set_index("lead")
    attempts = log[(log["event"] == "task_started") & (log["task"] == "attempt")].drop_duplicates("lead").set_index("lead")
    return (attempts["hours"].reindex(delivered.index) - delivered["hours"]).dropna()


pd.DataFrame({name: first_calls(name).describe() for name in study.names})

# %% [markdown]
# **Answer.**

# %%
for name in ("called_within_the_hour", "first_response_hours_median"):
    effect = study.effects[0][name]
    sure = "" if effect.low > 0 or effect.high < 0 else ", which may be luck"
    base, value = (found[name].mean for found in study.estimates)
    print(f"{study.measures[study.engine.place_of(name)].label}: {base:.2f} so far, {value:.2f} with demo requests first{sure}.")
print(study.verdicts[0].sentence)
