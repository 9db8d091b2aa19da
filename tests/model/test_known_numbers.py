"""Mechanisms against closed forms; each tolerance is four standard errors of its own estimate."""

import math

import numpy as np
import pytest
from scipy import stats
from stories import Event, run

from sim.log import Reason
from sim.rules.buyers import recorded_as
from sim.rules.deals import joint, months
from sim.rules.draws import Purpose, lead_key, uniform

MANY = ("5 10:00 x4000",)
FORMS = """
channels: {web: {hand_raiser: false}}
personas: {buyer: {fit: 0.4}}
"""


@pytest.mark.parametrize("auc", [0.5, 0.6, 0.65, 0.75, 0.84])
def test_the_score_tells_fit_from_unfit_as_well_as_stated(auc):
    story = run(f"{FORMS}\nscoring: {{auc: {auc}, threshold: 1000}}", MANY)
    leads, scoring = story.log.leads, story.plan.after.scoring
    stated = stats.norm.cdf(scoring.weights @ scoring.differences / math.sqrt(2) / np.linalg.norm(scoring.weights))
    assert stated == pytest.approx(auc)
    scores = leads["features"] @ scoring.weights
    fit, unfit = scores[leads["fit"] == 1], scores[leads["fit"] == 0]
    seen = stats.mannwhitneyu(fit, unfit).statistic / len(fit) / len(unfit)
    # Hanley and McNeil 1982
    q1, q2 = auc / (2 - auc), 2 * auc**2 / (1 + auc)
    variance = auc * (1 - auc) + (len(fit) - 1) * (q1 - auc**2) + (len(unfit) - 1) * (q2 - auc**2)
    assert abs(seen - auc) < 4 * math.sqrt(variance / len(fit) / len(unfit))


def shares_of_mqls(auc):
    """Share of the leads that fit, and of those that do not, that are MQLs; and the standard error of the difference."""
    story = run(f"{FORMS}\nscoring: {{auc: {auc}, threshold: 3}}", MANY)
    raised = np.isin(story.log.leads["lead"], story.rows(Event.MQL)["lead"])
    fits = story.log.leads["fit"] == 1
    p = raised.mean()
    return raised[fits].mean(), raised[~fits].mean(), math.sqrt(p * (1 - p) * (1 / fits.sum() + 1 / (~fits).sum()))


def test_a_blind_score_does_not_see_fit():
    fit, unfit, error = shares_of_mqls(0.5)
    assert abs(fit - unfit) < 4 * error
    fit, unfit, error = shares_of_mqls(0.75)
    assert fit - unfit > 10 * error


def test_errors_in_forms_blur_the_score():
    clear, blurred = (run(f"{FORMS}\nscoring: {{auc: 0.8, noise: {noise}, threshold: 1000}}", MANY).log.leads for noise in (0, 2))
    gaps = []
    for leads in (clear, blurred):
        score = leads["features"].sum(axis=1)
        fits = leads["fit"] == 1
        gaps.append((score[fits].mean() - score[~fits].mean()) / score[~fits].std())
    assert gaps[1] < 0.7 * gaps[0]


@pytest.mark.parametrize(("churn", "spread"), [(0.13, 1.0), (0.4, 1.0), (0.4, 3.0), (0.3, 0.0)])
def test_customers_stay_as_the_shifted_beta_geometric_says(churn, spread):
    text = f"customers: {{churn: {churn}, spread: {spread}}}\nopportunity: {{stages: [{{name: offer, advance: 1}}]}}"
    terms = run(text, ("5 10:00",)).plan.after.customers
    n = 20_000
    stays = np.array([months((i + 0.5) / n, terms.leaving, terms.size, 0.0) for i in range(n)])
    # P(T > t) = B(alpha, beta + t) / B(alpha, beta), Fader and Hardie 2007
    alpha, beta = terms.leaving * terms.size, (1 - terms.leaving) * terms.size
    for month in (1, 6, 12, 24, 60):
        survival = np.prod([(beta + t) / (alpha + beta + t) for t in range(month)])
        assert (stays >= month).mean() == pytest.approx(survival, abs=1.5 / n)
    assert (stays >= 12).mean() == pytest.approx(1 - churn, abs=1.5 / n)


def test_bad_fit_leaves_earlier_and_the_best_fit_later():
    means = [np.mean([months((i + 0.5) / 500, 0.03, 25.0, shift) for i in range(500)]) for shift in (-1.0, -0.5, 0.0, 0.5, 1.0)]
    assert means == sorted(means, reverse=True)


def test_larger_deals_take_longer():
    rho, n = 0.4, 6000
    pairs = np.array(
        [(uniform(1, 0, 11, i, 0), joint(uniform(1, 0, 21, i, 0), uniform(1, 0, 11, i, 0), rho)) for i in range(1, n)]
    )
    assert stats.kstest(pairs[:, 1], "uniform").pvalue > 1e-4
    want = 6 / math.pi * math.asin(rho / 2)  # Spearman's of a Gaussian copula
    assert stats.spearmanr(*pairs.T).statistic == pytest.approx(want, abs=4 / math.sqrt(n))
    text = """
    personas: {buyer: {value: 'lognormal, mean 9000 EUR, cv 0.8'}}
    team: {reps: 99}
    work: {attempt: 0 min, conversation: 0 min}
    opportunity: {value_delay: 0.4, stages: [{name: offer, delay: 'lognormal, mean 5 d, cv 0.5', advance: 1}]}
    """
    won = run(text + "experiment: {horizon: 90 d}", ("5 10:00 x3000",)).rows(Event.WON)
    assert len(won) == 3000
    assert stats.spearmanr(won["amount"], won["time"]).statistic == pytest.approx(want, abs=4 / math.sqrt(len(won)))


def test_deals_are_lost_for_the_stated_reasons():
    text = """
    team: {reps: 99}
    work: {attempt: 0 min, conversation: 0 min}
    opportunity: {stages: [{name: offer, advance: 0}], reasons: {no_decision: 45, competitor: 25, price: 20, timing: 10}}
    """
    reasons = run(text, MANY).rows(Event.LOST)["reason"]
    seen = [int((reasons == reason).sum()) for reason in (Reason.NO_DECISION, Reason.COMPETITOR, Reason.PRICE, Reason.TIMING)]
    assert sum(seen) == len(reasons) == 4000
    assert stats.chisquare(seen, np.array([0.45, 0.25, 0.2, 0.1]) * 4000).pvalue > 1e-4


def test_sources_are_recorded_wrongly_in_every_way_alike():
    places = np.array([recorded_as(1, 0, lead_key(7, 1, 0, i), 1, 4, 0.4) for i in range(20_000)])
    seen = [int((places == place).sum()) for place in (-1, 0, 1, 2, 3)]
    assert stats.chisquare(seen, np.array([0.1, 0.1, 0.6, 0.1, 0.1]) * 20_000).pvalue > 1e-4


def test_wide_leads_are_of_the_wide_mix_and_the_others_stay_who_they_were():
    text = """
    channels:
      web: {volume: 60 per day, breadth: %s, hand_raiser: false, personas: {buyer: 3, idle: 1}, wide_personas: {idle: 1}}
    personas: {buyer: {}, idle: {fit: 0.1}}
    scoring: {threshold: 1000}
    """
    narrow, wide = (run(text % breadth).log.leads for breadth in (1, 3))
    kept = wide[wide["wide"] == 0]
    assert kept.tobytes() == narrow.tobytes()
    extra = wide[wide["wide"] == 1]
    assert len(set(extra["persona"].tolist())) == 1
    assert len(extra) == pytest.approx(2 * len(kept), abs=4 * math.sqrt(6 * len(kept)))


def test_need_arises_at_its_rate_and_purchases_follow_it():
    text = "channels: {web: {hand_raiser: false}}\nscoring: {threshold: 1000}\nnurture: {touches: [{wait: 400 d}]}\n"
    text += "personas: {buyer: {readiness: {no_need: 1}, need: 'exponential, mean 600 d'}}\nexperiment: {horizon: 365 d}"
    story = run(text, MANY)
    when = story.rows(Event.NEED_AROSE)["time"] - story.log.leads["captured"][0]
    for days in (90, 180, 360):
        share = 1 - math.exp(-days / 600)
        seen = (when <= days * 86_400_000_000).mean() * len(when) / 4000
        assert abs(seen - share) < 4 * math.sqrt(share * (1 - share) / 4000)


def test_pursuit_is_what_belief_says_for_many_leads():
    text = """
    pursuit: {beliefs: true, prior: 0.08}
    team: {reps: 10, calendar: closed, own_pipeline: {hours: 9}}
    """
    story = run(text, MANY)
    choices = story.rows(Event.PURSUED, Event.IGNORED)
    chance = choices["amount"][0]
    want = 1 / (1 + math.exp(-math.log(0.08 / (25 / 310)) / 0.35))
    assert (choices["amount"] == chance).all()
    assert chance == pytest.approx(want)
    share = (choices["event"] == Event.PURSUED).mean()
    assert abs(share - chance) < 4 * math.sqrt(chance * (1 - chance) / len(choices))


def test_purposes_have_codes_of_their_own():
    codes = [value for name, value in vars(Purpose).items() if name.isupper()]
    assert len(codes) == len(set(codes))
