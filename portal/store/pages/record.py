"""The record of a plan as people read it: entries, and the names of whoever stands in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, literal, select, union_all

from portal.domain.erasing import ERASED
from portal.store.pages import plan as whole
from portal.store.pages.plan import ledger_page
from portal.store.pages.rows import DecisionRow, EntryRow, MemberRow, PlanRow
from portal.store.schema.people import accounts
from portal.store.schema.plan import decisions, documents, milestones

LONGEST_LEDGER = 100_000
_ORGANISATION: Any = bindparam("organisation")
_PLAN: Any = bindparam("plan")
# Milestones, documents and accounts each have ids of their own, so one statement names them all.
NAMES = union_all(
    select(literal("milestone").label("kind"), milestones.c.code, milestones.c.name).where(
        milestones.c.organisation_id == _ORGANISATION, milestones.c.plan_id == _PLAN
    ),
    select(literal("document"), documents.c.id, documents.c.title).where(
        documents.c.organisation_id == _ORGANISATION, documents.c.plan_id == _PLAN
    ),
    select(literal("account"), accounts.c.id, accounts.c.name).where(
        accounts.c.organisation_id == _ORGANISATION
    ),
)
ANSWERS = (
    select(*whole.DECISION_ROWS.columns)
    .where(
        decisions.c.organisation_id == _ORGANISATION,
        decisions.c.plan_id == _PLAN,
        decisions.c.member_id == bindparam("member"),
    )
    .order_by(decisions.c.seq.desc())
)


@dataclass(frozen=True, slots=True)
class RecordPage:
    """A stretch of a plan's ledger, the newest entry first, read in one snapshot.

    ``milestones``, ``documents`` and ``accounts`` name what the entries hold by code or id.
    """

    plan: PlanRow
    members: tuple[MemberRow, ...]
    milestones: Mapping[str, str]
    documents: Mapping[str, str]
    accounts: Mapping[str, str]
    entries: tuple[EntryRow, ...]

    def member(self, member_id: str | None) -> MemberRow | None:
        """Return a member by id."""
        return next((m for m in self.members if m.id == member_id), None)


@dataclass(frozen=True, slots=True)
class FramePage:
    """A plan and its committee: what the frame of a page says."""

    plan: PlanRow
    members: tuple[MemberRow, ...]

    def member(self, member_id: str | None) -> MemberRow | None:
        """Return a member by id."""
        return next((m for m in self.members if m.id == member_id), None)


def frame_page(connection: Connection, organisation: str, plan: str) -> FramePage | None:
    """Return a plan with its committee alone, in two statements."""
    key = {"organisation": organisation, "plan": plan}
    plan_rows = whole.PLAN_ROWS.of(connection.execute(whole.PLAN, key).all())
    if not plan_rows:
        return None
    return FramePage(
        plan_rows[0], whole.MEMBER_ROWS.of(connection.execute(whole.MEMBERS, key).all())
    )


def record_page(
    connection: Connection,
    organisation: str,
    plan: str,
    *,
    before: int = 2**31 - 1,
    most: int = LONGEST_LEDGER,
) -> RecordPage | None:
    """Return up to ``most`` entries before the number ``before``, in four statements."""
    key = {"organisation": organisation, "plan": plan}
    plan_rows = whole.PLAN_ROWS.of(connection.execute(whole.PLAN, key).all())
    if not plan_rows:
        return None
    names: dict[str, dict[str, str]] = {"milestone": {}, "document": {}, "account": {}}
    for kind, name, words in connection.execute(NAMES, key):
        names[kind][name] = words or ERASED  # an account's; nothing else is without a name
    return RecordPage(
        plan=plan_rows[0],
        members=whole.MEMBER_ROWS.of(connection.execute(whole.MEMBERS, key).all()),
        milestones=names["milestone"],
        documents=names["document"],
        accounts=names["account"],
        entries=ledger_page(connection, organisation, plan, before=before, most=most),
    )


def answers_of(
    connection: Connection, organisation: str, plan: str, member: str
) -> tuple[DecisionRow, ...]:
    """Return every answer one member ever gave in a plan, the newest first."""
    key = {"organisation": organisation, "plan": plan, "member": member}
    return whole.DECISION_ROWS.of(connection.execute(ANSWERS, key).all())
