"""Internal rates of return: every rate at which the net flows are worth nothing today."""

from collections.abc import Sequence
from decimal import Decimal, localcontext

from portal.domain.cost_benefit.numbers import EXACT, ratio, rounded
from portal.domain.cost_benefit.polynomials import (
    Isolated,
    isolate_roots,
    narrowings,
    sign_at,
    sign_changes,
    square_free,
)

DECIMALS = 24
EXACT_DECIMALS = 20


def internal_rates_of_return(flows: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Return every rate above -1 at which ``flows``, one a column, have a present value of 0.

    Ascending, each once, however often it counts as a root; () when there is none or all flows are
    0. Fractions a period, exact where 20 decimals can say them, else right to 23. The flows are a
    polynomial in x = 1 + rate: below 0 a rate has x between 0 and 1, above 0 it has 1 / x there,
    which is a root of the same flows read backwards. Raises RatesTooClose.
    """
    polynomial = _whole(flows)
    changes = sign_changes(polynomial)
    if changes == 0:
        return ()
    simple = polynomial if changes == 1 else square_free(polynomial)
    below = [_rate(root, simple, upwards=False) for root in isolate_roots(simple)]
    above = [_rate(root, simple, upwards=True) for root in isolate_roots(simple[::-1])]
    at_zero = [] if sum(simple) else [Decimal(0)]
    return tuple(sorted([*below, *at_zero, *above]))


def _whole(flows: Sequence[Decimal]) -> list[int]:
    """Scale ``flows`` to whole numbers, the last column first, without zeros at either end."""
    with localcontext(EXACT):
        decimals = max(-int(flow.as_tuple().exponent) for flow in flows)
        whole = [int(flow.scaleb(max(decimals, 0))) for flow in flows]
    filled = [column for column, value in enumerate(whole) if value]
    return whole[filled[0] : filled[-1] + 1][::-1] if filled else []


def _rate(root: Isolated, simple: Sequence[int], *, upwards: bool) -> Decimal:
    """Narrow ``root`` down to a rate; ``upwards`` where it is 1 / (1 + rate)."""
    numerator, whole = 0, 1
    for numerator, halvings in narrowings(root):
        whole = 1 << halvings
        # The width of the interval in terms of the rate: 1 / whole, or the difference of 1 / x.
        if (numerator * (numerator + 1) if upwards else whole**2) > whole * 10**DECIMALS:
            break
    gain, base = (whole - numerator, numerator) if upwards else (numerator - whole, whole)
    return _settled(ratio(Decimal(gain), Decimal(base)), simple)


def _settled(rate: Decimal, simple: Sequence[int]) -> Decimal:
    """Return the short decimal that ``rate`` approaches if that is the root itself."""
    short = rounded(rate, EXACT_DECIMALS)
    numerator, denominator = short.as_integer_ratio()
    if sign_at(simple, numerator + denominator, denominator) == 0:
        return short
    return rounded(rate, DECIMALS)
