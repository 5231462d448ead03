"""The log of every plan's heads, and the checkpoints signed about it."""

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
    Text,
    TypedColumns,
)

from portal.store.schema.base import metadata
from portal.store.schema.types import Canonical, Instant


class _LoggedHeads(TypedColumns):
    """A leaf of the log: the head of one plan's ledger, at its ``position`` counted from 0.

    ``hashes`` are the leaf's own and those of the subtrees that are full with it, in hexadecimal.
    """

    organisation_id: Named[str] = Column(String(32), primary_key=True)
    plan_id: Named[str] = Column(String(32), primary_key=True)
    seq: Named[int] = Column(Integer(), primary_key=True, autoincrement=False)
    head: Named[str] = Column(String(64), nullable=False)
    position: Named[int]
    hashes: Named[Any] = Column(Canonical(), nullable=False)


logged_heads = Table(
    "logged_heads",
    metadata,
    _LoggedHeads,
    ForeignKeyConstraint(
        ["organisation_id", "plan_id", "seq"],
        ["ledger.organisation_id", "ledger.plan_id", "ledger.seq"],
    ),
    # Not unique: a key without the organisation could not be held where tables are sharded by it.
    Index("ix_logged_heads_position", "position"),
)


class _Checkpoints(TypedColumns):
    """A signed checkpoint over the first ``size`` leaves; it belongs to no one organisation.

    ``number`` counts from 1; ``note`` is the signed note, ``key`` the public key it names.
    """

    number: Named[int] = Column(Integer(), primary_key=True, autoincrement=False)
    size: Named[int]
    note: Named[str] = Column(Text(), nullable=False)
    key: Named[str] = Column(String(500), nullable=False)
    made_at: Named[datetime] = Column(Instant(), nullable=False)


checkpoints = Table(
    "checkpoints",
    metadata,
    _Checkpoints,
    Index("ix_checkpoints_size", "size", unique=True),
)
