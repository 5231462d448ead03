"""How people come in and prove themselves: links, sessions, codes, requests answered before."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
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

_OF_MEMBER = (
    ["organisation_id", "plan_id", "member_id"],
    ["members.organisation_id", "members.plan_id", "members.id"],
)


class _Links(TypedColumns):
    """Personal links; of the token only its SHA-256 is kept."""

    organisation_id: Named[str] = Column(String(32), primary_key=True)
    token_hash: Named[str] = Column(String(64), primary_key=True)
    id: Named[str]
    plan_id: Named[str]
    member_id: Named[str]
    created_at: Named[datetime] = Column(Instant(), nullable=False)
    expires_at: Named[datetime] = Column(Instant(), nullable=False)
    revoked_at: Named[datetime | None] = Column(Instant())
    continued_at: Named[datetime | None] = Column(Instant())


links = Table(
    "links",
    metadata,
    _Links,
    ForeignKeyConstraint(*_OF_MEMBER),
    Index("ix_links_member", "organisation_id", "plan_id", "member_id"),
)


class _RoomSessions(TypedColumns):
    """A buyer's session; ``reads_only`` until a forwarded link's owner has entered a code.

    ``vouched_at`` is when that was, in a session that came by a forwarded link.
    """

    organisation_id: Named[str] = Column(String(32), primary_key=True)
    token_hash: Named[str] = Column(String(64), primary_key=True)
    plan_id: Named[str]
    member_id: Named[str]
    link_id: Named[str]
    created_at: Named[datetime] = Column(Instant(), nullable=False)
    expires_at: Named[datetime] = Column(Instant(), nullable=False)
    revoked_at: Named[datetime | None] = Column(Instant())
    reads_only: Named[bool] = Column(Boolean(), nullable=False)
    vouched_at: Named[datetime | None] = Column(Instant())


room_sessions = Table(
    "room_sessions",
    metadata,
    _RoomSessions,
    ForeignKeyConstraint(*_OF_MEMBER),
    Index("ix_room_sessions_member", "organisation_id", "plan_id", "member_id"),
)


class _Codes(TypedColumns):
    """Six-digit codes, each bound to a person and to the fingerprint of what they answer."""

    organisation_id: Named[str] = Column(String(32), primary_key=True)
    id: Named[str] = Column(String(32), primary_key=True)
    plan_id: Named[str]
    member_id: Named[str]
    purpose: Named[str] = Column(String(64), nullable=False)
    code_hash: Named[str] = Column(String(64), nullable=False)
    created_at: Named[datetime] = Column(Instant(), nullable=False)
    expires_at: Named[datetime] = Column(Instant(), nullable=False)
    tries: Named[int] = Column(Integer(), nullable=False)
    used_at: Named[datetime | None] = Column(Instant())


codes = Table(
    "codes",
    metadata,
    _Codes,
    ForeignKeyConstraint(*_OF_MEMBER),
    Index("ix_codes_member", "organisation_id", "plan_id", "member_id"),
)


class _Requests(TypedColumns):
    """Requests already answered: the same key and body give the same answer (Trust 4)."""

    organisation_id: Named[str] = Column(String(32), primary_key=True)
    key: Named[str] = Column(String(64), primary_key=True)
    body_hash: Named[str] = Column(String(64), nullable=False)
    answer: Named[Any] = Column(Canonical(), nullable=False)
    at: Named[datetime] = Column(Instant(), nullable=False)


requests = Table("requests", metadata, _Requests)
