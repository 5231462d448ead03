"""Sellers at the same instant, with real threads, on both databases."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from portal.actions import (
    colleagues,
    notify,
    passkeys,
    second_factor,
    second_step,
    sign_in,
)
from portal.actions.asking_again import Proof
from portal.actions.means import Means, token_hash
from portal.actions.sellers import AccountEnded, OwnersOnly
from portal.actions.sign_in import AccountExists
from portal.domain.refusals import Refusal
from portal.domain.single_sign_on import BoundToAnother
from portal.store import accounts, desk_sessions
from portal.store import passkeys as passkeys_kept
from portal.store.transaction import Store
from tests.actions.desks import (
    OWEN,
    PASSWORD,
    TwoSteps,
    forward,
    is_in,
    letters,
    link_token,
    set_up,
    signed_in,
)
from tests.actions.people import means_on
from tests.actions.signing_on import signed_on
from tests.faults.test_races import at_once

MANY = 8


@pytest.fixture
def desk(store: Store) -> Means:
    """Give means on an empty database of each kind."""
    return means_on(store)


def given(told: list[Any]) -> list[Any]:
    """Return what was not refused."""
    return [one for one in told if not isinstance(one, Refusal)]


def test_two_owners_who_take_each_other_off_at_once_leave_one(desk: Means) -> None:
    owen, _ = signed_in(desk)
    ida, _ = signed_in(desk, "ida@northwind.example", "owner", "Ida Ek")
    acts: list[Callable[[], None]] = [
        partial(colleagues.take_off, desk, owen, ida.account_id, owen.account_id),
        partial(colleagues.take_off, desk, ida, owen.account_id, ida.account_id),
    ]
    told = at_once(*acts)
    assert len(given(told)) == 1
    assert {type(one) for one in told if isinstance(one, Refusal)} == {AccountEnded}


def test_two_owners_who_step_down_at_once_leave_one(desk: Means) -> None:
    owen, _ = signed_in(desk)
    ida, _ = signed_in(desk, "ida@northwind.example", "owner", "Ida Ek")
    told = at_once(
        partial(colleagues.change_role, desk, owen, owen.account_id, "seller"),
        partial(colleagues.change_role, desk, ida, ida.account_id, "seller"),
    )
    assert len(given(told)) == 1
    assert OwnersOnly not in {type(one) for one in told}


def test_one_code_typed_at_many_places_at_once_opens_one(desk: Means) -> None:
    owen, token = signed_in(desk)
    two = TwoSteps(desk, owen, token, *set_up(desk, owen))
    forward(desk, seconds=60)
    halves = [sign_in.sign_in(desk, OWEN, PASSWORD) for _ in range(MANY)]
    told = at_once(*(partial(second_step.enter_code, desk, *half, two.code) for half in halves))
    assert len(given(told)) == 1


def test_one_recovery_code_typed_at_many_places_at_once_opens_one(desk: Means) -> None:
    owen, _ = signed_in(desk)
    codes, _ = set_up(desk, owen)
    halves = [sign_in.sign_in(desk, OWEN, PASSWORD) for _ in range(MANY)]
    told = at_once(
        *(partial(second_step.enter_recovery_code, desk, *half, codes[0]) for half in halves)
    )
    assert len(given(told)) == 1


def test_one_password_link_used_at_many_places_at_once_works_once(desk: Means) -> None:
    owen, _ = signed_in(desk)
    colleagues.mail_link_again(desk, owen, owen.account_id)
    link = link_token(desk, notify.INVITATION, OWEN)
    told = at_once(
        *(
            partial(sign_in.set_password, desk, owen.organisation_id, link, f"sentence {n} of many")
            for n in range(MANY)
        )
    )
    assert len(given(told)) == 1


def test_a_visit_that_was_opened_while_its_account_was_taken_off_opens_nothing(
    desk: Means,
) -> None:
    owen, _ = signed_in(desk)
    sofia, _ = signed_in(desk, "sofia@northwind.example", "seller", "Sofia Brandt")
    colleagues.take_off(desk, owen, sofia.account_id, owen.account_id)
    with desk.store.writing() as session:  # as a sign-in would that was a moment slower
        desk_sessions.add_session(
            session,
            {"organisation_id": sofia.organisation_id, "token_hash": token_hash("late"),
             "account_id": sofia.account_id, "created_at": desk.clock(), "came_by": "password",
             "expires_at": desk.clock().replace(year=2030)},
        )  # fmt: skip  # one row
    assert not is_in(desk, sofia, "late")


def test_an_address_that_two_organisations_invite_at_once_gets_one_account(desk: Means) -> None:
    owen, _ = signed_in(desk)
    sam, _ = signed_in(desk, "sam@halden.example", "owner", "Sam Oduya", "Halden Software")
    for number in range(MANY):
        both: dict[str, Any] = {
            "name": "Nils Berg",
            "email": f"nils{number}@berg.example",
            "title": "",
        }
        told = at_once(
            *(
                partial(colleagues.invite_colleague, desk, one, role="seller", **both)
                for one in (owen, sam)
            )
        )
        assert len(given(told)) == 1
        assert [type(one) for one in told if isinstance(one, Refusal)] == [AccountExists]
        assert len(letters(desk, notify.INVITATION, both["email"])) == 1


def test_an_address_that_an_operator_and_an_owner_take_in_at_once_gets_one_account(
    desk: Means,
) -> None:
    owen, _ = signed_in(desk)
    for number in range(MANY):
        email = f"nils{number}@berg.example"
        acts: list[Callable[[], Any]] = [
            partial(
                colleagues.invite_colleague, desk, owen,
                name="Nils Berg", email=email, title="", role="seller",
            ),
            partial(
                sign_in.create_account, desk, email, organisation=f"Berg {number}", role="owner"
            ),
        ]  # fmt: skip  # two acts
        told = at_once(*acts)
        assert len(given(told)) == 1
        assert [type(one) for one in told if isinstance(one, Refusal)] == [AccountExists]


def test_an_authenticator_and_a_passkey_taken_away_at_once_leave_one_where_two_are_demanded(
    desk: Means,
) -> None:
    owen, token = signed_in(desk)
    two = TwoSteps(desk, owen, token, *set_up(desk, owen))
    forward(desk, seconds=60)
    with desk.store.writing(owen.organisation_id) as session:
        accounts.require_two_factors(session, owen.organisation_id, demanded=True)
        passkeys_kept.add(
            session,
            {"organisation_id": owen.organisation_id, "id": "laptop", "credential": "none",
             "account_id": owen.account_id, "public_key": "none", "sign_count": 0,
             "name": "laptop", "created_at": desk.clock()},
        )  # fmt: skip  # one row
    acts: list[Callable[[], None]] = [
        partial(second_factor.remove, desk, owen, two.proof),
        partial(passkeys.remove, desk, owen, "laptop", Proof(PASSWORD, two.codes[0])),
    ]
    told = at_once(*acts)
    assert len(given(told)) == 1


def test_a_person_who_signs_on_in_many_windows_at_once_is_bound_once(desk: Means) -> None:
    owen, _ = signed_in(desk)
    told = at_once(*(partial(signed_on, desk, "of Owen at the provider") for _ in range(MANY)))
    assert len(given(told)) == MANY
    other = at_once(partial(signed_on, desk, "of somebody else"))
    assert [type(one) for one in other] == [BoundToAnother]
    assert is_in(desk, owen, given(told)[0][1])
