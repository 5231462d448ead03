"""The plan: one aggregate of milestones, committee and documents, shared by both sides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from portal.domain import particulars
from portal.domain.canonical import Content
from portal.domain.committee import Member
from portal.domain.document import MUTUAL_PLAN, STATEMENT, TITLES, Document
from portal.domain.events import MilestoneRule, PlanStarted
from portal.domain.playbook.rules import Act, Asked, ClosingActsAre, Quorum, QuorumKind
from portal.domain.refusals import Refusal


class PlanAlreadyShared(Refusal):
    """Once people have been asked, a new layout would move the ground under their answers."""

    def __init__(self) -> None:
        super().__init__(
            "This plan has been shared, so it can no longer be laid out anew. Add milestones"
            " or make new revisions instead."
        )


class NobodyToShareWith(Refusal):
    """A plan is shared with people."""

    def __init__(self) -> None:
        super().__init__("Add at least one person of the buyer's side before sharing.")


class GoLiveInThePast(Refusal):
    """A plan is laid out backwards from a day that is still to come."""

    def __init__(self) -> None:
        super().__init__("The go-live must be a day after today.", field="go_live")


class CodeTaken(Refusal):
    """A milestone's code names it for ever."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"The plan already has a milestone {code}. Give it another code.", field="code"
        )


@dataclass(eq=False)
class Milestone:
    """One milestone of a plan, as laid out: what it asks, of whom, by when, and why.

    ``who`` holds {role, kind, amount, of, veto}; ``asks`` holds [name, label] pairs; ``due_on``
    is the last day on which closing it keeps the go-live.
    """

    organisation_id: str
    plan_id: str
    code: str
    position: int
    name: str
    phase: int
    acts: list[str]
    acts_are: str
    go_no_go: bool
    prerequisites: list[str]
    who: list[dict[str, Any]]
    document_id: str | None
    asks: list[list[str]]
    business_days: int
    due_on: date | None
    critical: bool
    why: str
    buyer_action: str
    seller_provides: str
    origin: str = "playbook"

    def rule(self) -> MilestoneRule:
        """Return what closes this milestone."""
        return MilestoneRule(
            code=self.code,
            name=self.name,
            acts=tuple(Act(act) for act in self.acts),
            acts_are=ClosingActsAre(self.acts_are),
            go_no_go=self.go_no_go,
            prerequisites=tuple(self.prerequisites),
            who=tuple(asked(one) for one in self.who),
            document=self.document_id,
            values=tuple(name for name, _ in self.asks),
            layout=particulars.layout(particulars.values_of(self, particulars.LAYOUT)),
        )


@dataclass(eq=False)
class Plan:
    """A mutual action plan, the aggregate that owns everything below it.

    ``ledger_seq`` and ``ledger_head`` are its chain's head; ``counter``
    moves with what is visible beside the ledger. ``terms_salt`` opens
    what the chain keeps of its terms.
    """

    organisation_id: str
    id: str
    title: str
    buyer: str
    supplier: str
    opportunity_type: str
    tier: int
    facts: list[str]
    go_live: date
    notice_on: date | None
    calendar: str
    time_zone: str
    currency: str
    amount: Decimal | None
    owner_id: str
    created_at: datetime
    playbook_version: int
    tier_reason: str = ""
    shared_at: datetime | None = None
    left_out: list[dict[str, str]] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    source: str = ""
    ledger_seq: int = 0
    ledger_head: str = "0" * 64
    counter: int = 0
    terms_salt: str = ""
    milestones: list[Milestone] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)

    def milestone(self, code: str) -> Milestone | None:
        """Return the milestone with this code, if the plan has it."""
        return next((m for m in self.milestones if m.code == code), None)

    def member(self, member_id: str) -> Member | None:
        """Return the member with this id, if on the committee now."""
        return next((m for m in self.present if m.id == member_id), None)

    @property
    def present(self) -> list[Member]:
        """The members who are on the committee now; ``members`` holds who left, too."""
        return [member for member in self.members if member.left_at is None]

    def document(self, document_id: str) -> Document:
        """Return a document of this plan, begun without a revision if there is none yet."""
        for document in self.documents:
            if document.id == document_id:
                return document
        kind, _, code = document_id.partition(":")
        milestone = self.milestone(code)
        title = TITLES.get(kind) or (milestone.name if milestone else kind)
        begun = Document(self.organisation_id, self.id, document_id, kind, title)
        self.documents.append(begun)
        return begun

    def replace_milestones(self, milestones: Sequence[Milestone]) -> None:
        """Take a new layout.

        Raises:
            PlanAlreadyShared: once people may have read the old one.
        """
        if self.shared_at is not None:
            raise PlanAlreadyShared
        self.milestones[:] = milestones

    def share(self, now: datetime) -> None:
        """Open the plan to its committee; sharing again changes nothing.

        Raises:
            NobodyToShareWith: if the committee is empty.
        """
        if not self.present:
            raise NobodyToShareWith
        self.shared_at = self.shared_at or now

    def started(self) -> PlanStarted:
        """Return the fact that this plan began, with what it commits to of the plan's rows."""
        return PlanStarted(
            opportunity_type=self.opportunity_type,
            tier=self.tier,
            playbook=f"standard/{self.playbook_version}",
            go_live=self.go_live.isoformat(),
            names=particulars.names(self.title, self.buyer, self.supplier),
            terms=particulars.terms(
                self.terms_salt, particulars.values_of(self, particulars.TERMS)
            ),
        )

    def offer(self) -> Content:
        """Return the plan itself as a document that people can accept: what, who, by when."""
        return {
            "kind": MUTUAL_PLAN,
            "title": self.title,
            "buyer": self.buyer,
            "supplier": self.supplier,
            "go_live": self.go_live.isoformat(),
            "milestones": [
                {
                    "code": m.code,
                    "name": m.name,
                    "due": m.due_on.isoformat() if m.due_on else None,
                    "acts": list(m.acts),
                    "who": [one["role"] for one in m.who],
                }
                for m in sorted(self.milestones, key=lambda m: m.position)
            ],
        }


def asked(one: dict[str, Any]) -> Asked:
    """Return the quorum of a role from its stored form."""
    quorum = Quorum(
        QuorumKind(one["kind"]), one.get("amount", 0), one.get("of", 0), veto=one.get("veto", False)
    )
    return Asked(one["role"], quorum)


def stored(who: Iterable[Asked]) -> list[dict[str, Any]]:
    """Return quorums in the form they are stored in."""
    return [
        {
            "role": one.role,
            "kind": one.quorum.kind.value,
            "amount": one.quorum.amount,
            "of": one.quorum.of,
            "veto": one.quorum.veto,
        }
        for one in who
    ]


def is_statement(document_id: str) -> bool:
    """Tell whether a document id names a milestone's statement."""
    return document_id.partition(":")[0] == STATEMENT
