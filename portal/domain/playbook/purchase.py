"""What a plan can be laid out for: the type, tier, facts and notice that a purchase may have."""

from collections.abc import Collection

from portal.domain.playbook.rules import TIERS, OpportunityType, Playbook
from portal.domain.refusals import Refusal

LONGEST_NOTICE = 5_000  # business days, about twenty years: a longer one is a slip of the keyboard


class UnknownOpportunityType(Refusal):
    """A kind of purchase that is none of the five."""


class NoSuchTier(Refusal):
    """A tier outside 1 to 4."""


class TierDoesNotExistForType(Refusal):
    """A national account at tier 1: a roll-out over sites cannot be that small."""


class UnknownFact(Refusal):
    """A fact that the playbook does not ask about."""


class NoticeOnlyForRenewals(Refusal):
    """A notice date for a purchase that has no running term to give notice of."""


class NoticeOutOfRange(Refusal):
    """A notice date after the end of the term, or absurdly long before it."""


def opportunity_type_named(text: str) -> OpportunityType:
    """Return the type that ``text`` names; raises ``UnknownOpportunityType``."""
    try:
        return OpportunityType(text)
    except ValueError as error:
        raise UnknownOpportunityType(
            f"There is no opportunity type '{text}'; the types are {', '.join(OpportunityType)}.",
            field="type",
        ) from error


def require_tier(opportunity_type: OpportunityType, tier: int) -> None:
    """Refuse a tier that plans of this type do not have."""
    if tier not in TIERS:
        raise NoSuchTier(f"There is no tier {tier}; choose a tier from 1 to 4.", field="tier")
    if tier < opportunity_type.lowest_tier:
        raise TierDoesNotExistForType(
            f"A plan of type {opportunity_type} does not exist at tier {tier};"
            f" choose a tier from {opportunity_type.lowest_tier} to 4.",
            field="tier",
        )


def require_facts(playbook: Playbook, facts: Collection[str]) -> None:
    """Refuse a fact that the playbook does not ask about."""
    for fact in sorted(facts):
        if fact not in playbook.facts:
            raise UnknownFact(
                f"There is no fact '{fact}'; the facts are {', '.join(playbook.facts)}.",
                field="facts",
            )


def require_notice(opportunity_type: OpportunityType, notice: int | None) -> None:
    """Refuse a notice period that the purchase cannot have."""
    if notice is None:
        return
    if opportunity_type is not OpportunityType.RENEWAL:
        raise NoticeOnlyForRenewals(
            f"Only a renewal has a notice date, a plan of type {opportunity_type} has none;"
            " leave the notice out.",
            field="notice",
        )
    if not 0 <= notice <= LONGEST_NOTICE:
        raise NoticeOutOfRange(
            f"The notice date cannot lie {notice} business days before the end of the term;"
            f" give a number from 0 to {LONGEST_NOTICE}.",
            field="notice",
        )
