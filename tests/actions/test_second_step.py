"""Signing in in two steps: the password alone opens nothing, a code works once."""

from datetime import timedelta

import pytest

from portal.actions import (
    authenticator,
    colleagues,
    notify,
    own_account,
    second_factor,
    second_step,
    sign_in,
)
from portal.actions.asking_again import Proof
from portal.domain.second_factor import (
    AuthenticatorCodeMissing,
    AuthenticatorCodeUsed,
    AuthenticatorCodeWrong,
    RecoveryCodeWrong,
    SecondStepOver,
    TooManyWrongCodes,
)
from portal.store.transaction import Store
from tests.actions.desks import (
    OWEN,
    PASSWORD,
    TwoSteps,
    forward,
    is_in,
    letters,
    link_token,
    lost_password,
    set_up,
    shown_code,
    signed_in,
)
from tests.actions.people import means_on
from tests.actions.snapshot import written


@pytest.fixture
def owen(store: Store) -> TwoSteps:
    """Give Owen with a second step set up, half a minute ago, on a database of each kind."""
    means = means_on(store)
    seller, token = signed_in(means)
    codes, secret = set_up(means, seller)
    forward(means, seconds=60)
    return TwoSteps(means, seller, token, codes, secret)


def half(owen: TwoSteps) -> tuple[str, str]:
    """Type the right password."""
    return sign_in.sign_in(owen.means, OWEN, PASSWORD)


def test_the_right_password_alone_opens_nothing(owen: TwoSteps) -> None:
    organisation, token = half(owen)
    assert sign_in.seller_of(owen.means, organisation, token) is None
    assert second_step.is_awaited(owen.means, organisation, token)


def test_the_code_opens_a_visit_under_a_token_of_its_own(owen: TwoSteps) -> None:
    organisation, token = half(owen)
    opened = second_step.enter_code(owen.means, organisation, token, f" {owen.code} ")
    assert opened != token
    assert is_in(owen.means, owen.seller, opened)
    assert not is_in(owen.means, owen.seller, token)
    assert own_account.visits(owen.means, owen.seller)[0].came_by == "password and code"


def test_a_code_is_good_for_its_own_30_seconds_and_no_longer(owen: TwoSteps) -> None:
    code = owen.code
    second = owen.means.clock().second % 30
    forward(owen.means, seconds=30 - second)
    with pytest.raises(AuthenticatorCodeWrong, match="Type the one shown now"):
        second_step.enter_code(owen.means, *half(owen), code)
    code = owen.code
    forward(owen.means, seconds=29)
    assert second_step.enter_code(owen.means, *half(owen), code)


def test_the_code_to_come_is_not_taken_either(owen: TwoSteps) -> None:
    to_come = authenticator.code_at(owen.secret, owen.means.clock() + timedelta(seconds=30))
    with pytest.raises(AuthenticatorCodeWrong):
        second_step.enter_code(owen.means, *half(owen), to_come)


def test_a_code_that_was_used_opens_nothing_again(owen: TwoSteps) -> None:
    code = owen.code
    second_step.enter_code(owen.means, *half(owen), code)
    with pytest.raises(AuthenticatorCodeUsed):
        second_step.enter_code(owen.means, *half(owen), code)


def test_the_code_that_set_it_up_signs_nobody_in(store: Store) -> None:
    means = means_on(store)
    seller, _ = signed_in(means)
    second_factor.set_up(means, seller, Proof(PASSWORD))
    code = shown_code(means, seller)
    second_factor.confirm(means, seller, code)
    with pytest.raises(AuthenticatorCodeUsed):
        second_step.enter_code(means, *sign_in.sign_in(means, OWEN, PASSWORD), code)


def test_a_half_done_sign_in_is_finished_once(owen: TwoSteps) -> None:
    organisation, token = half(owen)
    second_step.enter_code(owen.means, organisation, token, owen.code)
    forward(owen.means, seconds=60)
    with pytest.raises(SecondStepOver):
        second_step.enter_code(owen.means, organisation, token, owen.code)


def test_a_half_done_sign_in_lives_ten_minutes_in_its_own_organisation(owen: TwoSteps) -> None:
    organisation, token = half(owen)
    for where, what in (("elsewhere", token), (organisation, "no such token")):
        with pytest.raises(SecondStepOver):
            second_step.enter_code(owen.means, where, what, owen.code)
    forward(owen.means, minutes=10)
    with pytest.raises(SecondStepOver):
        second_step.enter_code(owen.means, organisation, token, owen.code)


def test_wrong_codes_are_counted_over_every_sign_in_of_the_account(owen: TwoSteps) -> None:
    for left in (4, 3, 2, 1):
        with pytest.raises(AuthenticatorCodeWrong, match=f"{left if left > 1 else 'one'} tr"):
            second_step.enter_code(owen.means, *half(owen), "000000")
    for typed in ("000000", owen.code):
        with pytest.raises(TooManyWrongCodes):
            second_step.enter_code(owen.means, *half(owen), typed)
    forward(owen.means, minutes=15)
    assert second_step.enter_code(owen.means, *half(owen), owen.code)


def test_a_right_code_gives_every_try_back(owen: TwoSteps) -> None:
    for _ in range(2):
        for _ in range(4):
            with pytest.raises(AuthenticatorCodeWrong):
                second_step.enter_code(owen.means, *half(owen), "000000")
        forward(owen.means, seconds=60)
        second_step.enter_code(owen.means, *half(owen), owen.code)


def test_nothing_typed_costs_no_try(owen: TwoSteps) -> None:
    for _ in range(6):
        with pytest.raises(AuthenticatorCodeMissing):
            second_step.enter_code(owen.means, *half(owen), " ")
    assert second_step.enter_code(owen.means, *half(owen), owen.code)


def test_a_recovery_code_works_once_however_it_is_spaced_and_is_told_by_mail(
    owen: TwoSteps,
) -> None:
    typed = owen.codes[3].replace("-", " ").upper()
    opened = second_step.enter_recovery_code(owen.means, *half(owen), typed)
    assert is_in(owen.means, owen.seller, opened)
    with pytest.raises(RecoveryCodeWrong):
        second_step.enter_recovery_code(owen.means, *half(owen), owen.codes[3])
    told = [one["payload"]["what"] for one in letters(owen.means, notify.ACCOUNT, OWEN)]
    assert "A recovery code was used to sign in; 9 are left." in told


def test_a_recovery_code_comes_in_while_codes_must_wait(owen: TwoSteps) -> None:
    for _ in range(5):
        with pytest.raises((AuthenticatorCodeWrong, TooManyWrongCodes)):
            second_step.enter_code(owen.means, *half(owen), "000000")
    assert second_step.enter_recovery_code(owen.means, *half(owen), owen.codes[0])


def test_new_recovery_codes_end_the_ones_before(owen: TwoSteps) -> None:
    new = second_factor.renew_codes(owen.means, owen.seller, owen.proof)
    with pytest.raises(RecoveryCodeWrong):
        second_step.enter_recovery_code(owen.means, *half(owen), owen.codes[0])
    assert second_step.enter_recovery_code(owen.means, *half(owen), new[0])


def test_another_password_ends_what_the_old_one_began(owen: TwoSteps) -> None:
    organisation, token = half(owen)
    new = "another sentence altogether"
    own_account.change_password(owen.means, owen.seller, new, owen.proof)
    forward(owen.means, seconds=30)
    with pytest.raises(SecondStepOver):
        second_step.enter_code(owen.means, organisation, token, owen.code)


def test_a_lost_password_leaves_the_second_step(owen: TwoSteps) -> None:
    lost_password(owen.means, OWEN)
    link = link_token(owen.means, notify.NEW_PASSWORD, OWEN)
    another = "another sentence altogether"
    sign_in.set_password(owen.means, owen.seller.organisation_id, link, another)
    organisation, token = sign_in.sign_in(owen.means, OWEN, another)
    assert sign_in.seller_of(owen.means, organisation, token) is None
    assert second_step.is_awaited(owen.means, organisation, token)


def test_whoever_is_taken_off_in_between_does_not_come_in(owen: TwoSteps) -> None:
    ida, _ = signed_in(owen.means, "ida@northwind.example", "owner", "Ida Ek")
    organisation, token = half(owen)
    colleagues.take_off(owen.means, ida, owen.seller.account_id, ida.account_id)
    with pytest.raises(SecondStepOver):
        second_step.enter_code(owen.means, organisation, token, owen.code)


def test_the_token_of_a_half_done_sign_in_stands_nowhere_in_the_database(owen: TwoSteps) -> None:
    assert half(owen)[1] not in written(owen.means.store)


def test_tries_come_back_after_the_pause_and_not_a_second_before(owen: TwoSteps) -> None:
    for _ in range(5):
        with pytest.raises((AuthenticatorCodeWrong, TooManyWrongCodes)):
            second_step.enter_code(owen.means, *half(owen), "000000")
    forward(owen.means, seconds=timedelta(minutes=15).total_seconds() - 1)
    with pytest.raises(TooManyWrongCodes):
        second_step.enter_code(owen.means, *half(owen), owen.code)
