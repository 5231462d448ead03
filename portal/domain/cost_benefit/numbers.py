"""Decimal arithmetic over time: exact until one division, in bounds that keep it cheap."""

import re
from decimal import (
    MAX_EMAX,
    MIN_EMIN,
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    Inexact,
    InvalidOperation,
    Overflow,
)

from portal.domain.cost_benefit.refusals import (
    FigureTooLarge,
    NotANumber,
    NumberTooFine,
    NumberTooLarge,
)

MOST_DIGITS = 24
MOST_DECIMALS = 30
FIGURE_DIGITS = 308
SIGNIFICANT_DIGITS = 50

# Sums and products of bounded numbers over 100 periods stay far below this many digits; should one
# ever not, Inexact is raised instead of a digit being lost unseen.
EXACT = Context(
    prec=20_000,
    Emax=MAX_EMAX,
    Emin=MIN_EMIN,
    traps=[Inexact, InvalidOperation, DivisionByZero, Overflow],
)

_PLAIN_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,9})?", re.ASCII)


def bounded(value: Decimal, what: str, field: str | None = None) -> Decimal:
    """Return ``value`` without trailing zeros or exponent, so that equal numbers are written alike.

    ``what`` names the number at the head of a sentence. Raises NotANumber for NaN and infinities,
    NumberTooLarge from 10**24 on, NumberTooFine beyond 30 decimals.
    """
    if not value.is_finite():
        raise NotANumber(f"{what} is not a finite number; give a plain one.", field=field)
    if value.is_zero():
        return Decimal(0)
    if value.adjusted() >= MOST_DIGITS:
        raise NumberTooLarge(
            f"{what} has more than {MOST_DIGITS} digits before the point; "
            "check it, or count in thousands or millions.",
            field=field,
        )
    if int(value.as_tuple().exponent) < -MOST_DECIMALS:
        raise NumberTooFine(
            f"{what} has more than {MOST_DECIMALS} decimals; round it.", field=field
        )
    return Decimal(plain_text(value.normalize(EXACT)))


def number_from_text(text: str, what: str, field: str | None = None) -> Decimal:
    """Read a number as typed: digits, a point for decimals, a sign, nothing else.

    Thousands separators and decimal commas are refused, because "1,234" is one thing to one reader
    and another to the next. Raises NotANumber and the refusals of ``bounded``.
    """
    word = text.strip()
    if not _PLAIN_NUMBER.fullmatch(word):
        shown = f"'{word[:40]}'" if word else "blank"
        raise NotANumber(
            f"{what} is {shown}; give a number with a point for decimals "
            "and without thousands separators, 0 for none.",
            field=field,
        )
    return bounded(Decimal(word), what, field)


def plain_text(value: Decimal) -> str:
    """Write ``value`` without an exponent."""
    return format(value, "f")


def ratio(above: Decimal, below: Decimal) -> Decimal:
    """Divide to 50 significant digits, or to 50 decimals where the quotient is larger than that.

    ``below`` is not 0. Raises FigureTooLarge when the quotient has more than 308 digits.
    """
    magnitude = above.adjusted() - below.adjusted() if above else 0
    if magnitude >= FIGURE_DIGITS:
        raise FigureTooLarge(
            f"A figure of this case has more than {FIGURE_DIGITS} digits; "
            "move the discount rate away from -1, or check the rows.",
            field="discount_rate",
        )
    precision = SIGNIFICANT_DIGITS + max(magnitude, 0)
    return Context(prec=precision, Emax=MAX_EMAX, Emin=MIN_EMIN).divide(above, below)


def rounded(value: Decimal, places: int) -> Decimal:
    """Round half up to ``places`` decimals; a zero has no sign."""
    context = Context(prec=EXACT.prec, Emax=MAX_EMAX, Emin=MIN_EMIN, rounding=ROUND_HALF_UP)
    near = value.quantize(Decimal(1).scaleb(-places), context=context)
    return near if near else near.copy_abs()
