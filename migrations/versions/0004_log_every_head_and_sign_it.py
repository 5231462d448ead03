"""Log the head of every plan, keep what is signed about the log, and how a session was vouched for."""

import sqlalchemy as sa
from alembic import op

from portal.store.schema import types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Lay the log and its checkpoints."""
    op.create_table(
        "logged_heads",
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("plan_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("hashes", types.Canonical(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "plan_id", "seq"],
            ["ledger.organisation_id", "ledger.plan_id", "ledger.seq"],
            name=op.f("fk_logged_heads_plan_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "plan_id", "seq", name=op.f("pk_logged_heads")),
    )
    op.create_index("ix_logged_heads_position", "logged_heads", ["position"])
    op.create_table(
        "checkpoints",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=500), nullable=False),
        sa.Column("made_at", types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_checkpoints")),
    )
    op.create_index("ix_checkpoints_size", "checkpoints", ["size"], unique=True)
    op.add_column("room_sessions", sa.Column("vouched_at", types.Instant(), nullable=True))


def downgrade() -> None:
    """Take them away, which is refused where a head was logged."""
    with op.batch_alter_table("room_sessions") as batch:
        batch.drop_column("vouched_at")
    op.drop_table("checkpoints")
    op.drop_table("logged_heads")
