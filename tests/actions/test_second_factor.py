"""Setting up a second step: with the password, confirmed by a code, nothing usable kept."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.actions import authenticator, notify, second_factor, sign_in
from portal.actions.asking_again import WrongOldPassword
from portal.actions.means import Means
from portal.actions.sellers import AccountEnded, Seller
from portal.domain.second_factor import (
    AuthenticatorCodeMissing,
    AuthenticatorCodeWrong,
    NoSecondStep,
    SecondStepThere,
    TooManyWrongCodes,
)
from portal.store.transaction import Store
from tests.actions.desks import PASSWORD, letters, set_up, shown_code, signed_in
from tests.actions.people import means_on
from tests.actions.snapshot import everything, written

MOMENT_ZERO = datetime(1970, 1, 1, tzinfo=UTC)


@pytest.fixture
def desk(store: Store) -> Means:
    """Give means on an empty database of each kind."""
    return means_on(store)


def begun(means: Means) -> Seller:
    """Return Owen, who was shown a secret and has not confirmed it."""
    owen, _ = signed_in(means)
    second_factor.set_up(means, owen, PASSWORD)
    return owen


def test_what_is_begun_is_asked_of_nobody_until_it_is_confirmed(desk: Means) -> None:
    owen = begun(desk)
    assert sign_in.seller_of(desk, *sign_in.sign_in(desk, owen.email, PASSWORD)) is not None
    state = second_factor.state(desk, owen)
    assert state.confirmed_at is None
    assert len(state.secret) == 32
    assert state.address.startswith("otpauth://totp/Mutual%20plan:owen%40northwind.example?secret=")


def test_confirmed_it_is_told_by_mail_and_its_secret_is_shown_no_more(desk: Means) -> None:
    owen = begun(desk)
    codes = second_factor.confirm(desk, owen, shown_code(desk, owen))
    state = second_factor.state(desk, owen)
    assert (state.confirmed_at, state.secret, state.address) == (desk.clock(), "", "")
    assert (len(set(codes)), state.codes_left) == (10, 10)
    told = [one["payload"]["what"] for one in letters(desk, notify.ACCOUNT, owen.email)]
    assert told == ["A second step was set up for signing in."]


def test_a_copy_of_the_database_holds_neither_secret_nor_codes(desk: Means) -> None:
    owen = begun(desk)
    secret = second_factor.state(desk, owen).secret
    codes = second_factor.confirm(desk, owen, shown_code(desk, owen))
    kept = written(desk.store)
    assert [one for one in (secret, *codes, codes[0].replace("-", "")) if one in kept] == []


def test_another_key_of_the_server_makes_another_secret_of_the_same_seed(desk: Means) -> None:
    other = Means(desk.store, b"another key", desk.base_url)
    assert authenticator.secret_of(desk, "seed") != authenticator.secret_of(other, "seed")


def test_a_secret_shows_the_codes_of_rfc_6238() -> None:
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # the test key of its appendix B
    for second, code in ((59, "287082"), (1111111109, "081804"), (2000000000, "279037")):
        moment = MOMENT_ZERO + timedelta(seconds=second)
        assert authenticator.code_at(secret, moment) == code


def test_setting_up_asks_the_password(desk: Means) -> None:
    owen, _ = signed_in(desk)
    before = everything(desk.store)
    for typed in ("", "not the one of today"):
        with pytest.raises(WrongOldPassword):
            second_factor.set_up(desk, owen, typed)
    assert everything(desk.store) == before


def test_beginning_again_makes_another_secret(desk: Means) -> None:
    owen = begun(desk)
    first = shown_code(desk, owen)
    second_factor.set_up(desk, owen, PASSWORD)
    with pytest.raises(AuthenticatorCodeWrong):
        second_factor.confirm(desk, owen, first)


def test_a_code_is_needed_to_confirm_and_wrong_ones_are_counted(desk: Means) -> None:
    owen = begun(desk)
    with pytest.raises(AuthenticatorCodeMissing):
        second_factor.confirm(desk, owen, " ")
    for _ in range(4):
        with pytest.raises(AuthenticatorCodeWrong):
            second_factor.confirm(desk, owen, "no code")
    with pytest.raises(TooManyWrongCodes):
        second_factor.confirm(desk, owen, "000000")
    with pytest.raises(TooManyWrongCodes):
        second_factor.confirm(desk, owen, shown_code(desk, owen))


def test_without_one_begun_there_is_nothing_to_confirm_renew_or_take_away(desk: Means) -> None:
    owen, _ = signed_in(desk)
    with pytest.raises(NoSecondStep):
        second_factor.confirm(desk, owen, "123456")
    with pytest.raises(NoSecondStep):
        second_factor.renew_codes(desk, owen, PASSWORD)
    with pytest.raises(NoSecondStep):
        second_factor.remove(desk, owen, PASSWORD)


def test_one_in_use_is_neither_begun_nor_confirmed_again(desk: Means) -> None:
    owen, _ = signed_in(desk)
    set_up(desk, owen)
    with pytest.raises(SecondStepThere):
        second_factor.set_up(desk, owen, PASSWORD)
    with pytest.raises(SecondStepThere):
        second_factor.confirm(desk, owen, "123456")


def test_taking_it_away_asks_the_password_and_is_told_by_mail(desk: Means) -> None:
    owen, _ = signed_in(desk)
    set_up(desk, owen)
    with pytest.raises(WrongOldPassword):
        second_factor.remove(desk, owen, "not the one of today")
    second_factor.remove(desk, owen, PASSWORD)
    assert sign_in.seller_of(desk, *sign_in.sign_in(desk, owen.email, PASSWORD)) is not None
    told = [one["payload"]["what"] for one in letters(desk, notify.ACCOUNT, owen.email)]
    assert "The second step for signing in was taken away." in told


def test_a_colleague_who_was_taken_off_sets_up_nothing(desk: Means) -> None:
    owen, _ = signed_in(desk)
    gone = Seller(
        owen.organisation_id, "gone", "gone@northwind.example", "", "", "seller",
        owen.organisation, owen.domains, owen.median_deal,
    )  # fmt: skip  # field by field
    with pytest.raises((WrongOldPassword, AccountEnded)):
        second_factor.set_up(desk, gone, PASSWORD)
