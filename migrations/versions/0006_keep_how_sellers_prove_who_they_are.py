"""keep how sellers prove who they are."""

import sqlalchemy as sa
from alembic import op
from portal.store.schema import types

revision = '0006'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    with op.batch_alter_table('accounts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('left_at', types.Instant(), nullable=True))

    with op.batch_alter_table('password_links', schema=None) as batch_op:
        batch_op.create_index('ix_password_links_account', ['organisation_id', 'account_id'], unique=False)

    with op.batch_alter_table('seller_sessions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('came_by', sa.String(length=32), nullable=True))
        batch_op.create_index('ix_seller_sessions_account', ['organisation_id', 'account_id'], unique=False)



def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table('seller_sessions', schema=None) as batch_op:
        batch_op.drop_index('ix_seller_sessions_account')
        batch_op.drop_column('came_by')

    with op.batch_alter_table('password_links', schema=None) as batch_op:
        batch_op.drop_index('ix_password_links_account')

    with op.batch_alter_table('accounts', schema=None) as batch_op:
        batch_op.drop_column('left_at')

