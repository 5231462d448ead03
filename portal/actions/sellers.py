"""The seller who acts: an account of the supplier's organisation, with a role."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

from portal.actions.means import Means, Work, on_plan
from portal.domain.canonical import fingerprint
from portal.domain.events import By
from portal.domain.refusals import Refusal
from portal.store import doors

ROLES = ("owner", "manager", "seller", "reader")


class ReaderOnly(Refusal):
    """A reader's account looks on."""

    def __init__(self) -> None:
        super().__init__("Your account may read plans and change nothing. Ask an owner for a role.")


@dataclass(frozen=True, slots=True)
class Seller:
    """A signed-in account; the same values a page shows."""

    organisation_id: str
    account_id: str
    email: str
    name: str
    title: str
    role: str
    organisation: str
    domains: tuple[str, ...]
    median_deal: Decimal

    @property
    def by(self) -> By:
        """How the ledger names this account."""
        return By("supplier", self.account_id)

    def require_writing(self) -> None:
        """Refuse a reader.

        Raises:
            ReaderOnly: if the role only reads.
        """
        if self.role == "reader":
            raise ReaderOnly


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
        ReaderOnly: if the account may not write.
        NotFound: if the organisation has no such plan.
    """
    seller.require_writing()
    with on_plan(means, seller.organisation_id, plan) as work:
        yield work
