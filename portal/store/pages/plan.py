"""One plan, whole, in five statements however large it is."""

import json
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, select

from portal.store.pages.reading import Rows, content
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


def _lines(text: str) -> tuple[LineRow, ...]:
    order = LineRow.__dataclass_fields__
    return tuple(LineRow(*(line[name] for name in order)) for line in json.loads(text))


def _of_plan(table: Any) -> Any:
    return and_(
        table.c.organisation_id == bindparam("organisation"),
        table.c.plan_id == bindparam("plan"),
    )


_STANDING = (
    "standing", "missing", "empty_seats", "out_of_reach", "lines",
    "closed_at", "closed_seq", "reported_at",
)  # fmt: skip  # the columns of the projection, in MilestoneRow's order
PLAN_ROWS = Rows(
    PlanRow,
    (
        *_columns(plans, PlanRow, "owner", "owner_title", "owner_email"),
        accounts.c.name,
        accounts.c.title,
        accounts.c.email,
    ),
    most=0,  # its head moves with every act
    readers={"left_out": content},
)
MILESTONE_ROWS = Rows(
    MilestoneRow,
    (
        *_columns(milestones, MilestoneRow, *_STANDING),
        *(standings.c[name] for name in _STANDING),
    ),
    readers={"lines": _lines},
)
MEMBER_ROWS = Rows(MemberRow, _columns(members, MemberRow))
REVISION_ROWS = Rows(
    RevisionRow,
    (
        documents.c.id,
        documents.c.kind,
        documents.c.title,
        *_columns(revisions, RevisionRow, "document_id", "kind", "title"),
    ),
    most=0,
    readers={"content": content},
)
DECISION_ROWS = Rows(DecisionRow, _columns(decisions, DecisionRow))

PLAN = (
    select(*PLAN_ROWS.columns)
    .join(
        accounts,
        and_(
            accounts.c.organisation_id == plans.c.organisation_id,
            accounts.c.id == plans.c.owner_id,
        ),
    )
    .where(plans.c.organisation_id == bindparam("organisation"), plans.c.id == bindparam("plan"))
)
MILESTONES = (
    select(*MILESTONE_ROWS.columns)
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
MEMBERS = select(*MEMBER_ROWS.columns).where(_of_plan(members)).order_by(members.c.position)
_REVISION = select(*REVISION_ROWS.columns).join(
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
DECISIONS = select(*DECISION_ROWS.columns).where(_of_plan(decisions)).order_by(decisions.c.seq)
LEDGER = (
    select(ledger.c.seq, ledger.c.hash, ledger.c.body)
    .where(_of_plan(ledger), ledger.c.seq < bindparam("before"))
    .order_by(ledger.c.seq.desc())
    .limit(bindparam("most"))
)


def plan_page(connection: Connection, organisation: str, plan: str) -> PlanPage | None:
    """Return everything about one plan of one organisation, or None if it has no such plan."""
    key = {"organisation": organisation, "plan": plan}
    plan_rows = PLAN_ROWS.of(connection.execute(PLAN, key).all())
    if not plan_rows:
        return None
    found = REVISION_ROWS.of(connection.execute(DOCUMENTS, key).all())
    return PlanPage(
        plan=plan_rows[0],
        milestones=MILESTONE_ROWS.of(connection.execute(MILESTONES, key).all()),
        members=MEMBER_ROWS.of(connection.execute(MEMBERS, key).all()),
        documents={revision.document_id: revision for revision in found},
        decisions=DECISION_ROWS.of(connection.execute(DECISIONS, key).all()),
    )


def revisions_of(
    connection: Connection, organisation: str, plan: str, document: str
) -> tuple[RevisionRow, ...]:
    """Return every revision of one document, the first first."""
    key = {"organisation": organisation, "plan": plan, "document": document}
    return REVISION_ROWS.of(connection.execute(HISTORY, key).all())


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
