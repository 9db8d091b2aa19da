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
import matplotlib.pyplot as plt
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
# Mean gain of the promise at the worst and the best value of each input, all others as uncertain as they are. The
# dotted line is the least gain worth having.

# %%
table = study.table()
table[["label", "from", "to", "lowest_at", "lowest", "highest_at", "highest", "share", "flips"]]

# %%
_, axes = plt.subplots(figsize=(8, 3.2))
for row, each in table.iterrows():
    axes.plot([each["lowest"] / 1e3, each["highest"] / 1e3], [row, row], color="tab:blue", linewidth=10, solid_capstyle="butt")
    axes.text(each["lowest"] / 1e3, row, f"{each['lowest_at']}  ", ha="right", va="center", fontsize=8)
    axes.text(each["highest"] / 1e3, row, f"  {each['highest_at']}", ha="left", va="center", fontsize=8)
axes.axvline(study.worth / 1e3, linestyle=":", color="0.3")
axes.set_yticks(range(len(table)), table["label"])
axes.invert_yaxis()
axes.margins(x=0.3)
axes.set_xlabel("gain of the promise, thousand EUR in half a year")
axes.set_title(f"{table['label'].iloc[0]} moves the answer most", loc="left")
plt.show()

# %% [markdown]
# ## Along one input

# %%
curves = study.curves()
labels = list(curves["label"].unique())


# %%
def draw_curve(label=labels[0]):
    """Mean gain along one input, with its 95 % interval."""
    curve = curves[curves["label"] == label]
    _, axes = plt.subplots(figsize=(8, 3))
    axes.fill_between(curve["position"], curve["low"] / 1e3, curve["high"] / 1e3, color="0.85")
    axes.plot(curve["position"], curve["mean"] / 1e3, "o-")
    some = curve.iloc[:: max(1, len(curve) // 5)]
    axes.set_xticks(some["position"], some["value"])
    axes.axhline(study.worth / 1e3, linestyle=":", color="0.3")
    axes.set_ylabel("gain, thousand EUR in half a year")
    axes.set_xlabel("value; the band is a 95 % interval")
    axes.set_title(f"{label}: from {curve['mean'].min() / 1e3:,.0f} to {curve['mean'].max() / 1e3:,.0f} thousand EUR", loc="left")


draw_curve()

# %%
_ = interact(draw_curve, label=Dropdown(options=labels))

# %% [markdown]
# **Answer.**

# %%
print(study.sentence)
