"""Who may join the committee, and what a person states about themselves."""

from decimal import Decimal

import pytest

from portal.domain import identity
from portal.domain.committee import (
    DERIVED_SEATS,
    MOST_MONEY,
    SEATS,
    AlreadyOnCommittee,
    LimitOutOfRange,
    NoSuchAddress,
    SupplierAddress,
    UnknownSeat,
    admit,
    domain_of,
)
from portal.domain.playbook.rules import ROLES
from tests.domain.people import INGRID, NOON, PRIYA, SALT, member

NORTHWIND = ("northwind.example",)


def test_an_address_is_taken_in_lower_case_without_the_spaces_around_it() -> None:
    admitted = admit([], " Priya@Meridian.Example ", ("champion",), NORTHWIND)
    assert admitted == "priya@meridian.example"


@pytest.mark.parametrize(
    "address",
    [
        "owen@northwind.example",
        "owen@NorthWind.Example",
        "owen@mail.northwind.example",
        " owen@northwind.example ",
    ],
)
@pytest.mark.parametrize("domains", [NORTHWIND, ("Northwind.Example",)])
def test_the_suppliers_own_domain_fills_no_seat(address: str, domains: tuple[str, ...]) -> None:
    with pytest.raises(SupplierAddress):
        admit([], address, (), domains)


def test_a_domain_that_only_ends_like_the_suppliers_is_another() -> None:
    assert admit([], "ana@farnorthwind.example", (), NORTHWIND)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "priya",
        "@meridian.example",
        "priya@",
        "priya@meridian",
        "priya@meridian..example",
        "priya@meridian.example.",
        "priya raman@meridian.example",
        "priya@meridian.example\nbcc: x@y.example",
        "owen@northwind.example@meridian.example",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(NoSuchAddress):
        admit([], address, (), NORTHWIND)


def test_one_address_is_one_person_however_it_is_typed() -> None:
    with pytest.raises(AlreadyOnCommittee):
        admit([member(INGRID)], "Ingrid@Meridian.Example", (), NORTHWIND)


@pytest.mark.parametrize("seat", ["treasurer", "every_member", "Champion", ""])
def test_only_seats_of_the_playbook_can_be_given(seat: str) -> None:
    with pytest.raises(UnknownSeat):
        admit([], "priya@meridian.example", ("champion", seat), NORTHWIND)


def test_the_domain_is_the_part_behind_the_at_sign() -> None:
    assert domain_of("Priya@Meridian.Example") == "meridian.example"


def test_seats_given_and_derived_are_together_the_roles_of_the_playbook() -> None:
    assert SEATS.keys() | DERIVED_SEATS.keys() == ROLES.keys()
    assert not SEATS.keys() & DERIVED_SEATS.keys()


def test_a_person_states_title_and_limit() -> None:
    ingrid = member(INGRID)
    ingrid.introduce("Chief Financial Officer", Decimal(500_000), "EUR", NOON)
    assert (ingrid.title, ingrid.introduced_at) == ("Chief Financial Officer", NOON)
    assert (ingrid.limit_amount, ingrid.limit_currency) == (Decimal(500_000), "EUR")


def test_without_a_limit_there_is_no_currency() -> None:
    priya = member(PRIYA)
    priya.introduce("Head of Planning", None, "EUR", NOON)
    assert (priya.limit_amount, priya.limit_currency) == (None, None)


@pytest.mark.parametrize("limit", [Decimal(0), MOST_MONEY])
def test_the_smallest_and_the_largest_limit_are_taken(limit: Decimal) -> None:
    ingrid = member(INGRID)
    ingrid.introduce("CFO", limit, "EUR", NOON)
    assert ingrid.limit_amount == limit


@pytest.mark.parametrize("limit", ["-0.01", "1000000000000", "NaN", "sNaN", "Infinity"])
def test_a_negative_or_absurd_limit_is_refused_and_changes_nothing(limit: str) -> None:
    ingrid = member(INGRID)
    with pytest.raises(LimitOutOfRange):
        ingrid.introduce("Emperor", Decimal(limit), "EUR", NOON)
    assert (ingrid.title, ingrid.limit_amount, ingrid.introduced_at) == ("CFO", None, None)


def test_the_ledger_keeps_a_salted_commitment_to_name_title_and_address() -> None:
    ingrid = member(INGRID)
    assert ingrid.commitment() == identity.committed(
        "Ingrid Solheim", "CFO", "ingrid@meridian.example", SALT
    )
    before = ingrid.commitment()
    ingrid.introduce("Chief Financial Officer", None, "", NOON)
    assert ingrid.commitment() != before
