"""The money axis of a chart: round steps from cents to billions, written short."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

MINUS: Final = "\u2212"
_STEPS: Final = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
_UNITS: Final = ((Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "m"), (Decimal(10) ** 3, "k"))


@dataclass(frozen=True, slots=True)
class MoneyAxis:
    """Whole steps from `low` to `high`, zero among them."""

    low: Decimal
    high: Decimal
    step: Decimal

    def marks(self) -> tuple[Decimal, ...]:
        """Return the amounts that get a line, ascending."""
        return tuple(
            self.low + self.step * n for n in range(int((self.high - self.low) / self.step) + 1)
        )

    def share(self, amount: Decimal) -> float:
        """Return how far up the axis an amount lies, 0 at the bottom and 1 at the top."""
        return float((amount - self.low) / (self.high - self.low))

    def words(self, amount: Decimal) -> str:
        """Write a mark in the unit of the axis: 0, 250k, −1.5m."""
        largest = max(abs(self.low), abs(self.high))
        size, unit = next(
            ((s, u) for s, u in _UNITS if largest >= 10 * s or self.step >= s), (Decimal(1), "")
        )
        if amount == 0:
            return "0"
        places = max(0, -int((self.step / size).normalize().as_tuple().exponent))
        return f"{MINUS if amount < 0 else ''}{abs(amount) / size:,.{places}f}{unit}"


def money_axis(amounts: tuple[Decimal, ...], lines: int) -> MoneyAxis:
    """Return an axis with about `lines` steps that holds every amount and zero."""
    low, high = min(*amounts, Decimal(0)), max(*amounts, Decimal(0))
    step = _round_up((high - low) / lines) if high > low else Decimal(1)
    bottom = (low / step).to_integral_value(rounding="ROUND_FLOOR") * step
    top = (high / step).to_integral_value(rounding="ROUND_CEILING") * step
    return MoneyAxis(bottom, top if top > bottom else bottom + step, step)


def exact(amount: Decimal) -> str:
    """Write an amount in full: −121,880 or 0.35, with cents only where there are any."""
    places = 0 if amount == amount.to_integral_value() else 2
    return f"{MINUS if amount < 0 else ''}{abs(amount):,.{places}f}"


def _round_up(rough: Decimal) -> Decimal:
    power = Decimal(10) ** rough.adjusted()
    return next(power * factor for factor in _STEPS if power * factor >= rough)
