"""The canonical content of a case: what is stored, hashed and approved."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeVar

from portal.domain.cost_benefit.case import Case, Row
from portal.domain.cost_benefit.numbers import number_from_text, plain_text
from portal.domain.cost_benefit.refusals import UnreadableContent

Part = TypeVar("Part", int, str)


def to_content(case: Case) -> dict[str, Any]:
    """Return ``case`` as JSON-safe content, numbers as plain decimal strings.

    Equal cases give equal content, because a case writes equal numbers alike.
    """
    return {
        "title": case.title,
        "currency": case.currency,
        "unit": case.unit,
        "amount": _text_or_none(case.amount),
        "discount_rate": _text_or_none(case.discount_rate),
        "first_column_period": case.first_column_period,
        "rows": [
            {
                "kind": row.kind,
                "name": row.name,
                "values": [plain_text(value) for value in row.values],
                "source": row.source,
                "owner": row.owner,
            }
            for row in case.rows
        ],
    }


def from_content(content: Mapping[str, Any]) -> Case:
    """Return the case that gave ``content``; raises UnreadableContent for any other content.

    Refusals of ``Case`` pass through, for content that was stored under wider limits.
    """
    try:
        case = Case(
            rows=tuple(_row(row) for row in content["rows"]),
            discount_rate=_number_or_none(content["discount_rate"]),
            first_column_period=_of(int, content["first_column_period"]),
            title=_of(str, content["title"]),
            currency=content["currency"],
            unit=content["unit"],
            amount=_number_or_none(content["amount"]),
        )
    except (KeyError, TypeError, AttributeError):
        raise _unreadable() from None
    if to_content(case) != content:
        raise _unreadable()
    return case


def _row(content: Mapping[str, Any]) -> Row:
    return Row(
        kind=content["kind"],
        name=content["name"],
        values=tuple(_number(value) for value in content["values"]),
        source=content["source"],
        owner=content["owner"],
    )


def _of(kind: type[Part], value: object) -> Part:
    if type(value) is not kind:  # not isinstance: true is no whole number
        raise TypeError
    return value


def _number(text: str) -> Decimal:
    return number_from_text(text, "A stored number")


def _number_or_none(text: str | None) -> Decimal | None:
    return None if text is None else _number(text)


def _text_or_none(number: Decimal | None) -> str | None:
    return None if number is None else plain_text(number)


def _unreadable() -> UnreadableContent:
    return UnreadableContent(
        "The stored content is not a cost-benefit case in its canonical form; restore it."
    )
