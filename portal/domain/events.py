"""The past-tense facts a plan is made of; everything the ledger holds is one of these.

The grammar of a name is ``subject.happened``; ``portal.domain.facts`` writes and reads them.
"""

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from portal.domain.acts import Answer
from portal.domain.committee_events import (
    DomainAllowed,
    DomainDisallowed,
    GuestInvited,
    MemberErased,
    MemberJoined,
    MemberLeft,
    MemberReaddressed,
    MemberSeated,
)
from portal.domain.playbook.rules import Act, Asked, ClosingActsAre


@dataclass(frozen=True, slots=True)
class By:
    """Who acted: ``buyer`` with a member's id, ``supplier`` with an account's, or ``system``."""

    side: str
    id: str


@dataclass(frozen=True, slots=True)
class MilestoneRule:
    """What closes one milestone: enough to judge it from the ledger alone.

    ``document`` is the id of the document the acts bind to (``None``: the question itself);
    ``values`` names what *provide* and *measure* ask for; ``layout`` is the fingerprint of what
    moves no standing, as in the events below, each None in entries of before there was one.
    """

    code: str
    name: str
    acts: tuple[Act, ...]
    acts_are: ClosingActsAre
    go_no_go: bool
    prerequisites: tuple[str, ...]
    who: tuple[Asked, ...]
    document: str | None
    values: tuple[str, ...] = ()
    layout: str | None = None


@dataclass(frozen=True, slots=True)
class PlanStarted:
    """A seller began a plan, which is theirs until it is handed over.

    ``names`` and ``terms`` are fingerprints of what stands beside it: ``domain.particulars``.
    """

    NAME: ClassVar = "plan.started"
    opportunity_type: str
    tier: int
    playbook: str
    go_live: str
    names: str | None = None
    terms: str | None = None


@dataclass(frozen=True, slots=True)
class PlanHandedOver:
    """A plan became another seller's: ``to`` is their account."""

    NAME: ClassVar = "plan.handed_over"
    to: str


@dataclass(frozen=True, slots=True)
class PlanLaidOut:
    """The milestones were laid out by rule, replacing an earlier layout."""

    NAME: ClassVar = "plan.laid_out"
    milestones: tuple[MilestoneRule, ...]
    go_live: str


@dataclass(frozen=True, slots=True)
class MilestoneAdded:
    """One side added a milestone of its own."""

    NAME: ClassVar = "milestone.added"
    milestone: MilestoneRule


@dataclass(frozen=True, slots=True)
class PlanShared:
    """The plan was opened to the committee."""

    NAME: ClassVar = "plan.shared"


@dataclass(frozen=True, slots=True)
class MemberAdded:
    """Somebody joined the committee; who they are, and their site, stands beside the ledger."""

    NAME: ClassVar = "member.added"
    member: str
    seats: tuple[str, ...]
    commitment: str
    site: str | None = None


@dataclass(frozen=True, slots=True)
class MemberIntroduced:
    """A member stated title and approval limit (a decimal string in ``currency``)."""

    NAME: ClassVar = "member.introduced"
    member: str
    limit: str | None
    currency: str | None
    commitment: str


@dataclass(frozen=True, slots=True)
class LinkIssued:
    """A personal link was made and mailed."""

    NAME: ClassVar = "link.issued"
    member: str
    link: str


@dataclass(frozen=True, slots=True)
class LinkRevoked:
    """A personal link stopped working, with every session it had opened."""

    NAME: ClassVar = "link.revoked"
    member: str
    link: str


@dataclass(frozen=True, slots=True)
class DocumentRevised:
    """A document got a new revision; earlier answers to it no longer count.

    ``hash`` is the RFC 8785 fingerprint of the content; ``amount`` a decimal string. ``parts`` maps
    members whose say is over a part alone to that part's hash: where it is unchanged, their earlier
    answer stands. ``owners`` are the outcomes' owners; ``labels`` the fingerprint of the document's
    title and the revision's note.
    """

    NAME: ClassVar = "document.revised"
    document: str
    revision: int
    hash: str
    amount: str | None = None
    currency: str | None = None
    owners: tuple[str, ...] = ()
    parts: dict[str, str] | None = None
    labels: str | None = None


@dataclass(frozen=True, slots=True)
class MilestoneReported:
    """A seller says the buyer agreed by other means; it waits for the buyer and closes nothing."""

    NAME: ClassVar = "milestone.reported"
    milestone: str
    commitment: str


@dataclass(frozen=True, slots=True)
class MilestoneWaived:
    """The buyer chose not to need a milestone."""

    NAME: ClassVar = "milestone.waived"
    milestone: str
    commitment: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A buyer answered: the only fact that can close a milestone.

    ``hash`` is the revision (or question) shown; ``limit`` (a decimal string in ``currency``) is
    the one stated as it stood; ``entered`` names the values given; ``said`` commits to the words
    shown, the reason, the conditions and the values, which stand beside the ledger.
    """

    NAME: ClassVar = "milestone.answered"
    milestone: str
    act: Act
    answer: Answer
    member: str
    document: str | None
    revision: int | None
    hash: str
    said: str
    limit: str | None = None
    currency: str | None = None
    entered: tuple[str, ...] = ()
    conditions: int = 0
    until: str | None = None


@dataclass(frozen=True, slots=True)
class MilestoneClosed:
    """Follows from the answer before it; recorded so that mail and PDF can follow from it."""

    NAME: ClassVar = "milestone.closed"
    milestone: str


@dataclass(frozen=True, slots=True)
class MilestoneReopened:
    """Follows from a material change or a withdrawal."""

    NAME: ClassVar = "milestone.reopened"
    milestone: str


Event: TypeAlias = (
    PlanStarted
    | PlanHandedOver
    | PlanLaidOut
    | MilestoneAdded
    | PlanShared
    | MemberAdded
    | MemberIntroduced
    | MemberJoined
    | MemberSeated
    | MemberReaddressed
    | MemberLeft
    | MemberErased
    | DomainAllowed
    | DomainDisallowed
    | GuestInvited
    | LinkIssued
    | LinkRevoked
    | DocumentRevised
    | MilestoneReported
    | MilestoneWaived
    | Answered
    | MilestoneClosed
    | MilestoneReopened
)
