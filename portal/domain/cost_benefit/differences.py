"""What changed from one case to another, figure by figure."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

from portal.domain.cost_benefit.case import Case, Row

Value = str | int | Decimal | tuple[Decimal, ...] | tuple[str, ...] | None
RowKey = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that changed; None stands for what is not there.

    A row that came or went has all its values on one side; otherwise each value that changed is a
    difference of its own, labelled with its period counted from today.
    """

    label: str
    before: Value
    after: Value


def differences(old: Case, new: Case) -> tuple[Difference, ...]:
    """Tell what changed from ``old`` to ``new``, in the order of the document; () if nothing did.

    Rows are the same if kind and name are; of several alike, the first is the first. A renamed row
    is one that went and one that came.
    """
    return (*_of_the_case(old, new), *_of_the_rows(old, new))


def _of_the_case(old: Case, new: Case) -> Iterator[Difference]:
    pairs: tuple[tuple[str, Value, Value], ...] = (
        ("title", old.title or None, new.title or None),
        ("currency", old.currency, new.currency),
        ("unit", old.unit, new.unit),
        ("amount", old.amount, new.amount),
        ("discount rate", old.discount_rate, new.discount_rate),
        ("period of the first column", old.first_column_period, new.first_column_period),
    )
    return _changed(*pairs)


def _of_the_rows(old: Case, new: Case) -> Iterator[Difference]:
    before, after = _by_key(old), _by_key(new)
    for key, row in before.items():
        if key in after:
            yield from _of_one_row(_label(key), row, after[key], new.first_column_period)
        else:
            yield Difference(_label(key), row.values, None)
    for key, row in after.items():
        if key not in before:
            yield Difference(_label(key), None, row.values)
    kept_before = tuple(_label(key) for key in before if key in after)
    kept_after = tuple(_label(key) for key in after if key in before)
    yield from _changed(("order of the rows", kept_before, kept_after))


def _of_one_row(label: str, old: Row, new: Row, first_period: int) -> Iterator[Difference]:
    columns = enumerate(zip_longest(old.values, new.values), start=first_period)
    yield from _changed(
        *((f"{label}, period {period}", before, after) for period, (before, after) in columns),
        (f"{label}, source", old.source, new.source),
        (f"{label}, owner", old.owner, new.owner),
    )


def _changed(*pairs: tuple[str, Value, Value]) -> Iterator[Difference]:
    return (Difference(label, old, new) for label, old, new in pairs if old != new)


def _by_key(case: Case) -> dict[RowKey, Row]:
    seen = Counter[tuple[str, str]]()
    keyed = dict[RowKey, Row]()
    for row in case.rows:
        seen[row.kind, row.name] += 1
        keyed[row.kind, row.name, seen[row.kind, row.name]] = row
    return keyed


def _label(key: RowKey) -> str:
    kind, name, place = key
    return f"{kind} '{name}'" if place == 1 else f"{kind} '{name}' ({place})"
