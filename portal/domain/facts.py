"""A fact in its place in the ledger: how an event becomes an entry's body, and comes back.

The registry is complete when this module has been imported: a body whose event is not in it
cannot be read, and nothing else can be written.
"""

from dataclasses import asdict, dataclass, fields
from enum import Enum
from typing import Any

from portal.domain.acts import Answer
from portal.domain.canonical import Content
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
from portal.domain.events import (
    Answered,
    By,
    DocumentRevised,
    Event,
    LinkIssued,
    LinkRevoked,
    MemberAdded,
    MemberIntroduced,
    MilestoneAdded,
    MilestoneClosed,
    MilestoneReopened,
    MilestoneReported,
    MilestoneRule,
    MilestoneWaived,
    PlanHandedOver,
    PlanLaidOut,
    PlanShared,
    PlanStarted,
)
from portal.domain.playbook.rules import Act, Asked, ClosingActsAre, Quorum, QuorumKind
from portal.domain.refusals import Refusal


class UnknownEvent(Refusal):
    """A ledger entry of a kind this version does not know must stop it, not be skipped."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The ledger holds an event this version does not know: {name}."
            " Read it with the version that wrote it, or a newer one."
        )


PLAIN: tuple[type[Any], ...] = (
    PlanStarted,
    PlanHandedOver,
    PlanShared,
    MemberAdded,
    MemberIntroduced,
    MemberJoined,
    MemberSeated,
    MemberReaddressed,
    MemberLeft,
    MemberErased,
    DomainAllowed,
    DomainDisallowed,
    GuestInvited,
    LinkIssued,
    LinkRevoked,
    DocumentRevised,
    MilestoneReported,
    MilestoneWaived,
    MilestoneClosed,
    MilestoneReopened,
)
REGISTRY: dict[str, type[Any]] = {kind.NAME: kind for kind in PLAIN} | {
    kind.NAME: kind for kind in (PlanLaidOut, MilestoneAdded)
}


@dataclass(frozen=True, slots=True)
class Fact:
    """An event in its place: number in the ledger, ISO 8601 UTC time, who, and what."""

    seq: int
    at: str
    by: By
    event: Event


def body(organisation: str, plan: str, fact: Fact) -> Content:
    """Return the ledger entry's body for a fact."""
    return {
        "v": 1,
        "organisation": organisation,
        "plan": plan,
        "seq": fact.seq,
        "at": fact.at,
        "by": {"side": fact.by.side, "id": fact.by.id},
        "event": name_of(fact.event),
        "data": encode(fact.event),
    }


def read(content: Any) -> Fact:
    """Return the fact that a ledger entry's body holds.

    Raises:
        UnknownEvent: if this version does not know the event.
    """
    by = By(content["by"]["side"], content["by"]["id"])
    event = decode(content["event"], content["data"])
    return Fact(content["seq"], content["at"], by, event)


def name_of(event: Event) -> str:
    """Return the ``subject.happened`` name; an answer is named after its document and answer."""
    if isinstance(event, Answered):
        subject = (event.document or event.act.value).partition(":")[0]
        return f"{subject}.{event.answer.value}"
    return event.NAME


def encode(event: Event) -> Content:
    """Return the event's data as JSON-safe content."""
    return {key: _plain(value) for key, value in asdict(event).items()}


def decode(name: str, data: Content) -> Event:
    """Rebuild the event that ``encode`` took apart.

    Raises:
        UnknownEvent: for a name outside the registry, or one that is not the answer's own.
    """
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in data.items()
    }
    if name == PlanLaidOut.NAME:
        rules = tuple(_rule(rule) for rule in values["milestones"])
        return PlanLaidOut(rules, values["go_live"])
    if name == MilestoneAdded.NAME:
        return MilestoneAdded(_rule(values["milestone"]))
    if name in REGISTRY:
        event: Event = REGISTRY[name](**values)
        return event
    if set(values) == {field.name for field in fields(Answered)}:
        values |= {"act": Act(values["act"]), "answer": Answer(values["answer"])}
        answered = Answered(**values)
        if name_of(answered) == name:
            return answered
    raise UnknownEvent(name)


def _rule(data: dict[str, Any]) -> MilestoneRule:
    who = tuple(_asked(one) for one in data["who"])
    return MilestoneRule(
        code=data["code"],
        name=data["name"],
        acts=tuple(Act(act) for act in data["acts"]),
        acts_are=ClosingActsAre(data["acts_are"]),
        go_no_go=data["go_no_go"],
        prerequisites=tuple(data["prerequisites"]),
        who=who,
        document=data["document"],
        values=tuple(data["values"]),
        layout=data.get("layout"),
    )


def _asked(data: dict[str, Any]) -> Asked:
    quorum = data["quorum"]
    return Asked(data["role"], Quorum(**(quorum | {"kind": QuorumKind(quorum["kind"])})))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value.value if isinstance(value, Enum) else value
