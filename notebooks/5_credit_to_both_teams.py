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
import pandas as pd
from ipywidgets import Dropdown, interact

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
# A row a change; the line is a 95 % interval, and all of them hold together.

# %%
study.figure("credit")

# %% [markdown]
# ## What each combination does to leads
#
# Every combination of the changes was played. Here is where leads end under all of them together; choose another to see how far
# leads come when some changes are made and others are not.

# %%
study.figure("dispositions", scenario=both.name)

# %%
_ = interact(
    lambda changes: study.figure("dispositions", scenario=changes),
    changes=Dropdown(options=list(study.names), value=both.name),
)

# %% [markdown]
# ## Alone, and last
#
# What a change adds by itself and what it adds after all others differ where changes help or hinder each other. Who
# speaks first in the meeting quotes the one, who speaks last the other.

# %%
table = study.table()
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
