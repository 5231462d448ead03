"""The frozen values that pages, drawings and PDFs are made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from portal.domain.erasing import ERASED


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan's own facts; ``owner`` is the seller's name, ``organisation`` the supplier's id."""

    organisation_id: str
    id: str
    title: str
    buyer: str
    supplier: str
    opportunity_type: str
    tier: int
    tier_reason: str
    facts: Sequence[str]
    answers: Mapping[str, Any]
    go_live: date
    notice_on: date | None
    calendar: str
    time_zone: str
    currency: str
    amount: Decimal | None
    created_at: datetime
    shared_at: datetime | None
    left_out: Sequence[Mapping[str, str]]
    source: str
    ledger_seq: int
    ledger_head: str
    counter: int
    owner_id: str
    owner: str
    owner_title: str
    owner_email: str

    @property
    def address(self) -> str:
        """How addresses and commands name this plan."""
        return f"{self.organisation_id}.{self.id}"


@dataclass(frozen=True, slots=True)
class LineRow:
    """One person asked for one act in one role, and how they stand (see ``closing.Say``)."""

    member: str
    role: str
    act: str
    say: str
    answer: str | None
    seq: int | None


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A milestone with its standing."""

    code: str
    position: int
    name: str
    phase: int
    acts: Sequence[str]
    acts_are: str
    go_no_go: bool
    prerequisites: Sequence[str]
    who: Sequence[dict[str, Any]]
    document_id: str | None
    asks: Sequence[Sequence[str]]
    business_days: int
    due_on: date | None
    critical: bool
    why: str
    buyer_action: str
    seller_provides: str
    origin: str
    standing: str
    missing: Sequence[str]
    empty_seats: Sequence[str]
    out_of_reach: Sequence[str]
    lines: tuple[LineRow, ...]
    closed_at: str | None
    closed_seq: int | None
    reported_at: str | None

    def lines_of(self, member: str) -> tuple[LineRow, ...]:
        """Return what this milestone asks of one person."""
        return tuple(line for line in self.lines if line.member == member)


@lru_cache(maxsize=1024)
def _initials(name: str) -> str:
    parts = name.split()
    return (parts[0][:1] + (parts[-1][:1] if len(parts) > 1 else "")).upper()


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A person of the buyer's side, with everything the seller can see about them."""

    id: str
    name: str
    email: str
    title: str
    seats: Sequence[str]
    site: str
    added_at: datetime
    limit_amount: Decimal | None
    limit_currency: str | None
    introduced_at: datetime | None
    continued_on: date | None
    left_at: datetime | None = None
    erased_at: datetime | None = None

    def __post_init__(self) -> None:
        """Have something stand where the name of somebody erased stood."""
        if self.erased_at is not None:
            object.__setattr__(self, "name", ERASED)

    @property
    def has_come(self) -> bool:
        """Whether this person was ever here."""
        return self.continued_on is not None or self.introduced_at is not None

    @property
    def waits(self) -> bool:
        """Whether they came by an allowed domain and hold no seat yet."""
        return not self.seats and self.left_at is None

    @property
    def initials(self) -> str:
        """Two letters for the monogram."""
        return "·" if self.erased_at else _initials(self.name)

    @property
    def first_name(self) -> str:
        """How the room greets them."""
        return self.name.split()[0] if self.name.split() else self.name


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """One revision of a document; ``content`` is its canonical content."""

    document_id: str
    kind: str
    title: str
    number: int
    content: Mapping[str, Any]
    hash: str
    amount: Decimal | None
    currency: str | None
    made_by_side: str
    made_by: str
    made_at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """An answer (or a seller's report) with the words that were said."""

    seq: int
    milestone_code: str
    act: str
    answer: str
    member_id: str | None
    account_id: str | None
    document_id: str | None
    revision: int | None
    hash: str
    words: Mapping[str, Any]
    title: str
    limit_amount: Decimal | None
    limit_currency: str | None
    recommendation: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry of the ledger as people read it."""

    seq: int
    hash: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PlanPage:
    """Everything a page about one plan is made from, read in one snapshot.

    ``documents`` holds the current revision of each document, by its id.
    """

    plan: PlanRow
    milestones: tuple[MilestoneRow, ...]
    members: tuple[MemberRow, ...]
    documents: Mapping[str, RevisionRow]
    decisions: tuple[DecisionRow, ...]
    _members: dict[str, MemberRow] = field(init=False, repr=False, compare=False)
    _milestones: dict[str, MilestoneRow] = field(init=False, repr=False, compare=False)
    _decisions: dict[int, DecisionRow] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Sort everything by its name: a page asks for it once a line."""
        for name, found in (
            ("_members", {member.id: member for member in self.members}),
            ("_milestones", {milestone.code: milestone for milestone in self.milestones}),
            ("_decisions", {decision.seq: decision for decision in self.decisions}),
        ):
            object.__setattr__(self, name, found)

    @property
    def present(self) -> tuple[MemberRow, ...]:
        """The members who are on the committee now; ``members`` holds who left, too."""
        return tuple(member for member in self.members if member.left_at is None)

    def member(self, member_id: str | None) -> MemberRow | None:
        """Return a member by id."""
        return self._members.get(member_id or "")

    def milestone(self, code: str) -> MilestoneRow | None:
        """Return a milestone by code."""
        return self._milestones.get(code)

    def decision(self, seq: int | None) -> DecisionRow | None:
        """Return an answer by the number of its entry."""
        return self._decisions.get(seq or 0)


@dataclass(frozen=True, slots=True)
class PlanListRow:
    """A plan in the seller's list, with how many of its milestones wait for whom."""

    organisation_id: str
    id: str
    title: str
    buyer: str
    opportunity_type: str
    tier: int
    go_live: date
    currency: str
    amount: Decimal | None
    shared_at: datetime | None
    created_at: datetime
    closed: int
    milestones: int
    with_supplier: int
    with_buyer: int
    in_discussion: int
    next_due: date | None
