"""The tier of a purchase: the mean of its size and complexity, and the seller's step away."""

from dataclasses import dataclass
from decimal import Decimal

from portal.domain.playbook.complexity import Answers, complexity_band, complexity_points
from portal.domain.playbook.purchase import require_tier
from portal.domain.playbook.rules import TIERS, OpportunityType
from portal.domain.refusals import Refusal

DEFAULT_MEDIAN_DEAL = Decimal(100_000)

# The size bands end below these multiples of the organisation's median deal.
SIZE_BANDS = (Decimal("0.3"), Decimal("1.5"), Decimal(5))


class ImpossibleValue(Refusal):
    """A contract value or a median deal that is no amount of money, or negative."""


class TierMovedTooFar(Refusal):
    """A tier more than one away from the computed one: the answers should be corrected instead."""


class TierBelowFloor(Refusal):
    """A tier below the least that this kind of purchase deserves."""


class TierMovedWithoutReason(Refusal):
    """A tier moved without a reason: the buyer and the manager may ask for it later."""


@dataclass(frozen=True, slots=True)
class ComputedTier:
    """The tier that follows from size (S1 to S4) and complexity (C1 to C4), and what led to it."""

    opportunity_type: OpportunityType
    size: int
    points: int
    complexity: int
    floor: int
    tier: int


@dataclass(frozen=True, slots=True)
class ChosenTier:
    """The tier a plan is laid out at; ``reason`` says why it is not the computed one, if so."""

    tier: int
    computed: ComputedTier
    reason: str | None


def size_band(contract_value: Decimal, median_deal: Decimal = DEFAULT_MEDIAN_DEAL) -> int:
    """Return the size band 1 to 4 of a contract value, against the organisation's median deal.

    Both in the same currency. Raises ``ImpossibleValue``.
    """
    if not (contract_value.is_finite() and contract_value >= 0):
        raise ImpossibleValue(
            "The contract value must be an amount of 0 or more; correct it.", field="contract_value"
        )
    if not (median_deal.is_finite() and median_deal > 0):
        raise ImpossibleValue(
            "The median deal must be an amount above 0; correct it in the organisation's settings.",
            field="median_deal",
        )
    return 1 + sum(contract_value >= band * median_deal for band in SIZE_BANDS)


def floor_of(opportunity_type: OpportunityType, *, follow_on_order: bool) -> int:
    """Return the least tier: 2 for a national account, and for a large one not following on."""
    if opportunity_type is OpportunityType.LARGE_ACCOUNT:
        return 1 if follow_on_order else 2
    return opportunity_type.lowest_tier


def compute_tier(
    opportunity_type: OpportunityType,
    contract_value: Decimal,
    answers: Answers,
    *,
    median_deal: Decimal = DEFAULT_MEDIAN_DEAL,
    follow_on_order: bool = False,
) -> ComputedTier:
    """Return the tier: the mean of size and complexity band, halves up, never below the floor."""
    size = size_band(contract_value, median_deal)
    points = complexity_points(answers)
    complexity = complexity_band(points)
    floor = floor_of(opportunity_type, follow_on_order=follow_on_order)
    tier = max(floor, (size + complexity + 1) // 2)
    return ComputedTier(opportunity_type, size, points, complexity, floor, tier)


def choose_tier(computed: ComputedTier, tier: int | None = None, reason: str = "") -> ChosenTier:
    """Return the tier the seller takes: the computed one, or one beside it with a reason.

    Raises ``NoSuchTier``, ``TierDoesNotExistForType``, ``TierBelowFloor``, ``TierMovedTooFar`` or
    ``TierMovedWithoutReason``.
    """
    if tier is None or tier == computed.tier:
        return ChosenTier(computed.tier, computed, None)
    require_tier(computed.opportunity_type, tier)
    if tier < computed.floor:
        raise TierBelowFloor(
            f"This kind of purchase has at least tier {computed.floor};"
            f" choose a tier from {computed.floor} to {TIERS[-1]}.",
            field="tier",
        )
    if abs(tier - computed.tier) > 1:
        raise TierMovedTooFar(
            f"Tier {tier} is more than one away from the computed tier {computed.tier};"
            " choose the next one, or correct the answers.",
            field="tier",
        )
    if not reason.strip():
        raise TierMovedWithoutReason(
            f"The answers give tier {computed.tier}; say why tier {tier} fits better.",
            field="reason",
        )
    return ChosenTier(tier, computed, reason.strip())
