"""A cost-benefit case as a form: cells as they are typed, read into a case with errors in place."""

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from portal.domain.cost_benefit.case import BENEFIT, COST, MOST_PERIODS, MOST_ROWS, Case, Row
from portal.domain.cost_benefit.csv_reading import read_rows
from portal.domain.cost_benefit.numbers import number_from_text, plain_text
from portal.domain.cost_benefit.reading import PublishedCase, read_published
from portal.domain.cost_benefit.refusals import RateOutOfRange, WrongShape
from portal.domain.refusals import Refusal
from portal.web.forms import read_amount
from portal.web.seller.documents import Answered, is_number, payable
from portal.web.showing.figures import year

HEAD = ("title", "currency", "unit", "amount", "rate", "first")
CELLS = ("kind", "name", "source", "owner")
GROUPED = re.compile(r"([+-]?\d{1,3})((?:,\d{3})+)(\.\d+)?", re.ASCII)
HUNDRED = Decimal(100)
COSTS = "Give what the buyer pays: all costs together are no amount that anybody could approve."
PERCENT = "Give the discount rate in percent, above \u2212100, such as 10; or leave it empty."


def values_of(case: Case) -> dict[str, str]:
    """Return a case as a form shows it."""
    values = {
        "title": case.title,
        "currency": case.currency or "",
        "unit": case.unit or "",
        "amount": "" if case.amount is None else plain_text(case.amount),
        "rate": "" if case.discount_rate is None else percent(case.discount_rate),
        "first": str(case.first_column_period),
        "rows": str(len(case.rows)),
        "columns": str(case.periods),
    }
    for place, row in enumerate(case.rows):
        values |= {f"r{place}-kind": row.kind, f"r{place}-name": row.name}
        values |= {f"r{place}-source": row.source or "", f"r{place}-owner": row.owner or ""}
        values |= {f"r{place}-v{i}": plain_text(value) for i, value in enumerate(row.values)}
    return values


def percent(rate: Decimal) -> str:
    """Return a fraction as percent is typed: 0.095 as 9.5."""
    return plain_text((rate * HUNDRED).normalize())


def blank(title: str, currency: str, amount: Decimal | None) -> dict[str, str]:
    """Return an empty form: a cost and a benefit over the start and three years."""
    rows = (Row(COST, "x", (Decimal(0),) * 4), Row(BENEFIT, "x", (Decimal(0),) * 4))
    values = values_of(Case(rows, Decimal("0.1"), 0, title, currency, None, amount))
    return values | {name: "" for name in values if name.endswith("-name") or "-v" in name}


def size(sent: Answered) -> tuple[int, int]:
    """Return how many rows and columns a form has, at least one of each."""
    return _count(sent, "rows", MOST_ROWS), _count(sent, "columns", MOST_PERIODS)


def periods(sent: Answered) -> list[str]:
    """Return what the columns are called."""
    try:
        first = int(sent.get("first") or 0)
    except ValueError:
        first = 0
    return [year(first + i) for i in range(size(sent)[1])]


def with_row(sent: Answered, kind: str) -> Answered:
    """Return the form with one row more."""
    rows, _ = size(sent)
    more = {"rows": str(min(rows + 1, MOST_ROWS)), f"r{rows}-kind": kind}
    return Answered({**sent.values, **more})


def without_row(sent: Answered, taken: int) -> Answered:
    """Return the form without one of its rows."""
    rows, columns = size(sent)
    kept = [row for row in range(rows) if row != taken] or [0]
    head = {name: value for name, value in sent.values.items() if not re.match(r"r\d+-", name)}
    names = [*CELLS, *(f"v{i}" for i in range(columns))]
    cells = {
        f"r{place}-{name}": sent.value(f"r{row}-{name}")
        for place, row in enumerate(kept)
        for name in names
    }
    return Answered({**head, **cells, "rows": str(len(kept))})


def with_columns(sent: Answered, more: int) -> Answered:
    """Return the form with a column more, or one less."""
    columns = max(1, min(size(sent)[1] + more, MOST_PERIODS))
    return Answered({**sent.values, "columns": str(columns)})


def read(sent: Answered) -> Case | None:
    """Return the case that was typed, or nothing: then every error stands beside its field."""
    rows = [_row(sent, place) for place in range(size(sent)[0]) if _is_filled(sent, place)]
    head = _head(sent)
    if sent.errors:
        return None
    try:
        case = replace(head, rows=tuple(row for row in rows if row))
    except Refusal as refusal:
        beside(sent, refusal)
        return None
    if case.amount is None and not case.unit and payable(round(case.amount_to_approve, 2)):
        sent.refuse("amount", COSTS)
        return None
    return case


def _head(sent: Answered) -> Case:
    """Read what stands above the rows, field by field, so that each error is told at once."""
    case = Case((Row(COST, "none yet", (Decimal(0),)),), None)
    given: dict[str, Any] = {
        "title": sent.get("title"),
        "currency": sent.get("currency").upper() or None,
        "unit": sent.get("unit") or None,
        "amount": _amount(sent),
        "discount_rate": _rate(sent),
        "first_column_period": _whole(sent),
    }
    for field, value in given.items():
        try:
            case = replace(case, **{field: value})
        except Refusal as refusal:
            beside(sent, refusal)
    return case


def load(text: str, typed: Mapping[str, str]) -> tuple[dict[str, str], PublishedCase | None]:
    """Return the form that a JSON or CSV text fills, and what a JSON text published.

    A CSV text holds the rows alone: what else was ``typed`` stays.

    Raises:
        WrongShape: for several one-line cases at once; and the refusals of both readers.
    """
    if not text.lstrip().startswith(("{", "[")):
        rows = read_rows(text)
        kept = {name: typed.get(name, "") for name in (*HEAD, "note")}
        case = Case(rows, None)
        return {**values_of(case), **kept}, None
    found = read_published(text)
    if not isinstance(found, PublishedCase):
        raise WrongShape("The file holds several one-line cases; give one with 'rows'.")
    values = values_of(found.case)
    for name in ("currency", "amount", "title"):
        values[name] = values[name] or typed.get(name, "")
    return {**values, "note": typed.get("note", "")}, found


def errors_of(sent: Answered, place: int) -> list[str]:
    """Return everything that is wrong with a row."""
    found = (say for name, say in sent.errors.items() if name.startswith(f"r{place}-"))
    return [sentence for sentences in found for sentence in sentences]


def beside(sent: Answered, refusal: Refusal) -> None:
    """Put a refusal beside its field, or above the form."""
    name = {"discount_rate": "rate", "first_column_period": "first"}.get(
        refusal.field or "", refusal.field or ""
    )
    sentence = PERCENT if isinstance(refusal, RateOutOfRange) else refusal.sentence
    sent.refuse(name if name in HEAD else "", sentence)


def _is_filled(sent: Answered, place: int) -> bool:
    names = ["name", "source", "owner", *(f"v{i}" for i in range(size(sent)[1]))]
    return any(sent.get(f"r{place}-{name}") for name in names)


def _row(sent: Answered, place: int) -> Row | None:
    values = [_cell(sent, place, column) for column in range(size(sent)[1])]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    given = {name: sent.get(f"r{place}-{name}") for name in CELLS}
    try:
        return Row(
            given["kind"], given["name"], tuple(known), given["source"] or None,
            given["owner"] or None,
        )  # fmt: skip  # field by field
    except Refusal as refusal:
        sent.refuse(f"r{place}-name", f"Row {place + 1}: {refusal.sentence}")
        return None


def _cell(sent: Answered, place: int, column: int) -> Decimal | None:
    name = f"r{place}-v{column}"
    what = f"Row {place + 1}, {periods(sent)[column].lower()},"
    return _number(sent, name, what, empty=Decimal(0))


def _number(sent: Answered, name: str, what: str, empty: Decimal | None) -> Decimal | None:
    """Read a number, with commas between thousands if they stand where they belong."""
    typed = sent.get(name).replace("\u2212", "-")
    if not typed:
        return empty
    plain = typed.replace(",", "") if GROUPED.fullmatch(typed) else typed
    try:
        return number_from_text(plain, what)
    except Refusal as refusal:
        sent.refuse(name, refusal.sentence)
        return None


def _amount(sent: Answered) -> Decimal | None:
    if not sent.get("amount"):
        return None
    try:
        amount = read_amount(sent.get("amount"))
        if problem := payable(amount):
            raise ValueError(problem)
    except ValueError as wrong:
        sent.refuse("amount", str(wrong))
        return None
    return amount


def _rate(sent: Answered) -> Decimal | None:
    typed = sent.get("rate").rstrip(" %")
    if not typed:
        return None
    read = _number(Answered({"rate": typed}, sent.errors), "rate", "The discount rate", None)
    return None if read is None else read / HUNDRED


def _whole(sent: Answered) -> int:
    try:
        return int(sent.get("first") or 0)
    except ValueError:
        sent.refuse("first", "Write a whole number: 0 for the start, 1 for the first year.")
        return 0


def _count(sent: Answered, name: str, most: int) -> int:
    typed: Any = sent.get(name)
    return max(1, min(int(typed), most)) if is_number(typed) else 1
