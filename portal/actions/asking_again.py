"""Asking again who somebody is, before what changes how their account signs in.

Asked is what they sign in by: a passkey, which is both factors at once; or the password, or a
single sign-on of a moment ago where that is how they came, and then the second step that is set up.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from portal.actions import authenticator, notify, passkey_checks, passwords
from portal.actions.means import Means
from portal.actions.passkey_checks import Asked
from portal.actions.sellers import AccountEnded, Seller
from portal.domain.refusals import Refusal
from portal.domain.second_factor import STEP_LIFETIME, RecoveryCodeWrong
from portal.domain.ways_in import WITH_CODE, LastSecondStep, Way, is_two_factors, way
from portal.store import accounts, desk_sessions, passkeys, second_factors
from portal.store import passwords as kept_passwords
from portal.store.desk_sessions import Visit
from portal.store.transaction import Session

Result = TypeVar("Result")
# How long a single sign-on stands in for a password: as long as one may take.
FRESH: timedelta = STEP_LIFETIME
BY_PROVIDER = frozenset(one for one in Way if one.startswith(Way.SINGLE_SIGN_ON))
CODE_DIGITS = 6


class WrongOldPassword(Refusal):
    """A screen left open must not be enough to take an account over."""

    def __init__(self) -> None:
        super().__init__("This is not your password of today. Type it again.", field="old")


class SignOnAgain(Refusal):
    """A single sign-on of an hour ago says nothing about who sits at the screen now."""

    def __init__(self) -> None:
        minutes = int(FRESH.total_seconds()) // 60
        super().__init__(
            "You came by single sign-on a while ago. Sign out, sign in by it once more, and do this"
            f" within {minutes} minutes; or use your password or a passkey.",
            field="old",
        )


class PasskeyWanted(Refusal):
    """Whose second step is a passkey is asked for it, and not for the password alone."""

    def __init__(self) -> None:
        super().__init__("You have a passkey: use it here. Your password alone is not enough.")


@dataclass(frozen=True, slots=True)
class Proof:
    """What somebody gives as proof that it is they.

    ``code`` is of their authenticator, or a recovery code; ``passkey`` what one signed, as JSON,
    for what ``asked`` says; ``visit`` the hash of their visit's token.
    """

    password: str = ""
    code: str = ""
    passkey: str = ""
    asked: Asked | None = None
    visit: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a form has to ask of somebody; nothing first of whom ``signed_on`` a moment ago."""

    signed_on: bool
    password: bool
    code: bool
    passkey: bool


def wanted(means: Means, seller: Seller, visit: str) -> Wanted:
    """Return what is asked of somebody before what changes how they sign in."""
    organisation, account = seller.organisation_id, seller.account_id
    with means.store.reading(organisation) as connection:
        has_password = kept_passwords.hash_of(connection, organisation, account) is not None
        kept = second_factors.find(connection, organisation, account)
        has_passkey = bool(passkeys.passkeys_of(connection, organisation, account))
        visits = desk_sessions.visits_of(connection, organisation, account, means.clock())
    here = _signed_on(visits, visit)
    is_fresh = here is not None and means.clock() - here.created_at <= FRESH
    has_code = kept is not None and kept.confirmed_at is not None
    return Wanted(is_fresh, has_password, has_code, has_passkey)


def after_proof(
    means: Means,
    seller: Seller,
    proof: Proof,
    act: Callable[[Session], Result],
    *,
    both: bool = True,
    first: Callable[[Session], object] | None = None,
) -> Result:
    """Act in a transaction of somebody who has proved again that it is they.

    A code that was right is used up only if the act is kept; a wrong one is counted. Without
    ``both`` one factor is enough. ``first`` comes before anything is locked or judged.

    Raises:
        WrongOldPassword, SignOnAgain, PasskeyWanted, AccountEnded: see each class.
        RecoveryCodeWrong, and the refusals of ``authenticator.attempt`` and of passkeys.
    """
    kept = None if proof.passkey else _first_factor(means, seller, proof)
    with means.store.writing(seller.organisation_id) as session:
        if first:
            first(session)
        accounts.lock(session, seller.organisation_id, seller.account_id)
        _require_unchanged(session, seller, kept)
        problem: Refusal | None = None
        if proof.passkey:
            passkey_checks.used(
                means, session, seller.organisation_id, seller.account_id, proof.asked,
                proof.passkey,
            )  # fmt: skip  # one call
        elif both:
            problem = _second_factor(means, session, seller, proof)
        if problem is None:
            if proof.passkey or (both and proof.code):
                note_proved(means, session, seller, proof.visit, by_passkey=bool(proof.passkey))
            return act(session)
    raise problem


def note_proved(
    means: Means, session: Session, seller: Seller, visit: str, *, by_passkey: bool
) -> None:
    """Count a visit that began with one factor as begun with the second step proved in it."""
    organisation, account = seller.organisation_id, seller.account_id
    kept = second_factors.find(session.connection(), organisation, account)
    for one in desk_sessions.visits_of(session.connection(), organisation, account, means.clock()):
        if one.token_hash != visit or is_two_factors(one.came_by):
            continue
        if by_passkey:
            desk_sessions.prove(session, organisation, visit, Way.PASSKEY)
        elif kept is not None and kept.confirmed_at is not None:
            desk_sessions.prove(session, organisation, visit, WITH_CODE[way(one.came_by)])


def require_there(session: Session, seller: Seller) -> None:
    """Refuse when the account was taken off a moment ago.

    Raises:
        AccountEnded: if it was.
    """
    if accounts.by_id(session.connection(), seller.organisation_id, seller.account_id) is None:
        raise AccountEnded


def require_a_second_step(session: Session, seller: Seller) -> None:
    """Refuse to leave somebody without a second step where two factors are demanded.

    Raises:
        LastSecondStep: see the class.
    """
    organisation, account = seller.organisation_id, seller.account_id
    who = accounts.by_id(session.connection(), organisation, account)
    if who is not None and who.requires_two_factors and not has_second_step(session, seller):
        raise LastSecondStep


def has_second_step(session: Session, seller: Seller) -> bool:
    """Tell whether somebody has an authenticator or a passkey."""
    organisation, account = seller.organisation_id, seller.account_id
    kept = second_factors.find(session.connection(), organisation, account)
    if kept is not None and kept.confirmed_at is not None:
        return True
    return bool(passkeys.passkeys_of(session.connection(), organisation, account))


def _first_factor(means: Means, seller: Seller, proof: Proof) -> str | None:
    """Judge the password outside any transaction, as that takes long; return its hash."""
    organisation, account = seller.organisation_id, seller.account_id
    with means.store.reading(organisation) as connection:
        kept = kept_passwords.hash_of(connection, organisation, account)
        visits = desk_sessions.visits_of(connection, organisation, account, means.clock())
    here = _signed_on(visits, proof.visit)
    if here is not None and not proof.password:
        if means.clock() - here.created_at <= FRESH:
            return None
        raise SignOnAgain
    if not passwords.matches(kept, proof.password):
        raise WrongOldPassword
    return kept


def _signed_on(visits: Iterable[Visit], visit: str) -> Visit | None:
    """Return the visit at hand if it began by single sign-on."""
    for one in visits:
        if one.token_hash == visit and way(one.came_by) in BY_PROVIDER:
            return one
    return None


def _require_unchanged(session: Session, seller: Seller, kept: str | None) -> None:
    """Refuse when the password that was just asked for is no longer the one of the account."""
    require_there(session, seller)
    organisation, account = seller.organisation_id, seller.account_id
    if kept and kept_passwords.hash_of(session.connection(), organisation, account) != kept:
        raise WrongOldPassword


def _second_factor(means: Means, session: Session, seller: Seller, proof: Proof) -> Refusal | None:
    """Judge the code; the refusal of a wrong one is returned, as the try must be kept."""
    organisation, account = seller.organisation_id, seller.account_id
    kept = second_factors.locked(session, organisation, account)
    if kept is None or kept.confirmed_at is None:
        if passkeys.passkeys_of(session.connection(), organisation, account):
            raise PasskeyWanted
        return None
    if len("".join(proof.code.split())) <= CODE_DIGITS:
        return authenticator.attempt(means, session, organisation, account, kept, proof.code)
    hashed = authenticator.recovery_hash(proof.code)
    if not second_factors.use_code(session, organisation, account, hashed, means.clock()):
        raise RecoveryCodeWrong("code")
    left = second_factors.unused_codes(session.connection(), organisation, account)
    notify.tell(means, session, seller, f"A recovery code was used; {left} are left.")
    return None
