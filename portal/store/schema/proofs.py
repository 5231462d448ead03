"""What sellers prove themselves by beside a password: authenticators, recovery codes, passkeys."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    Named,
    String,
    Table,
    Text,
    TypedColumns,
    text,
)

from portal.store.schema.base import metadata
from portal.store.schema.types import Instant

_OF_ACCOUNT = (["organisation_id", "account_id"], ["accounts.organisation_id", "accounts.id"])


class _SecondFactors(TypedColumns):
    """An authenticator: its secret is the HMAC of ``seed``, so a copy of this table opens nothing.

    ``last_counter`` is the step of the last code taken: none is taken twice. ``drift`` is how many
    steps its clock is ahead of ours. ``next_seed`` is of the one that is to take its place.
    """

    organisation_id: Named[str] = Column(String(32), primary_key=True)
    account_id: Named[str] = Column(String(32), primary_key=True)
    seed: Named[str]
    created_at: Named[datetime] = Column(Instant(), nullable=False)
    confirmed_at: Named[datetime | None] = Column(Instant())
    last_counter: Named[int] = Column(Integer(), nullable=False)
    tries: Named[int] = Column(Integer(), nullable=False)
    tried_at: Named[datetime | None] = Column(Instant())
    drift: Named[int] = Column(Integer(), nullable=False, server_default=text("0"))
    next_seed: Named[str | None]


second_factors = Table(
    "second_factors", metadata, _SecondFactors, ForeignKeyConstraint(*_OF_ACCOUNT)
)


class _RecoveryCodes(TypedColumns):
    """Codes on paper, for whoever lost their authenticator; of each only its SHA-256 is kept.

    Those without ``made_at`` have 80 random bits, as they had before that was kept; others 120.
    """

    organisation_id: Named[str] = Column(String(32), primary_key=True)
    code_hash: Named[str] = Column(String(64), primary_key=True)
    account_id: Named[str]
    used_at: Named[datetime | None] = Column(Instant())
    made_at: Named[datetime | None] = Column(Instant())


recovery_codes = Table(
    "recovery_codes",
    metadata,
    _RecoveryCodes,
    ForeignKeyConstraint(*_OF_ACCOUNT),
    Index("ix_recovery_codes_account", "organisation_id", "account_id"),
)


class _SecondSteps(TypedColumns):
    """Somebody who took the first step and not the second yet: no visit, nor part of one.

    ``came_by`` is the way they began, by password where nothing is kept.
    """

    organisation_id: Named[str] = Column(String(32), primary_key=True)
    token_hash: Named[str] = Column(String(64), primary_key=True)
    account_id: Named[str]
    expires_at: Named[datetime] = Column(Instant(), nullable=False)
    used_at: Named[datetime | None] = Column(Instant())
    came_by: Named[str | None] = Column(String(32))


second_steps = Table(
    "second_steps",
    metadata,
    _SecondSteps,
    ForeignKeyConstraint(*_OF_ACCOUNT),
    Index("ix_second_steps_account", "organisation_id", "account_id"),
)


class _Passkeys(TypedColumns):
    """Public keys of passkeys; ``id`` is the SHA-256 of the credential's own, which may be long."""

    organisation_id: Named[str] = Column(String(32), primary_key=True)
    id: Named[str] = Column(String(64), primary_key=True)
    account_id: Named[str]
    credential: Named[str] = Column(Text(), nullable=False)
    public_key: Named[str] = Column(Text(), nullable=False)
    sign_count: Named[int] = Column(BigInteger(), nullable=False)
    name: Named[str]
    created_at: Named[datetime] = Column(Instant(), nullable=False)
    last_used_at: Named[datetime | None] = Column(Instant())


passkeys = Table(
    "passkeys",
    metadata,
    _Passkeys,
    ForeignKeyConstraint(*_OF_ACCOUNT),
    Index("ix_passkeys_account", "organisation_id", "account_id"),
)
