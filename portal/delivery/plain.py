"""Text from people made fit to leave: no line breaks, no signs that turn a line around."""

import unicodedata
from datetime import date

# Marks that change the direction of what follows, so that a name could rewrite a whole subject.
TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip  # a year
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def line(text: str) -> str:
    """Return ``text`` on one line, without control characters and turning marks."""
    kept = "".join(" " if _breaks(sign) else sign for sign in text if sign not in TURNING)
    return " ".join(kept.split())


def _breaks(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Zl", "Zp", "Cs"}


def long_day(day: date) -> str:
    """Return a day as people write it: 1 March 2027."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def with_weekday(day: date) -> str:
    """Return a day in full: Monday 1 March 2027."""
    return f"{WEEKDAYS[day.weekday()]} {long_day(day)}"
