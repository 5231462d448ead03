"""What leaves: the outbox, written with its cause, and the PDFs that are kept."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    Named,
    String,
    Table,
    TypedColumns,
)

from portal.store.schema.base import metadata
from portal.store.schema.types import Canonical, Instant


class _Outbox(TypedColumns):
    """Things to deliver; also the record people look at (waiting, sent, failed, why).

    ``secret`` holds what must not outlive delivery (a link's token, a code) and is emptied then.
    """

    organisation_id: Named[str] = Column(String(32), primary_key=True)
    id: Named[str] = Column(String(32), primary_key=True)
    plan_id: Named[str | None]
    kind: Named[str]
    recipient: Named[str]
    payload: Named[Any] = Column(Canonical(), nullable=False)
    secret: Named[str | None]
    message_id: Named[str]
    state: Named[str]
    attempts: Named[int] = Column(Integer(), nullable=False)
    created_at: Named[datetime] = Column(Instant(), nullable=False)
    due_at: Named[datetime] = Column(Instant(), nullable=False)
    sent_at: Named[datetime | None] = Column(Instant())
    problem: Named[str | None]


outbox = Table("outbox", metadata, _Outbox, Index("ix_outbox_waiting", "state", "due_at"))


class _Papers(TypedColumns):
    """The PDF of a plan at one head on one paper by one build: made once, then served."""

    organisation_id: Named[str] = Column(String(32), primary_key=True)
    plan_id: Named[str] = Column(String(32), primary_key=True)
    head: Named[str] = Column(String(64), primary_key=True)
    paper: Named[str] = Column(String(8), primary_key=True)
    build: Named[str] = Column(String(64), primary_key=True)
    state: Named[str]
    sha256: Named[str | None] = Column(String(64))
    asked_at: Named[datetime] = Column(Instant(), nullable=False)
    made_at: Named[datetime | None] = Column(Instant())
    problem: Named[str | None]


papers = Table(
    "papers",
    metadata,
    _Papers,
    ForeignKeyConstraint(["organisation_id", "plan_id"], ["plans.organisation_id", "plans.id"]),
)
