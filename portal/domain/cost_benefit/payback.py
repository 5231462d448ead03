"""When the cumulative net stays above water: payback, plain and discounted."""

from collections.abc import Sequence
from decimal import Decimal, localcontext

from portal.domain.cost_benefit.discounting import balances
from portal.domain.cost_benefit.numbers import EXACT, ratio


def payback_periods(flows: Sequence[Decimal], growth: Decimal = Decimal(1)) -> Decimal | None:
    """Return the moment after which the cumulative net is never again below 0.

    In periods from the first column, linear within a period; 0 if it never was below, None if it is
    below at the end.
    ``flows`` are net, one a column; ``growth`` is 1 + discount rate, 1 for the plain payback.
    Balances are carried forwards (each is the discounted cumulative times growth ** column), which
    needs no division: so a case that breaks even exactly is never taken for one that just fails to.
    """
    with localcontext(EXACT):
        carried = balances(flows, growth)
        last_below = max((i for i, balance in enumerate(carried) if balance < 0), default=None)
        if last_below is None:
            return Decimal(0)
        if last_below == len(flows) - 1:
            return None
        part = ratio(-carried[last_below] * growth, flows[last_below + 1])
        return last_below + part
