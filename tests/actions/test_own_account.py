"""One's own account: visits listed and ended, another password, a password that was lost."""

import pytest
from argon2 import PasswordHasher

from portal.actions import notify, own_account, passwords, sign_in
from portal.actions.asking_again import Proof, WrongOldPassword
from portal.actions.means import Means, token_hash
from portal.actions.passwords import PasswordIsYours, PasswordKnown
from portal.actions.sign_in import DeadPasswordLink, WrongPassword
from portal.domain.refusals import Refusal
from portal.domain.sharing import DESK_LIFETIME
from portal.store import accounts
from portal.store.transaction import Store
from tests.actions.desks import (
    OWEN,
    PASSWORD,
    again,
    forward,
    is_in,
    letters,
    link_token,
    lost_password,
    signed_in,
)
from tests.actions.people import means_on
from tests.actions.snapshot import everything, written
from tests.actions.test_knock import statements, work

ANOTHER = "another sentence altogether"


@pytest.fixture
def desk(store: Store) -> Means:
    """Give means on an empty database of each kind."""
    return means_on(store)


def test_visits_are_listed_with_how_they_began_the_newest_first(desk: Means) -> None:
    owen, first = signed_in(desk)
    forward(desk, hours=1)
    _, second = again(desk)
    shown = own_account.visits(desk, owen)
    assert [one.token_hash for one in shown] == [token_hash(second), token_hash(first)]
    assert {one.came_by for one in shown} == {"password"}
    assert shown[0].expires_at - shown[0].created_at == DESK_LIFETIME


def test_a_visit_that_ended_by_itself_is_not_listed(desk: Means) -> None:
    owen, _ = signed_in(desk)
    forward(desk, seconds=DESK_LIFETIME.total_seconds())
    assert own_account.visits(desk, owen) == ()


def test_one_visit_is_ended_and_no_other(desk: Means) -> None:
    owen, first = signed_in(desk)
    _, second = again(desk)
    name = next(v.name for v in own_account.visits(desk, owen) if v.token_hash != token_hash(first))
    for _ in range(2):  # twice is no harm
        own_account.end_visit(desk, owen, name, Proof(PASSWORD))
    assert (is_in(desk, owen, first), is_in(desk, owen, second)) == (True, False)


def test_all_others_are_ended_and_this_one_stays(desk: Means) -> None:
    owen, first = signed_in(desk)
    others = [again(desk)[1] for _ in range(2)]
    own_account.end_visit(desk, owen, "", Proof(PASSWORD, visit=token_hash(first)))
    assert [is_in(desk, owen, one) for one in (first, *others)] == [True, False, False]


def test_nobody_ends_somebody_elses_visit(desk: Means) -> None:
    owen, _ = signed_in(desk)
    sofia, hers = signed_in(desk, "sofia@northwind.example", "seller", "Sofia Brandt")
    own_account.end_visit(desk, owen, own_account.visits(desk, sofia)[0].name, Proof(PASSWORD))
    own_account.end_visit(desk, owen, "", Proof(PASSWORD))
    assert is_in(desk, sofia, hers)


def test_another_password_ends_the_other_visits_and_is_told_by_mail(desk: Means) -> None:
    owen, here = signed_in(desk)
    _, elsewhere = again(desk)
    own_account.change_password(desk, owen, ANOTHER, Proof(PASSWORD, visit=token_hash(here)))
    assert (is_in(desk, owen, here), is_in(desk, owen, elsewhere)) == (True, False)
    with pytest.raises(WrongPassword):
        sign_in.sign_in(desk, OWEN, PASSWORD)
    assert again(desk, OWEN, ANOTHER)
    told = [one["payload"]["what"] for one in letters(desk, notify.ACCOUNT, OWEN)]
    assert told == ["Your password was changed."]


@pytest.mark.parametrize(
    ("old", "new", "refused"),
    [
        ("not the one of today", ANOTHER, WrongOldPassword),
        ("", ANOTHER, WrongOldPassword),
        (PASSWORD, "password1234", PasswordKnown),
        (PASSWORD, "northwind-owen", PasswordIsYours),
    ],
)
def test_a_refused_change_changes_nothing(
    desk: Means, old: str, new: str, refused: type[Refusal]
) -> None:
    owen, _ = signed_in(desk)
    before = everything(desk.store)
    with pytest.raises(refused):
        own_account.change_password(desk, owen, new, Proof(old))
    assert everything(desk.store) == before


def test_a_lost_password_is_set_anew_by_a_link_mailed_to_its_person(desk: Means) -> None:
    owen, here = signed_in(desk)
    lost_password(desk, f" {OWEN.upper()} ")
    token = link_token(desk, notify.NEW_PASSWORD, OWEN)
    assert token not in written(desk.store)
    assert is_in(desk, owen, here)
    sign_in.set_password(desk, owen.organisation_id, token, ANOTHER)
    assert not is_in(desk, owen, here)
    assert again(desk, OWEN, ANOTHER)


def test_the_link_of_a_lost_password_lives_an_hour_and_dies_with_another_one_used(
    desk: Means,
) -> None:
    owen, _ = signed_in(desk)
    lost_password(desk, OWEN)
    first = link_token(desk, notify.NEW_PASSWORD, OWEN)
    lost_password(desk, OWEN)
    second = link_token(desk, notify.NEW_PASSWORD, OWEN)
    sign_in.set_password(desk, owen.organisation_id, second, ANOTHER)
    with pytest.raises(DeadPasswordLink):
        sign_in.set_password(desk, owen.organisation_id, first, PASSWORD)
    lost_password(desk, OWEN)
    forward(desk, hours=1)
    last = link_token(desk, notify.NEW_PASSWORD, OWEN)
    with pytest.raises(DeadPasswordLink):
        sign_in.set_password(desk, owen.organisation_id, last, PASSWORD)


def test_an_unknown_address_is_mailed_nothing(desk: Means) -> None:
    signed_in(desk)
    before = everything(desk.store)
    own_account.mail_link(desk, "nobody@northwind.example")
    assert everything(desk.store) == before


def test_asking_for_a_lost_password_does_the_same_for_every_address(desk: Means) -> None:
    signed_in(desk)
    done = []
    for email in (OWEN, "nobody@northwind.example", "x" * 400):
        with statements(desk.store.writer) as written_, statements(desk.store.reader) as read:
            own_account.ask_for_link(desk, email)
        done.append((*written_, *read))
    assert len(set(done)) == 1
    assert [one for one in done[0] if one.startswith("INSERT INTO outbox")]
    assert not [one for one in done[0] if "directory" in one or "accounts" in one]


def test_nothing_is_kept_of_whoever_asked_once_the_worker_saw_to_it(desk: Means) -> None:
    signed_in(desk)
    for email in (OWEN, "nobody@elsewhere.example"):
        own_account.ask_for_link(desk, email)
    assert work(desk) == [OWEN]
    assert letters(desk, own_account.LOST_PASSWORD, "") == []
    assert "nobody@elsewhere.example" not in written(desk.store)


def test_whoever_asks_again_and_again_fills_nobodys_mailbox(desk: Means) -> None:
    signed_in(desk)
    for _ in range(5):
        lost_password(desk, OWEN)
    assert len(letters(desk, notify.NEW_PASSWORD, OWEN)) == own_account.MOST_LIVING_LINKS


def test_a_known_password_is_refused_at_the_link_too_and_leaves_it(desk: Means) -> None:
    owen, _ = signed_in(desk)
    lost_password(desk, OWEN)
    token = link_token(desk, notify.NEW_PASSWORD, OWEN)
    for password in ("password1234", "owen.hartley!"):
        with pytest.raises((PasswordKnown, PasswordIsYours)):
            sign_in.set_password(desk, owen.organisation_id, token, password)
    sign_in.set_password(desk, owen.organisation_id, token, ANOTHER)


def test_a_password_kept_at_an_older_cost_is_kept_anew_when_its_person_signs_in(
    desk: Means, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in(desk)
    monkeypatch.setattr(passwords, "hasher", PasswordHasher(2, 16, 1))
    kept = []
    for _ in range(2):
        again(desk)
        with desk.store.reading() as connection:
            found = accounts.by_email(connection, OWEN)
        assert found is not None
        kept.append(found[1])
    assert kept[0] == kept[1]
    assert "m=16,t=2" in str(kept[0])
