"""Setting up a second step for one's own account, and taking it away; both ask the password."""

from dataclasses import dataclass
from datetime import datetime

from portal.actions import authenticator, notify
from portal.actions.asking_again import require_password, require_unchanged
from portal.actions.means import Means
from portal.actions.sellers import Seller
from portal.domain.refusals import Refusal
from portal.domain.second_factor import NoSecondStep, SecondStepThere
from portal.store import second_factors
from portal.store.transaction import Session


@dataclass(frozen=True, slots=True)
class State:
    """How one's second step stands; ``secret`` and ``address`` are there while it is set up."""

    confirmed_at: datetime | None
    codes_left: int = 0
    secret: str = ""
    address: str = ""


def state(means: Means, seller: Seller) -> State:
    """Return how the second step of one's own account stands."""
    organisation, account = seller.organisation_id, seller.account_id
    with means.store.reading(seller.organisation_id) as connection:
        kept = second_factors.find(connection, organisation, account)
        left = second_factors.unused_codes(connection, organisation, account)
    if kept is None:
        return State(None)
    if kept.confirmed_at is not None:
        return State(kept.confirmed_at, left)
    secret = authenticator.secret_of(means, kept.seed)
    return State(None, 0, secret, authenticator.address_of(secret, seller.email, "Mutual plan"))


def set_up(means: Means, seller: Seller, password: str) -> None:
    """Make a secret to be read by an authenticator; until it is confirmed, nothing asks for it.

    Raises:
        WrongOldPassword, AccountEnded, SecondStepThere: see each class.
    """
    kept = require_password(means, seller, password)
    organisation, account = seller.organisation_id, seller.account_id
    with means.store.writing(seller.organisation_id) as session:
        require_unchanged(session, seller, kept)
        found = second_factors.locked(session, organisation, account)
        if found is not None and found.confirmed_at is not None:
            raise SecondStepThere
        second_factors.add(session, organisation, account, means.draw(), means.clock())


def confirm(means: Means, seller: Seller, typed: str) -> tuple[str, ...]:
    """Show that the authenticator works; from then on it is asked. Return the recovery codes.

    Raises:
        NoSecondStep, SecondStepThere: if there is nothing to confirm.
        AuthenticatorCodeMissing, AuthenticatorCodeWrong, TooManyWrongCodes: see each class.
    """
    organisation, account = seller.organisation_id, seller.account_id
    codes: tuple[str, ...] = ()
    with means.store.writing(seller.organisation_id) as session:
        kept = second_factors.locked(session, organisation, account)
        if kept is None:
            raise NoSecondStep
        if kept.confirmed_at is not None:
            raise SecondStepThere
        problem: Refusal | None = authenticator.attempt(
            means, session, organisation, account, kept, typed
        )
        if problem is None:
            now = means.clock()
            second_factors.change(session, organisation, account, confirmed_at=now)
            codes = _new_codes(means, session, seller)
            notify.tell(means, session, seller, "A second step was set up for signing in.")
    if problem:
        raise problem
    return codes


def renew_codes(means: Means, seller: Seller, password: str) -> tuple[str, ...]:
    """Make new recovery codes; the ones before no longer work.

    Raises:
        WrongOldPassword, AccountEnded, NoSecondStep: see each class.
    """
    kept = require_password(means, seller, password)
    with means.store.writing(seller.organisation_id) as session:
        require_unchanged(session, seller, kept)
        _require_confirmed(session, seller)
        notify.tell(means, session, seller, "New recovery codes were made for signing in.")
        return _new_codes(means, session, seller)


def remove(means: Means, seller: Seller, password: str) -> None:
    """Take the second step away; a mail says so.

    Raises:
        WrongOldPassword, AccountEnded, NoSecondStep: see each class.
    """
    kept = require_password(means, seller, password)
    with means.store.writing(seller.organisation_id) as session:
        require_unchanged(session, seller, kept)
        _require_confirmed(session, seller)
        second_factors.remove(session, seller.organisation_id, seller.account_id)
        notify.tell(means, session, seller, "The second step for signing in was taken away.")


def _require_confirmed(session: Session, seller: Seller) -> None:
    found = second_factors.locked(session, seller.organisation_id, seller.account_id)
    if found is None or found.confirmed_at is None:
        raise NoSecondStep


def _new_codes(means: Means, session: Session, seller: Seller) -> tuple[str, ...]:
    codes = authenticator.recovery_codes(means)
    hashes = [authenticator.recovery_hash(code) for code in codes]
    second_factors.keep_codes(session, seller.organisation_id, seller.account_id, hashes)
    return codes
