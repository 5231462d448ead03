"""Sellers at the same instant, with real threads, on both databases."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from portal.actions import colleagues, notify, second_step, sign_in
from portal.actions.means import Means, token_hash
from portal.actions.sellers import AccountEnded, OwnersOnly
from portal.domain.refusals import Refusal
from portal.store import desk_sessions
from portal.store.transaction import Store
from tests.actions.desks import (
    OWEN,
    PASSWORD,
    TwoSteps,
    forward,
    is_in,
    link_token,
    set_up,
    signed_in,
)
from tests.actions.people import means_on
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
