# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # How many replications
#
# **Question.** I compare two scenarios and see a difference. After how many simulated years may I believe it?
#
# A simulated year has luck in it. More years make the interval narrower, by the square root of their number; the same
# leads in both scenarios make it narrower still.

# %%
import matplotlib.pyplot as plt
import numpy as np
from ipywidgets import IntSlider, interact
from scipy.stats import t

from sim import compare, read_scenario

today = read_scenario("desk-today")
more = today.replace({"reps": 7}, name="One more rep")
study = compare(today, more, replications=40, workers=2)

# %% [markdown]
# ## What one year tells
#
# Deals won more than today: each dot is one simulated year, played twice with the same leads.

# %%
study.figure("differences", measure="won")

# %%
years = study.replications().pivot(index="replication", columns="scenario", values="won")
gained = years["One more rep"] - years["Today"]
print(f"One more rep wins more in {(gained > 0).sum()} of {len(gained)} years.")

# %% [markdown]
# ## The interval narrows
#
# The mean gain as years are added, with its 95 % interval:

# %%
study.figure("convergence", measure="won")

# %% [markdown]
# Mean gain after so many years, with its 95 % interval; once as paired years, once as if the leads had been other ones.


# %%
def draw_interval(until=40):
    """Mean gain and its interval after 2, 3, ... years, paired and not."""
    numbers = np.arange(2, until + 1)
    mean = np.array([gained[:n].mean() for n in numbers])
    paired = np.array([t.ppf(0.975, n - 1) * gained[:n].std() / n**0.5 for n in numbers])
    spread = np.array([((years["Today"][:n].var() + years["One more rep"][:n].var()) / n) ** 0.5 for n in numbers])
    apart = t.ppf(0.975, 2 * numbers - 2) * spread
    _, axes = plt.subplots(figsize=(8, 3))
    axes.fill_between(numbers, mean - apart, mean + apart, color="0.88", label="other leads")
    axes.fill_between(numbers, mean - paired, mean + paired, color="0.65", label="same leads")
    axes.plot(numbers, mean, color="0.1")
    axes.axhline(0, color="0.3", linewidth=1)
    axes.set_xlim(2, 40)
    axes.set_ylim(gained.mean() - 4 * gained.std(), gained.mean() + 4 * gained.std())
    axes.set_xlabel("simulated years")
    axes.set_ylabel("deals won more")
    axes.legend(loc="lower right")
    axes.set_title(f"After {until} years: {mean[-1]:+.1f} ± {paired[-1]:.1f} deals, same leads", loc="left")


draw_interval()

# %%
_ = interact(draw_interval, until=IntSlider(10, 3, 40, continuous_update=False))
# %% [markdown]
# ## Do not stop when it looks good
#
# Whoever looks after every year and stops at the first interval that leaves 0 out is wrong far more often than one time
# in twenty. Here is a difference that is none: the gains above less their mean, drawn anew a thousand times.

# %%
luck = np.random.default_rng(1)
nothing = luck.choice(gained - gained.mean(), (1000, 40))


def finds(n):
    """Which of the thousand have an interval that leaves 0 out, after n years."""
    some = nothing[:, :n]
    return abs(some.mean(axis=1)) > t.ppf(0.975, n - 1) * some.std(axis=1, ddof=1) / n**0.5


looks = np.array([finds(n) for n in range(5, 41)])
print(f"Something where nothing is: {looks[-1].mean():.0%} after 40 years, {looks.any(axis=0).mean():.0%} after any from 5 on.")

# %% [markdown]
# ## The luck of a real year
#
# A real year is one year, too. Does this desk describe yours? Write what happened in place of the numbers below: each is held
# against the forty simulated years, and nine years in ten lie in the band.

# %%
study.figure("backtest", actual={"won": 78, "sqls": 870, "revenue": 1_500_000})

# %% [markdown]
# So say beforehand how many, or ask for a precision: `compare(today, more, precision=0.02)` looks at the interval's width,
# never at its side of zero, and pays for looking with intervals 5 % wider.
#
# **Answer.** For these two scenarios. The study's interval is wider than the one drawn above: it holds together with those
# of all other headline measures, so that the most striking of them is no accident.

# %%
effect = study.effects[0]["won"]
enough = study.enough(0.1, "won", "Today")
known = "not within 40" if enough is None else f"after {enough}"
print(f"Deals won, today: the mean is known to 10 % {known} years.")
print(f"The difference after 40: {effect.mean:+.1f} deals, 95 % interval {effect.low:+.1f} to {effect.high:+.1f}.")
wanted = int(np.ceil(40 * ((effect.high - effect.low) / 2 / max(abs(effect.mean) / 4, 1e-9)) ** 2))
print(f"To know it to a quarter of itself takes about {wanted:,} years.")
