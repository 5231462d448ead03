"""Who holds a seat in a plan, and whose word in it commits money."""

from portal.domain import events
from portal.domain.history import Given, History
from portal.domain.playbook.rules import Act

OUTCOME_OWNER = "outcome_owner"


def holders(history: History, role: str) -> tuple[str, ...]:
    """Return the ids of the members who hold ``role``, in the order they joined."""
    outcomes = history.documents.get("outcomes")
    if role == OUTCOME_OWNER:
        owners = outcomes.owners if outcomes else ()
        return tuple(owner for owner in owners if owner in history.members)
    if role == "every_member":
        # Whoever came by an allowed domain and has no seat yet is asked nothing.
        return tuple(member for member, seated in history.members.items() if not seated.waits)
    if role == "step_owner":
        asked = {asked.role for rule in history.rules.values() for asked in rule.who}
        named = set(outcomes.owners if outcomes else ())
        return tuple(m for m, s in history.members.items() if s.seats & asked or m in named)
    return tuple(member for member, seated in history.members.items() if role in seated.seats)


def asked_for(history: History, rule: events.MilestoneRule, member: str) -> bool:
    """Tell whether ``member`` is among the people this milestone asks."""
    return any(member in holders(history, asked.role) for asked in rule.who)


def needs_authority(act: Act, role: str) -> bool:
    """Tell whether a yes in this role commits money, so that the approval limit must cover it.

    Owners of outcomes answer for their own line of the benefits, not for the amount.
    """
    return (act is Act.APPROVE and role != OUTCOME_OWNER) or (
        act is Act.SIGN and role == "authorised_signatory"
    )


def within_limit(history: History, rule: events.MilestoneRule, given: Given) -> bool:
    """Tell whether the limit stated with an answer covers the document's amount (law 3)."""
    document = history.documents.get(rule.document or "")
    if document is None or document.amount is None:
        return True
    covers = given.limit is not None and given.limit >= document.amount
    return covers and given.currency == document.currency
