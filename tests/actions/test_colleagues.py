"""Colleagues: an owner invites them by mail, gives roles, takes them off; the last owner stays."""

from dataclasses import replace
from typing import Any

import pytest

from portal.actions import colleagues, draft, notify, own_milestone, sign_in
from portal.actions.asking_again import Proof, WrongOldPassword
from portal.actions.colleagues import LastOwner, SuccessorMissing
from portal.actions.invite import NameMissing, NameTooLong
from portal.actions.means import Means
from portal.actions.sellers import AccountEnded, OwnersOnly, ReaderOnly, Seller
from portal.actions.sign_in import (
    AccountExists,
    AddressTooLong,
    DeadPasswordLink,
    UnknownRole,
    WrongPassword,
)
from portal.domain.committee import NoSuchAddress
from portal.domain.playbook.rules import Act
from portal.domain.refusals import Refusal
from portal.store.colleagues import colleagues_of
from portal.store.ledger import entries
from portal.store.pages.plan import plan_page
from portal.store.plans import NotFound
from portal.store.transaction import Store
from portal.store.verifying import verify
from tests.actions.desks import (
    OWEN,
    PASSWORD,
    again,
    forward,
    invited,
    is_in,
    letters,
    link_token,
    signed_in,
)
from tests.actions.people import means_on
from tests.actions.purchases import SMALL
from tests.actions.snapshot import everything, written

SOFIA = "sofia@northwind.example"


@pytest.fixture
def desk(store: Store) -> Means:
    """Give means on an empty database of each kind."""
    return means_on(store)


def sofia(means: Means, owner: Seller, role: str = "seller") -> str:
    """Have Sofia Brandt invited; return her account's id."""
    return colleagues.invite_colleague(
        means,
        owner,
        name=" Sofia  Brandt ",
        email=f" {SOFIA.upper()}",
        title="Engineer",
        role=role,
        proof=Proof(PASSWORD),
    )


def came_in(means: Means, owner: Seller, role: str = "seller") -> tuple[Seller, str]:
    """Have Sofia invited and signed in by the link mailed to her."""
    sofia(means, owner, role)
    token = link_token(means, notify.INVITATION, SOFIA)
    sign_in.set_password(means, owner.organisation_id, token, PASSWORD)
    return again(means, SOFIA)


def test_an_invited_colleague_sets_a_password_by_the_link_mailed_to_them(desk: Means) -> None:
    owner, _ = signed_in(desk)
    seller, _ = came_in(desk, owner)
    assert (seller.name, seller.title, seller.role) == ("Sofia Brandt", "Engineer", "seller")
    assert seller.organisation_id == owner.organisation_id


def test_an_owner_is_made_only_by_one_who_proves_again_that_it_is_they(desk: Means) -> None:
    owner, _ = signed_in(desk)
    account, before = sofia(desk, owner), everything(desk.store)
    ida = {"name": "Ida Berg", "email": "ida@northwind.example", "title": ""}
    for proof in (Proof(), Proof("a guess")):
        with pytest.raises(WrongOldPassword):
            colleagues.invite_colleague(desk, owner, **ida, role="owner", proof=proof)
        with pytest.raises(WrongOldPassword):
            colleagues.change_role(desk, owner, account, "owner", proof)
    assert everything(desk.store) == before


def test_the_link_of_an_invitation_stands_nowhere_in_the_database(desk: Means) -> None:
    owner, _ = signed_in(desk)
    sofia(desk, owner)
    assert link_token(desk, notify.INVITATION, SOFIA) not in written(desk.store)


def test_an_invitation_needs_a_name_an_address_and_a_role_and_is_made_once(desk: Means) -> None:
    owner, _ = signed_in(desk)
    before = everything(desk.store)
    faulty: tuple[tuple[dict[str, str], type[Refusal]], ...] = (
        ({"name": " "}, NameMissing),
        ({"name": "S" * 121}, NameTooLong),
        ({"title": "E" * 121}, NameTooLong),
        ({"role": "administrator"}, UnknownRole),
        ({"email": "sofia"}, NoSuchAddress),
        ({"email": f"{'s' * 250}@northwind.example"}, AddressTooLong),
        ({"email": OWEN}, AccountExists),
    )
    given: dict[str, Any] = {"name": "Sofia Brandt", "email": SOFIA, "title": "", "role": "seller"}
    for changed, refused in faulty:
        with pytest.raises(refused):
            colleagues.invite_colleague(desk, owner, **(given | changed))
    assert everything(desk.store) == before


def test_another_role_counts_from_the_next_click_and_is_told_by_mail(desk: Means) -> None:
    owner, _ = signed_in(desk)
    seller, token = came_in(desk, owner)
    colleagues.change_role(desk, owner, seller.account_id, "reader")
    found = sign_in.seller_of(desk, seller.organisation_id, token)
    assert found is not None
    assert found.role == "reader"
    told = [one["payload"]["what"] for one in letters(desk, notify.ACCOUNT, SOFIA)]
    assert told == ["Owen Hartley made you a reader."]


def test_a_role_taken_away_stops_what_a_page_opened_before_would_do(desk: Means) -> None:
    owner, _ = signed_in(desk)
    seller, _ = came_in(desk, owner)
    plan = draft.start(desk, seller, SMALL)
    colleagues.change_role(desk, owner, seller.account_id, "reader")
    with pytest.raises(ReaderOnly):
        draft.start(desk, seller, SMALL)
    with pytest.raises(ReaderOnly):
        add_milestone(desk, seller, plan)
    with pytest.raises(OwnersOnly):
        colleagues.change_role(desk, replace(seller, role="owner"), owner.account_id, "reader")


def test_giving_the_role_that_somebody_has_changes_nothing(desk: Means) -> None:
    owner, _ = signed_in(desk)
    before = everything(desk.store)
    colleagues.change_role(desk, owner, owner.account_id, "owner", Proof(PASSWORD))
    assert everything(desk.store) == before


def test_an_unknown_role_is_given_to_nobody(desk: Means) -> None:
    owner, _ = signed_in(desk)
    with pytest.raises(UnknownRole):
        colleagues.change_role(desk, owner, owner.account_id, "administrator")


def test_the_last_owner_neither_leaves_nor_becomes_less(desk: Means) -> None:
    owner, _ = signed_in(desk)
    seller, _ = came_in(desk, owner)
    with pytest.raises(LastOwner):
        colleagues.change_role(desk, owner, owner.account_id, "manager")
    with pytest.raises(LastOwner):
        colleagues.take_off(desk, owner, owner.account_id, seller.account_id)
    colleagues.change_role(desk, owner, seller.account_id, "owner", Proof(PASSWORD))
    colleagues.take_off(desk, owner, owner.account_id, seller.account_id)
    with pytest.raises(WrongPassword):
        sign_in.sign_in(desk, OWEN, PASSWORD)


def test_whoever_is_taken_off_is_out_at_once_and_comes_in_no_more(desk: Means) -> None:
    owner, _ = signed_in(desk)
    seller, token = came_in(desk, owner)
    plan = draft.start(desk, seller, SMALL)
    colleagues.mail_link_again(desk, owner, seller.account_id)
    colleagues.take_off(desk, owner, seller.account_id, owner.account_id)
    assert not is_in(desk, seller, token)
    with pytest.raises(AccountEnded):
        add_milestone(desk, seller, plan)
    with pytest.raises(AccountEnded):
        draft.start(desk, seller, SMALL)
    with pytest.raises(WrongPassword):
        sign_in.sign_in(desk, SOFIA, PASSWORD)
    link = link_token(desk, notify.INVITATION, SOFIA)
    with pytest.raises(DeadPasswordLink):
        sign_in.set_password(desk, seller.organisation_id, link, PASSWORD)


def test_plans_of_whoever_leaves_go_to_a_colleague_who_may_write_and_stays(desk: Means) -> None:
    owner, _ = signed_in(desk)
    seller, _ = came_in(desk, owner)
    plan = draft.start(desk, seller, SMALL)
    _, link = invited(desk, "rita@northwind.example", "reader", "Rita Lund")
    assert link
    rita = next(one for one in people(desk, owner) if one[0] == "Rita Lund")[1]
    for successor in ("", "nobody", rita, seller.account_id):
        with pytest.raises(SuccessorMissing):
            colleagues.take_off(desk, owner, seller.account_id, successor)
    assert shown_owner(desk, seller, plan) == ("Sofia Brandt", "plan.laid_out")
    colleagues.take_off(desk, owner, seller.account_id, owner.account_id)
    assert shown_owner(desk, seller, plan) == ("Owen Hartley", "plan.handed_over")
    with desk.store.reading() as connection:
        assert verify(connection).whole


def test_an_address_that_was_taken_off_can_be_invited_again_as_somebody_new(desk: Means) -> None:
    owner, _ = signed_in(desk)
    first = sofia(desk, owner)
    colleagues.take_off(desk, owner, first, owner.account_id)
    assert sofia(desk, owner) != first
    assert [name for name, _ in people(desk, owner)] == ["Owen Hartley", "Sofia Brandt"]


def test_a_new_link_ends_the_one_before_and_lives_seven_days(desk: Means) -> None:
    owner, _ = signed_in(desk)
    account = sofia(desk, owner)
    first = link_token(desk, notify.INVITATION, SOFIA)
    colleagues.mail_link_again(desk, owner, account)
    with pytest.raises(DeadPasswordLink):
        sign_in.set_password(desk, owner.organisation_id, first, PASSWORD)
    second = link_token(desk, notify.INVITATION, SOFIA)
    forward(desk, days=7)
    with pytest.raises(DeadPasswordLink):
        sign_in.set_password(desk, owner.organisation_id, second, PASSWORD)


def test_an_owner_finds_nobody_of_another_organisation(desk: Means) -> None:
    owner, _ = signed_in(desk)
    other, _ = signed_in(desk, "sam@halden.example", organisation="Halden Software")
    before = everything(desk.store)
    for account in (owner.account_id, "nobody"):
        with pytest.raises(NotFound):
            colleagues.change_role(desk, other, account, "reader")
        with pytest.raises(NotFound):
            colleagues.take_off(desk, other, account, other.account_id)
        with pytest.raises(NotFound):
            colleagues.mail_link_again(desk, other, account)
    assert everything(desk.store) == before


def test_plans_go_to_nobody_of_another_organisation(desk: Means) -> None:
    owner, _ = signed_in(desk)
    other, _ = signed_in(desk, "sam@halden.example", organisation="Halden Software")
    account = sofia(desk, owner)
    with pytest.raises(SuccessorMissing):
        colleagues.take_off(desk, owner, account, other.account_id)


def add_milestone(means: Means, seller: Seller, plan: str) -> str:
    return own_milestone.add_milestone(
        means, seller, plan, name="A visit", act=Act.CONFIRM,
        seat="champion", due_on=SMALL.go_live, why="You asked for it.", provides="",
    )  # fmt: skip  # one call


def people(means: Means, owner: Seller) -> list[tuple[str, str]]:
    with means.store.reading() as connection:
        return [(one.name, one.id) for one in colleagues_of(connection, owner.organisation_id)]


def shown_owner(means: Means, seller: Seller, plan: str) -> tuple[str, str]:
    """Return whose a plan is, and what its record says happened last."""
    with means.store.reading() as connection:
        found = plan_page(connection, seller.organisation_id, plan)
        last = entries(connection, seller.organisation_id, plan)[-1]
    assert found is not None
    return found.plan.owner, last.body["event"]
