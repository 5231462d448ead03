"""Find by the keys that are asked for."""

import sqlalchemy as sa
from alembic import op
from portal.store.schema import types

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    with op.batch_alter_table('codes', schema=None) as batch_op:
        batch_op.create_index('ix_codes_member', ['organisation_id', 'plan_id', 'member_id'], unique=False)

    with op.batch_alter_table('links', schema=None) as batch_op:
        batch_op.create_index('ix_links_member', ['organisation_id', 'plan_id', 'member_id'], unique=False)

    with op.batch_alter_table('plans', schema=None) as batch_op:
        batch_op.create_index('ix_plans_go_live', ['organisation_id', 'go_live', 'id'], unique=False)



def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table('plans', schema=None) as batch_op:
        batch_op.drop_index('ix_plans_go_live')

    with op.batch_alter_table('links', schema=None) as batch_op:
        batch_op.drop_index('ix_links_member')

    with op.batch_alter_table('codes', schema=None) as batch_op:
        batch_op.drop_index('ix_codes_member')

