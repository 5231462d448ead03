"""Exact numbers: what counts as one, and how it leaves."""

from decimal import Decimal
from fractions import Fraction

import pytest

from portal.domain.schedule.numbers import exact, exact_text, number_of


def test_a_decimal_is_taken_at_its_word() -> None:
    assert exact(Decimal("0.1")) == Fraction(1, 10)


@pytest.mark.parametrize("value", [True, None, "3", 0.5, Decimal("NaN"), Decimal("1E+18"), 10**18])
def test_what_is_no_exact_number_is_none(value: object) -> None:
    assert exact(value) is None


def test_more_decimals_than_anybody_means_are_none() -> None:
    assert exact(Decimal("1E-40")) is not None
    assert exact(Decimal("1E-41")) is None


@pytest.mark.parametrize(("text", "number"), [(" 2.5 ", Fraction(5, 2)), ("1e2", 100), ("-3", -3)])
def test_a_written_number_is_read(text: str, number: Fraction) -> None:
    assert exact_text(text) == number


@pytest.mark.parametrize("text", ["", "two", "1_000", "1,5", "٣", "1/3", "Infinity"])
def test_a_text_that_is_no_number_is_none(text: str) -> None:
    assert exact_text(text) is None


def test_a_whole_number_leaves_as_an_integer() -> None:
    assert repr(number_of(Fraction(4, 2))) == "2"
    assert repr(number_of(Fraction(5, 2))) == "2.5"
