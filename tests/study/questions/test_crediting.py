"""Credit adds up in every replication, is what a sum of effects says it is, and is nothing for a lever that does nothing."""

import numpy as np
import pytest
from numbers_desk import company, engine_of

from sim import read_scenario
from sim.errors import ScenarioError, StudyError
from sim.study.questions.crediting import credit

OTHER = "team: {reps: 3}\ncontact: {attempts: 4, connect: 0.5}\nwork: {attempt: 5 min}"


def revenue(scenario, luck):
    """Reps bring 100 each, attempts 10 each times luck, and both together 5; connecting brings nothing at all."""
    reps, attempts = scenario.team.reps, scenario.contact.attempts
    return 100 * reps + 10 * attempts * (1 + 0.1 * luck[0]) + 5 * reps * attempts + 50 * luck[1]


def kept(scenario, luck):
    """Promises kept, and made: both of them luck, the first one by reps alone."""
    return scenario.team.reps * (2 + luck[0] ** 2), 100 + luck[1] ** 2


ENGINE = engine_of(revenue, {"first_response_within_sla": kept})


def credited(text=OTHER, **how):
    given = {"engine": ENGINE, "replications": 30, "rules": False} | how
    return credit(company(), company(text, "other"), **given)


@pytest.fixture(scope="module")
def study():
    return credited()


def due(study, name):
    return next(each for each in study.dues if each.lever == name)


def differences(study, name="revenue"):
    place = ENGINE.place_of(name)
    return study.rows[-1].values[:, place] - study.rows[0].values[:, place]


def test_every_combination_is_simulated_the_base_first_and_the_other_last(study):
    assert len(study.scenarios) == 16
    assert (study.names[0], study.names[-1]) == ("tiny", "other")
    assert len(set(study.names)) == 16
    # reps is the first lever, attempts the second: coalition 0b0010 has the attempts of the other alone.
    assert [(each.team.reps, each.contact.attempts) for each in study.scenarios[:4]] == [(1, 1), (3, 1), (1, 4), (3, 4)]


def test_credit_adds_up_in_every_replication(study):
    assert study.values.shape == (30, 4)
    assert study.values.sum(axis=1) == pytest.approx(differences(study), rel=1e-12)


def test_credit_is_what_the_sum_says_it_is(study):
    """Of the 5 · (3·4 − 1·1) = 55 that both bring, each has its own main part and half of what they bring together."""
    # Reps alone 2·(100 + 5), joint 5·2·3 = 30: 210 + 15. Attempts 3·(10 + 5) = 45 + 15, and luck of its own.
    assert due(study, "reps").credit.mean == pytest.approx(225)
    assert due(study, "attempts").credit.low < 60 < due(study, "attempts").credit.high
    assert due(study, "reps").alone == pytest.approx(210)
    assert due(study, "reps").last == pytest.approx(240)


def test_a_lever_that_does_nothing_gets_nothing_at_all(study):
    assert (study.values[:, 2:] == 0).all()
    assert due(study, "connect").credit[:3] == (0, 0, 0)
    assert "Chance to connect" in study.sentence.replace("chance", "Chance")
    assert "add nothing at all" in study.sentence


def test_levers_that_do_the_same_get_the_same():
    engine = engine_of(lambda scenario, luck: (scenario.team.reps + scenario.contact.attempts) ** 2 * (1 + luck[0] / 9))
    study = credited("team: {reps: 4}\ncontact: {attempts: 4}", engine=engine)
    assert study.values[:, 0] == pytest.approx(study.values[:, 1], rel=1e-12)


def test_drawn_orders_add_up_too_and_find_the_same(study):
    drawn = credited(most_exact=0, replications=60)
    assert not drawn.exact
    assert len(drawn.rows) == 2
    assert drawn.values.sum(axis=1) == pytest.approx(differences(drawn), rel=1e-12)
    for exact, found in zip(study.dues, drawn.dues, strict=True):
        assert found.credit.low <= exact.credit.mean <= found.credit.high
    assert (drawn.values[:, 2:] == 0).all()
    assert "16 coalitions; 120 orders were drawn" in drawn.notes[-1]


@pytest.mark.golden
@pytest.mark.slow
def test_intervals_of_drawn_orders_hold():
    """They cover what the orders leave open: 200 studies, three levers together."""
    inside = 0
    for seed in range(200):
        drawn = credited("team: {reps: 3}\ncontact: {attempts: 4}", most_exact=0, replications=15, seed=seed)
        truth = {"reps": 225, "attempts": 60}
        inside += all(each.credit.low - 1e-9 <= truth[each.lever] <= each.credit.high + 1e-9 for each in drawn.dues)
    assert inside >= 190 - 3 * np.sqrt(200 * 0.05 * 0.95)


def test_a_ratio_is_shared_out_as_a_ratio_of_sums():
    study = credited(by="first_response_within_sla")
    before, after = (estimates[study.by].mean for estimates in (study.estimates[0], study.estimates[-1]))
    assert due(study, "reps").credit.mean == pytest.approx(after - before)
    drawn = credited(by="first_response_within_sla", most_exact=0)
    assert "not the ratio of sums" in drawn.notes[-1]


def test_where_no_part_is_told_from_luck_it_is_said_so():
    luck = engine_of(lambda scenario, luck: 100 + scenario.team.reps * luck[0] + scenario.contact.attempts * luck[1])
    assert "No lever's part in it is told from luck by 3 replications of each." in credited(engine=luck, replications=3).sentence


def test_one_difference_gets_all_of_it():
    study = credited("team: {reps: 3}")
    assert "All of it is due to reps (1 → 3): nothing else differs." in study.sentence
    assert study.values[:, 0] == pytest.approx(differences(study))


def test_the_past_is_the_bases_in_an_adoption():
    adoption = "experiment: {kind: adoption, lead_in: 7 d}\n"
    base, other = company(adoption), company(f"{adoption}team: {{reps: 3}}\ncontact: {{attempts: 4}}", "other")
    study = credit(base, other, engine=ENGINE, replications=3, rules=False)
    assert [plan.past is None for plan in study.plans] == [True, False, False, False]
    assert {plan.past.name for plan in study.plans[1:]} == {"tiny"}


def test_it_does_not_depend_on_who_works(study):
    for how in ({}, {"most_exact": 0}):
        alone, many = (credited(workers=workers, executor="threads", replications=6, **how) for workers in (1, 3))
        assert (alone.values == many.values).all()


def test_tables_and_document_are_whole(study, tmp_path):
    table = study.table()
    assert table["lever"].tolist() == ["reps", "attempts", "connect", "everything else"]
    by_replication = study.credits().pivot(index="replication", columns="lever", values="credit")
    assert by_replication["reps"].to_numpy() == pytest.approx(study.values[:, 0])
    document = study.to_json()
    assert [each["lever"] for each in document["levers"]] == table["lever"].tolist()
    assert sum(each["credit"] for each in document["levers"]) == pytest.approx(document["difference"]["mean"])
    assert "<table" in study._repr_html_()
    assert not study.values.flags.writeable


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"text": ""}, "'other' does the same as 'tiny'"),
        ({"by": "revenu"}, "did you mean 'revenue'"),
        ({"by": "won"}, "won is undefined in 'tiny'.*; ask about another measure, such as --by revenue"),
        ({"by": "won", "most_exact": 0}, "won is undefined in 'tiny'"),
        ({"replications": 1}, "2 or more, for an interval"),
        ({"most_exact": 13}, "0 to 12 levers"),
        ({"from_": "never"}, "not as 'never'"),
        ({"seed": -1}, "a seed is a whole number"),
    ],
)
def test_what_cannot_be_shared_out_is_refused(how, said):
    with pytest.raises(StudyError, match=said):
        credited(**how)


def test_a_path_that_does_not_differ_is_refused():
    with pytest.raises(ScenarioError, match="does not differ"):
        credited(apart=["handoff"])


@pytest.mark.slow
def test_rules_of_attribution_stand_beside_it():
    """Each rule puts all inbound revenue down to some source; so the changes of all rules are equal."""
    base = read_scenario("baseline").replace({"experiment.horizon": "13 weeks", "experiment.follow_up": "0 d"})
    other = base.replace({"reps": 10, "attempts": 4}, name="more")
    study = credit(base, other, replications=2, workers=2)
    inbound = [each["revenue_inbound"].mean for each in (study.estimates[0], study.estimates[-1])]
    for name, mean in zip((base.name, "more"), inbound, strict=True):
        rows = [each for each in study.attributions if each.scenario == name]
        for rule in ("first_touch", "last_touch", "even_split", "true_source"):
            assert sum(getattr(each, rule) for each in rows) == pytest.approx(mean)
    assert sum(each.even_split for each in study.attribution_changes) == pytest.approx(inbound[1] - inbound[0])
    assert study.values.sum(axis=1) == pytest.approx(differences(study), rel=1e-9)


def test_a_measure_that_is_nothing_anywhere_is_refused():
    nothing = engine_of(lambda scenario, luck: 0.0)
    with pytest.raises(StudyError, match="revenue is 0 in all replications; ask about another measure"):
        credited(engine=nothing)
    with pytest.raises(StudyError, match="revenue is 0 in all replications"):
        credited(engine=nothing, most_exact=0)


def test_one_is_told_how_to_take_the_rest_apart():
    study = credited("team: {reps: 3}\nhandoff: {delay: 1 h}\nwork: {attempt: 5 min}", replications=2)
    assert study.notes == ("everything else is of work, handoff; to count one apart, write --apart handoff",)
    apart = credited("team: {reps: 3}\nhandoff: {delay: 1 h}\nwork: {attempt: 5 min}", replications=2, apart=["handoff"])
    assert [part.name for part in apart.parts] == ["reps", "handoff", "everything else"]
