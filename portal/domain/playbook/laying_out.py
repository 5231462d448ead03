"""Laying out a plan: which milestones a purchase needs, and how early each of them is due."""

from collections.abc import Collection, Mapping

from portal.domain.playbook.back_schedule import (
    BackSchedule,
    count_back,
    effective_prerequisites,
    in_order,
)
from portal.domain.playbook.layout import LaidOutMilestone, Layout, LeftOut, WhyLeftOut
from portal.domain.playbook.purchase import require_facts, require_notice, require_tier
from portal.domain.playbook.rules import OpportunityType, Playbook, Rule

# A renewal is decided this many business days before the day on which notice must be given.
RENEWAL_DECISION = "M17"
DECIDED_BEFORE_NOTICE = 5


def lay_out(
    playbook: Playbook,
    opportunity_type: OpportunityType,
    tier: int,
    facts: Collection[str],
    notice: int | None = None,
    restored: Collection[str] = (),
) -> Layout:
    """Lay out the plan for a purchase, by the rules in a checked ``playbook``.

    ``facts`` are those that are true. ``notice``, for a renewal, is the number of business days
    from the notice date to the end of the term: the decision is due five business days before that
    date, or earlier if its successors demand it, and the path then includes the wait. ``restored``
    are codes the buyer put back, whatever had left them out.

    Raises ``NoSuchTier``, ``TierDoesNotExistForType``, ``UnknownFact``, ``UnknownMilestone``,
    ``NoticeOnlyForRenewals``, ``NoticeOutOfRange``.
    """
    require_tier(opportunity_type, tier)
    require_facts(playbook, facts)
    require_notice(opportunity_type, notice)
    for code in sorted(restored):
        playbook.rule(code)
    told = {
        rule.code: left_out(playbook, rule, opportunity_type, tier, facts)
        for rule in playbook.milestones
        if rule.code not in restored
    }
    rules = [rule for rule in playbook.milestones if told.get(rule.code) is None]
    before = effective_prerequisites(playbook, opportunity_type, {rule.code for rule in rules})
    schedule = scheduled(playbook, opportunity_type, tier, rules, before, notice)
    return Layout(
        opportunity_type,
        tier,
        frozenset(facts),
        notice,
        frozenset(restored),
        schedule.path_business_days,
        tuple(laid_out(rule, opportunity_type, tier, before, schedule) for rule in rules),
        tuple(entry for entry in told.values() if entry is not None),
    )


def left_out(
    playbook: Playbook,
    rule: Rule,
    opportunity_type: OpportunityType,
    tier: int,
    facts: Collection[str],
) -> LeftOut | None:
    """Return why this milestone stays out of the plan, or None when it is laid out."""
    if rule.stands_in(opportunity_type, tier, facts):
        return None
    smallest = rule.smallest_tier_for_type.get(opportunity_type)
    trigger = rule.trigger_in(opportunity_type)
    fact = trigger if smallest is not None and trigger not in facts else None
    appears = smallest if smallest is not None and smallest > tier else None
    if smallest is None:
        reason = WhyLeftOut.ANOTHER_TYPE
    else:
        reason = WhyLeftOut.FACT_NOT_TRUE if appears is None else WhyLeftOut.HIGHER_TIER
    return LeftOut(
        rule.code,
        rule.name_in(opportunity_type),
        rule.phase,
        rule.why_for_the_buyer,
        reason,
        appears,
        fact,
        reason_told(playbook, rule, appears, fact),
    )


def reason_told(playbook: Playbook, rule: Rule, appears: int | None, fact: str | None) -> str:
    """Return the sentence that tells the buyer why the milestone was left out."""
    if appears is not None:
        tier = f"Appears from tier {appears} ({playbook.tier_names[appears]})"
        return f"{tier}, where this holds: {playbook.facts[fact]}." if fact else f"{tier}."
    if fact is not None:
        return f"Appears only where this holds: {playbook.facts[fact]}."
    kinds = [playbook.type_names[kind] for kind in rule.smallest_tier_for_type]
    return f"A step of another kind of purchase: {', '.join(kinds) or 'none yet'}."


def scheduled(
    playbook: Playbook,
    opportunity_type: OpportunityType,
    tier: int,
    rules: Collection[Rule],
    before: Mapping[str, tuple[str, ...]],
    notice: int | None,
) -> BackSchedule:
    """Count back from the anchor over the milestones that are not due after it."""
    days = {
        rule.code: rule.business_days(opportunity_type, tier)
        for rule in rules
        if rule.after_go_live_days(tier) is None
    }
    due = {} if notice is None else {RENEWAL_DECISION: notice + DECIDED_BEFORE_NOTICE}
    order = [code for code in in_order(playbook, opportunity_type) if code in days]
    waits = {code: tuple(one for one in before[code] if one in days) for code in order}
    return count_back(order, days, waits, due)


def laid_out(
    rule: Rule,
    opportunity_type: OpportunityType,
    tier: int,
    before: Mapping[str, tuple[str, ...]],
    schedule: BackSchedule,
) -> LaidOutMilestone:
    """Return the milestone as it stands in the plan."""
    return LaidOutMilestone(
        code=rule.code,
        name=rule.name_in(opportunity_type),
        phase=rule.phase,
        latest_finish_business_days_before_anchor=schedule.latest_finish.get(rule.code),
        after_anchor_business_days=rule.after_go_live_days(tier),
        business_days=rule.business_days(opportunity_type, tier),
        critical=rule.code in schedule.critical,
        who=rule.who(tier),
        closing_acts=rule.closing_acts,
        closing_acts_are=rule.closing_acts_are,
        go_no_go=rule.go_no_go,
        prerequisites=before[rule.code],
        why_for_the_buyer=rule.why_for_the_buyer,
        buyer_action=rule.buyer_action,
        seller_provides_first=rule.seller_provides_first,
        evidence_kept=rule.evidence_kept,
    )
