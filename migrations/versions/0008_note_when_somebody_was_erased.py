"""Note when somebody was erased."""

import sqlalchemy as sa
from alembic import op
from portal.store.migrating import ErasureWouldBeLost
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
    """Take it back, unless somebody was erased."""
    erased = sa.text("SELECT count(*) FROM members WHERE erased_at IS NOT NULL")
    rows: int = op.get_bind().execute(erased).scalar_one()
    if rows:
        raise ErasureWouldBeLost(rows)
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_column("erased_at")
