"""Signing in: accounts of the supplier's side, a password by one-time link, visits that end."""

from dataclasses import replace

import pytest

from portal.actions import sign_in
from portal.actions.means import Means, token_hash
from portal.actions.passwords import PasswordTooShort
from portal.actions.sign_in import (
    AccountExists,
    DeadPasswordLink,
    OrganisationMissing,
    UnknownRole,
    WrongPassword,
)
from portal.domain.committee import NoSuchAddress
from portal.domain.refusals import Refusal
from portal.domain.sharing import DESK_LIFETIME
from portal.store import accounts, passwords
from portal.store.transaction import Store
from tests.actions.desks import OWEN, PASSWORD, forward, invited
from tests.actions.people import means_on
from tests.actions.snapshot import everything


@pytest.fixture
def desk(store: Store) -> Means:
    """Give means on an empty database of each kind."""
    return means_on(store)


def signed_in(means: Means) -> tuple[str, str]:
    """Return the organisation and the session's token of Owen, who has just signed in."""
    sign_in.set_password(means, *invited(means), PASSWORD)
    return sign_in.sign_in(means, f" {OWEN.title()} ", PASSWORD)


def test_who_signs_in_is_who_the_account_says(desk: Means) -> None:
    organisation, token = signed_in(desk)
    seller = sign_in.seller_of(desk, organisation, token)
    assert seller is not None
    assert (seller.email, seller.name, seller.role) == (OWEN, "Owen Hartley", "owner")
    assert (seller.organisation, seller.domains) == ("Northwind Analytics", ("northwind.example",))


def test_a_wrong_password_and_an_unknown_address_are_refused_alike(desk: Means) -> None:
    signed_in(desk)
    invited(desk, "sofia@northwind.example")  # she has no password yet
    said = set()
    for email, password in (
        (OWEN, "another sentence altogether"),
        (OWEN, ""),
        ("nobody@northwind.example", PASSWORD),
        ("sofia@northwind.example", PASSWORD),
        ("sofia@northwind.example", "an address that is not known here"),
        ("nobody@northwind.example", "an address that is not known here"),
    ):
        with pytest.raises(WrongPassword) as wrong:
            sign_in.sign_in(desk, email, password)
        said.add((wrong.value.sentence, wrong.value.field))
    assert len(said) == 1


def test_a_password_link_works_once(desk: Means) -> None:
    organisation, token = invited(desk, organisation=" Northwind Analytics ")
    sign_in.set_password(desk, organisation, token, PASSWORD)
    with pytest.raises(DeadPasswordLink):
        sign_in.set_password(desk, organisation, token, "a sentence somebody else would like")
    assert sign_in.sign_in(desk, OWEN, PASSWORD)


def test_a_password_link_lives_seven_days_in_its_own_organisation(desk: Means) -> None:
    organisation, token = invited(desk)
    for where, what in (("elsewhere", token), (organisation, "no such token")):
        with pytest.raises(DeadPasswordLink):
            sign_in.set_password(desk, where, what, PASSWORD)
    forward(desk, days=7)
    with pytest.raises(DeadPasswordLink):
        sign_in.set_password(desk, organisation, token, PASSWORD)


def test_a_password_has_a_length_and_a_refused_one_leaves_the_link(desk: Means) -> None:
    organisation, token = invited(desk)
    for password in ("", "p" * 11, "p" * 201):
        with pytest.raises(PasswordTooShort):
            sign_in.set_password(desk, organisation, token, password)
    longest = (PASSWORD * 7)[:200]
    sign_in.set_password(desk, organisation, token, longest)
    assert sign_in.sign_in(desk, OWEN, longest)
    with pytest.raises(WrongPassword):
        sign_in.sign_in(desk, OWEN, longest + "p")


def test_a_visit_ends_by_itself(desk: Means) -> None:
    organisation, token = signed_in(desk)
    forward(desk, seconds=DESK_LIFETIME.total_seconds() - 1)
    assert sign_in.seller_of(desk, organisation, token)
    forward(desk, seconds=1)
    assert sign_in.seller_of(desk, organisation, token) is None


def test_a_password_does_not_run_out(desk: Means) -> None:
    signed_in(desk)
    forward(desk, days=3650)
    assert sign_in.seller_of(desk, *sign_in.sign_in(desk, OWEN, PASSWORD))


def test_signing_out_ends_this_visit_and_no_other(desk: Means) -> None:
    organisation, token = signed_in(desk)
    _, other = sign_in.sign_in(desk, OWEN, PASSWORD)
    for _ in range(2):  # twice is no harm
        sign_in.sign_out(desk, organisation, token)
    assert sign_in.seller_of(desk, organisation, token) is None
    assert sign_in.seller_of(desk, organisation, other)


def test_a_token_is_good_in_its_own_organisation_alone(desk: Means) -> None:
    organisation, token = signed_in(desk)
    assert sign_in.seller_of(desk, "elsewhere", token) is None
    assert sign_in.seller_of(desk, organisation, "no such token") is None


def test_a_new_password_ends_every_visit(desk: Means) -> None:
    organisation, token = invited(desk)
    again = replace(desk, draw=lambda: "drawn-anew")
    sign_in.set_password(desk, organisation, token, PASSWORD)
    _, visit = sign_in.sign_in(desk, OWEN, PASSWORD)
    link = {"organisation_id": organisation, "token_hash": token_hash(again.draw())}
    with desk.store.writing() as session:
        found = accounts.by_email(session.connection(), OWEN)
        assert found is not None
        passwords.add_link(
            session, link | {"account_id": found[0].id, "expires_at": desk.clock() + DESK_LIFETIME}
        )
    sign_in.set_password(desk, organisation, again.draw(), "another sentence altogether")
    assert sign_in.seller_of(desk, organisation, visit) is None


def test_an_account_needs_an_address_a_role_and_an_organisation(desk: Means) -> None:
    invited(desk)
    before = everything(desk.store)
    faulty: tuple[tuple[str, str, str, type[Refusal]], ...] = (
        (f" {OWEN.upper()}", "Northwind Analytics", "owner", AccountExists),
        (OWEN, "Fabrikam Ltd", "owner", AccountExists),
        ("sofia@northwind.example", "Northwind Analytics", "king", UnknownRole),
        ("sofia@northwind.example", " ", "seller", OrganisationMissing),
        ("sofia", "Northwind Analytics", "seller", NoSuchAddress),
    )
    for email, organisation, role, refused in faulty:
        with pytest.raises(refused):
            sign_in.create_account(desk, email, organisation=organisation, role=role)
    assert everything(desk.store) == before
