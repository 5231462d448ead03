"""The values of a playbook: types, acts, quorums, and the rule of each master milestone."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.refusals import Refusal

TIERS = (1, 2, 3, 4)

# Without these no purchase has been agreed, committed to, paid for or worth it. They are law, not a
# setting: an organisation's copy may name more of them, never fewer.
NEVER_LEFT_OUT = ("M01", "M07", "M13", "M16", "M22", "M26")

ROLES: Mapping[str, str] = {
    "economic_buyer": "Economic buyer",
    "champion": "Champion",
    "executive_sponsor": "Executive sponsor",
    "outcome_owner": "Outcome owner",
    "finance": "Finance",
    "procurement": "Procurement",
    "legal": "Legal",
    "security_privacy": "Security and privacy",
    "technical_evaluator": "Technical evaluator",
    "user_lead": "User lead",
    "implementation_lead": "Implementation lead",
    "site_lead": "Site lead",
    "authorised_signatory": "Authorised signatory",
    "step_owner": "Everybody with a step in the plan",
    "every_member": "Everybody on the committee",
}


class ImpossibleQuorum(Refusal):
    """A quorum that no committee could meet, or that nobody would be needed for."""


class UnknownMilestone(Refusal):
    """A milestone code that the playbook does not hold."""


class OpportunityType(StrEnum):
    """The five kinds of purchase that a plan is laid out for."""

    LARGE_ACCOUNT = "large_account"
    NATIONAL_ACCOUNT = "national_account"
    NEW_ACCOUNT = "new_account"
    RENEWAL = "renewal"
    UPGRADE = "upgrade"

    @property
    def lowest_tier(self) -> int:
        """The tier below which a plan of this type does not exist."""
        return 2 if self is OpportunityType.NATIONAL_ACCOUNT else 1


class Act(StrEnum):
    """What a buyer does to close a milestone; nothing else closes one."""

    ACCESS = "access"
    CONFIRM = "confirm"
    APPROVE = "approve"
    SIGN = "sign"
    ATTEST = "attest"
    PROVIDE = "provide"
    ATTEND = "attend"
    DECIDE = "decide"
    MEASURE = "measure"


class ClosingActsAre(StrEnum):
    """Whether a milestone needs each of its closing acts, or one of them is enough."""

    ALL = "all"
    ALTERNATIVES = "alternatives"


class QuorumKind(StrEnum):
    """How a quorum counts the people in a role."""

    ONE = "one"
    EVERY = "every"
    PERCENT = "percent"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many of the people in a role must act; with ``veto``, one refusal among them stops it.

    ``amount`` is the percentage (1 to 100) or the number; ``of`` is the size of the group a number
    is taken from. Raises ``ImpossibleQuorum`` for an amount nobody or no group could meet.
    """

    kind: QuorumKind
    amount: int = 0
    of: int = 0
    veto: bool = False

    def __post_init__(self) -> None:
        if self.kind is QuorumKind.PERCENT and not 1 <= self.amount <= 100:
            raise ImpossibleQuorum(
                f"{self.amount} % of the people in a role cannot be asked for;"
                " give a percentage from 1 to 100."
            )
        if self.kind is QuorumKind.NUMBER and not 1 <= self.amount <= self.of:
            raise ImpossibleQuorum(
                f"{self.amount} of {self.of} people cannot be asked for;"
                " give a number from 1 to the size of the group."
            )

    @classmethod
    def one(cls, *, veto: bool = False) -> "Quorum":
        """Any one person in the role."""
        return cls(QuorumKind.ONE, veto=veto)

    @classmethod
    def every(cls, *, veto: bool = False) -> "Quorum":
        """Each person in the role, and at least one."""
        return cls(QuorumKind.EVERY, veto=veto)

    @classmethod
    def percent(cls, amount: int, *, veto: bool = False) -> "Quorum":
        """At least ``amount`` per cent of the people in the role."""
        return cls(QuorumKind.PERCENT, amount, veto=veto)

    @classmethod
    def number(cls, amount: int, of: int, *, veto: bool = False) -> "Quorum":
        """At least ``amount`` of the ``of`` people in the role."""
        return cls(QuorumKind.NUMBER, amount, of, veto=veto)

    def needed(self, people: int) -> int:
        """Return how many of ``people`` in the role must act.

        A percentage p of n people needs the ceiling of p * n / 100. The answer is never 0, so a
        role that nobody holds is never met: the room asks for the people instead.
        """
        if self.kind is QuorumKind.EVERY:
            return max(1, people)
        if self.kind is QuorumKind.PERCENT:
            return max(1, -(-self.amount * people // 100))
        return self.amount if self.kind is QuorumKind.NUMBER else 1


@dataclass(frozen=True, slots=True)
class Asked:
    """A role that must act at a milestone, and how many of its people."""

    role: str
    quorum: Quorum


@dataclass(frozen=True, slots=True)
class Rule:
    """One master milestone: how it stands in a plan of any type and tier.

    Days are business days; a tuple of days holds one entry for each of the tiers 1 to 4. Each
    ``..._for_type`` replaces its general counterpart as a whole for the types it names. A type
    that is missing from ``smallest_tier_for_type`` does not have the milestone.
    """

    code: str
    name: str
    name_for_type: Mapping[OpportunityType, str]
    phase: int
    closing_acts: tuple[Act, ...]
    closing_acts_are: ClosingActsAre
    go_no_go: bool
    trigger: str | None
    trigger_for_type: Mapping[OpportunityType, str | None]
    smallest_tier_for_type: Mapping[OpportunityType, int]
    business_days_by_tier: tuple[int | None, ...]
    business_days_for_type: Mapping[OpportunityType, tuple[int | None, ...]]
    after_go_live_days_by_tier: tuple[int | None, ...] | None
    prerequisites: tuple[str, ...]
    prerequisites_for_type: Mapping[OpportunityType, tuple[str, ...]]
    who_by_tier: Mapping[int, tuple[Asked, ...]]
    why_for_the_buyer: str
    buyer_action: str
    seller_provides_first: str
    evidence_kept: str

    def name_in(self, opportunity_type: OpportunityType) -> str:
        """Return the milestone's name in plans of this type."""
        return self.name_for_type.get(opportunity_type, self.name)

    def trigger_in(self, opportunity_type: OpportunityType) -> str | None:
        """Return the fact that switches the milestone on in this type; None: always on."""
        return self.trigger_for_type.get(opportunity_type, self.trigger)

    def prerequisites_in(self, opportunity_type: OpportunityType) -> tuple[str, ...]:
        """Return the codes the master puts before the milestone in this type, laid out or not."""
        return self.prerequisites_for_type.get(opportunity_type, self.prerequisites)

    def stands_in(
        self, opportunity_type: OpportunityType, tier: int, facts: Collection[str]
    ) -> bool:
        """Tell whether a plan of this type and tier has the milestone, given the facts that hold.

        One smallest tier a type is what makes the sets nest: a milestone never leaves as the tier
        grows.
        """
        smallest = self.smallest_tier_for_type.get(opportunity_type)
        trigger = self.trigger_in(opportunity_type)
        return smallest is not None and smallest <= tier and (trigger is None or trigger in facts)

    def business_days(self, opportunity_type: OpportunityType, tier: int) -> int:
        """Return the milestone's duration, 0 or more business days."""
        days = self.business_days_for_type.get(opportunity_type, self.business_days_by_tier)
        return at_tier(days, tier)

    def after_go_live_days(self, tier: int) -> int | None:
        """Return how many business days after the anchor it is due; None: before the anchor."""
        days = self.after_go_live_days_by_tier
        return None if days is None else at_tier(days, tier)

    def who(self, tier: int) -> tuple[Asked, ...]:
        """Return who acts: the entry of the highest tier up to ``tier``, else the lowest entry."""
        entries = [entry for entry in self.who_by_tier if entry <= tier]
        return self.who_by_tier[max(entries) if entries else min(self.who_by_tier)]


def at_tier(days: tuple[int | None, ...], tier: int) -> int:
    """Return the entry for ``tier``; where it is None, that of the lowest tier that has one."""
    own = days[tier - 1]
    return next(entry for entry in days if entry is not None) if own is None else own


@dataclass(frozen=True, slots=True)
class Playbook:
    """A master set of milestones, in the order plans keep, and the names of what they refer to.

    ``version`` counts an organisation's edits from 1; a plan keeps the version it began with.
    ``facts`` maps each fact about a purchase to its wording, in the order it is asked.
    """

    version: int
    type_names: Mapping[OpportunityType, str]
    tier_names: Mapping[int, str]
    phase_names: Mapping[int, str]
    facts: Mapping[str, str]
    never_left_out: tuple[str, ...]
    milestones: tuple[Rule, ...]

    def rule(self, code: str) -> Rule:
        """Return the rule of the milestone ``code``; raises ``UnknownMilestone``."""
        for rule in self.milestones:
            if rule.code == code:
                return rule
        raise UnknownMilestone(f"The playbook has no milestone '{code}'; check the code.")
