"""How rows become values: what did not change is read once, what reads differently is another."""

from dataclasses import dataclass
from decimal import Decimal

from portal.store.pages import reading
from portal.store.pages.reading import Rows
from portal.store.schema.plan import members

INGRID = ("ingrid", '["economic_buyer"]', "9000.0")
PRIYA = ("priya", '["champion","user_lead"]', None)


@dataclass(frozen=True, slots=True)
class Seated:
    """A few of a member's fields."""

    id: str
    seats: list[str]
    limit: Decimal | None


COLUMNS = (members.c.id, members.c.seats, members.c.limit_amount)


def rows() -> Rows[Seated]:
    return Rows(Seated, COLUMNS)


def test_json_and_amounts_are_read_and_nothing_stays_nothing() -> None:
    assert rows().of([INGRID, PRIYA]) == (
        Seated("ingrid", ["economic_buyer"], Decimal("9000.0")),
        Seated("priya", ["champion", "user_lead"], None),
    )


def test_a_row_that_did_not_change_is_read_once() -> None:
    kept = rows()
    before, after = kept.of([INGRID, PRIYA]), kept.of([INGRID, ("priya", "[]", None)])
    assert after[0] is before[0]
    assert after[1] == Seated("priya", [], None)


def test_an_amount_written_with_more_digits_is_another_row() -> None:
    shown = [str(one.limit) for one in rows().of([INGRID, (*INGRID[:2], "9000.00")])]
    assert shown == ["9000.0", "9000.00"]


def test_a_field_may_be_read_in_a_way_of_its_own() -> None:
    kept = Rows(Seated, COLUMNS, readers={"seats": lambda text: [text.upper()]})
    assert kept.of([INGRID])[0].seats == ['["ECONOMIC_BUYER"]']


def test_a_short_content_is_kept_and_a_long_one_is_not() -> None:
    short, long = '{"text":"as agreed"}', f'{{"text":"{"x" * reading.LARGEST_CONTENT}"}}'
    assert reading.content(short) is reading.content(short)
    assert reading.content(long) == reading.content(long)
    assert reading.content(long) is not reading.content(long)
