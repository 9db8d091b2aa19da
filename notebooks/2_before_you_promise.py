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
import matplotlib.pyplot as plt
from ipywidgets import SelectionSlider, interact

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
print(promises.sentence)

# %%
table = promises.summary().set_index(["measure", "response_sla"])
met = table.loc["first_response_within_sla"].loc[times]
revenue = table.loc["revenue"].loc[times]


# %%
def draw_promises(chosen=None):
    """What share of leads is called in time, and what is sold, by promise; the chosen one is marked."""
    _, (above, below) = plt.subplots(2, figsize=(8, 5), sharex=True)
    for axes, part, scale, label in ((above, met, 0.01, "called in time, %"), (below, revenue, 1e6, "revenue, M EUR a year")):
        mean, low, high = (part[end].to_numpy() / scale for end in ("mean", "low", "high"))
        axes.errorbar(times, mean, [mean - low, high - mean], fmt="o", capsize=4, color="0.3")
        if chosen is not None:
            axes.plot(chosen, mean[times.index(chosen)], "o", markersize=12, color="tab:orange")
        axes.set_ylabel(label)
    above.axhline(90, linestyle=":", color="0.5")
    below.set_xlabel("first call promised within; bars are 95 % intervals")
    below.tick_params(axis="x", rotation=20)
    above.set_title("In time" if chosen is None else f"{chosen}: {met.loc[chosen, 'mean']:.0%} called in time", loc="left")


draw_promises()

# %% [markdown]
# The same with one promise marked; the figure above stays for those who print this.

# %%
interact(draw_promises, chosen=SelectionSlider(options=times, value="4 business hours", continuous_update=False))
# %% [markdown]
# ## What it costs elsewhere
#
# A rep has so many hours. Where did they go, without the promise and with it?

# %%
study = compare(today, promise, replications=8, worth="2%", workers=2)
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
