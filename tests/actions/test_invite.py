"""Naming the committee: people of the buyer's side, one address each, none of the supplier's."""

from dataclasses import replace

import pytest

from portal.actions import invite, sign_in
from portal.actions.invite import NameMissing, NameTooLong, SeatMissing
from portal.actions.means import Means
from portal.domain.committee import (
    AlreadyOnCommittee,
    NoSuchAddress,
    SupplierAddress,
    UnknownSeat,
)
from portal.domain.refusals import Refusal
from portal.store.accounts import by_email
from portal.store.transaction import Store
from tests.actions.people import INGRID, PRIYA, Person, begin, means_on
from tests.actions.snapshot import everything

REFUSED: tuple[tuple[Person, type[Refusal]], ...] = (
    (replace(PRIYA, name="  "), NameMissing),
    (replace(PRIYA, name="P" * 121), NameTooLong),
    (replace(PRIYA, title="H" * 121), NameTooLong),
    (replace(PRIYA, seats=()), SeatMissing),
    (replace(PRIYA, seats=("champion", "king")), UnknownSeat),
    (replace(PRIYA, seats=("every_member",)), UnknownSeat),
    (replace(PRIYA, email="priya"), NoSuchAddress),
    (replace(PRIYA, email="INGRID.Solheim@meridian.example "), AlreadyOnCommittee),
    (replace(PRIYA, email="priya@northwind.example"), SupplierAddress),
    (replace(PRIYA, email="priya@Mail.NORTHWIND.example"), SupplierAddress),
)


def test_nobody_joins_who_could_not_be_asked_or_is_the_suppliers(means: Means) -> None:
    deal = begin(means)
    deal.invite(INGRID)
    before = deal.page
    for faulty, refused in REFUSED:
        with pytest.raises(refused):
            deal.invite(faulty)
    assert deal.page == before


def test_a_domain_that_only_ends_like_the_suppliers_is_somebody_elses(means: Means) -> None:
    deal = begin(means)
    assert deal.invite(replace(PRIYA, email="priya@notnorthwind.example"))


def test_the_domain_of_every_account_is_the_suppliers(store: Store) -> None:
    means = means_on(store)
    for email in ("owen@northwind.example", "sofia@northwind-labs.example"):
        sign_in.create_account(means, email, organisation="Northwind Analytics", role="owner")
    with means.store.reading() as connection:
        found = by_email(connection, "owen@northwind.example")
    assert found is not None
    assert found[0].domains == ("northwind.example", "northwind-labs.example")


def test_a_person_is_kept_under_one_spelling(means: Means) -> None:
    deal = begin(means)
    spelt = replace(PRIYA, name=" Priya   Raman ", email=" Priya.Raman@Meridian.example ",
                    seats=("champion", "champion"))  # fmt: skip  # one person
    joined = deal.invite(spelt)
    member = deal.page.member(joined)
    assert member is not None
    assert (member.name, member.email, member.seats) == (PRIYA.name, PRIYA.email, ["champion"])


def test_the_ledger_names_nobody(means: Means) -> None:
    deal = begin(means)
    deal.invite(PRIYA)
    assert deal.events()[-1] == "member.added"
    kept = repr(everything(means.store)["ledger"])
    assert not [part for part in (PRIYA.name, PRIYA.email, PRIYA.title) if part in kept]


def test_nobody_is_mailed_before_the_plan_is_shared(means: Means) -> None:
    deal = begin(means)
    deal.invite(PRIYA)
    assert deal.letters("link") == []


def test_a_site_has_a_length_too(means: Means) -> None:
    deal = begin(means)
    with pytest.raises(NameTooLong):
        invite.add_member(
            means, deal.seller, deal.plan, name=PRIYA.name, email=PRIYA.email, title="",
            seats=("site_lead",), site="S" * 121,
        )  # fmt: skip  # one call
