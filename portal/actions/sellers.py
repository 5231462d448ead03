"""The seller who acts: an account of the supplier's organisation, with a role."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

from portal.actions.means import Means, Work, on_plan
from portal.domain.canonical import fingerprint
from portal.domain.events import By
from portal.domain.refusals import Refusal
from portal.domain.roles import May, may
from portal.store import accounts, colleagues, doors
from portal.store.accounts import Account
from portal.store.plans import NotFound
from portal.store.transaction import Session


class ReaderOnly(Refusal):
    """A reader's account looks on."""

    def __init__(self) -> None:
        super().__init__("Your account may read plans and change nothing. Ask an owner for a role.")


class OwnersOnly(Refusal):
    """Who decides over accounts could give themselves any right."""

    def __init__(self) -> None:
        super().__init__("Only an owner of your organisation manages accounts. Ask one of them.")


class AccountEnded(Refusal):
    """Whoever was taken off acts no more, not even from a page opened before."""

    def __init__(self) -> None:
        super().__init__("This account was taken off. Ask an owner of your organisation.")


@dataclass(frozen=True, slots=True)
class Seller:
    """A signed-in account; the same values a page shows.

    ``demands_two_factors`` is the organisation's rule; ``lacks_a_factor`` says that this visit
    began with one all the same.
    """

    organisation_id: str
    account_id: str
    email: str
    name: str
    title: str
    role: str
    organisation: str
    domains: tuple[str, ...]
    median_deal: Decimal
    demands_two_factors: bool = False
    lacks_a_factor: bool = False

    @property
    def by(self) -> By:
        """How the ledger names this account."""
        return By("supplier", self.account_id)

    @property
    def writes_plans(self) -> bool:
        """Whether pages offer this account what changes a plan."""
        return may(self.role, May.WRITE_PLANS)

    @property
    def manages_accounts(self) -> bool:
        """Whether pages offer this account what changes accounts."""
        return may(self.role, May.MANAGE_ACCOUNTS)

    def require_writing(self) -> None:
        """Refuse a reader.

        Raises:
            ReaderOnly: if the role only reads.
        """
        if not self.writes_plans:
            raise ReaderOnly

    def require_managing(self) -> None:
        """Refuse everybody but owners.

        Raises:
            OwnersOnly: if the role does not manage accounts.
        """
        if not self.manages_accounts:
            raise OwnersOnly


def require_still(session: Session, seller: Seller, what: May) -> None:
    """Ask again, inside the transaction: a role may have changed since the page was opened.

    Raises:
        AccountEnded: if the account was taken off.
        ReaderOnly, OwnersOnly: if its role no longer allows this.
    """
    role = colleagues.role_now(session, seller.organisation_id, seller.account_id)
    if role is None:
        raise AccountEnded
    if not may(role, what):
        raise OwnersOnly if what is May.MANAGE_ACCOUNTS else ReaderOnly


@contextmanager
def managing(means: Means, seller: Seller) -> Iterator[Session]:
    """Open a transaction in which an owner changes accounts of their organisation.

    Raises:
        OwnersOnly, AccountEnded: if the seller does not manage accounts, or no longer.
    """
    seller.require_managing()
    with means.store.writing(seller.organisation_id) as session:
        require_managing_now(session, seller)
        yield session


def require_managing_now(session: Session, seller: Seller) -> None:
    """Hold the organisation, one change after the other, and ask whether this is still an owner.

    Raises:
        OwnersOnly, AccountEnded: if it is not.
    """
    colleagues.lock_organisation(session, seller.organisation_id)
    require_still(session, seller, May.MANAGE_ACCOUNTS)


def account_of(session: Session, seller: Seller, account: str) -> Account:
    """Return an account of the seller's own organisation.

    Raises:
        NotFound: if nobody there has it.
    """
    found = accounts.by_id(session.connection(), seller.organisation_id, account)
    if found is None:
        raise NotFound
    return found


def done_before(work: Work, seller: Seller, seen: str, *what: str) -> bool:
    """Tell whether this very form was done before, and remember that it is being done now.

    ``seen`` is the ledger head it was rendered at; without one nothing is told apart. What was
    typed is part of the key: such forms may repeat, with other words (Trust 4).
    """
    if not seen:
        return False
    key, organisation = fingerprint([seller.account_id, seen, *what]), seller.organisation_id
    if doors.answered(work.session, organisation, key, "") is not None:
        return True
    doors.remember(work.session, organisation, key, "", {"done": True}, work.now)
    return False


@contextmanager
def acting(means: Means, seller: Seller, plan: str) -> Iterator[Work]:
    """Open a transaction in which this seller acts on a plan of their own organisation.

    Raises:
        ReaderOnly, AccountEnded: if the account may not write, or no longer.
        NotFound: if the organisation has no such plan.
    """
    seller.require_writing()
    with on_plan(means, seller.organisation_id, plan) as work:
        require_still(work.session, seller, May.WRITE_PLANS)
        yield work
