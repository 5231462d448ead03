"""Keep how sellers prove who they are."""

import sqlalchemy as sa
from alembic import op
from portal.store.schema import types

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    op.create_table('passkeys',
    sa.Column('organisation_id', sa.String(length=32), nullable=False),
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('account_id', sa.String(), nullable=False),
    sa.Column('credential', sa.Text(), nullable=False),
    sa.Column('public_key', sa.Text(), nullable=False),
    sa.Column('sign_count', sa.BigInteger(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('created_at', types.Instant(), nullable=False),
    sa.Column('last_used_at', types.Instant(), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id', 'account_id'], ['accounts.organisation_id', 'accounts.id'], name=op.f('fk_passkeys_account_id')),
    sa.PrimaryKeyConstraint('organisation_id', 'id', name=op.f('pk_passkeys'))
    )
    with op.batch_alter_table('passkeys', schema=None) as batch_op:
        batch_op.create_index('ix_passkeys_account', ['organisation_id', 'account_id'], unique=False)

    op.create_table('recovery_codes',
    sa.Column('organisation_id', sa.String(length=32), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('account_id', sa.String(), nullable=False),
    sa.Column('used_at', types.Instant(), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id', 'account_id'], ['accounts.organisation_id', 'accounts.id'], name=op.f('fk_recovery_codes_account_id')),
    sa.PrimaryKeyConstraint('organisation_id', 'code_hash', name=op.f('pk_recovery_codes'))
    )
    with op.batch_alter_table('recovery_codes', schema=None) as batch_op:
        batch_op.create_index('ix_recovery_codes_account', ['organisation_id', 'account_id'], unique=False)

    op.create_table('second_factors',
    sa.Column('organisation_id', sa.String(length=32), nullable=False),
    sa.Column('account_id', sa.String(length=32), nullable=False),
    sa.Column('seed', sa.String(), nullable=False),
    sa.Column('created_at', types.Instant(), nullable=False),
    sa.Column('confirmed_at', types.Instant(), nullable=True),
    sa.Column('last_counter', sa.Integer(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('tried_at', types.Instant(), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id', 'account_id'], ['accounts.organisation_id', 'accounts.id'], name=op.f('fk_second_factors_account_id')),
    sa.PrimaryKeyConstraint('organisation_id', 'account_id', name=op.f('pk_second_factors'))
    )
    op.create_table('second_steps',
    sa.Column('organisation_id', sa.String(length=32), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('account_id', sa.String(), nullable=False),
    sa.Column('expires_at', types.Instant(), nullable=False),
    sa.Column('used_at', types.Instant(), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id', 'account_id'], ['accounts.organisation_id', 'accounts.id'], name=op.f('fk_second_steps_account_id')),
    sa.PrimaryKeyConstraint('organisation_id', 'token_hash', name=op.f('pk_second_steps'))
    )
    with op.batch_alter_table('second_steps', schema=None) as batch_op:
        batch_op.create_index('ix_second_steps_account', ['organisation_id', 'account_id'], unique=False)

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

    with op.batch_alter_table('second_steps', schema=None) as batch_op:
        batch_op.drop_index('ix_second_steps_account')

    op.drop_table('second_steps')
    op.drop_table('second_factors')
    with op.batch_alter_table('recovery_codes', schema=None) as batch_op:
        batch_op.drop_index('ix_recovery_codes_account')

    op.drop_table('recovery_codes')
    with op.batch_alter_table('passkeys', schema=None) as batch_op:
        batch_op.drop_index('ix_passkeys_account')

    op.drop_table('passkeys')
