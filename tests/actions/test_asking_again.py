"""Asking again: password and second step, or a passkey, before what changes how one signs in."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from portal.actions import notify, own_account, passkeys, second_factor
from portal.actions.asking_again import (
    FRESH,
    PasskeyWanted,
    Proof,
    SignOnAgain,
    WrongOldPassword,
    wanted,
)
from portal.actions.means import Means, token_hash
from portal.actions.passkey_checks import Asked
from portal.actions.second_step import open_visit
from portal.actions.sellers import Seller
from portal.domain.passkeys import PasskeyNotTaken, PasskeyTooLate
from portal.domain.refusals import Refusal
from portal.domain.second_factor import (
    AuthenticatorCodeMissing,
    AuthenticatorCodeUsed,
    AuthenticatorCodeWrong,
    RecoveryCodeWrong,
    TooManyWrongCodes,
)
from portal.domain.ways_in import Way
from portal.store import accounts, passwords
from portal.store.transaction import Store
from tests.actions.desks import (
    OWEN,
    PASSWORD,
    TwoSteps,
    again,
    forward,
    is_in,
    letters,
    set_up,
    signed_in,
)
from tests.actions.device import Device
from tests.actions.people import BASE_URL, means_on
from tests.actions.snapshot import everything

ANOTHER = "another sentence altogether"


@pytest.fixture
def desk(store: Store) -> Means:
    """Give means on an empty database of each kind."""
    return means_on(store)


@pytest.fixture
def owen(desk: Means) -> TwoSteps:
    """Give Owen with an authenticator, set up a minute ago."""
    seller, token = signed_in(desk)
    codes, secret = set_up(desk, seller)
    forward(desk, seconds=60)
    return TwoSteps(desk, seller, token, codes, secret)


@dataclass
class Keyed:
    """Somebody with a passkey and no authenticator, and their device."""

    means: Means
    seller: Seller
    device: Device

    def asked(self, bound_to: str = "again here") -> Asked:
        """Return what a page asks now."""
        forward(self.means, seconds=1)
        return Asked(self.means.draw(), bound_to, self.means.clock())

    def proof(self, asked: Asked | None = None) -> Proof:
        """Use the passkey for what a page asks."""
        question = asked or self.asked()
        signed = self.device.get(passkeys.question(self.means, question))
        return Proof(passkey=signed, asked=question)


@pytest.fixture
def keyed(desk: Means) -> Keyed:
    """Give Owen with a passkey."""
    seller, _ = signed_in(desk)
    found = Keyed(desk, seller, Device(BASE_URL))
    asked = found.asked("made here")
    options = passkeys.prepare(desk, seller, asked, "laptop", Proof(PASSWORD))
    passkeys.keep(desk, seller, asked, "laptop", found.device.create(options))
    return found


def changes(means: Means, seller: Seller) -> list[Callable[[Proof], object]]:
    """Return everything that changes how somebody signs in, each ready for a proof."""
    kept = passkeys.passkeys_of(means, seller)
    passkey = kept[0].id if kept else "none"
    asked = Asked(means.draw(), "made here", means.clock())
    return [
        lambda proof: own_account.change_password(means, seller, ANOTHER, proof),
        lambda proof: second_factor.set_up(means, seller, proof),
        lambda proof: second_factor.renew_codes(means, seller, proof),
        lambda proof: second_factor.remove(means, seller, proof),
        lambda proof: passkeys.prepare(means, seller, asked, "phone", proof),
        lambda proof: passkeys.remove(means, seller, passkey, proof),
    ]


def test_password_and_code_are_asked_before_everything_that_changes_how_one_signs_in(
    owen: TwoSteps,
) -> None:
    for change in changes(owen.means, owen.seller):
        before = everything(owen.means.store)
        for proof, refused in (
            (Proof(), WrongOldPassword),
            (Proof("not the one of today", owen.code), WrongOldPassword),
            (Proof(PASSWORD), AuthenticatorCodeMissing),
        ):
            with pytest.raises(refused):
                change(proof)
        assert everything(owen.means.store) == before


def test_a_passkey_is_asked_where_it_is_the_second_step(keyed: Keyed) -> None:
    for change in changes(keyed.means, keyed.seller):
        before = everything(keyed.means.store)
        for proof, refused in ((Proof(), WrongOldPassword), (Proof(PASSWORD), PasskeyWanted)):
            with pytest.raises(refused):
                change(proof)
        assert everything(keyed.means.store) == before


def test_a_passkey_alone_is_both_factors_with_or_without_a_password(keyed: Keyed) -> None:
    with keyed.means.store.writing(keyed.seller.organisation_id) as session:
        passwords.keep_hash(session, keyed.seller.organisation_id, keyed.seller.account_id, None)
    own_account.change_password(keyed.means, keyed.seller, ANOTHER, keyed.proof())
    assert again(keyed.means, OWEN, ANOTHER)


def test_wrong_codes_are_counted_here_too_and_change_nothing(owen: TwoSteps) -> None:
    for _ in range(4):
        with pytest.raises(AuthenticatorCodeWrong):
            second_factor.remove(owen.means, owen.seller, Proof(PASSWORD, "000000"))
    for code in ("000000", owen.code):
        with pytest.raises(TooManyWrongCodes):
            second_factor.remove(owen.means, owen.seller, Proof(PASSWORD, code))
    assert second_factor.state(owen.means, owen.seller).confirmed_at is not None


def test_a_code_works_once_here_too(owen: TwoSteps) -> None:
    proof = owen.proof
    second_factor.renew_codes(owen.means, owen.seller, proof)
    with pytest.raises(AuthenticatorCodeUsed):
        second_factor.renew_codes(owen.means, owen.seller, proof)


def test_a_code_is_not_used_up_by_what_is_refused_for_another_reason(owen: TwoSteps) -> None:
    proof = owen.proof
    with pytest.raises(Refusal):
        passkeys.remove(owen.means, owen.seller, "none", proof)
    second_factor.renew_codes(owen.means, owen.seller, proof)


def test_a_recovery_code_stands_in_for_a_lost_authenticator_once_and_is_told_by_mail(
    owen: TwoSteps,
) -> None:
    second_factor.set_up(owen.means, owen.seller, Proof(PASSWORD, owen.codes[0]))
    told = [one["payload"]["what"] for one in letters(owen.means, notify.ACCOUNT, OWEN)]
    assert "A recovery code was used; 9 are left." in told
    for code in (owen.codes[0], "none of the ten"):
        with pytest.raises(RecoveryCodeWrong) as refused:
            second_factor.set_up(owen.means, owen.seller, Proof(PASSWORD, code))
        assert refused.value.field == "code"


def test_what_a_passkey_signed_is_good_for_the_visit_that_asked_and_once(keyed: Keyed) -> None:
    proof = keyed.proof()
    elsewhere = replace(proof, asked=replace(proof.asked or keyed.asked(), bound_to="elsewhere"))
    with pytest.raises(PasskeyNotTaken):
        second_factor.set_up(keyed.means, keyed.seller, elsewhere)
    with pytest.raises(PasskeyTooLate):
        second_factor.set_up(keyed.means, keyed.seller, replace(proof, asked=None))
    second_factor.set_up(keyed.means, keyed.seller, proof)
    with pytest.raises((PasskeyTooLate, PasskeyNotTaken)):
        second_factor.set_up(keyed.means, keyed.seller, proof)


def test_somebody_elses_passkey_proves_nothing(keyed: Keyed) -> None:
    sofia, _ = signed_in(keyed.means, "sofia@northwind.example", "seller", "Sofia Brandt")
    with pytest.raises(PasskeyNotTaken):
        second_factor.set_up(keyed.means, sofia, keyed.proof())


def signed_on(means: Means, seller: Seller) -> str:
    """Open a visit by single sign-on; return its token."""
    with means.store.writing(seller.organisation_id) as session:
        who = accounts.by_id(session.connection(), seller.organisation_id, seller.account_id)
        assert who is not None
        return open_visit(means, session, who, Way.SINGLE_SIGN_ON)


def test_a_single_sign_on_of_a_moment_ago_stands_in_for_the_password(desk: Means) -> None:
    seller, _ = signed_in(desk)
    visit = token_hash(signed_on(desk, seller))
    assert wanted(desk, seller, visit).signed_on
    second_factor.set_up(desk, seller, Proof(visit=visit))
    forward(desk, seconds=FRESH.total_seconds() + 1)
    assert not wanted(desk, seller, visit).signed_on
    with pytest.raises(SignOnAgain):
        second_factor.set_up(desk, seller, Proof(visit=visit))
    second_factor.set_up(desk, seller, Proof(PASSWORD, visit=visit))


def test_a_single_sign_on_does_not_stand_in_for_the_second_step(owen: TwoSteps) -> None:
    visit = token_hash(signed_on(owen.means, owen.seller))
    with pytest.raises(AuthenticatorCodeMissing):
        second_factor.remove(owen.means, owen.seller, Proof(visit=visit))
    second_factor.remove(owen.means, owen.seller, Proof(code=owen.code, visit=visit))


def test_a_visit_by_password_stands_in_for_nothing(owen: TwoSteps) -> None:
    with pytest.raises(WrongOldPassword):
        second_factor.remove(
            owen.means, owen.seller, Proof(code=owen.code, visit=token_hash(owen.token))
        )


def test_ending_visits_asks_one_factor(owen: TwoSteps) -> None:
    for proof in (Proof(), Proof("not the one of today"), Proof(code=owen.code)):
        with pytest.raises(WrongOldPassword):
            own_account.end_visit(owen.means, owen.seller, "", proof)
    assert is_in(owen.means, owen.seller, owen.token)
    own_account.end_visit(owen.means, owen.seller, "", Proof(PASSWORD))
    assert not is_in(owen.means, owen.seller, owen.token)


def test_a_passkey_ends_visits_too(keyed: Keyed) -> None:
    _, other = again(keyed.means)
    own_account.end_visit(keyed.means, keyed.seller, "", keyed.proof())
    assert not is_in(keyed.means, keyed.seller, other)


def test_what_was_proved_in_a_visit_counts_for_it(owen: TwoSteps) -> None:
    visit = token_hash(signed_on(owen.means, owen.seller))
    second_factor.renew_codes(owen.means, owen.seller, Proof(code=owen.code, visit=visit))
    ways = {one.token_hash: one.came_by for one in own_account.visits(owen.means, owen.seller)}
    assert ways[visit] == Way.SINGLE_SIGN_ON_AND_CODE
