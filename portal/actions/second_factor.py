"""Setting up a second step for one's own account, replacing it, and taking it away."""

from dataclasses import dataclass, replace
from datetime import datetime

from portal.actions import authenticator, notify
from portal.actions.asking_again import (
    Proof,
    after_proof,
    note_proved,
    require_a_second_step,
    require_there,
)
from portal.actions.means import Means
from portal.actions.sellers import Seller
from portal.domain.refusals import Refusal
from portal.domain.second_factor import NoSecondStep, SecondStepThere
from portal.store import second_factors
from portal.store.second_factors import SecondFactor
from portal.store.transaction import Session

VISIT = 32  # of a visit's hash, in front of the seed of what it is setting up


@dataclass(frozen=True, slots=True)
class State:
    """How one's second step stands; ``secret`` and ``address`` are there while one is set up.

    ``has_old_codes`` says that recovery codes are left of the shorter kind made before.
    """

    confirmed_at: datetime | None
    codes_left: int = 0
    secret: str = ""
    address: str = ""
    has_old_codes: bool = False


def state(means: Means, seller: Seller, visit: str = "") -> State:
    """Return how the second step of one's own account stands.

    A secret is shown in the visit that began setting it up, by the hash of its token, and in no
    other: whoever finds a screen left open makes nothing of what was begun elsewhere.
    """
    organisation, account = seller.organisation_id, seller.account_id
    with means.store.reading(seller.organisation_id) as connection:
        kept = second_factors.find(connection, organisation, account)
        left = second_factors.unused_codes(connection, organisation, account)
        old = second_factors.old_codes(connection, organisation, account)
    if kept is None:
        return State(None)
    seed = (kept.next_seed if kept.confirmed_at else kept.seed) or ""
    secret = authenticator.secret_of(means, seed) if _is_begun_in(seed, visit) else ""
    address = authenticator.address_of(secret, seller.email, "Mutual plan") if secret else ""
    return State(kept.confirmed_at, left if kept.confirmed_at else 0, secret, address, bool(old))


def set_up(means: Means, seller: Seller, proof: Proof) -> None:
    """Make a secret to be read by an authenticator; until it is confirmed, nothing asks for it.

    An authenticator in use stays in use until the new one is confirmed.

    Raises:
        The refusals of ``after_proof``.
    """
    organisation, account = seller.organisation_id, seller.account_id
    seed = f"{proof.visit[:VISIT]}.{means.draw()}"

    def begin(session: Session) -> None:
        found = second_factors.locked(session, organisation, account)
        if found is not None and found.confirmed_at is not None:
            second_factors.change(session, organisation, account, next_seed=seed)
        else:
            second_factors.add(session, organisation, account, seed, means.clock())

    after_proof(means, seller, proof, begin)


def confirm(means: Means, seller: Seller, typed: str, visit: str = "") -> tuple[str, ...]:
    """Show that the authenticator works; from then on it is asked. Return the recovery codes.

    The visit whose token has this hash has proved two factors with it.

    Raises:
        NoSecondStep, SecondStepThere, AccountEnded: if there is nothing to confirm.
        AuthenticatorCodeMissing, AuthenticatorCodeWrong, TooManyWrongCodes: see each class.
    """
    organisation, account = seller.organisation_id, seller.account_id
    codes: tuple[str, ...] = ()
    with means.store.writing(seller.organisation_id) as session:
        require_there(session, seller)
        kept = _to_be(second_factors.locked(session, organisation, account), visit)
        problem: Refusal | None = authenticator.attempt(
            means, session, organisation, account, kept, typed, measures=True
        )
        if problem is None:
            second_factors.change(
                session, organisation, account,
                seed=kept.seed, next_seed=None, confirmed_at=means.clock(),
            )  # fmt: skip  # one call
            codes = _new_codes(means, session, seller)
            note_proved(means, session, seller, visit, by_passkey=False)
            notify.tell(means, session, seller, "A second step was set up for signing in.")
    if problem:
        raise problem
    return codes


def renew_codes(means: Means, seller: Seller, proof: Proof) -> tuple[str, ...]:
    """Make new recovery codes; the ones before no longer work.

    Raises:
        NoSecondStep, and the refusals of ``after_proof``.
    """

    def renew(session: Session) -> tuple[str, ...]:
        _require_confirmed(session, seller)
        notify.tell(means, session, seller, "New recovery codes were made for signing in.")
        return _new_codes(means, session, seller)

    return after_proof(means, seller, proof, renew)


def remove(means: Means, seller: Seller, proof: Proof) -> None:
    """Take the second step away; a mail says so.

    Raises:
        NoSecondStep: if there is none.
        LastSecondStep: if two factors are demanded, and this account has no passkey.
        The refusals of ``after_proof``.
    """

    def take_away(session: Session) -> None:
        _require_confirmed(session, seller)
        second_factors.remove(session, seller.organisation_id, seller.account_id)
        require_a_second_step(session, seller)
        notify.tell(means, session, seller, "The second step for signing in was taken away.")

    after_proof(means, seller, proof, take_away)


def _to_be(found: SecondFactor | None, visit: str) -> SecondFactor:
    """Return the authenticator that this visit is setting up, be it in another's place."""
    if found is None:
        raise NoSecondStep
    if found.confirmed_at is None:
        if not _is_begun_in(found.seed, visit):
            raise NoSecondStep
        return found
    if found.next_seed is None or not _is_begun_in(found.next_seed, visit):
        raise SecondStepThere
    return replace(found, seed=found.next_seed, last_counter=0)


def _is_begun_in(seed: str, visit: str) -> bool:
    return seed != "" and seed.partition(".")[0] == visit[:VISIT]


def _require_confirmed(session: Session, seller: Seller) -> None:
    found = second_factors.locked(session, seller.organisation_id, seller.account_id)
    if found is None or found.confirmed_at is None:
        raise NoSecondStep


def _new_codes(means: Means, session: Session, seller: Seller) -> tuple[str, ...]:
    codes = authenticator.recovery_codes(means)
    hashes = [authenticator.recovery_hash(code) for code in codes]
    second_factors.keep_codes(
        session, seller.organisation_id, seller.account_id, hashes, means.clock()
    )
    return codes
