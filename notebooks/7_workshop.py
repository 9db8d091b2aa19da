# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # A workshop, alone or with both teams
#
# **Question.** Sales and marketing sit at one table and each is sure what the agreement would change. Who is right, and
# by how much?
#
# **For the facilitator.** An hour, one computer, no internet: everything runs on this machine. Let both teams write their
# guesses down *before* the cell that compares is run; the argument afterwards is about the difference between guess and
# result, not between people. Alone, play both teams.
#
# | minutes | |
# |---|---|
# | 10 | read the company aloud, and agree that it is not yours |
# | 10 | each team guesses three numbers |
# | 10 | run, compare guesses with results |
# | 15 | follow one lead that was lost, and one that was won |
# | 15 | what would we promise? try it |

# %%
import matplotlib.pyplot as plt
from ipywidgets import Dropdown, FloatSlider, interact

from sim import compare, read_scenario
from sim.scenario.words import explain

today = read_scenario("baseline")
agreement = read_scenario("agreed-four-hour")
print(explain(today))

# %% [markdown]
# ## What would change

# %%
print(explain(today, agreement))

# %% [markdown]
# ## Guess first
#
# Three numbers for a year under the agreement, in per cent of today's. Write them into the cell, or move the sliders
# further down. 100 means: nothing changes.

# %%
guesses = {
    "marketing": {"won": 200, "first_response_hours_median": 20, "revenue": 150},
    "sales": {"won": 90, "first_response_hours_median": 80, "revenue": 90},
}

# %% [markdown]
# ## What comes out
#
# The same leads with the same luck, with the agreement and without.

# %%
study = compare(today, agreement, replications=6, workers=2)
study

# %%
labels = {measure.name: measure.label for measure in study.measures}
asked = list(guesses["sales"])
years = study.replications().set_index(["replication", "scenario"])[asked].unstack()
percent = {name: 100 * years[name][agreement.name] / years[name][today.name] for name in asked}


# %%
def draw_guesses(**guessed):
    """Every year under the agreement in per cent of the same year today, and the guesses."""
    _, axes = plt.subplots(figsize=(8, 3))
    for row, name in enumerate(asked):
        axes.scatter(percent[name], [row] * len(percent[name]), s=20, color="0.6")
        for team, numbers in {**guesses, **guessed}.items():
            marker, colour = {"marketing": ("^", "tab:blue"), "sales": ("s", "tab:orange")}.get(team, ("*", "black"))
            axes.scatter(numbers[name], row - 0.25, marker=marker, color=colour, s=70, label=team if row == 0 else None)
    axes.axvline(100, color="0.3", linewidth=1)
    axes.set_yticks(range(len(asked)), [labels[name] for name in asked])
    axes.invert_yaxis()
    axes.set_xlabel("per cent of today; dots are simulated years")
    axes.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False)
    distance = {team: sum(abs(numbers[name] - percent[name].mean()) for name in asked) for team, numbers in guesses.items()}
    axes.set_title(f"Nearest: {min(distance, key=distance.get)}", loc="left")


draw_guesses()

# %% [markdown]
# Your own guess beside them:

# %%
mine = {name: FloatSlider(100, min=0, max=300, step=5, description=labels[name], continuous_update=False) for name in asked}
_ = interact(lambda **mine: draw_guesses(you=mine), **mine)
# %% [markdown]
# ## One lead, together
#
# When did the form come in, who saw it, who called, and what came of it? First a lead that sales gave up, then one that was won.

# %%
log = study.log(0, today.name)
ends = {what: log.loc[log["event"] == what, "lead"].dropna().astype(int).tolist() for what in ("gave_up", "won")}
columns = ["time", "event", "rep", "task", "number", "amount", "amount_unit", "reason"]
study.lead(ends["gave_up"][0], 0, today.name)[columns]

# %%
study.lead(ends["won"][0], 0, today.name)[columns]

# %%
_ = interact(
    lambda lead: study.lead(lead, 0, today.name)[columns],
    lead=Dropdown(options=[(f"{lead}: {what.replace('_', ' ')}", lead) for what in ends for lead in ends[what][:10]]),
)
# %% [markdown]
# ## What would you promise?
#
# Change the lines below to what the table agreed on, and run this cell again.

# %%
ours = agreement.replace({"response_sla": "1 business day"}, name="Our agreement")
second = compare(today, ours, replications=3, workers=2)
print(second.verdicts[0].sentence)

# %% [markdown]
# **Answer.** Which team was nearest to what came out, and the study's verdict:

# %%
for name in asked:
    found = percent[name]
    near = min(guesses, key=lambda team: abs(guesses[team][name] - found.mean()))
    print(f"{labels[name]}: {found.mean():.0f} % of today ({found.min():.0f} to {found.max():.0f} %); nearest: {near}")
print(study.verdicts[0].sentence)
