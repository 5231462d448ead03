"""Laws of the cost-benefit arithmetic, tried on made-up cases and by another implementation."""

import json
from dataclasses import replace
from decimal import Decimal, localcontext
from itertools import pairwise
from math import ceil

import pyxirr
from hypothesis import assume, given
from hypothesis import strategies as st

from portal.domain.canonical import canonical
from portal.domain.cost_benefit.case import BENEFIT, COST, Case, Row
from portal.domain.cost_benefit.content import from_content, to_content
from portal.domain.cost_benefit.differences import differences
from portal.domain.cost_benefit.evaluation import evaluate
from portal.domain.cost_benefit.numbers import EXACT
from portal.domain.cost_benefit.rates import internal_rates_of_return

MONEY = st.integers(-(10**11), 10**11).map(lambda cents: Decimal(cents).scaleb(-2))
RATES = st.integers(-9000, 30_000).map(lambda parts: Decimal(parts).scaleb(-4))
NAMES = st.sampled_from(["Licence", "Hours", "Fuel saved", "Überstunden"])
TEXTS = st.sampled_from([None, "Offer, page 3", '"quoted"', "Tomás Aguiar", "\U0001f69a"])


@st.composite
def cases(draw: st.DrawFn) -> Case:
    periods = draw(st.integers(1, 5))
    values = st.lists(MONEY, min_size=periods, max_size=periods).map(tuple)
    kinds = st.sampled_from([COST, BENEFIT])
    rows = st.lists(st.builds(Row, kinds, NAMES, values, TEXTS, TEXTS), min_size=1, max_size=4)
    return Case(
        rows=tuple(draw(rows)),
        discount_rate=draw(st.none() | RATES),
        first_column_period=draw(st.integers(0, 2)),
        title=draw(TEXTS) or "",
        currency=draw(st.sampled_from([None, "EUR", "USD"])),
        amount=draw(st.none() | MONEY.map(abs)),
    )


@given(cases())
def test_content_gives_back_the_case_even_through_canonical_bytes(case: Case) -> None:
    assert from_content(json.loads(canonical(to_content(case)))) == case


@given(cases(), cases())
def test_there_are_differences_exactly_where_cases_differ(one: Case, other: Case) -> None:
    assert differences(one, one) == ()
    assert (differences(one, other) == ()) == (one == other)


@given(cases())
def test_the_net_is_benefits_less_costs(case: Case) -> None:
    figures = evaluate(case)
    assert figures.total_net_benefits == figures.total_benefits - figures.total_costs
    assert figures.net_flows == tuple(
        sum(
            (row.values[column] * (1 if row.kind == BENEFIT else -1) for row in case.rows),
            Decimal(0),
        )
        for column in range(case.periods)
    )


@given(cases())
def test_lines_add_up_to_the_present_values(case: Case) -> None:
    assume(case.discount_rate is not None)
    figures = evaluate(case)
    costs = [line.present_value or Decimal(0) for line in figures.lines if line.row.kind == COST]
    assert figures.present_value_costs is not None
    assert abs(figures.present_value_costs - sum(costs, Decimal(0))) < Decimal("1e-12")


@given(st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=12), RATES)
def test_the_net_present_value_is_that_of_another_implementation(
    flows: list[int], rate: Decimal
) -> None:
    ours = evaluate(Case((Row(BENEFIT, "Net", tuple(map(Decimal, flows))),), rate))
    theirs = pyxirr.npv(float(rate), [float(flow) for flow in flows])
    scale = sum(abs(flow) / (1 + float(rate)) ** i for i, flow in enumerate(flows))
    assert ours.net_present_value is not None
    assert theirs is not None
    assert abs(float(ours.net_present_value) - theirs) <= 1e-9 * (1 + scale)


@given(st.integers(1, 10**6), st.lists(st.integers(0, 10**6), min_size=1, max_size=12))
def test_the_rate_of_an_investment_is_that_of_another_implementation(
    paid: int, returns: list[int]
) -> None:
    assume(sum(returns) > paid / 2)
    (ours,) = internal_rates_of_return([Decimal(-paid), *map(Decimal, returns)])
    theirs = pyxirr.irr([-float(paid), *map(float, returns)])
    assert theirs is not None
    assert abs(float(ours) - theirs) <= 1e-6 * (1 + abs(theirs))


@given(st.lists(st.decimals("-0.95", "5", places=2), min_size=1, max_size=8), st.integers(-5, 5))
def test_exactly_the_rates_that_flows_were_made_of_are_found(
    roots: list[Decimal], factor: int
) -> None:
    assume(factor != 0)
    flows = [Decimal(factor)]
    with localcontext(EXACT):
        for root in roots:
            pairs = zip([*flows, Decimal(0)], [Decimal(0), *flows], strict=True)
            flows = [flow - (1 + root) * before for flow, before in pairs]
    assert list(internal_rates_of_return(flows)) == sorted(set(roots))


@given(st.lists(st.integers(-50, 50), min_size=2, max_size=12))
def test_at_every_rate_the_flows_are_worth_nothing(flows: list[int]) -> None:
    for rate in internal_rates_of_return([Decimal(flow) for flow in flows]):
        with localcontext(prec=60):
            worth = [flow / (1 + rate) ** column for column, flow in enumerate(flows)]
            size = sum(map(abs, worth), Decimal(0))
            assert abs(sum(worth, Decimal(0))) <= Decimal("1e-15") * size / (1 + rate)


@given(st.lists(st.integers(-50, 50), min_size=2, max_size=12))
def test_rates_are_ascending_and_at_most_as_many_as_sign_changes(flows: list[int]) -> None:
    rates = internal_rates_of_return([Decimal(flow) for flow in flows])
    signs = [flow > 0 for flow in flows if flow]
    changes = sum(one != other for one, other in pairwise(signs))
    assert list(rates) == sorted(set(rates))
    assert len(rates) <= changes
    assert len(rates) > 0 or changes % 2 == 0


@given(st.lists(MONEY, min_size=1, max_size=10), st.none() | RATES)
def test_from_payback_on_the_cumulative_net_stays_above_water(
    flows: list[Decimal], rate: Decimal | None
) -> None:
    figures = evaluate(Case((Row(BENEFIT, "Net", tuple(flows)),), rate))
    moment, below = figures.payback_periods, [each < 0 for each in figures.cumulative_net]
    if moment is None:
        assert below[-1]
    else:
        assert not any(below[ceil(moment) :])
        assert moment == 0 or below[ceil(moment) - 1]


@given(cases(), st.integers(1, 3))
def test_beginning_later_multiplies_present_values_and_changes_no_ratio(
    case: Case, periods: int
) -> None:
    assume(case.discount_rate is not None)
    now = evaluate(case)
    later = evaluate(replace(case, first_column_period=case.first_column_period + periods))
    assert later.return_on_investment == now.return_on_investment
    assert later.internal_rates_of_return == now.internal_rates_of_return
    assert later.discounted_payback_periods == now.discounted_payback_periods


@given(cases())
def test_waiting_costs_what_the_case_is_worth_less_when_begun_a_period_later(case: Case) -> None:
    now = evaluate(case)
    later = evaluate(replace(case, first_column_period=case.first_column_period + 1))
    assume(now.net_present_value is not None)
    assert now.net_present_value is not None
    assert later.net_present_value is not None
    assert now.cost_of_waiting_per_period is not None
    lost = now.net_present_value - later.net_present_value
    assert abs(now.cost_of_waiting_per_period - lost) <= Decimal("1e-6")
