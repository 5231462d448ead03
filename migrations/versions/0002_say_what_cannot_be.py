"""Say in the tables what cannot be, and find a member's sessions without a scan.

On SQLite a check can only be added by building the table again, which drops its triggers; the
ledger, and the plans at which nearly every other table points, are the hardest tables for that.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

CHECKS = {
    "ledger": ("ck_ledger_counts_from_one", "seq >= 1"),
    "plans": ("ck_plans_tier_is_known", "tier BETWEEN 1 AND 4"),
}
SESSIONS_OF_MEMBER = "ix_room_sessions_member"


def upgrade() -> None:
    """Add the checks and the index."""
    for table, (name, holds) in CHECKS.items():
        with op.batch_alter_table(table) as batch:
            batch.create_check_constraint(op.f(name), holds)
    op.create_index(
        SESSIONS_OF_MEMBER, "room_sessions", ["organisation_id", "plan_id", "member_id"]
    )


def downgrade() -> None:
    """Take the index and the checks away."""
    op.drop_index(SESSIONS_OF_MEMBER, "room_sessions")
    for table, (name, _holds) in CHECKS.items():
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(name), type_="check")
