"""The plan and everything it owns: milestones, committee, documents, answers, standings."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Named,
    String,
    Table,
    Text,
    TypedColumns,
)

from portal.store.schema.base import metadata
from portal.store.schema.types import Canonical, Instant, Money


class _Plans(TypedColumns):
    organisation_id: Named[str] = Column(
        String(32),
        ForeignKey("organisations.organisation_id", name="fk_plans_organisation_id"),
        primary_key=True,
    )
    id: Named[str] = Column(String(32), primary_key=True)
    title: Named[str]
    buyer: Named[str]
    supplier: Named[str]
    opportunity_type: Named[str]
    tier: Named[int]
    tier_reason: Named[str]
    facts: Named[Any] = Column(Canonical(), nullable=False)
    answers: Named[Any] = Column(Canonical(), nullable=False)
    go_live: Named[date]
    notice_on: Named[date | None]
    calendar: Named[str]
    time_zone: Named[str]
    currency: Named[str]
    amount: Named[Decimal | None] = Column(Money())
    owner_id: Named[str]
    created_at: Named[datetime] = Column(Instant(), nullable=False)
    shared_at: Named[datetime | None] = Column(Instant())
    playbook_version: Named[int]
    left_out: Named[Any] = Column(Canonical(), nullable=False)
    source: Named[str]
    ledger_seq: Named[int]
    ledger_head: Named[str] = Column(String(64), nullable=False)
    counter: Named[int]
    terms_salt: Named[str] = Column(String(64), nullable=False, server_default="")


plans = Table(
    "plans",
    metadata,
    _Plans,
    ForeignKeyConstraint(
        ["organisation_id", "owner_id"], ["accounts.organisation_id", "accounts.id"]
    ),
    # The seller's list is read in this order, a page at a time.
    Index("ix_plans_go_live", "organisation_id", "go_live", "id"),
    CheckConstraint("tier BETWEEN 1 AND 4", name="tier_is_known"),
)


class _Milestones(TypedColumns):
    organisation_id: Named[str] = Column(String(32), primary_key=True)
    plan_id: Named[str] = Column(String(32), primary_key=True)
    code: Named[str] = Column(String(16), primary_key=True)
    position: Named[int]
    name: Named[str]
    phase: Named[int]
    acts: Named[Any] = Column(Canonical(), nullable=False)
    acts_are: Named[str]
    go_no_go: Named[bool] = Column(Boolean(), nullable=False)
    prerequisites: Named[Any] = Column(Canonical(), nullable=False)
    who: Named[Any] = Column(Canonical(), nullable=False)
    document_id: Named[str | None]
    asks: Named[Any] = Column(Canonical(), nullable=False)
    business_days: Named[int]
    due_on: Named[date | None]
    critical: Named[bool] = Column(Boolean(), nullable=False)
    why: Named[str] = Column(Text(), nullable=False)
    buyer_action: Named[str] = Column(Text(), nullable=False)
    seller_provides: Named[str] = Column(Text(), nullable=False)
    origin: Named[str]


_OF_PLAN = (["organisation_id", "plan_id"], ["plans.organisation_id", "plans.id"])
milestones = Table("milestones", metadata, _Milestones, ForeignKeyConstraint(*_OF_PLAN))


class _Members(TypedColumns):
    organisation_id: Named[str] = Column(String(32), primary_key=True)
    plan_id: Named[str] = Column(String(32), primary_key=True)
    id: Named[str] = Column(String(32), primary_key=True)
    position: Named[int]
    name: Named[str]
    email: Named[str]
    title: Named[str]
    seats: Named[Any] = Column(Canonical(), nullable=False)
    site: Named[str]
    salt: Named[str]
    added_at: Named[datetime] = Column(Instant(), nullable=False)
    limit_amount: Named[Decimal | None] = Column(Money())
    limit_currency: Named[str | None]
    introduced_at: Named[datetime | None] = Column(Instant())
    continued_on: Named[date | None] = Column(Date())
    left_at: Named[datetime | None] = Column(Instant())
    erased_at: Named[datetime | None] = Column(Instant())


members = Table("members", metadata, _Members, ForeignKeyConstraint(*_OF_PLAN))


class _Documents(TypedColumns):
    organisation_id: Named[str] = Column(String(32), primary_key=True)
    plan_id: Named[str] = Column(String(32), primary_key=True)
    id: Named[str] = Column(String(64), primary_key=True)
    kind: Named[str]
    title: Named[str]


documents = Table("documents", metadata, _Documents, ForeignKeyConstraint(*_OF_PLAN))


class _Revisions(TypedColumns):
    organisation_id: Named[str] = Column(String(32), primary_key=True)
    plan_id: Named[str] = Column(String(32), primary_key=True)
    document_id: Named[str] = Column(String(64), primary_key=True)
    number: Named[int] = Column(Integer(), primary_key=True, autoincrement=False)
    content: Named[Any] = Column(Canonical(), nullable=False)
    hash: Named[str] = Column(String(64), nullable=False)
    amount: Named[Decimal | None] = Column(Money())
    currency: Named[str | None]
    made_by_side: Named[str]
    made_by: Named[str]
    made_at: Named[datetime] = Column(Instant(), nullable=False)
    note: Named[str]


revisions = Table(
    "revisions",
    metadata,
    _Revisions,
    ForeignKeyConstraint(
        ["organisation_id", "plan_id", "document_id"],
        ["documents.organisation_id", "documents.plan_id", "documents.id"],
    ),
)


class _Decisions(TypedColumns):
    """What was said with an entry of the ledger: personal, so it stands beside it.

    ``seq`` is the entry's place in the plan's ledger; ``words`` the content its commitment is of.
    """

    organisation_id: Named[str] = Column(String(32), primary_key=True)
    plan_id: Named[str] = Column(String(32), primary_key=True)
    seq: Named[int] = Column(Integer(), primary_key=True, autoincrement=False)
    milestone_code: Named[str]
    act: Named[str]
    answer: Named[str]
    member_id: Named[str | None]
    account_id: Named[str | None]
    document_id: Named[str | None]
    revision: Named[int | None]
    hash: Named[str]
    words: Named[Any] = Column(Canonical(), nullable=False)
    salt: Named[str]
    title: Named[str]
    limit_amount: Named[Decimal | None] = Column(Money())
    limit_currency: Named[str | None]
    recommendation: Named[bool] = Column(Boolean(), nullable=False)
    at: Named[datetime] = Column(Instant(), nullable=False)


decisions = Table("decisions", metadata, _Decisions, ForeignKeyConstraint(*_OF_PLAN))


class _Standings(TypedColumns):
    """The projection of ``closing.state``: written with the ledger, rebuilt from it in a test."""

    organisation_id: Named[str] = Column(String(32), primary_key=True)
    plan_id: Named[str] = Column(String(32), primary_key=True)
    code: Named[str] = Column(String(16), primary_key=True)
    standing: Named[str]
    missing: Named[Any] = Column(Canonical(), nullable=False)
    empty_seats: Named[Any] = Column(Canonical(), nullable=False)
    out_of_reach: Named[Any] = Column(Canonical(), nullable=False)
    lines: Named[Any] = Column(Canonical(), nullable=False)
    closed_at: Named[str | None]
    closed_seq: Named[int | None]
    reported_at: Named[str | None]


standings = Table("standings", metadata, _Standings, ForeignKeyConstraint(*_OF_PLAN))
