"""The content that is hashed and approved, what it takes back, and what changed in it."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from portal.domain.cost_benefit.case import BENEFIT, COST, Case, Row
from portal.domain.cost_benefit.content import from_content, to_content
from portal.domain.cost_benefit.differences import Difference, differences
from portal.domain.cost_benefit.refusals import NotANumber, UnreadableContent

LICENCE = Row(COST, "Licence", (Decimal("100.00"), Decimal("1E+3")), "Offer", "Owen Hartley")
FUEL = Row(BENEFIT, "Fuel saved", (Decimal("-0.0"), Decimal("250.50")), owner="Priya Raman")
CASE = Case(
    rows=(LICENCE, FUEL),
    discount_rate=Decimal("0.10"),
    title="Route planning",
    currency="EUR",
    amount=Decimal("900"),
)


def changed(**parts: Any) -> list[Difference]:
    return list(differences(CASE, replace(CASE, **parts)))


def test_content_writes_numbers_as_plain_decimal_strings() -> None:
    content = to_content(CASE)
    assert content["rows"][0]["values"] == ["100", "1000"]
    assert content["rows"][1]["values"] == ["0", "250.5"]
    assert (content["discount_rate"], content["amount"]) == ("0.1", "900")


def test_content_gives_back_the_same_case() -> None:
    assert from_content(to_content(CASE)) == CASE


def test_infinite_numbers_make_no_row() -> None:
    with pytest.raises(NotANumber, match="not a finite number"):
        Row(COST, "Licence", (Decimal("Infinity"),))


@pytest.mark.parametrize(
    "damage",
    [
        {"amount": "900.00"},
        {"amount": 900},
        {"rows": None},
        {"rows": [{}]},
        {"title": None},
        {"note": "more"},
        {"first_column_period": "0"},
        {"first_column_period": False},
    ],
)
def test_content_in_any_other_form_is_refused(damage: dict[str, Any]) -> None:
    with pytest.raises(UnreadableContent, match="canonical form"):
        from_content({**to_content(CASE), **damage})


def test_the_amount_to_approve_is_the_one_given() -> None:
    assert CASE.amount_to_approve == 900


def test_without_an_amount_all_costs_are_to_be_approved() -> None:
    assert replace(CASE, amount=None).amount_to_approve == 1100


def test_nothing_changed_in_an_equal_case() -> None:
    assert changed() == []


def test_each_part_of_the_case_that_changed_is_named() -> None:
    assert changed(title="", currency="USD", unit="thousands", amount=None) == [
        Difference("title", "Route planning", None),
        Difference("currency", "EUR", "USD"),
        Difference("unit", None, "thousands"),
        Difference("amount", Decimal(900), None),
    ]


def test_a_changed_rate_and_timing_are_named() -> None:
    assert changed(discount_rate=None, first_column_period=1) == [
        Difference("discount rate", Decimal("0.1"), None),
        Difference("period of the first column", 0, 1),
    ]


def test_each_changed_figure_is_named_with_its_row_and_period() -> None:
    dearer = replace(LICENCE, values=(Decimal(100), Decimal(1200)), owner="Tomás Aguiar")
    assert changed(rows=(dearer, FUEL)) == [
        Difference("cost 'Licence', period 1", Decimal(1000), Decimal(1200)),
        Difference("cost 'Licence', owner", "Owen Hartley", "Tomás Aguiar"),
    ]


def test_a_row_that_came_and_one_that_went_are_named_whole() -> None:
    training = Row(COST, "Training", (Decimal(5), Decimal(0)))
    assert changed(rows=(training, FUEL)) == [
        Difference("cost 'Licence'", LICENCE.values, None),
        Difference("cost 'Training'", None, training.values),
    ]


def test_a_further_period_changes_every_row() -> None:
    longer = tuple(replace(row, values=(*row.values, Decimal(7))) for row in CASE.rows)
    assert [difference.label for difference in changed(rows=longer)] == [
        "cost 'Licence', period 2",
        "benefit 'Fuel saved', period 2",
    ]


def test_rows_in_another_order_are_a_change() -> None:
    names = ("cost 'Licence'", "benefit 'Fuel saved'")
    assert changed(rows=(FUEL, LICENCE)) == [Difference("order of the rows", names, names[::-1])]


def test_rows_of_the_same_name_are_told_apart_by_their_place() -> None:
    twice = replace(CASE, rows=(LICENCE, LICENCE))
    other = replace(LICENCE, source=None)
    assert differences(twice, replace(twice, rows=(LICENCE, other))) == (
        Difference("cost 'Licence' (2), source", "Offer", None),
    )
