"""What a record calls things, held against its chain; and that nothing is left out or out of order.

Records of older versions bind none of this: their names hang on the seal alone.
"""

from collections.abc import Sequence
from typing import Any

from portal.delivery.verifying.evidence import LABELLED, Evidence
from portal.delivery.verifying.verdict import Broken
from portal.domain import folding, particulars
from portal.domain.committee_events import MemberErased
from portal.domain.events import DocumentRevised, MilestoneRule, PlanStarted

COMMITS = ("names", "terms", "layout", "labels", "site")


def labels(evidence: Evidence) -> str:
    """Return what holds of the names of plan, companies and documents.

    Raises:
        Broken: naming what is called otherwise than its entry commits to.
    """
    if evidence.version < LABELLED:
        if any(_commits(fact.event) for fact in evidence.facts):
            raise Broken("Its record is written as an older version wrote it, and its entries not.")
        return "An older version made it, so its names are bound by its seal alone."
    said = names_of(evidence)
    if said is None:
        plan = "The names of plan and companies are bound by its seal alone"
    elif particulars.names(evidence.title, evidence.buyer, evidence.supplier) == said:
        plan = "The plan and both companies are called what its entries commit to"
    else:
        raise Broken("Its plan, or one of the companies, is called otherwise in its entries.")
    made = {
        (fact.event.document, fact.event.revision): fact.event.labels
        for fact in evidence.facts
        if isinstance(fact.event, DocumentRevised)
    }
    for one in evidence.revisions:
        kept = made.get((one.document, one.number))
        if kept is not None and particulars.labels(one.title, one.note) != kept:
            raise Broken(f"“{one.title}”, or a note to it, is called otherwise in its entries.")
    in_order("Its revisions", [(one.document, one.number) for one in evidence.revisions], [*made])
    return f"{plan}, and so are its documents."


def names_of(evidence: Evidence) -> str | None:
    """Return what the chain commits to of the plan's names; None if an older version began it."""
    started = (fact.event for fact in evidence.facts if isinstance(fact.event, PlanStarted))
    return next((event.names for event in started), None)


def erased(evidence: Evidence) -> set[str]:
    """Return the members of whom nothing need be shown: an entry erased them, as they wished.

    One by the supplier, or by a colleague, takes nothing away.
    """
    return {
        fact.event.member
        for fact in evidence.facts
        if isinstance(fact.event, MemberErased) and folding.may_erase(fact.by, fact.event)
    }


def in_order(what: str, shown: Sequence[Any], order: Sequence[Any]) -> None:
    """Check that a list has the order of its entries, and each of its parts once.

    Raises:
        Broken: if not. A record of an older version must not be asked.
    """
    held = set(shown)
    if list(shown) != [one for one in order if one in held]:
        raise Broken(f"{what} do not stand in the order of their entries.")


def _commits(event: Any) -> bool:
    rules = [*getattr(event, "milestones", ()), getattr(event, "milestone", None)]
    things = [event, *(rule for rule in rules if isinstance(rule, MilestoneRule))]
    return any(getattr(thing, name, None) for thing in things for name in COMMITS)
