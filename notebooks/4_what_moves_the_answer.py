# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # What moves the answer
#
# **Question.** The promise pays in the model. But nobody knows what speed is worth, how often a call reaches a buyer, or how
# long a call takes. Which of these moves the answer, would any turn it round, and what should we measure first?

# %%
from ipywidgets import Dropdown, interact

from sim import read_scenario, sensitivity

short = {"experiment.lead_in": "4 weeks", "experiment.horizon": "26 weeks", "experiment.follow_up": "4 weeks"}
today = read_scenario("desk-today").replace(short)
promise = read_scenario("desk-four-hours").replace(short)

# %% [markdown]
# ## What is in doubt
#
# Each range says between what and what the value may lie. All values are tried together, many combinations of them, two
# simulated years each: so luck and ignorance can be told apart.

# %%
doubts = [
    "contact.response=none,mild,moderate,steep",
    "channels.content.connect=0.15..0.45",
    "channels.demo.connect=0.3..0.7",
    "work.conversation=8 min,12 min,20 min",
    "personas.buyer.fit=0.7..1",
]
study = sensitivity(today, promise, inputs=doubts, worth="2%", points=32, replications=2, workers=2)
study

# %% [markdown]
# ## What each does to the gain
#
# Mean gain of the promise where an input is worst and where it is best for it, all others as uncertain as they are. The
# coloured line is the least gain worth having.

# %%
study.figure("tornado")

# %% [markdown]
# The same in numbers. `share` is an input's part in what is not known; `flips` says whether a value of it alone turns the
# decision.

# %%
table = study.table()
table[["label", "from", "to", "lowest_at", "lowest", "highest_at", "highest", "share", "flips"]]

# %% [markdown]
# ## Would any turn it round?
#
# The mean gain from the least to the most that an input may be. Where a band crosses the line, a value of this input
# could turn the decision.

# %%
study.figure("flip")

# %% [markdown]
# One input at a time; the figure above stays for those who print this.

# %%
_ = interact(lambda label: study.figure("flip", input=label), label=Dropdown(options=list(table["label"])))

# %% [markdown]
# **Answer.**

# %%
print(study.sentence)
