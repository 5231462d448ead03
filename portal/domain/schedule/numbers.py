"""Exact numbers from JSON and back to text, without ever passing through a float."""

from decimal import Decimal, InvalidOperation
from fractions import Fraction

# Wide enough for every float a program prints, narrow enough that "1e999999999" costs nothing.
MOST_DIGITS = 18
MOST_DECIMALS = 40


def exact(value: object) -> Fraction | None:
    """Return a JSON number (parsed as int or Decimal) as a fraction.

    None for anything else, and for a number of more than ``MOST_DIGITS`` digits before or
    ``MOST_DECIMALS`` after the point.
    """
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    number = Decimal(value)
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -MOST_DECIMALS:
        return None
    return Fraction(number) if number.adjusted() < MOST_DIGITS else None


def exact_text(text: str) -> Fraction | None:
    """Return the number that a person wrote, or None, by the rules of ``exact``."""
    plain = text.strip()
    if not plain.isascii() or "_" in plain:
        return None
    try:
        return exact(Decimal(plain))
    except InvalidOperation:
        return None


def number_of(value: Fraction) -> int | float:
    """Return the JSON number: an int when whole, else the nearest float."""
    return value.numerator if value.denominator == 1 else float(value)
