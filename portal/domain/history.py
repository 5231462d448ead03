"""What a plan's ledger adds up to: the values that closing is judged by."""

from dataclasses import dataclass, field
from decimal import Decimal

from portal.domain import events
from portal.domain.acts import Answer
from portal.domain.playbook.rules import Act


@dataclass(frozen=True, slots=True)
class Given:
    """One person's latest answer to one act of a milestone, as it stood in the ledger."""

    answer: Answer
    seq: int
    at: str
    document: str | None
    revision: int | None
    hash: str
    part: str | None
    limit: Decimal | None
    currency: str | None
    entered: tuple[str, ...]
    conditions: int
    until: str | None


@dataclass(slots=True)
class Seated:
    """A member as the ledger knows them; ``waits`` while they joined unasked and have no seat."""

    seats: frozenset[str]
    limit: Decimal | None = None
    currency: str | None = None
    introduced: bool = False
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Current:
    """The current revision of a document."""

    revision: int
    hash: str
    amount: Decimal | None
    currency: str | None
    owners: tuple[str, ...]
    parts: dict[str, str]
    seq: int


@dataclass(frozen=True, slots=True)
class Closed:
    """When, and by which entry, a milestone closed."""

    seq: int
    at: str


@dataclass
class History:
    """Everything that closing depends on, after the last applied entry.

    ``domains`` holds those whose people may come unasked, with the moment each was allowed.
    """

    rules: dict[str, events.MilestoneRule] = field(default_factory=dict)
    members: dict[str, Seated] = field(default_factory=dict)
    documents: dict[str, Current] = field(default_factory=dict)
    given: dict[tuple[str, Act, str], Given] = field(default_factory=dict)
    closed: dict[str, Closed] = field(default_factory=dict)
    once_closed: dict[str, Closed] = field(default_factory=dict)
    reported: dict[str, str] = field(default_factory=dict)
    waived: set[str] = field(default_factory=set)
    domains: dict[str, str] = field(default_factory=dict)
    shared_at: str | None = None
    seq: int = 0
    at: str = ""
