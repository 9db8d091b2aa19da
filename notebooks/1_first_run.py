# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # A first run
#
# **Question.** A sales desk has promised nobody anything. Would it sell more if it promised a first call within four
# business hours, and five attempts in fourteen days?
#
# The company is invented. Its numbers are in the scenario, each with its source or called an assumption.

# %%
import matplotlib.pyplot as plt
from ipywidgets import IntSlider, interact

from sim import compare, read_scenario

today = read_scenario("desk-today")
promise = read_scenario("desk-four-hours")
print(today.question)
print(promise.question)

# %% [markdown]
# Both are played on the same leads and with the same luck. Eight replications of a year are few; the intervals say how few.

# %%
study = compare(today, promise, replications=8, seed=1, workers=2)
study

# %% [markdown]
# One dot is one simulated year. The same leads came in both rows; a line joins them.


# %%
def draw_years(study, measure, unit, scale=1):
    """Every simulated year of a measure, those with the same leads joined."""
    years = study.replications().pivot(index="replication", columns="scenario", values=measure)[list(study.names)] / scale
    _, axes = plt.subplots(figsize=(8, 0.7 + 0.6 * len(study.names)))
    for _, year in years.iterrows():
        axes.plot(year, range(len(year)), color="0.8", zorder=1)
    for row, name in enumerate(years):
        axes.scatter(years[name], [row] * len(years), s=30, zorder=2)
    axes.set_yticks(range(len(study.names)), study.names)
    axes.invert_yaxis()
    axes.set_xlabel(unit)
    effect = study.effects[-1][measure]
    better = round(effect.chance_better.share * study.count)
    axes.set_title(f"{study.names[-1]}: better in {better} of {study.count} years", loc="left")


draw_years(study, "revenue", "revenue, M EUR a year", 1e6)
# %% [markdown]
# What differs, and how surely. `chance_better` is the share of replications in which the
# promise does better *with the same luck*.

# %%
differences = study.differences()
names = ["revenue", "won", "first_response_within_sla", "utilisation", "wasted_rep_hours"]
differences[differences["measure"].isin(names)]

# %% [markdown]
# What is counted here, exactly:

# %%
dictionary = study.dictionary()
dictionary[dictionary["measure"].isin(names)]

# %% [markdown]
# One lead of the first replication, as the company saw it. Move the slider to follow another; the table above the slider
# stays, so that a print of this page has one.

# %%
study.lead(1)

# %%
_ = interact(lambda lead: study.lead(lead), lead=IntSlider(2, 1, 200, continuous_update=False))
# %% [markdown]
# **Answer.** In the study's own words:

# %%
print(study.verdicts[0].sentence)

# %% [markdown]
# Before you believe it, ask what would turn it round: the effect of speed (`contact.response`) is not known well.
# The notebook `4_what_moves_the_answer` does that.
