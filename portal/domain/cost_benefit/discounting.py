"""What money at a later column is worth today, exact but for a single division."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from portal.domain.cost_benefit.numbers import ratio


@dataclass(frozen=True, slots=True)
class Timeline:
    """The columns of one case in time, to be used in the exact context.

    ``growth`` is 1 + discount rate a period, None where nothing is discounted: then every answer
    is None. Column i lies ``first_period`` + i periods from today. The present value of several
    flows is their value at the last column (sums and products only, hence exact) divided once, so
    flows that cancel out are worth exactly 0.
    """

    growth: Decimal | None
    first_period: int

    def present_sum(self, flows: Sequence[Decimal]) -> Decimal | None:
        """Return the worth today of ``flows``, one a column."""
        if self.growth is None:
            return None
        return self._present(balances(flows, self.growth)[-1], len(flows) - 1, self.growth)

    def present_each(self, values: Iterable[Decimal]) -> tuple[Decimal, ...] | None:
        """Return the worth today of each of ``values``, one a column."""
        growth = self.growth
        if growth is None:
            return None
        return tuple(self._present(value, column, growth) for column, value in enumerate(values))

    def share(self, above: Sequence[Decimal], below: Sequence[Decimal]) -> Decimal | None:
        """Return the present value of ``above`` over that of ``below``, None if the latter is 0."""
        if self.growth is None:
            return None
        divisor = balances(below, self.growth)[-1]
        return ratio(balances(above, self.growth)[-1], divisor) if divisor else None

    def _present(self, value: Decimal, column: int, growth: Decimal) -> Decimal:
        periods = self.first_period + column
        factor = _power(growth, abs(periods))
        return ratio(value, factor) if periods >= 0 else ratio(value * factor, Decimal(1))


def balances(flows: Iterable[Decimal], growth: Decimal) -> tuple[Decimal, ...]:
    """Return the running sums of ``flows`` where each balance grows by ``growth`` a period."""
    return tuple(accumulate(flows, lambda balance, flow: balance * growth + flow))


def _power(base: Decimal, exponent: int) -> Decimal:
    # By multiplication, because the context's own power is not watched for lost digits.
    result = Decimal(1)
    for _ in range(exponent):
        result *= base
    return result
