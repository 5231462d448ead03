"""Cases read from JSON, and every kind of file that is none."""

import json
from decimal import Decimal
from typing import Any

import pytest

from portal.domain.cost_benefit import refusals
from portal.domain.cost_benefit.json_parts import text_of
from portal.domain.cost_benefit.reading import PublishedCase, read_case, read_published
from portal.domain.refusals import Refusal


def file(**changes: Any) -> str:
    """Return a good file with ``changes``; a part set to Ellipsis is left out."""
    content: dict[str, Any] = {
        "title": "Route planning for Meridian Freight",
        "currency": "EUR",
        "discount_rate": 0.1,
        "timing": {"first_column_period": 0},
        "rows": [row(), row(kind="benefit", name="Fuel saved", values=[0, 120.5])],
    }
    merged = {**content, **changes}
    return json.dumps({key: value for key, value in merged.items() if value is not ...})


def row(**changes: Any) -> dict[str, Any]:
    whole = {"kind": "cost", "name": "Licence", "values": [100, 0], **changes}
    return {key: value for key, value in whole.items() if value is not ...}


def rows(**changes: Any) -> str:
    """Return a good file whose second row has ``changes``."""
    return file(rows=[row(), row(**changes)])


def published(**changes: Any) -> str:
    figure = {"metric": "NPV", "value": 1, "computed_key": "npv", "tolerance": 1, **changes}
    return file(published=[{key: value for key, value in figure.items() if value is not ...}])


def one_line(**changes: Any) -> str:
    case = {"id": "a", "rate": None, "flows": [-1, 1], "published": {"irr": 0}, "tol": 0, **changes}
    return json.dumps({"cases": [{k: value for k, value in case.items() if value is not ...}]})


def test_a_case_is_read_with_exact_numbers() -> None:
    case = read_case(file())
    assert case.discount_rate == Decimal("0.1")
    assert case.rows[1].values == (Decimal(0), Decimal("120.5"))
    assert (case.title, case.currency) == ("Route planning for Meridian Freight", "EUR")


def test_source_owner_amount_and_unit_are_read_where_given() -> None:
    sourced = row(source="Invoices of 2025", owner="Priya Raman")
    case = read_case(file(rows=[sourced], amount=90, unit="thousands"))
    assert (case.rows[0].source, case.rows[0].owner) == ("Invoices of 2025", "Priya Raman")
    assert (case.amount, case.unit) == (Decimal(90), "thousands")


def test_a_rate_of_null_is_no_rate() -> None:
    assert read_case(file(discount_rate=None)).discount_rate is None


def test_without_timing_the_first_column_is_today() -> None:
    assert read_case(file(timing=...)).first_column_period == 0


def test_what_others_computed_is_never_read() -> None:
    read = read_published(file(computed_by_us={"npv": "nonsense"}, verification=7))
    assert isinstance(read, PublishedCase)
    assert read.published == ()


def test_one_line_cases_have_costs_below_and_benefits_above_zero() -> None:
    read = read_published(one_line(flows=[-5, 3, 0]))
    assert isinstance(read, tuple)
    costs, benefits = read[0].case.rows
    assert costs.values == (Decimal(5), Decimal(0), Decimal(0))
    assert benefits.values == (Decimal(0), Decimal(3), Decimal(0))


def test_an_unknown_key_is_kept_as_unknown() -> None:
    for key in ("irr_roots", "wrong", None):
        read = read_published(published(computed_key=key))
        assert isinstance(read, PublishedCase)
        assert read.published[0].key is None


MALFORMED = [
    ("", refusals.NotJson, "line 1, column 1"),
    ("{", refusals.NotJson, "not JSON"),
    ('{"discount_rate": NaN}', refusals.NotJson, "NaN"),
    ('{"discount_rate": -Infinity}', refusals.NotJson, "-Infinity"),
    ("[" * 100_000, refusals.NotJson, "deeply"),
    ('{"rows": [], "rows": []}', refusals.RepeatedKey, "'rows' stands twice"),
    ('{"amount": 1e9999999999999999999}', refusals.NumberTooLarge, "beyond reason"),
    ("[]", refusals.WrongShape, "The file must be a JSON object, not a list"),
    ("null", refusals.WrongShape, "not null"),
    ("7", refusals.WrongShape, "not a number"),
    (file(rows=...), refusals.WrongShape, "The file lacks 'rows'"),
    (file(rows={}), refusals.WrongShape, "'rows' must be a list, not an object"),
    (file(rows=[]), refusals.NoFigures, "has no rows"),
    (file(rows=["x"]), refusals.WrongShape, "Row 1 must be a JSON object, not text"),
    (file(discount_rate=...), refusals.WrongShape, "lacks 'discount_rate'"),
    (file(discount_rate="0.1"), refusals.NotANumber, "'discount_rate' must be a number, not text"),
    (file(discount_rate=True), refusals.NotANumber, "not true or false"),
    (file(discount_rate=-1), refusals.RateOutOfRange, "above -1"),
    (file(discount_rate=-2.5), refusals.RateOutOfRange, "The discount rate is -2.5"),
    (file(discount_rate=1e7), refusals.RateOutOfRange, "at most 1000000"),
    (file(timing=[]), refusals.WrongShape, "'timing' must be a JSON object"),
    (file(timing={}), refusals.WrongShape, "lacks 'first_column_period'"),
    (file(timing={"first_column_period": 0.5}), refusals.WrongShape, "whole number, not 0.5"),
    (file(timing={"first_column_period": None}), refusals.NotANumber, "not null"),
    (file(timing={"first_column_period": 101}), refusals.PeriodOutOfRange, "from -100 to 100"),
    (file(title=3), refusals.WrongShape, "'title' must be text, not a number"),
    (file(currency="euro"), refusals.UnknownCurrency, "three capital letters"),
    (file(amount=-1), refusals.NegativeAmount, "The amount is -1"),
    (file(unit="x" * 301), refusals.UnfitText, "301 characters"),
    (rows(kind="revenue"), refusals.UnknownKind, "of the kind 'revenue'"),
    (rows(kind=1), refusals.WrongShape, "Row 2: 'kind' must be text"),
    (rows(name=...), refusals.WrongShape, "Row 2 lacks 'name'"),
    (rows(name=" "), refusals.UnfitText, "is blank"),
    (rows(name="a\u0000b"), refusals.UnfitText, "cannot be shown"),
    (rows(name="\ud800"), refusals.UnfitText, "cannot be shown"),
    (rows(source="\u0007"), refusals.UnfitText, "The source of row 'Licence'"),
    (rows(values=...), refusals.WrongShape, "Row 2 lacks 'values'"),
    (rows(values="1,2"), refusals.WrongShape, "'values' must be a list, not text"),
    (rows(values=[]), refusals.NoFigures, "has no values"),
    (rows(values=[1]), refusals.UnequalRows, "has 1 values where the first row has 2"),
    (rows(values=[1, None]), refusals.NotANumber, "Row 2 ('Licence'), column 2 must be a number"),
    (rows(values=[1, "2"]), refusals.NotANumber, "column 2 must be a number, not text"),
    (rows(values=[False, 2]), refusals.NotANumber, "column 1 must be a number, not true or false"),
    (rows(values=[1, [2]]), refusals.NotANumber, "not a list"),
    (rows(values=[1e24, 1]), refusals.NumberTooLarge, "more than 24 digits"),
    (rows(values=[1e-31, 1]), refusals.NumberTooFine, "more than 30 decimals"),
    (rows(values=[1] * 101), refusals.TooManyPeriods, "at most 100 periods"),
    (file(rows=[row()] * 201), refusals.TooManyRows, "201 rows"),
    (file(published={}), refusals.WrongShape, "'published' must be a list"),
    (file(published=[3]), refusals.WrongShape, "Published figure 1 must be a JSON object"),
    (published(metric=...), refusals.WrongShape, "lacks 'metric'"),
    (published(value=...), refusals.WrongShape, "lacks 'value'"),
    (published(value="5 %"), refusals.NotANumber, "'value' must be a number"),
    (published(tolerance="1"), refusals.NotANumber, "'tolerance' must be a number"),
    (published(tolerance=-1), refusals.NegativeTolerance, "tolerance below 0"),
    (published(scale=[]), refusals.NotANumber, "'scale' must be a number"),
    (published(computed_key=5), refusals.WrongShape, "'computed_key' must be text"),
    (published(relation=">"), refusals.UnknownRelation, "relation '>'"),
    (one_line(id=...), refusals.WrongShape, "Case 1 lacks 'id'"),
    (one_line(rate=...), refusals.WrongShape, "Case 1 lacks 'rate'"),
    (one_line(flows=...), refusals.WrongShape, "Case 1 lacks 'flows'"),
    (one_line(flows=[]), refusals.NoFigures, "Case 1 has no flows"),
    (one_line(flows=[1, "x"]), refusals.NotANumber, "Case 1: flow 2 must be a number"),
    (one_line(published=[]), refusals.WrongShape, "'published' must be a JSON object"),
    (one_line(published={"irr_roots": 0}), refusals.WrongShape, "'irr_roots' must be a list"),
    (one_line(published={"irr_roots": [None]}), refusals.NotANumber, "not null"),
    (one_line(published={"npv": "x"}), refusals.NotANumber, "'npv' must be a number"),
    (one_line(tol=-1), refusals.NegativeTolerance, "tolerance below 0"),
    ('{"cases": {}}', refusals.WrongShape, "'cases' must be a list"),
    ('{"cases": [1]}', refusals.WrongShape, "Case 1 must be a JSON object"),
    ('{"cases": [], "rows": []}', refusals.WrongShape, "keep one of them"),
]


@pytest.mark.parametrize(("text", "refusal", "words"), MALFORMED)
def test_a_file_that_is_no_case_is_refused_with_its_reason_and_place(
    text: str, refusal: type[Refusal], words: str
) -> None:
    with pytest.raises(refusal) as caught:
        read_published(text)
    assert type(caught.value) is refusal
    assert words in caught.value.sentence


def test_one_line_cases_are_not_read_as_a_document() -> None:
    with pytest.raises(refusals.WrongShape, match="give a file with 'rows'"):
        read_case(one_line())


def test_a_byte_order_mark_is_passed_over() -> None:
    assert text_of(b"\xef\xbb\xbf{}") == "{}"


def test_bytes_that_are_not_utf8_are_refused() -> None:
    with pytest.raises(refusals.NotUtf8, match="save it as UTF-8"):
        text_of("Größe".encode("latin-1"))
