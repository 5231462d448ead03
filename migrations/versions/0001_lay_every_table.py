"""Lay every table."""

import sqlalchemy as sa
from alembic import op
from portal.store.schema import types

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    op.create_table('organisations',
    sa.Column('organisation_id', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('domains', types.Canonical(), nullable=False),
    sa.Column('median_deal', types.Money(), nullable=False),
    sa.Column('created_at', types.Instant(), nullable=False),
    sa.PrimaryKeyConstraint('organisation_id', name=op.f('pk_organisations'))
    )
    op.create_table('outbox',
    sa.Column('organisation_id', sa.String(length=32), nullable=False),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('plan_id', sa.String(), nullable=True),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('recipient', sa.String(), nullable=False),
    sa.Column('payload', types.Canonical(), nullable=False),
    sa.Column('secret', sa.String(), nullable=True),
    sa.Column('message_id', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('created_at', types.Instant(), nullable=False),
    sa.Column('due_at', types.Instant(), nullable=False),
    sa.Column('sent_at', types.Instant(), nullable=True),
    sa.Column('problem', sa.String(), nullable=True),
    sa.PrimaryKeyConstraint('organisation_id', 'id', name=op.f('pk_outbox'))
    )
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.create_index('ix_outbox_waiting', ['state', 'due_at'], unique=False)

    op.create_table('requests',
    sa.Column('organisation_id', sa.String(length=32), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('body_hash', sa.String(length=64), nullable=False),
    sa.Column('answer', types.Canonical(), nullable=False),
    sa.Column('at', types.Instant(), nullable=False),
    sa.PrimaryKeyConstraint('organisation_id', 'key', name=op.f('pk_requests'))
    )
    op.create_table('accounts',
    sa.Column('organisation_id', sa.String(length=32), nullable=False),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('role', sa.String(), nullable=False),
    sa.Column('password_hash', sa.String(), nullable=True),
    sa.Column('created_at', types.Instant(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.organisation_id'], name='fk_accounts_organisation_id'),
    sa.PrimaryKeyConstraint('organisation_id', 'id', name=op.f('pk_accounts'))
    )
    op.create_table('directory',
    sa.Column('email', sa.String(length=320), nullable=False),
    sa.Column('organisation_id', sa.String(), nullable=False),
    sa.Column('account_id', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id', 'account_id'], ['accounts.organisation_id', 'accounts.id'], name=op.f('fk_directory_account_id')),
    sa.PrimaryKeyConstraint('email', name=op.f('pk_directory'))
    )
    op.create_table('password_links',
    sa.Column('organisation_id', sa.String(length=32), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('account_id', sa.String(), nullable=False),
    sa.Column('expires_at', types.Instant(), nullable=False),
    sa.Column('used_at', types.Instant(), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id', 'account_id'], ['accounts.organisation_id', 'accounts.id'], name=op.f('fk_password_links_account_id')),
    sa.PrimaryKeyConstraint('organisation_id', 'token_hash', name=op.f('pk_password_links'))
    )
    op.create_table('plans',
    sa.Column('organisation_id', sa.String(length=32), nullable=False),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('buyer', sa.String(), nullable=False),
    sa.Column('supplier', sa.String(), nullable=False),
    sa.Column('opportunity_type', sa.String(), nullable=False),
    sa.Column('tier', sa.Integer(), nullable=False),
    sa.Column('tier_reason', sa.String(), nullable=False),
    sa.Column('facts', types.Canonical(), nullable=False),
    sa.Column('answers', types.Canonical(), nullable=False),
    sa.Column('go_live', sa.Date(), nullable=False),
    sa.Column('notice_on', sa.Date(), nullable=True),
    sa.Column('calendar', sa.String(), nullable=False),
    sa.Column('time_zone', sa.String(), nullable=False),
    sa.Column('currency', sa.String(), nullable=False),
    sa.Column('amount', types.Money(), nullable=True),
    sa.Column('owner_id', sa.String(), nullable=False),
    sa.Column('created_at', types.Instant(), nullable=False),
    sa.Column('shared_at', types.Instant(), nullable=True),
    sa.Column('playbook_version', sa.Integer(), nullable=False),
    sa.Column('left_out', types.Canonical(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('ledger_seq', sa.Integer(), nullable=False),
    sa.Column('ledger_head', sa.String(length=64), nullable=False),
    sa.Column('counter', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id', 'owner_id'], ['accounts.organisation_id', 'accounts.id'], name=op.f('fk_plans_owner_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.organisation_id'], name='fk_plans_organisation_id'),
    sa.PrimaryKeyConstraint('organisation_id', 'id', name=op.f('pk_plans'))
    )
    op.create_table('seller_sessions',
    sa.Column('organisation_id', sa.String(length=32), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('account_id', sa.String(), nullable=False),
    sa.Column('created_at', types.Instant(), nullable=False),
    sa.Column('expires_at', types.Instant(), nullable=False),
    sa.Column('revoked_at', types.Instant(), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id', 'account_id'], ['accounts.organisation_id', 'accounts.id'], name=op.f('fk_seller_sessions_account_id')),
    sa.PrimaryKeyConstraint('organisation_id', 'token_hash', name=op.f('pk_seller_sessions'))
    )
    op.create_table('decisions',
    sa.Column('organisation_id', sa.String(length=32), nullable=False),
    sa.Column('plan_id', sa.String(length=32), nullable=False),
    sa.Column('seq', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('milestone_code', sa.String(), nullable=False),
    sa.Column('act', sa.String(), nullable=False),
    sa.Column('answer', sa.String(), nullable=False),
    sa.Column('member_id', sa.String(), nullable=True),
    sa.Column('account_id', sa.String(), nullable=True),
    sa.Column('document_id', sa.String(), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=True),
    sa.Column('hash', sa.String(), nullable=False),
    sa.Column('words', types.Canonical(), nullable=False),
    sa.Column('salt', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('limit_amount', types.Money(), nullable=True),
    sa.Column('limit_currency', sa.String(), nullable=True),
    sa.Column('recommendation', sa.Boolean(), nullable=False),
    sa.Column('at', types.Instant(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id', 'plan_id'], ['plans.organisation_id', 'plans.id'], name=op.f('fk_decisions_plan_id')),
    sa.PrimaryKeyConstraint('organisation_id', 'plan_id', 'seq', name=op.f('pk_decisions'))
    )
    op.create_table('documents',
    sa.Column('organisation_id', sa.String(length=32), nullable=False),
    sa.Column('plan_id', sa.String(length=32), nullable=False),
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id', 'plan_id'], ['plans.organisation_id', 'plans.id'], name=op.f('fk_documents_plan_id')),
    sa.PrimaryKeyConstraint('organisation_id', 'plan_id', 'id', name=op.f('pk_documents'))
    )
    op.create_table('ledger',
    sa.Column('organisation_id', sa.String(length=32), nullable=False),
    sa.Column('plan_id', sa.String(length=32), nullable=False),
    sa.Column('seq', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('previous', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('body', types.Canonical(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id', 'plan_id'], ['plans.organisation_id', 'plans.id'], name=op.f('fk_ledger_plan_id')),
    sa.PrimaryKeyConstraint('organisation_id', 'plan_id', 'seq', name=op.f('pk_ledger')),
    sa.UniqueConstraint('organisation_id', 'plan_id', 'previous', name='uq_ledger_previous')
    )
    op.create_table('members',
    sa.Column('organisation_id', sa.String(length=32), nullable=False),
    sa.Column('plan_id', sa.String(length=32), nullable=False),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('seats', types.Canonical(), nullable=False),
    sa.Column('site', sa.String(), nullable=False),
    sa.Column('salt', sa.String(), nullable=False),
    sa.Column('added_at', types.Instant(), nullable=False),
    sa.Column('limit_amount', types.Money(), nullable=True),
    sa.Column('limit_currency', sa.String(), nullable=True),
    sa.Column('introduced_at', types.Instant(), nullable=True),
    sa.Column('continued_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id', 'plan_id'], ['plans.organisation_id', 'plans.id'], name=op.f('fk_members_plan_id')),
    sa.PrimaryKeyConstraint('organisation_id', 'plan_id', 'id', name=op.f('pk_members'))
    )
    op.create_table('milestones',
    sa.Column('organisation_id', sa.String(length=32), nullable=False),
    sa.Column('plan_id', sa.String(length=32), nullable=False),
    sa.Column('code', sa.String(length=16), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('phase', sa.Integer(), nullable=False),
    sa.Column('acts', types.Canonical(), nullable=False),
    sa.Column('acts_are', sa.String(), nullable=False),
    sa.Column('go_no_go', sa.Boolean(), nullable=False),
    sa.Column('prerequisites', types.Canonical(), nullable=False),
    sa.Column('who', types.Canonical(), nullable=False),
    sa.Column('document_id', sa.String(), nullable=True),
    sa.Column('asks', types.Canonical(), nullable=False),
    sa.Column('business_days', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('critical', sa.Boolean(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('buyer_action', sa.Text(), nullable=False),
    sa.Column('seller_provides', sa.Text(), nullable=False),
    sa.Column('origin', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id', 'plan_id'], ['plans.organisation_id', 'plans.id'], name=op.f('fk_milestones_plan_id')),
    sa.PrimaryKeyConstraint('organisation_id', 'plan_id', 'code', name=op.f('pk_milestones'))
    )
    op.create_table('papers',
    sa.Column('organisation_id', sa.String(length=32), nullable=False),
    sa.Column('plan_id', sa.String(length=32), nullable=False),
    sa.Column('head', sa.String(length=64), nullable=False),
    sa.Column('paper', sa.String(length=8), nullable=False),
    sa.Column('build', sa.String(length=64), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=True),
    sa.Column('asked_at', types.Instant(), nullable=False),
    sa.Column('made_at', types.Instant(), nullable=True),
    sa.Column('problem', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id', 'plan_id'], ['plans.organisation_id', 'plans.id'], name=op.f('fk_papers_plan_id')),
    sa.PrimaryKeyConstraint('organisation_id', 'plan_id', 'head', 'paper', 'build', name=op.f('pk_papers'))
    )
    op.create_table('standings',
    sa.Column('organisation_id', sa.String(length=32), nullable=False),
    sa.Column('plan_id', sa.String(length=32), nullable=False),
    sa.Column('code', sa.String(length=16), nullable=False),
    sa.Column('standing', sa.String(), nullable=False),
    sa.Column('missing', types.Canonical(), nullable=False),
    sa.Column('empty_seats', types.Canonical(), nullable=False),
    sa.Column('out_of_reach', types.Canonical(), nullable=False),
    sa.Column('lines', types.Canonical(), nullable=False),
    sa.Column('closed_at', sa.String(), nullable=True),
    sa.Column('closed_seq', sa.Integer(), nullable=True),
    sa.Column('reported_at', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id', 'plan_id'], ['plans.organisation_id', 'plans.id'], name=op.f('fk_standings_plan_id')),
    sa.PrimaryKeyConstraint('organisation_id', 'plan_id', 'code', name=op.f('pk_standings'))
    )
    op.create_table('codes',
    sa.Column('organisation_id', sa.String(length=32), nullable=False),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('plan_id', sa.String(), nullable=False),
    sa.Column('member_id', sa.String(), nullable=False),
    sa.Column('purpose', sa.String(length=64), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('created_at', types.Instant(), nullable=False),
    sa.Column('expires_at', types.Instant(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('used_at', types.Instant(), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id', 'plan_id', 'member_id'], ['members.organisation_id', 'members.plan_id', 'members.id'], name=op.f('fk_codes_plan_id')),
    sa.PrimaryKeyConstraint('organisation_id', 'id', name=op.f('pk_codes'))
    )
    op.create_table('links',
    sa.Column('organisation_id', sa.String(length=32), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('plan_id', sa.String(), nullable=False),
    sa.Column('member_id', sa.String(), nullable=False),
    sa.Column('created_at', types.Instant(), nullable=False),
    sa.Column('expires_at', types.Instant(), nullable=False),
    sa.Column('revoked_at', types.Instant(), nullable=True),
    sa.Column('continued_at', types.Instant(), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id', 'plan_id', 'member_id'], ['members.organisation_id', 'members.plan_id', 'members.id'], name=op.f('fk_links_plan_id')),
    sa.PrimaryKeyConstraint('organisation_id', 'token_hash', name=op.f('pk_links'))
    )
    op.create_table('revisions',
    sa.Column('organisation_id', sa.String(length=32), nullable=False),
    sa.Column('plan_id', sa.String(length=32), nullable=False),
    sa.Column('document_id', sa.String(length=64), nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('content', types.Canonical(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('amount', types.Money(), nullable=True),
    sa.Column('currency', sa.String(), nullable=True),
    sa.Column('made_by_side', sa.String(), nullable=False),
    sa.Column('made_by', sa.String(), nullable=False),
    sa.Column('made_at', types.Instant(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id', 'plan_id', 'document_id'], ['documents.organisation_id', 'documents.plan_id', 'documents.id'], name=op.f('fk_revisions_plan_id')),
    sa.PrimaryKeyConstraint('organisation_id', 'plan_id', 'document_id', 'number', name=op.f('pk_revisions'))
    )
    op.create_table('room_sessions',
    sa.Column('organisation_id', sa.String(length=32), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('plan_id', sa.String(), nullable=False),
    sa.Column('member_id', sa.String(), nullable=False),
    sa.Column('link_id', sa.String(), nullable=False),
    sa.Column('created_at', types.Instant(), nullable=False),
    sa.Column('expires_at', types.Instant(), nullable=False),
    sa.Column('revoked_at', types.Instant(), nullable=True),
    sa.Column('reads_only', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id', 'plan_id', 'member_id'], ['members.organisation_id', 'members.plan_id', 'members.id'], name=op.f('fk_room_sessions_plan_id')),
    sa.PrimaryKeyConstraint('organisation_id', 'token_hash', name=op.f('pk_room_sessions'))
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table('room_sessions')
    op.drop_table('revisions')
    op.drop_table('links')
    op.drop_table('codes')
    op.drop_table('standings')
    op.drop_table('papers')
    op.drop_table('milestones')
    op.drop_table('members')
    op.drop_table('ledger')
    op.drop_table('documents')
    op.drop_table('decisions')
    op.drop_table('seller_sessions')
    op.drop_table('plans')
    op.drop_table('password_links')
    op.drop_table('directory')
    op.drop_table('accounts')
    op.drop_table('requests')
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_index('ix_outbox_waiting')

    op.drop_table('outbox')
    op.drop_table('organisations')
