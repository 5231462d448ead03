"""The buying committee: its members, the seats they hold, and the limits they state."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol, TypeVar

from portal.domain import particulars
from portal.domain.events import MemberAdded
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
    """A person of the buyer's side: who they are, the seats they hold, what they may approve.

    ``left_at`` is when they were taken off the committee, for good; then they hold no seat.
    ``erased_at`` is since when nothing is kept of who they are; then every text is empty.
    """

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
    left_at: datetime | None = None
    erased_at: datetime | None = None

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

    @property
    def has_come(self) -> bool:
        """Whether this person was ever here: then nobody else decides about their place."""
        return self.continued_on is not None or self.introduced_at is not None

    def leave(self, now: datetime) -> None:
        """Go off the committee; what they answered stays."""
        self.left_at, self.seats = now, []

    def erase(self, now: datetime) -> None:
        """Keep nothing of who this is; whoever is still there leaves with it.

        Seats, the limit and the days they joined and introduced themselves stay: entries hold them.
        """
        self.left_at, self.seats = self.left_at or now, []
        self.name = self.email = self.title = self.site = self.salt = ""
        self.continued_on, self.erased_at = None, now

    def added(self) -> MemberAdded:
        """Return the fact that somebody named this person for the committee."""
        where = particulars.site(self.salt, self.site)
        return MemberAdded(self.id, tuple(self.seats), self.commitment(), where)

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


def is_suppliers(domain: str, supplier_domains: Iterable[str]) -> bool:
    """Tell whether a domain is one of the supplier's, or lies below one."""
    return any(f".{domain}".endswith(f".{own.lower()}") for own in supplier_domains)


class Seatable(Protocol):
    """What is needed of somebody to tell whether they lead."""

    @property
    def seats(self) -> Sequence[str]:
        """The seats they hold."""

    @property
    def left_at(self) -> datetime | None:
        """When they went off the committee."""


Somebody = TypeVar("Somebody", bound=Seatable)


def leaders(members: Iterable[Somebody]) -> tuple[Somebody, ...]:
    """Return who leads for the buyer, of members in the order they came.

    Those are its champions; where there are none, whoever was named first.
    """
    seated = [member for member in members if member.left_at is None and member.seats]
    champions = tuple(member for member in seated if "champion" in member.seats)
    return champions or tuple(seated[:1])


def admit(
    members: Iterable[Member], email: str, seats: Iterable[str], supplier_domains: Iterable[str]
) -> str:
    """Return the address, normalised, under which a newcomer may join the committee.

    Raises:
        NoSuchAddress, SupplierAddress, AlreadyOnCommittee, UnknownSeat: see each class.
    """
    domain = domain_of(email)
    address = email.strip().lower()
    if is_suppliers(domain, supplier_domains):
        raise SupplierAddress(domain)
    if any(member.email == address and member.left_at is None for member in members):
        raise AlreadyOnCommittee(address)
    require_seats(seats)
    return address


def require_seats(seats: Iterable[str]) -> None:
    """Check that every seat is one of the playbook's.

    Raises:
        UnknownSeat: naming the first that is not.
    """
    for seat in seats:
        if seat not in SEATS:
            raise UnknownSeat(seat)
