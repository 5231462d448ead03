"""Let colleagues come by their domain, and people leave for good."""

import sqlalchemy as sa
from alembic import op
from portal.store.schema import types

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "guests",
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("plan_id", sa.String(), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("asked_at", types.Instant(), nullable=False),
        sa.Column("expires_at", types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "plan_id"],
            ["plans.organisation_id", "plans.id"],
            name=op.f("fk_guests_plan_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_guests")),
    )
    with op.batch_alter_table("guests", schema=None) as batch_op:
        batch_op.create_index("ix_guests_plan", ["organisation_id", "plan_id"], unique=False)
        batch_op.create_index("ix_guests_token", ["organisation_id", "token_hash"], unique=False)

    op.create_table(
        "knocks",
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("plan_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("letter_id", sa.String(length=32), nullable=False),
        sa.Column("told_at", types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "plan_id"],
            ["plans.organisation_id", "plans.id"],
            name=op.f("fk_knocks_plan_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "plan_id", "member_id", name=op.f("pk_knocks")),
    )
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.add_column(sa.Column("left_at", types.Instant(), nullable=True))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_column("left_at")

    op.drop_table("knocks")
    with op.batch_alter_table("guests", schema=None) as batch_op:
        batch_op.drop_index("ix_guests_token")
        batch_op.drop_index("ix_guests_plan")

    op.drop_table("guests")
