"""What a case comes to, worked by hand."""

from decimal import Decimal

import pytest

from portal.domain.cost_benefit.case import BENEFIT, COST, Case, Row
from portal.domain.cost_benefit.evaluation import evaluate
from portal.domain.cost_benefit.refusals import FigureTooLarge


def money(*values: int | str) -> tuple[Decimal, ...]:
    return tuple(Decimal(value) for value in values)


def row(kind: str, *values: str, name: str = "Row") -> Row:
    return Row(kind, name, money(*values))


def case(*rows: Row, rate: str | None = "0.1", first_column_period: int = 0) -> Case:
    return Case(rows, None if rate is None else Decimal(rate), first_column_period)


CHIPS = case(row(COST, "100", "0", "0"), row(BENEFIT, "0", "110", "121"))


def test_totals_add_the_columns_undiscounted() -> None:
    figures = evaluate(CHIPS)
    assert figures.total_costs == 100
    assert figures.total_benefits == 231
    assert figures.total_net_benefits == 131


def test_present_values_discount_the_first_column_not_at_all() -> None:
    figures = evaluate(CHIPS)
    assert figures.present_value_costs == 100
    assert figures.present_value_benefits == 200
    assert figures.net_present_value == 100


def test_a_first_column_in_period_one_is_discounted_once() -> None:
    late = case(row(COST, "110"), row(BENEFIT, "220"), first_column_period=1)
    assert evaluate(late).present_value_costs == 100
    assert evaluate(late).net_present_value == 100


def test_a_first_column_in_the_past_is_compounded() -> None:
    early = case(row(COST, "100", "0"), first_column_period=-1)
    assert evaluate(early).present_value_costs == 110


def test_the_timing_moves_neither_rates_nor_paybacks() -> None:
    now, late = evaluate(CHIPS), evaluate(case(*CHIPS.rows, first_column_period=1))
    assert late.internal_rates_of_return == now.internal_rates_of_return
    assert late.discounted_payback_periods == now.discounted_payback_periods


def test_return_and_ratio_are_over_present_costs() -> None:
    figures = evaluate(CHIPS)
    assert figures.return_on_investment == 1
    assert figures.benefit_cost_ratio == 2


def test_without_costs_there_is_neither_return_nor_ratio() -> None:
    figures = evaluate(case(row(BENEFIT, "1", "2")))
    assert figures.return_on_investment is None
    assert figures.benefit_cost_ratio is None
    assert figures.present_value_costs == 0


def test_costs_whose_present_values_cancel_count_as_no_costs() -> None:
    figures = evaluate(case(row(COST, "0", "1", "-1.03"), row(BENEFIT, "5", "0", "0"), rate="0.03"))
    assert figures.present_value_costs == 0
    assert figures.return_on_investment is None


def test_without_a_discount_rate_no_discounted_figure_is_given() -> None:
    figures = evaluate(case(*CHIPS.rows, rate=None))
    assert figures.net_present_value is None
    assert figures.present_value_costs is None
    assert figures.present_value_benefits is None
    assert figures.return_on_investment is None
    assert figures.discounted_payback_periods is None
    assert figures.cost_of_waiting_per_period is None
    assert figures.break_even_share is None
    assert figures.present_net_flows is None
    assert figures.present_cumulative_net is None
    assert [line.present_value for line in figures.lines] == [None, None]


def test_without_a_discount_rate_totals_rates_and_payback_remain() -> None:
    figures = evaluate(case(row(COST, "100", "0"), row(BENEFIT, "0", "160"), rate=None))
    assert figures.total_net_benefits == 60
    assert figures.internal_rates_of_return == (Decimal("0.6"),)
    assert figures.payback_periods == Decimal(100) / Decimal(160)


def test_a_rate_of_zero_leaves_present_values_equal_to_totals() -> None:
    figures = evaluate(case(*CHIPS.rows, rate="0"))
    assert figures.present_value_benefits == figures.total_benefits
    assert figures.cost_of_waiting_per_period == 0


def test_a_rate_near_minus_one_is_worked_out_in_full() -> None:
    figures = evaluate(case(row(BENEFIT, "0", "0", "3"), rate="-0.999999999999"))
    assert figures.present_value_benefits == Decimal("3E+24")


def test_a_figure_of_more_than_three_hundred_and_eight_digits_is_refused() -> None:
    endless = case(row(BENEFIT, *["1"] * 100), rate="-0.999999")
    with pytest.raises(FigureTooLarge, match="more than 308 digits"):
        evaluate(endless)


def test_negative_values_lower_their_own_side() -> None:
    figures = evaluate(case(row(COST, "100", "-40"), row(BENEFIT, "0", "-10"), rate="0"))
    assert figures.total_costs == 60
    assert figures.total_benefits == -10
    assert figures.net_flows == money(-100, 30)


def test_each_line_has_its_total_and_present_value() -> None:
    cost, benefit = evaluate(CHIPS).lines
    assert (cost.row, benefit.row) == CHIPS.rows
    assert (cost.total, cost.present_value) == money(100, 100)
    assert (benefit.total, benefit.present_value) == money(231, 200)


def test_columns_are_given_singly_and_summed_up_plain_and_present() -> None:
    figures = evaluate(CHIPS)
    assert figures.net_flows == money(-100, 110, 121)
    assert figures.cumulative_net == money(-100, 10, 131)
    assert figures.present_net_flows == money(-100, 100, 100)
    assert figures.present_cumulative_net == money(-100, 0, 100)


def test_waiting_a_period_costs_the_difference_to_the_same_case_begun_later() -> None:
    figures = evaluate(case(row(COST, "0"), row(BENEFIT, "110")))
    later = evaluate(case(row(COST, "0"), row(BENEFIT, "110"), first_column_period=1))
    assert figures.net_present_value == 110
    assert later.net_present_value == 100
    assert figures.cost_of_waiting_per_period == 10


def test_half_the_benefits_are_enough_where_they_are_twice_the_costs() -> None:
    assert evaluate(CHIPS).break_even_share == Decimal("0.5")


def test_no_share_of_benefits_below_zero_breaks_even() -> None:
    assert evaluate(case(row(COST, "1"), row(BENEFIT, "-1"))).break_even_share is None


def test_forty_columns_of_large_money_keep_every_cent() -> None:
    figures = evaluate(case(row(BENEFIT, *["123456789012345678901234.01"] * 40), rate="0.044"))
    assert figures.total_benefits == Decimal("123456789012345678901234.01") * 40


PAYBACKS = [
    pytest.param(["-1000", "400", "400", "400"], "2.5", id="within a period"),
    pytest.param(["-1000", "500", "500"], "2", id="at the end of one"),
    pytest.param(["100", "-50"], "0", id="never below"),
    pytest.param(["0", "0", "0"], "0", id="all flows 0"),
    pytest.param(["-1"], None, id="a single cost"),
    pytest.param(["-100", "50"], None, id="below at the end"),
    pytest.param(["-100", "200", "-150", "100"], "2.5", id="the last time counts"),
    pytest.param(["-100", "200", "-150"], None, id="above once but below at the end"),
    pytest.param(["50", "-100", "80"], "1.625", id="above at the start"),
    pytest.param(["0", "-8", "0", "10"], "2.8", id="an idle period"),
]


@pytest.mark.parametrize(("flows", "moment"), PAYBACKS)
def test_payback_is_the_moment_after_which_the_net_stays_above_water(
    flows: list[str], moment: str | None
) -> None:
    found = evaluate(case(row(BENEFIT, *flows))).payback_periods
    assert found == (None if moment is None else Decimal(moment))


def test_discounted_payback_interpolates_on_discounted_flows() -> None:
    figures = evaluate(case(row(BENEFIT, "-1000", "400", "400", "400", "400")))
    assert figures.discounted_payback_periods == Decimal("3.01925")


def test_a_case_that_just_breaks_even_when_discounted_pays_back_at_its_end() -> None:
    figures = evaluate(case(row(BENEFIT, "0", "-1", "0", "1.0609"), rate="0.03"))
    assert figures.net_present_value == 0
    assert figures.discounted_payback_periods == 3
