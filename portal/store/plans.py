"""Loading the plan as one aggregate, under its lock; nothing outside the scope is found."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

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
    select(Plan)
    .where(plans.c.organisation_id == bindparam("organisation"), plans.c.id == bindparam("plan"))
    .with_for_update()
    .execution_options(populate_existing=True)
)


def locked(session: Session, organisation: str, plan: str) -> Plan:
    """Return the plan, locked until the transaction ends; what it owns is read when asked for.

    Whoever changes what a plan owns holds this lock, so that reading it later is reading it now.

    Raises:
        NotFound: if this organisation has no such plan.
    """
    key = {"organisation": organisation, "plan": plan}
    found = session.execute(LOCK, key).scalar_one_or_none()
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
