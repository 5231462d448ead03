"""The buying committee: its members, the seats they hold, and the limits they state."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from portal.domain.identity import committed
from portal.domain.refusals import Refusal

# Seats that the master playbook knows, with the words a page uses for them.
SEATS = {
    "economic_buyer": "decides on the money",
    "champion": "leads for the buyer",
    "executive_sponsor": "executive sponsor",
    "finance": "finance",
    "procurement": "procurement",
    "legal": "legal",
    "security_privacy": "security and privacy",
    "technical_evaluator": "judges the technical fit",
    "user_lead": "leads the users",
    "implementation_lead": "leads the implementation",
    "authorised_signatory": "signs the order",
    "site_lead": "leads a site",
}
# Groups that follow from what people do in the plan; nobody is given such a seat.
DERIVED_SEATS = {
    "outcome_owner": "owns an outcome",
    "step_owner": "is asked in this plan",
    "every_member": "is on the committee",
}


class SupplierAddress(Refusal):
    """A supplier's e-mail domain can never fill a buyer's seat (law 3)."""

    def __init__(self, domain: str) -> None:
        super().__init__(
            f"{domain} is the supplier's own domain. Give the person's address at the buyer.",
            field="email",
        )


class AlreadyOnCommittee(Refusal):
    """One address is one person: two entries could answer twice."""

    def __init__(self, email: str) -> None:
        super().__init__(
            f"{email} is already on the committee. Name each person once, with all their seats.",
            field="email",
        )


class UnknownSeat(Refusal):
    """A seat outside the playbook could never be asked for anything."""

    def __init__(self, seat: str) -> None:
        super().__init__(f"There is no seat '{seat}'. Pick one from the list.", field="seats")


class NoSuchAddress(Refusal):
    """A personal link travels by mail, so an address must be one."""

    def __init__(self, email: str) -> None:
        super().__init__(
            f"'{email}' is not an e-mail address. Write it as name@company.example.", field="email"
        )


class LimitOutOfRange(Refusal):
    """A limit is an amount of money somebody may commit; below zero it means nothing."""

    def __init__(self) -> None:
        super().__init__(
            "Give your approval limit as an amount from 0 to 999,999,999,999.", field="limit"
        )


MOST_MONEY = Decimal("999999999999")


@dataclass(eq=False)
class Member:
    """A person of the buyer's side: who they are, the seats they hold, what they may approve."""

    organisation_id: str
    plan_id: str
    id: str
    name: str
    email: str
    title: str
    seats: list[str]
    site: str
    salt: str
    added_at: datetime
    limit_amount: Decimal | None = None
    limit_currency: str | None = None
    introduced_at: datetime | None = None
    continued_on: date | None = None
    position: int = field(default=0)

    def introduce(self, title: str, limit: Decimal | None, currency: str, now: datetime) -> None:
        """Take the title and the approval limit this person states about themselves.

        Raises:
            LimitOutOfRange: if the limit is negative or absurd.
        """
        if limit is not None and not (limit.is_finite() and 0 <= limit <= MOST_MONEY):
            raise LimitOutOfRange
        self.title, self.introduced_at = title, now
        self.limit_amount = limit
        self.limit_currency = currency if limit is not None else None

    def commitment(self) -> str:
        """Return what the ledger keeps of this person: a salted fingerprint (64 hex digits)."""
        return committed(self.name, self.title, self.email, self.salt)


def domain_of(email: str) -> str:
    """Return the part behind the @, in lower case.

    Raises:
        NoSuchAddress: if this is no e-mail address.
    """
    address = email.strip()
    local, _, domain = address.partition("@")
    labels = domain.split(".")
    if not (local and len(labels) > 1 and all(labels)) or any(
        c.isspace() or c == "@" for c in local + domain
    ):
        raise NoSuchAddress(address)
    return domain.lower()


def admit(
    members: Iterable[Member], email: str, seats: Iterable[str], supplier_domains: Iterable[str]
) -> str:
    """Return the address, normalised, under which a newcomer may join the committee.

    Raises:
        NoSuchAddress, SupplierAddress, AlreadyOnCommittee, UnknownSeat: see each class.
    """
    domain = domain_of(email)
    address = email.strip().lower()
    if any(f".{domain}".endswith(f".{own.lower()}") for own in supplier_domains):
        raise SupplierAddress(domain)
    if any(member.email == address for member in members):
        raise AlreadyOnCommittee(address)
    for seat in seats:
        if seat not in SEATS:
            raise UnknownSeat(seat)
    return address
