"""Salt what the chain keeps of a plan.

Plans begun before keep an empty salt: their chain commits to no terms, and nothing is appended.
"""

import sqlalchemy as sa
from alembic import op
from portal.store.migrating import SaltWouldBeLost

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    with op.batch_alter_table("plans", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("terms_salt", sa.String(length=64), nullable=False, server_default="")
        )


def downgrade() -> None:
    """Take it back, unless a chain commits to something that only the salt opens."""
    salted = sa.text("SELECT count(*) FROM plans WHERE terms_salt <> ''")
    rows: int = op.get_bind().execute(salted).scalar_one()
    if rows:
        raise SaltWouldBeLost(rows)
    with op.batch_alter_table("plans", schema=None) as batch_op:
        batch_op.drop_column("terms_salt")
