# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # An agreement, tried before it is signed
#
# **Question.** Marketing asks for a first call within four business hours. Which promise can this desk keep, what does it
# cost elsewhere, and should we sign?

# %%
from ipywidgets import Dropdown, interact

from sim import compare, read_scenario, sweep

today = read_scenario("desk-today")
promise = read_scenario("desk-four-hours")
call_alone = promise.replace({"agreement.sales.attempts": None, "agreement.sales.attempts_within": None}, name="First call alone")

# %% [markdown]
# ## What can be kept
#
# Every promise of a first call from one hour to three days, on the same leads, without the five attempts that the full
# agreement asks for too. A promise counts as kept where 90 % of leads are called in time.

# %%
times = ["1 business hour", "2 business hours", "4 business hours", "1 business day", "2 business days", "3 business days"]
promises = sweep(call_alone, {"response_sla": times}, replications=4, workers=2)
promises.figure("frontier")

# %% [markdown]
# A number in an agreement changes nobody's day by itself. What changes it is the order of work: here new leads come first
# whatever the number, so all these promises sell the same, and differ only in whether they are kept.

# %%
promises.figure("settings", measure="revenue")

# %% [markdown]
# Choose another measure; the figure above stays for those who print this.

# %%
measures = ["first_response_within_sla", "first_response_hours_median", "won", "revenue", "utilisation"]
_ = interact(lambda measure: promises.figure("settings", measure=measure), measure=Dropdown(options=measures))

# %% [markdown]
# ## What it costs elsewhere
#
# A rep has so many hours. Where did they go, without the promise and with it?

# %%
study = compare(today, promise, replications=8, worth="2%", workers=2)
study.figure("hours")

# %%
differences = study.differences().set_index("measure")
differences.loc[
    ["first_response_hours_median", "share_never_worked", "utilisation", "wasted_rep_share", "won", "revenue", "cost_per_won"],
    ["label", "unit", "mean", "low", "high", "chance_better"],
]

# %% [markdown]
# ## Would another belief about speed turn it round?
#
# Nobody knows what speed is worth. The same comparison under *none*, where an early call helps nothing beyond being first
# in line, and under *steep*:

# %%
for belief in ("none", "mild", "steep"):
    both = [each.replace({"contact.response": belief}, name=each.name) for each in (today, promise)]
    gain = compare(*both, replications=4, workers=2).effects[0]["revenue"]
    print(f"{belief:>6}: revenue {gain.mean:+,.0f} EUR, 95 % interval {gain.low:+,.0f} to {gain.high:+,.0f}")

# %% [markdown]
# **Answer.** In the study's own words, for a gain worth at least 2 % of revenue; then which promise can be kept:

# %%
print(study.verdicts[0].sentence)
print(promises.sentence)
