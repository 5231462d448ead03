"""What a case comes to: totals, present values, return, rates, paybacks, and what is at stake."""

from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import accumulate

from portal.domain.cost_benefit.case import BENEFIT, COST, Case, Row
from portal.domain.cost_benefit.discounting import Timeline, balances
from portal.domain.cost_benefit.numbers import EXACT, ratio
from portal.domain.cost_benefit.payback import payback_periods
from portal.domain.cost_benefit.rates import internal_rates_of_return


@dataclass(frozen=True, slots=True)
class Line:
    """A row with its total and its present value, the latter None without a discount rate."""

    row: Row
    total: Decimal
    present_value: Decimal | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of a case: money in its currency and unit, rates and returns as fractions.

    Every figure that needs a discount rate is None without one. ``return_on_investment`` is net
    present value over present costs (Forrester TEI), ``benefit_cost_ratio`` present benefits over
    present costs (OMB Circular A-94); both are None when present costs are 0. Paybacks are periods
    from the first column.

    ``cost_of_waiting_per_period`` is what the buyer loses by putting the whole case off by one
    period: everything then comes one period later, so its worth today falls from NPV to
    NPV / (1 + rate), and the loss is NPV * rate / (1 + rate). Benefits are not counted as lost,
    only as late, so it is the least that waiting costs; where it is negative, waiting pays.

    ``break_even_share`` is the share of every benefit that must come true, the costs being as
    stated, for a net present value of 0: present costs over present benefits (0.25: a quarter is
    enough; above 1: even all of them are not). None unless present benefits are above 0.

    The last four are per column: net flow, its running sum, both again as present values.
    """

    total_costs: Decimal
    total_benefits: Decimal
    total_net_benefits: Decimal
    present_value_costs: Decimal | None
    present_value_benefits: Decimal | None
    net_present_value: Decimal | None
    return_on_investment: Decimal | None
    benefit_cost_ratio: Decimal | None
    internal_rates_of_return: tuple[Decimal, ...]
    payback_periods: Decimal | None
    discounted_payback_periods: Decimal | None
    cost_of_waiting_per_period: Decimal | None
    break_even_share: Decimal | None
    lines: tuple[Line, ...]
    net_flows: tuple[Decimal, ...]
    cumulative_net: tuple[Decimal, ...]
    present_net_flows: tuple[Decimal, ...] | None
    present_cumulative_net: tuple[Decimal, ...] | None


def evaluate(case: Case) -> Evaluation:
    """Work out every figure of ``case``; raises FigureTooLarge and RatesTooClose."""
    with localcontext(EXACT):
        return _evaluate(case)


def _evaluate(case: Case) -> Evaluation:
    costs, benefits = _column_sums(case, COST), _column_sums(case, BENEFIT)
    net = tuple(benefit - cost for benefit, cost in zip(benefits, costs, strict=True))
    growth = None if case.discount_rate is None else 1 + case.discount_rate
    timeline = Timeline(growth, case.first_column_period)
    present_benefits, npv = timeline.present_sum(benefits), timeline.present_sum(net)
    return Evaluation(
        total_costs=sum(costs, Decimal(0)),
        total_benefits=sum(benefits, Decimal(0)),
        total_net_benefits=sum(net, Decimal(0)),
        present_value_costs=timeline.present_sum(costs),
        present_value_benefits=present_benefits,
        net_present_value=npv,
        return_on_investment=timeline.share(net, costs),
        benefit_cost_ratio=timeline.share(benefits, costs),
        internal_rates_of_return=internal_rates_of_return(net),
        payback_periods=payback_periods(net),
        discounted_payback_periods=None if growth is None else payback_periods(net, growth),
        cost_of_waiting_per_period=_cost_of_waiting(npv, growth),
        break_even_share=timeline.share(costs, benefits) if (present_benefits or 0) > 0 else None,
        lines=tuple(
            Line(row, sum(row.values, Decimal(0)), timeline.present_sum(row.values))
            for row in case.rows
        ),
        net_flows=net,
        cumulative_net=tuple(accumulate(net)),
        present_net_flows=timeline.present_each(net),
        present_cumulative_net=None
        if growth is None
        else timeline.present_each(balances(net, growth)),
    )


def _column_sums(case: Case, kind: str) -> tuple[Decimal, ...]:
    rows = [row.values for row in case.rows if row.kind == kind]
    nothing = (Decimal(0),) * case.periods
    return tuple(sum(column, Decimal(0)) for column in zip(nothing, *rows, strict=True))


def _cost_of_waiting(npv: Decimal | None, growth: Decimal | None) -> Decimal | None:
    if npv is None or growth is None:
        return None
    return ratio(npv * (growth - 1), growth)
