"""Allowing a domain: the buyer's own company, never the supplier's, never everybody's."""

import pytest

from portal.domain.allowing import (
    MailboxesForEverybody,
    NoSuchDomain,
    SupplierDomain,
    allowable,
    is_plain,
    may_come,
)
from portal.domain.committee import leaders
from tests.domain.people import INGRID, NOON, PRIYA, TOMAS, member

OWN = ("northwind.example",)


@pytest.mark.parametrize(
    "typed", ["meridian.example", " Meridian.EXAMPLE ", "@meridian.example", "meridian.example."]
)
def test_a_domain_is_kept_in_one_spelling(typed: str) -> None:
    assert allowable(typed, OWN) == "meridian.example"


@pytest.mark.parametrize(
    "typed",
    ["", "meridian", "a b.example", "ingrid@meridian.example", "-a.example", "a..example",
     f"{'a' * 250}.example", "meridian.example/room", "*.meridian.example"],
)  # fmt: skip  # a list
def test_what_stands_behind_no_address_is_refused(typed: str) -> None:
    with pytest.raises(NoSuchDomain):
        allowable(typed, OWN)


@pytest.mark.parametrize("typed", ["northwind.example", "mail.NORTHWIND.example"])
def test_a_suppliers_domain_can_never_be_allowed(typed: str) -> None:
    with pytest.raises(SupplierDomain):
        allowable(typed, OWN)


def test_a_domain_where_anybody_has_a_mailbox_is_refused() -> None:
    with pytest.raises(MailboxesForEverybody):
        allowable("gmail.com", OWN)


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("lena@meridian.example", True),
        ("lena@mail.meridian.example", False),
        ("lena@meridian.example.evil.example", False),
        ("lena@notmeridian.example", False),
        ("lena@meridian.example@evil.example", False),
        ("call us now@meridian.example", False),
        ("<b>@meridian.example", False),
        ("lena", False),
        ("", False),
    ],
)
def test_a_domain_is_taken_exactly_and_an_address_is_plain(address: str, may: bool) -> None:
    assert may_come(address, ["meridian.example"]) is may


def test_a_long_address_is_judged_as_any_other() -> None:
    assert not is_plain(f"{'a' * 65}@meridian.example")


def test_champions_lead_and_where_there_are_none_who_was_named_first() -> None:
    ingrid, priya, tomas = member(INGRID, "finance"), member(PRIYA, "champion"), member(TOMAS)
    assert leaders([tomas, ingrid, priya]) == (priya,)
    priya.leave(NOON)
    assert leaders([tomas, ingrid, priya]) == (ingrid,)
    assert leaders([tomas]) == ()
