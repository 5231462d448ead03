"""The supplier's side: organisations, the accounts of their sellers, and how these sign in."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Named,
    String,
    Table,
    TypedColumns,
    UniqueConstraint,
    false,
)

from portal.store.schema.base import metadata
from portal.store.schema.types import Canonical, Instant, Money


class _Organisations(TypedColumns):
    organisation_id: Named[str] = Column(String(32), primary_key=True)
    name: Named[str]
    domains: Named[Any] = Column(Canonical(), nullable=False)
    median_deal: Named[Decimal] = Column(Money(), nullable=False)
    created_at: Named[datetime] = Column(Instant(), nullable=False)
    requires_two_factors: Named[bool] = Column(Boolean(), nullable=False, server_default=false())


organisations = Table("organisations", metadata, _Organisations)


class _Accounts(TypedColumns):
    """Who has left keeps their row, because the record names them; they sign in no more."""

    organisation_id: Named[str] = Column(
        String(32),
        ForeignKey("organisations.organisation_id", name="fk_accounts_organisation_id"),
        primary_key=True,
    )
    id: Named[str] = Column(String(32), primary_key=True)
    email: Named[str]
    name: Named[str]
    title: Named[str]
    role: Named[str]
    password_hash: Named[str | None]
    created_at: Named[datetime] = Column(Instant(), nullable=False)
    left_at: Named[datetime | None] = Column(Instant())


accounts = Table("accounts", metadata, _Accounts)


class _Directory(TypedColumns):
    """Where an address signs in: asked before any organisation is known, so by the address."""

    email: Named[str] = Column(String(320), primary_key=True)
    organisation_id: Named[str]
    account_id: Named[str]


directory = Table(
    "directory",
    metadata,
    _Directory,
    ForeignKeyConstraint(
        ["organisation_id", "account_id"], ["accounts.organisation_id", "accounts.id"]
    ),
)


class _SignOns(TypedColumns):
    """Whom an identity provider means: asked before any organisation is known, as the directory.

    ``person`` is the SHA-256 of the provider's address and its own name for somebody.
    """

    person: Named[str] = Column(String(64), primary_key=True)
    organisation_id: Named[str]
    account_id: Named[str]
    bound_at: Named[datetime] = Column(Instant(), nullable=False)


sign_ons = Table(
    "sign_ons",
    metadata,
    _SignOns,
    ForeignKeyConstraint(
        ["organisation_id", "account_id"], ["accounts.organisation_id", "accounts.id"]
    ),
    UniqueConstraint("organisation_id", "account_id"),
)


class _PasswordLinks(TypedColumns):
    organisation_id: Named[str] = Column(String(32), primary_key=True)
    token_hash: Named[str] = Column(String(64), primary_key=True)
    account_id: Named[str]
    expires_at: Named[datetime] = Column(Instant(), nullable=False)
    used_at: Named[datetime | None] = Column(Instant())


password_links = Table(
    "password_links",
    metadata,
    _PasswordLinks,
    ForeignKeyConstraint(
        ["organisation_id", "account_id"], ["accounts.organisation_id", "accounts.id"]
    ),
    Index("ix_password_links_account", "organisation_id", "account_id"),
)


class _SellerSessions(TypedColumns):
    """A seller's visit; ``came_by`` says how they proved who they are, for their own list."""

    organisation_id: Named[str] = Column(String(32), primary_key=True)
    token_hash: Named[str] = Column(String(64), primary_key=True)
    account_id: Named[str]
    created_at: Named[datetime] = Column(Instant(), nullable=False)
    expires_at: Named[datetime] = Column(Instant(), nullable=False)
    revoked_at: Named[datetime | None] = Column(Instant())
    came_by: Named[str | None] = Column(String(32))


seller_sessions = Table(
    "seller_sessions",
    metadata,
    _SellerSessions,
    ForeignKeyConstraint(
        ["organisation_id", "account_id"], ["accounts.organisation_id", "accounts.id"]
    ),
    Index("ix_seller_sessions_account", "organisation_id", "account_id"),
)
