"""Every internal rate of return: none, one, several, double, at the edges."""

from collections.abc import Sequence
from decimal import Decimal, localcontext

import pytest

from portal.domain.cost_benefit.numbers import EXACT
from portal.domain.cost_benefit.polynomials import square_free
from portal.domain.cost_benefit.rates import internal_rates_of_return
from portal.domain.cost_benefit.refusals import RatesTooClose


def rates(*flows: str) -> list[str]:
    found = internal_rates_of_return([Decimal(flow) for flow in flows])
    return [format(rate.normalize(EXACT), "f") for rate in found]


def flows_with(roots: Sequence[str]) -> list[Decimal]:
    """Multiply out flows whose present value is 0 at each of ``roots``."""
    flows = [Decimal(1)]
    with localcontext(EXACT):
        for root in roots:
            shorter, longer = [*flows, Decimal(0)], [Decimal(0), *flows]
            growth = 1 + Decimal(root)
            flows = [flow - growth * before for flow, before in zip(shorter, longer, strict=True)]
    return flows


def test_one_investment_and_its_return_have_one_rate() -> None:
    assert rates("-100", "110") == ["0.1"]


def test_borrowing_has_the_same_rate_as_lending() -> None:
    assert rates("100", "-110") == ["0.1"]


def test_a_loss_has_a_negative_rate() -> None:
    assert rates("-100", "0", "0", "74") == ["-0.095495830348972519838393"]


def test_flows_that_return_just_what_was_put_in_have_the_rate_zero() -> None:
    assert rates("-2", "1", "1") == ["0"]


def test_two_sign_changes_can_mean_two_rates() -> None:
    assert rates("-1", "3", "-2") == ["0", "1"]


def test_two_sign_changes_can_mean_no_rate() -> None:
    assert rates("-1", "2", "-2") == []


def test_a_double_root_is_one_rate() -> None:
    assert rates("-1", "2.2", "-1.21") == ["0.1"]


def test_a_triple_root_at_zero_is_one_rate() -> None:
    assert rates("1", "-3", "3", "-1") == ["0"]


def test_without_a_sign_change_there_is_no_rate() -> None:
    assert rates("100", "110") == []


def test_flows_that_are_all_zero_have_no_rate() -> None:
    assert rates("0", "0", "0") == []


def test_a_single_column_has_no_rate() -> None:
    assert rates("-5") == []


def test_idle_columns_at_either_end_change_no_rate() -> None:
    assert rates("0", "0", "-100", "110", "0") == ["0.1"]


def test_a_rate_close_to_losing_everything_is_found() -> None:
    assert rates("-1", "0.0000001") == ["-0.9999999"]


def test_a_rate_of_many_millions_is_found() -> None:
    assert rates("-0.0000001", "1") == ["9999999"]


def test_a_rate_of_a_third_is_given_to_more_than_twelve_decimals() -> None:
    assert rates("-3", "4") == ["0." + "3" * 24]


@pytest.mark.parametrize(
    "roots",
    [
        ["-0.9", "-0.5", "0.1", "0.2", "3"],
        ["-0.999", "-0.998", "0"],
        ["0.1", "0.1000000001"],
        [f"0.{tenth}" for tenth in range(1, 10)],
        [str(whole) for whole in range(39)],
    ],
)
def test_every_rate_is_found_ascending(roots: list[str]) -> None:
    assert list(internal_rates_of_return(flows_with(roots))) == [Decimal(root) for root in roots]


def test_rates_that_count_many_times_are_each_given_once() -> None:
    flows = flows_with(["0.25"] * 13 + ["-0.5"] * 13 + ["2"] * 13)
    assert internal_rates_of_return(flows) == (Decimal("-0.5"), Decimal("0.25"), Decimal(2))


def test_forty_columns_of_large_money_have_their_one_rate() -> None:
    flows = ["-100000000000000000000"] + ["9000000000000000000.01"] * 39
    (rate,) = internal_rates_of_return([Decimal(flow) for flow in flows])
    worth = [Decimal(flow) / (1 + rate) ** column for column, flow in enumerate(flows)]
    assert abs(sum(worth, Decimal(0))) < 1


def test_rates_that_differ_by_next_to_nothing_are_refused() -> None:
    # Mignotte's polynomial x**37 - 2(ax - 1)**2 is known for two roots closer than any other's.
    large = 10**11
    flows = [
        Decimal(1),
        *[Decimal(0)] * 34,
        Decimal(-2 * large**2),
        Decimal(4 * large),
        Decimal(-2),
    ]
    with pytest.raises(RatesTooClose, match="too close together"):
        internal_rates_of_return(flows)


def test_a_repeated_factor_is_taken_out_once() -> None:
    assert square_free([1, -2, 1]) in ([-1, 1], [1, -1])


def test_a_polynomial_without_repeated_factors_stays_as_it_is() -> None:
    assert square_free([6, -5, 1]) == [6, -5, 1]
