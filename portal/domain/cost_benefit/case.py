"""The cost-benefit case: what costs and benefits fall in which period, at which discount rate."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, localcontext

from portal.domain.cost_benefit.numbers import EXACT, bounded, plain_text
from portal.domain.cost_benefit.refusals import (
    NegativeAmount,
    NoFigures,
    PeriodOutOfRange,
    RateOutOfRange,
    TooManyPeriods,
    TooManyRows,
    UnequalRows,
    UnfitText,
    UnknownCurrency,
    UnknownKind,
)

COST, BENEFIT = "cost", "benefit"
MOST_ROWS = 200
MOST_PERIODS = 100
LONGEST_NAME = 300
LONGEST_SOURCE = 1000
HIGHEST_RATE = Decimal(1_000_000)

_CURRENCY = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a case: its ``values``, one a period, in the case's currency and unit.

    Values may be negative. ``source`` says where the figures come from, ``owner`` who answers for
    them. Raises UnknownKind, NoFigures, TooManyPeriods, UnfitText and the refusals of ``bounded``.
    """

    kind: str
    name: str
    values: tuple[Decimal, ...]
    source: str | None = None
    owner: str | None = None

    def __post_init__(self) -> None:
        """Check every part and write equal numbers alike."""
        _check_text(self.name, "The name of a row", LONGEST_NAME, "rows")
        row = f"Row '{self.name}'"
        if self.kind not in (COST, BENEFIT):
            raise UnknownKind(
                f"{row} is of the kind '{self.kind}'; use '{COST}' or '{BENEFIT}'.", field="rows"
            )
        for part, text in (("source", self.source), ("owner", self.owner)):
            if text is not None:
                _check_text(text, f"The {part} of row '{self.name}'", LONGEST_SOURCE, "rows")
        if not self.values:
            raise NoFigures(f"{row} has no values; give one a period.", field="rows")
        if len(self.values) > MOST_PERIODS:
            raise TooManyPeriods(
                f"{row} has {len(self.values)} values; a case has at most {MOST_PERIODS} periods.",
                field="rows",
            )
        plain = (
            bounded(value, f"{row}, column {column}", "rows")
            for column, value in enumerate(self.values, start=1)
        )
        object.__setattr__(self, "values", tuple(plain))


@dataclass(frozen=True, slots=True)
class Case:
    """What a committee approves: rows over equal periods and how they are discounted.

    ``discount_rate`` is a fraction a period above -1, or None: then nothing is discounted. Column i
    lies ``first_column_period`` + i periods from today. ``amount`` is what the buyer pays the
    supplier over the term. ``currency`` is an ISO 4217 code; ``unit`` says in what the figures are
    counted where that is not the currency itself, such as "millions". Raises NoFigures,
    TooManyRows, UnequalRows, RateOutOfRange, PeriodOutOfRange, UnknownCurrency, NegativeAmount,
    UnfitText and the refusals of ``bounded``.
    """

    rows: tuple[Row, ...]
    discount_rate: Decimal | None
    first_column_period: int = 0
    title: str = ""
    currency: str | None = None
    unit: str | None = None
    amount: Decimal | None = None

    def __post_init__(self) -> None:
        """Check every part and write equal numbers alike."""
        _check_rows(self.rows)
        if not -MOST_PERIODS <= self.first_column_period <= MOST_PERIODS:
            raise PeriodOutOfRange(
                f"The first column's period is {self.first_column_period}; "
                f"give a whole number from -{MOST_PERIODS} to {MOST_PERIODS}, usually 0 or 1.",
                field="first_column_period",
            )
        if self.title:
            _check_text(self.title, "The title", LONGEST_NAME, "title")
        if self.unit is not None:
            _check_text(self.unit, "The unit", LONGEST_NAME, "unit")
        if self.currency is not None and not _CURRENCY.fullmatch(self.currency):
            raise UnknownCurrency(
                f"The currency is '{self.currency[:40]}'; give its code of three capital letters, "
                "such as EUR.",
                field="currency",
            )
        object.__setattr__(self, "discount_rate", _checked_rate(self.discount_rate))
        object.__setattr__(self, "amount", _checked_amount(self.amount))

    @property
    def periods(self) -> int:
        """The number of columns."""
        return len(self.rows[0].values)

    @property
    def amount_to_approve(self) -> Decimal:
        """What an approval limit is compared with: the amount or, where none is given, all costs.

        Both count in the case's own ``unit``.
        """
        if self.amount is not None:
            return self.amount
        with localcontext(EXACT):
            return sum(
                (sum(row.values, Decimal(0)) for row in self.rows if row.kind == COST), Decimal(0)
            )


def _check_rows(rows: tuple[Row, ...]) -> None:
    if not rows:
        raise NoFigures("The case has no rows; give at least one cost or benefit.", field="rows")
    if len(rows) > MOST_ROWS:
        raise TooManyRows(
            f"The case has {len(rows)} rows; put some together, at most {MOST_ROWS} are taken.",
            field="rows",
        )
    periods = len(rows[0].values)
    for number, row in enumerate(rows, start=1):
        if len(row.values) != periods:
            raise UnequalRows(
                f"Row {number} ('{row.name}') has {len(row.values)} values where the first row has "
                f"{periods}; give every row one value a period, 0 for none.",
                field="rows",
            )


def _checked_rate(rate: Decimal | None) -> Decimal | None:
    if rate is None:
        return None
    plain = bounded(rate, "The discount rate", "discount_rate")
    if not -1 < plain <= HIGHEST_RATE:
        raise RateOutOfRange(
            f"The discount rate is {plain_text(plain)}; give a fraction above -1, "
            f"such as 0.1 for 10 %, and at most {HIGHEST_RATE}.",
            field="discount_rate",
        )
    return plain


def _checked_amount(amount: Decimal | None) -> Decimal | None:
    if amount is None:
        return None
    plain = bounded(amount, "The amount", "amount")
    if plain < 0:
        raise NegativeAmount(
            f"The amount is {plain_text(plain)}; give what the buyer pays over the term, "
            "0 or more.",
            field="amount",
        )
    return plain


def _check_text(text: str, what: str, longest: int, field: str) -> None:
    if not text.strip():
        raise UnfitText(f"{what} is blank; write it.", field=field)
    if len(text) > longest:
        raise UnfitText(f"{what} has {len(text)} characters; use at most {longest}.", field=field)
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in text):
        raise UnfitText(f"{what} holds characters that cannot be shown; retype it.", field=field)
