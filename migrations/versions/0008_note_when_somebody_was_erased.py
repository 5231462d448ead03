"""Note when somebody was erased."""

import sqlalchemy as sa
from alembic import op
from portal.store.schema import types

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.add_column(sa.Column("erased_at", types.Instant(), nullable=True))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_column("erased_at")
