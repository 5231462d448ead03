"""One plan, whole, in five statements however large it is."""

from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, select

from portal.store.pages.rows import (
    DecisionRow,
    EntryRow,
    LineRow,
    MemberRow,
    MilestoneRow,
    PlanPage,
    PlanRow,
    RevisionRow,
)
from portal.store.schema.people import accounts
from portal.store.schema.plan import (
    decisions,
    documents,
    members,
    milestones,
    plans,
    revisions,
    standings,
)
from portal.store.schema.record import ledger


def _columns(table: Any, row: Any, *others: str) -> list[Any]:
    names = [n for n in row.__dataclass_fields__ if n not in others]
    return [table.c[name] for name in names]


def _of_plan(table: Any) -> Any:
    return and_(
        table.c.organisation_id == bindparam("organisation"),
        table.c.plan_id == bindparam("plan"),
    )


PLAN = (
    select(
        *_columns(plans, PlanRow, "owner", "owner_title", "owner_email"),
        accounts.c.name,
        accounts.c.title,
        accounts.c.email,
    )
    .join(
        accounts,
        and_(
            accounts.c.organisation_id == plans.c.organisation_id,
            accounts.c.id == plans.c.owner_id,
        ),
    )
    .where(plans.c.organisation_id == bindparam("organisation"), plans.c.id == bindparam("plan"))
)
_STANDING = (
    "standing", "missing", "empty_seats", "out_of_reach", "lines",
    "closed_at", "closed_seq", "reported_at",
)  # fmt: skip  # the columns of the projection, in MilestoneRow's order
MILESTONES = (
    select(
        *_columns(milestones, MilestoneRow, *_STANDING),
        *(standings.c[name] for name in _STANDING),
    )
    .join(
        standings,
        and_(
            standings.c.organisation_id == milestones.c.organisation_id,
            standings.c.plan_id == milestones.c.plan_id,
            standings.c.code == milestones.c.code,
        ),
    )
    .where(_of_plan(milestones))
    .order_by(milestones.c.position)
)
MILESTONE = MILESTONES.where(milestones.c.code == bindparam("code"))
MEMBERS = (
    select(*_columns(members, MemberRow)).where(_of_plan(members)).order_by(members.c.position)
)
_REVISION = select(
    documents.c.id,
    documents.c.kind,
    documents.c.title,
    *_columns(revisions, RevisionRow, "document_id", "kind", "title"),
).join(
    revisions,
    and_(
        revisions.c.organisation_id == documents.c.organisation_id,
        revisions.c.plan_id == documents.c.plan_id,
        revisions.c.document_id == documents.c.id,
    ),
)
_latest = (
    select(revisions.c.document_id, func.max(revisions.c.number).label("number"))
    .where(_of_plan(revisions))
    .group_by(revisions.c.document_id)
    .subquery()
)
DOCUMENTS = _REVISION.join(
    _latest,
    and_(_latest.c.document_id == revisions.c.document_id, _latest.c.number == revisions.c.number),
).where(_of_plan(documents))
HISTORY = (
    _REVISION.where(_of_plan(documents), documents.c.id == bindparam("document"))
    .order_by(revisions.c.number)
)  # fmt: skip  # one question
NEWEST = (
    _REVISION.where(_of_plan(documents), documents.c.id == bindparam("document"))
    .order_by(revisions.c.number.desc())
    .limit(1)
)
DECISIONS = (
    select(*_columns(decisions, DecisionRow)).where(_of_plan(decisions)).order_by(decisions.c.seq)
)
LEDGER = (
    select(ledger.c.seq, ledger.c.hash, ledger.c.body)
    .where(_of_plan(ledger), ledger.c.seq < bindparam("before"))
    .order_by(ledger.c.seq.desc())
    .limit(bindparam("most"))
)


def plan_page(connection: Connection, organisation: str, plan: str) -> PlanPage | None:
    """Return everything about one plan of one organisation, or None if it has no such plan."""
    key = {"organisation": organisation, "plan": plan}
    row: Any = connection.execute(PLAN, key).first()
    if row is None:
        return None
    found = [RevisionRow(*each) for each in connection.execute(DOCUMENTS, key)]
    return PlanPage(
        plan=PlanRow(*row),
        milestones=tuple(_milestone(each) for each in connection.execute(MILESTONES, key)),
        members=tuple(MemberRow(*each) for each in connection.execute(MEMBERS, key)),
        documents={revision.document_id: revision for revision in found},
        decisions=tuple(DecisionRow(*each) for each in connection.execute(DECISIONS, key)),
    )


def revisions_of(
    connection: Connection, organisation: str, plan: str, document: str
) -> tuple[RevisionRow, ...]:
    """Return every revision of one document, the first first."""
    key = {"organisation": organisation, "plan": plan, "document": document}
    return tuple(RevisionRow(*row) for row in connection.execute(HISTORY, key))


def ledger_page(
    connection: Connection,
    organisation: str,
    plan: str,
    *,
    before: int = 2**31 - 1,
    most: int = 100,
) -> tuple[EntryRow, ...]:
    """Return up to ``most`` entries before the number ``before``, the newest first."""
    key = {"organisation": organisation, "plan": plan, "before": before, "most": most}
    return tuple(EntryRow(*row) for row in connection.execute(LEDGER, key))


def _milestone(row: Any) -> MilestoneRow:
    fields = dict(zip(MilestoneRow.__dataclass_fields__, row, strict=True))
    order = LineRow.__dataclass_fields__
    fields["lines"] = tuple(LineRow(*(line[name] for name in order)) for line in fields["lines"])
    return MilestoneRow(**fields)
