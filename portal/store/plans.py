"""Loading the plan as one aggregate, under its lock; nothing outside the scope is found."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, selectinload

from portal.domain.document import Document
from portal.domain.plan import Plan
from portal.domain.refusals import Refusal
from portal.store.ledger import Record
from portal.store.schema.plan import plans

LONGEST_TITLE = 120


class NotFound(Refusal):
    """What is not yours does not exist for you: a stranger's plan and a missing one are alike."""

    def __init__(self) -> None:
        super().__init__("There is nothing here that you can open.")


# Alone, never joined: on PostgreSQL joined rows would come from before the lock.
LOCK = (
    select(plans.c.ledger_seq)
    .where(plans.c.organisation_id == bindparam("organisation"), plans.c.id == bindparam("plan"))
    .with_for_update()
)
WHOLE = (
    selectinload(Plan.milestones),  # type: ignore[arg-type]  # mapped imperatively
    selectinload(Plan.members),  # type: ignore[arg-type]  # mapped imperatively
    selectinload(Plan.documents).selectinload(Document.revisions),  # type: ignore[arg-type]  # mapped imperatively
)


def locked(session: Session, organisation: str, plan: str) -> Plan:
    """Return the plan with everything it owns, locked until the transaction ends.

    Raises:
        NotFound: if this organisation has no such plan.
    """
    key = {"organisation": organisation, "plan": plan}
    if session.execute(LOCK, key).scalar_one_or_none() is None:
        raise NotFound
    found = session.get(Plan, (organisation, plan), options=WHOLE, populate_existing=True)
    if found is None:
        raise NotFound
    return found


def exists(session: Session, organisation: str, plan: str) -> bool:
    """Tell whether an organisation has a plan of this id."""
    return session.get(Plan, (organisation, plan)) is not None


def begun(session: Session, plan: Plan) -> Record:
    """Keep a new plan and open its ledger."""
    session.add(plan)
    session.flush()
    return Record(session, plan)
