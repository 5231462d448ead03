"""What a plan's ledger adds up to: the values that closing is judged by."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
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


@dataclass(frozen=True, slots=True)
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

    ``given`` holds the answers of each milestone, by act and member; ``domains`` those whose people
    may come unasked, with the moment each was allowed.
    """

    rules: dict[str, events.MilestoneRule] = field(default_factory=dict)
    members: dict[str, Seated] = field(default_factory=dict)
    documents: dict[str, Current] = field(default_factory=dict)
    given: dict[str, dict[tuple[Act, str], Given]] = field(default_factory=dict)
    closed: dict[str, Closed] = field(default_factory=dict)
    once_closed: dict[str, Closed] = field(default_factory=dict)
    reported: dict[str, str] = field(default_factory=dict)
    waived: set[str] = field(default_factory=set)
    domains: dict[str, str] = field(default_factory=dict)
    shared_at: str | None = None
    seq: int = 0
    at: str = ""

    def answers(self, milestone: str) -> Mapping[tuple[Act, str], Given]:
        """Return everybody's latest answer to each act of a milestone."""
        return self.given.get(milestone, {})

    def answer(self, milestone: str, act: Act, member: str) -> Given | None:
        """Return one person's latest answer to one act of a milestone."""
        return self.answers(milestone).get((act, member))

    def copy(self) -> "History":
        """Return a history of its own: whatever happens to one of the two, the other keeps.

        The values held are frozen and shared, so that this costs little.
        """
        return replace(
            self,
            rules=dict(self.rules),
            members=dict(self.members),
            documents=dict(self.documents),
            given={milestone: dict(answers) for milestone, answers in self.given.items()},
            closed=dict(self.closed),
            once_closed=dict(self.once_closed),
            reported=dict(self.reported),
            waived=set(self.waived),
        )
