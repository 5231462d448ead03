"""Setting up a second step: with the password, confirmed by a code, nothing usable kept."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.actions import authenticator, notify, second_factor, second_step, sign_in
from portal.actions.asking_again import Proof, WrongOldPassword
from portal.actions.means import Means, token_hash
from portal.actions.sellers import AccountEnded, Seller
from portal.domain.second_factor import (
    AuthenticatorCodeMissing,
    AuthenticatorCodeWrong,
    NoSecondStep,
    RecoveryCodeWrong,
    SecondStepThere,
    TooManyWrongCodes,
)
from portal.store import second_factors
from portal.store.transaction import Store
from tests.actions.desks import (
    PASSWORD,
    TwoSteps,
    forward,
    letters,
    set_up,
    shown_code,
    signed_in,
)
from tests.actions.people import means_on
from tests.actions.snapshot import everything, written

MOMENT_ZERO = datetime(1970, 1, 1, tzinfo=UTC)


@pytest.fixture
def desk(store: Store) -> Means:
    """Give means on an empty database of each kind."""
    return means_on(store)


@pytest.fixture
def owen(desk: Means) -> TwoSteps:
    """Give Owen with a second step set up a minute ago."""
    seller, token = signed_in(desk)
    codes, secret = set_up(desk, seller)
    forward(desk, seconds=60)
    return TwoSteps(desk, seller, token, codes, secret)


def begun(means: Means) -> Seller:
    """Return Owen, who was shown a secret and has not confirmed it."""
    owen, _ = signed_in(means)
    second_factor.set_up(means, owen, Proof(PASSWORD))
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
            second_factor.set_up(desk, owen, Proof(typed))
    assert everything(desk.store) == before


def test_beginning_again_makes_another_secret(desk: Means) -> None:
    owen = begun(desk)
    first = shown_code(desk, owen)
    second_factor.set_up(desk, owen, Proof(PASSWORD))
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
        second_factor.renew_codes(desk, owen, Proof(PASSWORD))
    with pytest.raises(NoSecondStep):
        second_factor.remove(desk, owen, Proof(PASSWORD))


def test_one_in_use_is_confirmed_only_once(owen: TwoSteps) -> None:
    with pytest.raises(SecondStepThere):
        second_factor.confirm(owen.means, owen.seller, owen.code)


def test_another_device_takes_its_place_once_its_code_was_typed_and_not_before(
    owen: TwoSteps,
) -> None:
    visit = token_hash(owen.token)
    second_factor.set_up(owen.means, owen.seller, owen.proof)
    new = second_factor.state(owen.means, owen.seller, visit).secret
    assert new not in {"", owen.secret}
    forward(owen.means, seconds=30)
    organisation, token = sign_in.sign_in(owen.means, owen.seller.email, PASSWORD)
    assert second_step.enter_code(owen.means, organisation, token, owen.code)
    shown = authenticator.code_at(new, owen.means.clock())
    second_factor.confirm(owen.means, owen.seller, shown, visit)
    forward(owen.means, seconds=30)
    with pytest.raises(AuthenticatorCodeWrong):
        second_step.enter_code(
            owen.means, *sign_in.sign_in(owen.means, owen.seller.email, PASSWORD), owen.code
        )
    shown = authenticator.code_at(new, owen.means.clock())
    assert second_step.enter_code(
        owen.means, *sign_in.sign_in(owen.means, owen.seller.email, PASSWORD), shown
    )


def test_what_was_begun_is_shown_and_confirmed_in_the_same_visit_alone(desk: Means) -> None:
    owen, token = signed_in(desk)
    second_factor.set_up(desk, owen, Proof(PASSWORD, visit=token_hash(token)))
    secret = second_factor.state(desk, owen, token_hash(token)).secret
    assert second_factor.state(desk, owen, token_hash("another")).secret == ""
    code = authenticator.code_at(secret, desk.clock())
    with pytest.raises(NoSecondStep):
        second_factor.confirm(desk, owen, code, token_hash("another"))
    assert second_factor.confirm(desk, owen, code, token_hash(token))


def test_taking_it_away_asks_password_and_code_and_is_told_by_mail(owen: TwoSteps) -> None:
    means, seller = owen.means, owen.seller
    for proof, refused in (
        (Proof("not the one of today", owen.code), WrongOldPassword),
        (Proof(PASSWORD), AuthenticatorCodeMissing),
        (Proof(PASSWORD, "000000"), AuthenticatorCodeWrong),
    ):
        with pytest.raises(refused):
            second_factor.remove(means, seller, proof)
    second_factor.remove(means, seller, owen.proof)
    assert sign_in.seller_of(means, *sign_in.sign_in(means, seller.email, PASSWORD)) is not None
    told = [one["payload"]["what"] for one in letters(means, notify.ACCOUNT, seller.email)]
    assert "The second step for signing in was taken away." in told


@pytest.mark.parametrize("steps", [-2, -1, 0, 1, 2])
def test_how_far_a_clock_is_off_is_measured_when_it_is_set_up_and_kept(
    desk: Means, steps: int
) -> None:
    seller = begun(desk)
    secret = second_factor.state(desk, seller).secret
    off = timedelta(seconds=30 * steps)
    second_factor.confirm(desk, seller, authenticator.code_at(secret, desk.clock() + off))
    forward(desk, minutes=5)
    for step in (-2, -1, 1, 2):
        shown = authenticator.code_at(secret, desk.clock() + off + timedelta(seconds=30 * step))
        with pytest.raises((AuthenticatorCodeWrong, TooManyWrongCodes)):
            second_step.enter_code(desk, *sign_in.sign_in(desk, seller.email, PASSWORD), shown)
    shown = authenticator.code_at(secret, desk.clock() + off)
    assert second_step.enter_code(desk, *sign_in.sign_in(desk, seller.email, PASSWORD), shown)


def test_a_clock_that_is_further_off_sets_nothing_up(desk: Means) -> None:
    seller = begun(desk)
    secret = second_factor.state(desk, seller).secret
    shown = authenticator.code_at(secret, desk.clock() + timedelta(seconds=90))
    with pytest.raises(AuthenticatorCodeWrong, match="Type the one shown now"):
        second_factor.confirm(desk, seller, shown)


def test_a_recovery_code_has_120_random_bits(owen: TwoSteps) -> None:
    for code in owen.codes:
        letters_of = code.replace("-", "")
        assert len(letters_of) * 5 == 120  # five bits a letter
        assert set(letters_of) <= set("abcdefghijklmnopqrstuvwxyz234567")


def test_codes_of_the_shorter_kind_work_until_new_ones_are_made_and_are_told_of(
    owen: TwoSteps,
) -> None:
    organisation, account = owen.seller.organisation_id, owen.seller.account_id
    old = ["abcd-efgh-ijkl-mnop", "ponm-lkji-hgfe-dcba"]
    with owen.means.store.writing(organisation) as session:
        second_factors.keep_codes(
            session, organisation, account, map(authenticator.recovery_hash, old), None
        )
    assert second_factor.state(owen.means, owen.seller).has_old_codes
    waiting = sign_in.sign_in(owen.means, owen.seller.email, PASSWORD)
    assert second_step.enter_recovery_code(owen.means, *waiting, old[0])
    second_factor.renew_codes(owen.means, owen.seller, owen.proof)
    assert not second_factor.state(owen.means, owen.seller).has_old_codes
    with pytest.raises(RecoveryCodeWrong):
        second_step.enter_recovery_code(
            owen.means, *sign_in.sign_in(owen.means, owen.seller.email, PASSWORD), old[1]
        )


def test_a_colleague_who_was_taken_off_sets_up_nothing(desk: Means) -> None:
    owen, _ = signed_in(desk)
    gone = Seller(
        owen.organisation_id, "gone", "gone@northwind.example", "", "", "seller",
        owen.organisation, owen.domains, owen.median_deal,
    )  # fmt: skip  # field by field
    with pytest.raises((WrongOldPassword, AccountEnded)):
        second_factor.set_up(desk, gone, Proof(PASSWORD))
