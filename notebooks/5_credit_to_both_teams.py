# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Credit to both teams
#
# **Question.** Marketing rebuilt the hand-over: leads arrive within minutes, and reps are alerted. Sales promised a call within
# four hours, five attempts, and new leads first. More deals were won. Whose doing was it?
#
# A dashboard gives the credit to whoever touched the lead last, or first. Neither asks what would have happened without.
# Here every combination of the changes is played on the same leads, and each change gets what it adds, averaged over all
# orders in which they could have come (Shapley's value). The parts add up to the whole.

# %%
import matplotlib.pyplot as plt
import pandas as pd
from ipywidgets import SelectMultiple, interact

from sim import credit, read_scenario

short = {"experiment.lead_in": "4 weeks", "experiment.follow_up": "4 weeks"}
today = read_scenario("desk-today").replace(short)
both = read_scenario("desk-four-hours").replace(short, name="The new hand-over and promise")

# %% [markdown]
# The hand-over (`handoff`) is counted apart as marketing's part; what else differs and is no lever of the scenario is
# *everything else*: here the gaps between attempts, and that the five attempts are promised too.

# %%
study = credit(today, both, by="won", apart=["handoff"], replications=6, workers=2)
study

# %% [markdown]
# ## What is due to whom
#
# One bar a change; the line is a 95 % interval, and all of them hold together.

# %%
table = study.table()
changes = list(table["label"])


# %%
def draw_credit(chosen=tuple(changes)):
    """What is due to each change, in deals a year, with its interval."""
    some = table[table["label"].isin(chosen)]
    mean, low, high = (some[end] for end in ("credit", "low", "high"))
    _, axes = plt.subplots(figsize=(8, 0.9 + 0.5 * len(some)))
    axes.barh(some["label"], mean, xerr=[mean - low, high - mean], color="tab:blue", ecolor="0.2", capsize=4)
    axes.axvline(0, color="0.3", linewidth=1)
    axes.invert_yaxis()
    axes.set_xlabel("credit, deals a year")
    axes.set_title(f"{mean.sum():+.1f} of {table['credit'].sum():+.1f} deals", loc="left")


draw_credit()

# %%
_ = interact(draw_credit, chosen=SelectMultiple(options=changes, value=changes))

# %% [markdown]
# ## Alone, and last
#
# What a change adds by itself and what it adds after all others differ where changes help or hinder each other. Who
# speaks first in the meeting quotes the one, who speaks last the other.

# %%
table[["label", "before", "after", "credit", "alone", "last"]]

# %% [markdown]
# ## What a dashboard would have said
#
# Rules of attribution share revenue out among sources of leads. They look at what was touched, not at what would have
# happened, and know nothing of a definition, an order of work or a hire.

# %%
pd.DataFrame(study.attribution_changes)

# %% [markdown]
# **Answer.**

# %%
print(study.sentence)
