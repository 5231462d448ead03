"""Asking for the password again, before what could lock an account's own person out of it."""

from portal.actions import passwords
from portal.actions.means import Means
from portal.actions.sellers import AccountEnded, Seller
from portal.domain.refusals import Refusal
from portal.store import accounts
from portal.store import passwords as kept_passwords
from portal.store.transaction import Session


class WrongOldPassword(Refusal):
    """A screen left open must not be enough to take an account over."""

    def __init__(self) -> None:
        super().__init__("This is not your password of today. Type it again.", field="old")


def require_password(means: Means, seller: Seller, typed: str) -> str:
    """Ask for the password again before something that could lock its person out; return its hash.

    Raises:
        WrongOldPassword: if it is another, or there is none.
    """
    with means.store.reading(seller.organisation_id) as connection:
        kept = kept_passwords.hash_of(connection, seller.organisation_id, seller.account_id)
    if kept is None or not passwords.matches(kept, typed):
        raise WrongOldPassword
    return kept


def require_there(session: Session, seller: Seller) -> None:
    """Refuse when the account was taken off a moment ago.

    Raises:
        AccountEnded: if it was.
    """
    if accounts.by_id(session.connection(), seller.organisation_id, seller.account_id) is None:
        raise AccountEnded


def require_unchanged(session: Session, seller: Seller, kept: str) -> None:
    """Refuse when the password that was just asked for is no longer the one of the account.

    Raises:
        WrongOldPassword, AccountEnded: see each class.
    """
    require_there(session, seller)
    now = kept_passwords.hash_of(session.connection(), seller.organisation_id, seller.account_id)
    if now != kept:
        raise WrongOldPassword
