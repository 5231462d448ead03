"""What must hold of a playbook after any edit, so that a smaller plan stays a smaller plan.

Two promises hold by the form of a playbook and need no check: sets nest from tier to tier, because
a milestone names one smallest tier a type; only buyers' acts close, because there are no others.
"""

from collections.abc import Iterator

from portal.domain.playbook.back_schedule import in_order
from portal.domain.playbook.complexity import FACTS_FROM_ANSWERS
from portal.domain.playbook.people import people_may_shrink
from portal.domain.playbook.reading import read_playbook
from portal.domain.playbook.rules import (
    NEVER_LEFT_OUT,
    ROLES,
    TIERS,
    OpportunityType,
    Playbook,
    Rule,
)
from portal.domain.refusals import Refusal


class CodeTwice(Refusal):
    """Two milestones with one code: a prerequisite could mean either."""


class UnknownPrerequisite(Refusal):
    """A prerequisite that is no milestone of the playbook."""


class UnknownRole(Refusal):
    """A role that no seat of a committee has, so nobody could ever act."""


class UnknownTrigger(Refusal):
    """A trigger that is no fact of the playbook, so it could never be true."""


class FactMissing(Refusal):
    """A fact that the complexity answers set, and that the playbook no longer holds."""


class NoBuyersAct(Refusal):
    """A milestone that says nothing the buyer does: it could close by nothing."""


class NoBuyersBenefit(Refusal):
    """A milestone that gives the buyer no reason to want it."""


class NobodyAsked(Refusal):
    """A milestone at which some tier asks nobody to act."""


class NoDuration(Refusal):
    """A milestone without a duration at any tier: no date could be counted over it."""


class LawLeftOut(Refusal):
    """A milestone that may never be left out, and that some plan would not have."""


class DueAfterWhatFollows(Refusal):
    """A milestone due after the anchor that one due before the anchor waits for."""


class FewerPeopleAtAHigherTier(Refusal):
    """A milestone that asks fewer people of a bigger purchase."""


class FewerRolesAtAHigherTier(Refusal):
    """A plan that asks a role of a purchase and not of a bigger one."""


def edited_playbook(text: str, *, version: int) -> Playbook:
    """Return an organisation's edited copy, read and checked; raises the refusals of both."""
    playbook = read_playbook(text, version=version)
    check(playbook)
    return playbook


def check(playbook: Playbook) -> None:
    """Refuse a playbook that breaks a rule; each rule has its own refusal, naming the milestone."""
    require_names_known(playbook)
    for rule in playbook.milestones:
        require_buyers_side(rule)
        require_durations(rule)
        require_people_kept(rule)
    require_never_left_out(playbook)
    for opportunity_type in OpportunityType:
        require_anchor_between(playbook, opportunity_type)
        in_order(playbook, opportunity_type)
        require_roles_kept(playbook, opportunity_type)


def called(rule: Rule) -> str:
    """Return how a sentence names the milestone."""
    return f"Milestone {rule.code} ('{rule.name}')"


def require_names_known(playbook: Playbook) -> None:
    """Refuse a code that comes twice, and a prerequisite, role or fact that does not exist."""
    codes = [rule.code for rule in playbook.milestones]
    for code in codes:
        if codes.count(code) > 1:
            raise CodeTwice(f"Two milestones have the code '{code}'; give one another code.")
    for fact in FACTS_FROM_ANSWERS:
        if fact not in playbook.facts:
            raise FactMissing(f"The playbook lacks the fact '{fact}'; put it back.")
    for rule in playbook.milestones:
        require_references_known(rule, frozenset(codes), frozenset(playbook.facts))


def require_references_known(rule: Rule, codes: frozenset[str], facts: frozenset[str]) -> None:
    """Refuse what this milestone refers to and the playbook does not hold."""
    for named in (rule.prerequisites, *rule.prerequisites_for_type.values()):
        if strange := sorted(set(named) - codes):
            raise UnknownPrerequisite(
                f"{called(rule)} waits for '{strange[0]}', which is no milestone; take it out."
            )
    for trigger in (rule.trigger, *rule.trigger_for_type.values()):
        if trigger is not None and trigger not in facts:
            raise UnknownTrigger(
                f"{called(rule)} is switched on by '{trigger}', which is no fact; choose one of"
                f" {', '.join(sorted(facts))}."
            )
    for asked in (one for entry in rule.who_by_tier.values() for one in entry):
        if asked.role not in ROLES:
            raise UnknownRole(
                f"{called(rule)} asks the role '{asked.role}', which does not exist; choose one of"
                f" {', '.join(ROLES)}."
            )


def require_buyers_side(rule: Rule) -> None:
    """Refuse a milestone without a buyer's act, a buyer's benefit, or a buyer to act."""
    if not rule.closing_acts or not rule.buyer_action.strip():
        raise NoBuyersAct(f"{called(rule)} names no act of the buyer; say what the buyer does.")
    if not rule.why_for_the_buyer.strip():
        raise NoBuyersBenefit(f"{called(rule)} names no benefit for the buyer; say why it helps.")
    if not rule.who_by_tier or not all(rule.who_by_tier.values()):
        raise NobodyAsked(f"{called(rule)} asks nobody at some tier; name a role for each.")


def require_durations(rule: Rule) -> None:
    """Refuse a milestone that has no duration at any tier."""
    for days in (
        rule.business_days_by_tier,
        *rule.business_days_for_type.values(),
        rule.after_go_live_days_by_tier or (0,),
    ):
        if all(entry is None for entry in days):
            raise NoDuration(
                f"{called(rule)} has no duration at any tier; give the business days of one."
            )


def require_people_kept(rule: Rule) -> None:
    """Refuse a milestone at which a higher tier may need fewer people, however many there are."""
    for lower, higher in steps_up(TIERS[0]):
        if people_may_shrink(rule.who(lower), rule.who(higher)):
            raise FewerPeopleAtAHigherTier(
                f"{called(rule)} may need fewer people at tier {higher} than at tier {lower};"
                f" ask at least as many at tier {higher}."
            )


def require_never_left_out(playbook: Playbook) -> None:
    """Refuse a playbook in which some plan lacks a milestone that is never left out."""
    unlisted = [code for code in NEVER_LEFT_OUT if code not in playbook.never_left_out]
    if unlisted:
        raise LawLeftOut(f"Milestone {unlisted[0]} may never be left out; put it back on the list.")
    rules = {rule.code: rule for rule in playbook.milestones}
    for code in playbook.never_left_out:
        for kind in OpportunityType:
            if code not in rules or not rules[code].stands_in(kind, kind.lowest_tier, ()):
                raise LawLeftOut(
                    f"Milestone {code} may never be left out, and a plan of type"
                    f" '{playbook.type_names[kind]}' lacks it at tier {kind.lowest_tier};"
                    " put it back, from the lowest tier and whatever the facts."
                )


def require_anchor_between(playbook: Playbook, opportunity_type: OpportunityType) -> None:
    """Refuse a milestone before the anchor that waits for one after it."""
    after = {
        rule.code for rule in playbook.milestones if rule.after_go_live_days_by_tier is not None
    }
    for rule in playbook.milestones:
        late = sorted(after.intersection(rule.prerequisites_in(opportunity_type)))
        if late and rule.code not in after:
            raise DueAfterWhatFollows(
                f"{called(rule)} is due before the anchor and waits for {late[0]}, which is due"
                " after it; take this prerequisite out."
            )


def require_roles_kept(playbook: Playbook, opportunity_type: OpportunityType) -> None:
    """Refuse a plan whose roles shrink as the tier grows, for any facts.

    A role asked because of one fact, or of none, must be asked at the next tier because of the same
    fact or of none: then no set of facts, however many are true together, loses it.
    """
    for lower, higher in steps_up(opportunity_type.lowest_tier):
        above = roles_by_trigger(playbook, opportunity_type, higher)
        for trigger, roles in roles_by_trigger(playbook, opportunity_type, lower).items():
            if lost := roles - above[None] - above[trigger]:
                raise FewerRolesAtAHigherTier(
                    f"A plan of type '{playbook.type_names[opportunity_type]}' asks the role"
                    f" '{min(lost)}' at tier {lower} and no longer at tier {higher};"
                    f" ask it at tier {higher} too."
                )


def roles_by_trigger(
    playbook: Playbook, opportunity_type: OpportunityType, tier: int
) -> dict[str | None, set[str]]:
    """Return the roles that act in a plan by what switches their milestones on; None: nothing."""
    roles: dict[str | None, set[str]] = {None: set(), **{fact: set() for fact in playbook.facts}}
    for rule in playbook.milestones:
        if rule.stands_in(opportunity_type, tier, playbook.facts):
            roles[rule.trigger_in(opportunity_type)] |= {one.role for one in rule.who(tier)}
    return roles


def steps_up(lowest: int) -> Iterator[tuple[int, int]]:
    """Yield each tier from ``lowest`` with the next higher one."""
    return ((tier, tier + 1) for tier in TIERS if lowest <= tier < TIERS[-1])
