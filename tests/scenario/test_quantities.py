"""Quantities are read from text, written back to equal text, and refused with a helpful word."""

from __future__ import annotations

import datetime
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from sim.scenario import quantities
from sim.scenario.amounts import read_elapsed, read_factor, read_money, read_rate, read_rate_of_reps, read_share, read_span
from sim.scenario.distributions import Distribution, read_money_distribution, read_time_distribution
from sim.scenario.hours import read_instant, read_open_hours, read_time_of_day
from sim.scenario.quantities import Money, Quantity, Rate, Span
from sim.scenario.text import UnreadableError

HOUR = 3_600_000_000
DAY = 24 * HOUR
KINDS = (
    "ClockTime",
    "DayTime",
    "Elapsed",
    "Factor",
    "Frequency",
    "Instant",
    "MoneyDistribution",
    "OpeningHours",
    "Price",
    "Share",
    "TimeDistribution",
)


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("35 min", 35, "minute"),
        ("4h", 4, "hour"),
        ("4 hours", 4, "hour"),
        ("4 business hours", 4, "business hour"),
        ("1 Business Day", 1, "business day"),
        ("2 working days", 2, "business day"),
        ("3 elapsed hours", 3, "hour"),
        ("14 d", 14, "day"),
        ("1 week", 1, "week"),
        ("3.1 h", 3.1, "hour"),
        (".5 h", 0.5, "hour"),
        ("1,100 s", 1100, "second"),
        ("1e2 min", 100, "minute"),
        ("  6\u00a0 months ", 6, "month"),
        ("0 d", 0, "day"),
    ],
)
def test_times(text: str, amount: float, unit: str) -> None:
    span = read_span(text)
    assert (span.amount, span.unit) == (amount, unit)
    assert read_span(str(span)) == span


def test_months_and_years_are_mean_ones() -> None:
    assert read_span("12 months").microseconds == read_span("1 year").microseconds == 365.25 * DAY


def test_equal_times_are_equal_whatever_the_unit() -> None:
    assert read_span("60 min") == read_span("1 h") != read_span("1 business hour")
    assert hash(read_span("60 min")) == hash(read_span("1 h"))
    assert read_span("60 business minutes") == read_span("1 business hour")
    assert read_span("24 business hours") != read_span("1 business day")
    assert read_rate("24 per day") == read_rate("1 per hour")


def test_business_time_has_no_elapsed_length() -> None:
    assert read_span("4 business hours").business
    with pytest.raises(ValueError, match="has no elapsed length without a calendar"):
        _ = read_span("4 business hours").microseconds


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (4, "4 has no unit; write the unit, such as '4 business hours' or '35 min'"),
        ("4", "'4' has no unit; write the unit, such as '4 business hours' or '35 min'"),
        ("1,5 h", "'1,5' has a decimal comma; write 1.5 with a point"),
        ("1_000 h", "'1_000' sets thousands apart oddly; write 1000"),
        ("1.100,5 h", "'1.100,5' is not a number; write digits with a decimal point, such as 1100 or 1.5"),
        ("-3 h", "'-3 h' is negative; write a time of 0 or more, such as '4 business hours' or '35 min'"),
        ("201 years", "'201 years' is longer than 200 years; write a time from 0 to 200 years"),
        ("1e999 h", "'1e999' is too large; write a number of ordinary size"),
        ("nan h", "'nan h' is not a time; write a time, such as '4 business hours' or '35 min'"),
        ("12 %", "'12 %' is a share where a time belongs; write a time, such as '4 business hours' or '35 min'"),
        ("120 EUR", "'120 EUR' is money where a time belongs; write a time, such as '4 business hours' or '35 min'"),
        ("4 per day", "'4 per day' is a rate where a time belongs; write a time, such as '4 business hours' or '35 min'"),
        ("5 m", "'5 m' could be minutes or months; write 'min' or 'months'"),
        ("5 houres", "'5 houres' has the unknown unit 'houres'; did you mean 'hours'?"),
        ("5 business weeks", "'5 business weeks' mixes business time and weeks; write business hours or business days"),
        (True, "true is a truth value where a time belongs; write a time, such as '4 business hours' or '35 min'"),
        (None, "is empty; write a time, such as '4 business hours' or '35 min', or leave the key out"),
        ({"a": 1}, "{'a': 1} is a mapping where a time belongs; write a time, such as '4 business hours' or '35 min'"),
    ],
)
def test_times_refused(value: object, message: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_span(value)
    assert str(caught.value) == message


def test_business_time_is_refused_where_elapsed_time_belongs() -> None:
    with pytest.raises(UnreadableError, match="is business time where elapsed time belongs; write '4 hours'"):
        read_elapsed("4 business hours")


@pytest.mark.parametrize(
    ("text", "per_day"),
    [("40 per day", 40), ("40/day", 40), ("1.6 per hour", 38.4), ("12/h", 288), ("40 leads a day", 40), ("7 per week", 1)],
)
def test_rates(text: str, per_day: float) -> None:
    assert read_rate(text).per_day == pytest.approx(per_day, rel=1e-15)


@pytest.mark.parametrize("text", ["100 per rep per month", "100 leads per rep per month", "100 / rep / month", "100 per month"])
def test_a_rate_for_each_rep(text: str) -> None:
    rate = read_rate_of_reps(text)
    assert (rate.amount, rate.per, str(rate)) == (100, "month", "100 per rep per month")
    assert read_rate_of_reps(str(rate)) == rate


def test_a_rate_per_month_is_per_mean_month() -> None:
    assert read_rate("1,100 per month").per_day == pytest.approx(1100 * 12 / 365.25)


@pytest.mark.parametrize(
    "text", ["40", "40 days", "40 per", "per day", "40 per business day", "-1 per day", "1e13 per day", "40 EUR"]
)
def test_rates_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        read_rate(text)


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("120 EUR", 120, "EUR"),
        ("EUR 120", 120, "EUR"),
        ("€120", 120, "EUR"),
        ("14.5 k EUR", 14_500, "EUR"),
        ("14.5k EUR", 14_500, "EUR"),
        ("USD 1.2 M", 1_200_000, "USD"),
        ("20,000 GBP", 20_000, "GBP"),
    ],
)
def test_money(text: str, amount: float, currency: str) -> None:
    assert read_money(text) == Money(amount, currency)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("120", "'120' has no unit; write the unit, such as '120 EUR' or '14.5 k EUR'"),
        ("120 eur", "'120 eur' has its currency in small letters; write EUR"),
        ("35 min", "'35 min' is a time where money belongs; write money, such as '120 EUR' or '14.5 k EUR'"),
        ("-5 EUR", "'-5 EUR' is negative; write 0 or more, such as '120 EUR' or '14.5 k EUR'"),
    ],
)
def test_money_refused(value: object, message: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_money(value)
    assert str(caught.value) == message


def test_shares_and_factors() -> None:
    assert [read_share(value) for value in (0, 1, 0.12, "0.12", "12 %", "12%")] == [0, 1, 0.12, 0.12, 0.12, 0.12]
    assert [read_factor(value) for value in (0, 2, "1.5")] == [0, 2, 1.5]
    for wrong in (1.2, -0.1, "120 %", True, None, "x", math.nan, math.inf):
        with pytest.raises(UnreadableError):
            read_share(wrong)
    for wrong in (-1, 1e10, True, "12 %", math.nan, math.inf):
        with pytest.raises(UnreadableError):
            read_factor(wrong)


@pytest.mark.parametrize(
    ("text", "shape", "a", "b", "mean"),
    [
        ("35 min", "constant", HOUR * 35 / 60, 0, HOUR * 35 / 60),
        ("exponential, mean 72 h", "exponential", 72 * HOUR, 0, 72 * HOUR),
        ("exponential, median 1 h", "exponential", HOUR / math.log(2), 0, HOUR / math.log(2)),
        ("lognormal, mean 4 h, sigma 0.8", "lognormal", math.log(4 * HOUR) - 0.32, 0.8, 4 * HOUR),
        ("lognormal, median 60 d, sigma 0.9", "lognormal", math.log(60 * DAY), 0.9, 60 * DAY * math.exp(0.405)),
        ("lognormal, mean 8 min, cv 0.6", "lognormal", None, math.sqrt(math.log(1.36)), 8 * HOUR / 60),
        ("lognormal, median 60 d, p90 150 d", "lognormal", math.log(60 * DAY), math.log(2.5) / 1.2815515655446004, None),
        ("weibull, mean 2 h, shape 0.5", "weibull", HOUR, 0.5, 2 * HOUR),
        ("gamma, mean 4 h, cv 0.5", "gamma", 4, HOUR, 4 * HOUR),
        ("uniform, 1 h to 3 h", "uniform", HOUR, 3 * HOUR, 2 * HOUR),
        ("never", "never", 0, 0, math.inf),
    ],
)
def test_distributions(text: str, shape: str, a: float | None, b: float, mean: float | None) -> None:
    found = read_time_distribution(text)
    assert found.shape == shape
    assert a is None or found.a == pytest.approx(a, rel=1e-12)
    assert found.b == pytest.approx(b, rel=1e-12)
    assert mean is None or found.mean == pytest.approx(mean, rel=1e-12)
    assert read_time_distribution(str(found)) == found


def test_the_quantile_of_a_lognormal_is_the_one_given() -> None:
    found = read_time_distribution("lognormal, median 60 d, p90 150 d")
    draws = np.random.default_rng(1).lognormal(found.a, found.b, 200_000)
    assert np.quantile(draws, 0.9) == pytest.approx(150 * DAY, rel=0.02)


def test_mappings_say_the_same_as_text() -> None:
    assert read_time_distribution({"mean": "8 min", "cv": 0.6}) == read_time_distribution("lognormal, mean 8 min, cv 0.6")
    assert read_time_distribution({"shape": "weibull", "mean": "2 h", "k": 0.5}) == read_time_distribution(
        "weibull, mean 2 h, shape 0.5"
    )
    assert read_time_distribution({"shape": "constant", "value": "2 h"}) == read_time_distribution("2 h")
    assert read_time_distribution({"shape": "uniform", "from": "1 h", "to": "3 h"}) == read_time_distribution(
        "uniform, 1 h to 3 h"
    )


def test_price_lists_and_never() -> None:
    prices = read_money_distribution({"values": ["1 k EUR", "5,000 EUR"], "weights": [3, 1]})
    assert (prices.values, prices.weights, prices.mean, prices.currency) == ((1000, 5000), (0.75, 0.25), 2000, "EUR")
    assert read_money_distribution(str(prices)) == prices
    patience = read_time_distribution({"never": "30 %", "otherwise": "exponential, mean 48 h"})
    assert (patience.shape, patience.never_share, patience.mean) == ("exponential", 0.3, 48 * HOUR)
    assert read_time_distribution(str(patience)) == patience


@pytest.mark.parametrize(
    "value",
    [
        4,
        "lognormal",
        "lognormal, mean 0 h, cv 1",
        "lognormal, mean 4 h",
        "lognormal, mean 4 h, cv 1, sigma 2",
        "lognormal, median 4 h, p90 3 h",
        "normal, mean 4 h, sd 2 h",
        "uniform, 3 h to 1 h",
        "gamma, mean 4 h, cv 0",
        "exponential, mean 4 business hours",
        "exponential, mean 4 EUR",
        "never, mean 4 h",
        "",
        {},
        [],
        {"values": []},
        {"values": ["1 h"], "weights": [1, 2]},
        {"values": ["1 h"], "weights": [0]},
        {"values": ["1 h", "1 EUR"]},
        {"never": 1, "otherwise": "1 h"},
        {"never": 0.5},
        {"never": 0.5, "otherwise": {"never": 0.5, "otherwise": "1 h"}},
        {"shape": 0.5, "mean": "1 h"},
        {"mean": {"mean": "1 h"}, "cv": 1},
    ],
)
def test_distributions_refused(value: object) -> None:
    with pytest.raises(UnreadableError):
        read_time_distribution(value)


def test_currencies_do_not_mix() -> None:
    with pytest.raises(UnreadableError, match="mixes EUR and USD"):
        read_money_distribution("uniform, 1 EUR to 3 USD")


def test_opening_hours() -> None:
    every_day = read_open_hours("13:00-17:00, 9:00 - 12:00")
    assert every_day.days == (((540, 720), (780, 1020)),) * 7
    week = read_open_hours({"mon-fri": "09:00-17:00", "saturday": "22:00-24:00", "sun": "closed"})
    assert week.days[4:] == (((540, 1020),), ((1320, 1440),), ())
    assert week.spelled() == {"mon-fri": "09:00-17:00", "sat": "22:00-24:00"}
    assert read_open_hours("09:00-12:00, 12:00-17:00") == read_open_hours("09:00-17:00")
    assert read_open_hours({"sat-mon": "08:00-09:00"}).days[1] == ()
    assert read_open_hours("closed").days == ((),) * 7
    for wrong in (
        "9-5",
        "22:00-06:00",
        "09:00-12:00, 11:00-13:00",
        {"weekend": "09:00-10:00"},
        {"mon-tue": "closed", "tue": "closed"},
        9,
    ):
        with pytest.raises(UnreadableError):
            read_open_hours(wrong)


def test_times_of_day_and_instants() -> None:
    assert read_time_of_day("9:05").minute == 545
    assert str(read_time_of_day("09:05")) == "09:05"
    assert read_instant("2026-02-03 10:15") == datetime.datetime(2026, 2, 3, 10, 15)
    assert read_instant("2026-02-03T10:15:30") == datetime.datetime(2026, 2, 3, 10, 15, 30)
    for wrong in ("24:00", "9am", "12:60", 540, None):
        with pytest.raises(UnreadableError):
            read_time_of_day(wrong)
    for wrong in ("2026-02-03", "2026-02-30 10:00", "2026-02-03 10:15Z", "2026-02-03 10:15+01:00", "2026-02-03 25:00", 3):
        with pytest.raises(UnreadableError):
            read_instant(wrong)


amounts = st.floats(0, 1e4, allow_nan=False) | st.integers(0, 10_000).map(float)
positive = st.floats(1e-3, 1e3)
spans = st.builds(
    Span,
    st.floats(0, 190) | st.integers(0, 190).map(float),
    st.sampled_from(
        ["second", "minute", "hour", "day", "week", "month", "year", "business minute", "business hour", "business day"]
    ),
)
rates = st.builds(Rate, amounts, st.sampled_from(["second", "hour", "day", "month", "year"]))
monies = st.builds(Money, amounts, st.sampled_from(["EUR", "USD"]))


def spelled_distributions(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    numbers = st.floats(0.05, 5)
    plain = st.one_of(
        texts,
        st.builds("exponential, mean {}".format, texts),
        st.builds("lognormal, mean {}, cv {}".format, texts, numbers),
        st.builds("lognormal, median {}, sigma {}".format, texts, numbers),
        st.builds("weibull, mean {}, shape {}".format, texts, numbers),
        st.builds("gamma, mean {}, cv {}".format, texts, numbers),
        st.lists(st.tuples(texts, numbers), min_size=1, max_size=4).map(
            lambda pairs: {"values": [value for value, _ in pairs], "weights": [weight for _, weight in pairs]}
        ),
    )
    mixed = st.builds(lambda share, rest: {"never": share, "otherwise": rest}, st.floats(0, 0.99), plain)
    return plain | mixed | st.just("never")


times = positive.map(lambda amount: f"{amount} h")
prices = positive.map(lambda amount: f"{amount} k EUR")


@given(spans)
def test_times_read_back_equal(span: Span) -> None:
    assert read_span(str(span)) == span


@given(rates)
def test_rates_read_back_equal(rate: Rate) -> None:
    assert read_rate(str(rate)) == rate


@given(monies)
def test_money_reads_back_equal(money: Money) -> None:
    assert read_money(str(money)) == money


@given(spelled_distributions(times))
def test_distributions_read_back_equal(value: Any) -> None:
    found = read_time_distribution(value)
    again = read_time_distribution(str(found))
    assert again == found
    assert str(again) == str(found)


@given(spelled_distributions(prices))
def test_distributions_of_money_read_back_equal(value: Any) -> None:
    found: Distribution = read_money_distribution(value)
    assert read_money_distribution(str(found)) == found


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | times | prices,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["mean", "cv", "shape", "values", "never"]) | st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@pytest.mark.parametrize("kind", KINDS)
@given(value=anything)
def test_whatever_is_written_is_read_or_refused_in_words(kind: str, value: Any) -> None:
    adapter: TypeAdapter[Any] = TypeAdapter(getattr(quantities, kind))
    try:
        found = adapter.validate_python(value)
    except ValidationError as error:
        (details,) = error.errors()
        assert details["type"] == "quantity"
        assert len(details["ctx"]["what"]) > 5
        assert len(details["ctx"]["instead"]) > 5
    else:
        assert adapter.validate_python(adapter.dump_python(found, mode="json")) == found


@pytest.mark.parametrize("kind", KINDS)
def test_the_examples_of_a_kind_can_be_read(kind: str) -> None:
    annotated = getattr(quantities, kind)
    quantity = next(item for item in annotated.__metadata__ if isinstance(item, Quantity))
    for example in quantity.examples:
        quantity.read(example)
    schema = TypeAdapter(annotated).json_schema()
    assert schema["examples"] == list(quantity.examples)
