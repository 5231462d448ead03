"""Demand two factors of an organisation, know people of single sign-on, and measure clocks."""

import sqlalchemy as sa
from alembic import op
from portal.store.migrating import SafetyWouldBeLost
from portal.store.schema import types

revision = '0010'
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    op.create_table('sign_ons',
    sa.Column('person', sa.String(length=64), nullable=False),
    sa.Column('organisation_id', sa.String(), nullable=False),
    sa.Column('account_id', sa.String(), nullable=False),
    sa.Column('bound_at', types.Instant(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id', 'account_id'], ['accounts.organisation_id', 'accounts.id'], name=op.f('fk_sign_ons_account_id')),
    sa.PrimaryKeyConstraint('person', name=op.f('pk_sign_ons')),
    sa.UniqueConstraint('organisation_id', 'account_id', name=op.f('uq_sign_ons_account_id'))
    )
    with op.batch_alter_table('organisations', schema=None) as batch_op:
        batch_op.add_column(sa.Column('requires_two_factors', sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table('second_factors', schema=None) as batch_op:
        batch_op.add_column(sa.Column('drift', sa.Integer(), server_default=sa.text('0'), nullable=False))
        batch_op.add_column(sa.Column('next_seed', sa.String(), nullable=True))

    with op.batch_alter_table('recovery_codes', schema=None) as batch_op:
        batch_op.add_column(sa.Column('made_at', types.Instant(), nullable=True))

    with op.batch_alter_table('second_steps', schema=None) as batch_op:
        batch_op.add_column(sa.Column('came_by', sa.String(length=32), nullable=True))



def downgrade() -> None:
    """Take it back, unless an organisation demands two factors or a sign-on is bound."""
    counted = (
        "SELECT count(*) FROM organisations WHERE requires_two_factors",
        "SELECT count(*) FROM sign_ons",
    )
    demanding, bound = (op.get_bind().execute(sa.text(one)).scalar_one() for one in counted)
    if demanding or bound:
        raise SafetyWouldBeLost(demanding, bound)
    with op.batch_alter_table('second_steps', schema=None) as batch_op:
        batch_op.drop_column('came_by')

    with op.batch_alter_table('recovery_codes', schema=None) as batch_op:
        batch_op.drop_column('made_at')

    with op.batch_alter_table('second_factors', schema=None) as batch_op:
        batch_op.drop_column('next_seed')
        batch_op.drop_column('drift')

    with op.batch_alter_table('organisations', schema=None) as batch_op:
        batch_op.drop_column('requires_two_factors')

    op.drop_table('sign_ons')
