"""A plan as the playbook lays it out, before it has dates and people: its values."""

from dataclasses import dataclass
from enum import StrEnum

from portal.domain.playbook.rules import Act, Asked, ClosingActsAre, OpportunityType


class WhyLeftOut(StrEnum):
    """Why a milestone of the master does not stand in a plan."""

    ANOTHER_TYPE = "another_type"
    HIGHER_TIER = "higher_tier"
    FACT_NOT_TRUE = "fact_not_true"


@dataclass(frozen=True, slots=True)
class LaidOutMilestone:
    """A milestone as it stands in one plan.

    Before the anchor it has ``latest_finish_business_days_before_anchor``; after the anchor
    ``after_anchor_business_days``; the other of the two is None. ``prerequisites`` are laid out.
    """

    code: str
    name: str
    phase: int
    latest_finish_business_days_before_anchor: int | None
    after_anchor_business_days: int | None
    business_days: int
    critical: bool
    who: tuple[Asked, ...]
    closing_acts: tuple[Act, ...]
    closing_acts_are: ClosingActsAre
    go_no_go: bool
    prerequisites: tuple[str, ...]
    why_for_the_buyer: str
    buyer_action: str
    seller_provides_first: str
    evidence_kept: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A milestone of the master that a plan does not have, and why; the buyer can restore it.

    ``tier`` is the smallest tier at which it appears, ``fact`` what would have to be true; both are
    given where both keep it out. ``sentence`` says so to the buyer.
    """

    code: str
    name: str
    phase: int
    why_for_the_buyer: str
    reason: WhyLeftOut
    tier: int | None
    fact: str | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A plan laid out by rule, before it has dates and people.

    ``path_business_days`` is the shortest time from the first business day of work to the anchor.
    """

    opportunity_type: OpportunityType
    tier: int
    facts: frozenset[str]
    notice: int | None
    restored: frozenset[str]
    path_business_days: int
    milestones: tuple[LaidOutMilestone, ...]
    left_out: tuple[LeftOut, ...]
